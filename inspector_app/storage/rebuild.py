"""Makes every projection again from what is kept: the journal, the inbox, the receipts."""

from inspector_app.storage import arrivals, inbox, indexes, journal, tables
from inspector_app.storage.database import Connection, transaction
from inspector_app.storage.project import project


def rebuild(connection: Connection) -> None:
    """Drops the projections and draws them anew, in one transaction: screens see the old ones until it is done."""
    with transaction(connection):
        redraw(connection)


def redraw(connection: Connection) -> None:
    """The same within a transaction of the caller's."""
    for name in tables.PROJECTIONS:
        connection.execute(f"DROP TABLE IF EXISTS {name}")  # an older schema has fewer
    for statement in (*tables.PROJECTIONS.values(), *indexes.INDEXES):
        connection.execute(statement)
    for line in journal.every(connection):
        project(connection, line)
    for number, kind, body in connection.execute("SELECT number, kind, body FROM inbox ORDER BY number").fetchall():
        inbox.draw(connection, number, kind, body)
    for epoch, seq in connection.execute(
        "SELECT epoch, max(through_seq) FROM receipts WHERE agrees = 1 GROUP BY epoch"
    ).fetchall():
        arrivals.acknowledge(connection, epoch, seq)
