"""What goes while a shift is under way: urgent things at once, the rest every few minutes, photos not over a metered line."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspector_app.domain.clocks import ClockKind, ClockState, RunningClock
from inspector_app.domain.finding import Draft
from inspector_app.domain.photo import Origin, Photo
from inspector_app.services import findings, trickle
from inspector_app.services.deciding import Policy
from inspector_app.services.trickle import ASK_EVERY_S, EVERY_S, PACK_EVERY_S, Carry, Waiting, due
from inspector_app.storage import epochs, journal
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from tests import policies
from tests.calendars import calendar
from tests.storage.builders import CLOCK, a_draft, a_finding, a_shift, laptop, next_id, record

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


def test_what_is_urgent_is_found_behind_any_number_of_newer_findings(store: Store) -> None:
    record(store, a_shift())
    urgent = save(store, "fire", "b", **FIRE_LANE)
    record(store, *(a_finding(f"calm-{n}") for n in range(501)))

    assert trickle.waiting(store.reads, NOTHING).urgent_photos == {urgent}


def test_an_urgent_finding_of_which_only_a_carried_line_is_here_is_urgent(store: Store, tmp_path: Path) -> None:
    with laptop(tmp_path / "elsewhere") as other:
        record(other, a_shift())
        save(other, "fire", "b", **FIRE_LANE)
        lines = other.read(lambda c: journal.about(c, "fire"))
    with store.writing() as connection:
        epochs.carry(connection, store.device, lines, now="2026-11-22T02:00:00.000Z", ids=next_id)

    assert trickle.waiting(store.reads, NOTHING).urgent_photos == {"b" * 64}


def test_an_urgent_finding_that_was_withdrawn_can_wait(store: Store) -> None:
    record(store, a_shift())
    save(store, "fire", "b", **FIRE_LANE)
    with store.unit_of_work() as uow:
        findings.withdraw(uow, "fire", reason="重复登记", clock=CLOCK)

    assert not trickle.waiting(store.reads, NOTHING).urgent


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


def test_the_centre_is_asked_now_and_then_though_nothing_waits() -> None:
    def asked(since_s: float, *, metered: bool) -> Carry | None:
        return due(Waiting(), before=Waiting(), since_last_s=since_s, since_asked_s=since_s, metered=metered)

    assert asked(ASK_EVERY_S - 1, metered=False) is None
    assert asked(ASK_EVERY_S, metered=False) == Carry(None)
    assert asked(ASK_EVERY_S, metered=True) == Carry(NOTHING), "a pack waits for another line"


def test_a_pack_has_its_turn_when_nothing_waits_and_the_line_costs_nothing() -> None:
    def round_(seen: Waiting, since_s: float, *, metered: bool = False) -> Carry | None:
        return due(seen, before=Waiting(), since_last_s=since_s, metered=metered, pack_left=True)

    assert round_(Waiting(), PACK_EVERY_S) == Carry(None)
    assert round_(Waiting(), PACK_EVERY_S - 1) is None
    assert round_(Waiting(), 10**6, metered=True) is None
    assert round_(Waiting(0, 5), 10**6, metered=True) is None
    assert round_(Waiting(3, 5), PACK_EVERY_S) is None, "what waits keeps its own time"
