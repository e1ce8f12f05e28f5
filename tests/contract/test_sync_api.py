"""What every `SyncApi` promises, proved on the centre in memory and on the real server."""

import hashlib
import json
import os
import uuid
from typing import Any

import msgspec
import pytest

from sync.client import enrolling
from sync.client.ports import SyncApi
from sync.client.status import Outcome
from sync.protocol import proofs, receipts
from sync.protocol.laptop import Head
from sync.protocol.lines import Line, digest_of
from sync.protocol.messages import CHUNK_BYTES, PROTOCOL, HelloRequest, ManifestRequest, PullRequest, PushRequest
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import BATCH_MARK, MANIFEST_MARK
from tests.contract.conftest import Body, Laptops
from tests.sync.laptop import Laptop

PHOTO = hashlib.sha256(b"seed").digest() * 40_000  # 1.28 MB


def refusal(call: Any, *args: object) -> Problem:
    with pytest.raises(ProtocolProblem) as trouble:
        call(*args)
    return trouble.value.code


def batch(laptop: Laptop, lines: tuple[Line, ...], **changed: object) -> PushRequest:
    fields = proofs.batch(laptop.device, lines[0].epoch, lines[0].seq, lines[-1].digest)
    sig = laptop.key.sign(BATCH_MARK, *fields)
    request = PushRequest(epoch=lines[0].epoch, from_seq=lines[0].seq, lines=lines, sig=sig)
    return msgspec.structs.replace(request, **changed)


def hello(laptop: Laptop, api: SyncApi, at: Head | None = None) -> Any:
    head = at or laptop.journal.head()
    return api.hello(
        HelloRequest(app="1", proto=PROTOCOL, epoch=head.epoch, head_seq=head.seq, head_digest=head.digest)
    )


def account(laptop: Laptop, **changed: object) -> ManifestRequest:
    head = laptop.journal.head()
    findings, photos = laptop.journal.totals(head.epoch, head.seq)
    request = ManifestRequest(
        epoch=head.epoch, shift="shift-1", through_seq=head.seq, digest=head.digest, findings=findings, photos=photos,
        sig="",
    )  # fmt: skip
    request = msgspec.structs.replace(request, **changed)
    sig = laptop.key.sign(MANIFEST_MARK, *proofs.manifest(laptop.device, request))
    return msgspec.structs.replace(request, sig=sig)


def with_findings(laptop: Laptop, count: int, *photos: bytes) -> tuple[Line, ...]:
    for n in range(count):
        laptop.journal.record_finding(f"{laptop.device}/{n}", *photos)
    return tuple(laptop.journal.lines)


def statement(laptop: Laptop, api: SyncApi, receipt: receipts.Receipt) -> receipts.Statement:
    known = laptop.journal.enrolment()
    assert known is not None
    return receipts.verify(receipt, receipts.trusted(known.pinned, hello(laptop, api).keys))


def test_time_is_told_and_challenges_differ_or_hold(laptops: Laptops) -> None:
    _, api = laptops()

    assert api.time().proto == PROTOCOL
    assert api.time().now.endswith("Z")


def test_a_code_is_good_once_but_its_own_laptop_may_ask_again(body: Body) -> None:
    code, first, second = body.code(), Laptop(str(uuid.uuid4())), Laptop(str(uuid.uuid4()))
    first.enrol(body.api(first), code).enrol(body.api(first), code)

    assert refusal(second.enrol, body.api(second), code) is Problem.WRONG_CODE


def test_another_key_cannot_take_a_laptops_name(body: Body, laptops: Laptops) -> None:
    laptop, _ = laptops()
    thief = Laptop(laptop.device)

    assert refusal(thief.enrol, body.api(thief), body.code()) is Problem.DEVICE_TAKEN


def test_a_code_with_another_fingerprint_shows_a_fake_centre(body: Body) -> None:
    code = body.code().replace("-", "")
    laptop = Laptop(str(uuid.uuid4()))

    assert refusal(laptop.enrol, body.api(laptop), code[:16] + "A" * 16) is Problem.FAKE_CENTRE
    assert laptop.journal.enrolment() is None


def test_who_is_not_enrolled_gets_nothing(body: Body) -> None:
    stranger = Laptop(str(uuid.uuid4()))

    assert refusal(hello, stranger, body.api(stranger)) is Problem.UNKNOWN_DEVICE


