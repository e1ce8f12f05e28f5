"""The routes by which a rebuilt laptop gets back what the centre holds of it."""

import msgspec
from litestar import Response, post
from litestar.datastructures import State

from sync.protocol import restoring as wire
from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import restoring
from sync.server.calls import NEVER_KEPT, Call, device_of, needs_token
from sync.server.crowding import Crowding
from sync.server.wire import Exact


@post("/v1/restore", dto=Exact[wire.RestoreRequest], return_dto=None, status_code=200)
async def begin_restore(request: Call, data: wire.RestoreRequest, state: State) -> wire.RestoreAnswer:
    crowding: Crowding = state.enrol_crowding
    source = state.source_of(request.scope)
    crowding.check(source)
    try:
        return await restoring.begin(state.centre, data)
    except ProtocolProblem as trouble:
        if trouble.code is Problem.WRONG_CODE:
            crowding.note(source)
        raise


@post("/v1/restore/lines", dto=Exact[wire.RestoreLinesRequest], return_dto=None, status_code=200, guards=[needs_token])
async def restore_lines(request: Call, data: wire.RestoreLinesRequest, state: State) -> wire.RestoreLinesAnswer:
    found = await restoring.lines_after(state.centre, device_of(request), data.code, data.epoch, data.after_seq)
    return wire.RestoreLinesAnswer(lines=found)


@post(
    "/v1/restore/photos", dto=Exact[wire.RestorePhotosRequest], return_dto=None, status_code=200, guards=[needs_token]
)
async def restore_photos(request: Call, data: wire.RestorePhotosRequest, state: State) -> wire.RestorePhotosAnswer:
    found = await restoring.photos_after(state.centre, device_of(request), data.code, data.after)
    return wire.RestorePhotosAnswer(photos=found)


@post(
    "/v1/restore/bundle", dto=Exact[wire.RestoreBundleRequest], return_dto=None, status_code=200, guards=[needs_token]
)
async def restore_bundle(request: Call, data: wire.RestoreBundleRequest, state: State) -> Response[bytes]:
    """A RestoreBundleAnswer as MessagePack."""
    async with state.centre.uploads.memory.reserved(2 * wire.BUNDLE_BYTES):
        found = await restoring.bundle(state.centre, device_of(request), data.code, data.sha256, data.offset)
        body = msgspec.msgpack.encode(wire.RestoreBundleAnswer(photos=found))
    return Response(body, media_type="application/msgpack", headers=NEVER_KEPT)


RESTORE_CALLS = [begin_restore, restore_lines, restore_photos, restore_bundle]
