"""Bodies of the feed's items about things to look up and slots that were asked for (PROTOCOL.md §8); they may grow."""

import hashlib
import json
from typing import Annotated, Any

import msgspec
from msgspec import Meta

REFERENCE_STATED, REFERENCE_GONE, HOLD_ANSWERED = "reference.stated", "reference.gone", "hold.answered"
LARGEST_BODY = 16 * 1024  # bytes of `Stated.body`; a page of the feed holds 200 of them

_Id = Annotated[str, Meta(min_length=1, max_length=64)]
_Kind = Annotated[str, Meta(min_length=1, max_length=40)]
_Moment = Annotated[str, Meta(max_length=24)]


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """`reference.stated`: what `body` says is for whoever knows the kind."""

    kind: _Kind
    id: _Id
    version: int
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
    """The body of an item in the one form in which it is kept and compared."""
    return json.dumps(json.loads(body), ensure_ascii=False, separators=(",", ":")).encode()


def mark_of(kind: str, about: str, body: bytes) -> str:
    """What tells an item from another with its number: SHA-256, hex, of kind, about and settled body, a zero byte between."""
    return hashlib.sha256(b"\0".join((kind.encode(), about.encode(), settled(body)))).hexdigest()
