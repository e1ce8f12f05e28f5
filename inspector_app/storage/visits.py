"""Follow-up visits as tasks of this laptop, and what was handed over to whom: rows of the clocks that run."""

from typing import Any

from inspector_app.domain.clocks import HANDOVER, Handover, Timed, Visit
from inspector_app.domain.events import Event, FindingRecorded, MeasureTaken, VisitPlanned
from inspector_app.domain.task import Task, TaskKind, TaskState
from inspector_app.services.ports import TaskRow
from inspector_app.storage import details
from inspector_app.storage.database import Connection
from sync.protocol.lines import Line

MOST = 500  # open visits that run on a clock, the soonest due
REMEMBERED = 200  # visits that are listed though nothing is left to do
_ANSWER = "(SELECT max(seq) FROM task_answers WHERE task = v.id)"
_VISIT = (
    "v.id, v.finding, v.due, v.why, v.planned_at, coalesce(f.address, ''), v.lat_e7, v.lon_e7, v.reasons,"
    " coalesce(f.withdrawn, 0)"
)
# Who and where, so that three cars in one road are told apart.
_WHOSE = (
    "CASE WHEN f.subject IS NULL THEN '' WHEN f.subject = '' OR f.address = '' THEN upper(f.subject) || f.address"
    " ELSE upper(f.subject) || ' · ' || f.address END"
)
_FROM = "FROM visits v LEFT JOIN findings f ON f.id = v.finding"


def draw(connection: Connection, seq: int, line: Line, event: Event) -> None:
    """Draws what `event` says of visits and hand-overs; nothing for other events."""
    match event:
        case VisitPlanned():
            _plan(connection, seq, line.recorded_at, event)
        case MeasureTaken(measure=measure) if measure == HANDOVER:
            given = (line.id, seq, event.about, event.target)
            connection.execute("INSERT OR IGNORE INTO handovers_given VALUES (?, ?, ?, ?)", given)
        case FindingRecorded(judgement=said) if said is not None and HANDOVER in said.measures:
            duty = (event.about, event.observed_at, "\n".join(said.reasons), seq)
            first = "EXISTS (SELECT 1 FROM findings WHERE id = ?1 AND number = ?4)"  # a second line changes nothing
            connection.execute(f"INSERT OR IGNORE INTO handover_duties SELECT ?1, ?2, ?3 WHERE {first}", duty)
        case _:
            pass


def move(connection: Connection, line_id: str, seq: int) -> None:
    """The line stands at another place now: a fork carried it."""
    connection.execute("UPDATE handovers_given SET seq = ? WHERE id = ?", (seq, line_id))


def rows(connection: Connection) -> list[TaskRow]:
    """The open visits and the newest of the others as tasks, in the order of planning."""
    found = connection.execute(
        f"SELECT {_VISIT}, a.outcome, a.note, a.seq, e.acknowledged {_FROM}"  # noqa: S608 - words of ours
        f" LEFT JOIN task_answers a ON a.seq = {_ANSWER}"
        " LEFT JOIN epochs e ON a.seq BETWEEN e.first_seq AND e.last_seq"
        " WHERE (a.seq IS NULL AND coalesce(f.withdrawn, 0) = 0)"
        " OR v.number >= coalesce((SELECT number FROM visits ORDER BY number DESC LIMIT 1 OFFSET ?), 0)"
        " ORDER BY v.number",
        (REMEMBERED - 1,),
    )
    return [_row(*row) for row in found]


def task(connection: Connection, visit: str) -> Task | None:
    row = connection.execute(f"SELECT {_VISIT} {_FROM} WHERE v.id = ?", (visit,)).fetchone()
    return _task(*row) if row else None


def timed(connection: Connection, since: str) -> Timed:
    """What is open: visits, and hand-overs of findings observed after `since` (UTC ISO)."""
    visits = connection.execute(
        f"SELECT {_VISIT}, {_WHOSE} {_FROM} WHERE coalesce(f.withdrawn, 0) = 0 AND {_ANSWER} IS NULL"
        " ORDER BY v.due, v.id LIMIT ?",
        (MOST,),
    )
    duties = connection.execute(
        f"SELECT d.finding, d.observed_at, {_WHOSE}, d.reasons"  # noqa: S608 - words of ours
        " FROM handover_duties d JOIN findings f ON f.id = d.finding"
        " WHERE f.withdrawn = 0 AND d.observed_at > ? ORDER BY d.observed_at, d.finding",
        (since,),
    )
    return Timed(
        tuple(Visit(row[0], row[1], row[2], row[3], row[4], row[10], _codes(row[8])) for row in visits),
        tuple(_handover(connection, *row) for row in duties.fetchall()),
    )


def _plan(connection: Connection, seq: int, planned_at: str, event: VisitPlanned) -> None:
    told = details.fold(connection, event.about)
    place = told.recorded.place if told is not None else None
    said = told.recorded.judgement if told is not None else None
    row = (
        event.id, seq, event.about, event.due, event.why, event.measure, planned_at, "\n".join(said.reasons if said else ()),
        place.lat_e7 if place else None, place.lon_e7 if place else None,
    )  # fmt: skip
    connection.execute("INSERT OR IGNORE INTO visits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def _handover(connection: Connection, finding: str, observed_at: str, place: str, reasons: str) -> Handover:
    found = connection.execute(
        "SELECT g.target, g.seq <= e.acknowledged FROM handovers_given g"
        " LEFT JOIN epochs e ON g.seq BETWEEN e.first_seq AND e.last_seq WHERE g.finding = ?",
        (finding,),
    ).fetchall()
    given, arrived = {target for target, _ in found}, {target for target, there in found if there}
    return Handover(finding, observed_at, place, _codes(reasons), frozenset(given), frozenset(arrived))


def _task(*row: Any) -> Task:
    id_, finding, due, why, planned_at, address, lat_e7, lon_e7, *_ = row
    return Task(
        id=id_, kind=TaskKind.REINSPECT, title="", address=address, lat_e7=lat_e7, lon_e7=lon_e7, due=due, about=finding,
        created_at=planned_at, why=why,
    )  # fmt: skip


def _row(*row: Any) -> TaskRow:
    outcome, note, seq, covered = row[10:]
    stands = TaskState.OPEN if outcome is None else TaskState.ANSWERED
    if row[9] and outcome is None:
        stands = TaskState.WITHDRAWN
    return TaskRow(_task(*row[:10]), stands, outcome or "", note or "", seq is not None and seq <= (covered or 0))


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()
