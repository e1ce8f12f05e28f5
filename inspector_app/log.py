"""The program's own log: what it did and what went wrong, by code; no names, no notes, no positions, no secrets."""

import logging
from pathlib import Path

LARGEST_FILE = 2 * 1024 * 1024
OLD_FILES = 3
_FORM = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")


def to_folder(folder: Path) -> None:
    """Sends the `inspector` loggers to a rotating file in `folder`; a folder that cannot be written is no obstacle."""
    logger = logging.getLogger("inspector")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(_FromFirstRecord(folder))


class _FromFirstRecord(logging.Handler):
    """Makes the file when there is something to say: the start of the program has no time for `logging.handlers`."""

    def __init__(self, folder: Path):
        super().__init__()
        self._folder = folder
        self._sink: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._sink is None:
            self._sink = _file_in(self._folder)
        self._sink.handle(record)

    def close(self) -> None:
        if self._sink is not None:
            self._sink.close()
        super().close()


def _file_in(folder: Path) -> logging.Handler:
    from logging.handlers import RotatingFileHandler

    try:
        folder.mkdir(parents=True, exist_ok=True)
        sink: logging.Handler = RotatingFileHandler(
            folder / "inspector.log", maxBytes=LARGEST_FILE, backupCount=OLD_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        sink = logging.NullHandler()
    sink.setFormatter(_FORM)
    return sink
