"""Names as small pictures with a halo, made once and kept."""

from collections import OrderedDict

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen, QPixmap, QTransform

from inspector_app.ui import theme
from inspector_app.ui.map.names import LEADING, Label
from inspector_app.ui.map.style import MapStyle

MOST = 600
HALO = 3.2  # px
BOLD = ("district", "street", "place")


class LabelPictures:
    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()
        self.new = 0  # that were asked for and not kept, since somebody set it to 0

    def of(self, label: Label, style: MapStyle, ratio: float, *, most: int) -> QPixmap | None:
        """None for one that is not kept, once `most` new ones were made."""
        asked = (label.text, label.kind, label.size, label.angle, label.stacked, style.name, ratio)
        kept = self._kept.get(asked)
        if kept is None:
            self.new += 1
            if self.new > most:
                return None
            kept = self._kept[asked] = _picture(label, style, ratio)
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(asked)
        return kept


def _picture(label: Label, style: MapStyle, ratio: float) -> QPixmap:
    face = theme.font(label.size, bold=label.kind in BOLD)
    path = _column(label.text, face) if label.stacked else _line(label.text, face)
    if label.angle:
        path = QTransform().rotate(label.angle).map(path)
    path.setFillRule(Qt.FillRule.WindingFill)  # strokes of a sign overlap: by the other rule they would be holes
    box = path.boundingRect().adjusted(-HALO, -HALO, HALO, HALO)
    middle = QRectF(-max(-box.left(), box.right()), -max(-box.top(), box.bottom()), 0, 0).topLeft()
    pixmap = QPixmap(int(-2 * middle.x() * ratio) + 1, int(-2 * middle.y() * ratio) + 1)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-middle)
    halo = QPen(style.colours["halo"], HALO)
    halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, halo)
    painter.fillPath(path, style.ink(label.kind))
    painter.end()
    return pixmap


def _line(text: str, face: QFont) -> QPainterPath:
    """With its middle at 0, 0."""
    path = QPainterPath()
    path.addText(0, 0, face, text)
    return path.translated(-path.boundingRect().center())


def _column(text: str, face: QFont) -> QPainterPath:
    """The signs upright, one below the other, as Chinese street signs have them."""
    path, step = QPainterPath(), face.pixelSize() * LEADING
    for place, sign in enumerate(text):
        each = QPainterPath()
        each.addText(0, 0, face, sign)
        middle = each.boundingRect().center().x()
        path.addPath(each.translated(QPointF(-middle, place * step)))
    return path.translated(-path.boundingRect().center())
