"""A squad leader's code is made at the centre, shown once, and known to laptops by its verifier alone."""

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from inspector_app.domain.reference.leader import Leader, leader_of
from sync.protocol.lines import Entry
from tests.server import plain
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, entry

ZHOU = ("leaders", "add", "--number", "410105-0001", "--name", "周正")


def leaders(laptop: Laptop) -> list[Leader]:
    """What the feed stated of leaders, from its beginning."""
    bodies = [msgspec.json.decode(item.body) for item in laptop.pull()["area/all"].items]
    found = [leader_of(body["body"]) for body in bodies if body["kind"] == "leader" and "body" in body]
    return [leader for leader in found if leader is not None]


def known(code: str, told: Sequence[Leader]) -> list[bool]:
    return [leader.knows(code) for leader in told]


def test_the_code_that_is_printed_is_known_to_laptops_which_never_get_it(
    own_centre: House, laptops: Callable[[House], Laptop]
) -> None:
    code = own_centre.run(*ZHOU).strip()

    laptop = laptops(own_centre)
    (leader,) = leaders(laptop)
    assert (leader.number, leader.name) == ("410105-0001", "周正")
    assert (len(code), code.isdecimal(), leader.knows(code), leader.knows("00000000")) == (8, True, True, False)
    assert code not in str(laptop.pull()["area/all"].items)
    assert code not in own_centre.run("leaders", "list") + own_centre.run("reference", "list")


def test_adding_a_leader_again_ends_the_earlier_code(own_centre: House, laptops: Callable[[House], Laptop]) -> None:
    first, second = own_centre.run(*ZHOU).strip(), own_centre.run(*ZHOU).strip()

    told = leaders(laptops(own_centre))

    assert known(first, told) == [True, False]
    assert known(second, told) == [False, True]


def test_who_is_removed_is_told_as_gone_and_listed_no_more(
    own_centre: House, laptops: Callable[[House], Laptop]
) -> None:
    own_centre.run(*ZHOU)
    own_centre.run("leaders", "add", "--number", "410105-0002", "--name", "陈明")
    assert [line.split()[1:] for line in own_centre.run("leaders", "list").splitlines()] == [
        ["410105-0001", "周正"], ["410105-0002", "陈明"],
    ]  # fmt: skip

    own_centre.run("leaders", "remove", "410105-0001")
    own_centre.run("leaders", "remove", "410105-0001", exit_code=1)

    assert own_centre.run("leaders", "list").split()[1:] == ["410105-0002", "陈明"]
    last = laptops(own_centre).pull()["area/all"].items[-1]
    assert (last.kind, msgspec.json.decode(last.body)) == ("reference.gone", {"kind": "leader", "id": "410105-0001"})


def an_override(tier: str, reason: str, approved_by: str = "") -> dict[str, str]:
    return {"tier": tier, "reason": reason, "by": "410105-0317", "approved_by": approved_by}


def lowered(tier: str, *, was: str, reason: str, approved_by: str = "") -> Entry:
    body = {"was": was, "override": an_override(tier, reason, approved_by)}
    return entry("decision.overridden", "f-1", body, id=f"overridden/{reason}")


def test_who_approved_and_why_stand_in_the_export_and_on_the_page(
    own_centre: House, laptops: Callable[[House], Laptop], tmp_path: Path
) -> None:
    own_centre.run(*ZHOU)
    own_centre.run("users", "add", "值班员", typed="long enough\n")
    laptop = laptops(own_centre)
    first = a_finding("f-1", tier="management", override=an_override("management", "家中有急事"))
    laptop.record(first, lowered("service", was="management", reason="已清开", approved_by="410105-0001"))
    laptop.push()

    shown = json.loads(own_centre.run("findings", "show", "f-1"))
    own_centre.run("findings", "export", "--out", str(tmp_path / "all.csv"))

    assert (shown["override"], shown["approved_by"]) == (an_override("service", "已清开", "410105-0001"), "410105-0001")
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["改变处置的理由"], row["批准人"]) == ("已清开", "410105-0001")
    own_centre.run("leaders", "remove", "410105-0001")  # what was approved stays approved
    with plain.client(own_centre, follow_redirects=True) as browser:
        browser.post("/console/login", data={"name": "值班员", "password": "long enough"})
        page = browser.get(f"/console/finding?device={laptop.device}&id=f-1").text
    assert "理由：已清开<br>批准：中队长 周正 410105-0001" in page


def test_a_later_decision_without_a_leader_names_none(own_centre: House, laptops: Callable[[House], Laptop]) -> None:
    laptop = laptops(own_centre)
    first = a_finding("f-1", tier="service", override=an_override("service", "已清开", "410105-0001"))
    laptop.record(first, lowered("enforcement", was="service", reason="又占用"))
    laptop.push()

    shown = json.loads(own_centre.run("findings", "show", "f-1"))

    assert (shown["tier"], shown["override_reason"], shown["approved_by"]) == ("enforcement", "又占用", "")


def test_a_finding_without_a_decision_of_its_own_names_nobody(
    own_centre: House, laptops: Callable[[House], Laptop]
) -> None:
    laptop = laptops(own_centre)
    laptop.record(a_finding("f-1"))
    laptop.push()

    shown = json.loads(own_centre.run("findings", "show", "f-1"))

    assert (shown["override"], shown["approved_by"]) == (None, "")
