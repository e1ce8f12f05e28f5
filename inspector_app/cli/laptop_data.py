"""This laptop's own data, for the commands that read them without a window."""

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from inspector_app.cli import laptop
from inspector_app.cli.shell import BadInput
from inspector_app.config import default_data_folder
from inspector_app.devices.clock import OrderedIds, SystemClock
from inspector_app.storage import keys
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.opening import open_store
from inspector_app.storage.store import Store
from inspector_app.storage.trouble import StorageTrouble

ASKED = "Where a password guards the data it is asked for, or read as the first line of standard input."
LONGEST_PASSWORD = 1024
TOLD = laptop.SENTENCES | {"locked_by_another": "the app is open on these data: close it, or save the receipt there"}


def add_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", metavar="FOLDER", default=default_data_folder(), type=Path, help="the laptop's data (%(default)s)"
    )


@contextmanager
def opened(folder: Path, err: TextIO) -> Iterator[Store]:
    """The store in `folder`; `BadInput` with storage's code when it cannot be opened, or there is none."""
    if not (folder / FILE_NAME).is_file():
        raise BadInput("no_data", "there are no data of a laptop here", str(folder)[:200])
    try:
        master = keys.master_key(folder, ask_password=lambda _is_new: _password(err))
        store = open_store(folder, master, clock=SystemClock(), ids=OrderedIds())
        try:
            yield store
        finally:
            store.close()
    except StorageTrouble as trouble:
        raise BadInput(trouble.code.value, TOLD.get(trouble.code.value, "the data cannot be read"), "data") from trouble


def _password(err: TextIO) -> str:
    if sys.stdin is None:
        return ""
    if sys.stdin.isatty():
        return getpass.getpass("password: ", stream=err)
    return sys.stdin.readline(LONGEST_PASSWORD).rstrip("\r\n")
