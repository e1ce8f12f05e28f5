"""One finding with everything that was ever said about it: its lines, read in order."""

from dataclasses import dataclass, field

import msgspec

from inspector_app.domain.events import DecisionOverridden, FindingAmended, FindingRecorded, MeasureTaken, PhotoTaken
from inspector_app.domain.finding import Override
from inspector_app.domain.measure import Measure, Taken
from inspector_app.domain.photo import Photo
from inspector_app.services.ports import HistoryEntry
from inspector_app.storage import journal
from inspector_app.storage.bodies import carried_by, event_of
from inspector_app.storage.database import Connection
from sync.protocol.lines import LINE_CARRIED, Line


@dataclass(slots=True)
class Told:
    """What the lines about a finding add up to; `recorded` is its first statement."""

    recorded: FindingRecorded
    officer: str
    note: str
    party: str
    override: Override | None
    photos: dict[str, Photo] = field(default_factory=dict)
    measures: dict[str, Taken] = field(default_factory=dict)
    history: list[HistoryEntry] = field(default_factory=list)


def fold(connection: Connection, finding_id: str) -> Told | None:
    """The finding as its lines tell it; None when no line records it."""
    lines = _as_stated(journal.about(connection, finding_id))
    events = [event_of(line) for _, line in lines]
    told = None
    for (_, line), event in zip(lines, events, strict=True):
        if told is None and isinstance(event, FindingRecorded):
            told = Told(event, line.officer, event.note, event.party, event.override)
    if told is None:
        return None
    for (seq, line), event in zip(lines, events, strict=True):
        body = msgspec.json.decode(bytes(line.body))
        told.history.append(HistoryEntry(seq, line.kind, line.recorded_at, line.officer, body))
        match event:
            case FindingAmended():
                told.note, told.party = event.note or told.note, event.party or told.party
            case DecisionOverridden():
                told.override = event.override
            case MeasureTaken():
                taken = Measure(event.id, event.measure, event.target, event.until, event.note)
                told.measures.setdefault(event.id, Taken(taken, line.officer, line.recorded_at))
            case PhotoTaken():
                told.photos.setdefault(event.photo.sha256, event.photo)
            case _:
                pass
    return told


def _as_stated(lines: list[Line]) -> list[tuple[int, Line]]:
    """Each statement once, unwrapped, with the seq of its latest place."""
    stated: dict[str, tuple[int, Line]] = {}
    for line in lines:
        inner = carried_by(line) if line.kind == LINE_CARRIED else line
        if inner is not None:
            stated[inner.id] = (line.seq, stated[inner.id][1] if inner.id in stated else inner)
    return list(stated.values())
