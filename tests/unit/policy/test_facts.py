from typing import Any

import pytest

from inspector_app.domain.policy.facts import FactCode, FactProblem, seal, unseal, validate
from tests.policies import catalogue

STALL: dict[str, Any] = {"category": "stall"}
MOTOR: dict[str, Any] = {"category": "parking", "vehicle": "motor"}


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        (None, FactCode.WRONG_TYPE, ""),
        ([], FactCode.WRONG_TYPE, ""),
        ({}, FactCode.MISSING_FIELD, "category"),
        ({"category": 1}, FactCode.WRONG_TYPE, "category"),
        ({"category": ["stall"]}, FactCode.WRONG_TYPE, "category"),
        ({"category": "shop"}, FactCode.NOT_ALLOWED, "category"),
        ({"category": "parking"}, FactCode.MISSING_FIELD, "vehicle"),
        ({"category": "parking", "vehicle": None}, FactCode.MISSING_FIELD, "vehicle"),
        (STALL | {"colour": "red"}, FactCode.UNKNOWN_FIELD, "colour"),
        (STALL | {"Goods": "food"}, FactCode.UNKNOWN_FIELD, "Goods"),
        (MOTOR | {"goods": "food"}, FactCode.UNKNOWN_FIELD, "goods"),
        (STALL | {"history": {"orders": 1}}, FactCode.UNKNOWN_FIELD, "history.orders"),
        (STALL | {"history": []}, FactCode.WRONG_TYPE, "history"),
        (STALL | {"history": {"order": "late"}}, FactCode.NOT_ALLOWED, "history.order"),
        (STALL | {"history": {"warnings_30d": 10}}, FactCode.OUT_OF_RANGE, "history.warnings_30d"),
        (STALL | {"history": {"warnings_30d": -1}}, FactCode.OUT_OF_RANGE, "history.warnings_30d"),
        (STALL | {"history": {"warnings_30d": True}}, FactCode.WRONG_TYPE, "history.warnings_30d"),
        (STALL | {"history": {"warnings_30d": 1.0}}, FactCode.WRONG_TYPE, "history.warnings_30d"),
        (STALL | {"goods": "bread"}, FactCode.NOT_ALLOWED, "goods"),
        (STALL | {"goods": True}, FactCode.WRONG_TYPE, "goods"),
        (STALL | {"permit": "unknown"}, FactCode.NOT_ALLOWED, "permit"),
        (STALL | {"blocks": "fire_lane"}, FactCode.WRONG_TYPE, "blocks"),
        (STALL | {"blocks": ["river"]}, FactCode.NOT_ALLOWED, "blocks"),
        (STALL | {"blocks": [None]}, FactCode.WRONG_TYPE, "blocks"),
        (STALL | {"blocks": ["hydrant"] * 65}, FactCode.OUT_OF_RANGE, "blocks"),
        (STALL | {"corrected_on_site": 1}, FactCode.WRONG_TYPE, "corrected_on_site"),
        (STALL | {"corrected_on_site": "true"}, FactCode.WRONG_TYPE, "corrected_on_site"),
        (STALL | {"passage_left_m": "1.5"}, FactCode.WRONG_TYPE, "passage_left_m"),
        (STALL | {"passage_left_m": False}, FactCode.WRONG_TYPE, "passage_left_m"),
        (STALL | {"passage_left_m": float("nan")}, FactCode.NOT_FINITE, "passage_left_m"),
        (STALL | {"passage_left_m": float("-inf")}, FactCode.NOT_FINITE, "passage_left_m"),
        (STALL | {"passage_left_m": 20.001}, FactCode.OUT_OF_RANGE, "passage_left_m"),
        (STALL | {"passage_left_m": 10**400}, FactCode.OUT_OF_RANGE, "passage_left_m"),
        (STALL | {"observed_at": 20240520}, FactCode.WRONG_TYPE, "observed_at"),
        (STALL | {"observed_at": "2024-05-20"}, FactCode.BAD_TIME, "observed_at"),
        (STALL | {"observed_at": "2024-05-20T24:00"}, FactCode.BAD_TIME, "observed_at"),
        (STALL | {"observed_at": "2023-02-29T10:00"}, FactCode.BAD_TIME, "observed_at"),
        (STALL | {"observed_at": "2024-05-20T10:00Z"}, FactCode.BAD_TIME, "observed_at"),
        (STALL | {"observed_at": "２０２４-05-20T10:00"}, FactCode.BAD_TIME, "observed_at"),
        (STALL | {"street_policy": {"hours": "18:00"}}, FactCode.WRONG_TYPE, "street_policy.hours"),
        (STALL | {"street_policy": {"hours": ["18:00"]}}, FactCode.BAD_WINDOW, "street_policy.hours"),
        (STALL | {"street_policy": {"hours": ["18:00", None]}}, FactCode.BAD_WINDOW, "street_policy.hours"),
        (STALL | {"street_policy": {"hours": ["18:00", "24:00"]}}, FactCode.BAD_WINDOW, "street_policy.hours"),
        (MOTOR | {"plate": 5}, FactCode.WRONG_TYPE, "plate"),
        (MOTOR | {"plate": "豫" * 21}, FactCode.OUT_OF_RANGE, "plate"),
        (MOTOR | {"plate": "豫A\n1"}, FactCode.BAD_TEXT, "plate"),
        (MOTOR | {"plate": "\ud800"}, FactCode.BAD_TEXT, "plate"),
        (MOTOR | {"count": 0}, FactCode.OUT_OF_RANGE, "count"),
    ],
)
def test_a_wrong_fact_is_named_by_code_and_field(facts: object, code: FactCode, field: str) -> None:
    with pytest.raises(FactProblem) as trouble:
        validate(facts, catalogue())
    assert (trouble.value.code, trouble.value.field) == (code, field)


