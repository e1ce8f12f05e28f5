"""Makes, from one journal line, the rows that screens read; in the same transaction as the line, or again from scratch."""

from collections.abc import Sequence

from inspector_app.domain.events import (
    DecisionOverridden,
    EpochOpened,
    Event,
    FindingAmended,
    FindingRecorded,
    FindingWithdrawn,
    MeasureTaken,
    PhotoTaken,
    ShiftClosed,
    ShiftOpened,
    TaskAnswered,
)
from inspector_app.domain.finding import Category
from inspector_app.domain.measure import Measure
from inspector_app.domain.reference.history import subject_key
from inspector_app.storage import arrivals, details, journal, search, visits
from inspector_app.storage.bodies import carried_by, event_of
from inspector_app.storage.database import Connection
from sync.protocol.lines import LINE_CARRIED, Line


def project(connection: Connection, line: Line) -> Event | None:
    """Draws `line` and returns what it says (None: not known to this program).

    One that carries a line which is already drawn only moves the place where it will arrive.
    """
    event = event_of(line)
    _extend_epoch(connection, line, event)
    stated = carried_by(line) if line.kind == LINE_CARRIED else line
    if stated is None:
        return None
    if stated is not line:
        event = event_of(stated)
    _count(connection, line, stated, event)
    if stated is not line and _is_drawn(connection, stated.id, line.seq):
        connection.execute("UPDATE task_answers SET seq = ? WHERE id = ?", (line.seq, stated.id))
        visits.move(connection, stated.id, line.seq)
    elif event is not None:
        _draw(connection, line.seq, stated, event)
        visits.draw(connection, line.seq, stated, event)
    arrivals.expect(connection, stated.about)
    return event


def _extend_epoch(connection: Connection, line: Line, event: Event | None) -> None:
    connection.execute(
        "INSERT INTO epochs (first_seq, epoch, last_seq, end_seq) VALUES (?1, ?2, ?1, ?1)"
        " ON CONFLICT (epoch) DO UPDATE SET last_seq = excluded.last_seq, end_seq = excluded.end_seq",
        (line.seq, line.epoch),
    )
    if isinstance(event, EpochOpened):
        connection.execute(
            "UPDATE epochs SET end_seq = min(end_seq, ?) WHERE epoch <> ?", (event.after_seq, line.epoch)
        )


def _count(connection: Connection, line: Line, stated: Line, event: Event | None) -> None:
    if stated.kind not in (FindingRecorded.KIND, PhotoTaken.KIND):
        return
    sha256 = event.photo.sha256 if isinstance(event, PhotoTaken) else ""
    connection.execute("INSERT INTO statements VALUES (?, ?, ?, ?)", (line.seq, line.epoch, stated.kind, sha256))


def _is_drawn(connection: Connection, line_id: str, seq: int) -> bool:
    if journal.holds(connection, line_id, before=seq):
        return True
    done = connection.execute("INSERT OR IGNORE INTO carried VALUES (?)", (line_id,))
    return bool(done.rowcount == 0)


def _draw(connection: Connection, seq: int, line: Line, event: Event) -> None:
    match event:
        case FindingRecorded():
            _finding(connection, seq, line, event)
        case PhotoTaken():
            _photo(connection, seq, event, bytes(line.body))
        case FindingAmended():
            _reindex(connection, event.about)
        case FindingWithdrawn():
            connection.execute("UPDATE findings SET withdrawn = 1 WHERE id = ?", (event.about,))
        case DecisionOverridden():
            tier = event.override.tier.value
            connection.execute(
                "UPDATE findings SET tier = ?, overridden = 1, override_reason = ? WHERE id = ?",
                (tier, event.override.reason, event.about),
            )
        case MeasureTaken():
            _measure(connection, seq, line, event)
        case ShiftOpened():
            shift = (seq, event.about, bytes(line.body), event.officer.number, line.recorded_at, event.unit.strip())
            connection.execute("INSERT OR IGNORE INTO shifts VALUES (?, ?, ?, ?, ?, '', ?)", shift)
        case ShiftClosed():
            connection.execute("UPDATE shifts SET closed_at = ? WHERE id = ?", (line.recorded_at, event.about))
        case TaskAnswered():
            answer = (seq, line.id, event.about, event.outcome.value, event.note)
            connection.execute("INSERT OR IGNORE INTO task_answers VALUES (?, ?, ?, ?, ?)", answer)
        case _:
            pass


