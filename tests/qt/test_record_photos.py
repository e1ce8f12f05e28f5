"""Photos on the record page: brought, dropped, pasted, refused and taken away."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.devices.positioning.receiver import Receiver
from inspector_app.devices.positioning.world import World
from inspector_app.domain.reception import Reception, State
from inspector_app.ui.widgets.photo_strip import PhotoTile
from tests.qt.laptop import Laptop
from tests.unit.positioning.lines import Cable, Mouth
from tests.unit.positioning.sentences import second

MakeLaptop = Callable[..., Laptop]


def test_good_photos_come_in_and_bad_ones_are_refused_by_name(laptop: Laptop, shared_data: Path) -> None:
    photos = shared_data / "photos"
    laptop.page.photos.bring([str(photos / name) for name in ("DSCN0010.jpg", "notes.jpg", "empty.jpg", "nowhere.jpg")])
    laptop.settle(lambda: laptop.page.state.photos_coming == 0)
    assert [photo.file_name for photo in laptop.page.state.draft.photos] == ["DSCN0010.jpg"]
    assert "nowhere.jpg" in laptop.words()
    tiles = laptop.page.view.photos.findChildren(PhotoTile)
    laptop.settle(lambda: tiles[0].picture is not None)
    assert tiles[0].shot.mark == "导入"


def test_the_same_photo_twice_is_held_once(laptop: Laptop, shared_data: Path) -> None:
    photo = str(shared_data / "photos" / "landscape_3.jpg")
    laptop.page.photos.bring([photo, photo])
    laptop.settle(lambda: laptop.page.state.photos_coming == 0)
    assert len(laptop.page.state.draft.photos) == 1


def test_photos_never_keep_the_receiver_waiting(a_laptop: MakeLaptop, shared_data: Path) -> None:
    """Peers lose it when a picture is taken: here it has a thread that only waits for it, and a port of its own."""
    cable, heard = Cable(), list[Reception]()
    name = cable.plug()

    def make(hear: Callable[[Reception], None]) -> Receiver:
        def told(reception: Reception) -> None:
            heard.append(reception)
            laptop.background.main.post(lambda: hear(reception))

        return Receiver(told, known="", remember=lambda _: None, world=World(ports=lambda: cable.ports))

    laptop = a_laptop(make_receiver=make).with_shift()
    laptop.begin()
    mouth = Mouth(lambda data: cable.say(name, data), second)
    laptop.settle(lambda: any(one.state is State.FIX for one in heard))
    before = len(heard)
    photos = shared_data / "photos"
    laptop.page.photos.bring(
        [str(photos / one) for one in ("iphone_hdr_NO.jpg", "IMG_5195.HEIC", "bomb.png", "jolla.jpg")]
    )
    laptop.settle(lambda: laptop.page.state.photos_coming == 0 and len(heard) > before)
    meanwhile = heard[before - 1 :]
    mouth.shut()
    cable.pull_all()

    assert {one.state for one in meanwhile} == {State.FIX}
    assert max(b.heard_ms - a.heard_ms for a, b in pairwise(meanwhile)) < 3_000


def test_a_dropped_photo_gives_its_position_by_one_tap(laptop: Laptop, shared_data: Path) -> None:
    load = QMimeData()
    load.setUrls([QUrl.fromLocalFile(str(shared_data / "photos" / "DSCN0010.jpg"))])
    view, copy, button = laptop.page.view, Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(view, QDragEnterEvent(view.rect().center(), copy, load, button, none))
    QApplication.sendEvent(view, QDropEvent(QPointF(view.rect().center()), copy, load, button, none))
    laptop.settle(lambda: bool(laptop.page.state.draft.photos))
    laptop.page.view.place.photo_position_wanted.emit()
    assert laptop.page.state.draft.place.lat_e7 == laptop.page.state.draft.photos[0].exif_lat_e7
    assert "取自照片" in laptop.words()


def test_a_picture_is_pasted_and_marked(laptop: Laptop) -> None:
    picture = QImage(64, 48, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    for x in range(64):
        picture.setPixelColor(x, x % 48, Qt.GlobalColor.blue)
    QGuiApplication.clipboard().setImage(picture)
    laptop.page.view.photos.paste_wanted.emit()
    laptop.settle(lambda: bool(laptop.page.state.draft.photos))
    assert laptop.page.state.draft.photos[0].origin.value == "paste"
    assert laptop.page.view.photos.findChildren(PhotoTile)[0].shot.mark == "粘贴"


def test_an_empty_clipboard_is_said_and_harms_nothing(laptop: Laptop) -> None:
    QGuiApplication.clipboard().clear()
    laptop.page.view.photos.paste_wanted.emit()
    assert "剪贴板里没有图片。" in laptop.words()


def test_a_photo_is_taken_away_with_the_delete_key(laptop: Laptop, shared_data: Path) -> None:
    laptop.page.photos.bring([str(shared_data / "photos" / "landscape_3.jpg")])
    laptop.settle(lambda: bool(laptop.page.state.draft.photos))
    QTest.keyClick(laptop.page.view.photos.findChildren(PhotoTile)[0], Qt.Key.Key_Delete)
    assert not laptop.page.state.draft.photos


def test_enforcement_on_imported_photos_alone_is_flagged(laptop: Laptop, shared_data: Path) -> None:
    laptop.tap("流动摊贩", "主干道", "阻碍执法")
    laptop.page.photos.bring([str(shared_data / "photos" / "landscape_3.jpg")])
    laptop.settle(lambda: bool(laptop.page.state.draft.photos))
    assert "执法类仅有导入照片，将作标记。" in laptop.words()
    laptop.page.saver.save(go_on=True)
    laptop.rest()
    assert laptop.store.reads.finding(laptop.rows()[0].id).evidence_imported
