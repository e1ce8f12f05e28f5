"""Many keys in one statement whose text stays the same: each database plans it once."""

import json
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from sync.server.store.connection import Connection

Key = tuple[str, ...]


def given(connection: Connection, names: Sequence[str], keys: Collection[Key]) -> sa.FromClause:
    """A table `given` of those keys, with the columns `names`; all are texts."""
    if connection.dialect.name == "postgresql":
        columns = zip(*keys, strict=True) if keys else ((),) * len(names)
        arrays = [sa.literal(list(column), ARRAY(sa.Text)) for column in columns]
        return sa.func.unnest(*arrays).table_valued(*names, name="given").render_derived()
    each = sa.func.json_each(sa.literal(json.dumps(list(keys)), sa.Text)).table_valued("value")
    parts = [sa.func.json_extract(each.c.value, f"$[{n}]").label(name) for n, name in enumerate(names)]
    return sa.select(*parts).select_from(each).subquery("given")


def same(one: sa.FromClause, other: sa.FromClause, *names: str) -> sa.ColumnElement[bool]:
    """Whether two rows agree in the columns `names`."""
    return sa.and_(*(one.c[name] == other.c[name] for name in names))


def one_of(connection: Connection, column: sa.Column[str], values: Collection[str]) -> sa.ColumnElement[bool]:
    """Whether the column is one of the values."""
    if connection.dialect.name == "postgresql":
        return column == sa.func.any(sa.literal(list(values), ARRAY(sa.Text)))
    wanted = given(connection, ("value",), [(value,) for value in values])
    return column.in_(sa.select(wanted.c.value))


async def there(connection: Connection, table: sa.Table, names: Sequence[str], keys: Collection[Key]) -> set[Key]:
    """Those of the keys that the table has, in its columns `names`, which begin an index.

    Each key is looked up by itself: for a join PostgreSQL likes to read whole tables, as long as they are small.
    """
    if not keys:
        return set()
    wanted = given(connection, names, keys)
    found = sa.select(sa.literal(1)).where(same(table, wanted, *names)).limit(1).correlate(wanted).scalar_subquery()
    rows = await connection.execute(sa.select(wanted).where(found.is_not(None)))
    return {tuple(row) for row in rows}
