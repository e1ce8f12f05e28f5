"""Evidence is never refused: what has no place is kept, set aside, and named in the receipt."""

import pytest

from sync.protocol import messages as wire
from sync.protocol.canonical import canonical
from sync.protocol.lines import Entry
from tests.server.conftest import House
from tests.server.laptop import NOW, Laptop, a_finding, a_photo, a_shift, decoded, entry, problem

STRANGE = [
    ("unknown_kind", entry("finding.painted", "f-1", {"colour": "red"})),
    ("wrong_body", entry("finding.recorded", "f-1", {"shift": "s-1"})),
    ("wrong_body", a_finding("f-1", tier="purple")),
    ("wrong_body", a_finding("f-1", observed_at="yesterday")),
    ("wrong_body", a_finding("f-1", observed_at="٢٠٢٦-٠٣-٠٢T٠١:٠٠:٠٠.٠٠٠Z")),
    ("wrong_body", a_finding("f-1", shift="s" * 300)),
    ("wrong_body", entry("photo.taken", "f-1", {"photo": {"sha256": "../../etc/passwd", "size": 1}})),
    ("wrong_body", entry("shift.opened", "s-1", {"officer": {"number": ""}})),
    ("wrong_body", entry("line.carried", "f-1", {"seq": 1})),
    ("unknown_finding", entry("finding.withdrawn", "nobody", {"reason": "误报"})),
    ("unknown_finding", entry("finding.amended", "nobody", {"note": "补充"})),
    ("wrong_body", entry("measure.taken", "f-1", {"id": "", "measure": "tidy"})),
    ("wrong_body", entry("measure.taken", "f-1", {"id": "m-1", "measure": "tidy", "target": "t" * 300})),
    ("unknown_finding", entry("measure.taken", "nobody", {"id": "m-1", "measure": "tidy"})),
    ("wrong_body", entry("visit.planned", "f-1", {"id": "v", "due": "soon", "why": "order"})),
    ("wrong_body", entry("visit.planned", "f-1", {"id": "", "due": NOW, "why": "order"})),
    ("unknown_finding", entry("visit.planned", "nobody", {"id": "v", "due": NOW, "why": "order"})),
    ("unknown_task", entry("task.answered", "nobody", {"outcome": "solved", "note": "", "finding": ""})),
]


@pytest.mark.parametrize(("reason", "strange"), STRANGE, ids=lambda value: value if isinstance(value, str) else "")
def test_a_line_without_a_place_is_kept_and_set_aside(laptop: Laptop, reason: str, strange: Entry) -> None:
    laptop.record(a_shift(), strange, a_finding("f-after"))

    said = laptop.statement(laptop.push().receipt)

    assert [(one.seq, one.reason) for one in said.quarantined] == [(3, reason)]
    assert said.through_seq == 4


def test_lines_of_a_revoked_laptop_are_kept_but_it_gets_nothing(laptop: Laptop, centre: House) -> None:
    photo = b"evidence of a revoked laptop"
    laptop.push()
    centre.run("devices", "revoke", laptop.device)
    laptop.record(a_finding("f-1"), a_photo(photo))

    said = laptop.statement(laptop.push().receipt)

    assert [one.reason for one in said.quarantined] == ["revoked_device", "revoked_device"]
    assert (said.findings, said.photos, said.missing_count) == (1, 1, 1)
    assert laptop.begin_photo(photo, photo).status_code == 201
    assert (laptop.hello().revoked, laptop.hello().heads) == (True, {})
    refused = laptop.http.post("/v1/pull", json={"after": {"area/all": 0}})
    assert problem(refused).code == "revoked_device"


def test_what_is_added_later_changes_the_picture_and_keeps_the_line(laptop: Laptop, centre: House) -> None:
    laptop.record(
        a_finding("f-1"),
        entry("finding.amended", "f-1", {"note": "已离开", "party": ""}),
        entry(
            "decision.overridden",
            "f-1",
            {"was": "service", "override": {"tier": "management", "reason": "屡劝不改", "by": "x"}},
        ),
        entry("finding.withdrawn", "f-1", {"reason": "重复"}),
    )
    laptop.push()

    shown = next(one for one in centre.findings() if one["device"] == laptop.device)

    assert (shown["note"], shown["party"], shown["tier"], shown["withdrawn"]) == (
        "已离开",
        "煎饼车",
        "management",
        True,
    )
    assert (shown["suggested_tier"], shown["override_reason"]) == ("service", "屡劝不改")
    assert len(shown["history"]) == 4


def test_one_line_id_makes_one_picture(laptop: Laptop, centre: House) -> None:
    laptop.record(Entry("same id", "finding.recorded", "f-1", NOW, "7", a_finding("f-1").body))
    laptop.record(Entry("same id", "finding.recorded", "f-2", NOW, "7", a_finding("f-2").body))
    laptop.push()

    shown = [one["finding"] for one in centre.findings() if one["device"] == laptop.device]

    assert shown == ["f-1"]


def test_every_body_within_the_protocols_bounds_is_taken(laptop: Laptop) -> None:
    longest = canonical({"note": "长" * 20_000})
    laptop.record(Entry("long", "finding.painted", "f-1", NOW, "7", longest))

    pushed = decoded(laptop.post_lines(laptop.lines), wire.PushAnswer)

    assert pushed.through_seq == 2
