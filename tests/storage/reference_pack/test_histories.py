"""What a pack says of a subject: counters of a year, rows of ninety days, and how they meet what the feed states."""

from datetime import UTC, datetime

from inspector_app.domain.reference.history import Entry, What, subject_key
from tests.reference_packs import CityPack, city
from tests.storage.reference_pack.conftest import Open
from tests.unit.test_surroundings import NOW, PARTY, a_history, a_stall, entry, facts, reads

KEY = subject_key(PARTY)
AS_OF = "2026-11-20T00:00:00.000Z"


def a_pack() -> CityPack:
    pack = city(4).counted(KEY, "stall", 3, AS_OF).counted(KEY, "parking", 1, AS_OF)
    return pack.happened(KEY, "stall", "warned", "2026-11-10T01:00:00.000Z").happened(KEY, "stall", "danced", AS_OF)


def test_a_subject_has_its_counters_and_rows_and_what_cannot_be_read_costs_itself_alone(opened: Open) -> None:
    found = opened(a_pack()).history(KEY)

    assert found is not None
    assert (found.as_of, found.violations) == (datetime(2026, 11, 20, tzinfo=UTC), {"stall": 3, "parking": 1})
    assert found.entries == (Entry(datetime(2026, 11, 10, 1, tzinfo=UTC), What.WARNED, "stall"),)


def test_nobody_and_a_stranger_have_no_history(opened: Open) -> None:
    pack = opened(a_pack())

    assert (pack.history(""), pack.history("王师傅")) == (None, None)


def test_the_policy_counts_what_the_pack_knew_and_what_the_feed_states(opened: Open) -> None:
    laptop = reads(a_history(entry("violated", days=1)))
    laptop.city_pack = opened(a_pack())

    assert facts(laptop, a_stall(at=NOW))["history"] == {
        "order": "none", "basis": "identity", "orders_90d": 0, "warnings_30d": 1, "violations_365d": 4,
    }  # fmt: skip


def test_a_pack_alone_is_too_old_to_be_held_against_anybody(opened: Open) -> None:
    laptop = reads()
    laptop.city_pack = opened(a_pack())

    assert "history" not in facts(laptop)
