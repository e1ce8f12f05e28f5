"""The routes of the protocol: each decodes its message, asks the centre, and answers.

The door takes a round's small calls before they come here: of those this is the description, and says the same.
"""

import base64
import binascii
import hashlib
import re
from typing import Annotated, Any

from litestar import Request, Response, Router, get, head, patch, post
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler
from litestar.params import Parameter
from sqlalchemy import text

from sync.protocol import messages as wire
from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import bodies
from sync.server.centre import Centre, check_owner
from sync.server.crowding import Crowding
from sync.server.wire import Exact, bearer

NEVER_KEPT = {"Cache-Control": "no-store"}
TUS = {"Tus-Resumable": "1.0.0", "Cache-Control": "no-store"}
DIGEST = re.compile(r"[0-9a-f]{64}")
Call = Request[Any, Any, State]


async def needs_token(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """Lets a call pass with a bearer token of ours, before its body is read. Raises ProtocolProblem(NO_TOKEN).

    Async, though it waits for nothing: a plain guard goes to a thread and back, which costs more than the call.
    """
    token = bearer(connection.headers.get("authorization", ""))
    centre: Centre = connection.app.state.centre
    connection.scope["state"]["device"] = centre.tickets.device_of(token)


def device_of(request: Call) -> str:
    return str(request.scope["state"]["device"])


@get("/v1/time")
async def read_time(state: State) -> wire.TimeAnswer:
    centre: Centre = state.centre
    return centre.time()


@post("/v1/enrol", dto=Exact[wire.EnrolRequest], return_dto=None, status_code=200)
async def enrol(request: Call, data: wire.EnrolRequest, state: State) -> wire.EnrolAnswer:
    crowding: Crowding = state.enrol_crowding
    source = state.source_of(request.scope)
    crowding.check(source)
    try:
        answer: wire.EnrolAnswer = await state.centre.enrol(data)
    except ProtocolProblem as trouble:
        if trouble.code is Problem.WRONG_CODE:
            crowding.note(source)
        raise
    return answer


@post("/v1/token", dto=Exact[wire.TokenRequest], return_dto=None, status_code=200)
async def give_token(data: wire.TokenRequest, state: State) -> wire.TokenAnswer:
    centre: Centre = state.centre
    return await centre.token(data)


@post("/v1/hello", dto=Exact[wire.HelloRequest], return_dto=None, status_code=200, guards=[needs_token])
async def hello(request: Call, data: wire.HelloRequest, state: State) -> wire.HelloAnswer:
    centre: Centre = state.centre
    return await centre.hello(device_of(request), data)


@post("/v1/lines", dto=Exact[wire.PushRequest], return_dto=None, status_code=200, guards=[needs_token])
async def push_lines(request: Call, data: wire.PushRequest, state: State) -> wire.PushAnswer:
    centre: Centre = state.centre
    return await centre.push(device_of(request), data)


@post("/v1/media/have", dto=Exact[wire.HaveRequest], return_dto=None, status_code=200, guards=[needs_token])
async def have_media(request: Call, data: wire.HaveRequest, state: State) -> wire.HaveAnswer:
    centre: Centre = state.centre
    return await centre.have(device_of(request), data)


@post("/v1/manifest", dto=Exact[wire.ManifestRequest], return_dto=None, status_code=200, guards=[needs_token])
async def give_manifest(request: Call, data: wire.ManifestRequest, state: State) -> wire.ManifestAnswer:
    centre: Centre = state.centre
    return await centre.manifest(device_of(request), data)


@post("/v1/pull", dto=Exact[wire.PullRequest], return_dto=None, status_code=200, guards=[needs_token])
async def pull(request: Call, data: wire.PullRequest, state: State) -> wire.PullAnswer:
    centre: Centre = state.centre
    return await centre.pull(device_of(request), data)


Whose = Annotated[str, Parameter(description="the laptop's own id")]
Photo = Annotated[str, Parameter(description="the photo's SHA-256, 64 hex digits")]
PHOTO_PATH = "/v1/uploads/{whose:str}/{sha256:str}"


@post(PHOTO_PATH, status_code=201, guards=[needs_token])
async def begin_upload(request: Call, whose: Whose, sha256: Photo, state: State) -> Response[None]:
    """tus creation, with upload: headers Upload-Length, and Upload-Checksum when the body brings bytes."""
    device = checked_owner(request, whose, sha256)
    length = number(request, "upload-length")
    centre: Centre = state.centre
    async with centre.uploads.memory.reserved(announced(request)):
        offset = await centre.uploads.create(device, sha256, length, await checked_chunk(request))
    headers = {"Location": request.scope["path"], "Upload-Offset": str(offset)}
    return Response(None, status_code=201, headers=TUS | headers)


@post("/v1/uploads/{whose:str}", status_code=200, guards=[needs_token])
async def take_bundle(request: Call, whose: Whose, state: State) -> wire.BundleAnswer:
    """Small photos together: a BundleRequest as MessagePack."""
    centre: Centre = state.centre
    return await centre.bundle(device_of(request), whose, announced(request), request.stream())


@head(PHOTO_PATH, guards=[needs_token])
async def ask_upload(request: Call, whose: Whose, sha256: Photo, state: State) -> Response[None]:
    device = checked_owner(request, whose, sha256)
    centre: Centre = state.centre
    found = await centre.uploads.state(device, sha256)
    if found is None:
        raise ProtocolProblem(Problem.NOT_FOUND)
    return Response(None, headers=TUS | {"Upload-Offset": str(found[0]), "Upload-Length": str(found[1])})


@patch(PHOTO_PATH, status_code=204, guards=[needs_token])
async def go_on_uploading(request: Call, whose: Whose, sha256: Photo, state: State) -> Response[None]:
    """tus PATCH: headers Upload-Offset and Upload-Checksum."""
    device = checked_owner(request, whose, sha256)
    offset = number(request, "upload-offset")
    centre: Centre = state.centre
    async with centre.uploads.memory.reserved(announced(request)):
        reached = await centre.uploads.append(device, sha256, offset, await checked_chunk(request))
    return Response(None, status_code=204, headers=TUS | {"Upload-Offset": str(reached)})


def checked_owner(request: Call, whose: str, sha256: str) -> str:
    """The laptop of the token, when the resource is its own. Raises ProtocolProblem UNKNOWN_DEVICE or MALFORMED."""
    check_owner(device_of(request), whose)
    if not DIGEST.fullmatch(sha256):
        raise ProtocolProblem(Problem.MALFORMED, "sha256")
    return whose


def number(request: Call, name: str) -> int:
    """A header's whole number. Raises ProtocolProblem(MALFORMED)."""
    text = request.headers.get(name, "")
    if not re.fullmatch(r"[0-9]{1,12}", text):
        raise ProtocolProblem(Problem.MALFORMED, name)
    return int(text)


def announced(request: Call) -> int:
    """How many bytes the body will bring."""
    return bodies.announced(request.method, request.scope["path"], request.scope["headers"])


async def checked_chunk(request: Call) -> bytes:
    """The body's bytes when their checksum is right. Raises ProtocolProblem WRONG_DIGEST or MALFORMED."""
    said = request.headers.get("upload-checksum", "")
    if not said and request.headers.get("content-length") in (None, "0") and not await request.body():
        return b""
    expected = _digest(said)  # before the body is read
    chunk = await request.body()
    if hashlib.sha256(chunk).digest() != expected:
        raise ProtocolProblem(Problem.WRONG_DIGEST, "chunk")
    return chunk


def _digest(said: str) -> bytes:
    algorithm, _, digest = said.partition(" ")
    try:
        expected = base64.b64decode(digest, validate=True)
    except (binascii.Error, ValueError) as trouble:
        raise ProtocolProblem(Problem.MALFORMED, "upload-checksum") from trouble
    if algorithm != "sha256" or len(expected) != 32:
        raise ProtocolProblem(Problem.MALFORMED, "upload-checksum: sha256 and its base64")
    return expected


@get("/health")
async def health(state: State) -> dict[str, str]:
    """Whether the centre can do its work: the database answers, and it does not go. Raises ProtocolProblem(BUSY)."""
    centre: Centre = state.centre
    if state.admission.draining:
        raise ProtocolProblem(Problem.BUSY, "draining", retry_after_s=1)
    await centre.database.read(lambda connection: connection.scalar(text("SELECT 1")))
    return {"status": "ok", "database": "sqlite" if centre.database.is_embedded else "postgresql"}


PROTOCOL_CALLS = Router(
    path="/",
    route_handlers=[
        read_time, enrol, give_token, hello, push_lines, have_media, give_manifest, pull, take_bundle, begin_upload,
        ask_upload, go_on_uploading, health,
    ],
    response_headers=NEVER_KEPT,
)  # fmt: skip
