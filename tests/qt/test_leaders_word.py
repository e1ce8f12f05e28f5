"""Going below what safety, obstruction or history decided: only with a squad leader's code, and only for what it was given for."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from inspector_app.domain.finding import Category, Tier
from inspector_app.ui.record.override_panel import OverridePanel
from inspector_app.ui.widgets.buttons import KeyButton
from inspector_app.ui.widgets.chips import Chip
from tests.qt import leaders
from tests.qt.laptop import Laptop

MakeLaptop = Callable[..., Laptop]


def a_blocked_fire_lane(laptop: Laptop) -> None:
    laptop.tap("流动摊贩", "主干道")
    laptop.page.answer("blocks", ["fire_lane"])


def panel(laptop: Laptop) -> OverridePanel:
    return laptop.page.view.decision.override


def decide(laptop: Laptop, tier: str, reason: str = "已通知物业，当场移开") -> None:
    """Unfolds the panel, chooses a tier and writes why, as a person does."""
    laptop.page.unfold(True)
    laptop.rest()
    chip = next(one for one in panel(laptop).findChildren(Chip) if one.text() == tier)
    if not chip.isChecked():
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    if reason:
        editor = next(one for one in panel(laptop).findChildren(QLineEdit) if one.accessibleName() == "理由")
        editor.setFocus()
        editor.insert(reason)
        editor.textEdited.emit(editor.text())


def approved_by(laptop: Laptop) -> str:
    override = laptop.page.state.draft.override
    return override.approved_by if override is not None else ""


def test_going_below_safety_asks_for_the_leaders_code_and_until_then_the_suggestion_stands(laptop: Laptop) -> None:
    leaders.state(laptop)
    a_blocked_fire_lane(laptop)
    decide(laptop, "服务")
    assert leaders.names(panel(laptop)) == ["周正"]
    assert (laptop.page.state.tier, laptop.page.state.awaits_leader) == (Tier.ENFORCEMENT, True)
    assert "等待中队长批准" in laptop.words()

    leaders.give(laptop, panel(laptop))

    assert (laptop.page.state.tier, approved_by(laptop)) == (Tier.SERVICE, leaders.ZHOU)
    assert "周正 410105-0001 已批准" in laptop.words()
    assert "完成" in laptop.screens.window.focusWidget().accessibleName()
    laptop.page.saver.save(go_on=True)
    laptop.rest()
    found = laptop.store.reads.finding(laptop.rows()[0].id)
    assert (found.row.tier, found.override.approved_by) == (Tier.SERVICE, leaders.ZHOU)
    assert found.judgement.tier is Tier.ENFORCEMENT


def test_what_only_refusal_or_kind_decided_is_lowered_without_a_leader(laptop: Laptop) -> None:
    leaders.state(laptop)
    laptop.tap("流动摊贩", "主干道", "拒不改正")
    decide(laptop, "服务")
    assert leaders.row(panel(laptop)) is None
    assert laptop.page.state.tier is Tier.SERVICE


def test_a_wrong_code_is_said_and_leaves_the_suggestion(laptop: Laptop) -> None:
    leaders.state(laptop)
    a_blocked_fire_lane(laptop)
    decide(laptop, "管理")
    leaders.give(laptop, panel(laptop), "00000000")
    assert approved_by(laptop) == ""
    assert laptop.page.state.tier is Tier.ENFORCEMENT
    assert "口令不对" in laptop.words()


def test_after_five_wrong_codes_the_pause_is_shown_and_the_right_code_waits(laptop: Laptop) -> None:
    leaders.state(laptop)
    a_blocked_fire_lane(laptop)
    decide(laptop, "管理")
    for _ in range(5):
        leaders.give(laptop, panel(laptop), "00000000")
    assert "请等待 30 秒" in laptop.words() or "请等待 29 秒" in laptop.words()
    row = leaders.row(panel(laptop))
    assert row is not None
    assert row.code.editor.isReadOnly()
    assert not row.findChildren(KeyButton)[0].isEnabled()
    leaders.give(laptop, panel(laptop))
    assert approved_by(laptop) == ""


def test_the_code_is_hidden_and_takes_digits_alone(laptop: Laptop) -> None:
    leaders.state(laptop)
    a_blocked_fire_lane(laptop)
    decide(laptop, "管理")
    row = leaders.row(panel(laptop))
    assert row is not None
    QTest.keyClicks(row.code.editor, "40a7-1")
    assert row.code.text == "4071"
    assert row.code.editor.displayText() == "●●●●" or "4" not in row.code.editor.displayText()


def test_another_tier_takes_the_word_away(laptop: Laptop) -> None:
    leaders.state(laptop)
    a_blocked_fire_lane(laptop)
    decide(laptop, "管理")
    leaders.give(laptop, panel(laptop))
    assert approved_by(laptop) == leaders.ZHOU
    decide(laptop, "服务", reason="")
    assert approved_by(laptop) == ""
    assert laptop.page.state.tier is Tier.ENFORCEMENT


def test_facts_that_change_the_guard_take_the_word_away_and_others_do_not(laptop: Laptop) -> None:
    leaders.state(laptop)
    a_blocked_fire_lane(laptop)
    decide(laptop, "服务")
    leaders.give(laptop, panel(laptop))
    laptop.page.answer("goods", "food")
    assert approved_by(laptop) == leaders.ZHOU
    laptop.page.answer("corrected_on_site", True)  # the lane is free again: the guard is management now
    assert laptop.page.state.guard is Tier.MANAGEMENT
    assert approved_by(laptop) == ""


def test_another_reason_of_the_policy_takes_the_word_away(laptop: Laptop) -> None:
    leaders.state(laptop)
    a_blocked_fire_lane(laptop)
    decide(laptop, "服务")
    leaders.give(laptop, panel(laptop))
    laptop.page.answer("attitude", "obstructs")  # the guard is enforcement as before, and yet it is another matter
    assert laptop.page.state.guard is Tier.ENFORCEMENT
    assert approved_by(laptop) == ""


@pytest.mark.parametrize("another", ["party", "address", "reason"])
def test_another_party_place_or_reason_takes_the_word_away(laptop: Laptop, another: str) -> None:
    leaders.state(laptop)
    a_blocked_fire_lane(laptop)
    decide(laptop, "服务")
    leaders.give(laptop, panel(laptop))
    draft = laptop.page.state.draft
    assert draft.override is not None
    changed = {
        "party": replace(draft, party="另一家"),
        "address": replace(draft, place=replace(draft.place, address="另一处")),
        "reason": replace(draft, override=replace(draft.override, reason="另一个理由")),
    }
    laptop.page.change(replace(draft, note="补充一句"))
    assert approved_by(laptop) == leaders.ZHOU
    laptop.page.change(changed[another])
    assert approved_by(laptop) == ""


def test_facts_that_change_before_the_policy_is_there_take_the_word_away(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaders.state(laptop)
    a_blocked_fire_lane(laptop)
    decide(laptop, "服务")
    leaders.give(laptop, panel(laptop))
    monkeypatch.setattr(laptop.screens.rulebook, "policy", None)
    laptop.page.change(replace(laptop.page.state.draft, note="物业已到场"))
    assert approved_by(laptop) == leaders.ZHOU
    laptop.page.change(replace(laptop.page.state.draft, facts={**laptop.page.state.draft.facts, "hazard": "imminent"}))
    assert approved_by(laptop) == ""


def test_another_kind_of_finding_takes_the_word_away(laptop: Laptop) -> None:
    leaders.state(laptop)
    a_blocked_fire_lane(laptop)
    decide(laptop, "管理")
    leaders.give(laptop, panel(laptop))
    laptop.page.view.keys.chosen.emit(Category.HOARDING)
    assert approved_by(laptop) == ""


def test_without_the_leaders_word_the_finding_is_not_saved_and_the_code_has_the_keyboard(laptop: Laptop) -> None:
    leaders.state(laptop)
    a_blocked_fire_lane(laptop)
    decide(laptop, "服务")
    laptop.page.unfold(False)
    laptop.page.saver.save(go_on=True)
    laptop.rest()
    assert list(laptop.rows()) == []
    assert laptop.page.state.problems == {"override": "approval_needed"}
    row = leaders.row(panel(laptop))
    assert row is not None
    assert row.code.editor.hasFocus()


def test_the_code_is_checked_only_with_a_reason(laptop: Laptop) -> None:
    leaders.state(laptop)
    a_blocked_fire_lane(laptop)
    decide(laptop, "服务", reason="")
    leaders.give(laptop, panel(laptop))
    assert laptop.page.state.draft.override is None
    assert "请填写理由" in laptop.words()


def test_a_laptop_that_knows_no_leader_says_what_to_do(laptop: Laptop) -> None:
    a_blocked_fire_lane(laptop)
    decide(laptop, "服务")
    laptop.rest()
    assert "请保留策略判定，或先同步" in laptop.words()
    leaders.state(laptop)
    assert leaders.names(panel(laptop)) == ["周正"]


def test_who_was_removed_at_the_centre_cannot_approve_any_more(laptop: Laptop) -> None:
    leaders.state(laptop)
    leaders.state(laptop, leaders.CHEN, "陈明", "11112222")
    a_blocked_fire_lane(laptop)
    decide(laptop, "服务")
    assert leaders.names(panel(laptop)) == ["周正", "陈明"]
    leaders.forget(laptop)
    assert leaders.names(panel(laptop)) == ["陈明"]
    leaders.give(laptop, panel(laptop), who="陈明")
    assert approved_by(laptop) == ""
    leaders.give(laptop, panel(laptop), "11112222")
    assert approved_by(laptop) == leaders.CHEN


def test_more_than_six_leaders_are_named_by_their_number(laptop: Laptop) -> None:
    for n in range(7):
        leaders.state(laptop, f"410105-000{n}", f"队长{n}", f"1000000{n}")
    a_blocked_fire_lane(laptop)
    decide(laptop, "服务")
    assert leaders.names(panel(laptop)) == []
    row = leaders.row(panel(laptop))
    assert row is not None
    QTest.keyClicks(row.number.editor, "410105-0004")
    leaders.give(laptop, panel(laptop), "10000004")
    assert approved_by(laptop) == "410105-0004"


def test_the_word_is_kept_with_the_draft_through_a_crash(laptop: Laptop, a_laptop: MakeLaptop) -> None:
    leaders.state(laptop)
    a_blocked_fire_lane(laptop)
    decide(laptop, "服务")
    leaders.give(laptop, panel(laptop))
    laptop.wait(900)
    laptop.rest()
    laptop.store.close()
    again = a_laptop()
    again.begin()
    again.settle()
    assert (again.page.state.tier, approved_by(again)) == (Tier.SERVICE, leaders.ZHOU)


def test_the_code_is_never_checked_on_the_thread_of_the_screens(laptop: Laptop) -> None:
    leaders.state(laptop)
    a_blocked_fire_lane(laptop)
    decide(laptop, "服务")
    row = leaders.row(panel(laptop))
    assert row is not None
    QTest.keyClicks(row.code.editor, leaders.CODE)
    QTest.mouseClick(row.findChildren(KeyButton)[0], Qt.MouseButton.LeftButton)
    assert laptop.page.state.approval is not None
    assert laptop.page.state.approval.checking
    assert approved_by(laptop) == ""
    leaders.answered(laptop)
    assert approved_by(laptop) == leaders.ZHOU
