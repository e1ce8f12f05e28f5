"""What comes in by cable and by camera: the sentences of a receiver, and codes that are typed, photographed or scanned."""

import io
import json
import re
from collections.abc import Callable
from datetime import date
from functools import cache, reduce
from operator import xor
from random import Random
from types import SimpleNamespace
from typing import Any, cast

from inspector_app.cli.fixes import shown
from inspector_app.devices import codes as pictures
from inspector_app.devices.positioning.dates import OF_LOGS, Span
from inspector_app.devices.positioning.sentences import LONGEST
from inspector_app.devices.positioning.stream import NmeaStream
from inspector_app.domain import codes
from inspector_app.domain.codes import LONGEST_CODE, MOST_PARTS, Burst
from inspector_app.domain.finding import LONGEST_NOTE, LONGEST_TEXT, Category, Draft
from inspector_app.domain.fix import LONGEST_DAY_MS, Fix
from inspector_app.services import codes as looking
from tests.fuzz.law import Target
from tests.fuzz.strange import damaged
from tests.fuzz.targets.looking import AT, city

SPANS = (OF_LOGS, Span(date(2026, 11, 1), date(2027, 11, 27)))
SENTENCES = (
    b"GPRMC,123519.00,A,3444.7960,N,11337.5240,E,022.4,084.4,261126,003.1,W,A", b"GPGGA,123519.00,3444.7960,N,11337.5240,E,1,08,0.9,105.4,M,-21.3,M,,",
    b"GNGNS,123519.00,3444.7960,N,11337.5240,E,AAN,14,0.8,105.4,-21.3,,", b"GPGST,123519.00,006,023,023,273.6,2.3,1.9,3.1",
    b"GNGSA,A,3,04,05,,09,12,,,24,,,,,2.5,1.3,2.1", b"BDZDA,123519.00,26,11,2026,00,00", b"GBRMC,123520.00,V,,,,,,,261126,,,N",
    b"GLGGA,235959.99,0000.0000,S,18000.0000,W,4,99,99.99,,M,,M,3,0001", b"GAGSV,3,1,11,03,03,111,00,04,15,270,00", b"GPGLL,3444.7960,N,11337.5240,E,123519,A",
    b"GNRMC,000000.00,A,9000.0000,N,00000.0000,E,,,311299,,,D", b"PUBX,00,123519.00,3444.7960,N", b"AIVDM,1,1,,A,14eG;o@034o8sd<L9i:a;WF>062D,0",
)  # fmt: skip
FIELDS = (
    b"", b"0", b"-1", b"1e9", b"nan", b"9" * 40, b"240000", b"235960", b"235960.999999999", b"123519.", b"9000.0001", b"18000.00000000000001", b"0.0",
    b"000000", b"310226", b"290200", b"A", b"V", b"N", b"S", b"999999.999999", b"\xd9\xa1\xd9\xa2", b"12_3519", b" 123519", b"+1", b"0x1F", b"0.000001",
)  # fmt: skip
LIGHT = (b"\r\n", b"\r\n", b"\r\n", b"\n", b"", b"\0\xff\xb5b\x01\x07", b"$", b"!", b"*")
PAYLOADS = (
    "4101050101000001", "https://cg.example.cn/q/410105?code=4101050101000001&t=1", "weixin://dl/x", "A1", "占道许 2026-17", "http://[::1", "a://b?" + "&".join(f"c={n}" for n in range(40)),
    "\u202e4101\u0000", "%ff%00=1", "ﷺ" * 300, "e\u0301" * 150, "\ud800", "HTTP://x/" + "/" * 3000, "x" * 5000, "１２３４５６", "a://" + "/".join(f"p{n}" for n in range(30)),
)  # fmt: skip
DRAFT = Draft("f-1", Category.STALL, "2026-11-26T03:00:00.000Z")
TYPED, PICTURED = b"t", b"p"


class NothingThere(Exception):
    """Bytes without a fix, or without a code."""


def _a_log(chance: Random) -> bytes:
    """Sentences with something changed, most with a checksum that is right all the same; the first byte says how they are cut."""
    out = [bytes([chance.randrange(256)])]
    for _ in range(chance.choice((1, 2, 4, 9))):
        body = chance.choice(SENTENCES)
        body = _with_another_field(chance, body) if chance.random() < 0.4 else body
        whole = b"$%s*%02X" % (body, reduce(xor, body, 0) ^ (chance.random() < 0.1))
        out += [whole, chance.choice(LIGHT)]
    log = b"".join(out)
    return log if chance.random() < 0.6 else damaged(chance, log, log)


