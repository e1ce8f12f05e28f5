"""Clocks as an officer sees them: in the bar, over the page when a reminder is over, after a restart, on the tasks page."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector_app.domain.finding import Category, Draft
from inspector_app.domain.ids import iso
from inspector_app.domain.place import Place
from inspector_app.domain.task import TaskState
from inspector_app.services import findings
from inspector_app.services.changes import Changes
from inspector_app.ui.clock_words import left
from inspector_app.ui.record.state import Verdict
from inspector_app.ui.tasks_page.clock_list import ClockRow
from inspector_app.ui.widgets.call import Call
from inspector_app.ui.widgets.pill import Pill
from tests.qt.laptop import Laptop
from tests.qt.screens import button, texts

CAR: dict[str, Any] = {
    "vehicle": "motor",
    "road_class": "secondary",
    "driver": "absent",
    "plate": "豫A12345",
    "blocks": [],
}


def a_car(laptop: Laptop, name: str = "f1", **facts: Any) -> None:
    """A car without its driver, found at this moment and saved."""
    place = Place(address="经三路 12 号")
    draft = Draft(name, Category.PARKING, iso(laptop.clock.now()), "0701", CAR | facts, place)
    policy = laptop.screens.rulebook.policy
    assert policy is not None
    laptop.background.do(findings.record, draft, policy=policy, clock=laptop.clock)
    laptop.rest()


def later(laptop: Laptop, **by: float) -> None:
    laptop.clock.forward(**by)
    laptop.screens.clocks.look()
    laptop.rest()


def pill(laptop: Laptop) -> str:
    shown = [one.accessibleName() for one in laptop.screens.window.findChildren(Pill) if one.isVisible()]
    return next((text for text in shown if "经三路" in text), "")


def calls(laptop: Laptop) -> list[Call]:
    return [call for call in laptop.screens.window.findChildren(Call) if call.isVisible()]


def test_the_reminder_counts_down_in_the_bar(laptop: Laptop) -> None:
    a_car(laptop)
    assert pill(laptop) == "提醒 10:00 · 豫A12345 · 经三路 12 号"
    later(laptop, minutes=2, seconds=18)
    assert pill(laptop) == "提醒 7:42 · 豫A12345 · 经三路 12 号"
    assert calls(laptop) == []


def test_a_night_with_the_lid_closed_is_counted_too(laptop: Laptop) -> None:
    a_car(laptop)
    later(laptop, hours=9)
    assert pill(laptop) == "提醒 已到时 · 豫A12345 · 经三路 12 号"


def test_when_the_ten_minutes_are_over_one_tap_begins_the_next_step(laptop: Laptop) -> None:
    a_car(laptop)
    later(laptop, minutes=10)
    (call,) = calls(laptop)
    assert call.sentence == "提醒时间已到：豫A12345 · 经三路 12 号"
    button(call, "再次查看").click()
    laptop.rest()
    draft = laptop.page.state.draft
    assert {name: draft.facts[name] for name in CAR} == CAR
    assert (draft.facts["reminder_min"], draft.facts["observed_at"]) == (10, "2026-11-22T09:24")
    assert (draft.category, draft.place.address, draft.photos, draft.note) == (Category.PARKING, "经三路 12 号", (), "")
    verdict = laptop.page.state.verdict
    assert isinstance(verdict, Verdict)
    assert verdict.primary == "PM_TICKET_HANDOVER"
    assert calls(laptop) == []
    laptop.page.saver.save(go_on=True)
    laptop.rest()
    (row,) = laptop.store.reads.tasks()
    assert (row.task.id, row.state, row.outcome) == (draft.task, TaskState.ANSWERED, "unsolved")
    assert pill(laptop) == "移交 24 小时 00 分 · 豫A12345 · 经三路 12 号"


def test_a_call_goes_when_the_visit_was_answered_elsewhere(laptop: Laptop) -> None:
    a_car(laptop)
    later(laptop, minutes=10)
    laptop.background.do(findings.withdraw, "f1", reason="录错了", clock=laptop.clock)
    laptop.rest()
    assert (calls(laptop), pill(laptop)) == ([], "")


def test_a_call_that_was_put_off_does_not_come_back_every_second(laptop: Laptop) -> None:
    a_car(laptop)
    later(laptop, minutes=10)
    button(calls(laptop)[0], "").click()
    laptop.rest()
    later(laptop, seconds=1)
    assert calls(laptop) == []
    assert pill(laptop)


def test_the_clock_goes_on_after_a_restart(a_laptop: Callable[..., Laptop]) -> None:
    first = a_laptop().with_shift()
    first.begin()
    first.settle()
    a_car(first)
    first.end()
    again = a_laptop(clock=first.clock)
    again.clock.forward(minutes=4)
    again.begin()
    again.settle()
    assert pill(again) == "提醒 6:00 · 豫A12345 · 经三路 12 号"
    later(again, minutes=6)
    assert len(calls(again)) == 1


def test_a_hand_over_warns_over_the_page_at_twelve_and_at_twenty_hours(laptop: Laptop) -> None:
    a_car(laptop, reminder_min=10)
    assert "移交须在" not in texts(laptop.screens.window)
    later(laptop, hours=12)
    assert "移交须在 11-23 09:14 前完成：豫A12345 · 经三路 12 号" in texts(laptop.screens.window)
    button(laptop.screens.window, "").click()
    later(laptop, hours=7, minutes=59)
    assert "移交须在" not in texts(laptop.screens.window)
    later(laptop, minutes=1)
    assert "移交须在 09:14 前完成：豫A12345 · 经三路 12 号" in texts(laptop.screens.window)
    later(laptop, hours=4)
    assert "移交时限已过：豫A12345 · 经三路 12 号" in texts(laptop.screens.window)


def test_the_tasks_page_lists_what_runs_and_leads_to_it(laptop: Laptop) -> None:
    a_car(laptop)
    a_car(laptop, "f2", reminder_min=10)
    laptop.screens.window.show_page("tasks")
    laptop.rest()
    rows = [row for row in laptop.screens.window.findChildren(ClockRow) if row.isVisible()]
    assert [row.accessibleName() for row in rows] == [
        "提醒 10:00 · 豫A12345 · 经三路 12 号",
        "移交 24 小时 00 分 · 豫A12345 · 经三路 12 号",
    ]
    rows[0].click()
    laptop.rest()
    assert "复查 · 结果待定，再次查看" in texts(laptop.screens.window)
    rows[1].click()
    laptop.rest()
    assert laptop.screens.window.shown_key == "shift"
    page = laptop.screens.window.page("shift")
    assert page is not None
    assert "豫A12345" in texts(page)


def test_a_tap_on_the_clock_shows_all_of_them(laptop: Laptop) -> None:
    a_car(laptop)
    (shown,) = (one for one in laptop.screens.window.findChildren(Pill) if "经三路" in one.accessibleName())
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton)
    assert laptop.screens.window.shown_key == "tasks"


def test_another_language_keeps_the_clock_in_the_bar(laptop: Laptop) -> None:
    a_car(laptop)
    laptop.screens.appearance.speak("en")
    laptop.rest()
    assert pill(laptop) == "Reminder 10:00 · 豫A12345 · 经三路 12 号"


def test_nothing_is_touched_while_nothing_runs(laptop: Laptop) -> None:
    looks: list[object] = []
    laptop.screens.clocks.changed.connect(lambda: looks.append(None))
    laptop.feed.publish(Changes(sync=True))
    later(laptop, hours=1)
    assert looks == []


def test_what_is_left_is_said_as_people_say_it(laptop: Laptop) -> None:
    a_car(laptop, reminder_min=10)
    (clock,) = laptop.screens.clocks.running
    now = clock.begun
    assert left(clock, now) == "24 小时 00 分"
    far = replace(clock, until=now.replace(day=25))
    assert left(far, now) == "3 天 0 小时"
