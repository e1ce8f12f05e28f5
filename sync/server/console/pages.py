"""The console's pages: login, the list of findings, one finding, its photos. They only read."""

import asyncio
import hmac
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Request, Response, get, post
from litestar.response import Redirect

from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import registry, standing, users, wire
from sync.server.centre import Centre
from sync.server.console import pictures, showing, words
from sync.server.console.access import COOKIE, LoggedOut, form_of, needs_session, session_cookie
from sync.server.crowding import Crowding
from sync.server.registry import Filter
from sync.server.store.connection import Connection

HERE = Path(__file__).parent
PAGE = 50
CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGES = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
STYLE = (HERE / "style.css").read_bytes()
Call = Request[Any, Any, Any]


@get("/console", sync_to_thread=False)
def entrance() -> Redirect:
    return Redirect("/console/findings", status_code=303)


@get("/console/style.css", sync_to_thread=False)
def style() -> Response[bytes]:
    return Response(STYLE, media_type=MediaType.CSS, headers={"Cache-Control": "public, max-age=3600"})


@get("/console/login", sync_to_thread=False)
def login_form() -> Response[str]:
    return page("login.html", failed=False)


@post("/console/login", status_code=200)
async def log_in(request: Call) -> Response[Any]:
    form = await form_of(request)
    centre: Centre = request.app.state.centre
    crowding: Crowding = request.app.state.login_crowding
    name = form.get("name", "").strip()[:200]
    places = (request.app.state.source_of(request.scope), f"name {name}")
    for place in places:
        crowding.check(place)
    hashed = await _fitting(request, centre, name, form.get("password", ""))
    begin = users.begin_session
    secret = await centre.database.write(lambda c: begin(c, name, hashed, centre.clock)) if hashed else None
    if secret is None:
        for place in places:
            crowding.note(place)
        return page("login.html", status=403, failed=True)
    cookie = session_cookie(secret, secure=request.app.state.secure_cookies)
    return Redirect("/console/findings", status_code=303, cookies=[cookie])


@post("/console/logout")
async def log_out(request: Call) -> Redirect:
    session = await needs_session(request)
    form = await form_of(request)
    if not hmac.compare_digest(form.get("csrf", "").encode(), session.csrf.encode()):
        raise ProtocolProblem(Problem.MALFORMED, "csrf")
    centre: Centre = request.app.state.centre
    await centre.database.write(lambda c: users.end_session(c, request.cookies.get(COOKIE, "")))
    cookie = session_cookie("", secure=request.app.state.secure_cookies)
    return Redirect("/console/login", status_code=303, cookies=[cookie])


@get("/console/findings")
async def findings(request: Call) -> Response[str]:
    session = await needs_session(request)
    centre: Centre = request.app.state.centre
    asked = {name: request.query_params.get(name, "") for name in ("text", "tier", "from", "to")}
    wanted = filter_of(asked)
    now, number = centre.clock(), max(1, min(_whole(request.query_params.get("page", "1")), 1_000_000))

    async def deed(
        connection: Connection,
    ) -> tuple[int, list[registry.Listed], registry.Overview, list[standing.Standing]]:
        rows = await registry.page(connection, wanted, limit=PAGE, offset=(number - 1) * PAGE)
        overview = await registry.overview(connection, now)
        return await registry.count(connection, wanted), rows, overview, await standing.all_laptops(connection, now)

    total, rows, overview, laptops = await centre.database.read(deed)
    return page(
        "findings.html", session=session, here="findings", lacking=showing.lacking(laptops, now), asked=asked, number=number, total=total, overview=overview,
        pages=max(1, -(-total // PAGE)), rows=[showing.list_item(row) for row in rows], tiers=words.TIERS,
    )  # fmt: skip


@get("/console/finding")
async def one_finding(request: Call) -> Response[str]:
    session = await needs_session(request)
    # An id may hold any sign, a slash too: it comes as a parameter.
    device, finding = request.query_params.get("device", ""), request.query_params.get("id", "")
    centre: Centre = request.app.state.centre
    found = (
        await centre.database.read(lambda c: registry.whole(c, finding, device)) if _clean(device, finding) else None
    )
    if found is None:
        raise ProtocolProblem(Problem.NOT_FOUND)
    return page("finding.html", session=session, here="findings", one=showing.detail(found, centre.judge))


@get("/console/photos/{device:str}/{sha256:str}")
async def photo(request: Call, device: str, sha256: str) -> Response[bytes]:
    """A photo's original bytes, for those who are logged in; a browser may show it, but never run it."""
    await needs_session(request)
    centre: Centre = request.app.state.centre
    known = _clean(device, sha256)
    mime = await centre.database.read(lambda c: registry.photo_mime(c, device, sha256)) if known else None
    if mime is None:
        raise ProtocolProblem(Problem.NOT_FOUND)
    content = await centre.photos.get(sha256)
    if mime == showing.HEIC and "copy" in request.query_params:
        mime, content = "image/jpeg", await _copy(content)
    shown = mime in showing.SHOWABLE
    headers = {
        "Cache-Control": "no-store",  # a shared PC keeps nothing after the logout
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Disposition": "inline" if shown else f'attachment; filename="{sha256[:16]}"',
    }
    return Response(content, media_type=mime if shown else "application/octet-stream", headers=headers)


async def _copy(original: bytes) -> bytes:
    """A copy that a browser shows. Raises ProtocolProblem(NOT_FOUND) when the photo shows nothing."""
    try:
        return await asyncio.to_thread(pictures.copy, original)
    except pictures.NoPicture as trouble:
        raise ProtocolProblem(Problem.NOT_FOUND) from trouble


def page(name: str, *, status: int = 200, **shown: Any) -> Response[str]:
    """A page of the console, never cached, with nothing of another origin in it."""
    headers = {"Content-Security-Policy": CSP, "Cache-Control": "no-store"}
    return Response(
        PAGES.get_template(name).render(**shown), status_code=status, media_type=MediaType.HTML, headers=headers
    )


def filter_of(asked: dict[str, str]) -> Filter:
    """What the form asks for; a value that makes no sense asks for nothing."""
    tier = asked["tier"] if asked["tier"] in words.TIERS else ""
    text = asked["text"] if _clean(asked["text"]) else ""
    return Filter(text=text, tier=tier, first_day=_day(asked["from"]), last_day=_day(asked["to"]))


def answer_trouble(request: Call, trouble: Exception) -> Response[Any]:
    """A sentence for people; the way to the login for those who are not logged in."""
    if isinstance(trouble, LoggedOut):
        return Redirect("/console/login", status_code=303)
    coded = wire.answer_problem(request, trouble)  # which notes it for the log
    problem = wire.problem_of(trouble)
    text = words.PROBLEMS.get(problem.code.value, words.SOMETHING_WRONG)
    answer = page("trouble.html", status=problem.status, text=text, code=problem.code.value)
    answer.headers.update({name: value for name, value in coded.headers.items() if name.lower() == "retry-after"})
    return answer


async def _fitting(request: Call, centre: Centre, name: str, password: str) -> str:
    """The person's hash when it is their password; else empty, which nobody has."""
    if not _clean(name) or len(password) > users.LONGEST_PASSWORD:
        name, password = "", ""
    hashed = await centre.database.read(lambda c: users.stored_hash(c, name))
    async with request.app.state.login_turns:  # each check takes 64 MB
        return hashed if await asyncio.to_thread(users.fits, password, hashed) else ""


def _clean(*texts: str) -> bool:
    """Whether a database may be asked for these texts."""
    return all("\x00" not in text and text.isprintable() for text in texts)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2999 else None


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
