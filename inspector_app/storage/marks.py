"""Where findings are: what the map asks of the journal's bodies, since a position is never changed afterwards."""

from array import array

import msgspec

from inspector_app.domain.scatter import TIERS, Scatter
from inspector_app.storage.database import Connection

# The statement itself, or, in a line that carries one of a fork, the statement within.
_PLACE = "coalesce(json_extract(body, '$.place.{part}'), json_extract(body, '$.body.place.{part}'))"
_CASES = " ".join(f"WHEN '{tier}' THEN {place}" for place, tier in enumerate(TIERS))
_QUERY = f"""
    SELECT json_group_array(number), json_group_array(lat), json_group_array(lon), json_group_array(tier),
        json_group_array(by_hand)
    FROM (
        SELECT number, {_PLACE.format(part="lat_e7")} AS lat, {_PLACE.format(part="lon_e7")} AS lon, tier,
            {_PLACE.format(part="source")} IS 'pin' AS by_hand
        FROM (
            SELECT f.number, CASE f.tier {_CASES} ELSE 0 END AS tier, CAST(j.body AS TEXT) AS body
            FROM findings f JOIN journal j ON j.seq = f.number
            WHERE f.withdrawn = 0 AND f.observed_at >= ? AND (? = '' OR f.shift = ?)
        )
    ) WHERE lat IS NOT NULL AND lon IS NOT NULL
"""  # noqa: S608


def scatter(connection: Connection, since: str, shift: str) -> Scatter:
    """Findings that stand and say where they are, observed at `since` (UTC ISO) or later, of one shift or of all."""
    # As one row: a hundred thousand steps would hand the interpreter's lock to and fro with the screen.
    row = connection.execute(_QUERY, (since, shift, shift)).fetchone()
    numbers, lats, lons, tiers, by_hand = (msgspec.json.decode(column, type=list[int]) for column in row)
    return Scatter(array("q", numbers), array("i", lats), array("i", lons), bytes(tiers), bytes(by_hand))
