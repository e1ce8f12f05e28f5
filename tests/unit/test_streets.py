"""An address lies in the street that the city names, else in the road that it names first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.streets import namer

ROADS = [
    ("经三路与纬四路口", "经三路"),
    ("郑州市金水区经三路", "经三路"),
    ("河南省郑州市金水区花园路街道纬五路38号", "纬五路"),
    ("二七区大学路", "大学路"),
    ("阳光小区东路", "阳光小区东路"),
    ("小商品市场路 3 号", "小商品市场路"),
    ("花园路 32 号门前人行道", "花园路"),
    ("金水路与玉凤路口", "金水路"),
    ("商务内环路", "商务内环路"),
    ("人民公园", ""),
    ("", ""),
]


@pytest.mark.parametrize(("address", "road"), ROADS)
def test_the_first_road_of_an_address_without_what_stands_before_it(address: str, road: str) -> None:
    assert namer([])(address) == road


def test_the_longest_name_of_the_city_that_stands_in_the_address_wins() -> None:
    street_of = namer(["纬四路", "纬四路北段", "经三路夜市", ""])
    assert street_of("经三路与纬四路北段口") == "纬四路北段"
    assert street_of("经三路夜市东口") == "经三路夜市"
    assert street_of("经三路 5 号") == "经三路"


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=20))
def test_whatever_people_write_a_street_is_part_of_the_address(address: str, known: list[str]) -> None:
    assert namer(known)(address) in address
