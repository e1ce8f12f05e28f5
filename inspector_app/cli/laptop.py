"""What commands on a laptop's own data share: the store with its key, and every trouble as a line with its code."""

import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.cli.shell import BadInput, Usage

if TYPE_CHECKING:
    from inspector_app.storage.store import Store

KeySource = Callable[[Path], bytes]
SENTENCES = {
    "locked_by_another": "the program is running on this data; close it, or use its sync page",
    "wrong_key": "the password or key is another one",
    "key_missing": "this user's key ring has no key for this data",
    "no_keyring": "this computer has no key ring, and there is no password",
    "newer_file": "the data were written by a newer version",
    "out_of_space": "the disk is full",
    "unknown_device": "this laptop, or the parcel's, is not enrolled at that centre",
    "no_sealing_key": "the centre has not told its key yet: sync once over the network",
    "nothing_to_carry": "receipts cover everything; there is nothing to carry",
    "carrier_full": "there is not enough room, or the file system takes no file as large",
    "carrier_unwritable": "the folder cannot be written",
    "carrier_differs": "what was read back is not what was written: use another stick",
    "carrier_gone": "the stick was pulled out, or cannot be read",
    "not_a_parcel": "this file is no parcel",
    "newer_parcel": "the parcel is of a newer version of this program",
    "damaged_parcel": "the parcel is cut off or damaged: copy it again, or make another",
    "other_centre": "the parcel is for another centre",
    "wrong_signature": "it is not signed by the laptop that it names",
    "hole": "the centre lacks earlier records: bring the earlier parcels first, or make one with --all",
    "fork": "the centre holds other records of this laptop: sync over the network",
    "false_receipt": "this is no receipt of our centre for this laptop",
    "fake_centre": "the centre shows another signing key than at enrolment",
    "wrong_code": "the code is wrong, used, or older than a day",
    "unreachable": "there is no connection to the centre",
    "not_the_centre": "something other than the centre answers at this address",
    "certificate_time": "by this machine's clock the centre's certificate is not valid: check date and time",
    "certificate_untrusted": "the centre's certificate is not trusted: another network, or name its authority's file in SSL_CERT_FILE",
    "not_found": "there is no such thing",
    "not_empty": "the folder holds a laptop's data already; restore into an empty one",
    "revoked_device": "the laptop is revoked at the centre",
    "busy": "the centre has no time for it now; what has come stays there: try again later",
    "not_a_pack": "this file is no reference pack",
    "newer_pack": "the pack is of a newer version of this program; the one in use stays",
    "damaged_pack": "the pack is cut off or damaged: copy it again; the one in use stays",
    "false_pack": "the pack is not signed by the centre of this laptop; the one in use stays",
    "older_pack": "the pack is not newer than the one in use, which stays",
    "too_many_tries": "too many were refused; wait a minute",
}  # fmt: skip

AT_THE_CENTRE = {
    "out_of_space": "the centre has no room left; what has come stays there: tell whoever runs it, and try again later"
}


@contextmanager
def told(about: str = "") -> Iterator[None]:
    """Inside it, coded troubles become BadInput with a sentence; `about` names the file or folder."""
    from inspector_app.storage.trouble import StorageTrouble
    from sync.client.carrier import CarrierTrouble
    from sync.protocol.problems import ProtocolProblem

    try:
        yield
    except (StorageTrouble, CarrierTrouble, ProtocolProblem) as trouble:
        code = trouble.code.value
        words = SENTENCES | AT_THE_CENTRE if isinstance(trouble, ProtocolProblem) else SENTENCES
        raise BadInput(code, words.get(code, str(trouble)), about[:200]) from trouble


def checked_address(url: str) -> str:
    """`url`, or Usage at once: tried first, a slip of the pen would be called a stranger after half a minute."""
    from sync.client import wire
    from sync.protocol.problems import ProtocolProblem

    try:
        wire.checked_address(url)
    except ProtocolProblem as trouble:
        raise Usage("the centre's address is https://HOST, or http:// where it is this machine itself") from trouble
    return url


@contextmanager
def opened(folder: Path) -> "Iterator[Store]":
    """The store of `folder`, which must be there; closed in the end."""
    from inspector_app.devices.clock import OrderedIds, SystemClock
    from inspector_app.storage import identity, journal, keys
    from inspector_app.storage.opening import open_store

    if not (folder / identity.FILE_NAME).exists():
        raise BadInput("not_found", "there are no data of a laptop", str(folder)[:200])
    ids = OrderedIds()
    with told(str(folder)):
        store = open_store(folder, keys.master_key(folder, ask_password=password), clock=SystemClock(), ids=ids)
        try:
            ids.follow(store.read(journal.greatest_id))
            yield store
        finally:
            store.close()


def password(new: bool) -> str:
    """What was typed without showing it, or the first line that another program wrote."""
    if sys.stdin is None:
        raise BadInput("no_keyring", "nobody can be asked for the password")
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return getpass.getpass("a new password for this laptop's data: " if new else "password of this laptop's data: ")
