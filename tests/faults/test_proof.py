"""The judge of the kills is judged: each breach of the promise is seen, and nothing else is."""

import base64
import hashlib
from dataclasses import replace

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.protocol import receipts
from sync.protocol.canonical import canonical
from sync.protocol.laptop import Enrolment
from sync.protocol.lines import EPOCH_OPENED, ORIGIN, Entry, Line, seal
from sync.protocol.receipts import Receipt, Statement
from tests.faults.books import CentreBooks, LaptopBooks
from tests.faults.laptops import Rotten, Saved
from tests.faults.proof import Verdict, Witness, prove
from tests.faults.stories import STORIES, schedule, story_of

DEVICE, NOW = "laptop-1", "2026-11-22T07:00:00.000Z"
PHOTO = b"a street"
SHA256 = hashlib.sha256(PHOTO).hexdigest()
KEY = Ed25519PrivateKey.generate()
PUBLIC = receipts.public_bytes(KEY)
PINNED = receipts.fingerprint(PUBLIC)


def chained(*said: tuple[str, str, dict[str, object]]) -> tuple[Line, ...]:
    found: list[Line] = []
    for kind, about, body in said:
        prev = found[-1].digest if found else ORIGIN
        entry = Entry(f"{kind}/{about}/{len(found)}", kind, about, NOW, "410105-0317", canonical(body))
        found.append(seal(DEVICE, "e-1", len(found) + 1, prev, entry))
    return tuple(found)


LINES = chained(
    (EPOCH_OPENED, "e-1", {}),
    ("finding.recorded", "f-1", {}),
    ("photo.taken", "f-1", {"photo": {"sha256": SHA256}}),
)


def receipt(*, key: Ed25519PrivateKey = KEY, **changes: object) -> Receipt:
    said = Statement(
        centre="centre", device=DEVICE, epoch="e-1", through_seq=3, digest=LINES[2].digest, findings=1, photos=1,
        missing_count=0, missing=(), quarantined=(), server_time=NOW, key_id=PINNED,
    )  # fmt: skip
    return receipts.make(msgspec.structs.replace(said, **changes), key)


ENROLMENT = Enrolment(
    url="", device=DEVICE, centre="centre", pinned=PINNED, keys={PINNED: base64.b64encode(PUBLIC).decode()}, buckets=()
)
BOOKS = LaptopBooks(
    device=DEVICE, enrolment=ENROLMENT, lines=LINES, receipts=((receipt(), True),),
    copied=frozenset(line.digest for line in LINES), drafts=frozenset(), rows=(), photos={SHA256: PHOTO},
)  # fmt: skip
SAVED = (Saved("f-1", (SHA256,), tuple(line.digest for line in LINES[1:])),)
THERE = CentreBooks(lines={DEVICE: LINES}, quarantined=(), findings=((DEVICE, "f-1"),), stored={SHA256: PHOTO})


def judged(books: LaptopBooks = BOOKS, there: CentreBooks = THERE, *, drafted: frozenset[str] = frozenset()) -> Verdict:
    return prove([Witness(books, SAVED, drafted, PINNED)], there, healthy=True, alone=True)


def test_a_kept_promise_has_no_breach_but_what_the_list_on_screen_lacks() -> None:
    assert judged().breaches == ["wrong: finding f-1 is listed 0 times"]


@pytest.mark.parametrize(
    "there",
    [
        replace(THERE, lines={DEVICE: LINES[:2]}),
        replace(THERE, stored={}),
        replace(THERE, stored={SHA256: PHOTO[:-1]}),
    ],
)
def test_what_the_centre_lacks_is_lost(there: CentreBooks) -> None:
    assert judged(there=there).lost


@pytest.mark.parametrize(
    "books", [replace(BOOKS, lines=LINES[:2]), replace(BOOKS, copied=frozenset()), replace(BOOKS, photos={SHA256: b""})]
)
def test_what_the_laptop_lacks_is_lost(books: LaptopBooks) -> None:
    assert judged(books).lost


def test_a_draft_that_is_nowhere_is_lost() -> None:
    assert judged(drafted=frozenset({"f-2"})).lost == ["draft f-2"]


def test_a_finding_that_was_recorded_twice_is_a_double() -> None:
    twice = chained((EPOCH_OPENED, "e-1", {}), ("finding.recorded", "f-1", {}), ("finding.recorded", "f-1", {"n": 2}))

    assert judged(there=replace(THERE, lines={DEVICE: twice})).duplicated == [f"{DEVICE} f-1/"]


def test_a_finding_that_the_console_shows_twice_is_a_double() -> None:
    assert judged(there=replace(THERE, findings=THERE.findings * 2)).duplicated == ["f-1 is shown 2 times"]


