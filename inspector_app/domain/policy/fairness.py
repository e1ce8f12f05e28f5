"""Were equals treated alike? Same facts, same street, another chosen tier; in 16 bytes a finding, however many there are."""

import heapq
from array import array
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from inspector_app.domain.policy.engine import Decision
from inspector_app.domain.policy.pack import Pack
from inspector_app.domain.policy.tier import TIERS, Tier

_PARTS = 256  # so that only a part of all findings is sorted at once


class Unequal(NamedTuple):
    """Findings that are alike and whose chosen tiers are not: for each tier how many, and the line of the first."""

    first_line: int
    tiers: tuple[tuple[Tier, int, int], ...]


class Unfairness(NamedTuple):
    """`compared` findings had a street and a chosen tier; `findings` of them are in `groups` of unequals; the first `examples`."""

    compared: int
    groups: int
    findings: int
    examples: tuple[Unequal, ...]


class Likeness:
    """When two findings are alike: every fact that the pack reads is, and so is what the pack says.

    The time of day counts only by what the rules make of it, a text (a plate) only by whether there is one.
    """

    def __init__(self, pack: Pack) -> None:
        facts = pack.scope.facts.values()
        compared = [fact.slot for fact in facts if fact.kind not in ("time", "text")]
        self._programs = pack.programs
        self._compared = itemgetter(*compared, compared[0])  # two at least, so that it gives a tuple
        self._texts = [fact.slot for fact in facts if fact.kind == "text"]

    def key(self, facts: Mapping[str, object], street: str, decision: Decision) -> int:
        """A number of 64 bits, the same for findings that are alike; two others share one once in many billion."""
        category = str(facts["category"])
        state = self._programs[category].intake.state(facts)
        texts = tuple(state.facts[slot] is None for slot in self._texts)
        alike = (category, street, self._compared(state.facts), texts, frozenset(state.nulls), decision.reasons)
        return hash(alike) & 0xFFFF_FFFF_FFFF_FFFF


class Fairness:
    """Takes one finding after the other and compares them at the end."""

    def __init__(self) -> None:
        self._keys = [array("Q") for _ in range(_PARTS)]
        self._notes = [array("Q") for _ in range(_PARTS)]

    def add(self, key: int, tier: Tier, line: int) -> None:
        """A finding with its likeness and the tier that stood."""
        part = key % _PARTS
        self._keys[part].append(key)
        self._notes[part].append(line << 2 | tier.level)

    def found(self, most: int) -> Unfairness:
        """The unequal groups, and the first `most` of them in the order of their lines."""
        groups = findings = 0
        examples: list[tuple[int, Unequal]] = []
        for unequal in self._unequal():
            groups += 1
            findings += sum(count for _, count, _ in unequal.tiers)
            heapq.heappush(examples, (-unequal.first_line, unequal))
            if len(examples) > most:
                heapq.heappop(examples)
        kept = sorted((unequal for _, unequal in examples), key=lambda unequal: unequal.first_line)
        return Unfairness(sum(map(len, self._keys)), groups, findings, tuple(kept))

    def _unequal(self) -> Iterator[Unequal]:
        for keys, notes in zip(self._keys, self._notes, strict=True):
            for _, group in groupby(sorted(zip(keys, notes, strict=True)), key=itemgetter(0)):
                alike = [note for _, note in group]
                if len({note & 3 for note in alike}) > 1:
                    yield _compared(alike)


def _compared(alike: list[int]) -> Unequal:
    tiers = []
    for tier in TIERS:
        lines = [note >> 2 for note in alike if note & 3 == tier.level]
        if lines:
            tiers.append((tier, len(lines), min(lines)))
    return Unequal(min(line for _, _, line in tiers), tuple(tiers))
