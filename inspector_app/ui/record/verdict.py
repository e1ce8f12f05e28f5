"""The 721 decision as the screen shows it, without Qt: computed from the facts as they will be sealed."""

from typing import TYPE_CHECKING, Any

from inspector_app.domain.finding import Draft
from inspector_app.ui.record.state import FactWrong, Reason, Turn, Verdict

if TYPE_CHECKING:
    from inspector_app.services.deciding import Policy


def judge(draft: Draft, policy: "Policy", language: str) -> Verdict | FactWrong:
    """What the policy says about the draft; only for categories that it decides."""
    from inspector_app.domain.policy import engine, explain, remedies
    from inspector_app.domain.policy.facts import FactProblem
    from inspector_app.domain.policy.tier import Tier

    try:
        facts = sealed_facts(draft, policy)
    except FactProblem as trouble:
        return FactWrong(trouble.field, trouble.code.value)
    pack, override = policy.pack, draft.override
    decision = engine.decide(facts, pack)
    reasons = explain.why(decision, pack, language)
    return Verdict(
        tier=str(decision.tier), pack=decision.pack, primary=decision.primary,
        reasons=tuple(Reason(one.code, str(one.tier), one.text, one.basis) for one in reasons),
        gate="" if decision.fine_gate == "na" else pack.text("gate", decision.fine_gate, language),
        gate_open=decision.fine_gate == "open",
        flags=tuple(pack.text("flag", flag, language) for flag in decision.flags if flag != engine.PROVISIONAL),
        refer=tuple(pack.text("refer", code, language) for code in decision.refer),
        missing=decision.missing,
        measures=remedies.advice(decision, pack, Tier(override.tier) if override is not None else decision.tier),
        provisional=decision.provisional, hard=decision.hard,
    )  # fmt: skip


def sealed_facts(draft: Draft, policy: "Policy") -> dict[str, Any]:
    """The facts as the journal will hold them and the centre will read them; raises FactProblem."""
    from inspector_app.domain.policy.facts import unseal

    return unseal(policy.sealed(draft.category, draft.facts), policy.catalogue)


def turns(draft: Draft, policy: "Policy", language: str) -> tuple[Turn, ...]:
    """What would change the decision, in the order of the pack; empty while a fact is wrong."""
    from inspector_app.domain.policy import explain
    from inspector_app.domain.policy.facts import FactProblem

    try:
        facts = sealed_facts(draft, policy)
    except FactProblem:
        return ()
    words = explain.Wording(policy.pack, policy.catalogue, draft.category.value, language)
    found = explain.what_would_change(facts, policy.pack, policy.catalogue)
    return tuple(Turn(explain.turn_text(turn, policy.pack, words), str(turn.tier)) for turn in found)
