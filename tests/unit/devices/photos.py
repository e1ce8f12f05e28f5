"""Builders of good, damaged and hostile picture files."""

import io
import random
import struct
import zlib

from PIL import Image, ImageDraw

from inspector_app.devices.pictures import PictureReader
from inspector_app.domain.photo import Origin
from inspector_app.services.photo_ports import ReadPhoto


def a_scene(width: int = 800, height: int = 600) -> Image.Image:
    """A street of many colours: enough detail that damage shows."""
    chance = random.Random(721)
    picture = Image.new("RGB", (width, height), "skyblue")
    draw = ImageDraw.Draw(picture)
    for _ in range(width // 2):
        x, y = chance.randrange(width), chance.randrange(height)
        colour = (chance.randrange(256), chance.randrange(256), chance.randrange(256))
        draw.rectangle((x, y, x + chance.randrange(4, 90), y + chance.randrange(4, 60)), fill=colour)
    return picture


def encoded(form: str, picture: Image.Image | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    (picture or a_scene()).save(out, form, **options)
    return out.getvalue()


def read(original: bytes, name: str = "photo.jpg") -> ReadPhoto:
    return PictureReader().read(original, file_name=name, origin=Origin.IMPORT)


def opened(jpeg: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(jpeg))
    picture.load()
    return picture


def with_hole(original: bytes, filler: bytes, at: float = 0.5) -> bytes:
    """`original` with `filler` over what stood at a part of its length."""
    place = int(len(original) * at)
    return original[:place] + filler + original[place + len(filler) :]


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int, *chunks: bytes) -> bytes:
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks)


def with_size(jpeg: bytes, width: int, height: int) -> bytes:
    """`jpeg` whose frame header claims another size."""
    frame = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:frame] + struct.pack(">HH", height, width) + jpeg[frame + 4 :]
