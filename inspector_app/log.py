"""The program's own log: what it did and what went wrong, by code; no names, no notes, no positions, no secrets."""

import logging
import logging.handlers
from pathlib import Path

LARGEST_FILE = 2 * 1024 * 1024
OLD_FILES = 3


def to_folder(folder: Path) -> None:
    """Sends the `inspector` loggers to a rotating file in `folder`; a folder that cannot be written is no obstacle."""
    logger = logging.getLogger("inspector")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sink: logging.Handler = logging.handlers.RotatingFileHandler(
            folder / "inspector.log", maxBytes=LARGEST_FILE, backupCount=OLD_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        sink = logging.NullHandler()
    sink.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger.addHandler(sink)
