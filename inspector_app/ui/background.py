"""Everything that may wait for disk or network runs here, never on the UI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Concatenate, NamedTuple, ParamSpec, TypeVar

from inspector_app.ui.pending import Pending

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from inspector_app.services.changes import Changes
    from inspector_app.services.photo_ports import PhotoFolder, PhotoReader
    from inspector_app.services.ports import Reads, Store, UnitOfWork
    from inspector_app.services.upkeep_ports import Upkeep
    from inspector_app.ui.change_feed import ChangeFeed
    from inspector_app.ui.main_thread import MainThread
    from inspector_app.ui.trouble import Trouble

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

THREADS = {"writer": 1, "reader": 2, "photos": 1, "sync": 1, "upkeep": 1, "map": 2, "stick": 1}


class Opened(NamedTuple):
    """What is there once the encrypted database is open."""

    store: Store
    reads: Reads
    folder: PhotoFolder
    reader: PhotoReader
    upkeep: Upkeep


class Background:
    """One thread each for writing, photos, the sync, upkeep and sticks, two for reading and two for the map; answers come back on the UI thread.

    Jobs given before the database is open wait for it. `on_trouble` gets what no screen has taken on itself.
    """

    def __init__(self, main: MainThread, feed: ChangeFeed, on_trouble: Callable[[Trouble], None] | None = None):
        self.main = main
        self.feed = feed
        self.on_trouble = on_trouble
        self._threads: dict[str, ThreadPoolExecutor] = {}
        self.before_close: list[Callable[[], None]] = []
        self._opened: Opened | None = None
        self._waiting: list[tuple[str, Callable[[Opened], None]]] = []
        self._lock = threading.Lock()
        self._closed = False

    @property
    def is_open(self) -> bool:
        return self._opened is not None

    def do(
        self, deed: Callable[Concatenate[UnitOfWork, Given], Changes], *args: Given.args, **named: Given.kwargs
    ) -> Pending[Changes]:
        """Calls `deed(uow, …)` in one transaction on the writer thread; then the feed tells what it touched."""

        def work(opened: Opened) -> Changes:
            with opened.store.unit_of_work() as uow:
                return deed(uow, *args, **named)

        return self._queue("writer", work, Pending(self.main, self._unasked, announce=self.feed.publish))

    def ask(
        self, query: Callable[Concatenate[Reads, Given], Answer], *args: Given.args, **named: Given.kwargs
    ) -> Pending[Answer]:
        """Calls a question of `Reads`, or a function that takes `reads` first, on a reader thread.

        `background.ask(Reads.finding, finding_id).then(self._show)`
        """
        name = getattr(query, "__name__", "")

        def work(opened: Opened) -> Answer:
            from inspector_app.services.ports import Reads

            if getattr(Reads, name, None) is query:
                answer: Answer = getattr(opened.reads, name)(*args, **named)
                return answer
            return query(opened.reads, *args, **named)

        return self._queue("reader", work, Pending(self.main, self._unasked))

    def photo(
        self, work: Callable[Concatenate[PhotoFolder, PhotoReader, Given], Answer], *args: Given.args,
        **named: Given.kwargs,
    ) -> Pending[Answer]:  # fmt: skip
        """Calls `work(folder, reader, …)` on the photo thread, for example `photo(photos.take, data, …)`."""
        pending: Pending[Answer] = Pending(self.main, self._unasked)
        return self._queue("photos", lambda opened: work(opened.folder, opened.reader, *args, **named), pending)

    def sync(self, work: Callable[Given, Answer], *args: Given.args, **named: Given.kwargs) -> Pending[Answer]:
        """Calls `work(…)` on the sync thread, once the database is open."""
        return self._queue("sync", lambda _: work(*args, **named), Pending(self.main, self._unasked))

    def look_after(
        self, work: Callable[Concatenate[Upkeep, Given], Answer], *args: Given.args, **named: Given.kwargs
    ) -> Pending[Answer]:
        """Calls `work(upkeep, …)` on a thread of its own, once the database is open: what takes long and nobody waits for."""
        pending: Pending[Answer] = Pending(self.main, self._unasked)
        return self._queue("upkeep", lambda opened: work(opened.upkeep, *args, **named), pending)

    def prepare(self, work: Callable[Given, Answer], *args: Given.args, **named: Given.kwargs) -> Pending[Answer]:
        """Calls `work(…)` on a reader thread without waiting for the database: a policy pack, a file to import."""
        pending: Pending[Answer] = Pending(self.main, self._unasked)
        self._submit("reader", lambda: pending.settle(lambda: work(*args, **named)))
        return pending

    def chart(self, work: Callable[Given, Answer], *args: Given.args, **named: Given.kwargs) -> Pending[Answer]:
        """Calls `work(…)` on a thread of the map's own, without the database: tiles would hold up everybody else."""
        pending: Pending[Answer] = Pending(self.main, self._unasked)
        self._submit("map", lambda: pending.settle(lambda: work(*args, **named)))
        return pending

    def beside(self, work: Callable[Given, Answer], *args: Given.args, **named: Given.kwargs) -> Pending[Answer]:
        """Calls `work(…)` on a thread for what goes over a stick and takes minutes: beside all else, without the database."""
        pending: Pending[Answer] = Pending(self.main, self._unasked)
        self._submit("stick", lambda: pending.settle(lambda: work(*args, **named)))
        return pending

    def open(self, opener: Callable[[], Opened]) -> Pending[None]:
        """Opens the database on the writer thread; the jobs that waited follow in their order."""
        pending: Pending[None] = Pending(self.main, self._unasked)
        self._submit("writer", lambda: pending.settle(lambda: self.opened(opener())))
        return pending

    def opened(self, opened: Opened) -> None:
        """The database is there; may be called from any thread, once."""
        with self._lock:
            self._opened = opened
            waiting, self._waiting = self._waiting, []
        for thread, job in waiting:
            self._submit(thread, partial(job, opened))

    def close(self) -> None:
        """Finishes what was begun and ends the threads; jobs that still wait for the database are given up.

        `before_close` holds what makes a long round on the sync thread end soon.
        """
        for end in self.before_close:
            end()
        with self._lock:
            self._closed = True
        if self._opened is not None:
            self._opened.upkeep.stop()
        for name in ("map", "stick", "sync", "photos", "reader", "upkeep", "writer"):
            if name in self._threads:
                self._threads[name].shutdown(wait=True)

    def _queue(self, thread: str, work: Callable[[Opened], Answer], pending: Pending[Answer]) -> Pending[Answer]:
        with self._lock:
            opened = self._opened
            if opened is None:
                self._waiting.append((thread, lambda opened: pending.settle(lambda: work(opened))))
        if opened is not None:
            self._submit(thread, lambda: pending.settle(lambda: work(opened)))
        return pending

    def _submit(self, thread: str, job: Callable[[], None]) -> None:
        with self._lock:
            if self._closed:
                return
            if thread not in self._threads:
                self._threads[thread] = _executor(thread)
            self._threads[thread].submit(job)

    def _unasked(self, trouble: Trouble) -> None:
        if self.on_trouble is not None:
            self.on_trouble(trouble)


def _executor(thread: str) -> ThreadPoolExecutor:
    # Imported with the first job: the first paint needs none.
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(THREADS[thread], thread_name_prefix=thread)
