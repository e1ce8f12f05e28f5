"""One thing to look up, as the centre states it: its body is JSON that the parser of its kind understands."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

Meant = TypeVar("Meant")


class ReferenceKind(StrEnum):
    RELIEF_POINT = "relief_point"
    STREET = "street"
    CAMPAIGN = "campaign"
    LEADER = "leader"
    HISTORY = "history"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Reference:
    """Feed item `reference.stated`. Of two versions of one kind and id the later stated stands; `valid_*` are UTC ISO or empty."""

    kind: str
    id: str
    version: int
    body: Mapping[str, Any] = field(default_factory=dict)
    valid_from: str = ""
    valid_to: str = ""

    def is_valid(self, at: str) -> bool:
        """Whether it counts at `at` (UTC ISO); `valid_to` is exclusive."""
        return self.valid_from <= at and (not self.valid_to or at < self.valid_to)


class BadReference(ValueError):
    """A body that its kind does not allow; the text names the field and what it takes."""


def understood(
    items: Iterable[Reference], parse: Callable[[str, Mapping[str, Any]], Meant], at: str
) -> Sequence[Meant]:
    """What the items valid at `at` mean; a body that this version cannot read is passed over."""
    found = []
    for item in items:
        if item.is_valid(at):
            try:
                found.append(parse(item.id, item.body))
            except BadReference:
                continue
    return found
