"""`start.py bench`: one table of figures, each beside its limit measured in the same run."""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import (
    backtesting,
    deciding,
    guiding,
    ingest,
    listing,
    locating,
    mapping,
    receiving,
    recording,
    starting,
    syncing,
)
from tests.bench.ground import ROOT, Ground, say
from tests.bench.table import Figure, markdown

MEASURED: dict[str, Callable[[Ground], Iterator[Figure]]] = {
    "start": starting.figures,
    "record": recording.figures,
    "list": listing.figures,
    "sync": syncing.figures,
    "ingest": ingest.figures,
    "decide": deciding.figures,
    "guide": guiding.figures,
    "map": mapping.figures,
    "locate": locating.figures,
    "receive": receiving.figures,
    "backtest": backtesting.figures,
}


def main(words: Sequence[str]) -> int:
    """Prints the table; a figure that cannot be measured is an error, one that is missing its limit is not."""
    parser = argparse.ArgumentParser(prog="start.py bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=list(MEASURED), default=list(MEASURED), metavar="NAME")
    parser.add_argument("--runs", type=int, default=3, help="how often each is measured (3)")
    parser.add_argument("--freeze", action="store_true", help="freeze the program first, and measure that")
    parser.add_argument("--million", action="store_true", help="backtest a million findings; takes some minutes")
    told = parser.parse_args(words)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    scratch = ROOT / "build" / "bench"
    scratch.mkdir(parents=True, exist_ok=True)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(dir=scratch) as folder:  # beside the project: /tmp may be no real disk
        ground = Ground(
            runs=max(1, told.runs), folder=Path(folder), kept=scratch, freeze=told.freeze, million=told.million
        )
        for name in told.only:
            say(f"Measuring: {name} …")
            figures += MEASURED[name](ground)
    print(markdown(figures))
    print(f"\n{datetime.now(UTC):%Y-%m-%d}, {_machine()}; medians of {ground.runs} runs or more, taken in turns.")
    return 0


def _machine() -> str:
    return f"{os.cpu_count()} cores {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
