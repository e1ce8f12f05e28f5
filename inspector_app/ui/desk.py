"""What every page is given: the workplace, and the few things that all pages share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from inspector_app.domain.task import Task
    from inspector_app.ui.appearance import Appearance
    from inspector_app.ui.clocks import Clocks
    from inspector_app.ui.duty import Duty
    from inspector_app.ui.handing import RecordDoor
    from inspector_app.ui.leaders import Leaders
    from inspector_app.ui.parcel_page.line import ParcelLine
    from inspector_app.ui.positions import Positions
    from inspector_app.ui.restore_page.line import RestoreLine
    from inspector_app.ui.rulebook import Rulebook
    from inspector_app.ui.sync_page.link import SyncLink
    from inspector_app.ui.trouble import Trouble
    from inspector_app.ui.upkeep import Upkeep
    from inspector_app.ui.workplace import Workplace


class Desk(NamedTuple):
    """`go(key)` shows another page; `tell(sentence, tone)` and `tell_trouble` say something over the page;
    `record_for(task)` answers a task by a finding, `show_finding(id)` and `show_task(id)` show one in detail;
    `door_of()` hands to the record page what was found on another."""

    workplace: Workplace
    appearance: Appearance
    duty: Duty
    rulebook: Rulebook
    sync_line: Callable[[], SyncLink]
    upkeep_of: Callable[[], Upkeep]
    go: Callable[[str], None]
    tell: Callable[[str, str], None]
    tell_trouble: Callable[[Trouble], None]
    record_for: Callable[[Task], None]
    show_finding: Callable[[str], None]
    show_task: Callable[[str], None]
    clocks_of: Callable[[], Clocks]
    leaders_of: Callable[[], Leaders]
    positions_of: Callable[[], Positions]
    parcels_of: Callable[[], ParcelLine]
    restoring_of: Callable[[], RestoreLine]
    door_of: Callable[[], RecordDoor | None] = lambda: None

    @property
    def sync(self) -> SyncLink:
        """The line to the sync; not before the first paint, because it costs start time."""
        return self.sync_line()

    @property
    def upkeep(self) -> Upkeep:
        """Who looks after the database; not before the first paint either."""
        return self.upkeep_of()

    @property
    def clocks(self) -> Clocks:
        """The clocks that run; not before the first paint either."""
        return self.clocks_of()

    @property
    def leaders(self) -> Leaders:
        """Who may approve; made when somebody first wants to go below what safety decided."""
        return self.leaders_of()

    @property
    def positions(self) -> Positions:
        """What the receiver says; not before the first paint either."""
        return self.positions_of()

    @property
    def parcels(self) -> ParcelLine:
        """The parcel that this PC looks at or sends; made when somebody first wants to."""
        return self.parcels_of()

    @property
    def restoring(self) -> RestoreLine:
        """The lost laptop that is made again here; made when somebody first wants to."""
        return self.restoring_of()
