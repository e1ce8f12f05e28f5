"""Watches the UI thread: how much CPU time each event took, who spent it, and whether it waited for anything.

What an event sends on belongs to it. CPU time is the thread's, so a busy machine lengthens
nothing by waiting. A sampler on another thread names the functions in which a long event was met.
"""

import ctypes
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import PySide6
from PySide6.QtCore import QEvent

ROOT = str(Path(__file__).resolve().parents[2])
LOOK_EVERY_S = 0.004
WATCHERS = (__file__, f"{ROOT}/tests/qt/walk.py")
EVENT_NOTIFY = 0  # QInternal::EventNotifyCallback
# At page creation the page's own modules, tables and pictures are read: a few warm files of the program itself.
OUR_OWN_PLACES = (f"{ROOT}/resources/", f"{ROOT}/inspector_app", f"{ROOT}/sync", sys.prefix, sys.base_prefix)
OUR_OWN_KINDS = (".py", ".pyc")
WAITING = {
    "open", "os.listdir", "os.scandir", "os.rename", "os.remove", "os.mkdir", "socket.connect", "socket.getaddrinfo",
    "sqlite3.connect", "subprocess.Popen",
}  # fmt: skip


@dataclass
class Report:
    """`slow`: (step, what, ms, where) of events beyond their limit; `waits`: (step, what) that the UI thread waited for."""

    slow: list[tuple[str, str, float, str]] = field(default_factory=list)
    waits: list[tuple[str, str]] = field(default_factory=list)
    longest: dict[str, float] = field(default_factory=dict)
    events: int = 0


