"""HEIC for browsers, none of which shows it everywhere: a JPEG copy, made while somebody looks and kept nowhere."""

import io
import threading

from inspector_app.domain.photo import LARGEST_PICTURE

SIDE = 2048  # pixels of the long side
QUALITY = 85
_one_picture = threading.Lock()  # a decoded picture takes up to 0.4 GB


class NoPicture(Exception):
    """The file shows nothing that can be decoded here; its original bytes can still be fetched."""


def copy(original: bytes) -> bytes:
    """A JPEG of a HEIC `original`, upright, without its metadata. Slow: for a thread. Raises NoPicture."""
    import pi_heif
    from PIL import Image

    try:
        with _one_picture:
            header = pi_heif.open_heif(original, convert_hdr_to_8bit=True)
            if header.size[0] * header.size[1] > LARGEST_PICTURE:
                raise NoPicture("pixels")
            picture: Image.Image = header.to_pillow().convert("RGB")
            picture.thumbnail((SIDE, SIDE))
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=QUALITY)
            return out.getvalue()
    except NoPicture:
        raise
    except Exception as trouble:  # a hostile file may break its decoder anywhere
        raise NoPicture(type(trouble).__name__) from trouble
