"""What the policy suggested."""

from dataclasses import dataclass

from inspector_app.domain.finding import Tier


@dataclass(frozen=True, slots=True)
class Judgement:
    """The policy's answer as it was shown, with the pack that gave it: never rewritten afterwards."""

    tier: Tier
    primary: str
    reasons: tuple[str, ...]
    fine_gate: str
    flags: tuple[str, ...]
    refer: tuple[str, ...]
    missing: tuple[str, ...]
    measures: tuple[str, ...]
    provisional: bool
    pack: str
    pack_digest: str
    guard: Tier = Tier.NONE  # below it only the leader's code leads: safety, obstruction, history (domain.md §3.7.9)
