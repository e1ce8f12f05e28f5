"""The list of all findings, opened and searched, beside plain SQL on the same encrypted file."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from inspector_app.services.ports import FindingFilter
from inspector_app.storage.database import FILE_NAME, open_reader
from inspector_app.storage.store import Store
from inspector_app.ui.shift.state import SHOWN_FIRST
from tests.bench.ground import FINDINGS, Ground, opened
from tests.bench.table import Figure, medians

ONE_SIGN, TWO_SIGNS = "砦", "黄河"  # stand in addresses alone, so that LIKE over that column finds the same findings


def figures(ground: Ground) -> Iterator[Figure]:
    folder = ground.own_laptop()
    store = opened(folder)
    from inspector_app import bootstrap

    plain = open_reader(folder / FILE_NAME, bootstrap.key_file(folder))
    try:
        yield from _figures(ground.runs * 3, store, plain)
    finally:
        plain.close()
        store.close()


def _figures(times: int, store: Store, plain: Any) -> Iterator[Figure]:
    ours, limit = medians(times, _ms(partial(_first, store, "")), _ms(partial(_plain_first, plain)))
    yield Figure(
        f"list of {FINDINGS:,} findings: first rows and their number".replace(",", " "), ours, "ms", "the same in plain SQL",
        limit, f"count, and the {SHOWN_FIRST} newest whole, on a reader's connection",
    )  # fmt: skip
    ours, limit = medians(times, _ms(lambda: _all(store, "")), _ms(lambda: _sql(plain, "SELECT number FROM findings")))
    yield Figure(
        "… every finding by number", ours, "ms", "SQL select of the numbers", limit,
        "so that the list has its whole length and any row can be jumped to",
    )  # fmt: skip
    for name, text in (("one Chinese sign", ONE_SIGN), ("two Chinese signs", TWO_SIGNS)):
        found = _agreed(store, plain, text)
        ours, limit = medians(times, _ms(partial(_search, store, text)), _ms(partial(_like, plain, text)))
        yield Figure(
            f"… searched by {name} ({text}, {found} found)", ours, "ms", "SQL LIKE over one column", limit,
            "first rows, count and all numbers; address, note, party and codes are searched",
        )  # fmt: skip


def _ms(deed: Callable[[], Any]) -> Callable[[], float]:
    def timed() -> float:
        begun = time.perf_counter()
        deed()
        return (time.perf_counter() - begun) * 1000

    return timed


def _first(store: Store, text: str) -> int:
    wanted = FindingFilter(text=text)
    store.reads.first_rows(wanted, SHOWN_FIRST)
    return store.reads.finding_count(wanted)


def _plain_first(plain: Any) -> None:
    _sql(plain, "SELECT count(*) FROM findings")
    _sql(plain, f"SELECT * FROM findings ORDER BY number DESC LIMIT {SHOWN_FIRST}")


def _all(store: Store, text: str) -> int:
    return len(store.reads.finding_ids(FindingFilter(text=text)))


def _search(store: Store, text: str) -> int:
    _first(store, text)
    return _all(store, text)


def _sql(plain: Any, query: str, *values: str) -> list[Any]:
    found: list[Any] = plain.execute(query, values).fetchall()
    return found


def _like(plain: Any, text: str) -> int:
    return len(_sql(plain, "SELECT number FROM findings WHERE address LIKE ?", f"%{text}%"))


def _agreed(store: Store, plain: Any, text: str) -> int:
    found = _search(store, text)
    assert found == _like(plain, text) > 0, f"the search for {text} and LIKE do not find the same"
    return found
