"""Taking photos in: judged, stored, copied small, before any line names them."""

from collections.abc import Sequence

from inspector_app.domain.photo import Origin, Photo
from inspector_app.services.photo_ports import PhotoFolder, PhotoReader

THUMBNAIL, WORKING = "thumb", "working"


def take(folder: PhotoFolder, reader: PhotoReader, original: bytes, *, file_name: str, origin: Origin) -> Photo:
    """The photo of `original` bytes, durable in `folder` with its copies; raises PhotoRefused and keeps nothing then."""
    read = reader.read(original, file_name=file_name, origin=origin)
    folder.keep(original)
    folder.keep_derived(read.photo.sha256, THUMBNAIL, read.thumbnail)
    folder.keep_derived(read.photo.sha256, WORKING, read.working)
    return read.photo


def codes(folder: PhotoFolder, reader: PhotoReader, sha256: str) -> Sequence[str]:
    """The codes that can be read in the photo's working copy."""
    picture = folder.derived(sha256, WORKING)
    return reader.codes(picture) if picture is not None else ()
