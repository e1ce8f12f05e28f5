"""One file that holds a whole centre: every row, the keys, every photo, checked. It goes back into either database."""

import argparse
import base64
import io
import json
import os
import tarfile
import tempfile
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Column, LargeBinary, MetaData, Table, inspect, select
from sqlalchemy import Connection as Plain

from sync.protocol.problems import ProtocolProblem
from sync.server import identity
from sync.server.centre import Centre, opened
from sync.server.clock import now_text, system_clock
from sync.server.desk.running import say
from sync.server.photo_store import open_store
from sync.server.settings import Settings
from sync.server.store import schema
from sync.server.store.connection import Connection
from sync.server.store.database import Database, open_database
from sync.server.store.tables import media, metadata, sessions

FORMAT = 1
PAGE = 500
NO_BACKUP = "this is no backup of a centre, only a part of one, or one of a newer version"
LEFT_OUT = frozenset({sessions.name})  # whoever restores logs in again


async def backup(settings: Settings, options: argparse.Namespace) -> int:
    """Writes the file whole or not at all; the centre may go on serving meanwhile."""
    out = Path(options.out)
    fresh = out.with_name(out.name + ".new")
    async with opened(settings, system_clock) as centre:
        with _private(fresh) as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                rows, photos, damaged = await _fill(tar, centre)
            file.flush()
            os.fsync(file.fileno())
    fresh.replace(out)
    say(f"{out}: {rows} rows, {photos} photos")
    for sha256 in damaged:
        say(f"left out, damaged or missing in the photo store: {sha256}")
    return 1 if damaged else 0


async def restore(settings: Settings, options: argparse.Namespace) -> int:
    """Makes a centre from the file. Raises ValueError, and changes nothing, when there is one already."""
    with _opened(Path(options.source)) as tar:
        about = _about(tar)
        _make_room(settings, force=options.force)
        settings.data.mkdir(parents=True, exist_ok=True)
        database = open_database(settings.database)
        try:
            if await schema.revision(database) is not None:
                raise ValueError("the database is not empty; give another one, or an empty one")
            rows = await _rows_back(tar, database, about["revision"])
            await schema.migrate(database, settings.backups)
        finally:
            await database.close()
        photos = await _files_back(tar, settings)
    say(f"{settings.data}: {rows} rows, {photos} photos")
    return 0


def _opened(source: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(source)
    except tarfile.TarError as trouble:
        raise ValueError(NO_BACKUP) from trouble


def _private(path: Path) -> BinaryIO:
    """A new file that only its owner may read: the signing keys go into it."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


async def _fill(tar: tarfile.TarFile, centre: Centre) -> tuple[int, int, list[str]]:
    # Rows first: a photo that a row names was stored before the row, so none can be missing.
    about = {"format": FORMAT, "revision": schema.NEWEST, "made_at": now_text(centre.clock)}
    _add(tar, "about.json", json.dumps(about).encode())
    rows = await centre.database.read(lambda connection: _rows_out(tar, connection))
    for path in sorted(centre.keys_folder.iterdir()):
        _add(tar, f"keys/{path.name}", path.read_bytes())
    photos = await centre.database.read(_stored_photos)
    damaged = []
    for sha256 in photos:
        try:
            _add(tar, f"photos/{sha256}", await centre.photos.get(sha256))
        except ProtocolProblem:
            damaged.append(sha256)
    return rows, len(photos) - len(damaged), damaged


async def _stored_photos(connection: Connection) -> list[str]:
    query = select(media.c.sha256).distinct().order_by(media.c.sha256)
    return list(await connection.scalars(query))


async def _rows_out(tar: tarfile.TarFile, connection: Connection) -> int:
    total = 0
    for table in metadata.sorted_tables:
        if table.name in LEFT_OUT:
            continue
        with tempfile.TemporaryFile() as spool:
            async for row in connection.stream(select(table)):
                spool.write(json.dumps(_plain(row._asdict())).encode() + b"\n")
                total += 1
            described = tarfile.TarInfo(f"tables/{table.name}.jsonl")
            described.size, described.mode = spool.tell(), 0o600
            spool.seek(0)
            tar.addfile(described, spool)
    return total


async def _rows_back(tar: tarfile.TarFile, database: Database, revision: str) -> int:
    async def deed(connection: Connection) -> int:
        await connection.run_sync(schema.upgrade, revision)
        total = 0
        for table in await connection.run_sync(_tables_there):
            async for rows in _pages(tar, table):
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


async def _pages(tar: tarfile.TarFile, table: Table) -> AsyncIterator[list[dict[str, Any]]]:
    try:
        file = tar.extractfile(f"tables/{table.name}.jsonl")
    except KeyError:
        return
    assert file is not None
    rows: list[dict[str, Any]] = []
    for text in file:
        rows.append(_typed(json.loads(text), table))
        if len(rows) == PAGE:
            yield rows
            rows = []
    if rows:
        yield rows


async def _files_back(tar: tarfile.TarFile, settings: Settings) -> int:
    settings.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    store = open_store(settings.photos_url, settings.photos)
    count = 0
    for member in tar.getmembers():
        folder, _, name = member.name.partition("/")
        file = tar.extractfile(member)
        if file is None or "/" in name or name in ("", ".", ".."):
            continue
        if folder == "keys":
            identity.write_secret(settings.keys / name, file.read())
        elif folder == "photos":
            await store.put(name, file.read())
            count += 1
    return count


def _about(tar: tarfile.TarFile) -> dict[str, Any]:
    try:
        file = tar.extractfile("about.json")
        about: dict[str, Any] = json.load(file) if file else {}
    except (KeyError, ValueError, tarfile.TarError):  # the last: cut off, found when all names are read
        about = {}
    if about.get("format") != FORMAT or about.get("revision") not in schema.known_revisions():
        raise ValueError(NO_BACKUP)
    return about


def _make_room(settings: Settings, *, force: bool) -> None:
    if not settings.data.exists() or not any(settings.data.iterdir()):
        return
    if not force:
        raise ValueError(f"{settings.data} is not empty; --force moves it aside first")
    aside = settings.data.with_name(f"{settings.data.name}.before-{datetime.now():%Y%m%d-%H%M%S}")  # noqa: DTZ005
    settings.data.rename(aside)
    say(f"what was there is in {aside}")


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    described = tarfile.TarInfo(name)
    described.size, described.mode = len(content), 0o600
    tar.addfile(described, io.BytesIO(content))


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: base64.b64encode(value).decode() if isinstance(value, bytes) else value for name, value in row.items()
    }


def _typed(row: dict[str, Any], table: Table) -> dict[str, Any]:
    return {
        name: base64.b64decode(value) if isinstance(table.c[name].type, LargeBinary) else value
        for name, value in row.items()
    }
