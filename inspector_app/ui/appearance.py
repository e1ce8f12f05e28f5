"""Theme, language and text size as the person chose them, worn at once and remembered."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from inspector_app.preferences import Preferences
from inspector_app.ui import fonts, icons, theme, translation


class Appearance(QObject):
    """A change of theme repaints; `relabelled()` tells that words or sizes changed and the screens must be made again."""

    relabelled = Signal()

    def __init__(self, app: QApplication, resources: Path, preferences: Preferences):
        super().__init__()
        self._app, self._resources, self._preferences = app, resources, preferences

    def put_on(self, language: str = "") -> None:
        """At the start: style, fonts, theme, language (`language` wins over the remembered one)."""
        chosen = self._preferences.choices
        icons.use(self._resources / "icons")
        fonts.use(self._resources / "fonts")
        theme.set_type(self._app, fonts.family(), chosen.text_percent)
        theme.wear(self._app, theme.load(self._resources / "themes", _known(chosen.theme)))
        translation.speak(self._app, self._resources / "i18n", language or chosen.language)

    def finish(self) -> None:
        """After the first paint: what it could do without."""
        translation.speak_for_qt(self._app)

    def wear(self, name: str) -> None:
        """Puts on `day`, `night` or `sun` and remembers it."""
        theme.wear(self._app, theme.load(self._resources / "themes", name))
        self._preferences.change(theme=name)

    def speak(self, language: str) -> None:
        """Speaks `zh` or `en` and remembers it."""
        translation.speak(self._app, self._resources / "i18n", language)
        translation.speak_for_qt(self._app)
        self._preferences.change(language=language)
        self.relabelled.emit()

    def resize(self, percent: int) -> None:
        """Texts in 100 to 160 percent, remembered."""
        theme.set_type(self._app, fonts.family(), percent)
        self._preferences.change(text_percent=percent)
        self.relabelled.emit()


def _known(name: str) -> str:
    return name if name in theme.NAMES else "day"
