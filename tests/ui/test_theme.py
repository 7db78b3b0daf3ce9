"""The look follows the desktop where the person left the choice to it: light or dark, and more contrast."""

from __future__ import annotations

from enum import Enum

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAccessibilityHints
from PySide6.QtWidgets import QApplication

from journal_app.ui import tokens
from journal_app.ui.theme import Theme
from journal_app.ui.tokens import Look, Tokens


class _Contrast(Enum):
    """As Qt names them (Qt::ContrastPreference)."""

    NoPreference = 0
    HighContrast = 1


class _Accessibility(QObject):
    contrastPreferenceChanged = Signal(object)  # noqa: N815 - the library's name

    def __init__(self) -> None:
        super().__init__()
        self.wanted = _Contrast.NoPreference

    def contrastPreference(self) -> _Contrast:  # noqa: N802 - the library's name
        return self.wanted


class _Desktop(QObject):
    """What a desktop of Qt 6.8 says."""

    colorSchemeChanged = Signal(object)  # noqa: N815 - the library's name
    scheme = Qt.ColorScheme.Light

    def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802 - the library's name
        return self.scheme


class _LaterDesktop(_Desktop):
    """What one of Qt 6.10 says."""

    def __init__(self) -> None:
        super().__init__()
        self.asks = _Accessibility()

    def accessibility(self) -> _Accessibility:
        return self.asks


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp)


def chosen(theme: Theme, desktop: QObject, look: Look, monkeypatch: pytest.MonkeyPatch) -> Tokens:
    monkeypatch.setattr(theme, "_hints", desktop)
    theme.look = look
    return theme._chosen()


def test_a_desktop_that_asks_for_contrast_is_followed(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    desktop = _LaterDesktop()
    assert chosen(theme, desktop, Look.SYSTEM, monkeypatch) is tokens.LIGHT
    desktop.asks.wanted = _Contrast.HighContrast
    assert chosen(theme, desktop, Look.SYSTEM, monkeypatch) is tokens.CONTRAST
    assert chosen(theme, desktop, Look.DARK, monkeypatch) is tokens.DARK  # a choice in Settings wins


def test_a_change_of_the_desktop_is_told(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    desktop, told = _LaterDesktop(), list[str]()
    chosen(theme, desktop, Look.SYSTEM, monkeypatch)
    theme.follow(lambda: told.append("changed"))
    desktop.asks.contrastPreferenceChanged.emit(_Contrast.HighContrast)
    desktop.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert told == ["changed", "changed"]


def test_a_library_that_does_not_tell_of_contrast_is_enough(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    desktop = _Desktop()
    assert chosen(theme, desktop, Look.SYSTEM, monkeypatch) is tokens.LIGHT
    desktop.scheme = Qt.ColorScheme.Dark
    assert chosen(theme, desktop, Look.SYSTEM, monkeypatch) is tokens.DARK
    theme.follow(lambda: None)
    assert not theme._desktop_asks("motionPreference", "Reduce")


def test_the_library_of_now_tells_of_contrast(theme: Theme) -> None:
    """Under the very names that are asked for, and for as long as the theme is there."""
    told = theme._accessibility()
    assert isinstance(told, QAccessibilityHints)
    assert theme._desktop_asks("contrastPreference", told.contrastPreference().name)
    assert type(told.contrastPreference()).HighContrast.name == "HighContrast"
    heard: list[str] = []
    theme.follow(lambda: heard.append("changed"))
    told.contrastPreferenceChanged.emit(told.contrastPreference())
    assert heard == ["changed"]
