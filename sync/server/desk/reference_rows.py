"""Rows of a spreadsheet about things to look up, as a clerk writes them, made into the bodies that laptops get."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from inspector_app.domain.reference.item import BadReference
from sync.server.desk.values import moment

Read = Callable[[str, str], Any]  # of a column's name and a cell's text; raises BadReference, ValueError
_BETWEEN = re.compile(r"[\s,;、，；]+")
_UNTIL = re.compile(r"\s*[-–—~～至到]\s*")
_ENTRIES = re.compile(r"\s*[;；\n]\s*")


def body(cells: Mapping[str, str], columns: Mapping[str, tuple[str, Read]]) -> dict[str, Any]:
    """The body that a row states; an empty cell states nothing. Raises BadReference, ValueError."""
    return {columns[name][0]: columns[name][1](name, text) for name, text in cells.items() if text}


def _degrees(name: str, text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,15})?", text):
        raise BadReference(f"{name}: degrees like 34.7466")
    return round(Decimal(text) * 10_000_000)


def _whole(name: str, text: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", text):
        raise BadReference(f"{name}: a whole number")
    return int(text)


def _hours(_: str, text: str) -> list[list[str]]:
    """Windows like `05:00-07:30 19:00-01:00`, or `5:00–7:30、19：00至1：00` as people write them."""
    plain = _UNTIL.sub("-", text.replace("：", ":"))
    return [[clock.zfill(len("05:00")) for clock in window.split("-")] for window in _BETWEEN.split(plain)]


def _days(name: str, text: str) -> list[int]:
    """Days of the week like `1-5` or `6 7`; Monday is 1."""
    days: list[int] = []
    for part in _BETWEEN.split(text):
        if not re.fullmatch("[1-7](-[1-7])?", part):
            raise BadReference(f"{name}: days like 1-5 or 6 7, Monday is 1")
        days += range(int(part[0]), int(part[-1]) + 1)
    return days


def _list(_: str, text: str) -> list[str]:
    return _BETWEEN.split(text)


def _moment(_: str, text: str) -> str:
    """In China's time unless it names a zone."""
    return moment(text)


def _entries(name: str, text: str) -> list[dict[str, str]]:
    """What happened, each `moment what category`, an order with its deadline behind it, apart by semicolons."""
    return [_entry(name, one) for one in _ENTRIES.split(text) if one]


def _entry(name: str, text: str) -> dict[str, str]:
    at, what, category, *until = text.split() if len(text.split()) in (3, 4) else ("", "", "")
    if not at:
        raise BadReference(f"{name}: like 2026-11-01T10:00 ordered stall 2026-11-04T18:00, apart by semicolons")
    found = {"at": moment(at), "what": what, "category": category}
    return found | ({"until": moment(until[0])} if until else {})


def _same(_: str, text: str) -> str:
    return text


def _plain(*names: str) -> dict[str, tuple[str, Read]]:
    return {name: (name, _same) for name in names}


# By column, the field of the body and how a cell of it is read.
RELIEF_POINT: Mapping[str, tuple[str, Read]] = {
    **_plain("name", "address"), "lat": ("lat_e7", _degrees), "lon": ("lon_e7", _degrees), "slots": ("slots", _whole),
    "charity_slots": ("charity_slots", _whole), "free_slots": ("free_slots", _whole), "free_at": ("free_at", _moment),
    "hours": ("hours", _hours), "days": ("days", _days), "goods": ("goods", _list), **_plain("manager", "phone"),
}  # fmt: skip
STREET: Mapping[str, tuple[str, Read]] = {
    **_plain("name"), "version": ("version", _whole), **_plain("mode", "zone"), "hours": ("hours", _hours),
    **_plain("line", "tolerance", "first", "last"),
}  # fmt: skip
CAMPAIGN: Mapping[str, tuple[str, Read]] = {
    **_plain("name", "first", "last"), "streets": ("streets", _list), "categories": ("categories", _list),
}  # fmt: skip
HISTORY: Mapping[str, tuple[str, Read]] = {**_plain("subject"), "entries": ("entries", _entries)}
