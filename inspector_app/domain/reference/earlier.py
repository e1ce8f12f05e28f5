"""What an officer's own findings add to a history, before the centre has told it to anybody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from inspector_app.domain.finding import Category, Tier
from inspector_app.domain.measure import Taken
from inspector_app.domain.reference.calendar import local_day
from inspector_app.domain.reference.history import Counted, Entry, What
from inspector_app.domain.visits import ORDERS

_ORDERS = (What.ORDERED, What.COMPLIED)
WARNINGS = ("explain_and_educate", "oral_reminder")


@dataclass(frozen=True, slots=True)
class Earlier:
    """A finding that stands. `complied`: by the id of an order, when a visit found it complied with (UTC)."""

    id: str
    observed_at: str
    category: Category
    tier: Tier
    measures: tuple[Taken, ...] = ()
    complied: Mapping[str, str] = field(default_factory=dict)

    def entries(self) -> Iterable[Entry]:
        """What it is in a history: a breach that stood, warnings, orders, and their end."""
        category = self.category.value
        if self.tier.level >= Tier.MANAGEMENT.level:
            yield Entry(_moment(self.observed_at), What.VIOLATED, category)
        for taken in self.measures:
            said, at = taken.measure, _moment(taken.taken_at)
            if said.code in WARNINGS:
                yield Entry(at, What.WARNED, category)
            elif said.code in ORDERS:
                yield Entry(at, What.ORDERED, category, _moment(said.until) if said.until else None)
            if said.id in self.complied:
                yield Entry(_moment(self.complied[said.id]), What.COMPLIED, category)


def news_of(stated: Iterable[Entry], before: Counted | None) -> tuple[Entry, ...]:
    """What the centre states now, and what its reference pack had `before` that it does not state any more."""
    told = tuple(stated)
    known = {_thing(entry) for entry in told}
    return (*told, *(entry for entry in (before.entries if before is not None else ()) if _thing(entry) not in known))


def together(stated: Iterable[Entry], own: Iterable[Earlier], *, followed: str = "") -> tuple[Entry, ...]:
    """Both, and nothing twice: of the same thing on the same day the centre's word stands.

    Of the finding that is `followed` (its id) only orders count: looking again is no second breach.
    """
    told = tuple(stated)
    known = {_thing(entry) for entry in told}
    added = (entry for finding in own for entry in finding.entries() if finding.id != followed or entry.what in _ORDERS)
    return (*told, *(entry for entry in added if _thing(entry) not in known))


def _thing(entry: Entry) -> tuple[object, ...]:
    return local_day(entry.at), entry.what, entry.category


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
