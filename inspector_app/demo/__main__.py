"""`python3 start.py demo`: the demo shift, in a window or headless."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

USAGE_ERROR = 64


class _Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> "None":  # type: ignore[override]
        self.print_usage(sys.stderr)
        self.exit(USAGE_ERROR, f"{self.prog}: {message}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the demo; 64 when it was called wrongly, 1 when a folder cannot be used or something did not arrive."""
    parser = _Arguments(prog="start.py demo", description="One patrol shift beside a real central server.")
    parser.add_argument(
        "--headless", action="store_true", help="no display: real screens offscreen, pictures and a summary"
    )
    parser.add_argument("--out", type=Path, help="where pictures, data and summary.json go (headless)")
    parser.add_argument("--photos", type=Path, help="a folder with photos to use (headless)")
    parser.add_argument("--findings", type=int, default=12, help="how many findings to record (headless)")
    parser.add_argument("--data", type=Path, help="where the demo keeps its data (with a window)")
    parser.add_argument("--map", type=Path, metavar="FILE", help="a base map, PMTiles or MBTiles (with a window)")
    told = parser.parse_args(argv)
    if told.headless:
        _check(parser, told)
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is imported
        from inspector_app.demo import headless

        return headless.run(told.out, photos=told.photos, findings=told.findings)
    from inspector_app.demo import window

    return window.run(told.data, told.map)


def _check(parser: argparse.ArgumentParser, told: argparse.Namespace) -> None:
    if told.out is None:
        parser.error("--headless needs --out DIR: pictures and the summary go there")
    if told.findings < 1:
        parser.error("--findings is 1 or more")
    if told.photos is not None and not told.photos.is_dir():
        parser.error(f"--photos: there is no folder {told.photos}")
    try:
        told.out.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        parser.exit(1, f"{parser.prog}: {told.out} cannot be made: {trouble.strerror}\n")


if __name__ == "__main__":
    sys.exit(main())
