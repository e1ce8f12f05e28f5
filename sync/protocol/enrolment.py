"""The enrolment code that a person types once: 80 random bits for the laptop and the fingerprint of the centre's key."""

import base64
import re
from typing import NamedTuple

from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import FINGERPRINT_LENGTH

SECRET_LENGTH = 16  # base32 characters: 80 bits
VALID_HOURS = 24
MOST_TRIES = 5  # wrong tries per source in a minute before the centre answers TOO_MANY_TRIES


class EnrolmentCode(NamedTuple):
    """`secret` is sent to the centre once; `fingerprint` stays on the laptop and pins the centre's signing key."""

    secret: str
    fingerprint: str

    def __str__(self) -> str:
        signs = self.secret + self.fingerprint
        return "-".join(signs[place : place + 4] for place in range(0, len(signs), 4))


def code_of(random: bytes, fingerprint: str) -> EnrolmentCode:
    """The code made of ten `random` bytes and the centre key's fingerprint."""
    return EnrolmentCode(base64.b32encode(random[:10]).decode(), fingerprint)


def read(text: str) -> EnrolmentCode:
    """The code that a person typed (case, blanks and dashes are free; 0, 1 and 8 are read as O, I, B)."""
    signs = re.sub(r"[\s\-]", "", text).upper().translate(str.maketrans("018", "OIB"))
    if not re.fullmatch(f"[A-Z2-7]{{{SECRET_LENGTH + FINGERPRINT_LENGTH}}}", signs):
        raise ProtocolProblem(Problem.WRONG_CODE, "not an enrolment code")
    return EnrolmentCode(signs[:SECRET_LENGTH], signs[SECRET_LENGTH:])
