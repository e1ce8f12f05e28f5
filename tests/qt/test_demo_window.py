"""What a visitor of the demo finds: a map at the first start, receivers to choose from, the same centre at the next one."""

import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app import bootstrap
from inspector_app.config import Config
from inspector_app.demo import window


class City:
    """A process that makes the city; `done` once it is over."""

    done = False

    def poll(self) -> int | None:
        return 0 if self.done else None


class Screens(QObject):
    """As much of the screens as is asked for; the first round cannot begin, as something else is going on."""

    def __init__(self) -> None:
        super().__init__()
        self.duty = SimpleNamespace(state=SimpleNamespace(enrolled=True))
        self.sync = self
        self.rounds = 0

    def carry(self, only: object, *, urgent: bool) -> bool:
        assert only is None
        assert not urgent
        self.rounds += 1
        return self.rounds == 2


@pytest.mark.parametrize(("demo", "usual"), [(True, "off"), (False, "auto")])
def test_a_demo_offers_receivers_and_listens_to_none_unasked(
    qapp: QApplication, tmp_path: Path, *, demo: bool, usual: str
) -> None:
    parts = bootstrap.Parts(Config(data=tmp_path, demo=demo))

    assert parts.workplace.make_receiver is not None
    assert parts.preferences.choices.receiver == usual


def test_the_city_is_fetched_once_as_soon_as_it_is_made(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "LOOK_MS", 1)
    city, screens = City(), Screens()
    window._fetch_when_made(cast("Any", city), cast("Any", screens))
    QTest.qWait(10)
    before = screens.rounds

    city.done = True
    QTest.qWait(30)

    assert (before, screens.rounds) == (0, 2)


def test_a_line_that_lingers_costs_the_centre_no_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        (tmp_path / "centre.port").write_text(str(port))
        taken = window._same_port(tmp_path)
        with socket.create_connection(("127.0.0.1", port)):
            listening.accept()[0].close()  # who closes first keeps the port for a minute

    assert (taken, window._same_port(tmp_path)) == (0, port)
