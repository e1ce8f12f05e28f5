"""The list of what happened to the database: kept in it, so that it is told until somebody has seen it, and later on request."""

import msgspec

from inspector_app.domain.rescue import Rescue
from inspector_app.storage.database import Connection

NAME = "rescues"
MOST_KEPT = 20


def note(connection: Connection, rescue: Rescue) -> None:
    """Adds `rescue` behind the earlier ones, in the caller's transaction."""
    kept = [*told(connection), rescue][-MOST_KEPT:]
    connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (NAME, msgspec.json.encode(kept)))


def told(connection: Connection) -> list[Rescue]:
    """The last ones, the newest at the end."""
    row = connection.execute("SELECT value FROM settings WHERE name = ?", (NAME,)).fetchone()
    return msgspec.json.decode(row[0], type=list[Rescue]) if row else []
