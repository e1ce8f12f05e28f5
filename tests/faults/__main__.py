"""`python3 start.py faults`: kills real processes again and again, and proves that nothing was lost."""

import argparse
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from inspector_app.demo.centre import CentreFailed
from tests.faults.databases import new_database
from tests.faults.laptops import OfficerFailed
from tests.faults.model import run
from tests.faults.proof import Verdict
from tests.faults.rounds import World, any_seed
from tests.faults.schedule import STORIES, Schedule, schedule, series


def main() -> int:
    """The exit code: 0 when every promise was kept, else 1."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no process of ours stays behind
    options = arguments()
    seed = any_seed() if options.seed is None else options.seed
    return model(seed, options) if options.model else processes(seed, options)


def model(seed: int, options: argparse.Namespace) -> int:
    """The deterministic layer: everything in one thread, over simulated disks, clocks and line."""
    verdict, schedules, stops, began = Verdict(), 0, 0, time.monotonic()
    try:
        for one in run.played(seed, options.n, workers=options.workers, verbose=options.verbose):
            verdict, schedules, stops = verdict + one.verdict, schedules + 1, stops + one.stops
            if one.verdict.breaches or options.verbose:
                print(f"{one.mishap}, trace {one.trace}; again with {one.again}", flush=True)
            for breach in one.verdict.breaches[:20]:
                print(f"    {breach}")
    finally:  # a long run that is cut short has found what it has found
        print(f"seeds from {seed}, {stops} stops, {time.monotonic() - began:.0f} s")
        outcome = concluded(verdict, schedules)
    return outcome


def concluded(verdict: Verdict, schedules: int) -> int:
    counts = f"{len(verdict.lost)} lost, {len(verdict.duplicated)} duplicated, {len(verdict.false)} false receipts"
    print(f"{schedules} schedules, {counts}", flush=True)
    return 1 if verdict.breaches else 0


def processes(seed: int, options: argparse.Namespace) -> int:
    """Real processes that are killed."""
    chosen = [schedule(options.story, seed, options.rounds)] if options.story else series(seed, options.rounds)
    verdict, played = Verdict(), 0
    for one in chosen:
        found = play(one, options)
        verdict, played = verdict + found, played + one.kills
        for breach in found.breaches[:20]:
            print(f"    {breach}")
    return concluded(verdict, played)


def play(one: Schedule, options: argparse.Namespace) -> Verdict:
    """Plays one schedule in a folder of its own, which stays when a promise was broken."""
    again = f"--story {one.story} --seed {one.seed} --rounds {one.kills}"
    print(f"{one.story}, {one.kills} kills; again with {again}", flush=True)
    folder, began = Path(tempfile.mkdtemp(prefix="inspector-faults-")), time.monotonic()
    try:
        with new_database(options.database_url) as database_url:
            verdict = World(folder, one, database_url, _told(options)).play()
    except (OfficerFailed, CentreFailed) as trouble:
        verdict = Verdict(wrong=[str(trouble)])
    state = f"BROKEN, see {folder}" if verdict.breaches else "kept"
    print(f"  {state}, {time.monotonic() - began:.1f} s", flush=True)
    if not verdict.breaches and not options.keep:
        shutil.rmtree(folder)
    return verdict


def _told(options: argparse.Namespace) -> Callable[[str], None]:
    return (lambda text: print(f"    {text}", flush=True)) if options.verbose else (lambda _: None)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="start.py faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="how many kills (20)")
    parser.add_argument("--seed", type=int, help="the same seed gives the same schedule; else one is drawn and printed")
    parser.add_argument("--story", choices=sorted(STORIES), help="one story; else plain ones and all others in turn")
    parser.add_argument("--database-url", default="", help="postgresql://… where databases may be made; else SQLite")
    parser.add_argument(
        "--model", action="store_true", help="no processes: simulated disks, clocks and line, one thread"
    )
    parser.add_argument("--n", type=int, default=500, help="how many seeds of the model (500)")
    parser.add_argument("--workers", type=int, default=2, help="how many processes play them (2)")
    parser.add_argument("--keep", action="store_true", help="keep the folders")
    parser.add_argument("--verbose", action="store_true", help="print each step")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
