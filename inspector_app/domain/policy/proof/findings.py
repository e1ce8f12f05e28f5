"""What a check has found, in sentences and with examples that `inspector decide` takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Group(StrEnum):
    """The kinds of faults, in the order in which they are told."""

    SCHEMA = "schema"
    INVARIANT = "invariant"
    SOFTER = "softer"
    GAP = "falls through"
    DEAD = "dead line"
    UNREAD = "unread"
    BASIS = "basis"
    UNPROVED = "not proved"


class Said(NamedTuple):
    """A sentence in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Example:
    """Facts, and what the pack decides on them."""

    facts: Mapping[str, object]
    tier: str
    primary: str

    @property
    def result(self) -> str:
        """The decision in short."""
        return f"{self.tier} {self.primary}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the table and line it is in or breaks, a sentence, and examples: none, one, or before and after.

    `also` are other results with which the same breaks, each as short as "none PM_EMERGENCY_DUTY".
    """

    group: Group
    table: str
    line: str
    category: str
    text: Said
    examples: tuple[Example, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How much of one category was proved."""

    category: str
    rules: int
    results: int
    combinations: int
    invariants: int
    orders: int


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in a pack, and how much was looked at; `silent` are laws that do not speak about the pack, and why.

    `whole`: every category was, so that lines and names for all of them were judged too.
    """

    pack: str
    whole: bool
    findings: tuple[Finding, ...]
    counts: tuple[Count, ...]
    silent: tuple[Said, ...]
