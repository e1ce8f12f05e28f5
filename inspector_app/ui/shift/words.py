"""A finding in the words of the interface: its title, measures, way to the centre, reasons."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.finding import Category, Judgement, Tier
from inspector_app.services.ports import FindingRow, Send
from inspector_app.ui import texts, translation
from inspector_app.ui.rulebook import Rulebook, spoken

translate = QCoreApplication.translate

NAMING_FACT = {Category.STALL: "form", Category.HOARDING: "permit", Category.PARKING: "vehicle"}


class FindingWords:
    """Until the rulebook has its policy, what needs the pack stays unsaid."""

    def __init__(self, rulebook: Rulebook):
        self._rulebook = rulebook

    def title(self, row: FindingRow) -> str:
        """Category and type: `占道经营 · 流动摊贩`."""
        kind = self._kind(row)
        return f"{texts.category(row.category.value)} · {kind}" if kind else texts.category(row.category.value)

    def _kind(self, row: FindingRow) -> str:
        fact = NAMING_FACT.get(row.category)
        if fact is None:
            return self._rulebook.event_name(row.type_code)
        control = self._rulebook.catalogue.control(row.category.value, fact)
        try:
            said = control.label(row.kind, translation.language()) if row.kind else ""
        except KeyError:
            return row.kind
        if row.category is not Category.HOARDING or not said:
            return said
        return f"{control.label_zh}{said}" if translation.language() == "zh" else f"{spoken(control)}: {said}"

    def measures(self, codes: Sequence[str]) -> str:
        return " · ".join(self.said("measure", code) for code in codes)

    def reasons(self, judgement: Judgement) -> tuple[tuple[str, str], ...]:
        """Each reason as its sentence and its legal basis, the weightiest first."""
        return tuple((self.said("reason", code), self._basis(code)) for code in judgement.reasons)

    def flags(self, judgement: Judgement) -> tuple[str, ...]:
        return tuple(self.said("flag", code) for code in judgement.flags)

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
