"""Whether the promise was kept: nothing that a screen called saved is lost or doubled, and no receipt said what was not so."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from inspector_app.services.ports import Send
from sync.protocol import lines as chain
from sync.protocol import receipts
from sync.protocol.lines import EPOCH_OPENED, ORIGIN, Line
from sync.protocol.problems import ProtocolProblem
from sync.protocol.receipts import Statement
from tests.faults.books import CentreBooks, LaptopBooks, Stated, stated
from tests.faults.laptops import Rotten, Saved


@dataclass
class Verdict:
    """Sentences about each breach; `wrong` holds what is neither lost nor doubled nor a false receipt."""

    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: "Verdict") -> "Verdict":
        return Verdict(
            self.lost + other.lost,
            self.duplicated + other.duplicated,
            self.false + other.false,
            self.wrong + other.wrong,
        )

    @property
    def breaches(self) -> list[str]:
        found = {"lost": self.lost, "duplicated": self.duplicated, "false receipt": self.false, "wrong": self.wrong}
        return [f"{name}: {what}" for name, all_of_it in found.items() for what in all_of_it]


@dataclass(frozen=True, slots=True)
class Witness:
    """One laptop at its end: its books, what its screen had called saved, and what an older copy has since taken back."""

    books: LaptopBooks
    saved: Sequence[Saved]
    drafted: frozenset[str]
    pinned: str
    before: tuple[Line, ...] = ()  # its journal before an older copy was put back
    rotten: Rotten = field(default_factory=Rotten)
    lacks: frozenset[str] = frozenset()  # photos that its screen called lost

    @property
    def told_lost(self) -> frozenset[str]:
        """Photos that are nowhere whole any more, and of which somebody was told."""
        return self.lacks & self.rotten.photos


def prove(witnesses: Sequence[Witness], centre: CentreBooks, *, healthy: bool, alone: bool) -> Verdict:
    """`healthy`: no disk was tampered with, so drafts too must be there. `alone`: one laptop per identity, never put
    back: then both ends hold the same lines, one for one."""
    verdict = Verdict(duplicated=list(_doubles(centre)))
    for witness in witnesses:
        verdict.lost += _lost(witness, centre)
        verdict.false += _false_receipts(witness, centre)
        verdict.wrong += [*_in_step(witness), *_broken_chains(witness.books.device, witness.books.lines)]
        if healthy:
            verdict.lost += _lost_drafts(witness)
        if alone:
            verdict.lost += _purged(witness)
            verdict.wrong += _differences(witness.books, centre)
        verdict.wrong += _still_asked(witness.books, centre)
    verdict.wrong += _strangers(witnesses, centre)
    for device, lines in centre.lines.items():
        verdict.wrong += _broken_chains(device, lines)
    verdict.wrong += [f"a line in quarantine: {reason}" for reason in centre.quarantined]
    return verdict


def _lost(witness: Witness, centre: CentreBooks) -> Iterator[str]:
    """What was called saved and is not in the journal, not in its second copy, or not at the centre with its photos."""
    books, at_centre = witness.books, _digests(centre.lines.get(witness.books.device, ()))
    gone = {line.digest for line in witness.before} - {line.digest for line in books.lines}
    here = _digests(books.lines)
    rotted = witness.rotten.once - here
    for saved in witness.saved:
        for digest in saved.lines:
            if digest not in here | gone | rotted:
                yield f"{saved.about}: line {digest[:12]} is not in the journal"
            if digest not in at_centre | rotted:
                yield f"{saved.about}: line {digest[:12]} is not at the centre"
        for photo in () if rotted.intersection(saved.lines) else set(saved.photos) - witness.told_lost:
            yield from _lost_photo(saved.about, photo, books, centre)
    copied = books.copied | witness.rotten.copies
    yield from (f"line {line.seq} is not in the second copy" for line in books.lines if line.digest not in copied)


def _lost_photo(about: str, photo: str, books: LaptopBooks, centre: CentreBooks) -> Iterator[str]:
    there = centre.stored.get(photo, b"")
    if sha256(there).hexdigest() != photo or books.photos.get(photo, there) != there:
        yield f"{about}: photo {photo[:12]} is not whole at the centre"


def _purged(witness: Witness) -> Iterator[str]:
    """Photos whose original left the laptop: a receipt is only hours old, and nothing may go before its days are over."""
    named = {stated(line).photo for line in witness.books.lines} - {""}
    gone = named - witness.books.photos.keys() - witness.rotten.photos
    yield from (f"photo {photo[:12]} is not on the laptop any more" for photo in gone)


def _still_asked(books: LaptopBooks, centre: CentreBooks) -> Iterator[str]:
    """A task that anybody answered is open to nobody; a visit is the laptop's own, and a clone of it has its own."""
    own = {"", *(line.id for line in books.lines)}
    answered = {task for line, task in centre.answered if line in own}
    yield from (f"task {task} was answered, and is still asked" for task in books.asked & answered)


def _lost_drafts(witness: Witness) -> Iterator[str]:
    recorded = {line.about for line in witness.books.lines}
    yield from (f"draft {finding}" for finding in witness.drafted - witness.books.drafts - recorded)


