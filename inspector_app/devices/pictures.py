"""Reading photos: judged by a strict decoder, shown by a lenient one, because a damaged photo may be evidence."""

import hashlib
import io
import threading
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from inspector_app.devices import damage, exif
from inspector_app.devices.formats import Format, format_of
from inspector_app.domain.photo import LARGEST_FILE, LARGEST_PICTURE, Origin, Photo, PhotoRefusal, PhotoRefused
from inspector_app.services.photo_ports import ReadPhoto

if TYPE_CHECKING:
    from PIL.Image import Image

WORKING_SIDE, THUMBNAIL_SIDE = 2048, 320  # pixels of the long side
_QUALITY = 85
_SCALABLE = ("L", "LA", "RGB", "RGBA", "CMYK")
_FEWEST_LEVELS = 8  # of 256, in the thumbnail of a damaged photo: less shows nothing

# Pillow's leniency is a switch of the whole module, Qt's message handler one of the process: one picture at a time.
_one_picture = threading.Lock()


class PictureReader:
    """The `PhotoReader` of services. Slow (0.1 to 0.6 s for 12 megapixels): for the photos thread only."""

    def read(self, original: bytes, *, file_name: str, origin: Origin) -> ReadPhoto:
        """The photo of `original` with its two copies; raises PhotoRefused with the file's name and the reason."""
        with _one_picture:
            return _read(original, file_name, origin)

    def codes(self, picture: bytes) -> Sequence[str]:
        """The QR codes and barcodes in a working copy, cleaned."""
        from inspector_app.devices import codes

        return codes.read(picture)


def _read(original: bytes, file_name: str, origin: Origin) -> ReadPhoto:
    form = _checked_format(original, file_name)
    width, height = _checked_size(original, form, file_name)
    marks = exif.read(original)
    picture, whole = _picture(original, form, file_name)
    broken = not whole or damage.damaged(original, form)
    if broken and _is_blank(picture):
        raise PhotoRefused(file_name, PhotoRefusal.NO_PICTURE)
    # libheif has already turned a HEIC picture; its EXIF may still say the old orientation.
    turn = 1 if form is Format.HEIC else marks.orientation
    picture = _upright(picture, turn)
    photo = Photo(
        sha256=hashlib.sha256(original).hexdigest(), size=len(original), mime=form.mime, origin=origin,
        width=height if turn >= 5 else width, height=width if turn >= 5 else height, damaged=broken,
        file_name=file_name, exif_time=marks.time, exif_lat_e7=marks.lat_e7, exif_lon_e7=marks.lon_e7,
        orientation=marks.orientation,
    )  # fmt: skip
    return ReadPhoto(photo, _jpeg(picture, WORKING_SIDE), _jpeg(picture, THUMBNAIL_SIDE))


def _checked_format(original: bytes, file_name: str) -> Format:
    if not original:
        raise PhotoRefused(file_name, PhotoRefusal.EMPTY)
    if len(original) > LARGEST_FILE:
        raise PhotoRefused(file_name, PhotoRefusal.TOO_LARGE)
    form = format_of(original)
    if form is None:
        raise PhotoRefused(file_name, PhotoRefusal.NOT_AN_IMAGE)
    return form


def _checked_size(original: bytes, form: Format, file_name: str) -> tuple[int, int]:
    """Width and height as the header states them; nothing is decoded yet."""
    try:
        with _opened(original, form) as picture:
            width, height = picture.size
    except Exception as trouble:  # a hostile header may break its reader anywhere
        raise PhotoRefused(file_name, PhotoRefusal.NO_PICTURE) from trouble
    if width * height > LARGEST_PICTURE:
        raise PhotoRefused(file_name, PhotoRefusal.TOO_MANY_PIXELS)
    return width, height


def _picture(original: bytes, form: Format, file_name: str) -> "tuple[Image, bool]":
    """The picture, at most a little larger than the working copy where the format can scale, and whether all is there."""
    from PIL import ImageFile

    for data, lenient in _attempts(original, form):
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
        try:
            picture = _decoded(data, form)
        except Exception:  # noqa: BLE001, S112 - broken pixels may break their decoder anywhere; the next attempt is milder
            continue
        if not lenient or not _is_blank(picture):
            return picture, not lenient
    raise PhotoRefused(file_name, PhotoRefusal.NO_PICTURE)


def _attempts(original: bytes, form: Format) -> Iterator[tuple[bytes, bool]]:
    """Strictly, then leniently, then ever shorter: a progressive JPEG that stops hard shows what came before the stop."""
    yield original, False
    yield original, True
    if form is Format.JPEG:
        for sixteenths in (15, 13, 11, 9, 7, 5, 3, 1):
            yield original[: len(original) * sixteenths // 16], True


def _decoded(data: bytes, form: Format) -> "Image":
    with _opened(data, form) as picture:
        picture.draft("RGB", (WORKING_SIDE, WORKING_SIDE))
        picture.load()
        if picture.mode in _SCALABLE:  # first, so that no second copy of a hundred million pixels is made
            picture.thumbnail((WORKING_SIDE, WORKING_SIDE), reducing_gap=2.0)
        shown = _in_colour(picture)
    shown.thumbnail((WORKING_SIDE, WORKING_SIDE), reducing_gap=2.0)
    return shown


def _opened(data: bytes, form: Format) -> "Image":
    import pi_heif
    from PIL import Image

    pi_heif.register_heif_opener()
    warnings.filterwarnings("ignore", module=r"PIL\.")  # what it warns of, the strict judge says
    Image.MAX_IMAGE_PIXELS = None  # the bound is ours, LARGEST_PICTURE
    return Image.open(io.BytesIO(data), formats=(form.value,))


def _in_colour(picture: "Image") -> "Image":
    """`picture` as RGB: 16-bit grey scaled down, transparency on white, inks converted."""
    from PIL import Image

    if picture.mode.startswith("I"):
        picture = picture.point(lambda level: level * (1 / 256)).convert("L")
    if picture.has_transparency_data:
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture.convert("RGBA"))
    return picture.convert("RGB")


def _is_blank(picture: "Image") -> bool:
    """Whether there is as good as one grey: what a decoder gives when it found no pixel."""
    small = picture.convert("L")
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    used = [level for level, pixels in enumerate(small.histogram()) if pixels]
    return used[-1] - used[0] < _FEWEST_LEVELS


def _upright(picture: "Image", orientation: int) -> "Image":
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT, 3: Transpose.ROTATE_180, 4: Transpose.FLIP_TOP_BOTTOM, 5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270, 7: Transpose.TRANSVERSE, 8: Transpose.ROTATE_90,
    }  # fmt: skip
    return picture.transpose(turns[orientation]) if orientation in turns else picture


def _jpeg(picture: "Image", side: int) -> bytes:
    copy = picture.copy()
    copy.thumbnail((side, side))
    out = io.BytesIO()
    copy.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
