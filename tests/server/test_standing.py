"""What the centre knows of data that have not arrived: what laptops said themselves, and for how long."""

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace
from sqlalchemy import text

from sync.protocol import receipt_code, receipt_file, receipts
from sync.server import centre as wiring
from sync.server import standing, users
from sync.server.clock import system_clock
from sync.server.console import words
from sync.server.standing import Standing
from sync.server.store import schema
from sync.server.store.connection import Connection
from sync.server.store.database import open_database
from tests.server import plain
from tests.server.conftest import DATABASES, House
from tests.server.laptop import Laptop, a_finding, a_photo, a_shift, entry

PHOTO = b"\xff\xd8 a photo"
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
CLOSED = {"findings": 1, "photos": 1}


def laptops_of(centre: House) -> dict[str, Standing]:
    async def read(inside: wiring.Centre) -> list[Standing]:
        return await inside.database.read(lambda c: standing.all_laptops(c, inside.clock()))

    return {one.device: one for one in centre.inside(read)}


def test_what_a_laptop_announced_and_did_not_send_is_counted_until_it_comes(centre: House, laptop: Laptop) -> None:
    laptop.record(a_shift(), a_finding())
    laptop.hello()
    before = laptops_of(centre)[laptop.device]
    assert (before.announced, before.held, before.lacking, before.oldest != "") == (3, 0, 3, True)

    laptop.push()
    assert laptops_of(centre)[laptop.device].lacking == 0


def test_being_behind_is_as_old_as_the_first_word_of_it(centre: House, laptop: Laptop) -> None:
    laptop.record(a_shift())
    laptop.hello()
    first = laptops_of(centre)[laptop.device].behind_since
    laptop.record(a_finding())
    laptop.hello()
    assert laptops_of(centre)[laptop.device].behind_since == first

    laptop.push()
    laptop.record(a_finding("f-2"))
    laptop.hello()
    assert laptops_of(centre)[laptop.device].behind_since > first


def test_a_photo_that_was_named_is_missing_until_it_is_here(centre: House, laptop: Laptop) -> None:
    laptop.record(a_finding(), a_photo(PHOTO))
    laptop.push()
    found = laptops_of(centre)[laptop.device]
    assert (found.missing, found.missing_since != "") == (1, True)

    laptop.begin_photo(PHOTO, PHOTO)
    found = laptops_of(centre)[laptop.device]
    assert (found.missing, found.missing_since, found.oldest) == (0, "", "")


def test_a_shift_is_unproven_until_a_complete_account_covers_its_end(centre: House, laptop: Laptop) -> None:
    laptop.record(a_shift(), a_finding(), a_photo(PHOTO))
    laptop.push()
    laptop.begin_photo(PHOTO, PHOTO)
    laptop.account(findings=1, photos=1)
    found = laptops_of(centre)[laptop.device]
    assert (found.unproven, found.open_since != "") == (0, True)

    laptop.record(entry("shift.closed", "s-1", CLOSED))
    laptop.push()
    found = laptops_of(centre)[laptop.device]
    assert (found.unproven, found.open_since) == (1, "")  # nobody has accounted for it

    assert laptop.account(findings=1, photos=1).complete
    found = laptops_of(centre)[laptop.device]
    assert (found.unproven, found.oldest) == (0, "")


def test_the_longest_wait_comes_first_and_whoever_lacks_nothing_last(
    own_centre: House, laptops: Callable[[House], Laptop]
) -> None:
    done, late, later = (laptops(own_centre) for _ in range(3))
    for laptop in (late, later):
        laptop.record(a_shift())
        laptop.hello()
    done.hello()
    done.push()
    assert list(laptops_of(own_centre)) == [late.device, later.device, done.device]

    listed = own_centre.run("devices", "list").splitlines()
    assert [line.split()[0] for line in listed] == [late.device, later.device, done.device]
    assert "lines 0 of 2 since 20" in listed[0]
    assert "lines 1 of 1  photos missing 0  shifts unproven 0" in listed[2]


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=20), "不到 1 分钟"), (timedelta(minutes=8), "8 分钟"), (timedelta(hours=5, minutes=12), "5 小时 12 分钟"),
        (timedelta(days=2, hours=3, minutes=4), "2 天 3 小时"), (timedelta(days=1), "1 天"), (timedelta(hours=-1), "不到 1 分钟"),
    ],
)  # fmt: skip
def test_an_age_is_said_in_two_units_at_most(ago: timedelta, said: str) -> None:
    assert words.span((NOW - ago).isoformat(), NOW) == said


def test_an_age_of_no_moment_is_said_to_be_unknown() -> None:
    assert words.span("once", NOW) == "不明时间"


