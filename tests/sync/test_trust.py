"""A laptop believes its own centre only, and only what that centre signed about this laptop's chain."""

from typing import Any

import msgspec
import pytest

from sync.client.status import Outcome
from sync.protocol import receipts
from sync.protocol.messages import HelloAnswer, HelloRequest, PushRequest
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import Receipt, Statement
from tests.sync.centre import CentreInMemory, World
from tests.sync.laptop import Laptop
from tests.sync.test_engine import a_shift, check_in_step


def test_a_code_of_another_centre_does_not_enrol() -> None:
    real, fake = World(), World()
    code = real.code()
    fake.codes = dict(real.codes)

    with pytest.raises(ProtocolProblem) as trouble:
        Laptop().enrol(fake.api("laptop-1"), code)

    assert trouble.value.code is Problem.FAKE_CENTRE


def test_enrolling_twice_with_one_code_is_harmless_and_a_spent_code_is_refused() -> None:
    world = World()
    code = world.code()
    laptop = Laptop().enrol(world.api("laptop-1"), code).enrol(world.api("laptop-1"), code)

    assert laptop.journal.enrolment() is not None
    with pytest.raises(ProtocolProblem) as trouble:
        Laptop("laptop-2").enrol(world.api("laptop-2"), code)
    assert trouble.value.code is Problem.WRONG_CODE


def test_a_centre_that_shows_another_key_gets_no_line() -> None:
    world = World()
    laptop = a_shift(world)
    fake = World()
    fake.laptops = world.laptops

    with pytest.raises(ProtocolProblem) as trouble:
        laptop.sync(fake.api("laptop-1"))

    assert trouble.value.code is Problem.FAKE_CENTRE
    assert world.laptops["laptop-1"].epochs == {}


def test_a_key_that_the_old_one_signed_is_trusted_and_remembered() -> None:
    world = World()
    laptop = a_shift(world)
    world.rotate_key()

    laptop.sync(world.api("laptop-1"))

    known = laptop.journal.enrolment()
    assert known is not None
    assert set(known.keys) == {world.fingerprint(0), world.fingerprint(1)}
    check_in_step(world, laptop)


class Forger(CentreInMemory):
    """A centre whose receipts somebody changed on the way."""

    def __init__(self, world: World, changed: dict[str, object]) -> None:
        super().__init__(world, "laptop-1")
        self.changed = changed
        self.signer = world.keys[-1]

    def _receipt(self, epoch: str, through_seq: int) -> Receipt:
        true = msgspec.json.decode(super()._receipt(epoch, through_seq).body, type=Statement)
        return receipts.make(msgspec.structs.replace(true, **self.changed), self.signer)


@pytest.mark.parametrize(
    "changed", [{"device": "laptop-2"}, {"epoch": "other"}, {"centre": "centre-2"}, {"through_seq": 1}, {"alg": "none"}]
)
def test_a_receipt_for_something_else_is_false(changed: dict[str, object]) -> None:
    world = World()
    laptop = a_shift(world)

    with pytest.raises(ProtocolProblem) as trouble:
        laptop.sync(Forger(world, changed))

    assert trouble.value.code is Problem.FALSE_RECEIPT
    assert laptop.journal.receipts == []


def test_a_receipt_by_a_stranger_or_with_a_changed_byte_is_false() -> None:
    world = World()
    laptop = a_shift(world)
    stranger = Forger(world, {})
    stranger.signer = World().keys[0]

    class Bent(CentreInMemory):
        def _receipt(self, epoch: str, through_seq: int) -> Receipt:
            true = super()._receipt(epoch, through_seq)
            return Receipt(true.body.replace('"findings":3', '"findings":4'), true.sig)

    for centre in (stranger, Bent(world, "laptop-1")):
        with pytest.raises(ProtocolProblem) as trouble:
            laptop.sync(centre)
        assert trouble.value.code is Problem.FALSE_RECEIPT
    assert laptop.journal.receipts == []


class Greeter(CentreInMemory):
    """Greets with a receipt that `changed` says otherwise."""

    changed: dict[str, object]

    def hello(self, request: HelloRequest) -> HelloAnswer:
        answer = super().hello(request)
        if answer.receipt is None:
            return answer
        said = msgspec.json.decode(answer.receipt.body, type=Statement)
        receipt = receipts.make(msgspec.structs.replace(said, **self.changed), self.world.keys[-1])
        return msgspec.structs.replace(answer, receipt=receipt)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"device": "laptop-2"}, Problem.FALSE_RECEIPT), ({"through_seq": 1}, Problem.FALSE_RECEIPT),
        ({"digest": "f" * 64}, Problem.FORK),
    ],
)  # fmt: skip
def test_a_greeting_that_proves_something_else_is_not_believed(changed: dict[str, object], code: Problem) -> None:
    world = World()
    laptop = a_shift(world)
    laptop.sync(world.api("laptop-1"))
    centre = Greeter(world, "laptop-1")
    centre.changed = changed

    with pytest.raises(ProtocolProblem) as trouble:
        laptop.sync(centre)

    assert trouble.value.code is code


@pytest.mark.parametrize("changed", [{"findings": 999}, {"photos": 999}, {"missing_count": 1, "missing": ("a" * 64,)}])
def test_a_greeting_that_counts_otherwise_is_asked_for_the_account(changed: dict[str, object]) -> None:
    world = World()
    laptop = a_shift(world)
    laptop.sync(world.api("laptop-1"))
    centre = Greeter(world, "laptop-1")
    centre.changed = changed

    report = laptop.sync(centre)

    assert report.outcome is Outcome.COMPLETE
    assert report.statement is not None
    assert report.statement.missing_count == 0


def test_a_true_receipt_with_other_counts_does_not_agree() -> None:
    world = World()
    laptop = a_shift(world)

    report = laptop.sync(Forger(world, {"findings": 99}))

    assert report.outcome is Outcome.INCOMPLETE
    assert not laptop.journal.receipts[-1][1]


def test_replayed_and_reordered_batches_change_nothing() -> None:
    world = World()
    laptop = a_shift(world, findings=60)
    sent: list[PushRequest] = []

    class Overheard:
        def __getattr__(self, name: str) -> Any:
            return getattr(world.api("laptop-1"), name)

        def push(self, request: PushRequest) -> Any:
            sent.append(request)
            return world.api("laptop-1").push(request)

    laptop.sync(Overheard())
    for request in [*reversed(sent), *sent]:
        assert world.api("laptop-1").push(request).added == 0

    check_in_step(world, laptop)
    world.laptops["laptop-1"].epochs.clear()
    with pytest.raises(ProtocolProblem) as trouble:
        world.api("laptop-1").push(sent[1])
    assert trouble.value.code is Problem.HOLE
