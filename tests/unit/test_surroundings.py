"""What reference data say about a finding: the street in force then, campaigns, and a history that is never held old against anybody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from inspector_app.domain.finding import Category, Draft, Tier
from inspector_app.domain.ids import iso
from inspector_app.domain.measure import Measure, Taken
from inspector_app.domain.place import Place
from inspector_app.domain.reference.earlier import Earlier
from inspector_app.domain.reference.history import subject_key
from inspector_app.domain.reference.item import Reference
from inspector_app.services import surroundings
from inspector_app.services.deciding import Policy
from tests import calendars, policies
from tests.qt.fakes import FakeReads, a_task

NOW = datetime(2026, 11, 22, 1, 14, tzinfo=UTC)  # 09:14 on a Sunday in Zhengzhou
PARTY = "煎饼车"


def ago(**by: float) -> str:
    return iso(NOW - timedelta(**by))


def a_street(item: str = "js3", /, **changed: Any) -> Reference:
    body = {
        "name": "经三路",
        "mode": "guide",
        "zone": "controlled",
        "hours": [["07:00", "09:30"]],
        "first": "2026-01-01",
    }
    return Reference("street", item, 1, body | changed)


def a_campaign(**changed: Any) -> Reference:
    return Reference(
        "campaign", "winter", 1, {"name": "冬季整治", "first": "2026-11-20", "last": "2026-11-30"} | changed
    )


def a_history(*entries: dict[str, str], subject: str = PARTY) -> Reference:
    return Reference("history", "h1", 1, {"subject": subject, "entries": list(entries)})


def entry(what: str, until: str = "", /, **by: float) -> dict[str, str]:
    return {"at": ago(**by), "what": what, "category": "stall"} | ({"until": until} if until else {})


def reads(*items: Reference, pulled: str = ago(hours=1), **earlier: Earlier) -> FakeReads:
    found = FakeReads(tasks=())
    found.reference_items, found.pulled_at = list(items), pulled
    found.earlier_findings = {key: (one,) for key, one in earlier.items()}
    return found


def a_stall(address: str = "经三路与纬四路口", party: str = PARTY, at: datetime = NOW, **facts: Any) -> Draft:
    said = {"form": "mobile_vendor", "road_class": "branch", "hazard": "none", "attitude": "cooperative"}
    return Draft("f-1", Category.STALL, iso(at), facts=said | facts, place=Place(address=address), party=party)


def facts(found: FakeReads, draft: Draft | None = None) -> dict[str, Any]:
    """What would be filled in, once everything was looked for."""
    draft = draft or a_stall()
    asked = surroundings.asks(draft)
    past = surroundings.past(found, asked, NOW) if asked is not None else None
    return surroundings.known(found, NOW).facts(draft, past)


def an_order(until: str, *, complied: str = "", at: str = ago(days=5)) -> Earlier:
    taken = Taken(Measure("m1", "written_order", until=until), "410105-0317", at)
    return Earlier("f-0", at, Category.STALL, Tier.MANAGEMENT, (taken,), {"m1": complied} if complied else {})


def test_the_street_in_the_address_tells_its_mode_zone_and_window() -> None:
    known = facts(reads(a_street()))
    assert known["street_policy"] == {"mode": "guide", "zone": "controlled", "hours": ["07:00", "09:30"]}
    assert "street_policy" not in facts(reads(a_street()), a_stall("丰庆路 3 号"))


def test_the_policy_in_force_when_it_was_observed_counts_not_that_of_today() -> None:
    found = reads(a_street("v4", last="2026-11-21"), a_street("v5", mode="strict", first="2026-11-22"))
    yesterday = a_stall(at=NOW - timedelta(days=1))

    assert facts(found)["street_policy"]["mode"] == "strict"
    assert facts(found, yesterday)["street_policy"]["mode"] == "guide"


def test_an_item_that_the_centre_limits_in_time_counts_within_it() -> None:
    ended = Reference("street", "js3", 1, a_street().body, valid_to=ago(hours=2))

    assert "street_policy" not in facts(reads(ended))
    assert "street_policy" in facts(reads(ended), a_stall(at=NOW - timedelta(hours=3)))


@pytest.mark.parametrize(
    ("clock", "tolerated"),
    [("18:59", False), ("19:00", True), ("23:59", True), ("00:30", True), ("00:59", True), ("01:00", False)],
)
def test_a_window_across_midnight_is_open_on_both_sides_of_it(clock: str, tolerated: bool) -> None:
    night = a_street(mode="tolerate", zone="regulated", hours=[["19:00", "01:00"]])
    day = "2026-11-22" if clock > "12" else "2026-11-23"
    at = datetime.fromisoformat(f"{day}T{clock}:00+08:00").astimezone(UTC)
    shop = a_stall(at=at, form="shop_overflow", within_line=True, observed_at=f"{day}T{clock}")
    policy = Policy(policies.shipped(), policies.catalogue(), calendars.calendar())

    judged = policy.judge(Category.STALL, shop.facts | facts(reads(night), shop))

    assert judged is not None
    assert (judged.primary == "ST_POLICY_TOLERATED") is tolerated


def test_a_campaign_is_true_where_it_runs_and_false_where_it_is_known_not_to() -> None:
    found = reads(a_campaign(streets=["经三路"], categories=["stall"]))
    assert facts(found)["campaign"] is True
    assert facts(found, a_stall("丰庆路"))["campaign"] is False
    assert "campaign" not in facts(found, a_stall(""))
    assert "campaign" not in facts(reads(pulled=""))


def test_a_campaign_that_is_over_when_the_finding_is_observed_does_not_run() -> None:
    found = reads(a_campaign(last="2026-11-23"))
    assert facts(found, a_stall(at=NOW + timedelta(days=1)))["campaign"] is True
    assert facts(found, a_stall(at=NOW + timedelta(days=2)))["campaign"] is False


def test_streets_and_campaigns_older_than_a_week_are_still_used_and_the_result_is_provisional() -> None:
    found = reads(a_street(), a_campaign(), a_history(), pulled=ago(days=7, minutes=1))
    known = facts(found)
    policy = Policy(policies.shipped(), policies.catalogue(), calendars.calendar())

    judged = policy.judge(Category.STALL, a_stall().facts | known)

    assert (known["street_policy"]["mode"], known["campaign"], known["history"]) == ("guide", True, None)
    assert judged is not None
    assert judged.provisional
    assert surroundings.known(found, NOW).is_old(a_stall())
    assert not surroundings.known(reads(pulled=ago(days=7)), NOW).is_old(a_stall())
    assert "campaign" not in facts(reads(pulled=ago(days=8)))


def test_old_streets_make_it_provisional_also_where_the_centre_tells_no_history() -> None:
    assert facts(reads(a_street(), pulled=ago(days=8)))["history"] is None
    assert "history" not in facts(reads(a_street(), pulled=ago(days=6)))
    assert "history" not in facts(reads(a_street(), pulled=ago(days=8)), a_stall("丰庆路"))


def test_the_history_of_a_party_is_found_however_its_name_is_written() -> None:
    known = facts(reads(a_history(entry("warned", days=3), subject="煎饼 车")))
    assert known["history"]["warnings_30d"] == 1
    assert known["history"]["basis"] == "identity"


def test_a_plate_goes_before_the_party() -> None:
    found = reads(a_history(entry("warned", days=3), subject="豫A·7K213"))
    assert facts(found, a_stall(plate="豫A7K213"))["history"]["warnings_30d"] == 1
    assert facts(found)["history"]["warnings_30d"] == 0


@pytest.mark.parametrize("draft", [a_stall(party=""), a_stall(subject={"known": False})])
def test_without_an_identified_party_the_place_is_asked_and_it_is_said_so(draft: Draft) -> None:
    found = reads(a_history(entry("violated", days=9), subject="经三路与纬四路口"))
    assert facts(found, draft)["history"] == {
        "order": "none", "orders_90d": 0, "warnings_30d": 0, "violations_365d": 1, "basis": "place"
    }  # fmt: skip


def test_of_nobody_and_nowhere_nothing_is_said() -> None:
    assert "history" not in facts(reads(a_history()), a_stall("", ""))


def alone(found: FakeReads) -> FakeReads:
    """A laptop that belongs to no centre."""
    found.overview = replace(found.overview, enrolled=False)
    return found


@pytest.mark.parametrize("found", [alone(reads(pulled="")), reads()])
def test_a_history_that_no_centre_tells_is_left_to_the_officer(found: FakeReads) -> None:
    found.earlier_findings = {subject_key(PARTY): (an_order(ago(days=2)),)}
    assert "history" not in facts(found)


@pytest.mark.parametrize("found", [reads(pulled=""), reads(a_history(), pulled="")])
def test_before_the_centre_has_told_everything_once_no_history_is_known(found: FakeReads) -> None:
    assert facts(found)["history"] is None


def test_a_history_that_is_stale_is_unknown_and_only_makes_it_provisional() -> None:
    found = reads(a_history(), pulled=ago(hours=24, minutes=1))
    found.earlier_findings = {subject_key(PARTY): (an_order(ago(days=2)),)}
    policy = Policy(policies.shipped(), policies.catalogue(), calendars.calendar())

    judged = policy.judge(Category.STALL, a_stall().facts | facts(found))
    without = policy.judge(Category.STALL, a_stall().facts)

    assert facts(found)["history"] is None
    assert judged is not None
    assert without is not None
    assert (judged.tier, judged.provisional) == (without.tier, True)


def test_an_order_of_this_laptop_counts_before_the_centre_has_told_it() -> None:
    found = reads(a_history(subject="别人"), 煎饼车=an_order(ago(days=2)))
    assert facts(found)["history"]["order"] == "overdue"
    found = reads(a_history(subject="别人"), 煎饼车=an_order(iso(NOW + timedelta(hours=1))))
    assert facts(found)["history"]["order"] == "pending"


def test_an_order_that_a_visit_found_complied_with_is_over() -> None:
    found = reads(a_history(subject="别人"), 煎饼车=an_order(ago(days=2), complied=ago(days=3)))
    known = facts(found)["history"]
    assert (known["order"], known["orders_90d"], known["complied_days"]) == ("complied", 1, 3)


@pytest.mark.parametrize(
    ("tier", "measures", "counted"),
    [(Tier.SERVICE, ("explain_and_educate",), (1, 0)), (Tier.SERVICE, ("oral_reminder",), (1, 0)),
     (Tier.SERVICE, ("tidy",), (0, 0)), (Tier.MANAGEMENT, (), (0, 1)), (Tier.ENFORCEMENT, ("explain_and_educate",), (1, 1))],
)  # fmt: skip
def test_what_an_own_finding_adds(tier: Tier, measures: tuple[str, ...], counted: tuple[int, int]) -> None:
    taken = tuple(Taken(Measure(code, code), "410105-0317", ago(days=1)) for code in measures)
    found = reads(a_history(subject="别人"), 煎饼车=Earlier("f-0", ago(days=1), Category.STALL, tier, taken))
    known = facts(found)["history"]
    assert (known["warnings_30d"], known["violations_365d"]) == counted


def test_what_the_centre_told_already_is_not_counted_twice() -> None:
    taken = (Taken(Measure("m", "oral_reminder"), "410105-0317", ago(days=1)),)
    own = Earlier("f-0", ago(days=1), Category.STALL, Tier.SERVICE, taken)
    known = facts(reads(a_history(entry("warned", days=1, hours=1)), 煎饼车=own))
    assert known["history"]["warnings_30d"] == 1


def test_looking_again_is_no_second_breach_but_its_order_counts() -> None:
    task = a_task(about="f-0")
    found = reads(a_history(subject="别人"), 煎饼车=an_order(ago(days=2)))
    found.task_rows = [task]
    draft = Draft(**{**{name: getattr(a_stall(), name) for name in Draft.__slots__}, "task": task.task.id})
    known = facts(found, draft)["history"]
    assert (known["order"], known["violations_365d"]) == ("overdue", 0)
