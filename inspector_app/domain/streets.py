"""Which street an address lies in, for figures by street: the city's own names first, else the road that the address names."""

import re
from collections.abc import Callable, Iterable

_SIGNS = "\u4e00-\u9fff"
# 河南省 郑州市 金水区 花园路街道: what stands before the road; 小区, 园区 and the like are places, no districts.
_AREAS = re.compile(
    f"(?:[{_SIGNS}]{{2,4}}省)?(?:[{_SIGNS}]{{2,4}}市(?!场))?(?:[{_SIGNS}]{{1,4}}(?<![小社园校景])[区县])?(?:[{_SIGNS}]{{2,5}}(?:街道|镇|乡))?"
)
_ROAD = re.compile(f"[{_SIGNS}]{{1,8}}?(?:大道|大街|胡同|路|街|巷|道)")


def namer(known: Iterable[str]) -> Callable[[str], str]:
    """A function from an address to its street; empty where nobody can say.

    `known` are names that the city uses (一街一策); the longest that stands in the address wins. Else it is the first road that
    the address names: `金水区经三路与纬四路口` lies in 经三路.
    """
    names = sorted({name for name in known if name}, key=lambda name: (-len(name), name))
    own = re.compile("|".join(map(re.escape, names))) if names else None

    def street_of(address: str) -> str:
        found = own.search(address) if own is not None else None
        return max(own.findall(address), key=len) if found is not None and own is not None else _road(address)

    return street_of


def _road(address: str) -> str:
    areas = _AREAS.match(address)
    found = _ROAD.match(address, areas.end() if areas is not None else 0)
    return found[0] if found is not None else ""
