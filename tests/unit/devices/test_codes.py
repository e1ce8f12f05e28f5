"""QR codes and barcodes are read in pictures; what is no picture, or holds too much, does no harm."""

import io
import struct
import zlib

import pytest
import zxingcpp
from PIL import Image

from inspector_app.devices import codes


def a_picture(text: str, kind: zxingcpp.BarcodeFormat = zxingcpp.BarcodeFormat.QRCode, form: str = "JPEG") -> bytes:
    """A photo with the code on a grey wall, a little turned."""
    drawn = zxingcpp.create_barcode(text, kind).to_image(scale=5)
    pixels = bytes(memoryview(drawn).cast("B"))  # type: ignore[arg-type]  # a buffer, whatever the stub says
    code = Image.frombytes("L", (drawn.shape[1], drawn.shape[0]), pixels)
    wall = Image.new("L", (code.width + 240, code.height + 240), 170)
    wall.paste(code, (120, 120))
    out = io.BytesIO()
    wall.rotate(4, fillcolor=170).convert("RGB").save(out, form)
    return out.getvalue()


def png_chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("https://cg.example.cn/m?code=4101050101000017", zxingcpp.BarcodeFormat.QRCode),
        ("4101050101000017", zxingcpp.BarcodeFormat.Code128),
        ("井盖-17", zxingcpp.BarcodeFormat.QRCode),
    ],
)
def test_a_code_in_a_photo_is_read(text: str, kind: zxingcpp.BarcodeFormat) -> None:
    assert codes.read(a_picture(text, kind)) == (text,)


def test_control_signs_and_endless_texts_come_out_harmless() -> None:
    assert codes.read(a_picture("A\x1b[2J\u202e17\nB")) == ("A[2J17 B",)
    (long,) = codes.read(a_picture("9" * 2_000, form="PNG"))
    assert long == "9" * 200


TORN = a_picture("4101050101000017", form="PNG").replace(b"IDAT", b"I\0AT", 1)
HUGE = (
    b"\x89PNG\r\n\x1a\n"
    + png_chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0))
    + png_chunk(b"IDAT", b"")
)


@pytest.mark.parametrize(
    "data",
    [b"", b"no picture", b"\xff\xd8\xff\xe0" + bytes(50), TORN, HUGE],
    ids=["empty", "text", "torn", "broken", "huge"],
)
def test_what_is_no_picture_holds_no_code(data: bytes) -> None:
    assert codes.read(data) == ()
