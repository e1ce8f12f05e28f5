"""What is asked of a patrol, by the centre or by its own finding, and the answers that there may be."""

from dataclasses import dataclass
from enum import StrEnum


class TaskKind(StrEnum):
    VERIFY = "verify"  # 核实: is it true?
    CHECK = "check"  # 核查: is it solved?
    REINSPECT = "reinspect"  # 复查 of an order


class Outcome(StrEnum):
    """What an officer may answer; which two fit a task, OUTCOMES says."""

    CONFIRMED = "confirmed"  # 属实
    NOT_FOUND = "not_found"  # 不属实
    SOLVED = "solved"  # 已处理
    UNSOLVED = "unsolved"  # 未处理


class TaskState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


OUTCOMES: dict[TaskKind, tuple[Outcome, Outcome]] = {
    TaskKind.VERIFY: (Outcome.CONFIRMED, Outcome.NOT_FOUND),
    TaskKind.CHECK: (Outcome.SOLVED, Outcome.UNSOLVED),
    TaskKind.REINSPECT: (Outcome.SOLVED, Outcome.UNSOLVED),
}


@dataclass(frozen=True, slots=True)
class Task:
    """A task as the centre states it (feed item `task.assigned`); `due` and `created_at` are UTC ISO text or empty.

    `why` is that of a visit which this laptop planned itself (visits.Why); empty for a task of the centre.
    """

    id: str
    kind: TaskKind
    title: str
    note: str = ""
    address: str = ""
    lat_e7: int | None = None
    lon_e7: int | None = None
    due: str = ""
    about: str = ""
    created_at: str = ""
    why: str = ""
