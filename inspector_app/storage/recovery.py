"""Bringing journal and second copy together again: each heals what the other lacks."""

from collections.abc import Iterable, Sequence

from inspector_app.domain.rescue import Rescue, RescueKind
from inspector_app.storage import epochs, journal, rescues
from inspector_app.storage.database import Connection, transaction
from inspector_app.storage.place import Place
from inspector_app.storage.project import project
from inspector_app.storage.second_copy import Copied, SecondCopy
from sync.protocol.lines import EPOCH_OPENED, Line

RESTORED = "restored"


def first_missing(connection: Connection, copy: SecondCopy) -> int:
    """The seq of the first journal line behind those that the second copy ends with; one beyond the journal when it is complete."""
    here = {copied.line.digest for copied in copy.recent()}
    last = journal.head(connection).seq
    while last > 0:
        chunk = journal.between(connection, max(1, last - journal.CHUNK + 1), last)
        for line in reversed(chunk):
            if line.digest in here:
                return line.seq + 1
        last -= len(chunk)
    return 1


def catch_up(connection: Connection, place: Place) -> int:
    """Takes lines from the second copy that the database lost (an older copy of it was put back); returns how many."""
    ahead = _ahead(connection, place.copy)
    if not ahead:
        return 0
    with transaction(connection):
        left = take_back(connection, ahead)
        for copied in ahead[: len(ahead) - len(left)]:
            project(connection, copied.line)
        if left:
            begin_anew(connection, place, ahead[-1].device, left, reason=RESTORED)
        came_back = len(ahead)
        told = Rescue(place.now(), RescueKind.CAUGHT_UP, lines=came_back, from_copy=came_back, drafts_unsure=True)
        rescues.note(connection, told)
    return len(ahead)


def take_back(connection: Connection, copied: Sequence[Copied]) -> list[Copied]:
    """Inserts, exactly as they were, the lines that continue the journal; returns those from the first gap on."""
    for place, one in enumerate(copied):
        last = journal.head(connection)
        follows = one.line.seq == last.seq + 1 and (one.line.prev == last.digest or one.line.kind == EPOCH_OPENED)
        if not follows or journal.holds(connection, one.line.id):
            return list(copied[place:])
        journal.insert(connection, one.device, one.line)
    return []


def begin_anew(connection: Connection, place: Place, device: str, left: Iterable[Copied], *, reason: str) -> None:
    """Begins an epoch behind the last line and carries into it what could not follow."""
    now = place.now()
    epochs.begin(connection, device, after=journal.head(connection), reason=reason, now=now, ids=place.ids)
    fresh = [copied.line for copied in left if not _known(connection, copied.line)]
    epochs.carry(connection, device, fresh, now=now, ids=place.ids)


def _ahead(connection: Connection, copy: SecondCopy) -> list[Copied]:
    """Lines at the end of the copy that the journal neither holds nor carries, in the order of writing."""
    recent = copy.recent()
    ahead = [one for one in recent if not _known(connection, one.line)]
    if ahead and ahead[0] is recent[0]:  # the gap may reach further back than the newest segment
        ahead = [one for one in copy.every() if not _known(connection, one.line)]
    return ahead


def _known(connection: Connection, line: Line) -> bool:
    """Whether the journal holds the line, as its own or carried."""
    carried = connection.execute("SELECT 1 FROM carried WHERE id = ?", (line.id,)).fetchone() is not None
    return carried or journal.holds(connection, line.id)
