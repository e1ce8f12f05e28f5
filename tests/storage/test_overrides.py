"""Going below what safety, obstruction or history decided takes the squad leader's word (domain.md §3.7.9 no. 8)."""

from dataclasses import replace

import pytest

from inspector_app.domain.finding import Category, Draft, Override, Tier
from inspector_app.domain.officer import Role
from inspector_app.domain.problems import Problem, RuleBroken
from inspector_app.domain.reference.leader import body_of
from inspector_app.services import findings
from inspector_app.services.deciding import Policy
from inspector_app.storage.store import Store as LaptopStore
from inspector_app.storage.sync_store import LaptopSyncStore
from tests import policies
from tests.calendars import calendar
from tests.storage.builders import CLOCK, LI, a_draft, a_shift, record
from tests.storage.feed_items import item, page

FIRE_LANE = {"form": "mobile_vendor", "blocks": ["fire_lane"]}
LEADER = "410105-0001"
STALL = {"form": "mobile_vendor", "road_class": "main", "corrected_on_site": False}


def save(store: LaptopStore, draft: Draft) -> None:
    with store.unit_of_work() as uow:
        findings.record(uow, draft, policy=Policy(policies.shipped(), policies.catalogue(), calendar()), clock=CLOCK)


def a_leader(store: LaptopStore) -> None:
    said = {"kind": "leader", "id": LEADER, "version": 1, "body": body_of(LEADER, "周正", "40718263", bytes(16))}
    LaptopSyncStore(store).apply([page(item(1, "reference.stated", **said))])


def test_going_below_what_safety_decided_needs_a_leader_and_records_nothing_without_one(store: LaptopStore) -> None:
    record(store, a_shift())
    below = Override(Tier.SERVICE, "已通知物业", LI.number)
    with pytest.raises(RuleBroken) as refused:
        save(store, a_draft("f1", facts=FIRE_LANE, override=below))
    assert refused.value.code is Problem.APPROVAL_NEEDED
    assert store.reads.finding("f1") is None


def test_with_the_leaders_word_it_is_recorded_and_names_the_leader(store: LaptopStore) -> None:
    record(store, a_shift())
    a_leader(store)
    save(store, a_draft("f1", facts=FIRE_LANE, override=Override(Tier.SERVICE, "已通知物业", LI.number, LEADER)))
    found = store.reads.finding("f1")
    assert found is not None
    assert found.override is not None
    assert (found.row.tier, found.override.approved_by) == (Tier.SERVICE, LEADER)


def test_raising_and_lowering_what_only_the_kind_decided_need_a_reason_and_no_leader(store: LaptopStore) -> None:
    record(store, a_shift())
    for number, tier in enumerate((Tier.NONE, Tier.ENFORCEMENT)):
        save(store, a_draft(f"f{number}", facts=STALL, override=Override(tier, "现场情况特殊", LI.number)))
        found = store.reads.finding(f"f{number}")
        assert found is not None
        assert found.row.tier is tier


def test_a_tier_is_lowered_later_only_with_the_leaders_word(store: LaptopStore) -> None:
    record(store, a_shift())
    a_leader(store)
    save(store, a_draft("f1", facts=FIRE_LANE))
    with pytest.raises(RuleBroken) as refused, store.unit_of_work() as uow:
        findings.override(uow, "f1", Tier.MANAGEMENT, reason="已清开", clock=CLOCK)
    assert refused.value.code is Problem.APPROVAL_NEEDED
    with store.unit_of_work() as uow:
        findings.override(uow, "f1", Tier.MANAGEMENT, reason="已清开", approved_by=LEADER, clock=CLOCK)
    found = store.reads.finding("f1")
    assert found is not None
    assert found.row.tier is Tier.MANAGEMENT


def test_the_word_of_somebody_whom_no_centre_named_is_no_word(store: LaptopStore) -> None:
    record(store, a_shift())
    a_leader(store)
    with pytest.raises(RuleBroken) as refused:
        save(store, a_draft("f1", facts=FIRE_LANE, override=Override(Tier.SERVICE, "已通知物业", LI.number, "nobody")))
    assert refused.value.code is Problem.APPROVAL_WRONG
    save(store, a_draft("f2", facts=FIRE_LANE))
    with pytest.raises(RuleBroken) as refused, store.unit_of_work() as uow:
        findings.override(uow, "f2", Tier.SERVICE, reason="已清开", approved_by="nobody", clock=CLOCK)
    assert refused.value.code is Problem.APPROVAL_WRONG


@pytest.mark.parametrize("role", [Role.COLLECTOR, Role.AUXILIARY])
def test_who_only_suggests_a_tier_cannot_decide_differently(store: LaptopStore, role: Role) -> None:
    record(store, a_shift("s1", replace(LI, role=role)))
    with pytest.raises(RuleBroken) as refused:
        save(store, a_draft("f1", facts=STALL, override=Override(Tier.SERVICE, "现场情况特殊", LI.number)))
    assert refused.value.code is Problem.TIER_NOT_IN_POWER
    save(store, a_draft("f1", facts=STALL))
    with pytest.raises(RuleBroken) as refused, store.unit_of_work() as uow:
        findings.override(uow, "f1", Tier.ENFORCEMENT, reason="现场情况特殊", clock=CLOCK)
    assert refused.value.code is Problem.TIER_NOT_IN_POWER


def test_where_no_policy_decides_anybody_names_the_tier(store: LaptopStore) -> None:
    record(store, a_shift("s1", replace(LI, role=Role.COLLECTOR)))
    own = Override(Tier.MANAGEMENT, "井盖缺失", LI.number)
    save(store, a_draft("f1", category=Category.OTHER, facts={}, type_code="1-1", override=own))
    found = store.reads.finding("f1")
    assert found is not None
    assert found.row.tier is Tier.MANAGEMENT
