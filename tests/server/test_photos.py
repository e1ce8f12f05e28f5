"""Photos on their way in: any cut may come, no wrong byte is ever called stored."""

import base64
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, a_photo, checksum, problem

PHOTO = bytes(range(256)) * 1000
DIGEST = hashlib.sha256(PHOTO).hexdigest()


def place(house: House, content: bytes) -> Path:
    sha256 = hashlib.sha256(content).hexdigest()
    return house.folder / "photos" / "sha256" / sha256[:2] / sha256


def test_a_photo_goes_on_where_the_line_was_cut(laptop: Laptop) -> None:
    laptop.begin_photo(PHOTO, PHOTO[:100_000])

    asked = laptop.http.head(laptop.upload_path(PHOTO))

    assert (asked.headers["Upload-Offset"], asked.headers["Upload-Length"]) == ("100000", "256000")
    assert laptop.have(DIGEST).partial == {DIGEST: 100_000}
    assert laptop.send_chunk(PHOTO, 100_000, PHOTO[100_000:200_000]).status_code == 204
    assert laptop.send_chunk(PHOTO, 200_000, PHOTO[200_000:]).headers["Upload-Offset"] == "256000"
    assert laptop.have(DIGEST).stored == (DIGEST,)


def test_a_chunk_at_another_place_is_refused_with_the_true_offset(laptop: Laptop) -> None:
    laptop.begin_photo(PHOTO, PHOTO[:1000])

    answer = laptop.send_chunk(PHOTO, 500, PHOTO[500:2000])

    assert (problem(answer).code, problem(answer).seq, answer.headers["Upload-Offset"]) == (
        "wrong_offset",
        1000,
        "1000",
    )


def test_a_damaged_chunk_does_not_count(laptop: Laptop) -> None:
    laptop.begin_photo(PHOTO, PHOTO[:1000])
    wrong = {"Upload-Checksum": checksum(b"other bytes")["Upload-Checksum"]}

    assert problem(laptop.send_chunk(PHOTO, 1000, PHOTO[1000:2000], **wrong)).code == "wrong_digest"
    assert laptop.http.head(laptop.upload_path(PHOTO)).headers["Upload-Offset"] == "1000"


def test_a_photo_that_is_not_what_its_name_says_is_dropped(laptop: Laptop) -> None:
    other = b"x" + PHOTO[1:]
    headers = {"Upload-Length": str(len(PHOTO))} | checksum(other)
    laptop.http.post(laptop.upload_path(PHOTO), content=other[:9], headers=headers | checksum(other[:9]))

    assert problem(laptop.send_chunk(PHOTO, 9, other[9:])).code == "wrong_digest"
    assert laptop.http.head(laptop.upload_path(PHOTO)).status_code == 404
    assert laptop.begin_photo(PHOTO, PHOTO).headers["Upload-Offset"] == str(len(PHOTO))


def test_a_stored_photo_may_be_sent_again(laptop: Laptop) -> None:
    laptop.begin_photo(PHOTO, PHOTO)

    assert laptop.begin_photo(PHOTO, PHOTO[:10]).headers["Upload-Offset"] == str(len(PHOTO))
    assert problem(laptop.send_chunk(PHOTO, 10, PHOTO[10:])).code == "wrong_offset"


def test_an_empty_beginning_reserves_the_photo(laptop: Laptop) -> None:
    begun = laptop.begin_photo(PHOTO)

    assert (begun.status_code, begun.headers["Upload-Offset"]) == (201, "0")
    assert laptop.send_chunk(PHOTO, 0, PHOTO).headers["Upload-Offset"] == str(len(PHOTO))


def test_another_laptops_photo_is_out_of_reach(centre: House, laptops: Callable[[House], Laptop]) -> None:
    one, two = laptops(centre), laptops(centre)
    one.begin_photo(PHOTO, PHOTO)

    answer = two.http.head(one.upload_path(PHOTO))

    assert answer.status_code == 403
    assert two.have(DIGEST).stored == ()


