"""The 721 decision as the rest of the app asks for it: over facts as they will be sealed, so that the centre repeats it."""

from dataclasses import dataclass
from typing import Any

from inspector_app.domain.finding import Category
from inspector_app.domain.judgement import Judgement
from inspector_app.domain.policy import engine
from inspector_app.domain.policy.edition import is_older
from inspector_app.domain.policy.facts import Catalogue, FactCode, FactProblem, seal, unseal, validate
from inspector_app.domain.policy.guard import guard
from inspector_app.domain.policy.pack import Pack
from inspector_app.domain.reference.calendar import Calendar
from inspector_app.domain.reference.nearest import NEAR


@dataclass(frozen=True, slots=True)
class Policy:
    """The pack in force, the catalogue of facts that it takes, and the calendar by which its deadlines run."""

    pack: Pack
    catalogue: Catalogue
    calendar: Calendar

    def beside(self, policy: Pack | None, calendar: Calendar | None) -> "Policy":
        """What counts where the bureau's reference pack brought these; never an older edition, or a calendar that ends sooner."""
        is_news = policy is not None and not is_older(policy.name, self.pack.name)
        lasts = calendar is not None and max(calendar.years, default=0) >= max(self.calendar.years, default=0)
        return Policy(
            policy if policy is not None and is_news else self.pack, self.catalogue,
            calendar if calendar is not None and lasts else self.calendar,
        )  # fmt: skip

    @property
    def lenient_codes(self) -> tuple[str, ...]:
        """The reasons of the pack that spare somebody: a step down for a first, minor or faultless breach."""
        rules = (rule for program in self.pack.programs.values() for rule in program.rules)
        return tuple(dict.fromkeys(rule.code for rule in rules if rule.effect == "lower"))

    @property
    def near_m(self) -> int | None:
        """The farthest walk in metres to a relief point that counts as near; None where the pack does not say."""
        limit = self.pack.scope.thresholds.get(NEAR)
        return round(limit) if limit is not None and not isinstance(limit, str) else None

    def sealed(self, category: Category, facts: dict[str, Any]) -> dict[str, Any]:
        """`facts` with `category`, as integers for the journal; raises FactProblem when they are wrong or the pack has no rules for them."""
        stated = {**facts, "category": category.value}
        validate(stated, self.catalogue)
        if category.value not in self.pack.programs:
            raise FactProblem(FactCode.NOT_ALLOWED, "category", f"{self.pack.name} does not decide it")
        return seal(stated, self.catalogue)

    def judge(self, category: Category, facts: dict[str, Any]) -> Judgement | None:
        """What the policy says; None for `other`, which the pack does not decide. Raises FactProblem."""
        if category is Category.OTHER:
            return None
        decision = engine.decide(unseal(self.sealed(category, facts), self.catalogue), self.pack)
        return Judgement(
            tier=decision.tier, primary=decision.primary, reasons=tuple(decision.reasons), fine_gate=decision.fine_gate,
            flags=tuple(decision.flags), refer=tuple(decision.refer), missing=tuple(decision.missing),
            measures=tuple(decision.measures), provisional=decision.provisional, pack=self.pack.name,
            pack_digest=self.pack.digest,
            guard=guard(decision, self.pack, category.value),
        )  # fmt: skip
