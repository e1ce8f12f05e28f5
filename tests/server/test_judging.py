"""The centre decides again with the pack that the line names; whatever goes wrong with that keeps no line out."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from inspector_app import paths
from inspector_app.domain.events import FindingRecorded
from inspector_app.domain.finding import Category, Tier
from inspector_app.domain.judgement import Judgement
from inspector_app.domain.policy import engine
from inspector_app.domain.policy.tables import PackProblem
from inspector_app.services.deciding import Policy
from sync.server import judging
from tests import policies
from tests.calendars import calendar
from tests.property import fact_space
from tests.server.laptop import a_finding

JUDGE = judging.load_judge()
WORKED = [
    pytest.param(pack, case, id=f"{pack}/{case['id']}") for pack in policies.PACKS for case in policies.cases(pack)
]
laws = settings(max_examples=100)


def recorded(facts: dict[str, Any], under: str = "721-v1.1", **judged: Any) -> FindingRecorded:
    """The line of a finding as a laptop seals it under this pack; `judged` replaces what it said."""
    policy = Policy(policies.shipped(under), policies.catalogue(), calendar())
    category, asked = Category(facts["category"]), {name: facts[name] for name in facts if name != "category"}
    judgement = policy.judge(category, asked)
    assert judgement is not None
    said = a_finding(
        category=category.value, facts=policy.sealed(category, asked),
        judgement=msgspec.to_builtins(replace(judgement, **judged)),
    )  # fmt: skip
    return msgspec.convert(msgspec.json.decode(said.body) | {"about": "f-1"}, FindingRecorded)


def first_case() -> dict[str, Any]:
    return dict(policies.cases()[0]["input"])


@pytest.mark.parametrize(("pack", "case"), WORKED)
def test_the_centre_decides_every_worked_case_as_the_laptop_did(pack: str, case: dict[str, Any]) -> None:
    again = JUDGE.judge(recorded(case["input"], pack))
    assert again == judging.Again(case["expected"]["tier"], case["expected"]["primary"], ())


@pytest.mark.parametrize("pack", policies.PACKS)
@given(facts=fact_space.facts(policies.catalogue()))
@laws
def test_the_centre_decides_any_facts_as_the_laptop_did(pack: str, facts: dict[str, Any]) -> None:
    line = recorded(facts, pack)
    assert line.judgement is not None
    assert JUDGE.judge(line) == judging.Again(line.judgement.tier.value, line.judgement.primary, ())


def test_each_line_is_decided_with_the_pack_that_it_names() -> None:
    in_the_lane = next(case["input"] for case in policies.cases("721-v1.1") if case["id"] == "ST103")
    tiers = {pack: JUDGE.judge(recorded(in_the_lane, pack)).tier for pack in ("721-v1", "721-v1.1")}
    assert tiers == {"721-v1": "service", "721-v1.1": "management"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tier", "enforcement"),
        ("primary", "ST_GUIDE_RP"),
        ("flags", ("urgent",)),
        ("missing", ("plate",)),
        ("fine_gate", "open"),
    ],
)
def test_whatever_the_laptop_said_otherwise_is_named(field: str, value: Any) -> None:
    assert JUDGE.judge(recorded(first_case(), **{field: value})).differs == (field,)


def test_a_line_from_before_the_guard_was_noted_does_not_differ() -> None:
    overdue = next(case["input"] for case in policies.cases() if case["id"] == "ST18")
    assert JUDGE.judge(recorded(overdue, guard=Tier.NONE)).differs == ()


@pytest.mark.parametrize("unknown", [{"pack": "722-v9"}, {"pack_digest": "0" * 64}])
def test_a_pack_or_an_edition_that_the_centre_does_not_have_is_not_guessed(unknown: dict[str, str]) -> None:
    assert JUDGE.judge(recorded(first_case(), **unknown)) == judging.Again()


def test_an_older_line_that_names_no_edition_is_decided_by_the_name() -> None:
    assert JUDGE.judge(recorded(first_case(), pack_digest="")).tier == "none"


def test_what_the_engine_did_not_foresee_leaves_the_finding_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise IndexError

    line = recorded(first_case())
    assert JUDGE.judge(line).tier
    monkeypatch.setattr(engine, "decide", broken)

    assert JUDGE.judge(line) == judging.Again()


def test_every_part_of_a_judgement_is_compared_or_known_not_to_be() -> None:
    assert set(judging.COMPARED) | {"pack", "pack_digest", "guard"} == set(Judgement.__slots__)


def test_rules_in_which_a_bit_turned_decide_nothing_and_the_others_go_on(tmp_path: Path) -> None:
    shutil.copytree(paths.resources() / "policy", tmp_path / "policy")
    shutil.copytree(paths.resources() / "catalogue", tmp_path / "catalogue")
    rules = tmp_path / "policy" / "721-v1" / "rules.csv"
    rules.write_bytes(rules.read_bytes().replace(b"management", b"enforcement", 1))
    judge = judging.Judge(tmp_path)
    line = recorded(first_case())

    with pytest.raises(PackProblem, match=r"721-v1: rules\.csv is not as digests\.json names it"):
        judge.judge(recorded(first_case(), "721-v1"))

    assert (list(judge.broken), judge.judge(line)) == (["721-v1"], JUDGE.judge(line))
