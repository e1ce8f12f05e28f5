"""The figures of the 721 screen come from what the lines say, and leave out what was withdrawn."""

from typing import Any

from inspector_app.domain.events import DecisionOverridden, FindingWithdrawn, ShiftOpened, VisitPlanned
from inspector_app.domain.figures import Change, Figures, FigureScope, Repeat
from inspector_app.domain.finding import Category, Override, Tier
from inspector_app.domain.place import Place
from inspector_app.domain.shares import Mix
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from tests.storage.builders import LI, WANG, a_finding, a_judgement, a_shift, record
from tests.storage.feed_items import item, page

ALL = {"since": "2026-01-01T00:00:00.000Z", "until": "2028-01-01T00:00:00.000Z"}


def figures(store: Store, **scope: Any) -> Figures:
    return store.reads.figures(FigureScope(**ALL | scope))


def on(day: str, name: str, **changed: Any) -> Any:
    return a_finding(name, observed_at=f"{day}T01:14:05.000Z", **changed)


def test_an_empty_laptop_has_no_figures(store: Store) -> None:
    assert figures(store) == Figures()


def test_findings_are_counted_by_category_and_tier_and_withdrawn_ones_are_not(store: Store) -> None:
    record(store, a_shift(), a_finding("f1"), a_finding("f2", tier=Tier.MANAGEMENT), a_finding("f3"),
           a_finding("f4", category=Category.PARKING, tier=Tier.ENFORCEMENT), a_finding("f5", tier=Tier.NONE),
           FindingWithdrawn("f3", "重复"))  # fmt: skip
    found = figures(store)
    assert found.mix == Mix(1, 1, 1, 1)
    assert found.by_category == (("parking", Mix(enforcement=1)), ("stall", Mix(1, 1, 0, 1)))


def test_a_period_takes_its_first_moment_and_not_its_last(store: Store) -> None:
    record(store, a_shift(), on("2026-11-01", "f1"), on("2026-11-02", "f2"), on("2026-11-03", "f3"))
    assert figures(store, since="2026-11-01T01:14:05.000Z", until="2026-11-03T01:14:05.000Z").mix.service == 2


def test_the_days_of_the_trend_are_local_ones(store: Store) -> None:
    late = a_finding("f1", observed_at="2026-11-01T15:59:59.999Z")
    record(store, a_shift(), late, a_finding("f2", observed_at="2026-11-01T16:00:00.000Z"))
    assert [day for day, _ in figures(store).trend] == ["2026-11-01", "2026-11-02"]


def at(name: str, address: str, **changed: Any) -> Any:
    return a_finding(name, place=Place(address=address), **changed)


def test_streets_and_shifts_are_counted_apart_the_busiest_first_and_other_places_last(store: Store) -> None:
    other = ShiftOpened("s2", LI, None, "经八路街道", "", "")
    record(store, a_shift(), other, at("f1", "花园路 32 号门前"), at("f2", "经三路与纬四路口", shift="s2"),
           at("f3", "郑州市金水区经三路", shift="s2"), at("f4", "人民公园", shift="s2"))  # fmt: skip
    assert figures(store).by_street == (("经三路", Mix(2)), ("花园路", Mix(1)), ("", Mix(1)))
    assert figures(store, street="经三路").mix.service == 2
    assert figures(store, street="经三路").by_street == figures(store).by_street
    assert figures(store, shift="shift-1").mix.service == 1


def test_the_citys_own_names_of_streets_come_first(store: Store) -> None:
    said = {"kind": "street", "id": "北段", "version": 1, "body": {"name": "纬四路北段", "first": "2026-01-01"}}
    LaptopSyncStore(store).apply([page(item(1, "reference.stated", **said))])
    record(store, a_shift(), at("f1", "经三路与纬四路北段口"), at("f2", "纬四路 8 号"))
    assert dict(figures(store).by_street) == {"纬四路北段": Mix(1), "纬四路": Mix(1)}


def test_of_who_signed_only_the_number_is_told(store: Store) -> None:
    record(store, a_shift(), ShiftOpened("s2", WANG, None, "花园路中队", "", ""), a_finding("f1"), a_finding("f2"),
           a_finding("f3", shift="s2"))  # fmt: skip
    assert (figures(store).officers, figures(store, shift="shift-1").officers) == (2, 1)