def test_hello_tells_what_is_held(laptops: Laptops) -> None:
    laptop, api = laptops()
    lines = with_findings(laptop, 3)
    assert (hello(laptop, api).through_seq, hello(laptop, api).agrees) == (0, None)

    api.push(batch(laptop, lines[:2]))

    held = hello(laptop, api)
    assert (held.through_seq, held.digest, held.agrees) == (2, lines[1].digest, None)
    assert hello(laptop, api, Head(lines[0].epoch, 1, lines[0].digest)).agrees
    assert hello(laptop, api, Head(lines[0].epoch, 1, "f" * 64)).agrees is False


def test_a_batch_is_stored_once_and_its_receipt_proves_it(laptops: Laptops) -> None:
    laptop, api = laptops()
    lines = with_findings(laptop, 3)

    first, again = api.push(batch(laptop, lines)), api.push(batch(laptop, lines))

    said = statement(laptop, api, first.receipt)
    assert (first.added, again.added, again.through_seq) == (4, 0, 4)
    assert (said.device, said.epoch, said.through_seq) == (laptop.device, lines[0].epoch, 4)
    assert (said.digest, said.findings, said.photos, said.missing) == (lines[-1].digest, 3, 0, ())


def test_a_hole_a_fork_and_a_foreign_signature_are_refused(laptops: Laptops) -> None:
    laptop, api = laptops()
    lines = with_findings(laptop, 3)
    assert refusal(api.push, batch(laptop, lines[1:])) is Problem.HOLE
    api.push(batch(laptop, lines[:2]))

    with pytest.raises(ProtocolProblem) as hole:
        api.push(batch(laptop, lines[3:]))
    other = msgspec.structs.replace(lines[1], about="elsewhere")
    other = msgspec.structs.replace(other, digest=digest_of(laptop.device, other))

    assert (hole.value.code, hole.value.seq) == (Problem.HOLE, 2)
    assert refusal(api.push, batch(laptop, (lines[0], other))) is Problem.FORK
    assert refusal(api.push, batch(laptop, lines[2:3], sig=laptop.key.sign(b"else"))) is Problem.WRONG_SIGNATURE
    assert hello(laptop, api).through_seq == 2


def test_changed_bytes_and_broken_chains_are_refused(laptops: Laptops) -> None:
    laptop, api = laptops()
    lines = with_findings(laptop, 3)
    changed = msgspec.structs.replace(lines[1], about="elsewhere")
    unchained = msgspec.structs.replace(lines[2], prev="f" * 64)
    unchained = msgspec.structs.replace(unchained, digest=digest_of(laptop.device, unchained))
    unordered = msgspec.structs.replace(lines[1], body=msgspec.Raw(b'{"b":1,"a":2}'))
    unordered = msgspec.structs.replace(unordered, digest=digest_of(laptop.device, unordered))

    assert refusal(api.push, batch(laptop, (lines[0], changed))) is Problem.WRONG_DIGEST
    assert refusal(api.push, batch(laptop, (lines[0], lines[1], unchained))) is Problem.BROKEN_CHAIN
    assert refusal(api.push, batch(laptop, (lines[0], unordered))) is Problem.NOT_CANONICAL
    assert hello(laptop, api).through_seq == 0


def test_a_photo_comes_in_chunks_and_goes_on_where_it_was(laptops: Laptops) -> None:
    laptop, api = laptops()
    sha256, total = hashlib.sha256(PHOTO).hexdigest(), len(PHOTO)
    pushed = api.push(batch(laptop, with_findings(laptop, 1, PHOTO)))
    assert pushed.need == (sha256,)

    assert api.upload(sha256, 0, PHOTO[:CHUNK_BYTES], total) == CHUNK_BYTES
    assert api.have([sha256]).partial == {sha256: CHUNK_BYTES}
    assert api.upload(sha256, 0, PHOTO[:CHUNK_BYTES], total) == CHUNK_BYTES
    with pytest.raises(ProtocolProblem) as wrong:
        api.upload(sha256, 7, PHOTO[7:], total)
    assert api.upload(sha256, CHUNK_BYTES, PHOTO[CHUNK_BYTES:], total) == total

    assert (wrong.value.code, wrong.value.seq) == (Problem.WRONG_OFFSET, CHUNK_BYTES)
    assert api.have([sha256, "f" * 64]).stored == (sha256,)
    assert api.upload(sha256, 0, PHOTO, total) == total


