"""A stream of bytes in, fixes out, and an account of what was heard."""

from collections import Counter
from typing import Any

from inspector_app.devices.positioning.dates import OF_LOGS, Span
from inspector_app.devices.positioning.epochs import Merger
from inspector_app.devices.positioning.sentences import Framer, Refusal
from inspector_app.domain.fix import Fix


class NmeaStream:
    """Bounded memory, whatever comes: an unfinished sentence and a few open epochs."""

    def __init__(self, span: Span = OF_LOGS, source: str = "nmea"):
        self.fixes = 0
        self._framer = Framer()
        self._merger = Merger(span, source)

    def feed(self, chunk: bytes) -> list[Fix]:
        """The fixes of the epochs that are over by it."""
        found = [fix for fix in map(self._merger.hear, self._framer.feed(chunk)) if fix is not None]
        self.fixes += len(found)
        return found

    def finish(self) -> list[Fix]:
        """Nothing comes any more; the fixes that were still open."""
        self._framer.finish()
        found = self._merger.finish()
        self.fixes += len(found)
        return found

    def standing(self, *, settled: bool = False) -> Fix | None:
        """The newest fix of an epoch that may not be over: what counts once the receiver pauses.

        Of one that never pauses, ask for the newest `settled` one.
        """
        return self._merger.standing(settled=settled)

    @property
    def valid(self) -> int:
        """Sentences whose checksum was right."""
        return self._framer.read - self._framer.refused.total()

    @property
    def span(self) -> Span:
        return self._merger.span

    @span.setter
    def span(self, span: Span) -> None:
        self._merger.span = span

    def account(self) -> dict[str, Any]:
        """`read` = `used` + `unused` + `refused`; `why` says for which reasons, `noise_bytes` what lay between the sentences."""
        why: Counter[Refusal] = self._framer.refused + self._merger.refused
        return {
            "fixes": self.fixes,
            "read": self._framer.read,
            "used": self._merger.used,
            "unused": self._merger.unused,
            "refused": why.total(),
            "why": {reason.value: why[reason] for reason in Refusal if why[reason]},
            "noise_bytes": self._framer.noise,
        }
