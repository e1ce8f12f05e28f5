"""A storm's own rules: when laptops come home, what is counted, and that the verdict falls when anything was not held."""

import math
from dataclasses import replace

import msgspec
import pytest

from sync.protocol.receipts import Receipt
from tests.fleet.evening import homecomings
from tests.fleet.laptop import kind_of
from tests.fleet.proof import doubt
from tests.fleet.shift import Load
from tests.fleet.squad import Homecoming
from tests.fleet.verdict import MEMORY_MB, P99_S, Verdict, busiest, percentile
from tests.receipts import DEVICE, EPOCH, PINNED, a_statement, chain, signed

HELD = Verdict(laptops=2000, p99_s=P99_S, memory_mb=MEMORY_MB)
LOAD = Load(findings=23, photos=57)
SAID = a_statement(through_seq=LOAD.lines)


def test_the_same_seed_brings_the_same_evening_and_another_one_another() -> None:
    assert homecomings(50, 2, seed=1) == homecomings(50, 2, seed=1)
    assert homecomings(50, 2, seed=1) != homecomings(50, 2, seed=2)


def test_everybody_is_home_in_time_and_most_in_the_first_third() -> None:
    at = homecomings(2000, 3)

    assert len(at) == 2000
    assert at == sorted(at)
    assert 0 <= at[0] < at[-1] <= 180
    assert 1200 < sum(second < 60 for second in at) < 1400


@pytest.mark.parametrize(("percent", "value"), [(0, 1), (1, 1), (50, 50), (99, 99), (99.1, 100), (100, 100)])
def test_a_percentile_is_a_value_that_was_measured(percent: float, value: int) -> None:
    assert percentile(range(100, 0, -1), percent) == value


def test_a_percentile_of_few_values_is_the_largest_and_of_none_no_number() -> None:
    assert percentile([3.0, 7.0], 99) == 7.0
    assert math.isnan(percentile([], 99))


def test_the_busiest_stretch_is_found() -> None:
    assert busiest([0, 1, 5, 5.5, 5.9, 6, 9], 1) == 3
    assert busiest([], 1) == 0


def test_calls_are_named_by_what_they_ask() -> None:
    assert [kind_of(path) for path in ("/v1/media/have", "/v1/uploads/d/ab", "/v1/lines")] == [
        "have",
        "photos",
        "lines",
    ]


def test_a_storm_at_its_limits_is_held_and_says_so_in_one_line() -> None:
    assert HELD.breaches == []
    assert str(HELD) == "2000 laptops, 0 errors, 0 receipts missing, p99 2.00 s, 400 MB"


@pytest.mark.parametrize(
    ("changed", "breach"),
    [
        ({"missing": 1}, "1 receipts missing"),
        ({"errors": 2}, "2 errors"),
        ({"cut": 3}, "3 calls were cut"),
        ({"wrong": 1}, "1 things at the centre are wrong"),
        ({"p99_s": P99_S + 0.01}, "p99 2.01 s is above 2.00 s"),
        ({"p99_s": math.nan}, "p99 nan s is above 2.00 s"),
        ({"memory_mb": MEMORY_MB + 1}, "401 MB are more than 400 MB"),
    ],
)
def test_whatever_was_not_held_is_told(changed: dict[str, float], breach: str) -> None:
    assert replace(HELD, **changed).breaches == [breach]  # type: ignore[arg-type]


def a_homecoming(receipt: Receipt | None) -> Homecoming:
    return Homecoming(
        device=DEVICE, epoch=EPOCH, lines=SAID.through_seq, digest=SAID.digest, photos=(), home_s=0, took_s=1, rounds=1,
        errors=(), receipt=receipt, keys=chain(),
    )  # fmt: skip


def test_a_receipt_for_the_whole_shift_leaves_no_doubt() -> None:
    assert doubt(a_homecoming(signed(SAID)), PINNED, LOAD) == ""


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"through_seq": LOAD.lines - 1}, "a receipt for something else"),
        ({"device": "another"}, "a receipt for something else"),
        ({"digest": "0" * 64}, "a receipt for something else"),
        ({"findings": 22}, "a receipt for 22 findings"),
        ({"missing_count": 1}, "1 photos missing"),
        ({"key_id": "A" * 16}, "false_receipt"),
    ],
)
def test_a_receipt_for_less_or_by_another_is_doubted(changed: dict[str, object], why: str) -> None:
    assert doubt(a_homecoming(signed(msgspec.structs.replace(SAID, **changed))), PINNED, LOAD).startswith(why)


def test_no_receipt_and_one_of_another_centre_are_doubted() -> None:
    assert doubt(a_homecoming(None), PINNED, LOAD) == "no receipt"
    assert doubt(a_homecoming(signed(SAID)), "A" * 16, LOAD).startswith("fake_centre")
