"""How long one decision takes; it has no limit beside it, it is far below what a person can see."""

import statistics
import time
from collections.abc import Iterator

from inspector_app.domain.policy import engine
from tests import policies
from tests.bench.ground import Ground
from tests.bench.table import Figure


def figures(ground: Ground) -> Iterator[Figure]:
    pack, cases = policies.shipped(), policies.cases()
    times = []
    for _ in range(ground.runs * 4):
        for case in cases:
            begun = time.perf_counter_ns()
            engine.decide(case["input"], pack)
            times.append((time.perf_counter_ns() - begun) / 1000)
    yield Figure("one 721 decision", statistics.median(times), "µs", note=f"median over the {len(cases)} worked cases")
