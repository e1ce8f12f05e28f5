"""Takes what the centre signed: a receipt counts when it is the centre's own and says what our own chain says."""

from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync.client.ports import ParcelStore, SyncStore
from sync.protocol import receipts
from sync.protocol.laptop import Enrolment
from sync.protocol.parcels import ParcelAnswer
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import Receipt, Statement


def accept(
    store: SyncStore, enrolment: Enrolment, keys: Mapping[str, Ed25519PublicKey], receipt: Receipt, *, epoch: str = "",
    through_seq: int = 0,
) -> Statement:  # fmt: skip
    """The receipt's statement, kept, when the centre signed it for this laptop (and `epoch`) and it covers `through_seq`.

    Raises FALSE_RECEIPT; or FORK when the centre's chain there is another one than ours.
    """
    said = _checked(store, enrolment, keys, receipt, epoch, through_seq)
    _keep(store, receipt, said)
    return said


def _checked(
    store: SyncStore, enrolment: Enrolment, keys: Mapping[str, Ed25519PublicKey], receipt: Receipt, epoch: str,
    through_seq: int,
) -> Statement:  # fmt: skip
    said = receipts.verify(receipt, dict(keys))
    meant = (said.centre, said.device, said.epoch) == (enrolment.centre, enrolment.device, epoch or said.epoch)
    if not meant or said.through_seq < through_seq:
        raise ProtocolProblem(Problem.FALSE_RECEIPT, "for something else")
    if store.digest_at(said.epoch, said.through_seq) != said.digest:
        raise ProtocolProblem(Problem.FORK, "the centre's chain is another one", seq=said.through_seq)
    return said


def _keep(store: SyncStore, receipt: Receipt, said: Statement) -> None:
    counts = store.totals(said.epoch, said.through_seq)
    store.keep_receipt(receipt, said, agrees=counts == (said.findings, said.photos))


def take(store: ParcelStore, answer: ParcelAnswer) -> tuple[Statement, ...]:
    """Keeps every receipt that came back for a parcel, and with it which photos the centre holds.

    Raises ProtocolProblem: UNKNOWN_DEVICE when this laptop has no centre, FAKE_CENTRE, FALSE_RECEIPT, FORK.
    """
    enrolment = store.enrolment()
    if enrolment is None:
        raise ProtocolProblem(Problem.UNKNOWN_DEVICE, "not enrolled")
    keys = receipts.trusted(enrolment.pinned, answer.keys)
    return tuple(keep(store, enrolment, keys, receipt) for receipt in answer.receipts)


def keep(
    store: ParcelStore, enrolment: Enrolment, keys: Mapping[str, Ed25519PublicKey], receipt: Receipt
) -> Statement:  # fmt: skip
    """As accept, and notes which photos the centre holds: those that the receipt covers and does not name as missing.

    It may have been long on its way: where a newer one covers as much it changes nothing, and what a newer one misses is missing.
    """
    said = _checked(store, enrolment, keys, receipt, "", 0)
    if store.is_outdated(said):
        return said
    _keep(store, receipt, said)
    if said.missing_count == len(said.missing):  # else it does not name all that it lacks
        here = set(store.photos_of(said.epoch, said.through_seq)) - set(said.missing)
        here -= set(store.missed_since(said.server_time))
        store.mark_stored(sorted(here))
    return said
