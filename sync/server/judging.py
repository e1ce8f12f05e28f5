"""The centre decides again with the same engine and keeps both answers; it never touches the laptop's."""

from typing import NamedTuple, Protocol

from inspector_app.domain.events import FindingRecorded


class Again(NamedTuple):
    """The centre's own decision; empty when it has none (another event class, an unknown pack, facts it refuses)."""

    tier: str = ""
    primary: str = ""


class Judge(Protocol):
    def judge(self, said: FindingRecorded) -> Again: ...


class NoJudge:
    """Where no policy pack is at hand, the laptop's decision stands alone."""

    def judge(self, said: FindingRecorded) -> Again:  # noqa: ARG002
        return Again()
