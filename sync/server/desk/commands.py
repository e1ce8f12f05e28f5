"""What the people who run a centre do from a shell; each command is one deed on the data, beside running servers."""

import argparse
import getpass
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inspector_app.domain.ids import iso
from inspector_app.domain.task import Task, TaskKind
from sync.protocol.canonical import clean_text
from sync.server import enrolment, identity, laptops, registry, tasks, users
from sync.server.centre import Centre
from sync.server.clock import now_text
from sync.server.desk import exporting
from sync.server.desk.running import complain, say
from sync.server.registry import CHINA, Filter
from sync.server.store.connection import Connection

Command = Callable[[Centre, argparse.Namespace], Awaitable[int]]
NOT_FOUND = 1
LONGEST = {"title": 500, "note": 5000, "address": 200, "about": 200, "officer": 100, "device": 64}  # laptops' bounds


async def enrol_code(centre: Centre, _options: argparse.Namespace) -> int:
    issue, pinned = enrolment.issue_code, centre.identity.pinned
    say(await centre.database.write(lambda connection: issue(connection, pinned, centre.clock)))
    return 0


async def tasks_add(centre: Centre, options: argparse.Namespace) -> int:
    for name, longest in LONGEST.items():
        if len(getattr(options, name)) > longest:
            raise ValueError(f"--{name} has at most {longest} characters")
    if abs(options.lat or 0) > 90 or abs(options.lon or 0) > 180:
        raise ValueError("--lat and --lon are degrees")
    task = Task(
        id="", kind=TaskKind(options.kind), title=clean_text(options.title), note=clean_text(options.note),
        address=clean_text(options.address), lat_e7=_e7(options.lat), lon_e7=_e7(options.lon), due=due_text(options.due),
        about=clean_text(options.about),
    )  # fmt: skip
    bucket = _bucket(options)
    stated = await centre.database.write(lambda c: tasks.add(c, task, bucket, now_text(centre.clock)))
    say(stated.id)
    return 0


async def findings_list(centre: Centre, options: argparse.Namespace) -> int:
    wanted = Filter(text=options.search, tier=options.tier)
    rows = await centre.database.read(lambda c: registry.page(c, wanted, limit=options.limit, offset=0))
    for one in rows:
        row = one.row
        place = row.address or "-"
        say(
            f"{row.observed_at}  {row.tier:<11}  {row.category:<8}  {one.received}/{one.photos}  {row.finding}  {place}"
        )
    return 0


async def findings_show(centre: Centre, options: argparse.Namespace) -> int:
    found = await centre.database.read(lambda c: registry.whole(c, options.finding))
    if found is None:
        complain(f"there is no finding {options.finding}")
        return NOT_FOUND
    say(json.dumps(exporting.as_object(found), ensure_ascii=False, indent=2))
    return 0


async def findings_export(centre: Centre, options: argparse.Namespace) -> int:
    async def deed(connection: Connection) -> list[dict[str, Any]]:
        return [exporting.as_object(one) async for one in registry.everything(connection)]

    count = exporting.write(Path(options.out), await centre.database.read(deed))
    say(f"{count} findings in {options.out}")
    return 0


async def devices_list(centre: Centre, _options: argparse.Namespace) -> int:
    for row in await centre.database.read(laptops.everyone):
        state = f"revoked {row.revoked_at}" if row.revoked_at else f"seen {row.seen_at}"
        say(f"{row.device}  {state}  {row.name}")
    return 0


async def devices_revoke(centre: Centre, options: argparse.Namespace) -> int:
    now = now_text(centre.clock)
    if not await centre.database.write(lambda c: laptops.revoke(c, options.device, now)):
        complain(f"there is no device {options.device}")
        return NOT_FOUND
    say("revoked: what it sends is kept and set aside, it receives nothing")
    return 0


async def users_add(centre: Centre, options: argparse.Namespace) -> int:
    password = getpass.getpass("password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    name = clean_text(options.name).strip()[:200]
    hashed = users.password_hash(password)
    await centre.database.write(lambda c: users.keep(c, name, hashed, centre.clock))
    say(f"{name} can log in at /console")
    return 0


async def keys_rotate(centre: Centre, _options: argparse.Namespace) -> int:
    key = await identity.rotate(centre.database, centre.keys_folder, centre.clock)
    say(f"new signing key {key.key_id}, vouched for by {key.signed_by}")
    return 0


def due_text(text: str) -> str:
    """An ISO moment as UTC text; without a zone it is Chinese time. Raises ValueError."""
    if not text:
        return ""
    moment = datetime.fromisoformat(text)
    return iso((moment if moment.tzinfo else moment.replace(tzinfo=CHINA)).astimezone(UTC))


def _e7(degrees: float | None) -> int | None:
    return None if degrees is None else round(degrees * 10_000_000)


def _bucket(options: argparse.Namespace) -> str:
    if options.officer:
        return f"officer/{options.officer}"
    return f"device/{options.device}" if options.device else enrolment.EVERYWHERE
