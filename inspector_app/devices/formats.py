"""Which picture a file is, by its first bytes; names and endings may lie."""

from enum import StrEnum


class Format(StrEnum):
    """Picture formats that are taken, by the name under which Pillow knows them."""

    JPEG = "JPEG"
    PNG = "PNG"
    HEIC = "HEIF"
    WEBP = "WEBP"
    GIF = "GIF"
    BMP = "BMP"
    TIFF = "TIFF"

    @property
    def mime(self) -> str:
        return "image/heic" if self is Format.HEIC else f"image/{self.value.lower()}"


_MARKS = (
    (b"\xff\xd8\xff", Format.JPEG),
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"GIF87a", Format.GIF),
    (b"GIF89a", Format.GIF),
    (b"II*\0", Format.TIFF),
    (b"MM\0*", Format.TIFF),
)
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


def format_of(original: bytes) -> Format | None:
    """The format that the first bytes announce; None when it is no picture that we take."""
    if original[4:8] == b"ftyp":
        return Format.HEIC if original[8:12] in _HEIC_BRANDS else None
    if original[:4] == b"RIFF" and original[8:12] == b"WEBP":
        return Format.WEBP
    if original[:2] == b"BM" and original[6:10] == b"\0\0\0\0":
        return Format.BMP
    return next((form for mark, form in _MARKS if original.startswith(mark)), None)
