"""Pushes that arrive together are stored together: one transaction, one commit, one statement a table for all of them."""

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sync.server import ingest
from sync.server.admission import Batch
from sync.server.clock import Clock, now_text
from sync.server.identity import Identity
from sync.server.ingest import Answer, Taken
from sync.server.store.connection import Connection
from sync.server.store.database import Database

MOST_TOGETHER, MOST_LINES = 32, 3200  # pushes in one transaction, and their lines


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    batch: Batch
    answer: asyncio.Future[Taken] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Intake:
    """Takes pushes in the order of their arrival, in one transaction after the other. Nobody waits for company: what came
    while one ran is the next.

    A push that fails, or whose laptop somebody else writes for, goes on alone; the others are not touched by it.
    """

    def __init__(self, database: Database, identity: Identity, clock: Clock) -> None:
        self._database = database
        self._identity = identity
        self._clock = clock
        self._is_storing = False
        self._waiting: list[_Waiting] = []
        self._in_hand: set[str] = set()  # laptops: the lines of one come one after the other
        self._tasks: set[asyncio.Task[None]] = set()
        self._stored = asyncio.Event()

    @property
    def is_idle(self) -> bool:
        """Whether nobody waits for a receipt."""
        return not self._in_hand

    async def more(self, seconds: float) -> None:
        """Returns when something was stored since it was last asked, after `seconds` at most."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stored.wait()
        self._stored.clear()

    async def take(self, batch: Batch) -> Taken:
        """What became of the batch, once it is durable. Raises ProtocolProblem; then nothing of it is stored."""
        waiting = _Waiting(batch)
        self._waiting.append(waiting)
        self._go_on()
        return await waiting.answer

    def _go_on(self) -> None:
        if not self._is_storing and (together := self._next()):
            self._is_storing = True
            self._start(self._follow(together))

    async def _follow(self, together: Sequence[_Waiting]) -> None:
        try:
            while together:
                await self._store(together)
                together = self._next()
        finally:
            self._is_storing = False

    def _next(self) -> Sequence[_Waiting]:
        """The next ones of laptops that have none in hand, the longest waiting first."""
        chosen: dict[str, _Waiting] = {}
        left: list[_Waiting] = []
        lines = 0
        for one in self._waiting:
            device = one.batch.device
            has_room = len(chosen) < MOST_TOGETHER and lines < MOST_LINES
            if has_room and device not in self._in_hand and device not in chosen:
                chosen[device] = one
                lines += len(one.batch.request.lines)
            else:
                left.append(one)
        self._waiting = left
        self._in_hand |= chosen.keys()
        return list(chosen.values())

    async def _store(self, together: Sequence[_Waiting], *, patiently: bool = False) -> None:
        try:
            answers: Sequence[Answer | Exception] = await self._database.write(
                lambda connection: self._taken(connection, together, patiently=patiently)
            )
        except Exception as trouble:  # noqa: BLE001 - whoever sent it is told, whatever it is
            answers = [trouble if len(together) == 1 else None] * len(together)
        except BaseException:
            for one in together:
                one.answer.cancel()
            raise
        self._stored.set()
        for one, answer in zip(together, answers, strict=True):
            if answer is None:
                self._start(self._store([one], patiently=True))
            else:
                self._tell(one, answer)

    async def _taken(
        self, connection: Connection, together: Sequence[_Waiting], *, patiently: bool
    ) -> Sequence[Answer]:
        batches = [one.batch for one in together]
        return await ingest.take(connection, self._identity, batches, now_text(self._clock), patiently=patiently)

    def _tell(self, one: _Waiting, answer: Taken | Exception) -> None:
        self._in_hand.discard(one.batch.device)
        if not one.answer.done():  # else whoever asked has gone
            if isinstance(answer, Exception):
                one.answer.set_exception(answer)
            else:
                one.answer.set_result(answer)
        self._go_on()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
