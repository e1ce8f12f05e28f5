"""What happened to the laptop's database, in words for its officer: what came back, what did not, and what is to be done."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.rescue import Rescue, RescueKind
from inspector_app.ui.counts import counts

translate = QCoreApplication.translate


def head(rescue: Rescue) -> str:
    """What happened, in one line."""
    if rescue.kind is RescueKind.CAUGHT_UP:
        return translate("rescue", "An older copy of the database was put back on this laptop")
    if rescue.kind is RescueKind.PARTED:
        return translate("rescue", "The database of this laptop is an older copy or a clone")
    if rescue.kind is RescueKind.RESTORED:
        return translate("rescue", "This laptop takes the place of one that was lost: its records are here")
    if not rescue.moved_to:
        return translate("rescue", "The database of this laptop was gone and has been rebuilt")
    return translate("rescue", "The database of this laptop was damaged and has been rebuilt")


def told(rescue: Rescue) -> Iterator[str]:
    """What came back and what did not, what becomes of it, and where the damaged file lies: a sentence each."""
    if rescue.kind is RescueKind.PARTED:
        yield translate("rescue", "The centre holds records of this laptop that are not here; it keeps both.")
    else:
        yield from _came_back(rescue)
        yield from _missing(rescue)
    if rescue.is_whole:
        yield translate(
            "rescue", "What the centre lacks goes there by itself with the next sync; there is nothing to do."
        )
    else:
        yield translate("rescue", "All else that the centre lacks goes there by itself with the next sync.")
    if rescue.moved_to:
        said = translate(
            "rescue", "The damaged file lies in the data folder under {folder}. Leave it for technical support."
        )
        yield said.format(folder=rescue.moved_to)


def flow(rescue: Rescue) -> str:
    """All of it as running text; Chinese sentences need no space between them."""
    return "".join(sentence if sentence.endswith("。") else f"{sentence} " for sentence in told(rescue)).strip()


def _came_back(rescue: Rescue) -> Iterator[str]:
    yield counts.records_again(rescue.lines).format(copied=rescue.from_copy)
    if rescue.drafts:
        yield counts.drafts_again(rescue.drafts)
    if rescue.receipts:
        yield counts.receipts_again(rescue.receipts)
    if rescue.photos:
        yield counts.photos_again(rescue.photos)


def _missing(rescue: Rescue) -> Iterator[str]:
    if rescue.is_whole:
        yield translate("rescue", "Nothing is lost.")
    if rescue.lost:
        yield counts.records_lost(rescue.lost)
    if rescue.drafts_unsure:
        yield translate(
            "rescue",
            "Drafts that were not saved may be lost; look through the drafts and record again what is missing.",
        )
    if rescue.photos_gone:
        yield counts.photos_gone(rescue.photos_gone)
    if rescue.unnamed:
        yield counts.photos_unnamed(rescue.unnamed)
    if rescue.receipts_dropped:
        yield counts.receipts_dropped(rescue.receipts_dropped)
    if rescue.receipts_unsure:
        yield translate("rescue", "Other receipts may be missing; the centre signs anew with the next sync.")
