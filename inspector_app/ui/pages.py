"""The pages of the window, in the order of the rail: each is imported when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from inspector_app.ui.page import Page, PageEntry

if TYPE_CHECKING:
    from inspector_app.services.ports import Reads
    from inspector_app.ui.desk import Desk

translate = QCoreApplication.translate


def entries(desk: Desk) -> list[PageEntry]:
    """Key, icon, name, maker and shortcut of each."""
    return [
        PageEntry("record", "plus", lambda: translate("rail", "Record"), lambda: _record(desk), "Ctrl+1"),
        PageEntry("shift", "list", lambda: translate("rail", "Shift"), lambda: _shift(desk), "Ctrl+2"),
        PageEntry("tasks", "tasks", lambda: translate("rail", "Tasks"), lambda: _tasks(desk), "Ctrl+3"),
        PageEntry("map", "map", lambda: translate("rail", "Map"), lambda: _map(desk), "Ctrl+4"),
        PageEntry("stat", "chart", lambda: "721", lambda: _stat(desk), "Ctrl+5"),
        PageEntry("sync", "sync", lambda: translate("rail", "Sync"), lambda: _sync(desk), "Ctrl+6"),
        PageEntry("settings", "settings", lambda: translate("rail", "Settings"), lambda: _settings(desk), "Ctrl+7"),
        PageEntry("parcel", "sync", lambda: translate("rail", "Sync"), lambda: _parcel(desk), under="sync"),
        PageEntry(
            "restore", "settings", lambda: translate("rail", "Settings"), lambda: _restore(desk), under="settings"
        ),
    ]


def learn(_: Reads) -> None:
    """Imports the pages on a reader thread once the database is open: the first look at one then only builds it."""
    import inspector_app.services.findings
    import inspector_app.services.photos
    import inspector_app.services.shifts
    import inspector_app.ui.map.controller
    import inspector_app.ui.opening.controller
    import inspector_app.ui.parcel_page.controller
    import inspector_app.ui.restore_page.controller
    import inspector_app.ui.settings.controller
    import inspector_app.ui.shift.controller
    import inspector_app.ui.stat_page.controller
    import inspector_app.ui.sync_page.controller
    import inspector_app.ui.tasks_page.controller
    import inspector_app.ui.widgets.banner
    import inspector_app.ui.widgets.photo_viewer
    import inspector_app.ui.widgets.tab_order  # noqa: F401


def _record(desk: Desk) -> Page:
    from inspector_app.ui.record import controller

    return controller.make(desk)


def _shift(desk: Desk) -> Page:
    from inspector_app.ui.shift import controller

    return controller.make(desk)


def _tasks(desk: Desk) -> Page:
    from inspector_app.ui.tasks_page import controller

    return controller.make(desk)


def _map(desk: Desk) -> Page:
    from inspector_app.ui.map import controller

    return controller.make(desk)


def _stat(desk: Desk) -> Page:
    from inspector_app.ui.stat_page import controller

    return controller.make(desk)


def _sync(desk: Desk) -> Page:
    from inspector_app.ui.sync_page import controller

    return controller.make(desk)


def _settings(desk: Desk) -> Page:
    from inspector_app.ui.settings import controller

    return controller.make(desk)


def _parcel(desk: Desk) -> Page:
    from inspector_app.ui.parcel_page import controller

    return controller.make(desk)


def _restore(desk: Desk) -> Page:
    from inspector_app.ui.restore_page import controller

    return controller.make(desk)
