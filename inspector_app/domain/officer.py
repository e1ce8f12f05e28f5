"""Who works a shift and signs its findings."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """domain.md §4.5: what a person may do on the street."""

    COLLECTOR = "collector"  # 信息采集员
    AUXILIARY = "auxiliary"  # 协管
    OFFICER = "officer"  # 执法人员, certified
    SQUAD_LEADER = "squad_leader"  # 中队长


@dataclass(frozen=True, slots=True)
class Officer:
    """A person on duty; `certificate` is the enforcement certificate (执法证), empty for those who hold none."""

    number: str
    name: str = ""
    certificate: str = ""
    role: Role = Role.OFFICER

    @property
    def is_sworn(self) -> bool:
        """Whether this person counts for orders and penalties (行政处罚法 art. 42)."""
        return bool(self.certificate) and self.role in (Role.OFFICER, Role.SQUAD_LEADER)
