"""A shift's receipt as a file for others: signed by the centre, with the laptop's own account beside it."""

import base64
from typing import Protocol

import msgspec

from inspector_app.services.overview import ShiftReceipt
from sync.protocol import receipt_file
from sync.protocol.canonical import canonical
from sync.protocol.laptop import Enrolment
from sync.protocol.receipt_file import ACCOUNT_MARK, FORMAT, ReceiptFile, SignedAccount
from sync.protocol.receipts import CentreKey, Receipt


class Signer(Protocol):
    """The laptop's own key, as `sync.client.ports.Signer`."""

    def sign(self, mark: bytes, *fields: bytes) -> str: ...
    def public(self) -> bytes: ...


def file_of(found: ShiftReceipt, joined: Enrolment, signer: Signer) -> ReceiptFile:
    """The file, checked as others will; raises ReceiptFault(UNKNOWN_KEY) while the proof of a new key of the centre is not here."""
    body = canonical(msgspec.to_builtins(found.account))
    account = SignedAccount(
        body=body.decode(), public=base64.b64encode(signer.public()).decode(), sig=signer.sign(ACCOUNT_MARK, body)
    )
    shown = joined.chain or (CentreKey(joined.pinned, joined.keys[joined.pinned]),)
    signers = {msgspec.json.decode(one.body)["key_id"] for one in found.receipts}
    made = ReceiptFile(
        format=FORMAT, keys=receipt_file.path(shown, joined.pinned, signers), account=account,
        receipts=tuple(Receipt(one.body, one.sig) for one in found.receipts),
    )  # fmt: skip
    receipt_file.check(made, joined.pinned)
    return made
