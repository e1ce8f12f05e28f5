"""How many files a process may hold open: a laptop's connection is one, until it was silent for half a minute."""

import sys
from contextlib import suppress

MOST_CONNECTIONS = 4096  # of one process: some 22 kB each while they rest (measured)
OTHERS = 256  # the database, photos on their way, the log
FEWEST_CONNECTIONS = 64
WANTED = MOST_CONNECTIONS + OTHERS


def allow() -> None:
    """Lets this process open as many as it may: systems begin with 1024 for the sake of old programs."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if _number(soft) < _number(hard):
        with suppress(ValueError, OSError):  # where it is forbidden the first limit stays, and `connections` heeds it
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, WANTED) if hard < 0 else hard, hard))


def connections() -> int:
    """How many connections this process takes at once; the next ones wait until one ends."""
    return max(FEWEST_CONNECTIONS, min(MOST_CONNECTIONS, limits()[0] - OTHERS))


def limits() -> tuple[int, int]:
    """How many files this process may open, and how many it may allow itself; no limit is a large number."""
    if sys.platform == "win32":
        return sys.maxsize, sys.maxsize
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _number(soft), _number(hard)


def _number(limit: int) -> int:
    return sys.maxsize if limit < 0 else limit  # RLIM_INFINITY is -1 where it is not a large number already
