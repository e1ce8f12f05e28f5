"""A reference pack comes behind everything of the laptop's own, goes on where it was cut, and never spoils a round."""

import hashlib
import itertools
from collections.abc import Callable, Mapping, Sequence

import pytest

from sync.client.engine import Engine
from sync.client.ports import Content
from sync.client.status import Outcome, SyncReport
from sync.protocol import messages, pack_file, receipts
from sync.protocol.pack_file import Signed
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.reference_pack import DATABASE, Manifest, PackFile
from tests.sync.centre import CentreInMemory, World
from tests.sync.laptop import NOW, Laptop, quietly

CONTENT = {DATABASE: bytes(range(256)) * 6000, "map.pmtiles": b"tiles" * 1000}


class Shelf:
    """`PackStore` in memory: what was fetched, and which pack counts."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.version = 0

    def wants(self, version: int) -> bool:
        return version > self.version

    def begin(self, signed: Signed, version: int) -> Sequence[PackFile]:
        manifest = pack_file.read_manifest(signed.manifest.encode())
        assert manifest.version == version
        return manifest.files

    def begun(self, file: PackFile) -> int:
        return len(self.files.get(file.sha256, b""))

    def append(self, file: PackFile, offset: int, piece: bytes) -> None:
        assert offset == self.begun(file)
        self.files[file.sha256] = self.files.get(file.sha256, b"") + piece
        if (
            len(self.files[file.sha256]) == file.size
            and hashlib.sha256(self.files[file.sha256]).hexdigest() != file.sha256
        ):
            del self.files[file.sha256]
            raise ProtocolProblem(Problem.DAMAGED_PACK, file.name)

    def install(self, signed: Signed) -> None:
        self.version = pack_file.read_manifest(signed.manifest.encode()).version


def published(world: World, version: int = 1) -> None:
    files = tuple(PackFile(name=name, size=len(content), sha256=_sha256(content)) for name, content in CONTENT.items())
    manifest = Manifest(
        schema=1,
        area="410105",
        name="金水区",
        version=version,
        made_at=NOW,
        bounds=(0, 0, 1, 1),
        counts={},
        files=files,
    )
    text = pack_file.text_of(manifest)
    world.packs[version] = Signed(text.decode(), pack_file.signed_by(text, world.keys[-1], world.offered_keys()))
    world.pack_files |= {_sha256(content): content for content in CONTENT.values()}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Line(CentreInMemory):
    """A line to the centre that notes its calls, and does something before some of them."""

    def __init__(self, world: World, device: str) -> None:
        super().__init__(world, device)
        self.calls: list[str] = []
        self.before_piece: Callable[[int], None] = lambda _n: None

    def push(self, request: messages.PushRequest) -> messages.PushAnswer:
        self.calls.append("lines")
        return super().push(request)

    def bundle(self, photos: Mapping[str, Content]) -> messages.BundleAnswer:
        self.calls.append("photos")
        return super().bundle(photos)

    def manifest(self, request: messages.ManifestRequest) -> messages.ManifestAnswer:
        self.calls.append("account")
        return super().manifest(request)

    def pack_file(self, version: int, sha256: str, offset: int, size: int) -> bytes:
        self.calls.append("pack")
        self.before_piece(self.calls.count("pack"))
        return super().pack_file(version, sha256, offset, size)


class Scene:
    """A laptop with a shift behind it, its centre, and the line between them."""

    def __init__(self) -> None:
        self.world, self.shelf = World(), Shelf()
        self.laptop = Laptop("laptop-1").enrol(self.world.api("laptop-1"), self.world.code())
        self.laptop.journal.record_finding("finding-1", b"a small photo")
        self.line = Line(self.world, "laptop-1")
        published(self.world)

    def round(
        self, *, call_s: float = 0.1, stop: Callable[[], bool] = lambda: False, only: frozenset[str] | None = None,
        background: bool = False,
    ) -> SyncReport:  # fmt: skip
        steady = itertools.count(0.0, call_s).__next__
        engine = Engine(
            self.line,
            self.laptop.journal,
            self.laptop.key,
            now=lambda: NOW,
            steady=steady,
            app="1.0.0",
            packs=self.shelf,
        )
        return engine.run_round(quietly, stop, only=only, background=background)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_pack_comes_last(scene: Scene) -> None:
    report = scene.round()

    assert (report.outcome, report.new_pack, report.pack_problem) == (Outcome.COMPLETE, 1, "")
    assert [name for name, _ in itertools.groupby(scene.line.calls)] == ["lines", "photos", "account", "pack"]
    assert scene.shelf.files == {_sha256(content): content for content in CONTENT.values()}


def test_a_pack_that_counts_is_not_fetched_again(scene: Scene) -> None:
    scene.round()
    scene.line.calls.clear()

    report = scene.round()
    assert (report.new_pack, report.pack_left) == (0, False)
    assert "pack" not in scene.line.calls


def test_a_cut_spoils_no_round_and_costs_no_byte_twice(scene: Scene) -> None:
    def cut(piece: int) -> None:
        if piece == 3:
            raise ProtocolProblem(Problem.UNREACHABLE)

    scene.line.before_piece = cut
    report = scene.round()
    had = dict(scene.shelf.files)

    assert (report.outcome, report.new_pack, report.pack_problem) == (Outcome.COMPLETE, 0, "unreachable")
    assert scene.round().new_pack == 1
    assert all(len(content) > 0 and scene.shelf.files[sha256].startswith(content) for sha256, content in had.items())


def test_who_records_meanwhile_is_not_kept_waiting(scene: Scene) -> None:
    def recorded(piece: int) -> None:
        if piece == 2:
            scene.laptop.journal.record_finding("finding-2", b"another photo")

    scene.line.before_piece = recorded

    assert scene.round().new_pack == 0
    assert scene.line.calls.count("pack") == 2
    assert (scene.round().new_pack, scene.line.calls.count("lines")) == (1, 2)


def test_a_round_gives_a_pack_a_minute(scene: Scene) -> None:
    report = scene.round(call_s=10.0)

    assert (report.outcome, report.new_pack) == (Outcome.COMPLETE, 0)
    assert 0 < scene.line.calls.count("pack") < 6
    rounds = itertools.takewhile(lambda new: not new, (scene.round(call_s=10.0).new_pack for _ in range(20)))
    assert len(list(rounds)) < 20
    assert scene.shelf.version == 1


def test_a_stopped_round_is_paused_also_amid_a_pack(scene: Scene) -> None:
    report = scene.round(stop=lambda: scene.line.calls.count("pack") > 0)

    assert (report.outcome, report.new_pack) == (Outcome.PAUSED, 0)


def test_rounds_that_carry_some_photos_fetch_no_pack_and_say_that_there_is_one(scene: Scene) -> None:
    report = scene.round(only=frozenset())

    assert (report.outcome, report.pack_left) == (Outcome.PARTLY, True)
    assert "pack" not in scene.line.calls


def test_amid_a_shift_a_pack_comes_over_a_quick_line(scene: Scene) -> None:
    report = scene.round(background=True)

    assert (report.new_pack, report.pack_left) == (1, False)


def test_amid_a_shift_a_slow_line_is_left_to_findings_and_no_byte_comes_twice(scene: Scene) -> None:
    report = scene.round(background=True, call_s=3.0)  # two looks at the clock for a piece
    slow = scene.line.calls.count("pack")
    while not scene.round(background=True, call_s=3.0).new_pack:
        pass

    assert (report.outcome, report.new_pack, report.pack_left, slow) == (Outcome.COMPLETE, 0, True, 1)
    assert scene.shelf.files == {_sha256(content): content for content in CONTENT.values()}


def test_a_finding_amid_the_last_piece_goes_before_the_pack_is_put_together(scene: Scene) -> None:
    def recorded(piece: int) -> None:
        if sum(map(len, scene.shelf.files.values())) + 512 * 1024 > sum(map(len, CONTENT.values())):
            scene.laptop.journal.record_finding(f"finding-{piece}", b"at the very end")

    scene.line.before_piece = recorded
    report = scene.round()

    assert (report.new_pack, report.pack_left, scene.shelf.version) == (0, True, 0)
    scene.line.calls.clear()
    assert scene.round().new_pack == 1
    assert "pack" not in scene.line.calls, "all of it was there"


def test_a_revoked_laptop_fetches_none(scene: Scene) -> None:
    scene.world.laptops["laptop-1"].revoked = True

    scene.round()

    assert scene.shelf.version == 0


def test_damaged_bytes_are_a_code_in_the_report(scene: Scene) -> None:
    sha256 = _sha256(CONTENT[DATABASE])
    scene.world.pack_files[sha256] = CONTENT[DATABASE][::-1]

    report = scene.round()

    assert (report.outcome, report.pack_problem, scene.shelf.version) == (Outcome.COMPLETE, "damaged_pack", 0)


def test_a_pack_that_the_centre_lost_is_a_code_too(scene: Scene) -> None:
    scene.world.pack_files.clear()

    assert scene.round().pack_problem == "not_found"


def test_an_older_centre_names_no_pack(scene: Scene) -> None:
    scene.world.packs.clear()

    assert (scene.round().outcome, scene.round().pack_problem) == (Outcome.COMPLETE, "")


def test_a_rotated_key_signs_the_next_pack(scene: Scene) -> None:
    scene.world.rotate_key()
    published(scene.world, 2)
    signed = scene.world.packs[2]
    pinned = receipts.trusted(scene.world.fingerprint(0), scene.world.offered_keys())

    assert pack_file.check(signed.manifest.encode(), signed.signature, scene.world.fingerprint(0), pinned).version == 2
    assert scene.round().new_pack == 2
