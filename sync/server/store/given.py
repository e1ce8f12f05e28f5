"""Many keys in one statement whose text stays the same: each database plans it once."""

import json
from collections.abc import Collection, Sequence
from typing import Any

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


async def there(connection: Connection, table: sa.Table, names: Sequence[str], keys: Collection[Key]) -> set[Key]:
    """Those of the keys that the table has, in its columns `names`."""
    if not keys:
        return set()
    wanted = given(connection, names, keys)
    columns: list[Any] = [table.c[name] for name in names]
    rows = await connection.execute(sa.select(*columns).select_from(wanted.join(table, same(table, wanted, *names))))
    return {tuple(row) for row in rows}
