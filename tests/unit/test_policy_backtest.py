import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

from inspector_app.cli import findings, policy
from inspector_app.domain.policy.backtest import Finding
from tests.policies import cases, catalogue, changed, tables

STALL = {"category": "stall", "form": "mobile_vendor", "road_class": "secondary"}
WORSE = STALL | {"goods": "open_bbq"}


def backtested(file: Path, *words: str, status: int = 0) -> dict[str, Any]:
    out, err = io.StringIO(), io.StringIO()
    assert policy.run(["backtest", "721-v1", "--on", str(file), "--json", *words], out, err) == status, err.getvalue()
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def lines(file: Path, *entries: object) -> Path:
    text = "".join(
        (entry if isinstance(entry, str) else json.dumps(entry, ensure_ascii=False)) + "\n" for entry in entries
    )
    file.write_bytes(gzip.compress(text.encode()) if file.suffix == ".gz" else text.encode())
    return file


def pack_with(folder: Path, table: str, old: str, new: str) -> Path:
    folder.mkdir()
    for name, content in changed(table, old, new).items():
        (folder / name).write_bytes(content)
    return folder


def test_it_counts_by_tier_category_street_and_rule(tmp_path: Path) -> None:
    told = backtested(lines(tmp_path / "f", *({"facts": case["input"], "street": case["id"][:2]} for case in cases())))
    tiers = [case["expected"]["tier"] for case in cases()]
    assert told["findings"] == len(cases())
    assert {name: told["tiers"][name] for name in ("none", "service", "management", "enforcement")} == {
        name: tiers.count(name) for name in ("none", "service", "management", "enforcement")
    }
    assert sum(row["enforcement"] for row in told["categories"].values()) == tiers.count("enforcement")
    assert sum(row["service"] for row in told["streets"].values()) == tiers.count("service")
    primaries = [case["expected"]["primary"] for case in cases()]
    assert told["rules"]["OV_REFUSAL"]["primary"] == primaries.count("OV_REFUSAL")


def test_shares_leave_out_where_nothing_was_wrong(tmp_path: Path) -> None:
    fine = {"category": "stall", "permit": "valid"}
    told = backtested(lines(tmp_path / "f", *[{"facts": fine}] * 5, *[{"facts": STALL}] * 3, {"facts": WORSE}))
    assert told["tiers"]["none"] == 5
    assert told["tiers"]["shares"] == {"service": 75.0, "management": 25.0, "enforcement": 0.0}


def test_it_tells_what_another_pack_said_instead(tmp_path: Path) -> None:
    strict = pack_with(
        tmp_path / "strict",
        "rules.csv",
        "zone_controlled or corrected,hit,service",
        "zone_controlled or corrected,hit,management",
    )
    file = lines(tmp_path / "f", {"facts": STALL, "id": "F1", "street": "花园路"}, {"facts": WORSE})
    changes = backtested(file, "--against", str(strict))["changes"]
    assert changes["tiers"] == {"management → management": 1, "management → service": 1}
    assert changes["categories"] == {"stall": {"management → service": 1}}
    assert changes["rules"] == {}, "the same rule, only softer"
    assert changes["examples"] == [
        {
            "line": 1,
            "id": "F1",
            "street": "花园路",
            "category": "stall",
            "old": {"tier": "management", "primary": "ST_GUIDE_ALT"},
            "new": {"tier": "service", "primary": "ST_GUIDE_ALT"},
        }
    ]


def test_equals_on_one_street_with_different_tiers_are_found(tmp_path: Path) -> None:
    file = lines(
        tmp_path / "f",
        {"facts": STALL, "street": "花园路", "tier": "service", "id": "A"},
        {"facts": STALL, "street": "农业路", "tier": "management", "id": "B"},
        {"facts": WORSE, "street": "花园路", "tier": "management", "id": "C"},
        {"facts": STALL, "street": "花园路", "tier": "service", "id": "D"},
        {"facts": STALL, "street": "花园路", "tier": "enforcement", "id": "E"},
        {"facts": STALL, "street": "花园路"},
    )
    assert backtested(file)["fairness"] == {
        "compared": 5,
        "groups": 1,
        "findings": 3,
        "examples": [
            {
                "street": "花园路",
                "facts": STALL,
                "tiers": {
                    "service": {"count": 2, "first_line": 1, "first_id": "A"},
                    "enforcement": {"count": 1, "first_line": 5, "first_id": "E"},
                },
            }
        ],
    }


def test_the_time_makes_two_findings_unequal_only_when_a_rule_asks_for_it(tmp_path: Path) -> None:
    window = STALL | {
        "road_class": "branch",
        "street_policy": {"zone": "regulated", "hours": ["18:00", "22:00"]},
        "form": "shop_overflow",
    }
    day, later, evening = (window | {"observed_at": f"2024-05-20T{clock}"} for clock in ("10:00", "11:30", "19:00"))
    first = {"facts": day, "street": "x", "tier": "service"}
    same_hours = backtested(lines(tmp_path / "f", first, {"facts": later, "street": "x", "tier": "none"}))
    assert same_hours["fairness"]["groups"] == 1
    other_hours = backtested(lines(tmp_path / "g", first, {"facts": evening, "street": "x", "tier": "none"}))
    assert other_hours["fairness"]["groups"] == 0


