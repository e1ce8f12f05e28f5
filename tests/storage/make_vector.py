"""Writes a database as this version makes it, for the versions after it: `python -m tests.storage.make_vector NUMBER`.

A vector that was committed is never written again.
"""

import itertools
import sys
from pathlib import Path

from inspector_app.domain.events import MeasureTaken
from tests.storage import builders
from tests.storage.builders import a_draft, a_shift, opened, record, record_finding


def write(folder: Path) -> None:
    store = opened(folder, device="laptop-vector")
    record(store, a_shift())
    record_finding(store, "vector-finding", b"a photo", note="向量：井盖破损")
    record(store, MeasureTaken("vector-finding", "vector-measure", "handover", "police"))
    with store.unit_of_work() as uow:
        uow.save_draft(a_draft("vector-draft"))
    store.close()
    for name in ("closed", "lock"):
        (folder / name).unlink()


if __name__ == "__main__":
    target = Path(__file__).parent / "vectors" / f"schema-{int(sys.argv[1])}"
    assert not target.exists()
    builders._counter = itertools.count(100 * int(sys.argv[1]))  # no line that a test adds may have an id of these
    write(target)
