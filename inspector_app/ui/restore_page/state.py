"""What the page of a lost laptop shows, without Qt: where it comes from, how far it is, what came back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from inspector_app.ui.settings.state import CODE_SIGNS, address_problem, code_signs

if TYPE_CHECKING:
    from inspector_app.services.restoring import Remade


class Source(StrEnum):
    """Where the lost laptop comes from."""

    CENTRE = "centre"
    PARCEL = "parcel"
    FOLDER = "folder"


class Step(StrEnum):
    """How far it is."""

    FORM = "form"
    RUNNING = "running"
    PAUSING = "pausing"
    PAUSED = "paused"
    STOPPED = "stopped"  # `problem` says why
    DONE = "done"


BUSY = frozenset({Step.RUNNING, Step.PAUSING})


@dataclass(frozen=True, slots=True)
class RestoreState:
    """`refusal` is why nothing can be made again here: None while nobody knows, empty when it can.

    `done` of `whole` of what `stage` (of services.restoring) counts; `whole` is 0 where nobody knows it before.
    """

    refusal: str | None = None
    source: Source = Source.CENTRE
    address: str = ""
    code: str = ""
    parcel: str = ""
    folder: str = ""
    password: str = ""
    asks_password: bool = False
    step: Step = Step.FORM
    stage: str = ""
    done: int = 0
    whole: int = 0
    problem: str = ""
    made: Remade | None = None

    @property
    def allowed(self) -> bool:
        return self.refusal == ""

    @property
    def is_busy(self) -> bool:
        return self.step in BUSY

    @property
    def percent(self) -> int:
        if self.step is Step.DONE:
            return 100
        return min(99, 100 * self.done // self.whole) if self.whole else 0

    @property
    def ready(self) -> bool:
        """Whether a try makes sense; the centre and the stick have the last word."""
        if not self.allowed or self.is_busy or self.step is Step.DONE:
            return False
        if self.source is Source.FOLDER:
            return bool(self.folder) and (bool(self.password) or not self.asks_password)
        named = bool(self.parcel) or self.source is Source.CENTRE
        return named and address_problem(self.address) is None and code_signs(self.code) == CODE_SIGNS