def kind_of(event: FindingRecorded) -> str:
    """The fact that names the type of a finding within its category."""
    facts = event.facts
    match event.category:
        case Category.STALL:
            return "open_bbq" if facts.get("goods") == "open_bbq" else str(facts.get("form") or "")
        case Category.HOARDING:
            return str(facts.get("permit") or "")
        case Category.PARKING:
            return str(facts.get("vehicle") or "")
        case _:
            return event.type_code


def _finding(connection: Connection, seq: int, line: Line, event: FindingRecorded) -> None:
    said = event.judgement
    made = connection.execute(
        "INSERT OR IGNORE INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?, ?, ?, ?, '')",
        (
            seq, event.about, event.shift, event.observed_at, event.category.value, event.type_code, kind_of(event),
            event.place.address, event.tier.value, said.primary if said else "", "\n".join(said.measures if said else ()),
            int(event.override is not None), said.tier.value if said else "",
            event.override.reason if event.override else "", subject_key(str(event.facts.get("plate") or event.party)),
        ),
    )  # fmt: skip
    if made.rowcount:  # a second line about the same finding is kept, but the first one stands
        arrivals.count_photos(connection, event.about)
        _tell_taken(connection, event.about)
        _index(connection, seq, event, line.officer, note=event.note, party=event.party)


def _photo(connection: Connection, seq: int, event: PhotoTaken, body: bytes) -> None:
    photo = event.photo
    connection.execute("INSERT OR IGNORE INTO photos VALUES (?, ?, ?, ?)", (event.about, seq, photo.sha256, body))
    connection.execute(
        "INSERT OR IGNORE INTO photo_files VALUES (?1, ?2, ?3, EXISTS (SELECT 1 FROM stored_photos WHERE sha256 = ?1))",
        (photo.sha256, photo.size, seq),
    )
    arrivals.count_photos(connection, event.about)


def _measure(connection: Connection, seq: int, line: Line, said: MeasureTaken) -> None:
    row = (said.id, seq, said.about, said.measure, said.target, said.until, said.note, line.officer, line.recorded_at)
    made = connection.execute("INSERT OR IGNORE INTO measures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    if made.rowcount:
        _tell_taken(connection, said.about)
        if said.note or said.target:
            _reindex(connection, said.about)


def _tell_taken(connection: Connection, finding_id: str) -> None:
    """The list shows which measures were taken; a measure may be read before its finding, where a line was lost."""
    connection.execute(
        "UPDATE findings SET taken = coalesce((SELECT group_concat(measure, char(10)) FROM"
        " (SELECT measure FROM measures WHERE finding = ?1 ORDER BY number)), '') WHERE id = ?1",
        (finding_id,),
    )


def _reindex(connection: Connection, finding_id: str) -> None:
    row = connection.execute("SELECT number FROM findings WHERE id = ?", (finding_id,)).fetchone()
    told = details.fold(connection, finding_id)
    if row is not None and told is not None:
        _index(
            connection, row[0], told.recorded, told.officer, note=told.note, party=told.party,
            measures=[one.measure for one in told.measures.values()],
        )  # fmt: skip


def _index(
    connection: Connection, number: int, said: FindingRecorded, officer: str, *, note: str, party: str,
    measures: Sequence[Measure] = (),
) -> None:  # fmt: skip
    told = [text for one in measures for text in (one.target, one.note)]
    words = " ".join([said.type_code, officer, said.place.grid, *told])
    search.index(connection, number, address=said.place.address, note=note, party=party, words=words)
