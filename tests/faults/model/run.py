"""Plays many seeds in processes of their own, and gathers what they found: `python3 start.py faults --model`."""

import argparse
import gc
import json
import logging
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NoReturn

from tests.faults.laptops import pass_on
from tests.faults.proof import Verdict

MEMORY = Path("/dev/shm")  # a disk that need not turn


@dataclass(frozen=True, slots=True)
class Played:
    """One seed: what went wrong once in it, the digest of its trace, how often a machine stopped, and the verdict."""

    seed: int
    mishap: str
    trace: str
    stops: int
    verdict: Verdict = field(default_factory=Verdict)

    @property
    def again(self) -> str:
        return f"--model --seed {self.seed} --n 1 --verbose"


def played(first: int, count: int, *, workers: int = 2, verbose: bool = False) -> Iterator[Played]:
    """Plays seeds `first` to `first + count - 1`, each worker its share, as they end."""
    shares = [(first + n, count // workers + (n < count % workers)) for n in range(min(workers, count))]
    running = [_worker(begin, share, step=len(shares), verbose=verbose) for begin, share in shares]
    said: queue.Queue[str | None] = queue.Queue()
    for process in running:
        threading.Thread(target=pass_on, args=(process, said), daemon=True).start()
    try:
        yield from _heard(said, len(running), verbose)
        if any(process.wait() for process in running):
            raise RuntimeError("a worker broke")
    finally:
        for process in running:
            process.terminate()  # who stopped listening early wants no more
            process.wait()


def _heard(said: "queue.Queue[str | None]", speakers: int, verbose: bool) -> Iterator[Played]:
    while speakers:
        line = said.get()
        if line is None:
            speakers -= 1
        elif line.startswith("{"):
            yield read(line)
        elif verbose:
            print(f"    {line}", end="", flush=True)


def _worker(first: int, count: int, *, step: int, verbose: bool) -> "subprocess.Popen[str]":
    words = [first, count, "--step", step, *(["--verbose"] if verbose else [])]
    command = [sys.executable, "-m", "tests.faults.model.run", *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment())


def environment() -> dict[str, str]:
    """The order of a set of texts is drawn when Python starts: with that fixed too, a seed is the same everywhere."""
    return os.environ | {"PYTHONHASHSEED": "0", "QT_QPA_PLATFORM": "offscreen"}


def read(line: str) -> Played:
    """What a worker printed of a seed."""
    said = json.loads(line)
    return Played(**said | {"verdict": Verdict(**said["verdict"])})


def main(words: Sequence[str] | None = None) -> int:
    """A worker: prints each seed's outcome as a line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("first", type=int)
    parser.add_argument("count", type=int)
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args(words)
    logging.disable(logging.CRITICAL)
    top = Path(tempfile.mkdtemp(prefix="inspector-model-", dir=MEMORY if MEMORY.is_dir() else None))
    signal.signal(signal.SIGTERM, lambda *_: _leave(top))
    try:
        _play_all(
            range(options.first, options.first + options.count * options.step, options.step), top, options.verbose
        )
    finally:
        shutil.rmtree(top)
    return 0


def _leave(top: Path) -> NoReturn:
    """At once, amid whatever: an exception would come up in a finalizer as well, and be lost there."""
    shutil.rmtree(top, ignore_errors=True)
    os._exit(1)


def _play_all(seeds: range, top: Path, verbose: bool) -> None:
    from tests.faults.model.models import make_models

    make_models(top / "models")
    gc.freeze()  # what was imported lives as long as the process
    gc.disable()  # it would close connections at moments that no seed decides
    for seed in seeds:
        print(json.dumps(asdict(play(seed, top, verbose=verbose))), flush=True)
        gc.collect()
        gc.freeze()  # what is left now stays: the next seed need not pass by it


def play(seed: int, top: Path, *, verbose: bool = False) -> Played:
    """One seed in `top`, which holds `models`; what nobody foresaw is a breach too."""
    from tests.faults.model.fate import Fate
    from tests.faults.model.healing import heal
    from tests.faults.model.judge import judged
    from tests.faults.model.models import cleared
    from tests.faults.model.trace import Trace
    from tests.faults.model.world import World

    trace = Trace(print if verbose else None)
    world = World(seed, cleared(top / "run"), top / "models", trace.tell)
    try:
        with world.running():
            world.play(Fate(world).strike)
            heal(world)
            verdict = judged(world)
    except Exception as trouble:  # noqa: BLE001 - whatever it is, the other seeds are played
        if verbose:
            traceback.print_exc(file=sys.stdout)
        verdict = Verdict(wrong=[f"{type(trouble).__name__}: {trouble}"])
    return Played(seed, world.plan.mishap.value, trace.digest(), world.stops, verdict)


if __name__ == "__main__":
    sys.exit(main())
