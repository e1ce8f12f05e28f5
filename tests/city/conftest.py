"""The demo city, made once for all tests that look at it, and a small bureau's folder for those that break one."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inspector_app import paths
from inspector_app.demo.city import making
from inspector_app.demo.city.making import City
from sync.server.basemap import making as basemap

DAY = date(2026, 11, 1)
Folder = Callable[..., Path]


@pytest.fixture(scope="session")
def city_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("city") / "layers"


@pytest.fixture(scope="session")
def city(city_folder: Path) -> City:
    """The city that lies in `city_folder`."""
    return making.make(city_folder, paths.resources(), DAY)


@pytest.fixture(scope="session")
def city_map(city: City, city_folder: Path) -> Path:
    """Its base map."""
    basemap.make(city_folder, city_folder / "map.pmtiles", DAY)
    return city_folder / "map.pmtiles"


@pytest.fixture
def bureau(tmp_path: Path) -> Folder:
    """Makes a folder of files given by name: text, bytes, or what is to be written as JSON."""

    def make(files: dict[str, Any] | None = None) -> Path:
        folder = tmp_path / "bureau"
        folder.mkdir()
        for name, content in {"city.json": {"area": "410105", "name": "试验区"}, **(files or {})}.items():
            if isinstance(content, bytes):
                (folder / name).write_bytes(content)
            else:
                said = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
                (folder / name).write_text(said, encoding="utf-8")
        return folder

    return make


def layer(*features: tuple[dict[str, str], str, Any]) -> dict[str, Any]:
    """A GeoJSON layer of features: properties, kind of shape, coordinates."""
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": told, "geometry": {"type": kind, "coordinates": spots}}
            for told, kind, spots in features
        ],
    }


def a_road(name: str = "纬四路", rank: str = "branch", *, lat: float = 34.773) -> tuple[dict[str, str], str, Any]:
    return {"name": name, "class": rank}, "LineString", [[113.680, lat], [113.690, lat]]
