"""Where bytes come from: TCP and UDP here, serial ports in `serial.py`. All are read by one thread, which waits a little."""

import socket
from typing import Protocol

from inspector_app.domain.reception import Hindrance

PIECE = 4096
CONNECT_S = 2.0


class Gone(Exception):
    """It cannot be listened to, or not any more."""

    def __init__(self, why: Hindrance = Hindrance.NONE):
        super().__init__(why.value)
        self.why = why


class Line(Protocol):
    """One that is open. `where` is told to people."""

    where: str

    def read(self, wait_ms: int) -> bytes:
        """What came, after at most so long; nothing when nothing came. Raises Gone."""
        ...

    def close(self) -> None: ...


class TcpLine:
    """A receiver, or a program that shares one, that answers at an address. Raises Gone when it does not."""

    def __init__(self, host: str, port: int):
        self.where = f"{host}:{port}"
        try:
            self._socket = socket.create_connection((host, port), timeout=CONNECT_S)
        except (OSError, UnicodeError) as trouble:
            raise Gone(Hindrance.UNREACHABLE) from trouble

    def read(self, wait_ms: int) -> bytes:
        try:
            self._socket.settimeout(wait_ms / 1000)
            piece = self._socket.recv(PIECE)
        except TimeoutError:
            return b""
        except OSError as trouble:
            raise Gone(Hindrance.UNREACHABLE) from trouble
        if not piece:
            raise Gone(Hindrance.UNREACHABLE)
        return piece

    def close(self) -> None:
        self._socket.close()


class UdpLine:
    """Whoever first sends to a port of this laptop; others are not heard until the line is opened again."""

    def __init__(self, port: int):
        self.where = f"UDP {port}"
        self._from: str | None = None
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self._socket.bind(("", port))
        except OSError as trouble:
            self._socket.close()
            raise Gone(Hindrance.FORBIDDEN if isinstance(trouble, PermissionError) else Hindrance.BUSY) from trouble

    def read(self, wait_ms: int) -> bytes:
        try:
            self._socket.settimeout(wait_ms / 1000)
            piece, (sender, *_) = self._socket.recvfrom(1 << 16)
        except (TimeoutError, ConnectionError):
            return b""
        except OSError as trouble:
            raise Gone(Hindrance.UNREACHABLE) from trouble
        if self._from is None:
            self._from = sender
        return piece if sender == self._from else b""

    def close(self) -> None:
        self._socket.close()
