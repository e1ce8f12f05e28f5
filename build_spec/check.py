"""The one door for what tools can judge: format, lint, types, arrows."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

STEPS: dict[str, tuple[str, ...]] = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "."),
    "types": ("mypy",),
    "arrows": ("lint-imports", "--no-logo"),
}
FIXES: dict[str, tuple[str, ...]] = {"lint": ("ruff", "check", "--fix", "."), "format": ("ruff", "format", ".")}


def run(step: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Runs one tool of this environment in the project's root."""
    tool = Path(sys.executable).parent / step[0]
    return subprocess.run([str(tool), *step[1:]], cwd=ROOT, capture_output=True, text=True, check=False)


def main(options: list[str]) -> int:
    """`--fix` repairs what can be repaired first. Returns 1 when anything is left."""
    if "--fix" in options:
        for step in FIXES.values():
            run(step)
    broken = False
    for name, step in STEPS.items():
        done = run(step)
        broken = broken or done.returncode != 0
        print(f"{name:8} {'ok' if done.returncode == 0 else 'FAILED'}")
        if done.returncode:
            print(done.stdout + done.stderr)
    return int(broken)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