@pytest.fixture
def browser(own_centre: House) -> Iterator[httpx.Client]:
    async def add(inside: wiring.Centre) -> None:
        hashed = users.password_hash("correct horse")
        await inside.database.write(lambda c: users.keep(c, "值班员", hashed, system_clock))

    own_centre.inside(add)
    with plain.client(own_centre, follow_redirects=True) as client:
        client.post("/console/login", data={"name": "值班员", "password": "correct horse"})
        yield client


def test_the_page_says_in_sentences_what_has_not_arrived(
    own_centre: House, browser: httpx.Client, laptops: Callable[[House], Laptop]
) -> None:
    assert "除当班终端外，报到过的数据都已到达。" in browser.get("/console/devices").text
    laptop = laptops(own_centre)
    laptop.record(a_shift(), a_finding(), a_photo(PHOTO), entry("shift.closed", "s-1", CLOSED))
    laptop.push()
    laptop.record(a_finding("f-2"))
    laptop.hello()

    page = browser.get("/console/devices").text
    for sentence in (
        "有未达数据的终端 1", "上次联系时报到 6 条流水，中心收到 5 条，差 1 条", "1 张照片已登记、未到达", "1 个班次尚未核对交账", laptop.device,
    ):  # fmt: skip
        assert sentence in page
    assert "<b>1 台</b>" in browser.get("/console/findings").text


def test_who_is_on_duty_is_listed_apart_from_who_should_have_sent(
    own_centre: House, browser: httpx.Client, laptops: Callable[[House], Laptop]
) -> None:
    on_duty, from_yesterday = laptops(own_centre), laptops(own_centre)
    from_yesterday.record(a_finding(), a_photo(PHOTO))
    from_yesterday.push()
    for laptop in (on_duty, from_yesterday):
        laptop.record(a_shift(), a_finding("f-2"), a_photo(b"another", "f-2"))
        laptop.push()

    page = browser.get("/console/devices").text
    late, duty = page.index("有未达数据的终端 1"), page.index("当班中 1")
    assert late < page.index(from_yesterday.device) < duty < page.index(on_duty.device)
    assert "<b>1 台</b>" in browser.get("/console/findings").text
    listed = own_centre.run("devices", "list").splitlines()
    assert [line.split()[0] for line in listed] == [from_yesterday.device, on_duty.device]
    assert "shift open since 20" in listed[1]


def test_a_shift_that_nobody_closes_is_late_after_sixteen_hours(centre: House, laptop: Laptop) -> None:
    laptop.record(a_shift())
    laptop.push()

    async def seen(inside: wiring.Centre) -> list[tuple[bool, bool]]:
        places = []
        for hours in (15, 17):
            deed = partial(standing.all_laptops, now=inside.clock() + timedelta(hours=hours))
            everyone = await inside.database.read(deed)
            places.append(next((one.is_on_duty, one.is_late) for one in everyone if one.device == laptop.device))
        return places

    assert centre.inside(seen) == [(True, False), (False, True)]


def test_the_page_of_a_laptop_names_each_photo_that_is_missing(
    own_centre: House, browser: httpx.Client, laptops: Callable[[House], Laptop]
) -> None:
    laptop = laptops(own_centre)
    laptop.record(a_shift(), a_finding("f/1 ?"), a_photo(PHOTO, "f/1 ?", file_name="现场<1>.jpg"))
    laptop.push()

    page = browser.get("/console/device", params={"id": laptop.device}).text
    for words_of_it in ("缺的照片 1", "现场&lt;1&gt;.jpg", "id=f%2F1+%3F", "410105-0317", "未收班"):
        assert words_of_it in page

    laptop.begin_photo(PHOTO, PHOTO)
    assert "缺的照片" not in browser.get("/console/device", params={"id": laptop.device}).text
    for nobody in ("", "nobody", "\x00"):
        assert browser.get("/console/device", params={"id": nobody}).status_code == 404


def test_the_page_of_keys_shows_fingerprints_that_a_receipt_names(own_centre: House, browser: httpx.Client) -> None:
    own_centre.run("keys", "rotate")
    newest, oldest = [line.split() for line in own_centre.run("keys", "list").splitlines()]
    page = browser.get("/console/keys").text
    for key_id, *_, public in (newest, oldest):
        assert "-".join(key_id[start : start + 4] for start in range(0, 16, 4)) in page
        assert browser.get(f"/console/keys/{key_id}").text == f"{public}\n"
    assert page.index(newest[-1]) < page.index(oldest[-1])
    assert browser.get("/console/keys/AAAAAAAAAAAAAAAA").status_code == 404


@pytest.mark.parametrize("path", ["devices", "device?id=d", "keys", "keys/AAAAAAAAAAAAAAAA"])
def test_without_a_login_these_pages_are_closed(own_centre: House, path: str) -> None:
    with plain.client(own_centre, follow_redirects=True) as stranger:
        assert stranger.get(f"/console/{path}").url.path == "/console/login"


