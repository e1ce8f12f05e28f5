"""The one place where other threads cross into Qt."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class MainThread(QObject):
    """Runs a callable on the UI thread, in the order of posting; may be posted to from any thread."""

    _posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._posted.connect(_run, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        self._posted.emit(call)


def _run(call: Callable[[], None]) -> None:
    call()
