"""A laptop that records without end and says each finding that it was told is saved: `python -m tests.storage.writing FOLDER NAME [POINT]`.

At POINT (a step of the third save) the process ends as if the power were cut.
"""

import itertools
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from inspector_app.devices.clock import OrderedIds, SystemClock
from inspector_app.storage import durable
from inspector_app.storage.opening import open_store
from inspector_app.storage.second_copy import SecondCopy
from inspector_app.storage.store import Store
from tests.storage.builders import MASTER, record_finding

POINTS: dict[str, tuple[object, str, bool]] = {
    "before the photo is renamed": (Path, "replace", False),
    "after the photo": (durable, "sync_folder", True),
    "before the commit": (SecondCopy, "reserve", True),
    "after the commit": (SecondCopy, "append", False),
    "after the second copy": (SecondCopy, "append", True),
}


def die_at(point: str) -> None:
    owner, name, afterwards = POINTS[point]
    real: Callable[..., Any] = getattr(owner, name)

    def dies(*args: Any, **kwargs: Any) -> Any:
        if afterwards:
            real(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, dies)


def main(folder: Path, name: str, point: str = "") -> None:
    store: Store = open_store(folder, MASTER, clock=SystemClock(), ids=OrderedIds())
    for n in itertools.count():
        if point and n == 2:
            die_at(point)
        finding = f"{name}-{n}"
        record_finding(store, finding, f"photo of {finding}".encode(), note="占道经营" * (n % 50))
        sys.stdout.write(f"{finding}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