def test_a_photo_that_is_another_one_is_not_stored(laptops: Laptops) -> None:
    _, api = laptops()
    sha256 = hashlib.sha256(b"the right one").hexdigest()

    assert refusal(api.upload, sha256, 0, b"the wrong one", 13) is Problem.WRONG_DIGEST
    assert api.have([sha256]).stored == ()
    assert api.upload(sha256, 0, b"the right one", 13) == 13


def test_small_photos_go_together_and_may_go_again(laptops: Laptops) -> None:
    laptop, api = laptops()
    photos = {hashlib.sha256(photo).hexdigest(): photo for photo in (b"one", b"two", b"three")}
    api.push(batch(laptop, with_findings(laptop, 1, *photos.values())))

    first, again = api.bundle(photos), api.bundle(photos)

    assert set(first.stored) == set(again.stored) == set(api.have(list(photos)).stored) == set(photos)
    assert api.manifest(account(laptop)).complete


def test_a_bundle_holds_nothing_of_the_larger_one_before(laptops: Laptops) -> None:
    laptop, api = laptops()
    large, small = os.urandom(300_000), b"small"
    api.push(batch(laptop, with_findings(laptop, 1, large, small)))

    told = [api.bundle({hashlib.sha256(photo).hexdigest(): photo}).stored for photo in (large, small)]

    assert [len(stored) for stored in told] == [1, 1]
    assert api.manifest(account(laptop)).complete


def test_a_bundle_with_a_damaged_photo_stores_none_of_it(laptops: Laptops) -> None:
    _, api = laptops()
    good, bad = hashlib.sha256(b"good").hexdigest(), hashlib.sha256(b"bad").hexdigest()

    assert refusal(api.bundle, {good: b"good", bad: b"damaged"}) is Problem.WRONG_DIGEST
    assert api.have([good, bad]).stored == ()


def test_a_bundle_may_finish_a_photo_that_was_begun_in_chunks(laptops: Laptops) -> None:
    _, api = laptops()
    sha256 = hashlib.sha256(PHOTO).hexdigest()
    api.upload(sha256, 0, PHOTO[:CHUNK_BYTES], len(PHOTO))

    api.bundle({sha256: PHOTO})

    assert (api.have([sha256]).stored, api.have([sha256]).partial) == ((sha256,), {})


def test_going_on_with_a_photo_that_nobody_began_is_refused(laptops: Laptops) -> None:
    _, api = laptops()

    assert refusal(api.upload, hashlib.sha256(PHOTO).hexdigest(), 9, PHOTO[9:], len(PHOTO)) is Problem.NOT_FOUND


def test_the_account_is_complete_when_nothing_is_missing(laptops: Laptops) -> None:
    laptop, api = laptops()
    api.push(batch(laptop, with_findings(laptop, 2, b"small photo")))
    sha256 = hashlib.sha256(b"small photo").hexdigest()

    before = api.manifest(account(laptop))
    api.upload(sha256, 0, b"small photo", 11)
    after = api.manifest(account(laptop))

    assert (before.complete, before.agrees) == (False, True)
    assert statement(laptop, api, before.receipt).missing == (sha256,)
    assert (after.complete, after.agrees) == (True, True)
    assert statement(laptop, api, after.receipt).missing_count == 0


def test_an_account_that_differs_does_not_agree(laptops: Laptops) -> None:
    laptop, api = laptops()
    api.push(batch(laptop, with_findings(laptop, 2)))

    assert not api.manifest(account(laptop, findings=3)).agrees
    assert not api.manifest(account(laptop, digest="f" * 64)).agrees
    assert refusal(api.manifest, account(laptop, through_seq=9)) is Problem.HOLE
    assert refusal(api.manifest, account(laptop, epoch="nowhere")) is Problem.UNKNOWN_EPOCH


def test_a_new_laptop_follows_its_buckets_from_the_start(laptops: Laptops) -> None:
    laptop, api = laptops()
    heads = hello(laptop, api).heads

    assert f"device/{laptop.device}" in heads
    pages = api.pull(PullRequest(after=dict.fromkeys(heads, 0))).pages
    assert {page.bucket: page.head for page in pages} == heads


def test_tasks_come_in_gapless_pages_to_their_own_laptop(body: Body, laptops: Laptops) -> None:
    (mine, my_api), (other, other_api) = laptops(), laptops()
    bucket = f"device/{mine.device}"
    for _ in range(3):
        body.add_task(mine.device)

    (first,) = my_api.pull(PullRequest(after={bucket: 0}, limit=2)).pages
    (rest,) = my_api.pull(PullRequest(after={bucket: 2}, limit=2)).pages

    assert ([item.n for item in first.items], [item.n for item in rest.items]) == ([1, 2], [3])
    assert (first.head, rest.head) == (3, 3)
    for item in (*first.items, *rest.items):
        assert (item.kind, json.loads(bytes(item.body))["task"]) == ("task.assigned", item.about)
    assert mine.sync(my_api).tasks == {item.about for item in (*first.items, *rest.items)}
    assert other.sync(other_api).tasks == frozenset()