def test_a_rotten_photo_in_the_store_is_replaced_by_a_whole_one(
    embedded: House, laptops: Callable[[House], Laptop]
) -> None:
    one, two = laptops(embedded), laptops(embedded)
    one.begin_photo(PHOTO, PHOTO)
    place(embedded, PHOTO).write_bytes(b"bit rot")

    two.begin_photo(PHOTO, PHOTO)

    assert place(embedded, PHOTO).read_bytes() == PHOTO


def test_a_photo_that_was_whole_when_the_power_went_is_finished_when_asked(
    embedded: House, laptops: Callable[[House], Laptop]
) -> None:
    laptop = laptops(embedded)
    laptop.record(a_finding(photos=[DIGEST]), a_photo(PHOTO))
    laptop.push()
    laptop.begin_photo(PHOTO, PHOTO[:10])
    part = embedded.folder / "parts" / laptop.device / f"{DIGEST}.{len(PHOTO)}"
    part.write_bytes(PHOTO)  # all its bytes came, the centre died before it took them over

    assert laptop.have(DIGEST).stored == (DIGEST,)
    assert not part.exists()


def test_a_whole_part_with_wrong_bytes_is_dropped_when_asked(
    embedded: House, laptops: Callable[[House], Laptop]
) -> None:
    laptop = laptops(embedded)
    laptop.begin_photo(PHOTO, PHOTO[:10])
    (embedded.folder / "parts" / laptop.device / f"{DIGEST}.{len(PHOTO)}").write_bytes(os.urandom(len(PHOTO)))

    assert laptop.have(DIGEST) == laptop.have("0" * 64)
    assert laptop.begin_photo(PHOTO, PHOTO).status_code == 201


def test_photos_that_no_line_names_have_a_bound(embedded: House, laptops: Callable[[House], Laptop]) -> None:
    laptop = laptops(embedded)
    answers = [laptop.begin_photo(b"%d" % n, b"%d" % n).status_code for n in range(202)]
    named = b"but this one is named"
    laptop.record(a_photo(named))
    laptop.push()

    assert answers == [201] * 200 + [507] * 2
    assert laptop.begin_photo(named, named).status_code == 201


def test_headers_that_make_no_sense_are_refused(laptop: Laptop) -> None:
    path, body = laptop.upload_path(PHOTO), PHOTO[:10]
    sane = {"Upload-Length": str(len(PHOTO))} | checksum(body)

    def code(**changed: str | None) -> tuple[str, int]:
        headers = {name: value for name, value in (sane | changed).items() if value is not None}
        answer = laptop.http.post(path, content=body, headers=headers)
        return problem(answer).code, answer.status_code

    short = "sha256 " + base64.b64encode(b"short").decode()
    assert code(**{"Upload-Length": None}) == ("malformed", 400)
    assert code(**{"Upload-Length": "-1"}) == ("malformed", 400)
    assert code(**{"Upload-Length": "0"}) == ("malformed", 400)
    assert code(**{"Upload-Length": "99999999999"}) == ("too_large", 413)
    assert code(**{"Upload-Length": "5"}) == ("malformed", 400)
    assert code(**{"Upload-Checksum": None}) == ("malformed", 400)
    assert code(**{"Upload-Checksum": "md5 abc"}) == ("malformed", 400)
    assert code(**{"Upload-Checksum": "sha256 ???"}) == ("malformed", 400)
    assert code(**{"Upload-Checksum": short}) == ("malformed", 400)


def test_a_name_that_is_no_digest_is_refused(laptop: Laptop) -> None:
    for name in ("abc", "A" * 64, "..%2f..%2fetc%2fpasswd", "%00" * 8, DIGEST + "%0a"):
        answer = laptop.http.patch(f"/v1/uploads/{laptop.device}/{name}", content=b"", headers={"Upload-Offset": "0"})
        assert answer.status_code in (400, 404), name
        assert problem(answer).code in ("malformed", "not_found")


def test_a_chunk_over_the_bound_is_refused(laptop: Laptop) -> None:
    large = bytes(9 * 1024 * 1024)

    assert problem(laptop.send_chunk(large, 0, large)).code == "too_large"
