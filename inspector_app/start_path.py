"""What makes the way to the first paint shorter and belongs to no room."""

import sys
from typing import Any


def quicken_imports() -> None:
    """Keeps PySide from reading the source of every module that is imported from now on (a third of a millisecond each).

    It looks there for users of its switchable names (snake_case, true_property); nothing of ours is one.
    """
    import PySide6.QtCore  # noqa: F401 - brings that look along

    look: Any = getattr(sys.modules.get("shibokensupport.feature"), "feature_imported", None)
    if look is not None:
        look.__code__ = _pass_by.__code__  # PySide holds on to the function itself


def _pass_by(_: object) -> None:
    pass
