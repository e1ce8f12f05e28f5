"""What one start of the program is told: where its data lies and how it presents itself."""

import os
import sys
from pathlib import Path
from typing import NamedTuple

VERSION = "0.1.0"
PACK = "721-v1.1"  # the policy in force; older ones stay selectable


class Config(NamedTuple):
    """`data` holds the encrypted database, photos, preferences and logs of one laptop."""

    data: Path
    language: str = ""  # zh | en; empty: as in the preferences, else zh
    pack: str = PACK
    demo: bool = False
    map: Path | None = None  # a base map to be shown instead of the installed one


def default_data_folder() -> Path:
    """Where the operating system keeps an application's data of this user."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "inspector-721"
