"""The centre's database, one of two: SQLite inside, or PostgreSQL beside it."""

from pathlib import Path

from sqlalchemy import URL

from sync.server.store.embedded import Embedded
from sync.server.store.postgresql import PostgreSQL
from sync.server.store.watched import Watched

Database = Embedded | PostgreSQL | Watched


def open_database(url: URL) -> Embedded | PostgreSQL:
    """The database behind `url`; nothing is touched before the first deed."""
    if url.get_backend_name() == "sqlite":
        return Embedded(Path(str(url.database)))
    return PostgreSQL(url)
