"""The receiver on real lines: pseudo-terminals, TCP and UDP; found by listening, lost and found again."""

import contextlib
import itertools
import socket
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.devices.positioning.world import World
from inspector_app.domain.fix import Trust
from inspector_app.domain.reception import Hindrance, Kind, Reception, Source, State
from tests.unit.positioning.lines import Adapter, Address, Cable, Ear, Mouth, Phone, Watch
from tests.unit.positioning.sentences import gga, rmc, second

AUTO = Source(Kind.AUTO)
BACK_S = 3.0


@pytest.fixture
def cable() -> Iterator[Cable]:
    cable = Cable()
    yield cable
    cable.pull_all()


@pytest.fixture
def ears(qapp: QApplication) -> Iterator[list[Ear]]:
    """Ears that are closed at the end."""
    made: list[Ear] = []
    yield made
    for ear in made:
        ear.receiver.close()


def listening(ears: list[Ear], source: Source, cable: Cable | None = None, *, known: str = "") -> Ear:
    ear = Ear(World(ports=lambda: cable.ports if cable else []), known=known)
    ears.append(ear)
    ear.receiver.choose(source)
    return ear


def stalling(ears: list[Ear], source: Source, cable: Cable | None = None) -> tuple[Ear, Watch]:
    """An ear whose time can be made to pass."""
    watch = Watch()
    ear = Ear(World(ports=lambda: cable.ports if cable else [], steady=watch))
    ears.append(ear)
    ear.receiver.choose(source)
    return ear, watch


def talk(ear: Ear, say: Callable[[bytes], object]) -> None:
    """Speaks until there is a fix."""
    mouth = Mouth(say, second)
    ear.wait_for(is_fix)
    mouth.shut()


def come_back(ear: Ear, say: Callable[[bytes], object], told: int) -> float:
    """Speaks once in a second, as receivers do, and first from the middle of a sentence on; after how many seconds there is a fix."""
    begun = time.monotonic()
    say(second(100)[31:])
    mouth = Mouth(say, lambda number: second(101 + number), every_s=1)
    ear.wait_for(is_fix, after=told)
    took = time.monotonic() - begun
    mouth.shut()
    return took


def is_fix(told: Reception) -> bool:
    return told.state is State.FIX


def is_gone(told: Reception) -> bool:
    return told.state is State.GONE


def test_a_receiver_is_found_by_listening_to_every_port(cable: Cable, ears: list[Ear]) -> None:
    silent, talking = cable.plug(), cable.plug("1546:01a8:77")
    mouth = Mouth(lambda data: cable.say(talking, data), second)
    ear = listening(ears, AUTO, cable)
    told = ear.wait_for(is_fix)
    mouth.shut()

    assert told.fix is not None
    assert (told.fix.lat_e7, told.fix.quality, told.fix.satellites, told.fix.accuracy_mm) == (347_466_000, 1, 11, 4000)
    assert told.trust(told.heard_ms) is Trust.ACCEPTED
    assert told.where == f"{talking.rpartition('/')[2]} 9600"
    assert ear.remembered == [f"1546:01a8:77|{talking}|9600"]
    assert silent not in told.where


def test_its_speed_is_found(cable: Cable, ears: list[Ear]) -> None:
    """At another speed than its own a port gives garbage."""
    name = cable.plug()

    def words(number: int) -> bytes:
        clear = cable.speed(name) == termios.B38400
        return second(number) if clear else bytes(255 - sign for sign in second(number) * 3)

    mouth = Mouth(lambda data: cable.say(name, data), words)
    ear = listening(ears, AUTO, cable)
    told = ear.wait_for(is_fix)
    mouth.shut()

    assert told.where.endswith(" 38400")


def test_a_pulled_cable_is_noticed_and_the_receiver_found_under_another_name(cable: Cable, ears: list[Ear]) -> None:
    first = cable.plug("1546:01a8:77")
    mouth = Mouth(lambda data: cable.say(first, data), second)
    ear = listening(ears, AUTO, cable)
    ear.wait_for(is_fix)
    cable.unplug(first)
    mouth.shut()
    ear.wait_for(is_gone)
    told = len(ear.heard)
    cable.plug()  # something else is there too now
    back = cable.plug("1546:01a8:77")
    begun = time.monotonic()
    mouth = Mouth(lambda data: cable.say(back, data), lambda number: second(number + 100))
    ear.wait_for(is_fix, after=told)
    took = time.monotonic() - begun
    mouth.shut()

    assert took < BACK_S


