"""Receipts that tests show: signed by a made-up centre, with a made-up laptop's account beside them."""

import base64
import hashlib
import itertools
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.protocol import receipts
from sync.protocol.canonical import canonical
from sync.protocol.receipt_file import ACCOUNT_MARK, FORMAT, Account, Gap, MissingPhoto, ReceiptFile, SignedAccount
from sync.protocol.receipts import CentreKey, Quarantined, Receipt, Statement

CENTRE_KEYS = tuple(Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2, 3))
LAPTOP_KEY = Ed25519PrivateKey.from_private_bytes(b"d" * 32)
STRANGER = Ed25519PrivateKey.from_private_bytes(b"s" * 32)
DEVICE, EPOCH = "019ab000-0000-7000-8000-0000000000d1", "019ab000-0000-7000-8000-0000000000e1"
SHIFT = "019ab000-0000-7000-8000-0000000000a1"


def centre_key(key: Ed25519PrivateKey) -> CentreKey:
    (public,) = receipts.texts({"": key.public_key()}).values()
    return CentreKey(receipts.fingerprint(receipts.public_bytes(key)), public)


def chain(length: int = 1) -> tuple[CentreKey, ...]:
    """The first keys of the centre, each signed by the one before it."""
    pairs = itertools.pairwise(CENTRE_KEYS[:length])
    return (centre_key(CENTRE_KEYS[0]), *(receipts.successor(old, new.public_key()) for old, new in pairs))


PINNED = chain()[0].key_id


def a_statement(*, missing: int = 0, keys: int = 1, **changed: Any) -> Statement:
    said = Statement(
        centre="7f3c71ab-9d1e-4c0a-8d0e-1f2e3d4c5b6a", device=DEVICE, epoch=EPOCH, through_seq=186, digest="9f3c71ab" * 8,
        findings=23, photos=57, missing_count=missing, missing=tuple(hashlib.sha256(b"%d" % n).hexdigest() for n in range(missing)),
        quarantined=(), server_time="2026-11-26T08:03:11.123Z", key_id=chain(keys)[-1].key_id,
    )  # fmt: skip
    return msgspec.structs.replace(said, **changed)


def signed(said: Statement) -> Receipt:
    """Signed by the key that it names, or by a stranger where it names none of ours."""
    by_id = {centre_key(key).key_id: key for key in CENTRE_KEYS}
    return receipts.make(said, by_id.get(said.key_id, STRANGER))


def an_account(said: Statement, **changed: Any) -> Account:
    account = Account(
        device=said.device, shift=SHIFT, officer="410105-0317", unit="花园路中队", opened_at="2026-11-26T00:02:00.000Z",
        closed_at="2026-11-26T08:02:00.000Z", first_seq=2, last_seq=186, findings=23, photos=57, later=0, gaps=(),
        missing=tuple(a_photo(digest, n) for n, digest in enumerate(said.missing)),
    )  # fmt: skip
    return msgspec.structs.replace(account, **changed)


def a_photo(digest: str, n: int, **changed: Any) -> MissingPhoto:
    photo = MissingPhoto(
        sha256=digest, file_name=f"现场{n}.jpg", about=f"019ab000-0000-7000-8000-1{n:011d}", kind="stall",
        address="花园路 32 号门前", observed_at="2026-11-26T01:14:07.000Z", here=True,
    )  # fmt: skip
    return msgspec.structs.replace(photo, **changed)


def signed_account(account: Account, key: Ed25519PrivateKey = LAPTOP_KEY) -> SignedAccount:
    body = canonical(msgspec.to_builtins(account))
    public = base64.b64encode(receipts.public_bytes(key)).decode()
    return SignedAccount(body=body.decode(), public=public, sig=receipts.sign(key, ACCOUNT_MARK, body))


def a_file(*, missing: int = 0, keys: int = 1, account: bool = True, **told: Any) -> ReceiptFile:
    """One receipt; `told` changes the account's fields."""
    said = a_statement(missing=missing, keys=keys)
    beside = signed_account(an_account(said, **told)) if account else None
    return ReceiptFile(format=FORMAT, keys=chain(keys), receipts=(signed(said),), account=beside)


def everything() -> ReceiptFile:
    """A receipt of which every kind of thing is missing."""
    aside = (Quarantined(17, "unknown_task"),)
    said = a_statement(missing=2, keys=2, quarantined=aside)
    gaps = (Gap(epoch=EPOCH, first=187, last=203),)
    account = signed_account(an_account(said, gaps=gaps, last_seq=203, later=5))
    return ReceiptFile(format=FORMAT, keys=chain(2), receipts=(signed(said),), account=account)
