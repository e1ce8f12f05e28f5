"""Words for the shots that a kind should have."""

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_SHOTS = {
    "far": QT_TRANSLATE_NOOP("shots", "wide view with a landmark"),
    "near": QT_TRANSLATE_NOOP("shots", "close view"),
    "goods_and_line": QT_TRANSLATE_NOOP("shots", "goods and the line crossed"),
    "notice": QT_TRANSLATE_NOOP("shots", "notice served"),
    "board": QT_TRANSLATE_NOOP("shots", "notice board, legible"),
    "front_with_plate": QT_TRANSLATE_NOOP("shots", "front with the plate"),
    "rear": QT_TRANSLATE_NOOP("shots", "rear"),
    "surroundings": QT_TRANSLATE_NOOP("shots", "surroundings with the sign or line"),
    "after_ten_minutes": QT_TRANSLATE_NOOP("shots", "the same view after 10 minutes"),
    "blocked_feature": QT_TRANSLATE_NOOP("shots", "what is blocked"),
}


def shots(names: Sequence[str]) -> str:
    """The shots in one line, which begins like a sentence."""
    comma = QCoreApplication.translate("shots", ", ")
    line = comma.join(QCoreApplication.translate("shots", str(_SHOTS[name])) for name in names)
    return line[:1].upper() + line[1:]
