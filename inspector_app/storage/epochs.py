"""Epochs: unbroken chains of one laptop, and how a new one begins without losing what stands behind its anchor."""

from collections.abc import Iterable

from inspector_app.domain.events import EpochOpened
from inspector_app.domain.ids import Ids
from inspector_app.storage import journal
from inspector_app.storage.bodies import body_of, carrying
from inspector_app.storage.database import Connection
from inspector_app.storage.project import project
from sync.protocol.laptop import Head
from sync.protocol.lines import LINE_CARRIED, Entry, Line
from sync.protocol.problems import Problem, ProtocolProblem


def begin(connection: Connection, device: str, *, after: Head, reason: str, now: str, ids: Ids) -> Line:
    """The first line of a new epoch that trusts the journal up to `after`."""
    epoch = ids()
    opened = EpochOpened(epoch, after.epoch, after.seq, after.digest, reason)
    entry = Entry(ids(), opened.KIND, epoch, now, "", body_of(opened))
    line = journal.begin_epoch(connection, device, epoch, prev=after.digest, entry=entry)
    project(connection, line)
    return line


def carry(connection: Connection, device: str, lines: Iterable[Line], *, now: str, ids: Ids) -> list[Line]:
    """Puts `lines` of another chain, whole, into the current epoch, so that they reach the centre."""
    carried = []
    for line in lines:
        entry = Entry(ids(), LINE_CARRIED, line.about, now, line.officer, carrying(line))
        carried.append(journal.append(connection, device, entry))
        project(connection, carried[-1])
    return carried


def fork(connection: Connection, device: str, *, after: Head, reason: str, now: str, ids: Ids) -> list[Line]:
    """Begins an epoch after `after` and carries every line behind it; returns the new lines.

    Some of them the centre may hold already, in epochs that began behind `after`. It draws a line once, by its id; what
    it held before it was restored from a backup nobody here can know, so none is left out. Raises ProtocolProblem(BROKEN_CHAIN) when the journal holds no such line.
    """
    if after.seq and digest_at(connection, after.epoch, after.seq) != after.digest:
        raise ProtocolProblem(Problem.BROKEN_CHAIN, "the anchor is not in this journal", seq=after.seq)
    last = journal.head(connection)
    left_behind = journal.between(connection, after.seq + 1, last.seq)
    first = begin(connection, device, after=after, reason=reason, now=now, ids=ids)
    return [first, *carry(connection, device, left_behind, now=now, ids=ids)]


def digest_at(connection: Connection, epoch: str, seq: int) -> str | None:
    """The digest (hex) of that line; None when this journal holds no such line."""
    row = connection.execute("SELECT digest FROM journal WHERE seq = ? AND epoch = ?", (seq, epoch)).fetchone()
    return row[0].hex() if row else None


def acknowledged(connection: Connection, epoch: str) -> int:
    """The highest seq of `epoch` that a verified receipt covers; 0 for none."""
    row = connection.execute("SELECT acknowledged FROM epochs WHERE epoch = ?", (epoch,)).fetchone()
    return int(row[0]) if row else 0


def start_of(connection: Connection, epoch: str) -> int:
    """The seq of its first line; 0 when it has none yet."""
    row = connection.execute("SELECT first_seq FROM epochs WHERE epoch = ?", (epoch,)).fetchone()
    return int(row[0]) if row else 0


def unsent(connection: Connection) -> list[str]:
    """Epochs with lines that no receipt covers, oldest first; what a fork left behind is sent by the epoch that carries it."""
    query = "SELECT epoch FROM epochs WHERE end_seq >= first_seq AND acknowledged < end_seq ORDER BY first_seq"
    return [row[0] for row in connection.execute(query)]


def lines_after(connection: Connection, epoch: str, seq: int, limit: int) -> list[Line]:
    """The next lines of `epoch` after `seq`, in order."""
    row = connection.execute("SELECT first_seq, last_seq FROM epochs WHERE epoch = ?", (epoch,)).fetchone()
    return journal.between(connection, max(seq + 1, row[0]), row[1], limit=limit) if row else []


def totals(connection: Connection, epoch: str, through_seq: int) -> tuple[int, int]:
    """Findings, and distinct photos, that the lines of `epoch` up to `through_seq` state; carried lines count."""
    query = "SELECT {} FROM statements WHERE epoch = ? AND kind = ? AND seq <= ?"
    findings = connection.execute(query.format("count(*)"), (epoch, "finding.recorded", through_seq)).fetchone()[0]
    photos = connection.execute(query.format("count(DISTINCT sha256)"), (epoch, "photo.taken", through_seq)).fetchone()[
        0
    ]
    return findings, photos
