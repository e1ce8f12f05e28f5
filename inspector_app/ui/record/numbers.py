"""Numbers as people type and read them."""

import math

FULL_WIDTH = str.maketrans("０１２３４５６７８９．，。", "0123456789...")


def read_number(text: str, *, whole: bool) -> int | float | None:
    """The number that was typed, also in full-width digits; None when it is none."""
    plain = text.translate(FULL_WIDTH).strip().rstrip(".")
    try:
        value = float(plain)
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    if value == int(value):
        return int(value)
    return None if whole else value


def shown_number(value: object) -> str:
    """A number without needless zeros; any other value as its text."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def read_position(text: str) -> tuple[int, int] | None:
    """Latitude and longitude in degrees × 10⁷ from `34.77312, 113.68570` (either order, as long as it is clear)."""
    parts = text.replace(",", " ").replace("，", " ").replace("N", " ").replace("E", " ").split()
    if len(parts) != 2:
        return None
    first, second = (read_number(part, whole=False) for part in parts)
    if first is None or second is None:
        return None
    if abs(first) > 90 >= abs(second):
        first, second = second, first
    if abs(first) > 90 or abs(second) > 180:
        return None
    return round(first * 10_000_000), round(second * 10_000_000)


def shown_position(lat_e7: int | None, lon_e7: int | None) -> str:
    """Degrees with six decimals (a decimetre), latitude first; empty when unknown."""
    if lat_e7 is None or lon_e7 is None:
        return ""
    return f"{lat_e7 / 10_000_000:.6f}, {lon_e7 / 10_000_000:.6f}"
