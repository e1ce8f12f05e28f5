"""`inspector self-check`: the program proves itself without a display and without touching anybody's data.

In a temporary folder it opens a fresh encrypted database, opens a shift and records a finding with a photo through the
screens' own threads, reads it back byte for byte, draws the window to a PNG, and says in one line of JSON what it is made of.
"""

import argparse
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from inspector_app.bootstrap import Parts
    from inspector_app.domain.finding import Draft
    from inspector_app.domain.photo import Photo
    from inspector_app.ui.background import Opened
    from inspector_app.ui.pending import Pending
    from inspector_app.ui.trouble import Trouble

Answer = TypeVar("Answer")
LIMIT_MS = 60_000  # of one step: a machine that needs longer is no use on the street either
SIZE = 1366, 768
FONT = "Noto Sans SC"
NOTE = "自检：占道经营，已劝离。"
FAILED, USAGE_ERROR = 1, 64


class CheckFailed(Exception):
    """`step` is what did not work, `code` why: a code of the program, or the name of an unexpected error."""

    def __init__(self, step: str, code: str):
        super().__init__(f"self-check failed: {step}: {code}")


def run(argv: Sequence[str]) -> int:
    """Returns 0 and prints one JSON line of versions and timings; or 1 and a line that says which step failed, by code."""
    parser = argparse.ArgumentParser(prog="inspector self-check", description=__doc__, allow_abbrev=False)
    parser.add_argument("--out", type=Path, metavar="PICTURE", help="where the picture of the window (PNG) is kept")
    try:
        out: Path | None = parser.parse_args(list(argv)).out
    except SystemExit as ended:
        return USAGE_ERROR if ended.code else 0
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        with tempfile.TemporaryDirectory(prefix="inspector-self-check-") as folder:
            said = Check(Path(folder), out or Path(folder) / "window.png").run()
    except CheckFailed as trouble:
        sys.stderr.write(f"{trouble}\n")
        return FAILED
    except Exception as trouble:  # noqa: BLE001 - whatever is broken in this build: one line, never a traceback
        sys.stderr.write(f"{CheckFailed('program', f'{type(trouble).__name__}: {trouble}')}\n")
        return FAILED
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    return 0


