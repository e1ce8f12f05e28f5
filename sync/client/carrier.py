"""A parcel on a stick: written beside its name, made durable, read back from the stick, and only then called done."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO

from sync.protocol import parcels
from sync.protocol.problems import ProtocolProblem

PART = ".part"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # the last: older file systems take no file above 4 GiB


class CarrierCode(StrEnum):
    """What a stick or folder can do to us; sentences for people live in the interface."""

    FULL = "carrier_full"
    UNWRITABLE = "carrier_unwritable"
    DIFFERS = "carrier_differs"  # what was read back is not what was written
    GONE = "carrier_gone"  # it was pulled out, or cannot be read


class CarrierTrouble(Exception):
    """Nothing of the parcel is left behind; `detail` is for logs."""

    def __init__(self, code: CarrierCode, detail: str = ""):
        super().__init__(f"{code.value}: {detail}" if detail else code.value)
        self.code = code


def keep(folder: Path, name: str, size: int, write: Callable[[BinaryIO], str]) -> Path:
    """The file `name` in `folder` that `write` filled and named by its SHA-256: durable, and the same when read back.

    `size` is how many bytes it will have at the most. Raises CarrierTrouble; what `write` raises goes through.
    """
    with _coded():
        if shutil.disk_usage(folder).free < size:
            raise CarrierTrouble(CarrierCode.FULL, f"{size} bytes wanted")
        path = _unused(folder / name)
        part = path.with_name(path.name + PART)
        try:
            with part.open("xb") as file:
                sha256 = write(file)
                file.flush()
                os.fsync(file.fileno())
            _read_back(part, sha256)
            part.rename(path)
            _sync_folder(folder)
        finally:
            part.unlink(missing_ok=True)
    return path


def beside(parcel: Path, content: bytes) -> Path:
    """Writes the receipt that came back for `parcel` beside it, whole or not at all. Raises CarrierTrouble."""
    path = parcel.with_suffix(parcels.RECEIPT_ENDING)
    part = path.with_name(path.name + PART)
    with _coded():
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            _sync_folder(path.parent)
        finally:
            part.unlink(missing_ok=True)
    return path


def _read_back(part: Path, sha256: str) -> None:
    with part.open("rb") as file:
        if hasattr(os, "posix_fadvise"):  # else what is read back may be what this machine remembers, not the stick
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        try:
            found = parcels.check_whole(file)[1]
        except ProtocolProblem as trouble:
            raise CarrierTrouble(CarrierCode.DIFFERS, trouble.code.value) from trouble
    if found != sha256:
        raise CarrierTrouble(CarrierCode.DIFFERS)


@contextmanager
def _coded() -> Iterator[None]:
    try:
        yield
    except OSError as trouble:
        code = CarrierCode.FULL if trouble.errno in _FULL else CarrierCode.UNWRITABLE
        raise CarrierTrouble(code, errno.errorcode.get(trouble.errno or 0, "")) from trouble


def _unused(path: Path) -> Path:
    names = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in count(2))
    return next(name for name in chain((path,), names) if not name.exists())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows journals its folders
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems of sticks know no such call for a folder
            os.fsync(handle)
    finally:
        os.close(handle)
