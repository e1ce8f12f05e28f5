"""One tap takes a measure, another takes it back; what was taken goes with the finding into the journal."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector_app.domain.finding import Category
from inspector_app.services.ports import FindingDetails
from inspector_app.ui.record.measures_list import MeasureButton
from inspector_app.ui.shift.state import Panel
from inspector_app.ui.shift.view import ShiftView
from inspector_app.ui.widgets.chips import Chip
from tests.qt import relief
from tests.qt.laptop import Laptop

MakeLaptop = Callable[..., Laptop]


def a_refusal(laptop: Laptop) -> None:
    laptop.tap("流动摊贩", "主干道", "拒不改正")


def button(laptop: Laptop, name: str) -> MeasureButton:
    found = laptop.page.view.decision.measures.findChildren(MeasureButton)
    return next(one for one in found if one.isVisible() and one.accessibleName().startswith(name))


def offered(laptop: Laptop) -> list[str]:
    found = laptop.page.view.decision.measures.findChildren(MeasureButton)
    return [one.accessibleName() for one in found if not one.isHidden()]


def tap(laptop: Laptop, name: str) -> None:
    QTest.mouseClick(button(laptop, name), Qt.MouseButton.LeftButton)


def taken(laptop: Laptop) -> list[tuple[str, str]]:
    return [(one.code, one.target) for one in laptop.page.state.draft.measures]


def saved(laptop: Laptop) -> FindingDetails:
    laptop.page.saver.save(go_on=True)
    laptop.rest()
    finding = laptop.store.reads.finding(laptop.rows()[0].id)
    assert isinstance(finding, FindingDetails)
    return finding


def test_one_tap_takes_a_measure_and_the_next_takes_it_back(laptop: Laptop) -> None:
    a_refusal(laptop)
    tap(laptop, "责令限期改正")
    assert taken(laptop) == [("written_order", "")]
    assert button(laptop, "责令限期改正").isChecked()
    tap(laptop, "责令限期改正")
    assert taken(laptop) == []
    assert not button(laptop, "责令限期改正").isChecked()


def test_the_keyboard_takes_a_measure_too(laptop: Laptop) -> None:
    a_refusal(laptop)
    button(laptop, "立案").setFocus(Qt.FocusReason.TabFocusReason)
    laptop.key(Qt.Key.Key_Space)
    assert taken(laptop) == [("file_case", "")]


def test_a_measure_says_how_long_it_may_take_and_to_whom_it_goes(laptop: Laptop) -> None:
    laptop.key(Qt.Key.Key_3)
    for fact, value in (("vehicle", "motor"), ("road_class", "branch"), ("driver", "absent"), ("reminder_min", 12)):
        laptop.page.answer(fact, value)
    assert "移交：公安交管 24小时内" in offered(laptop)
    tap(laptop, "移交：公安交管")
    (measure,) = laptop.page.state.draft.measures
    assert (measure.target, measure.until) == ("traffic_police", "2026-11-23T01:14:05.000Z")


def test_the_deadline_stands_on_what_was_taken(laptop: Laptop) -> None:
    a_refusal(laptop)
    assert "责令限期改正 当日内" in offered(laptop)
    tap(laptop, "责令限期改正")
    assert "责令限期改正 已采取 · 限 11-22 23:59 前" in offered(laptop)


def test_what_was_taken_is_kept_within_a_second_and_is_there_after_a_crash(
    laptop: Laptop, a_laptop: MakeLaptop
) -> None:
    a_refusal(laptop)
    tap(laptop, "立案")
    laptop.wait(900)
    laptop.rest()
    laptop.store.close()
    again = a_laptop()
    again.begin()
    again.settle()
    assert taken(again) == [("file_case", "")]
    assert button(again, "立案").isChecked()


def test_what_was_taken_goes_into_the_journal_with_the_finding(laptop: Laptop) -> None:
    a_refusal(laptop)
    tap(laptop, "责令限期改正")
    tap(laptop, "立案")
    finding = saved(laptop)
    assert [one.measure.code for one in finding.measures] == ["written_order", "file_case"]
    assert [entry.kind for entry in finding.history] == [
        "finding.recorded",
        "measure.taken",
        "measure.taken",
        "visit.planned",
    ]
    assert taken(laptop) == []


def test_what_was_done_stays_when_another_answer_suggests_something_else(laptop: Laptop) -> None:
    a_refusal(laptop)
    tap(laptop, "立案")
    laptop.tap("当场已改正")
    assert "立案 已采取" in offered(laptop)
    assert [one.measure.code for one in saved(laptop).measures] == ["file_case"]


def test_the_officers_own_tier_offers_what_fits_it(laptop: Laptop) -> None:
    a_refusal(laptop)
    laptop.page.view.decision.override.decided.emit("service", "确有困难")
    assert not [name for name in offered(laptop) if name.startswith(("责令", "立案"))]


def test_the_nearest_points_are_offered_and_only_one_is_taken(laptop: Laptop) -> None:
    relief.state(laptop, "rp-1", name="纬四路便民疏导点")
    relief.state(laptop, "rp-2", name="丰庆路市场")
    laptop.tap("流动摊贩", "主干道", "配合")
    tap(laptop, "引导至疏导点：纬四路便民疏导点")
    tap(laptop, "引导至疏导点：丰庆路市场")
    (measure,) = laptop.page.state.draft.measures
    assert (measure.target, measure.note) == ("rp-2", "丰庆路市场")
    relief.state(laptop, "rp-2", name="丰庆路市场", free_slots=0)
    assert any(name.startswith("引导至疏导点：丰庆路市场 已采取") for name in offered(laptop))


def test_the_shift_list_and_the_details_say_what_was_done(laptop: Laptop) -> None:
    a_refusal(laptop)
    tap(laptop, "责令限期改正")
    laptop.key(Qt.Key.Key_F9)
    laptop.settle(lambda: laptop.screens.window.shown_key == "shift" and "采取措施" in laptop.words())
    assert "责令限期改正 · 限 11-22 23:59 前" in laptop.words()


def test_a_measure_is_added_later_from_the_details(laptop: Laptop) -> None:
    a_refusal(laptop)
    tap(laptop, "责令限期改正")
    laptop.key(Qt.Key.Key_F9)
    laptop.settle(lambda: laptop.screens.window.shown_key == "shift" and "采取措施" in laptop.words())
    view = laptop.screens.window.page("shift")
    assert isinstance(view, ShiftView)
    panel = view.details.panel
    panel.wanted.emit(Panel.MEASURE)
    chips = {chip.text(): chip for chip in panel.findChildren(Chip) if chip.isVisible()}
    assert "责令限期改正" not in chips
    QTest.mouseClick(chips["立案"], Qt.MouseButton.LeftButton)
    panel.written.emit("已报中队")
    panel.confirmed.emit()
    laptop.settle(lambda: "立案（已报中队）" in laptop.words())
    assert laptop.rows()[0].taken == ("written_order", "file_case")
    assert "采取措施：立案（已报中队）" in laptop.words()


def test_a_measure_belongs_to_the_kind_for_which_it_was_tapped(laptop: Laptop) -> None:
    a_refusal(laptop)
    tap(laptop, "责令限期改正")
    laptop.page.view.keys.chosen.emit(Category.HOARDING)
    assert laptop.page.state.draft.measures == ()
    laptop.page.view.keys.chosen.emit(Category.STALL)
    assert len(laptop.page.state.draft.measures) == 1


def test_another_event_offers_no_measures(laptop: Laptop) -> None:
    laptop.key(Qt.Key.Key_4)
    assert laptop.page.state.draft.category is Category.OTHER
    assert offered(laptop) == []
