"""What every measurement is given: how many runs, a scratch folder on a real disk, and the laptop full of findings."""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from inspector_app import bootstrap
from inspector_app.devices.clock import OrderedIds, SystemClock
from inspector_app.storage.opening import open_store
from inspector_app.storage.store import Store
from tests.bench import city

ROOT = Path(__file__).resolve().parents[2]
FINDINGS = 100_000


@dataclass(frozen=True, slots=True)
class Ground:
    """`folder` is empty at the start and gone at the end; `kept` outlives the run (it holds the laptop).

    `million`: the backtest takes a million findings and not some thousands.
    """

    runs: int
    folder: Path
    kept: Path
    freeze: bool = False
    million: bool = False

    def laptop(self) -> Path:
        """The data folder of a laptop with FINDINGS findings; made by the first run that asks, which takes minutes."""
        if not city.is_there(self.kept, FINDINGS):
            say(f"Recording {FINDINGS} findings once, through the real journal; this takes a few minutes …")
        return city.laptop(self.kept, FINDINGS)

    def own_laptop(self) -> Path:
        """A copy of it that may be changed."""
        place = self.folder / "laptop"
        if not place.exists():
            shutil.copytree(self.laptop(), place)
        return place


def opened(folder: Path) -> Store:
    """The store of a data folder that the bench made."""
    return open_store(folder, bootstrap.key_file(folder), clock=SystemClock(), ids=OrderedIds())


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
