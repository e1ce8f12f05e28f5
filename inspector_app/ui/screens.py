"""Puts the screens together: which pages there are, what they are given, and what happens after the first paint."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QApplication

from inspector_app.ui import pages
from inspector_app.ui.appearance import Appearance
from inspector_app.ui.desk import Desk
from inspector_app.ui.duty import Duty, OnDuty
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.page import PageEntry
from inspector_app.ui.policy_in_force import PolicyInForce
from inspector_app.ui.rulebook import Rulebook
from inspector_app.ui.widgets import shortcut

if TYPE_CHECKING:
    from inspector_app.domain.task import Task
    from inspector_app.ui.clock_calls import ClockCalls
    from inspector_app.ui.clocks import Clocks
    from inspector_app.ui.handing import RecordDoor
    from inspector_app.ui.leaders import Leaders
    from inspector_app.ui.notices import Notices
    from inspector_app.ui.parcel_page.line import ParcelLine
    from inspector_app.ui.positions import Positions
    from inspector_app.ui.restore_page.line import RestoreLine
    from inspector_app.ui.sync_page.link import SyncLink
    from inspector_app.ui.trickler import Trickler
    from inspector_app.ui.trouble import Trouble
    from inspector_app.ui.upkeep import Upkeep
    from inspector_app.ui.workplace import Workplace

translate = QCoreApplication.translate


class Screens(QObject):
    """One window over one workplace. `ready()`: the database is open and the policy is there."""

    ready = Signal()

    def __init__(self, app: QApplication, workplace: Workplace):
        super().__init__()
        self.workplace = workplace
        self.appearance = Appearance(app, workplace.resources, workplace.preferences)
        self.rulebook = Rulebook(workplace.resources)
        self.policy = PolicyInForce(workplace, self.rulebook, self)
        self.policy.failed.connect(self._show_trouble)
        self.policy.other.connect(lambda said: self._tell(said, "accent"))
        self.duty = Duty(workplace.background, workplace.feed)
        self.window: MainWindow
        self._calls: ClockCalls | None = None  # once the database is open
        self._painted = self._settled = self._opening = self._ended = False

    @cached_property
    def sync(self) -> SyncLink:
        """The line to the sync, made when it is first needed: after the first paint."""
        from inspector_app.ui.sync_page.link import SyncLink

        place = self.workplace
        link = SyncLink(place.background, self.duty, place.clock, place.make_syncing)
        link.limit(place.preferences.choices.send_limit_kb)
        return link

    @cached_property
    def trickler(self) -> Trickler:
        """Who sends while a shift is under way; made once the database is open."""
        from inspector_app.ui.metered import is_metered
        from inspector_app.ui.trickler import Trickler

        place = self.workplace
        trickler = Trickler(place, self.duty, self.sync, self.clocks, lambda: is_metered(place.preferences))
        trickler.begin()
        return trickler

    @cached_property
    def upkeep(self) -> Upkeep:
        """Who looks after the database; made once it is open."""
        from inspector_app.ui.upkeep import Upkeep

        upkeep = Upkeep(self.workplace, self._tell)
        upkeep.begin()
        return upkeep

    @cached_property
    def clocks(self) -> Clocks:
        """What runs on a clock; made once the database is open."""
        from inspector_app.ui.clock_calls import ClockCalls
        from inspector_app.ui.clocks import Clocks

        clocks = Clocks(self.workplace, self.rulebook)
        self._calls = ClockCalls(clocks, self.workplace, lambda: self.window, follow=self._record_for)
        clocks.begin()
        return clocks

    @cached_property
    def leaders(self) -> Leaders:
        """Who may approve of going lower; made when a page first needs to know."""
        from inspector_app.ui.leaders import Leaders

        leaders = Leaders(self.workplace, self._show_trouble)
        leaders.read()
        return leaders

    @cached_property
    def positions(self) -> Positions:
        """What the receiver says; it begins to listen once the database is open."""
        from inspector_app.ui.positions import Positions

        positions = Positions(self.workplace, self._tell)
        positions.changed.connect(lambda: self.window.show_place(*positions.pill()))
        return positions

    @cached_property
    def notices(self) -> Notices:
        """What must be read; made once the database is open."""
        from inspector_app.ui.notices import Notices

        return Notices(self.workplace, self.upkeep, lambda: self.window)

    @cached_property
    def parcels(self) -> ParcelLine:
        """The parcel that this PC carries; it goes on while another page is shown or the window is made again."""
        from inspector_app.ui.parcel_page.line import ParcelLine

        return ParcelLine(self.workplace)

    @cached_property
    def restoring(self) -> RestoreLine:
        """The lost laptop that is made again here; it goes on as well."""
        from inspector_app.ui.restore_page.line import RestoreLine

        return RestoreLine(self.workplace)

    def begin(self, language: str = "") -> MainWindow:
        """Makes the window with the record page; the database opens after it has been painted."""
        self.appearance.put_on(language)
        self.appearance.relabelled.connect(self._make_again)
        self.duty.changed.connect(self._present)
        self.workplace.background.on_trouble = self._show_trouble
        shortcut.hold()
        self.window = self._make_window("record")
        self.window.painted.connect(self._after_first_paint)
        page = self.window.page("record")
        assert page is not None
        page.settled.connect(self._settle)
        return self.window

    def end(self) -> None:
        """Finishes what was begun; safe to call twice."""
        if not self._ended:
            self._ended = True
            if self.workplace.password is not None:
                self.workplace.password.give_up()
            if self._calls is not None:
                self.clocks.end()
                self.positions.end()
            self.workplace.background.close()

    def _make_window(self, key: str) -> MainWindow:
        window = MainWindow(self._entries())
        window.present(self.duty.state)
        window.show_page(key)
        window.closing.connect(self.end)
        return window

    def _entries(self) -> list[PageEntry]:
        desk = Desk(
            self.workplace, self.appearance, self.duty, self.rulebook, lambda: self.sync, lambda: self.upkeep,
            go=self._go, tell=self._tell, tell_trouble=self._show_trouble, record_for=self._record_for,
            show_finding=self._show_finding, show_task=self._show_task, clocks_of=lambda: self.clocks,
            leaders_of=lambda: self.leaders, positions_of=lambda: self.positions, parcels_of=lambda: self.parcels,
            restoring_of=lambda: self.restoring, door_of=self._door,
        )  # fmt: skip
        return pages.entries(desk)

    # The window may be made again: it is looked up each time.
    def _present(self, duty: OnDuty) -> None:
        self.window.present(duty)
        if duty.opened:
            self.upkeep.see(duty)
            self.clocks  # noqa: B018 - made now: they run whatever page is shown
            self.trickler  # noqa: B018 - as well
            self.notices.present()
            self.positions.begin()

    def _show_trouble(self, trouble: Trouble) -> None:
        self.window.show_trouble(trouble)

    def _go(self, key: str) -> None:
        self.window.show_page(key)

    def _tell(self, sentence: str, tone: str) -> None:
        self.window.tell(sentence, tone)

    def _record_for(self, task: Task) -> None:
        self.window.show_page("record")
        begin: Callable[[Task], None] = getattr(self.window.page("record"), "begin_for", lambda _: None)
        begin(task)

    def _door(self) -> RecordDoor | None:
        from inspector_app.ui.record import door

        return door.of(self.window.page("record"), lambda: self.window.show_page("record"))

    def _show_finding(self, finding_id: str) -> None:
        self._lead_to("shift", "finding_wanted", finding_id)

    def _show_task(self, task_id: str) -> None:
        self._lead_to("tasks", "task_wanted", task_id)

    def _lead_to(self, key: str, signal: str, wanted: str) -> None:
        self.window.show_page(key)
        led = getattr(self.window.page(key), signal, None)
        if led is not None:
            led.emit(wanted)

    def _after_first_paint(self) -> None:
        gc.freeze()  # what stands now stays: later collections need not look at it
        gc.enable()
        shortcut.release()
        self.appearance.finish()
        if self.workplace.password is not None:
            self.workplace.password.wanted.connect(self._ask_password)
        self._painted = True
        self._open()

    def _settle(self) -> None:
        self._settled = True
        self._open()

    def _open(self) -> None:
        """Opens everything, once the shown page is whole: until then two threads would only hold each other up."""
        if not (self._painted and self._settled) or self._opening:
            return
        self._opening = True
        background = self.workplace.background
        self.policy.load()
        background.open(self.workplace.open_store).then(lambda _: self.duty.read()).otherwise(self._not_opened)
        background.ask(pages.learn)
        self.sync.open()

    def _ask_password(self, new: bool, wrong: bool) -> None:
        if self.workplace.password is not None:
            self.window.ask_password(self.workplace.password, new=new, wrong=wrong)

    def _not_opened(self, trouble: Trouble) -> None:
        self.duty.fail()
        self.window.show_trouble(trouble)

    def _make_again(self) -> None:
        """Words or sizes changed: the same place, made anew."""
        old, key = self.window, self.window.shown_key
        old.leave()
        self.window = self._make_window(key)
        self.window.setGeometry(old.geometry())
        self.window.setWindowState(old.windowState())
        self.window.show()
        old.deleteLater()
        self.notices.present()
        if self._calls is not None:
            self._calls.present()
            self.window.show_place(*self.positions.pill())
        if self.workplace.password is not None:
            self.workplace.password.ask_again()
