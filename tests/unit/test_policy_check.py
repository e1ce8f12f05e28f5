import io
import json
from pathlib import Path
from typing import Any

import pytest

from inspector_app.cli import decide, policy
from tests.policies import tables
from tests.proofs import mutated

CITY = "example-city"


def pack(folder: Path, files: dict[str, bytes]) -> str:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return str(folder)


def told(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    said = words if "--lang" in words else (*words, "--lang", "en")
    return policy.run(["check", *said], out, err), out.getvalue(), err.getvalue()


def test_a_sound_pack_is_good_and_says_how_much_was_covered() -> None:
    status, out, _ = told(CITY)
    assert status == 0
    assert "stall: 29 rules" in out
    assert out.splitlines()[-1].startswith(f"{CITY}: good")


def test_a_law_about_what_the_pack_does_not_know_is_named_and_not_passed_over() -> None:
    assert "left out, the pack does not know it: invariants 17" in told(CITY)[1]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> str:
    files = mutated(
        "rules.csv", "hazard = none and location = private", "hazard != imminent and location = private", CITY
    )
    return pack(tmp_path_factory.mktemp("packs") / "p", files)


def test_what_breaks_comes_first_in_one_line_with_facts_that_decide_takes(broken: str, tmp_path: Path) -> None:
    status, out, _ = told(broken)
    assert status == 1
    assert out.splitlines()[0] == "invariant (2)"
    line = out.splitlines()[1]
    assert line.startswith(
        "  invariants 4 parking: a hazard that is possible or not ruled out is at least management; {"
    )
    assert line.endswith("→ none EC_PRIVATE")
    facts = tmp_path / "facts.json"
    facts.write_text(line.partition("; ")[2].partition(" → ")[0], encoding="utf-8")
    answer = io.StringIO()
    assert decide.run(["--pack", "721-v1", "--facts", str(facts)], None, answer, io.StringIO()) == 0


def test_machines_get_the_same_as_one_object(broken: str) -> None:
    status, out, _ = told(broken, "--json")
    answer: dict[str, Any] = json.loads(out)
    assert (status, answer["good"], len(answer["findings"])) == (1, False, 2)
    first = answer["findings"][0]
    assert (first["group"], first["table"], first["line"], first["category"]) == (
        "invariant",
        "invariants",
        "4",
        "parking",
    )
    assert first["examples"][0]["tier"] == "none"
    assert [entry["category"] for entry in answer["covered"]] == ["stall", "hoarding", "parking"]


def test_one_category_is_proved_alone_and_nothing_is_promised_for_the_others() -> None:
    status, out, _ = told(CITY, "--category", "parking")
    assert status == 0
    assert "stall" not in out
    assert out.splitlines()[-1] == f"{CITY}: good, as far as this category goes"
    assert told(CITY, "--category", "boats")[0] == 64


def test_no_such_pack_and_a_malformed_one_are_bad_input(tmp_path: Path) -> None:
    assert told("721-v9")[0] == 2
    files = tables(CITY)
    files["rules.csv"] = files["rules.csv"].replace(b"calm and permit", b"calm and permitted", 1)
    status, _, err = told(pack(tmp_path / "p", files))
    assert status == 2
    assert "rules:3" in err


def test_called_wrongly_it_says_how() -> None:
    status, _, err = told()
    assert status == 64
    assert "inspector policy check PACK" in err


def test_help_names_every_kind_of_fault() -> None:
    from inspector_app.domain.policy.proof.findings import Group

    status, out, _ = told("-h")
    assert status == 0
    assert all(f"\n  {group.value} " in out for group in Group)


def test_a_lawyer_reads_it_in_chinese(broken: str) -> None:
    out = told(broken, "--lang", "zh")[1].splitlines()
    assert out[0] == "违反底线（2）"
    assert "隐患" in out[1]
    assert out[1].endswith("→ none EC_PRIVATE")
    assert out[-1] == f"{CITY}：2 处不合格"