class Watchdog:
    """`limit_ms` of CPU time holds for each event that begins once `awake` holds; `step` says what the person is doing.

    Watches from `begin` to `end`.
    """

    def __init__(self, awake: Callable[[], bool] = lambda: True) -> None:
        self._awake = awake
        self.report = Report()
        self.step = ""
        self.limit_ms = 50.0
        self._watching = False
        self._inside = False
        self._forbidden: list[tuple[type, str, Any]] = []
        self._sampler = Sampler()
        self._tap = EventTap(self._pass_on)

    def begin(self) -> None:
        self._watching = True
        sys.addaudithook(self._heard)
        self.forbid(threading.Condition, "wait", lambda _, timeout=None: timeout != 0 and not _starts_a_thread())
        self.forbid(threading.Thread, "join", lambda thread, *_: thread.is_alive())
        self.forbid(Future, "result", lambda future, *_: not future.done())
        self._tap.open()

    def end(self) -> None:
        self._watching = False
        self._tap.close()
        while self._forbidden:
            setattr(*self._forbidden.pop())

    def forbid(self, owner: type, name: str, waits: Callable[..., bool] = lambda *_, **__: True) -> None:
        """A call of this method on the UI thread counts as waiting, where `waits` says so of its arguments."""
        original: Callable[..., Any] = getattr(owner, name)
        self._forbidden.append((owner, name, original))

        def noted(*args: Any, **named: Any) -> Any:
            if self._on_watch() and waits(*args, **named):
                self.report.waits.append((self.step, f"{owner.__name__}.{name}{_by_whom()}"))
            return original(*args, **named)

        setattr(owner, name, noted)

    def _pass_on(self, what: Callable[[], str], go_on: Callable[[], bool]) -> bool:
        if self._inside or not self._awake():
            return go_on()
        with self.timed(what()):
            return go_on()

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Counts what happens inside as one event."""
        self._inside, was_inside = True, self._inside
        self._sampler.begin()
        begun = time.thread_time()
        try:
            yield
        finally:
            took = (time.thread_time() - begun) * 1000
            self._inside = was_inside
            self._note(what, took, self._sampler.end())

    def _note(self, what: str, took: float, met: Counter[str]) -> None:
        self.report.events += 1
        self.report.longest[self.step] = max(took, self.report.longest.get(self.step, 0.0))
        if took > self.limit_ms:
            where = ", ".join(f"{place} ({count}×)" for place, count in met.most_common(6))
            self.report.slow.append((self.step, what, round(took, 1), where))

    def _heard(self, event: str, told: tuple[Any, ...]) -> None:
        if not self._on_watch() or event not in WAITING:
            return
        subject = str(told[0]) if told else ""
        if subject.endswith(OUR_OWN_KINDS) or subject.startswith(OUR_OWN_PLACES):
            return
        self.report.waits.append((self.step, f"{event} {subject}{_by_whom()}"))

    def _on_watch(self) -> bool:
        return self._watching and self._inside and threading.current_thread() is threading.main_thread()


class EventTap:
    """Stands before every event that Qt delivers, by the hook that Qt keeps for such tools.

    An application's own `notify` in Python would do, but PySide wraps each event there, mistakes one for another that lay at
    the same place on the stack before, and crashes.
    """

    def __init__(self, pass_on: Callable[[Callable[[], str], Callable[[], bool]], bool]):
        self._pass_on = pass_on
        self._qt = ctypes.CDLL(str(Path(PySide6.__file__).parent / "Qt" / "lib" / "libQt6Core.so.6"))
        self._notify = self._named("_ZN16QCoreApplication15notifyInternal2EP7QObjectP6QEvent", ctypes.c_bool, 2)
        self._class_name = self._named("_ZNK11QMetaObject9classNameEv", ctypes.c_char_p, 1)
        self._callback = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.POINTER(ctypes.c_void_p))(self._before)
        self._names = {kind.value: kind.name for kind in QEvent.Type}
        self._inside = False

    def _named(self, symbol: str, answer: Any, arguments: int) -> Any:
        function = getattr(self._qt, symbol)
        function.restype, function.argtypes = answer, [ctypes.c_void_p] * arguments
        return function

    def open(self) -> None:
        self._qt._ZN9QInternal16registerCallbackENS_8CallbackEPFbPPvE(EVENT_NOTIFY, self._callback)

    def close(self) -> None:
        self._qt._ZN9QInternal18unregisterCallbackENS_8CallbackEPFbPPvE(EVENT_NOTIFY, self._callback)

    def _before(self, told: Any) -> bool:
        """Qt is about to deliver an event. False lets it: so do nested ones, which belong to the one around them."""
        receiver, event, result = told[0], told[1], told[2]
        if self._inside or threading.current_thread() is not threading.main_thread():
            return False
        self._inside = True
        try:
            answer = self._pass_on(lambda: self._what(receiver, event), lambda: bool(self._notify(receiver, event)))
        finally:
            self._inside = False
        ctypes.c_bool.from_address(result).value = answer
        return True

    def _what(self, receiver: int, event: int) -> str:
        number = ctypes.c_ushort.from_address(event + ctypes.sizeof(ctypes.c_void_p)).value  # QEvent: vtable, type
        table = ctypes.c_void_p.from_address(receiver).value or 0
        meta_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)(ctypes.c_void_p.from_address(table).value or 0)
        return f"{self._names.get(number, number)} to {self._class_name(meta_object(receiver)).decode()}"


class Sampler:
    """Looks at the main thread's stack while an event lasts."""

    def __init__(self) -> None:
        self._main = threading.main_thread().ident or 0
        self._met: Counter[str] = Counter()
        self._begun = threading.Event()
        threading.Thread(target=self._look, daemon=True).start()

    def begin(self) -> None:
        self._met = Counter()
        self._begun.set()

    def end(self) -> Counter[str]:
        self._begun.clear()
        return self._met

    def _look(self) -> None:
        while True:
            self._begun.wait()
            time.sleep(LOOK_EVERY_S)
            frame = sys._current_frames().get(self._main)
            self._met.update(_places(frame))


def _places(frame: FrameType | None) -> list[str]:
    """The innermost functions of the program in a stack."""
    found: list[str] = []
    while frame is not None and len(found) < 3:
        name = frame.f_code.co_filename
        if name.startswith(ROOT) and not name.startswith((sys.prefix, *WATCHERS)):
            found.append(f"{name.removeprefix(ROOT + '/')}:{frame.f_code.co_name}")
        frame = frame.f_back
    return found


def _by_whom() -> str:
    places = _places(sys._getframe(2))
    return f" by {places[0]}" if places else ""


def _starts_a_thread() -> bool:
    """Whether the wait is the handshake of `Thread.start`, which lasts until the new thread has its turn."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        if frame.f_code is threading.Thread.start.__code__:
            return True
        frame = frame.f_back
    return False
