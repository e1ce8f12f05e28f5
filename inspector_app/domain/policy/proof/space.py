"""Every combination of answers that the form lets stand together, for one category."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from inspector_app.domain.catalogue import FactControl
from inspector_app.domain.policy.conditions import All, AnyOf, Condition, Name, Not
from inspector_app.domain.policy.names import Scope
from inspector_app.domain.policy.proof.axes import Axis, Surveyor
from inspector_app.domain.policy.proof.combinations import cheapest
from inspector_app.domain.policy.proof.diagrams import EVERYTHING, NOTHING, Diagrams
from inspector_app.domain.policy.proof.form import by_path, on_one_fact
from inspector_app.domain.policy.proof.leaves import bound_together, facts_of, leaves, of_outcome

Outcome = Callable[[Condition], bool]
"""Answers a single question about the decision."""


class Space:
    """The axes of a category, and sets of combinations over them as diagrams.

    `course` are the conditions of the rules in their order, `others` all else that will ever be asked; `controls` are
    the controls of the category's form. `possible` is what the form lets stand together: a hidden fact is not answered,
    nor is a part of a group that is unknown.
    """

    def __init__(
        self,
        scope: Scope,
        controls: Mapping[str, FactControl],
        course: Iterable[Condition],
        others: Iterable[Condition] = (),
    ) -> None:
        self._scope = scope
        self.controls = by_path(controls, scope)
        # What is asked last stands on top: each rule then changes the diagrams at their lower ends (1 s instead of 10).
        asked = [*self._of_facts(others), *self._of_facts(course)]
        self.axes = self._surveyed(list(dict.fromkeys(reversed(asked))))
        self.diagrams = Diagrams([len(axis.points) for axis in self.axes])
        self._level = {fact: level for level, axis in enumerate(self.axes) for fact in axis.facts}
        self._leaves = {
            leaf: self.diagrams.answers(level, points)
            for level, axis in enumerate(self.axes)
            for leaf, points in axis.leaves.items()
        }
        self._known: dict[Condition, int] = {}
        self.costs = tuple(tuple(len(point.answers) for point in axis.points) for axis in self.axes)
        self.possible = self._possible()

    def _of_facts(self, conditions: Iterable[Condition]) -> list[Condition]:
        found = [leaf for condition in conditions for leaf in leaves(condition, self._scope.trees)]
        return [leaf for leaf in found if not of_outcome(leaf)]

    def _surveyed(self, asked: Sequence[Condition]) -> tuple[Axis, ...]:
        facts = self._scope.facts
        groups = [facts_of(leaf, facts) for leaf in asked]
        order = dict.fromkeys(fact for group in groups for fact in sorted(group))
        order |= dict.fromkeys(
            name for control in self.controls.values() for name in control.shown_when if name in facts
        )
        surveyor = Surveyor(self._scope, self.controls)
        return tuple(
            surveyor.axis(
                axis,
                [leaf for leaf, group in zip(asked, groups, strict=True) if group & {*axis}],
                [shown for fact in axis for shown in self._conditions_on(fact)],
            )
            for axis in bound_together(groups, order)
        )

    def _conditions_on(self, fact: str) -> list[FactControl]:
        """What the form asks of this fact before it shows others, one control each."""
        return [on_one_fact(control, fact) for control in self.controls.values() if fact in control.shown_when]

    def _possible(self) -> int:
        found = EVERYTHING
        for path, control in self.controls.items():
            if path in self._level:
                shown = EVERYTHING
                for name in control.shown_when:
                    if name in self._level:
                        shown = self.diagrams.both(shown, self._shown(name, on_one_fact(control, name)))
                found = self.diagrams.both(found, self.diagrams.either(shown, self._open(path)))
        return self.diagrams.both(found, self._groups())

    def _shown(self, name: str, control: FactControl) -> int:
        level = self._level[name]
        points = self.axes[level].points
        return self.diagrams.answers(level, [at for at, point in enumerate(points) if control.shown(point.answers)])

    def _open(self, path: str) -> int:
        """Where this fact need not have been answered."""
        level = self._level[path]
        points = self.axes[level].points
        return self.diagrams.answers(
            level, [at for at, point in enumerate(points) if any(path not in sample for sample in point.samples)]
        )

    def _groups(self) -> int:
        """A group that was said to be unknown, or not given, has no parts."""
        found = EVERYTHING
        for path in self._level:
            group = path.rpartition(".")[0]
            if group in self._level:
                points = self.axes[self._level[group]].points
                given = [at for at, point in enumerate(points) if {group: {}} in point.samples]
                there = self.diagrams.answers(self._level[group], given)
                found = self.diagrams.both(found, self.diagrams.either(there, self._open(path)))
        return found

    def where(self, condition: Condition, outcome: Outcome | None = None) -> int:
        """The combinations for which the condition holds, where the decision so far is as `outcome` says."""
        found = self._known.get(condition)
        if found is not None:
            return found
        if outcome is None or not any(map(of_outcome, leaves(condition, self._scope.trees))):
            found = self._known[condition] = self._built(condition, outcome)
            return found
        return self._built(condition, outcome)

    def _built(self, condition: Condition, outcome: Outcome | None) -> int:
        match condition:
            case Name(name) if name in self._scope.trees:
                return self.where(self._scope.trees[name], outcome)
            case Not(part):
                return self.diagrams.other(self.where(part, outcome))
            case All(parts):
                found = EVERYTHING
                for part in parts:
                    found = self.diagrams.both(found, self.where(part, outcome))
                return found
            case AnyOf(parts):
                found = NOTHING
                for part in parts:
                    found = self.diagrams.either(found, self.where(part, outcome))
                return found
        if outcome is not None and of_outcome(condition):
            return EVERYTHING if outcome(condition) else NOTHING
        return self._leaves[condition]

    def level(self, fact: str) -> int | None:
        """The number of the axis of a fact; None when nothing asks it."""
        return self._level.get(fact)

    def shortest(self, a: int) -> dict[str, object]:
        """The combination in a, which must not be empty, that needs fewest answers."""
        chosen = cheapest(a, self.diagrams, self.costs)
        answers: dict[str, object] = {}
        for axis, point in zip(self.axes, chosen, strict=True):
            answers |= axis.points[point].answers
        return answers
