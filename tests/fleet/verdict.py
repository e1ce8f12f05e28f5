"""What a storm must hold, and whether it did."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

P99_S, MEMORY_MB = 2.0, 400.0  # of a request; of all processes of the centre at their largest


@dataclass(frozen=True, slots=True)
class Verdict:
    """`errors` end a round and are no refusal for now; `cut` are calls that found no centre, which on loopback is its fault.

    `missing` receipts are not there or do not prove the whole shift, `wrong` is what the centre's disk holds otherwise.
    """

    laptops: int
    errors: int = 0
    cut: int = 0
    missing: int = 0
    wrong: int = 0
    p99_s: float = 0.0
    memory_mb: float = 0.0

    @property
    def breaches(self) -> list[str]:
        """Sentences about what was not held; none when the storm was weathered."""
        found = {
            f"{self.errors} errors": self.errors, f"{self.cut} calls were cut": self.cut,
            f"{self.missing} receipts missing": self.missing, f"{self.wrong} things at the centre are wrong": self.wrong,
            f"p99 {self.p99_s:.2f} s is above {P99_S:.2f} s": not self.p99_s <= P99_S,
            f"{self.memory_mb:.0f} MB are more than {MEMORY_MB:.0f} MB": not self.memory_mb <= MEMORY_MB,
        }  # fmt: skip
        return [sentence for sentence, is_so in found.items() if is_so]

    def __str__(self) -> str:
        errors = self.errors + self.cut + self.wrong
        return (
            f"{self.laptops} laptops, {errors} errors, {self.missing} receipts missing,"
            f" p99 {self.p99_s:.2f} s, {self.memory_mb:.0f} MB"
        )


def percentile(values: Iterable[float], percent: float) -> float:
    """The smallest of `values` that `percent` of them do not exceed; nan of none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)] if ordered else math.nan


def busiest(moments: Sequence[float], seconds: float) -> int:
    """How many of `moments` lie within the fullest stretch of so many seconds."""
    ordered, first, most = sorted(moments), 0, 0
    for last, moment in enumerate(ordered):
        while moment - ordered[first] >= seconds:
            first += 1
        most = max(most, last - first + 1)
    return most
