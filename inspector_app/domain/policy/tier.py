"""The four tiers of the 721 method, from nothing wrong to a formal procedure (domain §3.7.1)."""

from enum import StrEnum


class Tier(StrEnum):
    """By which means a finding is to be solved; compares by weight, not by spelling."""

    NONE = "none"
    SERVICE = "service"
    MANAGEMENT = "management"
    ENFORCEMENT = "enforcement"

    @property
    def level(self) -> int:
        """0 none, 1 service, 2 management, 3 enforcement."""
        return _LEVELS[self.value]

    def __lt__(self, other: str) -> bool:
        return self.level < Tier(other).level

    def __le__(self, other: str) -> bool:
        return self.level <= Tier(other).level

    def __gt__(self, other: str) -> bool:
        return self.level > Tier(other).level

    def __ge__(self, other: str) -> bool:
        return self.level >= Tier(other).level


_LEVELS = {"none": 0, "service": 1, "management": 2, "enforcement": 3}

TIERS = tuple(Tier)
"""The tiers by level: `TIERS[2]` is management."""
