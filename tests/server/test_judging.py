"""The centre decides again; whatever goes wrong with that keeps no line out."""

import msgspec
import pytest

from inspector_app.domain.events import FindingRecorded
from inspector_app.domain.policy import engine, facts
from sync.server import judging
from tests import policies
from tests.server.laptop import a_finding


def recorded() -> FindingRecorded:
    """A finding that the engine can decide: the first worked case."""
    case = dict(policies.cases()[0]["input"])
    said = a_finding(category=case["category"], facts=facts.seal(case, policies.catalogue()))
    return msgspec.convert(msgspec.json.decode(said.body) | {"about": "f-1"}, FindingRecorded)


def test_what_the_engine_did_not_foresee_leaves_the_finding_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise IndexError

    judge = judging.load_judge()
    assert judge.judge(recorded()).tier
    monkeypatch.setattr(engine, "decide", broken)

    assert judge.judge(recorded()) == judging.Again()
