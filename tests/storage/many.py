"""A hundred thousand findings in seconds: real, sealed, chained lines and their rows, written in bulk.

That the rows are those which the store itself would have drawn is proved in test_many.py.
"""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from inspector_app.domain.finding import Tier
from inspector_app.domain.place import Place
from inspector_app.storage import journal, search
from inspector_app.storage.bodies import body_of
from inspector_app.storage.store import Store
from sync.protocol.lines import Line, digest_of
from tests.storage.builders import LI, a_finding

PLACES = (
    "经三路与纬四路口",
    "花园路32号门前",
    "农业路8号工地",
    "经七路地铁口B",
    "丰庆路夜市北口",
    "青年路小学门前",
    "商城路2号院",
)
WORDS = (
    "井盖破损", "占道经营", "雨水渗漏", "围挡缺失", "烧烤油烟", "乱停乱放", "店外经营", "施工扬尘", "喆记小吃", "共享单车",
    "路面塌陷", "树木倒伏", "噪音扰民", "雨水井盖", "流动摊贩", "无证占道",
)  # fmt: skip
TIERS = (Tier.SERVICE,) * 7 + (Tier.MANAGEMENT,) * 2 + (Tier.ENFORCEMENT,)
SHIFT_SIZE = 40
BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Made:
    """What one of the findings says, for comparing."""

    number: int
    id: str
    shift: str
    tier: Tier
    address: str
    note: str


def fill(store: Store, count: int, *, seed: int = 721) -> list[Made]:
    """Adds `count` findings without photos, none of them sent, SHIFT_SIZE to a shift; what each of them says, in order."""
    first = store.read(journal.head).seq + 1
    made = list(itertools.islice(_invented(first, random.Random(seed)), count))
    for start in range(0, count, BATCH):
        with store.writing() as connection:
            _write(connection, store.device, made[start : start + BATCH])
    store.complete_copy()
    return made


def _invented(first: int, chance: random.Random) -> Iterator[Made]:
    for number in itertools.count(first):
        address = f"{chance.choice(PLACES)}{chance.randrange(1000)}号"
        note = "，".join(chance.sample(WORDS, 2)) + f" 豫A{chance.randrange(100_000):05d}"
        shift = f"many-{(number - first) // SHIFT_SIZE}"
        yield Made(number, f"many-{number:07d}", shift, chance.choice(TIERS), address, note)


def _write(connection: Any, device: str, made: list[Made]) -> None:
    head = journal.head(connection)
    lines: list[Line] = []
    for one, body in zip(made, _bodies(made), strict=True):
        line = Line(
            epoch=head.epoch, seq=one.number, id=f"00000000-0000-7000-8000-{one.number:012x}", kind="finding.recorded", about=one.id,
            recorded_at="2026-11-22T01:14:06.000Z", officer=LI.number, body=msgspec.Raw(body),
            prev=lines[-1].digest if lines else head.digest, digest="",
        )  # fmt: skip
        lines.append(msgspec.structs.replace(line, digest=digest_of(device, line)))
    for line in lines:
        journal.insert(connection, device, line)
    _draw(connection, head.epoch, made)


def _bodies(made: list[Made]) -> Iterator[bytes]:
    """Canonical bodies by replacing, in one that the store itself sealed, what differs."""
    sealed = body_of(
        a_finding("", shift="@SHIFT@", tier=Tier.NONE, note="@NOTE@", place=Place(address="@PLACE@"))
    ).decode()
    assert sealed.count('"tier":"none"') == 1
    for one in made:
        body = sealed.replace("@SHIFT@", one.shift).replace("@NOTE@", one.note).replace("@PLACE@", one.address)
        yield body.replace('"tier":"none"', f'"tier":"{one.tier.value}"').encode()


def _draw(connection: Any, epoch: str, made: list[Made]) -> None:
    last = made[-1].number
    connection.execute("UPDATE epochs SET last_seq = ?, end_seq = ? WHERE epoch = ?", (last, last, epoch))
    connection.executemany(
        "INSERT INTO statements VALUES (?, ?, 'finding.recorded', '')", [(one.number, epoch) for one in made]
    )
    like = a_finding("")
    assert like.judgement is not None
    rows = [
        (
            one.number, one.id, one.shift, like.observed_at, "stall", like.type_code, "mobile_vendor", one.address,
            one.tier.value, like.judgement.primary, "\n".join(like.judgement.measures), like.judgement.tier.value,
        )
        for one in made
    ]  # fmt: skip
    connection.executemany(
        "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, ?, '', '', '')", rows
    )
    words = " ".join(search.tokens(f"{like.type_code} {LI.number} "))
    texts = [
        (one.number, " ".join(search.tokens(one.address)), " ".join(search.tokens(one.note)), "", words) for one in made
    ]
    connection.executemany(
        "INSERT INTO findings_text (rowid, address, note, party, words) VALUES (?, ?, ?, ?, ?)", texts
    )
