"""Names for what nobody named by hand: roads, communities, shops. All invented; none is a person's."""

from collections import Counter
from collections.abc import Sequence, Set

import shapely  # type: ignore[import-untyped]

from inspector_app.demo.city.chance import Chance
from inspector_app.demo.city.plane import Shape

_FIRST = "嘉瑞祥和宏福康安泰丰盛兴隆永昌顺德明光正义文学书翰青翠绿柳槐桐杏桂竹兰梅菊清澄春晨朝晴金银玉宝聚百万鑫广博英俊天星云鹤凤龙"
_SECOND = "和祥泰安康宁乐庆源泉园林苑圃桥坊台亭庄寨营村河渠塘湾田禾麦丰裕达通盛茂荣华彩霞辉耀旭阳月秋春晖颐善仁信诚礼"
_NUMBERED = (
    "政二街",
    "政三街",
    "政四街",
    "政五街",
    "政六街",
    "纬一路",
    "纬三路",
    "经四路",
    "经六路",
    "优胜北路",
    "任寨南街",
    "红旗路",
)
_ALONG, _ACROSS = ("街", "街", "路", "巷"), ("路", "路", "街", "巷")
_PARTS = "东西南北"


class RoadNames:
    """Gives each road a name that no other has."""

    def __init__(self, taken: Set[str]) -> None:
        self._taken = set(taken)
        self._numbered = [name for name in _NUMBERED if name not in taken]

    def of(self, line: Shape, rank: str) -> str:
        """A name for the road; an alley is a 巷 or a 胡同. The same line gets the same name in the same city."""
        west, south, east, north = shapely.bounds(line).tolist()
        chance = Chance("road", round(west), round(south))
        is_central = west**2 + (south - 300) ** 2 < 900**2
        if rank == "branch" and is_central and self._numbered:
            return self._numbered.pop(0)
        kinds = ("巷", "巷", "胡同", "里") if rank == "non_road" else _ALONG if east - west < north - south else _ACROSS
        while True:
            name = f"{chance.of(_FIRST)}{chance.of(_SECOND)}{chance.of(kinds)}"
            if name not in self._taken and name[0] != name[1]:
                self._taken.add(name)
                return name


class CommunityNames:
    """Names communities after the roads that they lie at, each road once."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def after(self, roads: Sequence[str]) -> str:
        """A name after the first of the roads that has none yet: 纬四路社区."""
        road = next((one for one in roads if one not in self._given), roads[0])
        self._given[road] += 1
        return f"{road}{_PARTS[self._given[road] - 2] if self._given[road] > 1 else ''}社区"
