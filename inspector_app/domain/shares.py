"""The 70/20/10 of the 721 method: a steering ratio of a whole area over time, never a measure of a person (domain.md §0.3)."""

from typing import NamedTuple

TARGET = (70, 20, 10)  # % by service, management, enforcement
SHORTEST_DAYS, FEWEST_OFFICERS, FEWEST_FINDINGS = 7, 2, 30
"""Less time, or less than a street's patrols, says nothing about the ratio: it is not held against the target. What one officer found is
never: that would be a quota (行政处罚法 art. 74 and 河南 rules against targets for penalties, domain.md §0.3)."""


class Mix(NamedTuple):
    """How many findings each means solved; `none` (nothing wrong) stands outside the shares."""

    service: int = 0
    management: int = 0
    enforcement: int = 0
    none: int = 0

    @property
    def total(self) -> int:
        return self.service + self.management + self.enforcement

    @property
    def shares(self) -> tuple[int, int, int]:
        """Whole percentages that add up to 100 (largest remainder), or zeros when nothing was found."""
        parts = (self.service, self.management, self.enforcement)
        if self.total == 0:
            return (0, 0, 0)
        whole = [part * 100 // self.total for part in parts]
        by_remainder = sorted(range(3), key=lambda i: (-(parts[i] * 100 % self.total), i))
        for i in by_remainder[: 100 - sum(whole)]:
            whole[i] += 1
        return (whole[0], whole[1], whole[2])

    def with_one(self, tier: str, count: int) -> "Mix":
        """The mix with `count` more of a tier."""
        return self._replace(**{tier: getattr(self, tier) + count})


def is_comparable(days: int, *, officers: int, findings: int) -> bool:
    """Whether so many findings of so many officers in so many days may be held against the target."""
    return days >= SHORTEST_DAYS and officers >= FEWEST_OFFICERS and findings >= FEWEST_FINDINGS