@pytest.mark.parametrize(
    "facts",
    [
        STALL,
        STALL | {"goods": None, "blocks": None, "history": None, "street_policy": None, "sworn_present": None},
        STALL | {"blocks": ["hydrant", "hydrant"], "subject": {"age": None}},
        STALL | {"street_policy": {"hours": ["22:00", "22:00"]}, "passage_left_m": 20},
        MOTOR | {"reminder_min": 9.5, "plate": ""},
    ],
)
def test_absent_null_and_odd_but_meaningful_facts_pass(facts: dict[str, Any]) -> None:
    validate(facts, catalogue())


def test_a_journal_body_carries_no_floats() -> None:
    facts = STALL | {"passage_left_m": 1.25, "nearest_relief": {"distance_m": 300, "free_slots": 4}, "history": None}
    assert seal(facts, catalogue()) == STALL | {
        "passage_left_mm": 1250,
        "nearest_relief": {"distance_mm": 300000, "free_slots": 4},
        "history": None,
    }


def test_areas_and_hours_are_sealed_by_their_units() -> None:
    facts = {"category": "hoarding", "approved_area": 73.2, "measured_area": None, "hours_since_emergency": 24.5}
    assert seal(facts, catalogue()) == {
        "category": "hoarding",
        "approved_area_cm2": 732000,
        "measured_area_cm2": None,
        "hours_since_emergency_s": 88200,
    }


@pytest.mark.parametrize(
    ("minutes", "sealed"), [(9, ("reminder_min", 9)), (9.5, ("reminder_s", 570)), (None, ("reminder_min", None))]
)
def test_whole_minutes_stay_minutes(minutes: float | None, sealed: tuple[str, int | None]) -> None:
    body = seal(MOTOR | {"reminder_min": minutes}, catalogue())
    assert body == MOTOR | dict([sealed])
    assert unseal(body, catalogue()) == MOTOR | {"reminder_min": minutes}


def test_a_value_said_twice_is_sealed_once() -> None:
    assert seal(STALL | {"blocks": ["hydrant", "bus_stop", "hydrant"]}, catalogue())["blocks"] == [
        "hydrant",
        "bus_stop",
    ]
