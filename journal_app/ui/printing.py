"""Printing: pages drawn straight to a printer this computer knows; no network, and no file that outlasts it.

Measured with Qt 6.11.3 and strace: without a local CUPS the library behind Qt tries port 631 of this computer over
TCP, which the program never opens; named its local socket, it tries that alone. A page on its way to CUPS is a file in
TMPDIR until it is handed over, so that is the private folder in memory meanwhile.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextOption
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.services.media import Pixels
from journal_app.ui.covered import pixmap
from journal_app.ui.flow import flow
from journal_app.ui.showing import reveal
from journal_app.ui.start_pages import told
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, Choice, Label, clear, column

SCALE = 200 / 72
"""Pixels a point for pages that are drawn by the locked worker: 200 an inch."""
_LOCAL = {"CUPS_SERVER": "/run/cups/cups.sock"}
_MARGIN = 0.08  # of the width of the page, on each side
_POINTS, _TITLE_POINTS, _LINE = 11.0, 16.0, 1.35

Draw = Callable[[QPrinter], bool]
Provide = Callable[[Callable[[Draw], bool], Callable[[Exception], None]], object]
"""Hands over what is to be drawn, and is told whether a printer took it; or hands over why there is nothing."""


class Printers:
    """The printers this computer knows by itself."""

    def names(self) -> list[str]:
        """Return their names; none where there are none, or they could only be reached over a network."""
        with _surroundings(_LOCAL):
            return QPrinterInfo.availablePrinterNames()

    def named(self, name: str) -> QPrinter:
        """Return one of them."""
        with _surroundings(_LOCAL):
            return QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)


def leaves() -> str:
    """Return what printing leaves behind, to be said beside the button."""
    return pgettext("print", "The printer and this computer keep a list of what was printed, and may keep the page.")


class PrintRow(QWidget):
    """A button, what printing leaves behind, and the printers to choose from once it is pressed."""

    def __init__(self, theme: Theme, identifier: str, name: str, provide: Provide, *, noted: bool = True) -> None:
        """``name`` says what is printed; ``provide`` gets it when a printer was chosen.

        Without ``noted`` the page says for several rows what printing leaves.
        """
        super().__init__()
        self._theme, self._identifier, self._provide = theme, identifier, provide
        button = Button(theme, identifier, pgettext("print", "Print"), icon="printer", name=name)
        button.clicked.connect(self.look)
        self._choices = column(spacing=theme.space(1))
        self._choice: Choice | None = None
        self._said, self._problem = Label(theme, "", "ok"), Label(theme, "", "danger")
        notes = [Label(theme, leaves(), "muted")] if noted else []
        self.setLayout(column(flow(button), *notes, self._choices, self._said, self._problem, spacing=theme.space(1)))

    def look(self) -> None:
        """Offer the printers there are."""
        clear(self._choices)
        self._choice = None
        self._say()
        found = Printers().names()
        if not found:
            self._say(problem=pgettext("print", "No printer was found on this computer."))
            return
        name = pgettext("print", "Printer")
        self._choice = Choice(f"{self._identifier}.printer", name, [(each, each) for each in found], found[0])
        go_on = Button(self._theme, f"{self._identifier}.go-on", pgettext("print", "Print on it"), role="primary")
        go_on.clicked.connect(self.print_)
        for part in (self._choice, flow(go_on)):
            self._choices.addWidget(part)
            reveal(part, shown=True)
        self._choice.setFocus()

    def print_(self) -> None:
        """Print on the printer that is chosen."""
        if self._choice is None:
            return
        name = self._choice.value()
        self._say()
        self._provide(lambda draw: self._print_on(name, draw), lambda error: self._say(problem=told(error)))

    def _print_on(self, name: str, draw: Draw) -> bool:
        """Print, and return whether the printer took it."""
        private = room(self.window())
        if private is None:
            self._say(
                problem=pgettext("print", "This computer has no private room in its memory, so nothing was printed.")
            )
            return False
        with _surroundings({**_LOCAL, "TMPDIR": str(private)}):
            printer = Printers().named(name)
            printer.setDocName("page")  # lists of what was printed show it
            printer.setCreator("")
            done = draw(printer)
        if done:
            self._say(pgettext("print", "Handed to the printer."))
        else:
            self._say(problem=pgettext("print", "The printer did not take it. Nothing was printed."))
        return done

    def _say(self, said: str = "", *, problem: str = "") -> None:
        self._said.say(said)
        self._problem.say(problem)


def room(window: QWidget) -> Path | None:
    """Return where a page may lie until the printer has it: a private folder in memory, or None without one."""
    if not sys.platform.startswith("linux"):  # pragma: no cover - other systems draw to their own queue
        return Path()
    private = getattr(window, "runtime", None)
    return private.path if private is not None and private.is_in_memory else None


@contextmanager
def _surroundings(named: dict[str, str]) -> Iterator[None]:
    """Set variables of the process while the library behind Qt looks at them."""
    before = {name: os.environ.get(name) for name in named}
    os.environ.update(named)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def pages(drawn: Sequence[Pixels]) -> Draw:
    """Return what draws pages of the locked worker, each as large as the paper allows."""

    def draw(printer: QPrinter) -> bool:
        printer.setFullPage(True)
        painter = QPainter()
        if not painter.begin(printer):
            return False
        for number, each in enumerate(drawn):
            if number and not printer.newPage():
                return painter.end() and False
            paper = printer.paperRect(QPrinter.Unit.DevicePixel)
            picture = pixmap(each)
            size = picture.size().toSizeF().scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(QPointF((paper.width() - size.width()) / 2, 0), size)
            painter.drawPixmap(place, picture, QRectF(picture.rect()))
        return painter.end()

    return draw


def words(title: str, body: str) -> Draw:
    """Return what draws a title and paragraphs, as many pages as they need."""

    def draw(printer: QPrinter) -> bool:
        painter = QPainter()
        if not painter.begin(printer):
            return False
        area = printer.pageRect(QPrinter.Unit.DevicePixel)
        edge = area.width() * _MARGIN
        y = edge
        for number, text in enumerate([title, *body.split("\n\n")]):
            for line, height in _lines(text, _font(printer, title=not number), printer, area.width() - 2 * edge):
                if y + height > area.height() - edge:
                    if not printer.newPage():
                        return painter.end() and False
                    y = edge
                line.draw(painter, QPointF(edge, y))
                y += height
            y += edge / 4
        return painter.end()

    return draw


def _font(printer: QPrinter, *, title: bool) -> QFont:
    font = QFont(QFont().family())
    font.setPointSizeF(_TITLE_POINTS if title else _POINTS)
    font.setBold(title)
    return QFont(font, printer)


def _lines(text: str, font: QFont, printer: QPrinter, width: float) -> Iterator[tuple[QTextLayout, float]]:
    """Yield each line of a paragraph, laid out by itself, with its height in pixels of the printer."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    for each in text.split("\n"):
        whole = QTextLayout(each, font, printer)
        whole.setTextOption(option)
        whole.beginLayout()
        ends = []
        while (line := whole.createLine()).isValid():
            line.setLineWidth(width)
            ends.append((line.textStart(), line.textStart() + line.textLength()))
        whole.endLayout()
        for start, end in ends:
            alone = QTextLayout(each[start:end].rstrip(), font, printer)
            alone.setTextOption(option)
            alone.beginLayout()
            line = alone.createLine()
            if line.isValid():
                line.setLineWidth(width)
            alone.endLayout()
            yield alone, alone.boundingRect().height() * _LINE
