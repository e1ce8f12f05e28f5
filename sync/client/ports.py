"""The client's two doors: the centre (`SyncApi`) and what the laptop holds (`SyncStore`). All types are the protocol's."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from sync.protocol.laptop import Enrolment, Head, PhotoOnDisk, RoundEnded
from sync.protocol.lines import Line
from sync.protocol.messages import (
    BucketPage,
    BundleAnswer,
    EnrolAnswer,
    EnrolRequest,
    HaveAnswer,
    HelloAnswer,
    HelloRequest,
    ManifestAnswer,
    ManifestRequest,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    TimeAnswer,
)
from sync.protocol.pack_file import Signed
from sync.protocol.receipts import Receipt, Statement
from sync.protocol.reference_pack import PackFile

__all__ = [
    "Content",
    "Enrolment",
    "Flight",
    "Head",
    "Lanes",
    "PackStore",
    "ParcelStore",
    "PhotoOnDisk",
    "RoundEnded",
    "Signer",
    "SyncApi",
    "SyncStore",
]


Content = bytes | memoryview  # of a photo


class SyncApi(Protocol):
    """The centre, as a laptop sees it. Every call may raise ProtocolProblem; none takes longer than 30 s."""

    def time(self) -> TimeAnswer: ...
    def enrol(self, request: EnrolRequest) -> EnrolAnswer: ...
    def hello(self, request: HelloRequest) -> HelloAnswer: ...
    def push(self, request: PushRequest) -> PushAnswer: ...
    def have(self, sha256: Sequence[str]) -> HaveAnswer: ...
    def bundle(self, photos: Mapping[str, Content]) -> BundleAnswer:
        """Sends whole photos, each under its SHA-256; those in the answer are verified and durable at the centre."""
        ...

    def upload(self, sha256: str, offset: int, chunk: bytes, total: int) -> int:
        """Sends `chunk` of a photo of `total` bytes from `offset` (0 creates it); returns the centre's new offset.

        Raises WRONG_OFFSET with `seq` = the centre's own offset. At `total` the centre has verified the whole photo.
        """
        ...

    def manifest(self, request: ManifestRequest) -> ManifestAnswer: ...
    def pull(self, request: PullRequest) -> PullAnswer: ...
    def pack(self, version: int) -> Signed:
        """The manifest of a reference pack; it proves nothing before its signature was checked."""
        ...

    def pack_file(self, version: int, sha256: str, offset: int, size: int) -> bytes:
        """Bytes of a file of that pack from `offset` on, at most `size` of them; fewer where the laptop is told to go slowly."""
        ...


L = TypeVar("L")
R = TypeVar("R")
L_contra = TypeVar("L_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)


class Flight(Protocol[L_contra, R_co]):
    """Loads on their way; for the thread that opened it."""

    @property
    def under_way(self) -> int:
        """How many were started and are not landed."""
        ...

    def start(self, load: L_contra) -> None: ...

    def landed(self, *, patiently: bool) -> Sequence[R_co | Exception]:
        """What became of those that are done, or raised; `patiently` waits for the first of them."""
        ...

    def close(self) -> None:
        """Waits for what is under way."""
        ...


class Lanes(Protocol):
    """Calls one after the other, or several at once."""

    def open(self, work: Callable[[L], R], /) -> Flight[L, R]:
        """A flight that gives each load to `work`."""
        ...


class Signer(Protocol):
    """The laptop's own key (Ed25519), as `protocol.receipts.sign` and `public_bytes` use it."""

    def sign(self, mark: bytes, *fields: bytes) -> str:
        """The signature in base64."""
        ...

    def public(self) -> bytes:
        """32 raw bytes."""
        ...


