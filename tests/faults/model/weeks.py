"""What weeks bring: photos that follow their lines late, and purges, each looked at from outside.

Nothing may leave a laptop that the centre, as it is now, has no whole copy of; nor a photo before the centre has had it for the two weeks
in which it may yet be restored from a backup.
"""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random

from inspector_app.storage.purging import PHOTOS_KEPT
from tests.faults.books import asking, centre_books, stated
from tests.faults.model.centre import Centre
from tests.faults.model.clock import Time
from tests.faults.model.folders import copy_anew
from tests.faults.model.laptop import Laptop
from tests.faults.model.mishaps import copied

DAY_S = 86_400
PAUSES_S = (7200, DAY_S, 3 * DAY_S, 6 * DAY_S)
LONGEST_S = max(PAUSES_S)
A_TURN_MS = DAY_S * 1000  # more than a turn takes once its pause is over: a photo is first looked for at its end
LEAST_MS = PHOTOS_KEPT.total_seconds() * 1000 - A_TURN_MS


class Weeks:
    """One world's. `breaches` says what went that had to stay; times are those that nobody can set."""

    def __init__(self, centre: Centre, time: Time, scratch: Path, tell: Callable[[str], None]) -> None:
        self.breaches: list[str] = []
        self._centre, self._time, self._scratch, self._tell = centre, time, scratch, tell
        self._since: dict[str, int] = {}  # when the centre first held the photo

    def look(self) -> None:
        """Notes which photos the centre holds."""
        for (photo,) in asking(self._seen("centre.db*"))("SELECT sha256 FROM media"):
            self._since.setdefault(photo, self._time.ms)

    def purge(self, laptop: Laptop) -> None:
        """What the program does by itself each day, behind its backup; and who else has what went."""
        photos, copies = _kept(laptop)
        laptop.act(_look_after)
        photos_left, copies_left = _kept(laptop)
        if photos != photos_left or copies != copies_left:
            self._judge(laptop, photos - photos_left, copies - copies_left)

    def _judge(self, laptop: Laptop, photos: frozenset[str], copies: frozenset[str]) -> None:
        """Of what went only that counts which somebody saved, or a centre has: a power cut may take what nobody relied on."""
        centre = centre_books(self._seen())
        told = [(line.digest, stated(line)) for lines in centre.lines.values() for line in lines]
        proved = {digest for line, said in told for digest in (line, said.digest)}
        gone = photos & ({photo for one in laptop.saved for photo in one.photos} | {said.photo for _, said in told})
        alone = (copies & {digest for one in laptop.saved for digest in one.lines}) - proved
        why = {photo: self._early(photo, centre.stored.get(photo, b"")) for photo in sorted(gone)}
        self.breaches += [f"{laptop.name}: photo {photo[:12]} left it {said}" for photo, said in why.items() if said]
        self.breaches += [f"{laptop.name}: line {digest[:12]} left its second copy alone" for digest in sorted(alone)]
        laptop.purged |= gone | (copies & proved)
        self._tell(f"{laptop.name} purged {len(gone)} photos, {len(copies)} copies of lines")

    def _early(self, photo: str, there: bytes) -> str:
        """Why the photo had to stay; empty when it might go."""
        if sha256(there).hexdigest() != photo:
            return "and the centre has none that is whole"
        held = self._time.ms - self._since.get(photo, self._time.ms)
        return f"{held / 1000 / DAY_S:.1f} days after it came to the centre" if held < LEAST_MS else ""

    def _seen(self, name: str = "") -> Path:
        """The centre's disk as it lies there, or some files of it, copied: it may be up, and nobody is to open its files."""
        with self._centre.disk.aside():
            copy_anew(self._centre.disk.root, self._scratch, only=name)
        return self._scratch


def _look_after(laptop: Laptop) -> None:
    assert laptop.store is not None
    laptop.store.upkeep.backup()
    laptop.store.upkeep.purge()


def held_back(laptop: Laptop, random: Random) -> frozenset[str]:
    """The photos that go with the lines over a metered line: none, or a few that are urgent."""
    photos = sorted({photo for one in laptop.saved for photo in one.photos})
    return frozenset(random.sample(photos, min(len(photos), random.choice((0, 0, 1)))))


def _kept(laptop: Laptop) -> tuple[frozenset[str], frozenset[str]]:
    """The originals on its disk, and the lines of its second copy, by digest."""
    with laptop.disk.aside():
        root = laptop.disk.root
        return frozenset(path.stem for path in root.glob("photos/[0-9a-f][0-9a-f]/*.gcm")), copied(root)
