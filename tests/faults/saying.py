"""What an officer's process says on standard output: what a screen would have shown by then, one line each and at once.

`opening`, `salvaged AT LINES FROM_COPY LOST` (each start again), `opened DEVICE`, `drafted FINDING`, `saved ABOUT PHOTOS DIGESTS` (of the photos and
of the journal lines, by comma), `refused CODE` (the laptop's own disk), `sent OUTCOME` or `trouble CODE` at each end of a round,
`lacks PHOTOS` (lost on this laptop before they were sent), `complete`.
"""

import os
import threading

_HUSHED = threading.Event()


def say(*words: object) -> None:
    """One line in one write: a kill leaves it whole or absent."""
    if not _HUSHED.is_set():
        os.write(1, (" ".join(map(str, words)) + "\n").encode())


def hush() -> None:
    """The process has told why it closes; what its threads meet in a closed store is no news."""
    _HUSHED.set()
