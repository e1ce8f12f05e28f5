"""Slots of relief points: asked for by a measure, decided in the order in which lines arrive, counted and restated."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from inspector_app.domain.ids import iso
from inspector_app.domain.reference.hold import GUIDE
from sync.protocol.canonical import canonical
from sync.protocol.lines import Entry
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, entry
from tests.unit.reference.points import a_body

Laptops = Callable[[House], Laptop]


def ago(hours: float = 0) -> str:
    return iso(datetime.now(UTC) - timedelta(hours=hours))


def guided(measure_id: str, point: str = "rp-1", *, at: str = "", **changed: Any) -> Entry:
    body = {"id": measure_id, "measure": GUIDE, "target": point, "until": "", "note": ""} | changed
    return Entry(f"line/{measure_id}", "measure.taken", "f-1", at or ago(), "410105-0317", canonical(body))


def load(centre: House, *ids: str, **changed: Any) -> None:
    file = centre.folder / "points.json"
    items = [{"id": one, "body": a_body(**changed)} for one in ids or ("rp-1",)]
    file.write_text(json.dumps(items), encoding="utf-8")
    centre.run("reference", "load", "relief_point", "--from", str(file))


def answers(laptop: Laptop) -> dict[str, tuple[bool, str]]:
    """What the centre told this laptop, by measure."""
    items = [item for item in laptop.pull()[f"device/{laptop.device}"].items if item.kind == "hold.answered"]
    said = [msgspec.json.decode(item.body) for item in items]
    assert [one["measure"] for one in said] == [item.about for item in items]
    return {one["measure"]: (one["confirmed"], one["reason"]) for one in said}


def points(laptop: Laptop) -> list[tuple[str, int, int]]:
    """Each statement about a point: its id, version, and slots held."""
    items = [item for item in laptop.pull()["area/all"].items if item.kind == "reference.stated"]
    said = [msgspec.json.decode(item.body) for item in items]
    return [(one["id"], one["version"], sum(held["slots"] for held in one["body"].get("held", []))) for one in said]


def test_slots_go_in_the_order_of_arrival_until_none_is_left(own_centre: House, laptops: Laptops) -> None:
    load(own_centre, free_slots=2)
    laptop, later = laptops(own_centre), laptops(own_centre)
    laptop.record(a_finding(), guided("m1"), guided("m2"), guided("m3"))
    later.record(guided("m4"))

    laptop.push()
    later.push()

    assert answers(laptop) == {"m1": (True, ""), "m2": (True, ""), "m3": (False, "full")}
    assert answers(later) == {"m4": (False, "full")}
    assert points(laptop) == [("rp-1", 1, 0), ("rp-1", 2, 2)]  # restated once for the batch


def test_of_two_laptops_that_race_for_the_last_slot_exactly_one_wins(own_centre: House, laptops: Laptops) -> None:
    load(own_centre, "rp-1", "rp-2", free_slots=1)
    racers = [laptops(own_centre) for _ in range(6)]
    for n, laptop in enumerate(racers):
        first, second = ("rp-1", "rp-2") if n % 2 else ("rp-2", "rp-1")  # crosswise, as deadlocks like it
        laptop.record(guided("m1", first), guided("m2", second))

    with ThreadPoolExecutor(len(racers)) as threads:
        list(threads.map(lambda laptop: laptop.push(), racers))

    told = [answers(laptop) for laptop in racers]
    assert [len(said) for said in told] == [2] * 6
    assert sum(confirmed for said in told for confirmed, _ in said.values()) == 2
    assert {reason for said in told for confirmed, reason in said.values() if not confirmed} == {"full"}
    assert max(points(racers[0]))[2] == 1


def test_a_hold_is_refused_with_its_reason(own_centre: House, laptops: Laptops) -> None:
    now = datetime.now(UTC) + timedelta(hours=8)
    closed = [[f"{now + timedelta(hours=2):%H}:00", f"{now + timedelta(hours=3):%H}:00"]]
    load(own_centre, "closed", hours=closed)
    load(own_centre, "full", free_slots=0)
    load(own_centre, "gone")
    load(own_centre)
    own_centre.run("reference", "remove", "relief_point", "gone")
    laptop = laptops(own_centre)
    laptop.record(
        guided("m1", "closed"), guided("m2", "full"), guided("m3", "gone"), guided("m4", "nowhere"),
        guided("m5", at=ago(hours=72)), guided("m6", at="0001-01-01T00:00:00.000Z"), guided("m7", at="0000-00-00T00:00:00.000Z"), guided("m8", at="today"),
    )  # fmt: skip

    laptop.push()

    assert answers(laptop) == {
        "m1": (False, "closed"), "m2": (False, "full"), "m3": (False, "unknown_point"), "m4": (False, "unknown_point"),
        "m5": (False, "too_late"), "m6": (False, "too_late"), "m7": (True, ""), "m8": (True, ""),
    }  # fmt: skip


def test_a_clock_that_runs_ahead_holds_no_longer_than_one_that_is_right(own_centre: House, laptops: Laptops) -> None:
    load(own_centre)
    laptop = laptops(own_centre)
    laptop.record(guided("m1", at=ago()), guided("m2", at=ago(hours=-24 * 365)))

    laptop.push()

    item = laptop.pull()["area/all"].items[-1]
    (held,) = msgspec.json.decode(item.body)["body"]["held"]
    assert (held["slots"], held["until"] < ago(hours=-48)) == (2, True)


def test_a_replay_and_a_carried_line_ask_once(own_centre: House, laptops: Laptops) -> None:
    load(own_centre)
    laptop = laptops(own_centre)
    laptop.record(guided("m1"))
    laptop.push()
    laptop.push()
    line = laptop.lines[-1]
    laptop.open_epoch("e-2", reason="fork")
    carried = {
        name: getattr(line, name) for name in ("epoch", "seq", "id", "kind", "recorded_at", "officer", "prev", "digest", "alg")
    }  # fmt: skip
    body = canonical(carried | {"body": msgspec.json.decode(bytes(line.body))})
    laptop.record(Entry("carried/1", "line.carried", line.about, ago(), "", body))

    laptop.push(laptop.lines[-2:])

    assert answers(laptop) == {"m1": (True, "")}
    assert points(laptop) == [("rp-1", 1, 0), ("rp-1", 2, 1)]


def test_a_finding_that_is_withdrawn_gives_its_slot_back(own_centre: House, laptops: Laptops) -> None:
    load(own_centre, free_slots=1)
    laptop, other = laptops(own_centre), laptops(own_centre)
    laptop.record(a_finding(), guided("m1"))
    laptop.push()
    laptop.record(entry("finding.withdrawn", "f-1", {"reason": "误报"}))
    laptop.push(laptop.lines[-1:])

    other.record(a_finding(), guided("m2"), entry("finding.withdrawn", "f-1", {"reason": "误报"}))
    other.push()

    assert (answers(laptop), answers(other)) == ({"m1": (True, "")}, {"m2": (True, "")})
    assert points(laptop) == [("rp-1", 1, 0), ("rp-1", 2, 1), ("rp-1", 3, 0), ("rp-1", 4, 0)]


def test_other_measures_ask_for_nothing(own_centre: House, laptops: Laptops) -> None:
    load(own_centre)
    laptop = laptops(own_centre)
    laptop.record(guided("m1", measure="risk_card"), guided("m2", ""))

    laptop.push()

    assert (answers(laptop), points(laptop)) == ({}, [("rp-1", 1, 0)])


def test_a_new_count_of_the_manager_takes_the_place_of_older_holds(own_centre: House, laptops: Laptops) -> None:
    load(own_centre, free_slots=1)
    laptop = laptops(own_centre)
    laptop.record(guided("m1"))
    laptop.push()

    load(own_centre, free_slots=1, free_at=iso(datetime.now(UTC) + timedelta(seconds=1)))
    laptop.record(guided("m2"))
    laptop.push(laptop.lines[-1:])

    assert answers(laptop) == {"m1": (True, ""), "m2": (True, "")}
    assert [held for _, _, held in points(laptop)] == [0, 1, 0, 0]


def test_a_revoked_laptop_holds_nothing(own_centre: House, laptops: Laptops) -> None:
    load(own_centre)
    laptop, other = laptops(own_centre), laptops(own_centre)
    own_centre.run("devices", "revoke", laptop.device)
    laptop.record(guided("m1"))

    laptop.push()

    assert points(other) == [("rp-1", 1, 0)]


@pytest.mark.parametrize(
    "strange", [{"id": ""}, {"id": "m 1"}, {"id": "m" * 65}, {"target": "r" * 201}, {"measure": "x" * 201}]
)
def test_a_measure_that_no_table_takes_is_set_aside(laptop: Laptop, strange: dict[str, str]) -> None:
    laptop.record(guided("m1", **strange))

    said = laptop.statement(laptop.push().receipt)

    assert [one.reason for one in said.quarantined] == ["wrong_body"]
