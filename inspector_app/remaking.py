"""A lost laptop made again while the program runs: in a folder beside the unused laptop's data, whose place it then takes."""

import hashlib
import shutil
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NoReturn

from inspector_app import parcels, restoring
from inspector_app.domain.ids import Ids
from inspector_app.restoring import Place, Restored
from inspector_app.services.halt import Halt
from inspector_app.services.ports import Clock, FindingFilter
from inspector_app.services.restoring import MOST_NAMED, LostPhoto, Remade, Stage, Told
from inspector_app.storage import keys, receipts, succession
from inspector_app.storage.identity import FILE_NAME as IDENTITY
from inspector_app.storage.opening import open_store
from inspector_app.storage.password_file import PasswordFile
from inspector_app.storage.store import Store
from inspector_app.storage.trouble import StorageCode, StorageTrouble, coded
from sync.protocol import enrolment

FOLDER = ".remaking"


class RemakingTrouble(Exception):
    """`code` of this laptop's own disk, told apart from the centre's and the stick's; `detail` is for logs."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


class Remaking:
    """Satisfies services.restoring.Remaking. `store` is this laptop's, None while it is not open; `master` is the key of its data."""

    def __init__(self, folder: Path, master: bytes, store: Callable[[], Store | None], *, clock: Clock, ids: Ids):
        self._folder, self._master, self._store = folder, master, store
        self._clock, self._ids = clock, ids
        self._made: Path | None = None
        self.chosen: Path | None = None

    def refusal(self) -> str:
        store = self._store()
        if store is None:
            return "not_open"
        return "" if store.read(succession.is_unused) else StorageCode.NOT_EMPTY.value

    def from_centre(self, url: str, code: str, halt: Halt, told: Told) -> Remade:
        """Raises ProtocolProblem, RemakingTrouble, Halted."""
        self._refuse()
        place = self._place(enrolment.read(code).secret)
        told(Stage.RECORDS, 0, 0)
        try:
            done = restoring.from_centre(
                place, url, code, told=halt.heard(partial(told, Stage.PHOTOS)),
                heard=lambda count: halt.heard(partial(told, Stage.RECORDS))(count, 0),
            )  # fmt: skip
            return self._finished(place, done)
        except (StorageTrouble, OSError) as trouble:
            _raise_own(trouble)

    def from_parcel(self, file: str, url: str, code: str, halt: Halt, told: Told) -> Remade:
        """Raises ProtocolProblem, RemakingTrouble, Halted."""
        self._refuse()
        enrolment.read(code)  # a mistyped code is said before anything is sent
        try:
            parcels.carry(Path(file), url, told=halt.heard(partial(told, Stage.PARCEL)), sleep=halt.sleep)
        except OSError as trouble:
            raise RemakingTrouble("carrier_gone", trouble.strerror or "") from trouble
        return self.from_centre(url, code, halt, told)

    def needs_password(self, folder: str) -> bool:
        """Raises StorageTrouble(KEY_MISSING)."""
        if not restoring.has_key(Path(folder)):
            raise StorageTrouble(StorageCode.KEY_MISSING)
        return PasswordFile(Path(folder)).exists()

    def from_folder(self, folder: str, password: str, halt: Halt, told: Told) -> Remade:
        """Raises StorageTrouble(WRONG_KEY, KEY_MISSING …) of the old folder, RemakingTrouble, Halted."""
        self._refuse()
        if not Path(folder).is_dir():
            raise RemakingTrouble("carrier_gone")
        self.needs_password(folder)
        old_master = keys.master_key(Path(folder), ask_password=lambda _: password)
        place = self._place(f"folder {folder}")
        told(Stage.RECORDS, 0, 0)
        if (place.folder / IDENTITY).exists():  # made before and not used: all of it lies in the old folder still
            shutil.rmtree(place.folder)
        try:
            done = restoring.from_folder(place, Path(folder), old_master, told=halt.heard(partial(told, Stage.PHOTOS)))
            if done.missing:
                _check_there(folder)
            return self._finished(place, done)
        except (StorageTrouble, OSError) as trouble:
            _check_there(folder)
            _raise_own(trouble)

    def take_place(self) -> None:
        self._refuse()
        self.chosen = self._made

    def succeed(self) -> bool:
        """Once the store is closed: lets the chosen laptop take its place, if there is one. Raises StorageTrouble."""
        if self.chosen is None:
            return False
        with closing(open_store(self._folder, self._master, clock=self._clock, ids=self._ids)) as store:
            succession.begin(store, self.chosen)
        shutil.rmtree(self._folder / FOLDER, ignore_errors=True)
        return True

    def _refuse(self) -> None:
        if refused := self.refusal():
            raise RemakingTrouble(refused)

    def _place(self, source: str) -> Place:
        """A folder for each source: what was begun with one code goes on with it, and another code begins anew."""
        name = hashlib.sha256(source.encode()).hexdigest()[:16]
        return Place(self._folder / FOLDER / name, self._master, self._clock, self._ids)

    def _finished(self, place: Place, done: Restored) -> Remade:
        with coded(), place.opened() as store:
            named = store.read(lambda c: receipts.named(c, store.photos, done.missing[:MOST_NAMED]))
            findings = store.reads.finding_count(FindingFilter())
            rescues, records = store.reads.rescues(), store.reads.sync_overview().last_seq
        self._made, rescue = place.folder, next(iter(rescues), None)
        return Remade(
            device=done.device, findings=findings, records=records, photos=done.photos,
            lost_records=rescue.lost if rescue else 0, drafts=rescue.drafts if rescue else 0, missing=done.lost,
            named=tuple(LostPhoto(p.sha256, p.file_name, p.kind, p.address, p.observed_at) for p in named),
        )  # fmt: skip


def _check_there(folder: str) -> None:
    """What is missing from a stick that was pulled out is not lost."""
    if not restoring.has_key(Path(folder)):
        raise RemakingTrouble("carrier_gone")


def _raise_own(trouble: StorageTrouble | OSError) -> NoReturn:
    """A full disk here is not the centre's, which has the same code."""
    if isinstance(trouble, OSError):
        raise RemakingTrouble("laptop_unreadable", trouble.strerror or "") from trouble
    if trouble.code in (StorageCode.OUT_OF_SPACE, StorageCode.UNREADABLE):
        raise RemakingTrouble(f"laptop_{trouble.code.value}") from trouble
    raise trouble
