"""Gathers the texts of the screens into `resources/i18n/zh_CN.ts`, those that count also into `en.ts` (1 record, 2 records),
and compiles both to the `.qm` that the app loads.

Run `python -m build_spec.translations` after a change of texts, translate what is unfinished (`pyside6-linguist` or an
editor), run it again, and commit the files. Without Linguist's tools in the PATH nothing else needs them.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "inspector_app" / "ui"
TEXTS = ROOT / "resources" / "i18n" / "zh_CN.ts"
PLURALS = TEXTS.with_name("en.ts")


def gather(into: Path) -> None:
    """Brings `into`, named by its language, up to date with the sources; texts that are gone go, translations stay."""
    files = sorted(str(file.relative_to(ROOT)) for file in SOURCES.rglob("*.py"))
    told = ["-source-language", "en_US", "-target-language", into.stem, "-no-obsolete", "-locations", "none"]
    counting = ["-pluralonly"] if into.stem == PLURALS.stem else []
    _run("lupdate", *files, *told, *counting, "-ts", str(into))


def compile_texts(texts: Path, into: Path) -> None:
    """Makes the `.qm` of a `.ts`: the same bytes for the same texts."""
    _run("lrelease", "-silent", str(texts), "-qm", str(into))


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([str(Path(sys.executable).with_name(f"pyside6-{tool}")), *arguments], cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip


def main() -> None:
    for texts in (TEXTS, PLURALS):
        gather(texts)
        compile_texts(texts, texts.with_suffix(".qm"))


if __name__ == "__main__":
    main()
