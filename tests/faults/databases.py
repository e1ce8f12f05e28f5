"""A new, empty database for each schedule on the PostgreSQL server that a person named."""

import asyncio
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import asyncpg


@contextmanager
def new_database(server: str) -> Iterator[str]:
    """The URL of a database that is dropped afterwards; empty, which means SQLite, when `server` is."""
    if not server:
        yield ""
        return
    name = f"inspector_faults_{uuid.uuid4().hex[:12]}"
    asyncio.run(_run(server, f"CREATE DATABASE {name}"))
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        asyncio.run(_run(server, f"DROP DATABASE {name} WITH (FORCE)"))


def emptied(url: str) -> None:
    """Takes everything out of the database; nothing to do for SQLite, whose file lies in the centre's folder."""
    if url:
        asyncio.run(_run(url, "DROP SCHEMA public CASCADE; CREATE SCHEMA public"))


async def _run(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
