"""Squad leaders and how their code is recognised offline: the centre gives a scrypt verifier, never the code (RFC 7914)."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

COST, BLOCK, LANES = 1 << 14, 8, 1  # 16 MiB and some 40 ms for one try
MOST_COST = 1 << 16  # what a verifier from outside may ask of a laptop


@dataclass(frozen=True, slots=True)
class Leader:
    """`number` and `name` are shown; `salt` and `verifier` are 16 and 32 bytes."""

    number: str
    name: str
    salt: bytes
    verifier: bytes
    cost: int = COST

    def knows(self, code: str) -> bool:
        """Whether `code` is the leader's; takes some 40 ms of one core, so never on the UI thread."""
        return hmac.compare_digest(_derive(code, self.salt, self.cost), self.verifier)


def body_of(number: str, name: str, code: str, salt: bytes) -> dict[str, object]:
    """The reference item of kind `leader`: 16 bytes of `salt` by chance; the code itself is shown once and kept nowhere."""
    verifier = _derive(code, salt, COST).hex()
    return {"number": number, "name": name, "salt": salt.hex(), "verifier": verifier, "cost": COST}


def leader_of(body: Mapping[str, object]) -> Leader | None:
    """The leader that a reference item states; None for a body that this version cannot use."""
    number, name, cost = body.get("number"), body.get("name"), body.get("cost")
    if not isinstance(number, str) or not number or not isinstance(name, str) or not _is_cost(cost):
        return None
    try:
        salt, verifier = bytes.fromhex(str(body.get("salt"))), bytes.fromhex(str(body.get("verifier")))
    except ValueError:
        return None
    return Leader(number, name, salt, verifier, int(str(cost))) if len(salt) == 16 and len(verifier) == 32 else None


def _is_cost(cost: object) -> bool:
    return isinstance(cost, int) and 1 < cost <= MOST_COST and cost & (cost - 1) == 0


def _derive(code: str, salt: bytes, cost: int) -> bytes:
    return hashlib.scrypt(
        code.strip().encode(), salt=salt, n=cost, r=BLOCK, p=LANES, maxmem=64 << 20 | 1 << 20, dklen=32
    )
