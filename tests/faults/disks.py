"""A small disk of its own for a folder, which can be full. It needs to be root, at least in a namespace of its own."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

SIZE = 512 << 20  # bytes: the centre keeps 64 MB for lines, and an officer on a busy machine records for minutes
OWN = ("unshare", "--user", "--map-root-user", "--mount")


class SmallDisk:
    """Mounted at `folder`, which is made."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._ballast = folder / "ballast"
        folder.mkdir(parents=True)
        _run("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder))

    def fill(self, leave: int) -> None:
        """Takes all the room that is left, also while others write there, and gives `leave` bytes back."""
        with self._ballast.open("wb", buffering=0) as file:
            for piece in (1 << 20, 1 << 12):
                with suppress(OSError):
                    while file.write(bytes(piece)):
                        pass
            file.truncate(max(0, file.tell() - leave))

    def free(self) -> None:
        self._ballast.unlink(missing_ok=True)

    def keep(self) -> None:
        """Leaves what is on it in the folder itself, where somebody may look into it, and ends."""
        self.free()
        aside = self._folder.with_name(f"{self._folder.name}.disk")
        _run("cp", "-a", str(self._folder), str(aside))
        _run("umount", "-l", str(self._folder))
        _run("cp", "-a", f"{aside}/.", str(self._folder))
        _run("rm", "-rf", str(aside))


def allowed() -> bool:
    """Whether we may mount."""
    return os.geteuid() == 0


def again_as_root_of_a_namespace() -> None:
    """Starts this program once more where it may mount; comes back when that cannot be done, or was."""
    if allowed() or subprocess.run([*OWN, "true"], capture_output=True, check=False).returncode:
        return
    os.execvp(OWN[0], [*OWN, sys.executable, "-m", "tests.faults", *sys.argv[1:]])  # noqa: S606 - the same program, in a namespace


def _run(*command: str) -> None:
    subprocess.run(command, check=True)
