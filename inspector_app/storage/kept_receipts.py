"""The kept receipts out of a damaged database and its backups: those that the centre signed for this laptop, and no others."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from inspector_app.storage import damage
from inspector_app.storage.database import Connection, transaction
from inspector_app.storage.second_copy import Copied
from sync.protocol import receipts
from sync.protocol.laptop import Enrolment
from sync.protocol.problems import ProtocolProblem
from sync.protocol.receipts import Receipt, Statement

Row = tuple[Any, ...]  # number, epoch, through_seq, agrees, body, sig


class Brought(NamedTuple):
    """So many came back, so many were read and prove nothing; where `unsure`, there may have been others."""

    kept: int
    dropped: int
    unsure: bool


NONE = Brought(0, 0, unsure=False)


def bring(
    connection: Connection, databases: Sequence[Path], master: bytes, enrolment: Enrolment | None,
    found: Mapping[int, Copied],
) -> Brought:  # fmt: skip
    """Fills the table from the first of `databases`, and from the next ones what that one cannot tell.

    Each is checked as on the day it came, against the lines that were `found` by seq. What is dropped or lost costs a round: the centre signs anew.
    """
    rows, unsure = _read(databases, master)
    good = [row for row in rows if enrolment is not None and _counts(row, enrolment, found)]
    with transaction(connection):
        connection.executemany("INSERT INTO receipts VALUES (?, ?, ?, ?, ?, ?)", good)
    return Brought(len(good), len(rows) - len(good), unsure and enrolment is not None)


def _read(databases: Sequence[Path], master: bytes) -> tuple[list[Row], bool]:
    """The rows by number, and whether the first of `databases` could not tell them all."""
    found, unsure = dict[int, Row](), False
    for path in databases:
        rows, whole = damage.numbered(path, master, "receipts")
        found = {row[0]: row for row in rows} | found
        if whole:
            break
        unsure = True
    return [found[number] for number in sorted(found)], unsure


def _counts(row: Row, enrolment: Enrolment, found: Mapping[int, Copied]) -> bool:
    _, epoch, through_seq, _, body, sig = row
    keys = {key_id: receipts.public_key(public) for key_id, public in enrolment.keys.items()}
    try:
        said = receipts.verify(Receipt(body, sig), keys)
    except ProtocolProblem:
        return False
    meant = (enrolment.centre, enrolment.device, epoch, through_seq)
    return (said.centre, said.device, said.epoch, said.through_seq) == meant and _is_ours(said, found)


def _is_ours(said: Statement, found: Mapping[int, Copied]) -> bool:
    """Whether its last line is ours; one that is lost here speaks against nothing."""
    last = found.get(said.through_seq)
    return last is None or last.line.epoch != said.epoch or last.line.digest == said.digest
