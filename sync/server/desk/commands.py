"""What the people who run a centre do from a shell; each command is one deed on the data, beside running servers."""

import argparse
import getpass
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from inspector_app.domain.task import Task, TaskKind
from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import deciding, enrolment, identity, laptops, registry, restoring, standing, tasks, users, visits
from sync.server.centre import Centre
from sync.server.clock import now_text
from sync.server.desk import exporting
from sync.server.desk.running import complain, say
from sync.server.desk.troubles import WrongUsage
from sync.server.desk.values import short
from sync.server.registry import Filter
from sync.server.store.connection import Connection

Command = Callable[[Centre, argparse.Namespace], Awaitable[int]]
NOT_FOUND = 1
NEVER_READ = {Problem.UNKNOWN_DEVICE: "there is no device", Problem.REVOKED_DEVICE: "revoked is the device"}


async def enrol_code(centre: Centre, _options: argparse.Namespace) -> int:
    issue, pinned = enrolment.issue_code, centre.identity.pinned
    say(await centre.database.write(lambda connection: issue(connection, pinned, centre.clock)))
    return 0


async def tasks_add(centre: Centre, options: argparse.Namespace) -> int:
    if (options.lat is None) != (options.lon is None):
        raise WrongUsage("--lat and --lon make a place together")
    task = Task(
        id="", kind=TaskKind(options.kind), title=options.title, note=options.note, address=options.address,
        lat_e7=_e7(options.lat), lon_e7=_e7(options.lon), due=options.due or "", about=options.about,
    )  # fmt: skip

    async def deed(connection: Connection) -> Task:
        if options.device:
            (await laptops.known(connection, options.device)).check_trusted()
        return await tasks.add(connection, task, _bucket(options), now_text(centre.clock))

    try:
        say((await centre.database.write(deed)).id)
    except ProtocolProblem as trouble:
        if trouble.code not in NEVER_READ:
            raise
        complain(f"{NEVER_READ[trouble.code]} {short(options.device)}: it would never get the task")
        return NOT_FOUND
    return 0


async def tasks_list(centre: Centre, options: argparse.Namespace) -> int:
    for row in await centre.database.read(lambda c: tasks.newest(c, options.limit)):
        state = f"{row.state} {row.outcome or ''}".rstrip()
        due = f"due {row.due}" if row.due else "-"
        say(f"{row.created_at}  {row.kind:<9}  {state:<18}  {due:<28}  {row.bucket}  {row.task}  {short(row.title)}")
    return 0


async def tasks_visits(centre: Centre, options: argparse.Namespace) -> int:
    for row in await centre.database.read(lambda c: visits.still_open(c, options.limit)):
        place = short(row.address) or "-"
        say(f"due {row.due}  {row.why:<11}  {row.officer}  {row.finding}  {row.visit}  {place}")
    return 0


async def findings_list(centre: Centre, options: argparse.Namespace) -> int:
    wanted = Filter(text=options.search, tier=options.tier, flag=options.flag or "")
    rows = await centre.database.read(lambda c: registry.page(c, wanted, limit=options.limit, offset=0))
    for one in rows:
        row = one.row
        place = f"{_position(row.lat_e7, row.lon_e7):<21}  {short(row.address) or '-'}"
        say(
            f"{row.observed_at}  {row.tier:<11}  {row.category:<8}  {one.received}/{one.photos}  {row.finding}  {place}"
        )
    return 0


async def findings_show(centre: Centre, options: argparse.Namespace) -> int:
    await deciding.catch_up(centre.database, centre.judge)
    found = await centre.database.read(lambda c: registry.whole(c, options.finding))
    if found is None:
        complain(f"there is no finding {short(options.finding)}")
        return NOT_FOUND
    say(json.dumps(exporting.as_object(found), ensure_ascii=False, indent=2))
    return 0


