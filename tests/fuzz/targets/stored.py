"""Pushes that are signed and whole and say strange things: stored by a real centre, and shown on every page and in every export."""

import asyncio
import atexit
import csv
import io
import os
import re
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from sqlalchemy import insert, select

from inspector_app.domain.reference.item import ReferenceKind
from inspector_app.domain.task import Task, TaskKind
from sync.protocol.messages import PullRequest, PushRequest
from sync.protocol.receipts import Statement
from sync.server import centre as wiring
from sync.server import deciding, feed, missing, reference, registry, tasks, visits
from sync.server.centre import Centre
from sync.server.console import pages, showing
from sync.server.decoding import decoded
from sync.server.desk import exporting, table
from sync.server.reference import Item
from sync.server.settings import Settings
from sync.server.store.connection import Connection
from sync.server.store.tables import device_keys, devices, findings
from sync.server.users import Session
from tests.fuzz import corpus, places
from tests.fuzz.law import Target
from tests.fuzz.strange import changed
from tests.fuzz.targets.centre import another_body, sealed
from tests.fuzz.targets.feed import POINT
from tests.server.laptop import NOW

MOMENT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SOMEBODY = Session("周", "c")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e-[0-9]+)?")


class House:
    """A centre in this very process, on an embedded database unless told otherwise, with one laptop, a relief point and a task."""

    def __init__(self) -> None:
        self.runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self.centre = self.runner.run(self._open(places.folder("centre")))
        atexit.register(self._close)

    async def _open(self, folder: Path) -> Centre:
        settings = Settings(folder, os.environ.get(places.DATABASE_URL, ""))
        await wiring.found(settings, lambda: MOMENT)
        made = await self._stack.enter_async_context(wiring.opened(settings, lambda: MOMENT))
        await made.database.write(_furnish)
        return made

    def _close(self) -> None:
        self.runner.run(self._stack.aclose())
        self.runner.close()


async def _furnish(connection: Connection) -> None:
    laptop = {"device": corpus.DEVICE, "name": "", "enrolled_at": NOW, "seen_at": NOW}
    await connection.execute(insert(devices), laptop)
    await connection.execute(insert(device_keys), {"device": corpus.DEVICE, "public": corpus.PUBLIC, "added_at": NOW})
    await reference.load(connection, ReferenceKind.RELIEF_POINT, [Item("rp-1", POINT)], NOW)
    await tasks.add(connection, Task("", TaskKind.VERIFY, "核实"), "area/all", NOW)


@cache
def house() -> House:
    return House()


def _a_push(chance: Random) -> bytes:
    tail = f"{chance.getrandbits(48):x}"
    tree = corpus.tree(corpus.batch(corpus.chain(corpus.entries(f"e-{tail}", tail), f"e-{tail}")))
    for _ in range(chance.choice((1, 1, 2, 3))):
        tree = another_body(chance, tree)
    if chance.random() < 0.25:
        tree = {**tree, "lines": changed(chance, tree["lines"])}
    return sealed(msgspec.json.encode(tree))


def _take(content: bytes) -> None:
    request = decoded(content, PushRequest)
    at = house()
    answer = at.runner.run(at.centre.push(corpus.DEVICE, request))
    said = msgspec.json.decode(answer.receipt.body, type=Statement)
    assert (said.epoch, said.through_seq, said.digest) == (
        request.epoch,
        request.lines[-1].seq,
        request.lines[-1].digest,
    )
    again = at.runner.run(at.centre.push(corpus.DEVICE, request))
    assert (again.added, again.through_seq) == (0, answer.through_seq), "it is not the same when it comes again"
    at.runner.run(deciding.catch_up(at.centre.database, at.centre.judge))
    at.runner.run(at.centre.database.read(lambda connection: _look(connection, request.epoch)))


async def _look(connection: Connection, epoch: str) -> None:
    """Everything that people and laptops may ask about what came."""
    judge = house().centre.judge
    objects: list[dict[str, Any]] = []
    for row in (await connection.execute(select(findings).where(findings.c.epoch == epoch))).all():
        found = await registry.whole(connection, row.finding, row.device)
        assert found is not None
        assert row.observed_at.isascii()
        shown = showing.detail(found, judge)
        page = pages.page("finding.html", session=SOMEBODY, here="findings", one=shown)
        assert "<script" not in page.content, "a page runs what an officer wrote"
        objects.append(exporting.as_object(found))
    for one in objects:
        msgspec.json.encode(one)
    out = io.StringIO(newline="")
    table.write(out, objects, judge)
    cells = [cell for row in csv.reader(io.StringIO(out.getvalue(), newline="")) for cell in row]
    texts = [cell for cell in cells if not NUMBER.fullmatch(cell)]  # west of Greenwich is no formula
    assert [text for text in texts if table.harmless(text) != text] == [], "a spreadsheet runs what an officer wrote"
    for photo in await missing.photos_of(connection, corpus.DEVICE):
        showing.missing_photo(photo, MOMENT)
    for shift in await missing.shifts_of(connection, corpus.DEVICE):
        showing.shift(shift, MOMENT)
    await visits.still_open(connection, 20)
    told = await feed.pages(connection, corpus.DEVICE, PullRequest(after={"area/all": 0, f"device/{corpus.DEVICE}": 0}))
    msgspec.json.decode(msgspec.json.encode(told))


TARGETS = [Target("stored", _a_push, _take, weight=0.15, cpu_s=10)]
