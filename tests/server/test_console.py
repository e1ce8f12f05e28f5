"""The web page at the centre: behind a login, read only, harmless whatever officers wrote."""

import hashlib
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from sync.server import centre as wiring
from sync.server import deciding, users
from sync.server.clock import system_clock
from tests.server import plain
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, a_photo, a_shift, entry

PASSWORD = "correct horse"
PHOTO = b"\x89PNG\r\n\x1a\n not really"
DIGEST = hashlib.sha256(PHOTO).hexdigest()
EVIL = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def person(centre: House) -> Iterator[Callable[[], httpx.Client]]:
    """Makes logged-in browsers of somebody at the desk."""

    async def add(inside: wiring.Centre) -> None:
        hashed = users.password_hash(PASSWORD)
        await inside.database.write(lambda c: users.keep(c, "值班员", hashed, system_clock))

    centre.inside(add)
    opened: list[httpx.Client] = []

    def browser() -> httpx.Client:
        client = plain.client(centre, follow_redirects=True)
        opened.append(client)
        assert log_in(client).url.path == "/console/findings"
        return client

    yield browser
    for client in opened:
        client.close()


def log_in(browser: httpx.Client, name: str = "值班员", password: str = PASSWORD, **headers: str) -> httpx.Response:
    return browser.post("/console/login", data={"name": name, "password": password}, headers=headers)


@pytest.fixture
def shown(laptop: Laptop) -> Laptop:
    """A laptop with one finding that has a photo here and one on its way."""
    finding: dict[str, Any] = {"party": EVIL, "note": f"{EVIL}\n第二行"}
    laptop.record(
        a_shift(), a_finding("f/1 ?", photos=[DIGEST], **finding), a_photo(PHOTO, "f/1 ?"), a_photo(b"later", "f/1 ?")
    )
    laptop.push()
    laptop.begin_photo(PHOTO, PHOTO)
    return laptop


def test_without_a_login_there_is_only_the_login(centre: House, shown: Laptop) -> None:
    with plain.client(centre, follow_redirects=True) as stranger:
        for path in ("", "/findings", f"/finding?device={shown.device}&id=f-1", f"/photos/{shown.device}/{DIGEST}"):
            answer = stranger.get(f"/console{path}")
            assert (answer.url.path, "登录" in answer.text) == ("/console/login", True)


def test_the_list_shows_what_arrived(person: Callable[[], httpx.Client], shown: Laptop) -> None:
    page = person().get("/console/findings").text

    assert "占道经营" in page
    assert "经三路 12 号" in page
    assert ">服<" in page
    assert "1/2" in page
    assert "已回执，缺照片 1" in page


def test_what_officers_write_is_text_and_nothing_else(person: Callable[[], httpx.Client], shown: Laptop) -> None:
    browser = person()

    for path in ("findings", f"finding?device={shown.device}&id=f%2F1%20%3F", "findings?text=%3Cscript%3E"):
        page = browser.get(f"/console/{path}")
        assert EVIL not in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert page.headers["cache-control"] == "no-store"


def test_one_finding_tells_decision_photos_and_history(person: Callable[[], httpx.Client], shown: Laptop) -> None:
    page = person().get(f"/console/finding?device={shown.device}&id=f%2F1%20%3F").text

    for text in (
        "策略建议：服务",
        "34.746600, 113.625400",
        "照片 1/2",
        "尚未到达",
        "登记发现",
        "拍摄照片",
        shown.lines[2].digest,
    ):
        assert text in page


def test_one_finding_tells_which_visits_it_owes(person: Callable[[], httpx.Client], laptop: Laptop) -> None:
    visit = {"id": "v-1", "due": "2026-03-02T09:30:00.000Z", "why": "order", "measure": ""}
    laptop.record(a_shift(), a_finding("f-1"), entry("visit.planned", "f-1", visit))
    laptop.push()
    page = person().get(f"/console/finding?device={laptop.device}&id=f-1").text
    for text in ("2026-03-02 17:30 前", "责令到期复查", "待复查", "安排复查"):
        assert text in page


def test_the_page_says_whether_the_centre_decides_as_the_laptop_did(
    centre: House, person: Callable[[], httpx.Client], laptop: Laptop
) -> None:
    facts = {"category": "stall", "form": "mobile_vendor", "road_class": "branch", "corrected_on_site": False}
    said = {
        "tier": "service", "primary": "ST_REGULATED_GUIDE", "reasons": ["ST_REGULATED_GUIDE"], "fine_gate": "na",
        "flags": ["relief_demand"], "refer": [], "missing": [], "measures": ["tidy", "front_duty_reminder"],
        "provisional": False, "pack": "721-v1.1", "pack_digest": "",
    }  # fmt: skip
    laptop.record(
        a_shift(),
        a_finding("same", facts=facts, judgement=said),
        a_finding("other", facts=facts, judgement=said | {"primary": "ST_GUIDE_RP", "flags": []}),
        a_finding("unknown", facts=facts, judgement=said | {"pack": "722-v9"}),
    )
    laptop.push()
    centre.inside(lambda inside: deciding.catch_up(inside.database, inside.judge))
    browser = person()

    def page(finding: str) -> str:
        return browser.get(f"/console/finding?device={laptop.device}&id={finding}").text

    assert "一致</span>" in page("same")
    assert "不一致" not in page("same")
    assert "不一致</span>（主要理由、提示）" in page("other")
    assert "无法复核" in page("unknown")
    assert browser.get("/console/findings").text.count("复核不一致") == 1


