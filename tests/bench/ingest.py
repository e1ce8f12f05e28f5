"""Lines at the end of a city's shift: many laptops at once into a real centre, beside bare COPY of the same rows."""

import asyncio
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import msgspec

from inspector_app.demo.centre import Centre
from sync.server import centre as wiring
from sync.server import deciding
from sync.server.clock import system_clock
from sync.server.settings import Settings
from tests import postgres
from tests.bench import copying, cost, quiet
from tests.bench.fleet import Fleet, Ready
from tests.bench.flood import Plan, Told
from tests.bench.ground import ROOT, Ground, say
from tests.bench.table import Figure, median

LAPTOPS, FINDINGS, CONNECTIONS, PROCESSES = 600, 40, 64, 2
WARM_UP = 40  # laptops that go before the clock starts: statements are planned, connections open


@dataclass(frozen=True, slots=True)
class Flooded:
    """One run: findings a second until the last receipt, and until all were decided again too; CPU µs a finding of each party."""

    rate: float
    decided_rate: float
    told: Told
    server_us: float
    database_us: float


def figures(ground: Ground) -> Iterator[Figure]:
    flush = cost.flush_us(ground.folder)
    programs = postgres.find_programs()
    if programs is None:
        say("No PostgreSQL is installed here: its figures are left out.")
    else:
        with postgres.running_cluster(programs) as cluster:
            for photos in (0, 1):
                yield from _into_postgresql(ground, cluster, photos, flush)
    for photos in (0, 1):
        yield from _into_sqlite(ground, photos, flush)
    yield from quiet.figures(ground)


def _into_postgresql(ground: Ground, cluster: postgres.Cluster, photos: int, flush: float) -> Iterator[Figure]:
    ours: list[Flooded] = []
    limits: list[float] = []
    by_push: list[float] = []
    for run in range(ground.runs):
        flooded = cluster.make_database(f"flooded_{photos}_{run}")
        place = ground.folder / f"postgresql-{photos}-{run}"
        ours.append(_flood(place, flooded, photos, PROCESSES))
        for each, rates in ((copying.AS_STORED, limits), (copying.AS_PUSHED, by_push)):
            bare = cluster.make_database(f"bare_{photos}_{run}_{len(rates)}_{rates is by_push}".lower())
            rates.append(_copied(place / bare, flooded, bare, each))
        shutil.rmtree(place)
    lines = f"{PROCESSES} connections"
    yield from _told(
        f"into PostgreSQL, {PROCESSES} processes, {CONNECTIONS} connections", ours, photos, flush,
        f"COPY of the same rows in the same transactions, {lines}", limits,
    )  # fmt: skip
    yield Figure(
        "… beside a transaction for each push", median(run.rate for run in ours), "1/s",
        f"COPY of the same rows, 50 lines a commit, {lines}", median(by_push), higher_is_better=True,
    )  # fmt: skip


def _into_sqlite(ground: Ground, photos: int, flush: float) -> Iterator[Figure]:
    ours = []
    for run in range(ground.runs):
        place = ground.folder / f"sqlite-{photos}-{run}"
        ours.append(_flood(place, "", photos, 1))
        shutil.rmtree(place)
    yield from _told(f"into the embedded SQLite, {CONNECTIONS} connections", ours, photos, flush)


def _told(
    where: str, runs: Sequence[Flooded], photos: int, flush: float, name: str = "", limits: Sequence[float] = ()
) -> Iterator[Figure]:
    what = f"findings {'with a photo line each ' if photos else ''}with receipts {where}"
    told = [run.told for run in runs]
    note = (
        f"{LAPTOPS} laptops × {FINDINGS} findings in batches of 50 lines, prepared; CPU µs a finding: centre"
        f" {median(run.server_us for run in runs):.0f}, database {median(run.database_us for run in runs):.0f}, load generator"
        f" {median(one.cpu_s / one.findings * 1e6 for one in told):.0f}; a push p50 {median(one.p50_ms for one in told):.0f}, p99"
        f" {median(one.p99_ms for one in told):.0f} ms; fsync on, {flush:.0f} µs here"
    )
    yield Figure(
        what, median(run.rate for run in runs), "1/s", name, statistics.median(limits) if limits else 0.0, note,
        higher_is_better=True,
    )  # fmt: skip
    yield Figure("… until all of them were decided again too", median(run.decided_rate for run in runs), "1/s")


