"""Starts the screens and stays until the window is closed."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from inspector_app.ui.screens import Screens
    from inspector_app.ui.workplace import Workplace


def application() -> QApplication:
    """The one QApplication of this process, made when it is first asked for."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    sys.setswitchinterval(0.001)  # s: so long, at most, another thread keeps the screens from going on
    gc.disable()  # until the first paint: nothing that the start makes is garbage
    # As an argument: setStyle() would return a QStyle, whose 300 enumerations cost a tenth of the start.
    app = QApplication([*sys.argv[:1], "-style", "fusion"])
    app.setApplicationName("inspector-721")
    return app


def show(workplace: Workplace, *, language: str = "", shown: Callable[[Screens], None] = lambda _: None) -> int:
    """Runs the app until its window is closed; `shown` is called once it is there. Returns the exit code."""
    from inspector_app.ui.screens import Screens

    app = application()
    screens = Screens(app, workplace)
    window = screens.begin(language)
    window.show()
    shown(screens)
    code = app.exec()
    screens.end()
    return code
