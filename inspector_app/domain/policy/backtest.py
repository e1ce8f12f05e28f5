"""A pack on many findings: what it says of them by tier, category, street and rule, and what another pack would have said."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from inspector_app.domain.policy.engine import Decision, decide
from inspector_app.domain.policy.fairness import Fairness, Likeness, Unfairness
from inspector_app.domain.policy.pack import Pack
from inspector_app.domain.policy.tier import Tier

MAX_STREETS = 10_000
"""Streets that are counted one by one; findings of all others are counted under OTHER_STREETS."""

OTHER_STREETS = "*"
UNDECIDED = "undecided"
"""What stands for a tier when a pack does not decide the category."""

ByTier = dict[str, list[int]]
"""For each name, how many findings are at none, service, management and enforcement."""


class Finding(NamedTuple):
    """A finding of the past: valid facts, and when it is known its street, the tier that stood, and its name."""

    line: int
    facts: Mapping[str, object]
    street: str = ""
    tier: Tier | None = None
    id: str = ""


class Changed(NamedTuple):
    """A finding on which two packs differ in tier, each side with its main reason."""

    line: int
    id: str
    street: str
    category: str
    tiers: tuple[str, str]
    primaries: tuple[str, str]


class Changes:
    """What `new` says otherwise than `old`: counts of (old, new) pairs, and the first `most` findings whose tier changes."""

    def __init__(self, old: Pack, new: Pack, most: int) -> None:
        self.old = old
        self.new = new
        self.tiers: Counter[tuple[str, str]] = Counter()
        self.categories: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        self.rules: Counter[tuple[str, str]] = Counter()
        self.gates: Counter[tuple[str, str]] = Counter()
        self.examples: list[Changed] = []
        self._most = most

    def add(self, finding: Finding) -> None:
        """Counts one finding; its category is one of the new pack's."""
        self.compare(finding, decide(finding.facts, self.new))

    def compare(self, finding: Finding, new: Decision) -> None:
        """As `add`, when the new pack has decided already; pairs that are equal count in `tiers` only."""
        category = str(finding.facts["category"])
        old = decide(finding.facts, self.old) if category in self.old.programs else None
        tiers = (old.tier.value if old else UNDECIDED, new.tier.value)
        primaries = (old.primary if old else UNDECIDED, new.primary)
        gates = (old.fine_gate if old else UNDECIDED, new.fine_gate)
        self.tiers[tiers] += 1
        if primaries[0] != primaries[1]:
            self.rules[primaries] += 1
        if gates[0] != gates[1]:
            self.gates[gates] += 1
        if tiers[0] != tiers[1]:
            self.categories[category][tiers] += 1
            if len(self.examples) < self._most:
                self.examples.append(Changed(finding.line, finding.id, finding.street, category, tiers, primaries))


class Backtest:
    """Takes one finding after the other; what it holds grows with the rules and streets, and by 16 bytes a finding.

    `against` is the pack that was in force before; without it nothing is compared.
    """

    def __init__(self, pack: Pack, *, against: Pack | None = None, examples: int = 10) -> None:
        self.pack = pack
        self.count = 0
        self.provisional = 0
        self.categories: ByTier = defaultdict(_none)
        self.streets: ByTier = defaultdict(_none)
        self.rules: ByTier = defaultdict(_none)
        self.primaries: Counter[str] = Counter()
        self.stood: Counter[tuple[str, str]] = Counter()
        self.changes = Changes(against, pack, examples) if against else None
        self._examples = examples
        self._likeness = Likeness(pack)
        self._fairness = Fairness()

    def add(self, finding: Finding) -> None:
        """Decides on one finding and counts it; its category is one of the pack's."""
        decision = decide(finding.facts, self.pack)
        level = decision.tier.level
        self.count += 1
        self.provisional += decision.provisional
        self.categories[str(finding.facts["category"])][level] += 1
        self.streets[self._street(finding.street)][level] += 1
        for code in decision.reasons:
            self.rules[code][level] += 1
        self.primaries[decision.primary] += 1
        if finding.tier is not None:
            self.stood[finding.tier.value, decision.tier.value] += 1
            if finding.street:
                key = self._likeness.key(finding.facts, finding.street, decision)
                self._fairness.add(key, finding.tier, finding.line)
        if self.changes is not None:
            self.changes.compare(finding, decision)

    @property
    def tiers(self) -> list[int]:
        """How many findings are at none, service, management and enforcement."""
        return [sum(column) for column in zip(*self.categories.values(), strict=True)] or _none()

    def fairness(self) -> Unfairness:
        """Whether findings that are alike on one street were given one tier."""
        return self._fairness.found(self._examples)

    def _street(self, name: str) -> str:
        return name if name in self.streets or len(self.streets) < MAX_STREETS else OTHER_STREETS


def _none() -> list[int]:
    return [0, 0, 0, 0]
