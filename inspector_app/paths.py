"""Where the program's own read-only files are: beside the source, inside an installed package, or in a frozen bundle."""

import sys
from pathlib import Path


def resources() -> Path:
    """The folder `resources`; `FileNotFoundError` when the installation is broken."""
    here = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen) / "resources"] if frozen else [here / "resources", here.parent / "resources"]
    for place in places:
        if (place / "policy").is_dir():
            return place
    raise FileNotFoundError("resources")


def pack_files(folder: Path) -> dict[str, bytes]:
    """The files of a policy pack: its tables, and the digests that pin them when it has them."""
    return {file.name: file.read_bytes() for kind in ("*.csv", "digests.json") for file in folder.glob(kind)}
