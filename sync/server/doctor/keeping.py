"""What the centre keeps: its keys, its tables and their guards, the feed without gaps, chains and receipts that hold."""

import base64
import stat
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from inspector_app.domain.events import FindingRecorded
from sync.protocol import receipts
from sync.protocol.lines import LINE_CARRIED, digest_of
from sync.server import identity, statements
from sync.server.clock import now_text, system_clock
from sync.server.doctor.verdict import Patient, Verdict, fail, ok, warn
from sync.server.placing import read_again
from sync.server.registry import line_of
from sync.server.store import schema
from sync.server.store.connection import Connection
from sync.server.store.news import feed, feed_counter
from sync.server.store.tables import devices, epochs, lines

LAPTOPS = 20  # of a sample
LINES = 2000  # of one epoch in a sample
GUARDS = {
    "sqlite": {"lines_no_update", "lines_no_delete", "lines_no_replace"},
    "postgresql": {"lines_append_only", "lines_no_truncate"},
}
GUARDS_THERE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = 'lines'::regclass AND tgenabled <> 'D'",
}


async def keys(patient: Patient) -> list[Verdict]:
    """The private half of the newest signing key, and who else may read it."""
    folder = patient.settings.keys
    who = await identity.load(patient.database, folder)
    newest = who.keys[-1]
    private = receipts.public_bytes(identity.read_key(folder, newest.key_id))
    if base64.b64encode(private).decode() != newest.public:
        return [fail("keys", f"{newest.key_id} is another key than the database says", "restore the keys folder")]
    loose = [path.name for path in (folder, *folder.iterdir()) if _is_open(path)]
    if loose:
        return [fail("keys", f"others may read {', '.join(sorted(loose))}", f"chmod -R go= {folder}")]
    return [ok("keys", f"{len(who.keys)}, newest {newest.key_id}, for this account alone")]


def _is_open(path: Path) -> bool:
    return sys.platform != "win32" and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


async def tables(patient: Patient) -> list[Verdict]:
    """The schema, and the triggers that keep lines as they were stored."""
    here = await schema.revision(patient.database)
    if here != schema.NEWEST:
        return [
            fail(
                "schema",
                f"{here}, this program wants {schema.NEWEST}",
                "start `inspector-center serve` of this version once",
            )
        ]
    kind = "sqlite" if patient.database.is_embedded else "postgresql"

    async def deed(connection: Connection) -> set[str]:
        return set(await connection.scalars(text(GUARDS_THERE[kind])))

    lacking = GUARDS[kind] - await patient.database.read(deed)
    verdicts = [ok("schema", here)]
    if lacking:
        advice = "somebody has taken the guard off stored lines: find out who, restore from a backup, compare"
        return [*verdicts, fail("append-only", f"missing or disabled: {', '.join(sorted(lacking))}", advice)]
    return [*verdicts, ok("append-only", "stored lines cannot be changed")]


async def postgresql(patient: Patient) -> list[Verdict]:
    """What the database server promises; nothing for the embedded one."""
    if patient.database.is_embedded:
        return []
    names = "fsync", "full_page_writes", "data_checksums", "max_connections", "synchronous_standby_names"

    async def deed(connection: Connection) -> tuple[dict[str, str], Any]:
        said = {name: str(await connection.scalar(text(f"SHOW {name}"))) for name in names}
        query = text(
            "SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS super,"
            " (SELECT count(*) FROM pg_stat_activity) AS used,"
            " (SELECT count(*) FROM pg_inherits WHERE inhparent = 'lines'::regclass) AS partitions,"
            " extract(epoch FROM clock_timestamp()) AS now"
        )
        return said, (await connection.execute(query)).one()

    said, found = await patient.database.read(deed)
    verdicts = [_durable(said), _watched(said), _connections(int(found.used), int(said["max_connections"]))]
    standby = said["synchronous_standby_names"]
    verdicts.append(
        ok("standby", f"a receipt waits for {standby}" if standby else "none: a receipt promises this one disk")
    )
    verdicts.append(ok("partitions", f"lines: {found.partitions or 'one table'}"))
    if found.super:
        advice = "a superuser may disable the guards of stored lines: use a role of its own that owns the tables alone"
        verdicts.append(warn("role", "a superuser", advice))
    return [*verdicts, clock("database's clock", float(found.now))]


def clock(name: str, theirs: float) -> Verdict:
    """Another machine's clock (seconds since 1970) against ours."""
    apart = abs(system_clock().timestamp() - theirs)
    said = f"{apart:.1f} s from ours"
    if apart > 60:
        return fail(name, said, "tokens of laptops are refused: let both follow a time server")
    return warn(name, said, "let both follow a time server") if apart > 2 else ok(name, said)


