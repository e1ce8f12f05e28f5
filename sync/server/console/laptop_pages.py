"""The console's pages about laptops: what of theirs has not arrived, and the key by which receipts are compared."""

from collections.abc import Sequence
from typing import Any

from litestar import MediaType, Request, Response, get
from sqlalchemy import Row

from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import identity, missing, standing
from sync.server.centre import Centre
from sync.server.console import showing
from sync.server.console.access import needs_session
from sync.server.console.pages import page
from sync.server.missing import MissingPhoto
from sync.server.standing import Standing
from sync.server.store.connection import Connection

Call = Request[Any, Any, Any]


@get("/console/devices")
async def devices(request: Call) -> Response[str]:
    session = await needs_session(request)
    centre: Centre = request.app.state.centre
    now = centre.clock()
    shown = [showing.laptop(one, now) for one in await centre.database.read(lambda c: standing.all_laptops(c, now))]
    places = {place: [one for one in shown if one["place"] == place] for place in ("late", "duty", "other")}
    return page("devices.html", session=session, here="devices", places=places)


@get("/console/device")
async def one_device(request: Call) -> Response[str]:
    """What exactly of one laptop is missing, by name."""
    session = await needs_session(request)
    centre: Centre = request.app.state.centre
    now, device = centre.clock(), request.query_params.get("id", "")

    async def deed(connection: Connection) -> tuple[Standing | None, list[MissingPhoto], Sequence[Row[Any]]]:
        found = next((one for one in await standing.all_laptops(connection, now) if one.device == device), None)
        if found is None:
            return None, [], ()
        return found, await missing.photos_of(connection, device), await missing.shifts_of(connection, device)

    found, photos, shifts = await centre.database.read(deed)
    if found is None:
        raise ProtocolProblem(Problem.NOT_FOUND)
    return page(
        "device.html", session=session, here="devices", one=showing.laptop(found, now), count=found.missing,
        photos=[showing.missing_photo(photo, now) for photo in photos], shifts=[showing.shift(row, now) for row in shifts],
    )  # fmt: skip


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
