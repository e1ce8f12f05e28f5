"""QR codes and barcodes in a picture."""

from inspector_app.domain.codes import LONGEST_TEXT, clean
from inspector_app.domain.photo import LARGEST_PICTURE

MOST = 4  # codes of one picture


def read(picture: bytes) -> tuple[str, ...]:
    """The codes in a JPEG or PNG, cleaned; none where it is no picture. For the photos thread: 20 to 200 ms."""
    import io

    import zxingcpp
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(picture), formats=("JPEG", "PNG")) as opened:
            if opened.width * opened.height > LARGEST_PICTURE:
                return ()
            grey = opened.convert("L")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):  # a broken PNG
        return ()
    found = zxingcpp.read_barcodes(grey, text_mode=zxingcpp.TextMode.Plain)
    return tuple(dict.fromkeys(code for one in found[:MOST] if (code := clean(one.text[:LONGEST_TEXT]))))
