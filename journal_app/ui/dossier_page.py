"""The dossier, step by step: for whom, about you, which entries, what is hidden, the real pages, and saving them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QStackedWidget, QWidget

from journal_app.domain.choices import DossierChoices
from journal_app.domain.records import changed
from journal_app.i18n import pgettext
from journal_app.services import preferences
from journal_app.services.dossiers import DossierRequest
from journal_app.services.drafts import Place
from journal_app.ui import tokens as design
from journal_app.ui.desk import Desk
from journal_app.ui.dossier_check import CheckStep
from journal_app.ui.dossier_entries import EntriesStep
from journal_app.ui.dossier_hide import HideStep
from journal_app.ui.dossier_save import SaveStep
from journal_app.ui.dossier_steps import SELF, ReaderStep, Step, YouStep
from journal_app.ui.editor import DRAFT_AFTER
from journal_app.ui.page import Page
from journal_app.ui.showing import keep_focus_in_view, reveal
from journal_app.ui.widgets import Button, Panel, Scroll, column, row

_BESIDE = 820  # pixels of the section at 100 % text from which the steps stand beside what they ask


@dataclass(slots=True)
class _Last:
    """What was kept last; until what was chosen before was read it is None, and nothing takes its place."""

    kept: DossierChoices | None = None


class DossierPage(Page):
    """Six steps; each can be left and taken up again, in any order."""

    @staticmethod
    def named() -> tuple[str, str]:
        """Return the name of the section and that of its icon."""
        return pgettext("section", "Dossier"), "file-text"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.reader, self.you = ReaderStep(desk), YouStep(desk)
        self.entries, self.hiding = EntriesStep(desk, self.reader, self.request), HideStep(desk)
        self.check = CheckStep(desk, self.request)
        self.save = SaveStep(desk, self.request, self.check.looked_at)
        self.save.look_asked.connect(lambda: self._turn_to(self.steps.index(self.check)))
        self.steps: list[Step] = [self.reader, self.you, self.entries, self.hiding, self.check, self.save]
        self._stack, self._group, self._buttons = QStackedWidget(), QButtonGroup(self), list[Button]()
        for number, step in enumerate(self.steps, 1):
            self._stack.addWidget(Scroll(step))
            button = Button(self.theme, f"dossier.step.{number}", f"{number}  {step.title}", role="nav")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, place=number - 1: self.show_step(place))
            self._group.addButton(button)
            self._buttons.append(button)
        self._before = Button(self.theme, "dossier.before", pgettext("button", "Back"), icon="arrow-left", role="quiet")
        self._next = Button(self.theme, "dossier.next", pgettext("button", "Next"), icon="arrow-right", role="primary")
        self._before.clicked.connect(lambda: self._turn_to(self.step - 1))
        self._next.clicked.connect(lambda: self._turn_to(self.step + 1))
        self._arrange()
        self._last = _Last()
        self._moved = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_AFTER)
        self._timer.timeout.connect(self._keep)
        for step in (self.reader, self.entries, self.hiding, self.save):
            step.changed.connect(self._soon)
        self._waiting = False  # for the filings, without which no step but the first can be asked
        self.reader.offered.connect(self._offered)
        self._go_to(0)
        self._first = self.choices()
        desk.read(self, preferences.dossier_choices, self._restore)

    def _arrange(self) -> None:
        space = self.theme.space
        self._places = column(*self._buttons, spacing=space(1), margins=space(2))
        self._places.addStretch(1)
        self._list = Panel("steps", self._places)
        self._list.setMinimumWidth(space(44))
        foot = row(self._before, 1, self._next, margins=space(3))
        right = column(self._stack, foot, spacing=0)
        right.setStretch(0, 1)
        self._whole = row(self._list, Panel("plain", right), spacing=0)
        self._whole.setStretch(1, 1)
        self.setLayout(self._whole)

    @property
    def step(self) -> int:
        """The place of the step that is shown, from 0."""
        return self._stack.currentIndex()

    def show_step(self, place: int) -> None:
        """Show a step; what was chosen in the one before is kept."""
        self.steps[self.step].keep()
        self._moved = True
        self._go_to(place)
        self._keep()
        self.refresh()

    def _turn_to(self, place: int) -> None:
        """Show a step and begin at its title: a screen reader says where the person is now."""
        self.show_step(place)
        self.steps[place].heading.setFocus()
        keep_focus_in_view()

    def go_back(self) -> bool:
        """Show the step before; there is none before the first."""
        if self.step:
            self._turn_to(self.step - 1)
            return True
        return False

    def _go_to(self, place: int) -> None:
        first, last = place == 0, place == len(self.steps) - 1
        self._stack.setCurrentIndex(place)
        self._buttons[place].setChecked(True)
        self._before.setEnabled(not first)
        reveal(self._next, not last)

    def choices(self) -> DossierChoices:
        """Return what is chosen now, to be taken up again."""
        reader, save = self.reader, self.save
        entries, wanted = self.entries.ticked()
        return DossierChoices(
            reader=reader.audience(), filing=reader.filing.value() if reader.filing.count() else None,
            board=reader.body.value(), language=reader.other_language(), entries=entries, entries_for=wanted,
            entries_for_others=self.entries.ticked_for_others(),
            order=self.entries.order, exhibit_order=self.entries.exhibit_order,
            with_reply=self.entries.with_reply.isChecked(), impact=save.impact.isChecked(),
            fields=save.fields.isChecked(), paper=save.paper.value(), parts=save.parts.value(),
            step=self.step,
            matches_left_out=self.entries.left_out, places=self.hiding.places.draft(), names=self.hiding.draft(),
        )  # fmt: skip

    def _restore(self, choices: DossierChoices) -> None:
        """Take up what was chosen before the program was locked or the look was changed; what is chosen now stays."""
        self._last.kept, now, first = choices, self.choices(), self._first
        fields = ((each, getattr(now, each)) for each in now.__struct_fields__)
        given = {each: value for each, value in fields if value != getattr(first, each)}
        if given:
            choices = changed(choices, **given)
            self._soon()
        self.reader.restore(choices)
        self.entries.restore(choices)
        self.hiding.restore(choices)
        self.entries.left_out = choices.matches_left_out
        self.entries.order, self.entries.exhibit_order = choices.order, choices.exhibit_order
        self.entries.with_reply.setChecked(choices.with_reply)
        self.save.impact.setChecked(choices.impact)
        self.save.fields.setChecked(choices.fields)
        self.save.paper.choose(choices.paper)
        self.save.parts.choose(choices.parts)
        if not self._moved:
            self._go_to(min(max(choices.step, 0), len(self.steps) - 1))
        if self.isVisible():
            self.refresh()

    def _soon(self) -> None:
        """Keep what is chosen a moment later, however long the choosing goes on."""
        if not self._timer.isActive():
            self._timer.start()

    def _keeper(self) -> Callable[[Place], None] | None:
        """Return the work of keeping the choices; None where they are kept, were not read yet, or nothing can be."""
        choices = self.choices()
        if self._last.kept in (None, choices) or self.desk.reads_only:
            return None

        last = self._last  # and nothing of the page: whoever does the work last may let go of it on another thread

        def keep(place: Place) -> None:
            preferences.keep_dossier_choices(place, choices)
            last.kept = choices  # and no earlier: what the disk did not take is tried again

        return keep

    def _keep(self) -> None:
        self._timer.stop()
        keeper = self._keeper()
        if keeper is not None:
            self.desk.keep(keeper)

    def request(self) -> DossierRequest:
        """Return what is asked for now."""
        reader = self.reader
        return DossierRequest(
            audience=reader.audience(), complaint=reader.complaint(), board=reader.board(),
            every=reader.audience() == SELF, incidents=self.entries.chosen(),
            matches_left_out=self.entries.matches_left_out(),
            no_complaint=reader.audience() != SELF and not reader.complaint(),
            with_impact=self.save.impact.isChecked(), paper=self.save.paper.value(),
            language=reader.language.value(), order=self.entries.order, exhibit_order=self.entries.exhibit_order,
            # Nothing leaves before it is asked for, so the pages are shown as they would leave then.
            pictures_as_they_are=True, blank_pages_as_they_are=True,
            with_reply=self.entries.with_reply.isChecked() and reader.audience() != SELF and bool(reader.complaint()),
        )  # fmt: skip

    def refresh(self) -> None:
        """Read again what the step shows; the filings first, where they were not read yet."""
        if self.reader.loaded:
            self.steps[self.step].refresh()
        else:
            self._waiting = True
            self.reader.refresh()

    def _offered(self) -> None:
        if self._waiting:
            self._waiting = False
            if self.step:
                self.steps[self.step].refresh()

    def turn_away(self) -> None:
        """Keep what was written in the step, and what was chosen."""
        self.steps[self.step].keep()
        self._keep()

    def leave(self) -> None:
        """Keep what was written in the step, and what was chosen: the program is about to lock."""
        self.steps[self.step].keep()
        self._timer.stop()
        keeper = self._keeper()
        if keeper is not None:
            self.desk.keep_at_last(keeper)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the steps above where there is little room, as numbers only where there is very little."""
        super().resizeEvent(event)
        self.dress()

    def dress(self) -> None:
        """Put the steps where there is room for them in the size of the text of now."""
        beside = self.width() >= _BESIDE * self.theme.scale
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._whole.setDirection(across if beside else down)
        self._places.setDirection(down if beside else across)
        self._list.setMinimumWidth(self.theme.space(44) if beside else 0)
        letters = QFontMetrics(self.theme.font(design.BODY, strong=True))  # of the step that is shown
        for number, (button, step) in enumerate(zip(self._buttons, self.steps, strict=True), 1):
            text = f"{number}  {step.title}" if beside else str(number)
            button.setText(text)
            button.setMinimumWidth(letters.horizontalAdvance(text) + self.theme.space(5))
            button.setAccessibleName(f"{number} {step.title}")
