"""What the 721 screen asks: shares, overrides, leniency, re-offence. Nothing in here is by person, and no sum is of money."""

from dataclasses import dataclass

from inspector_app.domain.shares import Mix

NOTHING = Mix()


@dataclass(frozen=True, slots=True)
class FigureScope:
    """Findings observed in [since, until) (UTC ISO text), of one shift or one street where these are given.

    `lenient` are the codes of the pack that stand for leniency.
    """

    since: str
    until: str
    shift: str = ""
    street: str = ""
    lenient: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """So often the officers decided `tier` where the policy said `suggested`; `reason` is the one given most often."""

    suggested: str
    tier: str
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """Of `known` findings of a tier whose party has a name or a plate: so many were found again for the same kind."""

    tier: str
    known: int
    within_30: int
    within_365: int


@dataclass(frozen=True, slots=True)
class Figures:
    """`trend` holds a mix for each local day (YYYY-MM-DD) that has findings; categories come in order.

    `by_street` is of the whole period, whichever street was asked for, the one with most findings first; what lies in no
    known street is the last, under an empty name. `officers` signed them: a number, never names.
    """

    mix: Mix = NOTHING
    by_category: tuple[tuple[str, Mix], ...] = ()
    by_street: tuple[tuple[str, Mix], ...] = ()
    trend: tuple[tuple[str, Mix], ...] = ()
    changes: tuple[Change, ...] = ()
    lenient: int = 0
    repeats: tuple[Repeat, ...] = ()
    officers: int = 0

    @property
    def overridden(self) -> int:
        return sum(change.count for change in self.changes)
