"""Brings the servers that the suite runs beside PostgreSQL into build/: nginx from Debian, with --swift OpenStack Swift from PyPI.

They are unpacked, not installed: nothing of the system changes, and no web server starts here.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UNPACKED = ROOT / "build" / "servers"
SWIFT_LOCK = ROOT / "build_spec" / "swift.lock"
SWIFT = UNPACKED / "swift"


def nginx() -> Path | None:
    """The program, the system's or ours; None when there is none."""
    ours = UNPACKED / "nginx" / "usr" / "sbin" / "nginx"
    found = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    return Path(found) if found else ours if ours.exists() else None


def swift() -> Path | None:
    """The folder of Swift's programs; None when it was never asked for, or the lock has changed since."""
    stamp = SWIFT / "installed.txt"
    is_ours = stamp.exists() and stamp.read_bytes() == SWIFT_LOCK.read_bytes()
    return SWIFT / "bin" if is_ours else None


def unpack_nginx() -> None:
    """Takes Debian's package apart; says so when that cannot be done."""
    folder = UNPACKED / "nginx"
    folder.mkdir(parents=True, exist_ok=True)
    fetch = ["apt-get", "download", "-o", "APT::Sandbox::User=root", "nginx"]
    if shutil.which("apt-get") and not _done(fetch, folder) and os.geteuid() == 0:
        _done(["apt-get", "update"], folder)
        _done(fetch, folder)
    for package in folder.glob("nginx_*.deb"):
        _done(["dpkg-deb", "-x", package.name, "."], folder)
        package.unlink()
    if nginx() is None:
        print("nginx is not here: its tests are skipped. To have them, install nginx.", file=sys.stderr)


def install_swift() -> None:
    """An environment of its own (80 MB, ten seconds): its libraries are none of ours."""
    subprocess.run([sys.executable, "-m", "venv", "--clear", SWIFT], check=True)
    pip = [
        str(SWIFT / "bin" / "python"),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "install",
        "--quiet",
    ]
    subprocess.run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", SWIFT_LOCK], check=True)
    shutil.copy(SWIFT_LOCK, SWIFT / "installed.txt")


def _done(command: list[str], folder: Path) -> bool:
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def main(options: list[str]) -> None:
    if nginx() is None:
        unpack_nginx()
    if "--swift" in options and swift() is None:
        install_swift()


if __name__ == "__main__":
    main(sys.argv[1:])
