"""Open files: a laptop's connection is one, and a city has more laptops than systems allow files by default."""

import asyncio
import resource
import socket
from contextlib import ExitStack

import httpx
import pytest

from sync.server import files
from sync.server.doctor import machine
from sync.server.doctor.verdict import State
from tests.server.conftest import House

MORE_THAN_A_THOUSAND = 1100


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """What the system says; a test may write in it."""
    said = {"soft": 1024, "hard": 20_000}

    def allow(_what: int, both: tuple[int, int]) -> None:
        said["soft"], said["hard"] = both

    monkeypatch.setattr(resource, "getrlimit", lambda _: (said["soft"], said["hard"]))
    monkeypatch.setattr(resource, "setrlimit", allow)
    return said


def test_a_process_allows_itself_what_it_may(limits: dict[str, int]) -> None:
    assert files.connections() == 1024 - files.OTHERS

    files.allow()

    assert limits == {"soft": 20_000, "hard": 20_000}
    assert files.connections() == files.MOST_CONNECTIONS


@pytest.mark.parametrize(("soft", "allowed"), [(1024, files.WANTED), (60_000, 60_000), (resource.RLIM_INFINITY, -1)])
def test_where_there_is_no_limit_nothing_is_lowered(limits: dict[str, int], soft: int, allowed: int) -> None:
    limits |= {"soft": soft, "hard": resource.RLIM_INFINITY}

    files.allow()

    assert limits == {"soft": allowed, "hard": resource.RLIM_INFINITY}
    assert files.connections() == files.MOST_CONNECTIONS


def test_where_it_is_forbidden_the_first_limit_is_heeded(
    limits: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbid(*_: object) -> None:
        raise ValueError("not permitted")

    monkeypatch.setattr(resource, "setrlimit", forbid)

    files.allow()

    assert files.connections() == 1024 - files.OTHERS


@pytest.mark.parametrize(
    ("hard", "state", "said"),
    [
        (20_000, State.OK, "20000 at most"),
        (resource.RLIM_INFINITY, State.OK, "as many as wanted"),
        (1024, State.WARN, "1024 at most"),
    ],
)
def test_the_doctor_says_when_there_are_too_few(limits: dict[str, int], hard: int, state: State, said: str) -> None:
    limits["hard"] = hard

    (verdict,) = asyncio.run(machine.open_files(None))  # type: ignore[arg-type]

    assert (verdict.state, verdict.said) == (state, said)
    assert ("holds 768 laptops at once" in verdict.advice) is (state is State.WARN)


def test_more_than_a_thousand_laptops_hold_their_lines_and_the_next_one_is_answered(embedded: House) -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    host, port = embedded.url.removeprefix("http://").split(":")
    with ExitStack() as stack:
        files.allow()
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, before)
        for _ in range(MORE_THAN_A_THOUSAND):
            stack.enter_context(socket.create_connection((host, int(port)), timeout=15))

        assert httpx.get(f"{embedded.url}/health", timeout=15).status_code == 200
