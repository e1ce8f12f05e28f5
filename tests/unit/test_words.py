"""The words of `inspector`: every command is named, and a wrong one is a sentence."""

from pathlib import Path

import pytest

from inspector_app import config
from inspector_app.__main__ import COMMANDS, main

Said = pytest.CaptureFixture[str]


def test_help_names_every_command_and_where_the_data_is(capsys: Said) -> None:
    assert exit_code("--help") == 0

    said = "".join(capsys.readouterr().out.split())
    for word in (*COMMANDS, "decide[--packNAME]--factsFILE|-", f"({config.default_data_folder()})"):
        assert word in said


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: Said) -> None:
    assert exit_code(command, "--help") == 0
    assert "usage: inspector" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("bogus",), "self-check"),
        (("--language", "zh", "decide"), "decide must be the first word"),
        (("--data", ""), "it is empty"),
        (("--pack", "722-v9"), "there is no such pack"),
        (("--pack", "../policy/721-v1"), "there is no such pack"),
        (("--lang=zh",), "unrecognized"),
        (("x" * 5000,), "invalid choice"),
    ],
)
def test_wrong_words_are_one_sentence_and_64(words: tuple[str, ...], why: str, capsys: Said) -> None:
    assert exit_code(*words) == 64

    said = capsys.readouterr()
    assert (said.out, why in said.err.splitlines()[-1]) == ("", True)
    assert len(said.err) < 1000


def test_without_a_display_it_says_so_before_it_touches_anything(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Said
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)

    assert exit_code("--data", str(tmp_path / "data")) == 69

    said = capsys.readouterr()
    assert (said.out, said.err.count("\n"), "no display" in said.err) == ("", 1, True)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("platform", "name"),
    [("linux", "DISPLAY"), ("linux", "WAYLAND_DISPLAY"), ("linux", "QT_QPA_PLATFORM"), ("win32", "")],
)
def test_with_a_display_it_starts(monkeypatch: pytest.MonkeyPatch, platform: str, name: str) -> None:
    for each in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(each, raising=False)
    if name:
        monkeypatch.setenv(name, ":0")
    monkeypatch.setattr("sys.platform", platform)
    started: list[config.Config] = []
    monkeypatch.setattr("inspector_app.bootstrap.run", started.append)
    monkeypatch.setattr("gc.disable", lambda: None)
    monkeypatch.setattr("inspector_app.start_path.quicken_imports", lambda: None)

    main(["--language", "en"])

    assert [told.language for told in started] == ["en"]


def exit_code(*words: str) -> int:
    try:
        return main(words)
    except SystemExit as ended:
        return int(ended.code or 0)
