"""Builds and wires each part once: the only file that knows every room.

What is imported here at the top is on the way to the first paint: PySide6 and the standard library. Storage, the sync
client and the policy are imported by the threads that use them, after the window stands.
"""

import gc
import logging
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from inspector_app import log, paths
from inspector_app.config import PACK, Config
from inspector_app.devices.clock import OrderedIds, SystemClock
from inspector_app.preferences import Choices, Preferences
from inspector_app.ui.background import Background, Opened
from inspector_app.ui.change_feed import ChangeFeed
from inspector_app.ui.main_thread import MainThread
from inspector_app.ui.unlock.password_desk import PasswordDesk
from inspector_app.ui.workplace import Workplace

if TYPE_CHECKING:
    from inspector_app.carriage import Carriage
    from inspector_app.centre_line import CentreLine
    from inspector_app.city import CityInUse
    from inspector_app.devices.positioning.receiver import Receiver
    from inspector_app.devices.positioning.world import OwnPositioning
    from inspector_app.domain.reception import Reception
    from inspector_app.remaking import Remaking
    from inspector_app.services.changes import Changes
    from inspector_app.services.deciding import Policy
    from inspector_app.services.map_ports import MapSources
    from inspector_app.services.syncing import SyncState
    from inspector_app.storage.store import Store

KeySource = Callable[[Path], bytes]
CLOCK_LOOKS_MS = 20_000
USUAL_IN_A_DEMO = Choices(receiver="off")  # its officer walks where no receiver is; a visitor may choose one


def run(config: Config) -> int:
    """The app on this laptop's own data, until its window is closed; returns the exit code.

    Where a lost laptop was made again on it, the screens start once more, on that laptop's data.
    """
    from inspector_app.ui import app, fonts, icons

    log.to_folder(config.data / "logs")
    app.application()
    fonts.use(paths.resources() / "fonts")  # both on threads of their own, while the screens are imported
    icons.use(paths.resources() / "icons")
    key: KeySource | None = None
    while True:
        parts = Parts(config, key=key)
        try:
            code = app.show(parts.workplace, language=config.language)
        finally:
            parts.close()
        if not parts.has_successor():
            return code
        key = parts.known_key()
        del parts
        gc.collect()  # here and now: timers of Qt must not end on another thread


