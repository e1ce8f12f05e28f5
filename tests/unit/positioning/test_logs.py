"""Logs of real receivers: the fixes that are in them, and no others.

`tests/data/nmea_fixes.csv` was worked out with awk (GGA and the RMC of the same time), and for three logs by hand:
april6_2019 (a year of -1, then a week counter that ran over), the cold start (two whole moments before the break, the first
with no date yet), tcp-torture (its GGA has bars in the numbers, and a checksum that is right all the same).
"""

import csv
import io
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pynmeagps import NMEAParseError, NMEAReader, NMEATypeError  # type: ignore[import-untyped]

from inspector_app.cli import fixes
from inspector_app.devices.positioning.stream import NmeaStream

LOGS = (
    "april6_2019", "beidou-bd", "bu353s4", "gp-320fw-2019-04-07-coldboot", "neo-m8n", "nokia-ld-4w", "tcp-torture", "ublox-8",
)  # fmt: skip
TABLE = Path(__file__).parents[2] / "data" / "nmea_fixes.csv"
STEP = 1e-7  # degrees: what is stored


def expected() -> dict[str, list[dict[str, str]]]:
    by_log = defaultdict(list)
    for row in csv.DictReader(io.StringIO(TABLE.read_text(encoding="utf-8"))):
        by_log[row["log"]].append(row)
    return by_log


def told(*words: str, stdin: str | None = None) -> tuple[int, list[dict[str, Any]], str]:
    out, err = io.StringIO(), io.StringIO()
    code = fixes.run(words, io.StringIO(stdin) if stdin is not None else None, out, err)
    return code, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


def number(text: str) -> float | None:
    return float(text) if text else None


@pytest.mark.parametrize("log", LOGS)
def test_a_log_gives_the_fixes_that_are_in_it_and_no_others(shared_data: Path, log: str) -> None:
    code, (*found, account), _ = told("--nmea", str(shared_data / "nmea" / f"{log}.nmea"))
    wanted = expected()[log]

    assert code == 0
    assert [fix["utc"] for fix in found] == [row["utc"] for row in wanted]
    for fix, row in zip(found, wanted, strict=True):
        assert fix["lat"] == pytest.approx(float(row["lat"]), abs=STEP)
        assert fix["lon"] == pytest.approx(float(row["lon"]), abs=STEP)
        assert (fix["quality"], fix["satellites"]) == (int(row["quality"]), number(row["satellites"]))
        assert (fix["hdop"], fix["accuracy_m"]) == (number(row["hdop"]), number(row["accuracy_m"]))
        assert (fix["source"], fix["date_known"]) == ("nmea", row["utc"][:4].isdigit())
    assert account["fixes"] == len(wanted)
    assert account["read"] == account["used"] + account["unused"] + account["refused"]
    assert account["refused"] == sum(account["why"].values())


# Counted by eye and with grep in the logs.
@pytest.mark.parametrize(
    ("log", "read", "why", "noise"),
    [
        ("april6_2019", 3, {"void": 1}, 0),
        ("beidou-bd", 79, {"void": 10}, 1),
        ("bu353s4", 90, {}, 0),
        ("neo-m8n", 293, {}, 0),
        ("tcp-torture", 7, {"time": 1}, 26),
        ("ublox-8", 1009, {"no_checksum": 1}, 144),
    ],
)
def test_what_was_refused_is_counted_and_why(
    shared_data: Path, log: str, read: int, why: dict[str, int], noise: int
) -> None:
    account = told("--nmea", str(shared_data / "nmea" / f"{log}.nmea"))[1][-1]

    assert (account["read"], account["why"], account["noise_bytes"]) == (read, why, noise)


def test_a_cold_start_is_told_apart_from_a_fix(shared_data: Path) -> None:
    *_, account = told("--nmea", str(shared_data / "nmea" / "gp-320fw-2019-04-07-coldboot.nmea"))[1]

    assert set(account["why"]) == {"cut", "no_checksum", "checksum", "void"}


@pytest.mark.parametrize("log", LOGS)
def test_another_reader_finds_the_same_positions(shared_data: Path, log: str) -> None:
    """pynmeagps reads each sentence by itself; it does not check fields, so that it is no judge of what is damaged."""
    data = (shared_data / "nmea" / f"{log}.nmea").read_bytes()
    theirs = set()
    for line in data.splitlines():
        if line[3:6] in (b"GGA", b"RMC") and b"|" not in line:
            try:
                read = NMEAReader.parse(line)
            except (NMEAParseError, NMEATypeError):
                continue
            fixed = getattr(read, "status", "") == "A" or int(getattr(read, "quality", "") or 0) >= 1
            if fixed and isinstance(read.lat, float) and isinstance(read.lon, float):
                theirs.add((round(read.lat * 1e7), round(read.lon * 1e7)))
    stream = NmeaStream()

    assert {(fix.lat_e7, fix.lon_e7) for fix in stream.feed(data) + stream.finish()} <= theirs


@given(cuts=st.lists(st.integers(1, 700), min_size=1, max_size=30))
def test_where_the_bytes_are_cut_changes_nothing(shared_data: Path, cuts: list[int]) -> None:
    data = (shared_data / "nmea" / "gp-320fw-2019-04-07-coldboot.nmea").read_bytes()
    whole, pieces, at = NmeaStream(), NmeaStream(), 0
    found = []
    while at < len(data):
        for size in cuts:
            found += pieces.feed(data[at : at + size])
            at += size

    assert found + pieces.finish() == whole.feed(data) + whole.finish()
    assert pieces.account() == whole.account()


def test_standard_input_is_read_like_a_file(shared_data: Path) -> None:
    text = (shared_data / "nmea" / "bu353s4.nmea").read_text(encoding="latin-1")

    assert told("--nmea", "-", stdin=text) == told("--nmea", str(shared_data / "nmea" / "bu353s4.nmea"))


def test_an_empty_log_has_no_fix_and_is_no_error() -> None:
    code, (account,), _ = told("--nmea", "-", stdin="")

    assert (code, account["fixes"], account["read"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--nmea", "/nowhere/at.all"), 2, "unreadable"),
        (("--nmea", "-"), 2, "standard input is closed"),
        (("--nmea", "a\0b"), 2, "unreadable"),
        ((), 64, "--nmea is missing"),
        (("--gpx", "x"), 64, "unrecognized"),
    ],
)
def test_what_cannot_be_read_is_told_by_a_code(words: tuple[str, ...], code: int, says: str) -> None:
    ended, lines, err = told(*words)

    assert (ended, lines) == (code, [])
    assert says in err


def test_help_names_the_fields() -> None:
    out = io.StringIO()

    assert fixes.run(["--help"], None, out, io.StringIO()) == 0
    assert "mended_weeks" in out.getvalue()
