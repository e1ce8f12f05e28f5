"""How long a backtest takes for one finding and how much memory it holds: the real command on a generated file."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench import many_findings
from tests.bench.ground import ROOT, Ground, say
from tests.bench.memory import Peak
from tests.bench.table import Figure, median

SOME, ALL = 20_000, 1_000_000


def figures(ground: Ground) -> Iterator[Figure]:
    """SOME findings, three times; with `--million` ALL of them, once."""
    count, runs = (ALL, 1) if ground.million else (SOME, ground.runs)
    file = _findings(ground.kept, count)
    alone = [_seconds(file, count) for _ in range(runs)]
    against = [_seconds(file, count, "--against", "721-v1") for _ in range(runs)]
    many = f"{count:,}".replace(",", " ")
    note = f"CPU time of `inspector policy backtest` on {many} findings, start included"
    yield Figure("backtest, one finding", median(s for s, _ in alone) / count * 1e6, "µs", note=note)
    yield Figure(
        "backtest against another pack, one finding", median(s for s, _ in against) / count * 1e6, "µs", note=note
    )
    yield Figure(
        "backtest, memory at its largest",
        max(mb for _, mb in alone + against),
        "MB",
        note=f"the same runs, {many} findings",
    )


def _findings(folder: Path, count: int) -> Path:
    file = folder / f"findings-{many_findings.EDITION}-{count}.jsonl"
    if not file.exists():
        say(f"Writing {count} findings once …")
        many_findings.write(file.with_suffix(".part"), count).rename(file)
    return file


def _seconds(file: Path, count: int, *words: str) -> tuple[float, float]:
    command = [
        sys.executable,
        "-m",
        "inspector_app",
        "policy",
        "backtest",
        "721-v1",
        "--on",
        str(file),
        "--json",
        *words,
    ]
    begun = _worked()
    with (
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True) as running,
        Peak(running.pid) as peak,
    ):
        answer = running.communicate()[0]
    took = _worked() - begun
    told = json.loads(answer)
    if running.returncode or told["findings"] != count:
        raise RuntimeError(f"the backtest ended with {running.returncode} after {told['findings']} findings")
    return took, peak.megabytes


def _worked() -> float:
    """Seconds that ended child processes have worked: what it takes on a core of its own, however busy the machine is."""
    times = os.times()
    return times.children_user + times.children_system
