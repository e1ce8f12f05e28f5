"""One lane of calls: so many at once, a bounded queue in turns by laptop, and a true time to come back for who is sent away."""

import asyncio
import math
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sync.protocol.problems import Problem, ProtocolProblem

MEMORY_S = 10.0  # how far back the pace of a lane is remembered
IDLE_S = 1.0  # after which a pace says nothing of the next crowd
SOONEST_S, LATEST_S = 1.0, 120.0
SPREAD = 0.2


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one lane bears in one process.

    `calls` at once, `each` of one laptop; `room` for their bodies in bytes, 0 when they are small. `waiting` calls may queue,
    `waiting_each` of one laptop, none longer than `patience_s`.
    """

    calls: int
    each: int
    waiting: int
    waiting_each: int
    patience_s: float
    room: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """A call that waits: the size of its body in bytes, and the moment when it may come in."""

    size: int
    called: asyncio.Future[None]


class Lane:
    """Lets calls in by turns: a laptop that has many calls waits behind each other laptop's first one."""

    def __init__(
        self, name: str, bounds: Bounds, steady: Callable[[], float], random: Callable[[], float],
        refused: Callable[[str, str], None] = lambda _lane, _why: None,
    ) -> None:  # fmt: skip
        """`random` gives numbers from 0 to 1; `refused` hears the lane's name and why: queue, patience."""
        self.name = name
        self.bounds = bounds
        self.in_flight = self.waiting = self.bytes = 0
        self._steady = steady
        self._random = random
        self._refused = refused
        self._of: Counter[str] = Counter()
        self._queues: OrderedDict[str, deque[Turn]] = OrderedDict()  # laptops in the order of their turns
        self._done = 0.0  # calls that ended lately, older ones counting less
        self._busy_since = self._done_at = self._promised = steady()

    @asynccontextmanager
    async def place(self, who: str, size: int) -> AsyncIterator[None]:
        """Waits for its turn and holds its place. Raises ProtocolProblem(BUSY), which says when to come back."""
        await self.enter(who, size)
        try:
            yield
        finally:
            self.leave(who, size)

    async def enter(self, who: str, size: int) -> None:
        """As `place`, for who leaves by itself."""
        if not self._somebody_waits() and self._may(who) and self._fits(size):
            self._take(who, size)
            return
        if self.waiting >= self.bounds.waiting or len(self._queues.get(who, ())) >= self.bounds.waiting_each:
            raise self._refusal("queue")
        turn = Turn(size, asyncio.get_running_loop().create_future())
        self._queues.setdefault(who, deque()).append(turn)
        self.waiting += 1
        try:
            async with asyncio.timeout(self.bounds.patience_s):
                await turn.called
        except BaseException as trouble:
            self._give_up(who, turn)
            if isinstance(trouble, TimeoutError):
                raise self._refusal("patience") from None
            raise

    def _give_up(self, who: str, turn: Turn) -> None:
        if turn.called.done() and not turn.called.cancelled():  # it was called in the very moment when it went
            self.leave(who, turn.size)
            return
        if turn in self._queues.get(who, ()):
            self._queues[who].remove(turn)
            self._forget_if_empty(who)
            self.waiting -= 1
            self._call()  # who waited behind a large one may fit now

    def _take(self, who: str, size: int) -> None:
        now = self._steady()
        if self.in_flight == 0 and now - self._done_at > IDLE_S:
            self._done, self._busy_since = 0.0, now
        self.in_flight += 1
        self.bytes += size
        self._of[who] += 1

    def leave(self, who: str, size: int) -> None:
        now = self._steady()
        self._done = self._done * math.exp((self._done_at - now) / MEMORY_S) + 1
        self._done_at = now
        self.in_flight -= 1
        self.bytes -= size
        self._of[who] -= 1
        if not self._of[who]:
            del self._of[who]
        self._call()

    def _call(self) -> None:
        """Calls in whoever may come now."""
        while who := self._next():
            turn = self._queues[who].popleft()
            self._queues.move_to_end(who)
            self._forget_if_empty(who)
            self.waiting -= 1
            if not turn.called.done():  # it may just have hung up, and not have heard so itself
                self._take(who, turn.size)
                turn.called.set_result(None)

    def _next(self) -> str:
        """The laptop whose turn it is, when there is room for it; empty when nobody may come in."""
        for who, queue in self._queues.items():
            if self._may(who):
                return who if self._fits(queue[0].size) else ""  # who needs much room is not overtaken for ever
        return ""

    def _somebody_waits(self) -> bool:
        return any(self._may(who) for who in self._queues)

    def _may(self, who: str) -> bool:
        return self._of[who] < self.bounds.each

    def _fits(self, size: int) -> bool:
        has_room = not self.bounds.room or self.bytes == 0 or self.bytes + size <= self.bounds.room
        return self.in_flight < self.bounds.calls and has_room

    def _forget_if_empty(self, who: str) -> None:
        if not self._queues[who]:
            del self._queues[who]

    def _refusal(self, why: str) -> ProtocolProblem:
        self._refused(self.name, why)
        return ProtocolProblem(Problem.BUSY, f"{self.name}: {why}", retry_after_s=self._retry_after_s())

    def _retry_after_s(self) -> float:
        """When the queue will have passed, behind all who were told so before: they shall not come back together."""
        now, pace = self._steady(), self._pace()
        passed = now + (self.waiting + self.in_flight) / pace
        self._promised = min(max(passed, self._promised) + 1 / pace, now + LATEST_S)
        return max(SOONEST_S, (self._promised - now) * (1 + SPREAD * self._random()))

    def _pace(self) -> float:
        """Calls a second that the lane gets done; one a second at each place while nobody knows."""
        busy_s = self._steady() - self._busy_since
        if self._done < 1 or busy_s <= 0:
            return float(self.bounds.calls)
        return self._done / (MEMORY_S * (1 - math.exp(-busy_s / MEMORY_S)))
