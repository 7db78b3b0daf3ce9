"""Looking at one file: covered until asked for, page by page, larger, turned; and hiding parts of what leaves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from journal_app.domain.evidence import Evidence, Redaction
from journal_app.domain.readings import Reading, Source
from journal_app.errors import Cancelled
from journal_app.i18n import npgettext, pgettext
from journal_app.services import redactions, renditions
from journal_app.services.journal import Journal
from journal_app.services.media import NoRendition, Pixels, Rendition, why_no_pages
from journal_app.services.renditions import Shown
from journal_app.ui import detail, drawn_parts, turning
from journal_app.ui.covered import pixmap
from journal_app.ui.desk import Desk
from journal_app.ui.detail import Box, Detail
from journal_app.ui.drawn_parts import DrawnParts
from journal_app.ui.flow import flow
from journal_app.ui.picture_canvas import PictureCanvas
from journal_app.ui.reading_view import ReadingView
from journal_app.ui.showing import reveal
from journal_app.ui.widgets import Button, Label, NumberField, Panel, clear, column, held, tip

_NUDGE = 5
_FIRST_BOX = (10, 10, 100, 40)  # as it is seen
_KEEP_SECONDS = 30.0  # as long as a draft is waited for
_Found = tuple[Rendition, int, dict[int, list[Box]]]
_Source = Callable[[Journal], Rendition]


class FileViewer(QWidget):
    """One file as it can be shown."""

    def __init__(self, desk: Desk, evidence: Evidence) -> None:
        super().__init__()
        self._desk, self._evidence, self._theme = desk, evidence, desk.theme
        self._page, self._pages = 1, 0  # the page that is shown: what is drawn is drawn on it
        self._wanted = 1  # the page that is being read
        self._is_checked = False  # whether what is shown is the page as it would leave
        self._full = (1, 1)  # pixels of the page
        self._boxes: dict[int, list[Box]] = {}
        self._saved: tuple[Box, ...] = ()  # the parts of this page that are hidden, as the journal has them
        self._drawn = DrawnParts(self, desk, evidence.id, self._not_hidden)
        self.canvas = PictureCanvas(self._theme, "viewer.picture")
        self.canvas.setVisible(False)
        self.canvas.drawn.connect(self._add_box)
        self.canvas.wanted.connect(self._read_part)
        self._source: _Source = self._page_of(1)
        self.words, self._state = ReadingView(self._theme), Label(self._theme, "", "muted")
        self._tell("")
        self._place, self._size = Label(self._theme, "", "chip"), Label(self._theme, "", "chip")
        self.canvas.zoomed.connect(lambda percent: self._size.say(f"{percent} %"))
        self._parts, self._rows = column(), column(spacing=self._theme.space(1))
        self._make_buttons()
        self._hiding = self._hiding_panel()
        self.setLayout(
            column(flow(self.cover, self.again), self._tools, self.canvas, self.words, self._state, self._hiding,
                   spacing=self._theme.space(2))
        )  # fmt: skip

    def _button(self, key: str, text: str, icon: str, act: Callable[[], object]) -> Button:
        made = Button(self._theme, f"viewer.{key}", text, icon=icon, role="quiet")
        made.clicked.connect(lambda _=False: act())
        return made

    def _make_buttons(self) -> None:
        text = pgettext("picture", "Covered. Show picture")
        self.cover = Button(self._theme, "viewer.cover", text, icon="eye")
        self.cover.setCheckable(True)
        self.cover.toggled.connect(self._toggle)
        self.again = self._button("again", pgettext("viewer", "Try again"), "refresh-cw", self._try_again)
        self.again.setVisible(False)
        self._before = self._button("before", pgettext("viewer", "Page before"), "arrow-left", lambda: self._turn(-1))
        self._next = self._button("next", pgettext("viewer", "Next page"), "arrow-right", lambda: self._turn(1))
        self.hide_parts = self._button("hide", pgettext("viewer", "Hide parts"), "eye-off", self._begin_hiding)
        tools = [
            self._before, self._place, self._next,
            self._button("larger", pgettext("viewer", "Larger"), "plus", lambda: self.canvas.zoom(1)), self._size,
            self._button("smaller", pgettext("viewer", "Smaller"), "minus", lambda: self.canvas.zoom(-1)),
            self._button("fit", pgettext("viewer", "Fit"), "maximize", self.canvas.fit),
            *self._turning(), self.hide_parts,
        ]  # fmt: skip
        self._tools = flow(*tools, spacing=self._theme.space(1))
        self._tools.setVisible(False)

    def _turning(self) -> list[Button]:
        ways = (("left", pgettext("viewer", "Turn left"), "rotate-ccw", -1),
                ("right", pgettext("viewer", "Turn right"), "rotate-cw", 1))  # fmt: skip
        made = [self._button(key, words, icon, partial(self._turn_view, step)) for key, words, icon, step in ways]
        for each in made:
            tip(each, pgettext("viewer", "Turns what you see here. The file stays as it is."))
        return made

    def _turn_view(self, quarters: int) -> None:
        self.canvas.turn(quarters)
        if not self._hiding.isHidden():
            self._list_rows()  # their numbers are those of what is seen

    def _tell(self, text: str) -> None:
        """Say how far it is, or what there is to know; a line that says nothing takes no room."""
        self._state.say(text)
        reveal(self._state, bool(text))

    def _toggle(self, shown: bool) -> None:  # noqa: FBT001 - the shape of the signal
        if not shown:
            self.keep()
        covered = pgettext("picture", "Covered. Show picture")
        self.cover.setText(pgettext("picture", "Cover picture") if shown else covered)
        self.cover.setAccessibleName(self.cover.text())
        self.words.say(None)
        self._tell("")
        self.canvas.clear()
        self._source, self._is_checked = self._page_of(self._page), False
        for part in (self._tools, self.canvas, self._hiding, self.again):
            part.setVisible(False)
        if shown:
            self._load(self._page)

    def _load(self, number: int) -> None:
        """Read a page; the one before stays what is shown, and drawn on, until it is there."""
        identifier, self._wanted = self._evidence.id, number
        self._tell(pgettext("picture", "Opening the picture."))
        if renditions.is_readable(self._evidence):
            self._desk.read(
                self, lambda journal: renditions.reading(journal, identifier), self._show_words, self._refused
            )
            return

        room = self._room()

        def read(journal: Journal) -> tuple[_Found, Pixels]:
            page = renditions.page(journal, identifier, number)
            count = renditions.page_count(journal, identifier)
            hidden = {key: list(found) for key, found in redactions.boxes(journal, identifier).items()}
            return (page, count, hidden), detail.read_whole(journal, page, room)

        def show(found: tuple[_Found, Pixels]) -> None:
            if number == self._wanted:
                self._show(number, *found)

        def refused(error: Exception) -> None:
            if isinstance(error, NoRendition) and number == self._wanted and self._pages:
                self._go_to(number)
                self.canvas.clear()
                self.canvas.setVisible(False)
                self.hide_parts.setEnabled(False)
            self._refused(error)

        self._desk.read(self, read, show, refused)

    def _go_to(self, number: int) -> None:
        """Make another page the one that is shown; what was drawn on the one before is hidden there."""
        if number != self._page:
            self.keep()
            self._end_hiding()
        self._page, self._source, self._is_checked = number, self._page_of(number), False
        place = pgettext("viewer", "Page {number} of {count}")
        self._place.say(place.format(number=number, count=self._pages))
        for button, there in ((self._before, number > 1), (self._next, number < self._pages)):
            button.setVisible(self._pages > 1)
            button.setEnabled(there)
        self._place.setVisible(self._pages > 1)

    def _page_of(self, number: int) -> _Source:
        """Return what reads a page of the file; it is decrypted again for each look and never kept here."""
        return lambda journal: renditions.page(journal, self._evidence.id, number)

    def _room(self) -> int:
        """Return how many pixels of the screen a picture can be wide."""
        return round(max(self.width(), 1) * self.devicePixelRatioF())

    def _read_part(self, wanted: Detail) -> None:
        """Read what the canvas misses, from what it shows now."""
        source = self._source

        def show(part: Pixels) -> None:
            if self.cover.isChecked() and self._source is source:
                self.canvas.show_part(wanted, pixmap(part))

        self._desk.read(
            self, lambda journal: renditions.pixels(journal, source(journal), wanted.part, wanted.size), show,
            self._refused,
        )  # fmt: skip

    def _show_words(self, reading: Reading) -> None:
        played = reading.source is Source.RECORDING
        self._tell(NoRendition(why_no_pages(self._evidence.media_type)).message if played else "")
        if self.cover.isChecked():
            self.words.say(reading)

    def _show(self, number: int, found: _Found, small: Pixels) -> None:
        page, self._pages, hidden = found
        drawn = None if self._hiding.isHidden() or number != self._page else self.boxes
        if self.cover.isChecked():
            self._go_to(number)
        self._boxes, self._saved = hidden, tuple(hidden.get(self._page, []))
        if drawn is not None:
            self._boxes[self._page] = drawn  # and not confirmed yet
        if not self.cover.isChecked():
            return
        self._tools.setVisible(True)
        self.canvas.setVisible(True)
        self.hide_parts.setEnabled(True)
        name = self._evidence.description or self._evidence.file_name
        self._full = page.width, page.height
        self.canvas.show_picture(pixmap(small), name, self._full)
        self.canvas.show_boxes(self._boxes.get(self._page, []))
        self._tell_hidden()
        if "repaired" in page.notes:
            told = pgettext("viewer", "The file was damaged and was repaired to be shown; something may be missing.")
            self._tell(f"{told} {self._state.text()}".strip())

    def _tell_hidden(self) -> None:
        count = len(self._boxes.get(self._page, []))
        text = npgettext("viewer", "{count} part is hidden in what leaves.", "{count} parts are hidden in what leaves.",
                         count)  # fmt: skip
        self._tell(text.format(count=count) if count else "")

    def _refused(self, error: Exception) -> None:
        if isinstance(error, NoRendition):
            self._tell(f"{error.message} {error.advice}")
            reveal(self.again, renditions.can_be_drawn(self._evidence) and not self._desk.reads_only)
        else:
            self._tell("")
            self._desk.show_error(error)
        self._wanted = self._page

    def _try_again(self) -> None:
        """Draw the file once more: what could not be read by an earlier program, or then, may be readable now."""
        identifier = self._evidence.id

        def tried(shown: Shown) -> None:
            if not isValid(self):
                return
            if not shown.reason and self.cover.isChecked():
                reveal(self.again, shown=False)
                self._load(self._page)
            elif shown.reason:
                told = pgettext("viewer", "This was tried again. {reason}")
                self._tell(f"{told.format(reason=shown.sentence)} {NoRendition(shown.reason).advice}")

        def stopped(error: Exception) -> None:
            if not isinstance(error, Cancelled):
                self._desk.show_error(error)

        title, window = pgettext("viewer", "Opening the file again"), self.window()
        self._desk.long(
            window, title, lambda journal, progress: renditions.try_again(journal, identifier, progress), tried, stopped
        )

    def _turn(self, step: int) -> None:
        self.keep()
        self._end_hiding()
        self._load(max(1, min(self._pages, self._wanted + step)))

    # ---- hiding parts of what leaves; the original is never touched

    def _hiding_panel(self) -> Panel:
        theme = self._theme
        add = self._button(
            "box.add", pgettext("viewer", "Add a part"), "plus", lambda: self._add_box(self._upright(_FIRST_BOX))
        )
        check = self._button("box.check", pgettext("viewer", "Check the result"), "eye", self._check)
        save = Button(theme, "viewer.box.save", pgettext("viewer", "Hide these parts"), icon="check", role="primary")
        stop = self._button("box.stop", pgettext("button", "Back"), "arrow-left", self._cancel_hiding)
        save.clicked.connect(self._save_boxes)
        return drawn_parts.panel(theme, self._rows, add, check, save, stop)

    def _begin_hiding(self) -> None:
        self._hiding.setVisible(True)
        self.canvas.let_draw(drawing=True)
        self._list_boxes()

    def _end_hiding(self) -> None:
        self._hiding.setVisible(False)
        self.canvas.let_draw(drawing=False)

    def _cancel_hiding(self) -> None:
        self._drawn.forget()
        self._end_hiding()
        self._load(self._page)

    @property
    def boxes(self) -> list[Box]:
        """The parts of the page that are to be hidden, as they are drawn now."""
        return self._boxes.setdefault(self._page, [])

    def _upright(self, box: Box) -> Box:
        """Return which part of the page is meant by one of what is seen."""
        return turning.upright_box(box, self._full, self.canvas.turns)

    def _written(self) -> Redaction:
        """Return what is to be hidden on this page, as it is drawn now."""
        return Redaction(evidence=self._evidence.id, page=self._page, boxes=tuple(self.boxes))

    def _not_hidden(self) -> Redaction | None:
        written = self._written()
        return None if written.boxes == self._saved else written

    def _add_box(self, box: Box) -> None:
        self._drawn.soon()
        self.boxes.append(box)
        self._list_boxes(len(self.boxes) - 1)
        self._show_again()

    def _show_again(self) -> None:
        """Show the page itself where it was shown as it would leave: that is not how it would leave any more."""
        if self._is_checked:
            self._load(self._page)

    def _list_rows(self) -> None:
        clear(self._rows)
        for number, box in enumerate(self.boxes):
            self._rows.addWidget(self._box_row(number, box))

    def _list_boxes(self, chosen: int = -1) -> None:
        self._list_rows()
        self.canvas.show_boxes(self.boxes, chosen)

    def _box_row(self, number: int, box: Box) -> QWidget:
        names = (
            pgettext("viewer", "Left"), pgettext("viewer", "Top"),
            pgettext("viewer", "Width"), pgettext("viewer", "Height"),
        )  # fmt: skip
        title = pgettext("viewer", "Part {number}").format(number=number + 1)
        seen = turning.turned_box(box, self._full, self.canvas.turns)
        fields = [NumberField(f"viewer.box.{number}.{index}", f"{title}: {name}", value, largest=100_000, step=_NUDGE)
                  for index, (name, value) in enumerate(zip(names, seen, strict=True))]  # fmt: skip

        def moved() -> None:
            self._drawn.soon()
            left, top, width, height = (field.value() for field in fields)
            self.boxes[number] = self._upright((left, top, max(1, width), max(1, height)))
            self.canvas.show_boxes(self.boxes, number)
            self._show_again()

        def gone() -> None:
            self._drawn.soon()
            del self.boxes[number]
            self._list_boxes()
            self._show_again()

        for field in fields:
            field.valueChanged.connect(lambda _: moved())
        away = self._button(f"box.{number}.away", pgettext("viewer", "Show this part again"), "x", gone)
        labelled = [part for name, field in zip(names, fields, strict=True)
                    for part in (Label(self._theme, name, "chip", buddy=field), field)]  # fmt: skip
        return held(column(Label(self._theme, title), flow(*labelled, away, spacing=self._theme.space(1))))

    def _check(self) -> None:
        identifier, page, boxes, room = self._evidence.id, self._page, tuple(self.boxes), self._room()

        def read(journal: Journal) -> tuple[Rendition, Pixels]:
            leaving = redactions.as_it_leaves(journal, identifier, page, boxes)
            return leaving, detail.read_whole(journal, leaving, room)

        def show(found: tuple[Rendition, Pixels]) -> None:
            as_now = page == self._page == self._wanted and boxes == tuple(self.boxes)
            if not self.cover.isChecked() or self._hiding.isHidden() or not as_now:
                return
            leaving, small = found
            self._source, self._is_checked = (lambda _: leaving), True
            self.canvas.show_boxes([])
            name = pgettext("viewer", "The page as it would leave")
            self.canvas.show_picture(pixmap(small), name, (leaving.width, leaving.height))
            self._tell(pgettext("viewer", "This is the page as it would leave."))

        self._desk.read(self, read, show, self._refused)

    def _save_boxes(self) -> None:
        def saved(_: object) -> None:
            self._end_hiding()
            self._load(self._page)
            self._desk.say(pgettext("entry", "Saved in this journal."))

        self._desk.change(self, self._drawn.hider(self._written()), saved)

    def keep(self, *, at_last: bool = False) -> None:
        """Hide what was drawn and not confirmed: whoever drew over a name may believe that it is hidden.

        ``at_last`` waits until that is on the disk: the program is about to lock.
        """
        if self._hiding.isHidden() or self._desk.reads_only or tuple(self.boxes) == self._saved:
            return
        desk, boxes, work = self._desk, tuple(self.boxes), self._drawn.hider(self._written())

        def kept(_: object) -> None:
            self._saved = boxes  # and no earlier: what could not be hidden is tried again
            desk.say(pgettext("entry", "Saved in this journal."))

        if at_last:
            desk.wait(work, _KEEP_SECONDS)
        else:
            desk.change(desk, work, kept)
