"""The tree of a condition: what a rule of a pack asks. Frozen values, so that a checker can walk and vary them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, a term, or a part of the state of the decision."""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, so that 1.05 means 1.05."""

    text: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """A setting of the pack, written `@name`."""

    name: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two numbers joined by +, - or *; unknown when one of them is."""

    op: str
    left: "Value"
    right: "Value"


Value = Name | Number | Threshold | Arithmetic


@dataclass(frozen=True, slots=True)
class Compare:
    """One comparison; false when a side is unknown, except that != is the opposite of =."""

    op: str
    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class Among:
    """Membership: how is `in` (one value), `any of` or `other than` (a list)."""

    how: str
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """A time inside a half-open daily window that may cross midnight; window is a fact or two thresholds."""

    name: str
    window: str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Is:
    """`known`: there is a value; `null`: asked and unknown; `empty`: nothing in the list."""

    what: str
    name: str


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Condition", ...]


Condition = Name | Compare | Among | Within | Is | Not | All | AnyOf
