"""Proves the judge sharp: one promise of the app is broken in its source, and seeds are played until that is noticed.

python -m tests.faults.model.mutations NAME FIRST COUNT      what the worker of run.py does, with the app broken
"""

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple


class Mutation(NamedTuple):
    """`old` stands once in the source of `module`."""

    module: str
    old: str
    new: str


MUTATIONS = {
    "files are not flushed": Mutation(
        "inspector_app.storage.durable", "            os.fsync(file.fileno())\n        part.replace", "        part.replace"
    ),
    "names are not flushed": Mutation(
        "inspector_app.storage.durable", "    sync_folder(path.parent)\n\n\ndef make", "\n\ndef make"
    ),
    "commits are not flushed": Mutation(
        "inspector_app.storage.database", '"synchronous = FULL"', '"synchronous = NORMAL"'
    ),
    "the second copy is not flushed": Mutation(
        "inspector_app.storage.second_copy", "            os.fsync(file.fileno())\n", ""
    ),
    "the second copy is not completed": Mutation(
        "inspector_app.storage.opening", "        store.complete_copy()\n", ""
    ),
    "a failed copy is not owed": Mutation(
        "inspector_app.storage.store", "self._append(lines, self._make_room(lines))", "self._append([], self._make_room(lines))"
    ),
    "an older database is not caught up": Mutation(
        "inspector_app.storage.opening", "recovered = recovery.catch_up(connection, place)", "recovered = 0"
    ),
    "a salvage forgets the second copy": Mutation(
        "inspector_app.storage.salvage", "copied = list(place.copy.every())", "copied: list[Copied] = []"
    ),
    "a fork carries nothing": Mutation(
        "inspector_app.storage.epochs", "return [first, *carry(connection, device, left_behind, now=now, ids=ids)]",
        "return [first]",
    ),
    "a laptop never notices that chains part": Mutation(
        "sync.client.continuity", "    if held.through_seq == 0 or (", "    if held.through_seq >= 0 or ("
    ),
    "lines are taken for sent before a receipt": Mutation(
        "sync.client.pushing", "        try:\n            reached = _push_batch",
        "        from inspector_app.storage import arrivals\n"
        "        with course.store._store.writing() as early:\n"
        "            arrivals.acknowledge(early, epoch, batch[-1].seq)\n"
        "        try:\n            reached = _push_batch",
    ),
    "a restored centre is believed": Mutation(
        "sync.client.continuity", "    if 0 < confirmed <= held_through:", "    if True:"
    ),
    "the feed is not rewound": Mutation(
        "sync.client.feed", "if cursors.get(bucket, 0) > head]", "if cursors.get(bucket, 0) > head + 1000]"
    ),
    "photos are marked before the answer": Mutation(
        "sync.client.photos", "    stored = [sha256 for sha256 in bundle if sha256 in answer.stored]",
        "    stored = list(bundle)",
    ),
    "the centre ignores a hole": Mutation(
        "sync.server.admission", "    if request.from_seq > held.through_seq + 1:", "    if False:"
    ),
    "the centre takes a line twice": Mutation(
        "sync.server.admission", "known = max(0, held.through_seq - request.from_seq + 1)", "known = 0"
    ),
    "the centre does not flush commits": Mutation(
        "sync.server.store.embedded", '"synchronous=FULL"', '"synchronous=OFF"'
    ),
    "the centre does not flush photos": Mutation(
        "sync.server.photo_folder", "            os.fsync(descriptor)\n    return", "            pass\n    return"
    ),
    "the centre does not flush the names of photos": Mutation(
        "sync.server.photo_folder", "            _flush_folder(self._top / first)\n", "            pass\n"
    ),
    "the centre does not read a photo that lies there": Mutation(
        "sync.server.photo_store", "if not self._vault.holds(sha256, left[sha256])", "if False"
    ),
    "the centre notes photos before it has them": Mutation(
        "sync.server.uploads", "        await self._store.put(photos)\n",
        "        early = {sha256: len(content) for sha256, content in photos.items()}\n"
        "        now = now_text(self._clock)\n"
        "        await self._database.write(lambda connection: media.mark_stored(connection, device, early, now))\n"
        "        await self._store.put(photos)\n",
    ),
    "the centre does not look at a photo's digest": Mutation(
        "sync.server.photo_store", "        if are_others(photos):", "        if False:"
    ),
    "a photo's two weeks begin before it came": Mutation(
        "inspector_app.storage.purging", "lacked[said.epoch] = frozenset(said.missing)", "lacked[said.epoch] = frozenset()"
    ),
    "a purge believes the laptop's clock": Mutation(
        "inspector_app.storage.purging", "    now = min(now, heard)", "    now = now"
    ),
}  # fmt: skip


def source_of(one: Mutation) -> str:
    """The module as it stands."""
    spec = importlib.util.find_spec(one.module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text(encoding="utf-8")


def mutate(one: Mutation) -> None:
    """Loads the module with its source changed; nobody may have imported it."""
    assert one.module not in sys.modules, "too late"
    source = source_of(one)
    assert source.count(one.old) == 1, f"{one.module} does not hold it once: {one.old}"
    spec = importlib.util.find_spec(one.module)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[one.module] = module
    exec(compile(source.replace(one.old, one.new), str(spec.origin), "exec"), module.__dict__)  # noqa: S102 - our own
    package, _, name = one.module.rpartition(".")
    setattr(sys.modules[package], name, module)


def seeds_until_found(name: str, first: int, most: int) -> int:
    """How many seeds were played until one noticed the mutation; 0 when none of `most` did."""
    command = [sys.executable, "-m", "tests.faults.model.mutations", name, str(first), str(most)]
    from tests.faults.model import run

    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=run.environment()) as worker:
        try:
            for number, line in enumerate(worker.stdout or (), start=1):
                if run.read(line).verdict.breaches:
                    return number
        finally:
            worker.terminate()
    return 0


if __name__ == "__main__":
    mutate(MUTATIONS[sys.argv[1]])
    from tests.faults.model import run  # only now: it loads what was broken

    sys.exit(run.main(sys.argv[2:]))
