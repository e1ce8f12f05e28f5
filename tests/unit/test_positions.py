"""Fixes judged, sources written and read; old lines still say what they said."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.events import KINDS, FindingRecorded
from inspector_app.domain.finding import Category, Draft
from inspector_app.domain.fix import Fix, Trust
from inspector_app.domain.place import Place, PlaceSource
from inspector_app.domain.problems import Problem, RuleBroken
from inspector_app.domain.reception import SPEEDS, Kind, Reception, Source, State, read_source

FIX = Fix(4_445_000, date(2026, 11, 22), 347_731_200, 1_136_857_000, 1, 11, 640, 3_200)


@pytest.mark.parametrize(
    ("accuracy_mm", "trust"),
    [
        (5_000, Trust.ACCEPTED), (5_001, Trust.FAIR), (10_000, Trust.FAIR), (10_001, Trust.AMBER), (50_000, Trust.AMBER),
        (50_001, Trust.BY_HAND), (None, Trust.AMBER),
    ],
)  # fmt: skip
def test_accuracy_decides_what_may_be_done_with_a_fix(accuracy_mm: int | None, trust: Trust) -> None:
    assert replace(FIX, accuracy_mm=accuracy_mm).trust() is trust


@pytest.mark.parametrize(
    ("quality", "trust"), [(6, Trust.AMBER), (7, Trust.BY_HAND), (8, Trust.BY_HAND), (4, Trust.ACCEPTED)]
)
def test_what_no_satellite_says_is_not_taken_unasked(quality: int, trust: Trust) -> None:
    assert replace(FIX, quality=quality).trust() is trust


def test_an_old_fix_is_none() -> None:
    assert [FIX.trust(age) for age in (3_000, 3_001, 10_000, 10_001)] == [
        Trust.ACCEPTED, Trust.AMBER, Trust.AMBER, Trust.BY_HAND,
    ]  # fmt: skip
    assert Reception(State.VOID).trust(0) is Trust.BY_HAND


def test_a_moment_is_told_as_utc() -> None:
    assert (FIX.utc, FIX.moment_ms) == ("2026-11-22T01:14:05.000Z", 1_795_310_045_000)
    assert (replace(FIX, date=None).utc, replace(FIX, date=None).moment_ms) == ("01:14:05.000Z", None)


@given(
    st.one_of(
        st.sampled_from([Source(), Source(Kind.SYSTEM), Source(Kind.OFF)]),
        st.builds(
            Source,
            st.just(Kind.SERIAL),
            st.sampled_from(["/dev/ttyUSB0", "COM3", "a@b"]),
            st.sampled_from([0, *SPEEDS]),
        ),
        st.builds(
            Source, st.just(Kind.TCP), st.sampled_from(["gps.local", "192.168.1.2", "fe80::1"]), st.integers(1, 65535)
        ),
        st.builds(Source, st.just(Kind.UDP), st.just(""), st.integers(1, 65535)),
    )
)
def test_a_source_is_kept_as_text(source: Source) -> None:
    assert read_source(source.text) == source


@pytest.mark.parametrize(
    "text",
    [
        "", "gps", "auto:1", "serial:", "serial:COM3", "serial:COM3@9601", "serial: @9600", "tcp:host", "tcp:host:0", "tcp::1",
        "tcp:a b:1", "udp:", "udp:70000", "udp:-1", "udp:１", "off:", "SYSTEM",
    ],
)  # fmt: skip
def test_what_is_no_source_is_none(text: str) -> None:
    assert (read_source(text) or Source(Kind.OFF)).kind is Kind.OFF


def test_a_place_by_hand_needs_a_reason() -> None:
    draft = Draft("f", Category.STALL, "2026-11-22T01:14:05.000Z", place=Place(PlaceSource.PIN, 1, 2, pin_reason=" "))
    with pytest.raises(RuleBroken) as broken:
        draft.check()

    assert (broken.value.code, broken.value.field) == (Problem.PIN_NEEDS_REASON, "position")
    replace(draft, place=replace(draft.place, pin_reason="no_fix")).check()


OLD_PLACE: dict[str, Any] = {  # as lines said it before receivers
    "source": "pin", "lat_e7": 347466000, "lon_e7": 1136254000, "accuracy_mm": None, "fix_age_ms": None, "satellites": None,
    "address": "经三路", "road_class": None, "grid": "", "pin_reason": "typed",
}  # fmt: skip


def test_an_old_line_is_read_and_a_new_one_only_adds() -> None:
    import msgspec

    assert KINDS["finding.recorded"] is FindingRecorded
    read = msgspec.convert(OLD_PLACE, Place)
    new = msgspec.to_builtins(replace(read, quality=4, receiver_utc="2026-11-22T01:14:05.000Z"))

    assert (read.pin_reason, read.quality, read.clock_offset_ms) == ("typed", None, None)
    assert {name: new[name] for name in OLD_PLACE} == OLD_PLACE
    assert set(new) - set(OLD_PLACE) == {
        "quality",
        "hdop_milli",
        "receiver_utc",
        "clock_offset_ms",
        "receiver",
        "grids",
    }
