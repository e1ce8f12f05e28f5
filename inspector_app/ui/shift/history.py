"""What happened to a finding, line by line of the journal, as sentences."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication

from inspector_app.services.ports import FindingDetails, HistoryEntry
from inspector_app.ui import texts
from inspector_app.ui.approval import Approval
from inspector_app.ui.counts import counts
from inspector_app.ui.measure_words import MeasureWords
from inspector_app.ui.shift.state import clock_text, date_text, day_text

translate = QCoreApplication.translate


def lines(finding: FindingDetails, now: datetime, measures: MeasureWords, approval: Approval) -> tuple[str, ...]:
    """The newest first; photos of one moment are one line."""
    return tuple(_line(entry, count, now, measures, approval) for entry, count in reversed(_grouped(finding.history)))


def _grouped(history: Sequence[HistoryEntry]) -> list[tuple[HistoryEntry, int]]:
    grouped: list[tuple[HistoryEntry, int]] = []
    for entry in history:
        before = grouped[-1] if grouped else None
        if before and _moment(before[0]) == _moment(entry) and entry.kind == "photo.taken":
            grouped[-1] = (before[0], before[1] + 1)
        else:
            grouped.append((entry, 1))
    return grouped


def _moment(entry: HistoryEntry) -> tuple[str, str]:
    return entry.kind, entry.recorded_at[:16]


def _line(entry: HistoryEntry, count: int, now: datetime, measures: MeasureWords, approval: Approval) -> str:
    at = " ".join(part for part in (day_text(entry.recorded_at, now), clock_text(entry.recorded_at)) if part)
    tell = _TELLERS.get(entry.kind)
    told = tell(entry.body, count) if tell else entry.kind
    if entry.kind == "measure.taken":
        told = translate("History", "took the measure: {measure}").format(measure=_measure(entry.body, measures))
    leader = str((entry.body.get("override") or {}).get("approved_by") or "")
    if leader:
        told = translate("History", "{deed} (approved by {leader})").format(deed=told, leader=approval.name(leader))
    return f"{at} {entry.officer} {told}"


def _measure(body: dict[str, Any], measures: MeasureWords) -> str:
    return measures.name(*(str(body.get(part) or "") for part in ("measure", "target", "note")))


def _recorded(body: dict[str, Any], _: int) -> str:
    tier = texts.tier(str(body.get("tier") or "none"))
    return translate("History", "recorded it; {tier} stands").format(tier=tier)


def _photos(_: dict[str, Any], count: int) -> str:
    return counts.photos_added(count)


def _amended(body: dict[str, Any], _: int) -> str:
    return translate("History", "added: {note}").format(note=body.get("note") or body.get("party") or "")


def _withdrawn(body: dict[str, Any], _: int) -> str:
    return translate("History", "withdrew it: {reason}").format(reason=body.get("reason", ""))


def _overridden(body: dict[str, Any], _: int) -> str:
    override = body.get("override") or {}
    was, tier = texts.tier(str(body.get("was") or "none")), texts.tier(str(override.get("tier") or "none"))
    told = translate("History", "changed {was} to {tier}: {reason}")
    return told.format(was=was, tier=tier, reason=override.get("reason", ""))


def _planned(body: dict[str, Any], _: int) -> str:
    due = str(body.get("due", ""))
    return translate("History", "a visit is due: {day} {time}").format(day=date_text(due), time=clock_text(due))


_TELLERS: dict[str, Callable[[dict[str, Any], int], str]] = {
    "finding.recorded": _recorded,
    "photo.taken": _photos,
    "finding.amended": _amended,
    "finding.withdrawn": _withdrawn,
    "decision.overridden": _overridden,
    "visit.planned": _planned,
}