def test_overrides_are_told_by_both_tiers_with_the_reason_given_most_often(store: Store) -> None:
    record(store, a_shift(), a_finding("f1", tier=Tier.MANAGEMENT, override=Override(Tier.MANAGEMENT, "多次投诉", "1")))
    for name, reason in (("f2", "当场改正"), ("f3", "多次投诉"), ("f4", "老人")):
        record(store, a_finding(name), DecisionOverridden(name, Tier.SERVICE, Override(Tier.MANAGEMENT, reason, "1")))
    found = figures(store)
    assert found.changes == (Change("service", "management", 4, "多次投诉"),)
    assert found.overridden == 4


def test_an_override_that_says_what_the_policy_said_and_the_tier_of_another_event_are_no_change(store: Store) -> None:
    own = Override(Tier.MANAGEMENT, "井盖破损", "1")
    record(store, a_shift(), a_finding("f1", override=Override(Tier.SERVICE, "同意", "1")),
           a_finding("f2", category=Category.OTHER, judgement=None, tier=Tier.MANAGEMENT, override=own))  # fmt: skip
    assert figures(store).changes == ()


def test_leniency_is_counted_by_the_codes_of_the_pack(store: Store) -> None:
    record(store, a_shift(), a_finding("f1", judgement=a_judgement(primary="LENIENT_FIRST")), a_finding("f2"))
    assert figures(store, lenient=("LENIENT_FIRST", "LENIENT_MINOR")).lenient == 1
    assert figures(store).lenient == 0


def test_a_party_found_again_counts_within_its_days_and_for_the_same_kind_only(store: Store) -> None:
    car: dict[str, Any] = {"category": Category.PARKING}
    record(store, a_shift(),
           on("2026-01-01", "f1", party="王 记·早点"), on("2026-01-31", "f2", party="王记早点"),  # 30 days later
           on("2027-01-30", "f3", party="王记早点", tier=Tier.ENFORCEMENT),  # 364 days after the second
           on("2026-02-01", "f4", **car, party="王记早点"), on("2026-02-02", "f5"))  # fmt: skip
    assert figures(store).repeats == (Repeat("service", 3, 1, 2), Repeat("enforcement", 1, 0, 0))


def test_a_plate_is_the_party_of_a_car(store: Store) -> None:
    car: dict[str, Any] = {"category": Category.PARKING, "party": "", "tier": Tier.MANAGEMENT}
    record(store, a_shift(), on("2026-01-01", "f1", **car, facts={"plate": "豫A·12345"}),
           on("2026-01-05", "f2", **car, facts={"plate": "豫a12345"}))  # fmt: skip
    assert figures(store).repeats == (Repeat("management", 2, 1, 1),)


def test_when_nothing_was_found_or_it_was_withdrawn_the_party_did_not_come_again(store: Store) -> None:
    record(store, a_shift(), on("2026-01-01", "f1", party="王记"), on("2026-01-02", "f2", party="王记", tier=Tier.NONE),
           on("2026-01-03", "f3", party="王记"), FindingWithdrawn("f3", "重复"))  # fmt: skip
    assert figures(store).repeats == (Repeat("service", 1, 0, 0),)


def test_looking_again_at_what_was_found_is_no_second_breach(store: Store) -> None:
    car: dict[str, Any] = {"category": Category.PARKING, "party": "", "facts": {"plate": "豫A·12345"}}
    visit = VisitPlanned("f1", "v1", "2026-01-01T01:24:05.000Z", "provisional")
    record(store, a_shift(), on("2026-01-01", "f1", **car, tier=Tier.MANAGEMENT), visit,
           on("2026-01-02", "f2", **car, tier=Tier.ENFORCEMENT, task="v1"))  # fmt: skip
    assert figures(store).repeats == (Repeat("management", 1, 0, 0), Repeat("enforcement", 1, 0, 0))
    record(store, on("2026-01-03", "f3", **car, tier=Tier.SERVICE))
    assert figures(store).repeats[1] == Repeat("management", 1, 1, 1)
