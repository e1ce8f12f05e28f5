"""One file that holds a whole centre: rows, keys, photos and published packs, checked. It goes back into either database."""

import argparse
import base64
import hashlib
import io
import json
import shutil
import tarfile
import tempfile
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, LargeBinary, MetaData, Table, inspect, select
from sqlalchemy import Connection as Plain

from sync.protocol.problems import ProtocolProblem
from sync.server import identity
from sync.server.centre import Centre, opened
from sync.server.clock import now_text, system_clock
from sync.server.desk import archive, pack_copies
from sync.server.desk.files import arriving
from sync.server.desk.running import say
from sync.server.media import ask_again
from sync.server.packs.shelf import Shelf
from sync.server.photo_store import open_store
from sync.server.settings import Settings
from sync.server.store import schema
from sync.server.store.connection import Connection
from sync.server.store.database import Database, open_database
from sync.server.store.people import sessions
from sync.server.store.tables import media, metadata

PAGE = 500
TABLES, KEYS = "tables/", "keys/"
LEFT_OUT = frozenset({sessions.name})  # whoever restores logs in again
IN_THE_MAKING = ".restoring"


async def backup(settings: Settings, options: argparse.Namespace) -> int:
    """Writes the file whole or not at all; the centre may go on serving meanwhile."""
    async with opened(settings, system_clock) as centre:
        with arriving(options.out) as file, tarfile.open(fileobj=file, mode="w") as tar:
            writing = archive.Writing(tar, now_text(centre.clock))
            # Rows first: a photo that a row names was stored before the row, so none can be missing.
            rows = await centre.database.read(lambda connection: _rows_out(writing, connection))
            for path in sorted(centre.keys_folder.iterdir()):
                writing.add(KEYS + path.name, io.BytesIO(path.read_bytes()))
            damaged = await _photos_out(writing, centre)
            packs, lost = pack_copies.save(centre.packs, writing)
            writing.end()
    say(f"{options.out}: {rows} rows, {writing.photos} photos, {packs} packs")
    for sha256 in damaged:
        say(f"left out, damaged or missing in the photo store: {sha256}")
    for version in lost:
        say(f"left out, a file of it is damaged or missing: reference pack {version}; publish a newer one")
    return 1 if damaged or lost else 0


async def restore(settings: Settings, options: argparse.Namespace) -> int:
    """Makes a centre from the file. Raises ValueError, and leaves the data as it was, when that cannot be done."""
    with archive.opened(options.source) as saved:
        was_there = settings.data.exists()
        is_empty = not was_there or not any(settings.data.iterdir())
        if not is_empty and not options.force:
            raise ValueError(f"{settings.data} is not empty; --force moves it aside first")
        fresh = replace(settings, data=settings.data / IN_THE_MAKING)
        shutil.rmtree(fresh.data, ignore_errors=True)  # of a try that was killed
        try:
            rows, photos = await _made(saved, fresh)
        except BaseException:
            shutil.rmtree(fresh.data, ignore_errors=True)
            if not was_there:
                with suppress(OSError):
                    settings.data.rmdir()
            raise
    _move_in(settings.data, aside=not is_empty)
    say(f"{settings.data}: {rows} rows, {photos} photos")
    return 0


async def _made(saved: archive.Reading, settings: Settings) -> tuple[int, int]:
    """A whole centre in an empty place; rows come last, so that a database is never ahead of its keys and photos."""
    settings.data.mkdir(parents=True)
    database = open_database(settings.database)
    try:
        if await schema.revision(database) is not None:
            raise ValueError("the database is not empty; give another one, or an empty one")
        photos = await _files_back(saved, settings)
        pack_copies.give_back(saved, Shelf(settings.packs))
        rows = await _rows_back(saved, database)
        await schema.migrate(database, settings.backups)
        await database.write(lambda connection: _ask_for_absent(connection, photos))
    finally:
        await database.close()
    return rows, len(photos)


async def _ask_for_absent(connection: Connection, photos: frozenset[str]) -> None:
    """A photo that was damaged when the backup was made is not in it: its laptop is asked again, and not told "stored"."""
    lost = [row for row in await connection.execute(select(media)) if row.sha256 not in photos]
    await ask_again(connection, lost)


