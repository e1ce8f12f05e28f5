"""Whether everything is there, judged without the engine: receipts offline by the pinned key, tables and photos from the centre's disk."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sync.protocol import lines as chain
from sync.protocol import receipts
from sync.protocol.lines import ORIGIN, Line
from sync.protocol.problems import ProtocolProblem
from tests.faults.books import Ask, centre_lines
from tests.fleet.shift import Load
from tests.fleet.squad import Homecoming

# Each must have exactly one row for every photo of every laptop.
PHOTO_TABLES = {
    "photos": "SELECT device, sha256 FROM photos", "named": "SELECT device, sha256 FROM named WHERE stored",
    "media": "SELECT device, sha256 FROM media",
}  # fmt: skip


@dataclass
class Proof:
    """Sentences about what is not so. `missing`: a laptop's receipt that is not there or does not prove its whole shift."""

    missing: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def prove(homecomings: Sequence[Homecoming], pinned: str, load: Load, ask: Ask, photos: Path) -> Proof:
    """`pinned` is the fingerprint that the enrolment codes vouched for, `ask` the centre's database, `photos` its folder."""
    missing = [f"{one.device}: {why}" for one in homecomings if (why := doubt(one, pinned, load))]
    wrong = [*_wrong_lines(homecomings, centre_lines(ask)), *_wrong_rows(homecomings, load, ask)]
    return Proof(missing, [*wrong, *_wrong_photos(homecomings, photos)])


def doubt(one: Homecoming, pinned: str, load: Load) -> str:
    """Why the laptop's last receipt does not prove its whole shift; empty when it does."""
    if one.receipt is None:
        return "no receipt"
    try:
        said = receipts.verify(one.receipt, receipts.trusted(pinned, one.keys))
    except ProtocolProblem as problem:
        return f"{problem.code.value}: {problem.detail}"
    if (said.device, said.epoch, said.through_seq, said.digest) != (one.device, one.epoch, load.lines, one.digest):
        return f"a receipt for something else: {said.through_seq} lines of {said.device}"
    if (said.findings, said.photos) != (load.findings, load.photos):
        return f"a receipt for {said.findings} findings and {said.photos} photos"
    return f"{said.missing_count} photos missing" if said.missing_count or said.quarantined else ""


def _wrong_lines(homecomings: Sequence[Homecoming], held: dict[str, tuple[Line, ...]]) -> Iterator[str]:
    for one in homecomings:
        lines = held.pop(one.device, ())
        try:
            chain.verify(one.device, lines, after=ORIGIN)  # hashes each line anew: its words are those of the laptop
        except ProtocolProblem as problem:
            yield f"{one.device}: {problem.code.value}: {problem.detail}"
        if (len(lines), lines[-1].digest if lines else "") != (one.lines, one.digest):
            yield f"{one.device}: {len(lines)} lines at the centre, {one.lines} on the laptop, or not the same"
        if len({line.id for line in lines}) < len(lines):
            yield f"{one.device}: a line stands there twice"
    yield from (f"{device}: nobody knows this laptop" for device in held)


def _wrong_rows(homecomings: Sequence[Homecoming], load: Load, ask: Ask) -> Iterator[str]:
    findings = [tuple(row) for row in ask("SELECT device, finding FROM findings")]
    if len(set(findings)) < len(findings):
        yield "findings: a finding stands there twice"
    if Counter(device for device, _ in findings) != Counter({one.device: load.findings for one in homecomings}):
        yield f"findings: {len(findings)} rows, not {load.findings} of each laptop"
    photos = sorted((one.device, sha256) for one in homecomings for sha256 in one.photos)
    for name, query in PHOTO_TABLES.items():
        if sorted((device, sha256) for device, sha256 in ask(query)) != photos:
            yield f"{name}: not each of {len(photos)} photos once"
    counts = {name: ask(f"SELECT count(*) FROM {name}")[0][0] for name in ("quarantine", "shifts WHERE proven")}
    if counts != {"quarantine": 0, "shifts WHERE proven": len(homecomings)}:
        yield f"quarantined lines and proven shifts: {counts}"


def _wrong_photos(homecomings: Sequence[Homecoming], folder: Path) -> Iterator[str]:
    """Reads every photo of the centre, one after the other."""
    expected = {sha256 for one in homecomings for sha256 in one.photos}
    for file in (folder / "sha256").glob("*/*"):
        if file.name not in expected or hashlib.sha256(file.read_bytes()).hexdigest() != file.name:
            yield f"photo {file.name}: of no laptop, or not its bytes"
        expected.discard(file.name)
    if expected:
        yield f"{len(expected)} photos are not in the folder"
