"""Pictures of other programs: their bytes as they are offered, whatever they hold; never decoded in this process."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from journal_app.services import evidence, incidents
from journal_app.ui import given, offered
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from tests.ui.conftest import WAIT, opened, section
from tests.ui.test_sections import labels, read


def offering(**formats: bytes) -> QMimeData:
    data = QMimeData()
    for name, content in formats.items():
        data.setData(name.replace("__", "/"), content)
    return data


def png(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), colour).save(out, "PNG")
    return out.getvalue()


class Watched(QMimeData):
    """An offer that notes what it was asked for, as the clipboard of a desktop answers: by decoding, where asked."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.asked: list[str] = []
        self._content = content

    def formats(self) -> list[str]:
        return ["text/html", "image/png", "application/x-qt-image"]

    def hasFormat(self, name: str) -> bool:  # noqa: N802 - Qt's name
        return name in self.formats()

    def retrieveData(self, name: str, kind: object) -> object:  # noqa: N802 - Qt's name
        self.asked.append(name)
        if name == "application/x-qt-image":
            return QImage.fromData(self._content)
        return QByteArray(self._content if name == "image/png" else b"")


def test_the_bytes_are_taken_exactly_and_nobody_is_asked_to_decode_them() -> None:
    data = Watched(png("red") + b"what follows the picture")
    found = offered.picture(data)
    assert found is not None
    assert found.source == png("red") + b"what follows the picture"
    assert found.name == "pasted picture.png"
    assert "application/x-qt-image" not in data.asked
    QMimeData.imageData(data)  # the control: what is not done would be seen
    assert "application/x-qt-image" in data.asked


@pytest.mark.parametrize(
    ("formats", "name"),
    [
        ({"image__png": b"x"}, "pasted picture.png"),
        ({"image__jpeg": b"x"}, "pasted picture.jpg"),
        ({"image__jpeg": b"lossy", "image__png": b"x"}, "pasted picture.png"),
        ({"image__png": b"", "image__webp": b"x"}, "pasted picture.webp"),
        ({'application__x-qt-windows-mime;value="PNG"': b"x"}, "pasted picture.png"),
    ],
)
def test_what_is_without_loss_comes_first(formats: dict[str, bytes], name: str) -> None:
    data = offering(**formats)
    assert given.has_picture(data)
    found = offered.picture(data)
    assert found is not None
    assert (found.name, found.source) == (name, b"x")


@pytest.mark.parametrize("formats", [{}, {"text__plain": b"x"}])
def test_words_are_no_picture(formats: dict[str, bytes]) -> None:
    assert not given.has_picture(offering(**formats))
    assert offered.picture(offering(**formats)) is None


@pytest.mark.parametrize("formats", [{"image__svg+xml": b"<svg/>"}, {"image__png": b""}, {"image__x-icon": b"x"}])
def test_what_is_no_format_of_evidence_is_a_picture_that_is_not_taken(formats: dict[str, bytes]) -> None:
    assert given.has_picture(offering(**formats))
    assert offered.picture(offering(**formats)) is None


def test_a_pasted_picture_is_kept_byte_for_byte(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "timeline")
    editor = opened(qtbot, page, "second")
    assert isinstance(editor, IncidentEditor)
    content = png("red") + b"\0what a program left behind"
    before = len(editor.files.shown)
    editor._take(offering(image__png=content))
    qtbot.waitUntil(lambda: len(editor.files.shown) == before + 1, timeout=WAIT)
    (kept,) = read(qtbot, main, lambda journal: [
        evidence.read_original(journal, each)
        for each in (evidence.get(journal, key).evidence for key in incidents.get(journal, "second").evidence)
        if each.file_name == "pasted picture.png"
    ])  # fmt: skip
    assert kept == content


def test_pixels_without_a_file_are_not_taken_and_it_is_said(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "timeline")
    editor = opened(qtbot, page, "second")
    assert isinstance(editor, IncidentEditor)
    before = len(read(qtbot, main, evidence.everything))
    data = QMimeData()
    data.setImageData(QImage(20, 20, QImage.Format.Format_RGB32))
    editor._take(data)
    assert "Save it as a file, then add the file." in labels(editor)
    assert len(read(qtbot, main, evidence.everything)) == before
    data.setText("and words")
    editor._take(data)
    assert "Save it as a file" not in labels(editor)
    assert "and words" in editor.account.text()
