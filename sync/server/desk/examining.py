"""`inspector-center doctor`: looks at everything that a promise of the centre rests on, and changes nothing unless it is told to."""

import argparse
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict

from sync.server.desk.running import say
from sync.server.desk.troubles import EXPECTED, sentence
from sync.server.doctor import keeping, machine, outside, pictures
from sync.server.doctor.verdict import Patient, State, Verdict, fail
from sync.server.identity import NoCentre
from sync.server.settings import Settings
from sync.server.store import schema
from sync.server.store.database import open_database

Check = Callable[[Patient], Awaitable[list[Verdict]]]
CHECKS: dict[str, Check] = {
    "versions": machine.versions,
    "open files": machine.open_files,
    "policy packs": machine.packs,
    "disk": machine.room,
    "flush": machine.flushing,
    "keys": keeping.keys,
    "tables": keeping.tables,
    "postgresql": keeping.postgresql,
    "feeds": keeping.feeds,
    "chains": keeping.chains,
    "photo store": pictures.store,
    "photos": pictures.photos,
    "parts": pictures.parts,
    "address": outside.address,
}
UNSEEN = "it could not be looked at: mend this first"


async def doctor(settings: Settings, options: argparse.Namespace) -> int:
    """1 when anything failed. Raises NoCentre where there is none."""
    if not settings.has_data:
        raise NoCentre(settings.data)
    database = open_database(settings.database)
    try:
        if await schema.revision(database) is None:
            raise NoCentre("that database" if settings.database_url else settings.data)
        verdicts = await examined(Patient(settings, database, options.url or "", options.all, options.ask_again))
    finally:
        await database.close()
    if options.json:
        say(json.dumps([asdict(verdict) for verdict in verdicts], ensure_ascii=False, indent=1))
    else:
        for verdict in verdicts:
            say(f"{verdict.state:<4}  {verdict.name}: {verdict.said}{f'; {verdict.advice}' if verdict.advice else ''}")
    return 1 if any(verdict.state is State.FAIL for verdict in verdicts) else 0


async def examined(patient: Patient) -> list[Verdict]:
    """Every verdict; a check that could not be made is one too."""
    verdicts: list[Verdict] = []
    for name, check in CHECKS.items():
        try:
            verdicts += await check(patient)
        except EXPECTED as trouble:
            verdicts.append(fail(name, sentence(trouble), UNSEEN))
    return verdicts
