"""Journal lines and the chain that makes a gap, a change or a swap visible; exact definition in PROTOCOL.md."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from sync.protocol import canonical
from sync.protocol.problems import Problem, ProtocolProblem

ALGORITHM = "sha256"
ORIGIN = "0" * 64  # the digest before the first line of a laptop's first epoch
FIELD_LIMIT = 200  # characters in id, kind, about, officer
EPOCH_OPENED = "epoch.opened"  # always the first line of an epoch
LINE_CARRIED = "line.carried"  # wraps a line of a fork, so that it reaches the centre in the new epoch
CARRIED_BODY_LIMIT = canonical.BODY_LIMIT - 2048  # every other body leaves room to be carried whole


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sealed line as stored and sent. Digests are lower-case hex; `body` is canonical JSON, byte for byte as hashed.

    `recorded_at` is UTC, `YYYY-MM-DDThh:mm:ss.mmmZ`; `seq` counts from 1 without gaps on one laptop, across epochs.
    """

    epoch: str
    seq: int
    id: str
    kind: str
    about: str
    recorded_at: str
    officer: str
    body: msgspec.Raw
    prev: str
    digest: str
    alg: str = ALGORITHM


class Entry(msgspec.Struct, frozen=True):
    """What a new line says, before it is numbered and sealed."""

    id: str
    kind: str
    about: str
    recorded_at: str
    officer: str
    body: bytes


def digest_of(device: str, line: Line) -> str:
    """SHA-256 over the length-prefixed fields: device, epoch, seq, prev, id, kind, about, recorded_at, officer, alg, body."""
    fields = (
        device, line.epoch, str(line.seq), line.prev, line.id, line.kind, line.about, line.recorded_at, line.officer, line.alg,
    )  # fmt: skip
    parts: list[bytes] = []
    for part in (*map(str.encode, fields), bytes(line.body)):
        parts += len(part).to_bytes(4, "big"), part
    return hashlib.sha256(b"".join(parts)).hexdigest()


def seal(device: str, epoch: str, seq: int, prev: str, entry: Entry) -> Line:
    """`entry` as line `seq` of `epoch`, chained to the digest `prev`; raises ProtocolProblem when it is out of bounds."""
    canonical.parse(entry.body)
    if entry.kind != LINE_CARRIED and len(entry.body) > CARRIED_BODY_LIMIT:
        raise ProtocolProblem(Problem.BODY_TOO_LARGE, str(len(entry.body)))
    line = Line(
        epoch=epoch, seq=seq, id=entry.id, kind=entry.kind, about=entry.about, recorded_at=entry.recorded_at,
        officer=entry.officer, body=msgspec.Raw(entry.body), prev=prev, digest="",
    )  # fmt: skip
    _check_fields(line)
    return msgspec.structs.replace(line, digest=digest_of(device, line))


def verify(device: str, lines: Sequence[Line], *, after: str | None) -> list[dict[str, Any]]:
    """Checks that `lines` of one epoch are whole and chained; `after` is the digest before the first (None: trust its prev).

    Returns what their bodies stand for. Raises ProtocolProblem: UNKNOWN_ALGORITHM, WRONG_DIGEST, BROKEN_CHAIN, NOT_CANONICAL or BODY_TOO_LARGE, with the seq.
    """
    before, bodies = after, []
    for place, line in enumerate(lines):
        if line.alg != ALGORITHM:
            raise ProtocolProblem(Problem.UNKNOWN_ALGORITHM, line.alg[:20], seq=line.seq)
        _check_fields(line)
        bodies.append(canonical.parse(bytes(line.body)))
        if digest_of(device, line) != line.digest:
            raise ProtocolProblem(Problem.WRONG_DIGEST, f"line {line.seq}", seq=line.seq)
        if (
            (before is not None and line.prev != before)
            or line.seq != lines[0].seq + place
            or line.epoch != lines[0].epoch
        ):
            raise ProtocolProblem(Problem.BROKEN_CHAIN, f"line {line.seq}", seq=line.seq)
        before = line.digest
    return bodies


def batches(lines: Iterable[Line], *, count: int = 50, size: int = 256 * 1024) -> Iterable[tuple[Line, ...]]:
    """`lines` cut into what one push may carry: at most `count` lines, `size` body bytes, one epoch; never an empty one."""
    batch: list[Line] = []
    held = 0
    for line in lines:
        full = batch and (len(batch) == count or held + len(line.body) > size or line.epoch != batch[-1].epoch)
        if full:
            yield tuple(batch)
            batch, held = [], 0
        batch.append(line)
        held += len(line.body)
    if batch:
        yield tuple(batch)


def _check_fields(line: Line) -> None:
    texts = (line.epoch, line.id, line.kind, line.about, line.recorded_at, line.officer)
    whole = "".join(texts)
    is_plain = whole.isascii() and whole.isprintable()
    is_clean = is_plain or all(canonical.clean_text(text) == text for text in texts)
    if not is_clean or max(map(len, texts)) > FIELD_LIMIT or not line.id or not line.kind:
        raise ProtocolProblem(
            Problem.MALFORMED, f"line {line.seq}: a field is empty, too long or not clean text", seq=line.seq
        )
    if not 1 <= line.seq <= canonical.LARGEST_INTEGER:
        raise ProtocolProblem(Problem.MALFORMED, "seq out of range")
