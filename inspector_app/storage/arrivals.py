"""How far findings and photos have got on their way to the centre: kept as columns, so that lists need no arithmetic."""

import json
from collections.abc import Sequence

from inspector_app.domain.events import PhotoTaken
from inspector_app.storage.database import Connection

WAITING, PHOTOS_MISSING, ARRIVED = 0, 1, 2


def expect(connection: Connection, finding_id: str) -> None:
    """The finding waits until receipts cover every line about it."""
    connection.execute("UPDATE findings SET send = 0 WHERE id = ?", (finding_id,))


def count_photos(connection: Connection, finding_id: str) -> None:
    """Counts the finding's photos, and those that the centre holds; moves it on when its last one has arrived."""
    connection.execute(
        "UPDATE findings SET photos = n, photos_arrived = there,"
        " send = CASE WHEN send = 0 THEN 0 WHEN there < n THEN 1 ELSE 2 END FROM ("
        " SELECT count(*) AS n, coalesce(sum(f.arrived), 0) AS there"
        " FROM photos p JOIN photo_files f ON f.sha256 = p.sha256 WHERE p.about = ?1) WHERE id = ?1",
        (finding_id,),
    )


def acknowledge(connection: Connection, epoch: str, through_seq: int) -> None:
    """A receipt covers the lines of `epoch` up to `through_seq`."""
    row = connection.execute("SELECT first_seq, acknowledged FROM epochs WHERE epoch = ?", (epoch,)).fetchone()
    if row is None or through_seq <= row[1]:
        return
    connection.execute("UPDATE epochs SET acknowledged = ? WHERE epoch = ?", (through_seq, epoch))
    # Another line about the same finding may still be on its way, even in an older epoch.
    connection.execute(
        "UPDATE findings SET send = CASE WHEN photos_arrived < photos THEN 1 ELSE 2 END"
        " WHERE send = 0 AND id IN (SELECT about FROM journal WHERE seq BETWEEN max(?, ?) AND ?)"
        " AND NOT EXISTS (SELECT 1 FROM journal l JOIN epochs e ON e.epoch = l.epoch"
        " WHERE l.about = findings.id AND l.seq > e.acknowledged AND l.seq <= e.end_seq)",
        (row[0], row[1] + 1, through_seq),
    )


def mark_photos(connection: Connection, sha256: Sequence[str], *, arrived: bool) -> set[str]:
    """Notes for each photo whether the centre holds it; returns the findings (and tasks) that show one of which it is news."""
    touched: set[str] = set()
    for digest in _news_of(connection, sha256, arrived=arrived):
        deed = (
            "INSERT OR IGNORE INTO stored_photos VALUES (?)"
            if arrived
            else "DELETE FROM stored_photos WHERE sha256 = ?"
        )
        connection.execute(deed, (digest,))
        connection.execute("UPDATE photo_files SET arrived = ? WHERE sha256 = ?", (int(arrived), digest))
        touched |= {row[0] for row in connection.execute("SELECT about FROM photos WHERE sha256 = ?", (digest,))}
    for about in touched:
        count_photos(connection, about)
    return touched


def _news_of(connection: Connection, sha256: Sequence[str], *, arrived: bool) -> list[str]:
    """Those of the photos that are not noted so yet: each receipt of a round names all that are still missing."""
    query = (
        "SELECT value FROM json_each(?1) WHERE (value IN (SELECT sha256 FROM stored_photos)) <> ?2"
        " OR EXISTS (SELECT 1 FROM photo_files f WHERE f.sha256 = value AND f.arrived <> ?2)"
    )
    return [row[0] for row in connection.execute(query, (json.dumps(sha256), int(arrived)))]


def thought_there(connection: Connection, sha256: Sequence[str]) -> list[str]:
    """Those of the photos that this laptop has named and thinks to be at the centre."""
    query = "SELECT sha256 FROM photo_files WHERE arrived = 1 AND sha256 IN (SELECT value FROM json_each(?))"
    return [row[0] for row in connection.execute(query, (json.dumps(sha256),))]


def photos_of(connection: Connection, epoch: str, through_seq: int) -> list[str]:
    """The photos that the lines of `epoch` up to `through_seq` name, carried lines included; each once."""
    query = "SELECT DISTINCT sha256 FROM statements WHERE epoch = ? AND seq <= ? AND kind = ? ORDER BY sha256"
    return [row[0] for row in connection.execute(query, (epoch, through_seq, PhotoTaken.KIND))]


def is_outdated(connection: Connection, epoch: str, through_seq: int, server_time: str) -> bool:
    """Whether a receipt that agrees covers as much of `epoch` and was signed after `server_time`."""
    query = (
        "SELECT EXISTS (SELECT 1 FROM receipts WHERE epoch = ? AND through_seq >= ? AND agrees = 1"
        " AND json_extract(body, '$.server_time') > ?)"
    )
    return bool(connection.execute(query, (epoch, through_seq, server_time)).fetchone()[0])


def missed_since(connection: Connection, server_time: str) -> list[str]:
    """Photos that receipts signed after `server_time` name as missing; of one that does not name all, every photo of its epoch."""
    query = (
        "WITH newer AS (SELECT epoch, body FROM receipts WHERE json_extract(body, '$.server_time') > ?1)"
        " SELECT value FROM newer, json_each(newer.body, '$.missing')"
        " UNION SELECT s.sha256 FROM statements s JOIN newer n ON n.epoch = s.epoch WHERE s.kind = ?2"
        " AND json_extract(n.body, '$.missing_count') > json_array_length(n.body, '$.missing')"
    )
    return [row[0] for row in connection.execute(query, (server_time, PhotoTaken.KIND))]


def outdated_receipts(connection: Connection) -> list[tuple[str, int]]:
    """Epochs but the last, oldest first, whose newest receipt misses a photo that has arrived since; each with its last seq there."""
    query = (
        "SELECT e.epoch, r.through_seq FROM epochs e JOIN receipts r ON r.number ="
        " (SELECT number FROM receipts WHERE epoch = e.epoch AND agrees = 1 ORDER BY number DESC LIMIT 1)"
        " WHERE e.first_seq < (SELECT max(first_seq) FROM epochs) AND EXISTS (SELECT 1 FROM json_each(r.body, '$.missing') m"
        " JOIN photo_files f ON f.sha256 = m.value WHERE f.arrived = 1) ORDER BY e.first_seq"
    )
    return [(str(epoch), int(seq)) for epoch, seq in connection.execute(query)]


def shift_end(connection: Connection, shift: str) -> int | None:
    """The seq of the line that closed the shift; of the journal's last line while it is open; None for an unknown one."""
    row = connection.execute("SELECT closed_at FROM shifts WHERE id = ?", (shift,)).fetchone()
    if row is None:
        return None
    about = "SELECT max(seq) FROM journal WHERE about = ?" if row[0] else "SELECT max(seq) FROM journal"
    return int(connection.execute(about, (shift,) if row[0] else ()).fetchone()[0])
