"""What the pages of a parcel and of a lost laptop make of what they know, without a screen."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from inspector_app.domain.ids import uuid7
from inspector_app.services.halt import Halt, Halted
from inspector_app.services.parcels import ParcelSeen
from inspector_app.ui.parcel_page.state import Pace, ParcelState, Step, opened_at
from inspector_app.ui.restore_page import state as restore

NOW = datetime(2026, 11, 22, 1, 20, tzinfo=UTC)
CODE = "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-4567"
SEEN = ParcelSeen("x.parcel", "device", "centre", "", "", 1, 2, 3, 4)


@given(some.integers(0, 2**42), some.binary(min_size=10, max_size=10))
def test_a_shift_tells_when_it_was_opened(milliseconds: int, chance: bytes) -> None:
    at = opened_at(uuid7(milliseconds, chance))
    assert at is not None
    assert abs(at.timestamp() * 1000 - milliseconds) < 1


@given(some.text(max_size=40) | some.uuids(version=4).map(str) | some.binary(min_size=16, max_size=16).map(bytes.hex))
def test_no_other_text_is_taken_for_a_time_or_harms(shift: str) -> None:
    at = opened_at(shift)
    assert at is None or uuid.UUID(shift).version == 7 or shift.replace("-", "")[12] == "7"


@given(some.integers(0, 2**40), some.integers(0, 2**40), some.sampled_from(Step))
def test_all_of_it_is_said_only_when_the_centre_said_so(done: int, whole: int, step: Step) -> None:
    state = ParcelState(step, seen=SEEN, done=min(done, whole), whole=whole)
    assert 0 <= state.percent <= 100
    assert (state.percent == 100) is (step is Step.SENT)


def test_nothing_is_sent_to_an_address_that_is_none_or_open_to_everybody() -> None:
    read = ParcelState(Step.READ, seen=SEEN)
    assert not read.can_send
    assert not replace(read, address="http://10.1.2.3").can_send
    assert replace(read, address="centre.example.cn").can_send
    assert not ParcelState(Step.READ, address="centre.example.cn").can_send


def test_the_pace_is_told_once_it_is_known() -> None:
    pace = Pace()
    assert pace.seconds_left(NOW, 100, 1100) is None
    assert pace.seconds_left(NOW + timedelta(seconds=1), 200, 1100) is None
    assert pace.seconds_left(NOW + timedelta(seconds=4), 500, 1100) == 6.0


def test_a_try_needs_all_that_its_source_asks_for() -> None:
    centre = restore.RestoreState(refusal="", address="centre.example.cn", code=CODE)
    parcel = replace(centre, source=restore.Source.PARCEL)
    folder = restore.RestoreState(refusal="", source=restore.Source.FOLDER, folder="/media/x", asks_password=True)
    assert centre.ready
    assert not replace(centre, code=CODE[:-1]).ready
    assert not parcel.ready
    assert replace(parcel, parcel="x.parcel").ready
    assert not folder.ready
    assert replace(folder, password="x").ready
    assert not replace(centre, refusal="not_empty").ready
    assert not replace(centre, refusal=None).ready


def test_whoever_waits_hears_at_once_that_it_is_to_end() -> None:
    halt, told = Halt(), list[tuple[int, int]]()
    tell = halt.heard(lambda done, whole: told.append((done, whole)))
    tell(1, 2)
    halt.ask()
    with pytest.raises(Halted):
        tell(2, 2)
    with pytest.raises(Halted):
        halt.sleep(60)
    assert told == [(1, 2)]
