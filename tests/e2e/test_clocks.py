"""A car, its reminder and its hand-over, between a real laptop and a real centre."""

import os
from pathlib import Path
from typing import Any

from inspector_app.demo.centre import Centre
from inspector_app.domain import clocks
from inspector_app.domain.clocks import ClockKind, ClockState, RunningClock
from inspector_app.domain.events import MeasureTaken
from inspector_app.services import visits
from inspector_app.storage.store import Store
from sync.client.status import Outcome
from tests.e2e.test_offline_shift import CLOCK, DAY, POLICY, Laptop, centre, open_shift, record

__all__ = ["centre"]  # the fixture

CAR: dict[str, Any] = {
    "category": "parking", "facts": {"vehicle": "motor", "road_class": "secondary", "driver": "absent", "plate": "豫A12345"},
    "lat": 347_466_000, "lon": 1_136_254_000, "address": "经三路", "party": "", "note": "", "photos": 0,
}  # fmt: skip


def running(store: Store) -> list[RunningClock]:
    found = clocks.running(store.reads.timed(""), POLICY.pack.remedies, POLICY.calendar, CLOCK.now())
    return [clock for clock in found if clock.state is not ClockState.DONE]


def hand_over(store: Store, finding: str) -> None:
    taken = MeasureTaken(finding, "m-1", "handover", "traffic_police")
    with store.unit_of_work() as uow:
        uow.record(taken, officer=DAY["officer"]["number"], at=CLOCK.now())
        visits.after_measures(uow, [taken], policy=POLICY, officer=DAY["officer"]["number"], at=CLOCK.now())


def test_a_car_is_looked_at_again_and_its_hand_over_stops_the_clock(centre: Centre, tmp_path: Path) -> None:
    laptop = Laptop(tmp_path / "laptop", os.urandom(32), centre.url)
    with laptop.opened() as store:
        laptop.join(store, centre.enrol_code())
        open_shift(store)
        first = record(store, CAR)
        (visit,) = [row.task for row in store.reads.tasks()]
        assert laptop.sync(store).outcome is Outcome.COMPLETE
        (shown,) = centre.findings()
        assert [(one["visit"], one["due"], one["state"]) for one in shown["visits"]] == [(visit.id, visit.due, "open")]

    with laptop.opened() as store:
        assert [(clock.kind, clock.about) for clock in running(store)] == [(ClockKind.REMINDER, first.id)]
        second = record(store, CAR | {"facts": CAR["facts"] | {"reminder_min": 10}}, task=visit.id)
        hand_over(store, second.id)
        (clock,) = running(store)
        assert (clock.kind, clock.about, clock.waiting) == (ClockKind.HANDOVER, second.id, True)
        assert laptop.sync(store).outcome is Outcome.COMPLETE
        assert running(store) == []

    shown = {one["finding"]: one for one in centre.findings()}
    assert [(one["state"], one["outcome"]) for one in shown[first.id]["visits"]] == [("answered", "unsolved")]
    assert [line["set_aside"] for one in shown.values() for line in one["history"]] == [""] * 6
