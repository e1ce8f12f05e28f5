"""The operating system's own positioning: absent, refused, stopped and back, wrong, old, and what the officer reads of it."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QDateTime, QTimeZone
from PySide6.QtPositioning import QGeoCoordinate, QGeoPositionInfo, QGeoPositionInfoSource
from PySide6.QtWidgets import QApplication

from inspector_app import paths
from inspector_app.devices.positioning import system
from inspector_app.devices.positioning.system import SystemPositioning, fix_of
from inspector_app.devices.positioning.world import World
from inspector_app.domain.fix import Fix, Trust
from inspector_app.domain.reception import Hindrance, Kind, Reception, Source, State
from inspector_app.ui import position_words, translation
from tests.qt.laptop import turn
from tests.unit.positioning.lines import Ear
from tests.unit.positioning.sentences import second

Error = QGeoPositionInfoSource.Error
NOW_MS = 1_795_310_045_250  # 2026-11-22 01:14:05.250 UTC


class Service(QGeoPositionInfoSource):
    """One of the system's, that says what a test wants."""

    begun = False

    def setUpdateInterval(self, milliseconds: int) -> None: ...
    def minimumUpdateInterval(self) -> int:
        return 0

    def supportedPositioningMethods(self) -> QGeoPositionInfoSource.PositioningMethod:
        return QGeoPositionInfoSource.PositioningMethod.AllPositioningMethods

    def startUpdates(self) -> None:
        self.begun = True

    def stopUpdates(self) -> None:
        self.begun = False

    def requestUpdate(self, timeout: int | None = None) -> None: ...


