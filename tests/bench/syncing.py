"""A shift's findings and photos sent to a real centre, beside the same bytes put to a server that does nothing but fsync."""

import http.client
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from inspector_app.demo.centre import Centre
from inspector_app.devices.clock import SystemClock
from inspector_app.domain.ids import iso
from inspector_app.domain.photo import Origin, Photo
from inspector_app.storage import journal
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.client import enrolling
from sync.client.engine import Engine
from sync.client.http import HttpSyncApi
from sync.client.lanes import SideBySide
from sync.client.status import Outcome, SyncReport
from sync.protocol.lines import batches
from tests.bench import city, pictures, thin_line
from tests.bench.ground import ROOT, Ground, opened, say
from tests.bench.memory import Peak
from tests.bench.table import Figure, median

FINDINGS, PHOTO_BYTES = 500, 200_000
WARM_UP = 20  # findings of the laptop that goes before


@dataclass(frozen=True, slots=True)
class Sent:
    """One round of a laptop that has never sent: its seconds, and the centre's largest MB."""

    seconds: float
    megabytes: float


def figures(ground: Ground) -> Iterator[Figure]:
    shift, other = ground.folder / "shift", ground.folder / "other"
    files = _record_shift(shift)
    _record_shift(other, WARM_UP, seed=1)
    ours, limits = [], []
    for run in range(ground.runs):
        place = ground.folder / f"sync-{run}"
        shutil.copytree(shift, place / "laptop")
        shutil.copytree(other, place / "other")
        ours.append(_send(place))
        limits.append(_put(place / "bare", files))
        # Nothing is removed before the last run: ext4 makes a new file only after it has passed by those just deleted.
    took, limit = median(one.seconds for one in ours), median(limits)
    what = f"{FINDINGS} findings with {FINDINGS} photos of {PHOTO_BYTES // 1000} KB sent"
    name = "plain HTTP PUTs, fsynced"
    yield Figure(
        what, took, "s", name, limit, "client engine and `inspector-center` (SQLite), up to the verified receipt"
    )
    yield Figure(
        "… photos a second, each with its finding", FINDINGS / took, "1/s", name, FINDINGS / limit,
        "lines signed and chained; photos decrypted, hashed at both ends, flushed, read back", higher_is_better=True,
    )  # fmt: skip
    yield Figure("… the centre's largest memory", median(one.megabytes for one in ours), "MB", note="resident")
    yield from _flushes(ground.folder / "flushes", shift)
    yield from _over_a_thin_line(ground.folder / "thin", shift)


def _flushes(place: Path, shift: Path) -> Iterator[Figure]:
    """How often the centre waits for its disk in such a round; counted in one of its own, which strace makes slow."""
    if shutil.which("strace") is None:
        say("strace is not installed here: flushes are not counted.")
        return
    shutil.copytree(shift, place / "laptop")
    with _laptop_and_centre(place) as (engine, centre):
        told = place / "strace"
        command = ["strace", "-f", "-c", "-e", "trace=fsync,fdatasync", "-o", str(told), "-p", str(centre.pid)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as counting:
            assert counting.stderr is not None
            counting.stderr.readline()  # it is attached
            _proven(engine.run_round(lambda _: None, lambda: False))
            counting.send_signal(signal.SIGINT)
    rows = [line.split() for line in told.read_text().splitlines()]
    count = sum(int(row[3]) for row in rows if row and row[-1] in ("fsync", "fdatasync"))
    yield Figure("… flushes (fsync, fdatasync) by the centre", count, "", note="strace, in a round of its own")


def _over_a_thin_line(place: Path, shift: Path) -> Iterator[Figure]:
    """The same round over a line that is slow and long: how much of it the bytes of the photos fill."""
    shutil.copytree(shift, place / "laptop")
    with thin_line.ThinLine() as line, _laptop_and_centre(place, line) as (engine, _):
        begun = time.perf_counter()
        _proven(engine.run_round(lambda _: None, lambda: False))
        took = time.perf_counter() - begun
    best = FINDINGS * PHOTO_BYTES * 8 / thin_line.BITS_A_SECOND
    yield Figure(
        f"… over a line of {thin_line.BITS_A_SECOND // 1_000_000} Mbit/s and {thin_line.ROUND_TRIP_S * 1000:.0f} ms", took, "s",
        "the photos' bytes alone at the line's speed", best, f"{best / took:.0%} of the line; one round",
    )  # fmt: skip


def _record_shift(folder: Path, count: int = FINDINGS, *, seed: int = city.SEED) -> list[bytes]:
    """Makes a laptop in `folder`, each finding with its photo; returns what it will send: each photo, and the lines in batches."""
    say(f"Recording {count} findings with a photo each …")
    whole = city.City(folder, seed)
    files = [pictures.weighing(PHOTO_BYTES, number) for number in range(count)]
    try:
        whole.fill_with([_kept(whole.store, file) for file in files])
        lines = whole.store.read(lambda connection: journal.between(connection, 1, 2**53))
    finally:
        whole.close()
    return [*files, *(b"".join(bytes(line.body) for line in batch) for batch in batches(lines))]


def _kept(store: Store, file: bytes) -> Photo:
    return Photo(store.photos.keep(file), PHOTO_BYTES, "image/jpeg", Origin.CAMERA, 64, 48, file_name="IMG.jpg")


def _send(place: Path) -> Sent:
    with _laptop_and_centre(place) as (engine, centre), Peak(centre.pid) as peak:
        _warm_up(place / "other", centre)
        start = time.perf_counter()
        report = engine.run_round(lambda _: None, lambda: False)
        took = time.perf_counter() - start
    _proven(report)
    return Sent(took, peak.megabytes)


def _warm_up(folder: Path, centre: Centre) -> None:
    """Another laptop's short shift: a centre is not started for one."""
    store = opened(folder)
    try:
        report = _enrolled(store, centre).run_round(lambda _: None, lambda: False)
    finally:
        store.close()
    assert report.outcome is Outcome.COMPLETE, report


def _proven(report: SyncReport) -> None:
    assert report.outcome is Outcome.COMPLETE, report
    assert report.statement is not None
    assert report.statement.findings == FINDINGS, report.statement


@contextmanager
def _laptop_and_centre(place: Path, line: thin_line.ThinLine | None = None) -> Iterator[tuple[Engine, Centre]]:
    """The laptop in `place`, joined to a new centre beside it; it speaks over `line` from then on."""
    centre = Centre(place / "centre").start()
    store = opened(place / "laptop")
    try:
        engine = _enrolled(store, centre)
        if line is not None:
            engine = _speaking(store, line.to(centre.url))
        yield engine, centre
    finally:
        store.close()
        centre.stop()


def _enrolled(store: Store, centre: Centre) -> Engine:
    api = HttpSyncApi(centre.url, store.device, store.signer, app="bench")
    enrolling.enrol(
        centre.enrol_code(), centre.url, "bench", device=store.device, signer=store.signer, api=api,
        store=LaptopSyncStore(store),
    )  # fmt: skip
    return _speaking(store, centre.url)


def _speaking(store: Store, url: str) -> Engine:
    clock = SystemClock()
    return Engine(
        HttpSyncApi(url, store.device, store.signer, app="bench"), LaptopSyncStore(store), store.signer,
        now=lambda: iso(clock.now()), steady=time.monotonic, app="bench", lanes=SideBySide(),
    )  # fmt: skip


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
