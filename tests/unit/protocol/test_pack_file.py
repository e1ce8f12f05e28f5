"""A pack as one file: read as a stranger's, believed only when our centre signed it."""

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol import pack_file, receipts
from sync.protocol.pack_file import MANIFEST, SIGNATURE, Signature
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.reference_pack import Manifest, PackFile, rings_of, shape_of
from tests.packs import KEY, KEY_ID, KEYS

CONTENT = {"reference.db": b"a database" * 100, "map.pmtiles": b"tiles" * 1000, "policy/rules.csv": b"rule\n"}
STRANGER = Ed25519PrivateKey.from_private_bytes(b"8" * 32)
PINNED = {KEY_ID: KEY.public_key()}


def a_manifest(**changed: object) -> Manifest:
    files = tuple(_described(name, content) for name, content in CONTENT.items())
    manifest = Manifest(
        schema=1, area="410105", name="金水区", version=3, made_at="2026-11-27T00:00:00.000Z", bounds=(0, 0, 1, 1), counts={},
        files=files,
    )  # fmt: skip
    return msgspec.structs.replace(manifest, **changed)


def _described(name: str, content: bytes) -> PackFile:
    import hashlib

    return PackFile(name=name, size=len(content), sha256=hashlib.sha256(content).hexdigest())


def members(**changed: bytes | None) -> list[tuple[tarfile.TarInfo, bytes]]:
    """The members of a good pack; `changed` ones have another content, or are left out."""
    text = pack_file.text_of(a_manifest())
    signature = msgspec.json.encode(pack_file.signed_by(text, KEY, KEYS))
    whole = {MANIFEST: text, SIGNATURE: signature, **CONTENT} | changed
    return [member(name, content) for name, content in whole.items() if content is not None]


def member(name: str, content: bytes = b"", kind: bytes = tarfile.REGTYPE) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size, info.type = len(content), kind
    return info, content


def tar(members: list[tuple[tarfile.TarInfo, bytes]], *, form: int = tarfile.USTAR_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as written:
        for info, content in members:
            written.addfile(info, io.BytesIO(content))
    return out.getvalue()


def read(path: Path) -> tuple[Manifest, Signature | None, dict[str, bytes]]:
    held: dict[str, bytes] = {}

    def save(file: PackFile, pieces: Iterator[bytes]) -> None:
        held[file.name] = b"".join(pieces)

    with pack_file.opened(path) as pack:
        pack.files(save)
        return pack.manifest, pack.signature, held


def refusal(path: Path) -> Problem:
    with pytest.raises(ProtocolProblem) as trouble:
        read(path)
    return trouble.value.code


def test_what_was_written_is_read_and_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    sources = {name: tmp_path / str(n) for n, name in enumerate(CONTENT)}
    for name, source in sources.items():
        source.write_bytes(CONTENT[name])
    text = pack_file.text_of(a_manifest())
    signature = pack_file.signed_by(text, KEY, KEYS)
    written = []
    for name in ("one.pack", "other.pack"):
        with (tmp_path / name).open("wb") as out:
            pack_file.write(out, text, signature, sources)
        written.append((tmp_path / name).read_bytes())

    assert written[0] == written[1]
    assert read(tmp_path / "one.pack") == (a_manifest(), signature, CONTENT)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Problem.NOT_A_PACK),
        (b"PK\x03\x04 no tar", Problem.NOT_A_PACK),
        (tar([]), Problem.NOT_A_PACK),
        (tar(members(**{MANIFEST: b"{}"})), Problem.NOT_A_PACK),
        (tar(members(**{MANIFEST: b"x" * 70_000})), Problem.NOT_A_PACK),
        (tar(members(**{MANIFEST: pack_file.text_of(a_manifest(schema=2))})), Problem.NEWER_PACK),
        (tar(members(**{MANIFEST: b'{"schema": 9, "and": "whatever comes"}'})), Problem.NEWER_PACK),
        (tar(members(**{SIGNATURE: b"{"})), Problem.NOT_A_PACK),
        (tar(members()[1:]), Problem.NOT_A_PACK),
        (tar(members(**{"map.pmtiles": None})), Problem.DAMAGED_PACK),
        (tar(members(**{"map.pmtiles": b"TILES" * 1000})), Problem.DAMAGED_PACK),
        (tar(members(**{"map.pmtiles": b"tiles" * 999})), Problem.DAMAGED_PACK),
        (tar([*members(), member("more.txt", b"x")]), Problem.DAMAGED_PACK),
        (tar([*members()[:-1], member("../../escape", CONTENT["policy/rules.csv"])]), Problem.DAMAGED_PACK),
        (tar([*members()[:2], member("reference.db", kind=tarfile.SYMTYPE)]), Problem.NOT_A_PACK),
        (tar([*members()[:2], member("reference.db", kind=tarfile.LNKTYPE)]), Problem.NOT_A_PACK),
        (tar([*members()[:2], member("reference.db", kind=tarfile.CHRTYPE)]), Problem.NOT_A_PACK),
        (tar([member("目录/" + "x" * 200, b""), *members()], form=tarfile.PAX_FORMAT), Problem.NOT_A_PACK),
    ],
)  # fmt: skip
def test_bad_packs_of_every_kind_have_a_code(tmp_path: Path, content: bytes, code: Problem) -> None:
    path = tmp_path / "bad.pack"
    path.write_bytes(content)

    assert refusal(path) is code