def _flood(place: Path, url: str, photos: int, processes: int) -> Flooded:
    """Starts a centre, lets the fleet loose on it, and waits until it has decided every finding again."""
    settings = Settings(place, url)
    warm, fleet, plan = asyncio.run(_prepared(settings, photos))
    with ExitStack() as stack:
        centres = [Centre(place, database_url=url).start() for _ in range(processes)]
        for centre in centres:
            stack.callback(centre.stop)
        ports = tuple(int(centre.url.rsplit(":", 1)[1]) for centre in centres)
        _loose(place, msgspec.structs.replace(plan, ports=ports, laptops=tuple(warm)))
        asyncio.run(_decided(settings))
        database = asyncio.run(_postmaster(url)) if url else 0
        before = [cost.cpu_s(centre.pid) for centre in centres], cost.cpu_s(database) if database else 0.0
        told = _loose(place, msgspec.structs.replace(plan, ports=ports, laptops=tuple(fleet)))
        used = sum(cost.cpu_s(centre.pid) for centre in centres) - sum(before[0])
        stored = cost.cpu_s(database) - before[1] if database else 0.0
        waited = time.perf_counter()
        asyncio.run(_decided(settings))
        decided = told.seconds + time.perf_counter() - waited
    return Flooded(
        told.findings / told.seconds,
        told.findings / decided,
        told,
        used / told.findings * 1e6,
        stored / told.findings * 1e6,
    )


async def _prepared(settings: Settings, photos: int) -> tuple[list[Ready], list[Ready], Plan]:
    """Laptops to warm up with, laptops to measure with, and a plan that lacks only them and the ports."""
    await wiring.found(settings, system_clock)
    async with wiring.opened(settings, system_clock) as centre:
        ready = await Fleet(FINDINGS, photos).enrolled(centre, WARM_UP + LAPTOPS)
        plan = Plan((), CONNECTIONS, centre.identity.pinned, centre.identity.keys, ())
    return ready[:WARM_UP], ready[WARM_UP:], plan


def _loose(place: Path, plan: Plan) -> Told:
    """What the load generator says, a process of its own."""
    file = place / "plan"
    file.write_bytes(msgspec.msgpack.encode(plan))
    command = [sys.executable, "-m", "tests.bench.flood", str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as load:
        assert load.stdin is not None
        assert load.stdout is not None
        load.stdout.readline()
        load.stdin.write("go\n")
        load.stdin.flush()
        return msgspec.json.decode(load.stdout.readline(), type=Told)


async def _decided(settings: Settings) -> None:
    """Returns when no finding waits to be decided again."""
    async with wiring.opened(settings, system_clock) as centre:
        while await deciding.is_behind(centre.database):  # noqa: ASYNC110 - another process does the work
            await asyncio.sleep(0.02)


async def _postmaster(url: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        return cost.parent(await connection.fetchval("SELECT pg_backend_pid()"))
    finally:
        await connection.close()


def _copied(place: Path, flooded: str, bare: str, each: str) -> float:
    """Findings a second of the same rows by COPY into the tables of an empty centre."""

    async def measured() -> float:
        await wiring.found(Settings(place, bare), system_clock)
        todo = await copying.commits(flooded, each)
        took = await copying.copy(bare, todo, PROCESSES)
        return (WARM_UP + LAPTOPS) * FINDINGS / took

    return asyncio.run(measured())
