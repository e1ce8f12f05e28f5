"""A process that starts, paints its first window, takes a key, says when that was, and ends at once.

`python -m tests.bench.first_paint app DIR` is the real program on the data in DIR; `empty` a bare QMainWindow of the same
size. One line of JSON: `painted_at` and `key_at` in seconds since 1970 UTC, the CPU time spent by the first paint, and which
of HEAVY had been imported by then.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

HEAVY = (
    "requests", "sqlite_utils", "qtawesome", "sqlcipher3", "cryptography", "msgspec", "typst", "segno", "pypdf",
    "inspector_app.services.ports",
    "inspector_app.domain.events", "inspector_app.domain.policy.engine", "inspector_app.domain.tiles",
    "inspector_app.services.map_ports", "inspector_app.ui.map.canvas",
)  # fmt: skip
SIZE = 1366, 768


class FirstKey(QObject):
    """Sends a key once the window stands, and ends the process when it has been taken."""

    def __init__(self, window: QWidget):
        super().__init__()
        self._window = window
        self._said: dict[str, Any] = {}

    def painted(self) -> None:
        imported = [name for name in HEAVY if name in sys.modules]
        self._said = {"painted_at": time.time(), "cpu_ms": time.process_time() * 1000, "imported": imported}
        app = QCoreApplication.instance()
        assert app is not None, "a window stands"
        app.installEventFilter(self)
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
        QCoreApplication.postEvent(QApplication.focusWidget() or self._window, key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress:
            QTimer.singleShot(0, self._end)  # after the widget has dealt with it
        return False

    def _end(self) -> None:
        print(json.dumps({**self._said, "key_at": time.time()}), flush=True)
        os._exit(0)


class EmptyWindow(QMainWindow):
    """What Qt itself costs."""

    def __init__(self, painted: Callable[["EmptyWindow"], None]):
        super().__init__()
        self._painted: Callable[[EmptyWindow], None] | None = painted

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painted, self._painted = self._painted, None
        if painted is not None:
            QTimer.singleShot(0, lambda: painted(self))


def empty() -> int:
    app = QApplication(sys.argv[:1])
    window = EmptyWindow(lambda window: _ask(window).painted())
    window.resize(*SIZE)
    window.show()
    return app.exec()


def real(folder: str) -> int:
    """The program as a person starts it, but with the key of a demo, and one listener at its first paint."""
    from inspector_app import start_path

    start_path.quicken_imports()  # as `main` does first
    from inspector_app import bootstrap, config
    from inspector_app.__main__ import main
    from inspector_app.ui import app

    show = app.show

    def show_and_listen(*told: Any, **named: Any) -> int:
        _listen()  # here, and not before: the program itself imports its screens now
        return show(*told, **named)

    app.show = show_and_listen
    bootstrap.Parts._key_of_this_laptop = lambda _, folder: bootstrap.key_file(folder)  # type: ignore[assignment,method-assign]
    config.default_data_folder = lambda: Path(folder)
    return main([])  # without words, as people start it


def _listen() -> None:
    from inspector_app.ui.main_window import MainWindow
    from inspector_app.ui.screens import Screens

    begin, go_on = Screens.begin, Screens._after_first_paint

    def begin_sized(self: Screens, language: str = "") -> MainWindow:
        window = begin(self, language)
        window.resize(*SIZE)
        return window

    def listen_first(self: Screens) -> None:
        # Before the program goes on: its other threads begin to import at once.
        _ask(self.window).painted()
        go_on(self)

    Screens.begin = begin_sized  # type: ignore[method-assign]
    Screens._after_first_paint = listen_first  # type: ignore[method-assign]


def _ask(window: QWidget) -> FirstKey:
    first = FirstKey(window)
    first.setParent(window)
    return first


if __name__ == "__main__":
    sys.exit(empty() if sys.argv[1] == "empty" else real(sys.argv[2]))
