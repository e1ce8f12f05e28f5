"""Slots of relief points that this laptop asked for, and what the centre answered."""

from collections.abc import Sequence

from inspector_app.domain.events import MeasureTaken
from inspector_app.domain.reference.hold import GUIDE, Hold, HoldState
from inspector_app.storage.database import Connection
from sync.protocol.feed import Answered


def draw(connection: Connection, seq: int, taken_at: str, said: MeasureTaken) -> None:
    """Draws a measure that asks for a slot; any other is none of ours."""
    if said.measure == GUIDE and said.target:
        row = (said.id, seq, said.about, said.target, taken_at)
        connection.execute("INSERT OR IGNORE INTO holds VALUES (?, ?, ?, ?, ?)", row)


def answer(connection: Connection, number: int, said: Answered) -> set[str]:
    """Keeps the answer that came as item `number` of the inbox; returns the finding that it is about."""
    row = (said.measure, number, int(said.confirmed), said.reason)
    connection.execute("INSERT OR REPLACE INTO hold_answers VALUES (?, ?, ?, ?)", row)
    return {row[0] for row in connection.execute("SELECT finding FROM holds WHERE measure = ?", (said.measure,))}


def told(connection: Connection, finding: str = "") -> Sequence[Hold]:
    """The holds of one finding, or of all; in the order of their answers, those that wait last."""
    where = "h.finding = ?" if finding else "? = ''"
    rows = connection.execute(
        "SELECT h.measure, h.finding, h.point, h.taken_at, a.confirmed, a.reason FROM holds h"  # noqa: S608
        f" LEFT JOIN hold_answers a USING (measure) WHERE {where} ORDER BY a.number IS NULL, a.number, h.seq",
        (finding,),
    )
    return [
        Hold(measure, about, point, at, _STATES[confirmed], reason or "")
        for measure, about, point, at, confirmed, reason in rows
    ]


_STATES = {None: HoldState.WAITING, 0: HoldState.REFUSED, 1: HoldState.CONFIRMED}
