"""Twenty thousand findings: lists, counts and searches are those that a plain scan gives."""

from collections.abc import Callable, Iterator

import pytest

from inspector_app.domain.finding import Tier
from inspector_app.services.ports import FindingFilter
from inspector_app.storage import journal, tables
from inspector_app.storage.store import Store
from sync.protocol.lines import ORIGIN, verify
from tests.storage.builders import laptop, record_finding, tables_of
from tests.storage.many import SHIFT_SIZE, Made, fill

pytestmark = pytest.mark.xdist_group("many")  # one worker makes them once
COUNT = 20_000
ROWS = [name for name in tables.PROJECTIONS if name != "findings_text"]


def test_what_is_written_in_bulk_is_what_the_store_would_have_written(store: Store) -> None:
    record_finding(store, "before", b"1")
    made = fill(store, 300)
    record_finding(store, "after", b"2")
    verify(store.device, store.read(lambda c: list(journal.every(c))), after=ORIGIN)
    drawn, found = tables_of(store, *ROWS), store.reads.finding_ids(FindingFilter(text="井盖"))
    store.rebuild()
    assert tables_of(store, *ROWS) == drawn
    assert store.reads.finding_ids(FindingFilter(text="井盖")) == found
    details = store.reads.finding(made[7].id)
    assert details is not None
    assert (details.note, details.place.address, details.row.tier) == (made[7].note, made[7].address, made[7].tier)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[Made]]]:
    with laptop(tmp_path_factory.mktemp("many") / "data") as store:
        yield store, fill(store, COUNT)


FILTERS: dict[str, tuple[FindingFilter, Callable[[Made], bool]]] = {
    "all": (FindingFilter(), lambda one: True),
    "a tier": (FindingFilter(tier=Tier.MANAGEMENT), lambda one: one.tier is Tier.MANAGEMENT),
    "a shift": (FindingFilter(shift="many-321"), lambda one: one.shift == "many-321"),
    "a shift's tier": (
        FindingFilter(shift="many-7", tier=Tier.SERVICE), lambda one: one.shift == "many-7" and one.tier is Tier.SERVICE
    ),
    "unsent": (FindingFilter(unsent_only=True), lambda one: True),
    "an unsent tier": (FindingFilter(tier=Tier.ENFORCEMENT, unsent_only=True), lambda one: one.tier is Tier.ENFORCEMENT),
    "words in a tier": (
        FindingFilter(text="井盖", tier=Tier.ENFORCEMENT), lambda one: "井盖" in one.note and one.tier is Tier.ENFORCEMENT
    ),
    "words in a shift": (
        FindingFilter(text="占道", shift="many-9"), lambda one: "占道" in one.note and one.shift == "many-9"
    ),
    "unsent words": (FindingFilter(text="喆", unsent_only=True), lambda one: "喆" in one.note),
}  # fmt: skip


@pytest.mark.parametrize("name", FILTERS)
def test_a_list_is_what_a_scan_gives(crowd: tuple[Store, list[Made]], name: str) -> None:
    store, made = crowd
    wanted, holds = FILTERS[name]
    expected = [one.number for one in reversed(made) if holds(one)]
    assert list(store.reads.finding_ids(wanted)) == expected
    assert store.reads.finding_count(wanted) == len(expected)
    by_number = {one.number: one.id for one in made}
    assert [row.id for row in store.reads.first_rows(wanted, 50)] == [by_number[n] for n in expected[:50]]


SEARCHES = (
    "井", "盖", "经", "喆", "豫", "井盖", "经营", "占道", "雨水", "路口", "门前", "纬四", "井盖破损", "雨水井盖", "经三路与纬四路口",
    "道经", "渗雨", "记小", "雨水 井盖", "占道 丰庆路", "经七路 喆", "没有这个", "农业路8",
)  # fmt: skip


@pytest.mark.parametrize("text", SEARCHES)
def test_a_search_finds_what_like_finds(crowd: tuple[Store, list[Made]], text: str) -> None:
    store, made = crowd
    pieces = text.split()
    expected = [
        one.number for one in reversed(made) if all(piece in one.note or piece in one.address for piece in pieces)
    ]
    assert list(store.reads.finding_ids(FindingFilter(text=text))) == expected
    assert store.reads.finding_count(FindingFilter(text=text)) == len(expected)


def test_a_page_anywhere_in_the_list_is_the_right_one(crowd: tuple[Store, list[Made]]) -> None:
    store, made = crowd
    numbers = store.reads.finding_ids(FindingFilter())
    for start in (0, 9_872, COUNT - 256):
        rows = store.reads.finding_rows(numbers[start : start + 256])
        assert [row and row.id for row in rows] == [one.id for one in reversed(made)][start : start + 256]


def test_the_counts_of_a_shift_are_those_of_its_findings(crowd: tuple[Store, list[Made]]) -> None:
    store, made = crowd
    counts = store.reads.tier_counts("many-77")
    mine = [one.tier for one in made if one.shift == "many-77"]
    assert (counts.all, counts.waiting, len(mine)) == (SHIFT_SIZE, SHIFT_SIZE, SHIFT_SIZE)
    assert counts.service == mine.count(Tier.SERVICE)


@pytest.mark.parametrize(
    ("question", "index"),
    [
        (
            "SELECT tier, count(*), sum(send = 0) FROM findings WHERE shift = 'x' AND withdrawn = 0 GROUP BY tier",
            "findings_counts",
        ),
        ("SELECT count(*), sum(photos) FROM findings WHERE shift = 'x' AND withdrawn = 0", "findings_counts"),
        ("SELECT number FROM findings WHERE shift = 'x' AND tier = 'y' ORDER BY number DESC", "findings_shift_tier"),
        ("SELECT number FROM findings INDEXED BY findings_unsent WHERE send < 2 AND tier = 'y'", "findings_unsent"),
        (
            "SELECT sha256, size FROM photo_files INDEXED BY photo_files_waiting WHERE arrived = 0 ORDER BY seq, sha256",
            "photo_files_waiting",
        ),
        ("SELECT count(*) FROM findings WHERE send = 0", "findings_waiting"),
    ],
)
def test_a_question_is_answered_by_an_index_alone(store: Store, question: str, index: str) -> None:
    plan = store.read(lambda c: [row[3] for row in c.execute(f"EXPLAIN QUERY PLAN {question}")])
    assert any(f"USING COVERING INDEX {index}" in step for step in plan), plan
