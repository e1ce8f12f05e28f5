"""一街一策、一点一策: what is agreed for a street or a spot, and the campaigns that run there (domain.md §1.1 rows 7, 11, 68).

What counts is what was in force when the finding was observed, not what is in force now (domain.md §3.7.8).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

LOCAL = timezone(timedelta(hours=8))  # Asia/Shanghai has one offset all year
MODES = ("tolerate", "guide", "strict")
ZONES = ("prohibited", "controlled", "regulated")
LONGEST_NAME, LONGEST_TEXT, MOST_WINDOWS, MOST_STREETS = 80, 400, 8, 500

Window = tuple[str, str]
"""hh:mm to hh:mm, the end excluded; across midnight when the end is not later."""


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
        inside = next((one for one in self.hours if _inside(clock, one)), None)
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


def street_policy_of(item: str, body: Mapping[str, object]) -> StreetPolicy | None:
    """The policy that the reference item `item` states; None for a body that this version cannot use."""
    try:
        last = str(body.get("last") or "")
        return StreetPolicy(
            id=item, name=_text(body, "name", LONGEST_NAME, needed=True), version=_whole(body, "version"),
            mode=_word(body, "mode", MODES), zone=_word(body, "zone", ZONES), hours=_windows(body.get("hours")),
            line=_text(body, "line", LONGEST_TEXT), tolerance=_text(body, "tolerance", LONGEST_TEXT),
            first=date.fromisoformat(str(body["first"])), last=date.fromisoformat(last) if last else None,
        )  # fmt: skip
    except (KeyError, ValueError, TypeError):
        return None


def campaign_of(item: str, body: Mapping[str, object]) -> Campaign | None:
    """The campaign that the reference item `item` states; None for a body that this version cannot use."""
    try:
        return Campaign(
            id=item, name=_text(body, "name", LONGEST_NAME, needed=True),
            first=date.fromisoformat(str(body["first"])), last=date.fromisoformat(str(body["last"])),
            streets=_names(body.get("streets")), categories=_names(body.get("categories")),
        )  # fmt: skip
    except (KeyError, ValueError, TypeError):
        return None


def _inside(clock: str, window: Window) -> bool:
    start, end = window
    return start <= clock < end if start < end else clock >= start or clock < end


def _text(body: Mapping[str, object], name: str, longest: int, *, needed: bool = False) -> str:
    text = body.get(name, "")
    if not isinstance(text, str) or len(text) > longest or (needed and not text.strip()):
        raise ValueError(name)
    return text.strip()


def _whole(body: Mapping[str, object], name: str) -> int:
    value = body.get(name, 1)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(name)
    return value


def _word(body: Mapping[str, object], name: str, words: Sequence[str]) -> str:
    word = body.get(name) or ""
    if word not in ("", *words):
        raise ValueError(name)
    return str(word)


def _windows(told: object) -> tuple[Window, ...]:
    if told is None:
        return ()
    if not isinstance(told, list) or len(told) > MOST_WINDOWS:
        raise ValueError("hours")
    return tuple((_clock(start), _clock(end)) for start, end in told)


def _clock(text: object) -> str:
    moment = datetime.strptime(str(text), "%H:%M").replace(tzinfo=LOCAL)
    return f"{moment:%H:%M}"


def _names(told: object) -> tuple[str, ...]:
    if told is None:
        return ()
    if not isinstance(told, list) or len(told) > MOST_STREETS or not all(isinstance(one, str) and one for one in told):
        raise ValueError("names")
    return tuple(told)
