"""The receipt: the centre's signed statement of what it holds of one laptop; made on one end, verified on the other."""

import base64
import hashlib

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sync.protocol.canonical import canonical
from sync.protocol.problems import Problem, ProtocolProblem

ALGORITHM = "ed25519"
RECEIPT_MARK = b"721-receipt-1\n"
BATCH_MARK = b"721-batch-1\n"
TOKEN_MARK = b"721-token-1\n"
ENROL_MARK = b"721-enrol-1\n"
MANIFEST_MARK = b"721-manifest-1\n"
SUCCESSOR_MARK = b"721-successor-1\n"
FINGERPRINT_LENGTH = 16  # base32 characters, 80 bits, as printed in an enrolment code


class Quarantined(msgspec.Struct, frozen=True):
    """A line that the centre keeps but could not place, and why (a code)."""

    seq: int
    reason: str


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What a receipt says of the prefix that was asked about: `through_seq` is the last seq of the pushed batch, or the
    manifest's, and `digest` the chain there, even when the centre holds more. Counts are over the lines of `epoch` up to `through_seq`; digests are lower-case hex.

    `missing` names photos (SHA-256) that lines mention and the centre does not hold yet; at most 1 000 are named,
    `missing_count` counts them all. `server_time` is UTC, `YYYY-MM-DDThh:mm:ss.mmmZ`.
    """

    centre: str
    device: str
    epoch: str
    through_seq: int
    digest: str
    findings: int
    photos: int
    missing_count: int
    missing: tuple[str, ...]
    quarantined: tuple[Quarantined, ...]
    server_time: str
    key_id: str
    alg: str = ALGORITHM


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A statement's exact canonical bytes and their signature (base64)."""

    body: str
    sig: str


class CentreKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A signing key of the centre (raw public key, base64). A successor is signed by the key before it."""

    key_id: str
    public: str
    signed_by: str = ""
    sig: str = ""


def make(statement: Statement, key: Ed25519PrivateKey) -> Receipt:
    """`statement`, signed. Its `key_id` must name `key`."""
    body = canonical(msgspec.to_builtins(statement))
    return Receipt(body=body.decode(), sig=sign(key, RECEIPT_MARK, body))


def verify(receipt: Receipt, keys: dict[str, Ed25519PublicKey]) -> Statement:
    """The statement of `receipt` when one of the pinned `keys` (by key id) signed it; else raises FALSE_RECEIPT."""
    try:
        statement = msgspec.json.decode(receipt.body, type=Statement)
    except (msgspec.MsgspecError, RecursionError) as trouble:
        raise ProtocolProblem(Problem.FALSE_RECEIPT, "unreadable") from trouble
    key = keys.get(statement.key_id)
    if key is None or statement.alg != ALGORITHM:
        raise ProtocolProblem(Problem.FALSE_RECEIPT, "signed by a key that is not the centre's")
    if not signed(key, receipt.sig, RECEIPT_MARK, receipt.body.encode()):
        raise ProtocolProblem(Problem.FALSE_RECEIPT, "wrong signature")
    return statement


def sign(key: Ed25519PrivateKey, mark: bytes, *fields: bytes) -> str:
    """Base64 Ed25519 signature over `mark` and the length-prefixed `fields`; the mark keeps purposes apart."""
    return base64.b64encode(key.sign(_framed(mark, fields))).decode()


def signed(key: Ed25519PublicKey, sig: str, mark: bytes, *fields: bytes) -> bool:
    """Whether `sig` (base64) is a valid signature of `key` over `mark` and `fields`."""
    try:
        key.verify(base64.b64decode(sig, validate=True), _framed(mark, fields))
    except (InvalidSignature, ValueError):
        return False
    return True


def public_bytes(key: Ed25519PrivateKey | Ed25519PublicKey) -> bytes:
    """The 32 raw bytes of a public key."""
    public = key.public_key() if isinstance(key, Ed25519PrivateKey) else key
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def public_key(raw_base64: str) -> Ed25519PublicKey:
    """The public key of 32 raw bytes in base64; raises ProtocolProblem(MALFORMED)."""
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(raw_base64, validate=True))
    except ValueError as trouble:
        raise ProtocolProblem(Problem.MALFORMED, "public key") from trouble


def fingerprint(public: bytes) -> str:
    """The key id: the first 80 bits of SHA-256 of the raw public key, as 16 base32 characters."""
    return base64.b32encode(hashlib.sha256(public).digest()[:10]).decode()


def successor(old: Ed25519PrivateKey, new: Ed25519PublicKey) -> CentreKey:
    """`new` as the centre's next signing key, signed by the `old` one."""
    raw, old_id = public_bytes(new), fingerprint(public_bytes(old))
    return CentreKey(fingerprint(raw), base64.b64encode(raw).decode(), old_id, sign(old, SUCCESSOR_MARK, raw))


def trusted(pinned: str, offered: tuple[CentreKey, ...]) -> dict[str, Ed25519PublicKey]:
    """The keys among `offered` (oldest first) that the `pinned` fingerprint vouches for, directly or through successors.

    Raises ProtocolProblem(FAKE_CENTRE) when the pinned key is not among them.
    """
    keys: dict[str, Ed25519PublicKey] = {}
    for offer in offered:
        key = public_key(offer.public)
        key_id = fingerprint(public_bytes(key))
        before = keys.get(offer.signed_by)
        if key_id == pinned or (before is not None and signed(before, offer.sig, SUCCESSOR_MARK, public_bytes(key))):
            keys[key_id] = key
    if pinned not in keys:
        raise ProtocolProblem(Problem.FAKE_CENTRE, "the centre shows another signing key")
    return keys


def texts(keys: dict[str, Ed25519PublicKey]) -> dict[str, str]:
    """Public keys by key id, each as base64 of its 32 raw bytes."""
    return {key_id: base64.b64encode(public_bytes(key)).decode() for key_id, key in keys.items()}


def _framed(mark: bytes, fields: tuple[bytes, ...]) -> bytes:
    return mark + b"".join(len(field).to_bytes(4, "big") + field for field in fields)
