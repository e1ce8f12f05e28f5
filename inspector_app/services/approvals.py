"""The squad leader's word, given offline: a code that only the leader knows (domain.md §3.7.9 no. 8, §4.5)."""

from collections.abc import Callable, Sequence
from datetime import datetime

from inspector_app.domain.ids import iso
from inspector_app.domain.problems import Problem, RuleBroken
from inspector_app.domain.reference.item import ReferenceKind
from inspector_app.domain.reference.leader import Leader, leader_of
from inspector_app.services.ports import Reads, UnitOfWork

FREE_TRIES = 5
PAUSE_S = 30.0
"""After FREE_TRIES wrong codes in a row each further one waits, twice as long each time, at most LONGEST_PAUSE_S."""
LONGEST_PAUSE_S = 3600.0


class Approvals:
    """Checks codes and slows down guessing; `steady` counts seconds and never jumps (time.monotonic).

    Belongs to one thread at a time; a check takes some 40 ms.
    """

    def __init__(self, steady: Callable[[], float]):
        self._steady = steady
        self._wrong = 0
        self._closed_until = 0.0

    def wait_s(self) -> float:
        """How long the next code has to wait, in seconds; 0 when it may be given now."""
        return max(0.0, self._closed_until - self._steady())

    def check(self, leaders: Sequence[Leader], number: str, code: str) -> str:
        """The number of the leader whose code this is; RuleBroken(APPROVAL_WRONG) otherwise, and while one has to wait."""
        leader = next((one for one in leaders if one.number == number), None)
        if self.wait_s() > 0 or leader is None or not leader.knows(code):
            self._note_wrong()
            raise RuleBroken(Problem.APPROVAL_WRONG, "approval")
        self._wrong = 0
        return leader.number

    def _note_wrong(self) -> None:
        if self.wait_s() == 0:
            self._wrong += 1
            if self._wrong >= FREE_TRIES:
                pause = PAUSE_S * 2 ** (self._wrong - FREE_TRIES)
                self._closed_until = self._steady() + min(pause, LONGEST_PAUSE_S)


def known(reads: Reads | UnitOfWork, at: datetime) -> tuple[Leader, ...]:
    """The leaders whose word counts at `at` (aware, UTC), by number."""
    items = (item for item in reads.references(ReferenceKind.LEADER) if item.is_valid(iso(at)))
    found = (leader_of(item.body) for item in items)
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.number))


def require_known(uow: UnitOfWork, number: str, at: datetime) -> None:
    """Raises RuleBroken(APPROVAL_WRONG) when `number` is given and is no leader whose word counts at `at`.

    The code itself was checked before (`checked`) and is kept nowhere.
    """
    if number and all(leader.number != number for leader in known(uow, at)):
        raise RuleBroken(Problem.APPROVAL_WRONG, "approval")


def checked(reads: Reads, approvals: Approvals, number: str, code: str, at: datetime) -> str:
    """`Approvals.check` against the leaders that are known now."""
    return approvals.check(known(reads, at), number, code)
