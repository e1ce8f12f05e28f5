import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from inspector_app.cli import policy, policy_explain
from tests.policies import cases, changed, shipped

CAR = {
    "category": "parking",
    "vehicle": "motor",
    "road_class": "main",
    "driver": "absent",
    "reminder_min": 4,
    "history": None,
}


def said(*words: str, facts: object = CAR, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.stdin", io.StringIO(facts if isinstance(facts, str) else json.dumps(facts)))
    out, err = io.StringIO(), io.StringIO()
    code = policy.run(["explain", "--facts", "-", *words], out, err)
    return code, out.getvalue(), err.getvalue()


def told(facts: object, monkeypatch: pytest.MonkeyPatch, words: Sequence[str] = ("--lang", "en")) -> dict[str, Any]:
    code, out, _ = said("--json", *words, facts=facts, monkeypatch=monkeypatch)
    assert code == 0
    explained: dict[str, Any] = json.loads(out)
    return explained


def test_it_tells_the_lines_that_acted_in_order_with_their_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = told(CAR, monkeypatch)["lines"]
    assert [(line["no"], line["code"], line["did"]) for line in lines] == [
        (1, "", "noted"),
        (601, "", "noted"),
        (605, "PM_REMINDER_RUNNING", "hit"),
    ]
    assert lines[2]["bases"] == [
        {
            "name": "ten-minute parking reminder",
            "version": "2022",
            "says": "evidence only ten minutes after the reminder",
        }
    ]


def test_it_tells_gate_referrals_missing_facts_and_that_it_is_provisional(monkeypatch: pytest.MonkeyPatch) -> None:
    running = told(CAR, monkeypatch)
    assert (running["provisional"], [entry["fact"] for entry in running["missing"]]) == (True, ["history", "plate"])
    handed_over = told(CAR | {"reminder_min": 10, "road_class": "branch"}, monkeypatch)
    assert handed_over["fine_gate"] == {"code": "closed_not_our_power", "text": "Not the power of city management"}
    assert handed_over["refer"] == [{"code": "traffic_police", "text": "Traffic police"}]


def test_every_turn_has_a_sentence_and_a_tier(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = {turn["text"]: turn["tier"] for turn in told(CAR, monkeypatch)["turns"]}
    assert turns["The driver comes and leaves"] == "service"
    assert turns["Still there after ten minutes"] == "enforcement"


def test_people_read_it_in_chinese_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    _, chinese, _ = said(monkeypatch=monkeypatch)
    assert chinese.startswith("管理 · PM_REMINDER_RUNNING 十分钟提醒计时中")
    for title in ("经过", "为什么不更轻", "为什么不更重", "罚款", "缺少", "如果……则"):
        assert f"\n{title}\n" in chinese
    _, english, _ = said("--lang", "en", monkeypatch=monkeypatch)
    assert "  606 PM_POLICE_ROAD" in english
    assert "came first: PM_REMINDER_RUNNING" in english


def test_no_gate_names_an_amount_of_money() -> None:
    for (kind, _), texts in shipped().texts.items():
        if kind == "gate":
            assert not any(character.isdigit() or character in "元百千万" for character in texts["zh"] + texts["en"])


def test_cases_of_every_kind_are_told_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    for case in cases()[::12]:
        assert told(case["input"], monkeypatch)["tier"]["code"] == case["expected"]["tier"]
        for lang in ("zh", "en"):
            assert case["expected"]["primary"] in said("--lang", lang, facts=case["input"], monkeypatch=monkeypatch)[1]


def test_a_pack_may_be_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, content in changed("thresholds.csv", "reminder,10", "reminder,3").items():
        (tmp_path / name).write_bytes(content)
    assert told(CAR, monkeypatch, ["--pack", str(tmp_path)])["primary"]["code"] == "PM_POLICE_ROAD"


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ("{", "not_json", ""),
        ("[]", "wrong_type", ""),
        ('{"category": "stall", "category": "stall"}', "duplicate_field", "category"),
        ({"category": "stall", "goods": "bread"}, "not_allowed", "goods"),
        ({"category": ["stall"]}, "wrong_type", "category"),
        ({"category": "other"}, "not_allowed", "category"),
        ({}, "missing_field", "category"),
    ],
)
def test_facts_that_cannot_be_explained_are_a_coded_error(
    facts: object, code: str, field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, out, err = said("--json", facts=facts, monkeypatch=monkeypatch)
    assert (status, json.loads(out)["error"]["code"], json.loads(out)["error"]["field"]) == (2, code, field)
    assert code in err
    assert said(facts=facts, monkeypatch=monkeypatch)[1] == "", (
        "without --json nothing but the answer is on standard output"
    )


def test_a_broken_pack_names_its_table_and_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, content in changed("rules.csv", "attitude = obstructs,hard", "attitude = obstruct,hard").items():
        (tmp_path / name).write_bytes(content)
    status, out, _ = said("--json", "--pack", str(tmp_path), monkeypatch=monkeypatch)
    assert status == 2
    assert json.loads(out)["error"] | {"message": ""} == {"code": "unknown_name", "field": "rules:10", "message": ""}


@pytest.mark.parametrize(
    "words", [[], ["explain"], ["explain", "--facts"], ["guess"], ["explain", "--facts", "-", "--lang", "fr"]]
)
def test_wrong_usage_is_64(words: list[str]) -> None:
    assert policy.run(words, io.StringIO(), io.StringIO()) == 64


@pytest.mark.parametrize("deed", policy.DEEDS)
def test_every_deed_explains_itself(deed: str) -> None:
    out = io.StringIO()
    assert policy.run([deed, "--help"], out, io.StringIO()) == 0
    assert f"usage: inspector policy {deed}" in out.getvalue()


def test_a_closed_standard_output_is_told_on_standard_error() -> None:
    err = io.StringIO()
    assert policy.run(["explain", "--facts", "-"], None, err) == 2
    assert "standard output is closed" in err.getvalue()


def test_both_languages_have_the_same_words() -> None:
    assert policy_explain.TITLES["zh"].keys() == policy_explain.TITLES["en"].keys()
    assert policy_explain.DID["zh"].keys() == policy_explain.DID["en"].keys()


@pytest.mark.parametrize(
    "words",
    [
        ["explain", "--facts", "FILE"],
        ["backtest", "721-v1", "--on", "LINES"],
        ["diff", "721-v1", "721-v1"],
        ["export", "721-v1", "--xlsx", "BOOK"],
    ],
)
def test_no_deed_starts_qt(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "FILE").write_text(json.dumps(CAR))
    (tmp_path / "LINES").write_text(json.dumps({"facts": CAR}) + "\n")
    script = "import sys; from inspector_app import __main__; code = __main__.main(sys.argv[1:]); print('PySide6' in sys.modules, file=sys.stderr); sys.exit(code)"
    root = Path(policy.__file__).resolve().parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", script, "policy", *words],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr.decode().strip()) == (0, "False")
