"""What the settings page shows, without Qt: how the app looks, which centre it belongs to, what it is."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from inspector_app.preferences import Choices

TEXT_SIZES = (100, 115, 130, 150)  # percent of 15 px
SEND_LIMITS = (0, 1000, 250, 64)  # kilobytes a second; 0: none
CODE_SIGNS = 32  # base32 characters of an enrolment code


class AddressProblem(StrEnum):
    """Why a centre's address cannot be used."""

    EMPTY = "empty"
    NOT_AN_ADDRESS = "not_an_address"
    NOT_ENCRYPTED = "not_encrypted"  # plain http is only for this very machine


@dataclass(frozen=True, slots=True)
class SettingsState:
    """`code` is what was typed so far; `problem` a code of the protocol or of the surroundings, after a try."""

    choices: Choices = field(default_factory=Choices)
    address: str = ""
    name: str = ""
    code: str = ""
    enrolled: bool = False
    centre: str = ""
    device: str = ""
    known: bool = False  # whether the laptop was asked for its enrolment
    again: bool = False  # the officer wants to enrol once more
    enrolling: bool = False
    problem: str = ""
    data_bytes: int | None = None
    data_folder: str = ""
    unused: bool = False  # nobody has worked here: a lost laptop can be made again

    @property
    def asks_code(self) -> bool:
        return self.known and (self.again or not self.enrolled)

    @property
    def ready(self) -> bool:
        """Whether a try makes sense; the centre has the last word."""
        return not self.enrolling and address_problem(self.address) is None and code_signs(self.code) == CODE_SIGNS


def code_signs(typed: str) -> int:
    """How many signs of the code are typed; blanks and dashes do not count."""
    return len(re.sub(r"[\s\-]", "", typed))


def whole_address(typed: str) -> str:
    """The address with its scheme, without a slash at the end: what people leave out is added."""
    address = typed.strip()
    if address and "://" not in address:
        address = f"https://{address}"
    return address if address.endswith("://") else address.rstrip("/")


def address_problem(typed: str) -> AddressProblem | None:
    """What is wrong with an address, or None."""
    address = whole_address(typed)
    if not address:
        return AddressProblem.EMPTY
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return AddressProblem.NOT_AN_ADDRESS
    if parts.scheme not in ("http", "https") or not host or port == 0 or parts.username or re.search(r"\s", address):
        return AddressProblem.NOT_AN_ADDRESS
    if parts.scheme == "http" and not _is_this_machine(host):
        return AddressProblem.NOT_ENCRYPTED
    return None


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
