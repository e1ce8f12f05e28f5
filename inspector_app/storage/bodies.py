"""Between an event of the field and the canonical body of its line."""

from enum import Enum
from typing import Any

import msgspec

from inspector_app.domain.events import KINDS, Event, LineCarried
from sync.protocol.canonical import canonical, clean_text
from sync.protocol.lines import LINE_CARRIED, Line
from sync.protocol.problems import ProtocolProblem


def body_of(event: Event) -> bytes:
    """The event's fields, less `about`, as canonical JSON with clean text; raises ProtocolProblem when there is no exact form."""
    fields = msgspec.to_builtins(event)
    del fields["about"]
    try:
        return canonical(fields)
    except ProtocolProblem:  # rare: somebody pasted signs that no line may carry
        return canonical(_clean(fields))


def event_of(line: Line) -> Event | None:
    """What `line` says; None for a kind or a shape that this program does not know (the line is kept all the same)."""
    kind = KINDS.get(line.kind)
    if kind is None:
        return None
    try:
        return msgspec.convert(msgspec.json.decode(bytes(line.body)) | {"about": line.about}, kind)
    except msgspec.MsgspecError:
        return None


def carried_by(line: Line) -> Line | None:
    """The line that a `line.carried` holds; None when it holds none that can be read."""
    said = event_of(line)
    if not isinstance(said, LineCarried):
        return None
    return Line(
        epoch=said.epoch, seq=said.seq, id=said.id, kind=said.kind, about=line.about, recorded_at=said.recorded_at,
        officer=said.officer, body=msgspec.Raw(canonical(said.body)), prev=said.prev, digest=said.digest, alg=said.alg,
    )  # fmt: skip


def carrying(line: Line) -> bytes:
    """The body of the `line.carried` that carries `line`; one that carries already is carried as it is, never wrapped twice."""
    if line.kind == LINE_CARRIED:
        return bytes(line.body)
    fields: dict[str, Any] = {**msgspec.structs.asdict(line), "body": msgspec.json.decode(bytes(line.body))}
    del fields["about"]
    return canonical(fields)


def _clean(value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Enum):
        return clean_text(value)
    if isinstance(value, dict):
        return {clean_text(name): _clean(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value
