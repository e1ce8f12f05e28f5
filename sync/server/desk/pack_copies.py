"""Published reference packs in a backup: every version whose files are whole goes along, and is compared when it comes back."""

import io

import msgspec

from sync.protocol.pack_file import Signed, read_manifest
from sync.protocol.problems import ProtocolProblem
from sync.protocol.reference_pack import PackFile
from sync.server.desk import archive
from sync.server.packs.shelf import Shelf

FILES, MANIFESTS = "packs/", "manifests/"


def save(shelf: Shelf, writing: archive.Writing) -> tuple[int, list[int]]:
    """Adds what is published; how many versions, and those that are left out because a file of theirs is damaged or gone."""
    whole: dict[str, bool] = {}
    versions = shelf.versions()
    saved = [version for version in versions if _save(shelf, version, writing, whole)]
    # One that a newer one has driven out meanwhile is missed by nobody.
    return len(saved), [version for version in shelf.versions() if version in versions and version not in saved]


def _save(shelf: Shelf, version: int, writing: archive.Writing, whole: dict[str, bool]) -> bool:
    """Adds a version unless a file of it is not `whole`; those that others name too are there already."""
    try:
        signed = shelf.manifest(version)
        files = read_manifest(signed.manifest.encode()).files
    except ProtocolProblem:
        return False
    for file in files:
        if file.sha256 not in whole:
            whole[file.sha256] = _add(shelf, file, writing)
    if not all(whole[file.sha256] for file in files):
        return False
    return writing.add(f"{MANIFESTS}{version}.json", io.BytesIO(msgspec.json.encode(signed)))


def _add(shelf: Shelf, file: PackFile, writing: archive.Writing) -> bool:
    try:
        with shelf.open(file) as content:
            return writing.add(FILES + file.sha256, content, sha256=file.sha256)
    except OSError:
        return False


def give_back(saved: archive.Reading, shelf: Shelf) -> None:
    """Puts every version of the backup on an empty shelf. Raises ValueError for what no backup of ours holds, OSError."""
    for _, text in saved.contents(MANIFESTS):
        try:
            shelf.place(msgspec.json.decode(text, type=Signed), lambda file: _member(saved, file))
        except (ProtocolProblem, msgspec.MsgspecError) as trouble:
            raise ValueError(archive.DAMAGED) from trouble


def _member(saved: archive.Reading, file: PackFile) -> io.BufferedIOBase:
    found = saved.open(FILES + file.sha256)
    if found is None:
        raise ValueError(archive.DAMAGED)
    return found