class Parts:
    """One laptop's parts around one `workplace`; `key` finds the 32-byte master key of a data folder."""

    def __init__(self, config: Config, *, key: KeySource | None = None):
        self.config = config
        self.clock = SystemClock()
        self.ids = OrderedIds()
        self.preferences = Preferences(config.data / "preferences.json", USUAL_IN_A_DEMO if config.demo else Choices())
        self.feed = ChangeFeed()
        self.main = MainThread()
        self.background = Background(self.main, self.feed)
        self.store: Store | None = None
        self.city: CityInUse | None = None
        self.line: CentreLine | None = None
        self.on_line: Callable[[CentreLine], None] = lambda _: None  # on the sync thread, before anybody uses it
        self.remaking: Remaking | None = None
        self._master = b""
        self._key = key or self._key_of_this_laptop
        self._password = PasswordDesk(self.main)
        self._clock_look = QTimer(interval=CLOCK_LOOKS_MS)
        self._clock_look.timeout.connect(self._look_at_clock)
        self.workplace = Workplace(
            background=self.background, feed=self.feed, clock=self.clock, ids=self.ids, preferences=self.preferences,
            resources=paths.resources(), open_store=self._open_store, load_policy=self._load_policy,
            make_syncing=self._make_line, make_carrying=_make_carrying,
            make_remaking=self._make_remaking, password=self._password, demo=config.demo, map_sources=self._map_sources,
            make_receiver=self._make_receiver,
        )  # fmt: skip

    def close(self) -> None:
        """Lets go of the database, once the screens have ended: a signed-off file need not be read through at the next start."""
        self._clock_look.stop()
        if self.store is not None:
            self.store.close()

    def has_successor(self) -> bool:
        """Whether a laptop that was made again is to be opened now in place of this one, which is closed."""
        if self.remaking is None or self.remaking.chosen is None:
            return False
        from inspector_app.storage.trouble import StorageTrouble

        try:
            self.remaking.succeed()
        except StorageTrouble as trouble:  # this one is as it was, and the screens say so again
            logging.getLogger("inspector").error("no succession: %s", trouble.code)
        return True

    def known_key(self) -> KeySource:
        """Gives the key that was found already: nobody is asked for a password twice."""
        master = self._master
        return lambda _: master

    def _open_store(self) -> Opened:
        from inspector_app.city import CityInUse
        from inspector_app.devices.pictures import PictureReader
        from inspector_app.services.changes import Changes
        from inspector_app.storage import journal
        from inspector_app.storage.opening import open_store

        self._master = self._key(self.config.data)
        store = open_store(self.config.data, self._master, clock=self.clock, ids=self.ids)
        self.store, self.city = store, CityInUse(store, self.clock, self.config.map)
        self.city.take_up()
        if self.city.brings_rules:
            self.main.post(lambda: self.feed.publish(Changes(references=frozenset({"pack"}))))
        self.ids.follow(store.read(journal.greatest_id))
        self.main.post(self._clock_look.start)
        return Opened(store, store.reads, store.photos, PictureReader(), store.upkeep)

    def _look_at_clock(self) -> None:
        jumped = self.clock.jumped_ms()
        if jumped and self.store is not None:
            from inspector_app.services import clocks

            self.background.do(clocks.note_jump, jumped, device=self.store.device, clock=self.clock)

    def _key_of_this_laptop(self, folder: Path) -> bytes:
        """The key from the system's keyring or, without one, behind the officer's password, asked until it is right."""
        from inspector_app.storage import keys
        from inspector_app.storage.trouble import StorageCode, StorageTrouble

        while True:
            try:
                return keys.master_key(folder, ask_password=self._password.ask)
            except StorageTrouble as trouble:
                if trouble.code is not StorageCode.WRONG_KEY:
                    raise

    def _load_policy(self) -> "Policy":
        """The program's own, or one that was chosen at the start; beside its own what the reference pack in use brought."""
        own, city = load_policy(self.config.pack), self.city
        return own if city is None or self.config.pack != PACK else own.beside(*city.rules())

    def _make_line(self, hear: "Callable[[SyncState], None]") -> "CentreLine":
        from inspector_app.centre_line import CentreLine

        assert self.store is not None, "the screens ask for it once the database is open"
        self.line = CentreLine(self.store, self.clock, submit=self.background.sync, hear=hear, publish=self._publish)
        self.on_line(self.line)
        return self.line

    def _map_sources(self) -> "MapSources":
        from inspector_app import city

        return city.sources(lambda: self.city)

    def _make_receiver(self, hear: "Callable[[Reception], None]") -> "Receiver":
        from inspector_app.devices.positioning.receiver import Receiver
        from inspector_app.devices.positioning.world import World

        def heard(told: "Reception") -> None:
            if self.city is not None:
                self.city.hear(told)
            hear(told)

        made = Receiver(
            lambda told: self.main.post(lambda: heard(told)), known=self.preferences.choices.receiver_known,
            remember=lambda known: self.preferences.change(receiver_known=known), world=World(system=self._own_positioning),
        )  # fmt: skip
        if self.city is not None:
            self.city.receiver = made
        return made

    def _own_positioning(self) -> "OwnPositioning":
        from inspector_app.devices.positioning.system import SystemPositioning

        return SystemPositioning(self.main.post, self.main)

    def _make_remaking(self) -> "Remaking":
        from inspector_app.remaking import Remaking

        data, key = self.config.data, self._master
        self.remaking = Remaking(data, key, lambda: self.store, clock=self.clock, ids=self.ids)
        return self.remaking

    def _publish(self, changes: "Changes") -> None:
        if changes.pack and self.city is not None:
            self.city.take_up()
            changes = replace(changes, references=changes.references | {"pack"})
        self.main.post(lambda: self.feed.publish(changes))


def _make_carrying() -> "Carriage":
    from inspector_app.carriage import Carriage

    return Carriage()


def load_policy(name: str) -> "Policy":
    """The pack `name`, the catalogue of facts and the calendar, from the program's own resources. Raises PackProblem."""
    from inspector_app.domain.policy import pack
    from inspector_app.domain.policy.facts import Catalogue
    from inspector_app.domain.reference import calendar_body
    from inspector_app.services.deciding import Policy

    resources = paths.resources()
    catalogue = resources / "catalogue"
    return Policy(
        pack=pack.load(paths.pack_files(resources / "policy" / name)),
        catalogue=Catalogue.load((catalogue / "facts.json").read_bytes()),
        calendar=calendar_body.read((catalogue / "calendar.json").read_bytes()),
    )  # fmt: skip


def key_file(folder: Path) -> bytes:
    """A key kept beside the data of a demo or a test, readable by this user only; it protects nothing, and says so."""
    from inspector_app.storage.keys import DEMO_FILE

    path = folder / DEMO_FILE
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(32))
    return path.read_bytes()
