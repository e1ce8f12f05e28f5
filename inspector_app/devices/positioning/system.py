"""The operating system's own positioning, through Qt. Its objects live on the UI thread; a system without it says so."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from PySide6.QtCore import QObject
from PySide6.QtPositioning import QGeoPositionInfo, QGeoPositionInfoSource

from inspector_app.domain.fix import Fix
from inspector_app.domain.reception import Hindrance

EVERY_MS = 1000
NOT_THE_SYSTEM = ("nmea", "positionpoll")  # plugins of Qt that read a port themselves, or an area
_Attribute = QGeoPositionInfo.Attribute
_Error = QGeoPositionInfoSource.Error
Hear = Callable[[Fix | None, Hindrance], None]


class SystemPositioning:
    """The `OwnPositioning` of a receiver; `post` runs a callable on the UI thread."""

    def __init__(self, post: Callable[[Callable[[], None]], None], parent: QObject):
        self._post, self._parent = post, parent
        self._source: QGeoPositionInfoSource | None = None

    def start(self, hear: Hear) -> None:
        self._post(lambda: self._start(hear))

    def stop(self) -> None:
        self._post(self._stop)

    def _start(self, hear: Hear) -> None:
        self._stop()
        names = [name for name in QGeoPositionInfoSource.availableSources() if name not in NOT_THE_SYSTEM]
        made: Iterator[QGeoPositionInfoSource | None] = (  # Qt gives none where a plugin cannot work here
            QGeoPositionInfoSource.createSource(name, self._parent) for name in names
        )
        source = next((one for one in made if one is not None), None)
        if source is None:
            hear(None, Hindrance.ABSENT)
            return
        self._source = source
        source.positionUpdated.connect(lambda info: hear(fix_of(info), Hindrance.NONE))
        source.errorOccurred.connect(lambda error: hear(None, _hindrance(error)))
        source.setUpdateInterval(max(EVERY_MS, source.minimumUpdateInterval()))
        source.startUpdates()

    def _stop(self) -> None:
        if self._source is not None:
            self._source.stopUpdates()
            self._source.deleteLater()
            self._source = None


def fix_of(info: QGeoPositionInfo) -> Fix | None:
    """What the system said; None when it is no position."""
    place, stamp = info.coordinate(), info.timestamp()
    if not info.isValid() or not place.isValid():
        return None
    moment = datetime.fromtimestamp(stamp.toMSecsSinceEpoch() / 1000, UTC)
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    accuracy = info.attribute(_Attribute.HorizontalAccuracy) if info.hasAttribute(_Attribute.HorizontalAccuracy) else 0
    return Fix(
        round((moment - midnight).total_seconds() * 1000), moment.date(), round(place.latitude() * 10**7),
        round(place.longitude() * 10**7), 1, accuracy_mm=round(accuracy * 1000) if accuracy > 0 else None, source="system",
    )  # fmt: skip


def _hindrance(error: QGeoPositionInfoSource.Error) -> Hindrance:
    if error == _Error.AccessError:
        return Hindrance.FORBIDDEN
    return Hindrance.NONE if error == _Error.UpdateTimeoutError else Hindrance.UNREACHABLE
