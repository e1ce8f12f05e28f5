"""What can be done now, with its arguments: to whom it goes, until when, at what time."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from inspector_app.domain.policy.engine import Decision
from inspector_app.domain.policy.pack import Pack, Remedy
from inspector_app.domain.policy.tier import Tier

HOURS = {"at_once": 0, "today": 12, "h": 1, "min": 0, "d": 24, "wd": 36}  # only to find the sooner of two deadlines


class Advice(NamedTuple):
    """A measure that fits. `to` is an authority of the pack's words; `until` and `at` are moments as the pack writes them.

    Such moments: `at_once`, `today`, `deadline` (of the order that runs), or a number with `min`, `h`, `d`, `wd`.
    """

    measure: str
    to: str = ""
    until: str = ""
    at: str = ""
    timer: str = ""


def advice(decision: Decision, pack: Pack, tier: Tier) -> tuple[Advice, ...]:
    """What fits the tier that stands, that of the weightiest reasons first; one order, with the soonest deadline of all."""
    weighed = zip(decision.reasons, decision.reason_tiers, strict=True)
    heaviest = [code for code, spoken_for in weighed if spoken_for == decision.tier]
    found: dict[tuple[str, str], Advice] = {}
    for remedy in _remedies((*heaviest, *decision.reasons, *decision.flags), pack):
        if remedy.least_level <= tier.level:
            one = _advice(remedy.measure, dict(remedy.arguments))
            key = (one.measure, one.to)
            found[key] = _sooner(found[key], one) if key in found else one
    return tuple(found.values())


def _remedies(codes: Iterable[str], pack: Pack) -> Iterable[Remedy]:
    for code in dict.fromkeys(codes):
        yield from pack.remedies[code]


def _advice(measure: str, arguments: Mapping[str, str]) -> Advice:
    return Advice(measure, **{name: arguments.get(name, "") for name in ("to", "until", "at", "timer")})


def _sooner(one: Advice, other: Advice) -> Advice:
    """The same measure for two reasons: nothing that either says is lost, and the sooner deadline counts for both."""
    until = min((moment for moment in (one.until, other.until) if moment), key=_hours, default="")
    return one._replace(until=until, at=one.at or other.at, timer=one.timer or other.timer)


def _hours(moment: str) -> int:
    number = moment.rstrip("abcdefghijklmnopqrstuvwxyz_")
    return int(number or 1) * HOURS.get(moment.removeprefix(number), 24)
