"""Alembic's entry: runs the migrations on the connection that store/schema.py hands over."""

from alembic import context

from sync.server.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter in place
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
