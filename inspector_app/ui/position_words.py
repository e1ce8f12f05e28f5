"""What is heard of the receiver, in words: for the pill, the settings and the place of a finding."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.fix import NOT_FROM_SATELLITES, SIMULATED, Trust
from inspector_app.domain.place import PinReason
from inspector_app.domain.reception import Hindrance, Reception, State

translate = QCoreApplication.translate

OF_THE_SYSTEM = (Hindrance.ABSENT, Hindrance.REFUSED, Hindrance.STOPPED)
TONES = {Trust.ACCEPTED: "good", Trust.FAIR: "good", Trust.AMBER: "warning", Trust.BY_HAND: "alarm"}


def pill(told: Reception, steady_ms: int) -> tuple[str, str]:
    """Words and tone for the bar; nothing while no position is wanted."""
    if told.state is State.OFF:
        return "", ""
    if told.state is State.FIX:
        return f"GPS {offer(told, steady_ms)}", TONES[told.trust(steady_ms)]
    tone = "none" if told.state in (State.SEARCHING, State.LISTENING) and not told.hindrance else "warning"
    return state(told), tone


def offer(told: Reception, steady_ms: int) -> str:
    """How good the fix is and, once it is old, since when: `±3.2 m · 5 s ago`."""
    return f"{accuracy(told)} · {ago(told, steady_ms)}" if told.is_old(steady_ms) else accuracy(told)


def ago(told: Reception, steady_ms: int) -> str:
    """When the fix was heard."""
    return translate("positions", "{span} ago").format(span=span(told.age_ms(steady_ms) // 1000 * 1000, digits=0))


def accuracy(told: Reception) -> str:
    """`±3.2 m`, that nobody knows it, or that no satellite stands behind it, however good it says it is."""
    fix = told.fix
    if fix is not None and fix.quality in NOT_FROM_SATELLITES:
        return translate("positions", "simulated") if fix.quality == SIMULATED else translate("positions", "typed in")
    if fix is None or fix.accuracy_mm is None:
        return translate("positions", "± unknown")
    return f"±{metres(fix.accuracy_mm)}"


def metres(millimetres: int) -> str:
    """`3.2 m` below ten metres, `47 m`, `2.4 km`."""
    if millimetres < 10_000:
        return f"{millimetres / 1000:.1f} m"
    return f"{millimetres / 1000:.0f} m" if millimetres < 1_000_000 else f"{millimetres / 1_000_000:.1f} km"


def state(told: Reception) -> str:
    """What stands in the way of a position, short."""
    if told.hindrance in OF_THE_SYSTEM:
        return translate("positions", "The system gives no position")
    if told.state is State.VOID:
        return translate("positions", "No fix yet")
    if told.state is State.GONE:
        return translate("positions", "Receiver gone")
    if told.state is State.LISTENING:
        return translate("positions", "Listening to the receiver…")
    if told.hindrance is Hindrance.NO_PORT:
        return translate("positions", "No receiver")
    return translate("positions", "Looking for a receiver…")


def hindrance(told: Reception) -> str:
    """Why nothing is heard, as a sentence; empty where nobody knows."""
    return {
        Hindrance.NO_PORT: translate("positions", "No receiver is plugged in."),
        Hindrance.FORBIDDEN: translate(
            "positions", "This program may not use it: have the rights of this account set."
        ),
        Hindrance.BUSY: translate("positions", "Another program has it open."),
        Hindrance.UNREACHABLE: translate("positions", "Nobody answers there."),
        Hindrance.SILENT: translate(
            "positions", "No receiver data arrives: check its power, its cable and its output (NMEA 0183)."
        ),
        Hindrance.ABSENT: translate("positions", "This system has no positioning of its own: choose a receiver."),
        Hindrance.REFUSED: translate(
            "positions",
            "The system refuses this program its position: allow it in the system's settings (privacy, location).",
        ),
        Hindrance.STOPPED: translate(
            "positions",
            "The system's positioning does not answer: switch it on in the system's settings, or choose another source.",
        ),
    }.get(told.hindrance, "")


def pin_reason(reason: str) -> str:
    """The words of a reason; a person's own words as they are."""
    return {
        PinReason.NO_RECEIVER.value: translate("positions", "No receiver"),
        PinReason.NO_FIX.value: translate("positions", "No signal here"),
        PinReason.INACCURATE.value: translate("positions", "Position too inaccurate"),
        PinReason.ELSEWHERE.value: translate("positions", "Not where the laptop is"),
        PinReason.TASK.value: translate("positions", "Named by the task"),
        PinReason.MAP.value: translate("positions", "Set on the map"),
        PinReason.ADDRESS.value: translate("positions", "From the address"),
        PinReason.CODE.value: translate("positions", "From the code"),
        PinReason.TYPED.value: translate("positions", "Typed by hand"),
    }.get(reason, reason)


def clock(offset_ms: int | None) -> str:
    """How the laptop's clock stands to the receiver's; empty while nobody knows."""
    if offset_ms is None:
        return ""
    said = (
        translate("positions", "The laptop's clock is {span} behind the receiver's.")
        if offset_ms > 0 else translate("positions", "The laptop's clock is {span} ahead of the receiver's.")
    )  # fmt: skip
    return said.format(span=span(abs(offset_ms)))


def span(ms: int, digits: int = 1) -> str:
    """A length of time with one unit that says enough; `digits` of the seconds behind the point."""
    if ms < 60_000:
        return translate("positions", "{count} s").format(count=f"{ms / 1000:.{digits}f}")
    if ms < 3_600_000:
        return translate("positions", "{count} min").format(count=round(ms / 60_000))
    if ms < 172_800_000:
        return translate("positions", "{count} h").format(count=round(ms / 3_600_000))
    return translate("positions", "{count} days").format(count=round(ms / 86_400_000))
