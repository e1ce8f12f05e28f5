"""What the screens know of the field: the catalogue of facts at once, the policy pack a moment after the first paint."""

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector_app.domain import catalogue
from inspector_app.domain.catalogue import Catalogue, EventClass, FactControl, Kind, kind_of
from inspector_app.ui import translation

if TYPE_CHECKING:
    from inspector_app.domain.reference.calendar import Calendar
    from inspector_app.services.deciding import Policy
    from inspector_app.ui.trouble import Trouble


class Rulebook(QObject):
    """`policy` is None until `came()`, and for good after a `trouble` with it; the catalogue and the tables of kinds and events are read when first asked for."""

    came = Signal()

    def __init__(self, resources: Path):
        super().__init__()
        self._folder = resources / "catalogue"
        self.policy: Policy | None = None
        self.trouble: Trouble | None = None
        self._calendar: Calendar | None = None  # that of the centre, when it states one

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue.load((self._folder / "facts.json").read_bytes())

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        return catalogue.kinds((self._folder / "kinds.json").read_bytes())

    @cached_property
    def event_classes(self) -> tuple[EventClass, ...]:
        return catalogue.event_classes((self._folder / "events.json").read_bytes())

    def take(self, policy: "Policy") -> None:
        """The policy was loaded; call on the UI thread."""
        self.policy = policy if self._calendar is None else replace(policy, calendar=self._calendar)
        self.came.emit()

    def take_calendar(self, calendar: "Calendar | None") -> None:
        """The centre states another calendar; None: it states none, and the one that is here goes on."""
        self._calendar = calendar or self._calendar
        if self.policy is not None and calendar not in (None, self.policy.calendar):
            self.take(self.policy)

    def kind(self, category: str, facts: dict[str, object]) -> Kind | None:
        """The kind of finding that these facts make, None when too little is known."""
        return kind_of({**facts, "category": category}, self.kinds)

    def event_name(self, code: str) -> str:
        """What the platform calls an event type, by its four digits; the code itself when it is not known."""
        for group in self.event_classes:
            for event in group.events:
                if event.code == code:
                    return spoken(event)
        return code

    @property
    def near_m(self) -> int | None:
        """The farthest walk to a relief point that the policy calls near; None while nothing says so."""
        return self.policy.near_m if self.policy is not None else None

    def policy_text(self, kind: str, code: str) -> str:
        """A sentence of the pack; the code itself while the pack is loading or when it does not know it."""
        if self.policy is None:
            return code
        try:
            return self.policy.pack.text(kind, code, translation.language())
        except KeyError:
            return code


def spoken(thing: "FactControl | Kind | EventClass | catalogue.EventType | catalogue.Unit | catalogue.Choice") -> str:
    """The label of a thing of the catalogue in the language that is spoken."""
    return thing.label_zh if translation.language() == "zh" else thing.label_en


def hint(control: FactControl) -> str:
    return control.hint_zh if translation.language() == "zh" else control.hint_en
