"""The marked words of one side of a match: a text to mark them in, and a list of what is marked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from journal_app.domain.passages import one_line, passages, with_passage, without_passage
from journal_app.errors import JournalError
from journal_app.i18n import pgettext
from journal_app.services import sources
from journal_app.services.sources import Source, Words
from journal_app.ui import names
from journal_app.ui.cards import isolated
from journal_app.ui.desk import Desk
from journal_app.ui.dress import fitted
from journal_app.ui.flow import flow
from journal_app.ui.marking import MarkedText, Place
from journal_app.ui.showing import reveal
from journal_app.ui.widgets import Button, Choice, Label, Panel, TextField, column, held, row


class Marks(QWidget):
    """Marks words of an entry or a file as those of a side.

    ``field`` holds the words, a line for each passage, and is written in as by hand: Ctrl+Z takes back what was
    marked or removed. What stands in it and in the text that is shown is underlined there, and listed.
    """

    def __init__(self, desk: Desk, identifier: str, side: str, field: TextField) -> None:
        """``side`` is what the side is called, which tells its parts from those of the other by name."""
        super().__init__()
        self._desk, self._theme, self._identifier, self._field = desk, desk.theme, identifier, field
        self._side = side
        self._offered: dict[str, Source] = {}
        self._asked, self._entry = 0, ""
        self._listed: tuple[str, ...] = ()
        self._made = False
        nothing = pgettext("match", "Choose an entry here, or files below, to mark words in their text.")
        self._nothing = Label(self._theme, nothing, "muted")
        self._parts = column(self._nothing, spacing=self._theme.space(1))
        self.setLayout(self._parts)

    def _make(self) -> None:
        """Make what marks words, when there is a text to mark them in: a match is opened sooner without it."""
        theme, identifier, side = self._theme, self._identifier, self._side
        self._made = True
        label = pgettext("match", "Text to mark words in")
        how = pgettext("match", "Select words with the mouse, or with Shift and the arrow keys. Then press Enter, or "
                       "the button. The text itself stays as it is.")  # fmt: skip
        mark, shown = pgettext("match", "Mark these words"), pgettext("match", "Shown text")
        self.source = Choice(f"{identifier}.source", f"{label} · {side}", [])
        self.text = MarkedText(theme, f"{identifier}.text", f"{shown} · {side}")
        self._button = Button(theme, f"{identifier}.mark", mark, icon="pen-line", name=f"{mark} · {side}")
        self._how, self._label = Label(theme, how, "muted"), Label(theme, label, buddy=self.source)
        self._problem, self._said = Label(theme, "", "danger"), Label(theme, "", "ok")
        self._cut = Label(theme, pgettext("match", "Only the beginning of this text is shown here."), "muted")
        self._marks = column(spacing=theme.space(1))
        marked = pgettext("match", "Marked in this text")
        self._list = held(column(Label(theme, marked, "muted"), held(self._marks), spacing=0))
        for part in (self._label, self.source, self._how, self.text, self._cut, self._problem, flow(self._button),
                     self._said, self._list):  # fmt: skip
            self._parts.addWidget(part)
        self.source.activated.connect(lambda _: self._read(str(self.source.value())))
        self.text.mark_asked.connect(self._mark)
        self._button.clicked.connect(self._mark)
        self._field.textChanged.connect(self._tell_marks)
        self._show(Words(text="", cut=False))

    def offer(self, entry: str, files: Sequence[str]) -> None:
        """Offer the texts of an entry (id, or empty), of its files, and of ``files``.

        The text of an entry is shown at once, that of a file when the person asks for it.
        """
        self._asked += 1
        asked = self._asked

        def offered(found: tuple[Source, ...]) -> None:
            if asked == self._asked:
                self._offer(found, entry)

        self._desk.read(self, lambda journal: sources.sources(journal, entry, files), offered)

    def _offer(self, found: Sequence[Source], entry: str) -> None:
        if not self._made:
            if not found:
                return
            self._make()
        before = str(self.source.value())
        self._offered = {f"{each.kind} {each.id}": each for each in found}
        self.source.clear()
        self.source.addItem(pgettext("match", "Choose a text"), "")
        for key, each in self._offered.items():
            self.source.addItem(_called(each), key)
        own = f"incident {entry}" if entry and entry != self._entry else before
        self._entry = entry
        chosen = own if own in self._offered else ""
        self.source.choose(chosen)
        for part in (self._label, self.source):
            reveal(part, bool(found))
        reveal(self._nothing, not found)
        if not chosen or chosen != before:
            self._read(chosen)

    def _read(self, key: str) -> None:
        """Show the text that was chosen; its words are read beside the window."""
        self._problem.say("")
        self._said.say("")
        source = self._offered.get(key)
        if source is None:
            self._show(Words(text="", cut=False))
            return
        kind, identifier = source.kind, source.id

        def shown(words: Words) -> None:
            if self.source.value() == key:
                self._show(words)
                none = pgettext("match", "No words can be read in this file. Type what you see into the field below.")
                self._problem.say("" if words.text.strip() else none)

        def failed(error: Exception) -> None:
            if not isinstance(error, JournalError):
                self._desk.show_error(error)
            elif self.source.value() == key:
                self._show(Words(text="", cut=False))
                self._problem.say(f"{error.message} {error.advice}")

        self._desk.read(self, lambda journal: sources.words(journal, kind, identifier), shown, failed)

    def _show(self, words: Words) -> None:
        self.text.show_words(words.text)
        there = bool(words.text.strip())
        for part in (self._how, self.text, self._button):
            reveal(part, there)
        reveal(self._cut, there and words.cut)
        self._tell_marks()

    def _mark(self) -> None:
        """Take the selected words into the words of the side."""
        passage, written = self.text.selected(), self._field.text()
        self._said.say("")
        if not passage:
            self._problem.say(pgettext("match", "No words are selected. Select some in the text, then mark them."))
            self.text.setFocus()
        elif (after := with_passage(written, passage)) == written:
            self._problem.say(pgettext("match", "These words are marked already. Nothing was changed."))
        else:
            self._problem.say("")
            cursor = QTextCursor(self._field.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(after[len(written) :])
            self.text.select_nothing()
            self._said.say(pgettext("match", "Marked: {words}").format(words=isolated(names.short(passage))))

    def _remove(self, passage: str) -> None:
        place = self._listed.index(passage)
        cursor = QTextCursor(self._field.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(without_passage(self._field.text(), passage))
        self._problem.say("")
        self._said.say(pgettext("match", "No longer marked: {words}").format(words=isolated(names.short(passage))))
        buttons = self._list.findChildren(Button)
        (buttons[min(place, len(buttons) - 1)] if buttons else self.text).setFocus()

    def _tell_marks(self) -> None:
        """Underline and list the passages of the side that stand in the text."""
        places: list[Place] = []
        found = []
        for passage in passages(self._field.text()):
            if there := self.text.places(passage):
                places += there
                found.append(passage)
        self.text.mark(places)
        reveal(self._list, bool(found))
        if tuple(found) != self._listed:
            self._listed = tuple(found)
            self._fill()

    def _fill(self) -> None:
        while (item := self._marks.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setVisible(False)  # one that was added a moment ago would be shown later, as a window
                widget.setParent(None)
                widget.deleteLater()
        for number, passage in enumerate(self._listed):
            words = Label(self._theme, isolated(passage))
            fitted(words, partial(_underlined, words))
            text = pgettext("match", "Remove")
            take = Button(self._theme, f"{self._identifier}.{number}.remove", text, icon="x", role="quiet",
                          name=f"{text}: {names.short(passage)}")  # fmt: skip
            take.clicked.connect(partial(self._remove, passage))
            line = row(words, take)
            line.setStretch(0, 1)
            self._marks.addWidget(Panel("row", line))


def _underlined(words: Label) -> None:
    """Write words in the size of now, underlined like their places in the text."""
    Label.dress(words)
    font = words.font()
    font.setUnderline(True)
    words.setFont(font)


def _called(source: Source) -> str:
    """Return what a text is called among the others."""
    title = one_line(source.title)
    if source.occurred is not None:
        return pgettext("match", "Entry: {words}").format(words=isolated(names.entry(source.occurred, title)))
    return pgettext("match", "File: {words}").format(words=isolated(names.short(title)))
