"""A parcel: a round of sync as one file, sealed for the centre and signed by the laptop. Read and written in bounded memory.

`head` says in the clear whose it is and what it holds; inside are the very messages of a round. PROTOCOL.md §10 defines it.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Annotated, BinaryIO, NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Meta

from sync.protocol import receipts, sealing
from sync.protocol.canonical import BODY_LIMIT, canonical
from sync.protocol.messages import PHOTO_BYTES, Base64, Count, Hex, Id, Short
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import CentreKey, Receipt

ENDING, RECEIPT_ENDING = ".parcel", ".receipt"
MAGIC, VERSION = b"721-parcel-", b"1\n"
MARK, HEAD_MARK = MAGIC + VERSION, b"721-parcel-head-1\n"
SIGNATURE = 64
HEAD_BYTES = 64 * 1024
FRONT_BYTES = len(MARK) + 4 + HEAD_BYTES + SIGNATURE  # all that must be read before anything is known of a parcel
FIRST_BYTES = 128 * 1024  # at most in the first call: until its head was read, anybody may have sent it
LARGEST = 16 * 1024 * 1024 * 1024
MOST_EPOCHS = 64
_PIECE = 1024 * 1024
_AROUND_A_LINE = 8 * 1024  # of a line beside its body, and of a batch around each


class Frame(Enum):
    """What is inside, in this order; the value marks a frame and bounds its length in bytes."""

    LINES = (b"l", 2 * 1024 * 1024)
    PHOTO = (b"p", PHOTO_BYTES)
    MANIFEST = (b"m", 64 * 1024)


class Stretch(msgspec.Struct, frozen=True):
    """Lines of one epoch: `from_seq` to `through_seq`, whose digest is `digest`; none when `from_seq` is beyond."""

    epoch: Id
    from_seq: Annotated[int, Meta(ge=1, le=2**53)]
    through_seq: Count
    digest: Hex


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What everybody may read. `key` is the laptop's public key, `ephemeral` the parcel's own, `sealed_to` names the centre's.

    It may grow; what an older reader must understand is a new version of the whole.
    """

    device: Id
    key: Base64
    centre: Short
    sealed_to: Short
    ephemeral: Base64 = ""
    alg: Short = sealing.ALGORITHM
    made_at: Short
    app: Short
    shift: Annotated[str, Meta(max_length=64)]
    epochs: Annotated[tuple[Stretch, ...], Meta(max_length=MOST_EPOCHS)]
    lines: Count
    findings: Count
    photos: Count
    photo_bytes: Count


class ParcelAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a `.receipt` file holds, and the centre's answer to a parcel that it has taken: `keys` lead to the one that signed.

    `receipts` are those of the last line of each epoch. The parcel is named by the SHA-256 of all its bytes.
    """

    parcel: Hex
    device: Id
    keys: tuple[CentreKey, ...]
    receipts: Annotated[tuple[Receipt, ...], Meta(max_length=MOST_EPOCHS)]


class Front(NamedTuple):
    """A parcel's head, its exact bytes, and where the chunks begin."""

    head: Head
    said: bytes
    content: int

    @property
    def laptop(self) -> Ed25519PublicKey:
        return receipts.public_key(self.head.key)


class Writer:
    """Writes one parcel: frames in their order, then `end`. `sign` is the laptop's key, as `receipts.sign` uses it."""

    def __init__(
        self, file: BinaryIO, head: Head, to: X25519PublicKey, sign: Callable[..., str],
        ephemeral: X25519PrivateKey | None = None,
    ) -> None:  # fmt: skip
        own = ephemeral or X25519PrivateKey.generate()
        public = sealing.raw_public(own.public_key())
        head = msgspec.structs.replace(head, ephemeral=base64.b64encode(public).decode())
        said = canonical(msgspec.to_builtins(head))
        if len(said) > HEAD_BYTES:
            raise ProtocolProblem(Problem.TOO_LARGE, "head")
        self._file = _Hashing(file)
        self._sign = sign
        self._file.write(MARK + len(said).to_bytes(4, "big") + said + base64.b64decode(sign(HEAD_MARK, said)))
        self._sealer = sealing.Sealer(self._file, _key(own, to, public + sealing.raw_public(to), said))  # type: ignore[arg-type]

    def add(self, kind: Frame, body: bytes) -> None:
        mark, most = kind.value
        if len(body) > most:
            raise ProtocolProblem(Problem.TOO_LARGE, kind.name)
        self._sealer.write(mark + len(body).to_bytes(4, "big"))
        self._sealer.write(body)

    def end(self) -> str:
        """Signs the whole; returns the SHA-256 that names the parcel."""
        self._sealer.end()
        self._file.write(base64.b64decode(self._sign(MARK, self._file.digest.digest())))
        return self._file.digest.hexdigest()


