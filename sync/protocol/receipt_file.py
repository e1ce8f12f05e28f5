"""A receipt as a small file of its own: the signed statements, the keys that vouch for them, and the laptop's account."""

import base64
from enum import StrEnum
from typing import Annotated, NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Meta

from sync.protocol import receipts
from sync.protocol.canonical import canonical
from sync.protocol.messages import Hex
from sync.protocol.problems import ProtocolProblem
from sync.protocol.receipts import CentreKey, Receipt, Statement

FORMAT = "721-receipt-file-1"
ACCOUNT_MARK = b"721-account-1\n"
LARGEST_FILE = 1 << 20  # bytes; a thousand photos missing, each with its name, take a third of it
MOST_RECEIPTS = 8
MOST_KEYS = 32
MOST_GAPS = MOST_MISSING = 1000
LONGEST_TEXT = 200
BASE32 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

Text = Annotated[str, Meta(max_length=LONGEST_TEXT)]
Seq = Annotated[int, Meta(ge=0, le=2**53 - 1)]


class Fault(StrEnum):
    """Why something is no proof."""

    NOT_A_RECEIPT = "not_a_receipt"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    ALTERED = "altered"
    UNKNOWN_KEY = "unknown_key"  # signed by a key that none of the file's keys vouches for
    WRONG_KEY = "wrong_key"  # the key that was asked for vouches for nothing in it
    PART_MISSING = "part_missing"  # of a receipt in several QR codes


class ReceiptFault(Exception):
    """Something that was given proves nothing; `detail` says where, in words for the person who asked."""

    def __init__(self, code: Fault, detail: str = ""):
        super().__init__(f"{code.value}: {detail}" if detail else code.value)
        self.code = code
        self.detail = detail


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class Gap(_Part, frozen=True):
    """Lines of one epoch, from `first` to `last`, that no receipt of the file covers."""

    epoch: Text
    first: Seq
    last: Seq


class MissingPhoto(_Part, frozen=True):
    """A photo that the centre lacks: its file's name, and the finding (`about`) that it belongs to.

    `kind` is the finding's category, `observed_at` UTC; empty where the photo belongs to something else. `here` tells
    whether the laptop itself still has the file.
    """

    sha256: Hex
    file_name: Text
    about: Text
    kind: Text
    address: Text
    observed_at: Text
    here: bool


class Account(_Part, frozen=True):
    """What the laptop itself says beside the receipts; counts are of the shift, `first_seq` to `last_seq` its lines.

    `shift` is empty when it speaks of everything on the laptop. `later` counts lines behind the shift that the receipts do not cover.
    """

    device: Text
    shift: Text
    officer: Text
    unit: Text
    opened_at: Text
    closed_at: Text
    first_seq: Seq
    last_seq: Seq
    findings: Seq
    photos: Seq
    later: Seq
    gaps: Annotated[tuple[Gap, ...], Meta(max_length=MOST_GAPS)]
    missing: Annotated[tuple[MissingPhoto, ...], Meta(max_length=MOST_MISSING)]


class SignedAccount(_Part, frozen=True):
    """An account's canonical bytes as text, signed by the laptop's own key (`public`, base64)."""

    body: str
    public: str
    sig: str


class ReceiptFile(_Part, frozen=True):
    """`keys` lead from the one that is to be pinned to those that signed; `account` is absent in a QR code."""

    format: str
    keys: Annotated[tuple[CentreKey, ...], Meta(min_length=1, max_length=MOST_KEYS)]
    receipts: Annotated[tuple[Receipt, ...], Meta(min_length=1, max_length=MOST_RECEIPTS)]
    account: SignedAccount | None = None


class Checked(NamedTuple):
    """What a file proves. `key_id` is the key at the root of it; only when it `is_pinned` somebody else vouched for that one.

    The centre did not sign the `account`: whoever holds the key `laptop_key` did, and only the centre knows whose it is.
    """

    key_id: str
    is_pinned: bool
    statements: tuple[Statement, ...]
    account: Account | None
    laptop_key: str

    @property
    def lacks_photos(self) -> bool:
        """Whether the centre misses a photo that the lines up to its statements name."""
        return any(said.missing_count for said in self.statements)

    @property
    def is_complete(self) -> bool | None:
        """Whether nothing is missing: no photo, and no line of the account. None without one: who knows which lines follow?"""
        if self.lacks_photos:
            return False
        return not self.account.gaps if self.account else None


def content(file: ReceiptFile) -> bytes:
    """The one form that a file has: canonical JSON."""
    return canonical(msgspec.to_builtins(file))


def read(given: bytes) -> ReceiptFile:
    """The file in these bytes, unchecked; raises ReceiptFault: TOO_LARGE, TRUNCATED, NOT_A_RECEIPT, ALTERED."""
    if len(given) > LARGEST_FILE:
        raise ReceiptFault(Fault.TOO_LARGE, f"a receipt has at most {LARGEST_FILE} bytes")
    try:
        file = msgspec.json.decode(given, type=ReceiptFile)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
        raise ReceiptFault(_unread(given, trouble), str(trouble)[:120]) from trouble
    if file.format != FORMAT:
        raise ReceiptFault(Fault.NOT_A_RECEIPT, "another format")
    try:
        whole = content(file) == given
    except ProtocolProblem:
        whole = False
    if not whole:
        raise ReceiptFault(Fault.ALTERED, "not in the one form that a receipt has")
    return file


