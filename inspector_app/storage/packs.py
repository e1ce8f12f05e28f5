"""Reference packs on the laptop: fetched in pieces, proved, encrypted, and put in the place of the one before in one step.

`packs/` holds `current.json` (which pack counts, and the one before it), `<version>-….db` (SQLCipher: a pack names people),
`files/` (maps, policy and calendar by their digests) and `parts/` (what is still coming; of the database sealed, piece by piece).
"""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from inspector_app.storage import durable, pack_database, pack_parts, pack_rules
from inspector_app.storage.sealing import derived
from sync.protocol import pack_file
from sync.protocol.laptop import Enrolment
from sync.protocol.pack_file import Signed
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import public_key
from sync.protocol.reference_pack import DATABASE, MAPS, Manifest, PackFile

FOLDER, POINTER, FILES, PARTS = "packs", "current.json", "files", "parts"
PURPOSE = "reference pack"
SPARE = 256 * 1024 * 1024  # bytes that a pack leaves free: what is recorded comes first


class Place(msgspec.Struct, frozen=True):
    """One installed pack: the manifest's exact text, and its database's name in the folder."""

    manifest: str
    database: str

    def read(self) -> Manifest:
        return pack_file.read_manifest(self.manifest.encode())


class Pointer(msgspec.Struct, frozen=True):
    """What counts. `before` stays until the next pack is in; `refused` is a version that could not be used."""

    current: Place | None = None
    before: Place | None = None
    refused: int = 0


class Installed(NamedTuple):
    """The pack to look things up in: an SQLCipher file and its raw key, and the other files by their names in the pack."""

    path: Path
    key: bytes
    manifest: Manifest
    map_path: Path | None
    files: Mapping[str, Path]


def installed(folder: Path, master: bytes) -> Installed | None:
    """The pack that counts in the laptop's data `folder`; None while there is none.

    Open it with `reference_pack.opening.opened`; when that fails, `set_back` makes the one before it count again.
    """
    packs = folder / FOLDER
    place = _pointer(packs).current
    if place is None:
        return None
    manifest = place.read()
    files = {file.name: packs / FILES / file.sha256 for file in manifest.files if file.name != DATABASE}
    base = next((files[name] for name in MAPS if name in files), None)
    return Installed(packs / place.database, derived(master, PURPOSE), manifest, base, files)


def set_back(folder: Path) -> bool:
    """Makes the pack before the present one count again; False when there is none. The present one is not fetched again."""
    pointer = _pointer(folder / FOLDER)
    if pointer.before is None or pointer.current is None:
        return False
    refused = pointer.current.read().version
    _keep(folder / FOLDER, Pointer(current=pointer.before, refused=max(refused, pointer.refused)))
    return True


