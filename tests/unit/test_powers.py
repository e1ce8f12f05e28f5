"""What a role may do: formal deeds belong to two certified officers, help and guidance to everybody."""

import pytest

from inspector_app.domain.officer import Role
from inspector_app.domain.powers import FORMAL, GUIDING, PERSUADING, Lack, lack, sees_subjects


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("measure", sorted(GUIDING))
def test_everybody_may_guide(role: Role, measure: str) -> None:
    assert lack(measure, role, 0) is None


@pytest.mark.parametrize("measure", sorted(PERSUADING))
def test_an_auxiliary_persuades_and_a_collector_does_not(measure: str) -> None:
    assert lack(measure, Role.AUXILIARY, 0) is None
    assert lack(measure, Role.COLLECTOR, 2) is Lack.ROLE


@pytest.mark.parametrize("role", [Role.COLLECTOR, Role.AUXILIARY])
@pytest.mark.parametrize("measure", [*sorted(FORMAL), "notice", "handover", "a_measure_of_tomorrow"])
def test_who_holds_no_certificate_takes_no_formal_measure_whoever_stands_beside(role: Role, measure: str) -> None:
    assert lack(measure, role, 2) is Lack.ROLE


@pytest.mark.parametrize("measure", sorted(FORMAL))
def test_an_order_needs_two_certified_officers(measure: str) -> None:
    assert lack(measure, Role.OFFICER, 1) is Lack.SECOND_OFFICER
    assert lack(measure, Role.OFFICER, 2) is None


def test_a_certified_officer_alone_hands_over() -> None:
    assert lack("handover", Role.OFFICER, 1) is None


def test_only_a_collector_does_not_see_what_somebody_did_before() -> None:
    assert [role for role in Role if not sees_subjects(role)] == [Role.COLLECTOR]
