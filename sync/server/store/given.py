"""Many keys in one statement whose text stays the same: each database plans it once, and it is put together once."""

import json
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from sync.server.store.connection import Connection

Key = tuple[str, ...]
VALUE = ("value",)


def given(dialect: str, names: Sequence[str]) -> sa.FromClause:
    """A table `given` with the columns `names`, all texts; `giving` fills it when the statement is executed."""
    if dialect == "postgresql":
        columns = [sa.bindparam(f"given_{name}", type_=ARRAY(sa.Text)) for name in names]
        return sa.func.unnest(*columns).table_valued(*names, name="given").render_derived()
    # `each` and `given` are named, else SQLAlchemy draws names at random.
    each = sa.func.json_each(sa.bindparam("given", type_=sa.Text)).table_valued("value", name="each")
    parts = [sa.func.json_extract(each.c.value, f"$[{n}]").label(name) for n, name in enumerate(names)]
    return sa.select(*parts).select_from(each).subquery("given")


def giving(dialect: str, names: Sequence[str], keys: Collection[Key]) -> dict[str, Any]:
    """The parameters with which `given` holds those keys."""
    if dialect != "postgresql":
        return {"given": json.dumps(list(keys))}
    columns = zip(*keys, strict=True) if keys else ((),) * len(names)
    return {f"given_{name}": list(column) for name, column in zip(names, columns, strict=True)}


def same(one: sa.FromClause, other: sa.FromClause, *names: str) -> sa.ColumnElement[bool]:
    """Whether two rows agree in the columns `names`."""
    return sa.and_(*(one.c[name] == other.c[name] for name in names))


def one_of(dialect: str, column: sa.Column[str]) -> sa.ColumnElement[bool]:
    """Whether the column is one of the values of `giving_values`."""
    if dialect == "postgresql":
        return column == sa.func.any(sa.bindparam("given_value", type_=ARRAY(sa.Text)))
    return column.in_(sa.select(given(dialect, VALUE).c.value))


def giving_values(dialect: str, values: Collection[str]) -> dict[str, Any]:
    """The parameters with which `one_of` asks for those values."""
    return giving(dialect, VALUE, [(value,) for value in values])


async def there(connection: Connection, table: sa.Table, names: tuple[str, ...], keys: Collection[Key]) -> set[Key]:
    """Those of the keys that the table has, in its columns `names`, which begin an index."""
    if not keys:
        return set()
    dialect = connection.dialect.name
    rows = await connection.execute(_there(dialect, table, names), giving(dialect, names, keys))
    return {tuple(row) for row in rows}


@cache
def _there(dialect: str, table: sa.Table, names: tuple[str, ...]) -> sa.Select[Any]:
    # Each key is looked up by itself: for a join PostgreSQL likes to read whole tables, as long as they are small.
    wanted = given(dialect, names)
    found = sa.select(sa.literal(1)).where(same(table, wanted, *names)).limit(1).correlate(wanted).scalar_subquery()
    return sa.select(wanted).where(found.is_not(None))
