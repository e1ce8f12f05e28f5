"""One fact that led to the decision, with the rule behind it; its articles of law unfold."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.policy.explain import Article
from inspector_app.ui import theme
from inspector_app.ui.record.state import Reason
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.fold import SIGN, draw_chevron
from inspector_app.ui.widgets.rows import as_many
from inspector_app.ui.widgets.words import Elided, Words

DISC = 23  # px
ARTICLE = re.compile("(.*?)((?:》|, art).*)?", re.DOTALL)  # 《law》第十八条; Law, art. 18


class ReasonRow(QAbstractButton):
    """A number on a disc, a sentence, its first article; unfolded, the rule and each article with version and words.

    `choices` remembers for every row and each code what a person unfolded or folded.
    """

    def __init__(self, choices: dict[str, bool], parent: QWidget | None = None):
        super().__init__(parent)
        self._choices = choices
        self._number, self._reason = "", Reason("", "none", "", ())
        self._text, self._rule = Words("", self), Elided("", self, role="muted")
        self._articles: list[ArticleRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(DISC + 10 + theme.RING, 6, theme.RING, 6)
        self._column.setSpacing(1)
        self._column.addWidget(self._text)
        self._column.addWidget(self._rule)
        self.setCheckable(True)
        self.clicked.connect(self._choose)
        self.setMinimumHeight(theme.TARGET)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def tell(self, number: str, reason: Reason, *, unfolded: bool) -> None:
        self._number, self._reason = number, reason
        self._text.setText(reason.text)
        unfolds = bool(reason.articles)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if unfolds else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if unfolds else Qt.CursorShape.ArrowCursor)
        self._rule.setContentsMargins(0, 0, SIGN if unfolds else 0, 0)
        self.setAccessibleName(" ".join([reason.text, *(article.name for article in reason.articles)]))
        self.setChecked(unfolds and self._choices.get(reason.code, unfolded))
        self._show_articles()
        self.update()

    def _choose(self) -> None:
        self._choices[self._reason.code] = self.isChecked()
        self._show_articles()

    def _show_articles(self) -> None:
        shown: Sequence[Article] = self._reason.articles if self.isChecked() else ()
        for row, article in zip(as_many(self._articles, len(shown), self._article, self._column), shown, strict=True):
            row.tell(article)
        self._rule.set_text(*((self._reason.code,) if shown or not self._reason.articles else self._basis()))

    def _basis(self) -> tuple[str, str]:
        """The first law; and which of its articles, with how many others there are."""
        first, *others = self._reason.articles
        law, article = ARTICLE.fullmatch(first.name).groups(default="")  # type: ignore[union-attr]
        more = self.tr("{article} and {count} more")
        return law, more.format(article=article, count=len(others)) if others else article

    def _article(self) -> "ArticleRow":
        return ArticleRow(self)

    def nextCheckState(self) -> None:
        if self._reason.articles:
            super().nextCheckState()

    def sizeHint(self) -> QSize:
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._column.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, tint = theme.current(), theme.current().tier(self._reason.tier)
        painter = QPainter(self)
        paint.smooth(painter)
        if self.underMouse() and self._reason.articles:
            paint.panel(painter, self.rect(), 10, look.sunken, None)
        if self.hasFocus():
            paint.focus_ring(painter, self.rect(), 10)
        disc = QRect(theme.RING, 6, DISC, DISC)
        paint.panel(painter, disc, DISC / 2, tint.tint, tint.solid if look.line_width > 1 else None)
        painter.setFont(theme.font(theme.TEXT, bold=True))
        painter.setPen(tint.ink)
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, self._number)
        if self._reason.articles:
            line = self._rule.geometry()
            draw_chevron(painter, QRect(0, line.top(), self.width(), line.height()), unfolded=self.isChecked())
        painter.end()


class ArticleRow(QWidget):
    """An article: its name, the version that was read, and what it says in short."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._name, self._says = Words("", self), Words("", self, role="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 2)
        column.setSpacing(0)
        column.addWidget(self._name)
        column.addWidget(self._says)

    def tell(self, article: Article) -> None:
        version = self.tr("{name} (version of {version})").format(name=article.name, version=article.version)
        self._name.setText(version if article.version else article.name)
        self._says.setText(article.says)
