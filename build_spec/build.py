"""Freezes the app into one folder, proves that the folder may be shipped, and says how big and how quick it is."""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "build_spec" / "inspector.spec"

# Parts of Qt that exist under GPL or a bought licence only: they may never be in what we ship.
GPL_ONLY = re.compile(
    r"Qt6?(Charts|DataVis|Graphs|VirtualKeyboard|Quick3D|HttpServer|NetworkAuth|Lottie|.*Timeline|ShaderTools"
    r"|WaylandCompositor|CanvasPainter)|qtvirtualkeyboard",
    re.IGNORECASE,
)
MEGABYTE = 1_000_000
ROUNDS = 5


def freeze(target: Path) -> Path:
    """Builds into `target` and returns the program. Raises RuntimeError with PyInstaller's last words."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(target), "--workpath", str(target / "work"), str(SPEC)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"PyInstaller failed:\n{done.stderr[-4000:]}")
    return target / "inspector" / ("inspector.exe" if sys.platform == "win32" else "inspector")


def gpl_only(folder: Path) -> list[str]:
    """Returns the files of a frozen folder that must not be shipped."""
    return sorted(file.name for file in folder.rglob("*") if GPL_ONLY.search(file.name))


def size(folder: Path) -> int:
    """Returns the bytes of all files, each counted once."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def self_check(program: Path, picture: Path) -> dict[str, Any]:
    """Lets the frozen program prove itself without a display; returns what it says. Raises RuntimeError with its reason."""
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [str(program), "self-check", "--out", str(picture)]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def first_paint_ms(program: Path) -> float:
    """Returns the median time from starting the process to its first painted window."""
    times = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS):
            begun = time.time()
            painted = float(self_check(program, Path(folder) / "window.png")["painted_at"])
            times.append((painted - begun) * 1000)
    return round(statistics.median(times), 1)


def figures(program: Path) -> dict[str, Any]:
    """What the bench prints of a frozen program."""
    return {"size_mb": round(size(program.parent) / MEGABYTE, 1), "first_paint_ms": first_paint_ms(program)}


def main(words: list[str]) -> int:
    """Prints the figures as one JSON object. Returns 1 when the folder must not be shipped."""
    parser = argparse.ArgumentParser(prog="start.py freeze")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="where the folder `inspector` is made")
    target = parser.parse_args(words).out.resolve()
    program = freeze(target)
    forbidden = gpl_only(program.parent)
    if forbidden:
        print(f"GPL-only libraries were drawn in: {', '.join(forbidden)}", file=sys.stderr)
        return 1
    print(json.dumps({"program": str(program), **figures(program)}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
