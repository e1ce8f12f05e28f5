"""One HTTP exchange with the centre: bounded in time and size, never redirected, every trouble a coded problem."""

import ipaddress
import time
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import urlsplit

import msgspec

from sync.client import trust
from sync.client.throttle import Paced, Throttle
from sync.protocol.messages import ProblemAnswer
from sync.protocol.problems import Problem, ProtocolProblem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import requests

CONNECT_S = 12.0  # also the longest that one body may take to go out
ANSWER_S = 17.0  # from the first byte that we wait for to the last: together below 30 s
LARGEST_ANSWER = 8 * 1024 * 1024
_PIECE = 64 * 1024
Body = bytes | bytearray

_BY_STATUS = {
    401: Problem.NO_TOKEN, 413: Problem.TOO_LARGE, 429: Problem.BUSY, 500: Problem.INTERNAL, 502: Problem.UNREACHABLE,
    503: Problem.BUSY, 504: Problem.UNREACHABLE, 507: Problem.OUT_OF_SPACE,
}  # fmt: skip


class Answer(NamedTuple):
    """A good answer: its whole body and its headers."""

    body: bytes
    headers: "Mapping[str, str]"


class Wire:
    """Sends requests to the centre at `url`: https, or plain http to this machine itself."""

    def __init__(self, url: str, app: str, throttle: Throttle | None = None) -> None:
        self._throttle = throttle or Throttle()
        self._url = url.rstrip("/")
        self._app = app
        self._idle: list[requests.Session] = []  # one is no good to two calls at once

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def send(
        self, method: str, path: str, body: Body = b"", headers: dict[str, str] | None = None, *, token: str = ""
    ) -> Answer:
        """The answer, when its status is 2xx. Raises ProtocolProblem: the centre's own, or what the line did to us."""
        import requests
        import urllib3

        # identity: an answer that is packed could burst.
        all_headers = {
            "Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity",
        } | (headers or {})  # fmt: skip
        try:
            with self._session() as session, session.request(
                method, self._url + path, data=self._paced(body), headers=all_headers, auth=_Bearer(token),
                timeout=(CONNECT_S, ANSWER_S), allow_redirects=False, stream=True,
            ) as response:  # fmt: skip
                return _checked(response)
        except requests.exceptions.SSLError as trouble:
            raise trust.problem(trouble) from trouble
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema) as trouble:
            raise ProtocolProblem(Problem.NOT_THE_CENTRE, "address") from trouble
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as trouble:
            raise ProtocolProblem(Problem.UNREACHABLE, type(trouble).__name__) from trouble

    def _paced(self, body: Body) -> bytes | Paced | None:
        if body and self._throttle.limit is not None:
            return Paced(body, self._throttle)
        return cast("bytes", body) or None  # requests sends whatever has a length and bytes

    @contextmanager
    def _session(self) -> "Iterator[requests.Session]":
        """A session of the call's own, with its connection if it had one before."""
        try:
            session = self._idle.pop()
        except IndexError:
            session = self._new_session()
        try:
            yield session
        finally:
            self._idle.append(session)

    def _new_session(self) -> "requests.Session":
        import requests

        class Straight(requests.Session):
            # Also where it follows none, requests reads a redirect's whole body, however long, to say where it leads.
            def get_redirect_target(self, _response: requests.Response) -> str | None:
                return None

        is_here = checked_address(self._url)
        session = Straight()
        if self._url.startswith("https:"):
            session.mount("https://", trust.adapter(trust.context()))
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))  # our centre sets none
        session.trust_env = not is_here  # a proxy leads out of the house, never back to this machine
        session.headers["User-Agent"] = f"inspector-721/{self._app}"
        return session


class _Bearer:
    """Sets our token, and keeps requests from looking for passwords in ~/.netrc."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: "requests.PreparedRequest") -> "requests.PreparedRequest":
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def checked_address(url: str) -> bool:
    """Whether `url` leads to this machine itself. Raises NOT_THE_CENTRE when it is neither that nor https."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as trouble:
        raise ProtocolProblem(Problem.NOT_THE_CENTRE, "address") from trouble
    is_here = host == "localhost" or _is_loopback(host)
    if not host or parts.username or parts.scheme not in (("https", "http") if is_here else ("https",)):
        raise ProtocolProblem(Problem.NOT_THE_CENTRE, "address: https only")
    return is_here


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _checked(response: "requests.Response") -> Answer:
    body = _whole(response)
    if 200 <= response.status_code < 300:
        return Answer(body, response.headers)
    raise _problem(response, body)


def _whole(response: "requests.Response") -> bytes:
    """The whole body, unless it is larger than any answer of the centre or takes too long."""
    ends, parts, size = time.monotonic() + ANSWER_S, [], 0
    while part := response.raw.read1(_PIECE, decode_content=False):  # what has come, without waiting for a whole piece
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER:
            raise ProtocolProblem(Problem.NOT_THE_CENTRE, "too long an answer")
        if time.monotonic() > ends:
            raise ProtocolProblem(Problem.UNREACHABLE, "too slow an answer")
    return b"".join(parts)


def _problem(response: "requests.Response", body: bytes) -> ProtocolProblem:
    """What a status other than 2xx means: the centre's own coded problem, or a proxy's or stranger's answer."""
    wait = response.headers.get("Retry-After", "")
    retry_after_s = float(wait) if wait.isascii() and wait.isdigit() and len(wait) < 7 else None
    try:
        said = msgspec.json.decode(body, type=ProblemAnswer)
        return ProtocolProblem(Problem(said.code), said.detail[:200], retry_after_s=retry_after_s, seq=said.seq)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        code = _BY_STATUS.get(response.status_code, Problem.NOT_THE_CENTRE)
        return ProtocolProblem(code, f"status {response.status_code}", retry_after_s=retry_after_s)
