"""What each role may do (domain.md §4.5; 行政处罚法 art. 42, 安阳市城市管理综合执法条例 art. 7 as a model).

A measure that no role is named for belongs to officers and squad leaders: a new measure is closed until somebody opens it.
"""

from enum import StrEnum

from inspector_app.domain.officer import Role

GUIDING = frozenset({"log_visit", "guide_relief_point", "guide_car_park", "tell_manager"})
PERSUADING = frozenset({
    "explain_and_educate", "risk_card", "tidy", "front_duty_reminder", "renewal_help", "notify_operator",
    "oral_reminder", "follow_up", "joint_handling",
})  # fmt: skip
FORMAL = frozenset({"written_order", "operator_order", "simple_procedure", "file_case", "immediate_clearance"})
"""Orders, penalties and clearance: two certified officers must be there."""

SWORN = 2


class Lack(StrEnum):
    """Why somebody may not take a measure."""

    ROLE = "not_in_power"
    SECOND_OFFICER = "second_officer_needed"


def lack(measure: str, role: Role, sworn: int) -> Lack | None:
    """What stands against `role` taking `measure` with so many certified officers present; None when nothing does."""
    if measure in GUIDING:
        return None
    if measure in PERSUADING:
        return Lack.ROLE if role is Role.COLLECTOR else None
    if role in (Role.COLLECTOR, Role.AUXILIARY):
        return Lack.ROLE
    return Lack.SECOND_OFFICER if measure in FORMAL and sworn < SWORN else None


def decides_tier(role: Role) -> bool:
    """Whether the tier is theirs to decide; from the others it is a suggestion to an officer."""
    return role in (Role.OFFICER, Role.SQUAD_LEADER)


def sees_subjects(role: Role) -> bool:
    """Whether the role may see who did what before; collectors record and verify only."""
    return role is not Role.COLLECTOR