@pytest.mark.parametrize(
    "told",
    [
        receipt(key=Ed25519PrivateKey.generate()),
        receipt(findings=2),
        receipt(photos=0),
        receipt(digest=LINES[1].digest),
        receipt(through_seq=2, digest=LINES[1].digest, photos=0),
        receipt(missing_count=1),
    ],
)
def test_a_receipt_that_is_not_signed_not_true_or_not_the_whole_is_false(told: Receipt) -> None:
    assert judged(replace(BOOKS, receipts=((told, True),))).false


def test_a_photo_that_left_the_laptop_is_lost_though_the_centre_has_it() -> None:
    assert judged(replace(BOOKS, photos={})).lost == [f"photo {SHA256[:12]} is not on the laptop any more"]


@pytest.mark.parametrize(("lacks", "is_kept"), [(frozenset({SHA256}), True), (frozenset(), False)])
def test_a_photo_that_rotted_before_it_was_sent_must_be_told_by_name(lacks: frozenset[str], is_kept: bool) -> None:
    books = replace(BOOKS, photos={}, receipts=((receipt(missing_count=1, missing=(SHA256,)), True),))
    witness = Witness(books, SAVED, frozenset(), PINNED, rotten=Rotten(photos={SHA256}), lacks=lacks)

    verdict = prove([witness], replace(THERE, stored={}), healthy=False, alone=True)

    assert (not verdict.lost and not verdict.false) is is_kept


def test_a_receipt_in_which_a_bit_has_turned_must_not_be_believed() -> None:
    witness = Witness(BOOKS, SAVED, frozenset(), PINNED, rotten=Rotten(receipts={receipt().body}))

    assert "a receipt in which a bit has turned is believed" in prove([witness], THERE, healthy=True, alone=True).false


def test_a_task_that_was_answered_and_is_still_asked_is_noticed() -> None:
    books, there = replace(BOOKS, asked=frozenset({"t-1"})), replace(THERE, answered=frozenset({("", "t-1")}))

    assert "task t-1 was answered, and is still asked" in judged(books, there).wrong


@pytest.mark.parametrize(("line", "is_noticed"), [(LINES[0].id, True), ("of a clone", False)])
def test_an_answered_visit_is_closed_on_the_laptop_that_answered_it(line: str, is_noticed: bool) -> None:
    books, there = replace(BOOKS, asked=frozenset({"v-1"})), replace(THERE, answered=frozenset({(line, "v-1")}))

    assert ("task v-1 was answered, and is still asked" in judged(books, there).wrong) is is_noticed


def test_answers_to_tasks_that_a_restored_centre_forgot_may_lie_aside_and_nothing_else() -> None:
    there = replace(THERE, quarantined=("unknown_task", "wrong_body"))

    assert "a line in quarantine: unknown_task" in judged(there=there).wrong
    assert [said for said in judged(there=there.having_forgotten).wrong if "quarantine" in said] == [
        "a line in quarantine: wrong_body"
    ]


def test_a_line_that_nobody_sealed_is_noticed() -> None:
    altered = (*LINES[:2], msgspec.structs.replace(LINES[2], body=msgspec.Raw(b'{"photo":{"sha256":""}}')))

    verdict = judged(there=replace(THERE, lines={DEVICE: altered}))

    assert any("never sealed" in sentence for sentence in verdict.wrong)
    assert any("wrong_digest" in sentence for sentence in verdict.wrong)


def test_a_line_that_rotted_where_it_stood_once_may_have_reached_the_centre_before() -> None:
    forgotten = replace(BOOKS, lines=LINES[:-1])
    told = Rotten(once=frozenset({LINES[-1].digest}))

    assert any("never sealed" in sentence for sentence in judged(forgotten).wrong)
    verdict = prove([Witness(forgotten, SAVED, frozenset(), PINNED, rotten=told)], THERE, healthy=False, alone=False)
    assert not any("never sealed" in sentence for sentence in verdict.wrong)


@pytest.mark.parametrize("story", STORIES)
def test_a_seed_gives_the_same_schedule_again(story: str) -> None:
    assert schedule(story, 7, 20) == schedule(story, 7, 20) != schedule(story, 8, 20)


def test_every_seed_has_as_many_faults_as_were_asked_for_or_some() -> None:
    assert schedule("plain", 7, 20).faults == 20
    assert all(schedule(story, seed).faults for story in STORIES for seed in range(50))


def test_as_many_seeds_in_a_row_as_there_are_stories_play_each_once() -> None:
    assert {story_of(seed) for seed in range(7, 7 + len(STORIES))} == set(STORIES)
