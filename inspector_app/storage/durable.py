"""Files that are whole or absent, also after a power cut."""

import itertools
import os
from pathlib import Path

PART = ".part"


def write(path: Path, content: bytes, *, part: Path | None = None) -> None:
    """Puts `content` at `path` in one step: temporary file (`part`), fsync, rename, fsync of the folder."""
    make_folder(path.parent)
    part = part or path.with_name(path.name + PART)
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)  # on a full disk half a file would only take room
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Makes `folder` and what is missing above it, each with a durable name."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Makes the names in `folder` durable; Windows does so by itself and offers no call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Makes the content of a file that somebody else wrote durable."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def unused(path: Path) -> Path:
    """`path`, or the first of path-2, path-3 … that is not there yet: nothing is ever overwritten."""
    names = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in itertools.count(2))
    return next(name for name in itertools.chain((path,), names) if not name.exists())
