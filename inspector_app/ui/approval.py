"""What the screens know of squad leaders and of the code that was given, without Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from inspector_app.domain.reference.leader import Leader


class Approval(NamedTuple):
    """`leaders` is None until they were read. `wait_s`: how long the next code has to wait, in seconds."""

    leaders: tuple[Leader, ...] | None = None
    checking: bool = False
    wrong: bool = False
    wait_s: int = 0

    def name(self, number: str) -> str:
        """`周正 410105-0001`; the number alone where nobody knows the name."""
        names = {leader.number: leader.name for leader in self.leaders or ()}
        return f"{names.get(number, '')} {number}".strip()
