"""What every page is given: the workplace, and the few things that all pages share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from inspector_app.domain.task import Task
    from inspector_app.ui.appearance import Appearance
    from inspector_app.ui.clocks import Clocks
    from inspector_app.ui.duty import Duty
    from inspector_app.ui.leaders import Leaders
    from inspector_app.ui.rulebook import Rulebook
    from inspector_app.ui.sync_page.link import SyncLink
    from inspector_app.ui.trouble import Trouble
    from inspector_app.ui.upkeep import Upkeep
    from inspector_app.ui.workplace import Workplace


class Desk(NamedTuple):
    """`go(key)` shows another page; `tell(sentence, tone)` and `tell_trouble` say something over the page;
    `record_for(task)` answers a task by a finding, `show_finding(id)` shows one in detail."""

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
    clocks_of: Callable[[], Clocks]
    leaders_of: Callable[[], Leaders]

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