def _durable(said: dict[str, str]) -> Verdict:
    off = [name for name in ("fsync", "full_page_writes") if said[name] != "on"]
    if off:
        return fail("durability", f"{' and '.join(off)} off", "switch it on: a receipt is worth nothing without it")
    return ok("durability", "fsync and full_page_writes on")


def _watched(said: dict[str, str]) -> Verdict:
    if said["data_checksums"] != "on":
        return warn(
            "checksums", "off", "a flipped bit in a table goes unseen: pg_checksums --enable while it is stopped"
        )
    return ok("checksums", "on")


def _connections(used: int, most: int) -> Verdict:
    said = f"{used} of {most} in use"
    advice = (
        "each process takes up to 16: raise max_connections, or put PgBouncer 1.21 or later in session mode before it"
    )
    return warn("connections", said, advice) if used > 0.8 * most else ok("connections", said)


async def feeds(patient: Patient) -> list[Verdict]:
    """Each feed has as many items as its counter says, numbered from 1: a laptop that follows them misses none."""

    async def deed(connection: Connection) -> tuple[int, list[str]]:
        query = select(feed_counter)
        if not patient.everything:
            query = query.order_by(feed_counter.c.n.desc()).limit(LAPTOPS)
        counters = {row.bucket: row.n for row in await connection.execute(query)}
        held = select(
            feed.c.bucket,
            func.count().label("count"),
            func.max(feed.c.n).label("last"),
            func.min(feed.c.n).label("first"),
        )
        rows = await connection.execute(held.where(feed.c.bucket.in_(counters)).group_by(feed.c.bucket))
        whole = {row.bucket for row in rows if row.first == 1 and row.count == row.last == counters[row.bucket]}
        return len(counters), [bucket for bucket, n in counters.items() if n and bucket not in whole]

    count, broken = await patient.database.read(deed)
    if broken:
        advice = "laptops may have missed news: restore the feed from a backup, and never write to it by hand"
        return [fail("feeds", f"{len(broken)} of {count} have gaps, like {broken[0]}", advice)]
    return [ok("feeds", f"{count} without a gap")]


async def chains(patient: Patient) -> list[Verdict]:
    """Stored lines hash to what they say, hang together, and make the receipt that the centre would sign today."""
    who = await identity.load(patient.database, patient.settings.keys)
    public = {key.key_id: receipts.public_key(key.public) for key in who.keys}

    async def sample(connection: Connection) -> list[Any]:
        query = select(epochs)
        if not patient.everything:
            some = select(devices.c.device).order_by(func.random()).limit(LAPTOPS)
            query = query.where(epochs.c.device.in_(some))
        return list(await connection.execute(query))

    count = 0
    held = await patient.database.read(sample)
    for epoch in held:

        async def deed(connection: Connection, epoch: Any = epoch) -> tuple[int, str]:
            checked, trouble = await _chain(connection, epoch, everything=patient.everything)
            said = await statements.statement(
                connection, who, epoch.device, epoch.epoch, through=epoch.through_seq, now=now_text(system_clock)
            )
            receipts.verify(who.sign(said), public)
            return checked, trouble or ("" if said.digest == epoch.digest else "its receipt has another digest")

        checked, trouble = await patient.database.read(deed)
        count += checked
        if trouble:
            advice = "stored lines were changed or lost: stop, keep this disk, restore a backup beside it and compare"
            return [fail("chains", f"device {epoch.device}, epoch {epoch.epoch}: {trouble}", advice)]
    return [ok("chains", f"{count} lines of {len(held)} epochs hold, and so do receipts over them")]


async def _chain(connection: Connection, epoch: Any, *, everything: bool) -> tuple[int, str]:
    """How many lines of an epoch were checked, from its end, and what is wrong with them."""
    first = epoch.first_seq if everything else max(epoch.first_seq, epoch.through_seq - LINES + 1)
    here = (lines.c.device == epoch.device, lines.c.epoch == epoch.epoch, lines.c.seq >= first)
    before, expected, findings = "", first, 0
    async for row in connection.stream(select(lines).where(*here).order_by(lines.c.seq)):
        line = line_of(row)
        if line.seq != expected or digest_of(epoch.device, line) != line.digest or (before and line.prev != before):
            return expected - first, f"line {expected} is not what was chained"
        findings += _is_finding(epoch.device, line)
        before, expected = line.digest, expected + 1
    if expected != epoch.through_seq + 1 or before != epoch.digest:
        return expected - first, f"it ends at {expected - 1}, not at {epoch.through_seq}"
    if first == epoch.first_seq and findings != epoch.findings:
        return expected - first, f"{findings} findings, counted {epoch.findings}"
    return expected - first, ""


def _is_finding(device: str, line: Any) -> bool:
    if line.kind == LINE_CARRIED:
        return read_again(device, line).line.kind == FindingRecorded.KIND
    return bool(line.kind == FindingRecorded.KIND)
