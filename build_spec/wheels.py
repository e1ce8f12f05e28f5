"""Proves that every locked package has a wheel for every platform that we serve, by downloading each of them.

`wheels.json` keeps what came: file names and digests, under the digest of the lock. The suite reads it back without a network.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
PROOF = ROOT / "build_spec" / "wheels.json"
PYTHONS = ((3, 11), (3, 12), (3, 13))


@dataclass(frozen=True, slots=True)
class Platform:
    """A kind of machine; on Linux `glibc` is the newest minor version of glibc 2 that a wheel may ask for."""

    name: str
    machine: str
    system: str
    glibc: int = 0

    def tags(self) -> list[str]:
        """The platform tags it takes, best first."""
        if self.system == "Windows":
            return ["win_amd64"]
        old = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
        named = [(f"manylinux_2_{minor}", old.get(minor)) for minor in range(self.glibc, 4, -1)]
        return [f"{name}_{self.machine}" for pair in named for name in pair if name]

    def markers(self, python: tuple[int, int]) -> dict[str, str]:
        """The environment in which the lock's markers are judged."""
        windows = self.system == "Windows"
        version = ".".join(map(str, python))
        return {
            "python_version": version,
            "python_full_version": f"{version}.0",
            "sys_platform": "win32" if windows else "linux",
            "platform_system": self.system,
            "platform_machine": "AMD64" if windows else self.machine,
            "os_name": "nt" if windows else "posix",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        }


PLATFORMS = (
    Platform("linux-x86_64", "x86_64", "Linux", 28),
    Platform("linux-aarch64", "aarch64", "Linux", 39),  # Qt's aarch64 wheels ask for it, the others for less
    Platform("windows-x86_64", "AMD64", "Windows"),
)


def locked(text: str) -> Iterator[tuple[Requirement, str]]:
    """Yields each requirement of a lock with its whole entry, hashes included."""
    for entry in re.split(r"\n(?=[a-z0-9])", text):
        line = entry.partition("\\")[0].strip()
        if line and not line.startswith("#"):
            yield Requirement(line), entry


def wanted(text: str, platform: Platform, python: tuple[int, int]) -> Iterator[tuple[Requirement, str]]:
    """Yields what the lock asks for on one platform, without the markers that were judged here."""
    for requirement, entry in locked(text):
        if requirement.marker is None or requirement.marker.evaluate(platform.markers(python)):
            yield requirement, re.sub(r" ;[^\\]*", " ", entry, count=1)


def tags(platform: Platform, python: tuple[int, int]) -> frozenset[Tag]:
    """All wheel tags that install there."""
    interpreter = f"cp{python[0]}{python[1]}"
    exact = cpython_tags(python, platforms=platform.tags())
    return frozenset([*exact, *compatible_tags(python, interpreter, platform.tags())])


def download(platform: Platform, python: tuple[int, int]) -> dict[str, str]:
    """Returns SHA-256 by file name. Raises CalledProcessError when a wheel is missing or differs from the lock."""
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder) / "lock.txt"
        lock.write_text("\n".join(entry for _, entry in wanted(LOCK.read_text("utf-8"), platform, python)), "utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        command += ["--require-hashes", "--dest", folder, "--requirement", str(lock)]
        command += ["--python-version", ".".join(map(str, python)), "--implementation", "cp"]
        command += [part for tag in platform.tags() for part in ("--platform", tag)]
        subprocess.run(command, check=True)
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in Path(folder).glob("*.whl")}


def main() -> None:
    wheels: dict[str, str] = {}
    for platform in PLATFORMS:
        for python in PYTHONS:
            found = download(platform, python)
            wheels |= found
            print(f"{platform.name} Python {python[0]}.{python[1]}: {len(found)} wheels", flush=True)
    proof = {"lock": hashlib.sha256(LOCK.read_bytes()).hexdigest(), "wheels": dict(sorted(wheels.items()))}
    PROOF.write_text(json.dumps(proof, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
