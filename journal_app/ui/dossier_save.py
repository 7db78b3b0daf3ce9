"""The last step of a dossier: what leaves and what stays, who reads it, saving, and the fingerprints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.services import dossiers
from journal_app.services.dossiers import DossierPlan, DossierRequest, FormAnswer, Made
from journal_app.ui import file_dialog
from journal_app.ui.desk import Desk
from journal_app.ui.dossier_check import in_and_out
from journal_app.ui.dossier_steps import BOARD, LAWYER, SELF, Step
from journal_app.ui.flow import flow
from journal_app.ui.ticks import Check
from journal_app.ui.widgets import Button, Choice, Label, Panel, Section, clear, column, held


class SaveStep(Step):
    """Says what leaves the journal, and writes it."""

    def __init__(self, desk: Desk, request: Callable[[], DossierRequest]) -> None:
        self.title = pgettext("dossier", "Save")
        super().__init__(desk)
        self._request, self._made = request, ""
        self._leaves, self._stays = column(spacing=self.theme.space(1)), column(spacing=self.theme.space(1))
        self._problem = Label(self.theme, "", "danger")
        self.impact = Check("dossier.impact", pgettext("dossier", "Effects on me too, as a file of its own"))
        self.fields = Check("dossier.fields", pgettext("dossier", "The text for the body's form too"))
        papers = [
            ("", pgettext("dossier", "As the body's country has it")),
            ("a4", pgettext("dossier", "A4")),
            ("letter", pgettext("dossier", "Letter")),
        ]
        self.paper = Choice("dossier.paper", pgettext("dossier", "Paper"), papers)
        self.button = Button(self.theme, "dossier.save", pgettext("dossier", "Save"), icon="save", role="primary")
        self.button.clicked.connect(self._choose)
        self._done, self._form = column(spacing=self.theme.space(1)), column()
        self.impact.toggled.connect(lambda _: self.refresh())
        self._lay_out()

    def _lay_out(self) -> None:
        space = self.theme.space
        leaves = column(Label(self.theme, pgettext("dossier", "What leaves"), "heading"), held(self._leaves),
                        margins=space(3))  # fmt: skip
        stays = column(Label(self.theme, pgettext("dossier", "What stays"), "heading"), held(self._stays),
                       margins=space(3))  # fmt: skip
        paper = Label(self.theme, pgettext("dossier", "Paper"), buddy=self.paper)
        self.add(self._problem, Panel("card", leaves), Panel("card", stays), self.impact, self.fields, paper,
                 flow(self.paper), flow(self.button), held(self._done), held(self._form))  # fmt: skip
        self.inner.addStretch(1)

    def refresh(self) -> None:
        """Plan the dossier again."""
        request = self._request()
        self.impact.setEnabled(request.audience != SELF)
        self.fields.setEnabled(request.audience == BOARD)
        self.desk.read(
            self, lambda journal: dossiers.prepare(journal, request),
            lambda plan: self._show(request.audience, plan), self._refused,
        )  # fmt: skip

    def _refused(self, error: Exception) -> None:
        self._problem.say(str(error))
        self.button.setEnabled(False)
        for place in (self._leaves, self._stays):
            clear(place)

    def _show(self, audience: str, plan: DossierPlan) -> None:
        self._problem.say("")
        self.button.setEnabled(True)
        self._offer_form(audience)
        entries, exhibits, staying = in_and_out(plan)
        reader = {
            BOARD: pgettext("dossier", "The person complained about may receive a copy of this. Bodies protect the "
                            "public and may decide otherwise than you hope."),
            LAWYER: pgettext("dossier", "The package holds the originals as they are: nothing is hidden in them."),
            SELF: pgettext("dossier", "This copy is not locked. Whoever has it can read everything."),
        }  # fmt: skip
        impact = pgettext("dossier", "Effects on you, as a file of its own.")
        leaving = [entries, exhibits, *([impact] if self.impact.isChecked() and audience != SELF else [])]
        hidden = pgettext("dossier", "Parts are hidden in: {file}")
        leaving += [hidden.format(file=name) for name in plan.hidden]
        private = pgettext("dossier", "Every private note, every tag, and notes about people.")
        nothing = pgettext("dossier", "Nothing: this copy is complete.")
        clear(self._leaves)
        clear(self._stays)
        for text in (*leaving, reader[audience]):
            self._leaves.addWidget(Label(self.theme, text))
        for text in [nothing] if audience == SELF else [staying, private]:
            self._stays.addWidget(Label(self.theme, text))

    def _offer_form(self, audience: str) -> None:
        """Offer the text for each field of the body's own form."""
        clear(self._form)
        if audience == BOARD:
            request = self._request()
            title = pgettext("dossier", "Text for each field of the body's form")
            self._form.addWidget(Section(self.theme, "dossier.form", title, "", lambda: FormText(self.desk, request)))

    def _choose(self) -> None:
        name = pgettext("dossier", "dossier")
        name = name if self._request().audience == LAWYER else f"{name}.pdf"
        place = file_dialog.place_to_save(self, pgettext("dossier", "Save the dossier"), name)
        if place is not None:
            self.save_to(place)

    def save_to(self, place: Path) -> None:
        """Write the dossier to ``place``."""
        request = self._request()
        request = replace(request, with_impact=request.with_impact and request.audience != SELF)
        wanted = self.fields.isChecked() and request.audience == BOARD
        fields = place.with_name(f"{place.stem}-form.txt") if wanted else None
        self.desk.long(
            self, pgettext("dossier", "Writing the dossier"),
            lambda journal, progress: dossiers.build(journal, request, place, fields=fields, progress=progress),
            self._written,
        )  # fmt: skip

    def _written(self, made: Made) -> None:
        self._made = "\n".join(f"{file.sha256}  {file.path.name}" for file in made.files)
        clear(self._done)
        self._done.addWidget(Label(self.theme, pgettext("dossier", "Saved. Files and their fingerprints:"), "ok"))
        for file in made.files:
            self._done.addWidget(Label(self.theme, file.path.name, "heading"))
            self._done.addWidget(Label(self.theme, _in_fours(file.sha256), "muted"))
        copy = Button(self.theme, "dossier.copy", pgettext("dossier", "Copy the list"), icon="copy", role="quiet")
        copy.clicked.connect(lambda: self.desk.copy(self._made))
        self._done.addWidget(flow(copy))
        self.desk.say(pgettext("dossier", "Saved. Files and their fingerprints:"))

    @property
    def made(self) -> str:
        """The list of what was written, as ``sha256sum -c`` reads it; empty until something was."""
        return self._made


