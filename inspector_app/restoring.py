"""A lost laptop made again on this one, wired: from the centre, from its parcel through the centre, or from its own folder."""

from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path

import msgspec

from inspector_app.config import VERSION
from inspector_app.domain.ids import Ids
from inspector_app.domain.rescue import Rescue
from inspector_app.services.ports import Clock
from inspector_app.storage import keys, password_file, restoring, salvage
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.identity import Identity, IdentityFile, LaptopKey
from inspector_app.storage.opening import open_store
from inspector_app.storage.second_copy import FOLDER as LINES
from inspector_app.storage.second_copy import SecondCopy
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from sync.client import receiving
from sync.client.restoring import Restoring, Taken
from sync.protocol.canonical import LARGEST_INTEGER
from sync.protocol.problems import Problem, ProtocolProblem

Told = Callable[[int, int], None]  # photos that are here, and all of them


@dataclass(frozen=True, slots=True)
class Place:
    """Where the laptop is to be: an empty `folder`, the 32-byte key of its data, and what opening needs."""

    folder: Path
    master: bytes
    clock: Clock
    ids: Ids

    def opened(self) -> AbstractContextManager[Store]:
        """The store; closed in the end."""
        return closing(open_store(self.folder, self.master, clock=self.clock, ids=self.ids))


@dataclass(frozen=True, slots=True)
class Restored:
    """`rescue` is None when only photos were fetched; `photos` are here, `lost` nobody has any more, `missing` are their SHA-256."""

    device: str
    rescue: Rescue | None
    photos: int
    lost: int
    missing: tuple[str, ...] = ()


def from_centre(
    place: Place, url: str, code: str, *, told: Told, heard: Callable[[int], None] = lambda _: None
) -> Restored:
    """Everything that the centre holds of the laptop that the code is for. Cut short, it is done again and goes on.

    `heard` is told how many lines have come; what either listener raises ends it. Raises ProtocolProblem, StorageTrouble(NOT_EMPTY).
    """
    rescue, making = None, restoring.Restoring(place.folder, place.master, clock=place.clock, ids=place.ids)
    known = IdentityFile(place.folder, place.master).load()
    own = known or making.new_identity()
    line = Restoring(url, code, LaptopKey(own), app=VERSION)
    with closing(line):
        taken = line.begin()
        if known is not None and known.device != taken.enrolment.device:
            raise StorageTrouble(StorageCode.NOT_EMPTY)
        if known is None:
            lines = line.lines(taken, heard)
            fresh = msgspec.structs.replace(own, device=taken.enrolment.device, enrolment=taken.enrolment)
            rescue = making.of_lines(fresh, lines)
        with place.opened() as store:
            _keep_receipts(store, taken)
            lost = line.photos(store.photos.keep, store.photos.has, told)
            count = len(LaptopSyncStore(store).photos_through(LARGEST_INTEGER, every=True))
    return Restored(taken.enrolment.device, rescue, count - len(lost), len(lost), tuple(lost))


def from_folder(place: Place, old: Path, old_master: bytes, *, told: Told = lambda _done, _all: None) -> Restored:
    """The laptop whose data folder `old` was saved, whole or in part, with its own key and its place at the centre."""
    making = restoring.Restoring(place.folder, place.master, clock=place.clock, ids=place.ids)
    known = salvage.identity_in(old, old / FILE_NAME, old_master)
    if known is None:
        known = Identity.new(_device_of(old, old_master))  # it has to join the centre again, by a code
    rescue = making.of_folder(old, old_master, known)
    with place.opened() as store:
        named = LaptopSyncStore(store).photos_through(LARGEST_INTEGER, every=True)
        came, lost = restoring.bring_photos(old, old_master, store.photos, [photo.sha256 for photo in named], told)
    return Restored(known.device, rescue, came, len(lost), tuple(lost))


def has_key(old: Path) -> bool:
    """Whether the folder says how its key is to be had."""
    return any((old / name).exists() for name in (keys.NAME_FILE, password_file.FILE_NAME)) or keys.is_demo(old)


def _device_of(old: Path, old_master: bytes) -> str:
    found = next(iter(SecondCopy(old / LINES, old_master).every()), None)
    if found is None:
        raise StorageTrouble(StorageCode.WRONG_KEY, "nothing can be read")
    return found.device


def _keep_receipts(store: Store, taken: Taken) -> None:
    """What the centre holds of it is sent already; an epoch of another copy of the laptop is none of ours."""
    held = LaptopSyncStore(store)
    for receipt in taken.receipts:
        try:
            receiving.keep(held, taken.enrolment, taken.keys, receipt)
        except ProtocolProblem as trouble:
            if trouble.code is not Problem.FORK:
                raise
