"""What a deed or a screen asks of one connection; the SQL of each question stands in one place."""

import json
from array import array
from collections.abc import Sequence
from typing import Any

import msgspec

from inspector_app.domain.events import PhotoTaken, ShiftOpened
from inspector_app.domain.finding import Category, Draft, Tier
from inspector_app.domain.task import Task, TaskState
from inspector_app.services.ports import (
    FindingDetails,
    FindingFilter,
    FindingRow,
    PhotoRow,
    Send,
    Shift,
    TaskRow,
    TierCounts,
)
from inspector_app.storage import details, holds, search, visits
from inspector_app.storage.arrivals import ARRIVED, PHOTOS_MISSING, WAITING
from inspector_app.storage.database import Connection

_SENDS = {WAITING: Send.WAITING, PHOTOS_MISSING: Send.PHOTOS_MISSING, ARRIVED: Send.ARRIVED}
_ROW = (
    "number, id, observed_at, category, type_code, kind, address, tier, primary_reason, measures, photos, photos_arrived,"
    " send, withdrawn, overridden, taken"
)
_PAGE = 500
# The judgement stands in the finding's first line or, in one that carries it, within.
_FLAGGED = "EXISTS (SELECT 1 FROM json_each(CAST(j.body AS TEXT), '$.{path}judgement.flags') WHERE value = ?1)"
_URGENT = f"""
    WITH urgent AS (
        SELECT f.id FROM findings f INDEXED BY findings_unsent JOIN journal j ON j.seq = f.number
        WHERE f.send < 2 AND f.withdrawn = 0 AND (
            f.id IN (SELECT value FROM json_each(?2)) OR {_FLAGGED.format(path="")} OR {_FLAGGED.format(path="body.")}
        )
    )
    SELECT w.sha256 FROM urgent u LEFT JOIN (
        SELECT p.about, p.sha256 FROM photos p JOIN photo_files f ON f.sha256 = p.sha256 WHERE f.arrived = 0
    ) w ON w.about = u.id
"""  # noqa: S608 - words of ours


def open_shift(connection: Connection) -> Shift | None:
    """The shift that is open; the newest, should there be two."""
    return _shift(connection, "closed_at = ''")


def last_shift(connection: Connection) -> Shift | None:
    """The newest shift, open or closed."""
    return _shift(connection, "true")


def shift(connection: Connection, shift_id: str) -> Shift | None:
    return _shift(connection, "id = ?", shift_id)


def _shift(connection: Connection, where: str, *values: str) -> Shift | None:
    row = connection.execute(
        f"SELECT id, opened, opened_at, closed_at FROM shifts WHERE {where} ORDER BY number DESC LIMIT 1",  # noqa: S608
        values,
    ).fetchone()
    if row is None:
        return None
    said = msgspec.convert(msgspec.json.decode(row[1]) | {"about": row[0]}, ShiftOpened)
    return Shift(row[0], said.officer, said.second, said.unit, said.planned_from, said.planned_to, row[2], row[3])


def shift_totals(connection: Connection, shift: str) -> tuple[int, int]:
    """Findings of a shift that were not withdrawn, and their photos."""
    query = "SELECT count(*), coalesce(sum(photos), 0) FROM findings WHERE shift = ? AND withdrawn = 0"
    findings, photos = connection.execute(query, (shift,)).fetchone()
    return findings, photos


def tier_counts(connection: Connection, shift: str) -> TierCounts:
    """Of one shift, or of all of them when none is named; what waits is what `unsent_only` lists, withdrawn ones too."""
    scope = "shift = ?" if shift else "? = ''"
    query = f"SELECT tier, sum(withdrawn = 0), sum(send < 2) FROM findings WHERE {scope} GROUP BY tier"  # noqa: S608
    rows = connection.execute(query, (shift,)).fetchall()
    return TierCounts(**{row[0]: row[1] for row in rows}, waiting=sum(row[2] for row in rows))


def finding_count(connection: Connection, wanted: FindingFilter) -> int:
    source, values = _source(wanted)
    return int(connection.execute(f"SELECT count(*) {source}", values).fetchone()[0])


def finding_numbers(connection: Connection, wanted: FindingFilter) -> Sequence[int]:
    """Row numbers, newest first, eight bytes each."""
    source, values = _source(wanted)
    # As one text in one step: a hundred thousand steps would hand the interpreter's lock to and fro with the screen.
    query = f"SELECT json_group_array(number) FROM (SELECT number {source} ORDER BY number DESC)"  # noqa: S608
    return array("q", msgspec.json.decode(connection.execute(query, values).fetchone()[0], type=list[int]))


def first_numbers(connection: Connection, wanted: FindingFilter, limit: int) -> Sequence[int]:
    """The newest `limit` row numbers."""
    source, values = _source(wanted, first=True)
    query = f"SELECT number {source} ORDER BY number DESC LIMIT ?"
    return [row[0] for row in connection.execute(query, (*values, limit))]


def finding_rows(connection: Connection, numbers: Sequence[int]) -> Sequence[FindingRow | None]:
    """One row for each number, in order; None for one that is gone."""
    found: dict[int, FindingRow] = {}
    for start in range(0, len(numbers), _PAGE):
        page = [int(number) for number in numbers[start : start + _PAGE]]
        marks = ", ".join("?" * len(page))
        for row in connection.execute(f"SELECT {_ROW} FROM findings WHERE number IN ({marks})", page):  # noqa: S608
            found[row[0]] = _row(row)
    return [found.get(number) for number in numbers]


