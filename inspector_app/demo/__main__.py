"""`python3 start.py demo`: the demo shift, in a window or headless."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="demo", description="One patrol shift beside a real central server.")
    parser.add_argument(
        "--headless", action="store_true", help="no display: real screens offscreen, pictures and a summary"
    )
    parser.add_argument("--out", type=Path, help="where pictures, data and summary.json go (headless)")
    parser.add_argument("--photos", type=Path, help="a folder with photos to use (headless)")
    parser.add_argument("--findings", type=int, default=12, help="how many findings to record (headless)")
    parser.add_argument("--data", type=Path, help="where the demo keeps its data (with a window)")
    told = parser.parse_args(argv)
    if told.headless:
        if told.out is None or told.findings < 1 or (told.photos is not None and not told.photos.is_dir()):
            parser.error("--headless needs --out DIR; --photos is a folder; --findings is 1 or more")
        from inspector_app.demo import headless

        return headless.run(told.out, photos=told.photos, findings=told.findings)
    from inspector_app.demo import window

    return window.run(told.data)


if __name__ == "__main__":
    sys.exit(main())
