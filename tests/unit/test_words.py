"""The words of `inspector`: every command is named, and a wrong one is a sentence."""

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
        (("--lang=zh",), "unrecognized"),
        (("x" * 5000,), "invalid choice"),
    ],
)
def test_wrong_words_are_one_sentence_and_64(words: tuple[str, ...], why: str, capsys: Said) -> None:
    assert exit_code(*words) == 64

    said = capsys.readouterr()
    assert (said.out, why in said.err.splitlines()[-1]) == ("", True)
    assert len(said.err) < 1000


def exit_code(*words: str) -> int:
    try:
        return main(words)
    except SystemExit as ended:
        return int(ended.code or 0)
