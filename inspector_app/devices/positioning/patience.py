"""How long a line may be silent before it is opened anew, learnt from the pauses of who speaks on it."""

LEAST_MS = 1_300  # a second between two moments, and what a busy laptop or an adapter adds
SPARE_MS = 300
MOST_MS = 20_000


class Patience:
    """A little longer than the longest pause that this line came through.

    One that fell silent after its first words may be a receiver that speaks rarely: the next line is granted twice as long.
    """

    def __init__(self, now_ms: int):
        self.ms = LEAST_MS
        self.begin(now_ms)

    def begin(self, now_ms: int) -> None:
        """A line was opened."""
        self._heard_ms, self._longest_ms = now_ms, 0
        self._first_ms: int | None = None

    def hear(self, now_ms: int) -> None:
        """It said something right."""
        if self._first_ms is None:
            self._first_ms = now_ms
        else:
            self._longest_ms = max(self._longest_ms, now_ms - self._heard_ms)
        self._heard_ms = now_ms
        if self._is_regular:
            self.ms = max(LEAST_MS, self._longest_ms + SPARE_MS)

    def is_over(self, now_ms: int) -> bool:
        """Whether it has been silent for too long."""
        over = now_ms - self._heard_ms > self.ms
        if over and self._first_ms is not None and not self._is_regular:
            self.ms = min(2 * self.ms, MOST_MS)
        return over

    @property
    def _is_regular(self) -> bool:
        return self._first_ms is not None and self._heard_ms - self._first_ms > self.ms
