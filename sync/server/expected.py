"""Photos that laptops were just told to send: when they come, nothing needs to be looked up."""

from collections import OrderedDict
from collections.abc import Collection, Iterable

LAPTOPS, PHOTOS = 32, 1000  # as many as a process has rounds under way, and of each a large shift


class Expected:
    """What this process remembers of its own answers. Whatever it forgets, or another process said, is looked up."""

    def __init__(self) -> None:
        self._of: OrderedDict[str, set[str]] = OrderedDict()  # by laptop, the one that was longest silent first

    def ask(self, device: str, photos: Collection[str]) -> None:
        """The laptop was told that the centre lacks these photos, which its lines name."""
        if not photos:  # who brings none displaces nobody
            return
        wanted = self._of.setdefault(device, set())
        wanted.update(photos)
        self._of.move_to_end(device)
        if len(wanted) > PHOTOS:
            del self._of[device]
        elif len(self._of) > LAPTOPS:
            self._of.popitem(last=False)

    def all_of(self, device: str, photos: Collection[str]) -> bool:
        """Whether the laptop was told to send each of them."""
        return self._of.get(device, set()).issuperset(photos)

    def came(self, device: str, photos: Iterable[str]) -> None:
        """The centre holds these now."""
        wanted = self._of.get(device, set())
        wanted.difference_update(photos)
        if not wanted:
            self._of.pop(device, None)
