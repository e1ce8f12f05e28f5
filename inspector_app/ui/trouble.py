"""What went wrong, sorted by who can act on it: the person, the surroundings, or we."""

from enum import StrEnum
from typing import NamedTuple


class Side(StrEnum):
    """Who can act: the person, the surroundings (disk, network, centre), or only we."""

    PERSON = "person"
    SURROUNDINGS = "surroundings"
    OURS = "ours"


class Trouble(NamedTuple):
    """`code` is what `texts.sentence` speaks about; `field` the thing to mend, `subject` the file's or thing's name."""

    side: Side
    code: str
    field: str = ""
    subject: str = ""


def sort(error: BaseException) -> Trouble:
    """A coded error is known; every other is our own bug: logged whole, shown by a code."""
    import logging

    from inspector_app.domain.photo import PhotoRefused
    from inspector_app.domain.policy.tables import CHANGED, PackProblem
    from inspector_app.domain.problems import RuleBroken

    log = logging.getLogger("inspector.ui")
    if isinstance(error, RuleBroken):
        return Trouble(Side.PERSON, error.code.value, error.field)
    if isinstance(error, PhotoRefused):
        return Trouble(Side.PERSON, f"photo_{error.reason.value}", "photos", error.file_name)
    if isinstance(error, PackProblem):
        log.error("the policy pack cannot be used: %s %s", error.code, error)
        return Trouble(Side.SURROUNDINGS, CHANGED if error.code == CHANGED else "pack_broken", subject=error.file)
    code = getattr(error, "code", None)
    if isinstance(code, str) and code:
        log.warning("trouble %s", code)
        return Trouble(Side.SURROUNDINGS, str(code), str(getattr(error, "field", "")))
    if isinstance(error, OSError):
        log.warning("trouble with the disk: errno %s", error.errno)
        return Trouble(Side.SURROUNDINGS, "disk")
    log.error("unexpected %s", type(error).__name__, exc_info=error)
    return Trouble(Side.OURS, type(error).__name__)
