"""Going below what safety, obstruction or history decided takes the squad leader's word (domain.md §3.7.9 no. 8)."""

import pytest

from inspector_app.domain.finding import Draft, Override, Tier
from inspector_app.domain.problems import Problem, RuleBroken
from inspector_app.services import findings
from inspector_app.services.deciding import Policy
from inspector_app.storage.store import Store as LaptopStore
from tests import policies
from tests.calendars import calendar
from tests.storage.builders import CLOCK, LI, a_draft, a_shift, record

FIRE_LANE = {"form": "mobile_vendor", "blocks": ["fire_lane"]}
STALL = {"form": "mobile_vendor", "road_class": "main", "corrected_on_site": False}


def save(store: LaptopStore, draft: Draft) -> None:
    with store.unit_of_work() as uow:
        findings.record(uow, draft, policy=Policy(policies.shipped(), policies.catalogue(), calendar()), clock=CLOCK)


def test_going_below_what_safety_decided_needs_a_leader_and_records_nothing_without_one(store: LaptopStore) -> None:
    record(store, a_shift())
    below = Override(Tier.SERVICE, "已通知物业", LI.number)
    with pytest.raises(RuleBroken) as refused:
        save(store, a_draft("f1", facts=FIRE_LANE, override=below))
    assert refused.value.code is Problem.APPROVAL_NEEDED
    assert store.reads.finding("f1") is None


def test_with_the_leaders_word_it_is_recorded_and_names_the_leader(store: LaptopStore) -> None:
    record(store, a_shift())
    save(store, a_draft("f1", facts=FIRE_LANE, override=Override(Tier.SERVICE, "已通知物业", LI.number, "410105-0001")))
    found = store.reads.finding("f1")
    assert found is not None
    assert found.override is not None
    assert (found.row.tier, found.override.approved_by) == (Tier.SERVICE, "410105-0001")


def test_raising_and_lowering_what_only_the_kind_decided_need_a_reason_and_no_leader(store: LaptopStore) -> None:
    record(store, a_shift())
    for number, tier in enumerate((Tier.NONE, Tier.ENFORCEMENT)):
        save(store, a_draft(f"f{number}", facts=STALL, override=Override(tier, "现场情况特殊", LI.number)))
        found = store.reads.finding(f"f{number}")
        assert found is not None
        assert found.row.tier is tier


def test_a_tier_is_lowered_later_only_with_the_leaders_word(store: LaptopStore) -> None:
    record(store, a_shift())
    save(store, a_draft("f1", facts=FIRE_LANE))
    with pytest.raises(RuleBroken) as refused, store.unit_of_work() as uow:
        findings.override(uow, "f1", Tier.MANAGEMENT, reason="已清开", clock=CLOCK)
    assert refused.value.code is Problem.APPROVAL_NEEDED
    with store.unit_of_work() as uow:
        findings.override(uow, "f1", Tier.MANAGEMENT, reason="已清开", approved_by="410105-0001", clock=CLOCK)
    found = store.reads.finding("f1")
    assert found is not None
    assert found.row.tier is Tier.MANAGEMENT
