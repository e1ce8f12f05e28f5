"""A laptop that was lost, made again in an empty folder: whole, or not at all. Its photos may follow."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from inspector_app.domain.ids import Ids
from inspector_app.domain.rescue import Rescue, RescueKind
from inspector_app.services.ports import Clock
from inspector_app.storage import durable, lineage, rescues, salvage
from inspector_app.storage.database import FILE_NAME, Connection, open_writer, transaction
from inspector_app.storage.identity import FILE_NAME as IDENTITY
from inspector_app.storage.identity import Identity, IdentityFile
from inspector_app.storage.kept_receipts import NONE, Brought
from inspector_app.storage.lock import FolderLock
from inspector_app.storage.photos import FOLDER as PHOTOS
from inspector_app.storage.photos import PhotoFiles
from inspector_app.storage.place import Place
from inspector_app.storage.recovery import RESTORED
from inspector_app.storage.second_copy import FOLDER as LINES
from inspector_app.storage.second_copy import Copied
from inspector_app.storage.trouble import StorageCode, StorageTrouble, coded
from sync.protocol.lines import Line

IN_THE_MAKING = ".restoring"
AT_ONCE = 200  # lines of the second copy that are made durable together
_MOVED = (LINES, IDENTITY, FILE_NAME)  # the database last: without it there is no laptop


class Restoring:
    """One restore into `folder`, under the key `master`. Cut short anywhere, it is simply done again, with the same new key."""

    def __init__(self, folder: Path, master: bytes, *, clock: Clock, ids: Ids):
        self._folder, self._master = folder, master
        self._clock, self._ids = clock, ids
        self._fresh = folder / IN_THE_MAKING

    def new_identity(self) -> Identity:
        """A key for a laptop whose old one is gone, the same until the restore is over. Raises StorageTrouble(NOT_EMPTY)."""
        self._refuse_over_data()
        with coded():
            durable.make_folder(self._fresh)
            file = IdentityFile(self._fresh, self._master)
            known = file.load()
            if known is None:
                known = Identity.new("")
                file.keep(known)
            return known

    def of_lines(self, identity: Identity, lines: Sequence[Line]) -> Rescue:
        """The laptop `identity` with what the centre holds of it: `lines`, epoch by epoch in the order of their opening."""
        own = lineage.journal_of(lines)
        copied = [Copied(identity.device, line) for line in lines]
        journal = {line.seq: Copied(identity.device, line) for line in own}
        found = {one.line.seq: one for one in copied} | journal
        return self._make(identity, copied, found, from_copy=0)

    def of_folder(self, old: Path, old_master: bytes, identity: Identity) -> Rescue:
        """The laptop of the folder `old`, from its second copy, its backups and its database as far as any can be read."""
        place = Place.of(old, old_master, clock=self._clock, ids=self._ids, device=identity.device)
        copied, found = salvage.gather(place, place.database)
        if not found:
            raise StorageTrouble(StorageCode.WRONG_KEY, "nothing can be read")
        return self._make(identity, copied, found, from_copy=len(copied), kept=place)

    def _make(
        self, identity: Identity, copied: Sequence[Copied], found: dict[int, Copied], *, from_copy: int,
        kept: Place | None = None,
    ) -> Rescue:  # fmt: skip
        from inspector_app.storage import schema  # sqlite_utils is slow to import, and seldom needed

        self._refuse_over_data()
        lock = FolderLock(self._folder)
        lock.take()
        try:
            with coded():
                place = self._place(identity)
                _write_copy(place, identity.device, copied, found)
                with closing(open_writer(place.database, self._master, create=True, guarded=False)) as connection:
                    schema.migrate(connection)
                    proofs = _copy_kept(connection, kept, found) if kept else NONE
                    lost = max(found, default=0) - len(found)
                    salvage.fill(connection, place, copied, found, reason=RESTORED)
                    drafts, sure = salvage.copy_drafts(connection, kept.database, kept) if kept else (0, False)
                    told = Rescue(
                        place.now(), RescueKind.RESTORED, len(found), from_copy, lost, drafts, drafts_unsure=not sure,
                        receipts=proofs.kept, receipts_dropped=proofs.dropped, receipts_unsure=proofs.unsure,
                    )  # fmt: skip
                    with transaction(connection):
                        rescues.note(connection, told)
                        connection.execute(
                            "INSERT OR REPLACE INTO settings VALUES ('identity', ?)", (identity.content(),)
                        )
                durable.sync_file(place.database)
                self._move_in()
        finally:
            lock.release()
        return told

    def _place(self, identity: Identity) -> Place:
        shutil.rmtree(self._fresh / LINES, ignore_errors=True)  # of a try that was cut short
        for path in self._fresh.glob(f"{FILE_NAME}*"):
            path.unlink()
        durable.make_folder(self._fresh)
        place = Place.of(self._fresh, self._master, clock=self._clock, ids=self._ids, device=identity.device)
        place.identity.keep(identity)
        return place

    def _refuse_over_data(self) -> None:
        with coded():
            durable.make_folder(self._folder)
            if any((self._folder / name).exists() for name in _MOVED):
                raise StorageTrouble(StorageCode.NOT_EMPTY)

    def _move_in(self) -> None:
        for name in _MOVED:
            (self._fresh / name).rename(self._folder / name)
        durable.sync_folder(self._folder)
        shutil.rmtree(self._fresh)


def _copy_kept(connection: Connection, kept: Place, found: dict[int, Copied]) -> Brought:
    salvage.copy_kept(connection, kept.database, kept.master)
    return salvage.copy_receipts(connection, kept.database, kept, found)


def bring_photos(
    old: Path, old_master: bytes, photos: PhotoFiles, named: Sequence[str],
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> tuple[int, list[str]]:  # fmt: skip
    """Copies the photos of another laptop's folder, each checked; returns how many came, and those that it has no whole file of."""
    there, lost, came = PhotoFiles(old / PHOTOS, old_master), list[str](), 0
    for place, sha256 in enumerate(named):
        told(place, len(named))
        try:
            photos.keep(there.original(sha256))
            came += 1
        except StorageTrouble as trouble:
            if trouble.code not in (StorageCode.PHOTO_MISSING, StorageCode.PHOTO_DAMAGED):
                raise
            lost.append(sha256)
    return came, lost


def _write_copy(place: Place, device: str, copied: Sequence[Copied], found: dict[int, Copied]) -> None:
    """The second copy of the new laptop; what is the journal's own comes last, as if it had been written last."""
    own = {one.line.digest for one in found.values()}
    ordered = [one.line for one in copied if one.line.digest not in own] + [found[seq].line for seq in sorted(found)]
    for start in range(0, len(ordered), AT_ONCE):
        some = ordered[start : start + AT_ONCE]
        frames = place.copy.framed(device, some)
        place.copy.reserve(some[0].seq, len(frames))
        place.copy.append(frames)
