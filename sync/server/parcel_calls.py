"""The routes of parcels. No token: a parcel is signed by its laptop, and whoever carries it has no key."""

from typing import Annotated

from litestar import Response, get, head, patch, post
from litestar.datastructures import State
from litestar.params import Parameter

from sync.protocol.parcels import ParcelAnswer
from sync.protocol.problems import Problem, ProtocolProblem
from sync.server.calls import DIGEST, NEVER_KEPT, TUS, Call, announced, checked_chunk, number
from sync.server.crowding import Crowding
from sync.server.enrolment import DEVICE
from sync.server.parcel_uploads import SOON_S, ParcelUploads

Whose = Annotated[str, Parameter(description="the id of the laptop that made the parcel")]
Parcel = Annotated[str, Parameter(description="the parcel's SHA-256, 64 hex digits")]
PATH = "/v1/parcels/{whose:str}/{sha256:str}"
STRANGERS = {  # what somebody is refused for who only tries
    Problem.NOT_A_PARCEL, Problem.NEWER_PARCEL, Problem.DAMAGED_PARCEL, Problem.OTHER_CENTRE, Problem.UNKNOWN_DEVICE,
    Problem.WRONG_SIGNATURE,
}  # fmt: skip


@post(PATH, status_code=201)
async def begin_parcel(request: Call, whose: Whose, sha256: Parcel, state: State) -> Response[None]:
    """tus creation with upload: the body holds the parcel's head at the least."""
    check_name(whose, sha256)
    uploads: ParcelUploads = state.parcels
    crowding: Crowding = state.parcel_crowding
    source = state.source_of(request.scope)
    crowding.check(source)
    length = number(request, "upload-length")
    try:
        uploads.check_length(length)
        async with uploads.beginning.reserved(announced(request)):
            offset = await uploads.create(whose, sha256, length, await checked_chunk(request))
    except ProtocolProblem as trouble:
        if trouble.code in STRANGERS:
            crowding.note(source)
        raise
    return Response(
        None, status_code=201, headers=TUS | {"Location": request.scope["path"], "Upload-Offset": str(offset)}
    )


@head(PATH)
async def ask_parcel(whose: Whose, sha256: Parcel, state: State) -> Response[None]:
    check_name(whose, sha256)
    uploads: ParcelUploads = state.parcels
    offset, length = uploads.state(whose, sha256)
    return Response(None, headers=TUS | {"Upload-Offset": str(offset), "Upload-Length": str(length)})


@patch(PATH, status_code=204)
async def go_on_with_parcel(request: Call, whose: Whose, sha256: Parcel, state: State) -> Response[None]:
    check_name(whose, sha256)
    uploads: ParcelUploads = state.parcels
    offset, size = number(request, "upload-offset"), announced(request)
    uploads.check_place(whose, sha256, offset, size)  # before the body is read
    async with uploads.going_on.reserved(size):
        reached = await uploads.append(whose, sha256, offset, await checked_chunk(request))
    return Response(None, status_code=204, headers=TUS | {"Upload-Offset": str(reached)})


@get(PATH)
async def read_receipt(whose: Whose, sha256: Parcel, state: State) -> Response[ParcelAnswer | None]:
    """The answer for the laptop; 202 and `null` while the parcel is being taken in."""
    check_name(whose, sha256)
    uploads: ParcelUploads = state.parcels
    answer = uploads.answer(whose, sha256)
    if answer is None:
        return Response(None, status_code=202, headers=NEVER_KEPT | {"Retry-After": str(round(SOON_S))})
    return Response(answer, headers=NEVER_KEPT)


def check_name(whose: str, sha256: str) -> None:
    """Both become names of files. Raises ProtocolProblem(MALFORMED)."""
    if not DEVICE.fullmatch(whose) or not DIGEST.fullmatch(sha256):
        raise ProtocolProblem(Problem.MALFORMED, "parcel")


PARCEL_CALLS = [begin_parcel, ask_parcel, go_on_with_parcel, read_receipt]
