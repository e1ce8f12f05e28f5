"""`python -m tests.fuzz`: throws changed messages, parcels, receipts and files at their decoders, and says which broke the law."""

import argparse
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from tests.fuzz import places, running
from tests.fuzz.law import ROOT, Outcome, judged
from tests.fuzz.running import Crash, Tally

KEPT = ROOT / "build" / "fuzz"


def main() -> int:
    """The exit code: 0 when no input broke the law, else 1."""
    running.quieten()
    options = arguments()
    if options.database_url:
        os.environ[places.DATABASE_URL] = options.database_url
    if options.replay is not None:
        return replay(options.target[0], options.replay.read_bytes())
    if options.case is not None:
        target, content = running.case(options.seed, options.case, options.target)
        print(repr(content) if len(content) < 4000 else f"{content[:4000]!r} … {len(content)} bytes")
        return replay(target.name, content)
    return many(options)


def many(options: argparse.Namespace) -> int:
    """Runs all of them, prints what they led to, and keeps those that broke the law."""
    numbers = range(options.first, options.first + options.n)
    tally, began, said = Tally(), time.monotonic(), time.monotonic()
    for one in running.spread(options.seed, numbers, options.target, options.workers, print):
        tally += one
        keep(options, one.crashes)
        if time.monotonic() - said > options.every:
            said = time.monotonic()
            print(f"{tally.inputs} of {options.n}, {rate(tally, began)}, {len(tally.crashes)} crashes", flush=True)
    print("\n".join(table(tally)))
    print(
        f"seed {options.seed}, inputs {numbers.start} to {numbers.stop - 1}, {time.monotonic() - began:.0f} s, {rate(tally, began)}"
    )
    print(f"{tally.inputs} inputs, {len(tally.crashes)} crashes, {tally.memory_mb} MB at most")
    return 1 if tally.crashes else 0


def rate(tally: Tally, began: float) -> str:
    return f"{tally.inputs / max(0.001, time.monotonic() - began):.0f}/s"


def keep(options: argparse.Namespace, crashes: Iterable[Crash]) -> None:
    """Writes each input that broke the law, and says how to see it again."""
    only = [word for name in options.target for word in ("--target", name)]
    for crash in crashes:
        KEPT.mkdir(parents=True, exist_ok=True)
        file = KEPT / f"{crash.target}-{options.seed}-{crash.number}"
        file.write_bytes(crash.content)
        words = ["python -m tests.fuzz", f"--seed {options.seed}", f"--case {crash.number}", *only]
        print(f"{crash.target}: {crash.why}\n    again:   {' '.join(words)}", flush=True)
        print(
            f"    smaller: python -m tests.fuzz --target {crash.target} --replay {file.relative_to(ROOT)}", flush=True
        )


def table(tally: Tally) -> Iterable[str]:
    """How many inputs of each target were accepted and refused: a target that accepts none was not reached."""
    yield f"{'target':12}" + "".join(f"{outcome.value:>12}" for outcome in Outcome)
    for name in sorted({name for name, _ in tally.outcomes}):
        yield f"{name:12}" + "".join(f"{tally.outcomes[name, outcome]:12}" for outcome in Outcome)


def replay(name: str, content: bytes) -> int:
    """Judges one input again; with a debugger or a trace at hand."""
    outcome, why = judged(running.targets()[name], content)
    print(f"{name}: {outcome.value} {why}".rstrip())
    return 1 if outcome is Outcome.CRASHED else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__, allow_abbrev=False)
    parser.add_argument("--n", type=int, default=20_000, help="inputs (20 000)")
    parser.add_argument("--seed", type=int, default=721)
    parser.add_argument("--first", type=int, default=0, help="the number of the first one, to go on with a seed")
    parser.add_argument(
        "--target",
        action="append",
        default=[],
        choices=sorted(running.targets()),
        help="only this one; may be repeated",
    )
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, help="processes (as many as there are cores)"
    )
    parser.add_argument(
        "--database-url", metavar="URL", help="an empty PostgreSQL database for `stored`; wants one worker"
    )
    parser.add_argument("--every", type=float, default=10.0, help="seconds between two lines of progress")
    parser.add_argument("--case", type=int, help="judge the input of this number alone")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="judge what stands in a file; wants one --target")
    options = parser.parse_args()
    if options.replay is not None and len(options.target) != 1:
        parser.error("--replay wants one --target")
    return options


if __name__ == "__main__":
    sys.exit(main())
