"""Where a centre keeps its things, and how it is reached."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url

# Names that Windows gives to its devices, with any ending: no file or folder can be called so.
RESERVED = r"(?i:(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$))"
# libpq's names for what asyncpg calls otherwise.
RENAMED = {"sslmode": "ssl"}


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` holds keys, upload parts and, unless told otherwise, the database and the photos.

    `photos_url` is empty for the local folder, else an object store that obstore knows (`s3://bucket/prefix`).
    `behind_proxy` trusts X-Forwarded-For and lets the centre listen beyond loopback.
    """

    data: Path
    database_url: str = ""
    photos_url: str = ""
    behind_proxy: bool = False

    @property
    def database(self) -> URL:
        """The URL for SQLAlchemy: the embedded SQLite file, or PostgreSQL through asyncpg."""
        if not self.database_url:
            return URL.create("sqlite", database=str(self.data / "centre.db"))
        url = make_url(self.database_url)
        if url.get_backend_name() != "postgresql":
            raise ValueError("the database URL must begin with postgresql://")
        query = {RENAMED.get(name, name): value for name, value in url.query.items()}
        return url.set(drivername="postgresql+asyncpg", query=query)

    @property
    def has_data(self) -> bool:
        """Whether anything is here that a centre may have left."""
        return self.data.is_dir() if self.database_url else Path(str(self.database.database)).is_file()

    @property
    def keys(self) -> Path:
        return self.data / "keys"

    @property
    def parts(self) -> Path:
        return self.data / "parts"

    @property
    def parcels(self) -> Path:
        return self.data / "parcels"

    @property
    def unfinished(self) -> tuple[Path, ...]:
        """Folders of laptops' folders, in which what nobody comes back for grows old."""
        return self.parts, self.parcels / "parts", self.parcels / "done"

    @property
    def packs(self) -> Path:
        return self.data / "packs"

    @property
    def photos(self) -> Path:
        return self.data / "photos"

    @property
    def backups(self) -> Path:
        return self.data / "backups"
