"""What the demo's centre tells laptops to look up, from `resources/demo`: all of it invented, and said to be a demo's."""

import json
from datetime import datetime, timedelta
from typing import Any

from inspector_app.demo.centre import Centre
from inspector_app.demo.script import Script
from inspector_app.domain.ids import iso
from inspector_app.domain.reference.calendar import local_day


def bring(centre: Centre, told: Script, now: datetime) -> None:
    """Loads everything to look up as the centre's clerk does, from a file for each kind.

    Days in the source count from today, so that a campaign runs and a history is recent whenever the demo is shown.
    """
    centre.load_reference("relief_point", told.relief_points)
    for kind, items in json.loads(told.reference.read_text(encoding="utf-8")).items():
        file = centre.folder / f"demo-{kind}.json"
        file.write_text(json.dumps([_dated(item, now) for item in items], ensure_ascii=False), encoding="utf-8")
        centre.load_reference(kind, file)


def _dated(item: dict[str, Any], now: datetime) -> dict[str, Any]:
    body = dict(item["body"])
    for name in ("first", "last"):
        if name in body:
            body[name] = str(local_day(now + timedelta(days=body[name])))
    if "entries" in body:
        body["entries"] = [_entry(dict(entry), now) for entry in body["entries"]]
    return {"id": item["id"], "body": body}


def _entry(entry: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {"at": iso(now + timedelta(days=entry.pop("days"))), **entry}
