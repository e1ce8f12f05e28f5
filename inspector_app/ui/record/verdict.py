"""The 721 decision as the screen shows it, without Qt: computed from the facts as they will be sealed."""

from typing import TYPE_CHECKING, Any

from inspector_app.domain.finding import Category, Draft
from inspector_app.ui.record import answers
from inspector_app.ui.record.state import Explained, FactWrong, Reason, Turn, Verdict, Why

if TYPE_CHECKING:
    from inspector_app.domain.policy.explain import Article, Line
    from inspector_app.domain.policy.pack import Pack
    from inspector_app.services.deciding import Policy


Judged = Verdict | FactWrong | None


def reviewed(draft: Draft, was: Judged, policy: "Policy | None", language: str) -> tuple[Draft, Judged]:
    """The draft and what the policy says of it, None while it says nothing.

    A squad leader's word that was given for another guard, or for other reasons, is gone.
    """
    if policy is None or draft.category is Category.OTHER or answers.is_untouched(draft):
        return draft, None
    now = judge(draft, policy, language)
    if isinstance(was, Verdict) and (not isinstance(now, Verdict) or _grounds(now) != _grounds(was)):
        worth = answers.without_word(draft)
        return worth, now if worth is draft else judge(worth, policy, language)
    return draft, now


def _grounds(judged: Verdict) -> tuple[str, tuple[str, ...]]:
    return judged.guard, tuple(reason.code for reason in judged.reasons)


def judge(draft: Draft, policy: "Policy", language: str) -> Verdict | FactWrong:
    """What the policy says about the draft; only for categories that it decides."""
    from inspector_app.domain.policy import engine, explain, remedies
    from inspector_app.domain.policy.facts import FactProblem
    from inspector_app.domain.policy.guard import guard

    try:
        facts = sealed_facts(draft, policy)
    except FactProblem as trouble:
        return FactWrong(trouble.field, trouble.code.value)
    pack, override = policy.pack, draft.override
    decision = engine.decide(facts, pack)
    guarded = guard(decision, pack, draft.category.value)
    own = override.tier if override is not None else decision.tier
    stands = own if override is None or override.approved_by or own >= guarded else decision.tier
    reasons = explain.why(decision, pack, language)
    return Verdict(
        tier=str(decision.tier), pack=decision.pack, primary=decision.primary,
        reasons=tuple(Reason(one.code, str(one.tier), one.text, _articles(one.code, pack, language)) for one in reasons),
        gate="" if decision.fine_gate == "na" else pack.text("gate", decision.fine_gate, language),
        gate_open=decision.fine_gate == "open",
        flags=tuple((flag, pack.text("flag", flag, language)) for flag in decision.flags if flag != engine.PROVISIONAL),
        refer=tuple((code, pack.text("refer", code, language)) for code in decision.refer),
        missing=decision.missing,
        measures=remedies.advice(decision, pack, stands), provisional=decision.provisional, guard=str(guarded),
    )  # fmt: skip


def sealed_facts(draft: Draft, policy: "Policy") -> dict[str, Any]:
    """The facts as the journal will hold them and the centre will read them; raises FactProblem."""
    from inspector_app.domain.policy.facts import unseal

    return unseal(policy.sealed(draft.category, draft.facts), policy.catalogue)


def explained(draft: Draft, policy: "Policy", language: str) -> Explained | None:
    """What would change the decision, and why it is neither softer nor harder; None while a fact is wrong."""
    from inspector_app.domain.policy import explain
    from inspector_app.domain.policy.facts import FactProblem

    try:
        facts = sealed_facts(draft, policy)
    except FactProblem:
        return None
    pack, catalogue = policy.pack, policy.catalogue
    found = explain.explanation(facts, pack, catalogue, language)
    words = explain.Wording(pack, catalogue, draft.category.value, language)
    return Explained(
        tuple(Turn(explain.turn_text(turn, pack, words), str(turn.tier)) for turn in found.turns),
        tuple(_why(line, pack, language) for line in found.not_softer),
        tuple(_why(line, pack, language) for line in found.not_harder),
    )


def _why(line: "Line", pack: "Pack", language: str) -> Why:
    after = pack.text("reason", line.after, language) if line.after else ""
    return Why(line.code, line.text, bool(line.did), line.unmet, after)


def _articles(code: str, pack: "Pack", language: str) -> "tuple[Article, ...]":
    from inspector_app.domain.policy.explain import Article

    return tuple(Article(one[language], one["version"], one[f"says_{language}"]) for one in pack.bases[code])
