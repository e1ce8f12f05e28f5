"""Everything that the screens are given; made once by bootstrap."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from inspector_app.domain.ids import Ids
    from inspector_app.preferences import Preferences
    from inspector_app.services.deciding import Policy
    from inspector_app.services.map_ports import MapSources
    from inspector_app.services.parcels import Carrying
    from inspector_app.services.ports import Clock
    from inspector_app.services.position_ports import MakeReceiver
    from inspector_app.services.restoring import Remaking
    from inspector_app.services.syncing import SyncState
    from inspector_app.ui.background import Background, Opened
    from inspector_app.ui.change_feed import ChangeFeed
    from inspector_app.ui.sync_page.link import Centre
    from inspector_app.ui.unlock.password_desk import PasswordDesk


class Workplace(NamedTuple):
    """The callables are called once, off the UI thread, after the first paint: what they import costs no start time."""

    background: Background
    feed: ChangeFeed
    clock: Clock
    ids: Ids
    preferences: Preferences
    resources: Path
    open_store: Callable[[], Opened]  # on the writer thread
    load_policy: Callable[[], Policy]  # on a reader thread
    make_syncing: Callable[[Callable[[SyncState], None]], Centre]  # on the sync thread, once the database is open
    make_carrying: Callable[[], Carrying]  # on the thread for sticks, when the first parcel is looked at
    make_remaking: Callable[[], Remaking]  # on that thread too, once the database is open
    password: PasswordDesk | None = None  # asks on behalf of `open_store`
    demo: bool = False
    map_sources: Callable[[], MapSources] | None = None  # on the UI thread, when the map is first shown
    make_receiver: MakeReceiver | None = None  # on a reader thread; None where no position is to be heard
