"""The console's pages about laptops: what of theirs has not arrived, and the key by which receipts are compared."""

from typing import Any

from litestar import MediaType, Request, Response, get

from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import identity, standing
from sync.server.centre import Centre
from sync.server.console import showing
from sync.server.console.access import needs_session
from sync.server.console.pages import page

Call = Request[Any, Any, Any]


@get("/console/devices")
async def devices(request: Call) -> Response[str]:
    session = await needs_session(request)
    centre: Centre = request.app.state.centre
    now = centre.clock()
    shown = [showing.laptop(one, now) for one in await centre.database.read(standing.all_laptops)]
    lacking = [one for one in shown if one["lacks"]]
    return page(
        "devices.html",
        session=session,
        here="devices",
        lacking=lacking,
        others=[one for one in shown if not one["lacks"]],
    )


@get("/console/keys")
async def keys(request: Call) -> Response[str]:
    session = await needs_session(request)
    centre: Centre = request.app.state.centre
    rows = await centre.database.read(identity.dated_keys)
    shown = [showing.key(row) for row in reversed(rows)]
    return page("keys.html", session=session, here="keys", centre=centre.identity.name, keys=shown)


@get("/console/keys/{key_id:str}")
async def public_key(request: Call, key_id: str) -> Response[str]:
    """A public key as a file, for `inspector receipt verify --key`."""
    await needs_session(request)
    centre: Centre = request.app.state.centre
    known = {key.key_id: key.public for key in await centre.database.read(identity.known_keys)}
    if key_id not in known:
        raise ProtocolProblem(Problem.NOT_FOUND)
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{key_id}.pub"'}
    return Response(f"{known[key_id]}\n", media_type=MediaType.TEXT, headers=headers)
