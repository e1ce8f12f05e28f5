import errno
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inspector_app.cli import decide, shell
from tests.policies import PACKS, cases, shipped

FIELDS = ["tier", "primary", "reasons", "fine_gate", "flags", "refer", "missing"]


def asked(text: str, *options: str) -> tuple[int, Any]:
    out = io.StringIO()
    code = decide.run(["--facts", "-", *options], io.StringIO(text), out, io.StringIO())
    return code, json.loads(out.getvalue())


def test_one_object_in_one_decision_out() -> None:
    code, decision = asked(json.dumps(cases()[0]["input"]))
    assert code == 0
    assert list(decision) == FIELDS
    assert (decision["tier"], decision["primary"]) == ("none", "ST_RP_COMPLIANT")


def test_a_list_keeps_its_order() -> None:
    code, decisions = asked(json.dumps([case["input"] for case in cases()]), "--pack", "721-v1")
    assert code == 0
    assert [decision["primary"] for decision in decisions] == [case["expected"]["primary"] for case in cases()]


@pytest.mark.parametrize("name", PACKS)
def test_every_shipped_pack_decides_its_cases(name: str) -> None:
    code, decisions = asked(json.dumps([case["input"] for case in cases(name)]), "--pack", name)
    assert code == 0
    assert [decision["primary"] for decision in decisions] == [case["expected"]["primary"] for case in cases(name)]


def test_without_a_pack_the_first_version_decides() -> None:
    in_the_lane = {"category": "stall", "road_class": "branch", "blocks": ["motor_lane"]}
    assert asked(json.dumps(in_the_lane))[1]["tier"] == "service"
    assert asked(json.dumps(in_the_lane), "--pack", "721-v1.1")[1]["tier"] == "management"


def test_a_category_that_the_pack_has_no_rules_for_is_refused_by_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    stalls_only = shipped("example-city").programs["stall"]
    stripped = replace(shipped("example-city"), programs={"stall": stalls_only})
    monkeypatch.setattr("inspector_app.domain.policy.pack.load", lambda _: stripped)
    code, answer = asked('{"category": "hoarding"}', "--pack", "example-city")
    assert (code, answer["error"]["code"], answer["error"]["field"]) == (2, "not_allowed", "category")


def test_an_empty_list_is_an_empty_list() -> None:
    assert asked("[]") == (0, [])


def test_a_bad_item_stands_beside_the_good_ones() -> None:
    code, answers = asked('[{"category": "stall"}, {"category": "stall", "goods": "bread"}, 7]')
    assert code == 2
    assert answers[0]["tier"] == "service"
    assert [answer["error"]["code"] for answer in answers[1:]] == ["not_allowed", "wrong_type"]
    assert list(answers[1]["error"]) == ["code", "field", "message"]
    assert answers[1]["error"]["field"] == "goods"


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ('{"category": "stall", "passage_left_m": NaN}', "not_finite", "passage_left_m"),
        ('{"category": "stall", "passage_left_m": -Infinity}', "not_finite", "passage_left_m"),
        ('{"category": "stall", "passage_left_m": 1e999}', "not_finite", "passage_left_m"),
        ('{"category": "stall", "sworn_present": ' + "9" * 5000 + "}", "out_of_range", "sworn_present"),
        ('{"category": "stall", "category": "stall"}', "duplicate_field", "category"),
        ('{"category": "stall", "history": {"order": "none", "order": "overdue"}}', "duplicate_field", "history.order"),
        ('{"category": "stall", "\\ud800": 1}', "unknown_field", "\ud800"),
        ('{"category": "stall"', "not_json", ""),
        ("", "not_json", ""),
        ("[" * 100_000, "too_deep", ""),
        ('{"a":' * 100_000, "too_deep", ""),
        ("null", "wrong_type", ""),
    ],
)
def test_bad_input_is_a_coded_error(text: str, code: str, field: str) -> None:
    status, answer = asked(text)
    assert status == 2
    assert (answer["error"]["code"], answer["error"]["field"]) == (code, field)


def test_bytes_that_are_not_utf8_are_a_coded_error(tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_bytes('{"category": "占道"}'.encode("gbk"))
    out = io.StringIO()
    assert decide.run(["--facts", str(file)], io.StringIO(), out, io.StringIO()) == 2
    assert json.loads(out.getvalue())["error"]["code"] == "not_utf8"


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_bytes(b'\xef\xbb\xbf{"category": "stall"}')
    assert decide.run(["--facts", str(file)], io.StringIO(), io.StringIO(), io.StringIO()) == 0


def test_a_file_that_cannot_be_read_is_a_coded_error(tmp_path: Path) -> None:
    for name in (str(tmp_path), str(tmp_path / "absent.json"), "a\0b"):
        out = io.StringIO()
        assert decide.run(["--facts", name], io.StringIO(), out, io.StringIO()) == 2
        assert json.loads(out.getvalue())["error"]["code"] == "unreadable"


def test_too_much_input_is_a_coded_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "MAX_BYTES", 10)
    assert asked('{"category": "stall"}')[1]["error"]["code"] == "too_large"


@pytest.mark.parametrize(
    "argv",
    [[], ["--facts"], ["--fact", "-"], ["--facts", "-", "--pack", "712-v1"], ["--facts", "-", "--pack", ".."], ["x"]],
)
def test_wrong_usage_is_64_and_says_nothing_on_standard_output(argv: list[str]) -> None:
    out, err = io.StringIO(), io.StringIO()
    assert decide.run(argv, io.StringIO(), out, err) == 64
    assert out.getvalue() == ""
    assert "usage: inspector decide" in err.getvalue()


def test_a_closed_standard_input_is_a_coded_error() -> None:
    out = io.StringIO()
    assert decide.run(["--facts", "-"], None, out, io.StringIO()) == 2
    assert json.loads(out.getvalue())["error"]["code"] == "unreadable"


class FullDisk(io.StringIO):
    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("stdout", [FullDisk(), None], ids=["full disk", "closed"])
def test_an_answer_that_cannot_be_written_is_said_in_one_line(stdout: io.StringIO | None) -> None:
    err = io.StringIO()
    assert decide.run(["--facts", "-"], io.StringIO('{"category": "stall"}'), stdout, err) == 2
    assert err.getvalue().count("\n") == 1


def test_help_is_help() -> None:
    out = io.StringIO()
    assert decide.run(["--help"], io.StringIO(), out, io.StringIO()) == 0
    for word in ("decide [--pack NAME] --facts FILE|-", "(721-v1)", *FIELDS, "a list", "error", "Exit code", "2", "64"):
        assert word in out.getvalue()


def test_the_example_of_the_help_is_decided() -> None:
    line = next(line for line in decide.HELP.splitlines() if "| inspector decide" in line)
    code, decision = asked(line.split("'")[1])
    assert (code, list(decision)) == (0, FIELDS)


def test_it_starts_neither_qt_nor_any_library() -> None:
    script = (
        "import sys; from inspector_app import __main__; code = __main__.main(['decide', '--facts', '-']); "
        "ours = {'inspector_app', '__main__'}; "
        "loaded = {name.partition('.')[0] for name in sys.modules if not name.startswith('_')}; "
        "print(sorted(loaded - sys.stdlib_module_names - ours), file=sys.stderr); sys.exit(code)"
    )
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(_root())!r}); {script}"],
        input=b'{"category": "stall"}',
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0
    assert ran.stderr.decode().strip() == "[]"
    assert json.loads(ran.stdout)["tier"] == "service"


def _root() -> Path:
    return Path(decide.__file__).resolve().parents[2]
