"""`inspector-center pack map`, as people call it."""

import subprocess
import sys
from pathlib import Path

from tests.city.conftest import Folder, a_road, layer


def center(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "sync.server", *words], capture_output=True, text=True, check=False)


def test_a_map_is_made_and_said_to_be_there(bureau: Folder, tmp_path: Path) -> None:
    folder, out = bureau({"roads.geojson": layer(a_road())}), tmp_path / "map.pmtiles"

    done = center("pack", "map", "--from", str(folder), "--out", str(out), "--date", "2026-11-01")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("water 0  green 0  building 0  rail 0  road 1  place 0  poi 0\n")
    assert f"{out.stat().st_size} bytes in map.pmtiles" in done.stdout


def test_what_cannot_be_done_is_a_sentence_and_an_exit_code(bureau: Folder, tmp_path: Path) -> None:
    folder = bureau()

    nothing = center("pack", "map", "--from", str(folder), "--out", str(tmp_path / "map.pmtiles"))
    other = center("pack", "map", "--from", str(folder), "--out", str(tmp_path / "map.zip"))

    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert nothing.stderr.startswith("inspector-center: there is no layer in bureau: water")
    assert (other.returncode, "map.zip must end with .pmtiles" in other.stderr) == (64, True)
    assert [file.name for file in tmp_path.iterdir()] == ["bureau"]
