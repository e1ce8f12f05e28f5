"""What `pip install` makes of the project without its folder: a server must run from that alone."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house import tree

DATA = ("resources/**/*", "sync/server/console/**/*")
BUILD = "from setuptools import build_meta; build_meta.build_wheel('.')"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which a fresh wheel was unpacked."""
    source = tmp_path_factory.mktemp("source")
    for name in ("inspector_app", "resources", "sync"):
        shutil.copytree(tree.ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("LICENSE", "README.md", "pyproject.toml"):
        shutil.copy(tree.ROOT / name, source)
    subprocess.run([sys.executable, "-c", BUILD], cwd=source, check=True, capture_output=True)
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(next(source.glob("*.whl"))) as wheel:
        wheel.extractall(folder)
    return folder


def test_every_file_that_is_read_at_run_time_comes_along(installed: Path) -> None:
    wanted = [path for glob in DATA for path in tree.ROOT.glob(glob) if path.is_file() and path.name != "README.md"]

    missing = [tree.name(path) for path in wanted if not (installed / path.relative_to(tree.ROOT)).exists()]

    assert wanted
    assert [name for name in missing if "__pycache__" not in name] == []


def test_a_server_starts_from_what_was_installed(installed: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sync.server", "serve", "--data", str(tmp_path / "centre"), "--port", "0"]
    surroundings = os.environ | {"PYTHONPATH": str(installed)}

    with subprocess.Popen(command, cwd=tmp_path, env=surroundings, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        said = server.stdout.readline()
        server.terminate()

    assert "http://127.0.0.1:" in said
    assert server.returncode == 0
