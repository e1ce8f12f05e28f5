"""Writes the lock files: exact versions with hashes, for every platform that we serve, naming no host."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETUPTOOLS = "setuptools>=77\n"  # makes the editable install without a look outside the lock

# Every lock is compiled under the constraint of the widest one, so that a package has one version in all of them.
EVERYTHING = ROOT / "build_spec" / "dev.lock"
LOCKS: dict[Path, tuple[str, ...]] = {
    EVERYTHING: ("desktop", "server", "dev"),
    ROOT / "requirements.lock": ("desktop", "server"),
    ROOT / "build_spec" / "server.lock": ("server",),
}


# What the suite runs beside us, in environments of their own: none of their versions meets one of ours.
APART: dict[Path, str] = {ROOT / "build_spec" / "swift.lock": "swift>=2.38\n"}


def compile_lock(target: Path, extras: tuple[str, ...], *options: str) -> None:
    """Writes one lock for the given extras. Raises CalledProcessError when no set of versions fits."""
    _compile(target, SETUPTOOLS, "pyproject.toml", *(part for extra in extras for part in ("--extra", extra)), *options)


def _compile(target: Path, asked: str, *options: str) -> None:
    command = [sys.executable, "-m", "uv", "pip", "compile", "-", "--output-file", str(target)]
    command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--only-binary", ":all:"]
    command += ["--no-emit-index-url", "--no-emit-find-links", "--no-emit-build-options", "--no-header", "--quiet"]
    command += ["--annotation-style", "line"]
    subprocess.run([*command, *options], cwd=ROOT, input=asked, text=True, check=True, stdout=subprocess.DEVNULL)


def main(options: list[str]) -> None:
    """Options go to uv: none keeps the locked versions that still fit, `--upgrade` takes the newest."""
    for target, extras in LOCKS.items():
        bound = () if target == EVERYTHING else ("--constraint", str(EVERYTHING))
        compile_lock(target, extras, *bound, *(options if target == EVERYTHING else ("--upgrade",)))
    for target, asked in APART.items():
        _compile(target, asked, *options)
    for target in (*LOCKS, *APART):
        packages = sum(line[0].isalpha() for line in target.read_text(encoding="utf-8").splitlines())
        print(f"{target.relative_to(ROOT)}: {packages} packages")


if __name__ == "__main__":
    main(sys.argv[1:])
