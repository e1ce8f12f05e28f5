"""Where findings are, read from the journal's own words."""

from inspector_app.domain.events import DecisionOverridden, FindingWithdrawn
from inspector_app.domain.finding import Tier
from inspector_app.domain.place import Place, PlaceSource
from inspector_app.domain.scatter import TIERS
from inspector_app.storage.store import Store
from tests.storage.builders import a_shift, an_override, record, record_finding

AT = Place(PlaceSource.PIN, 347_731_200, 1_136_857_000)
EARLIER = "2026-10-01T00:00:00.000Z"


def test_findings_with_a_position_are_found_by_shift_and_by_day(store: Store) -> None:
    record(store, a_shift("shift-1"))
    record_finding(store, "f1", place=AT)
    record_finding(store, "f2", place=AT, shift="shift-2", tier=Tier.ENFORCEMENT)
    record_finding(store, "f3", place=AT, observed_at=EARLIER)
    record_finding(store, "f4")  # nobody knows where

    everything, shift, recent = (
        store.reads.scatter(""), store.reads.scatter("", "shift-2"), store.reads.scatter("2026-11-01"),
    )  # fmt: skip
    assert (len(everything), len(shift), len(recent)) == (3, 1, 2)
    assert (shift.lats[0], shift.lons[0], TIERS[shift.tiers[0]]) == (AT.lat_e7, AT.lon_e7, "enforcement")
    rows = store.reads.finding_rows(shift.numbers)
    assert [row.id for row in rows if row is not None] == ["f2"]


def test_withdrawn_ones_are_left_out_and_changed_tiers_count(store: Store) -> None:
    record_finding(store, "f1", place=AT)
    record_finding(store, "f2", place=AT)
    record(
        store,
        FindingWithdrawn("f1", reason="重复"),
        DecisionOverridden("f2", Tier.SERVICE, an_override(Tier.ENFORCEMENT)),
    )
    found = store.reads.scatter("")
    assert [TIERS[tier] for tier in found.tiers] == ["enforcement"]


def test_an_empty_laptop_has_none(store: Store) -> None:
    assert len(store.reads.scatter("")) == 0