def _with_another_field(chance: Random, body: bytes) -> bytes:
    words = body.split(b",")
    place = chance.randrange(len(words))
    return b",".join([*words[:place], *([chance.choice(FIELDS)] if chance.random() < 0.9 else []), *words[place + 1 :]])


def _take_log(content: bytes) -> None:
    step, log = content[:1], content[1:]
    span = SPANS[len(log) % 2]
    whole = _heard(log, len(log) + 1, span)
    assert whole == _heard(log, (step[0] if step else 0) % 97 + 1, span), "cut elsewhere, it says something else"
    fixes, told = whole
    assert told["read"] == told["used"] + told["unused"] + told["refused"]
    assert told["noise_bytes"] <= len(log)
    for fix in fixes:
        _check_fix(fix, span)
    if not fixes:
        raise NothingThere


def _heard(log: bytes, step: int, span: Span) -> tuple[list[Fix], dict[str, Any]]:
    stream, found = NmeaStream(span), list[Fix]()
    for at in range(0, len(log), step):
        found += stream.feed(log[at : at + step])
        assert len(stream._framer._rest) <= LONGEST + 1, "an unfinished sentence without end"
        if at % 7 == 0:
            stream.standing()
            stream.standing(settled=True)
    return found + stream.finish(), stream.account()


def _check_fix(fix: Fix, span: Span) -> None:
    assert abs(fix.lat_e7) <= 900_000_000
    assert abs(fix.lon_e7) <= 1_800_000_000
    assert 0 <= fix.time_ms <= LONGEST_DAY_MS
    assert fix.hdop_milli is None or fix.hdop_milli > 0, "perfect, as nothing is"
    assert fix.accuracy_mm is None or fix.accuracy_mm > 0
    assert fix.quality in range(1, 10)
    assert re.fullmatch(r"(\d{4}-\d\d-\d\dT)?\d\d:\d\d:\d\d\.\d{3}Z", fix.utc)
    json.dumps(shown(fix), allow_nan=False)


def _a_barcode(chance: Random) -> bytes:
    if chance.random() < 0.05:
        drawn = _drawn()
        return PICTURED + damaged(chance, chance.choice(drawn), chance.choice(drawn))
    text = chance.choice(PAYLOADS).encode("utf-8", "surrogatepass")
    return TYPED + (damaged(chance, text, chance.choice(PAYLOADS[:6]).encode()) if chance.random() < 0.8 else text)


@cache
def _drawn() -> list[bytes]:
    """Pictures of codes, as a camera might take them."""
    import zxingcpp
    from PIL import Image

    found = []
    for text, kind in ((PAYLOADS[0], zxingcpp.BarcodeFormat.Code128), (PAYLOADS[1], zxingcpp.BarcodeFormat.QRCode)):
        picture = Image.fromarray(zxingcpp.write_barcode(kind, text, 200, 80))
        for form in ("PNG", "JPEG"):
            out = io.BytesIO()
            picture.save(out, form)
            found.append(out.getvalue())
    return found


def _take_barcode(content: bytes) -> None:
    if content[:1] == PICTURED:
        found = pictures.read(content[1:])
    else:
        text = content[1:].decode("utf-8", "surrogatepass" if content.isascii() else "replace")
        found = tuple(filter(None, (codes.clean(text), _scanned(text))))
    for code in found:
        _check_code(code)
    if not found:
        raise NothingThere


def _scanned(text: str) -> str:
    burst = Burst()
    for number, sign in enumerate(text):
        burst.key(sign, 1000 + 8 * number)
    return burst.end(1000 + 8 * len(text))


def _check_code(code: str) -> None:
    assert len(code) <= LONGEST_CODE
    assert codes.clean(code) == code, "cleaned again, it is another one"
    assert code.isprintable(), "a code that nobody sees"
    parts = codes.meant(code)
    assert len(parts) <= 1 + MOST_PARTS
    looked = looking.look_up(cast("Any", SimpleNamespace(city=city())), code, DRAFT, AT)
    noted = looking.noted(DRAFT, code)
    assert len(noted.note) <= LONGEST_NOTE
    if looked.point is not None:
        filled = looking.filled(DRAFT, looked.point)
        assert max(len(filled.party), len(filled.place.address)) <= LONGEST_TEXT


def _target(name: str, make: Callable[[Random], bytes], take: Callable[[bytes], None], weight: float) -> Target:
    return Target(name, make, take, (NothingThere,), weight, is_centre=False)


TARGETS = [_target("nmea", _a_log, _take_log, 3), _target("barcode", _a_barcode, _take_barcode, 1)]
