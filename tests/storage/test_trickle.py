"""What goes while a shift is under way: urgent things at once, the rest every few minutes, photos not over a metered line."""

from datetime import UTC, datetime, timedelta

import pytest

from inspector_app.domain.clocks import ClockKind, ClockState, RunningClock
from inspector_app.domain.finding import Draft
from inspector_app.domain.photo import Origin, Photo
from inspector_app.services import findings, trickle
from inspector_app.services.deciding import Policy
from inspector_app.services.trickle import EVERY_S, Carry, Waiting, due
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from tests import policies
from tests.calendars import calendar
from tests.storage.builders import CLOCK, a_draft, a_shift, record

POLICY = Policy(policies.shipped(), policies.catalogue(), calendar())
FIRE_LANE = {"form": "mobile_vendor", "blocks": ["fire_lane"]}
NOTHING: frozenset[str] = frozenset()


def save(store: Store, name: str, digit: str, **facts: object) -> str:
    """A finding with one photo; the photo's digest."""
    photo = Photo(digit * 64, 1000, "image/jpeg", Origin.CAMERA, 4, 3, file_name="IMG.jpg")
    draft: Draft = a_draft(name, facts=facts or {"form": "mobile_vendor"}, photos=(photo,))
    with store.unit_of_work() as uow:
        findings.record(uow, draft, policy=POLICY, clock=CLOCK)
    return photo.sha256


def test_of_what_waits_the_urgent_findings_photos_are_named(store: Store) -> None:
    record(store, a_shift())
    save(store, "calm", "a")
    urgent = save(store, "fire", "b", **FIRE_LANE)

    seen = trickle.waiting(store.reads, NOTHING)

    assert (seen.urgent, seen.urgent_photos, seen.photos) == (True, frozenset({urgent}), 2)
    assert seen.lines > 4


def test_a_finding_becomes_urgent_when_its_hand_over_presses(store: Store) -> None:
    record(store, a_shift())
    photo = save(store, "calm", "a")

    assert not trickle.waiting(store.reads, NOTHING).urgent
    assert trickle.waiting(store.reads, frozenset({"calm"})).urgent_photos == {photo}


def test_what_has_arrived_is_not_urgent_any_more(store: Store) -> None:
    record(store, a_shift())
    photo = save(store, "fire", "b", **FIRE_LANE)

    LaptopSyncStore(store).mark_stored([photo])

    assert trickle.waiting(store.reads, NOTHING).urgent_photos == NOTHING


def a_handover(*, waiting: bool, warnings: int) -> RunningClock:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return RunningClock(
        ClockKind.HANDOVER, "f1", now, now + timedelta(hours=24), ClockState.WARNED, warnings, waiting=waiting
    )


@pytest.mark.parametrize(("waiting", "warnings", "presses"), [(True, 1, True), (True, 0, False), (False, 2, False)])
def test_a_hand_over_presses_when_it_was_made_and_warned_of(*, waiting: bool, warnings: int, presses: bool) -> None:
    assert bool(trickle.pressing([a_handover(waiting=waiting, warnings=warnings)])) is presses


def test_urgent_things_go_at_once_over_any_line_with_their_photos_alone() -> None:
    seen = Waiting(3, 5, urgent=True, urgent_photos=frozenset({"a"}))
    for metered in (True, False):
        assert due(seen, before=Waiting(), since_last_s=0, metered=metered) == Carry(frozenset({"a"}), urgent=True)


def test_urgent_things_that_were_tried_just_now_wait_their_minutes() -> None:
    seen = Waiting(0, 1, urgent=True, urgent_photos=frozenset({"a"}))
    assert due(seen, before=seen, since_last_s=EVERY_S - 1, metered=True) is None
    assert due(seen, before=seen, since_last_s=EVERY_S, metered=True) == Carry(frozenset({"a"}))


def test_all_else_goes_every_few_minutes_and_photos_not_over_a_metered_line() -> None:
    seen = Waiting(3, 5)
    assert due(seen, before=Waiting(), since_last_s=EVERY_S - 1, metered=False) is None
    assert due(seen, before=Waiting(), since_last_s=EVERY_S, metered=False) == Carry(None)
    assert due(seen, before=Waiting(), since_last_s=EVERY_S, metered=True) == Carry(NOTHING)
    assert due(Waiting(0, 5), before=Waiting(), since_last_s=EVERY_S, metered=True) is None


def test_nothing_goes_when_nothing_waits() -> None:
    assert due(Waiting(), before=Waiting(), since_last_s=10**6, metered=False) is None
