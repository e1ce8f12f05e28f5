"""start.py: it runs before anything is installed, so it may use nothing, and it says plainly what is missing."""

import ast
import sys
from pathlib import Path

import pytest

import start
from tests.house import tree
from tests.house.test_arrows import imports

SOURCE = tree.ROOT / "start.py"


def test_it_uses_the_standard_library_only_and_stays_short() -> None:
    text = SOURCE.read_text(encoding="utf-8")
    modules = {module.partition(".")[0] for module in imports(SOURCE)}

    assert modules - sys.stdlib_module_names == set()
    assert len(text.splitlines()) < 250


def test_an_older_python_can_read_it_and_is_told_kindly() -> None:
    ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_an_unsuitable_python_without_another_gets_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.version_info", (3, 9, 2))
    monkeypatch.setattr("shutil.which", lambda _: None)

    assert start.main(["demo"]) == 1
    assert capsys.readouterr().err == "This is Python 3.9.2; the app needs 3.11 to 3.13. Please install one of them.\n"


def test_an_unsuitable_python_hands_over_to_a_suitable_one(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr("sys.version_info", (3, 14, 0))
    monkeypatch.setattr("shutil.which", lambda name: sys.executable if name == "python3.12" else None)
    monkeypatch.setattr(start, "replace_process", lambda command, _: started.append(command))

    start.main(["test", "-k", "chain"])

    assert started == [[sys.executable, str(SOURCE), "test", "-k", "chain"]]


def test_without_a_display_it_offers_the_headless_demo(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)

    assert start.main([]) == 1
    said = capsys.readouterr().err
    assert "no display" in said
    assert "python3 start.py demo --headless --out out" in said


def test_a_wrong_command_shows_the_right_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert start.main(["dance"]) == 64
    assert "python3 start.py test" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libGL.so.1", "libgl1"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
        ("libxcb-icccm.so.4", "libxcb-icccm4"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libpython3.11", "libpython3.11"),
        ("PostgreSQL", "postgresql"),
    ],
)
def test_a_missing_library_is_asked_for_by_its_package(library: str, package: str) -> None:
    assert start.debian_package(library) == package


def test_who_is_not_root_gets_the_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")

    with pytest.raises(SystemExit, match="sudo apt-get install -y --no-install-recommends libgl1"):
        start.apt_install(["libgl1"], "Qt needs it.")


def bare_debian(monkeypatch: pytest.MonkeyPatch, *, user: int) -> list[str]:
    """A Python without what makes environments; returns the packages that are asked for, once they are."""
    asked: list[str] = []
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("sys.version_info", (3, 11, 2))
    monkeypatch.setattr("os.geteuid", lambda: user)

    def stop(packages: list[str], why: str) -> None:
        asked.extend(packages)
        raise SystemExit(why)

    monkeypatch.setattr(start, "apt_install", stop)
    return asked


@pytest.mark.parametrize("lock", [start.APP, start.TOOLS])
def test_who_is_not_root_is_asked_once_for_all_that_a_bare_debian_lacks(
    monkeypatch: pytest.MonkeyPatch, lock: Path
) -> None:
    asked = bare_debian(monkeypatch, user=1000)

    with pytest.raises(SystemExit, match="venv is missing"):
        start.make_venv(lock)

    assert asked[0] == "python3.11-venv"
    assert {"libegl1", "libgl1", "libxcb-cursor0", "libxkbcommon-x11-0"} < set(asked)
    assert ({"binutils", "libpython3.11"} <= set(asked)) is (lock == start.TOOLS)


def test_root_installs_what_is_missing_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = bare_debian(monkeypatch, user=0)

    with pytest.raises(SystemExit):
        start.make_venv(start.TOOLS)

    assert asked == ["python3.11-venv"]


def test_a_second_start_prepares_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.touch()
    monkeypatch.setattr(start, "PYTHON", python)
    monkeypatch.setattr(start, "STAMP", tmp_path / "installed.txt")
    done: list[object] = []
    monkeypatch.setattr(start, "make_venv", lambda _: done.append("venv"))
    monkeypatch.setattr(start, "install", done.append)

    start.prepare_environment(start.TOOLS)
    start.prepare_environment(start.TOOLS)
    start.prepare_environment(start.APP)  # the tools' lock holds all of the app's

    assert done == ["venv", start.TOOLS]


def test_a_changed_lock_is_installed_into_the_same_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    python, stamp = tmp_path / "python", tmp_path / "installed.txt"
    python.touch()
    stamp.write_text(f"{python}\ndev.lock of an older day", encoding="utf-8")
    monkeypatch.setattr(start, "PYTHON", python)
    monkeypatch.setattr(start, "STAMP", stamp)
    monkeypatch.setattr(start, "make_venv", lambda _: pytest.fail("the environment was good"))
    installed: list[Path] = []
    monkeypatch.setattr(start, "install", installed.append)

    start.prepare_environment(start.TOOLS)

    assert installed == [start.TOOLS]


def test_what_is_installed_and_ours_is_compiled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    site = tmp_path / ".venv" / "lib" / f"python3.{sys.version_info[1]}" / "site-packages"
    folders = [site / "theirs", tmp_path / "inspector_app", tmp_path / "sync"]
    for folder in folders:
        folder.mkdir(parents=True)
        (folder / "words.py").write_text("said = 721\n", encoding="utf-8")
    for name, value in (("ROOT", tmp_path), ("VENV", tmp_path / ".venv"), ("PYTHON", Path(sys.executable))):
        monkeypatch.setattr(start, name, value)
    monkeypatch.setattr(start, "run_pip", lambda *_: None)
    monkeypatch.setattr(start, "WINDOWS", False)

    start.install(start.APP)

    assert [len(list(folder.glob("__pycache__/words.*.pyc"))) for folder in folders] == [1, 1, 1]


def test_what_another_person_prepared_starts_without_the_right_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    monkeypatch.setattr("os.access", lambda *_: False)
    monkeypatch.setattr(start, "one_at_a_time", lambda: pytest.fail("it leaves a file in the folder"))
    monkeypatch.setattr(start, "prepare_environment", lambda _: None)
    monkeypatch.setattr(start, "prepare_system", lambda *_: None)
    monkeypatch.setattr(start, "become", lambda command, *_: started.append(command))

    start.main(["demo", "--headless"])

    assert started == ["demo"]


def test_freezing_asks_for_pythons_library_where_debian_keeps_it_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "PYTHON", Path("/usr/bin/python3.99"))
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("ctypes.util.find_library", lambda _: None)

    assert [start.debian_package(name) for name in start.missing_for_freezing()] == ["binutils", "libpython3.99"]
