"""A photo as evidence: its original bytes by digest, where they came from, and whether they are whole."""

from dataclasses import dataclass
from enum import StrEnum

LARGEST_FILE = 25 * 1024 * 1024  # bytes
LARGEST_PICTURE = 100_000_000  # pixels, read from the header before decoding
MOST_PHOTOS = 20  # of one finding


class Origin(StrEnum):
    """How the bytes came to the laptop."""

    CAMERA = "camera"
    IMPORT = "import"
    PASTE = "paste"


@dataclass(frozen=True, slots=True)
class Photo:
    """`sha256` is over the original bytes, which are kept. Sizes in bytes and pixels (upright). EXIF time is local text."""

    sha256: str
    size: int
    mime: str
    origin: Origin
    width: int
    height: int
    damaged: bool = False
    file_name: str = ""
    exif_time: str = ""
    exif_lat_e7: int | None = None
    exif_lon_e7: int | None = None
    orientation: int = 1


class PhotoRefusal(StrEnum):
    """Why a file was not taken as a photo."""

    EMPTY = "empty"
    NOT_AN_IMAGE = "not_an_image"
    NO_PICTURE = "no_picture"  # no pixel can be decoded
    TOO_LARGE = "too_large"  # over LARGEST_FILE
    TOO_MANY_PIXELS = "too_many_pixels"  # over LARGEST_PICTURE
    UNREADABLE = "unreadable"  # the file could not be read from its disk


class PhotoRefused(Exception):
    """A file that is no usable photo; the finding goes on without it."""

    def __init__(self, file_name: str, reason: PhotoRefusal):
        super().__init__(f"{reason.value}: {file_name}")
        self.file_name = file_name
        self.reason = reason
