"""Gives a rebuilt laptop everything that the centre holds of it: to whoever brings a one-time code, and a key of its own."""

import base64
import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import insert, select, update

from sync.protocol import enrolment, restoring
from sync.protocol.lines import Line
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import Receipt, Statement, public_bytes, public_key, signed
from sync.protocol.restoring import RESTORE_MARK, RestoreAnswer, RestoreRequest
from sync.server import laptops, statements
from sync.server.centre import Centre
from sync.server.clock import Clock, now_text
from sync.server.enrolment import buckets_of
from sync.server.registry import line_of
from sync.server.store.connection import Connection
from sync.server.store.tables import device_keys, epochs, lines, media, restore_codes


async def issue_code(connection: Connection, device: str, fingerprint: str, clock: Clock) -> str:
    """A code for the laptop `device` as a person types it. Raises ProtocolProblem UNKNOWN_DEVICE or REVOKED_DEVICE."""
    (await laptops.known(connection, device)).check_trusted()
    code = enrolment.code_of(secrets.token_bytes(10), fingerprint)
    expires = now_text(clock, plus=timedelta(hours=enrolment.VALID_HOURS))
    row = {
        "hash": _hash(code.secret),
        "device": device,
        "created_at": now_text(clock),
        "expires_at": expires,
        "public": "",
    }
    await connection.execute(insert(restore_codes), row)
    return str(code)


async def begin(centre: Centre, request: RestoreRequest) -> RestoreAnswer:
    """Lets the new key speak for the laptop of the code, beside its older ones: what those signed and has not come yet still counts.

    Raises ProtocolProblem: MALFORMED, WRONG_SIGNATURE, WRONG_CODE (unknown, too old, or another key used it), REVOKED_DEVICE.
    """
    key = public_key(request.public_key)
    if not signed(key, request.sig, RESTORE_MARK, *restoring.proof(request.code, public_bytes(key))):
        raise ProtocolProblem(Problem.WRONG_SIGNATURE, "restore")
    public = base64.b64encode(public_bytes(key)).decode()

    async def deed(connection: Connection) -> tuple[str, list[str]]:
        device = await _redeem(connection, request.code, public, centre.clock)
        found = select(epochs.c.epoch).where(epochs.c.device == device).order_by(epochs.c.opened_at, epochs.c.first_seq)
        return device, list(await connection.scalars(found))

    device, held = await centre.database.write(deed)
    receipts = tuple([await _receipt(centre, device, epoch) for epoch in held])
    return RestoreAnswer(
        device=device, centre=centre.identity.name, keys=centre.identity.keys, buckets=buckets_of(device),
        epochs=tuple(held), receipts=receipts, sealing=centre.identity.sealing,
    )  # fmt: skip


async def lines_after(centre: Centre, device: str, code: str, epoch: str, seq: int) -> tuple[Line, ...]:
    """The next lines of the epoch, as they were sealed. Raises ProtocolProblem(WRONG_CODE)."""

    async def deed(connection: Connection) -> list[Line]:
        await _check(connection, device, code, centre.clock)
        here = (lines.c.device == device) & (lines.c.epoch == epoch) & (lines.c.seq > seq)
        query = select(lines).where(here).order_by(lines.c.seq).limit(restoring.PAGE_LINES)
        return [line_of(row) for row in await connection.execute(query)]

    return _within(await centre.database.read(deed), restoring.PAGE_BYTES)


async def photos_after(centre: Centre, device: str, code: str, after: str) -> tuple[tuple[str, int], ...]:
    """Digest and size of the next photos. Raises ProtocolProblem(WRONG_CODE)."""

    async def deed(connection: Connection) -> list[tuple[str, int]]:
        await _check(connection, device, code, centre.clock)
        here = (media.c.device == device) & (media.c.sha256 > after)
        query = select(media.c.sha256, media.c.size).where(here).order_by(media.c.sha256).limit(restoring.PAGE_PHOTOS)
        return [(row.sha256, row.size) for row in await connection.execute(query)]

    return tuple(await centre.database.read(deed))


async def bundle(centre: Centre, device: str, code: str, wanted: Sequence[str], offset: int) -> dict[str, bytes]:
    """As many of the wanted photos as one answer holds. Raises ProtocolProblem WRONG_CODE, NOT_FOUND, WRONG_DIGEST."""

    async def deed(connection: Connection) -> dict[str, int]:
        await _check(connection, device, code, centre.clock)
        query = select(media.c.sha256, media.c.size).where(media.c.device == device, media.c.sha256.in_(wanted))
        return {row.sha256: row.size for row in await connection.execute(query)}

    sizes = await centre.database.read(deed)
    found, left = dict[str, bytes](), restoring.BUNDLE_BYTES
    for sha256 in wanted:
        if found and sizes.get(sha256, 0) > left:
            break
        try:
            content = await centre.photos.get(sha256) if sha256 in sizes else b""
        except ProtocolProblem:
            if found:
                break  # asked for first, it is told
            raise
        if not content:
            raise ProtocolProblem(Problem.NOT_FOUND, "photo")
        start = 0 if found else offset
        found[sha256] = content[start : start + restoring.BUNDLE_BYTES]
        left -= len(found[sha256])
    return found


async def _redeem(connection: Connection, code: str, public: str, clock: Clock) -> str:
    query = select(restore_codes).where(restore_codes.c.hash == _hash(code)).with_for_update()
    row = (await connection.execute(query)).one_or_none()
    # The same laptop asking again lost the answer, or goes on with photos.
    if row is None or row.expires_at <= now_text(clock) or row.public not in ("", public):
        raise ProtocolProblem(Problem.WRONG_CODE)
    laptop = await laptops.known(connection, row.device, alone=True)
    laptop.check_trusted()
    if public not in {base64.b64encode(public_bytes(key)).decode() for key in laptop.keys}:
        added = {"device": row.device, "public": public, "added_at": now_text(clock)}
        await connection.execute(insert(device_keys), added)
    spent = update(restore_codes).where(restore_codes.c.hash == row.hash).values(public=public)
    await connection.execute(spent)
    return str(row.device)


async def _check(connection: Connection, device: str, code: str, clock: Clock) -> None:
    """A token alone is not enough: a thief of the old laptop may have one."""
    (await laptops.known(connection, device)).check_trusted()
    query = select(restore_codes).where(restore_codes.c.hash == _hash(code), restore_codes.c.device == device)
    row = (await connection.execute(query)).one_or_none()
    if row is None or not row.public or row.expires_at <= now_text(clock):
        raise ProtocolProblem(Problem.WRONG_CODE)


async def _receipt(centre: Centre, device: str, epoch: str) -> Receipt:
    async def deed(connection: Connection) -> Statement:
        row = await statements.epoch_row(connection, device, epoch)
        through = row.through_seq if row else 0
        now = now_text(centre.clock)
        return await statements.statement(connection, centre.identity, device, epoch, through=through, now=now)

    return centre.identity.sign(await centre.database.read(deed))


def _within(found: Sequence[Line], size: int) -> tuple[Line, ...]:
    taken = list[Line]()
    for line in found:
        size -= len(line.body)
        if taken and size < 0:
            break
        taken.append(line)
    return tuple(taken)


def _hash(secret: str) -> str:
    # As of enrolment codes: 80 random bits need no slow hash. Another mark, so that neither kind opens the other's door.
    return hashlib.sha256(f"721-restore-code\n{secret}".encode("utf-8", "surrogatepass")).hexdigest()