async def findings_export(centre: Centre, options: argparse.Namespace) -> int:
    async def deed(connection: Connection) -> list[dict[str, Any]]:
        return [exporting.as_object(one) async for one in registry.everything(connection)]

    await deciding.catch_up(centre.database, centre.judge)
    count = exporting.write(options.out, await centre.database.read(deed), centre.judge)
    say(f"{count} findings in {options.out}")
    return 0


async def devices_list(centre: Centre, _options: argparse.Namespace) -> int:
    """Those with data that should have arrived come first, the oldest at the top; then those with an open shift."""
    for one in await centre.database.read(lambda c: standing.all_laptops(c, centre.clock())):
        state = "revoked" if one.revoked else "trusted"
        lines = f"lines {one.held} of {max(one.held, one.announced)}{_since(one.behind_since)}"
        photos = f"photos missing {one.missing}{_since(one.missing_since)}"
        shifts = f"shifts unproven {one.unproven}{_since(one.unproven_since)}"
        duty = f"shift open since {one.open_since}  " if one.open_since else ""
        say(f"{one.device}  {state}  seen {one.seen_at}  {lines}  {photos}  {shifts}  {duty}{short(one.name)}")
    return 0


def _since(moment: str) -> str:
    return f" since {moment}" if moment else ""


async def devices_revoke(centre: Centre, options: argparse.Namespace) -> int:
    now = now_text(centre.clock)
    if not await centre.database.write(lambda c: laptops.revoke(c, options.device, now)):
        complain(f"there is no device {short(options.device)}")
        return NOT_FOUND
    say("revoked: what it sends is kept and set aside, it receives nothing")
    return 0


async def restore_code(centre: Centre, options: argparse.Namespace) -> int:
    issue, pinned = restoring.issue_code, centre.identity.pinned
    try:
        say(await centre.database.write(lambda c: issue(c, options.device, pinned, centre.clock)))
    except ProtocolProblem as trouble:
        if trouble.code not in NEVER_READ:
            raise
        complain(f"{NEVER_READ[trouble.code]} {short(options.device)}: nothing is given out")
        return NOT_FOUND
    complain("whoever has this code gets everything that this laptop ever sent; it is good for a day and one laptop")
    return 0


async def users_add(centre: Centre, options: argparse.Namespace) -> int:
    hashed = users.password_hash(_password())
    await centre.database.write(lambda c: users.keep(c, options.name, hashed, centre.clock))
    say(f"{options.name} can log in at /console")
    return 0


async def users_list(centre: Centre, _options: argparse.Namespace) -> int:
    for row in await centre.database.read(users.everyone):
        say(f"{row.created_at}  {row.name}")
    return 0


async def users_remove(centre: Centre, options: argparse.Namespace) -> int:
    if not await centre.database.write(lambda c: users.remove(c, options.name)):
        complain(f"there is nobody called {short(options.name)}")
        return NOT_FOUND
    say(f"{options.name} is logged out and cannot log in any more")
    return 0


async def keys_rotate(centre: Centre, _options: argparse.Namespace) -> int:
    key = await identity.rotate(centre.database, centre.keys_folder, centre.clock)
    say(f"new signing key {key.key_id}, vouched for by {key.signed_by}")
    return 0


async def keys_list(centre: Centre, _options: argparse.Namespace) -> int:
    for row in reversed(await centre.database.read(identity.dated_keys)):
        say(f"{row.key_id}  since {row.created_at}  {row.public}")
    return 0


def _password() -> str:
    """What was typed without showing it, or the first line that another program wrote."""
    if sys.stdin is None:
        return ""
    return getpass.getpass("password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


def _e7(degrees: float | None) -> int | None:
    return None if degrees is None else round(degrees * 10_000_000)


def _position(lat_e7: int | None, lon_e7: int | None) -> str:
    """Degrees (WGS-84), as maps take them."""
    return "-" if lat_e7 is None or lon_e7 is None else f"{lat_e7 / 10_000_000:.6f},{lon_e7 / 10_000_000:.6f}"


def _bucket(options: argparse.Namespace) -> str:
    if options.officer:
        return f"officer/{options.officer}"
    return f"device/{options.device}" if options.device else enrolment.EVERYWHERE
