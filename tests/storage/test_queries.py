"""Screens get what the lines say, filtered, counted and searched."""

import hashlib
import threading

import pytest

from inspector_app.domain.events import DecisionOverridden, FindingAmended, FindingWithdrawn, PhotoTaken, ShiftClosed
from inspector_app.domain.finding import Category, Tier
from inspector_app.services.ports import FindingFilter, Reads, Send, TierCounts
from inspector_app.storage import arrivals, journal
from inspector_app.storage.reading import Reading
from inspector_app.storage.search import query
from inspector_app.storage.store import Store
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from tests.storage.builders import (
    LI,
    WANG,
    a_finding,
    a_photo,
    a_shift,
    an_override,
    record,
    record_finding,
)


def satisfies_the_port(reads: Reading) -> Reads:
    """mypy proves it."""
    return reads


def names(store: Store, **wanted: object) -> list[str]:
    filtered = FindingFilter(**wanted)  # type: ignore[arg-type]
    ids = store.reads.finding_ids(filtered)
    rows = store.reads.finding_rows(ids)
    assert store.reads.finding_count(filtered) == len(ids)
    assert list(store.reads.first_rows(filtered, 5000)) == list(rows)
    return [row.id for row in rows if row is not None]


def test_a_list_is_newest_first(store: Store) -> None:
    for name in ("f1", "f2", "f3"):
        record(store, a_finding(name))
    assert names(store) == ["f3", "f2", "f1"]
    assert [row.id for row in store.reads.first_rows(FindingFilter(), 2)] == ["f3", "f2"]


def test_a_list_is_filtered_by_shift_tier_and_sending(store: Store) -> None:
    record(store, a_finding("f1"), a_finding("f2", shift="s2"), a_finding("f3", tier=Tier.ENFORCEMENT))
    assert names(store, shift="s2") == ["f2"]
    assert names(store, tier=Tier.ENFORCEMENT) == ["f3"]
    assert names(store, shift="shift-1", tier=Tier.SERVICE, unsent_only=True) == ["f1"]
    assert names(store, shift="s2", tier=Tier.ENFORCEMENT) == []


def test_a_row_that_is_gone_is_none(store: Store) -> None:
    record(store, a_finding("f1"))
    number = store.reads.finding_ids(FindingFilter())[0]
    rows = store.reads.finding_rows([999, number, -1])
    assert [row and row.id for row in rows] == [None, "f1", None]


def test_rows_beyond_one_page_come_in_the_order_asked_for(store: Store) -> None:
    record(store, *(a_finding(f"f{n}") for n in range(1200)))
    numbers = list(store.reads.finding_ids(FindingFilter()))
    shuffled = numbers[::7] + numbers[1::3]
    rows = store.reads.finding_rows(shuffled)
    by_number = dict(zip(numbers, names(store), strict=True))
    assert [row and row.id for row in rows] == [by_number[number] for number in shuffled]


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"facts": {"form": "mobile_vendor"}}, "mobile_vendor"),
        ({"facts": {"form": "shop_overflow", "goods": "open_bbq"}}, "open_bbq"),
        ({"category": Category.HOARDING, "facts": {"permit": "expired"}}, "expired"),
        ({"category": Category.PARKING, "facts": {"vehicle": "motor"}}, "motor"),
        ({"category": Category.OTHER, "facts": {}, "judgement": None, "type_code": "0803"}, "0803"),
        ({"facts": {}}, ""),
    ],
)
def test_a_row_names_the_kind_of_finding(store: Store, changed: dict[str, object], kind: str) -> None:
    record(store, a_finding("f1", **changed))
    row = store.reads.first_rows(FindingFilter(), 1)[0]
    assert row.kind == kind


def test_a_finding_tells_what_was_said_later(store: Store) -> None:
    record_finding(store, "f1", b"1", note="先", party="张三")
    record(store, FindingAmended("f1", note="后"), PhotoTaken("f1", a_photo(b"2")))
    record(store, DecisionOverridden("f1", Tier.SERVICE, an_override()))
    record(store, FindingWithdrawn("f1", "重复"))
    found = store.reads.finding("f1")
    assert found is not None
    assert (found.note, found.party, found.override) == ("后", "张三", an_override())
    assert (found.row.tier, found.row.overridden, found.row.withdrawn) == (Tier.ENFORCEMENT, True, True)
    assert [shown.photo.size for shown in found.photos] == [1, 1]
    assert [entry.kind for entry in found.history] == [
        "finding.recorded", "photo.taken", "finding.amended", "photo.taken", "decision.overridden", "finding.withdrawn",
    ]  # fmt: skip
    assert found.history[2].body == {"note": "后", "party": ""}


def test_a_finding_keeps_what_the_policy_said(store: Store) -> None:
    said = a_finding("f1", override=an_override(), tier=Tier.ENFORCEMENT, party_absent=True)
    record(store, said)
    found = store.reads.finding("f1")
    assert found is not None
    assert (found.judgement, found.override, found.place) == (said.judgement, said.override, said.place)
    assert (found.facts, found.officer, found.shift, found.party_absent) == (said.facts, LI.number, "shift-1", True)
    assert (found.row.primary, found.row.measures) == ("ST_GUIDE_RP", ("guide_relief_point",))


