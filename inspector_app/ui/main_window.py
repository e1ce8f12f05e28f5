"""The one window: rail, top bar, the pages, and a banner for what no page has taken on itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.ui import texts, theme
from inspector_app.ui.duty import OnDuty
from inspector_app.ui.page import Page, PageEntry
from inspector_app.ui.trouble import Side, Trouble
from inspector_app.ui.widgets.rail import Rail
from inspector_app.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from inspector_app.ui.unlock.password_desk import PasswordDesk
    from inspector_app.ui.widgets.banner import Banner
    from inspector_app.ui.widgets.call import Call
    from inspector_app.ui.widgets.notice import Notice

SMALLEST = QSize(1260, 680)


class MainWindow(QWidget):
    """Pages are made when they are first shown and kept; `page(key)` is one that was made.

    `painted()` comes once, when the first picture stands on the screen.
    """

    shown_page = Signal(str)
    painted = Signal()
    closing = Signal()

    def __init__(self, entries: Sequence[PageEntry]):
        super().__init__()
        self.setMinimumSize(SMALLEST)
        self.setWindowTitle(self.tr("721 patrol"))
        self._entries = {entry.key: entry for entry in entries}
        self._pages: dict[str, Page] = {}
        self._shown = ""
        self._painted = False
        self._rail = Rail(entries, self)
        self._rail.wanted.connect(self.show_page)
        self._top = TopBar(self)
        self._top.clock_pressed.connect(lambda: self.show_page("tasks"))
        self._top.place_pressed.connect(lambda: self.show_page("settings"))
        self._banner: Banner | None = None
        self._told_of_page = False
        self._notice: Notice | None = None
        self._call: Call | None = None
        self._stack = QStackedWidget(self)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        lintel = QWidget(self)  # the gap belongs to what is shown under it: a hidden card leaves none behind
        lintel.setFixedHeight(0)
        self._strip = QVBoxLayout()
        self._strip.setContentsMargins(theme.GAP, 0, theme.GAP, 0)
        self._strip.setSpacing(theme.GAP - 4)
        self._strip.addWidget(lintel)
        column.addLayout(self._strip)
        column.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(column, 1)

    def show_page(self, key: str) -> None:
        """Brings a page to the front, making it if need be."""
        if key == self._shown or key not in self._entries:
            return
        self.leave()
        if self._banner is not None and self._told_of_page:
            self._banner.clear()
        page = self._pages.get(key) or self._make(key)
        self._shown = key
        self._stack.setCurrentWidget(page)
        self._rail.show_chosen(self._entries[key].under or key)
        self._top.show_title(page.title())
        page.entered()
        self.shown_page.emit(key)

    def _make(self, key: str) -> Page:
        page = self._entries[key].make()
        page.titled.connect(lambda title: self._top.show_title(title) if self._shown == key else None)
        self._pages[key] = page
        self._stack.addWidget(page)
        return page

    def page(self, key: str) -> Page | None:
        return self._pages.get(key)

    @property
    def shown_key(self) -> str:
        return self._shown

    def present(self, duty: OnDuty) -> None:
        """Shows who is on duty, what waits, and how the line to the centre is."""
        for place, (text, tone) in duty.pills().items():
            self._top.tell(place, text, tone)
        self._rail.show_counts(duty.counts())

    def show_clock(self, text: str, tone: str) -> None:
        """Shows the most urgent of the clocks that run; empty text takes it away."""
        self._top.tell("clock", text, tone)

    def show_place(self, text: str, tone: str) -> None:
        """Shows how the position stands; empty text takes it away."""
        self._top.tell("place", text, tone)

    def show_call(self, sentence: str, deed: str, *, answered: Callable[[], None]) -> None:
        """Says what is to be done now, with its one deed; the next such call takes the place of this one."""
        from inspector_app.ui.widgets import call

        self.end_call()
        self._call = call.Call(sentence, deed, self)
        self._call.answered.connect(answered)
        for ending in (self._call.answered, self._call.dismissed):
            ending.connect(self.end_call)
        self._strip.addWidget(self._call)

    def end_call(self) -> None:
        """There is nothing to be done now any more."""
        if self._call is not None:
            self._call.hide()
            self._call.deleteLater()
            self._call = None

    def show_trouble(self, trouble: Trouble) -> None:
        """Puts what went wrong over the page until it is closed; what the person did here goes with this page."""
        self.tell(texts.sentence(trouble), "alarm" if trouble.side is Side.OURS else "warning")
        self._told_of_page = trouble.side is Side.PERSON

    def tell(self, sentence: str, tone: str = "accent") -> None:
        """Says something over the page; `tone` is `accent`, `good`, `warning` or `alarm`."""
        if self._banner is None:
            from inspector_app.ui.widgets import banner

            self._banner = banner.Banner(self)
            self._strip.addWidget(self._banner)
        self._told_of_page = False
        self._banner.tell(sentence, tone)

    def show_notice(self, head: str, told: str, *, seen: Callable[[], None]) -> None:
        """Puts what must be read over the page until its button is pressed; only then comes the next."""
        if self._notice is None:
            from inspector_app.ui.widgets import notice

            self._notice = notice.Notice(head, told, self)
            self._notice.seen.connect(self._take_notice_away)
            self._notice.seen.connect(seen)
            self._strip.addWidget(self._notice)

    def _take_notice_away(self) -> None:
        if self._notice is not None:
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None

    def ask_password(self, desk: PasswordDesk, *, new: bool, wrong: bool) -> None:
        """Puts the question for the password over the page; recording can go on behind it."""
        from inspector_app.ui.unlock.card import UnlockCard

        card = UnlockCard(new=new, wrong=wrong, parent=self)
        card.given.connect(desk.give)
        card.given.connect(card.hide)
        card.given.connect(card.deleteLater)
        self._strip.addWidget(card)
        card.setFocus()

    def leave(self) -> None:
        """Lets the shown page finish: what is typed is kept."""
        if self._shown:
            self._pages[self._shown].left()

    def focusNextPrevChild(self, forward: bool) -> bool:
        # Imported with the first Tab: the first paint does without.
        from inspector_app.ui.widgets import tab_order

        page = self._pages.get(self._shown)
        own = (self._rail, self._top, self._stack)
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        over = [card for card in self.findChildren(QWidget, options=direct) if card not in own]
        return tab_order.step([*over, *(page.tab_parts() if page is not None else []), self._rail], forward=forward)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.leave()
        self.closing.emit()
        super().closeEvent(event)
