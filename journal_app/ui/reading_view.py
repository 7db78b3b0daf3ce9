"""The words of a file in the window: the same blocks as on its page in a dossier."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from journal_app.domain.date_words import size_in_words
from journal_app.domain.readings import Block, Kind, Note, Reading, Source, line_of
from journal_app.i18n import language_in_use, npgettext, pgettext
from journal_app.ui.cards import isolated
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, Label, clear, column, held

AT_ONCE = 60


class ReadingView(QWidget):
    """Shows a reading, some blocks at a time."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._waiting: list[Block] = []
        self._shown = column(spacing=theme.space(1))
        self.more = Button(theme, "viewer.more", pgettext("viewer", "Show more"), icon="plus", role="quiet")
        self.more.clicked.connect(lambda _=False: self._show_more())
        self.more.setVisible(False)
        self.setLayout(column(held(self._shown), self.more))

    def say(self, reading: Reading | None) -> None:
        """Show a reading, or nothing."""
        clear(self._shown)
        self._waiting = list(reading.blocks) if reading else []
        for text in notes(reading) if reading else ():
            self._shown.addWidget(Label(self._theme, text, "muted"))
        self._show_more()

    def _show_more(self) -> None:
        now, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
        for block in now:
            self._shown.addWidget(Label(self._theme, isolated(told(block)), _ROLES.get(block.kind, "body")))
        self.more.setVisible(bool(self._waiting))


_ROLES = {Kind.HEADING: "heading", Kind.MESSAGE: "heading", Kind.RULE: "muted", Kind.PICTURE: "muted"}


def told(block: Block) -> str:
    """Return a block as lines of text, with what it is where its words do not tell."""
    match block.kind:
        case Kind.FIELD:
            return f"{_fields()[block.name]}: {block.text}"
        case Kind.ITEM:
            return f"{'    ' * (block.level - 1)}{block.name or '•'} {block.text}"
        case Kind.QUOTE:
            return "\n".join(f"> {line}" for line in block.text.split("\n"))
        case Kind.ROW:
            return " | ".join(block.cells)
        case Kind.RULE:
            return "– – –"
        case _:
            return _left_out(block)


def _left_out(block: Block) -> str:
    if block.kind is Kind.MESSAGE:
        return pgettext("reading", "Message: {subject}").format(subject=block.text)
    if block.kind is Kind.PICTURE:
        return pgettext("reading", "A picture that is not shown: {text}").format(text=block.text or "–")
    if block.kind is Kind.ATTACHMENT:
        attached = pgettext("reading", "Attached: {name} ({kind}, {size})\nSHA-256 {digest}")
        name = block.name or pgettext("reading", "without a name")
        size = size_in_words(block.size, language_in_use())
        return attached.format(name=name, kind=block.media_type, size=size, digest=block.sha256)
    return line_of(block)


def _fields() -> dict[str, str]:
    return {
        "from": pgettext("reading", "From"), "to": pgettext("reading", "To"), "cc": pgettext("reading", "Copy to"),
        "date": pgettext("reading", "Date"), "subject": pgettext("reading", "Subject"),
        "message-id": pgettext("reading", "Message number"), "title": pgettext("reading", "Title"),
        "saved-from": pgettext("reading", "Saved from"), "duration": pgettext("reading", "Duration"),
        "sample-rate": pgettext("reading", "Samples a second"), "channels": pgettext("reading", "Channels"),
        "bit-rate": pgettext("reading", "Bit rate"),
    }  # fmt: skip


def notes(reading: Reading) -> list[str]:
    """Return the sentences that say how the words were read, and what is not shown of them."""
    sentences = {
        Note.CUT: pgettext("reading", "The rest is not shown; the original is kept."),
        Note.OLD_ENCODING: pgettext(
            "reading", "The file does not say how its letters are coded; they are read as Windows-1252 (Latin-1)."
        ),
        Note.LOST_LETTERS: pgettext("reading", "Some letters of the file could not be read."),
        Note.DAMAGED_PART: pgettext(
            "reading", "A part of the file is damaged and is shown as far as it could be read."
        ),
        Note.NO_HEAD: pgettext("reading", "The message has no sender or no date."),
        Note.NO_WORDS: pgettext("reading", "No words were found in the file."),
        Note.MORE_PARTS: pgettext("reading", "The message has more parts than are shown; the original is kept."),
        Note.MORE_MESSAGES: pgettext("reading", "Only the first messages are shown; the original is kept."),
        Note.HIDDEN_LEFT_OUT: pgettext("reading", "Parts that the page hides are not shown."),
        Note.OTHER_FORM: pgettext(
            "reading", "The message holds its words a second time in another form, which is not shown."
        ),
        Note.NO_FACTS: pgettext("reading", "How long the recording is could not be read."),
    }
    found = [sentences[note] for note in reading.notes if note in sentences]
    if reading.source is Source.PAGE or Note.FROM_MARKUP in reading.notes:
        ours = pgettext("reading", "This is the program’s own rendering of the words. The page itself looks different.")
        found.insert(0, ours)
    if reading.source is Source.MAILBOX:
        count = npgettext("reading", "{count} message is in this file.", "{count} messages are in this file.",
                          reading.messages)  # fmt: skip
        found.insert(0, count.format(count=reading.messages))
    return found
