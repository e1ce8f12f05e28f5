"""What one decision knows while it is being made."""

from dataclasses import dataclass, field
from decimal import Decimal

from inspector_app.domain.policy.tier import TIERS

Reading = str | int | Decimal | bool | tuple[str, ...] | None
"""A fact as the rules see it: decimals for fractions, (start, end) for windows, hh:mm for times, None for unknown."""


@dataclass(slots=True)
class State:
    """Facts by slot, and what the rules have added so far; made anew for each decision."""

    facts: list[Reading]
    nulls: set[str]
    level: int = 0
    floor: int = 0
    hard: bool = False
    codes: list[str] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    refer: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def add(self, code: str, level: int) -> None:
        """Append a reason; the decision rises to its level if that is higher."""
        self.codes.append(code)
        self.levels.append(level)
        if level > self.level:
            self.level = level

    def soften(self, code: str, level: int) -> None:
        """Come down to `level` with `code` in front of all others; nothing happens when that is no step down."""
        if level < self.level:
            self.codes.insert(0, code)
            self.levels.insert(0, level)
            self.level = level

    def primary(self) -> str | None:
        """The first reason that weighs as much as the decision, else the first, else None (domain §3.7.11)."""
        for code, level in zip(self.codes, self.levels, strict=True):
            if level == self.level:
                return code
        return self.codes[0] if self.codes else None


LEVELS = {tier.value: level for level, tier in enumerate(TIERS)}
