"""How long one decision and its explanation take, beside another engine that runs the same rules for stalls."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from inspector_app.config import PACK
from inspector_app.domain.policy import engine, explain
from tests import policies
from tests.bench import zen_stalls
from tests.bench.ground import Ground
from tests.bench.table import Figure, medians

COMPARED = 3_000
"""So many stalls the two engines must decide alike before they are timed."""


def figures(ground: Ground) -> Iterator[Figure]:
    pack, catalogue = policies.shipped(PACK), policies.catalogue()
    cases = [case["input"] for case in policies.cases(PACK)]
    turns = ground.runs * 4

    def decide(facts: Any) -> object:
        return engine.decide(facts, pack)

    def told(facts: Any) -> object:
        return explain.explanation(facts, pack, catalogue, "zh")

    note = f"{PACK}, median over its {len(cases)} worked cases"
    yield Figure("one 721 decision", statistics.median(_times(decide, cases * turns)), "µs", note=note)
    explained = _times(told, cases * turns)
    slow = statistics.quantiles(explained, n=100)[98] / 1000
    yield Figure(
        "an explanation with every counterfactual", statistics.median(explained) / 1000, "ms",
        note=f"{note}; 99 of 100 within {slow:.1f} ms",
    )  # fmt: skip
    yield _beside_zen(ground)


def _beside_zen(ground: Ground) -> Figure:
    """Under version 1, which the model for zen-engine writes down."""
    facts = zen_stalls.stalls(COMPARED)
    if differing := zen_stalls.differing(facts):
        raise RuntimeError(f"the comparison is void, the engines differ on {len(differing)} facts: {differing[0]}")
    asked, model = [zen_stalls.asked(one) for one in facts], zen_stalls.ZenStalls()
    pack = policies.shipped("721-v1")

    def first_version(one: Any) -> object:
        return engine.decide(one, pack)

    ours, theirs = medians(
        ground.runs,
        lambda: statistics.median(_times(first_version, facts)),
        lambda: statistics.median(_times(model.decide, asked)),
    )
    note = f"tier and primary agree on all {COMPARED} facts of the whole fact space"
    return Figure("one decision on a stall", ours, "µs", "zen-engine, the same rules", theirs, note=note)


def _times(deed: Callable[[Any], object], facts: Sequence[Any]) -> list[float]:
    times = []
    for one in facts:
        begun = time.perf_counter_ns()
        deed(one)
        times.append((time.perf_counter_ns() - begun) / 1000)
    return times
