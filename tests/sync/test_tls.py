"""The centre behind TLS, through a line that can be spoilt: a cut is a cut, and a stranger is a stranger."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync.client.http import HttpSyncApi
from sync.protocol.problems import Problem, ProtocolProblem
from tests.faults.certificates import Certificates
from tests.faults.proxy import Line
from tests.faults.weather import Fault, Weather
from tests.postgres import free_port
from tests.sync.laptop import Laptop


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
        ((Fault.STRANGER,), Problem.NOT_THE_CENTRE),
    ],
)
def test_a_line_that_is_cut_is_no_stranger(line: Line, faults: tuple[Fault, ...], code: Problem) -> None:
    laptop = Laptop()
    api = HttpSyncApi(line.url, laptop.device, laptop.key, app="1.0.0")
    line.set(Weather("any", faults, 1.0))

    assert trouble_of(api.time) is code
    api.close()
