"""The decision card: understood in seconds, unfolded by who must sign it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from inspector_app.domain.finding import Category
from inspector_app.ui import theme
from inspector_app.ui.record.decision_panel import DecisionPanel
from inspector_app.ui.record.reason_row import ArticleRow, ReasonRow
from inspector_app.ui.record.state import Freshness
from inspector_app.ui.widgets.fold import FoldHead
from tests import policies
from tests.qt import card_sheet
from tests.qt.laptop import Laptop
from tests.qt.screens import texts
from tests.qt.test_looks import clipped_label

MakeLaptop = Callable[..., Laptop]
SMALL, LARGE = card_sheet.CARD, QSize(538, 1000)


@pytest.fixture(params=["zh", "en"])
def spoken(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    with TemporaryDirectory() as home:
        card_sheet.dress(qapp, Path(home), request.param, "day")
        yield request.param


def reasons(panel: DecisionPanel) -> list[ReasonRow]:
    return [row for row in panel.findChildren(ReasonRow) if not row.isHidden()]


def heads(panel: DecisionPanel) -> dict[str, FoldHead]:
    return {head.text(): head for head in panel.findChildren(FoldHead) if head.isVisibleTo(panel)}


def articles(panel: DecisionPanel) -> list[ArticleRow]:
    return [row for row in panel.findChildren(ArticleRow) if row.isVisibleTo(panel)]


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
def test_no_case_has_a_word_cut_or_a_target_too_small(spoken: str, size: QSize) -> None:
    found = set()
    for name, panel in card_sheet.cards(policies.cases(), size):
        for label in panel.findChildren(QLabel):
            if label.isVisibleTo(panel) and clipped_label(label):
                found.add((name, label.text()))
        for button in panel.findChildren(QAbstractButton):
            if button.isVisibleTo(panel) and button.height() < theme.TARGET:
                found.add((name, button.accessibleName()))
    assert found == set()


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
def test_every_case_shows_tier_rule_reasons_measures_gate_and_what_is_missing(spoken: str, size: QSize) -> None:
    pack = policies.shipped()
    for (name, panel), case in zip(card_sheet.cards(policies.cases(), size), policies.cases(), strict=True):
        expected, shown = case["expected"], texts(panel)
        assert pack.text("tier", expected["tier"], spoken).replace("No finding", "No breach") in shown, name
        assert expected["primary"] in shown, name
        for code in expected.get("reasons", ()):
            assert pack.text("reason", code, spoken) in shown, (name, code)
        for flag in set(expected.get("flags", ())) - {"provisional"}:
            assert pack.text("flag", flag, spoken) in shown, (name, flag)
        if expected.get("fine_gate", "na") != "na":
            assert pack.text("gate", expected["fine_gate"], spoken) in shown, name


def test_the_law_is_folded_away_in_a_small_window_and_open_in_a_large_one(qapp: QApplication) -> None:
    with TemporaryDirectory() as home:
        card_sheet.dress(qapp, Path(home), "zh", "day")
        (case,) = (case for case in policies.cases() if case["id"] == "ST09")
        shown = card_sheet.cards([case], SMALL)  # the panel lives as long as this does
        _, small = next(shown)
        assert articles(small) == []
        reasons(small)[0].click()
        assert "《郑州市城市市容和环境卫生管理条例》第十八条（2020年版）" in texts(small)
        assert "不得擅自占用道路" in texts(small)
        shown = card_sheet.cards([case], LARGE)
        _, large = next(shown)
        assert len(articles(large)) == 3


@pytest.fixture
def refused(laptop: Laptop) -> Laptop:
    """A vendor on a main road who refuses: enforcement, explained."""
    laptop.tap("流动摊贩", "主干道", "拒不改正")
    laptop.settle(lambda: laptop.page.state.explained is not None)
    return laptop


def test_what_was_unfolded_stays_so_at_the_next_answer(refused: Laptop) -> None:
    panel = refused.page.view.decision
    reasons(panel)[1].click()
    assert "实施处罚应当责令改正" in texts(panel)
    refused.tap("日用百货")
    assert "实施处罚应当责令改正" in texts(panel)


def test_the_keyboard_unfolds_the_law_and_the_whys(refused: Laptop) -> None:
    panel = refused.page.view.decision
    reasons(panel)[0].setFocus(Qt.FocusReason.TabFocusReason)
    refused.key(Qt.Key.Key_Space)
    assert len(articles(panel)) == 2
    heads(panel)["为什么不从轻"].setFocus(Qt.FocusReason.TabFocusReason)
    refused.key(Qt.Key.Key_Space)
    assert "首次违法、当场改正，从轻一档（首违不罚）" in texts(panel)


def test_a_person_who_folds_the_turns_has_them_folded_at_the_next_answer_too(refused: Laptop) -> None:
    panel = refused.page.view.decision
    assert "愿意配合" in texts(panel)
    QTest.mouseClick(heads(panel)["如果…则"], Qt.MouseButton.LeftButton)
    assert "愿意配合" not in texts(panel)
    refused.tap("消防通道")
    refused.wait(200)
    refused.rest()
    assert "愿意配合" not in texts(panel)


def test_a_referral_has_its_clock(laptop: Laptop) -> None:
    laptop.key(Qt.Key.Key_3)
    for fact, value in (("vehicle", "motor"), ("road_class", "branch"), ("driver", "absent"), ("reminder_min", 12)):
        laptop.page.answer(fact, value)
    assert "公安交管（24小时内）" in laptop.words()
    assert "处罚权不在城管" in laptop.words()


def test_what_is_unknown_makes_it_provisional_and_is_named(laptop: Laptop) -> None:
    laptop.tap("流动摊贩", "主干道")
    laptop.page.answer("corrected_on_site", None)
    assert "待复核：信息不全" in laptop.words()
    assert "当场改正" in laptop.words()


def test_the_age_of_the_history_is_shown_once_somebody_knows_it(refused: Laptop) -> None:
    assert "历史记录" not in texts(refused.page.view.decision)
    refused.page.tell(history=Freshness("08:10", 2 * 3600 + 240))
    assert "截至 08:10（2 小时前）" in texts(refused.page.view.decision)
    refused.page.tell(history=Freshness("08:10", 240))
    assert "截至 08:10（4 分钟前）" in texts(refused.page.view.decision)


def test_another_event_is_explained_by_nobody(refused: Laptop) -> None:
    refused.page.view.keys.chosen.emit(Category.OTHER)
    refused.rest()
    panel = refused.page.view.decision
    assert (reasons(panel), heads(panel)) == ([], {})


def test_an_answer_that_cannot_be_taken_leaves_no_old_explanation(refused: Laptop) -> None:
    refused.page.answer("passage_left_m", 9999)
    refused.wait(200)
    refused.rest()
    assert heads(refused.page.view.decision) == {}
