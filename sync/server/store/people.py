"""The tables of the people who sign in at the desk."""

from sqlalchemy import Column, ForeignKey, String, Table

from sync.server.store.columns import Digest, Moment, metadata

users = Table(
    "users", metadata, Column("name", String(200), primary_key=True), Column("password", String(200), nullable=False),
    Column("created_at", Moment, nullable=False),
)  # fmt: skip

sessions = Table(
    "sessions", metadata, Column("hash", Digest, primary_key=True),
    Column("name", String(200), ForeignKey("users.name"), nullable=False),
    Column("csrf", String(64), nullable=False), Column("expires_at", Moment, nullable=False),
)  # fmt: skip
