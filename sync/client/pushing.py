"""Sends journal lines, oldest epoch first, and takes a verified receipt for each batch."""

from sync.client import continuity
from sync.client.course import Course
from sync.client.ports import Signer
from sync.client.status import Phase
from sync.protocol import proofs
from sync.protocol.laptop import Head
from sync.protocol.lines import Line, batches
from sync.protocol.messages import BATCH_BYTES, HelloAnswer, PushRequest
from sync.protocol.problems import Action, Problem, ProtocolProblem
from sync.protocol.receipts import BATCH_MARK

MOST_TURNS = 5  # new epochs, or calls to begin elsewhere, in one round: more is no accident


def push(course: Course, app: str) -> None:
    """Sends every line that the centre lacks. Where the chains have parted, a new epoch is opened and sent instead."""
    for turn in range(MOST_TURNS):
        head, held = continuity.greet(course, app)
        course.enter(Phase.LINES)
        try:
            if _push_all(course, app, head, held):
                return
        except ProtocolProblem as trouble:
            # Another holder of our key was faster: the next hello shows where the chains part.
            if trouble.code is not Problem.FORK or turn == MOST_TURNS - 1:
                raise


def _push_all(course: Course, app: str, head: Head, current: HelloAnswer) -> bool:
    """False when an older epoch turned out to have parted, so that a new one had to be opened."""
    for epoch, end in continuity.epochs(course, head, current.through_seq):
        last = head if epoch == head.epoch else Head(epoch, end, course.store.digest_at(epoch, end) or "")
        held = current if epoch == head.epoch else continuity.hello(course, app, last)
        has_parted = held.through_seq < end or held.agrees is False
        if epoch != head.epoch and has_parted and continuity.parted(course, app, last, held):
            return False
        if held.through_seq < end:
            _push_epoch(course, epoch, held.through_seq, end)
        elif end and (epoch == head.epoch or course.store.acknowledged(epoch) < end):
            course.reached[epoch] = end  # the centre has it all; that we know of it is what a receipt must still prove
            # Beside other epochs it is proved behind them: the last receipt that is kept is that of the whole journal.
            is_alone = course.reached.keys() == {epoch}
            if held.receipt is not None and is_alone and course.agrees(course.checked(held.receipt, epoch, end)):
                course.proven[epoch] = end
    return True


def _push_epoch(course: Course, epoch: str, through: int, end: int) -> None:
    """Sends the lines of one epoch after `through` up to `end`."""
    first = course.store.lines_after(epoch, through, 1)
    last = min(end, course.store.head().seq)
    course.told(lines_total=course.progress.lines_total + (last - first[0].seq + 1 if first else 0))
    most, turns = course.batch_lines, 0
    while batch := _next_batch(course, epoch, through, end, min(course.pace.lines, most)):
        try:
            reached = _push_batch(course, epoch, batch)
        except ProtocolProblem as trouble:
            turns += 1
            if trouble.action is Action.SPLIT and len(batch) > 1:
                most = len(batch) // 2
            elif trouble.code in (Problem.HOLE, Problem.UNKNOWN_EPOCH) and turns < MOST_TURNS:
                through = trouble.seq or 0
            else:
                raise
        else:
            course.told(lines=course.progress.lines + reached - max(through, batch[0].seq - 1))
            through = reached
            course.meanwhile(through)


def _next_batch(course: Course, epoch: str, through: int, end: int, count: int) -> tuple[Line, ...]:
    lines = [line for line in course.store.lines_after(epoch, through, count) if line.seq <= end]
    return next(iter(batches(lines, count=count, size=BATCH_BYTES)), ())


def _push_batch(course: Course, epoch: str, batch: tuple[Line, ...]) -> int:
    """Sends a batch; returns the seq up to which the centre's receipt, which agrees with our chain, goes."""
    began = course.steady()
    try:
        answer = course.ask(course.api.push, signed(course.device, batch, course.signer))
    except ProtocolProblem as trouble:
        if trouble.code is Problem.UNREACHABLE:
            course.cut()
        raise
    size = sum(len(line.body) for line in batch)
    course.pushed(len(batch), size, course.steady() - began)
    said = course.checked(answer.receipt, epoch, batch[-1].seq)
    course.missing.update(answer.need)
    course.sent(size, counted=False)
    return said.through_seq


def signed(device: str, batch: tuple[Line, ...], signer: Signer) -> PushRequest:
    """`batch` as the message that carries it."""
    fields = proofs.batch(device, batch[0].epoch, batch[0].seq, batch[-1].digest)
    sig = signer.sign(BATCH_MARK, *fields)
    return PushRequest(epoch=batch[0].epoch, from_seq=batch[0].seq, lines=batch, sig=sig)
