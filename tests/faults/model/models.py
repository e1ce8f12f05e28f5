"""Folders that every schedule begins with: made once, and copied."""

import shutil
from pathlib import Path
from random import Random

from inspector_app.storage import schema
from inspector_app.storage.database import FILE_NAME, open_writer
from tests.faults.model import centre
from tests.faults.model.clock import Time, WallClock
from tests.faults.model.laptop import MASTER
from tests.faults.model.watch import Watch

LAPTOP, CENTRE = "laptop", "centre"


def make_models(folder: Path) -> None:
    """A laptop's folder before its first start, with an empty database, and a centre's after it was founded."""
    with Watch(folder, Random("models")):
        (folder / LAPTOP).mkdir(parents=True)
        connection = open_writer(folder / LAPTOP / FILE_NAME, MASTER, create=True, guarded=False)
        schema.migrate(connection)
        connection.close()
        centre.found(folder / CENTRE, WallClock(Time()))


def cleared(folder: Path) -> Path:
    """The folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
