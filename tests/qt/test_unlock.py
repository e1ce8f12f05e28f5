"""A laptop without a keyring: the password is chosen once, asked at each start, and recording never waits for it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from inspector_app import paths
from inspector_app.bootstrap import Parts
from inspector_app.config import Config
from inspector_app.demo import hands
from inspector_app.preferences import Preferences
from inspector_app.storage import keys
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from inspector_app.ui import app
from inspector_app.ui.appearance import Appearance
from inspector_app.ui.screens import Screens
from inspector_app.ui.unlock.card import UnlockCard
from inspector_app.ui.widgets.buttons import KeyButton


class NoKeyRing:
    def load(self, name: str) -> bytes | None:
        raise StorageTrouble(StorageCode.NO_KEYRING)

    def save(self, name: str, key: bytes) -> None:
        raise StorageTrouble(StorageCode.NO_KEYRING)


class Start:
    """One start of the program on `folder`."""

    def __init__(self, folder: Path):
        self.parts = Parts(Config(data=folder))
        self.screens = Screens(app.application(), self.parts.workplace)
        self.window = self.screens.begin("en")
        self.window.show()

    def answer(self, *passwords: str) -> None:
        hands.until("the card", lambda: bool(self.cards))
        card = self.cards[0]
        editors = card.findChildren(QLineEdit)
        assert len(editors) == len(passwords)
        for editor, password in zip(editors, passwords, strict=True):
            editor.setText(password)
        hands.click(card.findChildren(KeyButton)[0])
        hands.settle(50)

    @property
    def cards(self) -> list[UnlockCard]:
        return [card for card in self.screens.window.findChildren(UnlockCard) if card.isVisible()]

    @property
    def opened(self) -> bool:
        return self.screens.duty.state.opened

    def wait(self) -> None:
        hands.until("the database is open", lambda: self.opened)

    def end(self) -> None:
        self.window.close()
        self.screens.end()
        self.parts.close()


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "SystemKeyRing", NoKeyRing)


def test_a_password_is_chosen_once_and_opens_the_data_at_the_next_start(tmp_path: Path) -> None:
    first = Start(tmp_path)
    first.answer("正确的密码 1234", "正确的密码 1234")
    first.wait()
    device = first.parts.store.device if first.parts.store else ""
    first.end()

    second = Start(tmp_path)
    second.answer("wrong password")
    assert not second.opened
    second.answer("正确的密码 1234")
    second.wait()

    assert second.parts.store is not None
    assert second.parts.store.device == device
    second.end()


def test_two_different_passwords_are_not_taken(tmp_path: Path) -> None:
    start = Start(tmp_path)

    start.answer("one password", "another one")

    assert not start.opened
    assert not (tmp_path / "patrol.db").exists()
    start.end()


def test_closing_the_window_without_an_answer_ends_the_program(tmp_path: Path) -> None:
    start = Start(tmp_path)
    hands.until("the card", lambda: bool(start.cards))

    start.end()

    assert not (tmp_path / "patrol.db").exists()


def test_the_question_is_asked_again_in_another_language(tmp_path: Path) -> None:
    start = Start(tmp_path)
    hands.until("the card", lambda: bool(start.cards))
    start.screens.appearance.speak("zh")
    hands.settle(50)

    start.answer("正确的密码 1234", "正确的密码 1234")
    start.wait()
    start.screens.window.close()
    start.end()


def test_the_button_stands_beside_the_field_also_in_a_high_card(qtbot: QtBot, qapp: QApplication) -> None:
    Appearance(qapp, paths.resources(), Preferences(Path())).put_on("en")
    card = UnlockCard(new=False, wrong=True)
    qtbot.addWidget(card)
    card.resize(1000, 260)
    card.show()
    (editor,), (key,) = card.findChildren(QLineEdit), card.findChildren(KeyButton)
    assert abs(editor.mapTo(card, editor.rect().center()).y() - key.geometry().center().y()) <= 2
