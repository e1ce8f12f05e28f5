"""Who is on duty on this laptop and what waits; the rail, the pills and the pages look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, Signal

from inspector_app.ui.counts import counts

if TYPE_CHECKING:
    from inspector_app.services.changes import Changes
    from inspector_app.services.ports import Reads, Shift
    from inspector_app.ui.background import Background
    from inspector_app.ui.change_feed import ChangeFeed

translate = QCoreApplication.translate

LONGEST_NAME = 6  # signs
Pills = dict[str, tuple[str, str]]


class OnDuty(NamedTuple):
    """`opened`: the database answered. `link` is what the sync last said of the line: `online`, `offline`, or empty."""

    opened: bool = False
    failed: bool = False
    shift: Shift | None = None
    findings: int = 0
    open_tasks: int = 0
    unsent_findings: int = 0
    unsent_lines: int = 0
    others_unsent: int = 0
    enrolled: bool = True
    link: str = ""

    def counts(self) -> dict[str, int]:
        """Badges of the rail, by page key."""
        return {"shift": self.findings, "tasks": self.open_tasks, "sync": self.unsent_findings}

    def pills(self) -> Pills:
        """Words and tone of the pills at the top, by place."""
        return {"link": self._link(), "shift": self._shift(), "signer": self._signer()}

    def _link(self) -> tuple[str, str]:
        if self.failed:
            return translate("duty", "The database cannot be opened"), "alarm"
        if not self.opened:
            return translate("duty", "Opening the database…"), "warning"
        state = {"online": translate("duty", "Online"), "offline": translate("duty", "Offline")}.get(self.link, "")
        if not self.enrolled:
            state = translate("duty", "Not enrolled")
        waiting = translate("duty", "To send: {count}").format(count=self.unsent_findings)
        if self.others_unsent:
            waiting += " · " + counts.records_of_others(self.others_unsent)
        tone = "good" if self.link == "online" else "none"
        return f"{state} · {waiting}" if state else waiting, tone

    def _shift(self) -> tuple[str, str]:
        if self.shift is None:
            return (translate("duty", "No shift open"), "warning") if self.opened else ("", "")
        hours = "–".join(part for part in (self.shift.planned_from, self.shift.planned_to) if part)
        return " ".join(part for part in (hours, self.shift.unit) if part), ""

    def _signer(self) -> tuple[str, str]:
        if self.shift is None:
            return "", ""
        names = [f"{_short(one.name)} {one.number}".strip() for one in (self.shift.officer, self.shift.second) if one]
        return translate("duty", "Signs: {names}").format(names=" + ".join(names)), ""


def _short(name: str) -> str:
    """A name that leaves room for the number, which is what signs."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


class Duty(QObject):
    """Keeps `OnDuty` true: asks when the database is open and whenever something was touched. `changed(OnDuty)`."""

    changed = Signal(object)

    def __init__(self, background: Background, feed: ChangeFeed):
        super().__init__()
        self._background = background
        self.state = OnDuty()
        feed.changed.connect(self._touched)

    def read(self) -> None:
        """Asks for everything again."""
        self._background.ask(_standing).then(self._show)

    def fail(self) -> None:
        """The database could not be opened."""
        self._show({"failed": True})

    def tell_link(self, link: str) -> None:
        """`online` or `offline`, from whoever talks with the centre."""
        self._show({"link": link})

    def _touched(self, changes: Changes) -> None:
        if changes.shifts or changes.findings or changes.tasks or changes.sync:
            self.read()

    def _show(self, told: dict[str, Any]) -> None:
        state = self.state._replace(**told)
        if state != self.state:
            self.state = state
            self.changed.emit(state)


def _standing(reads: Reads) -> dict[str, Any]:
    from inspector_app.domain.task import TaskState

    shift, overview = reads.open_shift(), reads.sync_overview()
    return {
        "opened": True,
        "shift": shift,
        "findings": reads.tier_counts(shift.id).all if shift else 0,
        "open_tasks": sum(1 for row in reads.tasks() if row.state is TaskState.OPEN),
        "unsent_findings": overview.unsent_findings,
        "unsent_lines": overview.unsent_lines,
        "others_unsent": sum(other.lines for other in overview.others),
        "enrolled": overview.enrolled,
    }
