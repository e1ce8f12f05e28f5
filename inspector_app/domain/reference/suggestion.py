"""What somebody may mean who has begun to type an address, a road or the name of a shop."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`kind`: district, street, community, road, premises, car_park, relief, asset or permit. Degrees × 10⁷, None where unknown."""

    kind: str
    name: str
    address: str = ""
    lat_e7: int | None = None
    lon_e7: int | None = None
    distance_m: int | None = None

    @property
    def written(self) -> str:
        """As it stands in the address field."""
        return f"{self.address}（{self.name}）" if self.address and self.name else self.address or self.name