def test_tiers_are_counted_without_what_was_withdrawn(store: Store) -> None:
    record(store, *(a_finding(f"s{n}") for n in range(3)), a_finding("e", tier=Tier.ENFORCEMENT))
    record(store, a_finding("n", tier=Tier.NONE), a_finding("other", shift="s2"))
    record(store, FindingWithdrawn("s0", "重复"))
    assert store.reads.tier_counts("shift-1") == TierCounts(none=1, service=2, enforcement=1, waiting=5)


def test_what_waits_is_one_number_wherever_it_is_counted(store: Store) -> None:
    """A finding waits until its lines and every photo are at the centre; that it was withdrawn must get there as well."""
    record(store, a_shift("shift-1"))
    record_finding(store, "photographed", b"1")
    record_finding(store, "withdrawn")
    record_finding(store, "whole", b"2")
    last = store.read(journal.head)
    with store.writing() as connection:
        arrivals.acknowledge(connection, last.epoch, last.seq)
        arrivals.mark_photos(connection, [hashlib.sha256(b"2").hexdigest()], arrived=True)
    record(store, FindingWithdrawn("withdrawn", "重复"))
    listed = store.reads.finding_ids(FindingFilter(unsent_only=True))
    assert len(listed) == 2
    assert store.reads.tier_counts("").waiting == 2
    assert store.reads.tier_counts("shift-1").waiting == 2
    assert store.reads.sync_overview().unsent_findings == 2


def test_others_unsent_lines_are_counted_for_whoever_works_now(store: Store) -> None:
    record(store, a_shift("s1"), a_finding("f1"), ShiftClosed("s1", 1, 0))
    assert store.reads.sync_overview().others == ()
    record(store, a_shift("s2", WANG), officer=WANG.number)
    overview = store.reads.sync_overview()
    assert [(other.officer, other.lines) for other in overview.others] == [(LI.number, 3)]
    assert (overview.last_seq, overview.unsent_lines, overview.unsent_findings) == (5, 5, 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("井", ["f2", "f1"]),
        ("井盖", ["f2", "f1"]),
        ("盖井", []),
        ("井盖破损", ["f1"]),
        ("井损", []),
        ("纬四 井盖", ["f2", "f1"]),
        ("豫A12", ["f1"]),
        ("豫a12345", ["f1"]),
        ("Ａ１２３", ["f1"]),
        ("12", []),
        ("喆", ["f3"]),
        ("𬭎", ["f3"]),
        ("\U00030edd", ["f3"]),
        ("0803", ["f3"]),
        ('" OR *', []),
        ("路口损", []),
    ],
)
def test_findings_are_found_by_any_run_of_signs(store: Store, text: str, found: list[str]) -> None:
    record(store, a_finding("f1", note="井盖破损", party="豫A12345"), a_finding("f2", note="雨水井盖 移位"))
    record(
        store, a_finding("f3", party="王喆 𬭎 \U00030edd 镕", category=Category.OTHER, type_code="0803", judgement=None)
    )
    record(store, a_finding("f4", note="没有"))
    assert names(store, text=text) == found


def test_nothing_to_look_for_filters_nothing(store: Store) -> None:
    record(store, a_finding("f1"))
    assert query(" ，。") == ""
    assert names(store, text=" ，。") == ["f1"]


def test_words_and_filters_go_together(store: Store) -> None:
    record(store, a_finding("f1", note="井盖"), a_finding("f2", note="井盖", tier=Tier.ENFORCEMENT, shift="s2"))
    assert names(store, text="井盖", tier=Tier.ENFORCEMENT) == ["f2"]
    assert names(store, text="井盖", shift="shift-1", unsent_only=True) == ["f1"]


def test_an_amended_finding_is_found_by_its_new_words_only(store: Store) -> None:
    record(store, a_finding("f1", note="旧话"))
    record(store, FindingAmended("f1", note="新词", party="李四"))
    assert names(store, text="旧话") == []
    assert names(store, text="新词 李四 经三路") == ["f1"]


def test_a_fresh_finding_waits(store: Store) -> None:
    record_finding(store, "f1", b"1")
    row = store.reads.first_rows(FindingFilter(), 1)[0]
    assert (row.send, row.photos, row.photos_arrived) == (Send.WAITING, 1, 0)


def test_readers_on_other_threads_are_never_kept_waiting(store: Store) -> None:
    record(store, a_finding("f1"))
    counted: list[int] = []
    with store.unit_of_work():
        reader = threading.Thread(target=lambda: counted.append(store.reads.finding_count(FindingFilter())))
        reader.start()
        reader.join(5)
    assert counted == [1]


def test_a_closed_store_answers_with_a_code(store: Store) -> None:
    store.close()
    with pytest.raises(StorageTrouble) as trouble:
        store.reads.drafts()
    assert trouble.value.code is StorageCode.UNREADABLE
