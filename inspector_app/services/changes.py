"""Which things a deed touched; screens decide for themselves whether to read again."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids by kind of thing; of `references` the kinds; `sync` is true when the state of sending, receipts or enrolment changed, `pack` when another
    reference pack counts from now on."""

    findings: frozenset[str] = frozenset()
    photos: frozenset[str] = frozenset()
    tasks: frozenset[str] = frozenset()
    shifts: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()
    sync: bool = False
    pack: bool = False

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(*(getattr(self, part.name) | getattr(other, part.name) for part in fields(self)))

    def __bool__(self) -> bool:
        return any(getattr(self, part.name) for part in fields(self))
