"""Where the position comes from: what was chosen, and what is heard of it now."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.reception import NMEA_PORT, Kind, Reception, Source, State, read_source
from inspector_app.ui import position_words
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.chips import ChipRow, Choice
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.words import Ink, SectionLabel, Words, flush

USUAL_BAUD = (4800, 9600, 38400, 115200)


class ReceiverCard(Card):
    """`chosen(Source)`: one tap, and for a port or an address what was typed, once it can be meant."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=18, spacing=4)
        kinds = {
            Kind.AUTO: self.tr("Automatic"), Kind.SERIAL: self.tr("Serial port"), Kind.TCP: "TCP", Kind.UDP: "UDP",
            Kind.SYSTEM: self.tr("The system's own"), Kind.OFF: self.tr("Off"),
        }  # fmt: skip
        self._source = Source()
        self._kinds = ChipRow(
            self.tr("Position"), [Choice(kind.value, label) for kind, label in kinds.items()], self, clearable=False
        )
        self._kinds.chosen.connect(self._choose_kind)
        self._name = Field(self.tr("Port"), self, in_row=True)
        self._name.editor.editingFinished.connect(self._typed)
        self._ports = Words("", self, role="muted")
        speeds = [Choice(0, self.tr("Any speed")), *(Choice(speed, str(speed)) for speed in USUAL_BAUD)]
        self._speeds = ChipRow(self.tr("Baud"), speeds, self, clearable=False)
        self._speeds.chosen.connect(self._choose_speed)
        self._heard = Ink("", self, tone="none")
        self._about = Words("", self, role="muted")
        self._clock = Ink("", self, tone="warning")
        self.body.addWidget(flush(SectionLabel(self.tr("Position"), self)))
        for part in (self._kinds, self._name, self._ports, self._speeds, self._heard, self._about, self._clock):
            self.body.addWidget(flush(part) if isinstance(part, Words) else part)

    def present(self, source: Source) -> None:
        """What was chosen on this laptop."""
        self._source = source
        self._kinds.show_value(source.kind.value)
        self._speeds.show_value(source.number)
        self._name.setVisible(source.kind in (Kind.SERIAL, Kind.TCP, Kind.UDP))
        self._speeds.setVisible(source.kind is Kind.SERIAL)
        self._ports.setVisible(source.kind is Kind.SERIAL and bool(self._ports.text()))
        hints = {Kind.SERIAL: "ttyUSB0, COM3", Kind.TCP: f"192.168.1.20:{NMEA_PORT}", Kind.UDP: str(NMEA_PORT)}
        self._name.editor.setPlaceholderText(hints.get(source.kind, ""))
        if not self._name.editor.hasFocus():
            self._name.show_text(_typed_form(source))
            self._name.show_problem("")

    def show_ports(self, ports: list[str]) -> None:
        """The serial ports that there are."""
        self._ports.setText(self.tr("Ports of this laptop: {names}").format(names=", ".join(ports)) if ports else "")
        self._ports.setVisible(self._source.kind is Kind.SERIAL and bool(ports))

    def hear(self, told: Reception, steady_ms: int) -> None:
        """What is heard now."""
        words, tone = position_words.pill(told, steady_ms)
        self._heard.setText(
            " · ".join(part for part in (words or self.tr("No position is wanted."), told.where) if part)
        )
        self._heard.set_tone(tone or "none")
        self._about.setText(self._told(told))
        clock = position_words.clock(told.offset_ms)
        self._clock.setText(clock)
        self._clock.set_tone("alarm" if told.clock_is_wrong else "none")
        self._clock.setVisible(bool(clock))

    def _told(self, told: Reception) -> str:
        parts = [position_words.hindrance(told)]
        if told.fix is not None and told.state is not State.OFF:
            parts.append(f"{told.fix.lat_e7 / 1e7:.5f}, {told.fix.lon_e7 / 1e7:.5f}")
            if told.fix.satellites is not None:
                parts.append(self.tr("Satellites: {count}").format(count=told.fix.satellites))
            parts.append(self.tr("{time} UTC").format(time=told.fix.utc.rpartition("T")[2][:8]))
        return " · ".join(part for part in parts if part)

    def _choose_kind(self, kind: str) -> None:
        if kind not in (Kind.SERIAL, Kind.TCP):
            self.chosen.emit(Source(Kind(kind), number=NMEA_PORT if kind == Kind.UDP else 0))
            return
        self._name.editor.clearFocus()
        self.present(Source(Kind(kind)))
        self._name.setFocus()

    def _choose_speed(self, speed: int) -> None:
        self._source = self._source._replace(number=speed)
        self._typed()

    def _typed(self) -> None:
        text, kind = self._name.text.strip(), self._source.kind
        if kind is Kind.SERIAL:
            meant = read_source(f"serial:{text}@{self._source.number}")
        else:
            meant = read_source(f"{kind.value}:{text}")
        self._name.show_problem("" if meant is not None or not text else self._wrong())
        if meant is not None:
            self.chosen.emit(meant)

    def _wrong(self) -> str:
        return {
            Kind.SERIAL: self.tr("The name of a port, for example ttyUSB0 or COM3."),
            Kind.TCP: self.tr("A host and a port, for example 192.168.1.20:10110."),
        }.get(self._source.kind, self.tr("A port from 1 to 65535, for example 10110."))


def _typed_form(source: Source) -> str:
    if source.kind is Kind.TCP:
        return f"{source.name}:{source.number}" if source.name else ""
    return {Kind.SERIAL: source.name, Kind.UDP: str(source.number)}.get(source.kind, "")
