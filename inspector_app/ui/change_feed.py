"""Tells the screens what was touched, so that they can ask again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from inspector_app.services.changes import Changes


class ChangeFeed(QObject):
    """`changed(Changes)` fires on the UI thread after each deed that touched something, also when the sync did it."""

    changed = Signal(object)

    def publish(self, changes: Changes) -> None:
        """Call on the UI thread; other threads go through `MainThread.post`."""
        if changes:
            self.changed.emit(changes)