def test_bad_lines_are_named_and_the_good_ones_count(tmp_path: Path) -> None:
    file = lines(
        tmp_path / "f",
        {"facts": STALL},
        "{",
        {"facts": STALL | {"goods": "bread"}},
        '{"facts": {"category": "stall", "category": "stall"}}',
        '{"facts": {"category": "stall", "history": {"order": "none", "order": "overdue"}}}',
        '{"facts": {"category": "stall"}, "street": "a", "street" : "b"}',
        {"facts": STALL, "tier": "harsh"},
        {"facts": STALL, "street": 7},
        {"facts": STALL, "street": "x" * 201},
        {"facts": STALL, "observed_at": "yesterday"},
        {"facts": [STALL]},
        '{"facts": {"category": "stall", "blocks": ' + "[" * 60_000,
        '{"facts": {"category": "stall"}, "id": "' + "x" * findings.MAX_LINE + '"}',
        "",
        {"facts": STALL, "id": 'a "name": in a text'},
    )
    told = backtested(file, status=2)
    assert told["findings"] == 2
    assert told["bad_lines"]["count"] == 12
    assert [(bad["line"], bad["code"], bad["field"]) for bad in told["bad_lines"]["first"]] == [
        (2, "not_json", ""),
        (3, "not_allowed", "goods"),
        (4, "duplicate_field", "category"),
        (5, "duplicate_field", "history.order"),
        (6, "duplicate_field", "street"),
        (7, "not_allowed", "tier"),
        (8, "wrong_type", ""),
        (9, "too_long", "street"),
        (10, "bad_time", "observed_at"),
        (11, "wrong_type", ""),
        (12, "too_deep", ""),
        (13, "too_long", ""),
    ]


def test_only_the_first_bad_lines_are_named_and_all_are_counted(tmp_path: Path) -> None:
    bad = backtested(lines(tmp_path / "f", *["{"] * 50), status=2)["bad_lines"]
    assert (bad["count"], [line["line"] for line in bad["first"]]) == (50, list(range(1, 21)))


def test_the_moment_of_the_finding_counts_where_the_facts_have_none(tmp_path: Path) -> None:
    night = {"category": "stall", "attitude": "obstructs", "hazard": "none"}
    order = {"category": "hoarding", "permit": "none"}
    file = lines(
        tmp_path / "f",
        {"facts": order, "observed_at": "2024-05-20T15:30:00.000Z"},
        {"facts": order, "observed_at": "2024-05-20T23:30"},
        {"facts": order, "observed_at": "2024-05-20T12:00:00+08:00"},
        {"facts": night},
    )
    times = [
        read.facts.get("observed_at")
        for read in findings.read(str(file), catalogue(), {"stall", "hoarding"})
        if isinstance(read, Finding)
    ]
    assert times == ["2024-05-20T23:30", "2024-05-20T23:30", "2024-05-20T12:00", None]


def test_a_compressed_file_is_read_and_a_torn_one_is_a_coded_error(tmp_path: Path) -> None:
    file = lines(tmp_path / "f.gz", *[{"facts": STALL}] * 500)
    assert backtested(file)["findings"] == 500
    file.write_bytes(file.read_bytes()[:-20])
    out = io.StringIO()
    assert policy.run(["backtest", "721-v1", "--on", str(file), "--json"], out, io.StringIO()) == 2
    assert json.loads(out.getvalue())["error"]["code"] == "unreadable"


def test_a_category_that_the_old_pack_did_not_decide_counts_as_undecided(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    for name, content in tables().items():
        text = content.decode()
        if name == "pack.csv":
            text = text.replace("stall hoarding parking", "hoarding parking")
        if name in ("rules.csv", "fine_gate.csv", "questions.csv"):
            kept = [
                line.replace("stall parking", "parking")
                for line in text.splitlines()
                if ",stall," not in line and not line.startswith("stall,")
            ]
            text = "\n".join(kept)
        (old / name).write_bytes(text.encode())
    changes = backtested(lines(tmp_path / "f", {"facts": STALL}), "--against", str(old))["changes"]
    assert changes["tiers"] == {"undecided → service": 1}
    out = io.StringIO()
    assert policy.run(["backtest", str(old), "--on", str(tmp_path / "f"), "--json"], out, io.StringIO()) == 2
    assert json.loads(out.getvalue())["bad_lines"]["first"][0]["code"] == "not_allowed"


def test_people_get_tables(tmp_path: Path) -> None:
    out = io.StringIO()
    file = lines(
        tmp_path / "f",
        {"facts": STALL, "street": "花园路", "tier": "service"},
        {"facts": STALL, "street": "花园路", "tier": "none"},
        "{",
    )
    assert policy.run(["backtest", "721-v1", "--on", str(file), "--against", "721-v1"], out, io.StringIO()) == 2
    for text in (
        "2 findings",
        "bad lines: 1",
        "line 3: not_json",
        "by street",
        "花园路",
        "ST_GUIDE_ALT",
        "service → service",
        "1 groups of equals",
        "0 of 2 findings get another tier",
    ):
        assert text in out.getvalue()


@pytest.mark.parametrize(
    "words",
    [
        ["721-v1"],
        ["--on", "f"],
        ["721-v1", "--on", "f", "--examples", "-1"],
        ["721-v1", "--on", "f", "--examples", "9999999"],
    ],
)
def test_wrong_usage_is_64(words: list[str]) -> None:
    assert policy.run(["backtest", *words], io.StringIO(), io.StringIO()) == 64


@pytest.mark.parametrize(
    "words",
    [["721-v9", "--on", "f"], ["721-v1", "--on", "/nowhere/f"], ["721-v1", "--on", "a\0b"], ["..", "--on", "f"]],
)
def test_what_cannot_be_read_is_2(words: list[str]) -> None:
    assert policy.run(["backtest", *words], io.StringIO(), io.StringIO()) == 2
