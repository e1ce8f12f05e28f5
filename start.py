#!/usr/bin/env python3
"""Prepares this machine, then starts the program. Standard library only: it runs before anything is installed.

python3 start.py                        the app with a demo district and its central server
python3 start.py demo --headless --out DIR [--photos FOLDER] [--findings N]
python3 start.py test [--swift] [pytest options]  the whole suite; with a real S3 store too
python3 start.py check [--fix]          format, lint, types, arrows
python3 start.py bench | faults | fleet | freeze | wheels
"""

from __future__ import annotations

import contextlib
import ctypes.util
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.txt"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
SUPPORTED = ("3.13", "3.12", "3.11")
APP, TOOLS = ROOT / "requirements.lock", ROOT / "build_spec" / "dev.lock"

COMMANDS = {  # command: the lock it needs, the module it becomes
    "demo": (APP, "inspector_app.demo"),
    "test": (TOOLS, "pytest"),
    "check": (TOOLS, "build_spec.check"),
    "bench": (TOOLS, "tests.bench"),
    "faults": (TOOLS, "tests.faults"),
    "fleet": (TOOLS, "tests.fleet"),
    "freeze": (TOOLS, "build_spec.build"),
    "wheels": (TOOLS, "build_spec.wheels"),
}

# Debian names a library's package by rule (see debian_package), except:
UNRULY_PACKAGES = {"libglib-2.0.so.0": "libglib2.0-0", "libgthread-2.0.so.0": "libglib2.0-0", "objdump": "binutils"}
# What Qt lacks on a bare Debian or Ubuntu, to be asked for together with venv; the loader has the last word.
FOR_QT = """libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libgssapi-krb5-2 libwayland-cursor0 libxcb-cursor0
    libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0"""


def main(arguments: list[str]) -> int:
    """Returns the exit code of what was started; 64 for a wrong command, 1 when this machine cannot be prepared."""
    command, *options = arguments or ["demo"]
    if command not in COMMANDS:
        print(__doc__)
        return 0 if command in ("-h", "--help") else 64
    if ".".join(map(str, sys.version_info[:2])) not in SUPPORTED:
        return start_again_with_supported_python(arguments)
    window = command == "demo" and not {"--headless", "-h", "--help"} & set(options)
    if window and not has_display():
        say("There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open.")
        say("Without one, run:  python3 start.py demo --headless --out out")
        return 1
    lock, module = COMMANDS[command]
    with one_at_a_time() if os.access(ROOT, os.W_OK) else contextlib.nullcontext():  # another's folder may be ready
        prepare_environment(lock)
        prepare_system(command, window)
    return become(command, module, options, window)


def start_again_with_supported_python(arguments: list[str]) -> int:
    for version in SUPPORTED:
        other = shutil.which("python" + version)
        if other and subprocess.call([other, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            return replace_process([other, str(Path(__file__).resolve()), *arguments], dict(os.environ))
    this = ".".join(map(str, sys.version_info[:3]))
    say(f"This is Python {this}; the app needs {SUPPORTED[-1]} to {SUPPORTED[0]}. Please install one of them.")
    return 1


def has_display() -> bool:
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# The environment ------------------------------------------------------------------------------------------------------


def prepare_environment(lock: Path) -> None:
    """After it, .venv holds what the lock names, each file checked against its hash, and this project itself."""
    wanted = stamp(lock)
    have = STAMP.read_text(encoding="utf-8").split("\n") if PYTHON.exists() and STAMP.exists() else []
    if wanted in have or (lock == APP and stamp(TOOLS) in have):  # the tools' lock holds all of the app's
        return
    if have[:1] != [str(PYTHON.resolve())]:  # none, a half-made one, or another Python's
        make_venv(lock)
    install(lock)
    STAMP.write_text("\n".join([str(PYTHON.resolve()), wanted]), encoding="utf-8")


def stamp(lock: Path) -> str:
    """Names what an environment must have been made from; a moved folder or a changed lock asks for a new one."""
    parts = [lock.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode()]
    return f"{lock.name} {hashlib.sha256(b''.join(parts)).hexdigest()}"


def make_venv(lock: Path) -> None:
    if not importlib.util.find_spec("ensurepip"):  # Debian's bare python3 has the module venv, not what it installs
        python = f"python3.{sys.version_info[1]}"
        tools = ["binutils", f"lib{python}"] if lock == TOOLS else []
        once = FOR_QT.split() + tools if os.geteuid() != 0 else []  # who must ask an administrator need not ask again
        apt_install([f"{python}-venv", *once], "Python's venv is missing.")
    say("Making the environment in .venv ...")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        raise SystemExit(f"The environment could not be made:\n{made.stdout}{made.stderr}")


def install(lock: Path) -> None:
    count = len(re.findall(r"^[a-z0-9]", lock.read_text(encoding="utf-8"), re.MULTILINE))
    say(f"Installing {count} locked packages (0.5 to 0.7 GB on disk) ...")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--progress-bar", "off"]
    run_pip([*pip, "--no-compile", "--require-hashes", "--only-binary", ":all:", "-r", str(lock)], count)
    flat = ["--config-settings", "editable_mode=compat"]  # a plain path, no import hook on the start path
    run_pip([*pip, "--no-deps", "--no-build-isolation", *flat, "-e", str(ROOT)], 1)
    site = VENV.glob("[Ll]ib/**/site-packages")  # all cores compile it, and ours, before a person would wait for that
    subprocess.run([PYTHON, "-Wi", "-m", "compileall", "-qqj0", "inspector_app", "sync", *site], cwd=ROOT, check=False)


def run_pip(command: list[str], count: int) -> None:
    """Shows one short line of progress on a terminal, and pip's own words only when it fails."""
    lines: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT) as pip:
        for line in pip.stdout or ():
            lines.append(line)
            done = sum(line.startswith(("Collecting", "Obtaining")) for line in lines)
            if sys.stderr.isatty():
                print(f"\r  {min(done, count)}/{count} {line.strip()[:90]:<90}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(f"\r{'':<100}\r", end="", file=sys.stderr)
    if pip.returncode:
        raise SystemExit("".join(lines[-15:]) + "\nThe packages could not be installed; pip's last words stand above.")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """A second start waits until the first has prepared; the system drops the lock when a process dies."""
    with (ROOT / ".preparing").open("w") as door:
        if not WINDOWS:  # there pip itself fails on files in use, and the next start finishes the work
            import fcntl

            fcntl.flock(door, fcntl.LOCK_EX)
        yield


# The system -----------------------------------------------------------------------------------------------------------


def prepare_system(command: str, window: bool) -> None:
    if not sys.platform.startswith("linux"):
        return
    missing = [] if command in ("check", "wheels") else missing_qt_libraries(window)
    missing += missing_for_freezing() if command in ("test", "freeze") else []
    if command == "test" and not (shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))):
        if not missing and os.geteuid() != 0:
            say("PostgreSQL is not here: its tests are skipped. To have them:  sudo apt-get install postgresql")
            return
        missing.append("PostgreSQL")
        keep_cluster_from_starting()
    if missing:
        apt_install(sorted({debian_package(name) for name in missing}), f"The system lacks {', '.join(missing)}.")


