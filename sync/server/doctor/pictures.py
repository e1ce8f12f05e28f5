"""The photo store: written once, read back, listed; and whether it holds what the tables say."""

import asyncio
import hashlib
import secrets
import time
from typing import Any, NamedTuple

from obstore.exceptions import BaseError
from sqlalchemy import exists, func, select

from sync.server import media
from sync.server.desk.troubles import sentence
from sync.server.doctor.keeping import LAPTOPS
from sync.server.doctor.verdict import Patient, Verdict, fail, ok, warn
from sync.server.photo_store import Vault, open_vault
from sync.server.store.connection import Connection
from sync.server.store.tables import devices, named
from sync.server.store.tables import media as media_table
from sync.server.store.tables import photos as pictures

SAMPLE = 100  # photos, of LAPTOPS laptops at the most
PROBE = b"inspector-center doctor was here\n"  # always the same: one small object in all its life
OLD_DAYS = 14
DAY_S = 86_400


async def store(patient: Patient) -> list[Verdict]:
    """Whether the store keeps what it has, gives back what it got, and can say what is there."""
    vault = open_vault(patient.settings.photos_url, patient.settings.photos)
    began = time.perf_counter()
    try:
        trouble = await asyncio.to_thread(_probe, vault)
    except (BaseError, OSError) as problem:
        advice = "photos wait on the laptops meanwhile: check address, bucket, credentials and the store itself"
        return [fail("photo store", sentence(problem), advice)]
    if trouble:
        return [fail("photo store", trouble[0], trouble[1])]
    return [ok("photo store", f"written once, read back and listed in {(time.perf_counter() - began) * 1000:.0f} ms")]


def _probe(vault: Vault) -> tuple[str, str] | None:
    """What is wrong with the store, and what to do."""
    sha256 = hashlib.sha256(PROBE).hexdigest()
    vault.write({sha256: PROBE}, anew=False)
    if vault.read(sha256) != PROBE:
        vault.write({sha256: PROBE}, anew=True)
        if vault.read(sha256) != PROBE:
            return (
                "it gives back other bytes than it got",
                "use another store, or mend its pipeline: no photo would be accepted",
            )
    vault.write({sha256: PROBE.upper()}, anew=False)
    if vault.read(sha256) != PROBE:
        vault.write({sha256: PROBE}, anew=True)
        return "it overwrites what is there", "it must honour If-None-Match: *; a newer version of the store may"
    if sha256 not in vault.names(sha256[:2]):
        return "it does not list what it holds", "allow the account to list the bucket"
    return None


async def photos(patient: Patient) -> list[Verdict]:
    """Photos that the centre called stored against the store's bytes, by hash: a sample, or everything."""
    vault = open_vault(patient.settings.photos_url, patient.settings.photos)
    rows = await patient.database.read(lambda connection: _rows(connection, everything=patient.everything))
    bad = await asyncio.to_thread(lambda: [row for row in rows if _differs(vault, row.sha256, row.size)])
    count = await patient.database.read(_counted)
    looked = f"{len(rows)} of {count.held} held were looked at"
    if not bad and not count.unbacked:
        few = "" if len(rows) == count.held else " (a sample: doctor --all looks at each)"
        named = f"records name {count.different} photos {count.named} times, {count.lacking} of them still to come"
        return [ok("photos", f"{looked} and are whole{few}; {named}")]
    said = f"{looked}, {len(bad)} of them are gone or damaged; {count.unbacked} are called stored without a row"
    said += f"; like {bad[0].sha256}" if bad else ""
    if patient.ask_again:
        await patient.database.write(lambda connection: media.ask_again(connection, bad))
        return [fail("photos", said, "their laptops send them again with the next round, as long as they have them")]
    return [fail("photos", said, "doctor --ask-again lets laptops send them again; what they lack is in a backup")]


async def _rows(connection: Connection, *, everything: bool) -> list[Any]:
    """Rows of `media`: all, or SAMPLE of some laptops, of each from a digest on that is drawn anew each time."""
    if everything:
        return list(await connection.execute(select(media_table)))
    some = (await connection.scalars(select(devices.c.device).order_by(func.random()).limit(LAPTOPS))).all()
    found: list[Any] = []
    for device in some:
        first, left = secrets.token_hex(32), SAMPLE // len(some)
        for reached in (media_table.c.sha256 >= first, media_table.c.sha256 < first):
            here = select(media_table).where(media_table.c.device == device, reached)
            more = list(await connection.execute(here.order_by(media_table.c.sha256).limit(left)))
            found, left = found + more, left - len(more)
    return found


class _Counts(NamedTuple):
    """Photos of every laptop: `held` by the centre, called stored but `unbacked`; `named` for findings and answers, one photo
    as often as it serves one; the `different` ones that lines name, of which so many are `lacking`."""

    held: int
    unbacked: int
    named: int
    different: int
    lacking: int


async def _counted(connection: Connection) -> _Counts:
    async def count(query: Any) -> int:
        return int(await connection.scalar(select(func.count()).select_from(query)) or 0)

    different = select(named.c.device, named.c.sha256).distinct()
    lacking = different.where(~named.c.stored)
    return _Counts(
        held=await count(media_table), unbacked=await _unbacked(connection), named=await count(pictures),
        different=await count(different.subquery()), lacking=await count(lacking.subquery()),
    )  # fmt: skip


async def _unbacked(connection: Connection) -> int:
    there = exists().where(media_table.c.device == named.c.device, media_table.c.sha256 == named.c.sha256)
    return int(await connection.scalar(select(func.count()).select_from(named).where(named.c.stored, ~there)) or 0)


def _differs(vault: Vault, sha256: str, size: int) -> bool:
    try:
        content = vault.read(sha256)
    except (BaseError, OSError):
        return True
    return len(content) != size or hashlib.sha256(content).hexdigest() != sha256


async def parts(patient: Patient) -> list[Verdict]:
    """Photos that have begun to come."""
    folder = patient.settings.parts
    found = [path.stat() for path in folder.glob("*/*")] if folder.is_dir() else []
    size, oldest = sum(one.st_size for one in found), min((one.st_mtime for one in found), default=time.time())
    days = (time.time() - oldest) / DAY_S
    said = f"{len(found)} photos have begun to come, {size / 1e6:.1f} MB, the oldest {days:.0f} days ago"
    if days > OLD_DAYS + 1:
        return [warn("parts", said, "a start of `serve` drops those of more than 14 days")]
    return [ok("parts", said)]
