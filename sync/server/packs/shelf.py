"""Packs that laptops may fetch: files by their digests, a signed manifest for each version, and which version is the newest."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import msgspec

from sync.protocol.pack_file import PIECE, Signature, Signed, checked, read_manifest
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.reference_pack import Manifest, PackFile
from sync.server.desk.files import arriving
from sync.server.packs.inspecting import Whole

FILES, MANIFESTS, NEWEST = "files", "manifests", "newest"
KEPT = 3  # versions; files that none of them names go
LARGEST_PIECE = 8 * 1024 * 1024  # of one answer
_DIGEST = re.compile("[0-9a-f]{64}")
_VERSION = re.compile("[0-9]{1,16}")


class Shelf:
    """The folder `packs` of a centre. Any number of processes read it; one command at a time writes it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self) -> None:
        """Makes the folder where there is none."""
        self.folder.mkdir(parents=True, exist_ok=True)

    def newest(self) -> int:
        """The version that laptops should have; 0 while nothing was published. Asked at every hello: one small read."""
        try:
            text = (self.folder / NEWEST).read_bytes()[:17].decode("ascii", "replace").strip()
        except OSError:
            return 0
        return int(text) if _VERSION.fullmatch(text) else 0

    def manifest(self, version: int) -> Signed:
        """Raises ProtocolProblem(NOT_FOUND)."""
        try:
            return msgspec.json.decode(self._manifest(version).read_bytes(), type=Signed)
        except (FileNotFoundError, msgspec.MsgspecError) as trouble:
            raise ProtocolProblem(Problem.NOT_FOUND, "pack") from trouble

    def size(self, sha256: str) -> int:
        """How many bytes the file has. Raises ProtocolProblem(NOT_FOUND)."""
        try:
            return self._file(sha256).stat().st_size
        except OSError as trouble:
            raise ProtocolProblem(Problem.NOT_FOUND, "file") from trouble

    def piece(self, sha256: str, offset: int, size: int) -> bytes:
        """At most `size` bytes of a file from `offset` on. Raises ProtocolProblem(NOT_FOUND)."""
        try:
            with self._file(sha256).open("rb") as file:
                file.seek(offset)
                return file.read(min(size, LARGEST_PIECE))
        except FileNotFoundError as trouble:
            raise ProtocolProblem(Problem.NOT_FOUND, "file") from trouble

    def publish(self, pack: Whole, signature: Signature) -> None:
        """Puts a whole pack there; from then on laptops are told of it.

        Raises ProtocolProblem(OLDER_PACK) when the newest is as new, and what `place` raises.
        """
        newest = self.newest()
        if pack.manifest.version <= newest:
            raise ProtocolProblem(Problem.OLDER_PACK, str(newest))
        self.place(Signed(pack.text.decode(), signature), lambda file: pack.files[file.name].open("rb"))

    def place(self, signed: Signed, content: Callable[[PackFile], io.BufferedIOBase]) -> None:
        """Puts a version there, durably: its files first, each compared with its digest.

        Raises ProtocolProblem: DAMAGED_PACK for another file, and what `read_manifest` raises; OSError.
        """
        manifest = read_manifest(signed.manifest.encode())
        for folder in (self.folder / FILES, self.folder / MANIFESTS):
            folder.mkdir(parents=True, exist_ok=True)
        for file in manifest.files:
            if not self._file(file.sha256).is_file():
                _put(self._file(file.sha256), file, content)
        _write(self._manifest(manifest.version), msgspec.json.encode(signed))
        _write(self.folder / NEWEST, str(max(manifest.version, self.newest())).encode())
        self._sweep()

    def versions(self) -> list[int]:
        """Those that can be fetched, oldest first."""
        return sorted(int(path.stem) for path in (self.folder / MANIFESTS).glob("*.json") if path.stem.isdigit())

    def open(self, file: PackFile) -> io.BufferedIOBase:
        """Raises OSError."""
        return self._file(file.sha256).open("rb")

    def _sweep(self) -> None:
        """Drops what only old versions name."""
        versions = self.versions()
        for version in versions[:-KEPT]:
            self._manifest(version).unlink(missing_ok=True)
        named = {file.sha256 for version in versions[-KEPT:] for file in self._read(version).files}
        for path in (self.folder / FILES).iterdir():
            if path.name not in named:
                path.unlink(missing_ok=True)

    def _read(self, version: int) -> Manifest:
        return read_manifest(self.manifest(version).manifest.encode())

    def _manifest(self, version: int) -> Path:
        return self.folder / MANIFESTS / f"{version}.json"

    def _file(self, sha256: str) -> Path:
        if not _DIGEST.fullmatch(sha256):  # it becomes a path
            raise ProtocolProblem(Problem.NOT_FOUND, "not a digest")
        return self.folder / FILES / sha256


def _put(path: Path, file: PackFile, content: Callable[[PackFile], io.BufferedIOBase]) -> None:
    with content(file) as pieces, arriving(path) as out:
        out.writelines(checked(iter(lambda: pieces.read(PIECE), b""), file))


def _write(path: Path, content: bytes) -> None:
    with arriving(path) as out:
        out.write(content)
