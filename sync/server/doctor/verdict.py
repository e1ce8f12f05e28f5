"""What the doctor says of one thing, and whom it looks at."""

from dataclasses import dataclass
from enum import StrEnum

from sync.server.settings import Settings
from sync.server.store.database import Database


class State(StrEnum):
    OK = "ok"
    WARN = "warn"  # works, and will hurt one day
    FAIL = "fail"  # a promise of the centre does not hold, or soon will not


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line: what was looked at, how it is, and what to do about it (empty when nothing is)."""

    name: str
    state: State
    said: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Patient:
    """The centre under examination; `everything` looks at all where a sample is usual, `url` is its public address or empty."""

    settings: Settings
    database: Database
    url: str = ""
    everything: bool = False
    ask_again: bool = False  # for photos that are lost: the one thing that the doctor changes


def ok(name: str, said: str) -> Verdict:
    return Verdict(name, State.OK, said)


def warn(name: str, said: str, advice: str) -> Verdict:
    return Verdict(name, State.WARN, said, advice)


def fail(name: str, said: str, advice: str) -> Verdict:
    return Verdict(name, State.FAIL, said, advice)
