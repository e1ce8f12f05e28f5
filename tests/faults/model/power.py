"""What a disk has not written yet: the bytes and names that a power cut may take back."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes that were put over `before` at `offset` of a file that had `size` bytes."""

    offset: int
    length: int
    before: bytes
    size: int

    def undo(self, path: Path, *, torn_at: int = 0) -> None:
        """Takes back what lies behind the first `torn_at` of the bytes."""
        with path.open("r+b") as file:
            file.seek(self.offset + torn_at)
            file.write(self.before[torn_at:])
            file.truncate(max(self.size, self.offset + torn_at))


@dataclass(frozen=True, slots=True)
class Named:
    """A change of names in `folder`: `name` appeared (`came_from` elsewhere) or went, and stood for `before` (None: nothing)."""

    folder: str
    name: str
    came_from: str = ""
    before: bytes | None = None

    def undo(self, top: Path) -> None:
        path = top / self.name
        if self.came_from and path.exists():
            path.replace(top / self.came_from)
        elif self.before is None and path.is_dir():
            _remove(path)
        elif self.before is None:
            path.unlink(missing_ok=True)
        if self.before is not None:
            path.write_bytes(self.before)


@dataclass
class Unflushed:
    """All of one machine's, as names from its folder on. What is not here is on the disk for good."""

    written: dict[str, list[Written]] = field(default_factory=dict)
    names: list[Named] = field(default_factory=list)

    def write(self, name: str, one: Written) -> None:
        self.written.setdefault(name, []).append(one)

    def rename(self, source: str, target: str, before: bytes | None) -> None:
        self.names.append(Named(_folder(target), target, source, before))
        if source in self.written:
            self.written[target] = self.written.pop(source)
        else:
            self.written.pop(target, None)

    def create(self, name: str) -> None:
        self.names.append(Named(_folder(name), name))

    def remove(self, name: str, before: bytes) -> None:
        self.names.append(Named(_folder(name), name, before=before))
        self.written.pop(name, None)

    def flush(self, name: str, *, is_folder: bool) -> None:
        """The bytes of a file, or the names in a folder, are on the disk."""
        if not is_folder:
            self.written.pop(name, None)
            return
        self.names = [one for one in self.names if name not in (one.folder, _folder(one.came_from))]

    def cut(self, top: Path, random: Random) -> None:
        """Makes `top`, a copy of the machine's folder, what the disk holds after the power went."""
        for name, writes in self.written.items():
            if (top / name).is_file():
                _take_back(top / name, writes, random)
        counted = Counter(one.folder for one in self.names)
        left = {folder: random.randint(0, count) for folder, count in counted.items()}
        for one in reversed(self.names):  # of each folder the first ones had reached the disk
            counted[one.folder] -= 1
            if counted[one.folder] >= left[one.folder]:
                one.undo(top)

    def settle(self) -> None:
        """Whatever is there now is on the disk."""
        self.written, self.names = {}, []


def _take_back(path: Path, writes: list[Written], random: Random) -> None:
    kept = random.randint(0, len(writes))
    for one in reversed(writes[kept:]):
        one.undo(path)
    if kept and random.random() < 0.5:
        last = writes[kept - 1]
        last.undo(path, torn_at=random.randint(0, last.length))


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _remove(folder: Path) -> None:
    for path in folder.iterdir():
        _remove(path) if path.is_dir() else path.unlink()
    folder.rmdir()
