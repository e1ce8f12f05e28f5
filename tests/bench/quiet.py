"""A round when nothing is new: what it sends, what it takes from the wire, what it costs the centre."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from inspector_app.demo.centre import Centre
from inspector_app.devices.clock import SystemClock
from inspector_app.domain.ids import iso
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.client import enrolling
from sync.client.engine import Engine
from sync.client.http import HttpSyncApi
from sync.client.status import Outcome
from tests.bench import city, cost
from tests.bench.ground import Ground, opened
from tests.bench.table import Figure

FINDINGS, ROUNDS = 40, 300


def figures(ground: Ground) -> Iterator[Figure]:
    shift = ground.folder / "quiet"
    whole = city.City(shift)
    whole.fill(FINDINGS)
    whole.close()
    centre, store = Centre(ground.folder / "quiet-centre").start(), opened(shift)
    try:
        with Relay(int(centre.url.rsplit(":", 1)[1])) as relay:
            held, clock = LaptopSyncStore(store), SystemClock()
            api = HttpSyncApi(f"http://127.0.0.1:{relay.port}", store.device, store.signer, app="bench")
            enrolling.enrol(
                centre.enrol_code(), centre.url, "bench", device=store.device, signer=store.signer, api=api, store=held
            )
            engine = Engine(api, held, store.signer, now=lambda: iso(clock.now()), steady=time.monotonic, app="bench")
            _round(engine)
            _round(engine)
            calls, carried, used = _calls(centre.folder), relay.carried, cost.cpu_s(centre.pid)
            begun = time.perf_counter()
            for _ in range(ROUNDS):
                _round(engine)
            took = time.perf_counter() - begun
            carried, used = relay.carried - carried, cost.cpu_s(centre.pid) - used
            calls = _calls(centre.folder) - calls
            api.close()
    finally:
        store.close()
        centre.stop()
    yield Figure("a round with nothing new: calls", calls / ROUNDS, "", note="with a token that is still good")
    yield Figure("… bytes over the wire, both ways", carried / ROUNDS, "B", note="HTTP without TLS")
    yield Figure("… CPU of the centre", used / ROUNDS * 1000, "ms", note=f"the mean of {ROUNDS} rounds")
    yield Figure("… from start to end", took / ROUNDS * 1000, "ms", note="client engine and encrypted store in it")


def _round(engine: Engine) -> None:
    report = engine.run_round(lambda _: None, lambda: False)
    assert report.outcome is Outcome.COMPLETE, report


def _calls(folder: Path) -> int:
    """How many calls the centre has answered: a line each in its log."""
    return (folder / "centre.log").read_text(encoding="utf-8").count('"route": "/v1/')


class Relay:
    """Passes bytes between a client and a server on loopback, and counts them."""

    def __init__(self, to: int):
        self._to = to
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.carried = 0

    def __enter__(self) -> "Relay":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._to))
                for one, other in ((client, server), (server, client)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError), one, other:
            while piece := one.recv(65536):
                self.carried += len(piece)
                other.sendall(piece)
