import io
import json
from pathlib import Path
from typing import Any

from inspector_app.cli import policy
from inspector_app.domain.policy.difference import KEYS
from inspector_app.domain.policy.tables import COLUMNS
from tests.policies import changed, tables


def pack(folder: Path, files: dict[str, bytes]) -> str:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return str(folder)


def diffed(new: str, *words: str, status: int = 0) -> dict[str, Any]:
    out, err = io.StringIO(), io.StringIO()
    assert policy.run(["diff", "721-v1", new, "--json", *words], out, err) == status, err.getvalue()
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def test_a_pack_does_not_differ_from_itself() -> None:
    told = diffed("721-v1")
    assert told["lines"] == []
    assert told["old"]["digest"] == told["new"]["digest"]


def test_every_table_has_columns_that_name_its_lines() -> None:
    assert {table: set(key) - set(COLUMNS[table]) for table, key in KEYS.items()} == {table: set() for table in COLUMNS}


def test_packs_of_two_cities_differ_in_every_table_they_share() -> None:
    told = diffed("example-city")
    assert {line["table"] for line in told["lines"]} >= {"pack", "rules", "bases", "neutral", "contradictions"}


def test_a_threshold_shows_its_old_and_its_new_value(tmp_path: Path) -> None:
    told = diffed(pack(tmp_path / "p", changed("thresholds.csv", "reminder,10", "reminder,15")))
    assert told["lines"] == [
        {
            "table": "thresholds",
            "key": "reminder",
            "what": "changed",
            "cells": [{"column": "value", "old": "10", "new": "15"}],
        }
    ]


def test_rules_are_found_by_their_numbers(tmp_path: Path) -> None:
    files = tables()
    rules = files["rules.csv"].decode().splitlines()
    gone = next(line for line in rules if line.startswith("567,"))
    came = "568,5,hoarding,,dig_ban_period,note,,,urgent,,,"
    softer = [line.replace("hit,enforcement,PS_SERIOUS", "hit,management,PS_SERIOUS") for line in rules if line != gone]
    place = next(at for at, line in enumerate(softer) if line.startswith("601,"))
    files["rules.csv"] = "\n".join([*softer[:place], came, *softer[place:]]).encode()
    told = diffed(pack(tmp_path / "p", files))
    assert [(line["key"], line["what"]) for line in told["lines"]] == [
        ("567", "removed"),
        ("613", "changed"),
        ("568", "added"),
    ]
    assert told["lines"][1]["cells"] == [{"column": "tier", "old": "enforcement", "new": "management"}]
    assert {"column": "flags", "old": "", "new": "urgent"} in told["lines"][2]["cells"]


def test_texts_and_bases_are_found_by_their_codes(tmp_path: Path) -> None:
    files = changed("reasons.csv", "停放位置规范", "停放规范")
    files["bases.csv"] = files["bases.csv"].replace(b",2021,", b",2026,", 1)
    told = diffed(pack(tmp_path / "p", files))
    assert [(line["table"], line["key"], line["cells"][0]["column"]) for line in told["lines"]] == [
        ("reasons", "PK_COMPLIANT", "zh"),
        ("bases", "CF28", "version"),
    ]


def test_another_order_of_the_same_lines_is_told_once(tmp_path: Path) -> None:
    files = tables()
    head, first, second, *rest = files["questions.csv"].decode().splitlines()
    files["questions.csv"] = "\n".join([head, second, first, *rest]).encode()
    told = diffed(pack(tmp_path / "p", files))
    assert told["lines"] == [{"table": "questions", "key": "", "what": "moved", "cells": []}]
    assert told["old"]["digest"] != told["new"]["digest"]


def test_findings_show_what_the_change_does(tmp_path: Path) -> None:
    new = pack(tmp_path / "p", changed("thresholds.csv", "reminder,10", "reminder,15"))
    car = {"category": "parking", "vehicle": "motor", "road_class": "branch", "driver": "absent"}
    file = tmp_path / "f"
    file.write_text("\n".join(json.dumps({"facts": car | {"reminder_min": minutes}}) for minutes in (5, 12, 13, 20)))
    told = diffed(new, "--on", str(file), "--examples", "1")
    assert told["findings"] == 4
    assert told["changes"]["tiers"] == {
        "enforcement → management": 2,
        "enforcement → enforcement": 1,
        "management → management": 1,
    }
    assert told["changes"]["categories"] == {"parking": {"enforcement → management": 2}}
    assert told["changes"]["rules"] == {"PM_TICKET_HANDOVER → PM_REMINDER_RUNNING": 2}
    assert told["changes"]["fine_gates"] == {"closed_not_our_power → na": 2}
    assert [one["line"] for one in told["changes"]["examples"]] == [2]


def test_bad_lines_are_named_here_too(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("{\n")
    assert diffed("721-v1", "--on", str(tmp_path / "f"), status=2)["bad_lines"]["count"] == 1


def test_people_get_lines(tmp_path: Path) -> None:
    (tmp_path / "f").write_text('{"facts": {"category": "parking", "vehicle": "motor", "reminder_min": 12}}\n')
    out = io.StringIO()
    new = pack(tmp_path / "p", changed("thresholds.csv", "reminder,10", "reminder,15"))
    assert policy.run(["diff", "721-v1", new, "--on", str(tmp_path / "f")], out, io.StringIO()) == 0
    assert "thresholds\n  ~ reminder\n      value: 10 → 15\n" in out.getvalue()
    assert "1 of 1 findings get another tier" in out.getvalue()
