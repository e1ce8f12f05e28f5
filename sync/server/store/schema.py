"""Brings a database to this program's schema: migrations in order, a copy before, newer databases refused."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection as Plain
from sqlalchemy import inspect, text

from sync.server.store.connection import Connection
from sync.server.store.database import Database
from sync.server.store.embedded import Embedded

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
NEWEST = "0011"  # known here, so that a centre that is up to date starts without Alembic
ADVISORY_LOCK = 7_210_001  # ours alone in a PostgreSQL database: one process migrates, the others wait


class NewerDatabase(Exception):
    """The database was written by a newer program; this one leaves it alone."""


async def migrate(database: Database, backups: Path) -> None:
    """Runs what is missing, after a copy of an embedded database. Raises NewerDatabase and changes nothing then."""
    here = await revision(database)
    if here == NEWEST:
        return
    if here is not None and here not in known_revisions():
        raise NewerDatabase(here)
    if here is not None and isinstance(database, Embedded):
        await database.copy_to(backups / f"before-{NEWEST}.db")
    await database.write(_upgrade)


async def revision(database: Database) -> str | None:
    """The schema that the database is at; None for an empty one."""
    return await database.read(lambda connection: connection.run_sync(_revision))


def known_revisions() -> tuple[str, ...]:
    """Every schema that this program knows, newest first."""
    from alembic.script import ScriptDirectory

    return tuple(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def _revision(connection: Plain) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


async def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
    await connection.run_sync(upgrade, "head")


def upgrade(connection: Plain, to: str) -> None:
    """Runs the migrations up to revision `to` in the connection's transaction."""
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _config() -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
