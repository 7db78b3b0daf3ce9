"""The dossier, step by step: for whom, about you, which entries, what is hidden, the real pages, and saving them."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QStackedWidget, QWidget

from journal_app.i18n import pgettext
from journal_app.services.dossiers import DossierRequest
from journal_app.ui.desk import Desk
from journal_app.ui.dossier_check import CheckStep
from journal_app.ui.dossier_entries import EntriesStep
from journal_app.ui.dossier_save import SaveStep
from journal_app.ui.dossier_steps import SELF, HideStep, ReaderStep, Step, YouStep
from journal_app.ui.page import Page
from journal_app.ui.showing import reveal
from journal_app.ui.widgets import Button, Panel, Scroll, column, row

_BESIDE = 820  # pixels of the section at 100 % text from which the steps stand beside what they ask


class DossierPage(Page):
    """Six steps; each can be left and taken up again, in any order."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.title, self.icon = pgettext("section", "Dossier"), "file-text"
        super().__init__(desk, parent)
        self.reader, self.you = ReaderStep(desk), YouStep(desk)
        self.entries, self.hiding = EntriesStep(desk, self.reader), HideStep(desk)
        self.check = CheckStep(desk, self.request)
        self.save = SaveStep(desk, self.request, self.check.looked_at)
        self.save.look_asked.connect(lambda: self.show_step(self.steps.index(self.check)))
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
        self._before.clicked.connect(lambda: self.show_step(self.step - 1))
        self._next.clicked.connect(lambda: self.show_step(self.step + 1))
        self._arrange()
        self.show_step(0)

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
        self._stack.setCurrentIndex(place)
        self._buttons[place].setChecked(True)
        self._before.setEnabled(place > 0)
        reveal(self._next, place < len(self.steps) - 1)
        self.refresh()

    def request(self) -> DossierRequest:
        """Return what is asked for now."""
        reader = self.reader
        return DossierRequest(
            audience=reader.audience(), complaint=reader.complaint(), board=reader.board(),
            every=reader.audience() == SELF, incidents=self.entries.chosen(),
            no_complaint=reader.audience() != SELF and not reader.complaint(),
            with_impact=self.save.impact.isChecked(), paper=self.save.paper.value(),
            language=reader.language.value(),
        )  # fmt: skip

    def refresh(self) -> None:
        """Read again what the step shows."""
        self.steps[self.step].refresh()

    def turn_away(self) -> None:
        """Keep what was written in the step."""
        self.steps[self.step].keep()

    def leave(self) -> None:
        """Keep what was written in the step: the program is about to lock."""
        self.steps[self.step].keep()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the steps above where there is little room, as numbers only where there is very little."""
        super().resizeEvent(event)
        beside = event.size().width() >= _BESIDE * self.theme.scale
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._whole.setDirection(across if beside else down)
        self._places.setDirection(down if beside else across)
        self._list.setMinimumWidth(self.theme.space(44) if beside else 0)
        for number, (button, step) in enumerate(zip(self._buttons, self.steps, strict=True), 1):
            button.setText(f"{number}  {step.title}" if beside else str(number))
            button.setAccessibleName(f"{number} {step.title}")
