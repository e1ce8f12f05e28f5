"""Where a position comes from and how far it may be trusted, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.fix import AMBER_MM, OLD_MS, Trust
from inspector_app.domain.place import PinReason, Place, PlaceSource
from inspector_app.domain.reception import Reception, State
from inspector_app.ui import position_words
from inspector_app.ui.record import places

translate = QCoreApplication.translate


def source(place: Place, told: Reception, steady_ms: int) -> str:
    """Who says where the finding is; while nobody does, what the receiver has to offer."""
    if place.source is PlaceSource.PHOTO:
        return translate("PlaceWords", "From the photo's EXIF, WGS-84; its accuracy is not known.")
    if place.source is PlaceSource.PIN and place.pin_reason == PinReason.MAP:
        return translate("PlaceWords", "Set by hand on the map, WGS-84; no receiver has confirmed it.")
    if place.source is PlaceSource.PIN and place.pin_reason in (PinReason.ADDRESS, PinReason.CODE):
        return translate("PlaceWords", "From the reference pack, WGS-84; no receiver has confirmed it.")
    if place.source is PlaceSource.PIN:
        return translate("PlaceWords", "Set by hand, WGS-84; no receiver has confirmed it.")
    if place.source is PlaceSource.RECEIVER:
        return _received(place)
    if told.state is State.OFF or (told.state is State.FIX and told.trust(steady_ms) is not Trust.BY_HAND):
        return translate("PlaceWords", "Without a position the centre places it by the address.")
    said = translate("PlaceWords", "{state}: type the position by hand and say why, or leave the address.")
    return said.format(state=_lack(told, steady_ms))


def warning(place: Place, told: Reception, steady_ms: int) -> tuple[str, str]:
    """What should make a person look twice, and its tone."""
    far = places.far_from_fix(place, told)
    if far is not None:
        said = translate("PlaceWords", "This is {distance} from the receiver's last position.")
        return said.format(distance=position_words.metres(far * 1000)), "warning"
    if place.source is PlaceSource.RECEIVER:
        if place.accuracy_mm is None:
            return translate("PlaceWords", "The receiver does not say how accurate it is."), "warning"
        if place.accuracy_mm > AMBER_MM:
            return translate("PlaceWords", "Inaccurate: wait for a better one, or check the address."), "warning"
    offered = place.source is PlaceSource.NONE and told.state is State.FIX and told.trust(steady_ms) is Trust.AMBER
    if offered and told.is_old(steady_ms):
        said = translate(
            "PlaceWords", "The receiver was last heard {ago}: take its position only if you have not moved."
        )
        return said.format(ago=position_words.ago(told, steady_ms)), "warning"
    if offered:
        return translate("PlaceWords", "The receiver is inaccurate here: {accuracy}").format(
            accuracy=position_words.accuracy(told)
        ), "warning"
    return "", "warning"


def pointed(place: Place, told: Reception) -> tuple[str, str]:
    """Of a pin on the map: how far it is from the fix, and whether the record will ask why; with its tone."""
    if place.pin_reason not in ("", PinReason.MAP):
        said = translate("PlaceWords", "Kept as the reason: {reason}.")
        return said.format(reason=position_words.pin_reason(place.pin_reason)), "warning"
    metres = position_words.metres((places.metres_from_fix(place, told) or 0) * 1000)
    if place.pin_reason == PinReason.MAP:
        return translate("PlaceWords", "{distance} from the receiver's position.").format(distance=metres), "good"
    said = translate("PlaceWords", "{distance} from the receiver's position: the record asks why.")
    return said.format(distance=metres), "warning"


def _received(place: Place) -> str:
    """`来自接收机，WGS-84，±3.2 m，卫星 11，10:02:31`."""
    parts = [translate("PlaceWords", "From the receiver, WGS-84")]
    if place.accuracy_mm is not None:
        parts.append(f"±{position_words.metres(place.accuracy_mm)}")
    if place.fix_age_ms is not None and place.fix_age_ms > OLD_MS:
        parts.append(translate("PlaceWords", "{span} old").format(span=position_words.span(place.fix_age_ms, digits=0)))
    if place.satellites is not None:
        parts.append(translate("PlaceWords", "Satellites: {count}").format(count=place.satellites))
    if place.receiver_utc:
        time = place.receiver_utc.rpartition("T")[2][:8]
        parts.append(translate("PlaceWords", "{time} UTC").format(time=time))
    return " · ".join(parts)


def _lack(told: Reception, steady_ms: int) -> str:
    if told.state is State.FIX:
        said = translate("PlaceWords", "No usable position ({accuracy})")
        return said.format(accuracy=position_words.offer(told, steady_ms))
    return position_words.state(told).rstrip("…")
