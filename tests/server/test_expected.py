"""What the centre has just asked for is not looked up; what it has forgotten is."""

import hashlib
from collections.abc import Callable

import pytest

from sync.protocol.messages import BundleAnswer
from sync.server import centre as wiring
from sync.server import media
from sync.server.expected import LAPTOPS, PHOTOS, Expected
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_photo, a_shift, decoded, problem


def test_photos_that_were_asked_for_are_expected_until_they_come() -> None:
    expected = Expected()
    expected.ask("one", ["a", "b"])
    expected.ask("one", ["c"])

    assert expected.all_of("one", ["a", "c"])
    assert not expected.all_of("one", ["a", "d"])
    assert not expected.all_of("two", ["a"])
    expected.came("one", ["a"])
    assert not expected.all_of("one", ["a"])
    assert expected.all_of("one", ["b", "c"])
    expected.came("two", ["a"])  # of which nobody was asked


def test_the_laptop_that_was_longest_silent_is_forgotten() -> None:
    expected = Expected()
    for number in range(LAPTOPS):
        expected.ask(f"laptop-{number}", ["a"])
    expected.ask("laptop-0", ["b"])

    expected.ask("one more", ["a"])

    assert expected.all_of("laptop-0", ["a", "b"])
    assert not expected.all_of("laptop-1", ["a"])
    assert len(expected._of) == LAPTOPS


def test_laptops_that_bring_no_photos_or_have_brought_them_displace_nobody() -> None:
    expected = Expected()
    expected.ask("one", ["a"])
    for number in range(LAPTOPS):
        expected.ask(f"without-{number}", [])
        expected.ask(f"done-{number}", ["b"])
        expected.came(f"done-{number}", ["b"])

    assert expected.all_of("one", ["a"])
    assert list(expected._of) == ["one"]


def test_a_laptop_with_too_many_photos_is_forgotten() -> None:
    expected = Expected()
    expected.ask("one", [str(number) for number in range(PHOTOS)])
    assert expected.all_of("one", ["0"])

    expected.ask("one", ["one more"])

    assert not expected.all_of("one", ["0"])
    assert not expected._of


def test_photos_that_a_push_asked_for_are_stored_without_a_question(
    own_centre: House, laptops: Callable[[House], Laptop], monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop, originals = laptops(own_centre), [b"one", b"two"]
    laptop.record(a_shift(), *map(a_photo, originals))
    own_centre.stop()
    asked: list[int] = []
    wanted = media.wanted

    async def counted(*about: object) -> tuple[str, ...]:
        asked.append(1)
        return await wanted(*about)  # type: ignore[arg-type]

    monkeypatch.setattr(media, "wanted", counted)
    photos = {hashlib.sha256(original).hexdigest(): original for original in originals}

    async def sent(inside: wiring.Centre) -> list[int]:
        await inside.push(laptop.device, laptop.batch(laptop.lines))
        assert set(await inside.uploads.bundle(laptop.device, photos)) == set(photos)
        before = len(asked)
        assert set(await inside.uploads.bundle(laptop.device, photos)) == set(photos)
        return [before, len(asked)]

    assert own_centre.inside(sent) == [0, 1]


def test_photos_that_no_line_names_have_a_bound(embedded: House, laptops: Callable[[House], Laptop]) -> None:
    laptop = laptops(embedded)
    answers = [laptop.begin_photo(b"%d" % n, b"%d" % n).status_code for n in range(202)]
    bundle = laptop.send_bundle(b"too", b"many")
    named, also = b"but this one is named", b"and this one"
    laptop.record(a_photo(named), a_photo(also))
    laptop.push()

    assert answers == [201] * 200 + [507] * 2
    assert problem(bundle).code == "out_of_space"
    assert laptop.send_bundle(also).status_code == 200
    assert laptop.begin_photo(named, named).status_code == 201


def test_a_photo_that_another_laptop_brought_is_taken_too(centre: House, laptops: Callable[[House], Laptop]) -> None:
    one, two, photo = laptops(centre), laptops(centre), b"seen by two"
    sha256 = hashlib.sha256(photo).hexdigest()

    for laptop in (one, two):
        assert laptop.have(sha256).stored == ()
        assert decoded(laptop.send_bundle(photo), BundleAnswer).stored == (sha256,)
        assert laptop.have(sha256).stored == (sha256,)
