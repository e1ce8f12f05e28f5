"""One shift against a real centre, on both databases."""

import hashlib
from collections.abc import Callable

from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, a_photo, a_shift, problem

PHOTO = b"\xff\xd8 a photo " * 5000
DIGEST = hashlib.sha256(PHOTO).hexdigest()


def test_a_shift_arrives_whole_and_the_receipt_proves_it(laptop: Laptop) -> None:
    laptop.record(a_shift(), a_finding(), a_photo(PHOTO))

    pushed = laptop.push()
    said = laptop.statement(pushed.receipt)

    assert (pushed.added, pushed.through_seq, pushed.need) == (4, 4, (DIGEST,))
    assert (said.device, said.epoch, said.through_seq, said.digest) == (
        laptop.device,
        "e-1",
        4,
        laptop.lines[-1].digest,
    )
    assert (said.findings, said.photos, said.missing, said.quarantined) == (1, 1, (DIGEST,), ())
    assert not laptop.account(findings=1, photos=1).complete

    assert laptop.begin_photo(PHOTO, PHOTO[:20000]).headers["Upload-Offset"] == "20000"
    assert laptop.send_chunk(PHOTO, 20000, PHOTO[20000:]).headers["Upload-Offset"] == str(len(PHOTO))

    assert laptop.have(DIGEST).stored == (DIGEST,)
    answer = laptop.account(findings=1, photos=1)
    assert (answer.complete, laptop.statement(answer.receipt).missing_count) == (True, 0)


def test_the_same_batch_again_changes_nothing(laptop: Laptop) -> None:
    laptop.record(a_shift(), a_finding())
    first = laptop.push()

    again = laptop.push()

    assert (again.added, again.through_seq) == (0, first.through_seq)
    assert laptop.statement(again.receipt).findings == 1


def test_a_hole_is_refused_with_the_place_where_the_centre_stands(laptop: Laptop) -> None:
    laptop.push()
    lines = laptop.record(a_shift(), a_finding())

    said = problem(laptop.post_lines(lines[1:]))

    assert (said.code, said.status, said.seq) == ("hole", 409, 1)
    assert laptop.hello().through_seq == 1


def test_a_clone_that_went_on_differently_is_a_fork(centre: House, laptop: Laptop) -> None:
    laptop.push()
    laptop.record(a_shift("s-1"))
    laptop.push()
    laptop.lines.pop()
    other = laptop.record(a_shift("s-2"), a_finding())

    assert (problem(laptop.post_lines(other)).code, problem(laptop.post_lines(other)).seq) == ("fork", 2)
    assert problem(laptop.post_lines(other[1:])).code == "fork"


def test_two_laptops_at_once_do_not_mix(centre: House, laptops: Callable[[House], Laptop]) -> None:
    one, two = laptops(centre), laptops(centre)
    one.record(a_shift(), a_finding("f-1"), a_finding("f-2"))
    two.record(a_shift(), a_finding("f-1"))

    assert one.statement(one.push().receipt).findings == 2
    assert two.statement(two.push().receipt).findings == 1
