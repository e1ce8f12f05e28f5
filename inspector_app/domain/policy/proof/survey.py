"""One category of a pack with everything that the proofs look at, worked out once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

from inspector_app.domain.catalogue import FactControl
from inspector_app.domain.policy.closures import closure
from inspector_app.domain.policy.conditions import Condition
from inspector_app.domain.policy.engine import decide
from inspector_app.domain.policy.intake import Intake
from inspector_app.domain.policy.names import Scope
from inspector_app.domain.policy.pack import Pack
from inspector_app.domain.policy.proof.axes import nested
from inspector_app.domain.policy.proof.combinations import count
from inspector_app.domain.policy.proof.course import Course, Runner
from inspector_app.domain.policy.proof.diagrams import NOTHING
from inspector_app.domain.policy.proof.findings import Example
from inspector_app.domain.policy.proof.form import Answers
from inspector_app.domain.policy.proof.laws import Invariant, Laws, Worsening, unknown
from inspector_app.domain.policy.proof.leaves import facts_of, leaves, of_outcome, terms_in, thresholds_in
from inspector_app.domain.policy.proof.space import Space
from inspector_app.domain.policy.proof.standing import Standing, Standings
from inspector_app.domain.policy.rules import Rule
from inspector_app.domain.policy.scope import condition, meets
from inspector_app.domain.policy.state import LEVELS, Reading
from inspector_app.domain.policy.tables import Row

Line = tuple[Row, Condition]


@dataclass(frozen=True, slots=True)
class Questions:
    """Everything that is asked in one category, by the table it stands in."""

    scope: Scope
    rules: tuple[Rule, ...]
    contradictions: tuple[Line, ...]
    gates: tuple[Line, ...]
    turns: tuple[Line, ...]
    invariants: tuple[Invariant, ...]
    worse: tuple[Worsening, ...]

    @property
    def course(self) -> list[Condition]:
        """What the decision itself depends on."""
        return [
            *(when for _, when in self.contradictions),
            *(rule.condition for rule in self.rules),
            *(when for _, when in self.gates),
        ]

    @property
    def others(self) -> list[Condition]:
        """What is asked about it."""
        laws = [part for law in self.invariants for part in (law.when, law.then)]
        return [*laws, *(law.when for law in self.worse), *(when for _, when in self.turns)]

    @property
    def leaves(self) -> frozenset[Condition]:
        """The single questions that the decision depends on."""
        return frozenset(leaf for one in self.course for leaf in leaves(one, self.scope.trees))

    @property
    def facts(self) -> frozenset[str]:
        """The facts that the decision depends on."""
        return frozenset(fact for leaf in self.leaves for fact in facts_of(leaf, self.scope.facts))

    def condition(self, row: Row) -> Condition:
        """The condition of a line."""
        if row.table == "rules":
            return next(rule.condition for rule in self.rules if rule.no == int(row["no"]))
        lines = (*self.contradictions, *self.gates, *self.turns)
        return next(when for line, when in lines if line is row)

    @property
    def terms(self) -> frozenset[str]:
        """The terms that rules, gates and questions use, and those that these use."""
        return frozenset(name for one in self._own for name in terms_in(one, self.scope.trees))

    @property
    def thresholds(self) -> frozenset[str]:
        """The thresholds that rules, gates and questions use."""
        own = [leaf for one in self._own for leaf in leaves(one, self.scope.trees)]
        return frozenset(name for leaf in own for name in thresholds_in(leaf))

    @property
    def _own(self) -> list[Condition]:
        return [*self.course, *(when for _, when in self.turns)]


def questions(pack: Pack, scope: Scope, tables: Mapping[str, Sequence[Row]], laws: Laws, category: str) -> Questions:
    """The questions of a category; `scope` has the facts of the catalogue too. Laws that name what neither knows are left out."""

    def lines(table: str) -> tuple[Line, ...]:
        return tuple((row, condition(row, pack.scope)[0]) for row in tables[table] if meets(row, category))

    return Questions(
        scope=scope,
        rules=pack.programs[category].rules,
        contradictions=lines("contradictions"),
        gates=lines("fine_gate"),
        turns=lines("questions"),
        invariants=tuple(
            law for law in laws.invariants if meets(law.row, category) and not unknown((law.when, law.then), scope)
        ),
        worse=tuple(
            law
            for law in laws.worse
            if meets(law.row, category) and law.fact in scope.facts and not unknown((law.when,), scope)
        ),
    )


class Survey:
    """The space of a category, the course of its rules, and examples out of it."""

    def __init__(self, pack: Pack, asked: Questions, controls: Mapping[str, FactControl], category: str) -> None:
        self.pack = pack
        self._intake = Intake(asked.scope.facts)
        self.category = category
        self.controls = controls
        self.asked = asked
        self.space = Space(asked.scope, controls, asked.course, asked.others)
        self._at_least: dict[int, int] = {}
        every = [*asked.course, *asked.others]
        self.standings = Standings(
            asked.scope, [leaf for one in every for leaf in leaves(one, asked.scope.trees) if of_outcome(leaf)]
        )

    @cached_property
    def course(self) -> Course:
        """The rules run over all combinations."""
        gates = [(int(row["no"]), when, row["gate"]) for row, when in self.asked.gates]
        doubts = [when for _, when in self.asked.contradictions]
        return Runner(self.space, self.standings).run(self.asked.rules, gates, doubts)

    @cached_property
    def ordinary(self) -> int:
        """Combinations in which no two answers contradict each other."""
        found = self.space.possible
        for _, when in self.asked.contradictions:
            found = self.space.diagrams.without(found, self.space.where(when))
        return found

    def at_least(self, level: int) -> int:
        """Combinations decided at this level or above."""
        if level not in self._at_least:
            at = [where for standing, where in self.course.ends.items() if standing.level == level]
            above = [self.at_least(level + 1)] if level < max(LEVELS.values()) else []
            self._at_least[level] = self.space.diagrams.any_of([*at, *above])
        return self._at_least[level]

    def where(self, when: Condition, standing: Standing) -> int:
        """Where a condition holds beside a decision."""
        return self.space.where(when, lambda leaf: self.standings.says(leaf, standing))

    def reading(self, fact: str, answers: Answers) -> Reading:
        """A fact as the rules see it when these are the answers."""
        return self._intake.state(nested(answers)).facts[self.asked.scope.facts[fact].slot]

    def answer(self, leaf: Condition, answers: Answers) -> bool:
        """The answer to a single question about the facts."""
        return closure(leaf, self.asked.scope)(self._intake.state(nested(answers)))

    def examples(self, a: int) -> Iterator[Example]:
        """The shortest facts in a, then the shortest on which the rule behind that result was silent, and so on."""
        while a != NOTHING:
            example = self.decided(self.space.shortest(a))
            yield example
            left = a
            for rule in self.asked.rules:
                if rule.code == example.primary:
                    left = reduce(self.space.diagrams.without, self.course.acted.get(rule.no, ()), left)
            if left == a:
                return
            a = left

    def decided(self, answers: Answers) -> Example:
        """The answers as facts, and what the engine decides on them."""
        facts = {"category": self.category, **nested(answers)}
        decision = decide(facts, self.pack)
        return Example(facts, decision.tier.value, decision.primary)

    @cached_property
    def combinations(self) -> int:
        """How many combinations the form lets stand together."""
        return count(self.space.possible, self.space.diagrams)