class FormText(QWidget):
    """The text for each field of a body's form, each with a button that copies it."""

    def __init__(self, desk: Desk, request: DossierRequest) -> None:
        super().__init__()
        self._desk, self._listed = desk, column(spacing=desk.theme.space(2))
        self.setLayout(self._listed)
        desk.read(self, lambda journal: dossiers.form_answers(journal, request), self._show)

    def _show(self, answers: tuple[FormAnswer, ...]) -> None:
        theme, heading = self._desk.theme, ""
        if not answers:
            self._listed.addWidget(Label(theme, pgettext("dossier", "Nothing is known of the fields of this form.")))
        for number, answer in enumerate(answers):
            if answer.heading != heading:
                heading = answer.heading
                self._listed.addWidget(Label(theme, heading, "heading"))
            copy = Button(theme, f"dossier.form.{number}", pgettext("dossier", "Copy"), icon="copy", role="quiet")
            name = pgettext("dossier", "Copy the text for: {field}")
            copy.setAccessibleName(name.format(field=", ".join(answer.fields) or answer.heading))
            copy.clicked.connect(lambda _=False, text=answer.text: self._desk.copy(text))
            fields = [Label(theme, field, "muted") for field in answer.fields]
            parts = column(*fields, Label(theme, answer.text), flow(copy), margins=theme.space(3))
            self._listed.addWidget(Panel("card", parts))


def _in_fours(digits: str) -> str:
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
