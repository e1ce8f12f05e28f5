"""The proof over packs that a test has changed, and the laws that came with the program."""

from collections.abc import Mapping
from functools import cache

from inspector_app.cli import policy_check
from inspector_app.domain.policy import pack
from inspector_app.domain.policy.engine import decide
from inspector_app.domain.policy.proof import schema
from inspector_app.domain.policy.proof.check import check
from inspector_app.domain.policy.proof.findings import Finding, Report
from inspector_app.domain.policy.proof.laws import Laws
from inspector_app.domain.policy.proof.survey import Survey, questions
from inspector_app.domain.policy.tables import read
from tests.policies import catalogue, tables

SOUND = "721-v1.1"


@cache
def laws() -> Laws:
    return policy_check.laws()


def mutated(table: str, old: str, new: str, name: str = SOUND) -> dict[str, bytes]:
    """A sound pack with one text replaced once."""
    files = tables(name)
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
