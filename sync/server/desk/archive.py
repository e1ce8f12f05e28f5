"""The file of a backup: a tar whose last member proves that none is missing and that no row or key has changed."""

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sync.server.settings import RESERVED
from sync.server.store import schema

FORMAT = 1
ABOUT, END, PHOTOS = "about.json", "end.json", "photos/"
MEMBER = re.compile(rf"([a-z]{{1,20}}/)?(?!{RESERVED})[0-9A-Za-z_-][0-9A-Za-z._-]{{0,99}}")
NO_BACKUP = "this is no backup of a centre, or one of a newer version"
DAMAGED = "the backup is cut off or damaged; nothing was restored"


class Writing:
    """A backup in the making; `end` must come last."""

    def __init__(self, tar: tarfile.TarFile, made_at: str) -> None:
        self._tar = tar
        self._digests: dict[str, str] = {}
        self.photos = 0
        about = {"format": FORMAT, "revision": schema.NEWEST, "made_at": made_at}
        self.add(ABOUT, io.BytesIO(json.dumps(about).encode()))

    def add(self, name: str, content: io.BufferedIOBase, *, sha256: str = "") -> bool:
        """Adds `content` from its beginning; False, and nothing is added, when another `sha256` was expected of it."""
        content.seek(0)
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        if sha256 in ("", digest):
            self._digests[name] = digest
            self._put(name, content)
        return sha256 in ("", digest)

    def add_photo(self, sha256: str, content: bytes) -> None:
        """Adds a photo, which its name proves."""
        self.photos += 1
        self._put(PHOTOS + sha256, io.BytesIO(content))

    def end(self) -> None:
        self._put(END, io.BytesIO(json.dumps({"photos": self.photos, "sha256": self._digests}).encode()))

    def _put(self, name: str, content: io.BufferedIOBase) -> None:
        described = tarfile.TarInfo(name)
        described.size, described.mode = content.seek(0, io.SEEK_END), 0o600
        content.seek(0)
        self._tar.addfile(described, content)


class Reading:
    """A backup that is whole."""

    def __init__(self, tar: tarfile.TarFile, revision: str) -> None:
        self._tar = tar
        self.revision = revision

    def open(self, name: str) -> io.BufferedIOBase | None:
        """The member of that name; None when there is none."""
        return _member(self._tar, name)

    def contents(self, folder: str) -> Iterator[tuple[str, bytes]]:
        """The files in a folder of the backup, each with its name; each is read into memory."""
        for member in self._tar.getmembers():
            file = self._tar.extractfile(member) if member.name.startswith(folder) else None
            if file is not None:
                yield Path(member.name).name, file.read()


@contextmanager
def opened(source: Path) -> Iterator[Reading]:
    """The backup in that file, read through and found whole. Raises ValueError."""
    with source.open("rb") as file:
        try:
            tar = tarfile.open(fileobj=file, mode="r:")  # noqa: SIM115 - closed below
        except tarfile.TarError as trouble:
            raise ValueError(NO_BACKUP) from trouble
        with tar:
            yield Reading(tar, _checked(tar))


def _checked(tar: tarfile.TarFile) -> str:
    try:
        _check_members(tar)
        revision = _revision(tar)
        _check_whole(tar)
    except tarfile.TarError as trouble:
        raise ValueError(DAMAGED) from trouble
    return revision


def _check_members(tar: tarfile.TarFile) -> None:
    """Plain files, each once, under names that lead nowhere else: no link, and no hole that unpacks without end."""
    members = tar.getmembers()
    plain = all(member.isreg() and not member.issparse() and MEMBER.fullmatch(member.name) for member in members)
    if not plain or len({member.name for member in members}) < len(members):
        raise ValueError(NO_BACKUP)


def _revision(tar: tarfile.TarFile) -> str:
    about = _json(tar, ABOUT)
    revision = about.get("revision")
    if about.get("format") != FORMAT or not isinstance(revision, str) or revision not in schema.known_revisions():
        raise ValueError(NO_BACKUP)
    return revision


def _check_whole(tar: tarfile.TarFile) -> None:
    names = tar.getnames()
    end = _json(tar, END)
    photos = sum(name.startswith(PHOTOS) for name in names)
    digests = {name: _digest(tar, name) for name in names if name != END and not name.startswith(PHOTOS)}
    if end != {"photos": photos, "sha256": digests}:
        raise ValueError(DAMAGED)


def _digest(tar: tarfile.TarFile, name: str) -> str:
    file = _member(tar, name)
    return hashlib.file_digest(file, "sha256").hexdigest() if file else ""


def _json(tar: tarfile.TarFile, name: str) -> dict[str, Any]:
    try:
        found = json.load(_member(tar, name) or io.BytesIO())
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _member(tar: tarfile.TarFile, name: str) -> io.BufferedIOBase | None:
    try:
        return cast("io.BufferedIOBase | None", tar.extractfile(name))
    except KeyError:
        return None
