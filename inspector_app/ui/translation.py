"""Which language the screens speak. Source texts are English; `resources/i18n` has Chinese, and English plurals."""

from pathlib import Path

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

LANGUAGES = ("zh", "en")

_language = "en"
_installed: list[QTranslator] = []


def language() -> str:
    """`zh` or `en`: the key of the labels in the catalogue and the policy pack."""
    return _language


def speak(app: QApplication, folder: Path, wanted: str) -> None:
    """Speaks `wanted` from now on; screens that are made after this call have its words."""
    global _language  # noqa: PLW0603 -- as global as the translators of QApplication
    for translator in _installed:
        app.removeTranslator(translator)
    _installed.clear()
    _language = wanted if wanted in LANGUAGES else "zh"
    if _language == "zh":
        QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        _install(app, str(folder / "zh_CN.qm"))
    else:
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        _install(app, str(folder / "en.qm"))


def speak_for_qt(app: QApplication) -> None:
    """Qt's own words too (its dialogs and menus), in the language that is spoken."""
    from PySide6.QtCore import QLibraryInfo

    if _language == "zh":
        _install(app, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath) + "/qtbase_zh_CN.qm")


def _install(app: QApplication, file: str) -> None:
    translator = QTranslator(app)
    if translator.load(file):
        app.installTranslator(translator)
        _installed.append(translator)
