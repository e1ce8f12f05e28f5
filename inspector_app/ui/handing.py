"""What a page may hand to the record on the screen, and what it may know of it."""

from typing import Protocol


class RecordDoor(Protocol):
    """Goes to the record page with each thing that is handed over."""

    @property
    def is_hoarding(self) -> bool:
        """Whether an area can be handed over now."""

    @property
    def approved_m2(self) -> float | None:
        """The approved area of the hoarding on the screen; None for anything else, and while nobody knows it."""

    def pin(self, lat_e7: int, lon_e7: int) -> None:
        """The finding is there, as a person showed on the map; the record asks why where no fix is near."""

    def pin_words(self, lat_e7: int, lon_e7: int) -> tuple[str, str]:
        """What the record would say of such a pin, and its tone."""

    def measured(self, square_metres: float) -> None:
        """The hoarding takes so much room."""
