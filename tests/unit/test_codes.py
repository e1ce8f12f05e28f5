"""Codes: told from typing by their pace, harmless whatever they hold, and filled in only where nothing was said."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inspector_app.domain.codes import LONGEST_CODE, Burst, Pace, clean, meant
from inspector_app.domain.finding import Category, Draft
from inspector_app.domain.location import Point
from inspector_app.domain.place import Place, PlaceSource
from inspector_app.services import codes
from tests.qt.fakes import FakeReads

NOW = datetime(2026, 11, 22, 1, 14, tzinfo=UTC)
DRAFT = Draft("f-1", Category.STALL, "2026-11-22T01:14:00.000Z")
COVER = Point(
    "asset",
    "4101050101000017",
    "雨水井盖",
    "经三路12号",
    347_700_000,
    1_136_800_000,
    body={"class": "0101", "owner": "市政处"},
)


def typed(burst: Burst, text: str, *, gap: int = 8, begin: int = 1_000) -> int:
    """Types the text at an even pace; the moment of the next key."""
    for number, sign in enumerate(text):
        burst.key(sign, begin + number * gap)
    return begin + len(text) * gap


def test_a_scanner_types_faster_than_any_hand() -> None:
    burst = Burst()

    assert burst.end(typed(burst, "4101050101000017")) == "4101050101000017"


@pytest.mark.parametrize(
    ("text", "gap"), [("4101050101000017", 60), ("12345", 8), ("", 8)], ids=["a hand's pace", "too short", "nothing"]
)
def test_what_a_hand_types_is_no_code(text: str, gap: int) -> None:
    burst = Burst()

    assert burst.end(typed(burst, text, gap=gap)) == ""


def test_enter_long_after_the_last_sign_is_an_enter_like_any_other() -> None:
    burst = Burst()
    typed(burst, "4101050101000017")

    assert burst.end(9_000) == ""


def test_keys_without_a_time_are_never_a_scan() -> None:
    burst = Burst()
    for sign in "4101050101000017":
        burst.key(sign, 0)

    assert burst.end(0) == ""


def test_what_was_typed_before_the_scan_is_no_part_of_it() -> None:
    burst = Burst()
    typed(burst, "经三路", gap=150)

    assert burst.end(typed(burst, "A1234567", begin=2_000)) == "A1234567"


def test_a_code_without_end_is_cut_and_its_rest_is_no_code_of_its_own() -> None:
    burst = Burst()

    assert burst.end(typed(burst, "9" * 250 + "12345678", gap=3)) == "9" * 200


def test_a_key_that_no_code_holds_spoils_all_that_came_with_it() -> None:
    burst = Burst()
    burst.spoil(typed(burst, "4101050101"))

    assert burst.end(typed(burst, "00001712", begin=1_088)) == ""
    assert burst.end(typed(burst, "00001712", begin=9_000)) == "00001712"


def test_with_a_prefix_only_what_begins_with_it_is_a_code() -> None:
    pace = Pace.of({"prefix": "~", "gap_ms": 20, "shortest": "many", "longest": -1})
    burst = Burst(pace)

    assert pace == Pace(gap_ms=20, prefix="~")
    assert burst.end(typed(burst, "~A1234567")) == "A1234567"
    assert burst.end(typed(burst, "A1234567")) == ""


@given(st.text(max_size=5_000))
@example("e\0\u0301")  # signs that meet only when the hidden one between them is gone
def test_a_cleaned_code_is_one_short_line_without_control_signs(text: str) -> None:
    code = clean(text)

    assert len(code) <= LONGEST_CODE
    assert code.isprintable()
    assert clean(code) == code
    assert len(meant(code)) <= 9


def test_a_link_is_looked_up_by_its_parts_too() -> None:
    assert meant("https://cg.example.cn/m/17?code=A17&x=1") == (
        "https://cg.example.cn/m/17?code=A17&x=1",
        "A17",
        "1",
        "17",
        "m",
    )
    assert meant("http://[broken") == ("http://[broken",)


def test_a_code_fills_asset_party_place_and_address() -> None:
    found = codes.filled(DRAFT, COVER)

    assert (found.asset, found.party) == ("4101050101000017", "市政处")
    assert found.place == Place(
        PlaceSource.PIN, 347_700_000, 1_136_800_000, address="经三路12号（雨水井盖）", pin_reason="code"
    )


def test_what_the_officer_or_a_receiver_said_stays() -> None:
    fix = Place(PlaceSource.RECEIVER, 347_700_500, 1_136_800_500, 4_000, address="纬四路口")
    found = codes.filled(replace(DRAFT, place=fix, party="煎饼车"), COVER)

    assert (found.party, found.place) == ("煎饼车", fix)


def test_an_unknown_code_goes_into_the_note_once_and_never_beyond_its_end() -> None:
    noted = codes.noted(replace(DRAFT, note="井盖破损"), "X-1")

    assert noted.note == "井盖破损\nX-1"
    assert codes.noted(noted, "X-1") == noted
    assert codes.noted(replace(DRAFT, note="长" * 1_999), "X-1").note == "长" * 1_999


def test_without_a_pack_a_code_is_only_told() -> None:
    looked = codes.look_up(FakeReads(tasks=()), "X-1", DRAFT, NOW)

    assert (looked.point, looked.has_pack) == (None, False)


def test_an_asset_that_stands_elsewhere_gives_the_finding_no_second_place() -> None:
    near, far = 347_701_000, 347_900_000
    filled = [
        codes.filled(replace(DRAFT, place=Place(PlaceSource.RECEIVER, lat, 1_136_800_000)), COVER)
        for lat in (near, far)
    ]

    assert [one.place.address for one in filled] == ["经三路12号（雨水井盖）", ""]
    assert [(one.asset, one.party, one.place.lat_e7) for one in filled] == [
        ("4101050101000017", "市政处", near), ("4101050101000017", "市政处", far),
    ]  # fmt: skip
