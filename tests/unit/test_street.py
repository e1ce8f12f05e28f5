"""Street policy and campaigns: what was in force at the moment of the finding, at the most exact place."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.local_time import LOCAL
from inspector_app.domain.reference.item import BadReference
from inspector_app.domain.reference.street import (
    Campaign,
    StreetPolicy,
    campaigns_at,
    parse_campaign,
    parse_policy,
    policy_at,
)

AT = datetime(2026, 11, 22, 9, 14, tzinfo=LOCAL)
clocks = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.integers(0, 59))


def a_street(item: str = "s1", **changed: Any) -> StreetPolicy:
    body = {"name": "经三路", "version": 4, "mode": "guide", "zone": "controlled", "hours": [["07:00", "09:30"]],
            "line": "门前1.2米红线内", "tolerance": "早餐摊", "first": "2026-01-01", "last": "2026-12-31"}  # fmt: skip
    return parse_policy(item, body | changed)


def a_campaign(**changed: Any) -> Campaign:
    return parse_campaign("c1", {"name": "冬季占道整治", "first": "2026-11-20", "last": "2026-11-30"} | changed)


def test_the_street_in_the_address_is_the_one_that_counts() -> None:
    streets = [a_street(), a_street("s2", name="经五路")]
    assert policy_at(streets, "经三路与纬四路口东北20米", AT) == streets[0]
    assert policy_at(streets, "丰庆路12号", AT) is None


def test_a_spot_goes_before_its_street() -> None:
    spot = a_street("s2", name="经三路与纬四路口")
    assert policy_at([a_street(), spot], "经三路与纬四路口东北20米", AT) == spot


@pytest.mark.parametrize(
    ("first", "last", "there"),
    [("2026-11-22", "2026-11-22", True), ("2026-11-23", None, False), ("2026-01-01", "2026-11-21", False), ("2026-01-01", None, True)],
)  # fmt: skip
def test_the_policy_in_force_at_the_finding_counts(first: str, last: str | None, there: bool) -> None:
    assert (policy_at([a_street(first=first, last=last)], "经三路", AT) is not None) == there


def test_a_day_begins_at_the_citys_midnight() -> None:
    tomorrow = a_street(first="2026-11-23")
    assert policy_at([tomorrow], "经三路", datetime(2026, 11, 22, 23, 59, tzinfo=LOCAL)) is None
    assert policy_at([tomorrow], "经三路", datetime.fromisoformat("2026-11-22T16:00:00+00:00")) == tomorrow


def test_of_two_in_force_the_newer_counts() -> None:
    old, new = a_street(version=4), a_street("s2", version=5)
    assert policy_at([new, old], "经三路", AT) == new


def test_a_street_tells_the_policy_its_mode_zone_and_hours() -> None:
    assert a_street().facts("09:14") == {"mode": "guide", "zone": "controlled", "hours": ["07:00", "09:30"]}
    assert a_street(mode="", hours=None).facts("09:14") == {"zone": "controlled"}


@pytest.mark.parametrize(
    ("clock", "window"),
    [("06:59", ["07:00", "09:30"]), ("07:00", ["07:00", "09:30"]), ("09:30", ["18:00", "01:00"]), ("18:00", ["18:00", "01:00"]),
     ("00:59", ["18:00", "01:00"]), ("01:00", ["07:00", "09:30"])],
)  # fmt: skip
def test_of_several_windows_it_is_the_one_of_the_moment_or_the_next(clock: str, window: list[str]) -> None:
    street = a_street(hours=[["07:00", "09:30"], ["18:00", "01:00"]])
    assert street.facts(clock)["hours"] == window


@given(st.lists(st.tuples(clocks, clocks).filter(lambda pair: pair[0] != pair[1]), min_size=1, max_size=4), clocks)
def test_a_window_that_holds_the_moment_is_always_found(hours: list[tuple[str, str]], clock: str) -> None:
    def holds(start: str, end: str) -> bool:
        return start <= clock < end if start < end else clock >= start or clock < end

    told: Any = a_street(hours=[list(one) for one in hours]).facts(clock)["hours"]
    assert holds(*told) == any(holds(*one) for one in hours)


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"name": " "}, "name"), ({"name": 7}, "name"), ({"mode": "harsh"}, "mode"), ({"zone": "red"}, "zone"),
     ({"hours": [["07:00"]]}, "hours"), ({"hours": [["07:00", "25:00"]]}, "hours"), ({"hours": "07:00"}, "hours"), ({"hours": [["07:00", "07:00"]]}, "hours"),
     ({"hours": [["07:00", "08:00"]] * 9}, "hours"), ({"first": "soon"}, "first"), ({"first": None}, "first"),
     ({"last": "2026-02-30"}, "last"), ({"last": "2025-12-31"}, "last"), ({"version": 0}, "version"),
     ({"version": True}, "version"), ({"line": "x" * 401}, "line")],
)  # fmt: skip
def test_a_body_that_cannot_be_used_states_no_policy_and_names_its_field(
    changed: dict[str, object], field: str
) -> None:
    with pytest.raises(BadReference, match=f"^{field}: "):
        parse_policy("s1", {"name": "经三路", "first": "2026-01-01"} | changed)


def test_a_campaign_runs_on_its_last_day_and_not_after_it() -> None:
    campaign = a_campaign(last="2026-11-22")
    assert campaigns_at([campaign], "经三路", AT, category="stall") == (campaign,)
    assert campaigns_at([campaign], "经三路", AT.replace(day=23), category="stall") == ()


def test_a_campaign_keeps_to_its_streets_and_kinds() -> None:
    campaign = a_campaign(streets=["经三路"], categories=["stall"])
    assert campaigns_at([campaign], "经三路12号", AT, category="stall") == (campaign,)
    assert campaigns_at([campaign], "经三路12号", AT, category="parking") == ()
    assert campaigns_at([campaign], "丰庆路", AT, category="stall") == ()


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"name": ""}, "name"), ({"last": None}, "last"), ({"last": "2026-11-19"}, "last"), ({"streets": [""]}, "streets"),
     ({"categories": "stall"}, "categories"), ({"categories": ["stalls"]}, "categories")],
)  # fmt: skip
def test_a_body_that_cannot_be_used_states_no_campaign_and_names_its_field(
    changed: dict[str, object], field: str
) -> None:
    with pytest.raises(BadReference, match=f"^{field}: "):
        parse_campaign("c1", {"name": "x", "first": "2026-11-20", "last": "2026-11-30"} | changed)
