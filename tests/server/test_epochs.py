"""Epochs: how a restored, cloned or salvaged laptop goes on, and what the centre refuses to chain."""

import msgspec

from sync.protocol.lines import ORIGIN, digest_of
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, a_photo, a_shift, entry, problem


def test_an_epoch_begins_with_its_opening(laptop: Laptop) -> None:
    laptop.record(a_shift())

    said = problem(laptop.post_lines(laptop.lines[1:]))

    assert (said.code, said.seq) == ("hole", 0)


def test_a_restored_laptop_goes_on_in_a_new_epoch_that_follows_what_the_centre_holds(laptop: Laptop) -> None:
    laptop.record(a_shift(), a_finding("f-1"))
    laptop.push()
    laptop.lines = laptop.lines[:2]
    laptop.open_epoch("e-2", reason="restored")
    laptop.record(a_finding("f-2"))

    answer = laptop.push(laptop.lines[2:])

    said = laptop.statement(answer.receipt)
    assert (said.epoch, said.through_seq, said.findings) == ("e-2", 4, 1)


def test_lines_of_a_fork_are_carried_over_and_shown_once(laptop: Laptop, centre: House) -> None:
    photo = b"a photo of the fork"
    laptop.record(a_shift())
    laptop.push()
    lost = laptop.record(a_finding("f-fork"), a_photo(photo, "f-fork"))
    laptop.lines = laptop.lines[:2]
    laptop.open_epoch("e-2", reason="fork")
    for line in lost:
        body = msgspec.json.decode(msgspec.json.encode(line))
        about = body.pop("about")
        laptop.record(entry("line.carried", about, body, id=f"carry/{line.id}"))
        laptop.record(entry("line.carried", about, body, id=f"carry again/{line.id}"))

    said = laptop.statement(laptop.push(laptop.lines[2:]).receipt)

    assert (said.findings, said.photos, said.quarantined) == (2, 1, ())
    assert [one["finding"] for one in centre.findings() if one["device"] == laptop.device] == ["f-fork"]


def test_a_carried_line_that_was_changed_is_kept_and_set_aside(laptop: Laptop) -> None:
    line = laptop.record(a_finding("f-1"))[0]
    laptop.lines.pop()
    body = msgspec.json.decode(msgspec.json.encode(line))
    about = body.pop("about")
    laptop.record(entry("line.carried", about, body | {"officer": "somebody else"}))

    said = laptop.statement(laptop.push().receipt)

    assert [(one.seq, one.reason) for one in said.quarantined] == [(2, "wrong_carried_digest")]
    assert said.through_seq == 2


def test_an_epoch_may_follow_a_line_that_the_centre_never_saw(laptop: Laptop) -> None:
    laptop.record(a_shift())
    laptop.open_epoch("e-2", reason="salvaged")

    assert laptop.push(laptop.lines[2:]).through_seq == 3


def test_a_first_line_that_follows_something_else_breaks_the_chain(laptop: Laptop) -> None:
    first = msgspec.structs.replace(laptop.lines[0], prev="ab" * 32)
    forged = msgspec.structs.replace(first, digest=digest_of(laptop.device, first))
    assert laptop.lines[0].prev == ORIGIN

    assert problem(laptop.post_lines([forged])).code == "broken_chain"


def test_an_epoch_that_opens_in_the_middle_is_set_aside(laptop: Laptop) -> None:
    laptop.record(
        entry("epoch.opened", "e-9", {"after_epoch": "", "after_seq": 0, "after_digest": ORIGIN, "reason": "new"})
    )

    said = laptop.statement(laptop.push().receipt)

    assert [one.reason for one in said.quarantined] == ["misplaced_epoch"]


def test_a_restored_copy_gets_the_account_of_its_own_lines(laptop: Laptop) -> None:
    laptop.record(a_shift(), a_finding("f-1"), a_photo(b"one", "f-1"), a_finding("f-2"))
    laptop.push()
    laptop.lines = laptop.lines[:4]

    answer = laptop.account(findings=1, photos=1)

    said = laptop.statement(answer.receipt)
    assert (answer.agrees, said.through_seq, said.digest, said.missing_count) == (True, 4, laptop.lines[3].digest, 1)
