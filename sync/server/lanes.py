"""Who comes in when a whole city ends its shift: lines and photos in lanes of their own, so that neither waits for the other."""

import asyncio
import random as chance
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sync.protocol.messages import LARGEST_CHUNK
from sync.protocol.problems import Problem, ProtocolProblem
from sync.server.bodies import App, Message, Receive, Scope, Send
from sync.server.budgets import Budgets
from sync.server.lane import Bounds, Lane
from sync.server.rounds import Rounds
from sync.server.tickets import Tickets

MIB = 1024 * 1024
RECORDS, MEDIA, ROUNDS, PACKS = "records", "media", "rounds", "packs"
FIRST, LAST = "/v1/hello", "/v1/manifest"  # a round begins with one and is proved by the other
# `have` goes with the photos: whoever would not get through with them hears so before a byte of them is on its way.
LANES = {
    "/v1/hello": RECORDS, "/v1/lines": RECORDS, "/v1/manifest": RECORDS, "/v1/pull": RECORDS, "/v1/media/have": MEDIA,
}  # fmt: skip
UPLOADS, DOWNLOADS = "/v1/uploads/", "/v1/packs/"
PACK_CALLS = (
    8  # at once, of at most 8 MiB each: what laptops look up waits behind nothing of theirs, and delays nothing
)
ADJUSTABLE = ("rounds", "records", "media", "media_mb", "queue", "patience_s", "rate", "burst")
WELCOME_S = 0.5  # how long somebody waits to begin: a laptop that is sent away has lost nothing yet
LONGEST_PACED_S = 1.0  # of a call that came too early: later ones are sent away


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process takes on. Measured reasons stand in the room's README.

    `rounds` under way; `records` and `media` calls at once, `media_mb` (MiB) of photos among them; `queue` calls wait in each
    lane for at most `patience_s`; a laptop makes `rate` calls of records a second, and `burst` in haste.
    """

    rounds: int = 32
    records: int = 32
    media: int = 128
    media_mb: int = 128
    queue: int = 512
    patience_s: float = 5.0
    rate: float = 20.0
    burst: float = 400.0

    def bounds(self) -> dict[str, Bounds]:
        return {
            ROUNDS: Bounds(self.rounds, 1, min(self.queue, self.rounds // 2), 1, min(self.patience_s, WELCOME_S)),
            RECORDS: Bounds(self.records, 2, self.queue, 4, self.patience_s),
            MEDIA: Bounds(self.media, 4, self.queue, 8, self.patience_s, self.media_mb * MIB),
            PACKS: Bounds(PACK_CALLS, 1, self.queue, 1, self.patience_s),
        }


class Admission:
    """Stands before the application. Strangers pass: they are refused there, before their body is read."""

    def __init__(
        self, app: App, tickets: Tickets, limits: Limits, steady: Callable[[], float], *,
        random: Callable[[], float] = chance.random, refused: Callable[[str, str], None] = lambda _lane, _why: None,
    ) -> None:  # fmt: skip
        """`refused` hears the lane and why: queue, patience, rate."""
        self.lanes = {name: Lane(name, its, steady, random, refused) for name, its in limits.bounds().items()}
        self.rounds = Rounds(self.lanes[ROUNDS])
        self.draining = False
        self._app = app
        self._tickets = tickets
        self._refused = refused
        self._budgets = Budgets(limits.rate, limits.burst, steady)

    def drain(self) -> None:
        """From now on says goodbye with every answer."""
        self.draining = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises ProtocolProblem(BUSY) before the body is read, with the time to come back."""
        async with self._admitted(scope):
            await self._app(scope, receive, self._parting(send))

    @asynccontextmanager
    async def _admitted(self, scope: Scope) -> AsyncIterator[None]:
        path = scope["path"]
        name = MEDIA if path.startswith(UPLOADS) else PACKS if path.startswith(DOWNLOADS) else LANES.get(path)
        who = self._who(scope) if name else ""
        if not name or not who:
            yield
            return
        scope.setdefault("state", {})["laptop"] = who  # so that nobody need prove the token again
        if name == RECORDS:
            await self._pace(who)
        if path == FIRST:
            await self.rounds.begin(who)
        with self.rounds.call(who, last=path == LAST):
            async with self.lanes[name].place(who, _size(scope)):
                yield

    def _who(self, scope: Scope) -> str:
        """The laptop that holds the token; empty for a stranger."""
        said = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
        try:
            return self._tickets.device_of(said.partition(" ")[2].strip())
        except ProtocolProblem:
            return ""

    async def _pace(self, who: str) -> None:
        wait_s = self._budgets.take(who, LONGEST_PACED_S)
        if wait_s > LONGEST_PACED_S:
            self._refused(RECORDS, "rate")
            raise ProtocolProblem(Problem.BUSY, "records: rate", retry_after_s=wait_s)
        if wait_s:
            await asyncio.sleep(wait_s)

    def _parting(self, send: Send) -> Send:
        """While draining, tells a proxy that the connection ends with this answer, so that its next call goes elsewhere."""

        async def told(message: Message) -> None:
            if self.draining and message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], (b"connection", b"close")]}
            await send(message)

        return told


def _size(scope: Scope) -> int:
    """Bytes that the call will hold; a bundle lies there twice, as it came and one by one."""
    headers = dict(scope["headers"])
    unknown = LARGEST_CHUNK if b"transfer-encoding" in headers else 0
    length = int(headers.get(b"content-length", unknown))
    return 2 * length if scope["path"].count("/") == UPLOADS.count("/") else length
