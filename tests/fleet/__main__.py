"""`python3 start.py fleet`: a whole fleet of laptops ends its shift at once, and everything is proved to have arrived."""

import argparse
import os
import platform
import resource
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from tests import postgres
from tests.bench.ground import ROOT, say
from tests.fleet import evening, figures
from tests.fleet.servers import Servers
from tests.fleet.shift import Load
from tests.fleet.storm import Storm, Weathered, weather

USUAL = Load()


def main(words: Sequence[str]) -> int:
    """The exit code: 0 when everything was held, 1 when not, or when there is no PostgreSQL and it was asked for."""
    options = arguments(words)
    load = Load(options.findings, options.photos, options.photo_kb * 1000)
    storm = Storm(options.laptops, options.minutes, load, options.seed, options.squads)
    scratch = ROOT / "build" / "fleet"
    scratch.mkdir(parents=True, exist_ok=True)
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(dir=scratch) as folder, ExitStack() as stack:  # /tmp may be no real disk
        url, processes = "", 1
        if options.postgresql:
            programs = postgres.find_programs()
            if programs is None:
                say("No PostgreSQL is installed here.")
                return 1
            url, processes = stack.enter_context(postgres.running_cluster(programs)).make_database("fleet"), 2
        weathered = weather(storm, Servers(Path(folder), url, processes), say)
    return told(weathered, f"{'PostgreSQL' if url else 'SQLite'}, {processes} processes of the centre", busy)


def told(weathered: Weathered, where: str, busy: float) -> int:
    """Prints everything; the last line is the verdict that a machine can read."""
    storm, load, verdict = weathered.storm, weathered.storm.load, weathered.verdict
    print(
        f"{storm.laptops} laptops within {storm.minutes:g} minutes (seed {storm.seed}), each with {load.findings} findings"
    )
    print(f"and {load.photos} photos of {load.photo_bytes / 1000:g} KB; {where}")
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores {platform.machine()}, load {busy:.1f} before\n"
    )
    for line in (*figures.lines(weathered), *(f"NOT HELD: {breach}" for breach in verdict.breaches)):
        print(line)
    print(verdict, flush=True)
    return 1 if verdict.breaches else 0


def arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="start.py fleet", description=__doc__)
    for name, kind, usual, text in (
        ("laptops", int, 200, "how many"),
        ("minutes", float, 1.0, "within which they come home, most of them early"),
        ("findings", int, USUAL.findings, "of each laptop"),
        ("photos", int, USUAL.photos, "of each laptop"),
        ("photo-kb", int, USUAL.photo_bytes // 1000, "KB of each photo"),
        ("seed", int, evening.SEED, "the same gives the same storm again"),
        ("squads", int, 3, "processes that the laptops share"),
    ):
        parser.add_argument(f"--{name}", type=kind, default=usual, metavar="N", help=f"{text} ({usual})")
    parser.add_argument(
        "--postgresql", action="store_true", help="two processes on a PostgreSQL of our own; else SQLite"
    )
    return parser.parse_args(words)


def _allow_many_files() -> None:
    """A connection is an open file: raised to what the system allows, for the processes with laptops too."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no process of ours stays behind
    _allow_many_files()
    sys.exit(main(sys.argv[1:]))
