"""A sound pack passes the check; a pack with one fault fails, and the finding names the fault with a counter-example."""

import csv
from functools import cache

import pytest

from inspector_app.cli import shell
from inspector_app.domain.policy import facts as policy_facts
from inspector_app.domain.policy.proof import schema
from inspector_app.domain.policy.proof.findings import Finding, Group, Report
from inspector_app.domain.policy.proof.laws import COLUMNS as COLUMNS_OF_LAWS
from inspector_app.domain.policy.proof.laws import Laws, unknown
from inspector_app.domain.policy.state import LEVELS
from inspector_app.domain.policy.tables import COLUMNS, PackProblem
from tests.policies import catalogue, shipped, tables
from tests.proofs import SOUND, confirmed, laws, mutated, proved

CITY = "example-city"
LAW, SOFTER, DEAD, UNREAD = Group.INVARIANT, Group.SOFTER, Group.DEAD, Group.UNREAD


@pytest.mark.parametrize("name", [SOUND, CITY])
def test_a_sound_pack_passes(name: str) -> None:
    report = proved(tables(name))
    assert report.findings == ()
    assert [count.category for count in report.counts] == ["stall", "hoarding", "parking"]
    assert all(count.combinations > 5_000_000 and count.results > 50 for count in report.counts)


# One worker proves the first version, once.
FIRST = pytest.mark.xdist_group("the first version")


@pytest.fixture(scope="module")
def first() -> dict[tuple[str, str, str], Finding]:
    """What the check finds in the first version, by table, line and category."""
    return {(found.table, found.line, found.category): found for found in proved(tables("721-v1")).findings}


@FIRST
@pytest.mark.parametrize(
    ("place", "result"),
    [
        (("invariants", "2", "parking"), "none PM_EMERGENCY_DUTY"),
        (("invariants", "4", "parking"), "none J_PRIVATE_LAND"),
        (("invariants", "16", "hoarding"), "none HD_COMPLIANT"),
        (("invariants", "15", "stall"), "service ST_REGULATED_GUIDE"),
        (("invariants", "10", "stall"), "service LENIENT_MINOR"),
        (("worse", "5", "parking"), "enforcement OV_REFUSAL"),
        (("worse", "22", "stall"), "management REFUSAL_ESCALATE"),
        (("rules", "", "hoarding"), "none NO_FINDING"),
    ],
)
def test_the_known_holes_of_the_first_version_are_found(
    first: dict[tuple[str, str, str], Finding], place: tuple[str, str, str], result: str
) -> None:
    found = first[place]
    assert found.examples[0].result == result
    assert confirmed(found, tables("721-v1"))


@FIRST
@pytest.mark.parametrize(
    ("fact", "category"),
    [
        ("blocks", "stall"),
        ("blocks", "hoarding"),
        ("street_policy.mode", "stall"),
        ("police_strict", "parking"),
    ],
)
def test_answers_that_the_first_version_never_reads_are_found(
    first: dict[tuple[str, str, str], Finding], fact: str, category: str
) -> None:
    assert first["facts", fact, category].group == UNREAD


@FIRST
def test_every_counter_example_is_decided_as_it_says_and_could_be_typed(
    first: dict[tuple[str, str, str], Finding],
) -> None:
    for found in first.values():
        assert confirmed(found, tables("721-v1")), found
        for example in found.examples:
            policy_facts.validate(dict(example.facts), catalogue())


@FIRST
def test_what_gets_softer_gets_softer(first: dict[tuple[str, str, str], Finding]) -> None:
    softer = [found for found in first.values() if found.group == SOFTER and found.line != "22"]
    assert len(softer) > 20
    for found in softer:
        mild, bad = found.examples
        assert LEVELS[bad.tier] < LEVELS[mild.tier]


Fault = tuple[str, str, str, str, Group, str, str]  # table, old, new, category, group, line, says
FAULTS: list[Fault] = [
    # a threshold turned round: the wider the passage, the harder the tier
    ("rules.csv", "passage_left_m < @passage_min", "passage_left_m > @passage_min", "stall", SOFTER, "37", "less"),
    # a rule shadowed by the one above it
    ("rules.csv", "vehicle = motor and driver_refuses", "vehicle = motor", "parking", DEAD, "622", "never reached"),
    # a floor that became a hit: a plea leads below it
    ("rules.csv", "floor,management,FL_FIRE_LANE_CLEARED", "hit,management,FL_FIRE_LANE_CLEARED", "stall", LAW, "3",
     "life-safety"),
    # the same of a drain, of an access feature, and of what a refusal or ten minutes led to
    ("rules.csv", "hard,enforcement,OV_DRAINAGE", "hit,enforcement,OV_DRAINAGE", "hoarding", LAW, "19", "drain"),
    ("rules.csv", "floor,management,FL_DRAIN_CLEARED", "floor,service,FL_DRAIN_CLEARED", "stall", LAW, "20", "drain"),
    ("rules.csv", "floor,management,FL_ACCESS_BLOCKED", "hit,management,FL_ACCESS_BLOCKED", "parking", LAW, "21",
     "blind track"),
    ("rules.csv", "access and not corrected and attitude = refuses,hard", "access and not corrected and attitude = refuses,hit",
     "stall", LAW, "22", "refusal"),
    ("rules.csv", "hard,enforcement,OV_REFUSAL", "hit,enforcement,OV_REFUSAL", "hoarding", LAW, "23", "refusal"),
    ("rules.csv", "628,6,parking,parking,vehicle = motor,hard", "628,6,parking,parking,vehicle = motor,hit", "parking", LAW,
     "24", "police"),
    # leniency without its safety clause
    ("terms.csv", " and not life_safety and not blocks", " and not blocks", "hoarding", LAW, "17", "leniency"),
    # leniency without its look at the history
    ("terms.csv", "history.violations_365d = 0 and ", "", "stall", LAW, "18", "first breach"),
    # a campaign that gives enforcement
    ("rules.csv", "hit,management,CAMPAIGN_TIGHTEN", "hit,enforcement,CAMPAIGN_TIGHTEN", "stall", SOFTER, "22", "campaign"),
    # the fine gate of a car opened
    ("fine_gate.csv", "vehicle = motor,closed_not_our_power", "vehicle = motor,open", "parking", LAW, "12", "car"),
    # the fine gate of a stall opened without an order
    ("fine_gate.csv", "22,stall,,closed_order_first", "22,stall,,open", "stall", LAW, "11", "overdue order"),
    # imminent danger that a plea may lower
    ("rules.csv", "hard,enforcement,OV_IMMINENT_HAZARD", "hit,enforcement,OV_IMMINENT_HAZARD", "hoarding", LAW, "1",
     "imminent"),
    # private ground that hides a hazard
    ("rules.csv", "hazard = none and location = private", "hazard != imminent and location = private", "parking", LAW,
     "4", "hazard"),
    # a site in order needs a cooperative party: whoever refuses falls through
    ("rules.csv", "reasons is empty and hazard = none", "reasons is empty and hazard = none and attitude = cooperative",
     "hoarding", Group.GAP, "", "without any code"),
    # a contradiction that nobody notes any more
    ("contradictions.csv", "1,,attitude = refuses and corrected_on_site,", "1,,attitude = obstructs and corrected_on_site,",
     "stall", LAW, "10", "contradict"),
    # a mode of the street that no rule reads
    ("terms.csv", " or street_policy.mode = guide", "", "stall", UNREAD, "street_policy.mode", "guide"),
    # limits of idle days in the wrong order: the milder line never comes
    ("thresholds.csv", "idle_warn,15", "idle_warn,45", "hoarding", DEAD, "553", "never reached"),
    # a recent repeat that is milder than an old one
    ("rules.csv", "history.complied_days <= @complied_recent", "history.complied_days >= @complied_recent", "stall",
     SOFTER, "9", "sooner"),
    # an exemption that stands above obstruction
    ("rules.csv", "exempt and tier = enforcement and not reasons has any of (OV_OBSTRUCTION, OV_IMMINENT_HAZARD)",
     "exempt and tier = enforcement", "stall", LAW, "1", "obstruction"),
]  # fmt: skip


ALONE = {"24": "parking alone"}  # by line: what another fault would hide


def pack_of(fault: Fault) -> str:
    """Which faulty pack has it: one proof serves all the faults of a category that hide nothing of each other."""
    return ALONE.get(fault[5], fault[3])


@cache
def faulty(name: str) -> tuple[dict[str, bytes], Report]:
    """A pack with all its faults, and what is found in it."""
    mine = [fault for fault in FAULTS if pack_of(fault) == name]
    files = tables(SOUND)
    for table, old, new, *_ in mine:
        files = mutated(table, old, new, files=files)
    return files, proved(files, mine[0][3])


@pytest.mark.parametrize("fault", [pytest.param(one, marks=pytest.mark.xdist_group(pack_of(one))) for one in FAULTS])
def test_each_fault_is_found_and_named(fault: Fault) -> None:
    *_, category, group, line, says = fault
    files, report = faulty(pack_of(fault))
    findings = [found for found in report.findings if (found.group, found.line) == (group, line)]
    assert [found.category for found in findings] == [category]
    assert says in findings[0].text.en
    assert bool(findings[0].examples) is (group != UNREAD)
    assert confirmed(findings[0], files)


def test_a_code_without_an_article_is_found_with_facts_that_lead_to_it() -> None:
    (found,) = proved(without_article("")).findings
    assert (found.group, found.line) == (Group.BASIS, "EC_FIRE")
    assert found.examples[0].primary == "EC_FIRE"


def test_a_duty_may_not_say_that_it_needs_no_article() -> None:
    (found,) = proved(without_article("none")).findings
    assert (found.line, found.text.en) == ("EC_FIRE", "sets a duty, and a duty needs an article")


def without_article(instead: str) -> dict[str, bytes]:
    line = next(line for line in tables(CITY)["reasons.csv"].decode().splitlines() if line.startswith("EC_FIRE,"))
    bases = next(row["bases"] for row in csv.DictReader([",".join(COLUMNS["reasons"]), line]))
    return mutated("reasons.csv", line, line.replace(f",{bases},", f",{instead},"), CITY)


def test_names_that_nothing_uses_and_terms_that_say_nothing_are_found() -> None:
    files = mutated(
        "terms.csv",
        "exempt,(",
        "alone,hazard = none,无隐患,no hazard\nexempt,hazard = none and hazard = imminent and (",
        CITY,
    )
    files |= {"thresholds.csv": files["thresholds.csv"] + "lonely,1,m,无用,used by nothing\n".encode()}
    dead = {(found.table, found.line) for found in proved(files).findings if found.group == DEAD}
    assert {("terms", "alone"), ("terms", "exempt"), ("thresholds", "lonely"), ("rules", "903")} <= dead


def test_a_fact_that_the_catalogue_does_not_know_is_found() -> None:
    (found,) = proved(
        mutated("facts.csv", "emergency_duty,yes_no", "moon_phase,yes_no,,,\nemergency_duty,yes_no", CITY)
    ).findings
    assert (found.group, found.line) == (Group.SCHEMA, "moon_phase")


def test_numbers_multiplied_with_each_other_are_refused_and_never_passed_as_proved() -> None:
    (found,) = proved(
        mutated(
            "terms.csv",
            "measured_area - approved_area > @area_gross_m2",
            "measured_area * approved_area > @area_gross_m2",
            CITY,
        )
    ).findings
    assert (found.group, found.text.en) == (Group.UNPROVED, "a product of two facts is not covered by the proof")


def test_an_excuse_for_what_nobody_can_answer_is_found() -> None:
    (found,) = proved(mutated("neutral.csv", "stall,permit,expired", "stall,permit,outdated", CITY)).findings
    assert (found.group, found.table, found.line) == (Group.SCHEMA, "neutral", "permit")


def test_the_laws_excuse_only_what_somebody_can_answer() -> None:
    scope = schema.widened(shipped(SOUND).scope, catalogue())
    assert list(schema.unheard(laws().neutral, scope)) == []


@pytest.mark.parametrize("name", [SOUND, "721-v1"])
def test_every_law_speaks_about_the_packs_of_the_city(name: str) -> None:
    scope = schema.widened(shipped(name).scope, catalogue())
    asked = [(law.when, law.then) for law in laws().invariants] + [(law.when,) for law in laws().worse]
    assert [unknown(conditions, scope) for conditions in asked] == [""] * len(asked)
    assert {law.fact for law in laws().worse} <= scope.facts.keys()


@pytest.mark.parametrize(
    ("table", "old", "new", "code"),
    [
        ("invariants", "tier = enforcement", "tier = = enforcement", "bad_condition"),
        ("worse", "never_softer", "never_harder", "bad_value"),
        ("worse", "cooperative refuses obstructs", "cooperative", "bad_value"),
        ("neutral", "category,facts", "category,fact", "wrong_columns"),
    ],
)
def test_a_broken_law_is_refused_by_table(table: str, old: str, new: str, code: str) -> None:
    files = {f"{name}.csv": (shell.packs() / f"{name}.csv").read_bytes() for name in COLUMNS_OF_LAWS}
    files[f"{table}.csv"] = files[f"{table}.csv"].replace(old.encode(), new.encode(), 1)
    with pytest.raises(PackProblem) as trouble:
        Laws.load(files)
    assert (trouble.value.code, trouble.value.table) == (code, table)
