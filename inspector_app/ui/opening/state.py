"""Who works the shift, as it is typed, without Qt."""

from typing import NamedTuple

from inspector_app.domain.officer import Officer, Role
from inspector_app.preferences import Choices


class OpeningState(NamedTuple):
    """Texts as typed; `problems` are sentences' codes by field. The second officer is left out with an empty number."""

    number: str = ""
    name: str = ""
    certificate: str = ""
    role: str = Role.OFFICER.value
    second_number: str = ""
    second_name: str = ""
    second_certificate: str = ""
    unit: str = ""
    planned_from: str = ""
    planned_to: str = ""
    opening: bool = False
    unused: bool = False  # nobody has worked here: a lost laptop can be made again

    @property
    def officer(self) -> Officer:
        return Officer(self.number.strip(), self.name.strip(), self.certificate.strip(), Role(self.role))

    @property
    def second(self) -> Officer | None:
        if not self.second_number.strip():
            return None
        return Officer(self.second_number.strip(), self.second_name.strip(), self.second_certificate.strip())

    @property
    def sworn(self) -> int:
        """Certified officers of this shift; orders and penalties need two (行政处罚法 art. 42)."""
        return sum(1 for one in (self.officer, self.second) if one is not None and one.number and one.is_sworn)


def remembered(choices: Choices) -> OpeningState:
    """As it was the last time on this laptop."""
    return OpeningState(
        choices.officer_number, choices.officer_name, choices.officer_certificate, _role(choices.officer_role),
        choices.second_number, choices.second_name, choices.second_certificate, choices.unit, choices.planned_from,
        choices.planned_to,
    )  # fmt: skip


def to_remember(state: OpeningState) -> dict[str, str]:
    """What the next opening begins with, as named choices of the preferences."""
    return {
        "officer_number": state.number.strip(), "officer_name": state.name.strip(),
        "officer_certificate": state.certificate.strip(), "officer_role": state.role,
        "second_number": state.second_number.strip(), "second_name": state.second_name.strip(),
        "second_certificate": state.second_certificate.strip(), "unit": state.unit.strip(),
        "planned_from": state.planned_from, "planned_to": state.planned_to,
    }  # fmt: skip


def problems_of(state: OpeningState) -> dict[str, str]:
    """Codes of what keeps the shift from being opened, by field."""
    found = {}
    if not state.number.strip():
        found["number"] = "officer_number_needed"
    if state.second is not None and state.second_number.strip() == state.number.strip():
        found["second_number"] = "same_officer_twice"
    for name in ("planned_from", "planned_to"):
        text = getattr(state, name)
        if text and not is_clock(text):
            found[name] = "not_a_clock"
    return found


def is_clock(text: str) -> bool:
    """Whether `text` is a time of the day, hh:mm."""
    hours, _, minutes = text.partition(":")
    digits = len(hours) == len(minutes) == 2 and (hours + minutes).isdecimal()
    return digits and int(hours) < 24 and int(minutes) < 60


def _role(name: str) -> str:
    return name if name in {role.value for role in Role} else Role.OFFICER.value
