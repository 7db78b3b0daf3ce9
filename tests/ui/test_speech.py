"""The program sets its direction and the words of its toolkit from its language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from journal_app import i18n, settings
from journal_app.ui import file_dialog
from journal_app.ui.app import Window
from journal_app.ui.fields import LineField
from journal_app.ui.main_window import MainPage
from journal_app.ui.speech import speak
from tests.ui.conftest import WAIT


@pytest.fixture(autouse=True)
def _as_before(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(i18n._Chosen, "words", i18n.words_for("en"))
    monkeypatch.setattr(settings, "place", lambda: tmp_path / "look.json")
    locale = QLocale()
    yield
    speak(qapp, "en")
    QLocale.setDefault(locale)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def menu_of(field: LineField) -> list[str]:
    return [action.text().partition("\t")[0].replace("&", "") for action in field.createStandardContextMenu().actions()]


def test_the_words_of_the_toolkit_are_in_the_language_too(qtbot: QtBot, qapp: QApplication) -> None:
    field = LineField("some.field", "Some field")
    qtbot.addWidget(field)
    speak(qapp, "es")
    assert "Pegar" in menu_of(field)
    dialog = file_dialog._dialog(field, "x")
    assert dialog.labelText(QFileDialog.DialogLabel.FileName).replace("&", "").startswith("Nombre")
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(buttons)
    assert buttons.buttons()[0].text().replace("&", "") == "Cancelar"
    speak(qapp, "en")
    assert "Paste" in menu_of(field)


def test_a_language_that_is_read_from_the_right_turns_the_window_round(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = i18n.words_for("en")
    monkeypatch.setattr(words, "language", "ar")
    monkeypatch.setattr(i18n, "words_for", lambda _: words)
    speak(qapp, "ar")
    assert qapp.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert QLocale().language() == QLocale.Language.Arabic


def test_a_language_that_is_chosen_brings_the_words_of_the_toolkit(
    qapp: QApplication, open_window: Callable[..., MainPage]
) -> None:
    window = open_window().window()
    assert isinstance(window, Window)
    window._speak("es")
    assert window.main is not None
    assert "Pegar" in menu_of(window.main.search)


def test_pages_of_another_language_take_over_all_that_is_told(
    qtbot: QtBot, open_window: Callable[..., MainPage]
) -> None:
    before = open_window()
    window, told = before.window(), QWidget()
    assert isinstance(window, Window)
    window._speak("es")
    main = window.main
    assert main is not None
    assert main is not before
    qtbot.waitUntil(lambda: not isValid(before), timeout=WAIT)
    main.desk.removed.emit()  # an error in a slot fails the test
    assert main._said.text() == "Se ha quitado."
    main.desk.working.emit(told)
    assert main.isAncestorOf(told)
