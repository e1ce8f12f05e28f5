"""Pushes that are stored together stay apart: what is wrong with one is nothing to the others."""

import asyncio
from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import text

from sync.protocol.messages import PushAnswer
from sync.protocol.problems import ProtocolProblem
from sync.server import centre as wiring
from sync.server import ingest, wire
from sync.server.admission import Admitted
from sync.server.store.connection import Connection
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, a_photo, a_shift

Answers = list[PushAnswer | BaseException]


@pytest.fixture
def squad(own_centre: House, clients: Callable[[House], httpx.Client]) -> list[Laptop]:
    """Five laptops with a finding and its photo each, not sent yet; the second one's photo is the first one's."""
    laptops = [Laptop(clients(own_centre), own_centre.code()).join() for _ in range(5)]
    for number, laptop in enumerate(laptops):
        laptop.record(a_shift(), a_finding(), a_photo(b"photo" * max(1, number)))
    return laptops


async def together(inside: wiring.Centre, squad: list[Laptop]) -> Answers:
    """What the centre answers to pushes of everything, all at once in one process."""
    pushes = (inside.push(laptop.device, laptop.batch(laptop.lines)) for laptop in squad)
    return await asyncio.gather(*pushes, return_exceptions=True)


def added(answers: Answers) -> list[int | str]:
    """How many lines of each were added, or why none were."""
    return [one.added if isinstance(one, PushAnswer) else wire.problem_of(one).code.value for one in answers]


async def _arrived(inside: wiring.Centre, squad: list[Laptop]) -> None:
    """Returns when all lines of those laptops can be read."""
    here = text("SELECT count(DISTINCT device) FROM lines WHERE device IN (:a, :b, :c, :d)")
    names = dict(zip("abcd", (laptop.device for laptop in squad), strict=True))

    async def deed(connection: Connection) -> int:
        return int((await connection.execute(here, names)).scalar_one())

    while await inside.database.read(deed) < len(squad):  # noqa: ASYNC110 - the fact is in the database
        await asyncio.sleep(0)


def findings(centre: House) -> int:
    async def count(inside: wiring.Centre) -> int:
        return int(await inside.database.read(lambda c: c.scalar(text("SELECT count(*) FROM findings"))))

    return centre.inside(count)


def test_each_push_gets_a_receipt_of_its_own(own_centre: House, squad: list[Laptop]) -> None:
    answers = own_centre.inside(lambda inside: together(inside, squad))

    for laptop, answer in zip(squad, answers, strict=True):
        assert isinstance(answer, PushAnswer)
        said = laptop.statement(answer.receipt)
        assert (said.device, said.through_seq, said.digest) == (laptop.device, 4, laptop.lines[-1].digest)
        assert (said.findings, said.photos, said.missing, answer.need) == (1, 1, answer.need, said.missing)
    assert findings(own_centre) == 5


def test_a_push_that_is_refused_keeps_nobody_out(own_centre: House, squad: list[Laptop]) -> None:
    del squad[1].lines[1]  # a hole within the batch
    squad[3].open_epoch("e-2", reason="restored")
    squad[3].lines = squad[3].lines[1:4]  # an epoch without its beginning

    answers = own_centre.inside(lambda inside: together(inside, squad))

    assert added(answers) == [4, "broken_chain", 4, "hole", 4]
    assert findings(own_centre) == 3


def test_a_push_that_breaks_the_transaction_is_stored_apart(
    own_centre: House, squad: list[Laptop], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = ingest._draw

    async def breaks(connection: Connection, fresh: list[Admitted], *rest: object) -> None:
        await draw(connection, fresh, *rest)  # type: ignore[arg-type]
        if any(each.batch.device == squad[2].device for each in fresh):
            await connection.execute(text("SELECT 1 FROM nowhere"))

    monkeypatch.setattr(ingest, "_draw", breaks)
    answers = own_centre.inside(lambda inside: together(inside, squad))

    assert added(answers) == [4, 4, "internal", 4, 4]
    assert findings(own_centre) == 4
    assert squad[2].push().added == 4  # the running process knows nothing of the break


def test_pushes_of_one_laptop_are_taken_one_after_the_other(own_centre: House, squad: list[Laptop]) -> None:
    laptop = squad[0]

    async def pieces(inside: wiring.Centre) -> Answers:
        batches = [laptop.batch(laptop.lines[:end]) for end in (1, 2, 4, 3)]
        return await asyncio.gather(*(inside.push(laptop.device, batch) for batch in batches), return_exceptions=True)

    assert added(own_centre.inside(pieces)) == [1, 1, 2, 0]


@pytest.mark.xdist_group("postgres")
def test_a_laptop_whose_row_is_held_delays_no_other(own_centre: House, squad: list[Laptop]) -> None:
    async def beside(inside: wiring.Centre) -> None:
        if inside.database.is_embedded:
            return  # one writer at a time: there is nothing to hold
        waiting: list[asyncio.Task[Answers]] = []

        async def held(connection: Connection) -> None:
            here = text("SELECT 1 FROM devices WHERE device = :device FOR UPDATE")
            await connection.execute(here, {"device": squad[0].device})
            first = asyncio.create_task(together(inside, squad[:1]))  # alone, with the lane to itself
            await asyncio.sleep(0.1)
            everyone = asyncio.create_task(together(inside, squad[1:]))
            waiting.extend((first, everyone))
            await asyncio.wait_for(_arrived(inside, squad[1:]), 10)
            assert not first.done()

        await inside.database.write(held)
        assert [added(await one) for one in waiting] == [[4], [4, 4, 4, 4]]

    own_centre.inside(beside)


def test_whoever_goes_away_leaves_the_others_their_receipts(own_centre: House, squad: list[Laptop]) -> None:
    async def one_leaves(inside: wiring.Centre) -> Answers:
        gone = asyncio.create_task(inside.push(squad[0].device, squad[0].batch(squad[0].lines)))
        rest = asyncio.create_task(together(inside, squad[1:]))
        await asyncio.sleep(0)
        gone.cancel()
        return await rest

    assert added(own_centre.inside(one_leaves)) == [4, 4, 4, 4]


def test_a_token_of_a_laptop_that_nobody_knows_is_told_so(own_centre: House, squad: list[Laptop]) -> None:
    stranger = Laptop(squad[0].http, squad[0].code)
    stranger.open_epoch("e-1", reason="new")

    answers = own_centre.inside(lambda inside: together(inside, [*squad, stranger]))

    assert added(answers) == [4, 4, 4, 4, 4, "unknown_device"]
    assert isinstance(answers[-1], ProtocolProblem)
