"""Wears what is chosen, and joins a centre."""

import os
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer

from inspector_app.config import VERSION
from inspector_app.domain.reception import Source
from inspector_app.services.changes import Changes
from inspector_app.services.overview import SyncOverview
from inspector_app.services.ports import Reads
from inspector_app.ui.desk import Desk
from inspector_app.ui.page import Page
from inspector_app.ui.settings.state import SettingsState, whole_address
from inspector_app.ui.settings.view import SettingsView
from inspector_app.ui.trouble import Trouble


def make(desk: Desk) -> Page:
    """The page; its controller lives as long as it does."""
    view = SettingsView(VERSION, desk.workplace.clock.now)
    SettingsController(desk, view)
    return view


class SettingsController(QObject):
    def __init__(self, desk: Desk, view: SettingsView):
        super().__init__(view)
        self._desk, self._view = desk, view
        preferences = desk.workplace.preferences
        chosen = preferences.choices
        self.state = SettingsState(
            chosen, address=chosen.centre_url, name=chosen.unit, data_folder=str(preferences.folder)
        )
        self._connect()
        view.present(self.state)
        view.data.tell(desk.upkeep.state)
        self._show_source()
        self._hear()

    def _connect(self) -> None:
        view, centre = self._view, self._view.centre
        view.came.connect(self.reload)
        view.theme_chosen.connect(self._wear)
        view.language_chosen.connect(self._speak)
        view.text_size_chosen.connect(self._resize)
        view.lost.restore_wanted.connect(lambda: self._desk.go("restore"))
        view.line.metered_chosen.connect(self._say_metered)
        view.line.limit_chosen.connect(self._limit)
        view.receiver.chosen.connect(self._listen_to)
        self._desk.positions.changed.connect(self._hear)
        centre.address_changed.connect(lambda text: self._show(address=text, problem=""))
        centre.name_changed.connect(lambda text: self._show(name=text))
        centre.code_changed.connect(lambda text: self._show(code=text, problem=""))
        centre.again_wanted.connect(lambda: self._show(again=True))
        centre.enrol_wanted.connect(self._enrol)
        self._desk.workplace.feed.changed.connect(self._touched)
        self._desk.upkeep.changed.connect(view.data.tell)

    def reload(self) -> None:
        background = self._desk.workplace.background
        self._show_source()
        background.ask(_overview).then(self._show_overview)
        background.prepare(folder_size, self._desk.workplace.preferences.folder).then(self._show_size)

    def _show_overview(self, seen: SyncOverview) -> None:
        self._show(
            known=True, enrolled=seen.enrolled, centre=seen.centre, device=seen.device, unused=seen.is_unused
        )  # fmt: skip

    def _show_size(self, size: int) -> None:
        self._show(data_bytes=size)

    def _touched(self, changes: Changes) -> None:
        if changes.sync and self._view.isVisible():
            self._desk.workplace.background.ask(_overview).then(self._show_overview)

    def _wear(self, name: str) -> None:
        self._desk.appearance.wear(name)
        self._show(choices=self._desk.workplace.preferences.choices)

    def _say_metered(self, said: str) -> None:
        self._show(choices=self._desk.workplace.preferences.change(metered=said))

    def _limit(self, kilobytes: int) -> None:
        self._desk.sync.limit(kilobytes)
        self._show(choices=self._desk.workplace.preferences.change(send_limit_kb=kilobytes))

    def _listen_to(self, source: Source) -> None:
        if source.text != self._desk.positions.source.text:
            self._desk.positions.choose(source)
        self._show_source()

    def _show_source(self) -> None:
        self._view.receiver.present(self._desk.positions.source)
        self._desk.positions.look_for_ports(self._view.receiver.show_ports)

    def _hear(self) -> None:
        self._view.receiver.hear(self._desk.positions.told, self._desk.positions.now_ms())

    # The window is made again for these two: after this event, because the chip that was tapped goes with it.
    def _speak(self, language: str) -> None:
        if language != self.state.choices.language:
            QTimer.singleShot(0, self, lambda: self._desk.appearance.speak(language))

    def _resize(self, percent: int) -> None:
        if percent != self.state.choices.text_percent:
            QTimer.singleShot(0, self, lambda: self._desk.appearance.resize(percent))

    def _enrol(self) -> None:
        if not self.state.ready:
            return
        self._show(enrolling=True, problem="")
        address = whole_address(self.state.address)
        name = self.state.name.strip() or socket.gethostname()
        self._desk.sync.enrol(self.state.code, address, name).then(self._enrolled).otherwise(self._failed)

    def _enrolled(self, _: object) -> None:
        self._desk.workplace.preferences.change(centre_url=whole_address(self.state.address))
        chosen = self._desk.workplace.preferences.choices
        self._show(enrolling=False, code="", again=False, choices=chosen)
        self.reload()

    def _failed(self, trouble: Trouble) -> None:
        self._show(enrolling=False, problem=trouble.code)

    def _show(self, **changed: Any) -> None:
        self.state = replace(self.state, **changed)
        self._view.present(self.state)


def folder_size(folder: Path) -> int:
    """Bytes of all files under `folder`; what vanishes meanwhile counts nothing."""
    size = 0
    for root, _, files in os.walk(folder):
        for name in files:
            try:
                size += (Path(root) / name).stat().st_size
            except OSError:
                continue
    return size


def _overview(reads: Reads) -> SyncOverview:
    return reads.sync_overview()
