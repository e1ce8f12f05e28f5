"""What can be done now, with its arguments: to whom it goes, until when, at what time."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from inspector_app.domain.policy.engine import Decision
from inspector_app.domain.policy.pack import Pack, Remedy
from inspector_app.domain.policy.tier import Tier

# Only to find the sooner of two deadlines, where a calendar would say the same.
_HOURS = {"at_once": 0.0, "today": 12.0, "min": 1 / 60, "h": 1.0, "wh": 3.0, "d": 24.0, "wd": 36.0}


class Advice(NamedTuple):
    """A measure that fits. `to` is an authority of the pack's words, `arguments` are the others that the pack gives it."""

    measure: str
    to: str = ""
    arguments: tuple[tuple[str, str], ...] = ()


def advice(decision: Decision, pack: Pack, tier: Tier) -> tuple[Advice, ...]:
    """What fits the tier that stands, that of the weightiest reasons first; one order, with the soonest deadline of all."""
    weighed = zip(decision.reasons, decision.reason_tiers, strict=True)
    heaviest = [code for code, spoken_for in weighed if spoken_for == decision.tier]
    found: dict[tuple[str, str], Advice] = {}
    for remedy in _remedies((*heaviest, *decision.reasons, *decision.flags), pack):
        if remedy.least_level <= tier.level:
            stated = dict(remedy.arguments)
            one = Advice(remedy.measure, stated.pop("to", ""), tuple(stated.items()))
            found[one[:2]] = _together(found[one[:2]], one) if one[:2] in found else one
    return tuple(found.values())


def _remedies(codes: Iterable[str], pack: Pack) -> Iterable[Remedy]:
    for code in dict.fromkeys(codes):
        yield from pack.remedies[code]


def _together(one: Advice, other: Advice) -> Advice:
    """The same measure for two reasons: nothing that either says is lost, and of two deadlines the sooner counts."""
    stated = dict(one.arguments)
    for name, moment in other.arguments:
        stated[name] = min(stated.get(name, moment), moment, key=_hours)
    return one._replace(arguments=tuple(stated.items()))


def _hours(moment: str) -> float:
    number, unit = re.fullmatch(r"(\d*)(.*)", moment, re.DOTALL).groups()  # type: ignore[union-attr]
    return int(number or 1) * _HOURS.get(unit, 24.0)
