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
from sync.server.judging import Judge
from sync.server.placing import Placed, Reason
from sync.server.store.connection import Connection
from sync.server.store.news import task_answers, tasks
from sync.server.store.tables import device_officers, findings, measures, photos, projected, visits


@dataclass(slots=True)
class Outcome:
    """What projecting a batch led to: lines to set aside (by their seq), news for the feed."""

    set_aside: dict[int, Reason] = field(default_factory=dict)
    news: list[News] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Projector:
    """Projects the lines of one laptop's epoch in one transaction."""

    connection: Connection
    device: str
    epoch: str
    now: str
    judge: Judge

    async def project(self, batch: Sequence[Placed]) -> Outcome:
        """Draws every line of `batch` that has no picture yet: first what is new, then, in order, what changes it."""
        outcome = Outcome()
        unseen = await self._unseen([item for item in batch if item.event is not None])
        await self._insert(
            findings, [self._finding(i, i.event) for i in unseen if isinstance(i.event, FindingRecorded)]
        )
        await self._insert(photos, [self._photo(i, i.event) for i in unseen if isinstance(i.event, PhotoTaken)])
        on_duty = dict.fromkeys(i.event.officer.number for i in unseen if isinstance(i.event, ShiftOpened))
        opened = [self._shift(i) for i in unseen if isinstance(i.event, ShiftOpened)]
        await standing.open_shifts(self.connection, opened)
        await self._insert(device_officers, [{"device": self.device, "officer": number} for number in on_duty])
        await self._insert(visits, [self._visit(i, i.event) for i in unseen if isinstance(i.event, VisitPlanned)])
        for item in unseen:
            match item.event:
                case ShiftClosed(about=shift):
                    await standing.close_shift(self.connection, self.device, shift, self.epoch, item.seq)
                case TaskAnswered():
                    await self._answer(item, item.event, outcome)
                case MeasureTaken():
                    if not await self._measure(item, item.event):
                        outcome.set_aside[item.seq] = Reason.UNKNOWN_FINDING
                case FindingAmended() | FindingWithdrawn() | DecisionOverridden() | VisitPlanned():
                    if not await self._change(item):
                        outcome.set_aside[item.seq] = Reason.UNKNOWN_FINDING
        return outcome

    async def _unseen(self, batch: Sequence[Placed]) -> Sequence[Placed]:
        fresh = {item.line.id: item for item in reversed(batch)}  # the first of two lines with one id wins
        query = select(projected.c.line).where(projected.c.device == self.device, projected.c.line.in_(list(fresh)))
        seen = set(await self.connection.scalars(query))
        new = [item for item in batch if item.line.id not in seen and fresh[item.line.id] is item]
        await self._insert(projected, [{"device": self.device, "line": item.line.id} for item in new])
        return new

    async def _insert(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            make = postgresql.insert if self.connection.dialect.name == "postgresql" else sqlite.insert
            await self.connection.execute(make(table).on_conflict_do_nothing(), rows)

    def _finding(self, item: Placed, said: FindingRecorded) -> dict[str, Any]:
        judgement = said.judgement
        again = self.judge.judge(said)
        return {
            "device": self.device, "finding": said.about, "epoch": self.epoch, "seq": item.seq, "shift": said.shift,
            "officer": item.line.officer, "second_officer": said.second_officer, "category": said.category.value,
            "type_code": said.type_code, "observed_at": said.observed_at, "received_at": self.now, "tier": said.tier.value,
            "suggested_tier": judgement.tier.value if judgement else "",
            "primary_reason": judgement.primary if judgement else "",
            "override_reason": said.override.reason if said.override else "",
            "server_tier": again.tier, "server_primary": again.primary,
            "address": said.place.address, "lat_e7": said.place.lat_e7, "lon_e7": said.place.lon_e7,
            "party": said.party, "note": said.note, "withdrawn": False,
            "flags": f" {' '.join(judgement.flags)} " if judgement and judgement.flags else "",
        }  # fmt: skip

    def _shift(self, item: Placed) -> dict[str, Any]:
        return {
            "device": self.device, "shift": item.line.about, "officer": item.line.officer,
            "opened_at": item.line.recorded_at, "received_at": self.now, "epoch": self.epoch, "closed_seq": 0, "proven": False,
        }  # fmt: skip

    def _photo(self, item: Placed, said: PhotoTaken) -> dict[str, Any]:
        photo = said.photo
        return {
            "device": self.device, "about": said.about, "sha256": photo.sha256, "line": item.line.id, "mime": photo.mime,
            "size": photo.size, "origin": photo.origin.value, "damaged": photo.damaged,
        }  # fmt: skip

    async def _measure(self, item: Placed, said: MeasureTaken) -> bool:
        """Adds a measure that was taken; False when the finding is not here, which does not lose the measure."""
        row = {
            "device": self.device, "id": said.id, "finding": said.about, "measure": said.measure, "target": said.target,
            "until": said.until, "note": said.note, "officer": item.line.officer, "taken_at": item.line.recorded_at,
        }  # fmt: skip
        await self._insert(measures, [row])
        return await self._is_here(said.about)

    async def _is_here(self, finding: str) -> bool:
        here = (findings.c.device == self.device) & (findings.c.finding == finding)
        return await self.connection.scalar(select(findings.c.finding).where(here)) is not None

    def _visit(self, item: Placed, said: VisitPlanned) -> dict[str, Any]:
        return {
            "device": self.device, "visit": said.id, "finding": said.about, "line": item.line.id, "officer": item.line.officer,
            "due": said.due, "why": said.why, "measure": said.measure, "planned_at": item.line.recorded_at,
            "state": TaskState.OPEN.value, "outcome": "",
        }  # fmt: skip

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
        here = (findings.c.device == self.device) & (findings.c.finding == item.line.about)
        if not change:
            return await self._is_here(item.line.about)
        return (await self.connection.execute(update(findings).where(here).values(change))).rowcount == 1

    async def _answer(self, item: Placed, said: TaskAnswered, outcome: Outcome) -> None:
        row = {
            "task": said.about, "device": self.device, "line": item.line.id, "outcome": said.outcome.value, "note": said.note,
            "finding": said.finding, "officer": item.line.officer, "answered_at": item.line.recorded_at,
        }  # fmt: skip
        await self._insert(task_answers, [row])
        if await self._answer_visit(said):
            return
        answered = update(tasks).where(tasks.c.task == said.about).values(state=TaskState.ANSWERED.value)
        bucket = (await self.connection.execute(answered.returning(tasks.c.bucket))).scalar_one_or_none()
        if bucket is None:
            outcome.set_aside[item.seq] = Reason.UNKNOWN_TASK
            return
        body = {"task": said.about, "state": TaskState.ANSWERED.value, "outcome": said.outcome.value}
        outcome.news.append(News(bucket, "task.closed", said.about, body))

    async def _answer_visit(self, said: TaskAnswered) -> bool:
        """Whether it answers a visit that this laptop planned; nobody else waits for the news."""
        here = (visits.c.device == self.device) & (visits.c.visit == said.about)
        answered = {"state": TaskState.ANSWERED.value, "outcome": said.outcome.value}
        return (await self.connection.execute(update(visits).where(here).values(answered))).rowcount == 1
