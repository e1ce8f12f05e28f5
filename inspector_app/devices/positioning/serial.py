"""Serial ports, read by a thread that only waits for them; nothing is ever written to one."""

import errno
import os
from pathlib import Path
from typing import NamedTuple

from serial import Serial
from serial.tools import list_ports

from inspector_app.devices.positioning.lines import PIECE, Gone
from inspector_app.domain.reception import Hindrance

_HINDRANCES = {
    errno.ENOENT: Hindrance.NO_PORT, errno.ENODEV: Hindrance.NO_PORT, errno.ENXIO: Hindrance.NO_PORT,
    errno.EACCES: Hindrance.FORBIDDEN, errno.EPERM: Hindrance.FORBIDDEN,
}  # fmt: skip


class Port(NamedTuple):
    """`identity` is what stays when a USB receiver comes back under another name: maker, product, serial number."""

    name: str
    identity: str = ""


def ports() -> list[Port]:
    """Those that the system knows now; USB first, because receivers are there."""
    found = [Port(info.device, _identity(info.vid, info.pid, info.serial_number)) for info in list_ports.comports()]
    return sorted(found, key=lambda port: (not port.identity, port.name))


class SerialLine:
    """A port that is open for reading. For the thread that made it; raises Gone when it cannot be opened."""

    def __init__(self, name: str, baud: int):
        self.where = f"{name.rpartition('/')[2]} {baud}"
        self._node = Path(name)
        try:
            self._port = Serial(name, baud, timeout=0, exclusive=True)
        except Exception as trouble:
            number = getattr(trouble, "errno", None)  # Windows gives none: there most of all another program has it
            raise Gone(_HINDRANCES.get(number or 0, Hindrance.BUSY)) from trouble

    def read(self, wait_ms: int) -> bytes:
        try:
            if self._port.timeout != wait_ms / 1000:
                self._port.timeout = wait_ms / 1000
            first = self._port.read(1)
            piece = first + self._port.read(min(self._port.in_waiting, PIECE)) if first else b""
            is_dead = not piece and self._was_made_anew()
        except Exception as trouble:
            raise Gone(Hindrance.NO_PORT) from trouble
        if is_dead:
            raise Gone(Hindrance.NO_PORT)
        return piece

    def close(self) -> None:
        self._port.close()

    def _was_made_anew(self) -> bool:
        """Whether the name is another device's by now: this handle gives nothing any more, and no error either.

        Windows has no such files, and tells by an error.
        """
        return os.name == "posix" and not os.path.samestat(os.fstat(self._port.fileno()), self._node.stat())


def _identity(maker: int | None, product: int | None, number: str | None) -> str:
    return "" if maker is None else f"{maker:04x}:{product or 0:04x}:{number or ''}"
