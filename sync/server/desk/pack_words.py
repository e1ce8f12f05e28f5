"""The words of `inspector-center pack`: what laptops look up about a city, made, compared and published."""

import argparse

from sync.protocol import pack_file as pack_format
from sync.protocol.reference_pack import CALENDAR, MAPS, POLICY
from sync.server.desk import maps, packs, values
from sync.server.desk.words import Words, deed, plain
from sync.server.packs import folder

THE_FOLDER = f"""\
FOLDER holds {folder.CITY}, at least {{"area": "410100", "name": "…"}}, and of these layers those that there are,
each in a file of its name, like grids.geojson or premises.gcj02.csv:
  polygons     {", ".join(folder.AREAS)} (or points), grids
  lines        roads
  points       {", ".join(folder.POINTS)}
  no shape     history, units, codes
Formats        {", ".join(folder.ENDINGS)}; CSV in UTF-8, UTF-16 or GB18030, a point as lon and lat, other shapes in wkt
Coordinates    WGS-84 or CGCS2000, in degrees or as the file's own CRS says; GCJ-02 where its name or {folder.CITY} says gcj02;
               what nobody says is told
Taken along    {", ".join((*MAPS, CALENDAR, POLICY))}
"""


def add(words: Words) -> None:
    """Adds the deeds to the words of the group `pack`."""
    _build(plain(words, "build", "make a pack of a bureau's folder", packs.build, needs_data=False))
    maps.add(words)
    inspect = plain(words, "inspect", "what a pack holds, and whether it is whole", packs.inspect, needs_data=False)
    diff = plain(words, "diff", "what a pack adds, removes and changes", packs.diff, needs_data=False)
    publish = deed(words, "publish", "let laptops fetch it from now on", packs.publish)
    names = {inspect: ("file",), publish: ("file",), diff: ("old", "new")}
    for command, files in names.items():
        for name in files:
            command.add_argument(name, type=values.file(pack_format.ENDING), metavar=name.upper(), help="X.pack")
    diff.add_argument("--limit", type=values.number(0, 10_000), default=20, metavar="N", help="names of each kind; 20")


def _build(build: argparse.ArgumentParser) -> None:
    build.formatter_class, build.epilog = argparse.RawDescriptionHelpFormatter, THE_FOLDER
    build.add_argument(
        "--from",
        required=True,
        dest="source",
        type=values.folder,
        metavar="FOLDER",
        help="city.json, districts.geojson …",
    )
    build.add_argument(
        "--out",
        required=True,
        type=values.file(pack_format.ENDING),
        metavar="FILE",
        help="X.pack; with --data it is signed",
    )
    build.add_argument(
        "--version",
        type=values.number(1, 2**53 - 1),
        metavar="N",
        help="greater in each pack of a city; its moment if not given",
    )
    build.add_argument("--at", type=values.moment, metavar=values.DUE_FORM, help="as of when; now if not given")
    build.add_argument("--strict", action="store_true", help="make nothing while any row is left out")
