"""Evidence: every file exactly as it was added, covered until asked for, with where it came from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QLayout, QWidget
from shiboken6 import isValid

from journal_app.domain.date_words import size_in_words
from journal_app.errors import Cancelled
from journal_app.i18n import language_in_use, npgettext, pgettext
from journal_app.progress import Progress
from journal_app.services import evidence, listing, people, preferences, preparing
from journal_app.services.intake import NewFile
from journal_app.services.journal import Journal
from journal_app.services.listing import Listed, Page, Sought
from journal_app.ui import evidence_editor, file_dialog, files_beside, given, names, offered, taken
from journal_app.ui.cards import Card, CardModel, isolated
from journal_app.ui.desk import Desk
from journal_app.ui.dress import fitted
from journal_app.ui.evidence_editor import EvidenceEditor, Found
from journal_app.ui.evidence_filters import EvidenceFilters
from journal_app.ui.evidence_grid import EvidenceGrid, FileCard
from journal_app.ui.flow import flow
from journal_app.ui.not_listed import NotListed
from journal_app.ui.showing import reveal
from journal_app.ui.split_page import SplitPage
from journal_app.ui.ticks import Radio
from journal_app.ui.widgets import Button, Scroll, held

_LIST, _TILES = "list", "tiles"
_PAGE = 100  # files that are read at once: more than a screen shows, and read in a moment
_KEPT = 2000  # of what was shown, this many are read again after a change: more would take too long


class EvidencePage(SplitPage):
    """All files, and the one that is open."""

    section = "evidence"

    @staticmethod
    def named() -> tuple[str, str]:
        """Return the name of the section and that of its icon."""
        return pgettext("section", "Evidence"), "images"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.nothing = pgettext("evidence", "Nothing here yet. Add a picture or file, or drop one here.")
        self.add_text = pgettext("evidence", "Add files")
        self.filters = EvidenceFilters(desk)
        self.kind, self._not_listed = self.filters.kind, NotListed(desk, "evidence")
        self._after: int | None = None
        self._asked = 0  # what was asked for before the last change of what is wanted comes too late
        self._reading_more = self._stepping = False
        self._seen: Sought | None = None
        self._make_views(desk)
        super().__init__(desk, parent)
        fitted(self._listed, lambda: self._listed.setMinimumHeight(self.theme.space(52)))
        self.setAcceptDrops(True)
        self.filters.changed.connect(self._choose)
        self._not_listed.all_wanted.connect(self._show_all)
        self.filters.taken_back.connect(self.choosing.setFocus)
        for model in self._models:
            model.more_wanted.connect(self._read_more)
        for act, step in files_beside.STEPS.items():
            here = Qt.ShortcutContext.WidgetWithChildrenShortcut
            desk.shortcuts.bind(self, act, partial(self._step, step), here)

    @property
    def _models(self) -> tuple[CardModel, CardModel]:
        return self.model, self.grid.tiles

    def _make_views(self, desk: Desk) -> None:
        self.grid = EvidenceGrid(desk)
        self.others = (self.grid,)
        for chosen in (self.grid.activated, self.grid.clicked):
            chosen.connect(lambda index: self.show_record(self.grid.tiles.rows[index.row()].id))
        views = ((_LIST, pgettext("evidence", "List")), (_TILES, pgettext("evidence", "Tiles")))
        self.views = {key: Radio(f"evidence.view.{key}", words, chosen=key == _LIST) for key, words in views}
        self._group = QButtonGroup()
        for key, button in self.views.items():
            self._group.addButton(button)
            button.clicked.connect(lambda _=False, key=key: self._choose_view(tiles=key == _TILES))
        self.uncover = Button(desk.theme, "evidence.uncover", "", icon="eye", role="quiet")
        self.uncover.setCheckable(True)
        self.uncover.toggled.connect(self._uncover)
        self._uncover(shown=False)
        choose = pgettext("evidence", "Choose files")
        self.choosing = Button(desk.theme, "evidence.choose", choose, icon="chevron-right")
        self.choosing.setCheckable(True)
        self.choosing.toggled.connect(self._fold)
        self.filters.setVisible(False)

    def tools(self) -> Sequence[QWidget]:
        """Return the filter, the ways of listing, and what shows the pictures."""
        return (flow(self.kind, *self.views.values(), self.choosing, self.uncover, spacing=self.theme.space(3)),)

    def _tools(self) -> list[QWidget]:
        """Return what stands above the list, with what is chosen and what chooses it."""
        return [*super()._tools(), self.filters, self.filters.chips, self._not_listed]

    def _left_side(self, parts: QLayout) -> QWidget:
        """Let the whole side scroll where there is not the height for the choices and some files below them."""
        return Scroll(held(parts))

    def _fold(self, shown: bool) -> None:  # noqa: FBT001 - the shape of the signal
        reveal(self.filters, shown)
        self.choosing.show_icon("chevron-down" if shown else "chevron-right")

    def _choose_view(self, *, tiles: bool) -> None:
        self.desk.change(self, lambda journal: preferences.list_evidence_as_tiles(journal, tiles=tiles))

    def _uncover(self, shown: bool) -> None:  # noqa: FBT001 - the shape of the signal
        cover, show = pgettext("picture", "Cover the pictures"), pgettext("picture", "Show the pictures")
        self.uncover.setText(cover if shown else show)
        self.uncover.setAccessibleName(self.uncover.text())
        self.grid.show_all(shown)

    def _choose(self) -> None:
        """Read what is chosen now."""
        self._not_listed.end()
        self.refresh()

    def _show_all(self) -> None:
        """Show every file, with the focus in the list."""
        self.filters.take_back()
        self._take_focus()

    def _after_saving(self, identifier: str) -> None:
        """Tell where what is chosen leaves a file out that was saved."""
        if isValid(self):
            wanted = self.filters.sought()
            self._not_listed.look(lambda journal: _is_left_out(journal, wanted, identifier))

    def refresh(self) -> None:
        """Read how files are listed and the first of them; where they are the same ones, as many as were shown."""
        self._asked += 1
        asked, wanted = self._asked, self.filters.sought()
        same = wanted == self._seen
        most = min(max(_PAGE, len(self.model.rows)), _KEPT) if same else _PAGE
        self._seen = wanted

        def read(journal: Journal) -> tuple[bool, Page]:
            return preferences.evidence_as_tiles(journal), listing.page(journal, wanted, most=most)

        self.desk.read(self, people.names, self.filters.offer_people)
        self.desk.read(self, read, lambda found: self._show(*found, asked, same=same))
        self._read_beside()

    def _show(self, tiles: bool, page: Page, asked: int, *, same: bool) -> None:  # noqa: FBT001 - as it is kept
        if asked != self._asked:
            return
        self._after, self._reading_more, self.more = page.after, False, page.after is not None
        had_focus = self.front.hasFocus()
        self.front, self.view = (self.grid, 2) if tiles else (self.list, 0)
        self.views[_TILES if tiles else _LIST].setChecked(True)
        reveal(self.uncover, tiles)
        self.grid.look_again()
        place = self.front.verticalScrollBar().value() if same else 0
        self.show_cards([_card(row) for row in page.rows])
        self.front.doItemsLayout()
        self.front.verticalScrollBar().setValue(place)
        if had_focus:
            self.front.setFocus()

    def _read_more(self) -> None:
        if self._reading_more:
            return
        self._reading_more = True
        asked, wanted, after = self._asked, self.filters.sought(), self._after
        self.desk.read(
            self, lambda journal: listing.page(journal, wanted, after=after, most=_PAGE),
            lambda page: self._show_more(page, asked),
        )  # fmt: skip

    def _show_more(self, page: Page, asked: int) -> None:
        if asked == self._asked:
            self._after, self._reading_more = page.after, False
            for model in self._models:
                model.add_rows([_card(row) for row in page.rows], more=page.after is not None)

    def _take_focus(self) -> None:
        self.front.setFocus()

    def turn_away(self) -> None:
        """Save what is being written, and cover the pictures: another section is shown."""
        self._not_listed.end()
        super().turn_away()
        self.uncover.setChecked(False)
        self.grid.cover()

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Show the files, or say why there are none."""
        filtered = self.filters.are_set
        none = pgettext("evidence", "No file matches what is chosen above. Nothing was deleted.")
        self.say_nothing(none if filtered else self.nothing, offer=not filtered)
        super().show_cards(cards)
        self.grid.tiles.show_rows(cards, more=self.more)
        place = self.grid.tiles.row_of(self.desk.open_record)
        if place >= 0 and self.opened is not None:
            self.grid.setCurrentIndex(self.grid.tiles.index(place))

    def show_record(self, identifier: str) -> None:
        """Open one file, or ask for new ones where ``identifier`` is empty."""
        if not identifier:
            self.add(evidence.names_of(file_dialog.files_to_open(self, self.add_text)))
            return
        wanted = self.filters.sought()
        self.read_record(lambda journal: evidence_editor.read(journal, identifier, wanted), self._open)

    def _open(self, found: Found) -> None:
        field, self.desk.wanted_field = self.desk.wanted_field, ""
        self._show_file(found, lambda editor: editor.show_field(field))

    def _show_file(self, found: Found, then: Callable[[EvidenceEditor], None]) -> None:
        def make() -> EvidenceEditor:
            editor = EvidenceEditor(self.desk, found)
            editor.neighbours.wanted.connect(self._go_to)
            return editor

        self.show_editor(make, found.view.evidence.id, then)

    # ---- from one file to the next

    def _step(self, step: int) -> None:
        if isinstance(self.editor, EvidenceEditor):
            self.editor.neighbours.go(step)

    def _go_to(self, identifier: str) -> None:
        """Open the file beside the open one in its place; what was written and drawn in that is saved first."""
        if self._stepping:
            return
        self._stepping = True

        def failed(error: Exception) -> None:
            self._stepping = False
            self.desk.show_error(error)

        wanted = self.filters.sought()
        self.desk.read(
            self, lambda journal: evidence_editor.read(journal, identifier, wanted), self._show_beside, failed
        )

    def _show_beside(self, found: Found) -> None:
        """Show it with the focus where it was: on the same button or field, where that is to be had."""
        self._stepping = False
        focus = QApplication.focusWidget()
        inside = focus is not None and self.editor is not None and self.editor.isAncestorOf(focus)
        kept = focus.accessibleIdentifier() if focus is not None and inside else ""

        def there(editor: EvidenceEditor) -> None:
            place = self.model.row_of(found.view.evidence.id)
            for view, model in ((self.list, self.model), (self.grid, self.grid.tiles)):
                if place >= 0:
                    view.setCurrentIndex(model.index(place))
            editor.neighbours.announce(found.view.evidence.description or found.view.evidence.file_name)
            if inside:
                editor.take_focus(kept)

        self._show_file(found, there)

    def _read_beside(self) -> None:
        """Read where the open file stands: what is listed may have changed."""
        editor, wanted = self.editor, self.filters.sought()
        if isinstance(editor, EvidenceEditor):
            identifier = editor.identifier
            self.desk.read(editor, lambda journal: listing.beside(journal, wanted, identifier), editor.neighbours.tell)

    def add(self, new: list[NewFile]) -> None:
        """Take files in that belong to no entry yet."""
        if not new:
            return

        def work(journal: Journal, progress: Progress) -> tuple[str, str]:
            there = evidence.stored_as(journal)
            files = evidence.attach(journal, "", new, progress=progress)
            with suppress(Cancelled):  # stopped there, they are in nevertheless
                preparing.prepare(journal, files, progress)
            return files[0], taken.in_words(journal, files, there, linked=False)

        def added(done: tuple[str, str]) -> None:
            identifier, said = done
            self.desk.say(said)
            self._after_saving(identifier)
            focus = QApplication.focusWidget()
            if focus is None or self.editor is None or not self.editor.isAncestorOf(focus):  # where may be written
                self.show_record(identifier)

        watched = self.desk.additions.watched(work, new, lambda journal, left: evidence.attach(journal, "", left))
        self.desk.long(self, pgettext("entry", "Adding files"), watched, added)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dragged here."""
        if given.is_for_the_page(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the files that were dropped."""
        self.take_given(event.mimeData())

    def take_given(self, data: QMimeData) -> None:
        """Add the files or the picture that were pasted or dropped."""
        new = offered.files(data)
        if new:
            self.add(new)
        else:
            self.desk.say(offered.why_not(data))


def _card(row: Listed) -> Card:
    item = row.evidence
    facts = [names.media(item.media_type), size_in_words(item.size, language_in_use())]
    count = len(item.incidents)
    facts.append(npgettext("evidence", "in {count} entry", "in {count} entries", count).format(count=count))
    title = isolated(item.description or item.file_name)
    return FileCard(item.id, names.moment(row.added), title, " · ".join(facts), media_type=item.media_type)


def _is_left_out(journal: Journal, wanted: Sought, identifier: str) -> bool:
    """Say whether a file is listed where nothing is chosen, and not among what is wanted."""
    is_there = listing.beside(journal, Sought(), identifier) is not None
    return is_there and listing.beside(journal, wanted, identifier) is None
