"""How much memory a centre's process takes while something happens."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.server.conftest import House


class Memory:
    """Counts from what the centre took when it was quiet: what an allocator keeps for later counts too."""

    def __init__(self, house: House) -> None:
        self._process = Path(f"/proc/{house.pid}")
        self._is_known = (self._process / "clear_refs").exists()  # Linux; elsewhere only the answers are judged
        self._quiet = self._kib("VmRSS") if self._is_known else 0

    @contextmanager
    def bounded(self, mib: int) -> Iterator[None]:
        """Fails when the centre takes more than `mib` beyond that meanwhile, be it for a moment."""
        if not self._is_known:
            yield
            return
        (self._process / "clear_refs").write_text("5")  # from now on the peak counts anew
        yield
        grown = (self._kib("VmHWM") - self._quiet) // 1024
        assert grown <= mib, f"{grown} MiB more"

    def _kib(self, name: str) -> int:
        lines = (self._process / "status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))
