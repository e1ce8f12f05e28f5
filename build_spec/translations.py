"""Gathers the texts of the screens into `resources/i18n/zh_CN.ts` and compiles it to the `.qm` that the app loads.

Run `python -m build_spec.translations` after a change of texts, translate what is unfinished (`pyside6-linguist` or an
editor), run it again, and commit both files. Without Linguist's tools in the PATH nothing else needs them.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "inspector_app" / "ui"
TEXTS = ROOT / "resources" / "i18n" / "zh_CN.ts"


def gather(into: Path) -> None:
    """Brings `into` up to date with the sources; texts that are gone go, translations stay."""
    files = sorted(str(file.relative_to(ROOT)) for file in SOURCES.rglob("*.py"))
    told = ["-source-language", "en_US", "-target-language", "zh_CN", "-no-obsolete", "-locations", "none"]
    _run("lupdate", *files, *told, "-ts", str(into))


def compile_texts(texts: Path, into: Path) -> None:
    """Makes the `.qm` of a `.ts`: the same bytes for the same texts."""
    _run("lrelease", "-silent", str(texts), "-qm", str(into))


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([str(Path(sys.executable).with_name(f"pyside6-{tool}")), *arguments], cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip


def main() -> None:
    gather(TEXTS)
    compile_texts(TEXTS, TEXTS.with_suffix(".qm"))


if __name__ == "__main__":
    main()
