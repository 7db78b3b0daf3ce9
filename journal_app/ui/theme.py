"""The look put on: palette by role, a short style sheet, fonts and spaces that grow with the text."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Self

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from journal_app.ui import tokens as design
from journal_app.ui.icons import Icons
from journal_app.ui.tokens import Look, Tokens

ARGUMENTS = ("-style", "fusion")
_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_FadeMenu, Qt.UIEffect.UI_AnimateCombo, Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip, Qt.UIEffect.UI_AnimateToolBox,
)  # fmt: skip

_SHEET = """
QPushButton, QToolButton {{ border: 1px solid {line}; border-radius: {radius}px; padding: {pad}px {wide}px;
  background: {surface}; color: {text}; min-height: {inner}px; }}
QFileDialog QComboBox {{ border: 1px solid {line}; border-radius: {radius}px; padding: {pad}px {gap}px;
  background: {surface}; }}
QFileDialog QComboBox:focus {{ border: {ring}px solid {focus}; padding: {pad1}px {gap1}px; }}
QFileDialog QToolButton, QFileDialog QToolButton:focus {{ padding: 0px; min-width: {inner}px; }}
QPushButton:hover, QToolButton:hover {{ background: {sunken}; }}
QPushButton:focus, QToolButton:focus {{ border: {ring}px solid {focus}; padding: {pad1}px {wide1}px; }}
QPushButton[role="primary"] {{ background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 600; }}
QPushButton[role="primary"]:focus {{ border-color: {accent}; }}
QPushButton[role="quiet"], QToolButton[role="quiet"] {{ border-color: transparent; background: transparent;
  color: {accent}; }}
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus {{ border: {ring}px solid {focus}; }}
QPushButton[role="danger"] {{ color: {danger}; border-color: {danger}; }}
QPushButton[role="nav"], QPushButton[role="section"] {{ border: 1px solid transparent; background: transparent;
  text-align: left; padding: {pad}px {gap}px; }}
QPushButton[role="nav"]:hover {{ background: {window}; }}
QPushButton[role="nav"]:checked {{ background: {accent_soft}; color: {on_accent_soft}; font-weight: 600; }}
QPushButton[role="nav"]:focus, QPushButton[role="section"]:focus {{
  border: {ring}px solid {focus}; padding: {pad1}px {gap1}px; }}
