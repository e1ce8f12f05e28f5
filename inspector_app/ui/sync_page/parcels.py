"""Saves work to a stick and takes the receipt that came back; the card tells how far it is and what it came to."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from inspector_app.services.overview import ParcelMade, ParcelTaken
from inspector_app.ui import texts
from inspector_app.ui.counts import counts
from inspector_app.ui.desk import Desk
from inspector_app.ui.sync_page import words
from inspector_app.ui.sync_page.figures import size_text
from inspector_app.ui.sync_page.parcel_card import ParcelCard, ParcelShown
from inspector_app.ui.trouble import Trouble


class Parcels(QObject):
    def __init__(self, desk: Desk, card: ParcelCard):
        super().__init__(card)
        self._desk, self._card = desk, card
        self.shown = ParcelShown()
        card.save_wanted.connect(self._choose_folder)
        card.receipt_wanted.connect(self._choose_receipt)
        card.every_chosen.connect(lambda every: self._show(every=every))
        card.send_wanted.connect(lambda: desk.go("parcel"))
        desk.sync.packed.connect(self._packed)

    def tell(self, *, enrolled: bool) -> None:
        """Without a centre there is nobody to seal anything for."""
        self._show(enrolled=enrolled)

    def save(self, folder: str) -> None:
        """Writes what no receipt covers to `folder`, or everything where that is chosen, and reads it back."""
        if self.shown.percent is not None or not self._desk.sync.is_ready:
            return
        self._show(percent=0, verdict=self.tr("Saving…"), tone="none", told="")
        self._desk.sync.make_parcel(folder, every=self.shown.every).then(self._saved).otherwise(self._failed)

    def take(self, file: str) -> None:
        """Takes the receipt in `file`."""
        if self._desk.sync.is_ready:
            self._desk.sync.take_receipt(file).then(self._taken).otherwise(self._failed)

    def _packed(self, percent: int) -> None:
        if self.shown.percent is not None:
            self._show(percent=percent)

    def _saved(self, made: ParcelMade) -> None:
        said = self.tr(
            "{findings}, {records}, {photos}, {size}, in {file}. Bring it to the centre or to a PC of the squad: it counts as sent when its receipt is back."
        )
        told = said.format(
            findings=counts.findings(made.findings), records=counts.records(made.lines),
            photos=counts.photos(made.photos), size=size_text(made.size), file=Path(made.path).name,
        )  # fmt: skip
        verdict, tone = self.tr("Saved and read back"), "good"
        if made.lost:
            verdict, tone = self.tr("Saved, but %n photo(s) are gone or damaged here", "", made.lost), "warning"
        self._show(percent=None, verdict=verdict, tone=tone, told=told)

    def _taken(self, taken: ParcelTaken) -> None:
        if taken.missing:
            self._show(
                verdict=self.tr("%n photo(s) missing at the centre", "", taken.missing), tone="warning",
                told=self.tr("They stay here and go there with the next sync or parcel."),
            )  # fmt: skip
            return
        left = counts.records(taken.left) if taken.left else ""
        told = self.tr("{records} came later and have no receipt yet.").format(records=left) if left else ""
        self._show(verdict=self.tr("The receipt is the centre's and fits this laptop"), tone="good", told=told)

    def _failed(self, trouble: Trouble) -> None:
        if trouble.code in words.ADVICE:
            advice = words.advice(trouble.code)
            self._show(percent=None, verdict=advice.happened, tone="warning", told=advice.deed)
        else:
            self._show(percent=None, verdict=self.tr("Not done"), tone="warning", told=texts.sentence(trouble))

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self._card, self.tr("Save to USB…"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose_receipt(self) -> None:
        dialog = QFileDialog(self._card, self.tr("Take receipt…"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("*.receipt")
        dialog.fileSelected.connect(self.take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show(self, **changed: object) -> None:
        self.shown = self.shown._replace(**changed)  # type: ignore[arg-type]
        self._card.present(self.shown)
