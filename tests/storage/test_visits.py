"""Visits that follow by themselves, on a real database: planned once, there after a restart, ended by an answer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain import clocks
from inspector_app.domain.clocks import ClockKind, ClockState, RunningClock
from inspector_app.domain.events import FindingWithdrawn, MeasureTaken, TaskAnswered, VisitPlanned
from inspector_app.domain.finding import Category, Draft
from inspector_app.domain.ids import iso
from inspector_app.domain.measure import Measure
from inspector_app.domain.place import Place, PlaceSource
from inspector_app.domain.task import Outcome, TaskKind, TaskState
from inspector_app.services import findings, measures, tasks, visits
from inspector_app.services.changes import Changes
from inspector_app.services.deciding import Policy
from inspector_app.services.ports import TaskRow
from inspector_app.storage import journal, tables
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.protocol.receipts import Receipt, Statement
from tests import policies
from tests.calendars import calendar, local, local_text
from tests.storage.builders import LI, WANG, a_shift, laptop, record, tables_of

POLICY = Policy(policies.shipped(), policies.catalogue(), calendar())
CAR: dict[str, Any] = {"vehicle": "motor", "road_class": "secondary", "driver": "absent", "plate": "豫A12345"}


class StandingClock:
    """Friday 09:00 in Zhengzhou, until it is moved on."""

    def __init__(self) -> None:
        self.moment = local("2026-11-20 09:00").astimezone(UTC)

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with laptop(folder) as opened:
        record(opened, a_shift(second=WANG))
        yield opened


def save(store: Store, clock: StandingClock, name: str = "f1", **changed: Any) -> Changes:
    """A car without its driver, or what `changed` makes of it."""
    said: dict[str, Any] = {
        "id": name, "category": Category.PARKING, "facts": CAR, "observed_at": iso(clock.moment),
        "place": Place(PlaceSource.PIN, 347_466_000, 1_136_254_000, address="经三路", pin_reason="elsewhere"),
    }  # fmt: skip
    draft = Draft(**said | changed)
    with store.unit_of_work() as uow:
        return findings.record(uow, draft, policy=POLICY, clock=clock)


def take(store: Store, clock: StandingClock, *taken: MeasureTaken) -> Changes:
    with store.unit_of_work() as uow:
        for one in taken:
            uow.record(one, officer=LI.number, at=clock.now())
        return visits.after_measures(uow, taken, policy=POLICY, officer=LI.number, at=clock.now())


def planned(store: Store) -> list[TaskRow]:
    return [row for row in store.reads.tasks() if row.task.why]


def due(row: TaskRow) -> str:
    return local_text(datetime.fromisoformat(row.task.due))


def running(store: Store, clock: StandingClock) -> list[RunningClock]:
    return list(clocks.running(store.reads.timed(""), POLICY.pack.remedies, POLICY.calendar, clock.moment))


def a_receipt_comes(store: Store) -> None:
    """The centre has every line."""
    last = store.read(journal.head)
    said = Statement(
        centre="c", device=store.device, epoch=last.epoch, through_seq=last.seq, digest=last.digest, findings=0, photos=0,
        missing_count=0, missing=(), quarantined=(), server_time="", key_id="",
    )  # fmt: skip
    LaptopSyncStore(store).keep_receipt(Receipt("{}", ""), said, agrees=True)


def test_a_car_without_its_driver_owes_a_visit_in_ten_minutes(store: Store, clock: StandingClock) -> None:
    changes = save(store, clock)
    (row,) = planned(store)
    assert (row.task.kind, row.task.about, row.task.why, row.state) == (
        TaskKind.REINSPECT,
        "f1",
        "provisional",
        TaskState.OPEN,
    )
    assert (row.task.address, row.task.lat_e7, due(row)) == ("经三路", 347_466_000, "2026-11-20 09:10")
    assert changes.tasks == {row.task.id}


def test_minutes_that_passed_before_the_finding_count(store: Store, clock: StandingClock) -> None:
    save(store, clock, facts=CAR | {"reminder_min": 4})
    assert due(planned(store)[0]) == "2026-11-20 09:06"


def test_the_ten_minutes_begin_when_the_reminder_was_given_and_not_when_the_form_was_saved(
    store: Store, clock: StandingClock
) -> None:
    until = iso(clock.moment + timedelta(minutes=10))
    clock.moment += timedelta(minutes=5)
    save(store, clock, measures=(Measure("m1", "oral_reminder", until=until),))
    assert due(planned(store)[0]) == "2026-11-20 09:10"


def test_clocks_say_who_and_where(store: Store, clock: StandingClock) -> None:
    save(store, clock)
    save(store, clock, "f2", facts=CAR | {"reminder_min": 10}, place=Place())
    assert {one.place for one in running(store, clock)} == {"豫A12345 · 经三路", "豫A12345"}


def test_any_other_provisional_result_is_looked_at_on_the_next_working_day(store: Store, clock: StandingClock) -> None:
    save(store, clock, category=Category.HOARDING, facts={"permit": "unknown"})
    assert due(planned(store)[0]) == "2026-11-23 17:30"


def test_a_result_that_is_certain_owes_no_visit(store: Store, clock: StandingClock) -> None:
    save(store, clock, facts=CAR | {"reminder_min": 10})
    assert planned(store) == []


def test_every_order_owes_a_visit_at_its_end(store: Store, clock: StandingClock) -> None:
    save(store, clock, facts=CAR | {"reminder_min": 10})
    until = iso(local("2026-11-20 23:59").astimezone(UTC))
    orders = [MeasureTaken("f1", "m1", "written_order", until=until), MeasureTaken("f1", "m2", "operator_order")]
    take(store, clock, *orders, MeasureTaken("f1", "m3", "notify_operator"))
    assert [(row.task.why, due(row)) for row in planned(store)] == [
        ("order", "2026-11-20 23:59"),
        ("order", "2026-11-23 17:30"),
    ]


def test_what_is_ordered_at_once_is_looked_at_a_little_later(store: Store, clock: StandingClock) -> None:
    save(store, clock, facts=CAR | {"reminder_min": 10})
    take(store, clock, MeasureTaken("f1", "m1", "written_order", until=iso(clock.moment)))
    assert due(planned(store)[0]) == "2026-11-20 09:30"


def test_a_follow_up_that_an_officer_wants_is_planned_for_the_next_working_day(
    store: Store, clock: StandingClock
) -> None:
    save(store, clock, facts=CAR | {"reminder_min": 10})
    changes = take(store, clock, MeasureTaken("f1", "m1", "follow_up"))
    (row,) = planned(store)
    assert (row.task.why, due(row)) == ("follow_up", "2026-11-23 17:30")
    assert changes.tasks == {row.task.id}


@pytest.mark.parametrize("facts", [CAR, CAR | {"reminder_min": 10}])
def test_a_follow_up_adds_nothing_where_the_finding_is_looked_at_again_anyway(
    store: Store, clock: StandingClock, facts: dict[str, Any]
) -> None:
    save(store, clock, facts=facts)
    order = MeasureTaken("f1", "m1", "written_order", until=iso(clock.moment + timedelta(hours=2)))
    wanted = MeasureTaken("f1", "m2", "follow_up")
    take(store, clock, order)
    take(store, clock, wanted)
    assert "follow_up" not in [row.task.why for row in planned(store)]
    assert planned(store)


def test_no_reason_plans_twice(store: Store, clock: StandingClock) -> None:
    save(store, clock)
    save(store, clock)
    order = MeasureTaken("f1", "m1", "written_order", until=iso(clock.moment + timedelta(hours=2)))
    for _ in range(2):
        take(store, clock, order)
    kinds = store.read(lambda c: [line.kind for line in journal.every(c)])
    assert kinds.count(VisitPlanned.KIND) == len(planned(store)) == 2


def test_an_answer_ends_a_visit(store: Store, clock: StandingClock) -> None:
    save(store, clock)
    with store.unit_of_work() as uow:
        tasks.answer(uow, planned(store)[0].task.id, Outcome.SOLVED, note="已驶离", clock=clock)
    (row,) = planned(store)
    assert (row.state, row.outcome, row.note) == (TaskState.ANSWERED, "solved", "已驶离")
    assert running(store, clock) == []


def test_a_finding_from_a_visit_answers_it_and_hands_over(store: Store, clock: StandingClock) -> None:
    save(store, clock)
    visit = planned(store)[0].task.id
    clock.moment += timedelta(minutes=10)
    save(store, clock, "f2", facts=CAR | {"reminder_min": 10}, task=visit)
    (row,) = planned(store)
    assert (row.state, row.outcome) == (TaskState.ANSWERED, "unsolved")
    assert [(clock.kind, clock.about) for clock in running(store, clock)] == [(ClockKind.HANDOVER, "f2")]


def test_a_withdrawn_finding_takes_its_visit_and_its_clocks_with_it(store: Store, clock: StandingClock) -> None:
    save(store, clock)
    save(store, clock, "f2", facts=CAR | {"reminder_min": 10})
    record(store, FindingWithdrawn("f1", "录错了"), FindingWithdrawn("f2", "录错了"))
    assert [row.state for row in planned(store)] == [TaskState.WITHDRAWN]
    assert running(store, clock) == []


def test_a_year_of_answered_visits_is_not_listed_for_ever(store: Store) -> None:
    plans = [VisitPlanned("f", f"v{n:04}", "2026-11-23T09:30:00.000Z", "order", f"m{n}") for n in range(300)]
    answers = [TaskAnswered(plan.id, Outcome.SOLVED, "") for plan in plans if plan.id != "v0007"]
    record(store, *plans, *answers)
    listed = [row.task.id for row in planned(store)]
    assert len(listed) == 201
    assert {"v0007", "v0100", "v0299"} <= set(listed)
    assert "v0099" not in listed


def test_the_clocks_go_on_after_a_restart_as_if_nothing_had_happened(folder: Path, clock: StandingClock) -> None:
    with laptop(folder) as store:
        record(store, a_shift(second=WANG))
        save(store, clock)
        before = running(store, clock)
    clock.moment += timedelta(minutes=7)
    with laptop(folder) as store:
        (reminder,) = running(store, clock)
        assert replace(reminder, state=before[0].state) == before[0]
        assert reminder.until - clock.moment == timedelta(minutes=3)
        rows = tables_of(store, "visits", "handover_duties", "handovers_given")
        store.rebuild()
        assert tables_of(store, *rows) == rows
    assert set(rows) <= set(tables.PROJECTIONS)


def test_the_hand_over_clock_stops_when_the_centre_has_the_measure(store: Store, clock: StandingClock) -> None:
    save(store, clock, facts=CAR | {"reminder_min": 10})
    take(store, clock, MeasureTaken("f1", "m1", "handover", "traffic_police"))
    clock.moment += timedelta(hours=21)
    (waits,) = running(store, clock)
    assert (waits.state, waits.warnings, waits.waiting) == (ClockState.WARNED, 2, True)
    a_receipt_comes(store)
    (done,) = running(store, clock)
    assert (done.state, done.waiting) == (ClockState.DONE, False)


def an_order(name: str = "m1") -> Measure:
    return Measure(name, "written_order", until=iso(local("2026-11-20 23:59").astimezone(UTC)))


def test_an_order_that_is_taken_with_the_finding_owes_its_visit(store: Store, clock: StandingClock) -> None:
    changes = save(
        store, clock, facts=CAR | {"reminder_min": 10}, measures=(an_order(), Measure("m2", "notify_operator"))
    )
    (row,) = planned(store)
    assert (row.task.why, due(row)) == ("order", "2026-11-20 23:59")
    assert changes.tasks == {row.task.id}


def test_an_order_that_is_taken_later_owes_one_too_and_a_double_click_no_other(
    store: Store, clock: StandingClock
) -> None:
    save(store, clock, facts=CAR | {"reminder_min": 10})
    for _ in range(2):
        with store.unit_of_work() as uow:
            measures.take(uow, "f1", an_order(), policy=POLICY, clock=clock)
    assert [(row.task.about, due(row)) for row in planned(store)] == [("f1", "2026-11-20 23:59")]
