"""Bodies of the feed's items about things to look up and slots that were asked for (PROTOCOL.md §8); they may grow."""

import hashlib
import json
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from sync.protocol.canonical import is_shallow
from sync.protocol.problems import Problem, ProtocolProblem

REFERENCE_STATED, REFERENCE_GONE, HOLD_ANSWERED = "reference.stated", "reference.gone", "hold.answered"
LARGEST_BODY = 16 * 1024  # bytes of `Stated.body`; a page of the feed holds 200 of them
DEEPEST_BODY = (
    32  # lists and objects in each other: no reader of it may run out of stack, however deep it stands itself
)

_Id = Annotated[str, Meta(min_length=1, max_length=64)]
_Kind = Annotated[str, Meta(min_length=1, max_length=40)]
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
_Moment = Annotated[str, Meta(max_length=24)]


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """`reference.stated`: what `body` says is for whoever knows the kind."""

    kind: _Kind
    id: _Id
    version: Count
    body: dict[str, Any]
    valid_from: _Moment = ""
    valid_to: _Moment = ""


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """`reference.gone`."""

    kind: _Kind
    id: _Id


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """`hold.answered`; `measure` is the id of the deed that asked."""

    measure: _Id
    confirmed: bool
    reason: Annotated[str, Meta(max_length=40)] = ""


def settled(body: bytes) -> bytes:
    """The body of an item in the one form in which it is kept and compared. Raises ProtocolProblem(NOT_THE_CENTRE)."""
    try:
        value = json.loads(body)
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    except (ValueError, RecursionError) as trouble:  # what a decoder passed over unread
        raise ProtocolProblem(Problem.NOT_THE_CENTRE, "an item that is no JSON") from trouble
    if not is_shallow(value, DEEPEST_BODY):
        raise ProtocolProblem(Problem.NOT_THE_CENTRE, "an item that is nested too deeply")
    return plain


def mark_of(kind: str, about: str, body: bytes) -> str:
    """What tells an item from another with its number: SHA-256, hex, of kind, about and settled body, a zero byte between."""
    return hashlib.sha256(b"\0".join((kind.encode(), about.encode(), settled(body)))).hexdigest()
