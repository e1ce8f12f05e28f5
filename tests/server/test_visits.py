"""What laptops owe after a finding is seen at the centre until it is answered, and no answer stops a batch."""

import json
from collections.abc import Callable
from typing import Any

from sync.protocol.lines import Entry
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, a_shift, entry

DUE = "2026-03-02T09:30:00.000Z"


def a_visit(finding: str, line: str = "") -> Entry:
    body = {"id": f"visit of {finding}", "due": DUE, "why": "order", "measure": "m-1"}
    return entry("visit.planned", finding, body, id=line or f"planned/{finding}")


def an_answer(finding: str, outcome: str = "solved") -> Entry:
    return entry("task.answered", f"visit of {finding}", {"outcome": outcome, "note": "", "finding": ""})


def visits_of(centre: House, finding: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(centre.run("findings", "show", finding))["visits"]
    return found


def owed(centre: House, finding: str) -> list[str]:
    return [line for line in centre.run("tasks", "visits").splitlines() if f"  {finding}  " in line]


def test_an_open_visit_is_listed_and_stands_with_its_finding(centre: House, laptop: Laptop) -> None:
    mine = f"of {laptop.device}"
    laptop.record(a_shift(), a_finding(mine), a_visit(mine))
    assert laptop.statement(laptop.push().receipt).quarantined == ()

    (line,) = owed(centre, mine)

    assert (DUE in line, "order" in line, "经三路 12 号" in line) == (True, True, True)
    expected = {
        "visit": f"visit of {mine}",
        "due": DUE,
        "why": "order",
        "measure": "m-1",
        "state": "open",
        "outcome": "",
    }
    assert visits_of(centre, mine) == [expected]


def test_an_answer_ends_the_visit_and_is_no_news_for_others(
    own_centre: House, laptops: Callable[[House], Laptop]
) -> None:
    laptop = laptops(own_centre)
    laptop.record(a_shift(), a_finding("f"), a_visit("f"), an_answer("f", "unsolved"))
    assert laptop.statement(laptop.push().receipt).quarantined == ()
    assert [(visit["state"], visit["outcome"]) for visit in visits_of(own_centre, "f")] == [("answered", "unsolved")]
    assert owed(own_centre, "f") == []
    assert [page.items for page in laptop.pull(**{"area/all": 0}).values() if page.items] == []


def test_a_withdrawn_finding_owes_no_visit(centre: House, laptop: Laptop) -> None:
    mine = f"of {laptop.device}"
    laptop.record(a_shift(), a_finding(mine), a_visit(mine), entry("finding.withdrawn", mine, {"reason": "误报"}))
    laptop.push()
    assert owed(centre, mine) == []


def test_a_visit_planned_twice_is_one(centre: House, laptop: Laptop) -> None:
    mine = f"of {laptop.device}"
    laptop.record(a_shift(), a_finding(mine), a_visit(mine), a_visit(mine, "again"))
    laptop.push()
    assert len(visits_of(centre, mine)) == 1


def test_an_answer_to_nothing_is_set_aside_and_what_follows_is_taken(centre: House, laptop: Laptop) -> None:
    mine = f"of {laptop.device}"
    laptop.record(a_shift(), an_answer("nobody"), a_finding(mine), a_visit(mine))
    said = laptop.statement(laptop.push().receipt)
    assert [one.reason for one in said.quarantined] == ["unknown_task"]
    assert len(owed(centre, mine)) == 1


def test_each_laptop_answers_its_own_visits(centre: House, laptops: Callable[[House], Laptop]) -> None:
    one, other = laptops(centre), laptops(centre)
    mine = f"of {one.device}"
    one.record(a_shift(), a_finding(mine), a_visit(mine))
    one.push()
    other.record(a_shift(), an_answer(mine))
    assert [found.reason for found in other.statement(other.push().receipt).quarantined] == ["unknown_task"]
    assert len(owed(centre, mine)) == 1
