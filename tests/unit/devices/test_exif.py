"""EXIF says when and where, or nothing; it never fails."""

import random
import struct
from pathlib import Path

from PIL import Image

from inspector_app.devices import exif
from tests.unit.devices.photos import encoded, read


def test_time_and_place_of_a_real_camera(shared_data: Path) -> None:
    marks = exif.read((shared_data / "photos" / "DSCN0010.jpg").read_bytes())

    assert marks == exif.Exif("2008-10-22T16:28:39", 434_674_483, 118_851_267, 1)


def test_west_is_negative_and_a_heic_has_its_exif_too(shared_data: Path) -> None:
    marks = exif.read((shared_data / "photos" / "IMG_5195.HEIC").read_bytes())

    assert (marks.lat_e7, marks.lon_e7, marks.time) == (390_513_444, -942_887_722, "2021-04-11T15:47:53")


def test_a_place_off_the_globe_or_at_zero_is_no_place() -> None:
    assert exif.read(_placed((91.0, 0, 0), (10.0, 0, 0))).lat_e7 is None
    assert exif.read(_placed((0.0, 0, 0), (0.0, 0, 0))).lat_e7 is None
    assert exif.read(_placed((36.0, 39, 4.36), (117.0, 0, 0))).lat_e7 == 366_512_111


def test_a_month_that_does_not_exist_is_no_time() -> None:
    assert exif.read(_timed("2026:13:01 10:00:00")).time == ""
    assert exif.read(_timed("0000:00:00 00:00:00")).time == ""
    assert exif.read(_timed("2026:11:22 10:00:00")).time == "2026-11-22T10:00:00"


def test_a_broken_exif_costs_its_facts_and_nothing_else() -> None:
    chance = random.Random(721)
    whole = _placed((36.0, 39, 4.36), (117.0, 0, 0))
    start = whole.index(b"Exif\0\0") + 6

    for _ in range(100):
        broken = bytearray(whole)
        for _ in range(4):
            broken[chance.randrange(start, start + 120)] = chance.randrange(256)
        marks = exif.read(bytes(broken))
        assert 1 <= marks.orientation <= 8
        assert marks.lat_e7 is None or abs(marks.lat_e7) <= 900_000_000

    noise = whole[:start] + chance.randbytes(120) + whole[start + 120 :]
    assert not read(noise).photo.damaged


def test_an_exif_that_asks_for_millions_of_values_is_left_unread() -> None:
    entries = b"".join(struct.pack("<HHII", 0x9000 + n % 100, 5, 900, 8) for n in range(5000))
    tiff = b"II*\0" + struct.pack("<IH", 8, 5000) + entries + bytes(4)
    whole = encoded("JPEG")
    hostile = whole[:2] + b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\0\0" + tiff + whole[2:]

    assert exif.read(hostile) == exif.Exif()
    assert not read(hostile).photo.damaged


def _placed(lat: tuple[float, float, float], lon: tuple[float, float, float]) -> bytes:
    marks = Image.Exif()
    marks.get_ifd(0x8825).update({1: "N", 2: lat, 3: "E", 4: lon})
    return encoded("JPEG", exif=marks)


def _timed(text: str) -> bytes:
    marks = Image.Exif()
    marks.get_ifd(0x8769)[0x9003] = text
    return encoded("JPEG", exif=marks)
