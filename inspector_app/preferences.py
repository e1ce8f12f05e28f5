"""What a person chose on this laptop: theme, language, text size, who signed last. Never evidence, never a secret."""

import contextlib
import json
import threading
from pathlib import Path
from typing import Any, NamedTuple


class Choices(NamedTuple):
    theme: str = "day"  # day | night | sun
    language: str = "zh"  # zh | en
    text_percent: int = 100
    centre_url: str = ""
    parcel_url: str = ""  # where parcels of others were sent last
    officer_number: str = ""
    officer_name: str = ""
    officer_certificate: str = ""
    officer_role: str = "officer"
    second_number: str = ""
    second_name: str = ""
    second_certificate: str = ""
    unit: str = ""
    planned_from: str = "08:00"
    planned_to: str = "16:00"
    metered: str = "auto"  # auto | yes | no: whether the line costs by volume
    send_limit_kb: int = 0  # kilobytes a second that sending may take; 0: as fast as the line goes
    receiver: str = "auto"  # where the position comes from, as domain/reception.py writes it
    receiver_known: str = ""  # which receiver was found last, at which port and speed
    policy: str = ""  # the name of the policy pack that decided last
    seen_rescue: str = ""  # the last thing that happened to the database and was read by somebody
    seen_refusal: str = ""  # the measure whose slot was refused, the last one that was read by somebody


class Preferences:
    """`choices` kept in one small JSON file; an unreadable file means the `usual` ones, never an error for the officer.

    For any thread: the screens change them, and never wait for the disk.
    """

    def __init__(self, path: Path, usual: Choices = Choices()):  # noqa: B008 - a tuple, nobody can change it
        self._path = path
        self._changing, self._writing = threading.Lock(), threading.Lock()
        self.choices = _read(path, usual)

    @property
    def folder(self) -> Path:
        """Where this laptop's data lies."""
        return self._path.parent

    def change(self, **chosen: Any) -> Choices:
        """Keeps the named choices and returns them all; the file follows on a thread that the program's end waits for."""
        with self._changing:
            self.choices = self.choices._replace(**chosen)
        threading.Thread(target=self._write, name="preferences").start()
        return self.choices

    def _write(self) -> None:
        # Replaced whole, so a crash leaves the old or the new; whichever thread comes last writes the last.
        with self._writing, contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft = self._path.with_suffix(".part")
            draft.write_text(json.dumps(self.choices._asdict(), ensure_ascii=False, indent=1), encoding="utf-8")
            draft.replace(self._path)


def _read(path: Path, defaults: Choices) -> Choices:
    kept: dict[str, Any] = {}
    with contextlib.suppress(OSError, ValueError):
        stored = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(stored, dict):
            usual = defaults._asdict()
            kept = {name: stored[name] for name in usual if type(stored.get(name)) is type(usual[name])}
    return defaults._replace(**kept)
