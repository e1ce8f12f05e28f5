"""A finding in the words of the interface: its title, measures, way to the centre, reasons."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.catalogue import FactControl
from inspector_app.domain.finding import Category, Tier
from inspector_app.domain.judgement import Judgement
from inspector_app.services.ports import FindingRow, Send
from inspector_app.ui import relief_words, texts, translation
from inspector_app.ui.rulebook import Rulebook, spoken

translate = QCoreApplication.translate

# The facts whose answers name the type of a finding.
NAMING_FACTS = {
    Category.STALL: ("form", "goods"), Category.HOARDING: ("permit",), Category.PARKING: ("vehicle",),
}  # fmt: skip


class FindingWords:
    """Until the rulebook has its policy, what needs the pack stays unsaid."""

    def __init__(self, rulebook: Rulebook):
        self._rulebook = rulebook

    def title(self, row: FindingRow) -> str:
        """Category and type: `占道经营 · 流动摊贩`."""
        kind = self._kind(row)
        return f"{texts.category(row.category.value)} · {kind}" if kind else texts.category(row.category.value)

    def _kind(self, row: FindingRow) -> str:
        if row.category is Category.OTHER:
            return self._rulebook.event_name(row.type_code)
        for fact in NAMING_FACTS[row.category]:
            control = self._rulebook.catalogue.control(row.category.value, fact)
            if any(choice.value == row.kind for choice in control.values):
                said = control.label(row.kind, translation.language())
                return self._permit(control, said) if row.category is Category.HOARDING else said
        return row.kind

    def _permit(self, control: FactControl, said: str) -> str:
        """A hoarding is named by its permit: `占道许可已过期`."""
        return f"{spoken(control)}{said}" if translation.language() == "zh" else f"{spoken(control)}: {said}"

    def measures(self, codes: Sequence[str]) -> str:
        return " · ".join(self.said("measure", code) for code in codes)

    def done(self, row: FindingRow) -> str:
        """The first measures that were taken; where none was, what was suggested, and that it is no more than that."""
        if row.taken:
            return self.measures(tuple(dict.fromkeys(row.taken))[:2])
        suggested = self.measures(row.measures[:2])
        return translate("FindingWords", "Suggested: {measures}").format(measures=suggested) if suggested else ""

    def reasons(self, judgement: Judgement) -> tuple[tuple[str, str], ...]:
        """Each reason as its sentence and its legal basis, the weightiest first."""
        return tuple((self.said("reason", code), self._basis(code)) for code in judgement.reasons)

    def flags(self, judgement: Judgement, facts: Mapping[str, object]) -> tuple[str, ...]:
        """Each in words; how near is near, only where the pack at hand is the one that judged."""
        policy = self._rulebook.policy
        near_m = policy.near_m if policy is not None and policy.pack.digest == judgement.pack_digest else None
        return tuple(relief_words.flag(code, self.said("flag", code), facts, near_m) for code in judgement.flags)

    def said(self, kind: str, code: str) -> str:
        """The pack's words for a code, or the code itself: it was given by a pack that is not here any more."""
        return "" if self._rulebook.policy is None else self._rulebook.policy_text(kind, code)

    def _basis(self, code: str) -> str:
        if self._rulebook.policy is None:
            return ""
        try:
            return self._rulebook.policy.pack.basis(code, translation.language())
        except KeyError:
            return ""

    def sent(self, row: FindingRow) -> str:
        """How far it has got on its way to the centre."""
        if row.send is Send.ARRIVED:
            return translate("FindingWords", "At the centre")
        if row.send is Send.PHOTOS_MISSING:
            return translate("FindingWords", "Photos {arrived}/{all}").format(
                arrived=row.photos_arrived, all=row.photos
            )
        return translate("FindingWords", "To send")

    def every_sent(self) -> Iterable[str]:
        """The widest words that `sent` may say."""
        photos = translate("FindingWords", "Photos {arrived}/{all}").format(arrived=10, all=20)
        return (translate("FindingWords", "At the centre"), photos, translate("FindingWords", "To send"))

    def every_tier(self) -> Iterable[str]:
        return (texts.badge(tier.value) for tier in Tier)

    def tier(self, tier: Tier) -> str:
        return texts.badge(tier.value)

    def no_address(self) -> str:
        return translate("FindingWords", "No address")

    def withdrawn(self) -> str:
        return translate("FindingWords", "Withdrawn")
