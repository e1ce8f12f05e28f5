"""What the role of the signer does not carry, or a second certified officer is missing for, is not written down as done."""

from dataclasses import replace

import pytest

from inspector_app.domain.measure import Measure
from inspector_app.domain.officer import Officer, Role
from inspector_app.domain.problems import Problem, RuleBroken
from inspector_app.services import findings, measures
from inspector_app.services.deciding import Policy
from inspector_app.storage import journal
from inspector_app.storage.store import Store
from tests import policies
from tests.calendars import calendar
from tests.storage.builders import CLOCK, LI, WANG, a_draft, a_shift, record, record_finding

POLICY = Policy(policies.shipped(), policies.catalogue(), calendar())
ORDER, TALK, GUIDE = (
    Measure("m-1", "written_order"),
    Measure("m-2", "explain_and_educate"),
    Measure("m-3", "guide_relief_point"),
)
COLLECTOR, AUXILIARY = replace(LI, role=Role.COLLECTOR), replace(LI, role=Role.AUXILIARY)
UNCERTIFIED = replace(WANG, certificate="")


def save(store: Store, *taken: Measure, sworn: int | None = None) -> None:
    facts = {"form": "mobile_vendor"} | ({} if sworn is None else {"sworn_present": sworn})
    with store.unit_of_work() as uow:
        findings.record(uow, a_draft("f1", facts=facts, measures=taken), policy=POLICY, clock=CLOCK)


def take(store: Store, measure: Measure) -> None:
    with store.unit_of_work() as uow:
        measures.take(uow, "f1", measure, policy=POLICY, clock=CLOCK)


def taken(store: Store) -> int:
    return sum(line.kind == "measure.taken" for line in store.read(lambda c: list(journal.every(c))))


ALLOWED = [(COLLECTOR, None, GUIDE), (AUXILIARY, None, TALK), (LI, None, TALK), (LI, WANG, ORDER)]
REFUSED = [
    (COLLECTOR, WANG, TALK, Problem.NOT_IN_POWER),
    (AUXILIARY, WANG, ORDER, Problem.NOT_IN_POWER),
    (LI, None, ORDER, Problem.SECOND_OFFICER_NEEDED),
    (LI, UNCERTIFIED, ORDER, Problem.SECOND_OFFICER_NEEDED),
]


@pytest.mark.parametrize(("first", "second", "measure"), ALLOWED)
def test_what_the_officers_may_do_is_written_down(
    store: Store, first: Officer, second: Officer | None, measure: Measure
) -> None:
    record(store, a_shift("s1", first, second))
    save(store, measure)
    take(store, measure._replace(id="later"))
    assert taken(store) == 2


@pytest.mark.parametrize(("first", "second", "measure", "why"), REFUSED)
def test_what_they_may_not_do_is_refused_with_the_finding_and_later(
    store: Store, first: Officer, second: Officer | None, measure: Measure, why: Problem
) -> None:
    record(store, a_shift("s1", first, second))
    with pytest.raises(RuleBroken) as refused:
        save(store, GUIDE, measure)
    assert refused.value.code is why
    assert store.reads.finding("f1") is None

    record_finding(store, "f1")
    with pytest.raises(RuleBroken) as refused:
        take(store, measure)
    assert refused.value.code is why
    assert taken(store) == 0


@pytest.mark.parametrize(("second", "sworn", "goes"), [(WANG, 1, False), (None, 2, True), (WANG, 2, True)])
def test_who_was_there_is_what_the_finding_states(
    store: Store, second: Officer | None, sworn: int, *, goes: bool
) -> None:
    record(store, a_shift("s1", LI, second))
    if goes:
        save(store, ORDER, sworn=sworn)
    else:
        with pytest.raises(RuleBroken):
            save(store, ORDER, sworn=sworn)
    assert taken(store) == int(goes)
