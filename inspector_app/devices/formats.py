"""Which picture a file is, by its first bytes; names and endings may lie."""

from enum import StrEnum


class Format(StrEnum):
    """Picture formats that are taken, by the name under which Pillow knows them: those whose damage can be told."""

    JPEG = "JPEG"
    PNG = "PNG"
    HEIC = "HEIF"

    @property
    def mime(self) -> str:
        return "image/heic" if self is Format.HEIC else f"image/{self.value.lower()}"


_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


def format_of(original: bytes) -> Format | None:
    """The format that the first bytes announce; None when it is no picture that we take."""
    if original.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if original.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    return Format.HEIC if original[4:8] == b"ftyp" and original[8:12] in _HEIC_BRANDS else None
