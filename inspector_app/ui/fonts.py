"""The bundled faces, registered on a thread of their own from the moment they are named: Qt lets the others run meanwhile."""

import threading
from pathlib import Path

from PySide6.QtGui import QFontDatabase

FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


class _Faces:
    def __init__(self, folder: Path):
        self.family = ""
        self._folder = folder
        self.registering = threading.Thread(target=self._register, daemon=True)
        self.registering.start()

    def _register(self) -> None:
        for name in FILES:
            number = QFontDatabase.addApplicationFont(str(self._folder / name))
            if number >= 0:
                self.family = QFontDatabase.applicationFontFamilies(number)[0]


_faces: _Faces | None = None


def use(folder: Path) -> None:
    """Says where the faces lie, once the QApplication stands and before any text is measured; harmless twice."""
    global _faces  # noqa: PLW0603 -- as global as QFontDatabase
    if _faces is None:
        _faces = _Faces(folder)


def family() -> str:
    """The name of the bundled family, waited for; empty when its files are not there (the system's is used then)."""
    assert _faces is not None
    _faces.registering.join()
    return _faces.family
