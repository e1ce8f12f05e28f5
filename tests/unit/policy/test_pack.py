import hashlib
import re
from pathlib import Path

import pytest

from inspector_app import paths
from inspector_app.domain.policy import engine, pack
from inspector_app.domain.policy.tables import COLUMNS, DIGESTS, MAX_BYTES, OPTIONAL, PackProblem
from tests.policies import PACKS, catalogue, changed, shipped, tables

RELEASED_BYTES = "ced52acb8d5e7bb33ab15652efbafe8626311345095245cbecf497f6896129ee"
RELEASED_DIGEST = "a716bf0824aa4bee1224fece33804b39f6c286a01bc86f85c405a6413cd5c317"
HEAD = {table: ",".join(columns) + "\n" for table, columns in COLUMNS.items()}


def test_a_pack_is_itself_whatever_a_spreadsheet_does_to_line_ends() -> None:
    rewritten = {name: content.decode("utf-8-sig").replace("\n", "\r\n").encode() for name, content in tables().items()}
    assert pack.load(rewritten).digest == shipped().digest


def test_another_threshold_is_another_digest() -> None:
    assert pack.load(changed("thresholds.csv", "passage_min,1.5", "passage_min,1.6")).digest != shipped().digest


@pytest.mark.parametrize(
    ("table", "old", "new", "code"),
    [
        ("rules.csv", "calm and in_relief_point", "calm and in_relief_pint", "unknown_name"),
        ("rules.csv", "attitude = obstructs", "attitude = obstruct", "unknown_name"),
        ("rules.csv", "attitude = obstructs", "attitude = = obstructs", "bad_condition"),
        ("rules.csv", "attitude = obstructs", "attitude < 3", "unknown_name"),
        ("rules.csv", "idle_days >= @idle_decide", "idle_days >= @idle_decided", "unknown_name"),
        ("rules.csv", ",hard,", ",harder,", "bad_effect"),
        ("rules.csv", "OV_OBSTRUCTION", "OV_OBSTRUCTED", "unknown_name"),
        ("rules.csv", "urgent", "urgently", "unknown_name"),
        ("rules.csv", "202,2,", "199,2,", "bad_order"),
        ("rules.csv", "206,2,,drain", "206,2,,life_safety", "bad_order"),
        ("rules.csv", "stall parking", "stall barking", "unknown_name"),
        ("terms.csv", "corrected,corrected_on_site", "corrected,access", "unknown_name"),
        ("terms.csv", "corrected,corrected_on_site", "hazard,corrected_on_site", "name_taken"),
        ("facts.csv", "history.order,word", "histories.order,word", "name_taken"),
        ("facts.csv", "attitude,word", "attitude,words", "bad_value"),
        ("facts.csv", ",cooperative\n", ",friendly\n", "bad_value"),
        ("thresholds.csv", "22:00", "24:00", "bad_value"),
        ("thresholds.csv", "passage_min,1.5", "passage_min,-1", "bad_value"),
        ("fine_gate.csv", "13,parking,,open", "13,parking,tier = none,open", "open_end"),
        ("fine_gate.csv", "13,parking,,open", "13,parking,,ajar", "unknown_name"),
        ("reasons.csv", "ZSR52", "ZSR53", "unknown_name"),
        ("reasons.csv", "log_visit", "log_visits", "unknown_name"),
        ("reasons.csv", "A valid temporary permit", "", "missing_text"),
        ("reasons.csv", "until:1wd", "until:tomorrow", "bad_value"),
        ("thresholds.csv", "sworn,2", "warned,2", "twice"),
        ("questions.csv", ",attitude,refuses", ",attitude,refused", "bad_value"),
        ("pack.csv", "format,1", "format,2", "wrong_format"),
        ("measures.csv", "measure,least_tier", "measure,tier", "wrong_columns"),
    ],
)
def test_a_broken_table_is_refused_by_name_and_line(table: str, old: str, new: str, code: str) -> None:
    with pytest.raises(PackProblem) as trouble:
        pack.load(changed(table, old, new))
    assert (trouble.value.code, trouble.value.table) == (code, table.removesuffix(".csv"))


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"rules.csv": b"\xff"}, "malformed_table"),
        ({"rules.csv": b"x" * (MAX_BYTES + 1)}, "too_large"),
        ({"rules.csv": (HEAD["rules"] + "\n" * 10 + "1," * 20).encode()}, "wrong_columns"),
        ({"rules.csv": (HEAD["rules"] + ",".join("a" * 2001 for _ in COLUMNS["rules"])).encode()}, "too_large"),
        ({"../rules.csv": b""}, "unknown_table"),
        ({"questions.csv": b""}, "wrong_columns"),
    ],
)
def test_hostile_tables_are_bounded(files: dict[str, bytes], code: str) -> None:
    with pytest.raises(PackProblem) as trouble:
        pack.load(tables() | files)
    assert trouble.value.code == code


