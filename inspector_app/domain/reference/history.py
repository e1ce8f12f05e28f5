"""What is known of a party or a place from before, and the counters that the policy reads from it (domain.md §3.7.3, §3.7.8).

The centre states dated entries, not counters: what counts is how they stand at the moment of the finding.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, cast

from inspector_app.domain.finding import Category
from inspector_app.domain.reference.item import BadReference

FIELDS = frozenset({"subject", "entries"})  # what people state
_CATEGORIES = frozenset(Category) - {Category.OTHER}
FRESH_FOR = timedelta(hours=24)  # domain.md §3.7.8: older history only advises
WARNINGS, ORDERS, VIOLATIONS = timedelta(days=30), timedelta(days=90), timedelta(days=365)
MOST = {"orders_90d": 9, "complied_days": 365, "warnings_30d": 9, "violations_365d": 99}  # the catalogue's bounds
LONGEST = 500  # entries of one subject
LONGEST_ID = 64  # of a finding
COUNTS_FOR = timedelta(days=31)  # so long a pack's count of a year may stand for the year before the finding


class What(StrEnum):
    WARNED = "warned"  # told, or dissuaded, without an order
    VIOLATED = "violated"  # a breach that stood
    ORDERED = "ordered"  # a written order, with its deadline
    COMPLIED = "complied"  # the order before it was complied with


RANK = {what: place for place, what in enumerate(What)}


class Entry(NamedTuple):
    """One thing that happened at `at` (aware); `until` is the deadline of an order.

    `finding` is the one that states it and where it was is in degrees × 10⁷, both as far as the centre tells them.
    """

    at: datetime
    what: What
    category: str
    until: datetime | None = None
    finding: str = ""
    lat_e7: int | None = None
    lon_e7: int | None = None


@dataclass(frozen=True, slots=True)
class History:
    """Entries about one `subject` (see `subject_key`), oldest first."""

    subject: str
    entries: tuple[Entry, ...] = ()


class Counted(NamedTuple):
    """What a reference pack says of one subject: breaches of the year before `as_of`, by category, and entries of its last days."""

    as_of: datetime
    violations: Mapping[str, int]
    entries: tuple[Entry, ...] = ()

    def violated(self, past: Sequence[Entry], category: str, moment: datetime) -> int:
        """Its count and what has happened since; none once it is so old that breaches in it may lie more than a year back."""
        if not timedelta() <= moment - self.as_of <= COUNTS_FOR:
            return 0
        later = sum(1 for one in past if one.what is What.VIOLATED and one.at > self.as_of)
        return self.violations.get(category, 0) + later


class Known(NamedTuple):
    """What the form fills in. `facts` is None when nothing fresh is known: the policy then says "provisional".

    `as_of` is when the centre last said what it knows (None: never).
    """

    facts: dict[str, object] | None
    as_of: datetime | None
    stale: bool


def subject_key(text: str) -> str:
    """A plate, a name, a credit code or an address as written by different people, made one: no blanks, no case, no middle dots, no wide signs."""
    plain = unicodedata.normalize("NFKC", text)  # 豫Ａ１２３４５, as Chinese keyboards write it
    return "".join(sign for sign in plain.casefold() if sign.isalnum())


def history_of(body: Mapping[str, object]) -> History | None:
    """The history that a reference item states; entries that cannot be read are passed over, a body without subject is None."""
    subject, listed = body.get("subject"), body.get("entries")
    if not isinstance(subject, str) or not subject_key(subject) or not isinstance(listed, list):
        return None
    entries = (_entry(one) for one in listed[:LONGEST])
    return History(subject_key(subject), in_order(one for one in entries if one is not None))


def check(_: str, body: Mapping[str, object]) -> History:
    """The history that a body states, with nothing passed over. Raises BadReference: who states it can mend it."""
    found = history_of(body)
    if found is None:
        raise BadReference("subject, entries: a name, a plate or an address, and what happened")
    listed = cast("list[object]", body["entries"])
    if len(listed) > LONGEST:
        raise BadReference(f"entries: at most {LONGEST}")
    for number, told in enumerate(listed, 1):
        entry = _entry(told)
        if entry is None or entry.category not in _CATEGORIES:
            raise BadReference(f"entries: no. {number} is no {{at, what, category, until}}")
    return found


def facts_at(
    entries: Iterable[Entry], moment: datetime, *, category: str, by_identity: bool, counted: Counted | None = None
) -> dict[str, object]:
    """The counters of the policy at `moment`, from what had happened by then in the same category, or was `counted` before."""
    past = in_order(one for one in entries if one.at <= moment and one.category == category)
    order, complied_days = _order(past, moment)
    before = counted.violated(past, category, moment) if counted is not None else 0
    facts: dict[str, object] = {
        "order": order, "basis": "identity" if by_identity else "place",
        "orders_90d": _count(past, What.COMPLIED, moment - ORDERS),
        "warnings_30d": _count(past, What.WARNED, moment - WARNINGS),
        "violations_365d": max(before, _count(past, What.VIOLATED, moment - VIOLATIONS)),
    }  # fmt: skip
    if complied_days is not None:
        facts["complied_days"] = complied_days
    return {name: min(value, MOST[name]) if isinstance(value, int) else value for name, value in facts.items()}


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Oldest first; of one moment, an order before its compliance."""
    return tuple(sorted(entries, key=lambda one: (one.at, RANK[one.what], one.category, one.until or one.at)))


def known(
    entries: Sequence[Entry], moment: datetime, as_of: datetime | None, *, category: str, by_identity: bool,
    counted: Counted | None = None,
) -> Known:  # fmt: skip
    """The history as the form may use it. Stale or never told: unknown, so that it is never held against anybody."""
    if as_of is None or not is_fresh(moment, as_of):
        return Known(None, as_of, stale=as_of is not None)
    facts = facts_at(entries, moment, category=category, by_identity=by_identity, counted=counted)
    return Known(facts, as_of, stale=False)


def is_fresh(moment: datetime, as_of: datetime) -> bool:
    """Whether what was known `as_of` may be held against somebody at `moment`."""
    return moment - as_of <= FRESH_FOR


def _order(past: Sequence[Entry], moment: datetime) -> tuple[str, int | None]:
    """How the last order stands, and the whole days since it was complied with."""
    last = next((one for one in reversed(past) if one.what in (What.ORDERED, What.COMPLIED)), None)
    if last is None:
        return "none", None
    if last.what is What.COMPLIED:
        return "complied", (moment - last.at).days
    return ("overdue" if last.until is not None and last.until < moment else "pending"), None


def _count(past: Sequence[Entry], what: What, since: datetime) -> int:
    return sum(1 for one in past if one.what is what and one.at >= since)


def _entry(told: object) -> Entry | None:
    if not isinstance(told, Mapping):
        return None
    try:
        until = told.get("until")
        at, end = _moment(told["at"]), _moment(until) if until else None
        lat, lon = _e7(told.get("lat_e7"), 90), _e7(told.get("lon_e7"), 180)
        return Entry(at, What(str(told["what"])), str(told["category"]), end, _id(told.get("finding", "")), lat, lon)
    except (KeyError, ValueError, TypeError):
        return None


def _id(told: object) -> str:
    if not isinstance(told, str) or len(told) > LONGEST_ID:
        raise ValueError("no id of a finding")
    return told


def _e7(told: object, most: int) -> int | None:
    if told is not None and (type(told) is not int or abs(told) > most * 10_000_000):
        raise ValueError("no degrees × 10⁷")
    return told


def _moment(text: object) -> datetime:
    moment = datetime.fromisoformat(str(text))
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment
