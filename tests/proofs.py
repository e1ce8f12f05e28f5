"""The proof over packs that a test has changed, and the laws that came with the program."""

from collections.abc import Mapping, Sequence
from functools import cache

from inspector_app.cli import policy_check
from inspector_app.domain.policy import pack
from inspector_app.domain.policy.engine import decide
from inspector_app.domain.policy.names import Fact
from inspector_app.domain.policy.proof import schema
from inspector_app.domain.policy.proof.check import check
from inspector_app.domain.policy.proof.diagrams import EVERYTHING, Diagrams
from inspector_app.domain.policy.proof.findings import Finding, Report
from inspector_app.domain.policy.proof.laws import Laws
from inspector_app.domain.policy.proof.survey import Survey, questions
from inspector_app.domain.policy.tables import read
from tests.policies import catalogue, tables

SOUND = "721-v1.1"


@cache
def laws() -> Laws:
    return policy_check.laws()


def mutated(
    table: str, old: str, new: str, name: str = SOUND, *, files: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """A sound pack, or these tables, with one text replaced once."""
    files = dict(files or tables(name))
    text = files[table].decode()
    assert text.count(old) == 1, f"{old} stands {text.count(old)} times in {table}"
    return files | {table: text.replace(old, new).encode()}


def proved(files: Mapping[str, bytes], *only: str) -> Report:
    """What the check finds; `only` these categories."""
    return check(files, catalogue(), laws(), only=only)


@cache
def survey(name: str, category: str) -> Survey:
    """One category of a shipped pack, its rules not yet run."""
    files = tables(name)
    policy, rows = pack.load(files), read(files)
    asked = questions(policy, schema.widened(policy.scope, catalogue()), rows, laws(), category)
    return Survey(policy, asked, catalogue().categories[category], category)


def confirmed(found: Finding, files: Mapping[str, bytes]) -> bool:
    """Whether the engine itself decides as the examples of a finding say."""
    policy = pack.load(files)
    decisions = [(decide(example.facts, policy), example) for example in found.examples]
    return all((said.tier, said.primary) == (example.tier, example.primary) for said, example in decisions)


def place(facts: Mapping[str, object], found: Survey) -> list[int]:
    """The point on each axis at which the facts lie."""
    answers = flat(facts, found.asked.scope.facts)
    return [axis.at(answers) for axis in found.space.axes]


def flat(facts: Mapping[str, object], known: Mapping[str, Fact]) -> dict[str, object]:
    """The facts by path, those that the pack reads; a null where null means nothing counts as not answered."""
    answers: dict[str, object] = {}
    for name, value in facts.items():
        fact = known.get(name)
        if isinstance(value, Mapping) and fact is not None and fact.kind == "group":
            answers[name] = {}
            answers |= {f"{name}.{part}": inner for part, inner in value.items() if f"{name}.{part}" in known}
        elif fact is not None:
            answers[name] = value
    return {path: value for path, value in answers.items() if value is not None or known[path].nullable}


def holds(a: int, diagrams: Diagrams, chosen: Sequence[int]) -> bool:
    """Whether a combination, one answer a question, is in a."""
    while a > EVERYTHING:
        a = diagrams.branches[a][chosen[diagrams.levels[a]]]
    return a == EVERYTHING