class Check:
    """One run in an empty `folder`; `out` gets the picture."""

    def __init__(self, folder: Path, out: Path):
        self._data = folder / "data"
        self._out = out
        self._laps: dict[str, float] = {}
        self._last = time.perf_counter()
        self._painted_at = 0.0
        self._troubles: list[Trouble] = []  # what no screen has taken on itself

    def run(self) -> dict[str, Any]:
        """Raises CheckFailed. `painted_at` is the moment of the first picture, in seconds since 1970 UTC."""
        from inspector_app import bootstrap
        from inspector_app.config import Config
        from inspector_app.ui import app
        from inspector_app.ui.screens import Screens

        application = app.application()
        self._parts = bootstrap.Parts(Config(data=self._data), key=bootstrap.key_file)
        self._screens = Screens(application, self._parts.workplace._replace(open_store=self._open_store))
        try:
            self._paint()
            self._open()
            self._record()
            self._draw()
        finally:
            self._close()
        return {"ok": True, "versions": _versions(), "timings_ms": self._laps, "painted_at": self._painted_at}

    def _paint(self) -> None:
        window = self._screens.begin("zh")
        self._parts.background.on_trouble = self._troubles.append
        window.painted.connect(self._note_first_paint)
        window.resize(*SIZE)
        window.show()
        self._wait("paint", lambda: self._painted_at > 0)
        self._lap("first_paint")

    def _note_first_paint(self) -> None:
        self._painted_at = time.time()

    def _open(self) -> None:
        duty, rulebook = self._screens.duty, self._screens.rulebook
        self._wait("open", lambda: duty.state.opened)
        self._wait("policy", lambda: rulebook.policy is not None)
        with (self._data / "patrol.db").open("rb") as file:
            if file.read(13) == b"SQLite format":
                raise CheckFailed("open", "not_encrypted")
        self._lap("open")

    def _open_store(self) -> "Opened":
        from inspector_app.ui.trouble import sort

        try:
            return self._parts.workplace.open_store()
        except Exception as trouble:
            self._troubles.append(sort(trouble))
            raise

    def _record(self) -> None:
        from inspector_app.services import findings

        place, policy = self._parts.workplace, self._screens.rulebook.policy
        assert policy is not None, "the opening waited for it"
        self._open_shift()
        original = _jpeg()
        draft = _draft(self._parts, self._photo(original))
        self._lap("shift_and_photo")
        self._answer("record", place.background.do(findings.record, draft, policy=policy, clock=place.clock))
        self._lap("record")
        self._read_back(draft, original)
        self._lap("read")

    def _open_shift(self) -> None:
        from inspector_app.domain.officer import Officer
        from inspector_app.services import shifts

        officers = Officer("000000-0001", "自检甲", "A-1"), Officer("000000-0002", "自检乙", "A-2")
        place = self._parts.workplace
        self._answer(
            "shift", place.background.do(shifts.open_shift, *officers, unit="自检", clock=place.clock, ids=place.ids)
        )

    def _photo(self, original: bytes) -> "Photo":
        from inspector_app.domain.photo import Origin
        from inspector_app.services import photos

        background = self._parts.background
        return self._answer(
            "photo", background.photo(photos.take, original, file_name="check.jpg", origin=Origin.IMPORT)
        )

    def _read_back(self, draft: "Draft", original: bytes) -> None:
        from inspector_app.services.ports import Reads

        background, sha256 = self._parts.background, draft.photos[0].sha256
        found = self._answer("read", background.ask(Reads.finding, draft.id))
        held = self._answer("read", background.photo(lambda folder, _: folder.original(sha256)))
        if found is None or found.note != NOTE or not found.row.primary or held != original:
            raise CheckFailed("read", "not_what_was_recorded")

    def _draw(self) -> None:
        from PySide6.QtGui import QImageWriter
        from PySide6.QtWidgets import QApplication

        picture = self._screens.window.grab().toImage()
        dots = {picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)}
        if len(dots) < 8:
            raise CheckFailed("draw", "blank_window")
        if QApplication.font().family() != FONT:
            raise CheckFailed("draw", "font_missing")
        if not QImageWriter(str(self._out), b"png").write(picture):
            raise CheckFailed("draw", "picture_not_written")
        self._lap("draw")

    def _close(self) -> None:
        self._screens.end()
        self._parts.close()

    def _answer(self, step: str, pending: "Pending[Answer]") -> Answer:
        """What `pending` is answered with; CheckFailed with the code of its trouble."""
        came: list[Answer] = []
        failed: list[str] = []
        pending.then(came.append).otherwise(lambda trouble: failed.append(trouble.code))
        self._wait(step, lambda: bool(came or failed))
        if failed:
            raise CheckFailed(step, failed[0])
        return came[0]

    def _wait(self, step: str, holds: Callable[[], bool]) -> None:
        from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop

        deadline = QDeadlineTimer(LIMIT_MS)
        while not holds():
            if self._troubles:
                raise CheckFailed(step, self._troubles[0].code)
            if deadline.hasExpired():
                raise CheckFailed(step, "took_too_long")
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def _lap(self, step: str) -> None:
        now = time.perf_counter()
        self._laps[step] = round((now - self._last) * 1000, 1)
        self._last = now


def _draft(parts: "Parts", photo: "Photo") -> "Draft":
    from inspector_app.domain.finding import Category, Draft
    from inspector_app.domain.ids import iso
    from inspector_app.domain.place import Place

    facts = {
        "form": "mobile_vendor",
        "in_relief_point": False,
        "road_class": "secondary",
        "observed_at": "2026-05-20T10:00",
    }
    return Draft(
        parts.ids(), Category.STALL, iso(parts.clock.now()), type_code="0301", facts=facts,
        place=Place(address="花园路与农业路交叉口"), note=NOTE, photos=(photo,),
    )  # fmt: skip


def _jpeg() -> bytes:
    """Noise: another picture each time, so that nothing can be left over from before."""
    from PIL import Image

    content = io.BytesIO()
    Image.frombytes("L", (320, 240), os.urandom(320 * 240)).save(content, "JPEG")
    return content.getvalue()


def _versions() -> dict[str, str]:
    import platform

    from PySide6.QtCore import qVersion
    from sqlcipher3 import dbapi2

    from inspector_app.config import VERSION

    frozen = "frozen" if getattr(sys, "frozen", False) else "source"
    return {
        "inspector": VERSION, "python": platform.python_version(), "qt": qVersion(), "sqlite": dbapi2.sqlite_version,
        "system": platform.platform(terse=True), "built": frozen,
    }  # fmt: skip
