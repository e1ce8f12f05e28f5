"""Ids made offline: UUID version 7 (RFC 9562), in order of their making on one laptop, also when its clock steps back."""

from collections.abc import Callable
from datetime import datetime

Ids = Callable[[], str]


def uuid7(milliseconds: int, random: bytes) -> str:
    """The UUIDv7 text of a moment (ms since 1970 UTC) and ten random bytes."""
    value = (milliseconds & (2**48 - 1)) << 80 | int.from_bytes(random[:10], "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    digits = f"{value & ~(0b11 << 62) | 0b10 << 62:032x}"  # by hand: the module `uuid` costs the start 5 ms
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def iso(moment: datetime) -> str:
    """`moment` (aware, UTC) as `YYYY-MM-DDThh:mm:ss.mmmZ`, the one form of time in lines and messages."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
