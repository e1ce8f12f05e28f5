"""Whether the centre's chain and ours are one; where they part, a new epoch begins before the next line."""

import msgspec

from sync.client.course import Course
from sync.client.ports import SyncStore
from sync.client.status import Phase
from sync.protocol import canonical, receipts, sealing
from sync.protocol.laptop import Head
from sync.protocol.lines import EPOCH_OPENED
from sync.protocol.messages import PROTOCOL, HelloAnswer, HelloRequest

RESTORED, FORK = "restored", "fork"


def greet(course: Course, app: str) -> tuple[Head, HelloAnswer]:
    """The end of our journal, in an epoch that goes on from what the centre holds, and what it holds of that epoch.

    Raises FAKE_CENTRE when the centre's keys are not those that the enrolment code vouched for.
    """
    course.enter(Phase.CONNECTING)
    head = course.store.head()
    held = hello(course, app, head)
    _take_keys(course, held)
    course.heads, course.marks, course.heads_at = held.heads, held.marks, course.now()
    course.revoked, course.batch_lines, course.pack = held.revoked, held.batch_lines, held.pack
    course.store.note_lacking(held.lacking)
    opened = parted(course, app, head, held)
    return (opened, hello(course, app, opened)) if opened else (head, held)


def hello(course: Course, app: str, head: Head) -> HelloAnswer:
    """What the centre holds of the epoch of `head`; may raise any ProtocolProblem, and Stopped."""
    request = HelloRequest(
        app=app,
        proto=PROTOCOL,
        epoch=head.epoch or "none",
        head_seq=head.seq,
        head_digest=head.digest if head.seq else "",
    )
    return course.ask(course.api.hello, request)


def parted(course: Course, app: str, head: Head, held: HelloAnswer) -> Head | None:
    """The head of a new epoch when the centre's chain does not lead to `head`; None while it does."""
    if held.through_seq == 0 or (held.through_seq == head.seq and held.agrees):
        return None
    if held.agrees:
        return _open(course, head, RESTORED)
    if held.through_seq < head.seq:
        if course.store.digest_at(head.epoch, held.through_seq) == held.digest:
            return None
        return _open(course, _last_common(course, app, head, held.through_seq), FORK)
    return _open(course, _last_common(course, app, head, head.seq), FORK)


def epochs(course: Course, head: Head, held_through: int) -> list[tuple[str, int]]:
    """What may have to be sent, oldest first: epochs, each with the last seq that its successor trusts.

    Only those with unsent lines, unless the centre holds less than it once confirmed (it was restored from a backup).
    """
    return epochs_of(course.store, head, held_through)


def epochs_of(store: SyncStore, head: Head, held_through: int) -> list[tuple[str, int]]:
    """The same of a laptop that asks nobody."""
    unsent = store.unsent_epochs()
    trusted = _lineage(store, head)
    confirmed = store.acknowledged(head.epoch)
    if 0 < confirmed <= held_through:
        trusted = [(epoch, end) for epoch, end in trusted if epoch in unsent or epoch == head.epoch]
    known = {epoch for epoch, _ in trusted}
    return [(epoch, canonical.LARGEST_INTEGER) for epoch in unsent if epoch not in known] + trusted


def _lineage(store: SyncStore, head: Head) -> list[tuple[str, int]]:
    """The current epoch and those before it, oldest first, as the first lines of each tell."""
    found = {head.epoch: head.seq}
    epoch = head.epoch
    while first := store.lines_after(epoch, 0, 1):
        before = canonical.parse(bytes(first[0].body)) if first[0].kind == EPOCH_OPENED else {}
        epoch, end = str(before.get("after_epoch", "")), before.get("after_seq", 0)
        if not epoch or epoch in found or not isinstance(end, int):
            break
        found[epoch] = end
    return list(reversed(found.items()))


def _last_common(course: Course, app: str, head: Head, differs: int) -> Head:
    """The last line of the epoch that both have, found by halving: `differs` is a seq where they do not agree."""
    first = course.store.lines_after(head.epoch, 0, 1)[0]
    agrees, digest = first.seq - 1, first.prev
    while differs - agrees > 1:
        middle = (agrees + differs) // 2
        ours = course.store.digest_at(head.epoch, middle) or ""
        if hello(course, app, Head(head.epoch, middle, ours)).agrees:
            agrees, digest = middle, ours
        else:
            differs = middle
    return Head(head.epoch, agrees, digest)


def _open(course: Course, after: Head, reason: str) -> Head:
    course.new_epoch = reason
    return course.store.open_epoch(after=after, reason=reason, now=course.now())


def _take_keys(course: Course, held: HelloAnswer) -> None:
    """Trusts the centre's keys as far as the pinned fingerprint vouches for them, and remembers new ones."""
    course.keys = receipts.trusted(course.enrolment.pinned, held.keys)
    known, chain = receipts.texts(course.keys), tuple(key for key in held.keys if key.key_id in course.keys)
    if held.sealing is not None:
        sealing.vouched(held.sealing, course.keys)
    seals, joined = held.sealing or course.enrolment.sealing, course.enrolment
    if (known, chain, seals) != (joined.keys, joined.chain, joined.sealing):
        course.enrolment = msgspec.structs.replace(joined, keys=known, chain=chain, sealing=seals)
        course.store.keep_enrolment(course.enrolment)
