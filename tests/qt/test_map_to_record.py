"""What is found on the map goes to the record on the screen."""

from inspector_app.domain.finding import Category
from inspector_app.domain.place import PlaceSource
from tests.qt.laptop import Laptop

LAT, LON = 347_731_200, 1_136_857_000


def test_a_pin_of_the_map_is_the_place_of_the_record_with_its_reason(laptop: Laptop) -> None:
    window = laptop.screens.window
    window.show_page("map")
    door = laptop.screens._door()
    assert door is not None
    door.pin(LAT, LON)
    place = laptop.page.state.draft.place
    assert (place.source, place.lat_e7, place.lon_e7, place.pin_reason) == (PlaceSource.PIN, LAT, LON, "map")
    assert window.shown_key == "record"


def test_a_measured_area_is_for_hoardings_alone(laptop: Laptop) -> None:
    door = laptop.screens._door()
    assert door is not None
    assert not door.is_hoarding
    laptop.page.view.keys.chosen.emit(Category.HOARDING)
    laptop.page.answer("approved_area", 500)
    assert (door.is_hoarding, door.approved_m2) == (True, 500.0)
    door.measured(612.34)
    assert laptop.page.state.draft.facts["measured_area"] == 612.3