def stall(ear: Ear, watch: Watch, say: Callable[[bytes], object]) -> int:
    """The line is cut amid a sentence and stays open; how much was told until the receiver was given up."""
    say(second(50)[:31])
    watch.hurries = True
    ear.wait_for(is_gone)
    watch.hurries = False
    return len(ear.heard)


def test_a_tcp_line_that_stalls_amid_a_sentence_is_heard_again(ears: list[Ear]) -> None:
    with contextlib.closing(Address()) as address:
        ear, watch = stalling(ears, address.source)
        talk(ear, address.say)
        told = stall(ear, watch, address.say)

        assert come_back(ear, address.say, told) < BACK_S


def test_a_phone_that_stalls_amid_a_sentence_is_heard_again_from_another_address(ears: list[Ear]) -> None:
    with contextlib.closing(Phone()) as phone:
        ear, watch = stalling(ears, phone.source)
        ear.wait_for(lambda told: told.state is State.LISTENING)
        talk(ear, phone.say)
        told = stall(ear, watch, phone.say)
        phone.move()

        assert come_back(ear, phone.say, told) < BACK_S


def test_a_handle_that_goes_deaf_is_noticed_and_the_port_opened_anew(cable: Cable, ears: list[Ear]) -> None:
    """Its adapter lost power for a moment: the port stands, and what was open gives nothing any more."""
    name, adapter = cable.plug("1546:01a8:77"), Adapter()
    for _ in range(3):
        cable.plug()  # others that say nothing
    ear = Ear(World(ports=lambda: cable.ports, open_port=adapter.open_port))
    ears.append(ear)
    ear.receiver.choose(AUTO)
    talk(ear, lambda data: cable.say(name, data))
    told = len(ear.heard)
    adapter.fail()

    assert come_back(ear, lambda data: cable.say(name, data), told) < BACK_S


def test_a_port_that_is_silent_for_long_is_opened_anew_at_its_speed(cable: Cable, ears: list[Ear]) -> None:
    """The car was parked, and its receiver without power: a handle from before may be deaf, and silence tells of no speed."""
    name, adapter, watch = cable.plug("1546:01a8:77"), Adapter(), Watch()
    ear = Ear(World(ports=lambda: cable.ports, open_port=adapter.open_port, steady=watch))
    ears.append(ear)
    ear.receiver.choose(AUTO)

    def say(data: bytes) -> None:
        clear = cable.speed(name) == termios.B9600
        cable.say(name, data if clear else bytes(255 - sign for sign in data))

    talk(ear, say)
    told, before = stall(ear, watch, say), len(adapter.opened)
    while len(adapter.opened) == before:
        time.sleep(0.01)
    adapter.fail()

    assert come_back(ear, say, told) < BACK_S
    assert {handle.where.rpartition(" ")[2] for handle in adapter.opened} == {"9600"}


def test_without_a_port_that_is_said(ears: list[Ear]) -> None:
    assert listening(ears, AUTO).wait_for(lambda told: bool(told.hindrance)).hindrance is Hindrance.NO_PORT


def test_a_port_that_is_not_there_is_said_and_waited_for(ears: list[Ear]) -> None:
    ear = listening(ears, Source(Kind.SERIAL, "/dev/ttyNOWHERE", 9600))
    told = ear.wait_for(lambda told: bool(told.hindrance))

    assert (told.state, told.hindrance) == (State.SEARCHING, Hindrance.NO_PORT)


def test_a_chosen_port_is_followed_when_it_comes_back_under_another_name(cable: Cable, ears: list[Ear]) -> None:
    first = cable.plug("1546:01a8:77")
    ear = listening(ears, Source(Kind.SERIAL, first, 9600), cable)
    mouth = Mouth(lambda data: cable.say(first, data), second)
    ear.wait_for(is_fix)
    cable.unplug(first)
    mouth.shut()
    ear.wait_for(is_gone)
    told = len(ear.heard)
    other = cable.plug("0403:6001:1")  # takes the name perhaps, and is another thing
    back = cable.plug("1546:01a8:77")
    mouth = Mouth(lambda data: cable.say(back, data), lambda number: second(number + 100))
    ear.wait_for(is_fix, after=told)
    mouth.shut()

    assert other != back


def test_a_receiver_without_a_fix_is_heard_to_have_none(cable: Cable, ears: list[Ear]) -> None:
    name = cable.plug()
    mouth = Mouth(
        lambda data: cable.say(name, data),
        lambda number: rmc(f"0102{number % 60:02d}", status="V", mode="N") + gga(f"0102{number % 60:02d}", quality="0"),
    )
    ear = listening(ears, AUTO, cable)
    told = ear.wait_for(lambda told: told.state is State.VOID)
    mouth.shut()

    assert told.trust(told.heard_ms) is Trust.BY_HAND


