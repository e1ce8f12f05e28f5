"""What was played by hand, a row for each run: `results.csv` beside this file."""

import csv
import os
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.faults.proof import Verdict

FILE = Path(__file__).with_name("results.csv")
COLUMNS = (
    "date", "commit", "seeds", "story", "schedules", "lost", "duplicated", "false_receipts", "other", "seconds", "cores",
)  # fmt: skip


def append(file: Path, seeds: Sequence[int], story: str, verdict: Verdict, seconds: float) -> None:
    """Adds a row, and the names of the columns to a new file."""
    is_new = not file.exists()
    with file.open("a", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        if is_new:
            writer.writerow(COLUMNS)
        counts = map(len, (verdict.lost, verdict.duplicated, verdict.false, verdict.wrong))
        slice_ = f"{seeds[0]}-{seeds[-1]}"
        when = f"{datetime.now(UTC):%Y-%m-%d}"
        writer.writerow([when, commit(), slice_, story, len(seeds), *counts, round(seconds), os.cpu_count()])


def commit() -> str:
    """The commit that is checked out, and whether files differ from it; `-` without a history."""
    said = ["git", "-C", str(FILE.parent), "describe", "--always", "--dirty", "--abbrev=7", "--exclude=*"]
    done = subprocess.run(said, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "-"
