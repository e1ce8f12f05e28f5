"""What belongs to the project: its files, without what is made from them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MADE = {".git", ".venv", "build", "dist", "out", "__pycache__"}
PRODUCT = ("inspector_app", "sync", "build_spec")


@cache
def files() -> tuple[Path, ...]:
    """All files of the project, by path."""
    return tuple(sorted(walk(ROOT)))


def walk(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.name in MADE or entry.name.endswith((".egg-info", "_cache")) or entry.name == ".hypothesis":
            continue
        if entry.is_dir():
            yield from walk(entry)
        else:
            yield entry


def python_files(*rooms: str) -> list[Path]:
    """The Python files of some top-level rooms."""
    return [file for file in files() if file.suffix == ".py" and file.relative_to(ROOT).parts[0] in rooms]


def name(file: Path) -> str:
    """The path as a person writes it."""
    return file.relative_to(ROOT).as_posix()


def room(file: Path) -> str:
    """`ui` for inspector_app/ui/…, `sync.client` for sync/client/…, the module's own name for a file at the top."""
    first, *rest = file.relative_to(ROOT).with_suffix("").parts
    return rest[0] if first == "inspector_app" else ".".join([first, *rest[:1]])
