"""A row of a spreadsheet about a relief point, as a clerk writes it, made into the body that laptops get."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from inspector_app.domain.reference.item import BadReference
from sync.server.desk.values import moment

COLUMNS = (
    "name", "address", "lat", "lon", "slots", "charity_slots", "free_slots", "free_at", "hours", "days", "goods",
    "manager", "phone",
)  # fmt: skip
_BETWEEN = re.compile(r"[\s,;、，；]+")


def body(cells: Mapping[str, str]) -> dict[str, Any]:
    """`lat`, `lon` in degrees, `hours` like `05:00-07:30 19:00-01:00`, `days` like `1-5` or `6 7` (Monday is 1, empty: every
    day), `goods` like `food daily_goods`, `free_at` in China's time unless it names a zone. Raises BadReference, ValueError.
    """
    found: dict[str, Any] = {}
    for name, text in cells.items():
        if text:
            key, read = _CELLS.get(name, (name, _same))
            found[key] = read(name, text)
    return found


def _degrees(name: str, text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,15})?", text):
        raise BadReference(f"{name}: degrees like 34.7466")
    return round(Decimal(text) * 10_000_000)


def _whole(name: str, text: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", text):
        raise BadReference(f"{name}: a whole number")
    return int(text)


def _hours(_: str, text: str) -> list[list[str]]:
    return [window.split("-") for window in _BETWEEN.split(text)]


def _days(name: str, text: str) -> list[int]:
    days: list[int] = []
    for part in _BETWEEN.split(text):
        if not re.fullmatch("[1-7](-[1-7])?", part):
            raise BadReference(f"{name}: days like 1-5 or 6 7, Monday is 1")
        days += range(int(part[0]), int(part[-1]) + 1)
    return days


def _list(_: str, text: str) -> list[str]:
    return _BETWEEN.split(text)


def _moment(_: str, text: str) -> str:
    return moment(text)


def _same(_: str, text: str) -> str:
    return text


_CELLS: dict[str, tuple[str, Callable[[str, str], Any]]] = {
    "lat": ("lat_e7", _degrees),
    "lon": ("lon_e7", _degrees),
    "slots": ("slots", _whole),
    "charity_slots": ("charity_slots", _whole),
    "free_slots": ("free_slots", _whole),
    "free_at": ("free_at", _moment),
    "hours": ("hours", _hours),
    "days": ("days", _days),
    "goods": ("goods", _list),
}
