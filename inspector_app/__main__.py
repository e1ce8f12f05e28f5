"""`inspector`: the app without arguments; the commands beside it. Only the chosen part is imported."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspector_app.config import Config

USAGE_ERROR = 64
NO_DISPLAY = 69
LONGEST_ERROR = 300
USAGE = """inspector [app] [--data FOLDER] [--language zh|en] [--pack NAME] [--map FILE]
       inspector decide [--pack NAME] --facts FILE|-
       inspector policy DEED …
       inspector receipt DEED …
       inspector parcel DEED …
       inspector pack DEED …
       inspector restore --from URL|PARCEL|FOLDER
       inspector fixes --nmea FILE|-
       inspector self-check [--out PICTURE]
       inspector -h | --version"""
WITHOUT_DISPLAY = "Start it on a desktop; every other command works without one."
COMMANDS = {
    "app": "the app itself; so does no command at all",
    "decide": "facts in, 721 decisions out, as JSON; no window",
    "policy": "proves, explains, compares, tries out, exports and imports policy packs; no window",
    "receipt": "lists, saves and verifies the centre's receipts; no window",
    "parcel": "a laptop's work on a stick: make, inspect, send, receipt; no window",
    "pack": "a reference pack from a stick; no window",
    "restore": "a laptop that was lost, made again on this one; no window",
    "fixes": "the fixes in a receiver's log, as JSON; no window",
    "self-check": "does this program work here? Touches nobody's data; no display needed",
}


class _Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> "None":  # type: ignore[override]
        self.print_usage(sys.stderr)
        self.exit(USAGE_ERROR, f"{self.prog}: {message[:LONGEST_ERROR]}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; 64: it was called wrongly, 69: there is no display for the window."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["self-check"] or "--self-check" in words:
        from inspector_app import self_check

        return self_check.run([word for word in words if word not in ("self-check", "--self-check")])
    match words[:1]:
        case ["decide"]:
            from inspector_app.cli import decide

            return decide.run(words[1:], sys.stdin, sys.stdout, sys.stderr)
        case ["fixes"]:
            from inspector_app.cli import fixes

            return fixes.run(words[1:], sys.stdin, sys.stdout, sys.stderr)
        case ["policy" | "receipt" | "parcel" | "pack" | "restore" as noun]:
            return _run_deed(noun, words[1:])
    return _run_app(words)


def _run_deed(noun: str, words: list[str]) -> int:
    """A deed on policies, receipts, parcels or packs, or the restoring of a laptop."""
    match noun:
        case "policy":
            from inspector_app.cli.policy import run
        case "receipt":
            from inspector_app.cli.receipt import run
        case "parcel":
            from inspector_app.cli.parcel import run
        case "pack":
            from inspector_app.cli.pack import run
        case _:
            from inspector_app.cli.restore import run
    return run(words, sys.stdout, sys.stderr)


def _run_app(words: list[str]) -> int:
    from inspector_app.config import Config, default_data_folder

    # Without words, as people start it, nothing is parsed: the parser alone costs the start two milliseconds.
    config = _told(words) if words else Config(data=default_data_folder())
    if not _has_display():
        sys.stderr.write(f"inspector: there is no display here, so no window can open. {WITHOUT_DISPLAY}\n")
        return NO_DISPLAY
    gc.disable()  # until the first paint: nothing that the start makes is garbage
    from inspector_app import start_path

    start_path.quicken_imports()
    from inspector_app import bootstrap

    return bootstrap.run(config)


def _told(words: list[str]) -> "Config":
    from inspector_app.config import PACK, VERSION, Config, default_data_folder

    parser = _Arguments(
        prog="inspector", usage=USAGE, description="721 patrol app.", allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter, epilog=_listed(COMMANDS),
    )  # fmt: skip
    parser.add_argument(
        "command", nargs="?", choices=COMMANDS, default="app", metavar="command", help=argparse.SUPPRESS
    )
    parser.add_argument(
        "--data", type=_folder, metavar="FOLDER", default=default_data_folder(),
        help="the folder of this laptop's data (%(default)s)",
    )  # fmt: skip
    parser.add_argument("--language", choices=["zh", "en"], default="", help="else as last time; Chinese at first")
    parser.add_argument("--pack", type=_pack, metavar="NAME", help=f"the policy pack ({PACK})")
    parser.add_argument("--map", type=_folder, metavar="FILE", help="a base map: PMTiles or MBTiles")
    parser.add_argument("--version", action="version", version=f"inspector {VERSION}")
    told = parser.parse_args(words)
    if told.command != "app":
        parser.error(f"{told.command} must be the first word")
    return Config(data=told.data, language=told.language, pack=told.pack or PACK, map=told.map)


def _has_display() -> bool:
    """Without one Qt would end the process itself. Who names a platform for Qt knows what there is."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)


def _folder(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("it is empty")
    return Path(text)


def _pack(text: str) -> str:
    from inspector_app import paths

    # A name is looked up in the list of packs, so that it can never lead out of their folder.
    if text not in {folder.name for folder in (paths.resources() / "policy").iterdir() if folder.is_dir()}:
        raise argparse.ArgumentTypeError("there is no such pack")
    return text


def _listed(commands: dict[str, str]) -> str:
    lines = [f"  {name:<12}{text}" for name, text in commands.items()]
    return "\n".join(["commands, each with its own -h:", *lines])


if __name__ == "__main__":
    sys.exit(main())
