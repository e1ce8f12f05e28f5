"""The history of the schema: append a step, name it by its effect, add it to tables.STEPS; never change one that was shipped.

This is the only module that imports sqlite_utils: an up-to-date database opens without it.
"""

import sys

import sqlcipher3
import sqlcipher3.dbapi2

# sqlite-utils prefers pysqlite3 where it is there: so it catches the exceptions that our connections really raise.
sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2

from sqlite_utils import Database, Migrations  # noqa: E402

from inspector_app.storage import indexes, tables  # noqa: E402
from inspector_app.storage.database import Connection  # noqa: E402
from inspector_app.storage.rebuild import redraw  # noqa: E402

__all__ = ["Database", "Migrations", "migrate", "steps"]

steps = Migrations("patrol")


def migrate(connection: Connection) -> None:
    """Brings the database to the newest schema, each step in a transaction of its own. `connection` is not guarded."""
    steps.apply(Database(connection, execute_plugins=False))


@steps()
def m0001_journal_and_projections(db: Database) -> None:
    for statement in (*tables.JOURNAL, *tables.FACTS, *tables.PROJECTIONS.values(), *indexes.INDEXES):
        db.execute(statement)


@steps()
def m0002_findings_arrive_with_all_their_lines(db: Database) -> None:
    redraw(db.conn)


@steps()
def m0003_journal_closed_to_blob_writes(db: Database) -> None:
    db.execute(tables.JOURNAL_SEALED)


@steps()
def m0004_measures_visits_references_and_figures(db: Database) -> None:
    redraw(db.conn)  # also of what an older version kept in the inbox and did not understand
