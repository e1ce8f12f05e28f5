"""The central server as a whole: its parts, wired once, and what it does for each call."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import select

from sync.protocol import messages as wire
from sync.protocol import proofs
from sync.protocol.canonical import clean_text
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import TOKEN_MARK, Receipt, Statement
from sync.server import admission, enrolment, feed, identity, laptops, manifest, media, standing, statements
from sync.server.clock import Clock, now_text
from sync.server.decoding import decoded
from sync.server.identity import Identity, NoCentre
from sync.server.intake import Intake
from sync.server.judging import Judge, load_judge
from sync.server.packs.shelf import Shelf
from sync.server.parts import Parts
from sync.server.photo_store import PhotoStore, open_store
from sync.server.settings import Settings
from sync.server.store import schema
from sync.server.store.connection import Connection
from sync.server.store.database import Database, open_database
from sync.server.store.tables import lines
from sync.server.store.watched import Watched
from sync.server.tickets import TOKEN_S, Tickets
from sync.server.uploads import Uploads
from sync.server.watch import Nobody, Watch


@dataclass(frozen=True, slots=True)
class Centre:
    """Everything that a call needs; stateless but for files and the database, so any number may run side by side."""

    database: Database
    identity: Identity
    tickets: Tickets
    uploads: Uploads
    intake: Intake
    photos: PhotoStore
    judge: Judge
    keys_folder: Path
    parcels_folder: Path
    packs: Shelf
    clock: Clock
    watch: Watch

    @property
    def is_idle(self) -> bool:
        """Whether nobody waits for a receipt, or sends photos."""
        return self.intake.is_idle and not self.uploads.memory.held

    def time(self) -> wire.TimeAnswer:
        return wire.TimeAnswer(now=now_text(self.clock), challenge=self.tickets.challenge())

    async def enrol(self, request: wire.EnrolRequest) -> wire.EnrolAnswer:
        device = await self.database.write(lambda connection: enrolment.enrol(connection, request, self.clock))
        return wire.EnrolAnswer(
            device=device, centre=self.identity.name, keys=self.identity.keys, buckets=enrolment.buckets_of(device),
            sealing=self.identity.sealing,
        )  # fmt: skip

    async def token(self, request: wire.TokenRequest) -> wire.TokenAnswer:
        """Raises ProtocolProblem: NO_TOKEN (the challenge is not ours or too old), UNKNOWN_DEVICE, WRONG_SIGNATURE."""
        self.tickets.check_challenge(request.challenge)
        laptop = await self.database.read(lambda connection: laptops.known(connection, request.device))
        laptop.check(request.sig, TOKEN_MARK, proofs.token(request.device, request.challenge))
        return wire.TokenAnswer(token=self.tickets.token(request.device), valid_s=TOKEN_S)

    async def hello(self, device: str, request: wire.HelloRequest) -> wire.HelloAnswer:
        """Raises ProtocolProblem(OLD_PROTOCOL) for a laptop that speaks another protocol."""
        if request.proto != wire.PROTOCOL:
            raise ProtocolProblem(Problem.OLD_PROTOCOL, str(wire.PROTOCOL))
        now = now_text(self.clock)

        async def deed(connection: Connection) -> wire.HelloAnswer:
            row = await laptops.greeted(connection, device, clean_text(request.app), now)
            revoked = row.revoked_at is not None
            await standing.note_hello(connection, row, request.epoch, request.head_seq, now)
            self.identity.follow(await identity.known_keys(connection))
            held = (await statements.held(connection, [(device, request.epoch)])).get((device, request.epoch))
            followed = () if revoked else await feed.followed(connection, device)
            heads, marks = await feed.ends(connection, followed)
            return wire.HelloAnswer(
                now=now, through_seq=held.through_seq if held else 0, digest=held.digest if held else "",
                agrees=await _agrees(connection, device, request, held), heads=heads, marks=marks,
                keys=self.identity.keys, revoked=revoked, sealing=self.identity.sealing,
                receipt=await self._proven(connection, device, request, held, now),
                lacking=await media.lacking(connection, device, request.epoch), batch_lines=wire.MOST_LINES,
                pack=0 if revoked else self.packs.newest(),
            )  # fmt: skip

        return await self.database.write(deed)

    async def _proven(
        self, connection: Connection, device: str, request: wire.HelloRequest, held: statements.Held | None, now: str
    ) -> Receipt | None:
        """The receipt for exactly the lines that the laptop has, when its account of them was complete already."""
        if held is None or (held.through_seq, held.digest) != (request.head_seq, request.head_digest):
            return None
        of = device, request.epoch
        if not await manifest.was_complete(connection, *of, held.through_seq):
            return None
        return self.identity.sign((await statements.of_ends(connection, self.identity, {of: held}, now))[of])

    async def push(self, device: str, request: wire.PushRequest) -> wire.PushAnswer:
        """Raises ProtocolProblem: WRONG_SIGNATURE, MALFORMED, BROKEN_CHAIN, HOLE, FORK; then nothing of it is stored."""
        taken = await self.intake.take(admission.read(device, request))
        self.uploads.expected.ask(device, taken.need)
        self.watch.took_lines(request.lines, taken.added)
        receipt = self.identity.sign(taken.said)
        return wire.PushAnswer(through_seq=taken.through_seq, added=taken.added, need=taken.need, receipt=receipt)

    async def have(self, device: str, request: wire.HaveRequest) -> wire.HaveAnswer:
        stored, partial = await self.uploads.have(device, tuple(dict.fromkeys(request.sha256)))
        return wire.HaveAnswer(stored=stored, partial=partial)

    async def bundle(self, device: str, whose: str, size: int, pieces: AsyncIterator[bytes]) -> wire.BundleAnswer:
        """Takes whole photos out of a body of `size` bytes at the most. Raises UNKNOWN_DEVICE, MALFORMED, TOO_LARGE, WRONG_DIGEST and others."""
        check_owner(device, whose)
        async with self.uploads.memory.whole(size, pieces) as body:
            bundle = decoded(body, wire.BundleRequest, msgspec.msgpack.decode)
            return wire.BundleAnswer(stored=await self.uploads.bundle(device, bundle.photos))

    async def manifest(self, device: str, request: wire.ManifestRequest) -> wire.ManifestAnswer:
        """Raises ProtocolProblem: WRONG_SIGNATURE, UNKNOWN_EPOCH, HOLE; an account that differs is answered, and kept."""
        now = now_text(self.clock)

        async def deed(connection: Connection) -> tuple[bool, bool, Statement]:
            laptop = await laptops.known(connection, device, alone=True)
            manifest.check(laptop, request)
            await manifest.check_held(connection, laptop, request)
            said = await statements.statement(
                connection, self.identity, device, request.epoch, through=request.through_seq, now=now
            )
            agrees = await manifest.agrees(connection, request, said)
            complete = agrees and said.missing_count == 0
            await manifest.keep(connection, request, said, complete=complete)
            return complete, agrees, said

        complete, agrees, said = await self.database.write(deed)
        return wire.ManifestAnswer(complete=complete, agrees=agrees, receipt=self.identity.sign(said))

    async def pull(self, device: str, request: wire.PullRequest) -> wire.PullAnswer:
        """Raises ProtocolProblem(REVOKED_DEVICE): such a laptop may still push."""

        async def deed(connection: Connection) -> wire.PullAnswer:
            (await laptops.known(connection, device)).check_trusted()
            return wire.PullAnswer(pages=await feed.pages(connection, device, request))

        return await self.database.read(deed)


def check_owner(device: str, whose: str) -> None:
    """Raises ProtocolProblem(UNKNOWN_DEVICE) when the resource is another laptop's."""
    if whose != device:
        raise ProtocolProblem(Problem.UNKNOWN_DEVICE, "another laptop's photo")


