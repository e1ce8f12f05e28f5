"""The record page knows the relief points: it offers the nearest, answers the fact that nobody answered, and tells refusals."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from inspector_app.domain.finding import Tier
from inspector_app.domain.place import Place, PlaceSource
from inspector_app.ui.shift.state import Panel
from inspector_app.ui.shift.view import ShiftView
from inspector_app.ui.widgets.chips import Chip
from inspector_app.ui.widgets.notice import Notice
from tests.qt import relief
from tests.qt.laptop import Laptop
from tests.qt.test_measures_taken import offered, saved, tap
from tests.unit.reference.points import LAT, LON

FACT = "nearest_relief"


def place(laptop: Laptop, steps: int = 0) -> None:
    """The finding is `steps` thousandths of a degree north of the point."""
    at = Place(PlaceSource.PIN, LAT + steps * 10_000, LON, address="纬四路与经三路口", pin_reason="elsewhere")
    laptop.page.change(replace(laptop.page.state.draft, place=at))


def a_vendor(laptop: Laptop) -> None:
    laptop.tap("流动摊贩", "次干道", "配合")
    laptop.page.answer("goods", "food")


def primary(laptop: Laptop) -> str:
    verdict = laptop.page.state.verdict
    assert verdict is not None
    return getattr(verdict, "primary", "")


def test_the_nearest_point_answers_the_fact_and_the_policy_guides_there(laptop: Laptop) -> None:
    relief.state(laptop)
    a_vendor(laptop)
    assert FACT not in laptop.page.state.draft.facts
    assert primary(laptop) == "ST_GUIDE_ALT"

    place(laptop, 1)

    assert laptop.page.state.draft.facts[FACT] == {"distance_m": 144, "free_slots": 4, "open_now": True}
    assert primary(laptop) == "ST_GUIDE_RP"
    finding = saved(laptop)
    assert finding.facts[FACT] == {"distance_mm": 144_000, "free_slots": 4, "open_now": True}
    assert (finding.row.tier, finding.row.primary) == (Tier.SERVICE, "ST_GUIDE_RP")


def test_what_the_officer_says_of_it_stays(laptop: Laptop) -> None:
    relief.state(laptop)
    a_vendor(laptop)
    place(laptop, 1)

    laptop.page.answer(f"{FACT}.free_slots", 0)
    place(laptop, 2)

    assert laptop.page.state.draft.facts[FACT] == {"distance_m": 144, "free_slots": 0, "open_now": True}
    assert primary(laptop) == "ST_GUIDE_ALT"


def test_the_fact_follows_place_goods_and_what_the_centre_states(laptop: Laptop) -> None:
    relief.state(laptop)
    a_vendor(laptop)
    place(laptop, 1)
    place(laptop, 2)
    assert laptop.page.state.draft.facts[FACT]["distance_m"] == 288

    relief.state(laptop, free_slots=3)
    assert laptop.page.state.draft.facts[FACT]["free_slots"] == 3
    laptop.page.answer("goods", "open_bbq")
    assert FACT not in laptop.page.state.draft.facts


def test_another_category_and_back_makes_no_answer_of_what_was_looked_up(laptop: Laptop) -> None:
    relief.state(laptop)
    a_vendor(laptop)
    place(laptop, 1)

    laptop.key(Qt.Key.Key_3)
    assert FACT not in laptop.page.state.draft.facts
    laptop.key(Qt.Key.Key_1)
    place(laptop, 2)

    assert laptop.page.state.draft.facts[FACT]["distance_m"] == 288


def test_a_draft_that_is_found_again_is_looked_up_again(a_laptop: Callable[..., Laptop], laptop: Laptop) -> None:
    relief.state(laptop)
    a_vendor(laptop)
    place(laptop, 1)
    laptop.page.keeper.keep()
    laptop.rest()
    relief.state(laptop, free_slots=1)
    laptop.end()

    again = a_laptop()
    again.begin()
    again.settle(lambda: again.page.state.draft.place.lat_e7 is not None)
    again.rest()

    assert again.page.state.draft.facts[FACT] == {"distance_m": 144, "free_slots": 1, "open_now": True}


def test_a_point_that_is_only_known_begins_no_draft(laptop: Laptop) -> None:
    relief.state(laptop)

    assert FACT not in laptop.page.state.draft.facts
    assert laptop.page.state.kept_s is None


def test_the_three_nearest_points_are_offered_with_what_helps_to_choose(laptop: Laptop) -> None:
    for n in (3, 1, 0, 2):
        relief.state(laptop, f"rp-{n}", name=f"疏导点{n}", lat_e7=LAT + n * 10_000, hours=[["06:00", "22:00"]])
    a_vendor(laptop)
    place(laptop)

    told = [name for name in offered(laptop) if name.startswith("引导至疏导点")]

    assert told == [
        "引导至疏导点：疏导点0 步行约 0 m · 剩余 4/20 · 营业至 22:00 · 日用百货、餐饮食品",
        "引导至疏导点：疏导点1 步行约 144 m · 剩余 4/20 · 营业至 22:00 · 日用百货、餐饮食品",
        "引导至疏导点：疏导点2 步行约 288 m · 剩余 4/20 · 营业至 22:00 · 日用百货、餐饮食品",
    ]


def test_without_a_position_the_distance_is_unknown(laptop: Laptop) -> None:
    relief.state(laptop)
    laptop.tap("流动摊贩", "主干道", "配合")
    laptop.page.answer(FACT, {"distance_m": 200, "free_slots": 4, "open_now": True})

    told = [name for name in offered(laptop) if name.startswith("引导至疏导点")]

    assert told == ["引导至疏导点：纬四路疏导点 距离未知 · 剩余 4/20 · 日用百货、餐饮食品"]


def test_a_slot_that_was_taken_counts_at_the_next_finding(laptop: Laptop) -> None:
    relief.state(laptop)
    a_vendor(laptop)
    place(laptop)
    tap(laptop, "引导至疏导点：纬四路疏导点")
    saved(laptop)

    a_vendor(laptop)
    place(laptop)

    assert laptop.page.state.draft.facts[FACT]["free_slots"] == 3
    assert any("剩余 3/20" in name for name in offered(laptop))
    assert [(hold.point, hold.state.value) for hold in laptop.store.reads.holds()] == [("rp-1", "waiting")]


def guided(laptop: Laptop) -> str:
    """A finding whose stall was guided to the point; the id of its measure."""
    relief.state(laptop)
    a_vendor(laptop)
    place(laptop)
    tap(laptop, "引导至疏导点：纬四路疏导点")
    (taken,) = saved(laptop).measures
    return taken.measure.id


def notices(laptop: Laptop) -> list[Notice]:
    return [notice for notice in laptop.screens.window.findChildren(Notice) if notice.isVisible()]


def test_a_refused_slot_is_told_until_somebody_has_read_it(a_laptop: Callable[..., Laptop], laptop: Laptop) -> None:
    relief.all_told(laptop)
    measure = guided(laptop)
    relief.answer(laptop, "another", confirmed=False, reason="full")
    assert notices(laptop) == []

    relief.answer(laptop, measure, confirmed=False, reason="full")

    (notice,) = notices(laptop)
    assert "纬四路疏导点没有留到位" in laptop.words()
    assert "中心未能为“纬四路与经三路口”留位：摊位已满。" in laptop.words()
    assert laptop.store.reads.tasks() == []
    laptop.end()
    again = a_laptop()
    again.begin()
    again.settle()
    again.rest()
    (notice,) = notices(again)
    QTest.mouseClick(notice.findChildren(QAbstractButton)[0], Qt.MouseButton.LeftButton)
    again.rest()
    assert notices(again) == []
    assert again.preferences.choices.seen_refusal == measure


def test_refusals_are_told_one_after_the_other(laptop: Laptop) -> None:
    measures = [guided(laptop), guided(laptop)]
    for measure, reason in zip(measures, ("full", "closed"), strict=True):
        relief.answer(laptop, measure, confirmed=False, reason=reason)

    for words in ("摊位已满", "当时未营业"):
        (notice,) = notices(laptop)
        assert words in laptop.words()
        QTest.mouseClick(notice.findChildren(QAbstractButton)[0], Qt.MouseButton.LeftButton)
        laptop.rest()
    assert notices(laptop) == []


def test_guiding_from_the_details_asks_for_a_slot_of_the_point(laptop: Laptop) -> None:
    relief.state(laptop)
    a_vendor(laptop)
    place(laptop)
    saved(laptop)
    laptop.screens.window.show_page("shift")
    view = laptop.screens.window.page("shift")
    assert isinstance(view, ShiftView)
    laptop.settle(lambda: bool(view.details.panel.isVisible()))
    view.details.panel.wanted.emit(Panel.MEASURE)
    chips = {chip.text(): chip for chip in view.details.panel.findChildren(Chip) if chip.isVisible()}
    (name,) = [name for name in chips if name.startswith("引导至疏导点：纬四路疏导点")]
    assert "剩余 4/20" in name

    QTest.mouseClick(chips[name], Qt.MouseButton.LeftButton)
    view.details.panel.confirmed.emit()
    laptop.settle(lambda: bool(laptop.store.reads.holds()))

    assert [(hold.point, hold.state.value) for hold in laptop.store.reads.holds()] == [("rp-1", "waiting")]
    laptop.settle(lambda: "引导至疏导点：纬四路疏导点 · 已申请留位，中心尚未答复" in laptop.words())


def test_the_details_say_how_the_slot_stands(laptop: Laptop) -> None:
    measure = guided(laptop)
    laptop.screens.window.show_page("shift")
    laptop.settle(lambda: "采取措施" in laptop.words())
    assert "引导至疏导点：纬四路疏导点 · 已申请留位，中心尚未答复" in laptop.words()

    relief.answer(laptop, measure, confirmed=True)

    laptop.settle(lambda: "引导至疏导点：纬四路疏导点 · 中心已留位" in laptop.words())


def test_a_point_beyond_the_near_ones_is_called_farther_and_the_note_says_how_near_is_meant(laptop: Laptop) -> None:
    relief.state(laptop)
    laptop.tap("流动摊贩", "主干道", "拒不改正")
    laptop.page.answer("goods", "food")
    place(laptop, 5)
    assert not [name for name in offered(laptop) if "较远" in name]
    assert "附近无可用疏导点" not in laptop.words()

    place(laptop, 20)

    told = [name for name in offered(laptop) if name.startswith("引导至疏导点")]
    assert told == ["引导至疏导点：纬四路疏导点 较远 · 步行约 2884 m · 剩余 4/20 · 日用百货、餐饮食品"]
    assert "附近无可用疏导点，登记设点需求（附近指步行 1000 m 以内）" in laptop.words()


def test_where_nobody_could_look_the_note_says_that_nothing_was_checked(laptop: Laptop) -> None:
    relief.state(laptop)
    laptop.tap("流动摊贩", "主干道", "拒不改正")

    assert "附近无可用疏导点，登记设点需求（无坐标或无疏导点资料，未核对）" in laptop.words()


def test_the_details_of_a_finding_call_the_same_points_farther(laptop: Laptop) -> None:
    relief.state(laptop)
    laptop.tap("流动摊贩", "主干道", "拒不改正")
    laptop.page.answer("goods", "food")
    place(laptop, 20)
    saved(laptop)
    laptop.screens.window.show_page("shift")
    view = laptop.screens.window.page("shift")
    assert isinstance(view, ShiftView)
    laptop.settle(lambda: "附近无可用疏导点，登记设点需求（附近指步行 1000 m 以内）" in laptop.words())

    view.details.panel.wanted.emit(Panel.MEASURE)

    chips = [chip.text() for chip in view.details.panel.findChildren(Chip) if chip.isVisible()]
    assert "引导至疏导点：纬四路疏导点 · 较远 · 步行约 2884 m · 剩余 4/20" in chips
