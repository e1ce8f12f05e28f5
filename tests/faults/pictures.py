"""Real JPEG photos, each unlike every other: a drawn street, and a comment that tells copies apart."""

import io
from functools import cache
from random import Random

SMALL, LARGE = (240, 180), (1100, 820)  # pixels; the large one takes several chunks to send
_START, _COMMENT = b"\xff\xd8", b"\xff\xfe"


def photo(name: str, *, large: bool = False) -> bytes:
    """A JPEG whose bytes are `name`'s own; the same name gives the same bytes."""
    text = name.encode()
    comment = _COMMENT + (len(text) + 2).to_bytes(2, "big") + text
    return _START + comment + _street(LARGE if large else SMALL, sum(text) % 4)[len(_START) :]


@cache
def _street(size: tuple[int, int], which: int) -> bytes:
    """A grainy picture, as a street at dusk is: grain is what makes a photo's bytes many."""
    from PIL import Image

    random = Random(which)
    grain = Image.frombytes("L", size, random.randbytes(size[0] * size[1]))
    sky = Image.linear_gradient("L").resize(size)
    out = io.BytesIO()
    Image.merge("RGB", (sky, Image.blend(sky, grain, 0.5), grain)).save(out, "JPEG", quality=88)
    return out.getvalue()
