"""The suite's own PostgreSQL is a real and durable one."""

import asyncio

import asyncpg

from tests import postgres


async def settings(url: str, *names: str) -> list[str]:
    connection = await asyncpg.connect(url)
    try:
        return [await connection.fetchval("SELECT current_setting($1)", name) for name in names]
    finally:
        await connection.close()


def test_it_is_durable_and_listens_on_loopback_only(postgres_url: str) -> None:
    assert asyncio.run(settings(postgres_url, "fsync", "synchronous_commit", "listen_addresses")) == [
        "on",
        "on",
        "127.0.0.1",
    ]


def test_each_test_gets_an_empty_database(postgres_url: str, postgres_cluster: postgres.Cluster) -> None:
    other = postgres_cluster.make_database("other")

    assert other != postgres_url
    assert asyncio.run(settings(other, "server_encoding")) == ["UTF8"]
