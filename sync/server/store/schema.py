"""Brings a database to this program's schema: migrations in order, a copy before, newer databases refused."""

import asyncio
import os
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from sync.server.store.database import Database

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
ADVISORY_LOCK = 7_210_001  # ours alone in a PostgreSQL database: one process migrates, the others wait


class NewerDatabase(Exception):
    """The database was written by a newer program; this one leaves it alone."""


def current_revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    return str(_script().get_current_head())


async def migrate(database: Database, backups: Path) -> None:
    """Runs what is missing, after a copy of an embedded database. Raises NewerDatabase and changes nothing then."""
    here = await _revision(database)
    if here == newest_revision():
        return
    if here is not None and here not in {script.revision for script in _script().walk_revisions()}:
        raise NewerDatabase(here)
    if here is not None and database.is_embedded:
        await copy_embedded(database, backups / f"before-{newest_revision()}.db")
    await database.write(_upgrade)


async def copy_embedded(database: Database, target: Path) -> None:
    """A consistent, fsynced copy of the SQLite database, replacing an older one of that name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    async with database.writer.connect() as connection:
        raw = await connection.get_raw_connection()
        driver = raw.driver_connection
        assert driver is not None
        await driver.execute("VACUUM INTO ?", (str(fresh),))
    await asyncio.to_thread(_settle, fresh, target)


def _settle(fresh: Path, target: Path) -> None:
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())
    fresh.replace(target)


async def _revision(database: Database) -> str | None:
    async with database.writer.connect() as connection:
        return await connection.run_sync(current_revision)


async def _upgrade(connection: AsyncConnection) -> None:
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
    await connection.run_sync(_run)


def _run(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
