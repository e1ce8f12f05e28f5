"""The routes by which laptops fetch the reference pack: its signed manifest, and its files piece by piece."""

import asyncio
import re
from typing import Annotated

from litestar import Response, get
from litestar.datastructures import State
from litestar.params import Parameter

from sync.protocol.pack_file import Signed
from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import laptops
from sync.server.calls import DIGEST, NEVER_KEPT, Call, device_of, needs_token
from sync.server.centre import Centre
from sync.server.packs.shelf import LARGEST_PIECE

Version = Annotated[str, Parameter(description="of the pack, as hello names it")]
Digest = Annotated[str, Parameter(description="the file's SHA-256, 64 hex digits, as the manifest names it")]
_VERSION = re.compile("[0-9]{1,16}")
_RANGE = re.compile(r"bytes=([0-9]{1,12})-([0-9]{1,12})?")


@get("/v1/packs/{version:str}", guards=[needs_token], response_headers=NEVER_KEPT)
async def read_pack(request: Call, version: Version, state: State) -> Signed:
    """The manifest of a version, with its signature."""
    centre: Centre = state.centre
    await _check_trusted(centre, request)
    if not _VERSION.fullmatch(version):
        raise ProtocolProblem(Problem.NOT_FOUND, "pack")
    return centre.packs.manifest(int(version))


@get("/v1/packs/{version:str}/{sha256:str}", guards=[needs_token])
async def read_pack_file(request: Call, version: Version, sha256: Digest, state: State) -> Response[bytes]:
    """Bytes of a file, a Range of them: at most 8 MiB an answer, and a larger file is not given without one."""
    centre: Centre = state.centre
    await _check_trusted(centre, request)
    if not DIGEST.fullmatch(sha256) or not _VERSION.fullmatch(version):
        raise ProtocolProblem(Problem.NOT_FOUND, "file")
    size = centre.packs.size(sha256)
    first, last = _wanted(request.headers.get("range", ""), size)
    content = await asyncio.to_thread(centre.packs.piece, sha256, first, last - first + 1)
    whole = "range" not in request.headers
    headers = NEVER_KEPT | {"Accept-Ranges": "bytes"}
    if not whole:
        headers["Content-Range"] = f"bytes {first}-{first + len(content) - 1}/{size}"
    return Response(content, status_code=200 if whole else 206, headers=headers, media_type="application/octet-stream")


async def _check_trusted(centre: Centre, request: Call) -> None:
    """A pack names people: a revoked laptop gets none. Raises ProtocolProblem(REVOKED_DEVICE)."""
    device = device_of(request)
    (await centre.database.read(lambda connection: laptops.known(connection, device))).check_trusted()


def _wanted(said: str, size: int) -> tuple[int, int]:
    """The first and last byte that are asked for.

    Raises ProtocolProblem: WRONG_OFFSET beyond the end (its `seq` is the size), TOO_LARGE for more than one answer carries.
    """
    found = _RANGE.fullmatch(said) if said else None
    if said and found is None:
        raise ProtocolProblem(Problem.MALFORMED, "Range: bytes=first-last")
    first = int(found[1]) if found else 0
    last = min(int(found[2]) if found and found[2] else size - 1, size - 1)
    if found and (first >= size or last < first):
        raise ProtocolProblem(Problem.WRONG_OFFSET, "Range", seq=size)
    if last - first >= LARGEST_PIECE:
        raise ProtocolProblem(Problem.TOO_LARGE, f"a Range of at most {LARGEST_PIECE} bytes")
    return first, last


PACK_CALLS = [read_pack, read_pack_file]
