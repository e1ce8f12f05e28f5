"""What programs that are forked for the suite have imported before (`forked.py`)."""

import gc
import importlib

for each in (
    "sync.server.__main__", "sync.server.app", "sync.server.deciding", "sync.server.metrics", "sync.server.serving",
    "sync.server.parcel_uploads", "sync.server.sweeping", "granian.server.embed", "alembic.command", "sqlalchemy.dialects.postgresql.asyncpg",
    "PySide6.QtGui", "tests.faults.officer",
):  # fmt: skip
    importlib.import_module(each)
gc.freeze()  # no child looks through all this for what it could free
