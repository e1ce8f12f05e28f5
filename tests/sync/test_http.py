"""Whatever answers instead of the centre, the laptop names it by code, in bounded time and memory."""

import gzip
import json
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import msgspec
import pytest

from sync.client import wire
from sync.client.http import HttpSyncApi
from sync.protocol.messages import PROTOCOL, HelloRequest
from sync.protocol.problems import ANSWERS, Problem, ProtocolProblem
from tests.sync.laptop import Key

HELLO = HelloRequest(app="1", proto=PROTOCOL, epoch="e-1", head_seq=0, head_digest="")
TIME = json.dumps({"now": "2026-11-22T08:00:00.000Z", "challenge": "c"})
HELD = json.dumps(
    {
        "now": "2026-11-22T08:00:00.000Z",
        "through_seq": 0,
        "digest": "",
        "agrees": None,
        "heads": {},
        "keys": [],
        "more": 1,
    }
)
PORTAL = "<html><body>Please accept our terms</body></html>"


class Said(NamedTuple):
    status: int = 200
    body: str | bytes = ""
    headers: dict[str, str] = {}  # noqa: RUF012 - never changed


class Asked(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Stranger:
    """An HTTP server on loopback that answers by path what the test wrote, the last answer again and again."""

    def __init__(self, url: str, asked: list[Asked], answers: dict[str, list[Said]]) -> None:
        self.url = url
        self.asked = asked
        self._answers = answers
        self.say("/v1/time", Said(body=TIME))
        self.say("/v1/token", Said(body='{"token":"t-1","valid_s":900}'), Said(body='{"token":"t-2","valid_s":900}'))

    def say(self, path: str, *answers: Said) -> None:
        self._answers[path] = list(answers)

    def api(self, device: str = "laptop-1") -> HttpSyncApi:
        return HttpSyncApi(self.url, device, Key(), app="1.0.0")


class PatientServer(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Our client hangs up on strangers: that is no trouble of theirs, and no text for the suite."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@pytest.fixture
def stranger() -> Iterator[Stranger]:
    asked: list[Asked] = []
    answers: dict[str, list[Said]] = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            asked.append(Asked(self.command, self.path, dict(self.headers), body))
            waiting = answers.get(self.path, [Said(404, PORTAL)])
            said = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            content = said.body.encode() if isinstance(said.body, str) else said.body
            self.send_response(said.status)
            for name, value in ({"Content-Length": str(len(content))} | said.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = answer

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            pass

    server = PatientServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Stranger(f"http://127.0.0.1:{server.server_port}", asked, answers)
    server.shutdown()
    server.server_close()
    thread.join()


def trouble_of(call: Callable[[], object]) -> ProtocolProblem:
    with pytest.raises(ProtocolProblem) as trouble:
        call()
    return trouble.value


@pytest.fixture
def api(stranger: Stranger) -> Iterator[HttpSyncApi]:
    made = stranger.api()
    yield made
    made.close()


@pytest.mark.parametrize(
    "said",
    [
        Said(200, PORTAL, {"Content-Type": "text/html"}),
        Said(200, ""),
        Said(200, '{"token": "wrong answer"}'),
        Said(200, b"\xff\xfe\x00"),
        Said(200, "[" * 10_000),
        Said(302, "", {"Location": "https://portal.example/login"}),
        Said(307, "", {"Location": "/v1/time"}),
        Said(404, PORTAL),
        Said(511, PORTAL),
        Said(400, '{"code": "no such code", "title": "", "status": 400, "retryable": false, "action": "stop"}'),
    ],
)
def test_who_is_not_the_centre_is_called_so(stranger: Stranger, api: HttpSyncApi, said: Said) -> None:
    stranger.say("/v1/time", said)

    assert trouble_of(api.time).code is Problem.NOT_THE_CENTRE


def test_a_redirect_is_not_followed_and_gets_no_token(stranger: Stranger, api: HttpSyncApi) -> None:
    stranger.say("/v1/hello", Said(307, "", {"Location": stranger.url + "/v1/elsewhere"}))

    assert trouble_of(lambda: api.hello(HELLO)).code is Problem.NOT_THE_CENTRE
    assert "/v1/elsewhere" not in [asked.path for asked in stranger.asked]


def test_the_page_of_a_redirect_is_bounded_as_any_answer(
    stranger: Stranger, api: HttpSyncApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "LARGEST_ANSWER", 100_000)
    stranger.say("/v1/time", Said(302, " " * 1_000_000, {"Location": "/"}))

    assert trouble_of(api.time).detail == "too long an answer"


@pytest.mark.parametrize("location", ["http://[", "\xff\xfe", "", "https://a:b"])
def test_a_redirect_that_leads_nowhere_is_not_the_centres(stranger: Stranger, api: HttpSyncApi, location: str) -> None:
    stranger.say("/v1/time", Said(301, PORTAL, {"Location": location}))

    assert trouble_of(api.time).code is Problem.NOT_THE_CENTRE


@pytest.mark.parametrize("token", ["", "a b", "a\\nb", "令牌", "\x7f", "t\\n"])
def test_a_token_that_no_header_carries_is_not_the_centres(stranger: Stranger, api: HttpSyncApi, token: str) -> None:
    stranger.say("/v1/token", Said(body=f'{{"token":"{token}","valid_s":900}}'))

    assert trouble_of(lambda: api.hello(HELLO)).code is Problem.NOT_THE_CENTRE


def test_a_cookie_is_never_brought_back(stranger: Stranger, api: HttpSyncApi) -> None:
    stranger.say("/v1/time", Said(body=TIME, headers={"Set-Cookie": "who=laptop-1"}))

    api.time()
    api.time()

    assert "Cookie" not in stranger.asked[-1].headers


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (413, Problem.TOO_LARGE), (429, Problem.BUSY), (500, Problem.INTERNAL), (502, Problem.UNREACHABLE),
        (503, Problem.BUSY), (504, Problem.UNREACHABLE), (507, Problem.OUT_OF_SPACE),
    ],
)  # fmt: skip
def test_a_proxy_in_trouble_is_waited_for(stranger: Stranger, api: HttpSyncApi, status: int, code: Problem) -> None:
    stranger.say("/v1/time", Said(status, PORTAL, {"Retry-After": "17"}))

    trouble = trouble_of(api.time)

    assert (trouble.code, trouble.retry_after_s) == (code, 17)


@pytest.mark.parametrize("wait", ["soon", "-1", "1e9", "99999999999", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_strange_retry_after_is_ignored(stranger: Stranger, api: HttpSyncApi, wait: str) -> None:
    stranger.say("/v1/time", Said(503, "", {"Retry-After": wait}))

    assert trouble_of(api.time).retry_after_s is None


@pytest.mark.parametrize("code", [code for code in Problem if ANSWERS[code].status >= 400])
def test_the_centres_own_problems_keep_their_code_and_place(
    stranger: Stranger, api: HttpSyncApi, code: Problem
) -> None:
    answer = ANSWERS[code]
    body = {"code": code, "title": code, "status": answer.status, "retryable": True, "action": answer.action, "seq": 7}
    stranger.say("/v1/hello", Said(answer.status, json.dumps(body), {"Content-Type": "application/problem+json"}))

    trouble = trouble_of(lambda: api.hello(HELLO))

    assert (trouble.code, trouble.seq) == (code, 7)


def test_an_old_token_is_renewed_once(stranger: Stranger, api: HttpSyncApi) -> None:
    no_token = Said(401, '{"code":"no_token","title":"","status":401,"retryable":true,"action":"reauthenticate"}')
    stranger.say("/v1/hello", no_token, Said(body=HELD))

    assert api.hello(HELLO).through_seq == 0
    tokens = [asked.headers.get("Authorization") for asked in stranger.asked if asked.path == "/v1/hello"]
    assert tokens == ["Bearer t-1", "Bearer t-2"]

    stranger.say("/v1/hello", no_token)
    assert trouble_of(lambda: api.hello(HELLO)).code is Problem.NO_TOKEN


def test_who_is_told_to_come_back_keeps_its_token(stranger: Stranger, api: HttpSyncApi) -> None:
    busy = Said(503, '{"code":"busy","title":"","status":503,"retryable":true,"action":"retry"}', {"Retry-After": "7"})
    stranger.say("/v1/hello", busy, Said(body=HELD))

    assert trouble_of(lambda: api.hello(HELLO)).retry_after_s == 7
    api.hello(HELLO)

    assert [asked.path for asked in stranger.asked].count("/v1/token") == 1


def test_one_token_serves_many_calls_and_stays_out_of_calls_that_need_none(
    stranger: Stranger, api: HttpSyncApi
) -> None:
    stranger.say("/v1/hello", Said(body=HELD))
    for _ in range(3):
        api.hello(HELLO)
    api.time()

    assert [asked.path for asked in stranger.asked].count("/v1/token") == 1
    assert "Authorization" not in stranger.asked[-1].headers


def test_lines_travel_compressed_and_photos_with_their_checksum(stranger: Stranger, api: HttpSyncApi) -> None:
    place = f"/v1/uploads/laptop-1/{'a' * 64}"
    stranger.say(place, Said(201, "", {"Upload-Offset": "5"}), Said(200, "", {"Upload-Offset": "9"}))

    assert (api.upload("a" * 64, 0, b"12345", 9), api.upload("a" * 64, 5, b"6789", 9)) == (5, 9)

    create, go_on = stranger.asked[-2:]
    assert (create.method, create.headers["Upload-Length"], create.body) == ("POST", "9", b"12345")
    assert (go_on.method, go_on.headers["Upload-Offset"], go_on.body) == ("PATCH", "5", b"6789")
    assert create.headers["Upload-Checksum"] == "sha256 WZRHGrsBESr8wYFZ9sx0tPURuZgG2lmzyvWpwXPKz8U="


def test_two_bundles_on_their_way_at_once_do_not_disturb_each_other(
    stranger: Stranger, api: HttpSyncApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger.say("/v1/uploads/laptop-1", Said(body='{"stored":[]}'))
    send = wire.Wire.send

    def send_later(*about: Any, **more: Any) -> wire.Answer:
        monkeypatch.setattr(wire.Wire, "send", send)
        with ThreadPoolExecutor() as pool:
            pool.submit(api.bundle, {"b" * 64: b"second"}).result()
        return send(*about, **more)

    monkeypatch.setattr(api, "_token", "t-1")
    monkeypatch.setattr(wire.Wire, "send", send_later)
    api.bundle({"a" * 64: b"first"})

    sent = [msgspec.msgpack.decode(asked.body) for asked in stranger.asked if asked.method == "POST"]
    assert sent == [{"photos": {"b" * 64: b"second"}}, {"photos": {"a" * 64: b"first"}}]


@pytest.mark.parametrize("offset", ["", "-1", "x", "10", "٩", "9" * 5000])
def test_an_upload_that_answers_nonsense_is_not_the_centres(stranger: Stranger, api: HttpSyncApi, offset: str) -> None:
    headers = {"Upload-Offset": offset} if offset.isascii() else {}
    stranger.say(f"/v1/uploads/laptop-1/{'a' * 64}", Said(201, "", headers))

    assert trouble_of(lambda: api.upload("a" * 64, 0, b"12345", 9)).code is Problem.NOT_THE_CENTRE


@pytest.mark.parametrize("held", ['{"stored": [], "partial": {"a": -5}}', '{"stored": [1], "partial": {}}'])
def test_a_held_photo_that_makes_no_sense_is_not_the_centres(stranger: Stranger, api: HttpSyncApi, held: str) -> None:
    stranger.say("/v1/media/have", Said(body=held))

    assert trouble_of(lambda: api.have(["a"])).code is Problem.NOT_THE_CENTRE


def test_an_answer_that_is_packed_is_not_unpacked(stranger: Stranger, api: HttpSyncApi) -> None:
    stranger.say("/v1/time", Said(200, gzip.compress(TIME.encode()), {"Content-Encoding": "gzip"}))

    assert trouble_of(api.time).code is Problem.NOT_THE_CENTRE
    assert stranger.asked[-1].headers["Accept-Encoding"] == "identity"


def test_an_endless_answer_is_cut_off(stranger: Stranger, api: HttpSyncApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LARGEST_ANSWER", 100_000)
    stranger.say("/v1/time", Said(200, " " * 1_000_000))

    assert trouble_of(api.time).code is Problem.NOT_THE_CENTRE


def test_an_answer_that_stops_half_way_is_an_unreachable_centre(
    stranger: Stranger, api: HttpSyncApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "ANSWER_S", 0.2)
    stranger.say("/v1/time", Said(200, TIME, {"Content-Length": "9999"}))

    assert trouble_of(api.time).code is Problem.UNREACHABLE


def test_nobody_there_is_an_unreachable_centre(stranger: Stranger) -> None:
    nobody = HttpSyncApi("http://127.0.0.1:9", "laptop-1", Key(), app="1")

    assert trouble_of(nobody.time).code is Problem.UNREACHABLE
    nobody.close()


@pytest.mark.parametrize(
    "url",
    [
        "http://centre.example", "http://10.0.0.1:8721", "ftp://127.0.0.1", "centre.example", "", "https://",
        "https://user:password@centre.example", "http://127.0.0.1.centre.example", "http://[::1", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_only_https_or_this_machine_itself(url: str) -> None:
    assert trouble_of(HttpSyncApi(url, "laptop-1", Key(), app="1").time).code is Problem.NOT_THE_CENTRE


@pytest.mark.parametrize(
    ("url", "is_here"),
    [
        ("http://127.0.0.1:8721", True), ("http://localhost", True), ("http://[::1]:8721", True),
        ("https://127.0.0.1", True), ("https://centre.example/base", False),
    ],
)  # fmt: skip
def test_loopback_is_this_machine_and_knows_no_proxy(url: str, is_here: bool) -> None:
    assert wire.checked_address(url) is is_here


def test_a_proxy_of_the_environment_is_not_used_for_this_machine(
    stranger: Stranger, api: HttpSyncApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    assert api.time().challenge == "c"
