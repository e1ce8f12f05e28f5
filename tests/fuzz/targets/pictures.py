"""Photos that somebody imports, and receipts as PDF: read by libraries of others, in whose faults we must not perish."""

import io
from functools import cache
from random import Random

from PIL import Image

from inspector_app.devices.pictures import PictureReader
from inspector_app.documents import receipt_pdf
from inspector_app.documents import receipts as documents
from inspector_app.domain.photo import Origin, PhotoRefused
from sync.protocol import receipt_file
from sync.protocol.receipt_file import ReceiptFault
from sync.server.console import pictures as copies
from sync.server.console.pictures import NoPicture
from tests import receipts as shown
from tests.fuzz.law import Target
from tests.fuzz.strange import damaged

FORMS = ("JPEG", "PNG")  # nobody here writes HEIC


@cache
def _pictures() -> dict[str, bytes]:
    picture = Image.radial_gradient("L").resize((64, 48)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112], exif[0x0132] = 6, "2026:11:26 11:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (34.0, 44.0, 47.0), 3: "E", 4: (113.0, 37.0, 31.0)})
    return {form: _encoded(picture, form, exif.tobytes()) for form in FORMS}


def _encoded(picture: Image.Image, form: str, exif: bytes) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, exif=exif)
    return out.getvalue()


def _a_picture(chance: Random) -> bytes:
    found = _pictures()
    return damaged(chance, found[chance.choice(sorted(found))], chance.choice(list(found.values())))


def _take_picture(content: bytes) -> None:
    read = PictureReader().read(content, file_name="../../x.jpg", origin=Origin.IMPORT)
    assert read.photo.size == len(content)
    try:
        copies.copy(content)
    except NoPicture:
        return


@cache
def _pdf() -> bytes:
    return receipt_pdf.draw(shown.a_file())


def _a_pdf(chance: Random) -> bytes:
    return damaged(chance, _pdf(), _pdf())


def _take_pdf(content: bytes) -> None:
    file = documents.read(content)
    assert receipt_file.check(file, shown.PINNED).is_pinned
    assert file == shown.a_file(), "a receipt that nobody signed"


TARGETS = [
    Target("picture", _a_picture, _take_picture, (PhotoRefused,), weight=0.6, is_centre=False, memory_mb=700, cpu_s=20),
    Target("pdf", _a_pdf, _take_pdf, (ReceiptFault,), weight=0.1, is_centre=False, memory_mb=400, cpu_s=20),
]
