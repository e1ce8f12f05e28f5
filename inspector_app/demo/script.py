"""What the officer of the demo shift finds, from `resources/demo/shift.json`."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector_app.domain.finding import Category, Override, Tier
from inspector_app.domain.officer import Officer, Role


@dataclass(frozen=True, slots=True)
class Scene:
    """One finding to record: `facts` as the policy takes them, `tier` as it must come out, `own` what the officer decides."""

    category: Category
    tier: Tier
    address: str
    position: str
    party: str
    note: str
    facts: dict[str, Any]
    photos: int
    own: Override | None


@dataclass(frozen=True, slots=True)
class Script:
    unit: str
    officer: Officer
    second: Officer
    leader: Officer
    planned_from: str
    planned_to: str
    task: dict[str, str]
    relief_points: Path  # a table as the centre's desk loads it
    reference: Path  # streets, campaigns and histories, by kind
    scenes: tuple[Scene, ...]

    def scene(self, number: int) -> Scene:
        """Scene `number`, from 0; after the last one they begin again."""
        return self.scenes[number % len(self.scenes)]


def read(resources: Path) -> Script:
    told = json.loads((resources / "demo" / "shift.json").read_text(encoding="utf-8"))
    leader = Officer(told["leader"]["number"], told["leader"]["name"], role=Role.SQUAD_LEADER)
    return Script(
        unit=told["unit"], officer=_officer(told["officer"]), second=_officer(told["second"]),
        leader=leader,
        planned_from=told["planned_from"], planned_to=told["planned_to"], task=told["task"],
        relief_points=resources / "demo" / "relief_points.csv", reference=resources / "demo" / "reference.json",
        scenes=tuple(_scene(scene) for scene in told["findings"]),
    )  # fmt: skip


def _officer(told: dict[str, str]) -> Officer:
    return Officer(told["number"], told["name"], told["certificate"], Role(told["role"]))


def _scene(told: dict[str, Any]) -> Scene:
    return Scene(
        category=Category(told["category"]), tier=Tier(told["tier"]), address=told["address"],
        position=f"{told['lat'] / 1e7:.6f}, {told['lon'] / 1e7:.6f}", party=told["party"], note=told["note"],
        facts=told["facts"], photos=told["photos"], own=_own(told["own"]) if "own" in told else None,
    )  # fmt: skip


def _own(told: dict[str, str]) -> Override:
    return Override(Tier(told["tier"]), told["reason"], by="")
