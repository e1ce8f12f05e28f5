"""From all lines of a laptop, epoch by epoch, the one journal that it had: numbered from 1 without gaps."""

from collections.abc import Iterable, Sequence

from inspector_app.domain.events import EpochOpened
from inspector_app.storage.bodies import carried_by, event_of
from sync.protocol.lines import LINE_CARRIED, Line


def journal_of(lines: Sequence[Line]) -> list[Line]:
    """The lines that stood in the journal before the last of the newest epoch, in order; `lines` come in the order of epochs.

    What another copy of the laptop wrote is left out, and so is what stands before a place that nobody knows any more.
    """
    own = _Known(lines)
    found, line = list[Line](), lines[-1] if lines else None
    while line is not None:
        found.append(line)
        line = own.before(line)
    return found[::-1]


class _Known:
    """Lines by digest, those that others carry included: of a fork's own lines some may have come in no other way."""

    def __init__(self, lines: Iterable[Line]):
        self._by_digest: dict[str, Line] = {}
        self._carried: dict[tuple[str, int], Line] = {}
        for line in lines:
            self._by_digest[line.digest] = line
            inner = carried_by(line) if line.kind == LINE_CARRIED else None
            if inner is not None:
                self._by_digest.setdefault(inner.digest, inner)
                self._carried[line.epoch, inner.seq] = inner

    def before(self, line: Line) -> Line | None:
        """The line that stood before it in the journal."""
        opened = event_of(line)
        if not isinstance(opened, EpochOpened) or opened.after_seq == line.seq - 1:
            return self._by_digest.get(line.prev)
        return self._carried.get((line.epoch, line.seq - 1))  # it began behind lines that it left and carries
