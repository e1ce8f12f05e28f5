"""What this program is, and whose work it rests on."""

from PySide6.QtWidgets import QWidget

from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.scroll import ScrollColumn
from inspector_app.ui.widgets.words import SectionLabel, Words

# Name, licence (SPDX) of what is shipped with the program.
RESTS_ON = (
    ("Python", "PSF-2.0"),
    ("Qt, PySide6", "LGPL-3.0-only"),
    ("SQLCipher, sqlcipher3", "BSD-3-Clause, Zlib"),
    ("sqlite-utils", "Apache-2.0"),
    ("cryptography", "Apache-2.0 OR BSD-3-Clause"),
    ("OpenSSL", "Apache-2.0"),
    ("msgspec", "BSD-3-Clause"),
    ("zstandard", "BSD-3-Clause"),
    ("Requests", "Apache-2.0"),
    ("keyring", "MIT"),
    ("argon2-cffi", "MIT"),
    ("ExifRead", "BSD-3-Clause"),
    ("Pillow", "MIT-CMU"),
    ("pi-heif, libheif", "BSD-3-Clause, LGPL-3.0-or-later"),
    ("Noto Sans SC", "OFL-1.1"),
    ("Material Design Icons", "Apache-2.0"),
)


class AboutCard(Card):
    def __init__(self, version: str, parent: QWidget | None = None):
        super().__init__(parent, margin=18)
        self.body.addWidget(SectionLabel(self.tr("This program"), self))
        name = self.tr("721 patrol, version {version}").format(version=version)
        self.body.addWidget(Words(name, self, size=17, bold=True))
        self.body.addWidget(Words(self.tr("Licence Apache-2.0. No warranty."), self, role="muted"))
        self.body.addWidget(SectionLabel(self.tr("It rests on"), self))
        column = ScrollColumn(self, spacing=2)
        for work, licence in RESTS_ON:
            column.body.addWidget(Words(f"{work} · {licence}", self, role="muted"))
        column.body.addStretch(1)
        self.body.addWidget(column, 1)
