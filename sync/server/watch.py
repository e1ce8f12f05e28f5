"""Who watches the centre work: a process that serves counts, a command of the desk does not."""

from collections.abc import Collection, Sequence
from typing import Protocol

from sync.protocol.lines import Line


class Watch(Protocol):
    """What the parts tell while they work; each call costs next to nothing and never fails."""

    def transaction(self, kind: str, seconds: float) -> None:
        """One ended; `kind` is read, write, or commit for the last part of a write."""

    def took_lines(self, lines: Sequence[Line], added: int) -> None:
        """Of these lines the last `added` were new, and are stored."""

    def took_photos(self, sizes: Collection[int]) -> None:
        """Photos of so many bytes are stored."""


class Nobody:
    """Watches nothing."""

    def transaction(self, kind: str, seconds: float) -> None: ...
    def took_lines(self, lines: Sequence[Line], added: int) -> None: ...
    def took_photos(self, sizes: Collection[int]) -> None: ...
