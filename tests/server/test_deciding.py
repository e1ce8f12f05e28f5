"""Every finding is decided again, after its receipt, whatever happens in between."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from inspector_app.domain.policy import engine
from inspector_app.domain.policy.facts import seal
from sync.protocol.problems import ProtocolProblem
from sync.server import centre as wiring
from sync.server import deciding
from sync.server.store.connection import Connection
from tests import policies
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, a_shift

CASES = policies.cases()[:3]
MANY = 120  # more than two pages


def judged(laptop: Laptop, count: int = MANY) -> Laptop:
    """The laptop with `count` findings of worked cases, as the policy decides them, not sent yet."""
    laptop.record(a_shift())
    for number in range(count):
        case = CASES[number % len(CASES)]
        laptop.record(
            a_finding(
                f"f-{number}", category=case["category"], facts=seal(case["input"], policies.catalogue()),
                judgement=judgement(case),
            )
        )  # fmt: skip
    return laptop


def judgement(case: dict[str, Any]) -> dict[str, Any]:
    said = case["expected"]
    return {
        "tier": said["tier"], "primary": said["primary"], "reasons": [], "fine_gate": "na", "flags": [], "refer": [],
        "missing": [], "measures": [], "provisional": False, "pack": "721-v1", "pack_digest": "",
    }  # fmt: skip


async def pushed(inside: wiring.Centre, laptop: Laptop) -> None:
    """Takes the laptop's lines in this process, where nobody decides anything by himself."""
    for start in range(0, len(laptop.lines), 50):
        await inside.push(laptop.device, laptop.batch(laptop.lines[start : start + 50]))


async def decided(inside: wiring.Centre) -> dict[str, tuple[str, str]]:
    """The centre's own decisions as they stand."""
    query = text("SELECT finding, server_tier, server_primary FROM findings")

    async def deed(connection: Connection) -> dict[str, tuple[str, str]]:
        rows = await connection.execute(query)
        return {row.finding: (row.server_tier, row.server_primary) for row in rows}

    return await inside.database.read(deed)


def wanted(count: int = MANY) -> dict[str, tuple[str, str]]:
    of_cases = [(case["expected"]["tier"], case["expected"]["primary"]) for case in CASES]
    return {f"f-{number}": of_cases[number % len(CASES)] for number in range(count)}


def test_what_a_centre_left_undecided_when_it_died_the_next_one_decides(
    own_centre: House, laptops: Callable[[House], Laptop]
) -> None:
    laptop = judged(laptops(own_centre))
    own_centre.kill()
    own_centre.inside(lambda inside: pushed(inside, laptop))
    assert set(own_centre.inside(decided).values()) == {("", "")}

    own_centre.start()

    async def until_decided(inside: wiring.Centre) -> dict[str, tuple[str, str]]:
        while await deciding.is_behind(inside.database):  # noqa: ASYNC110 - another process does the work
            await asyncio.sleep(0.01)
        return await decided(inside)

    assert own_centre.inside(until_decided) == wanted()


def test_processes_that_decide_together_share_the_work_and_leave_nothing(
    own_centre: House, laptops: Callable[[House], Laptop]
) -> None:
    some = [judged(laptops(own_centre), 60) for _ in range(3)]
    own_centre.stop()

    async def shared(inside: wiring.Centre) -> dict[str, tuple[str, str]]:
        await asyncio.gather(*(pushed(inside, laptop) for laptop in some))
        await asyncio.gather(*(deciding.catch_up(inside.database, inside.judge) for _ in range(3)))
        assert not await deciding.is_behind(inside.database)
        return await decided(inside)

    assert own_centre.inside(shared) == wanted(60)


def test_lines_that_come_while_others_are_decided_are_decided_too(
    own_centre: House, laptops: Callable[[House], Laptop]
) -> None:
    laptop = judged(laptops(own_centre))
    own_centre.stop()

    async def both(inside: wiring.Centre) -> dict[str, tuple[str, str]]:
        await asyncio.gather(pushed(inside, laptop), deciding.catch_up(inside.database, inside.judge))
        await deciding.catch_up(inside.database, inside.judge)
        return await decided(inside)

    assert own_centre.inside(both) == wanted()


def test_a_break_before_the_decisions_are_written_writes_none_and_skips_none(
    own_centre: House, laptops: Callable[[House], Laptop], monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = judged(laptops(own_centre), 10)
    own_centre.stop()
    keep = deciding._keep

    async def breaks(*given: Any) -> None:
        await keep(*given)
        raise ConnectionResetError

    async def broken(inside: wiring.Centre) -> None:
        await pushed(inside, laptop)
        monkeypatch.setattr(deciding, "_keep", breaks)
        with pytest.raises((ProtocolProblem, ConnectionResetError)):
            await deciding.catch_up(inside.database, inside.judge)
        assert set((await decided(inside)).values()) == {("", "")}
        monkeypatch.setattr(deciding, "_keep", keep)
        await deciding.catch_up(inside.database, inside.judge)
        assert await decided(inside) == wanted(10)

    own_centre.inside(broken)


def test_an_engine_that_fails_leaves_its_findings_undecided_and_goes_on(
    own_centre: House, laptops: Callable[[House], Laptop], monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = judged(laptops(own_centre), 10)
    own_centre.stop()
    decide = engine.decide

    def fails(facts: Any, pack: Any) -> Any:
        if facts == CASES[0]["input"]:
            raise IndexError
        return decide(facts, pack)

    async def tried(inside: wiring.Centre) -> dict[str, tuple[str, str]]:
        await pushed(inside, laptop)
        monkeypatch.setattr(engine, "decide", fails)
        await deciding.catch_up(inside.database, inside.judge)
        assert not await deciding.is_behind(inside.database)
        return await decided(inside)

    found = own_centre.inside(tried)
    assert {finding for finding, again in found.items() if again == ("", "")} == {"f-0", "f-3", "f-6", "f-9"}


@pytest.mark.parametrize(
    ("idle", "looks"),
    [([True, True], 1), ([False, True, True, False], 2), ([True, False] * deciding.LOOKS, deciding.LOOKS)],
    ids=["nobody is there", "somebody goes", "somebody comes again and again"],
)
def test_deciding_makes_way_until_nobody_has_waited_for_a_moment_or_the_pause_is_over(
    monkeypatch: pytest.MonkeyPatch, idle: list[bool], looks: int
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)

    left = iter(idle)
    asyncio.run(deciding._make_way(lambda: next(left)))

    assert slept == [deciding.PAUSE_S / deciding.LOOKS] * looks


def test_a_page_is_decided_only_after_way_was_made_for_laptops(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    async def behind(_database: Any) -> bool:
        return told.count("page") < 2

    async def page(_database: Any, _judge: Any) -> bool:
        told.append("page")
        return True

    async def way(_is_idle: Any) -> None:
        told.append("way")

    class NoMore:
        async def more(self, _seconds: float) -> None:
            raise asyncio.CancelledError

    for name, deed in (("is_behind", behind), ("_page", page), ("_make_way", way)):
        monkeypatch.setattr(deciding, name, deed)

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(deciding.follow(None, None, NoMore(), lambda: True))  # type: ignore[arg-type]

    assert told == ["way", "page", "way", "page"]
