"""A reference pack as one file, and its signature: made and signed by the centre, checked by both ends before anything is used.

The file is a plain tar: `manifest.json`, `manifest.sig` where it is signed, then the files of the manifest in its order.
"""

import hashlib
import io
import re
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Meta

from sync.protocol.canonical import canonical
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import CentreKey, fingerprint, public_bytes, sign, signed, trusted
from sync.protocol.reference_pack import DATABASE, SCHEMA, Manifest, PackFile

PACK_MARK = b"721-pack-1\n"
ENDING = ".pack"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
LARGEST_MANIFEST = 64 * 1024
LARGEST_FILE = 4 * 1024**3  # of a pack: a base map
LARGEST_PACK = 8 * 1024**3
MOST_KEYS = 32
PIECE = 1024 * 1024  # bytes that are read, hashed or fetched in one go
_PERMISSIONS = 0o600
# Windows' own devices are no names of files anywhere.
_RESERVED = re.compile(r"(^|/)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|/|$)")


class Signature(msgspec.Struct, frozen=True):
    """`sig` is by the key `key_id` over PACK_MARK and the manifest's bytes; `keys` lead there from the one that laptops pinned."""

    key_id: Annotated[str, Meta(max_length=16)]
    sig: Annotated[str, Meta(max_length=128)]
    keys: Annotated[tuple[CentreKey, ...], Meta(max_length=MOST_KEYS)]


class Signed(msgspec.Struct, frozen=True):
    """What `GET /v1/packs/{version}` answers: the manifest's exact text and its signature."""

    manifest: Annotated[str, Meta(max_length=LARGEST_MANIFEST)]
    signature: Signature


def text_of(manifest: Manifest) -> bytes:
    """The one form of a manifest that is signed."""
    return canonical(msgspec.to_builtins(manifest))


def signed_by(manifest: bytes, key: Ed25519PrivateKey, keys: tuple[CentreKey, ...]) -> Signature:
    """The manifest signed by `key`, the last of the centre's `keys`."""
    return Signature(fingerprint(public_bytes(key)), sign(key, PACK_MARK, manifest), keys)


