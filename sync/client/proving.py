"""The end of a round: our own account against the centre's, and the receipt that everything is there."""

import msgspec

from sync.client import sending
from sync.client.course import Course
from sync.client.ports import Signer, SyncStore
from sync.client.status import Phase
from sync.protocol import proofs
from sync.protocol.messages import ManifestRequest
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import MANIFEST_MARK


def prove(course: Course, shift: str) -> bool:
    """Whether the centre agrees with our account of every epoch of this round and lacks nothing that this laptop still has.

    What it lacks although it once confirmed it (it was restored from a backup) is sent again, once.
    """
    course.enter(Phase.MANIFEST)
    course.missing = set()
    _prove_again(course, shift)
    complete = _all_complete(course, shift)
    if not complete and sending.send_missing(course):
        complete = _all_complete(course, shift)
    return complete


def _prove_again(course: Course, shift: str) -> None:
    """Renews receipts of earlier epochs that miss what has arrived since; those of this round come behind, the newest last.

    An epoch that the centre holds otherwise, as another holder of our key wrote it or a backup ends before it, stays as it is.
    """
    ours = dict(course.reached)
    for epoch, through in course.store.outdated_receipts():
        course.proven.clear()
        try:
            _is_complete(course, epoch, through, shift)
        except ProtocolProblem as trouble:
            if trouble.code not in (Problem.HOLE, Problem.FORK, Problem.UNKNOWN_EPOCH):
                raise
    course.reached = ours


def _all_complete(course: Course, shift: str) -> bool:
    reached = [(epoch, through) for epoch, through in course.reached.items() if course.proven.get(epoch) != through]
    accounts = [_is_complete(course, epoch, through, shift) for epoch, through in reached]
    return all(accounts)


def _is_complete(course: Course, epoch: str, through: int, shift: str) -> bool:
    request = account(course.store, course.signer, course.device, epoch, through, shift)
    answer = course.ask(course.api.manifest, request)
    said = course.checked(answer.receipt, epoch, through)
    own = (through, request.findings, request.photos)
    agrees = (said.through_seq, said.findings, said.photos) == own
    # The receipt counts, not the word "complete" beside it: only the receipt is signed.
    names_all = said.missing_count == len(said.missing)
    return agrees and answer.agrees and names_all and course.lost.issuperset(said.missing)


def account(store: SyncStore, signer: Signer, device: str, epoch: str, through: int, shift: str) -> ManifestRequest:
    """What the laptop itself says of `epoch` up to `through`, signed."""
    findings, count = store.totals(epoch, through)
    request = ManifestRequest(
        epoch=epoch, shift=shift, through_seq=through, digest=store.digest_at(epoch, through) or "",
        findings=findings, photos=count, sig="",
    )  # fmt: skip
    return msgspec.structs.replace(request, sig=signer.sign(MANIFEST_MARK, *proofs.manifest(device, request)))
