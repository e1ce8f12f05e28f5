"""A base map made from a shell: `inspector-center pack map`."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from sync.server.clock import system_clock
from sync.server.desk import values
from sync.server.desk.running import say
from sync.server.settings import Settings

ENDING = ".pmtiles"


def add(words: Any) -> None:
    """Adds `map` to the words of the group `pack`."""
    text = "make a base map of a bureau's folder: water, green, houses, roads, names"
    command = words.add_parser("map", help=text, description=text, allow_abbrev=False)
    command.set_defaults(deed=make)
    command.add_argument(
        "--from", required=True, dest="source", type=values.folder, metavar="FOLDER", help="city.json, roads.geojson …"
    )
    command.add_argument(
        "--out",
        required=True,
        type=values.file(ENDING),
        metavar="FILE",
        help="X.pmtiles; map.pmtiles in FOLDER joins its pack",
    )
    command.add_argument(
        "--date", type=_day, metavar="YYYY-MM-DD", help="of the survey, as laptops show it; today if not given"
    )


async def make(_settings: Settings, options: argparse.Namespace) -> int:
    """Makes the map, whole or not at all."""
    from sync.server.basemap import making  # shapely and numpy: no other command waits for them

    source: Path = options.source
    made = making.make(source, options.out, options.date or system_clock().date())
    say(f"{'  '.join(f'{name} {count}' for name, count in made.features.items())}")
    say(f"{made.tiles} tiles, the largest {made.largest} bytes; {made.size} bytes in {values.short(options.out.name)}")
    return 0


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as trouble:
        raise argparse.ArgumentTypeError(f"a day like 2026-11-01, not {values.short(said)}") from trouble