def finding(connection: Connection, finding_id: str) -> FindingDetails | None:
    row = connection.execute(f"SELECT {_ROW}, shift FROM findings WHERE id = ?", (finding_id,)).fetchone()  # noqa: S608
    told = details.fold(connection, finding_id) if row is not None else None
    if told is None:
        return None
    said = told.recorded
    return FindingDetails(
        row=_row(row[:-1]), shift=row[-1], officer=told.officer, second_officer=said.second_officer, place=said.place,
        facts=said.facts, judgement=said.judgement, override=told.override, party=told.party, party_absent=said.party_absent,
        note=told.note, evidence_imported=said.evidence_imported, task=said.task, photos=_photos(connection, finding_id),
        history=tuple(told.history), measures=tuple(told.measures.values()),
        holds=tuple(holds.told(connection, finding_id)), duplicate_of=said.duplicate_of,
        asset=said.asset,
    )  # fmt: skip


def urgent_photos(connection: Connection, flag: str, pressing: frozenset[str]) -> frozenset[str] | None:
    """The photos that the centre lacks of findings that wait and stand, judged with `flag` or `pressing`; None when none is."""
    rows = connection.execute(_URGENT, (flag, json.dumps(sorted(pressing)))).fetchall()
    return frozenset(sha256 for (sha256,) in rows if sha256) if rows else None


def tasks(connection: Connection) -> Sequence[TaskRow]:
    """Every task of the centre and every visit planned here, open ones first, the soonest due before the others."""
    rows = connection.execute(
        "SELECT t.task, t.state, a.outcome, a.note, a.seq, e.acknowledged FROM tasks t"
        " LEFT JOIN task_answers a ON a.seq = (SELECT max(seq) FROM task_answers WHERE task = t.id)"
        " LEFT JOIN epochs e ON a.seq BETWEEN e.first_seq AND e.last_seq ORDER BY t.number"
    )
    found = [*(_task_row(*row) for row in rows), *visits.rows(connection)]
    return sorted(found, key=lambda row: (row.state is not TaskState.OPEN, row.task.due == "", row.task.due))


def _task_row(
    task: bytes, state: str, outcome: str | None, note: str | None, seq: int | None, covered: int | None
) -> TaskRow:
    answered = outcome is not None and state == TaskState.OPEN
    stands = TaskState.ANSWERED if answered else TaskState(state)
    sent = seq is not None and seq <= (covered or 0)
    return TaskRow(msgspec.json.decode(task, type=Task), stands, outcome or "", note or "", sent)


def task(connection: Connection, task_id: str) -> Task | None:
    row = connection.execute("SELECT task FROM tasks WHERE id = ?", (task_id,)).fetchone()
    return msgspec.json.decode(row[0], type=Task) if row else visits.task(connection, task_id)


def drafts(connection: Connection) -> Sequence[Draft]:
    """Every draft, the one begun last first."""
    rows = connection.execute("SELECT body FROM drafts ORDER BY number DESC")
    return [msgspec.json.decode(row[0], type=Draft) for row in rows]


def _photos(connection: Connection, about: str) -> tuple[PhotoRow, ...]:
    rows = connection.execute(
        "SELECT p.body, f.arrived FROM photos p JOIN photo_files f ON f.sha256 = p.sha256 WHERE p.about = ? ORDER BY p.seq",
        (about,),
    )
    said = [(msgspec.convert(msgspec.json.decode(body) | {"about": about}, PhotoTaken), there) for body, there in rows]
    return tuple(PhotoRow(taken.photo, bool(there)) for taken, there in said)


def _row(row: Any) -> FindingRow:
    *shown, taken = row
    _, id_, at, category, code, kind, address, tier, primary, measures, photos, there, send, withdrawn, overridden = (
        shown
    )
    return FindingRow(
        id=id_, observed_at=at, category=Category(category), type_code=code, kind=kind, address=address, tier=Tier(tier),
        primary=primary, measures=tuple(measures.split("\n")) if measures else (), photos=photos, photos_arrived=there,
        send=_SENDS[send], withdrawn=bool(withdrawn), overridden=bool(overridden),
        taken=tuple(taken.split("\n")) if taken else (),
    )  # fmt: skip


def _source(wanted: FindingFilter, *, first: bool = False) -> tuple[str, list[object]]:
    """FROM and WHERE of a list, over the narrowest index that answers it; the table itself where only the `first` count."""
    asked = search.query(wanted.text)
    if asked and wanted == FindingFilter(text=wanted.text):
        matching = "(SELECT rowid AS number FROM findings_text WHERE findings_text MATCH ? ORDER BY rowid DESC)"
        return f"FROM {matching}", [asked]
    clauses = {
        "shift = ?": wanted.shift,
        "tier = ?": wanted.tier,
        "number IN (SELECT rowid FROM findings_text WHERE findings_text MATCH ?)": asked,
    }
    values: list[object] = [str(value) for value in clauses.values() if value]
    where = " AND ".join(clause for clause, value in clauses.items() if value) or "true"
    if wanted.unsent_only:
        return f"FROM findings INDEXED BY findings_unsent WHERE send < 2 AND {where}", values
    if where == "true" and not first:
        return "FROM findings INDEXED BY findings_tier WHERE tier >= ''", []
    return f"FROM findings WHERE {where}", values
