"""Folders for what decoders want to find on a disk: in memory where the system has such a place, for nobody asks here what is durable."""

import atexit
import tempfile
from functools import cache
from pathlib import Path

DATABASE_URL = "FUZZ_DATABASE_URL"  # in the environment, so that workers have it too
MEMORY = Path("/dev/shm")


@cache
def folder(name: str) -> Path:
    """A folder of this process, gone when it ends."""
    made = tempfile.TemporaryDirectory(prefix=f"fuzz-{name}-", dir=MEMORY if MEMORY.is_dir() else None)
    atexit.register(made.cleanup)
    return Path(made.name)