def _doubles(centre: CentreBooks) -> Iterator[str]:
    """Findings that the centre would count twice."""
    for device, lines in centre.lines.items():
        recorded: dict[str, set[str]] = defaultdict(set)
        for said in map(stated, lines):
            if said.kind in ("finding.recorded", "photo.taken"):
                recorded[f"{said.about}/{said.photo}"].add(said.digest)
        yield from (f"{device} {about}" for about, digests in recorded.items() if len(digests) > 1)
        own = Counter(line.digest for line in lines)
        yield from (f"{device} line {digest[:12]}" for digest, count in own.items() if count > 1)
        shown = Counter(finding for owner, finding in centre.findings if owner == device)
        told = {said.about for said in map(stated, lines) if said.kind == "finding.recorded"}
        yield from (f"{finding} is shown {shown[finding]} times" for finding in told if shown[finding] != 1)


def _false_receipts(witness: Witness, centre: CentreBooks) -> Iterator[str]:
    """Receipts that nobody of the centre signed, or that its own tables contradict; and a last one that proves too little."""
    last: Statement | None = None
    for receipt, agrees in witness.books.receipts:
        if receipt.body in witness.rotten.receipts:
            yield from _believed(witness, receipt)
            continue
        try:
            last = receipts.verify(receipt, receipts.trusted(witness.pinned, _keys(witness)))
        except ProtocolProblem as trouble:
            yield f"{trouble.code.value}"
            continue
        if not agrees or not _is_true(last, centre):
            yield f"epoch {last.epoch} through {last.through_seq}"
    head = witness.books.lines[-1]
    proved = last is not None and (last.epoch, last.through_seq, last.digest) == (head.epoch, head.seq, head.digest)
    if last is None or not proved or last.missing_count != len(witness.told_lost & set(last.missing)):
        yield "the last receipt does not cover the journal"


def _believed(witness: Witness, receipt: receipts.Receipt) -> Iterator[str]:
    """A receipt in which a bit has turned must not verify."""
    try:
        receipts.verify(receipt, receipts.trusted(witness.pinned, _keys(witness)))
    except ProtocolProblem:
        return
    yield "a receipt in which a bit has turned is believed"


def _keys(witness: Witness) -> tuple[receipts.CentreKey, ...]:
    known = witness.books.enrolment.keys if witness.books.enrolment else {}
    return tuple(receipts.CentreKey(key_id, public) for key_id, public in known.items())


def _is_true(said: Statement, centre: CentreBooks) -> bool:
    covered = centre.epoch(said.device, said.epoch, said.through_seq)
    told: list[Stated] = [stated(line) for line in covered]
    photos = {one.photo for one in told} - {""}
    absent = {photo for photo in photos if not centre.stored.get(photo)}
    return (
        bool(covered)
        and (covered[-1].seq, covered[-1].digest) == (said.through_seq, said.digest)
        and said.findings == sum(one.kind == "finding.recorded" for one in told)
        and said.photos == len(photos)
        and (said.missing_count > 0 or not absent)
    )


def _in_step(witness: Witness) -> Iterator[str]:
    """Every finding is listed once, and as arrived unless one of its photos is known to be lost; no task is still asked
    that the centre has an answer to."""
    books, lacking = (
        witness.books,
        {said.about for said in map(stated, witness.books.lines) if said.photo in witness.told_lost},
    )
    recorded = {said.about for said in map(stated, books.lines) if said.kind == "finding.recorded"}
    listed = Counter(row.id for row in books.rows)
    yield from (f"finding {about} is listed {listed[about]} times" for about in recorded if listed[about] != 1)
    waiting = [row for row in books.rows if row.send is not Send.ARRIVED and row.id not in lacking]
    yield from (f"finding {row.id} is shown as {row.send.value}" for row in waiting)


def _broken_chains(device: str, lines: Iterable[Line]) -> Iterator[str]:
    epochs: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        epochs[line.epoch].append(line)
    for epoch, of_it in epochs.items():
        try:
            chain.verify(device, of_it, after=None)
        except ProtocolProblem as trouble:
            yield f"chain of {epoch}: {trouble}"
        if of_it[0].kind != EPOCH_OPENED or (of_it[0].seq == 1 and of_it[0].prev != ORIGIN):
            yield f"epoch {epoch} does not begin at its beginning"


def _differences(books: LaptopBooks, centre: CentreBooks) -> Iterator[str]:
    """Line for line, byte for byte."""
    there = {(line.epoch, line.seq): line for line in centre.lines.get(books.device, ())}
    here = {(line.epoch, line.seq): line for line in books.lines}
    yield from (f"{key} differs" for key in there.keys() | here.keys() if there.get(key) != here.get(key))


def _strangers(witnesses: Sequence[Witness], centre: CentreBooks) -> Iterator[str]:
    """Lines of a journal that the centre lacks, and lines at the centre that no laptop ever sealed."""
    known = {line for witness in witnesses for line in _faces((*witness.books.lines, *witness.before))}
    rotted = {digest for witness in witnesses for digest in witness.rotten.once}  # they may have gone out before
    for device, lines in centre.lines.items():
        strange = (line for line in _faces(lines) if line not in known and line[2] not in rotted)
        yield from (f"{device} never sealed line {line[1]}" for line in strange)
    for witness in witnesses:
        there = _digests(centre.lines.get(witness.books.device, ()))
        absent = [line for line in witness.books.lines if stated(line).digest not in there]
        yield from (f"line {line.seq} ({line.kind}) never arrived" for line in absent if line.kind != EPOCH_OPENED)


def _faces(lines: Iterable[Line]) -> set[tuple[str, int, str, bytes]]:
    return {(line.epoch, line.seq, line.digest, bytes(line.body)) for line in lines}


def _digests(lines: Iterable[Line]) -> set[str]:
    """Of the lines and of those that they carry."""
    return {digest for line in lines for digest in (line.digest, stated(line).digest)}
