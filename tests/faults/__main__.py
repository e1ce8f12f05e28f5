"""`python3 start.py faults`: harms real processes, disks, clocks and lines again and again, and proves that nothing was lost."""

import argparse
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from inspector_app.demo.centre import CentreFailed
from tests.faults import disks, releases, results
from tests.faults.databases import new_database
from tests.faults.laptops import OfficerFailed
from tests.faults.model import run
from tests.faults.proof import Verdict
from tests.faults.rounds import World, any_seed
from tests.faults.schedule import Schedule
from tests.faults.stories import STORIES, schedule, story_of


def main() -> int:
    """The exit code: 0 when every promise was kept, else 1."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no process of ours stays behind
    options = arguments()
    chosen = seeds(options)
    if options.model:
        return model(chosen, options)
    disks.again_as_root_of_a_namespace()
    return processes(chosen, options)


def model(chosen: range, options: argparse.Namespace) -> int:
    """The deterministic layer: everything in one thread, over simulated disks, clocks and line."""
    verdict, schedules, stops, began = Verdict(), 0, 0, time.monotonic()
    try:
        for one in run.played(chosen[0], len(chosen), workers=options.workers, verbose=options.verbose):
            verdict, schedules, stops = verdict + one.verdict, schedules + 1, stops + one.stops
            if one.verdict.breaches or options.verbose:
                print(f"{one.mishap}, trace {one.trace}; again with {one.again}", flush=True)
            _print(f"    {breach}" for breach in one.verdict.breaches[:20])
    finally:  # a long run that is cut short has found what it has found
        print(f"seeds from {chosen[0]}, {stops} stops, {time.monotonic() - began:.0f} s")
        outcome = concluded(verdict, schedules)
    return outcome


def processes(chosen: range, options: argparse.Namespace) -> int:
    """Real processes: a schedule for each seed."""
    verdict, began, played = Verdict(), time.monotonic(), list[int]()
    try:
        for seed in chosen:
            one = schedule(options.story or story_of(seed), seed, options.faults)
            if reason := _cannot(one):
                print(f"{one.story} of seed {seed} is left out: {reason}", flush=True)
                continue
            verdict += play(one, options)
            played.append(seed)
    finally:
        if options.results is not None and played:
            results.append(options.results, played, options.story or "in turn", verdict, time.monotonic() - began)
        outcome = concluded(verdict, len(played))
    return outcome


def _cannot(one: Schedule) -> str:
    """Why this machine cannot play the schedule; empty when it can."""
    if one.disk and not disks.allowed():
        return "it needs a small disk of its own, and nobody here may mount one"
    if one.old and releases.last_release() is None:
        return f"it needs the last release, and {releases.LAST} is not in this history"
    return ""


def concluded(verdict: Verdict, schedules: int) -> int:
    counts = f"{len(verdict.lost)} lost, {len(verdict.duplicated)} duplicated, {len(verdict.false)} false receipts"
    print(f"{schedules} schedules, {counts}", flush=True)
    return 1 if verdict.breaches else 0


def play(one: Schedule, options: argparse.Namespace) -> Verdict:
    """Plays one schedule in a folder of its own, which stays when a promise was broken."""
    again = f"--story {one.story} --seed {one.seed} --n 1" + (f" --faults {options.faults}" if options.faults else "")
    print(f"{one}, {one.faults} faults; again with {again}", flush=True)
    folder, began = Path(tempfile.mkdtemp(prefix="inspector-faults-")), time.monotonic()
    try:
        with new_database(options.database_url) as database_url:
            verdict = World(folder, one, database_url, _told(options)).play()
    except (OfficerFailed, CentreFailed) as trouble:
        verdict = Verdict(wrong=[str(trouble)])
    state = f"BROKEN, see {folder}" if verdict.breaches else "kept"
    print(f"  {state}, {time.monotonic() - began:.1f} s", flush=True)
    _print(f"    {breach}" for breach in verdict.breaches[:20])
    if not verdict.breaches and not options.keep:
        shutil.rmtree(folder)
    return verdict


def _told(options: argparse.Namespace) -> Callable[[str], None]:
    return (lambda text: _print([f"    {text}"])) if options.verbose else (lambda _: None)


def _print(texts: Iterable[str]) -> None:
    for text in texts:
        print(text, flush=True)


def seeds(options: argparse.Namespace) -> range:
    if options.seeds:
        return range(options.seeds[0], options.seeds[1] + 1)
    first = any_seed() if options.seed is None else options.seed
    return range(first, first + (options.n or (500 if options.model else 20)))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="start.py faults", description=__doc__)
    parser.add_argument("--n", type=int, help="how many schedules, each with a seed of its own (20; of the model 500)")
    parser.add_argument("--seed", type=int, help="of the first; the same gives the same again, else one is drawn")
    parser.add_argument("--seeds", type=_slice, metavar="A-B", help="instead: these, and their results are kept")
    parser.add_argument("--story", choices=sorted(STORIES), help="one story; else they take turns")
    parser.add_argument("--faults", type=int, default=0, help="how many in each schedule; else its seed says so")
    parser.add_argument("--database-url", default="", help="postgresql://… where databases may be made; else SQLite")
    parser.add_argument("--results", type=Path, help="where a line about the run is appended")
    parser.add_argument(
        "--model", action="store_true", help="no processes: simulated disks, clocks and line, one thread"
    )
    parser.add_argument("--workers", type=int, default=2, help="how many processes play the model (2)")
    parser.add_argument("--keep", action="store_true", help="keep the folders")
    parser.add_argument("--verbose", action="store_true", help="print each step")
    options = parser.parse_args()
    if options.seeds and options.results is None:
        options.results = results.FILE
    return options


def _slice(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    if int(last) < int(first):
        raise ValueError(text)
    return int(first), int(last)


if __name__ == "__main__":
    sys.exit(main())