@pytest.mark.parametrize("log", ["beidou-bd", "ublox-8"])
def test_a_real_log_through_a_terminal_gives_its_fixes(
    cable: Cable, ears: list[Ear], shared_data: Path, log: str
) -> None:
    data = (shared_data / "nmea" / f"{log}.nmea").read_bytes()
    lines = data.splitlines(keepends=True)[-60:]
    name = cable.plug()
    ear = listening(ears, Source(Kind.SERIAL, name, 9600), cable)
    mouth = Mouth(lambda part: cable.say(name, part), lambda number: lines[number % len(lines)], every_s=0.01)
    told = ear.wait_for(is_fix)
    mouth.shut()

    assert told.fix is not None
    assert told.fix.lat_e7 // 10**6 == {"beidou-bd": 312, "ublox-8": 440}[log]
    # Years before this program: a live receiver cannot mean that, and no other round of weeks brings it to now.
    assert told.fix.date is None
    assert told.offset_ms is None


def test_tcp_is_connected_to_again_when_its_cable_is_back(ears: list[Ear]) -> None:
    server = socket.create_server(("127.0.0.1", 0))
    port = server.getsockname()[1]
    ear = listening(ears, Source(Kind.TCP, "127.0.0.1", port))
    connection, _ = server.accept()
    mouth = Mouth(connection.sendall, second)
    ear.wait_for(is_fix)
    mouth.shut()
    connection.close()
    server.close()
    gone = ear.wait_for(is_gone)
    told = len(ear.heard)
    server = socket.create_server(("127.0.0.1", port))
    begun = time.monotonic()
    connection, _ = server.accept()
    mouth = Mouth(connection.sendall, lambda number: second(number + 100))
    ear.wait_for(is_fix, after=told)
    took = time.monotonic() - begun
    mouth.shut()
    connection.close()
    server.close()

    assert gone.hindrance is Hindrance.UNREACHABLE
    assert took < BACK_S


def test_an_address_that_says_nothing_right_is_no_receiver_that_is_gone(ears: list[Ear]) -> None:
    with contextlib.closing(Address()) as address:
        ear = listening(ears, address.source)
        mouth = Mouth(address.say, lambda number: bytes(range(128, 256)))
        told = ear.wait_for(lambda told: bool(told.hindrance))
        mouth.shut()

    assert (told.state, told.hindrance) == (State.SEARCHING, Hindrance.SILENT)


def test_udp_hears_the_first_who_sends_and_nobody_else(ears: list[Ear]) -> None:
    probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
    probe.close()
    ear = listening(ears, Source(Kind.UDP, "", port))
    ear.wait_for(lambda told: told.state is State.LISTENING)
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other,
    ):
        other.bind(("127.0.0.2", 0))
        one.sendto(second(0), ("127.0.0.1", port))
        ear.wait_for(is_fix)
        other.sendto(rmc("020000", at="1000.0000,S,01000.0000,W"), ("127.0.0.1", port))
        mouth = Mouth(lambda data: one.sendto(data, ("127.0.0.1", port)), lambda number: second(number + 1))
        ear.wait_for(lambda told: told.fix is not None and told.fix.time_ms // 1000 % 60 >= 5)
        mouth.shut()

    assert all(told.fix is None or told.fix.lat_e7 > 0 for told in ear.heard)


def test_a_taken_udp_port_is_said(ears: list[Ear]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("", 0))
        ear = listening(ears, Source(Kind.UDP, "", taken.getsockname()[1]))

        assert ear.wait_for(lambda told: bool(told.hindrance)).hindrance is Hindrance.BUSY


def test_switching_off_lets_go_at_once(cable: Cable, ears: list[Ear]) -> None:
    name = cable.plug()
    mouth = Mouth(lambda data: cable.say(name, data), second)
    ear = listening(ears, AUTO, cable)
    ear.wait_for(is_fix)
    ear.receiver.choose(Source(Kind.OFF))
    told = ear.wait_for(lambda told: told.state is State.OFF)
    mouth.shut()

    assert told.fix is None


def test_a_strange_port_does_not_end_it(ears: list[Ear]) -> None:
    broken, asked = ValueError("a driver that lies"), itertools.count()

    def ports() -> list[object]:
        if next(asked) < 2:
            raise broken
        return []

    ear = Ear(World(ports=ports))  # type: ignore[arg-type]
    ears.append(ear)
    ear.receiver.choose(AUTO)

    assert ear.wait_for(lambda told: told.hindrance is Hindrance.NO_PORT).state is State.SEARCHING
