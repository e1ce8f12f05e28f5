"""What happened before in the demo district: warnings, orders and breaches of a year, about shops and plates that do not exist."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from inspector_app.demo.city.chance import Chance
from inspector_app.demo.city.points import Row

DAYS, SUBJECTS = 365, 420
_TRADES = frozenset({"中餐厅", "快餐厅", "便利店", "水果店", "蔬菜店", "五金店", "汽车维修"})
_PEAKS = (7, 8, 11, 12, 17, 18, 19, 20, 21)


def rows(premises: Sequence[Row], day: date) -> Iterator[Row]:
    """Up to six things about each subject, in the year before `day`; moments are China's."""
    shops = [one for one in premises if one["type"] in _TRADES]
    for number in range(SUBJECTS):
        chance = Chance("past", number)
        is_shop = chance.often(70)
        of = chance.of(shops)
        subject, category = (of["name"], "stall") if is_shop else (_plate(chance), "parking")
        happened = sorted(chance.between(1, DAYS - 1) for _ in range(chance.of((1, 1, 1, 2, 2, 3, 4, 6))))
        for days in reversed(happened):
            at = datetime.combine(day - timedelta(days=days), time(chance.of(_PEAKS), chance.between(0, 59)))
            what = chance.of(
                ("warned", "warned", "warned", "violated", "ordered") if is_shop else ("warned", "violated")
            )
            until = at + timedelta(days=3) if what == "ordered" else None
            yield _row(subject, category, what, at, until, of)
            if until is not None and chance.often(85):
                yield _row(
                    subject, category, "complied", at + timedelta(days=chance.between(1, 3), minutes=5), None, of
                )


def _row(subject: str, category: str, what: str, at: datetime, until: datetime | None, of: Row) -> Row:
    moments = {"at": at.isoformat(timespec="minutes"), "until": until.isoformat(timespec="minutes") if until else ""}
    return {"spot": of["spot"], "subject": subject, "category": category, "what": what, **moments}


def _plate(chance: Chance) -> str:
    """A plate of a series that is not given out: its second sign is a zero."""
    return f"豫A0{''.join(chance.of('ABCDEFGHJKLMNPQRSTUVWXYZ0123456789') for _ in range(4))}"