class SyncStore(Protocol):
    """What the engine reads and writes on the laptop; each write is one short transaction, never held during a call."""

    def enrolment(self) -> Enrolment | None: ...
    def keep_enrolment(self, enrolment: Enrolment) -> None: ...
    def head(self) -> Head: ...
    def epoch_start(self) -> int:
        """The seq of the current epoch's first line (0 when the epoch has none yet)."""
        ...

    def digest_at(self, epoch: str, seq: int) -> str | None:
        """The digest (hex) of that line; None when the journal holds no such line."""
        ...

    def acknowledged(self, epoch: str) -> int:
        """The highest seq of `epoch` that a verified receipt covers; 0 for none."""
        ...

    def lines_after(self, epoch: str, seq: int, limit: int) -> Sequence[Line]:
        """The next lines of `epoch` after `seq`, in order."""
        ...

    def unsent_epochs(self) -> Sequence[str]:
        """Epochs with lines that no receipt covers, oldest first; one that a later epoch forked away from is left out."""
        ...

    def totals(self, epoch: str, through_seq: int) -> tuple[int, int]:
        """Findings, and distinct photos, that the lines of `epoch` up to `through_seq` state (carried lines count)."""
        ...

    def open_epoch(self, *, after: Head, reason: str, now: str) -> Head:
        """Starts a new epoch that trusts the journal up to `after`; lines behind it are carried into the new epoch."""
        ...

    def keep_receipt(self, receipt: Receipt, statement: Statement, *, agrees: bool) -> None:
        """Keeps what the centre signed; only one that `agrees` with the journal covers lines. Missing photos wait again."""
        ...

    def unstored_photos(self) -> Sequence[PhotoOnDisk]:
        """Photos that lines name and that the centre has not confirmed, oldest first."""
        ...

    def mark_stored(self, sha256: Sequence[str]) -> None:
        """The centre holds these photos, whole."""
        ...

    def outdated_receipts(self) -> Sequence[tuple[str, int]]:
        """Epochs but the current one, oldest first, whose newest receipt misses a photo that has arrived; each with its last seq."""
        ...

    def note_lacking(self, sha256: Sequence[str]) -> None:
        """The centre does not hold these photos, whatever it said before; those that are not ours are passed over."""
        ...

    def photo(self, sha256: str) -> bytes:
        """The original bytes, checked; raises ProtocolProblem(WRONG_DIGEST) when absent or damaged on disk."""
        ...

    def photo_in(self, sha256: str, room: memoryview) -> Content:
        """As `photo`, at the beginning of `room` when they fit there: memory that is new costs as much as what is done with it."""
        ...

    def cursors(self) -> Mapping[str, int]:
        """For each bucket the `n` of the last item that was applied; a bucket that was never heard of is not there."""
        ...

    def marks(self) -> Mapping[str, str]:
        """For each bucket by what the item at its cursor is known (`protocol.feed.mark_of`); none where it is not here."""
        ...

    def apply(self, pages: Sequence[BucketPage]) -> None:
        """Applies feed items and moves the cursors in one transaction; items already applied change nothing.

        A page without items whose head is behind the cursor moves the cursor back there; one that holds another item than
        the last that was applied moves it back to the start, and nothing of it is applied.
        """
        ...

    def keep_pulled(self, at: str) -> None:
        """The feed was read to where it ended at `at` (UTC)."""
        ...

    def keep_round(self, ended: RoundEnded) -> None: ...


class PackStore(Protocol):
    """Where reference packs come to on the laptop. Raises ProtocolProblem with a pack's codes; the pack in use stays then."""

    def wants(self, version: int) -> bool:
        """Whether that version is newer than the one in use, and was not refused before."""
        ...

    def begin(self, signed: Signed, version: int) -> Sequence[PackFile]:
        """The files that are not here yet, when our centre signed just this version. Raises FALSE_PACK, NEWER_PACK, OUT_OF_SPACE …"""
        ...

    def begun(self, file: PackFile) -> int:
        """How many bytes of it are here."""
        ...

    def append(self, file: PackFile, offset: int, piece: bytes) -> None:
        """Adds the next bytes. Raises DAMAGED_PACK, and forgets them all, when the whole has another digest."""
        ...

    def install(self, signed: Signed) -> None:
        """Puts the pack in the place of the one in use, in one step, after it was opened and looked through."""
        ...


class ParcelStore(SyncStore, Protocol):
    """What a parcel asks of the laptop beside a round."""

    def shift_end(self, shift: str) -> int | None:
        """The seq of the line that closed the shift, of the journal's last line while it is open; None for no shift of ours."""
        ...

    def photos_through(self, seq: int, *, every: bool) -> Sequence[PhotoOnDisk]:
        """Photos that lines up to `seq` name, oldest first: every one, or those that the centre has not confirmed."""
        ...

    def photos_of(self, epoch: str, through_seq: int) -> Sequence[str]:
        """The SHA-256 of each photo that the lines of `epoch` up to `through_seq` name."""
        ...

    def is_outdated(self, said: Statement) -> bool:
        """Whether a receipt of that epoch is kept which agrees, covers as many lines and was signed later."""
        ...

    def missed_since(self, server_time: str) -> Sequence[str]:
        """Photos (SHA-256) that the centre missed, or may have missed, in any receipt that it signed after that."""
        ...