def test_what_is_stated_reaches_laptops_that_join_later_too(body: Body, laptops: Laptops) -> None:
    (early, early_api), street = laptops(), f"s-{uuid.uuid4()}"
    early.sync(early_api)

    body.state_street(street)

    for laptop, api in ((early, early_api), laptops()):
        items = [item for page in api.pull(PullRequest(after={"area/all": 0})).pages for item in page.items]
        said = next(json.loads(bytes(item.body)) for item in items if item.about == street)
        assert (said["kind"], said["id"], said["version"], said["body"]["name"]) == ("street", street, 1, street)
        assert laptop.sync(api).outcome is Outcome.COMPLETE
        assert laptop.journal.cursors()["area/all"] == len(items)
        assert laptop.journal.pulled_at


def test_a_whole_round_leaves_nothing_to_send(laptops: Laptops) -> None:
    laptop, api = laptops()
    with_findings(laptop, 60, b"small photo", PHOTO)

    first, second = laptop.sync(api), laptop.sync(api)

    assert (first.outcome, first.lines, first.photos) == (Outcome.COMPLETE, 181, 2)
    assert (second.outcome, second.lines, second.photos) == (Outcome.COMPLETE, 0, 0)


class Counted:
    """A door to the centre that notes each call."""

    def __init__(self, api: SyncApi) -> None:
        self._api = api
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.calls.append(name)
        return getattr(self._api, name)


def test_a_round_with_nothing_new_is_one_call_and_as_well_proven(laptops: Laptops) -> None:
    laptop, api = laptops()
    with_findings(laptop, 3, b"small photo")
    first, counted = laptop.sync(api), Counted(api)

    second = laptop.sync(counted)

    assert counted.calls == ["hello"]
    assert (second.outcome, second.statement.digest) == (Outcome.COMPLETE, first.statement.digest)  # type: ignore[union-attr]
    assert hello(laptop, api).receipt is not None


def test_hello_proves_nothing_before_an_account_was_complete_nor_of_other_lines(laptops: Laptops) -> None:
    laptop, api = laptops()
    api.push(batch(laptop, with_findings(laptop, 2, b"small photo")))
    api.manifest(account(laptop))  # the photo is missing
    assert hello(laptop, api).receipt is None

    laptop.sync(api)
    end = laptop.journal.head()
    assert statement(laptop, api, hello(laptop, api).receipt).through_seq == end.seq
    assert hello(laptop, api, msgspec.structs.replace(end, digest="f" * 64)).receipt is None
    assert hello(laptop, api, msgspec.structs.replace(end, seq=end.seq - 1)).receipt is None

    laptop.journal.record_finding(f"{laptop.device}/more")
    assert hello(laptop, api).receipt is None


def test_a_clone_and_a_restored_copy_end_in_epochs_of_their_own(laptops: Laptops) -> None:
    laptop, api = laptops()
    with_findings(laptop, 5)
    copy, clone = laptop.twin(f"{laptop.device}-copy"), laptop.twin(f"{laptop.device}-clone")
    with_findings(laptop, 55)
    clone.journal.record_finding(f"{laptop.device}/clone")
    laptop.sync(api)

    restored, forked = copy.sync(api), clone.sync(api)

    assert (restored.outcome, restored.new_epoch) == (Outcome.COMPLETE, "restored")
    assert (forked.outcome, forked.new_epoch) == (Outcome.COMPLETE, "fork")
    assert forked.statement is not None
    assert forked.statement.findings == 1


def test_enrolling_again_elsewhere_keeps_the_new_centre(body: Body, laptops: Laptops) -> None:
    laptop, api = laptops()
    before = laptop.journal.enrolment()

    enrolling.enrol(
        body.code(), "https://new.example", "巡查二号", device=laptop.device, signer=laptop.key, api=api,
        store=laptop.journal,
    )  # fmt: skip

    after = laptop.journal.enrolment()
    assert before is not None
    assert after is not None
    assert (after.url, after.pinned) == ("https://new.example", before.pinned)
