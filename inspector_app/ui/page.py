"""What the window asks of a page, and how it is told about one before it is made."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """One screen, one job. It is made when it is first shown, in at most 100 ms, and asks for its data after that."""

    titled = Signal(str)
    settled = Signal()  # after the first paint: what that could do without is there now

    def title(self) -> str:
        """What stands at the top of the window while this page is shown; emit `titled` when it changes."""
        raise NotImplementedError

    def tab_parts(self) -> list[QWidget]:
        """Its parts in the order of the Tab key; inside each it is the order in which the controls were made."""
        return [self]

    def entered(self) -> None:
        """The page is shown now: a place to read again what may have changed and to set the focus."""

    def left(self) -> None:
        """Another page is shown now."""


class PageEntry(NamedTuple):
    """`label` is asked in the language of the moment; `key` names the page, `shortcut` shows it.

    A page that stands `under` another has no button in the rail: that one leads to it, and is lit meanwhile.
    """

    key: str
    icon: str
    label: Callable[[], str]
    make: Callable[[], Page]
    shortcut: str = ""
    under: str = ""
