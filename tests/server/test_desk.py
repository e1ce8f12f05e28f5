"""What people do from a shell: the real commands on a centre that serves."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector_app.domain.policy.facts import seal
from sync.server import centre as wiring
from sync.server import users
from sync.server.clock import system_clock
from sync.server.desk import exporting, table
from sync.server.judging import load_judge
from tests import policies
from tests.server import plain
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, entry


def center(*words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sync.server", *words], input=said, capture_output=True, text=True, check=False
    )


def test_the_commands_say_what_they_did(embedded: House) -> None:
    data = ["--data", str(embedded.folder)]

    code = center("enrol-code", *data).stdout.strip()
    added = center("users", "add", "值班员", *data, said="long enough\n")
    short = center("users", "add", "值班员", *data, said="short\n")
    unknown = center("findings", "show", "nobody", *data)
    described = json.loads(center("openapi").stdout)

    assert len(code.replace("-", "")) == 32
    assert added.stdout == "值班员 can log in at /console\n"
    assert (short.returncode, "10 to 200" in short.stderr) == (1, True)
    assert (unknown.returncode, unknown.stderr.strip()) == (1, "inspector-center: there is no finding nobody")
    assert "/v1/lines" in described["paths"]


def test_tasks_are_listed_newest_first_with_their_last_answer(
    own_centre: House, laptops: Callable[[House], Laptop]
) -> None:
    laptop = laptops(own_centre)
    first = own_centre.run("tasks", "add", "--title", "复查 围挡", "--due", "2026-03-02T18:00").strip()
    second = own_centre.run("tasks", "add", "--title", "核实", "--device", laptop.device).strip()
    for outcome in ("unsolved", "solved"):
        laptop.record(
            entry("task.answered", first, {"outcome": outcome, "note": "", "finding": ""}, id=f"answer/{outcome}")
        )
    laptop.push()

    newest, oldest = own_centre.run("tasks", "list").splitlines()

    assert (second in newest, f"device/{laptop.device}" in newest, "open" in newest) == (True, True, True)
    for said in (first, "复查 围挡", "answered", "due 2026-03-02T10:00:00.000Z", "area/all"):
        assert said in oldest
    assert own_centre.run("tasks", "list", "--limit", "1").splitlines() == [newest]


def test_who_is_taken_away_is_logged_out_at_once_and_cannot_come_back(own_centre: House) -> None:
    own_centre.run("users", "add", "值班 员", typed="long enough\n")
    with plain.client(own_centre) as browser:
        login = {"name": "值班 员", "password": "long enough"}
        assert browser.post("/console/login", data=login).status_code == 303
        assert browser.get("/console/findings").status_code == 200
        assert "值班 员" in own_centre.run("users", "list")

        own_centre.run("users", "remove", "值班 员")

        assert browser.get("/console/findings").headers["location"] == "/console/login"
        assert browser.post("/console/login", data=login).status_code == 403
    assert own_centre.run("users", "list") == ""
    assert center("users", "remove", "值班 员", *own_centre.told).stderr == (
        "inspector-center: there is nobody called 值班 员\n"
    )


def test_a_login_that_is_checked_while_its_person_is_taken_away_opens_nothing(own_centre: House) -> None:
    async def race(inside: wiring.Centre) -> str | None:
        hashed = users.password_hash("long enough")
        await inside.database.write(lambda c: users.keep(c, "值班员", hashed, system_clock))
        await inside.database.write(lambda c: users.remove(c, "值班员"))
        return await inside.database.write(lambda c: users.begin_session(c, "值班员", hashed, system_clock))

    assert own_centre.inside(race) is None


def test_findings_are_shown_and_exported_with_the_centres_own_decision(
    embedded: House, laptops: Callable[[House], Laptop], tmp_path: Path
) -> None:
    case = policies.cases()[0]
    laptop = laptops(embedded)
    facts = seal(case["input"], policies.catalogue())
    judgement = {
        "tier": case["expected"]["tier"], "primary": case["expected"]["primary"], "reasons": [], "fine_gate": "na",
        "flags": [], "refer": [], "missing": [], "measures": [], "provisional": False, "pack": "721-v1", "pack_digest": "",
    }  # fmt: skip
    laptop.record(a_finding("f-1", category=case["category"], facts=facts, judgement=judgement, party="=1+1"))
    laptop.push()

    embedded.run("findings", "export", "--out", str(tmp_path / "all.csv"))
    shown = json.loads(embedded.run("findings", "show", "f-1"))

    assert (shown["server_tier"], shown["server_primary"]) == (case["expected"]["tier"], case["expected"]["primary"])
    assert shown["facts"] == facts
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    said = {
        "编号": "f-1",
        "发现时间": "2026-03-02 09:00",
        "类别": "占道经营",
        "纬度": "34.7466",
        "当事人": "'=1+1",
        "已撤回": "否",
    }
    assert said.items() <= row.items()
    assert (row["处置方式"], row["策略建议"], row["中心复核"]) == ("服务", "无问题", "无问题")
    assert row["建议理由"] == policies.shipped().texts["reason", case["expected"]["primary"]]["zh"]
    assert "f-1" in embedded.run("findings", "list", "--search", "经三路")
    assert laptop.device in embedded.run("devices", "list")


def test_planners_find_where_no_relief_point_was_usable(
    own_centre: House, laptops: Callable[[House], Laptop], tmp_path: Path
) -> None:
    laptop = laptops(own_centre)
    judgement = {
        "tier": "service", "primary": "ST_GUIDE_ALT", "reasons": ["ST_GUIDE_ALT"], "fine_gate": "na", "refer": [],
        "missing": [], "measures": [], "provisional": False, "pack": "721-v1", "pack_digest": "",
    }  # fmt: skip
    nowhere = {"source": "none", "lat_e7": None, "lon_e7": None, "address": "某处"}
    laptop.record(
        a_finding("f-1", judgement=judgement | {"flags": ["relief_demand", "provisional"]}),
        a_finding("f-2", judgement=judgement | {"flags": ["relief_demand_x"]}),
        a_finding("f-3", judgement=judgement | {"flags": ["relief_demand"]}, place=nowhere),
        a_finding("f-4", judgement=None),
    )
    laptop.push()

    listed = own_centre.run("findings", "list", "--flag", "relief_demand").splitlines()
    own_centre.run("findings", "export", "--out", str(tmp_path / "all.csv"))

    assert [line.split()[4:] for line in listed] == [
        ["f-1", "34.746600,113.625400", "经三路", "12", "号"], ["f-3", "-", "某处"],
    ]  # fmt: skip
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        told = {row["编号"]: row["提示"] for row in csv.DictReader(file)}
    words = policies.shipped().texts
    both = f"{words['flag', 'relief_demand']['zh']}；{words['flag', 'provisional']['zh']}"
    assert told == {"f-1": both, "f-2": "relief_demand_x", "f-3": words["flag", "relief_demand"]["zh"], "f-4": ""}


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " ＝"])
def test_no_cell_of_a_table_is_a_formula(first: str) -> None:
    assert table.harmless(f"{first}1+1") == f"'{first}1+1"
    assert [table.harmless(value) for value in ("1+1", -1.5, "经三路")] == ["1+1", -1.5, "经三路"]


def test_an_export_that_breaks_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "all.jsonl").write_text("old")

    with pytest.raises(TypeError):
        exporting.write(tmp_path / "all.jsonl", [{"finding": object()}], load_judge())

    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"all.jsonl": "old"}


def test_a_new_signing_key_is_trusted_through_the_old_one(embedded: House, laptops: Callable[[House], Laptop]) -> None:
    laptop = laptops(embedded)
    before = laptop.statement(laptop.push().receipt).key_id

    embedded.run("keys", "rotate")

    assert len(laptop.hello().keys) == 2
    after = laptop.statement(laptop.push().receipt).key_id
    assert after != before
    assert embedded.code().replace("-", "").endswith(after)
