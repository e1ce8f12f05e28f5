"""A real centre process on a free port, on both databases; laptops that talk to it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from inspector_app.demo.centre import Centre
from tests.server.laptop import Laptop


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Empty for the embedded default, else the URL of an empty PostgreSQL database."""
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgresql" else ""


@pytest.fixture
def centre(tmp_path: Path, database_url: str) -> Iterator[Centre]:
    """A centre that serves, in a process of its own, on one database after the other."""
    started = Centre(tmp_path / "centre", database_url=database_url).start()
    yield started
    started.stop()


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Centre]:
    """A centre that serves on its embedded database, for what does not depend on it."""
    started = Centre(tmp_path / "centre").start()
    yield started
    started.stop()


@pytest.fixture
def clients() -> Iterator[Callable[[Centre], httpx.Client]]:
    """Makes HTTP clients of a centre and closes them at the end."""
    with ExitStack() as stack:
        yield lambda centre: stack.enter_context(httpx.Client(base_url=centre.url, timeout=30))


@pytest.fixture
def laptops(clients: Callable[[Centre], httpx.Client]) -> Callable[[Centre], Laptop]:
    """Makes enrolled laptops of a centre."""
    return lambda centre: Laptop(clients(centre), centre.enrol_code()).join()


@pytest.fixture
def laptop(centre: Centre, laptops: Callable[[Centre], Laptop]) -> Laptop:
    return laptops(centre)
