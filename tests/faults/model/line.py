"""The line between a laptop's real HTTP client and the centre, and all that may happen on it.

It hangs under `requests` in the place of a network: what a cut, a portal or a refused certificate means, the client itself
must find out.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, NoReturn
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import BaseAdapter, HTTPAdapter

from tests.faults.model.centre import Centre, Said
from tests.faults.model.clock import Time
from tests.faults.model.disk import Disk

STALL_S = 29.0
PORTAL = Said(200, {"Content-Type": "text/html"}, b"<html><title>Welcome to Free WLAN</title>Please log in</html>")
GATEWAY = b"<html><h1>Bad Gateway</h1></html>"
LATEST = 8  # copies that wander about


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Weather:
    """How likely (0 to 1) a call meets each mishap; all others pass."""

    cut_before: float = 0.0
    cut_after: float = 0.0
    stall: float = 0.0
    half: float = 0.0  # the request's body is cut on its way
    torn: float = 0.0  # the answer's is
    twice: float = 0.0
    late: float = 0.0  # a copy comes later
    refused: float = 0.0  # 5xx and 429 of something in between
    portal: float = 0.0
    certificate: float = 0.0

    def draw(self, random: Random) -> str:
        left = random.random()
        for name, likely in vars(self).items():
            if left < likely:
                return str(name)
            left -= likely
        return ""


@dataclass
class Line:
    """One for all laptops. `meanwhile` lets others act between two calls of a laptop."""

    centre: Centre
    time: Time
    random: Random
    tell: Callable[[str], None]
    weather: Weather = field(default_factory=Weather)
    meanwhile: Callable[[], None] = lambda: None
    wandering: list[Asked] = field(default_factory=list)

    def carry(self, disk: Disk, asked: Asked) -> Said:
        """The answer to a laptop's request. Raises what `requests` would."""
        boot = disk.boot
        disk.step("asks")
        self.meanwhile()
        disk.check(boot)
        while self.wandering and self.random.random() < 0.5:
            self._deliver(self.wandering.pop(self.random.randrange(len(self.wandering))))
        mishap = self.weather.draw(self.random)
        self.tell(f"{disk.name} {asked.method} {asked.path.rpartition('/')[0]} {mishap}")
        self.time.let_pass(self.random.uniform(0.01, 0.4))
        said = self._met(mishap, asked)
        disk.step(f"hears {said.status}")
        return said

    def _met(self, mishap: str, asked: Asked) -> Said:
        match mishap:
            case "cut_before" | "certificate" | "half" | "stall":
                self._fail(mishap, asked)
            case "portal":
                return self.random.choice((PORTAL, Said(302, {"Location": "http://portal.example/"}, b"")))
            case "refused":
                return self._refused()
            case "late":
                self.wandering = [*self.wandering, asked][-LATEST:]
            case "twice":
                self._deliver(asked)
            case _:
                pass
        said = self._deliver(asked)
        if said is None or mishap == "cut_after":
            raise requests.ConnectionError("reset by peer")
        return Said(said.status, said.headers, _half(said.body, self.random)) if mishap == "torn" else said

    def _fail(self, mishap: str, asked: Asked) -> NoReturn:
        """No answer comes; the request may have."""
        if mishap == "certificate":
            raise requests.exceptions.SSLError("self-signed certificate")
        if mishap == "half":
            self._deliver(Asked(asked.method, asked.path, asked.headers, _half(asked.body, self.random)), cut=True)
        if mishap == "stall":
            if self.random.random() < 0.5:
                self._deliver(asked)
            self.time.let_pass(STALL_S)
            raise requests.ReadTimeout("read timed out")
        raise requests.ConnectionError("no route")

    def _deliver(self, asked: Asked, *, cut: bool = False) -> Said | None:
        return self.centre.answer(asked.method, asked.path, asked.headers, asked.body, cut=cut)

    def _refused(self) -> Said:
        status = self.random.choice((429, 500, 502, 503, 504, 507))
        after = {"Retry-After": str(self.random.choice((1, 5, 60)))} if self.random.random() < 0.6 else {}
        return Said(status, {"Content-Type": "text/html", **after}, GATEWAY)


class LineAdapter(BaseAdapter):
    """Hangs a laptop's session on the line."""

    def __init__(self, line: Line, disk: Disk) -> None:
        super().__init__()
        self._line = line
        self._disk = disk

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        body = request.body or b""
        content = body.encode() if isinstance(body, str) else bytes(body)
        path = urlsplit(request.url or "").path
        said = self._line.carry(self._disk, Asked(str(request.method), str(path), dict(request.headers), content))
        raw = urllib3.HTTPResponse(
            body=io.BytesIO(said.body), headers=said.headers, status=said.status, preload_content=False,
            request_method=request.method,
        )  # fmt: skip
        return HTTPAdapter().build_response(request, raw)

    def close(self) -> None:
        """There is nothing to close."""


def _half(body: bytes, random: Random) -> bytes:
    return body[: random.randrange(len(body))] if body else body
