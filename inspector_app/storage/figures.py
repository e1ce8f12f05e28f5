"""The figures of the 721 screen: each question one statement over the findings, withdrawn ones left out."""

from collections.abc import Iterable
from dataclasses import replace

from inspector_app.domain.figures import Change, Figures, FigureScope, Repeat
from inspector_app.domain.reference.item import ReferenceKind
from inspector_app.domain.shares import Mix
from inspector_app.domain.streets import namer
from inspector_app.storage import references
from inspector_app.storage.database import Connection

_LOCAL_DAY = "date(f.observed_at, '+8 hours')"  # Asia/Shanghai has one offset all year
_FROM = "FROM findings f LEFT JOIN shifts s ON s.id = f.shift"
# Looking again at what was found is no second breach: a finding that answers a visit is left out.
_AGAIN = (
    "EXISTS (SELECT 1 FROM findings l INDEXED BY findings_subject WHERE l.subject = f.subject AND l.subject <> '' AND l.category = f.category"
    " AND l.observed_at > f.observed_at AND l.observed_at <= strftime('%Y-%m-%dT%H:%M:%fZ', f.observed_at, '+{days} days')"
    " AND l.withdrawn = 0 AND l.tier <> 'none' AND NOT EXISTS (SELECT 1 FROM journal j JOIN visits v"
    " ON v.id = json_extract(CAST(j.body AS TEXT), '$.task') WHERE j.about = l.id AND j.kind = 'finding.recorded'))"
)


def figures(connection: Connection, scope: FigureScope) -> Figures:
    """Everything that the screen shows of one scope."""
    known = (str(item.body.get("name") or "") for item in references.every(connection, ReferenceKind.STREET))
    connection.create_function("street_of", 1, namer(known), deterministic=True)
    where, values = _where(scope)
    by_category = _mixes(connection, "f.category", where, values)
    return Figures(
        mix=_sum(mix for _, mix in by_category),
        by_category=by_category,
        by_street=_by_street(connection, scope),
        trend=_mixes(connection, _LOCAL_DAY, where, values),
        changes=_changes(connection, where, values),
        lenient=_lenient(connection, scope.lenient, where, values),
        repeats=_repeats(connection, where, values),
        officers=connection.execute(f"SELECT count(DISTINCT s.officer) {_FROM} WHERE {where}", values).fetchone()[0],
    )


def _where(scope: FigureScope) -> tuple[str, list[object]]:
    clauses: dict[str, object] = {"f.observed_at >= ?": scope.since, "f.observed_at < ?": scope.until}
    if scope.shift:
        clauses["f.shift = ?"] = scope.shift
    if scope.street:
        clauses["street_of(f.address) = ?"] = scope.street
    return " AND ".join(["f.withdrawn = 0", *clauses]), list(clauses.values())


def _mixes(connection: Connection, key: str, where: str, values: list[object]) -> tuple[tuple[str, Mix], ...]:
    query = f"SELECT {key}, f.tier, count(*) {_FROM} WHERE {where} GROUP BY 1, 2 ORDER BY 1"
    found: dict[str, Mix] = {}
    for name, tier, count in connection.execute(query, values):
        found[name] = found.get(name, Mix()).with_one(tier, count)
    return tuple(found.items())


def _by_street(connection: Connection, scope: FigureScope) -> tuple[tuple[str, Mix], ...]:
    where, values = _where(replace(scope, street=""))
    found = _mixes(connection, "street_of(f.address)", where, values)
    return tuple(sorted(found, key=lambda one: (not one[0], -sum(one[1]), one[0])))


def _sum(mixes: Iterable[Mix]) -> Mix:
    columns = list(zip(*mixes, strict=True))
    return Mix(*(sum(column) for column in columns)) if columns else Mix()


def _changes(connection: Connection, where: str, values: list[object]) -> tuple[Change, ...]:
    query = (
        f"SELECT f.suggested, f.tier, f.override_reason, count(*) {_FROM} WHERE {where}"
        " AND f.overridden = 1 AND f.suggested NOT IN ('', f.tier) GROUP BY 1, 2, 3 ORDER BY 4 DESC, 3"
    )
    found: dict[tuple[str, str], Change] = {}
    for suggested, tier, reason, count in connection.execute(query, values):
        first = found.get((suggested, tier))
        found[suggested, tier] = Change(
            suggested, tier, count + (first.count if first else 0), first.reason if first else reason
        )
    return tuple(sorted(found.values(), key=lambda change: -change.count))


def _lenient(connection: Connection, codes: tuple[str, ...], where: str, values: list[object]) -> int:
    marks = ", ".join("?" * len(codes))
    query = f"SELECT count(*) {_FROM} WHERE {where} AND f.primary_reason IN ({marks})"
    return int(connection.execute(query, [*values, *codes]).fetchone()[0])


def _repeats(connection: Connection, where: str, values: list[object]) -> tuple[Repeat, ...]:
    query = (
        f"SELECT f.tier, count(*), sum({_AGAIN.format(days=30)}), sum({_AGAIN.format(days=365)}) {_FROM}"
        f" WHERE {where} AND f.subject <> '' AND f.tier <> 'none' GROUP BY 1"
    )
    rows = {row[0]: Repeat(*row) for row in connection.execute(query, values)}
    return tuple(rows[tier] for tier in ("service", "management", "enforcement") if tier in rows)
