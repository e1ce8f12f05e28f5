"""A recorded finding is lowered below what safety decided only with a squad leader's code; who approved stays to be read."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector_app.domain.finding import Tier
from inspector_app.services.ports import FindingDetails
from inspector_app.ui.shift.deed_panel import DeedPanel
from inspector_app.ui.shift.state import Panel
from inspector_app.ui.shift.view import ShiftView
from inspector_app.ui.widgets.buttons import KeyButton
from inspector_app.ui.widgets.chips import Chip
from tests.qt import leaders
from tests.qt.laptop import Laptop


@pytest.fixture
def shift(laptop: Laptop) -> Laptop:
    """The shift page with one finding: a fire lane was blocked, and a leader is known."""
    leaders.state(laptop)
    laptop.tap("流动摊贩", "主干道")
    laptop.page.answer("blocks", ["fire_lane"])
    laptop.key(Qt.Key.Key_F9)
    laptop.settle(lambda: laptop.screens.window.shown_key == "shift" and panel(laptop).isVisible())
    return laptop


def panel(laptop: Laptop) -> DeedPanel:
    view = laptop.screens.window.page("shift")
    assert isinstance(view, ShiftView)
    return view.details.panel


def lower(laptop: Laptop, tier: str, reason: str = "已当场清开") -> None:
    panel(laptop).wanted.emit(Panel.OVERRIDE)
    choose(laptop, tier)
    panel(laptop).written.emit(reason)
    laptop.rest()


def choose(laptop: Laptop, tier: str) -> None:
    chip = next(one for one in panel(laptop).findChildren(Chip) if one.text().endswith(tier) and one.isVisible())
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)


def change(laptop: Laptop) -> KeyButton:
    return next(one for one in panel(laptop).findChildren(KeyButton) if one.text() == "确认改判" and one.isVisible())


def finding(laptop: Laptop) -> FindingDetails:
    found = laptop.store.reads.finding(laptop.rows()[0].id)
    assert isinstance(found, FindingDetails)
    return found


def test_lowering_below_safety_waits_for_the_code_and_names_who_approved(shift: Laptop) -> None:
    lower(shift, "管理")
    assert leaders.names(panel(shift)) == ["周正"]
    assert not change(shift).isEnabled()

    leaders.give(shift, panel(shift))
    assert "周正 410105-0001 已批准" in shift.words()
    QTest.mouseClick(change(shift), Qt.MouseButton.LeftButton)
    shift.settle(lambda: finding(shift).row.tier is Tier.MANAGEMENT)
    shift.rest()

    override = finding(shift).override
    assert override is not None
    assert (override.approved_by, override.reason) == (leaders.ZHOU, "已当场清开")
    told = shift.words()
    assert "410105-0317 改判为管理：已当场清开\n周正 410105-0001 已批准" in told
    assert "（周正 410105-0001 已批准）" in told  # the history


def test_another_tier_takes_the_word_away(shift: Laptop) -> None:
    lower(shift, "管理")
    leaders.give(shift, panel(shift))
    assert change(shift).isEnabled()
    choose(shift, "服务")
    assert not change(shift).isEnabled()
    assert leaders.names(panel(shift)) == ["周正"]


def test_the_same_tier_needs_a_reason_and_no_leader(shift: Laptop) -> None:
    lower(shift, "执法")
    assert leaders.row(panel(shift)) is None
    assert change(shift).isEnabled()


def test_a_code_without_a_reason_is_not_checked(shift: Laptop) -> None:
    lower(shift, "管理", reason="")
    leaders.give(shift, panel(shift))
    assert "依据留存" in shift.words() or "理由" in shift.words()
    assert not change(shift).isEnabled()
    assert leaders.names(panel(shift)) == ["周正"]


def test_wrong_codes_count_together_on_all_pages(shift: Laptop) -> None:
    lower(shift, "管理")
    for _ in range(5):
        leaders.give(shift, panel(shift), "00000000")
    assert "秒" in shift.words()
    assert shift.screens.leaders.state.wait_s > 0
    shift.screens.window.show_page("record")
    shift.tap("流动摊贩", "主干道")
    shift.page.answer("blocks", ["fire_lane"])
    shift.page.view.decision.override.decided.emit("service", "移开")
    shift.page.unfold(True)
    shift.rest()
    assert "请等待" in shift.words()


def test_a_leader_who_is_not_known_any_more_is_named_by_the_number(shift: Laptop) -> None:
    lower(shift, "管理")
    leaders.give(shift, panel(shift))
    QTest.mouseClick(change(shift), Qt.MouseButton.LeftButton)
    shift.settle(lambda: finding(shift).row.tier is Tier.MANAGEMENT)
    leaders.forget(shift)
    assert "已当场清开\n410105-0001 已批准" in shift.words()
