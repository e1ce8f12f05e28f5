"""Where many findings are, as columns: a hundred thousand of them take 3 MB."""

from array import array
from dataclasses import dataclass, field

TIERS = ("none", "service", "management", "enforcement")  # what `tiers` counts from 0


@dataclass(frozen=True, slots=True)
class Scatter:
    """Of each finding: its row number, degrees × 10⁷ (WGS-84), its tier's place in TIERS, and 1 where a hand set the place."""

    numbers: "array[int]" = field(default_factory=lambda: array("q"))
    lats: "array[int]" = field(default_factory=lambda: array("i"))
    lons: "array[int]" = field(default_factory=lambda: array("i"))
    tiers: bytes = b""
    by_hand: bytes = b""  # none: nobody's hand

    def __len__(self) -> int:
        return len(self.numbers)