def test_photos_are_shown_but_never_run(person: Callable[[], httpx.Client], shown: Laptop) -> None:
    browser = person()

    answer = browser.get(f"/console/photos/{shown.device}/{DIGEST}")

    assert answer.content == PHOTO
    assert (answer.headers["content-type"], answer.headers["x-content-type-options"]) == ("image/jpeg", "nosniff")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert browser.get(f"/console/photos/{shown.device}/{'0' * 64}").status_code == 404


def test_a_heic_photo_is_shown_as_a_copy_and_its_original_can_be_fetched(
    person: Callable[[], httpx.Client], laptop: Laptop, shared_data: Path
) -> None:
    original = (shared_data / "photos" / "IMG_5195.HEIC").read_bytes()
    digest = hashlib.sha256(original).hexdigest()
    place = f"/console/photos/{laptop.device}/{digest}"
    laptop.record(a_shift(), a_finding("f-1", photos=[digest]), a_photo(original, "f-1", mime="image/heic"))
    laptop.push()
    laptop.begin_photo(original, original)
    browser = person()

    assert f'src="{place}?copy"' in browser.get(f"/console/finding?device={laptop.device}&id=f-1").text
    copy = browser.get(f"{place}?copy")
    assert (copy.headers["content-type"], copy.headers["cache-control"]) == ("image/jpeg", "no-store")
    assert max(Image.open(io.BytesIO(copy.content)).size) == 2048
    assert browser.get(place).content == original


def test_a_heic_photo_that_shows_nothing_is_no_error_of_the_centre(
    person: Callable[[], httpx.Client], laptop: Laptop
) -> None:
    broken = b"\0\0\0\x18ftypheic" + bytes(100)
    laptop.record(a_shift(), a_finding("f-1"), a_photo(broken, "f-1", mime="image/heic"))
    laptop.push()
    laptop.begin_photo(broken, broken)

    answer = person().get(f"/console/photos/{laptop.device}/{hashlib.sha256(broken).hexdigest()}?copy")

    assert answer.status_code == 404


def test_search_tier_and_day_narrow_the_list(person: Callable[[], httpx.Client], laptop: Laptop) -> None:
    mark = laptop.device[:8]
    laptop.record(
        a_finding("s-1", note=f"{mark} 一", observed_at="2026-03-02T15:59:59.000Z"),
        a_finding("s-2", note=f"{mark} 二", observed_at="2026-03-02T16:00:00.000Z", tier="management"),
    )
    laptop.push()
    browser = person()

    def found(**asked: str) -> str:
        page = browser.get("/console/findings", params={"text": mark} | asked).text
        return page.partition("共 ")[2].partition(" 条")[0]

    assert found() == "2"
    assert found(tier="management") == "1"
    assert found(**{"from": "2026-03-03"}) == "1"  # China's midnight, not London's
    assert found(to="2026-03-02") == "1"
    assert found(tier="'; DROP TABLE lines; --", to="never") == "2"
    assert found(text="100%_") == "0"


@pytest.mark.parametrize(
    "path",
    [
        "finding",
        "finding?device=%00&id=%ff",
        "nothing",
        "findings/a/b",
        "findings?page=-1",
        "findings?page=9999999999999",
    ],
)
def test_no_address_makes_the_console_fail(person: Callable[[], httpx.Client], path: str) -> None:
    assert person().get(f"/console/{path}").status_code in (200, 404)


def test_a_wrong_password_opens_nothing_and_tries_are_counted(embedded: House) -> None:
    with plain.client(embedded) as stranger:
        answers = [log_in(stranger, password=f"try {n}").status_code for n in range(6)]

        assert answers == [403] * 5 + [429]
        assert "centre_session" not in stranger.cookies


def test_the_cookie_is_for_the_browser_and_this_page_alone(centre: House, person: Callable[[], httpx.Client]) -> None:
    person()
    with plain.client(centre) as browser:
        cookie = log_in(browser).headers["set-cookie"]

    assert {"HttpOnly", "SameSite=strict", "Path=/console"} <= {part.strip() for part in cookie.split(";")}


def test_forms_of_other_sites_are_refused(centre: House, person: Callable[[], httpx.Client]) -> None:
    browser = person()

    assert log_in(browser, origin="https://evil.example").status_code == 400
    assert log_in(browser, origin="http://[").status_code == 400
    assert log_in(browser, **{"sec-fetch-site": "cross-site"}).status_code == 400
    assert browser.post("/console/logout", data={"csrf": "guessed"}).status_code == 400
    assert browser.get("/console/findings").url.path == "/console/findings"


def test_a_logout_ends_the_session(person: Callable[[], httpx.Client]) -> None:
    browser = person()
    page = browser.get("/console/findings").text
    cookie = browser.cookies["centre_session"]

    csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
    browser.post("/console/logout", data={"csrf": csrf})

    answer = browser.get("/console/findings", headers={"Cookie": f"centre_session={cookie}"})
    assert answer.url.path == "/console/login"
