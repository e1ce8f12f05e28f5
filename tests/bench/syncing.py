"""A shift's findings and photos sent to a real centre, beside the same bytes put to a server that does nothing but fsync."""

import http.client
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from inspector_app.demo.centre import Centre
from inspector_app.devices.clock import SystemClock
from inspector_app.domain.events import PhotoTaken
from inspector_app.domain.ids import iso
from inspector_app.domain.photo import Origin, Photo
from inspector_app.storage import journal
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.client import enrolling
from sync.client.engine import Engine
from sync.client.http import HttpSyncApi
from sync.client.lanes import SideBySide
from sync.client.status import Outcome
from sync.protocol.lines import batches
from tests.bench import city, pictures
from tests.bench.ground import ROOT, Ground, opened, say
from tests.bench.memory import Peak
from tests.bench.table import Figure, median

FINDINGS, PHOTO_BYTES = 500, 200_000


def figures(ground: Ground) -> Iterator[Figure]:
    shift = ground.folder / "shift"
    files = _record_shift(shift)
    ours, limits, peaks = [], [], []
    for run in range(ground.runs):
        place = ground.folder / f"sync-{run}"
        shutil.copytree(shift, place / "laptop")
        seconds, peak = _send(place)
        ours.append(seconds)
        peaks.append(peak)
        limits.append(_put(place / "bare", files))
        # Nothing is removed before the last run: ext4 makes a new file only after it has passed by those just deleted.
    took, limit = median(ours), median(limits)
    what = f"{FINDINGS} findings with {FINDINGS} photos of {PHOTO_BYTES // 1000} KB sent"
    name = "plain HTTP PUTs, fsynced"
    yield Figure(
        what, took, "s", name, limit, "client engine and `inspector-center` (SQLite), up to the verified receipt"
    )
    yield Figure(
        "… findings a second, photos with them", FINDINGS / took, "1/s", name, FINDINGS / limit, "signed, chained, verified",
        higher_is_better=True,
    )  # fmt: skip
    megabytes = FINDINGS * PHOTO_BYTES / 1e6
    yield Figure("… photo bytes", megabytes / took, "MB/s", name, megabytes / limit, higher_is_better=True)
    yield Figure("… the centre's largest memory", median(peaks), "MB", note="all of its processes, resident")


def _record_shift(folder: Path) -> list[bytes]:
    """Makes the laptop in `folder`; returns what it will send, as files: each photo, and the lines in batches."""
    say(f"Recording {FINDINGS} findings with a photo each …")
    whole = city.City(folder)
    try:
        whole.fill(FINDINGS, photographed=0)
        photos = _attach_photos(whole.store)
        lines = whole.store.read(lambda connection: journal.between(connection, 1, 2**53))
    finally:
        whole.close()
    return [*photos, *(b"".join(bytes(line.body) for line in batch) for batch in batches(lines))]


def _attach_photos(store: Store) -> list[bytes]:
    files = [pictures.weighing(PHOTO_BYTES, seed) for seed in range(FINDINGS)]
    numbers = store.read(lambda c: [row[0] for row in c.execute("SELECT id FROM findings ORDER BY number")])
    digests = [store.photos.keep(file) for file in files]
    with store.unit_of_work() as work:
        for finding, sha256 in zip(numbers, digests, strict=True):
            photo = Photo(sha256, PHOTO_BYTES, "image/jpeg", Origin.CAMERA, 64, 48, file_name="IMG.jpg")
            work.record(PhotoTaken(finding, photo), officer=city.OFFICERS[0].number, at=SystemClock().now())
    return files


def _send(place: Path) -> tuple[float, float]:
    """Seconds of one round of a laptop that has never sent, and megabytes of the centre at its largest."""
    centre = Centre(place / "centre").start()
    store = opened(place / "laptop")
    try:
        engine = _enrolled(store, centre)
        with Peak(centre.pid) as peak:
            begun = time.perf_counter()
            report = engine.run_round(lambda _: None, lambda: False)
            took = time.perf_counter() - begun
    finally:
        store.close()
        centre.stop()
    assert report.outcome is Outcome.COMPLETE, report
    assert report.statement is not None
    assert report.statement.findings == FINDINGS, report.statement
    return took, peak.megabytes


def _enrolled(store: Store, centre: Centre) -> Engine:
    held, clock = LaptopSyncStore(store), SystemClock()
    api = HttpSyncApi(centre.url, store.device, store.signer, app="bench")
    enrolling.enrol(
        centre.enrol_code(), centre.url, "bench", device=store.device, signer=store.signer, api=api, store=held
    )
    return Engine(
        api, held, store.signer, now=lambda: iso(clock.now()), steady=time.monotonic, app="bench", lanes=SideBySide()
    )


def _put(folder: Path, files: Sequence[bytes]) -> float:
    """Seconds for the same bytes, one PUT after the other on one connection."""
    folder.mkdir()
    command = [sys.executable, "-m", "tests.bench.bare", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = http.client.HTTPConnection("127.0.0.1", int(server.stdout.readline()), timeout=30)
        begun = time.perf_counter()
        for number, file in enumerate(files):
            line.request("PUT", f"/{number}", file)
            line.getresponse().read()
        took = time.perf_counter() - begun
        line.close()
        server.terminate()
    return took
