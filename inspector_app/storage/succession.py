"""A laptop that was made again beside an unused one takes its place: whole, also when the power goes amid it.

The unused one is set aside, never deleted. `begin` decides it in one step; whoever opens the folder next finishes it.
"""

import shutil
from pathlib import Path

from inspector_app.storage import durable
from inspector_app.storage.backup import FOLDER as BACKUPS
from inspector_app.storage.checks import MARK
from inspector_app.storage.database import FILE_NAME, Connection
from inspector_app.storage.identity import FILE_NAME as IDENTITY
from inspector_app.storage.photos import FOLDER as PHOTOS
from inspector_app.storage.second_copy import FOLDER as LINES
from inspector_app.storage.store import Store
from inspector_app.storage.trouble import StorageCode, StorageTrouble, coded
from sync.protocol.lines import EPOCH_OPENED

DECIDED, MOVING = ".successor", ".successor-moving"
ASIDE = "set-aside"
_OF_A_LAPTOP = (MARK, BACKUPS, PHOTOS, LINES, IDENTITY, f"{FILE_NAME}-shm", f"{FILE_NAME}-wal", FILE_NAME)


def is_unused(connection: Connection) -> bool:
    """Whether nobody has stated or begun anything here: no line but the opening of the journal, and no draft."""
    query = "SELECT EXISTS (SELECT 1 FROM journal WHERE kind <> ?) OR EXISTS (SELECT 1 FROM drafts)"
    return not connection.execute(query, (EPOCH_OPENED,)).fetchone()[0]


def begin(store: Store, made: Path) -> None:
    """Decides that the laptop in `made`, which lies closed within the folder of `store`, takes its place at the next opening.

    `store`, still open, keeps everybody else out. Raises StorageTrouble(NOT_EMPTY) when somebody has worked in it.
    """
    if not store.read(is_unused):
        raise StorageTrouble(StorageCode.NOT_EMPTY)
    with coded():
        made.rename(store.folder / DECIDED)
        durable.sync_folder(made.parent)
        durable.sync_folder(store.folder)


def finish(folder: Path) -> None:
    """Lets a laptop that waits in `folder` take its place; called under the folder's lock. Cut short, it is simply called again."""
    if (folder / DECIDED).exists():
        _set_aside(folder)
        (folder / DECIDED).rename(folder / MOVING)  # from here on what stands in the folder is the new one's
        durable.sync_folder(folder)
    if (folder / MOVING).exists():
        _move(folder / MOVING, folder)
        shutil.rmtree(folder / MOVING)
        durable.sync_folder(folder)


def _set_aside(folder: Path) -> None:
    aside = durable.unused(folder / ASIDE)
    durable.make_folder(aside)
    _move(folder, aside)


def _move(source: Path, target: Path) -> None:
    """The database last: without it there is no laptop."""
    for name in _OF_A_LAPTOP:
        if (source / name).exists():
            (source / name).rename(target / name)
    durable.sync_folder(target)
    durable.sync_folder(source)