class Laptop:
    """A laptop whose system knows services; `heard` is what was told of them."""

    def __init__(self, app: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
        self.services: list[Service] = []
        self.names, self.works, self.heard = ["geoclue2", "nmea"], True, list[Reception]()
        monkeypatch.setattr(QGeoPositionInfoSource, "availableSources", lambda: self.names)
        monkeypatch.setattr(QGeoPositionInfoSource, "createSource", lambda _, parent: self._make(parent))
        monkeypatch.setattr(system, "AGAIN_MS", 1)
        world = World(wall=lambda: NOW_MS, steady=lambda: 50_000, system=self._system)
        self.ear, self._app = Ear(world), app
        self.ear.receiver.choose(Source(Kind.SYSTEM))

    def _system(self) -> SystemPositioning:
        self.posted: list[Callable[[], None]] = []
        return SystemPositioning(self.posted.append, self._app)

    def _make(self, parent: QApplication) -> Service | None:
        if self.works:
            self.services.append(Service(parent))
        return self.services[-1] if self.works else None

    def begin(self) -> "Laptop":
        self.until(lambda: bool(self.posted))
        self.posted.pop(0)()
        return self

    def until(self, holds: Callable[[], bool]) -> None:
        limit = time.monotonic() + 10
        while not holds():
            assert time.monotonic() < limit
            turn()

    def told(self) -> tuple[State, Hindrance]:
        return self.ear.heard[-1].state, self.ear.heard[-1].hindrance

    def words(self) -> str:
        return position_words.hindrance(self.ear.heard[-1])

    def end(self) -> None:
        self.ear.receiver.close()
        for call in self.posted:
            call()


@pytest.fixture
def laptop(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Laptop]:
    translation.speak(qapp, paths.resources() / "i18n", "en")
    laptop = Laptop(qapp, monkeypatch)
    yield laptop
    laptop.end()


def said(
    lat: float = 34.77312, lon: float = 113.68570, *, age_ms: int = 250, accuracy: float | None = 4.0
) -> QGeoPositionInfo:
    """What a service says."""
    moment = QDateTime.fromMSecsSinceEpoch(NOW_MS - age_ms, QTimeZone.utc())
    info = QGeoPositionInfo(QGeoCoordinate(lat, lon), moment)
    if accuracy is not None:
        info.setAttribute(QGeoPositionInfo.Attribute.HorizontalAccuracy, accuracy)
    return info


def test_a_system_without_a_service_of_its_own_says_so(laptop: Laptop) -> None:
    laptop.names = ["nmea", "positionpoll"]
    laptop.begin()

    assert laptop.told() == (State.SEARCHING, Hindrance.ABSENT)
    assert "choose a receiver" in laptop.words()


def test_a_refused_permission_is_told_and_works_once_it_is_given(laptop: Laptop) -> None:
    laptop.begin().services[0].errorOccurred.emit(Error.AccessError)
    assert laptop.told() == (State.SEARCHING, Hindrance.REFUSED)
    assert "allow it in the system's settings" in laptop.words()
    laptop.until(lambda: len(laptop.services) == 2)
    laptop.services[1].positionUpdated.emit(said())

    assert laptop.told() == (State.FIX, Hindrance.NONE)


@pytest.mark.parametrize("error", [Error.ClosedError, Error.UnknownSourceError])
def test_a_service_that_stops_is_made_anew_until_it_is_back(laptop: Laptop, error: Error) -> None:
    laptop.begin().services[0].positionUpdated.emit(said())
    laptop.works = False
    laptop.services[0].errorOccurred.emit(error)
    assert laptop.told() == (State.GONE, Hindrance.STOPPED)
    assert "switch it on" in laptop.words()
    assert position_words.pill(laptop.ear.heard[-1], 50_000) == ("The system gives no position", "warning")
    laptop.works = True
    laptop.until(lambda: len(laptop.services) == 2)
    laptop.services[1].positionUpdated.emit(said())

    assert laptop.told() == (State.FIX, Hindrance.NONE)


def test_a_service_that_falls_silent_is_made_anew(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once without a word: one that stands still may have nothing new to say."""
    laptop.begin().services[0].positionUpdated.emit(said())
    monkeypatch.setattr(system, "STALE_MS", 1)
    laptop.services[0].positionUpdated.emit(said())
    laptop.until(lambda: len(laptop.services) > 1)
    assert not laptop.services[0].begun
    assert laptop.told() == (State.FIX, Hindrance.NONE)
    laptop.until(lambda: len(laptop.services) > 2)

    assert laptop.told() == (State.GONE, Hindrance.STOPPED)


def test_a_service_that_never_says_anything_is_told(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    """GeoClue without its bus gives neither a position nor an error."""
    monkeypatch.setattr(system, "STALE_MS", 1)
    laptop.begin()
    laptop.until(lambda: len(laptop.services) > 1)

    assert laptop.told() == (State.SEARCHING, Hindrance.STOPPED)


def test_a_service_that_cannot_tell_yet_has_no_fix_and_goes_on(laptop: Laptop) -> None:
    laptop.begin().services[0].errorOccurred.emit(Error.UpdateTimeoutError)

    assert laptop.told() == (State.VOID, Hindrance.NONE)
    assert laptop.services[0].begun


@pytest.mark.parametrize(("lat", "lon"), [(0.0, 0.0), (float("nan"), 113.0), (91.0, 113.0)])
def test_the_island_of_those_who_know_nothing_is_no_fix(laptop: Laptop, lat: float, lon: float) -> None:
    laptop.begin().services[0].positionUpdated.emit(said(lat, lon))

    assert laptop.told() == (State.VOID, Hindrance.NONE)


def test_what_the_system_last_knew_is_as_old_as_it_is(laptop: Laptop) -> None:
    """At its start a service gives what it has, perhaps of an hour ago; that says nothing of the clock either."""
    service = laptop.begin().services[0]
    service.positionUpdated.emit(said(age_ms=3_600_000))
    old = laptop.ear.heard[-1]
    service.positionUpdated.emit(said(age_ms=-400))
    new = laptop.ear.heard[-1]

    assert (old.age_ms(50_000), old.trust(50_000), old.offset_ms) == (3_600_000, Trust.BY_HAND, None)
    assert position_words.pill(old, 50_000)[0] == "GPS ±4.0 m · 1 h ago"
    assert (new.age_ms(50_000), new.trust(50_000), new.offset_ms) == (0, Trust.ACCEPTED, 400)


@pytest.mark.parametrize("accuracy", [None, 0.0, -1.0, float("nan"), float("inf")])
def test_without_an_accuracy_it_is_one_tap_and_amber(laptop: Laptop, accuracy: float | None) -> None:
    laptop.begin().services[0].positionUpdated.emit(said(accuracy=accuracy))
    told = laptop.ear.heard[-1]

    assert told.fix is not None
    assert (told.fix.accuracy_mm, told.trust(50_000)) == (None, Trust.AMBER)


def test_it_is_heard_until_another_is_chosen(laptop: Laptop) -> None:
    service = laptop.begin().services[0]
    laptop.ear.receiver.choose(Source(Kind.OFF))
    laptop.until(lambda: bool(laptop.posted))
    laptop.posted.pop(0)()
    service.positionUpdated.emit(said())

    assert laptop.told()[0] is State.OFF
    assert not service.begun


def test_a_plugin_of_qt_is_heard(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its own reader of a log stands for a service here."""
    (log := tmp_path / "log.nmea").write_bytes(second(0) + second(1) + second(2))
    make = QGeoPositionInfoSource.createSource
    monkeypatch.setattr(system, "NOT_THE_SYSTEM", ())
    monkeypatch.setattr(QGeoPositionInfoSource, "availableSources", lambda: ["nmea"])
    monkeypatch.setattr(
        QGeoPositionInfoSource, "createSource", lambda name, parent: make(name, {"nmea.source": str(log)}, parent)
    )
    heard: list[Fix | None] = []
    own = SystemPositioning(lambda call: call(), qapp)
    own.start(lambda fix, _: heard.append(fix))
    limit = time.monotonic() + 10
    while not heard and time.monotonic() < limit:
        QCoreApplication.processEvents()
    own.stop()

    assert heard[0] is not None
    assert (heard[0].lat_e7, heard[0].lon_e7, heard[0].source) == (347_466_000, 1_136_254_000, "system")


def test_where_no_positioning_of_the_system_is_wired_that_is_said(qapp: QApplication) -> None:
    ear = Ear(World())
    ear.receiver.choose(Source(Kind.SYSTEM))
    told = ear.wait_for(lambda told: bool(told.hindrance))
    ear.receiver.close()

    assert (told.state, told.hindrance) == (State.SEARCHING, Hindrance.ABSENT)


def test_what_the_system_says_of_itself_becomes_a_fix() -> None:
    moment = QDateTime.fromMSecsSinceEpoch(1_795_310_045_250, QTimeZone.utc())
    said = QGeoPositionInfo(QGeoCoordinate(-34.77312, 113.68570), moment)
    said.setAttribute(QGeoPositionInfo.Attribute.HorizontalAccuracy, 12.5)
    fix = fix_of(said)
    assert fix is not None

    assert (fix.utc, fix.lat_e7, fix.lon_e7) == ("2026-11-22T01:14:05.250Z", -347_731_200, 1_136_857_000)
    assert (fix.accuracy_mm, fix.source, fix.trust()) == (12_500, "system", Trust.AMBER)
    assert fix_of(QGeoPositionInfo()) is None
    said.setAttribute(QGeoPositionInfo.Attribute.HorizontalAccuracy, float("nan"))
    unsure = fix_of(said)
    assert unsure is not None
    assert unsure.accuracy_mm is None
