"""One run of the rules over all combinations at once: what the decision can become, and for which of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from inspector_app.domain.policy.conditions import Condition
from inspector_app.domain.policy.proof.diagrams import NOTHING
from inspector_app.domain.policy.proof.space import Space
from inspector_app.domain.policy.proof.standing import Standing, Standings
from inspector_app.domain.policy.rules import Rule

PROVISIONAL = "provisional"
Spread = dict[Standing, int]


@dataclass(slots=True)
class Course:
    """`ends`: the standings after the last rule, gate chosen, each with its combinations; no combination is in two.

    `fired` and `acted`: where each rule held, and where it also did something; `gates`: where each gate line was taken.
    They are left in parts, one for each standing: joining them would take as long as the run.
    """

    ends: Spread = field(default_factory=dict)
    fired: dict[int, list[int]] = field(default_factory=dict)
    acted: dict[int, list[int]] = field(default_factory=dict)
    gates: dict[int, list[int]] = field(default_factory=dict)


class Runner:
    """Runs the rules of one category over its space."""

    def __init__(self, space: Space, standings: Standings) -> None:
        self._space = space
        self._diagrams = space.diagrams
        self._standings = standings
        self._course = Course()

    def run(
        self,
        rules: Sequence[Rule],
        gates: Sequence[tuple[int, Condition, str]],
        contradictions: Sequence[Condition],
    ) -> Course:
        """The course of all combinations that the form lets stand together."""
        ended: Spread = {}
        live = self._doubted(contradictions)
        chosen: Spread = {}
        before = ""
        for rule in rules:
            if rule.choose != before or not rule.choose:
                live = self._merged(live, chosen)
                chosen, before = {}, rule.choose
            live, hit = self._tried(rule, live)
            self._gather(hit, ended if rule.stops else chosen)
        for standing, where in self._merged(self._merged(live, chosen), ended).items():
            self._gated(standing, where, gates)
        return self._course

    def _doubted(self, contradictions: Sequence[Condition]) -> Spread:
        """Contradictory answers make a decision provisional before any rule is asked."""
        doubtful = NOTHING
        for condition in contradictions:
            doubtful = self._diagrams.either(doubtful, self._space.where(condition))
        flagged = Standing(flags=self._standings.flagged(frozenset(), [PROVISIONAL]))
        spread: Spread = {}
        self._gather({Standing(): self._diagrams.without(self._space.possible, doubtful)}, spread)
        self._gather({flagged: self._diagrams.both(self._space.possible, doubtful)}, spread)
        return spread

    def _tried(self, rule: Rule, live: Spread) -> tuple[Spread, Spread]:
        """Those that pass the rule by, and those on which it has acted."""
        passed: Spread = {}
        hit: Spread = {}
        for standing, where in live.items():
            holds = self._where(rule.condition, standing)
            fired = self._diagrams.both(where, holds)
            self._gather({standing: self._diagrams.without(where, holds)}, passed)
            if fired != NOTHING:
                after, acted = self._standings.after(rule, standing)
                self._gather({after: fired}, hit)
                self._course.fired.setdefault(rule.no, []).append(fired)
                if acted:
                    self._course.acted.setdefault(rule.no, []).append(fired)
        return passed, hit

    def _gated(self, standing: Standing, where: int, gates: Sequence[tuple[int, Condition, str]]) -> None:
        for no, condition, gate in gates:
            fits = self._diagrams.both(where, self._where(condition, standing))
            where = self._diagrams.without(where, fits)
            if fits != NOTHING:
                self._course.gates.setdefault(no, []).append(fits)
                self._gather({replace(standing, gate=gate): fits}, self._course.ends)

    def _where(self, condition: Condition, standing: Standing) -> int:
        return self._space.where(condition, lambda leaf: self._standings.says(leaf, standing))

    def _merged(self, a: Spread, b: Spread) -> Spread:
        merged = dict(a)
        self._gather(b, merged)
        return merged

    def _gather(self, more: Mapping[Standing, int], into: Spread) -> None:
        for standing, where in more.items():
            if where != NOTHING:
                into[standing] = self._diagrams.either(into.get(standing, NOTHING), where)