def _move_in(data: Path, *, aside: bool) -> None:
    fresh = data / IN_THE_MAKING
    if aside:
        old = data.with_name(f"{data.name}.before-{datetime.now():%Y%m%d-%H%M%S}")  # noqa: DTZ005
        data.rename(old)
        data.mkdir()
        fresh = old / IN_THE_MAKING
        say(f"what was there is in {old}")
    # Folders first: there is no centre before its database is there.
    for path in sorted(fresh.iterdir(), key=lambda path: path.is_file()):
        path.rename(data / path.name)
    fresh.rmdir()


async def _photos_out(writing: archive.Writing, centre: Centre) -> list[str]:
    """Adds every stored photo; returns those that are damaged or gone."""
    query = select(media.c.sha256).distinct().order_by(media.c.sha256)

    async def stored(connection: Connection) -> list[str]:
        return list(await connection.scalars(query))

    damaged = []
    for sha256 in await centre.database.read(stored):
        try:
            writing.add_photo(sha256, await centre.photos.get(sha256))
        except ProtocolProblem:
            damaged.append(sha256)
    return damaged


async def _rows_out(writing: archive.Writing, connection: Connection) -> int:
    total = 0
    for table in metadata.sorted_tables:
        if table.name in LEFT_OUT:
            continue
        with tempfile.TemporaryFile() as spool:
            async for row in connection.stream(select(table)):
                spool.write(json.dumps(_plain(row._asdict())).encode() + b"\n")
                total += 1
            writing.add(f"{TABLES}{table.name}.jsonl", spool)
    return total


async def _rows_back(saved: archive.Reading, database: Database) -> int:
    async def deed(connection: Connection) -> int:
        await connection.run_sync(schema.upgrade, saved.revision)
        total = 0
        for table in await connection.run_sync(_tables_there):
            async for rows in _pages(saved, table):
                await connection.execute(table.insert(), rows)
                total += len(rows)
        return total

    return await database.write(deed)


def _tables_there(connection: Plain) -> list[Table]:
    """The tables as they were when the file was made, not as they are now; those that others point to come first."""
    seen, bare = inspect(connection), MetaData()
    ordered = [name for name, _ in seen.get_sorted_table_and_fkc_names() if name]
    return [
        Table(name, bare, *(Column(one["name"], one["type"]) for one in seen.get_columns(name))) for name in ordered
    ]


async def _pages(saved: archive.Reading, table: Table) -> AsyncIterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    for text in saved.open(f"{TABLES}{table.name}.jsonl") or ():
        rows.append(_row(text, table))
        if len(rows) == PAGE:
            yield rows
            rows = []
    if rows:
        yield rows


async def _files_back(saved: archive.Reading, settings: Settings) -> frozenset[str]:
    """Keys and photos; returns the photos."""
    settings.keys.mkdir(mode=0o700)
    for name, content in saved.contents(KEYS):
        identity.write_secret(settings.keys / name, content)
    store = open_store(settings.photos_url, settings.photos)
    found = set()
    for sha256, content in saved.contents(archive.PHOTOS):
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ValueError(archive.DAMAGED)
        await store.put({sha256: content})
        found.add(sha256)
    return frozenset(found)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: base64.b64encode(value).decode() if isinstance(value, bytes) else value for name, value in row.items()
    }


def _row(text: bytes, table: Table) -> dict[str, Any]:
    """A row of the table. Raises ValueError for what no backup of ours holds."""
    try:
        said = json.loads(text)
    except RecursionError as trouble:
        raise ValueError(archive.DAMAGED) from trouble
    if not isinstance(said, dict) or not said.keys() <= set(table.c.keys()):
        raise ValueError(archive.DAMAGED)
    return {name: _value(value, table.c[name]) for name, value in said.items()}


def _value(value: object, column: Column[Any]) -> object:
    if isinstance(value, str) and isinstance(column.type, LargeBinary):
        return base64.b64decode(value, validate=True)
    if value is None or isinstance(value, str) or (isinstance(value, int) and abs(value) < 2**63):
        return value
    raise ValueError(archive.DAMAGED)
