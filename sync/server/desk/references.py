"""What laptops look up, brought in and taken away from a shell."""

import argparse

from inspector_app.domain.reference.item import ReferenceKind
from sync.protocol.canonical import parse
from sync.server import reference
from sync.server.centre import Centre
from sync.server.clock import now_text
from sync.server.desk import reference_file
from sync.server.desk.running import complain, say
from sync.server.desk.values import short

NOT_DONE = 1
MOST_TOLD = 100


async def load(centre: Centre, options: argparse.Namespace) -> int:
    """Loads a file, all of it or nothing, unless what is good is to be kept."""
    kind, name = ReferenceKind(options.kind), short(options.source.name)
    found = reference_file.read(options.source, kind)
    for line, reason in found.bad[:MOST_TOLD]:
        complain(f"{name}, line {line}: {short(reason, 200)}")
    if len(found.bad) > MOST_TOLD:
        complain(f"{name}: {len(found.bad) - MOST_TOLD} more bad lines")
    if found.bad and not options.keep_good:
        complain(f"nothing was loaded; --keep-good loads the {len(found.items)} good ones")
        return NOT_DONE
    now = now_text(centre.clock)
    told = await centre.database.write(lambda connection: reference.load(connection, kind, found.items, now))
    say(f"{kind}: {told} new or changed, {len(found.items) - told} as they were, {len(found.bad)} left out")
    return 0


async def listed(centre: Centre, options: argparse.Namespace) -> int:
    for row in await centre.database.read(lambda connection: reference.listed(connection, options.kind)):
        validity = f"{row.valid_from or '…'} to {row.valid_to or '…'}" if row.valid_from or row.valid_to else "always"
        name = parse(row.body).get("name", "")
        say(f"{row.kind:<12}  {row.id}  version {row.version}  {row.stated_at}  {validity}  {short(name)}".rstrip())
    return 0


async def remove(centre: Centre, options: argparse.Namespace) -> int:
    kind, now = ReferenceKind(options.kind), now_text(centre.clock)
    if not await centre.database.write(lambda connection: reference.remove(connection, kind, options.id, now)):
        complain(f"there is no {kind} {short(options.id)}")
        return NOT_DONE
    say(f"{kind} {short(options.id)} is taken away")
    return 0
