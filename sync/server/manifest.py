"""The proof at the end of a shift: the laptop's own account against what the centre's tables hold, read again."""

from sqlalchemy import ColumnElement, and_, bindparam, func, insert, select

from sync.protocol import proofs
from sync.protocol.canonical import clean_text
from sync.protocol.lines import digest_of
from sync.protocol.messages import ManifestRequest
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import MANIFEST_MARK, Statement
from sync.server import standing
from sync.server.laptops import Laptop
from sync.server.registry import line_of
from sync.server.statements import epoch_row
from sync.server.store.connection import Connection
from sync.server.store.tables import lines, manifests

COMPLETE = select(manifests.c.through_seq).where(
    manifests.c.device == bindparam("of"),
    manifests.c.epoch == bindparam("in_"),
    manifests.c.through_seq == bindparam("through"),
    manifests.c.complete,
)


def check(laptop: Laptop, request: ManifestRequest) -> None:
    """Raises ProtocolProblem(WRONG_SIGNATURE) when the account is not the laptop's own."""
    laptop.check(request.sig, MANIFEST_MARK, proofs.manifest(laptop.device, request))


async def check_held(connection: Connection, laptop: Laptop, request: ManifestRequest) -> None:
    """Raises UNKNOWN_EPOCH, or HOLE with the centre's own seq, when lines of the account have not come yet."""
    held = await epoch_row(connection, laptop.device, request.epoch)
    if held is None:
        raise ProtocolProblem(Problem.UNKNOWN_EPOCH, seq=0)
    if held.through_seq < request.through_seq:
        raise ProtocolProblem(Problem.HOLE, seq=held.through_seq)


async def agrees(connection: Connection, request: ManifestRequest, said: Statement) -> bool:
    """Whether the account equals the centre's, and the lines since the last complete account are chained as stored."""
    account = (request.through_seq, request.digest, request.findings, request.photos)
    if account != (said.through_seq, said.digest, said.findings, said.photos):
        return False
    return await _is_chained(connection, said)


async def was_complete(connection: Connection, device: str, epoch: str, through: int) -> bool:
    """Whether the laptop's account of the epoch up to just that line was complete."""
    return await connection.scalar(COMPLETE, {"of": device, "in_": epoch, "through": through}) is not None


async def keep(connection: Connection, request: ManifestRequest, said: Statement, *, complete: bool) -> None:
    """Remembers that the account was given; a complete one stays complete, and proves its shifts."""
    if complete:
        await standing.prove(connection, said.device, said.epoch, said.through_seq)
    here = _here(said.device, said.epoch) & (manifests.c.through_seq == request.through_seq)
    found = (await connection.execute(select(manifests.c.complete).where(here))).one_or_none()
    if found is not None:
        if complete and not found.complete:
            await connection.execute(manifests.update().where(here).values(complete=True))
        return
    row = {
        "device": said.device,
        "epoch": said.epoch,
        "through_seq": request.through_seq,
        "shift": clean_text(request.shift),
    }
    await connection.execute(insert(manifests), row | {"complete": complete, "received_at": said.server_time})


async def _is_chained(connection: Connection, said: Statement) -> bool:
    proven = await connection.scalar(
        select(func.max(manifests.c.through_seq)).where(_here(said.device, said.epoch), manifests.c.complete)
    )
    after, before = min(int(proven or 0), said.through_seq), ""
    here = and_(lines.c.device == said.device, lines.c.epoch == said.epoch)
    query = select(lines).where(here, lines.c.seq > after, lines.c.seq <= said.through_seq).order_by(lines.c.seq)
    async for row in connection.stream(query):
        line = line_of(row)
        if digest_of(said.device, line) != line.digest or (before and line.prev != before):
            return False
        before = line.digest
    return not before or before == said.digest


def _here(device: str, epoch: str) -> ColumnElement[bool]:
    return (manifests.c.device == device) & (manifests.c.epoch == epoch)