@given(st.integers(min_value=1, max_value=len(tar(members())) - 10_241))
def test_a_pack_that_was_cut_anywhere_is_refused(tmp_path_factory: pytest.TempPathFactory, length: int) -> None:
    path = tmp_path_factory.mktemp("cut") / "cut.pack"
    path.write_bytes(tar(members())[:length])

    assert refusal(path) in (Problem.DAMAGED_PACK, Problem.NOT_A_PACK)


@pytest.mark.parametrize(
    "change",
    [
        {"files": ()},
        {"files": (_described("map.pmtiles", b""),)},
        {"files": (_described("reference.db", b""),) * 2},
        {"files": (_described("reference.db", b""), _described("manifest.json", b""))},
        {"files": (_described("reference.db", b""), _described("../x", b""))},
        {"files": (_described("reference.db", b""), _described("policy/nul.csv", b""))},
        {"files": (PackFile(name="reference.db", size=2**52, sha256="ab" * 32),)},
        {"version": -1},
    ],
)
def test_odd_manifests_are_no_packs(change: dict[str, object]) -> None:
    with pytest.raises(ProtocolProblem) as trouble:
        pack_file.read_manifest(msgspec.json.encode(a_manifest(**change)))

    assert trouble.value.code is Problem.NOT_A_PACK


def test_only_our_centre_is_believed() -> None:
    text = pack_file.text_of(a_manifest())
    by_us, by_another = pack_file.signed_by(text, KEY, KEYS), pack_file.signed_by(text, STRANGER, KEYS)
    under_our_name = msgspec.structs.replace(by_another, key_id=KEY_ID)

    assert pack_file.check(text, by_us, KEY_ID, PINNED) == a_manifest()
    for false in (None, by_another, under_our_name, msgspec.structs.replace(by_us, sig="")):
        with pytest.raises(ProtocolProblem) as trouble:
            pack_file.check(text, false, KEY_ID, PINNED)
        assert trouble.value.code is Problem.FALSE_PACK
    with pytest.raises(ProtocolProblem):
        pack_file.check(text.replace(b'"version":3', b'"version":4'), by_us, KEY_ID, PINNED)


@pytest.mark.parametrize("known", [PINNED, {}])
def test_a_key_that_the_pinned_one_vouches_for_is_believed(known: dict[str, object]) -> None:
    text = pack_file.text_of(a_manifest())
    signature = pack_file.signed_by(text, STRANGER, (*KEYS, receipts.successor(KEY, STRANGER.public_key())))

    assert pack_file.check(text, signature, KEY_ID, known) == a_manifest()  # type: ignore[arg-type]
    with pytest.raises(ProtocolProblem):
        pack_file.check(text, signature, "A" * 16, {})


COORDINATES = st.integers(-(2**31), 2**31 - 1)
RINGS = st.lists(st.lists(st.tuples(COORDINATES, COORDINATES), max_size=6), max_size=5)


@given(RINGS)
def test_shapes_come_back_as_they_were(rings: list[list[tuple[int, int]]]) -> None:
    read_again = [list(zip(ring[::2], ring[1::2], strict=True)) for ring in rings_of(shape_of(rings))]

    assert read_again == rings


@given(
    st.binary(max_size=80)
    | RINGS.map(shape_of).flatmap(lambda whole: st.integers(0, len(whole)).map(lambda n: whole[:n]))
)
def test_whatever_is_read_as_a_shape_is_one_or_a_coded_trouble(blob: bytes) -> None:
    try:
        rings = rings_of(blob)
    except ValueError:
        return
    assert shape_of(zip(ring[::2], ring[1::2], strict=True) for ring in rings) == blob  # type: ignore[misc]