class LaptopPacks:
    """Satisfies sync.client.ports.PackStore. `enrolment` says whom to believe; `on_installed` hears of a new pack."""

    def __init__(
        self, folder: Path, master: bytes, enrolment: Callable[[], Enrolment | None], *,
        on_installed: Callable[[Manifest], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self._folder = folder / FOLDER
        self._master = master
        self._enrolment = enrolment
        self._tell = on_installed

    def wants(self, version: int) -> bool:
        pointer = _pointer(self._folder)
        known = pointer.current.read().version if pointer.current is not None else 0
        return version > max(known, pointer.refused)

    def begin(self, signed: Signed, version: int | None = None) -> Sequence[PackFile]:
        """As the port says; without `version`, as from a stick, any newer one may come."""
        manifest = self._checked(signed)
        if version is not None and manifest.version != version:
            raise ProtocolProblem(Problem.FALSE_PACK, "another version than was named")
        for folder in (self._folder / FILES, self._folder / PARTS):
            durable.make_folder(folder)
        self._drop_other_parts(manifest)
        left = [file for file in manifest.files if not self._has(file)]
        size = sum(file.size - self.begun(file) for file in left)
        if shutil.disk_usage(self._folder).free < 2 * size + SPARE:
            raise ProtocolProblem(Problem.OUT_OF_SPACE, "pack")
        return left

    def begun(self, file: PackFile) -> int:
        return pack_parts.begun(self._part(file), is_sealed=file.name == DATABASE)

    def append(self, file: PackFile, offset: int, piece: bytes) -> None:
        part, key = self._part(file), self._sealing(file)
        pack_parts.append(part, offset, piece, key)
        if offset + len(piece) < file.size:
            return
        try:
            for _ in pack_file.checked(pack_parts.pieces(part, key), file):
                pass
        except ProtocolProblem:
            part.unlink()
            raise
        if key is None:
            durable.sync_file(part)
            part.replace(self._folder / FILES / file.sha256)
            durable.sync_folder(self._folder / FILES)

    def take(self, file: PackFile, pieces: Iterable[bytes]) -> None:
        """Takes a whole file that somebody brought; what was fetched of it before is forgotten."""
        self._part(file).unlink(missing_ok=True)
        offset = 0
        for piece in pieces:
            self.append(file, offset, piece)
            offset += len(piece)

    def install(self, signed: Signed) -> None:
        manifest = self._checked(signed)
        lacking = [file.name for file in manifest.files if file.name != DATABASE and not self._has(file)]
        if lacking:
            raise ProtocolProblem(Problem.DAMAGED_PACK, lacking[0])
        try:
            pack_rules.read(manifest, {file.name: self._folder / FILES / file.sha256 for file in manifest.files})
            place = Place(signed.manifest, self._database(manifest))
        except ProtocolProblem:
            _keep(self._folder, msgspec.structs.replace(_pointer(self._folder), refused=manifest.version))
            self._drop_other_parts(None)
            raise
        _keep(self._folder, Pointer(current=place, before=_pointer(self._folder).current))
        self._sweep()
        self._tell(manifest)

    def _database(self, manifest: Manifest) -> str:
        """Writes the encrypted database, and proves that it opens; its name."""
        file = next(file for file in manifest.files if file.name == DATABASE)
        plain = b"".join(pack_file.checked(pack_parts.pieces(self._part(file), self._sealing(file)), file))
        name = f"{manifest.version}-{file.sha256[:16]}.db"
        path = self._folder / name
        pack_database.write(path, derived(self._master, PURPOSE), plain, manifest)
        return name

    def _checked(self, signed: Signed) -> Manifest:
        """The manifest when our centre signed it, and it is newer than the one of the same city. Raises ProtocolProblem."""
        joined = self._enrolment()
        if joined is None:
            raise ProtocolProblem(Problem.UNKNOWN_DEVICE, "not enrolled")
        keys = {key_id: public_key(public) for key_id, public in joined.keys.items()}
        manifest = pack_file.check(signed.manifest.encode(), signed.signature, joined.pinned, keys)
        current = _pointer(self._folder).current
        known = current.read() if current is not None else None
        if known is not None and known.area == manifest.area and manifest.version <= known.version:
            raise ProtocolProblem(Problem.OLDER_PACK, str(known.version))
        return manifest

    def _has(self, file: PackFile) -> bool:
        """Whether it is here whole; what was proved once is only measured."""
        path = self._folder / FILES / file.sha256
        if file.name == DATABASE:
            return self.begun(file) == file.size
        return path.is_file() and path.stat().st_size == file.size

    def _part(self, file: PackFile) -> Path:
        return self._folder / PARTS / file.sha256

    def _sealing(self, file: PackFile) -> bytes | None:
        """What the pieces of a database are sealed with; other files name nobody."""
        return derived(self._master, f"{PURPOSE} {file.sha256}") if file.name == DATABASE else None

    def _drop_other_parts(self, manifest: Manifest | None) -> None:
        wanted = {file.sha256 for file in manifest.files} if manifest is not None else set()
        for part in (self._folder / PARTS).iterdir():
            if part.name not in wanted:
                part.unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Drops what neither the present pack nor the one before it names; a file that somebody still reads goes next time."""
        pointer = _pointer(self._folder)
        places = [place for place in (pointer.current, pointer.before) if place is not None]
        named = {place.database for place in places} | {file.sha256 for one in places for file in one.read().files}
        there = [*self._folder.glob("*.db*"), *(self._folder / FILES).iterdir()]
        for path in [path for path in there if path.name not in named] + list((self._folder / PARTS).iterdir()):
            with suppress(OSError):
                path.unlink()


def _pointer(folder: Path) -> Pointer:
    try:
        return msgspec.json.decode((folder / POINTER).read_bytes(), type=Pointer)
    except (FileNotFoundError, msgspec.MsgspecError):
        return Pointer()


def _keep(folder: Path, pointer: Pointer) -> None:
    durable.write(folder / POINTER, msgspec.json.encode(pointer))
