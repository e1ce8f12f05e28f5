"""One storm, from the laptops' first day to the proof: everything is ready before the clock starts."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msgspec

from tests.bench.ground import ROOT
from tests.faults import books
from tests.fleet import evening, proof
from tests.fleet.laptop import Call
from tests.fleet.proof import Proof
from tests.fleet.servers import Servers, Spent, pinned
from tests.fleet.shift import Load
from tests.fleet.squad import Homecoming, Member, Plan, Told
from tests.fleet.verdict import Verdict, percentile

LONGEST_LATE_S = 600.0  # after the last home-coming; who has no receipt by then counts as missing


@dataclass(frozen=True, slots=True)
class Storm:
    """So many laptops within so many minutes, in `squads` processes; the same storm for the same seed."""

    laptops: int
    minutes: float
    load: Load
    seed: int = evening.SEED
    squads: int = 3


@dataclass(frozen=True, slots=True)
class Weathered:
    """What a storm was."""

    storm: Storm
    homecomings: tuple[Homecoming, ...]
    told: tuple[Told, ...]
    spent: Spent
    proof: Proof

    @property
    def calls(self) -> list[Call]:
        return [call for told in self.told for call in told.calls]

    @property
    def verdict(self) -> Verdict:
        calls = self.calls
        # A refusal is quick, and many of them would make the rest look better than it is: both count.
        everything, taken = ([c.took_s for c in calls], [c.took_s for c in calls if not c.trouble])
        return Verdict(
            laptops=self.storm.laptops, errors=sum(len(one.errors) for one in self.homecomings),
            cut=sum(call.trouble.startswith("unreachable") for call in calls), missing=len(self.proof.missing),
            wrong=len(self.proof.wrong), p99_s=max(percentile(everything, 99), percentile(taken, 99)),
            memory_mb=self.spent.largest_mb,
        )  # fmt: skip


def weather(storm: Storm, servers: Servers, say: Callable[[str], None]) -> Weathered:
    """Plays the storm against servers that do not run yet; they are stopped before the proof."""
    with servers.running():
        say(f"{storm.laptops} laptops fill their journals and join the centre …")
        codes = servers.codes(storm.laptops)
        with ExitStack() as stack:
            squads = [
                stack.enter_context(_started(servers.folder / f"squad-{n}", plan))
                for n, plan in enumerate(_plans(storm, servers.urls, codes))
            ]
            for squad in squads:
                _hear(squad.stdout)
            say(f"They come home within {storm.minutes:g} minutes …")
            with servers.watched() as spent:
                told = _stormed(servers.folder, squads)
    say("Everything is proved from the centre's disk …")
    homecomings = tuple(one for some in told for one in some.homecomings)
    ask, photos = books.asking(servers.folder, servers.database_url), servers.folder / "photos"
    proved = proof.prove(homecomings, pinned(codes[0]), storm.load, ask, photos)
    return Weathered(storm, homecomings, told, spent, proved)


def _plans(storm: Storm, urls: Sequence[str], codes: Sequence[str]) -> list[Plan]:
    """Every squad gets early and late laptops, and laptops of every server; one laptop stays with its server."""
    homes = evening.homecomings(storm.laptops, storm.minutes, storm.seed)
    members = [Member(n, urls[n // storm.squads % len(urls)], codes[n], home_s) for n, home_s in enumerate(homes)]
    longest_s = storm.minutes * 60 + LONGEST_LATE_S
    shares = (tuple(members[n :: storm.squads]) for n in range(storm.squads))
    return [Plan(share, storm.load, storm.seed, longest_s) for share in shares if share]


def _started(place: Path, plan: Plan) -> subprocess.Popen[str]:
    place.with_suffix(".plan").write_bytes(msgspec.msgpack.encode(plan))
    command = [sys.executable, "-m", "tests.fleet.squad", *(str(place.with_suffix(end)) for end in (".plan", ".told"))]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _stormed(folder: Path, squads: Sequence[subprocess.Popen[str]]) -> tuple[Told, ...]:
    for squad in squads:
        assert squad.stdin is not None
        squad.stdin.write("go\n")
        squad.stdin.flush()
    for squad in squads:
        if squad.wait():
            raise RuntimeError("a process with laptops broke; its words stand above")
    files = (folder / f"squad-{n}.told" for n in range(len(squads)))
    return tuple(msgspec.msgpack.decode(file.read_bytes(), type=Told) for file in files)


def _hear(output: IO[str] | None) -> None:
    assert output is not None
    if not output.readline():
        raise RuntimeError("a process with laptops broke before it was ready; its words stand above")
