"""What a laptop and a centre hold in the end, read from their own disks without asking the protocol."""

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from inspector_app.devices.clock import OrderedIds, SystemClock
from inspector_app.domain.finding import Draft
from inspector_app.domain.task import TaskState
from inspector_app.services.ports import FindingFilter, FindingRow
from inspector_app.storage import journal
from inspector_app.storage.opening import open_store
from inspector_app.storage.second_copy import FOLDER as LINES
from inspector_app.storage.second_copy import SecondCopy
from inspector_app.storage.store import Store
from inspector_app.storage.trouble import StorageTrouble
from sync.protocol.laptop import Enrolment
from sync.protocol.lines import LINE_CARRIED, Line
from sync.protocol.receipts import Receipt

Ask = Callable[[str], list[Any]]
_COLUMNS = "epoch, seq, id, kind, about, recorded_at, officer, body, prev, digest, alg"


@dataclass(frozen=True, slots=True)
class Stated:
    """What a line says after all: its own entry, or that of the line which it carries. `photo` is the one that it takes."""

    digest: str
    kind: str
    about: str
    photo: str


@dataclass(frozen=True, slots=True)
class LaptopBooks:
    device: str
    enrolment: Enrolment | None
    lines: tuple[Line, ...]
    receipts: tuple[tuple[Receipt, bool], ...]
    copied: frozenset[str]  # digests in the second copy
    drafts: frozenset[str]
    rows: tuple[FindingRow, ...]
    photos: dict[str, bytes]
    asked: frozenset[str] = frozenset()  # tasks that the officer still sees as open


FORGOTTEN_TASK = "unknown_task"
ANSWERED = (
    "SELECT CASE WHEN t.task IS NULL THEN a.line ELSE '' END, a.task FROM task_answers a"
    " LEFT JOIN tasks t ON t.task = a.task"
)


@dataclass(frozen=True, slots=True)
class CentreBooks:
    lines: dict[str, tuple[Line, ...]]  # by device, in the order of epoch and seq
    quarantined: tuple[str, ...]  # why, for each line that it set aside
    findings: tuple[tuple[str, str], ...]  # (device, finding) as the centre shows them
    stored: dict[str, bytes]  # every photo that it calls stored, as it lies in its folder
    # (line, task) that was answered: with no line a task of the centre, else a visit, by a line of the laptop that planned it
    answered: frozenset[tuple[str, str]] = frozenset()

    @property
    def having_forgotten(self) -> "CentreBooks":
        """As after a restore from an older backup: answers to tasks that it forgot are set aside, and laptops are told so."""
        return replace(self, quarantined=tuple(reason for reason in self.quarantined if reason != FORGOTTEN_TASK))

    def epoch(self, device: str, epoch: str, through: int = 2**53) -> list[Line]:
        return [line for line in self.lines.get(device, ()) if line.epoch == epoch and line.seq <= through]


def stated(line: Line) -> Stated:
    body = json.loads(bytes(line.body))
    digest, kind = line.digest, line.kind
    if kind == LINE_CARRIED:
        digest, kind, body = body["digest"], body["kind"], body["body"]
    return Stated(digest, kind, line.about, body["photo"]["sha256"] if kind == "photo.taken" else "")


def laptop_books(folder: Path, master: bytes) -> LaptopBooks:
    """Opens the laptop as the app would, and reads all of it."""
    store = open_store(folder, master, clock=SystemClock(), ids=OrderedIds())
    try:
        lines = tuple(store.read(lambda connection: list(journal.every(connection))))
        receipts = store.read(lambda c: list(c.execute("SELECT body, sig, agrees FROM receipts ORDER BY number")))
        everything: Sequence[Draft] = store.reads.drafts()
        return LaptopBooks(
            device=store.device, enrolment=store.identity().enrolment, lines=lines,
            receipts=tuple((Receipt(body, sig), bool(agrees)) for body, sig, agrees in receipts),
            copied=frozenset(copied.line.digest for copied in SecondCopy(folder / LINES, master).every()),
            drafts=frozenset(draft.id for draft in everything),
            rows=tuple(store.reads.first_rows(FindingFilter(), 1_000_000)), photos=_photos(store, lines),
            asked=frozenset(row.task.id for row in store.reads.tasks() if row.state is TaskState.OPEN),
        )  # fmt: skip
    finally:
        store.close()


def _photos(store: Store, lines: Iterable[Line]) -> dict[str, bytes]:
    found = {}
    for sha256 in {stated(line).photo for line in lines} - {""}:
        try:
            found[sha256] = store.photos.original(sha256)
        except StorageTrouble:
            continue
    return found


def centre_books(folder: Path, database_url: str = "") -> CentreBooks:
    """Reads the centre's tables and photo folder."""
    ask = asking(folder, database_url)
    lines = centre_lines(ask)
    stored = {sha256: _file(folder / "photos", sha256) for (sha256,) in ask("SELECT DISTINCT sha256 FROM media")}
    quarantined = tuple(reason for (reason,) in ask("SELECT reason FROM quarantine"))
    answered = frozenset((line, task) for line, task in ask(ANSWERED))
    return CentreBooks(lines, quarantined, tuple(ask("SELECT device, finding FROM findings")), stored, answered)


def asking(folder: Path, database_url: str = "") -> Ask:
    """Asks the centre's database itself: a query's rows."""
    return partial(_asked_postgres, database_url) if database_url else partial(_asked_sqlite, folder / "centre.db")


def centre_lines(ask: Ask) -> dict[str, tuple[Line, ...]]:
    """Every line that the centre holds, by laptop, in the order of epoch and seq."""
    rows = ask(f"SELECT device, {_COLUMNS} FROM lines ORDER BY device, epoch, seq")
    return {device: tuple(_line(row) for row in group) for device, group in groupby(rows, key=itemgetter(0))}


def _asked_sqlite(path: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return [tuple(row) for row in connection.execute(query)]


def _asked_postgres(url: str, query: str) -> list[Any]:
    async def asked() -> list[Any]:
        connection = await asyncpg.connect(url)
        try:
            return [tuple(row) for row in await connection.fetch(query)]
        finally:
            await connection.close()

    return asyncio.run(asked())


def _line(row: Sequence[Any]) -> Line:
    fields = dict(zip(_COLUMNS.split(", "), row[1:], strict=True))
    return Line(**fields | {"body": msgspec.Raw(bytes(fields["body"]))})


def _file(folder: Path, sha256: str) -> bytes:
    path = folder / "sha256" / sha256[:2] / sha256
    return path.read_bytes() if path.exists() else b""