def read_front(start: bytes) -> Front:
    """What the first bytes of a file say, signed by the laptop that it names (which is only claimed so far).

    Raises ProtocolProblem: NOT_A_PARCEL, NEWER_PARCEL, or DAMAGED_PARCEL.
    """
    if not start.startswith(MAGIC):
        raise ProtocolProblem(Problem.NOT_A_PARCEL)
    if not start.startswith(MARK):
        raise ProtocolProblem(Problem.NEWER_PARCEL if len(start) > len(MARK) else Problem.DAMAGED_PARCEL, "version")
    begins = len(MARK) + 4
    ends = begins + int.from_bytes(start[len(MARK) : begins], "big")
    if ends - begins > HEAD_BYTES or len(start) < ends + SIGNATURE:
        raise ProtocolProblem(Problem.DAMAGED_PARCEL, "the head is cut off")
    said = start[begins:ends]
    try:
        front = Front(msgspec.json.decode(said, type=Head), said, ends + SIGNATURE)
        _check_signature(front.laptop, start[ends : ends + SIGNATURE], HEAD_MARK, said)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ProtocolProblem) as trouble:
        raise ProtocolProblem(Problem.DAMAGED_PARCEL, "head") from trouble
    return front


def most_bytes(head: Head) -> int:
    """A parcel with what the head counts is no longer than this."""
    accounts = (len(head.epochs) + 1) * (5 + Frame.MANIFEST.value[1])
    inside = head.lines * (BODY_LIMIT + _AROUND_A_LINE) + head.photo_bytes + 5 * head.photos + accounts
    return min(LARGEST, FRONT_BYTES + inside + (inside // sealing.CHUNK + 1) * sealing.TAG + SIGNATURE)


def check_whole(file: BinaryIO) -> tuple[Front, str]:
    """The front and the SHA-256 of a parcel whose every byte is as its laptop signed it; reads it once from its beginning.

    Raises ProtocolProblem as read_front.
    """
    size = file.seek(0, 2)
    file.seek(0)
    front = read_front(file.read(FRONT_BYTES))
    left = size - SIGNATURE
    if left <= front.content + sealing.TAG:
        raise ProtocolProblem(Problem.DAMAGED_PARCEL, "cut off")
    file.seek(0)
    digest = hashlib.sha256()
    while left > 0 and (piece := file.read(min(left, _PIECE))):
        digest.update(piece)
        left -= len(piece)
    signature, before = file.read(SIGNATURE), digest.digest()
    digest.update(signature)
    _check_signature(front.laptop, signature, MARK, before)
    return front, digest.hexdigest()


def frames(file: BinaryIO, front: Front, private: X25519PrivateKey) -> Iterator[tuple[Frame, bytes]]:
    """What is inside, one frame at a time. Raises ProtocolProblem(DAMAGED_PARCEL)."""
    size = file.seek(0, 2) - SIGNATURE - front.content
    file.seek(front.content)
    held = bytearray()
    for chunk in sealing.opened(file, size, _opening_key(front, private)):
        held += chunk
        while (end := _end_of(held)) is not None:
            yield _KINDS[bytes(held[:1])], bytes(held[5:end])
            del held[:end]
    if held:
        raise ProtocolProblem(Problem.DAMAGED_PARCEL, "a frame is cut off")


_KINDS = {kind.value[0]: kind for kind in Frame}


def _end_of(held: bytearray) -> int | None:
    """Where the first frame ends; None while it is not there whole."""
    if len(held) < 5:
        return None
    kind, length = _KINDS.get(bytes(held[:1])), int.from_bytes(held[1:5], "big")
    if kind is None or length > kind.value[1]:
        raise ProtocolProblem(Problem.DAMAGED_PARCEL, "no frame")
    return 5 + length if len(held) >= 5 + length else None


def _opening_key(front: Front, private: X25519PrivateKey) -> AESGCM:
    try:
        public = base64.b64decode(front.head.ephemeral, validate=True)
        other = X25519PublicKey.from_public_bytes(public)
        return _key(private, other, public + sealing.raw_public(private.public_key()), front.said)
    except ValueError as trouble:
        raise ProtocolProblem(Problem.DAMAGED_PARCEL, "ephemeral key") from trouble


def _key(mine: X25519PrivateKey, other: X25519PublicKey, salt: bytes, said: bytes) -> AESGCM:
    return sealing.chunk_key(mine, other, salt=salt, info=MARK + hashlib.sha256(said).digest())


def _check_signature(key: Ed25519PublicKey, sig: bytes, mark: bytes, field: bytes) -> None:
    if not receipts.signed(key, base64.b64encode(sig).decode(), mark, field):
        raise ProtocolProblem(Problem.DAMAGED_PARCEL, "signature")


class _Hashing:
    """A file that is hashed as it is written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, content: bytes) -> None:
        self._file.write(content)
        self.digest.update(content)