def missing_qt_libraries(window: bool) -> list[str]:
    """Asks the loader what Qt's own files lack; Qt itself names the wrong library when one is missing."""
    qt = next(VENV.glob("lib/python*/site-packages/PySide6/Qt"))
    files = [f"lib/libQt6{part}.so.6" for part in ("Widgets", "Network", "Svg", "PrintSupport")]
    platforms = {"qoffscreen": True, "qxcb": window and "DISPLAY" in os.environ}
    platforms["qwayland-generic"] = window and "WAYLAND_DISPLAY" in os.environ
    files += [f"plugins/platforms/lib{name}.so" for name, wanted in platforms.items() if wanted]
    found = subprocess.run(["ldd", *(qt / file for file in files)], capture_output=True, text=True, check=False).stdout
    return sorted(set(re.findall(r"^\s*(\S+) => not found", found, re.MULTILINE)))


def missing_for_freezing() -> list[str]:
    """PyInstaller reads libraries with objdump, and packs Python's own, which Debian's python3 comes without."""
    missing = [] if shutil.which("objdump") else ["objdump"]
    python = PYTHON.resolve()
    if python.parent == Path("/usr/bin") and not ctypes.util.find_library(python.name):
        missing.append("lib" + python.name)
    return missing


def debian_package(library: str) -> str:
    """libxcb-icccm.so.4 lives in libxcb-icccm4, libdbus-1.so.3 in libdbus-1-3, libgssapi_krb5.so.2 in …-krb5-2."""
    name, _, version = library.lower().replace("_", "-").partition(".so.")
    return UNRULY_PACKAGES.get(library, name + ("-" if version and name[-1].isdigit() else "") + version)


def keep_cluster_from_starting() -> None:
    """The suite wants PostgreSQL's programs only: it runs a cluster of its own in a temporary folder."""
    settings = Path("/etc/postgresql-common/createcluster.conf")
    if os.geteuid() == 0 and not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text("create_main_cluster = false\n", encoding="utf-8")


def apt_install(packages: list[str], why: str) -> None:
    """Installs when it may, and otherwise stops with the one line that a person can run."""
    line = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        raise SystemExit(f"{why}\nPlease install what your system calls: {' '.join(packages)}")
    if os.geteuid() != 0:
        raise SystemExit(f"{why}\nPlease run:  sudo {' '.join(line)}")
    say(f"{why} Installing {' '.join(packages)} ...")
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update"], line):
        done = subprocess.run(step, env=settings, capture_output=True, text=True, check=False)
        if done.returncode and step is line:
            raise SystemExit(f"{done.stdout[-2000:]}{done.stderr[-2000:]}\nThis failed:  {' '.join(line)}")


# The program ----------------------------------------------------------------------------------------------------------


def become(command: str, module: str, options: list[str], window: bool) -> int:
    surroundings = {**({} if window else {"QT_QPA_PLATFORM": "offscreen"}), **os.environ, "PYTHONUTF8": "1"}
    if command != "demo":  # the demo's folders are meant relative to where the person stands
        os.chdir(ROOT)
    if command == "test":
        surroundings.pop("PYTHONDONTWRITEBYTECODE", None)  # else each worker and program compiles everything again
        subprocess.run([PYTHON, "-m", "build_spec.servers", *({"--swift"} & set(options))], cwd=ROOT, check=True)
        options = ["-n", str(min(os.cpu_count() or 2, 4) + 2), *options]  # they often wait for servers
    return replace_process([str(PYTHON), "-m", module, *options], surroundings)


def replace_process(command: list[str], surroundings: dict[str, str]) -> int:
    sys.stdout.flush()
    if not WINDOWS:  # exec there returns to the shell before the program has ended
        os.execve(command[0], command, surroundings)  # noqa: S606
    return subprocess.call(command, env=surroundings)


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        raise SystemExit(main(sys.argv[1:]))
