"""The demo with a window: a central server on loopback, an enrolled laptop, a shift of Jinshui district to work on."""

import secrets
import socket
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from inspector_app import bootstrap, log, paths
from inspector_app.config import Config, default_data_folder
from inspector_app.demo import reference, script
from inspector_app.demo.centre import Centre
from inspector_app.demo.city import keeping
from inspector_app.ui import app

if TYPE_CHECKING:
    import subprocess

    from inspector_app.centre_line import CentreLine
    from inspector_app.ui.screens import Screens

LOOK_MS = 1_000  # whether the city is made


def run(folder: Path | None = None, base_map: Path | None = None) -> int:
    """Runs until the window is closed; the second start finds the data of the first."""
    folder = folder or default_data_folder().with_name("inspector-721-demo")
    told = script.read(paths.resources())
    _say("Starting the central server …")
    centre = Centre(folder / "centre", port=_same_port(folder), ends_with_us=True).start()
    (folder / "centre.port").write_text(centre.url.rsplit(":", 1)[1])
    city = keeping.begin(folder / "city", folder / "centre")  # beside the window: the first start waits for no map
    try:
        app.application()
        config = Config(data=folder / "laptop", demo=True, map=base_map or _made(folder / "city"))
        with closing(bootstrap.Parts(config, key=bootstrap.key_file)) as parts:
            log.to_folder(config.data / "logs")
            _remember(parts, told)
            parts.on_line = lambda line: _join(centre, line, told)
            password = _kept(folder / "console.password", lambda: _console_password(centre))
            code = _kept(folder / "leader.code", lambda: centre.add_leader(told.leader.number, told.leader.name))
            _say(f"The central server is at {centre.url}/console (sign in as demo, {password}).")
            _say(f"Squad leader {told.leader.name} approves with the code {code}, once synced. Opening the app …")
            return app.show(parts.workplace, language="zh", shown=lambda screens: _fetch_when_made(city, screens))
    finally:
        keeping.end(city)
        centre.stop()


def _made(city: Path) -> Path | None:
    """The city's base map from the second start on; at the first it comes with the pack, in a round with the centre."""
    return city / keeping.MAP if keeping.is_made(city) else None


def _fetch_when_made(city: "subprocess.Popen[bytes] | None", screens: "Screens") -> None:
    """At the first start, a round as soon as the city is published: where nothing waits, the laptop would not ask by itself."""
    if city is None:
        return
    look = QTimer(screens, interval=LOOK_MS)

    def fetch() -> None:
        if city.poll() is not None and screens.duty.state.enrolled and screens.sync.carry(None, urgent=False):
            look.stop()

    look.timeout.connect(fetch)
    look.start()


def _remember(parts: bootstrap.Parts, told: script.Script) -> None:
    """Fills in who signs, so that a visitor needs one key to open the shift."""
    if not parts.preferences.choices.officer_number:
        parts.preferences.change(
            officer_number=told.officer.number, officer_name=told.officer.name,
            officer_certificate=told.officer.certificate, second_number=told.second.number, second_name=told.second.name,
            second_certificate=told.second.certificate, unit=told.unit, planned_from=told.planned_from,
            planned_to=told.planned_to,
        )  # fmt: skip


def _join(centre: Centre, line: "CentreLine", told: script.Script) -> None:
    """Enrols the laptop at its first start, and gives it something to do."""
    if not line.joined(centre.url):
        reference.bring(centre, told, datetime.now(UTC))
        line.enrol(centre.enrol_code(), centre.url, "演示终端")
        centre.add_task(**told.task)


def _console_password(centre: Centre) -> str:
    """The visitor's password for the console."""
    password = secrets.token_urlsafe(12)
    centre.add_person("demo", password)
    return password


def _kept(file: Path, make: Callable[[], str]) -> str:
    """What was made at the first start, kept beside the demo's data for the visitor of the next."""
    if not file.exists():
        secret = make()
        file.touch(mode=0o600)
        file.write_text(secret, encoding="utf-8")
    return file.read_text(encoding="utf-8")


def _same_port(folder: Path) -> int:
    """The port of the last start, so that the laptop finds its centre again; 0 for any when it is the first or taken."""
    kept = folder / "centre.port"
    port = int(kept.read_text()) if kept.exists() else 0
    with socket.socket() as probe:
        if sys.platform != "win32":  # there it would take a port that somebody listens at
            probe.setsockopt(
                socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
            )  # what the last start left lingering is no hindrance
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            port = 0
    return port


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
