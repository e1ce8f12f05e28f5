"""Slots of relief points that this laptop asked for, and what the centre answered."""

from collections.abc import Sequence

from inspector_app.domain.reference.hold import GUIDE, Hold, HoldState
from inspector_app.storage.database import Connection
from sync.protocol.feed import Answered


def answer(connection: Connection, number: int, said: Answered) -> set[str]:
    """Keeps the answer that came as item `number` of the inbox; returns the finding that it is about."""
    row = (said.measure, number, int(said.confirmed), said.reason)
    connection.execute("INSERT OR REPLACE INTO hold_answers VALUES (?, ?, ?, ?)", row)
    return {row[0] for row in connection.execute("SELECT finding FROM measures WHERE id = ?", (said.measure,))}


def told(connection: Connection, finding: str = "") -> Sequence[Hold]:
    """The holds of one finding, or of all; in the order of their answers, those that wait last."""
    where = "m.finding = ?" if finding else "? = ''"
    rows = connection.execute(
        "SELECT m.id, m.finding, m.target, m.taken_at, a.confirmed, a.reason FROM measures m"  # noqa: S608
        " LEFT JOIN hold_answers a ON a.measure = m.id WHERE m.measure = ? AND m.target <> ''"
        f" AND {where} ORDER BY a.number IS NULL, a.number, m.number",
        (GUIDE, finding),
    )
    return [
        Hold(measure, about, point, at, _STATES[confirmed], reason or "")
        for measure, about, point, at, confirmed, reason in rows
    ]


_STATES = {None: HoldState.WAITING, 0: HoldState.REFUSED, 1: HoldState.CONFIRMED}