QPushButton[role="nav"]:checked:focus {{ border-color: {accent_soft}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {muted}; border-color: {hair}; background: {sunken}; }}
QLineEdit, QPlainTextEdit {{ border: 1px solid {line}; border-radius: {radius}px; padding: {pad}px {gap}px;
  background: {surface}; color: {text}; selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: {ring}px solid {focus}; padding: {pad1}px {gap1}px; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{ color: {muted}; background: {sunken}; }}
QListView {{ background: {window}; }}
QListView, QTableView, QTreeView {{ border: {ring}px solid transparent; outline: 0; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
PictureCanvas {{ border: {ring}px solid transparent; }}
QListView:focus, QTableView:focus, QTreeView:focus, PictureCanvas:focus {{ border: {ring}px solid {focus}; }}
QFrame[role="nav"] {{ background: {sunken}; }}
QFrame[role="bar"] {{ background: {surface}; border: none; border-bottom: 1px solid {hair}; }}
QFrame[role="card"] {{ background: {surface}; border: 1px solid {hair}; border-radius: {card}px; }}
QFrame[role="notice"] {{ background: {accent_soft}; border-radius: {radius}px; }}
QFrame[role="notice"] QLabel {{ color: {on_accent_soft}; }}
QFrame[role="pane"] {{ background: {surface}; border: none; border-left: 1px solid {hair}; }}
QFrame[role="notice"] QPushButton:!focus {{ border-color: {on_accent_soft}; }}
QLabel[role="muted"], QLabel[role="small"] {{ color: {muted}; }}
QLabel[role="danger"] {{ color: {danger}; }}
QLabel[role="warn"] {{ color: {warn}; }}
QLabel[role="ok"] {{ color: {ok}; }}
QLabel[role="chip"] {{ background: {accent_soft}; color: {on_accent_soft}; border-radius: {radius}px;
  padding: 2px {gap}px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {line}; border-radius: 4px; min-height: 32px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {line}; border-radius: 4px; min-width: 32px; margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QToolTip {{ background: {sunken}; color: {text}; border: 1px solid {line}; }}
"""


class Space(int):
    """A space in pixels that knows its steps, so that it can be made anew for another size of the text."""

    steps: float

    def __new__(cls, pixels: int, steps: float) -> Self:
        """Return so many pixels, made of so many steps."""
        made = super().__new__(cls, pixels)
        made.steps = steps
        return made


def application() -> QApplication:
    """Return the program’s application, dressed in the style whose parts follow the palette on every system.

    The style is named as an argument (QApplication, ``-style``): ``setStyle`` would give the style back, and with it
    Python would make a class of every name that styles have, before anything can be seen.
    """
    return QApplication([sys.argv[0], *ARGUMENTS])


class Theme:
    """The chosen colours and text size; passed to everything that draws."""

    def __init__(self, application: QApplication, look: Look = Look.SYSTEM, text_percent: int = 100) -> None:
        self.application = application
        # Held: what it gives of accessibility is gone with the object of Python that gave it.
        self._hints = application.styleHints()
        self._base = application.font()
        if self._base.pointSizeF() <= 0:
            self._base.setPointSizeF(10.5)
        self.look, self.scale = look, text_percent / 100
        self.less_motion = self._less_asked = False
        self._motion = "system"
        self._blink = application.cursorFlashTime()
        self.tokens: Tokens = design.LIGHT
        self.icons = Icons()

    def apply(self, look: Look | None = None, text_percent: int | None = None) -> None:
        """Put the look on the whole program; what is not given stays as it is."""
        self.look = look if look is not None else self.look
        self.scale = text_percent / 100 if text_percent is not None else self.scale
        self.tokens = self._chosen()
        self.application.setPalette(_palette(self.tokens))
        self.application.setFont(self.font(design.BODY))
        self.application.setStyleSheet(self._sheet())
        self.icons.forget()

    def move(self, motion: str) -> None:
        """Let things move as the desktop asks, or less (a value of ``settings.MOTIONS``)."""
        self._motion = motion
        self._settle_motion()

    def ask_for_less(self) -> None:
        """Take note that the desktop asks for less motion."""
        self._less_asked = True
        self._settle_motion()

    def _settle_motion(self) -> None:
        asked = self._less_asked or self._desktop_asks("motionPreference", "Reduce")
        self.less_motion = asked or self._motion == "less"
        for effect in _EFFECTS if self.less_motion else ():
            self.application.setEffectEnabled(effect, False)  # noqa: FBT003 - the shape of Qt's own
        self.application.setCursorFlashTime(0 if self.less_motion else self._blink)

    def follow(self, changed: Callable[[], None]) -> None:
        """Tell when the desktop changes between light and dark, or asks for more contrast or no longer."""
        self._hints.colorSchemeChanged.connect(lambda _: changed())
        more = getattr(self._accessibility(), "contrastPreferenceChanged", None)
        if more is not None:
            more.connect(lambda _: changed())

    def _accessibility(self) -> object | None:
        """Return what the desktop says of how its person wants to see things; Qt knows of it from 6.10 on."""
        asked = getattr(self._hints, "accessibility", None)
        return asked() if asked is not None else None

    def _desktop_asks(self, what: str, answer: str) -> bool:
        """Say whether the desktop asks for something; of contrast Qt tells from 6.10 on, of motion from 6.12 on."""
        told = getattr(self._accessibility(), what, None)
        return told is not None and answer in told().name

    def _chosen(self) -> Tokens:
        named = {Look.LIGHT: design.LIGHT, Look.DARK: design.DARK, Look.CONTRAST: design.CONTRAST}
        if self.look in named:
            return named[self.look]
        if self._desktop_asks("contrastPreference", "HighContrast"):
            return design.CONTRAST
        dark = self._hints.colorScheme() == Qt.ColorScheme.Dark
        return design.DARK if dark else design.LIGHT

    def _sheet(self) -> str:
        values: dict[str, object] = {name: getattr(self.tokens, name) for name in Tokens.__dataclass_fields__}
        pad, wide, gap = self.space(1.25), self.space(3), self.space(2)
        ring = design.ring(self.tokens.accent)
        values.update(
            radius=design.RADIUS, card=design.CARD_RADIUS, pad=pad, pad1=pad - ring + 1, wide=wide,
            wide1=wide - ring + 1, ring=ring,
            gap=gap, gap1=gap - ring + 1, inner=self.space(5),
        )  # fmt: skip
        return _SHEET.format(**values)

    def font(self, factor: float, *, strong: bool = False) -> QFont:
        """Return a font as a factor of the system's size, grown with the text size."""
        font = QFont(self._base)
        font.setPointSizeF(self._base.pointSizeF() * factor * self.scale)
        if strong:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def space(self, steps: float) -> Space:
        """Return a space of so many steps of 4 pixels, grown with the text size."""
        return Space(max(1, round(design.STEP * steps * self.scale)), steps)


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
        text = tokens.muted if group is QPalette.ColorGroup.Disabled else tokens.text
        colours = {
            role.Window: tokens.window, role.WindowText: text, role.Base: tokens.surface, role.Text: text,
            role.AlternateBase: tokens.sunken, role.Button: tokens.surface, role.ButtonText: text,
            role.Highlight: tokens.accent, role.HighlightedText: tokens.on_accent, role.Accent: tokens.accent,
            role.PlaceholderText: tokens.muted, role.ToolTipBase: tokens.sunken, role.ToolTipText: tokens.text,
            role.Link: tokens.accent, role.LinkVisited: tokens.accent, role.Mid: tokens.line,
            role.Midlight: tokens.hair, role.Light: tokens.surface, role.Dark: tokens.line,
            role.BrightText: tokens.danger,
        }  # fmt: skip
        for each, colour in colours.items():
            palette.setColor(group, each, QColor(colour))
    return palette
