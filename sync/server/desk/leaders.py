"""Squad leaders and the codes by which laptops know their word; a code is shown once and kept nowhere."""

import argparse
import secrets

from inspector_app.domain.reference.item import ReferenceKind
from inspector_app.domain.reference.leader import body_of
from sync.protocol.canonical import parse
from sync.server import reference
from sync.server.centre import Centre
from sync.server.clock import now_text
from sync.server.desk.running import complain, say
from sync.server.desk.values import short

LEADER = ReferenceKind.LEADER
DIGITS, SALT = 8, 16
NOT_FOUND = 1


async def add(centre: Centre, options: argparse.Namespace) -> int:
    """Makes a leader's code, in place of an earlier one, and says it alone on the line."""
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    item = reference.Item(options.number, body_of(options.number, options.name, code, secrets.token_bytes(SALT)))
    now = now_text(centre.clock)
    await centre.database.write(lambda connection: reference.load(connection, LEADER, [item], now))
    say(code)
    complain(f"the code of {options.name} ({options.number}): it is never shown again, and an earlier one ends")
    return 0


async def listed(centre: Centre, _options: argparse.Namespace) -> int:
    for row in await centre.database.read(lambda connection: reference.listed(connection, LEADER)):
        say(f"{row.stated_at}  {row.id}  {short(parse(row.body).get('name', ''))}")
    return 0


async def remove(centre: Centre, options: argparse.Namespace) -> int:
    now = now_text(centre.clock)
    if not await centre.database.write(lambda connection: reference.remove(connection, LEADER, options.number, now)):
        complain(f"there is no leader {short(options.number)}")
        return NOT_FOUND
    say(f"{options.number} approves no more once laptops have synced")
    return 0
