"""What this laptop itself knows of a party or a place from before: its findings that stand, with measures and what visits found."""

from collections.abc import Sequence

from inspector_app.domain.finding import Category, Tier
from inspector_app.domain.measure import Measure, Taken
from inspector_app.domain.reference.earlier import Earlier
from inspector_app.domain.reference.history import LONGEST, subject_key
from inspector_app.domain.task import Outcome
from inspector_app.domain.visits import Why
from inspector_app.storage import search
from inspector_app.storage.database import Connection

_FOUND = "SELECT id, observed_at, category, tier, address FROM findings WHERE withdrawn = 0 AND"
_NEWEST = "ORDER BY number DESC LIMIT ?"


def of(connection: Connection, subject: str, address: str) -> Sequence[Earlier]:
    """The newest findings about the `subject` (a `subject_key`), or where it is empty those at the same address."""
    if subject:
        rows = connection.execute(f"{_FOUND} subject = ? AND subject <> '' {_NEWEST}", (subject, LONGEST)).fetchall()
    else:
        rows = _at(connection, address)
    return [
        Earlier(id_, at, Category(category), Tier(tier), _measures(connection, id_), _complied(connection, id_))
        for id_, at, category, tier, _ in rows
    ]


def _at(connection: Connection, address: str) -> list[tuple[str, str, str, str, str]]:
    tokens = search.tokens(address)
    if not tokens:
        return []
    # The phrase finds longer addresses too: those that say the same are picked out of them.
    there = "number IN (SELECT rowid FROM findings_text WHERE findings_text MATCH ?)"
    asked = f'address : "{" ".join(tokens)}"'
    rows = connection.execute(f"{_FOUND} {there} {_NEWEST}", (asked, LONGEST)).fetchall()
    return [row for row in rows if subject_key(row[4]) == subject_key(address)]


def _measures(connection: Connection, finding: str) -> tuple[Taken, ...]:
    rows = connection.execute(
        "SELECT id, measure, target, until, note, officer, taken_at FROM measures WHERE finding = ? ORDER BY number",
        (finding,),
    )
    return tuple(Taken(Measure(*said), officer, at) for *said, officer, at in rows)


def _complied(connection: Connection, finding: str) -> dict[str, str]:
    """By order, when a visit found that it had been complied with; the last answer stands."""
    rows = connection.execute(
        "SELECT v.measure, coalesce(stated.recorded_at, there.recorded_at) FROM visits v"
        " JOIN task_answers a ON a.seq = (SELECT max(seq) FROM task_answers WHERE task = v.id)"
        " LEFT JOIN journal stated ON stated.id = a.id JOIN journal there ON there.seq = a.seq"
        " WHERE v.finding = ? AND v.why = ? AND a.outcome = ?",
        (finding, Why.ORDER.value, Outcome.SOLVED.value),
    )
    return dict(rows.fetchall())
