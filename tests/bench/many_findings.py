"""A file of findings for a backtest, as a city would keep them: nothing is alike on purpose, and the same ones come for the same seed."""

import gzip
import json
import random
import sys
from pathlib import Path

from inspector_app.domain.policy import engine
from inspector_app.domain.policy.tier import TIERS
from tests import policies
from tests.bench.city import ROADS, SEED
from tests.property.fact_space import Chance

EDITION = 1  # raise it when the findings become others: kept ones are then made anew
OVERRIDDEN = 0.06
"""So many of the tiers that stood are not the pack's."""


def write(file: Path, count: int, *, seed: int = SEED) -> Path:
    """`count` lines, gzip by ending; the tier that stood is mostly what 721-v1 says."""
    chance, facts, pack = random.Random(seed), Chance(policies.catalogue(), seed), policies.shipped()
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "wt", encoding="utf-8") as lines:
        for number in range(count):
            found = facts.facts()
            found["observed_at"] = (
                f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}T{chance.randrange(24):02}:{chance.randrange(60):02}"
            )
            decided = engine.decide(found, pack).tier
            stood = chance.choice(TIERS) if chance.random() < OVERRIDDEN else decided
            line = {"id": f"F{number:08}", "street": chance.choice(ROADS), "tier": stood.value, "facts": found}
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")
    return file


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
