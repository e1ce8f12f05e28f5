"""What a line says, once it is unwrapped and checked: an event of the field, or the reason why it has no place yet."""

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec

from inspector_app.domain.events import (
    KINDS,
    Event,
    FindingRecorded,
    LineCarried,
    MeasureTaken,
    PhotoTaken,
    ShiftOpened,
    TaskAnswered,
    VisitPlanned,
)
from sync.protocol.canonical import canonical
from sync.protocol.lines import EPOCH_OPENED, FIELD_LIMIT, LINE_CARRIED, Line, digest_of

MOMENT = re.compile(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\d\.\d{3}Z", re.ASCII)  # other digits sort otherwise
DIGEST = re.compile(r"[0-9a-f]{64}")
ID = re.compile(r"[0-9A-Za-z._:-]{1,64}")  # what the feed can be about
DEEPEST_CARRY = 8
LONGEST_WHY = 40
Place = tuple[str, str, int]  # a device, its epoch, a line's seq there


class Reason(StrEnum):
    """Why a line was set aside; it is kept and comes back in the receipt."""

    UNKNOWN_KIND = "unknown_kind"
    WRONG_BODY = "wrong_body"
    WRONG_CARRIED_DIGEST = "wrong_carried_digest"
    MISPLACED_EPOCH = "misplaced_epoch"
    REVOKED_DEVICE = "revoked_device"
    UNKNOWN_FINDING = "unknown_finding"
    UNKNOWN_TASK = "unknown_task"


class Unplaced(Exception):
    """The line is kept, but nothing can be made of it."""

    def __init__(self, reason: Reason):
        super().__init__(reason.value)
        self.reason = reason


class Placed(msgspec.Struct, frozen=True, eq=False):
    """A line as it was first recorded (unwrapped when carried), where it stands now, and what it says.

    `event` is None when nothing can be made of the line yet; `reason` says why.
    """

    device: str
    epoch: str
    seq: int
    line: Line
    event: Event | None
    reason: Reason | None = None

    @property
    def place(self) -> Place:
        return self.device, self.epoch, self.seq


def placed(device: str, line: Line, body: Mapping[str, Any], *, opens_epoch: bool) -> Placed:
    """What `line`, whose body stands for `body`, says, or why it has no place."""
    inner = line
    try:
        if line.kind == LINE_CARRIED:
            inner = unwrapped(device, line)
            body = json.loads(bytes(inner.body))
        if line.kind == EPOCH_OPENED and not opens_epoch:
            raise Unplaced(Reason.MISPLACED_EPOCH)
        event = said(inner, body)
        if not _within_bounds(event):
            raise Unplaced(Reason.WRONG_BODY)
    except Unplaced as trouble:
        return Placed(device, line.epoch, line.seq, inner, None, trouble.reason)
    return Placed(device, line.epoch, line.seq, inner, event)


def read_again(device: str, line: Line) -> Placed:
    """What a line that is stored says."""
    return placed(device, line, json.loads(bytes(line.body)), opens_epoch=False)


def unwrapped(device: str, line: Line) -> Line:
    """The line itself, or the one that it carries. Raises Unplaced when what it carries is not whole."""
    for _ in range(DEEPEST_CARRY):
        if line.kind != LINE_CARRIED:
            return line
        line = _carried(device, line)
    raise Unplaced(Reason.WRONG_BODY)


def event_of(line: Line) -> Event:
    """The event that the line states. Raises Unplaced for kinds and shapes that this program does not know."""
    return said(line, json.loads(bytes(line.body)))


def said(line: Line, body: Mapping[str, Any]) -> Event:
    """The event that the line's `body` states. Raises Unplaced as `event_of`."""
    kind = KINDS.get(line.kind)
    if kind is None:
        raise Unplaced(Reason.UNKNOWN_KIND)
    try:
        return msgspec.convert({**body, "about": line.about}, kind)
    except msgspec.ValidationError as trouble:
        raise Unplaced(Reason.WRONG_BODY) from trouble


def _carried(device: str, line: Line) -> Line:
    event = event_of(line)
    assert isinstance(event, LineCarried)
    inner = Line(
        epoch=event.epoch, seq=event.seq, id=event.id, kind=event.kind, about=line.about, recorded_at=event.recorded_at,
        officer=event.officer, body=msgspec.Raw(canonical(event.body)), prev=event.prev, digest=event.digest, alg=event.alg,
    )  # fmt: skip
    if digest_of(device, inner) != inner.digest:
        raise Unplaced(Reason.WRONG_CARRIED_DIGEST)
    texts = (inner.id, inner.kind, inner.about, inner.recorded_at, inner.officer)
    if not inner.id or any(len(text) > FIELD_LIMIT for text in texts):
        raise Unplaced(Reason.WRONG_BODY)
    return inner


def _within_bounds(event: Event) -> bool:
    """Whether the fields that tables index are of a size and shape that they take."""
    match event:
        case FindingRecorded():
            short = all(len(text) <= FIELD_LIMIT for text in (event.shift, event.second_officer, event.task))
            return short and MOMENT.fullmatch(event.observed_at) is not None
        case PhotoTaken():
            return DIGEST.fullmatch(event.photo.sha256) is not None and 0 <= event.photo.size < 2**53
        case ShiftOpened():
            return 0 < len(event.officer.number) <= FIELD_LIMIT
        case MeasureTaken():
            short = all(len(text) <= FIELD_LIMIT for text in (event.measure, event.target, event.until))
            return short and bool(event.measure) and ID.fullmatch(event.id) is not None
        case TaskAnswered():
            return len(event.finding) <= FIELD_LIMIT
        case VisitPlanned():
            short = len(event.measure) <= FIELD_LIMIT and len(event.why) <= LONGEST_WHY
            return short and 0 < len(event.id) <= FIELD_LIMIT and MOMENT.fullmatch(event.due) is not None
        case _:
            return True
