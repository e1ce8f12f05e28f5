"""How many laptops are in the middle of a round: whoever has begun is let finish before the next one begins."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sync.server.lane import Lane

# A round that lasts longer has its photos on a thin line: that is their lane's affair, and others need not wait for it.
STAY_S = 5.0
SILENT_S = 1.0  # who makes no call for so long has hung up, or had nothing more to say


@dataclass(slots=True, eq=False)
class _Round:
    """Calls in hand, and what will end it by itself: its time, or silence."""

    over: asyncio.TimerHandle
    calls: int = 0
    silence: asyncio.TimerHandle | None = None

    def heard(self) -> None:
        if self.silence is not None:
            self.silence.cancel()
        self.silence = None

    def ended(self) -> None:
        self.heard()
        self.over.cancel()


class Rounds:
    """Gives each laptop that begins a round a place in `lane`; it is given back with its account, or by itself."""

    def __init__(self, lane: Lane, *, stay_s: float = STAY_S, silent_s: float = SILENT_S) -> None:
        self._lane = lane
        self._stay_s, self._silent_s = stay_s, silent_s
        self._under_way: dict[str, _Round] = {}

    async def begin(self, who: str) -> None:
        """Waits for a place; one that has begun keeps its own. Raises ProtocolProblem(BUSY), with the time to come back."""
        if who in self._under_way:
            return
        await self._lane.enter(who, 0)
        loop = asyncio.get_running_loop()
        self._under_way[who] = _Round(loop.call_later(self._stay_s, self.end, who))

    @contextmanager
    def call(self, who: str, *, last: bool) -> Iterator[None]:
        """Notes that the laptop is not silent while it is entered; after the `last` call its round no longer counts."""
        one = self._under_way.get(who)
        if one is None:
            yield
            return
        one.calls += 1
        one.heard()
        try:
            yield
        finally:
            one.calls -= 1
            if self._under_way.get(who) is one:
                if last:
                    self.end(who)
                elif not one.calls:
                    one.silence = asyncio.get_running_loop().call_later(self._silent_s, self.end, who)

    def end(self, who: str) -> None:
        self._under_way.pop(who).ended()
        self._lane.leave(who, 0)
