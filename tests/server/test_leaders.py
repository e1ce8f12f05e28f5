"""A squad leader's code is made at the centre, shown once, and known to laptops by its verifier alone."""

from collections.abc import Callable, Sequence

import msgspec

from inspector_app.domain.reference.leader import Leader, leader_of
from tests.server.conftest import House
from tests.server.laptop import Laptop

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
