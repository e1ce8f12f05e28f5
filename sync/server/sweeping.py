"""Once a day drops what nobody came back for in two weeks: unfinished photos and parcels, and what was said of parcels."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from sync.server.duties import beside

OLD_S = 14 * 24 * 3600.0
EVERY_S = 24 * 3600.0
LOG = logging.getLogger("centre.sweeping")


@asynccontextmanager
async def daily(*folders: Path, every_s: float = EVERY_S) -> AsyncIterator[None]:
    """Sweeps now, and while it is entered; laptops begin anew what is gone."""
    await asyncio.to_thread(_sweep_all, folders)
    async with beside(_follow(folders, every_s)):
        yield


def sweep(folder: Path, older_than: float) -> None:
    """Drops the files in the folders of `folder` that were last written before `older_than` (seconds since 1970)."""
    for path in folder.glob("*/*"):
        with suppress(FileNotFoundError, PermissionError):  # another process has finished it meanwhile, or holds it
            if path.stat().st_mtime < older_than:
                path.unlink()


async def _follow(folders: tuple[Path, ...], every_s: float) -> None:
    while True:
        await asyncio.sleep(every_s)
        await asyncio.to_thread(_sweep_all, folders)


def _sweep_all(folders: tuple[Path, ...]) -> None:
    try:
        for folder in folders:
            sweep(folder, time.time() - OLD_S)
    except OSError:  # a disk in trouble keeps nobody from serving
        LOG.exception("what is old stays for another day")
