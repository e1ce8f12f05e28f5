"""The real centre in this thread: its own web application, asked without a network, over a disk that may stop under it."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AsyncExitStack
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from unittest.mock import patch

from sqlalchemy import Engine, event

from inspector_app.domain.task import Task, TaskKind
from sync.protocol.problems import ProtocolProblem
from sync.server import app as web
from sync.server import centre as parts
from sync.server import enrolment, judging, photo_folder, tasks
from sync.server.clock import now_text
from sync.server.metrics import Metrics
from sync.server.parcel_uploads import ParcelUploads
from sync.server.settings import Settings
from sync.server.store import embedded
from sync.server.store.connection import Connection
from tests.faults.model.clock import OneThread, Time, WallClock
from tests.faults.model.disk import Disk, Killed

T = TypeVar("T")
ADDRESS = "https://centre.example"


class Said(NamedTuple):
    """An answer as it goes on the line."""

    status: int
    headers: dict[str, str]
    body: bytes


class Centre:
    """`disk` is its machine; it runs from `start` until it stops or is killed."""

    def __init__(self, disk: Disk, clock: WallClock, time: Time) -> None:
        self.disk = disk
        self.clock = clock
        self._steady = time.seconds
        self._loop = OneThread(time)
        self._open: AsyncExitStack | None = None
        self._centre: parts.Centre | None = None
        self._app: Any = None

    @property
    def is_up(self) -> bool:
        return self._centre is not None

    def start(self) -> None:
        """Opens the centre; it stays down when its disk is full or it is killed over that."""
        if self.is_up:
            return
        try:
            self._run(self._opened())
        except ProtocolProblem:
            self._open = self._centre = None
        except Killed as killed:
            self._fell(killed)

    async def _opened(self) -> None:
        opening = AsyncExitStack()
        with (
            patch.object(parts, "load_judge", _judge),
            patch.object(embedded, "_engine", _engine),
            patch.object(photo_folder, "_make_folders", lambda _: None),  # 256 of them: `_place` makes those it needs
        ):
            centre = await opening.enter_async_context(parts.opened(Settings(self.disk.root), self.clock.now))
        photos: Any = centre.photos._vault
        photos._path = partial(_place, photos)
        with patch.object(web, "routes", _routes):
            parcels, counted = ParcelUploads(centre), Metrics()
            self._app, _ = web.build(centre, parcels, counted, behind_proxy=True, steady=self._steady)
        self._centre, self._open = centre, opening

    def stop(self) -> None:
        """A clean end."""
        opening, self._open, self._centre = self._open, None, None
        if opening is not None:
            try:
                self._run(opening.aclose())
            except Killed as killed:
                self._fell(killed)

    def close(self) -> None:
        """Lets go of everything, for good."""
        self.stop()
        self._loop.close()

    def answer(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, *, cut: bool = False
    ) -> Said | None:
        """What it says to a request (`cut`: whose body ends too early); None when it is down, or is killed over it."""
        if not self.is_up:
            return None
        try:
            self.disk.step(f"asked {method} {path.rpartition('/')[0]}")
            said = self._run(self._asked(_scope(method, path, headers), body, cut))
            self.disk.step(f"answers {said.status}")
            return said
        except Killed as killed:
            self._fell(killed)
            return None

    async def _asked(self, scope: dict[str, Any], body: bytes, cut: bool) -> Said:
        coming: list[dict[str, Any]] = [
            {"type": "http.request", "body": body, "more_body": cut},
            {"type": "http.disconnect"},
        ]
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return coming.pop(0) if len(coming) > 1 else coming[0]

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        begun = next(message for message in sent if message["type"] == "http.response.start")
        told = {name.decode().title(): value.decode() for name, value in begun["headers"]}
        return Said(begun["status"], told, b"".join(message.get("body", b"") for message in sent))

    # What people at the centre do ------------------------------------------------------------------------------------

    def code(self) -> str:
        """A new enrolment code; empty while the centre is down."""
        centre = self._centre
        if centre is None:
            return ""
        pinned = centre.identity.pinned
        return self._write(lambda connection: enrolment.issue_code(connection, pinned, self.clock.now)) or ""

    def add_task(self, title: str, about: str, bucket: str) -> None:
        """Asks patrols something, perhaps about a finding."""
        task = Task(id="", kind=TaskKind.VERIFY, title=title, about=about)
        self._write(lambda connection: tasks.add(connection, task, bucket, now_text(self.clock.now)))

    def _write(self, deed: Callable[[Connection], Coroutine[Any, Any, T]]) -> T | None:
        if self._centre is None:
            return None
        try:
            return self._run(self._centre.database.write(deed))
        except ProtocolProblem:  # as who sits there reads: the disk is full
            return None
        except Killed as killed:
            self._fell(killed)
            return None

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        boot = self.disk.boot
        try:
            answer = self._loop.run_until_complete(work)
        except asyncio.CancelledError:  # the stop was in a task of the centre's own, which this one waited for
            self.disk.check(boot)
            raise
        self.disk.check(boot)  # a stop in a finalizer, which lets nothing out
        return answer

    def _fell(self, killed: Killed) -> None:
        if killed.disk is not self.disk:
            raise killed
        self.disk.bury()
        self._open = self._centre = self._app = None


def found(folder: Path, clock: WallClock) -> None:
    """A new centre in `folder`."""
    loop = OneThread(Time())
    loop.run_until_complete(parts.found(Settings(folder), clock.now))
    loop.close()
    for name in (photo_folder.TOP, photo_folder.PARTS):
        (folder / "photos" / name).mkdir(parents=True)


def _place(photos: photo_folder.PhotoFolder, sha256: str) -> Path:
    """Where a photo lies, in a folder that is there, as durably as if it had been made at the start."""
    folder = photos._top / sha256[:2]
    if not folder.exists():
        folder.mkdir()
        photo_folder._flush_folder(photos._top)
    return folder / sha256


@cache
def _judge() -> judging.Judge:
    """With its packs read: they are the program's own files, no part of a disk that may break."""
    judge = judging.load_judge()
    assert judge.packs
    assert judge.catalogue
    return judge


_routes = cache(web.routes)
_made: dict[str, tuple[Engine, list[str]]] = {}


def _engine(path: Path, opening: Callable[[Any, object], None], begin: str, *, make: Any = embedded._engine) -> Engine:
    """One engine for all centres of this process, led to the file at hand: what it has compiled stays."""
    if begin not in _made:
        engine, here = make(path, opening, begin), [""]
        event.listen(engine, "do_connect", lambda _dialect, _record, where, _options: where.__setitem__(0, here[0]))
        _made[begin] = engine, here
    engine, here = _made[begin]
    here[0] = str(path)
    engine.dispose(close=False)
    return engine


def _scope(method: str, path: str, headers: Mapping[str, str]) -> dict[str, Any]:
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "https",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "client": ("192.0.2.1", 1),
        "server": ("centre.example", 443), "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
    }  # fmt: skip
