"""Where a centre's address is typed, and what is wrong with it."""

from PySide6.QtWidgets import QWidget

from inspector_app.ui.settings.state import AddressProblem, address_problem
from inspector_app.ui.widgets.field import Field


class AddressField(Field):
    def __init__(self, parent: QWidget | None = None):
        super().__init__(self.tr("Address of the centre"), parent, hint="https://")

    def show_address(self, typed: str) -> None:
        self.show_text(typed)
        self.show_problem(self._wrong(address_problem(typed)))

    def _wrong(self, problem: AddressProblem | None) -> str:
        if problem is AddressProblem.NOT_ENCRYPTED:
            return self.tr("The address must begin with https:// so that nobody can read along.")
        return self.tr("This is not an address.") if problem is AddressProblem.NOT_AN_ADDRESS else ""
