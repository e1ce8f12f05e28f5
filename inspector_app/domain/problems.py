"""What a person did that the rules of the field do not allow, by code; sentences for people live in the interface."""

from enum import StrEnum


class Problem(StrEnum):
    NO_OPEN_SHIFT = "no_open_shift"
    SHIFT_ALREADY_OPEN = "shift_already_open"
    OFFICER_NUMBER_NEEDED = "officer_number_needed"
    SAME_OFFICER_TWICE = "same_officer_twice"
    OVERRIDE_NEEDS_REASON = "override_needs_reason"
    APPROVAL_NEEDED = "approval_needed"
    APPROVAL_WRONG = "approval_wrong"
    NOT_IN_POWER = "not_in_power"
    TIER_NOT_IN_POWER = "tier_not_in_power"
    SECOND_OFFICER_NEEDED = "second_officer_needed"
    TIER_NEEDED = "tier_needed"
    TYPE_NEEDED = "type_needed"
    WITHDRAWAL_NEEDS_REASON = "withdrawal_needs_reason"
    NO_SUCH_FINDING = "no_such_finding"
    NO_SUCH_TASK = "no_such_task"
    ALREADY_WITHDRAWN = "already_withdrawn"
    TOO_MANY_MEASURES = "too_many_measures"
    TOO_MANY_PHOTOS = "too_many_photos"
    PIN_NEEDS_REASON = "pin_needs_reason"
    NOTE_TOO_LONG = "note_too_long"
    FACTS_WRONG = "facts_wrong"


class RuleBroken(Exception):
    """A deed that the rules do not allow; nothing was written. `field` names what to mend, when one thing is to blame."""

    def __init__(self, code: Problem, field: str = ""):
        super().__init__(f"{code.value} {field}".strip())
        self.code = code
        self.field = field
