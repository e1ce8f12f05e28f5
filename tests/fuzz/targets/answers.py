"""What a laptop decodes of its centre, or of whoever says to be it: answers, receipts, codes."""

from collections.abc import Callable
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import msgspec

from sync.client import http, wire
from sync.protocol import (
    enrolment,
    feed,
    lines,
    messages,
    parcels,
    receipt_code,
    receipt_file,
    receipts,
    restoring,
    sealing,
)
from sync.protocol.canonical import canonical
from sync.protocol.problems import ProtocolProblem
from sync.protocol.receipt_file import ReceiptFault
from sync.protocol.receipts import Receipt
from tests import receipts as shown
from tests.fuzz import corpus
from tests.fuzz.agreeing import check_read_alike
from tests.fuzz.law import Target
from tests.fuzz.strange import changed, damaged
from tests.server.laptop import NOW

KEYS, RECEIPT, SEALED = corpus.centre_keys(), corpus.receipt(), sealing.offer(corpus.CENTRE_KEY)
LINES = tuple(corpus.chain(corpus.entries()))
ITEM = messages.FeedItem(
    n=4, kind="task.assigned", about="t-1", body=msgspec.Raw(canonical({"task": "t-1", "title": "核实"}))
)
ANSWERS: tuple[msgspec.Struct, ...] = (
    messages.TimeAnswer(now=NOW, challenge="c.1.x"),
    messages.EnrolAnswer(device=corpus.DEVICE, centre=corpus.CENTRE, keys=KEYS, buckets=("area/all",), sealing=SEALED),
    messages.TokenAnswer(token="laptop-1.9.x", valid_s=900),
    messages.HelloAnswer(
        now=NOW, through_seq=13, digest=LINES[-1].digest, agrees=True, heads={"area/all": 4}, keys=KEYS, sealing=SEALED,
        receipt=RECEIPT, marks={"area/all": "ab" * 32},
    ),
    messages.PushAnswer(through_seq=13, added=13, need=(corpus.sha256(corpus.PHOTO),), receipt=RECEIPT),
    messages.HaveAnswer(stored=("0" * 64,), partial={corpus.sha256(corpus.PHOTO): 3}),
    messages.BundleAnswer(stored=("0" * 64,)),
    messages.ManifestAnswer(complete=True, agrees=True, receipt=RECEIPT),
    messages.PullAnswer(pages=(messages.BucketPage(bucket="area/all", items=(ITEM, ITEM), head=4),)),
    messages.ProblemAnswer(code="hole", title="hole", status=409, retryable=True, action="resend", seq=3),
    restoring.RestoreAnswer(
        device=corpus.DEVICE, centre=corpus.CENTRE, keys=KEYS, buckets=("area/all",), epochs=(corpus.EPOCH,), receipts=(RECEIPT,),
        sealing=SEALED,
    ),
    restoring.RestoreLinesAnswer(lines=LINES),
    restoring.RestorePhotosAnswer(photos=((corpus.sha256(corpus.PHOTO), 3),)),
    parcels.ParcelAnswer(parcel="ab" * 32, device=corpus.DEVICE, keys=KEYS, receipts=(RECEIPT,)),
)  # fmt: skip
TREES = [corpus.tree(answer) for answer in ANSWERS]
WRITTEN = [msgspec.json.encode(answer) for answer in ANSWERS]
SHOWN = [
    shown.a_file(missing=n, keys=keys, account=account)
    for n, keys, account in ((0, 1, True), (2, 2, True), (0, 3, False))
]
FILES = [receipt_file.content(file) for file in SHOWN]
FILE_TREES = [msgspec.json.decode(content) for content in FILES]
CODES = ["\n".join(receipt_code.texts(file)).encode() for file in SHOWN]
CODE = str(corpus.CODE).encode()
SAID = [receipt for one in SHOWN for receipt in one.receipts]
ACCOUNTS = [one.account for one in SHOWN]


def _an_answer(chance: Random) -> bytes:
    place = chance.randrange(len(ANSWERS))
    if chance.random() < 0.25:
        body = damaged(chance, WRITTEN[place], chance.choice(WRITTEN))
    else:
        body = msgspec.json.encode(changed(chance, TREES[place]))
    return bytes([65 + place]) + body


def _take_answer(content: bytes) -> None:
    model = type(ANSWERS[(content[0] - 65) % len(ANSWERS)]) if content else messages.TimeAnswer
    body = content[1:]
    if model is messages.ProblemAnswer:
        raise wire._problem(cast("Any", SimpleNamespace(status_code=409, headers={"Retry-After": "3"})), body)
    answer = http.decoded(body, model)
    keys = getattr(answer, "keys", None)
    if keys is not None:
        trusted = receipts.trusted(corpus.PINNED, keys)
        assert trusted.keys() <= {key.key_id for key in KEYS}, "a stranger's key is trusted"
        if getattr(answer, "sealing", None) is not None:
            sealing.vouched(cast("Any", answer).sealing, trusted)
    for receipt in (getattr(answer, "receipt", None), *getattr(answer, "receipts", ())):
        if receipt is not None:
            _check_receipt(receipt)
    match answer:
        case restoring.RestoreLinesAnswer():
            lines.verify(corpus.DEVICE, answer.lines, after=None)
        case messages.PullAnswer():
            for item in (item for page in answer.pages for item in page.items):
                feed.mark_of(item.kind, item.about, bytes(item.body))
        case messages.TokenAnswer():
            _check_header(answer.token)
    check_read_alike(body, answer)


def _check_receipt(receipt: Receipt) -> None:
    """Only what the centre signed is believed."""
    receipts.verify(receipt, {corpus.PINNED: corpus.CENTRE_KEY.public_key()})
    assert receipt.body == RECEIPT.body, "another statement is believed"


def _check_header(token: str) -> None:
    """A token that no header can carry would end the round in words of the library."""
    assert token.encode("ascii", "replace").decode() == token, "a token that no header carries"
    assert token.isprintable(), "a token that no header carries"


def _a_receipt(chance: Random) -> bytes:
    way = chance.random()
    if way < 0.4:
        return damaged(chance, chance.choice(FILES), chance.choice(FILES))
    if way < 0.8:
        return msgspec.json.encode(changed(chance, chance.choice(FILE_TREES)))
    return damaged(chance, chance.choice(CODES), b"721R1:2/2:AAAA")


def _take_receipt(content: bytes) -> None:
    if content.isascii() and receipt_code.is_code(content.decode("ascii")):
        content = receipt_code.read(content.decode("ascii"))
    file = receipt_file.read(content)
    checked = receipt_file.check(file, shown.PINNED)
    assert all(receipt in SAID for receipt in file.receipts), "a receipt that nobody signed"
    assert file.account in ACCOUNTS, "an account that nobody signed"
    assert checked.is_pinned


def _a_code(chance: Random) -> bytes:
    return damaged(chance, CODE, b"0189-OIB")


def _take_code(content: bytes) -> None:
    typed = content.decode("utf-8", "replace")
    receipt_file.pin(typed)
    code = enrolment.read(typed)
    assert enrolment.read(str(code)) == code


def _target(
    name: str, make: Callable[[Random], bytes], take: Callable[[bytes], None], weight: float, *more: type[Exception]
) -> Target:
    return Target(name, make, take, (ProtocolProblem, *more), weight, is_centre=False)


TARGETS = [
    _target("answers", _an_answer, _take_answer, 25),
    _target("receipts", _a_receipt, _take_receipt, 10, ReceiptFault),
    _target("codes", _a_code, _take_code, 3),
]