def check(file: ReceiptFile, pinned: str = "") -> Checked:
    """What `file` proves to somebody who holds the fingerprint `pinned`, or none; raises ReceiptFault: ALTERED, UNKNOWN_KEY, WRONG_KEY."""
    chain = _chain(file.keys)
    statements = tuple(_statement(receipt, chain) for receipt in file.receipts)
    vouched = _vouched(file.keys, pinned)
    if not {said.key_id for said in statements} <= vouched:
        raise ReceiptFault(
            Fault.WRONG_KEY, "it is not signed by the key that was given, nor by one that it vouches for"
        )
    account = _account(file.account) if file.account else None
    devices = {said.device for said in statements} | ({account.device} if account else set())
    if len(devices) > 1 or len({said.centre for said in statements}) > 1:
        raise ReceiptFault(Fault.ALTERED, "it speaks of several laptops or centres")
    laptop_key = receipts.fingerprint(receipts.public_bytes(_public(file.account.public))) if file.account else ""
    return Checked(pinned or file.keys[0].key_id, bool(pinned), statements, account, laptop_key)


def path(keys: tuple[CentreKey, ...], root: str, signers: set[str]) -> tuple[CentreKey, ...]:
    """Those of `keys` (oldest first) that lead from `root` to the `signers`, the root without who vouched for it."""
    by_id = {key.key_id: key for key in keys}
    needed: set[str] = set()
    for key_id in signers:
        while key_id in by_id and key_id not in needed:
            needed.add(key_id)
            key_id = "" if key_id == root else by_id[key_id].signed_by
    return tuple(
        CentreKey(key.key_id, key.public) if key.key_id == root else key for key in keys if key.key_id in needed
    )


def pin(typed: str) -> str:
    """A fingerprint as people type it, in the form of a key id; empty when it is none."""
    plain = "".join(typed.upper().split()).replace("-", "").translate(str.maketrans("018", "OIB"))
    return plain if len(plain) == receipts.FINGERPRINT_LENGTH and set(plain) <= BASE32 else ""


def _unread(given: bytes, trouble: Exception) -> Fault:
    ours = given.startswith(b'{"account":')
    return Fault.TRUNCATED if ours and "truncated" in str(trouble) else Fault.ALTERED if ours else Fault.NOT_A_RECEIPT


def _chain(keys: tuple[CentreKey, ...]) -> dict[str, Ed25519PublicKey]:
    """Every key by its id, when each but the first is signed by one before it."""
    known: dict[str, Ed25519PublicKey] = {}
    for key in keys:
        public = _public(key.public)
        raw = receipts.public_bytes(public)
        before = known.get(key.signed_by)
        vouched = before is not None and _signed(before, key.sig, receipts.SUCCESSOR_MARK, raw)
        is_root = not known and not key.signed_by and not key.sig
        if key.key_id != receipts.fingerprint(raw) or key.key_id in known or not (is_root or vouched):
            raise ReceiptFault(Fault.ALTERED, "the keys do not vouch for each other")
        known[key.key_id] = public
    return known


def _vouched(keys: tuple[CentreKey, ...], pinned: str) -> set[str]:
    """The ids of `pinned` and of all that it vouches for; of every key when none is pinned."""
    found = {pinned or keys[0].key_id} & {key.key_id for key in keys}
    for key in keys:
        if key.signed_by in found:
            found.add(key.key_id)
    return found


def _statement(receipt: Receipt, keys: dict[str, Ed25519PublicKey]) -> Statement:
    try:
        said = msgspec.json.decode(receipt.body, type=Statement)
    except (msgspec.MsgspecError, RecursionError) as trouble:
        raise ReceiptFault(Fault.ALTERED, "a statement cannot be read") from trouble
    if said.key_id not in keys or said.alg != receipts.ALGORITHM:
        raise ReceiptFault(Fault.UNKNOWN_KEY, "signed by a key that nobody vouches for")
    if not _signed(keys[said.key_id], receipt.sig, receipts.RECEIPT_MARK, receipt.body.encode()):
        raise ReceiptFault(Fault.ALTERED, "the signature is not of this statement")
    return said


def _account(signed: SignedAccount) -> Account:
    if not _signed(_public(signed.public), signed.sig, ACCOUNT_MARK, signed.body.encode()):
        raise ReceiptFault(Fault.ALTERED, "the signature is not of this account")
    try:
        return msgspec.json.decode(signed.body, type=Account)
    except (msgspec.MsgspecError, RecursionError) as trouble:
        raise ReceiptFault(Fault.ALTERED, "the account cannot be read") from trouble


def _public(text: str) -> Ed25519PublicKey:
    try:
        if _is_exact(text):
            return receipts.public_key(text)
    except ProtocolProblem:
        pass
    raise ReceiptFault(Fault.ALTERED, "a key cannot be read")


def _signed(key: Ed25519PublicKey, sig: str, mark: bytes, field: bytes) -> bool:
    return _is_exact(sig) and receipts.signed(key, sig, mark, field)


def _is_exact(text: str) -> bool:
    """Whether it is base64 in the one form that these bytes have: its last sign carries bits that decoders overlook."""
    try:
        return base64.b64encode(base64.b64decode(text, validate=True)).decode() == text
    except ValueError:
        return False
