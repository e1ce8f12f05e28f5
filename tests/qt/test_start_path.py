"""A fresh process has loaded nothing heavy when its first picture stands, and takes a key right after."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.bench.first_paint import HEAVY

pytestmark = pytest.mark.xdist_group("start")  # what is slow to make is made once

LIBRARIES = ("requests", "sqlite_utils", "qtawesome", "sqlcipher3", "cryptography", "msgspec")


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the real program said of its start, on an empty data folder."""
    command = [sys.executable, "-m", "tests.bench.first_paint", "app", str(tmp_path_factory.mktemp("start") / "data")]
    done = subprocess.run(
        command, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_what_writing_and_sending_need_is_imported_after_the_first_paint(start: dict[str, Any]) -> None:
    assert set(LIBRARIES) <= set(HEAVY)
    assert start["imported"] == []


def test_a_key_is_taken_after_the_first_paint(start: dict[str, Any]) -> None:
    assert start["key_at"] >= start["painted_at"] > 0


def test_what_is_heavy_would_be_noticed() -> None:
    """The names are those of installed packages: a renamed one would never be found."""
    from importlib.util import find_spec

    assert [name for name in HEAVY if find_spec(name) is None] == []


def test_the_command_line_itself_brings_no_qt() -> None:
    seen = _modules("import inspector_app.__main__")

    assert not {name for name in seen if name.startswith("PySide6")}


def test_deciding_brings_no_qt_and_no_database() -> None:
    seen = _modules("from inspector_app.__main__ import main; main(['decide', '--facts', '-'])", stdin="[]")

    assert not {name for name in seen if name.startswith(("PySide6", *LIBRARIES))}


def _modules(program: str, *, stdin: str = "") -> set[str]:
    told = f"{program}\nimport sys\nsys.stderr.write(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", told], input=stdin, capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_no_module_of_ours_is_read_a_second_time_as_source() -> None:
    """PySide would look through each for users of its switchable names."""
    script = (
        "import sys; from inspector_app import start_path; start_path.quicken_imports(); opened = []\n"
        "sys.addaudithook(lambda event, told: opened.append(str(told[0])) if event == 'open' else None)\n"
        "import inspector_app.bootstrap; print([name for name in opened if name.endswith('.py')])"
    )
    writing = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}  # so that all bytecode is there afterwards
    subprocess.run([sys.executable, "-c", "import inspector_app.bootstrap"], env=writing, check=True)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