@pytest.mark.parametrize("step", ["{0} and {0}", "not {0}"])
def test_terms_of_terms_are_bounded_in_number_and_in_depth(step: str) -> None:
    lines = [f"t{number},{step.format(f't{number - 1}') if number else 'campaign'},x,x" for number in range(300)]
    with pytest.raises(PackProblem) as trouble:
        pack.load(tables() | {"terms.csv": (HEAD["terms"] + "\n".join(lines)).encode()})
    assert (trouble.value.code, trouble.value.table) == ("too_large", "terms")


def test_a_pack_without_a_table_is_refused() -> None:
    with pytest.raises(PackProblem, match="rules"):
        pack.load({name: content for name, content in tables().items() if name != "rules.csv"})


@pytest.mark.parametrize("name", PACKS)
def test_every_reason_that_a_rule_can_give_is_used_and_told(name: str) -> None:
    given = {rule.code for program in shipped(name).programs.values() for rule in program.rules} - {""}
    told = {code for kind, code in shipped(name).texts if kind == "reason"}
    assert given | {shipped(name).no_finding} == told


@pytest.mark.parametrize("pack_name", PACKS)
def test_every_fact_of_the_pack_is_one_the_catalogue_can_ask(pack_name: str) -> None:
    for name, fact in shipped(pack_name).scope.facts.items():
        controls = [catalogue().control(category, name) for category in catalogue().categories if _has(category, name)]
        assert controls, name
        assert fact.nullable == any(control.nullable for control in controls), name
        assert fact.words == {choice.value for control in controls for choice in control.values}, name


def _has(category: str, path: str) -> bool:
    return path.partition(".")[0] in catalogue().categories[category]


def test_the_interpreter_knows_no_rule_and_no_threshold() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in Path(engine.__file__).parent.glob("*.py"))
    words = set(re.findall(r"\w+", source))
    codes = {code for kind, code in shipped().texts if kind in ("reason", "refer", "measure")}
    assert not words & codes
    assert not words & (set(shipped().scope.thresholds) | set(shipped().scope.terms))


@pytest.mark.parametrize("name", PACKS)
def test_only_tables_and_their_story_lie_in_a_pack(name: str) -> None:
    lying = {file.name for file in (paths.resources() / "policy" / name).iterdir()}
    assert {f"{table}.csv" for table in COLUMNS if table not in OPTIONAL} <= lying
    assert lying <= {f"{table}.csv" for table in COLUMNS} | {"README.md", DIGESTS}


def test_a_released_pack_is_byte_for_byte_what_it_was() -> None:
    files = hashlib.sha256(b"".join(name.encode() + content for name, content in sorted(tables("721-v1").items())))
    assert files.hexdigest() == RELEASED_BYTES
    assert shipped("721-v1").digest == RELEASED_DIGEST


def test_another_city_needs_no_other_code() -> None:
    lakeside = pack.load(_lakeside())
    decision = engine.decide({"category": "boat", "metres_out": 100.5}, lakeside)
    assert (decision.tier, decision.primary, decision.measures) == ("management", "FAR_OUT", ("call_back",))
    assert engine.decide({"category": "boat", "metres_out": 100}, lakeside).primary == "FINE"


def _lakeside() -> dict[str, bytes]:
    """A whole pack of another city, as small as one can be."""
    lines = {
        "pack": "name,lake-v1\nformat,1\nzh,湖区\nen,Lake\ncategories,boat\nno_finding,FINE\n",
        "facts": "metres_out,number,,,\n",
        "thresholds": "far,100,m,远,far\n",
        "terms": "far_out,metres_out > @far,离岸远,far out\n",
        "rules": "1,1,,,far_out,hit,management,FAR_OUT,,,,\n",
        "fine_gate": "1,,,never,\n",
        "reasons": "FAR_OUT,离岸太远,Too far out,,call_back\nFINE,没有问题,Nothing,,\n",
        "measures": "call_back,service,喊回,Call back\n",
        "words": "gate,never,不罚,never\n",
    }
    return {f"{table}.csv": (HEAD[table] + lines.get(table, "")).encode() for table in COLUMNS}
