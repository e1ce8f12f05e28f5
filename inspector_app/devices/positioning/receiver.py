"""The receiver: one thread that never dies, keeps a line to what was chosen, and says what it hears.

A line that falls silent is opened again at once, without a word; only when that does not help is it gone. Ages are counted on a
clock that runs through sleep, so that a laptop that wakes up opens its line again too.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace

from inspector_app.devices.positioning import search, serial
from inspector_app.devices.positioning.lines import Gone, TcpLine, UdpLine
from inspector_app.devices.positioning.patience import Patience
from inspector_app.devices.positioning.search import Candidate, Found, Known
from inspector_app.devices.positioning.stream import NmeaStream
from inspector_app.devices.positioning.world import World
from inspector_app.domain.fix import STALE_MS, Fix
from inspector_app.domain.reception import SPEEDS, Hindrance, Kind, Reception, Source, State

RETRY_S = 0.3  # between two tries; one that took so long is followed at once, or a burst would fall between them
QUIET_MS = 80  # a pause so long ends what is said of one moment
VOID_MS = 2_500  # so long without a new fix, and there is none
TELL_MS = 250  # at most so often, while nothing changes but the fix
PORTS_MS = 500  # so often the ports are counted during a search
_log = logging.getLogger("inspector.receiver")


class Silent(Gone):
    """It was open, and nothing came."""


class Moved(Gone):
    """Something was plugged in or pulled out during a search."""


class Receiver:
    """`hear(Reception)` is called on its own thread, or on that of the system's positioning."""

    def __init__(
        self, hear: Callable[[Reception], None], *, known: str = "", remember: Callable[[str], object] = lambda _: None,
        world: World | None = None,
    ):  # fmt: skip
        self._hear, self._remember, self._world = hear, remember, world or World()
        self._known = Known.read(known)
        self._source: Source | None = None
        self._changed, self._ended = threading.Event(), False
        self._patience, self._silences = Patience(0), 0
        self._now, self._told_ms = Reception(), 0
        self._telling = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="receiver", daemon=True)

    def choose(self, source: Source) -> None:
        """Listens to that from now on."""
        self._source = source
        self._changed.set()
        if not self._thread.is_alive() and not self._ended:
            self._thread.start()

    def now_ms(self) -> int:
        """The steady clock in which it tells when a fix was heard."""
        return self._world.steady()

    def ports(self) -> list[str]:
        """The serial ports that the system knows now."""
        return [port.name.rpartition("/")[2] for port in self._world.ports()]

    def close(self) -> None:
        """Lets go of the line; nothing is heard after that."""
        self._ended = True
        self._changed.set()
        if self._thread.is_alive():
            self._thread.join(timeout=3)

    def _run(self) -> None:
        while not self._ended:
            begun, anew = self._world.steady(), self._changed.is_set()
            self._changed.clear()  # before the choice is read: whoever chooses again meanwhile is heard
            source = self._source or Source(Kind.OFF)
            if anew:
                self._patience, self._silences = Patience(0), 0
                self._tell(Reception(State.OFF if source.kind is Kind.OFF else State.SEARCHING))
            try:
                self._serve(source)
            except Silent:
                self._silences += 1
                if self._silences > 1:
                    self._lose(Hindrance.SILENT)
            except Moved:
                continue
            except Gone as gone:
                self._silences = 0
                self._lose(gone.why)
            except Exception as error:  # noqa: BLE001 - one strange port must not end it; what it was is logged
                _log.warning("receiver: %s", type(error).__name__, exc_info=error)
                self._lose(Hindrance.NONE)
            self._changed.wait(max(0.0, RETRY_S - (self._world.steady() - begun) / 1000))

    def _serve(self, source: Source) -> None:
        if source.kind is Kind.OFF:
            self._changed.wait()
        elif source.kind is Kind.SYSTEM:
            self._follow_system()
        else:
            self._listen(self._found(source))

    def _lose(self, why: Hindrance) -> None:
        state = State.GONE if self._now.sentences else State.SEARCHING
        self._tell(replace(self._now, state=state, hindrance=why))

    # Finding it

    def _found(self, source: Source) -> Found:
        if source.kind in (Kind.AUTO, Kind.SERIAL):
            return self._find_port(source)
        line = TcpLine(source.name, source.number) if source.kind is Kind.TCP else UdpLine(source.number)
        return Found(line, self._make_stream(), self._known)

    def _find_port(self, source: Source) -> Found:
        here = self._world.ports()
        wanted = self._wanted(source, here)
        if not wanted:
            raise Gone(Hindrance.NO_PORT)
        known = [port for port in wanted if self._known.is_it(port)]
        speeds = [source.number] if source.number else sorted(SPEEDS, key=lambda speed: speed != self._known.baud)
        found = None
        for ports in filter(None, (known, wanted)):
            candidates = [Candidate(port, speeds, self._world.open_port, self._make_stream) for port in ports]
            found = found or self._hear_ports(candidates, here)
        if found is None:
            raise Gone(candidates[0].hindrance if all(one.hindrance for one in candidates) else Hindrance.SILENT)
        known_now = found.known._replace(name=self._known.name) if self._is_known(source) else found.known
        if known_now != self._known:
            self._known = known_now
            self._remember(known_now.text)
        return found

    def _wanted(self, source: Source, here: list[serial.Port]) -> list[serial.Port]:
        """All of them, or the one chosen: also when it came back under another name. One that nobody lists may be there too."""
        if source.kind is Kind.AUTO:
            return here
        again = [port for port in here if self._is_known(source) and self._known.is_it(port)]
        return again or [port for port in here if _names(port.name, source)] or [serial.Port(source.name)]

    def _is_known(self, source: Source) -> bool:
        """Whether the known receiver was at the port that was chosen: it keeps that name, wherever it is plugged in."""
        return source.kind is Kind.SERIAL and bool(self._known.identity) and _names(self._known.name, source)

    def _hear_ports(self, candidates: list[Candidate], here: list[serial.Port]) -> Found | None:
        looked = self._world.steady()

        def go_on() -> bool:
            nonlocal looked
            if self._world.steady() - looked >= PORTS_MS:
                looked = self._world.steady()
                if self._world.ports() != here:
                    raise Moved
            return not self._changed.is_set()

        return search.find(candidates, self._world.steady, go_on)

    # Hearing it

    def _listen(self, found: Found) -> None:
        try:
            self._hear_line(found)
        finally:
            found.line.close()

    def _hear_line(self, found: Found) -> None:
        line, stream, patience = found.line, found.stream, self._patience
        valid, told, now = 0, False, self._world.steady()
        patience.begin(now)
        if not self._silences:
            self._tell(replace(self._now, state=State.LISTENING, where=line.where, hindrance=Hindrance.NONE))
        while not self._changed.is_set():
            piece, before = line.read(QUIET_MS), now
            now = self._world.steady()
            if now - before > search.SLEPT_MS:
                raise Silent
            if piece:
                stream.feed(piece)
                told = False
            if stream.valid > valid:
                valid, self._silences = stream.valid, 0
                patience.hear(now)
            if not piece and not told:
                told = True
                self._say(stream, stream.standing(), line.where, now)
            elif piece and now - self._told_ms > 1000:
                self._say(stream, stream.standing(settled=True), line.where, now)
            if patience.is_over(now):
                raise Silent

    def _say(self, stream: NmeaStream, fix: Fix | None, where: str, now: int) -> None:
        stream.span = self._world.span()
        before = self._now
        if not stream.valid:
            return
        told = replace(before, where=where, sentences=stream.valid, hindrance=Hindrance.NONE)
        if fix is not None and (before.fix is None or fix.utc != before.fix.utc):
            told = replace(told, state=State.FIX, fix=fix, heard_ms=now, offset_ms=self._offset(fix))
        elif fix is not None and fix != before.fix:
            told = replace(told, fix=fix)  # another sentence of the same moment
        elif before.fix is None or now - before.heard_ms > VOID_MS:
            told = replace(told, state=State.VOID)
        if told.state is not before.state or now - self._told_ms >= TELL_MS or fix != before.fix:
            self._tell(told)

    def _offset(self, fix: Fix) -> int | None:
        return None if fix.moment_ms is None else fix.moment_ms - self._world.wall()

    def _make_stream(self) -> NmeaStream:
        return NmeaStream(self._world.span())

    def _follow_system(self) -> None:
        if self._world.system is None:
            self._tell(Reception(State.SEARCHING, hindrance=Hindrance.ABSENT))
            self._changed.wait()
            return
        system = self._world.system()
        system.start(self._hear_system)
        try:
            self._changed.wait()
        finally:
            system.stop()

    def _hear_system(self, fix: Fix | None, why: Hindrance) -> None:
        if self._changed.is_set() or self._source is None or self._source.kind is not Kind.SYSTEM:
            return
        before, now = self._now, self._world.steady()
        if fix is None:
            lost = State.SEARCHING if before.fix is None else State.GONE
            self._tell(replace(before, state=lost if why is not Hindrance.NONE else State.VOID, hindrance=why))
            return
        # The system may give what it last knew, however old; its moments are by the laptop's clock, or near it.
        offset = self._offset(fix) or 0
        age = max(0, -offset)
        told = Reception(State.FIX, fix, now - age, offset if age <= STALE_MS else None, "", before.sentences + 1)
        self._tell(told)

    def _tell(self, told: Reception) -> None:
        with self._telling:
            self._now, self._told_ms = told, self._world.steady()
        if not self._ended:
            self._hear(told)


def _names(port: str, source: Source) -> bool:
    return source.name in (port, port.rpartition("/")[2])
