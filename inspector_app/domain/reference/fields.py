"""Reading the fields of a reference item's body, strictly: each raises BadReference with a sentence that names the field."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from inspector_app.domain.reference.item import BadReference

MOMENT = re.compile(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\d\.\d{3}Z", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
Body = Mapping[str, Any]


def text(body: Body, name: str, *, longest: int, needed: bool = False) -> str:
    """Text of at most `longest` characters; empty when it is absent and not `needed`."""
    value = body.get(name, "")
    if not isinstance(value, str) or len(value) > longest or (needed and not value.strip()):
        raise BadReference(f"{name}: text of {int(needed)} to {longest} characters")
    return value


def whole(body: Body, name: str, low: int, high: int, *, absent: int | None = None) -> int:
    """A whole number from `low` to `high`; `absent` when it is not there, if that is allowed."""
    value = body.get(name, absent)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise BadReference(f"{name}: a whole number from {low} to {high}")
    return value


def moment(body: Body, name: str) -> str:
    """UTC `YYYY-MM-DDThh:mm:ss.mmmZ`, or empty."""
    value = body.get(name, "")
    if not isinstance(value, str) or (value and not MOMENT.fullmatch(value)):
        raise BadReference(f"{name}: a moment like 2026-03-02T10:00:00.000Z, or nothing")
    return value


def day(body: Body, name: str) -> date:
    """A day `YYYY-MM-DD`."""
    value = body.get(name)
    if isinstance(value, str) and DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise BadReference(f"{name}: a day like 2026-11-22")


def codes(body: Body, name: str) -> frozenset[str]:
    """At least one code of small letters, digits and underscores."""
    value = body.get(name)
    is_list = isinstance(value, Sequence) and not isinstance(value, str)
    if not is_list or not value or not all(isinstance(one, str) and CODE.fullmatch(one) for one in value):
        raise BadReference(f"{name}: one or more codes like daily_goods")
    return frozenset(value)
