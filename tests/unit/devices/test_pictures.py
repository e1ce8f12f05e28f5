"""Photos are judged strictly and shown leniently: good ones stay good, damaged ones are kept, the rest is refused."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from inspector_app.domain.photo import LARGEST_FILE, Origin, PhotoRefusal, PhotoRefused
from tests.unit.devices.photos import a_scene, encoded, opened, png_chunk, png_of, read, with_hole, with_size

BASE = encoded("JPEG", quality=85)
PROGRESSIVE = encoded("JPEG", quality=85, progressive=True)
RESTARTS = encoded("JPEG", quality=85, restart_marker_blocks=8)
CMYK = encoded("JPEG", a_scene().convert("CMYK"))
PNG = encoded("PNG")
JPEGS = {"base": BASE, "progressive": PROGRESSIVE, "restarts": RESTARTS, "cmyk": CMYK}
NOISE = random.Random(1).randbytes(400)
LOSSES: dict[str, Callable[[bytes], bytes]] = {
    "half": lambda jpeg: jpeg[: len(jpeg) // 2],
    "a tenth left": lambda jpeg: jpeg[: len(jpeg) // 10],
    "end mark lost": lambda jpeg: jpeg[:-2],
    "tail of zeros": lambda jpeg: jpeg[: len(jpeg) // 3] + bytes(len(jpeg) * 2 // 3),
    "sector of zeros": lambda jpeg: with_hole(jpeg, bytes(4096), 0.4),
    "ones written over": lambda jpeg: with_hole(jpeg, b"\xff" * 400),
    "noise written over": lambda jpeg: with_hole(jpeg, NOISE),
    "bytes lost inside": lambda jpeg: jpeg[: len(jpeg) // 2] + jpeg[len(jpeg) // 2 + 700 :],
}


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("kind", JPEGS)
def test_a_damaged_jpeg_that_shows_something_is_kept_and_marked(kind: str, loss: str) -> None:
    taken = read(LOSSES[loss](JPEGS[kind]))

    assert taken.photo.damaged
    assert opened(taken.thumbnail).size == (320, 240)


@pytest.mark.parametrize(
    "damaged",
    [PNG[: len(PNG) // 2], PNG[:-12], with_hole(PNG, b"\x55"), PNG[:-20] + b"\0" + PNG[-19:]],
    ids=["half", "end chunk lost", "bit flipped", "checksum wrong"],
)
def test_a_damaged_png_that_shows_something_is_kept_and_marked(damaged: bytes) -> None:
    assert read(damaged).photo.damaged


@pytest.mark.parametrize(
    ("original", "mime"),
    [
        *((jpeg, "image/jpeg") for jpeg in JPEGS.values()),
        (encoded("JPEG", a_scene().convert("L")), "image/jpeg"),
        (BASE + b"\0" * 5000 + b"what a phone wrote behind the picture", "image/jpeg"),
        (PNG, "image/png"),
        (PNG + b"trailing", "image/png"),
        (encoded("PNG", a_scene().convert("RGBA")), "image/png"),
        (encoded("PNG", a_scene().convert("P")), "image/png"),
        (encoded("PNG", a_scene().convert("1")), "image/png"),
        (encoded("PNG", a_scene().convert("I;16")), "image/png"),
        (encoded("PNG", save_all=True, append_images=[a_scene().rotate(90)]), "image/png"),
    ],
)
def test_a_good_picture_is_good_whatever_its_name_says(original: bytes, mime: str) -> None:
    photo = read(original, "IMG_0001.jpg").photo

    assert (photo.mime, photo.damaged, photo.width, photo.height) == (mime, False, 800, 600)


def test_a_picture_in_one_colour_is_a_picture() -> None:
    assert not read(encoded("JPEG", Image.new("RGB", (64, 64), "black"))).photo.damaged


@pytest.mark.parametrize(
    ("original", "reason"),
    [
        (b"", PhotoRefusal.EMPTY),
        (b"just some notes\n", PhotoRefusal.NOT_AN_IMAGE),
        (b"%PDF-1.7 and more", PhotoRefusal.NOT_AN_IMAGE),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>', PhotoRefusal.NOT_AN_IMAGE),
        (NOISE, PhotoRefusal.NOT_AN_IMAGE),
        *((encoded(other), PhotoRefusal.NOT_AN_IMAGE) for other in ("GIF", "BMP", "TIFF", "WEBP")),
        (b"\xff\xd8\xff", PhotoRefusal.NO_PICTURE),
        (BASE[:100], PhotoRefusal.NO_PICTURE),
        (BASE[: BASE.index(b"\xff\xda") + 14], PhotoRefusal.NO_PICTURE),
        (BASE[: BASE.index(b"\xff\xda") + 14] + b"\xff\xd9", PhotoRefusal.NO_PICTURE),
        (with_size(BASE, 0, 600), PhotoRefusal.NO_PICTURE),
        (with_size(BASE, 800, 0), PhotoRefusal.NO_PICTURE),
        (PNG[:33], PhotoRefusal.NO_PICTURE),
        (png_of(100, 100, png_chunk(b"IEND", b"")), PhotoRefusal.NO_PICTURE),
        (b"\0\0\0\x18ftypheic" + bytes(100), PhotoRefusal.NO_PICTURE),
        (with_size(BASE, 65_000, 65_000), PhotoRefusal.TOO_MANY_PIXELS),
        (png_of(60_000, 60_000, png_chunk(b"IDAT", b"")), PhotoRefusal.TOO_MANY_PIXELS),
        (BASE + bytes(LARGEST_FILE), PhotoRefusal.TOO_LARGE),
    ],
)
def test_a_file_without_a_picture_is_refused_by_name_and_reason(original: bytes, reason: PhotoRefusal) -> None:
    with pytest.raises(PhotoRefused) as refused:
        read(original, "来自微信.jpg")

    assert (refused.value.file_name, refused.value.reason) == ("来自微信.jpg", reason)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_copies_stand_upright(orientation: int) -> None:
    scene = Image.new("RGB", (400, 200), "white")
    scene.paste("red", (0, 0, 100, 100))
    lying = scene.transpose(_UNDONE[orientation]) if orientation > 1 else scene
    exif = Image.Exif()
    exif[0x0112] = orientation

    taken = read(encoded("JPEG", lying, exif=exif))

    corner = opened(taken.working).getpixel((20, 20))
    assert (taken.photo.width, taken.photo.height, taken.photo.orientation) == (400, 200, orientation)
    assert isinstance(corner, tuple)
    assert corner[0] > 200 > 60 > corner[1]


_UNDONE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def test_copies_are_small_and_small_pictures_stay_small() -> None:
    large, small = read(encoded("JPEG", a_scene(3000, 1000))), read(encoded("JPEG", a_scene(60, 40)))

    assert (opened(large.working).size, opened(large.thumbnail).size) == ((2048, 683), (320, 107))
    assert opened(small.working).size == opened(small.thumbnail).size == (60, 40)


def test_a_sixteen_bit_grey_keeps_its_shades() -> None:
    levels = Image.linear_gradient("L").convert("I;16").point(lambda level: level * 256)

    darkest, lightest = opened(read(encoded("PNG", levels)).working).convert("L").getextrema()

    assert (darkest, lightest) == (0, 255)


def test_two_threads_judge_without_mixing_up_their_pictures() -> None:
    files = [BASE, BASE[: len(BASE) // 2]] * 6

    with ThreadPoolExecutor(4) as threads:
        judged = [taken.photo.damaged for taken in threads.map(read, files)]

    assert judged == [False, True] * 6


def test_real_photos_come_out_as_their_list_says(shared_data: Path) -> None:
    refused: dict[str, PhotoRefusal] = {}
    damaged: set[str] = set()
    good: set[str] = set()
    for file in sorted((shared_data / "photos").iterdir()):
        try:
            photo = read(file.read_bytes(), file.name).photo
        except PhotoRefused as trouble:
            refused[trouble.file_name] = trouble.reason
        else:
            (damaged if photo.damaged else good).add(file.name)

    assert refused == {
        "empty.jpg": PhotoRefusal.EMPTY,
        "notes.jpg": PhotoRefusal.NOT_AN_IMAGE,
        "bomb.png": PhotoRefusal.TOO_MANY_PIXELS,
    }
    assert damaged == {"corrupted.jpg", "truncated.jpg"}
    assert len(good) == 14


def test_a_cut_heic_is_kept_and_marked(shared_data: Path) -> None:
    whole = (shared_data / "photos" / "IMG_5195.HEIC").read_bytes()

    photo, cut = read(whole).photo, read(whole[: len(whole) // 2]).photo

    assert (photo.mime, photo.damaged, photo.width, photo.height) == ("image/heic", False, 2566, 3313)
    assert cut.damaged
    assert cut.sha256 != photo.sha256


def test_origin_and_size_stand_in_the_photo() -> None:
    photo = read(BASE).photo

    assert (photo.origin, photo.size, photo.file_name) == (Origin.IMPORT, len(BASE), "photo.jpg")
