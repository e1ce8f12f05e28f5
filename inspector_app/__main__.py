"""`inspector`: the app without arguments; `decide` and `self-check` beside it. Only the chosen part is imported."""

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

USAGE_ERROR = 64


class _Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> "None":  # type: ignore[override]
        self.print_usage(sys.stderr)
        self.exit(USAGE_ERROR, f"{self.prog}: {message}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; 64 means that it was called wrongly."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["decide"]:
        from inspector_app.cli import decide

        return decide.run(words[1:], sys.stdin, sys.stdout, sys.stderr)
    if words[:1] == ["self-check"] or "--self-check" in words:
        from inspector_app import self_check

        return self_check.run([word for word in words if word not in ("self-check", "--self-check")])
    return _run_app(words)


def _run_app(words: list[str]) -> int:
    from inspector_app.config import VERSION, Config, default_data_folder

    parser = _Arguments(prog="inspector", description="721 patrol app. Commands: app (default), decide, self-check.")
    parser.add_argument("command", nargs="?", choices=["app"], default="app")
    parser.add_argument("--data", type=Path, default=default_data_folder(), help="the folder of this laptop's data")
    parser.add_argument("--language", choices=["zh", "en"], default="")
    parser.add_argument("--version", action="version", version=f"inspector {VERSION}")
    told = parser.parse_args(words)
    gc.disable()  # until the first paint: nothing that the start makes is garbage
    from inspector_app import bootstrap

    return bootstrap.run(Config(data=told.data, language=told.language))


if __name__ == "__main__":
    sys.exit(main())