async def found(settings: Settings, clock: Clock) -> bool:
    """Makes a centre where there is none; whether it did."""
    settings.data.mkdir(parents=True, exist_ok=True)
    database = open_database(settings.database)
    try:
        await schema.migrate(database, settings.backups)
        return await identity.found(database, settings.keys, clock)
    finally:
        await database.close()


@asynccontextmanager
async def opened(settings: Settings, clock: Clock, watch: Watch | None = None) -> AsyncIterator[Centre]:
    """The centre in `settings.data`, migrated and with its keys; closed at the end. Raises NoCentre and makes nothing."""
    database = open_database(settings.database)
    try:
        await _check_made(settings, database)
        await schema.migrate(database, settings.backups)
        who = await identity.load(database, settings.keys)
        parts, photos = Parts(settings.parts), open_store(settings.photos_url, settings.photos)
        ours = Watched(database, watch.transaction) if watch else database
        watch = watch or Nobody()
        yield Centre(
            ours, who, Tickets(who.secret, clock), Uploads(ours, parts, photos, clock, watch), Intake(ours, who, clock),
            photos, load_judge(), settings.keys, settings.parcels, Shelf(settings.packs), clock, watch,
        )  # fmt: skip
    finally:
        await database.close()


async def _check_made(settings: Settings, database: Database) -> None:
    """Raises NoCentre. It looks before it opens: SQLite makes the file that it is asked for."""
    if not settings.has_data:
        raise NoCentre(settings.data)
    if await schema.revision(database) is None:
        raise NoCentre("that database" if settings.database_url else settings.data)


async def _agrees(
    connection: Connection, device: str, request: wire.HelloRequest, held: statements.Held | None
) -> bool | None:
    """Whether the centre's line `head_seq` has the laptop's digest; None when it holds no such line."""
    if held is None or not held.first_seq <= request.head_seq <= held.through_seq:
        return None
    if request.head_seq == held.through_seq:
        return held.digest == request.head_digest
    here = (lines.c.device == device) & (lines.c.epoch == request.epoch) & (lines.c.seq == request.head_seq)
    return bool(await connection.scalar(select(lines.c.digest).where(here)) == request.head_digest)
