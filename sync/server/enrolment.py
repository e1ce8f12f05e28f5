"""How a laptop joins: a one-time code, printed once and kept as a hash, binds the laptop's own key."""

import base64
import hashlib
import re
import secrets
from datetime import timedelta

from sqlalchemy import insert, select, update

from sync.protocol import enrolment, proofs
from sync.protocol.canonical import clean_text
from sync.protocol.messages import EnrolRequest
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import ENROL_MARK, public_bytes, public_key, signed
from sync.server.clock import Clock, now_text
from sync.server.settings import RESERVED
from sync.server.store.connection import Connection
from sync.server.store.tables import device_keys, devices, enrol_codes

DEVICE = re.compile(rf"(?!{RESERVED})[0-9A-Za-z_-]{{1,64}}")  # it names a folder: no dots, no colons
EVERYWHERE = "area/all"


def buckets_of(device: str) -> tuple[str, ...]:
    """The feeds that every laptop follows; officers' own join when they open a shift on it."""
    return EVERYWHERE, f"device/{device}"


async def issue_code(connection: Connection, fingerprint: str, clock: Clock) -> str:
    """A new code as a person types it, good for 24 hours and one laptop."""
    code = enrolment.code_of(secrets.token_bytes(10), fingerprint)
    expires = now_text(clock, plus=timedelta(hours=enrolment.VALID_HOURS))
    row = {"hash": _hash(code.secret), "created_at": now_text(clock), "expires_at": expires, "device": None}
    await connection.execute(insert(enrol_codes), row)
    return str(code)


async def enrol(connection: Connection, request: EnrolRequest, clock: Clock) -> str:
    """The laptop's id, now bound to its key. The same laptop asking again (its answer was lost) is welcome.

    Raises ProtocolProblem: MALFORMED, WRONG_SIGNATURE, WRONG_CODE (unknown, spent or too old) or DEVICE_TAKEN.
    """
    if not DEVICE.fullmatch(request.device):
        raise ProtocolProblem(Problem.MALFORMED, "device")
    key = public_key(request.public_key)
    if not signed(key, request.sig, ENROL_MARK, *proofs.enrolment(request.device, request.code, public_bytes(key))):
        raise ProtocolProblem(Problem.WRONG_SIGNATURE, "enrolment")
    public = base64.b64encode(public_bytes(key)).decode()
    query = select(enrol_codes).where(enrol_codes.c.hash == _hash(request.code)).with_for_update()
    code = (await connection.execute(query)).one_or_none()
    if code is None or code.expires_at <= now_text(clock):
        raise ProtocolProblem(Problem.WRONG_CODE)
    if code.device not in (None, request.device):
        raise ProtocolProblem(Problem.WRONG_CODE)
    known = (await connection.scalars(select(device_keys.c.public).where(device_keys.c.device == request.device))).all()
    if known and public not in known:
        raise ProtocolProblem(Problem.DEVICE_TAKEN)
    if not known:
        await _join(connection, request, public, clock)
    spent = update(enrol_codes).where(enrol_codes.c.hash == _hash(request.code)).values(device=request.device)
    await connection.execute(spent)
    return request.device


async def _join(connection: Connection, request: EnrolRequest, public: str, clock: Clock) -> None:
    device, now = request.device, now_text(clock)
    row = {"device": device, "name": clean_text(request.name), "enrolled_at": now, "seen_at": now}
    await connection.execute(insert(devices), row)
    await connection.execute(insert(device_keys), {"device": device, "public": public, "added_at": now})


def _hash(secret: str) -> str:
    # 80 random bits need no slow hash: nobody can try them all.
    return hashlib.sha256(f"721-enrol-code\n{secret}".encode("utf-8", "surrogatepass")).hexdigest()
