"""Folders of a machine, copied and dropped without delay."""

import os
import shutil
from pathlib import Path


def copy(source: Path, target: Path) -> None:
    """All but SQLite's shared memory, which the next process makes anew. (`copytree` takes three times as long.)"""
    target.mkdir()
    for entry in sorted(os.scandir(source), key=lambda entry: entry.name):
        if entry.is_dir():
            copy(Path(entry.path), target / entry.name)
        elif not entry.name.endswith("-shm"):
            shutil.copyfile(entry.path, target / entry.name)
            looked = entry.stat()
            os.utime(target / entry.name, ns=(looked.st_atime_ns, looked.st_mtime_ns))


def copy_anew(source: Path, target: Path, *, only: str = "") -> None:
    """The same, in the place of an older copy; `only` the files of such names."""
    if target.exists():
        drop(target)
    if not only:
        copy(source, target)
        return
    target.mkdir()
    for file in source.glob(only):
        if not file.name.endswith("-shm"):
            shutil.copyfile(file, target / file.name)


def drop(folder: Path) -> None:
    """The folder and all in it."""
    for entry in os.scandir(folder):
        drop(Path(entry.path)) if entry.is_dir() else Path(entry.path).unlink()
    folder.rmdir()


def steady(name: str) -> str:
    """The name as it is in every run of a seed: threads and processes have names of their own."""
    return "part" if name.endswith((".part", "#1")) else name


def put_in(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)


def piece(path: Path, offset: int, length: int) -> bytes:
    descriptor = os.open(path, os.O_RDONLY)  # the file itself may be open for writing alone
    try:
        return os.pread(descriptor, length, offset)
    finally:
        os.close(descriptor)
