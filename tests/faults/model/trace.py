"""What happened, in its order."""

import hashlib
from collections.abc import Callable


class Trace:
    """Its digest is the same whenever a seed is played; `hear` is told each thing as it happens."""

    def __init__(self, hear: Callable[[str], None] | None = None) -> None:
        self._sum = hashlib.sha256()
        self._hear = hear

    def tell(self, what: str) -> None:
        self._sum.update(what.encode() + b"\n")
        if self._hear is not None:
            self._hear(what)

    def digest(self) -> str:
        return self._sum.hexdigest()[:16]