def read_manifest(text: bytes) -> Manifest:
    """Raises ProtocolProblem: NOT_A_PACK, NEWER_PACK."""
    if len(text) > LARGEST_MANIFEST:
        raise ProtocolProblem(Problem.NOT_A_PACK, "manifest")
    try:
        schema = msgspec.json.decode(text, type=_Schema).schema
        if schema > SCHEMA:
            raise ProtocolProblem(Problem.NEWER_PACK, str(schema))
        manifest = msgspec.json.decode(text, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
        raise ProtocolProblem(Problem.NOT_A_PACK, "manifest") from trouble
    names = [file.name for file in manifest.files]
    sizes = [file.size for file in manifest.files]
    odd = any(_RESERVED.search(name) for name in names)
    if odd or len(set(names)) < len(names) or DATABASE not in names or {MANIFEST, SIGNATURE} & set(names):
        raise ProtocolProblem(Problem.NOT_A_PACK, "names")
    if max(sizes) > LARGEST_FILE or sum(sizes) > LARGEST_PACK:
        raise ProtocolProblem(Problem.NOT_A_PACK, "size")
    return manifest


def check(manifest: bytes, signature: Signature | None, pinned: str, known: Mapping[str, Ed25519PublicKey]) -> Manifest:
    """The manifest when one of the `known` keys of the pinned centre signed it, or one that they vouch for.

    Raises ProtocolProblem: FALSE_PACK for any other, and what `read_manifest` raises.
    """
    if signature is None:
        raise ProtocolProblem(Problem.FALSE_PACK, "not signed")
    key = known.get(signature.key_id) or _vouched(signature, pinned)
    if key is None or not signed(key, signature.sig, PACK_MARK, manifest):
        raise ProtocolProblem(Problem.FALSE_PACK, "signature")
    return read_manifest(manifest)


def _vouched(signature: Signature, pinned: str) -> Ed25519PublicKey | None:
    try:
        return trusted(pinned, signature.keys).get(signature.key_id)
    except ProtocolProblem:
        return None


def write(out: BinaryIO, manifest: bytes, signature: Signature | None, files: Mapping[str, Path]) -> None:
    """Writes the pack; `files` by their names in it. The same content gives the same bytes."""
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        _add(tar, MANIFEST, io.BytesIO(manifest), len(manifest))
        if signature is not None:
            text = canonical(msgspec.to_builtins(signature))
            _add(tar, SIGNATURE, io.BytesIO(text), len(text))
        for file in read_manifest(manifest).files:
            with files[file.name].open("rb") as content:
                _add(tar, file.name, content, file.size)


def _add(tar: tarfile.TarFile, name: str, content: BinaryIO | io.BytesIO, size: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, _PERMISSIONS
    tar.addfile(member, content)


class Opened:
    """A pack file that is read: its manifest is understood, its files are still to come, once, in order."""

    def __init__(self, tar: tarfile.TarFile, path: Path) -> None:
        self._tar, self._path = tar, path
        self.text = self._small(MANIFEST)
        self.manifest = read_manifest(self.text)
        self.signature: Signature | None = None
        self._first = self._next()
        if self._first is not None and self._first.name == SIGNATURE:
            self.signature = self._signature(self._first)
            self._first = self._next()

    def files(self, save: Callable[[PackFile, Iterator[bytes]], None]) -> None:
        """Gives every file to `save`, piece by piece. Raises DAMAGED_PACK for one that is not what the manifest says."""
        for place, file in enumerate(self.manifest.files):
            member = self._first if place == 0 else self._next()
            if member is None or (member.name, member.size) != (file.name, file.size):
                raise ProtocolProblem(Problem.DAMAGED_PACK, file.name)
            save(file, checked(self._pieces(member), file))
        if self._next() is not None:
            raise ProtocolProblem(Problem.DAMAGED_PACK, "something stands behind its files")

    def _next(self) -> tarfile.TarInfo | None:
        member = self._tar.next()
        if member is not None and (not member.isreg() or member.sparse is not None or member.pax_headers):
            raise ProtocolProblem(Problem.NOT_A_PACK, "no plain file")
        return member

    def _small(self, name: str) -> bytes:
        member = self._next()
        if member is None or member.name != name or member.size > LARGEST_MANIFEST:
            raise ProtocolProblem(Problem.NOT_A_PACK, name)
        return b"".join(self._pieces(member))

    def _signature(self, member: tarfile.TarInfo) -> Signature:
        if member.size > LARGEST_MANIFEST:
            raise ProtocolProblem(Problem.NOT_A_PACK, SIGNATURE)
        try:
            return msgspec.json.decode(b"".join(self._pieces(member)), type=Signature)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
            raise ProtocolProblem(Problem.NOT_A_PACK, SIGNATURE) from trouble

    def _pieces(self, member: tarfile.TarInfo) -> Iterator[bytes]:
        content = self._tar.extractfile(member)
        assert content is not None, "a plain file"
        while piece := content.read(PIECE):
            yield piece


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """The pack in a file. Raises ProtocolProblem: NOT_A_PACK, NEWER_PACK, and DAMAGED_PACK for one that was cut off; OSError."""
    try:
        with path.open("rb") as file, tarfile.open(fileobj=file, mode="r:") as tar:
            yield Opened(tar, path)
    except tarfile.ReadError as trouble:
        cut = path.stat().st_size > 0 and tarfile_begins(path)
        raise ProtocolProblem(Problem.DAMAGED_PACK if cut else Problem.NOT_A_PACK, "tar") from trouble
    except tarfile.TarError as trouble:
        raise ProtocolProblem(Problem.DAMAGED_PACK, "tar") from trouble


def tarfile_begins(path: Path) -> bool:
    """Whether the file begins as ours do, whatever became of its rest."""
    with path.open("rb") as file:
        return file.read(len(MANIFEST) + 1) == MANIFEST.encode() + b"\0"


def checked(pieces: Iterator[bytes], file: PackFile) -> Iterator[bytes]:
    """The pieces of a file as they are. Raises DAMAGED_PACK at their end when they were another file's."""
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        if size > file.size:
            break
        yield piece
    if (size, digest.hexdigest()) != (file.size, file.sha256):
        raise ProtocolProblem(Problem.DAMAGED_PACK, file.name)


def measured(name: str, path: Path) -> PackFile:
    """A file as a manifest names it."""
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return PackFile(name=name, size=path.stat().st_size, sha256=digest)


class _Schema(msgspec.Struct):
    schema: Annotated[int, Meta(ge=1)]
