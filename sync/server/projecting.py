"""Pictures of the lines that people at the centre read: findings, photos, tasks. A line makes its picture once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, select, update
from sqlalchemy.dialects import postgresql, sqlite

from inspector_app.domain.events import (
    DecisionOverridden,
    FindingAmended,
    FindingRecorded,
    FindingWithdrawn,
    MeasureTaken,
    PhotoTaken,
    ShiftClosed,
    ShiftOpened,
    TaskAnswered,
    VisitPlanned,
)
from inspector_app.domain.task import TaskState
from sync.server import standing
from sync.server.feed import News
from sync.server.media import Seen
from sync.server.placing import Place, Placed, Reason
from sync.server.store.connection import Connection
from sync.server.store.given import Key, there
from sync.server.store.news import task_answers, tasks
from sync.server.store.tables import device_officers, findings, measures, photos, projected, shifts, visits

UNDECIDED = ("", "")  # server_tier and server_primary: see deciding
CHANGES = (TaskAnswered, ShiftClosed, FindingAmended, FindingWithdrawn, DecisionOverridden)


@dataclass(slots=True)
class Outcome:
    """What projecting led to: lines to set aside, news for the feed."""

    set_aside: dict[Place, Reason] = field(default_factory=dict)
    news: list[News] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Projector:
    """Projects lines of many laptops in one transaction."""

    connection: Connection
    now: str

    async def project(self, found: Sequence[Placed], seen: Seen) -> Outcome:
        """Draws every line that has no picture yet: first what is new, then, in order, what changes it."""
        outcome = Outcome()
        first = {(item.device, item.line.id): item for item in reversed(found)}  # of lines with one id
        found = [item for item in found if first[item.device, item.line.id] is item]
        here = await self._findings(found)
        await self._photos(found, seen)
        await self._others(found)
        for item in found:
            if isinstance(item.event, MeasureTaken | VisitPlanned) and (item.device, item.event.about) not in here:
                outcome.set_aside[item.place] = Reason.UNKNOWN_FINDING
        for item in await self._unseen([item for item in found if isinstance(item.event, CHANGES)]):
            if isinstance(item.event, TaskAnswered):
                await self._answer(item, item.event, outcome)
            elif isinstance(item.event, ShiftClosed):
                await standing.close_shift(self.connection, item.device, item.event.about, item.epoch, item.seq)
            elif not await self._change(item):
                outcome.set_aside[item.place] = Reason.UNKNOWN_FINDING
        return outcome

    async def _findings(self, found: Sequence[Placed]) -> set[Key]:
        """Draws the findings that are new; the keys of all findings that the lines add or add to, as far as they are here."""
        added: dict[Key, tuple[Placed, FindingRecorded]] = {}
        for item in found:
            if isinstance(item.event, FindingRecorded):
                added.setdefault((item.device, item.event.about), (item, item.event))
        asked = {
            (item.device, item.event.about) for item in found if isinstance(item.event, MeasureTaken | VisitPlanned)
        }
        here = await there(self.connection, findings, ("device", "finding"), added.keys() | asked)
        await self.connection.append(findings, [self._finding(*one) for key, one in added.items() if key not in here])
        return here | added.keys()

    def _finding(self, item: Placed, said: FindingRecorded) -> tuple[object, ...]:
        judgement, place = said.judgement, said.place
        return (
            item.device, said.about, item.epoch, item.seq, said.shift, item.line.officer, said.second_officer,
            said.category.value, said.type_code, said.observed_at, self.now, said.tier.value,
            judgement.tier.value if judgement else "", judgement.primary if judgement else "",
            said.override.reason if said.override else "", *UNDECIDED, place.address, place.lat_e7,
            place.lon_e7, said.party, said.note, False,
            f" {' '.join(judgement.flags)} " if judgement and judgement.flags else "",
        )  # fmt: skip

    async def _photos(self, found: Sequence[Placed], seen: Seen) -> None:
        rows: dict[Key, tuple[object, ...]] = {}
        for item in found:
            if isinstance(item.event, PhotoTaken):
                photo, key = item.event.photo, (item.device, item.event.about, item.event.photo.sha256)
                drawn = (item.line.id, photo.mime, photo.size, photo.origin.value, photo.damaged)
                if key not in seen.drawn:
                    rows.setdefault(key, (*key, *drawn))
        await self.connection.append(photos, list(rows.values()))

    async def _others(self, found: Sequence[Placed]) -> None:
        """What comes seldom: officers on duty, measures, planned visits. One that is there already stays as it is."""
        on_duty = {(i.device, i.event.officer.number) for i in found if isinstance(i.event, ShiftOpened)}
        await self._insert(device_officers, [{"device": device, "officer": number} for device, number in on_duty])
        await self._insert(shifts, [self._shift(i) for i in found if isinstance(i.event, ShiftOpened)])
        await self._insert(measures, [_measure(i, i.event) for i in found if isinstance(i.event, MeasureTaken)])
        await self._insert(visits, [_visit(i, i.event) for i in found if isinstance(i.event, VisitPlanned)])

    def _shift(self, item: Placed) -> dict[str, Any]:
        return {
            "device": item.device, "shift": item.line.about, "officer": item.line.officer,
            "opened_at": item.line.recorded_at, "received_at": self.now, "epoch": item.epoch, "closed_seq": 0, "proven": False,
        }  # fmt: skip

    async def _unseen(self, found: Sequence[Placed]) -> Sequence[Placed]:
        """The lines that changed nothing yet: a carried line and its original make one change."""
        keys = [(item.device, item.line.id) for item in found]
        seen = await there(self.connection, projected, ("device", "line"), keys)
        await self.connection.append(projected, [key for key in keys if key not in seen])
        return [item for item, key in zip(found, keys, strict=True) if key not in seen]

    async def _insert(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            make = postgresql.insert if self.connection.dialect.name == "postgresql" else sqlite.insert
            await self.connection.execute(make(table).on_conflict_do_nothing(), rows)

    async def _change(self, item: Placed) -> bool:
        """Adds what came later; False when the finding is not here."""
        change: dict[str, Any] = {}
        match item.event:
            case FindingAmended(note=note, party=party):
                change = {name: text for name, text in (("note", note), ("party", party)) if text}
            case FindingWithdrawn():
                change = {"withdrawn": True}
            case DecisionOverridden(override=override):
                change = {"tier": override.tier.value, "override_reason": override.reason}
        here = (findings.c.device == item.device) & (findings.c.finding == item.line.about)
        if not change:
            return await self.connection.scalar(select(findings.c.finding).where(here)) is not None
        return (await self.connection.execute(update(findings).where(here).values(change))).rowcount == 1

    async def _answer(self, item: Placed, said: TaskAnswered, outcome: Outcome) -> None:
        row = {
            "task": said.about, "device": item.device, "line": item.line.id, "outcome": said.outcome.value, "note": said.note,
            "finding": said.finding, "officer": item.line.officer, "answered_at": item.line.recorded_at,
        }  # fmt: skip
        await self._insert(task_answers, [row])
        if await self._answer_visit(item.device, said):
            return
        answered = update(tasks).where(tasks.c.task == said.about).values(state=TaskState.ANSWERED.value)
        bucket = (await self.connection.execute(answered.returning(tasks.c.bucket))).scalar_one_or_none()
        if bucket is None:
            outcome.set_aside[item.place] = Reason.UNKNOWN_TASK
            return
        body = {"task": said.about, "state": TaskState.ANSWERED.value, "outcome": said.outcome.value}
        outcome.news.append(News(bucket, "task.closed", said.about, body))

    async def _answer_visit(self, device: str, said: TaskAnswered) -> bool:
        """Whether it answers a visit that this laptop planned; nobody else waits for the news."""
        here = (visits.c.device == device) & (visits.c.visit == said.about)
        answered = {"state": TaskState.ANSWERED.value, "outcome": said.outcome.value}
        return (await self.connection.execute(update(visits).where(here).values(answered))).rowcount == 1


def _measure(item: Placed, said: MeasureTaken) -> dict[str, Any]:
    return {
        "device": item.device, "id": said.id, "finding": said.about, "measure": said.measure, "target": said.target,
        "until": said.until, "note": said.note, "officer": item.line.officer, "taken_at": item.line.recorded_at,
    }  # fmt: skip


def _visit(item: Placed, said: VisitPlanned) -> dict[str, Any]:
    return {
        "device": item.device, "visit": said.id, "finding": said.about, "line": item.line.id, "officer": item.line.officer,
        "due": said.due, "why": said.why, "measure": said.measure, "planned_at": item.line.recorded_at,
        "state": TaskState.OPEN.value, "outcome": "",
    }  # fmt: skip
