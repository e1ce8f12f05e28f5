"""Page objects for what goes over a stick, before a real centre: the page of a parcel, and the one of a lost laptop."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from inspector_app.bootstrap import KeySource, Parts
from inspector_app.config import Config
from inspector_app.storage.store import Store
from inspector_app.ui import app
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.parcel_page.line import ParcelLine
from inspector_app.ui.parcel_page.state import Step
from inspector_app.ui.parcel_page.view import ParcelView
from inspector_app.ui.restore_page import state as of_restore
from inspector_app.ui.restore_page.line import RestoreLine
from inspector_app.ui.restore_page.view import RestoreView
from inspector_app.ui.screens import Screens
from inspector_app.ui.widgets.buttons import KeyButton
from inspector_app.ui.widgets.chips import Chip
from inspector_app.ui.widgets.words import Elided
from tests.contract.patrol import joined, packed, worked
from tests.qt.laptop import Laptop, turn
from tests.qt.screens import texts
from tests.server.conftest import House
from tests.storage.builders import a_shift, record
from tests.storage.builders import laptop as a_store

PATIENCE_MS = 60_000
OFFER = "Make a lost laptop again…"


def a_parcel(centre: House, folder: Path, findings: int = 3) -> tuple[str, Path]:
    """What a laptop that has joined and recorded saved to a stick: its id and the file."""
    with a_store(folder / "lost") as store:
        return store.device, worked_and_packed(store, centre, folder / "stick", findings)


def worked_and_packed(store: Store, centre: House, stick: Path, findings: int = 3) -> Path:
    """A shift of one officer with so many findings and photos, on a stick."""
    joined(store, centre)
    record(store, a_shift())
    worked(store, findings)
    return packed(store, stick)


def until(wanted: Callable[[], bool], instead: Callable[[], object] = str) -> None:
    """Lets the screens and their threads go on until it is so; `instead` tells what there was."""
    deadline = QDeadlineTimer(PATIENCE_MS)
    while not wanted():
        assert not deadline.hasExpired(), f"this never came; instead: {instead()}"
        turn()


def press(where: QWidget, words: str) -> None:
    """Clicks the button with these words with the mouse."""
    found = [each for each in where.findChildren(KeyButton) if each.text() == words and each.isVisible()]
    assert found, f"no button says {words}; there is:\n{texts(where)}"
    assert found[0].isEnabled(), f"{words} cannot be pressed"
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def shown_buttons(where: QWidget) -> list[str]:
    """The words of every button in sight."""
    return [button.text() for button in where.findChildren(KeyButton) if button.isVisible()]


def type_into(where: QWidget, field: str, text: str) -> None:
    """Types into the field of that name, in place of what stands there, as an input method does: all at once."""
    (editor,) = (one for one in where.findChildren(QLineEdit) if one.accessibleName() == field and one.isVisible())
    editor.selectAll()
    said = QInputMethodEvent()
    said.setCommitString(text)
    QCoreApplication.sendEvent(editor, said)


def choose(where: QWidget, file: Path) -> None:
    """Answers the dialog that asks for a file or folder."""
    (dialog,) = (each for each in where.findChildren(QFileDialog) if each.isVisible())
    dialog.fileSelected.emit(str(file))
    dialog.done(0)
    where.window().activateWindow()  # as a window manager does
    QCoreApplication.processEvents()


class ParcelOnScreen:
    """The page of a parcel in a laptop's window, in English."""

    def __init__(self, laptop: Laptop):
        self.laptop = laptop
        laptop.begin()
        laptop.settle()
        laptop.screens.window.show_page("sync")
        press(laptop.screens.window, "Send a parcel from a stick…")
        page = laptop.screens.window.page("parcel")
        assert isinstance(page, ParcelView)
        self.view = page

    @property
    def line(self) -> ParcelLine:
        return self.laptop.screens.parcels

    @property
    def words(self) -> str:
        given = [each.text for each in self.view.findChildren(Elided) if each.isVisible()]
        return "\n".join([texts(self.view), *given])

    def choose(self, file: Path) -> None:
        """F3, the file, and what it says."""
        self.view.window().activateWindow()
        until(self.view.isActiveWindow)
        QTest.keyClick(self.view, Qt.Key.Key_F3)
        choose(self.view, file)
        self.until(Step.READ, Step.STOPPED)

    def send(self, url: str) -> None:
        type_into(self.view, "Address of the centre", url)
        QTest.keyClick(self.view, Qt.Key.Key_F5)

    def until(self, *steps: Step) -> None:
        until(lambda: self.line.state.step in steps, lambda: self.line.state)


class Start:
    """One start of the program on `folder`, as bootstrap does it, in English."""

    def __init__(self, folder: Path, key: KeySource):
        self.parts = Parts(Config(data=folder), key=key)
        self.screens = Screens(app.application(), self.parts.workplace)
        self.screens.begin("en").show()
        until(lambda: self.screens.duty.state.opened and self.screens.rulebook.policy is not None)

    @property
    def words(self) -> str:
        return texts(self.screens.window).replace("\u200b", "")

    def show(self, page: str) -> None:
        self.screens.window.show_page(page)

    def end(self) -> None:
        self.screens.window.close()
        self.screens.end()
        self.parts.close()


class RestoreOnScreen:
    """The page of a lost laptop, reached from the opening of a shift on a new one."""

    def __init__(self, start: Start):
        self.start = start
        until(lambda: OFFER in shown_buttons(self._window))
        press(self._window, OFFER)
        page = self._window.page("restore")
        assert isinstance(page, RestoreView)
        self.view = page
        until(lambda: self.line.state.allowed)

    @property
    def _window(self) -> MainWindow:
        return self.start.screens.window

    @property
    def line(self) -> RestoreLine:
        return self.start.screens.restoring

    @property
    def words(self) -> str:
        return texts(self.view).replace("\u200b", "")

    def come_from(self, source: str) -> None:
        (chip,) = (chip for chip in self.view.findChildren(Chip) if chip.text() == source)
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)

    def choose(self, file: Path) -> None:
        QTest.keyClick(self.view, Qt.Key.Key_F3)
        choose(self.view, file)

    def type(self, address: str, code: str) -> None:
        type_into(self.view, "Address of the centre", address)
        type_into(self.view, "One-time code for the lost laptop", code)

    def begin(self) -> None:
        QTest.keyClick(self.view, Qt.Key.Key_F5)

    def until(self, *steps: of_restore.Step) -> None:
        until(lambda: self.line.state.step in steps, lambda: self.line.state)