def shown_by(laptop: Laptop, receipt: receipts.Receipt) -> receipt_file.ReceiptFile:
    keys = receipt_file.path(laptop.hello().keys, laptop.pinned, {laptop.statement(receipt).key_id})
    return receipt_file.ReceiptFile(format=receipt_file.FORMAT, keys=keys, receipts=(receipt,))


def test_the_centre_proves_its_own_receipts_and_no_others(
    centre: House, laptop: Laptop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    laptop.record(a_shift(), a_finding())
    mine = shown_by(laptop, laptop.push().receipt)
    file = tmp_path / "receipt.json"
    for content in (receipt_file.content(mine), "\n".join(receipt_code.texts(mine)).encode()):
        file.write_bytes(content)
        assert "as held now" in centre.run("receipts", "verify", str(file))

    file.write_bytes(b"%PDF-1.7")
    centre.run("receipts", "verify", str(file), exit_code=1)
    assert "`inspector receipt verify`" in capsys.readouterr().err

    stranger = Ed25519PrivateKey.generate()
    (public,) = receipts.texts({"": stranger.public_key()}).values()
    key = receipts.CentreKey(receipts.fingerprint(receipts.public_bytes(stranger)), public)
    forged = receipts.make(replace(laptop.statement(mine.receipts[0]), key_id=key.key_id), stranger)
    file.write_bytes(receipt_file.content(replace(mine, keys=(key,), receipts=(forged,))))
    centre.run("receipts", "verify", str(file), exit_code=1)
    assert "wrong_key" in capsys.readouterr().err


def test_a_photo_that_was_lost_since_is_no_longer_as_the_receipt_said(
    own_centre: House, laptops: Callable[[House], Laptop], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    laptop, file = laptops(own_centre), tmp_path / "receipt.json"
    laptop.record(a_shift(), a_finding(), a_photo(PHOTO))
    laptop.send_bundle(PHOTO)
    file.write_bytes(receipt_file.content(shown_by(laptop, laptop.push().receipt)))
    assert "no photo was missing: as held now" in own_centre.run("receipts", "verify", str(file))

    async def lose(inside: wiring.Centre) -> None:
        await inside.database.write(lambda c: c.execute(text("UPDATE named SET stored = false")))

    own_centre.inside(lose)
    assert "NOT what is held now: 1 photos are lacking" in own_centre.run("receipts", "verify", str(file), exit_code=1)


@pytest.mark.parametrize("database", DATABASES)
def test_what_is_here_already_is_counted_after_the_migration(
    database: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = request.getfixturevalue("postgres_url") if database == "postgresql" else ""
    house = House(tmp_path / "centre", url)
    house.folder.mkdir()

    async def older() -> None:
        there = open_database(house.settings.database)
        await there.write(lambda connection: connection.run_sync(schema.upgrade, "0007"))
        await there.write(_old_rows)
        await there.close()

    asyncio.run(older())
    found = laptops_of(house)["d"]
    assert (found.missing, found.missing_since) == (1, "2026-03-02T01:00:00.000Z")
    assert (found.unproven, found.unproven_since, found.lacking) == (1, "2026-03-02T02:00:00.000Z", 0)


async def _old_rows(connection: Connection) -> None:
    """A laptop with a photo that is missing, a shift that was proved, and a carried one that was not."""
    execute = connection.execute
    await execute(text("INSERT INTO devices (device, name, enrolled_at, seen_at) VALUES ('d', 'd', '2026', '2026')"))
    await execute(text("INSERT INTO named (device, epoch, sha256, stored) VALUES ('d', 'e', 'aa', false)"))
    await execute(text("INSERT INTO photos VALUES ('d', 'f', 'aa', 'l-3', 'image/jpeg', 1, 'camera', false)"))
    await execute(text("INSERT INTO manifests VALUES ('d', 'e', 4, 's', true, '2026')"))
    carried = json.dumps({"kind": "shift.opened", "recorded_at": "2026-03-01T23:00:00.000Z", "body": {}})
    lines: list[tuple[int, str, str, str, str]] = [
        (1, "shift.opened", "s", "01:00", "{}"), (2, "shift.closed", "s", "01:00", "{}"), (3, "photo.taken", "f", "01:00", "{}"),
        (4, "line.carried", "s2", "02:00", carried), (5, "line.carried", "s3", "02:00", "no json"),
    ]  # fmt: skip
    for seq, kind, about, at, body in lines:
        await execute(
            text(
                "INSERT INTO lines VALUES ('d', 'e', :seq, :id, :kind, :about, '2026', 'o', :body, '', '', 'sha256', :at)"
            ),
            {
                "seq": seq,
                "id": f"l-{seq}",
                "kind": kind,
                "about": about,
                "body": body.encode(),
                "at": f"2026-03-02T{at}:00.000Z",
            },
        )
