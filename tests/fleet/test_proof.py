"""The judge of a storm is judged: whatever is missing, twice, or not the laptop's own at the centre is told."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sync.protocol.lines import Line
from tests.fleet import proof
from tests.fleet.laptop import Call
from tests.fleet.proof import Proof
from tests.fleet.servers import Spent
from tests.fleet.shift import Load, Papers, Shifts
from tests.fleet.squad import Homecoming, Told
from tests.fleet.storm import Storm, Weathered

LOAD = Load(findings=2, photos=3, photo_bytes=4000)
PAPERS = Shifts(LOAD, seed=7).papers(0, "laptop-0")


def home(papers: Papers = PAPERS, **changed: Any) -> Homecoming:
    head = papers.head()
    known: dict[str, Any] = {
        "device": papers.device, "epoch": head.epoch, "lines": head.seq, "digest": head.digest,
        "photos": tuple(papers.pictures), "home_s": 0.0, "took_s": 1.0, "rounds": 1, "errors": (), "receipt": None, "keys": (),
    }  # fmt: skip
    return Homecoming(**known | changed)


HOME = home()


def wrong_lines(lines: list[Line]) -> list[str]:
    return list(proof._wrong_lines([HOME], {HOME.device: tuple(lines)}))


def test_a_shift_is_what_a_laptop_brings() -> None:
    kinds = [line.kind for line in PAPERS.lines]

    assert len(kinds) == LOAD.lines
    assert (
        (kinds.count("finding.recorded"), kinds.count("photo.taken")) == PAPERS.totals(HOME.epoch, LOAD.lines) == (2, 3)
    )
    for sha256 in PAPERS.pictures:
        assert hashlib.sha256(PAPERS.photo(sha256)).hexdigest() == sha256
        assert len(PAPERS.photo(sha256)) == LOAD.photo_bytes


def test_the_laptops_own_lines_are_right() -> None:
    assert wrong_lines(PAPERS.lines) == []


@pytest.mark.parametrize(
    "harmed",
    [lambda lines: lines[:-1], lambda lines: [*lines, lines[-1]], lambda lines: [], lambda lines: lines[1:]],
    ids=["one less", "one twice", "none", "the first is not there"],
)
def test_other_lines_are_told(harmed: Callable[[list[Line]], list[Line]]) -> None:
    assert wrong_lines(harmed(PAPERS.lines))


def test_lines_of_a_stranger_are_told() -> None:
    assert list(proof._wrong_lines([], {"who": ()})) == ["who: nobody knows this laptop"]


def tables(**changed: list[Any]) -> Callable[[str], list[Any]]:
    """A centre's database that holds what it should, but for what was `changed`; asked as the judge asks."""
    photos = [(HOME.device, sha256) for sha256 in HOME.photos]
    rows: dict[str, list[Any]] = {
        "findings": [(HOME.device, "f-1"), (HOME.device, "f-2")], "photos": photos, "named": photos, "media": photos,
        "quarantine": [(0,)], "shifts": [(1,)],
    }  # fmt: skip
    return lambda query: (rows | changed)[query.partition(" FROM ")[2].split()[0]]


def test_the_right_rows_are_right() -> None:
    assert list(proof._wrong_rows([HOME], LOAD, tables())) == []


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("findings", [("laptop-0", "f-1")]),
        ("findings", [("laptop-0", "f-1"), ("laptop-0", "f-1")]),
        ("findings", [("laptop-0", "f-1"), ("laptop-1", "f-2")]),
        *((table, [("laptop-0", "0" * 64)]) for table in ("photos", "named", "media")),
        ("quarantine", [(1,)]),
        ("shifts", [(0,)]),
    ],
)
def test_other_rows_are_told(table: str, rows: list[Any]) -> None:
    (told,) = {sentence.split(":")[0] for sentence in proof._wrong_rows([HOME], LOAD, tables(**{table: rows}))}

    assert told == (table if table not in ("quarantine", "shifts") else "quarantined lines and proven shifts")


def test_each_photo_must_lie_there_with_its_own_bytes(tmp_path: Path) -> None:
    for sha256 in HOME.photos:
        place = tmp_path / "sha256" / sha256[:2]
        place.mkdir(parents=True, exist_ok=True)
        (place / sha256).write_bytes(PAPERS.photo(sha256))
    assert list(proof._wrong_photos([HOME], tmp_path)) == []

    (place / sha256).write_bytes(b"rot")
    assert len(list(proof._wrong_photos([HOME], tmp_path))) == 1
    (place / sha256).unlink()
    assert list(proof._wrong_photos([HOME], tmp_path)) == ["1 photos are not in the folder"]
    assert len(list(proof._wrong_photos([], tmp_path))) == 2


def weathered(*calls: Call, homecoming: Homecoming = HOME, proved: Proof | None = None) -> Weathered:
    told = Told((homecoming,), calls, 0.0, 0.0)
    return Weathered(Storm(1, 1, LOAD), (homecoming,), (told,), Spent(largest_mb=100), proved or Proof())


QUICK = Call("hello", 0.0, 0.1)


def test_a_quiet_storm_is_held() -> None:
    assert weathered(QUICK).verdict.breaches == []


@pytest.mark.parametrize(
    ("storm", "breach"),
    [
        (weathered(QUICK, Call("lines", 1.0, 2.5)), "p99 2.50 s is above 2.00 s"),
        (weathered(QUICK, Call("have", 0.0, 0.1, "unreachable: ReadTimeout")), "1 calls were cut"),
        (weathered(QUICK, homecoming=home(errors=("internal",))), "1 errors"),
        (weathered(QUICK, proved=Proof(missing=["no receipt"])), "1 receipts missing"),
        (weathered(QUICK, proved=Proof(wrong=["a line twice"])), "1 things at the centre are wrong"),
    ],
)
def test_what_a_storm_did_not_hold_is_in_its_verdict(storm: Weathered, breach: str) -> None:
    assert storm.verdict.breaches == [breach]


def test_many_quick_refusals_do_not_hide_slow_answers() -> None:
    refusals = [Call("hello", 0.0, 0.01, "busy: rounds: queue", 5.0)] * 1000

    assert weathered(*refusals, Call("hello", 9.0, 3.0)).verdict.p99_s == 3.0
