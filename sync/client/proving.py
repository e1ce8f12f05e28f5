"""The end of a round: our own account against the centre's, and the receipt that everything is there."""

import msgspec

from sync.client import photos
from sync.client.course import Course
from sync.client.status import Phase
from sync.protocol import proofs
from sync.protocol.messages import ManifestRequest
from sync.protocol.receipts import MANIFEST_MARK


def prove(course: Course, shift: str) -> bool:
    """Whether the centre agrees with our account of every epoch of this round and lacks nothing.

    What it lacks although it once confirmed it (it was restored from a backup) is sent again, once.
    """
    course.enter(Phase.MANIFEST)
    course.missing = set()
    complete = _all_complete(course, shift)
    if not complete and photos.send_missing(course):
        complete = _all_complete(course, shift)
    return complete


def _all_complete(course: Course, shift: str) -> bool:
    reached = [(epoch, through) for epoch, through in course.reached.items() if course.proven.get(epoch) != through]
    accounts = [_is_complete(course, epoch, through, shift) for epoch, through in reached]
    return all(accounts)


def _is_complete(course: Course, epoch: str, through: int, shift: str) -> bool:
    findings, count = course.store.totals(epoch, through)
    request = ManifestRequest(
        epoch=epoch, shift=shift, through_seq=through, digest=course.store.digest_at(epoch, through) or "",
        findings=findings, photos=count, sig="",
    )  # fmt: skip
    sig = course.signer.sign(MANIFEST_MARK, *proofs.manifest(course.device, request))
    signed = msgspec.structs.replace(request, sig=sig)
    answer = course.ask(course.api.manifest, signed)
    said = course.checked(answer.receipt, epoch, through)
    agrees = (said.through_seq, said.findings, said.photos) == (through, findings, count)
    # The receipt counts, not the word "complete" beside it: only the receipt is signed.
    return agrees and answer.agrees and said.missing_count == 0
