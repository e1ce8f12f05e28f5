"""Logs as one JSON object a line on stderr, with codes and ids, and without what people wrote."""

import json
import logging
import sys
from datetime import UTC, datetime

from inspector_app.domain.ids import iso


class JsonLines(logging.Formatter):
    """One record as one JSON object; a message that is a dict is taken as its fields."""

    def format(self, record: logging.LogRecord) -> str:
        moment = iso(datetime.fromtimestamp(record.created, UTC))
        entry: dict[str, object] = {"at": moment, "level": record.levelname.lower(), "by": record.name}
        entry |= record.msg if isinstance(record.msg, dict) else {"text": record.getMessage()}
        if isinstance(record.exc_info, tuple) and record.exc_info[1] is not None:
            entry["trouble"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def begin(*, quiet: bool) -> None:
    """Sends the centre's log to stderr; `quiet` keeps warnings and worse only."""
    shown = logging.StreamHandler(sys.stderr)
    shown.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [shown]
    root.setLevel(logging.WARNING)
    logging.getLogger("centre").setLevel(logging.WARNING if quiet else logging.INFO)
