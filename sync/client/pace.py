"""How much one call carries, lines or bytes of photos, and how many calls go at once: more on a quick line, fewer where it breaks."""

from sync.protocol.messages import BATCH_LINES, CHUNK_BYTES

SMALLEST, LARGEST = 64 * 1024, 4 * 1024 * 1024
QUICK_S = 1.0  # what a cut may cost
PACKED = 8  # lines travel in a quarter of their bytes; the half of what that proves is believed
QUICK_AFTER_CUT = 16  # calls in which a line that was cut must be quick before it is asked for more


class Pace:
    """Follows one line; `size` is what the next call with photos should carry at most, `lines` how many lines the next push."""

    def __init__(self) -> None:
        self.size, self.lines = CHUNK_BYTES, BATCH_LINES
        self._largest = LARGEST
        self._to_prove = 0

    @property
    def calls(self) -> int:
        """How many calls at once: one while nobody knows the line, then two, so that it never rests between them."""
        if self.size >= LARGEST:
            return 3
        return 2 if self.size > CHUNK_BYTES else 1

    @property
    def ahead(self) -> int:
        """How many loads may wait for a lane while nobody can start one; none on a line that does not bear every lane."""
        return self.calls if self.size >= LARGEST else 0

    @property
    def is_quick(self) -> bool:
        """Whether photos beside lines would not keep the lines waiting."""
        return self.calls > 1

    def arrived(self, size: int, seconds: float) -> None:
        """A call with `size` bytes was answered after `seconds`; one that was half empty proves nothing."""
        if seconds >= QUICK_S or size * 2 <= self.size:
            return
        self._to_prove -= 1
        if self._to_prove <= 0:
            self.size = min(self.size * 2, self._largest)

    def pushed(self, lines: int, size: int, seconds: float, most: int) -> None:
        """A push of so many lines, `size` bytes before they were packed, was answered after `seconds`.

        The centre takes `most` lines at once. A quick answer also proves that the line bears photos.
        """
        if seconds < QUICK_S and lines >= self.lines:
            self.lines = min(self.lines * 2, most)
        if self._to_prove <= 0:
            bears = round(size / PACKED * QUICK_S / max(seconds, 0.001))
            self.size = max(self.size, min(bears, self._largest))

    def cut(self) -> None:
        """A call did not get through in its time."""
        self.lines = BATCH_LINES
        self.size = max(SMALLEST, min(self.size // 2, CHUNK_BYTES))
        self._to_prove = QUICK_AFTER_CUT

    def refused(self, size: int) -> bool:
        """Somebody on the way takes no body of `size`, and never will; False when it cannot be smaller.

        Another call may have learned the same a moment before.
        """
        was = min(size, LARGEST)
        self.size = self._largest = min(self.size, max(SMALLEST, was // 2))
        return self.size < was
