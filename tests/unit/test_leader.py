"""The leader's code: known by its verifier, slow to guess, and never more than a sentence when it is wrong."""

import json

import pytest

from inspector_app.domain.problems import Problem, RuleBroken
from inspector_app.domain.reference.leader import MOST_COST, Leader, body_of, leader_of
from inspector_app.services.approvals import FREE_TRIES, PAUSE_S, Approvals

CODE = "40718263"
SALT = bytes(range(16))
ZHOU = leader_of(body_of("410105-0001", "周正", CODE, SALT))
assert ZHOU is not None


class Steady:
    """Seconds that pass only when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_reference_item_lets_the_code_be_recognised_and_does_not_hold_it() -> None:
    body = body_of("410105-0001", "周正", CODE, SALT)
    leader = leader_of(json.loads(json.dumps(body)))
    assert CODE not in json.dumps(body)
    assert leader is not None
    assert leader.knows(CODE)
    assert leader.knows(f" {CODE} ")
    assert not leader.knows("40718264")


def test_the_same_code_with_another_salt_has_another_verifier() -> None:
    assert body_of("1", "周正", CODE, SALT)["verifier"] != body_of("1", "周正", CODE, bytes(16))["verifier"]


@pytest.mark.parametrize(
    "changed",
    [{"number": ""}, {"number": 7}, {"name": None}, {"salt": "00"}, {"salt": "zz" * 16}, {"verifier": "00" * 31},
     {"cost": MOST_COST * 2}, {"cost": 1000}, {"cost": "16384"}],
)  # fmt: skip
def test_a_body_that_cannot_be_used_states_no_leader(changed: dict[str, object]) -> None:
    assert leader_of(body_of("410105-0001", "周正", CODE, SALT) | changed) is None


def test_the_right_code_names_the_leader() -> None:
    assert Approvals(Steady()).check([leader()], "410105-0001", CODE) == "410105-0001"


@pytest.mark.parametrize(("number", "code"), [("410105-0001", "00000000"), ("410105-0002", CODE), ("410105-0001", "")])
def test_a_wrong_code_or_leader_is_refused(number: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        Approvals(Steady()).check([leader()], number, code)
    assert refused.value.code is Problem.APPROVAL_WRONG


def test_after_five_wrong_codes_even_the_right_one_has_to_wait() -> None:
    steady = Steady()
    approvals = Approvals(steady)
    tried_wrongly(approvals, FREE_TRIES)
    assert approvals.wait_s() == PAUSE_S
    with pytest.raises(RuleBroken):
        approvals.check([leader()], "410105-0001", CODE)
    steady.now += PAUSE_S
    assert approvals.check([leader()], "410105-0001", CODE) == "410105-0001"


def test_each_further_wrong_code_doubles_the_wait() -> None:
    steady = Steady()
    approvals = Approvals(steady)
    tried_wrongly(approvals, FREE_TRIES)
    steady.now += PAUSE_S
    tried_wrongly(approvals, 1)
    assert approvals.wait_s() == 2 * PAUSE_S


def test_tries_while_one_waits_do_not_make_it_longer() -> None:
    approvals = Approvals(Steady())
    tried_wrongly(approvals, FREE_TRIES + 20)
    assert approvals.wait_s() == PAUSE_S


def leader() -> Leader:
    assert ZHOU is not None
    return ZHOU


def tried_wrongly(approvals: Approvals, times: int) -> None:
    for _ in range(times):
        with pytest.raises(RuleBroken):
            approvals.check([leader()], "410105-0001", "00000000")
