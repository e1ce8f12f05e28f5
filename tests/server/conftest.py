"""A real centre process on a free port, on both databases; laptops that talk to it."""

import asyncio
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, redirect_stdout
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

import httpx
import pytest

from inspector_app.demo.centre import Centre
from sync.protocol.problems import Problem, ProtocolProblem
from sync.server.desk.parser import parser
from tests.forked import ForkedCentre
from tests.server import plain
from tests.server.laptop import Laptop

T = TypeVar("T")
DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgres"))]


class House(ForkedCentre):
    """Such a centre, with the commands of its desk."""

    def __init__(self, folder: Path, database_url: str = "", serving: Sequence[str] = (), photos_url: str = ""):
        photos = ["--photos-url", photos_url] if photos_url else []
        super().__init__(folder, database_url=database_url, serving=[*photos, *serving], photos_url=photos_url)
        self.told = ["--data", str(folder), *(["--database-url", database_url] if database_url else []), *photos]

    def run(self, *words: str, typed: str = "", exit_code: int = 0) -> str:
        """A command of the desk, run here: the same deed on the same data without a process of its own."""
        options = parser().parse_args([*words, *self.told])
        said = io.StringIO()
        with redirect_stdout(said), patch("sys.stdin", io.StringIO(typed)):
            done = asyncio.run(options.deed(self.settings, options))
        assert done == exit_code, said.getvalue()
        return said.getvalue()

    def run_refused(self, *words: str, code: Problem) -> None:
        """A command of the desk that ends with a coded problem."""
        with pytest.raises(ProtocolProblem) as trouble:
            self.run(*words)
        assert trouble.value.code is code


@pytest.fixture(scope="session", params=DATABASES)
def centre(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A centre that serves, on one database after the other; shared by tests that bring laptops of their own."""
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_cluster").make_database("shared_centre")
    house = House(tmp_path_factory.mktemp("centre"), url)
    house.start()
    yield house
    house.stop()


@pytest.fixture(params=DATABASES)
def own_centre(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A centre of this test alone, on both databases."""
    url = request.getfixturevalue("centre_url") if request.param == "postgresql" else ""
    house = House(tmp_path / "centre", url)
    house.start()
    yield house
    house.stop()


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[House]:
    """A centre of this test alone on its embedded database, for what does not depend on it."""
    house = House(tmp_path / "centre")
    house.start()
    yield house
    house.stop()


@pytest.fixture
def houses(tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Starts centres of this test alone, embedded, with more words for `serve`; stops them at the end."""
    with ExitStack() as stack:

        def started(*serving: str) -> House:
            house = House(tmp_path / "centre", serving=serving)
            stack.callback(house.stop)
            house.start()
            return house

        yield started


@pytest.fixture
def clients() -> Iterator[Callable[[Centre], httpx.Client]]:
    """Makes HTTP clients of a centre and closes them at the end."""
    with ExitStack() as stack:
        yield lambda centre: stack.enter_context(plain.client(centre, timeout=30))


@pytest.fixture
def laptops(clients: Callable[[Centre], httpx.Client]) -> Callable[[House], Laptop]:
    """Makes enrolled laptops of a centre."""
    return lambda centre: Laptop(clients(centre), centre.code()).join()


@pytest.fixture
def laptop(centre: House, laptops: Callable[[House], Laptop]) -> Laptop:
    return laptops(centre)
