import json

import pytest

from inspector_app import paths
from inspector_app.domain.catalogue import Catalogue, event_classes, kind_of, kinds
from tests.policies import DATA, cases, catalogue

FOLDER = paths.resources() / "catalogue"
PUBLISHED = json.loads((DATA / "facts_721.json").read_text(encoding="utf-8"))


ADDED = {"parking": ["police_strict"]}  # read by 721-v1.1


@pytest.mark.parametrize("category", ["stall", "hoarding", "parking"])
def test_every_published_fact_of_a_category_has_one_control(category: str) -> None:
    published = [*PUBLISHED["common"], *PUBLISHED[category]]
    assert list(catalogue().categories[category]) == published + ADDED.get(category, [])


def test_every_word_on_a_form_is_there_in_both_languages() -> None:
    for controls in catalogue().categories.values():
        for control in (part for outer in controls.values() for part in (outer, *outer.parts)):
            assert control.label_zh, control.name
            assert control.label_en, control.name
            assert all(choice.label_zh and choice.label_en for choice in control.values), control.name
            assert not control.unit or control.unit in catalogue().units


def test_what_depends_on_an_answer_depends_on_one_that_can_be_given() -> None:
    for controls in catalogue().categories.values():
        for control in controls.values():
            for name, values in control.shown_when.items():
                words: set[object] = {choice.value for choice in controls[name].values} or {True, False}
                assert set(values) - {None} <= words, control.name


def test_an_open_question_shows_what_hangs_on_it() -> None:
    hoarding = catalogue().categories["hoarding"]
    assert hoarding["days_expired"].shown({"permit": "expired"})
    assert not hoarding["days_expired"].shown({"permit": "valid"})
    assert hoarding["alternative_route"].shown({"blocks": ["hydrant", "bus_stop"]})
    assert not hoarding["alternative_route"].shown({"blocks": ["hydrant"]})
    assert hoarding["idle_days"].shown({})


def test_the_answers_of_the_party_are_facts() -> None:
    refuses = next(answer for answer in catalogue().answers if answer.code == "refuses")
    assert refuses.facts == {"attitude": "refuses", "corrected_on_site": False}
    assert [answer.code for answer in catalogue().answers if answer.party_absent] == ["absent"]


def test_labels_are_found_by_value() -> None:
    assert catalogue().control("stall", "history.order").label("overdue", "zh") == "逾期未改"
    assert catalogue().control("hoarding", "permit").label("unknown", "en") == "Cannot be checked"


def test_every_kind_has_an_event_type_of_the_platform() -> None:
    known = {event.code for group in event_classes((FOLDER / "events.json").read_bytes()) for event in group.events}
    assert {kind.event_type for kind in kinds((FOLDER / "kinds.json").read_bytes())} <= known


def test_event_types_begin_with_their_class_and_stand_once() -> None:
    classes = event_classes((FOLDER / "events.json").read_bytes())
    codes = [event.code for group in classes for event in group.events]
    assert [group.code for group in classes] == ["01", "02", "03", "04", "05", "21"]
    assert all(event.code[:2] == group.code for group in classes for event in group.events)
    assert len(set(codes)) == len(codes) == 54


def test_a_finding_finds_its_kind() -> None:
    known = kinds((FOLDER / "kinds.json").read_bytes())
    grill = kind_of({"category": "stall", "form": "mobile_vendor", "goods": "open_bbq"}, known)
    assert grill is not None
    assert (grill.kind, grill.event_type) == ("stall.open_bbq", "0510")
    assert kind_of({"category": "stall"}, known) is None
    assert all(kind_of(case["input"], known) for case in cases())


@pytest.mark.parametrize(
    "content", [b"{}", b"[]", b"no", b'{"units": {}, "facts": {"common": [{}]}}', b" " * (1 << 21)]
)
def test_what_is_no_catalogue_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        Catalogue.load(content)
