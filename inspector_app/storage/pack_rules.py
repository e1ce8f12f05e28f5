"""The policy pack and the calendar that a reference pack brings: read by their digests, whenever they are read."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from inspector_app.domain.policy import pack as policy_packs
from inspector_app.domain.policy.pack import Pack
from inspector_app.domain.policy.tables import PackProblem
from inspector_app.domain.reference import calendar_body
from inspector_app.domain.reference.calendar import Calendar
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.reference_pack import CALENDAR, POLICY, Manifest, PackFile

MOST_BYTES = 16 * 1024 * 1024


class Brought(NamedTuple):
    """What a reference pack says of how to decide; None where it says nothing."""

    policy: Pack | None = None
    calendar: Calendar | None = None


def brings(manifest: Manifest) -> bool:
    """Whether there is anything to read."""
    return bool(_files(manifest))


def read(manifest: Manifest, places: Mapping[str, Path]) -> Brought:
    """Raises ProtocolProblem(DAMAGED_PACK) for files that are others, or that this program cannot use; OSError."""
    files = {name: _content(file, places[name]) for name, file in _files(manifest).items()}
    calendar = files.pop(CALENDAR, None)
    try:
        policy = (
            policy_packs.load({name.removeprefix(POLICY): content for name, content in files.items()})
            if files
            else None
        )
        return Brought(policy, calendar_body.read(calendar) if calendar is not None else None)
    except (PackProblem, ValueError, RecursionError) as trouble:
        raise ProtocolProblem(Problem.DAMAGED_PACK, f"policy or calendar: {str(trouble)[:120]}") from trouble


def _files(manifest: Manifest) -> dict[str, PackFile]:
    return {file.name: file for file in manifest.files if file.name == CALENDAR or file.name.startswith(POLICY)}


def _content(file: PackFile, path: Path) -> bytes:
    with path.open("rb") as content:
        found = content.read(MOST_BYTES + 1)
    if hashlib.sha256(found).hexdigest() != file.sha256:
        raise ProtocolProblem(Problem.DAMAGED_PACK, file.name)
    return found
