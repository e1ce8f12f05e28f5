"""一街一策、一点一策: what is agreed for a street or a spot, and the campaigns that run there (domain.md §1.1 rows 7, 11, 68).

What counts is what was in force when the finding was observed, not what is in force now (domain.md §3.7.8).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from inspector_app.domain.finding import Category
from inspector_app.domain.local_time import LOCAL, is_inside
from inspector_app.domain.reference import fields
from inspector_app.domain.reference.item import BadReference

FRESH_FOR = timedelta(days=7)  # domain.md §3.7.8
MODES = ("tolerate", "guide", "strict")
ZONES = ("prohibited", "controlled", "regulated")
LONGEST_NAME, LONGEST_TEXT, MOST_WINDOWS, MOST_STREETS, MOST_VERSIONS = 80, 400, 8, 500, 1_000_000
# What people state.
POLICY_FIELDS = frozenset({"name", "version", "mode", "zone", "hours", "line", "tolerance", "first", "last"})
CAMPAIGN_FIELDS = frozenset({"name", "first", "last", "streets", "categories"})
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)

Window = tuple[str, str]
"""hh:mm to hh:mm, the end excluded; across midnight when the end is earlier. All day is no window at all."""


@dataclass(frozen=True, slots=True)
class StreetPolicy:
    """`name` is the street, or the spot in words of an address. `last` is None while no end is set; both days count."""

    id: str
    name: str
    version: int
    mode: str
    zone: str
    hours: tuple[Window, ...]
    line: str  # up to where goods may stand, in words
    tolerance: str  # what is tolerated, in words
    first: date
    last: date | None

    def is_in_force(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def facts(self, clock: str) -> dict[str, object]:
        """The group `street_policy` of the policy's facts at the time of the day `clock` (hh:mm)."""
        said: dict[str, object] = {name: word for name, word in (("mode", self.mode), ("zone", self.zone)) if word}
        window = self._window(clock)
        return said | ({"hours": list(window)} if window is not None else {})

    def _window(self, clock: str) -> Window | None:
        """The window that `clock` lies in; outside all of them the next one of the day."""
        inside = next((one for one in self.hours if is_inside(clock, one)), None)
        return inside or min(self.hours, key=lambda one: (one[0] <= clock, one[0]), default=None)


@dataclass(frozen=True, slots=True)
class Campaign:
    """A 专项整治 from `first` to `last`, both included. Empty `streets` or `categories` mean all of them."""

    id: str
    name: str
    first: date
    last: date
    streets: tuple[str, ...]
    categories: tuple[str, ...]

    def covers(self, day: date, category: str, address: str) -> bool:
        if not self.first <= day <= self.last or (self.categories and category not in self.categories):
            return False
        return not self.streets or any(street in address for street in self.streets)


def policy_at(policies: Iterable[StreetPolicy], address: str, moment: datetime) -> StreetPolicy | None:
    """The policy in force at `moment` whose name stands in the address: the most exact name, then the newest version."""
    day = moment.astimezone(LOCAL).date()
    found = [one for one in policies if one.name in address and one.is_in_force(day)]
    return max(found, key=lambda one: (len(one.name), one.first, one.version), default=None)


def campaigns_at(
    campaigns: Iterable[Campaign], address: str, moment: datetime, *, category: str
) -> tuple[Campaign, ...]:
    """The campaigns that run there then."""
    day = moment.astimezone(LOCAL).date()
    return tuple(one for one in campaigns if one.covers(day, category, address))


def parse_policy(item_id: str, body: Mapping[str, Any]) -> StreetPolicy:
    """The policy that a body states; fields that this version does not know are passed over. Raises BadReference."""
    first, last = fields.day(body, "first"), fields.day(body, "last") if body.get("last") else None
    if last is not None and last < first:
        raise BadReference("last: not before first")
    return StreetPolicy(
        id=item_id, name=fields.text(body, "name", longest=LONGEST_NAME, needed=True).strip(),
        version=fields.whole(body, "version", 1, MOST_VERSIONS, absent=1), mode=_word(body, "mode", MODES),
        zone=_word(body, "zone", ZONES), hours=_windows(body.get("hours") or ()),
        line=fields.text(body, "line", longest=LONGEST_TEXT), tolerance=fields.text(body, "tolerance", longest=LONGEST_TEXT),
        first=first, last=last,
    )  # fmt: skip


def parse_campaign(item_id: str, body: Mapping[str, Any]) -> Campaign:
    """The campaign that a body states. Raises BadReference."""
    first, last = fields.day(body, "first"), fields.day(body, "last")
    if last < first:
        raise BadReference("last: not before first")
    categories = _names(body, "categories")
    if unknown := set(categories) - set(Category):
        raise BadReference(f"categories: of {', '.join(Category)}, not {min(unknown)[:40]}")
    return Campaign(
        id=item_id, name=fields.text(body, "name", longest=LONGEST_NAME, needed=True).strip(), first=first, last=last,
        streets=_names(body, "streets"), categories=categories,
    )  # fmt: skip


def _word(body: Mapping[str, Any], name: str, words: Sequence[str]) -> str:
    word = body.get(name) or ""
    if word not in ("", *words):
        raise BadReference(f"{name}: one of {', '.join(words)}, or nothing")
    return str(word)


def _windows(told: object) -> tuple[Window, ...]:
    pairs = told if isinstance(told, list | tuple) else None
    if pairs is None or len(pairs) > MOST_WINDOWS or not all(_is_window(pair) for pair in pairs):
        raise BadReference(f"hours: at most {MOST_WINDOWS} pairs like 07:00-09:30; none for all day")
    return tuple((start, end) for start, end in pairs)


def _is_window(pair: object) -> bool:
    is_pair = isinstance(pair, list | tuple) and len(pair) == 2
    if not is_pair or not all(isinstance(one, str) and _CLOCK.fullmatch(one) for one in pair):  # type: ignore[attr-defined]
        return False
    return bool(pair[0] != pair[1])  # type: ignore[index]  # the policy would read an empty window, a person the whole day


def _names(body: Mapping[str, Any], name: str) -> tuple[str, ...]:
    told = body.get(name) or ()
    is_list = isinstance(told, list | tuple) and len(told) <= MOST_STREETS
    if not is_list or not all(isinstance(one, str) and 0 < len(one) <= LONGEST_NAME for one in told):
        raise BadReference(f"{name}: at most {MOST_STREETS} names")
    return tuple(told)
