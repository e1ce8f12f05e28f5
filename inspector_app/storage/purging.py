"""What a receipt has made superfluous on this laptop: photos after 14 days, segments of the second copy after 30.

Nothing goes that is younger, by this laptop's clock and by the centre's in its newest receipt, that no receipt covers whose signature and chain are checked anew here, or that the centre says
it misses. The journal itself is never purged, and of the second copy nothing that no backup on this laptop holds too.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from inspector_app.domain.events import PhotoTaken
from inspector_app.domain.ids import iso
from inspector_app.services.upkeep_ports import Purged
from inspector_app.storage import epochs, journal
from inspector_app.storage.database import Connection
from inspector_app.storage.photos import PhotoFiles, digests_in
from inspector_app.storage.second_copy import SecondCopy
from sync.protocol import receipts
from sync.protocol.laptop import Enrolment
from sync.protocol.problems import ProtocolProblem
from sync.protocol.receipts import Receipt, Statement

PHOTOS_KEPT, LINES_KEPT = timedelta(days=14), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Proven:
    """What checked receipts of a certain age say: how far each epoch was at the centre, and which photos it missed then or in its last word."""

    through: Mapping[str, int]
    missing: frozenset[str]

    def covers(self, epoch: str, seq: int) -> bool:
        return seq <= self.through.get(epoch, 0)


def purge(
    connection: Connection, photos: PhotoFiles, copy: SecondCopy, enrolment: Enrolment, *, now: datetime,
    backed_up: datetime | None, stopped: Callable[[], bool] = lambda: False,
) -> Purged:  # fmt: skip
    """Removes what may go and tells how much it was; may be cut anywhere, and ends once `stopped`."""
    heard = last_heard(connection, enrolment)
    if heard is None or not epochs.acknowledged(connection, journal.head(connection).epoch):
        return Purged()  # a journal that began anew, after a salvage say, may have lost what the centre said last
    now = min(now, heard)  # a laptop whose clock jumped ahead would purge what arrived today
    old = proven(connection, enrolment, before=now - PHOTOS_KEPT)
    count = size = 0
    for sha256 in superfluous_photos(connection, old, before=now - PHOTOS_KEPT):
        if stopped():
            break
        freed = photos.remove(sha256)
        count, size = count + bool(freed), size + freed
    older = proven(connection, enrolment, before=now - LINES_KEPT)
    segments = superfluous_segments(connection, copy, older, before=now - LINES_KEPT, backed_up=backed_up)
    for name in segments:
        size += copy.remove(name)
    return Purged(count, len(segments), size)


def last_heard(connection: Connection, enrolment: Enrolment) -> datetime | None:
    """The centre's time in the newest receipt that it signed; None without one."""
    return next((datetime.fromisoformat(said.server_time) for said in _verified(connection, enrolment, "DESC")), None)


def proven(connection: Connection, enrolment: Enrolment, *, before: datetime) -> Proven:
    """Receipts that the centre signed `before` then, each checked as on the day it came, against the journal as it is now."""
    reach, missing, lacked = dict[str, tuple[int, str]](), dict[str, frozenset[str]](), dict[str, frozenset[str]]()
    last = dict[str, tuple[str, int]]()  # its last word is what the centre signed last, not what came last
    for said in _verified(connection, enrolment, "ASC"):
        if not _agrees(connection, said):
            continue
        names_all = said.missing_count == len(said.missing)
        word = (said.server_time, said.through_seq)
        if word >= last.get(said.epoch, ("", 0)):
            last[said.epoch] = word
            missing[said.epoch] = frozenset(said.missing if names_all else _photos_of(connection, said.epoch))
        far = (said.through_seq, said.server_time)
        if said.server_time <= iso(before) and names_all and far >= reach.get(said.epoch, (0, "")):
            reach[said.epoch] = far
            # What came after its lines is as old as the receipt that has it.
            lacked[said.epoch] = frozenset(said.missing)
    through = {epoch: seq for epoch, (seq, _) in reach.items()}
    return Proven(through, frozenset[str]().union(*missing.values(), *lacked.values()))


def _verified(connection: Connection, enrolment: Enrolment, order: str) -> Iterator[Statement]:
    """What the centre signed for this laptop, in the order of coming (ASC) or the newest first (DESC)."""
    keys = {key_id: receipts.public_key(public) for key_id, public in enrolment.keys.items()}
    query = f"SELECT body, sig FROM receipts WHERE agrees = 1 ORDER BY number {order}"  # noqa: S608 - two words of ours
    for body, sig in connection.execute(query).fetchall():
        try:
            said = receipts.verify(Receipt(body, sig), keys)
        except ProtocolProblem:
            continue
        if (said.centre, said.device) == (enrolment.centre, enrolment.device):
            yield said


def superfluous_photos(connection: Connection, old: Proven, *, before: datetime) -> list[str]:
    """Photos that the centre holds, and of which every line that names them is covered and recorded `before` then."""
    query = (
        "SELECT f.sha256, s.epoch, s.seq, j.recorded_at FROM photo_files f JOIN statements s ON s.sha256 = f.sha256"
        " JOIN journal j ON j.seq = s.seq JOIN epochs e ON e.epoch = s.epoch"
        " WHERE f.arrived = 1 AND s.kind = ? AND s.seq <= e.end_seq"  # what stands behind the end is carried, and stands there too
    )
    drafted = {name for (body,) in connection.execute("SELECT body FROM drafts") for name in digests_in(body)}
    may_go, must_stay = set[str](), {*drafted, *old.missing}
    for sha256, epoch, seq, recorded_at in connection.execute(query, (PhotoTaken.KIND,)):
        covered = old.covers(epoch, seq) and recorded_at <= iso(before)
        (may_go if covered else must_stay).add(sha256)
    return sorted(may_go - must_stay)


def superfluous_segments(
    connection: Connection, copy: SecondCopy, older: Proven, *, before: datetime, backed_up: datetime | None
) -> list[str]:
    """Segments of the second copy, but for the newest two, whose every line is covered, old enough, and in a backup too."""
    limit = min(before, backed_up) if backed_up is not None else None
    if limit is None:
        return []
    return [name for name in copy.closed() if _may_go(connection, copy, name, older, iso(limit))]


def _may_go(connection: Connection, copy: SecondCopy, name: str, older: Proven, limit: str) -> bool:
    lines = copy.whole(name)
    return lines is not None and all(
        one.line.recorded_at <= limit
        and older.covers(one.line.epoch, one.line.seq)
        and epochs.digest_at(connection, one.line.epoch, one.line.seq) == one.line.digest
        for one in lines
    )


def _agrees(connection: Connection, said: Statement) -> bool:
    own = (
        epochs.digest_at(connection, said.epoch, said.through_seq),
        epochs.totals(connection, said.epoch, said.through_seq),
    )
    return own == (said.digest, (said.findings, said.photos))


def _photos_of(connection: Connection, epoch: str) -> Iterator[str]:
    query = "SELECT DISTINCT sha256 FROM statements WHERE epoch = ? AND kind = ?"
    return (row[0] for row in connection.execute(query, (epoch, PhotoTaken.KIND)))
