"""The story of 721-v1.1: each hole of version 1 with its case, as the README beside the tables tells it."""

import csv
from typing import Any

import pytest

from inspector_app import paths
from inspector_app.domain.policy.engine import decide
from tests.policies import cases, shipped

README = (paths.resources() / "policy" / "721-v1.1" / "README.md").read_text(encoding="utf-8")
MENDED = [case for case in cases("721-v1.1") if "hole" in case]
KEPT = {"CF42", "ZSZ18", "ZTC33"}  # what flags and forms rest on, not reasons: two officers, the digging ban, the bay
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in README.splitlines() if line.startswith("| ")]


@pytest.mark.parametrize("case", MENDED, ids=lambda case: case["id"])
def test_a_mended_case_says_what_the_first_version_said(case: dict[str, Any]) -> None:
    before = decide(case["input"], shipped("721-v1"))
    assert (before.tier, before.primary) == (case["v1"]["tier"], case["v1"]["primary"])


@pytest.mark.parametrize("case", MENDED, ids=lambda case: case["id"])
def test_the_story_tells_both_answers_of_a_case(case: dict[str, Any]) -> None:
    told = next(row for row in ROWS if row[1] == case["id"])
    before, after = (f"{said['tier']} {said['primary']}" for said in (case["v1"], case["expected"]))
    assert [told[0], *told[3:5]] == [str(case["hole"]), before, after]
    assert case["title_zh"] in told[2]
    assert told[5] == case["why"]


def test_every_hole_of_the_story_has_a_case_and_articles_of_the_pack() -> None:
    articles = {key for line in _lines("bases.csv") for key in line[:1]}
    holes = {row[0]: row for row in ROWS if len(row) == 4 and row[0].isdigit()}
    assert set(holes) == {str(case["hole"]) for case in MENDED}
    for number, row in holes.items():
        assert set(filter(None, row[3].split("、"))) <= articles, number


def test_every_reason_has_a_basis_or_says_that_none_is_needed() -> None:
    for code, _zh, _en, bases, _measures in _lines("reasons.csv"):
        assert bases, code


def test_no_duty_rests_on_nothing() -> None:
    heavy = {
        rule.code for program in shipped("721-v1.1").programs.values() for rule in program.rules if rule.level >= 2
    }
    assert all(shipped("721-v1.1").bases[code] for code in heavy)


def test_every_article_is_used_and_says_in_short_what_it_says() -> None:
    used = {word for line in _lines("reasons.csv") for word in line[3].split()}
    for key, zh, en, _version, says_zh, says_en in _lines("bases.csv"):
        assert all((zh, en, says_zh, says_en)), key
        assert key in used | KEPT, key


def _lines(table: str) -> list[list[str]]:
    text = (paths.resources() / "policy" / "721-v1.1" / table).read_text(encoding="utf-8-sig")
    return list(csv.reader(text.splitlines()))[1:]
