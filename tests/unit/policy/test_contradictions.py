"""Contradicting answers are a table of the pack: named, provisional, and in both languages."""

import pytest

from inspector_app.domain.policy import pack
from inspector_app.domain.policy.engine import decide
from inspector_app.domain.policy.tables import PackProblem
from tests.policies import shipped, tables

HEAD = "no,category,when,missing,zh,en\n"
REFUSES = {"category": "stall", "road_class": "branch", "attitude": "refuses", "corrected_on_site": True}
NAME = "721-v1.1"


def with_lines(lines: str) -> dict[str, bytes]:
    return tables(NAME) | {"contradictions.csv": (HEAD + lines).encode()}


def test_what_contradicts_is_said_in_both_languages() -> None:
    program = shipped(NAME).programs["stall"]
    assert program.contradicted(REFUSES, "zh") == ("既说拒不改正，又说当场改正；按未改正处理",)
    assert program.contradicted(REFUSES, "en") == ("Refuses, yet corrected on the spot: taken as not corrected",)
    assert program.contradicted(REFUSES | {"corrected_on_site": False}, "zh") == ()


def test_a_contradiction_is_noted_even_where_a_gate_ends_the_evaluation() -> None:
    decision = decide(REFUSES | {"permit": "valid"}, shipped(NAME))
    assert (decision.tier, decision.primary, decision.provisional) == ("none", "ST_PERMIT_OK", True)
    assert decision.missing == ("attitude", "corrected_on_site")


def test_two_contradictions_name_each_fact_once() -> None:
    facts = {"category": "parking", "vehicle": "motor", "driver": "present_refuses", "attitude": "refuses"}
    decision = decide(facts | {"corrected_on_site": True, "plate": "豫A1"}, shipped(NAME))
    assert decision.missing == ("attitude", "corrected_on_site", "driver")
    assert decision.flags.count("provisional") == 1


def test_a_pack_without_the_table_has_none_and_keeps_its_digest() -> None:
    assert not shipped("721-v1").programs["stall"].contradictions
    empty = pack.load(tables("721-v1") | {"contradictions.csv": HEAD.encode()})
    assert empty.digest == shipped("721-v1").digest


def test_another_contradiction_is_another_digest() -> None:
    other = with_lines("1,,attitude = refuses and corrected_on_site,attitude,甲,a\n")
    assert pack.load(other).digest != shipped(NAME).digest


def test_a_contradiction_of_one_category_is_noted_in_that_one_only() -> None:
    only_sites = pack.load(with_lines("1,hoarding,attitude = refuses and corrected_on_site,attitude,甲,a\n"))
    assert not decide(REFUSES | {"permit": "valid"}, only_sites).provisional


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1,,attitude = refused,attitude,甲,a", "unknown_name"),
        ("1,,attitude = = refuses,attitude,甲,a", "bad_condition"),
        ("1,,attitude = refuses,temper,甲,a", "unknown_name"),
        ("1,barking,attitude = refuses,attitude,甲,a", "unknown_name"),
        ("1,,,attitude,甲,a", "missing_text"),
        ("1,,attitude = refuses,,甲,a", "missing_text"),
        ("1,,attitude = refuses,attitude,,a", "missing_text"),
        ("1,,attitude = refuses,attitude,甲,", "missing_text"),
        ("0,,attitude = refuses,attitude,甲,a", "bad_order"),
        ("2,,attitude = refuses,attitude,甲,a\n1,,attitude = obstructs,attitude,乙,b", "bad_order"),
        ("1,,attitude = refuses,attitude,甲", "wrong_columns"),
    ],
)
def test_a_broken_line_is_refused_by_name(line: str, code: str) -> None:
    with pytest.raises(PackProblem) as trouble:
        pack.load(with_lines(line + "\n"))
    assert (trouble.value.code, trouble.value.table) == (code, "contradictions")


def test_a_pack_that_contradicts_needs_the_flag_for_it() -> None:
    files = tables("example-city")
    flags = files["flags.csv"].replace(b"provisional,", b"unclear,")
    rules = files["rules.csv"].replace(b",provisional,", b",unclear,")
    gate = files["fine_gate.csv"].replace(b"(provisional)", b"(unclear)")
    with pytest.raises(PackProblem, match="provisional is not in flags"):
        pack.load(files | {"flags.csv": flags, "rules.csv": rules, "fine_gate.csv": gate})
