"""Who may see the console: the session cookie, the forms' secret, and where a form may come from."""

from typing import Any
from urllib.parse import parse_qs

from litestar import Request
from litestar.datastructures import Cookie

from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import users
from sync.server.centre import Centre
from sync.server.users import SESSION_HOURS, Session

COOKIE = "centre_session"
MOST_FIELDS = 20


class LoggedOut(Exception):
    """Nobody is logged in; the way leads to the login form."""


async def needs_session(request: Request[Any, Any, Any]) -> Session:
    """The person behind the request. Raises LoggedOut."""
    centre: Centre = request.app.state.centre
    secret = request.cookies.get(COOKIE, "")
    found = await centre.database.read(lambda c: users.session(c, secret, centre.clock)) if secret else None
    if found is None:
        raise LoggedOut
    return found


async def form_of(request: Request[Any, Any, Any]) -> dict[str, str]:
    """The fields of a posted form that came from our own page. Raises ProtocolProblem(MALFORMED)."""
    _check_origin(request)
    try:
        fields = parse_qs((await request.body()).decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as trouble:
        raise ProtocolProblem(Problem.MALFORMED, "form") from trouble
    return {name: values[0] for name, values in fields.items()}


def session_cookie(secret: str, *, secure: bool) -> Cookie:
    """The cookie that holds a session; empty secret: the one that ends it."""
    age = SESSION_HOURS * 3600 if secret else 0
    return Cookie(
        key=COOKIE, value=secret, path="/console", max_age=age, httponly=True, samesite="strict", secure=secure
    )


def _check_origin(request: Request[Any, Any, Any]) -> None:
    """Browsers say where a form comes from; another site's is refused before its fields are read."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin", "")
    own = f"://{request.headers.get('host', '')}"
    if site not in ("same-origin", "none") or (origin and not origin.endswith(own)):
        raise ProtocolProblem(Problem.MALFORMED, "the form comes from another site")
