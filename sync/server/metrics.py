"""What a process counts for Prometheus: never an id, a name or a place, so that anybody may look at it."""

import asyncio
import sys
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import partial
from importlib.metadata import version

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from inspector_app.domain.events import FindingRecorded
from sync.protocol.lines import Line
from sync.protocol.problems import ProtocolProblem
from sync.server import feed
from sync.server.bodies import Scope
from sync.server.centre import Centre
from sync.server.lanes import Admission
from sync.server.store import schema

FAST = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 30.0)
LOOK_EVERY_S = 30.0
NO_ROUTE = ("-", "-")  # what never reached a route has none: a stranger could name a new one with each call


class Metrics:
    """The counters of one process; satisfies watch.Watch. `registry` is what a scrape reads.

    README says when which of them is a worry.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._calls = self._counter("calls", "Calls by route and status.", "route", "method", "status")
        self._seconds = self._histogram("call_seconds", "From the first header to the whole answer.", "route", "method")
        self._problems = self._counter("problems", "Coded problems that were answered.", "code")
        self._refused = self._counter("refused", "Calls that got no place.", "lane", "reason")
        self._lines = self._counter("lines", "Lines stored.")
        self._findings = self._counter("findings", "Findings recorded by lines stored.")
        self._photos = self._counter("photos", "Photos stored.")
        self._photo_bytes = self._counter("photo_bytes", "Bytes of photos stored.")
        self._deeds = self._histogram("transaction_seconds", "Waiting, working and committing.", "kind")
        self._commits = self._histogram("commit_seconds", "From a write's last statement until it was durable.")
        self._heads = self._gauge("feed_head", "Last number of the longest feed.", "bucket")
        ProcessCollector(registry=self.registry)

    def watch(self, centre: Centre, admission: Admission) -> None:
        """From now on a scrape looks at these."""
        in_flight = self._gauge("calls_in_flight", "Calls that have a place.", "lane")
        waiting = self._gauge("calls_waiting", "Calls in the queue.", "lane")
        for name, lane in admission.lanes.items():
            in_flight.labels(name).set_function(partial(getattr, lane, "in_flight"))
            waiting.labels(name).set_function(partial(getattr, lane, "waiting"))
        memory, database = centre.uploads.memory, centre.database
        self._gauge("photo_bytes_in_hand", "Bytes of photos in memory.").set_function(lambda: memory.held)
        self._gauge("database_in_use", "Connections in use, or writes that wait for SQLite.").set_function(
            lambda: database.in_use
        )
        self._gauge("draining", "1 while the process goes.").set_function(lambda: float(admission.draining))
        told = self._gauge("build_info", "Always 1.", "version", "python", "schema", "database")
        kind = "sqlite" if database.is_embedded else "postgresql"
        told.labels(version("inspector-721"), sys.version.split()[0], schema.NEWEST, kind).set(1)

    def called(self, scope: Scope, status: int, seconds: float) -> None:
        """A call was answered."""
        handler = scope.get("route_handler")
        known = scope["state"].get("route") or (min(handler.paths) if handler is not None else "")
        route = (known, scope["method"]) if known else NO_ROUTE
        self._calls.labels(*route, status).inc()
        self._seconds.labels(*route).observe(seconds)
        if problem := scope["state"].get("problem"):
            self._problems.labels(problem).inc()

    def refused(self, lane: str, reason: str) -> None:
        self._refused.labels(lane, reason).inc()

    def took_lines(self, lines: Sequence[Line], added: int) -> None:
        """The last `added` of these lines were new."""
        fresh = lines[len(lines) - added :]
        self._lines.inc(len(fresh))
        self._findings.inc(sum(line.kind == FindingRecorded.KIND for line in fresh))

    def took_photos(self, sizes: Collection[int]) -> None:
        self._photos.inc(len(sizes))
        self._photo_bytes.inc(sum(sizes))

    def transaction(self, kind: str, seconds: float) -> None:
        (self._commits if kind == "commit" else self._deeds.labels(kind)).observe(seconds)

    def feed(self, heads: dict[str, int]) -> None:
        """The last number of the longest feed of each kind of bucket."""
        for kind, n in heads.items():
            self._heads.labels(kind).set(n)

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"centre_{name}", text, labels, registry=self.registry)

    def _gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return Gauge(f"centre_{name}", text, labels, registry=self.registry)

    def _histogram(self, name: str, text: str, *labels: str) -> Histogram:
        return Histogram(f"centre_{name}", text, labels, registry=self.registry, buckets=FAST)


async def follow(metrics: Metrics, centre: Centre) -> None:
    """Looks at the feed every now and then, until it is called off."""
    while True:
        with suppress(ProtocolProblem):  # the database is away: others will say so
            metrics.feed(await centre.database.read(feed.longest))
        await asyncio.sleep(LOOK_EVERY_S)


def served(metrics: Metrics, port: int) -> Callable[[], None]:
    """Serves `/metrics` on loopback alone, on a thread; returns how to end it. Raises OSError when the port is taken."""
    from prometheus_client import start_http_server

    server, thread = start_http_server(port, addr="127.0.0.1", registry=metrics.registry)

    def end() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return end
