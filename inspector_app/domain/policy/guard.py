"""Below which tier only the leader's code leads: what safety, obstruction and history decided (domain.md §3.7.9 no. 8)."""

from inspector_app.domain.policy.engine import Decision
from inspector_app.domain.policy.pack import Pack
from inspector_app.domain.policy.tier import Tier

STEPS = frozenset({"2", "3"})
"""The steps P1 and P2, as the column `step` of `rules.csv` has them."""


def guard(decision: Decision, pack: Pack, category: str) -> Tier:
    """The heaviest tier that a reason of P1 or P2 speaks for, never above the decision itself; none without such a reason."""
    guarded = {rule.code for rule in pack.programs[category].rules if rule.step in STEPS}
    spoken = zip(decision.reasons, decision.reason_tiers, strict=True)
    heaviest = max((tier for code, tier in spoken if code in guarded), default=Tier.NONE)
    return min(heaviest, decision.tier)
