"""Photos for measuring: small scenes that a person can tell apart, and files of a wanted size that no compression shrinks."""

import colorsys
import io
import random

from PIL import Image, ImageDraw

COMMENT = b"\xff\xfe"  # a JPEG segment that decoders skip
SMALLEST_SEGMENT, LONGEST_SEGMENT = 5, 65_533  # with its four bytes of head; without them


def scene(number: int) -> bytes:
    """A street under a sky, each number in another light: a JPEG of 1600 × 1200."""
    picture = Image.new("RGB", (1600, 1200))
    draw = ImageDraw.Draw(picture)
    light = tuple(round(part * 255) for part in colorsys.hsv_to_rgb(number / 12 % 1, 0.45, 0.9))
    draw.rectangle((0, 0, 1600, 700), fill=light)
    draw.polygon([(0, 1200), (500, 700), (1100, 700), (1600, 1200)], fill=(90, 92, 96))
    for place in range(12):
        draw.rectangle(
            (place * 140, 560 - 31 * ((place * number) % 9), place * 140 + 110, 700), fill=(150, 120 + place * 9, 110)
        )
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def weighing(size: int, seed: int) -> bytes:
    """A whole JPEG of exactly `size` bytes, most of them noise; another one for another seed."""
    chance = random.Random(seed)
    return padded(noise(chance), size, chance)


def noise(chance: random.Random) -> bytes:
    """A small JPEG of chance."""
    out = io.BytesIO()
    Image.frombytes("RGB", (64, 48), chance.randbytes(64 * 48 * 3)).save(out, "JPEG")
    return out.getvalue()


def padded(picture: bytes, size: int, chance: random.Random) -> bytes:
    """The JPEG `picture` with noise that decoders skip, so that it has exactly `size` bytes where it had fewer."""
    left, segments = size - len(picture), []
    while left > 4:
        length = min(left - 4, LONGEST_SEGMENT)
        if 0 < left - 4 - length < 5:  # what is left must hold a segment of its own
            length -= 5
        segments.append(COMMENT + (length + 2).to_bytes(2, "big") + chance.randbytes(length))
        left -= length + 4
    return picture[:2] + b"".join(segments) + picture[2:]
