"""A receiver on a pseudo-terminal, at a TCP port, or sending by UDP: it can be cut, fall silent and come back."""

import contextlib
import os
import pty
import socket
import termios
import threading
import time
import tty
from collections.abc import Callable

from inspector_app.devices.positioning.receiver import Receiver
from inspector_app.devices.positioning.serial import Port, SerialLine
from inspector_app.devices.positioning.world import World
from inspector_app.domain.reception import Kind, Reception, Source

LIMIT_S = 20


class Cable:
    """What is plugged in now, as the system would list it."""

    def __init__(self) -> None:
        self.ports: list[Port] = []
        self._masters: dict[str, int] = {}
        self._hand = threading.Lock()  # a number of a closed file is soon another's

    def plug(self, identity: str = "") -> str:
        """A new port; its name."""
        master, slave = pty.openpty()
        tty.setraw(master)
        tty.setraw(slave)
        os.set_blocking(master, False)
        name = os.ttyname(slave)
        os.close(slave)
        self._masters[name] = master
        self.ports = [*self.ports, Port(name, identity)]
        return name

    def unplug(self, name: str) -> None:
        self.ports = [port for port in self.ports if port.name != name]
        with self._hand:
            os.close(self._masters.pop(name))

    def say(self, name: str, data: bytes) -> None:
        """Raises OSError once it is unplugged; what nobody reads is lost."""
        with self._hand, contextlib.suppress(BlockingIOError):
            if name not in self._masters:
                raise ConnectionError(name)
            os.write(self._masters[name], data)

    def speed(self, name: str) -> int:
        """The speed at which somebody listens, as termios names it."""
        return int(termios.tcgetattr(self._masters[name])[5])

    def pull_all(self) -> None:
        for name in tuple(self._masters):
            self.unplug(name)


class Adapter:
    """What a serial port is behind: when its power fails, what is open gives nothing any more, and no error either."""

    def __init__(self) -> None:
        self.opened: list[Adapter.Handle] = []

    class Handle(SerialLine):
        is_deaf = False

        def read(self, wait_ms: int) -> bytes:
            piece = super().read(wait_ms)
            return b"" if self.is_deaf else piece

    def open_port(self, name: str, baud: int) -> SerialLine:
        self.opened.append(self.Handle(name, baud))
        return self.opened[-1]

    def fail(self) -> None:
        for handle in self.opened:
            handle.is_deaf = True


class Address:
    """A receiver at a TCP port: it speaks to everybody who is connected."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.setblocking(False)
        self._heard_by: list[socket.socket] = []
        self.source = Source(Kind.TCP, "127.0.0.1", self._server.getsockname()[1])

    def say(self, data: bytes) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                self._heard_by.append(self._server.accept()[0])
        for one in self._heard_by:
            with contextlib.suppress(ConnectionError):  # it has hung up
                one.sendall(data)

    def close(self) -> None:
        for one in (*self._heard_by, self._server):
            one.close()


class Phone:
    """A receiver that sends to a UDP port of the laptop; after `move` it comes from another address."""

    def __init__(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            self.source = Source(Kind.UDP, "", probe.getsockname()[1])
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    def say(self, data: bytes) -> None:
        self._socket.sendto(data, ("127.0.0.1", self.source.number))

    def move(self) -> None:
        self._socket.close()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.2", 0))

    def close(self) -> None:
        self._socket.close()


class Watch:
    """A steady clock in milliseconds; while it `hurries`, each look at it takes some more."""

    def __init__(self) -> None:
        self.hurries = False
        self._ahead = 0

    def forward(self, ms: int) -> None:
        self._ahead += ms

    def __call__(self) -> int:
        self._ahead += 400 if self.hurries else 0
        return time.monotonic_ns() // 1_000_000 + self._ahead


class Mouth:
    """Says what `words(number)` gives, piece by piece, until it is shut."""

    def __init__(self, say: Callable[[bytes], object], words: Callable[[int], bytes], every_s: float = 0.1):
        self._say, self._words, self._every_s = say, words, every_s
        self._shut = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        number = 0
        while not self._shut.wait(self._every_s):
            words = self._words(number)
            try:
                for part in (words[:37], words[37:]):
                    self._say(part)
            except OSError:
                return
            number += 1

    def shut(self) -> None:
        self._shut.set()
        self._thread.join()


class Ear:
    """Keeps what a receiver tells, and waits for it."""

    def __init__(self, world: World, *, known: str = ""):
        self.heard: list[Reception] = []
        self.remembered: list[str] = []
        self._news = threading.Condition()
        self.receiver = Receiver(self._hear, known=known, remember=self.remembered.append, world=world)

    def _hear(self, told: Reception) -> None:
        with self._news:
            self.heard.append(told)
            self._news.notify_all()

    def wait_for(self, wanted: Callable[[Reception], bool], *, after: int = 0) -> Reception:
        """The first that is wanted, of those told after so many."""
        found: list[Reception] = []

        def look() -> bool:
            found[:] = [told for told in self.heard[after:] if wanted(told)][:1]
            return bool(found)

        with self._news:
            assert self._news.wait_for(look, LIMIT_S), [f"{told.state} {told.hindrance}" for told in self.heard[-20:]]
        return found[0]
