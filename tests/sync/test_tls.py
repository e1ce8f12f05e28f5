"""The centre behind TLS, through a line that can be spoilt: a cut is a cut, and a stranger is a stranger."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sync.client import trust
from sync.client.http import HttpSyncApi
from sync.protocol.problems import Problem, ProtocolProblem
from tests.faults.certificates import ALWAYS, Certificates, Valid
from tests.faults.proxy import Line
from tests.faults.weather import Fault, Weather
from tests.postgres import free_port
from tests.sync.laptop import Laptop

DAY = timedelta(days=1)
TIME = b'{"now": "2026-11-22T08:00:00.000Z", "challenge": "c"}'


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    """A line whose centre is away."""
    line = Line(free_port(), tmp_path / "line.log", Certificates.made(tmp_path / "certificates"))
    for name, value in line.environment.items():
        monkeypatch.setenv(name, value)
    yield line
    line.close()


def trouble_of(call: Callable[[], object]) -> Problem:
    with pytest.raises(ProtocolProblem) as trouble:
        call()
    return trouble.value.code


@pytest.mark.parametrize(
    ("faults", "code"),
    [
        ((), Problem.UNREACHABLE),
        ((Fault.NO_HANDSHAKE,), Problem.UNREACHABLE),
        ((Fault.PORTAL,), Problem.NOT_THE_CENTRE),
        ((Fault.STRANGER,), Problem.CERTIFICATE_UNTRUSTED),
    ],
)
def test_a_line_that_is_cut_is_no_stranger(line: Line, faults: tuple[Fault, ...], code: Problem) -> None:
    laptop = Laptop()
    api = HttpSyncApi(line.url, laptop.device, laptop.key, app="1.0.0")
    line.set(Weather("any", faults, 1.0))

    assert trouble_of(api.time) is code
    api.close()


@contextmanager
def answering(context: ssl.SSLContext) -> Iterator[HttpSyncApi]:
    """A centre of this machine that shows that certificate, as a laptop calls it."""

    class Telling(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(TIME)))
            self.end_headers()
            self.wfile.write(TIME)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Telling)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who does not trust us hangs up
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    laptop = Laptop()
    api = HttpSyncApi(f"https://localhost:{server.server_port}", laptop.device, laptop.key, app="1.0.0")
    try:
        yield api
    finally:
        api.close()
        server.shutdown()
        thread.join()
        server.server_close()


def test_an_authority_of_the_city_is_trusted_from_the_systems_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificates = Certificates.made(tmp_path, name="localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.trusted))

    with answering(certificates.centre) as api:
        assert api.time().challenge == "c"


@pytest.mark.parametrize(
    ("valid", "name", "code"),
    [
        (Valid(-2 * DAY, -DAY), "localhost", Problem.CERTIFICATE_TIME),
        (Valid(DAY, 2 * DAY), "localhost", Problem.CERTIFICATE_TIME),
        (ALWAYS, "other.test", Problem.CERTIFICATE_UNTRUSTED),
    ],
    ids=["expired", "not yet valid", "another name"],
)
def test_a_clock_that_is_off_is_told_from_a_certificate_that_is_not_the_centres(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, valid: Valid, name: str, code: Problem
) -> None:
    certificates = Certificates.made(tmp_path, valid, name)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.trusted))

    with answering(certificates.centre) as api:
        assert trouble_of(api.time) is code


def test_an_authority_that_nobody_named_is_not_trusted(tmp_path: Path) -> None:
    with answering(Certificates.made(tmp_path, name="localhost").centre) as api:
        assert trouble_of(api.time) is Problem.CERTIFICATE_UNTRUSTED


def test_a_file_of_authorities_that_is_not_there_is_no_sign_in_page(
    line: Line, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    laptop = Laptop()
    api = HttpSyncApi(line.url, laptop.device, laptop.key, app="1.0.0")

    assert trouble_of(api.time) is Problem.CERTIFICATE_UNTRUSTED
    api.close()


def test_the_authorities_that_the_program_carries_are_trusted_where_the_system_has_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.setenv(name, str(tmp_path))

    assert len(trust.context().get_ca_certs()) > 100
