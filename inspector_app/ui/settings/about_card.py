"""What this program is, and whose work it rests on."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from inspector_app.ui import theme
from inspector_app.ui.settings.rests_on import named
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.scroll import ScrollColumn
from inspector_app.ui.widgets.words import SectionLabel, Words, flush

LEAST_WORKS = 60  # px


class Works(ScrollColumn):
    """A list that asks for little and takes what is left."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(LEAST_WORKS))


class AboutCard(Card):
    def __init__(self, version: str, parent: QWidget | None = None):
        super().__init__(parent, margin=18)
        self.body.addWidget(flush(SectionLabel(self.tr("This program"), self)))
        name = self.tr("721 patrol, version {version}").format(version=version)
        self.body.addWidget(flush(Words(name, self, size=17, bold=True)))
        self.body.addWidget(flush(Words(self.tr("Licence Apache-2.0. No warranty."), self, role="muted")))
        self.body.addWidget(flush(SectionLabel(self.tr("Built with"), self)))
        column = Works(self, spacing=2, reads=self.tr("Built with"))
        for licence, works in named():
            column.body.addWidget(flush(Words(licence, self, bold=True)))
            column.body.addWidget(flush(Words(works, self, role="muted")))
        column.body.addStretch(1)
        self.body.addWidget(column, 1)
