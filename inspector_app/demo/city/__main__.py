"""`python -m inspector_app.demo.city --out FOLDER`: the demo city as a bureau's folder, with its base map, and published."""

import argparse
import os
from pathlib import Path

from inspector_app.demo.city import keeping

GIVES_WAY = 10


def main() -> None:
    """Makes the city, and publishes it, unless that was done."""
    parser = argparse.ArgumentParser(prog="inspector_app.demo.city", description="The demo city, with its base map.")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FOLDER", help="made anew unless it is this release's"
    )
    parser.add_argument(
        "--centre", type=Path, metavar="FOLDER", help="the data of a centre that publishes it as a pack"
    )
    told = parser.parse_args()
    if hasattr(os, "nice"):
        os.nice(GIVES_WAY)
    keeping.make(told.out)
    if told.centre is not None:
        keeping.publish(told.out, told.centre)


if __name__ == "__main__":
    main()
