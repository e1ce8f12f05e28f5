"""The operating system's own positioning, through Qt. Its objects live on the UI thread; a system without it says so."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from math import isfinite

from PySide6.QtCore import QObject, QTimer
from PySide6.QtPositioning import QGeoPositionInfo, QGeoPositionInfoSource

from inspector_app.domain.fix import DAY_MS, STALE_MS, Fix
from inspector_app.domain.reception import Hindrance

EVERY_MS = 1000
AGAIN_MS = 2_000  # after an error; it may have been switched on, or allowed, meanwhile
NOT_THE_SYSTEM = ("nmea", "positionpoll")  # plugins of Qt that read a port themselves, or an area
LAST_MS = 4_102_444_800_000  # 2100: no clock says more
_Attribute = QGeoPositionInfo.Attribute
_Error = QGeoPositionInfoSource.Error
Hear = Callable[[Fix | None, Hindrance], None]


class SystemPositioning:
    """The `OwnPositioning` of a receiver; `post` runs a callable on the UI thread.

    A source that reports an error, or says nothing for long, is made anew: a service that was started again does not call back.
    """

    def __init__(self, post: Callable[[Callable[[], None]], None], parent: QObject):
        self._post, self._parent = post, parent
        self._source: QGeoPositionInfoSource | None = None
        self._again: QTimer | None = None
        self._spoke = False

    def start(self, hear: Hear) -> None:
        self._post(lambda: self._start(hear))

    def stop(self) -> None:
        self._post(self._stop)

    def _start(self, hear: Hear) -> None:
        self._stop()
        self._spoke = False
        names = [name for name in QGeoPositionInfoSource.availableSources() if name not in NOT_THE_SYSTEM]
        if not names:
            hear(None, Hindrance.ABSENT)
            return
        self._again = QTimer(self._parent, singleShot=True)
        self._again.timeout.connect(lambda: self._start_over(hear))
        made: Iterator[QGeoPositionInfoSource | None] = (  # Qt gives none where a plugin cannot work here
            QGeoPositionInfoSource.createSource(name, self._parent) for name in names
        )
        source = next((one for one in made if one is not None), None)
        if source is None:
            self._fail(hear, _Error.UnknownSourceError)
            return
        self._source = source
        source.positionUpdated.connect(partial(self._update, hear))
        source.errorOccurred.connect(partial(self._fail, hear))
        source.setUpdateInterval(max(EVERY_MS, source.minimumUpdateInterval()))
        self._again.start(STALE_MS)
        source.startUpdates()

    def _start_over(self, hear: Hear) -> None:
        if not self._spoke:  # GeoClue without its bus reports no error
            hear(None, Hindrance.STOPPED)
        self._start(hear)

    def _update(self, hear: Hear, info: QGeoPositionInfo) -> None:
        if self._again is not None:
            self._spoke = True
            self._again.start(STALE_MS)
            hear(fix_of(info), Hindrance.NONE)

    def _fail(self, hear: Hear, error: QGeoPositionInfoSource.Error) -> None:
        """What has no fix yet only waits; anything else is tried again."""
        if self._again is None or error == _Error.NoError:
            return
        self._spoke = True
        if error != _Error.UpdateTimeoutError:
            self._again.start(AGAIN_MS)
        hear(None, _hindrance(error))

    def _stop(self) -> None:
        if self._again is not None:
            self._again.stop()
            self._again.deleteLater()
            self._again = None
        if self._source is not None:
            self._source.stopUpdates()
            self._source.deleteLater()
            self._source = None


def fix_of(info: QGeoPositionInfo) -> Fix | None:
    """What the system said; None when it is no position: the island at 0, 0 is where services are that know nothing."""
    place, stamp = info.coordinate(), info.timestamp()
    lat_e7, lon_e7 = (round(part * 10**7) if isfinite(part) else 0 for part in (place.latitude(), place.longitude()))
    moment_ms = stamp.toMSecsSinceEpoch()
    if not info.isValid() or not place.isValid() or not (lat_e7 or lon_e7) or not 0 <= moment_ms < LAST_MS:
        return None
    accuracy = info.attribute(_Attribute.HorizontalAccuracy) if info.hasAttribute(_Attribute.HorizontalAccuracy) else 0
    known = isfinite(accuracy) and accuracy > 0
    return Fix(
        moment_ms % DAY_MS, datetime.fromtimestamp(moment_ms // 1000, UTC).date(), lat_e7, lon_e7, 1,
        accuracy_mm=round(accuracy * 1000) if known else None, source="system",
    )  # fmt: skip


def _hindrance(error: QGeoPositionInfoSource.Error) -> Hindrance:
    if error == _Error.AccessError:
        return Hindrance.REFUSED
    return Hindrance.NONE if error == _Error.UpdateTimeoutError else Hindrance.STOPPED
