"""The centre decides again with the same engine and keeps both answers; it never touches the laptop's."""

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from inspector_app import paths
from inspector_app.domain.catalogue import Catalogue
from inspector_app.domain.events import FindingRecorded
from inspector_app.domain.policy import engine
from inspector_app.domain.policy import facts as sealed_facts
from inspector_app.domain.policy import pack as packs
from inspector_app.domain.policy.pack import Pack
from inspector_app.domain.policy.tables import PackProblem

# `guard` came into the journal later than the others: an old line that lacks it does not differ.
COMPARED = ("tier", "primary", "reasons", "fine_gate", "flags", "refer", "missing", "measures", "provisional")


class Again(NamedTuple):
    """The centre's own decision; empty when it has none (another event class, a pack it does not have, facts it refuses).

    `differs` names what is not as the laptop said; with the same facts and pack that is nothing.
    """

    tier: str = ""
    primary: str = ""
    differs: tuple[str, ...] = ()


class Judge:
    """The policy packs at the centre by name, and the facts they take; read when first needed, for most commands never are."""

    def __init__(self, resources: Path) -> None:
        self._resources = resources

    @cached_property
    def packs(self) -> Mapping[str, Pack]:
        """Those that can be used."""
        return {name: pack for name, pack in self._read.items() if isinstance(pack, Pack)}

    @cached_property
    def broken(self) -> Mapping[str, PackProblem]:
        """Those that cannot, as a bit of them turned: what they should decide waits until the program is whole again."""
        return {name: pack for name, pack in self._read.items() if isinstance(pack, PackProblem)}

    @cached_property
    def _read(self) -> Mapping[str, Pack | PackProblem]:
        found = sorted((self._resources / "policy").iterdir())
        return {place.name: _loaded(place) for place in found if (place / "rules.csv").is_file()}

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue.load((self._resources / "catalogue" / "facts.json").read_bytes())

    def judge(self, said: FindingRecorded) -> Again:
        """What the pack that the line names says here; another edition under the same name is another pack.

        Raises PackProblem for one of the broken.
        """
        stated = said.judgement
        if stated is not None and stated.pack in self.broken:
            raise self.broken[stated.pack]
        pack = self.packs.get(stated.pack) if stated else None
        if stated is None or pack is None or stated.pack_digest not in ("", pack.digest):
            return Again()
        try:
            facts = sealed_facts.unseal(said.facts, self.catalogue)
            sealed_facts.validate(facts, self.catalogue)
            decision = engine.decide(facts, pack)
        except Exception:  # noqa: BLE001 - facts of any shape may come: what nobody foresaw must not keep a line out
            return Again()
        differs = tuple(field for field in COMPARED if getattr(decision, field) != getattr(stated, field))
        return Again(str(decision.tier), decision.primary, differs)

    def words(self, pack: str, kind: str, code: str) -> str:
        """The Chinese sentence for a code; the code itself when the centre does not have that pack."""
        found = self.packs.get(pack)
        return found.texts.get((kind, code), {}).get("zh", code) if found else code

    def basis(self, pack: str, code: str) -> str:
        """The Chinese legal basis of a reason, or nothing."""
        found = self.packs.get(pack)
        return found.basis(code, "zh") if found and ("reason", code) in found.texts else ""


def _loaded(folder: Path) -> Pack | PackProblem:
    try:
        return packs.load(paths.pack_files(folder))
    except PackProblem as trouble:
        said = f"{folder.name}: {trouble.message}"
        return PackProblem(trouble.code, said, table=trouble.table, line=trouble.line)


@cache
def load_judge() -> Judge:
    """The packs and the catalogue that the program carries."""
    return Judge(paths.resources())
