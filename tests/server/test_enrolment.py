"""Joining: codes are good once and for a day, tries are counted, tickets cannot be forged."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import centre as wiring
from sync.server import enrolment
from sync.server.crowding import Crowding
from sync.server.tickets import Tickets
from tests.server import plain
from tests.server.conftest import House
from tests.server.laptop import Laptop, problem

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class SetClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def steady(self) -> float:
        return self.now.timestamp()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


def code_of(call: object, *words: object) -> Problem:
    with pytest.raises(ProtocolProblem) as trouble:
        call(*words)  # type: ignore[operator]
    return trouble.value.code


def test_a_token_names_its_laptop_until_it_is_too_old(clock: SetClock) -> None:
    tickets = Tickets(b"secret", clock)
    token = tickets.token("laptop-1")
    assert tickets.device_of(token) == "laptop-1"

    clock.now += timedelta(minutes=15)

    assert code_of(tickets.device_of, token) is Problem.NO_TOKEN


def test_a_challenge_is_no_token_and_another_secret_vouches_for_nothing(clock: SetClock) -> None:
    tickets = Tickets(b"secret", clock)
    challenge = tickets.challenge()
    tickets.check_challenge(challenge)

    assert code_of(tickets.device_of, challenge) is Problem.NO_TOKEN
    assert code_of(Tickets(b"another", clock).check_challenge, challenge) is Problem.NO_TOKEN
    clock.now += timedelta(seconds=60)
    assert code_of(tickets.check_challenge, challenge) is Problem.NO_TOKEN


def test_tries_are_counted_by_source_and_forgotten_after_a_minute(clock: SetClock) -> None:
    crowding = Crowding(2, clock.steady)
    for _ in range(2):
        crowding.check("a")
        crowding.note("a")

    assert code_of(crowding.check, "a") is Problem.TOO_MANY_TRIES
    crowding.check("b")
    clock.now += timedelta(seconds=61)
    crowding.check("a")


def test_wrong_codes_make_the_source_wait(embedded: House) -> None:
    with plain.client(embedded) as http:
        laptop = Laptop(http, "A" * 16 + embedded.code()[-16:].replace("-", "A"))
        answers = [problem(laptop.http.post("/v1/enrol", json=_request(laptop))) for _ in range(6)]

    assert [answer.code for answer in answers] == ["wrong_code"] * 5 + ["too_many_tries"]
    assert answers[-1].retryable


def test_a_code_is_too_old_after_a_day(tmp_path_factory: pytest.TempPathFactory, clock: SetClock) -> None:
    house = House(tmp_path_factory.mktemp("centre"))

    async def late(centre: wiring.Centre) -> str:
        code = await centre.database.write(lambda c: enrolment.issue_code(c, centre.identity.pinned, clock))
        with httpx.Client() as http:
            laptop = Laptop(http, code)
            clock.now += timedelta(hours=24)
            with pytest.raises(ProtocolProblem) as trouble:
                await centre.database.write(lambda c: enrolment.enrol(c, laptop.enrol_request(), clock))
        return trouble.value.code

    assert house.inside(late) == Problem.WRONG_CODE


def test_a_device_that_would_lead_out_of_its_folder_is_refused(centre: House) -> None:
    with plain.client(centre) as http:
        for name in ("..", ".", "a:b", "NUL", "com1", "Aux"):
            laptop = Laptop(http, centre.code(), device=name)
            assert problem(http.post("/v1/enrol", json=_request(laptop))).code == "malformed"


def _request(laptop: Laptop) -> dict[str, str]:
    request = laptop.enrol_request()
    return {name: getattr(request, name) for name in request.__struct_fields__}
