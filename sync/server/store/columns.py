"""What every table is made of: one metadata, and the widths of ids, digests and moments."""

from sqlalchemy import MetaData, String

metadata = MetaData()

Id = String(200)
Digest = String(64)
Moment = String(24)
