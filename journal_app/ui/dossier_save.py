"""The last step of a dossier: what leaves and what stays, who reads it, saving, and the fingerprints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from journal_app.i18n import npgettext, pgettext
from journal_app.services import complaints, dossiers
from journal_app.services.dossiers import DossierPlan, DossierRequest, FormTexts, Made, OpenPoint
from journal_app.ui import file_dialog, names
from journal_app.ui.bullets import Bullet
from journal_app.ui.desk import Desk
from journal_app.ui.dossier_check import leaving, staying
from journal_app.ui.dossier_sent import LockedCopy, NoteSending
from journal_app.ui.dossier_steps import BOARD, LAWYER, SELF, Step
from journal_app.ui.flow import flow
from journal_app.ui.in_parts import AT_ONCE
from journal_app.ui.open_points import OpenPoints
from journal_app.ui.package_time import PackageTime
from journal_app.ui.showing import reveal
from journal_app.ui.start_pages import told
from journal_app.ui.ticks import Check
from journal_app.ui.widgets import Button, Choice, Label, Panel, Section, clear, column, held

_MEGABYTE = 1_000_000  # bytes, as mail systems and portals count
_PARTS = (5, 10, 20)  # megabytes: a third more of each is still taken by mail systems that take 7, 15 or 27
_USUAL = str(10 * _MEGABYTE)
_SHOWN, _BLANK = "shown-in-picture", "repaired-blank"


def _sizes() -> list[tuple[str, str]]:
    """Return what may be chosen: one file, or parts of some size."""
    most = pgettext("dossier", "Parts of at most {count} MB")
    parts = [(str(each * _MEGABYTE), most.format(count=each)) for each in _PARTS]
    return [("", pgettext("dossier", "One file")), *parts]


class SaveStep(Step):
    """Says what leaves the journal, and writes it."""

    look_asked = Signal()
    changed = Signal()

    def __init__(
        self, desk: Desk, request: Callable[[], DossierRequest], looked_at: Callable[[DossierRequest, int], bool]
    ) -> None:
        """``looked_at`` says of a request and a state of the journal whether its pages were shown."""
        self.title = pgettext("dossier", "Save")
        super().__init__(desk)
        self._request, self._looked_at, self._made = request, looked_at, ""
        self._wanted = DossierRequest(audience=SELF)  # until the first is asked for
        self._planned: tuple[DossierRequest, DossierPlan] | None = None  # what is shown, and what that was asked for
        self._form_for: tuple[DossierRequest, int] | None = None  # of which state of the journal
        self.points, self.asking = OpenPoints(desk, "dossier.still-open"), AskOnce(desk)
        self.asking.changed.connect(self._allow)
        self._unseen = Label(self.theme, "", "warn")
        self._look = Button(self.theme, "dossier.look", pgettext("dossier", "Look at the pages"), icon="eye")
        self._look.clicked.connect(self.look_asked)
        self._leaves, self._stays = column(spacing=self.theme.space(1)), column(spacing=self.theme.space(1))
        self._problem = Label(self.theme, "", "danger")
        self.impact = Check("dossier.impact", pgettext("dossier", "Effects on me too, as a file of its own"))
        self.locked = LockedCopy(desk)
        self.fields = Check("dossier.fields", pgettext("dossier", "The text for the body’s form too"))
        papers = [
            ("", pgettext("dossier", "As the body’s country has it")),
            ("a4", pgettext("dossier", "A4")),
            ("letter", pgettext("dossier", "Letter")),
        ]
        self.paper = Choice("dossier.paper", pgettext("dossier", "Paper"), papers)
        self.parts = Choice("dossier.parts", pgettext("dossier", "One file or parts"), _sizes())
        self.button = Button(self.theme, "dossier.save", pgettext("dossier", "Save"), icon="save", role="primary")
        self.button.clicked.connect(self._choose)
        for each in (self.impact.clicked, self.fields.clicked, self.paper.activated, self.parts.activated):
            each.connect(self.changed)
        self._done, self._form = column(spacing=self.theme.space(1)), column()
        self.impact.toggled.connect(lambda _: self.refresh())
        self.fields.toggled.connect(lambda _: self.refresh())
        self.paper.activated.connect(lambda _: self.refresh())
        self._lay_out()
        self._allow()  # nothing is planned yet

    def _lay_out(self) -> None:
        space = self.theme.space
        leaves = column(Label(self.theme, pgettext("dossier", "What leaves"), "heading"), held(self._leaves),
                        margins=space(3))  # fmt: skip
        stays = column(Label(self.theme, pgettext("dossier", "What stays"), "heading"), held(self._stays),
                       margins=space(3))  # fmt: skip
        paper = Label(self.theme, pgettext("dossier", "Paper"), buddy=self.paper)
        parts = Label(self.theme, pgettext("dossier", "One file or parts"), buddy=self.parts)
        mail = Label(self.theme, pgettext("dossier", "E-mail makes a file about a third larger on its way."), "muted")
        still = column(Label(self.theme, pgettext("dossier", "Still open"), "heading"), self.points,
                       margins=space(3))  # fmt: skip
        self.add(self._problem, Panel("card", leaves), Panel("card", stays), Panel("card", still), self.impact,
                 self.fields, paper, self.paper, parts, self.parts, mail, self.locked, self._unseen,
                 flow(self._look), self.asking, flow(self.button), held(self._done), held(self._form))  # fmt: skip
        self.inner.addStretch(1)

    def refresh(self) -> None:
        """Plan the dossier again; another one than is shown cannot be saved until it is."""
        request = self._wanted = self._request()
        if self._planned is not None and self._planned[0] != request:
            self._planned = None
            self._allow()
        self.impact.setEnabled(request.audience != SELF)
        self.fields.setEnabled(request.audience == BOARD)
        self.parts.setEnabled(request.audience != LAWYER)  # whose package is checked as a whole
        self.locked.tell_of_signature(signed=request.audience == LAWYER)
        self.desk.read(
            self, lambda journal: dossiers.prepare(journal, request),
            lambda plan: self._show(request, plan), lambda error: self._refused(request, error),
        )  # fmt: skip

    def _refused(self, request: DossierRequest, error: Exception) -> None:
        if request != self._wanted:
            return  # another is being planned
        self._problem.say(told(error))
        self._planned = None
        self.points.show_points(())
        self.asking.ask(())
        self._allow()
        for place in (self._leaves, self._stays):
            clear(place)

    def _allow(self) -> None:
        """Let it be saved where it can be made and what is asked once more was answered."""
        self.button.setEnabled(self._planned is not None and self.asking.answered())

    def _show(self, request: DossierRequest, plan: DossierPlan) -> None:
        if request != self._wanted:
            return  # another is being planned
        audience, self._planned = request.audience, (request, plan)
        self._problem.say("")
        self.points.show_points(plan.open_points)
        self.asking.ask(plan.open_points, originals=audience == LAWYER)
        self._allow()
        unseen = pgettext("dossier", "These pages, as they would leave now, were not shown to you yet.")
        self._unseen.say("" if self._looked_at(request, plan.state) else unseen)
        reveal(self._look, bool(self._unseen.text()))
        self._offer_form(request, plan.state)
        reader = {
            BOARD: pgettext("dossier", "The person complained about may receive a copy of this. Bodies protect the "
                            "public and may decide otherwise than you hope."),
            LAWYER: pgettext("dossier", "The package holds the originals as they are: nothing is hidden in them."),
            SELF: pgettext("dossier", "This copy is not locked. Whoever has it can read everything."),
        }  # fmt: skip
        impact = pgettext("dossier", "Effects on you, as a file of its own.")
        leaves = [*leaving(plan), *([impact] if self.impact.isChecked() and audience != SELF else [])]
        leaves += [pgettext("dossier", "Their answer, point by point, and what you say to it.")] * request.with_reply
        hidden = pgettext("dossier", "Parts are hidden in: {file}")
        leaves += [hidden.format(file=name) for name in plan.hidden]
        leaves += self._contacts(request, plan)
        private = pgettext("dossier", "Every private note, every tag, and notes about people.")
        unprinted = pgettext("dossier", "The original files, sound and video, earlier versions, removed entries, and "
                             "what is not finished.")  # fmt: skip
        clear(self._leaves)
        clear(self._stays)
        for text in (*leaves, reader[audience]):
            self._leaves.addWidget(Label(self.theme, text))
        begun = [pgettext("dossier", "What is not finished.")] * plan.begun
        for text in [unprinted] if audience == SELF else [*staying(plan), *begun, private]:
            self._stays.addWidget(Label(self.theme, text))

    def _contacts(self, request: DossierRequest, plan: DossierPlan) -> list[str]:
        """Return the sentences that say whose contact details leave, and whose are hidden."""
        if request.audience == SELF:
            return []
        with_form = self.fields.isChecked() and request.audience == BOARD
        whose = dict.fromkeys([*plan.contacts, *(plan.form_contacts if with_form else ())])
        leave = pgettext("dossier", "Contact details (address, e-mail, telephone) of: {names}")
        hidden = pgettext("dossier", "Contact details are hidden for: {names}")
        told = [(leave, tuple(whose)), (hidden, plan.without_contacts)]
        return [text.format(names=", ".join(each)) for text, each in told if each]

    def _offer_form(self, request: DossierRequest, state: int) -> None:
        """Offer the text for each field of the body's own form; what is open of it stays where it is the same."""
        if self._form_for == (request, state):
            return
        self._form_for = request, state
        head = self.findChild(Button, "dossier.form.head")
        was_open = isinstance(head, Button) and head.isChecked()
        clear(self._form)
        if request.audience == BOARD:
            title = pgettext("dossier", "Text for each field of the body’s form")
            form = Section(self.theme, "dossier.form", title, "", lambda: FormText(self.desk, request))
            self._form.addWidget(form)
            if was_open:
                form.open()

    def _choose(self) -> None:
        if not self.locked.is_whole():
            return
        name = pgettext("dossier", "dossier")
        name = name if self._wanted.audience == LAWYER else f"{name}.pdf"
        place = file_dialog.place_to_save(self, pgettext("dossier", "Save the dossier"), name)
        if place is None:
            return
        if self.button.isEnabled():
            self.save_to(place)
        else:  # what is asked once more, or stops it, came while a place was looked for
            self.desk.show_error(dossiers.changed_since_shown())

    def save_to(self, place: Path) -> None:
        """Write the dossier that is shown to ``place``; nothing where another is being planned."""
        if self._planned is None:
            return
        (request, plan), passphrase = self._planned, self.locked.take()
        request = replace(
            request, with_impact=request.with_impact and request.audience != SELF,
            pictures_as_they_are=self.asking.said_yes(_SHOWN), blank_pages_as_they_are=self.asking.said_yes(_BLANK),
        )  # fmt: skip
        wanted = self.fields.isChecked() and request.audience == BOARD
        fields, state = place.with_name(f"{place.stem}-form.txt") if wanted else None, plan.state
        size = int(self.parts.value() or 0) if request.audience != LAWYER else 0

        def written(made: Made) -> None:
            if isValid(self):
                self._written(request, made)
            else:
                self.desk.say(pgettext("dossier", "The dossier is saved: {file}").format(file=place.name))

        self.desk.long(  # of the window, as this page may be made anew meanwhile, in another language
            self.window(), pgettext("dossier", "Writing the dossier"),
            lambda journal, progress: dossiers.build(
                journal, request, place, fields=fields, encrypt_passphrase=passphrase, in_parts=size, state=state,
                progress=progress,
            ),
            written,
        )  # fmt: skip

    def _written(self, request: DossierRequest, made: Made) -> None:
        self.asking.forget()
        self._made = "\n".join(f"{file.sha256}  {file.path.name}" for file in made.files)
        clear(self._done)
        self._done.addWidget(Label(self.theme, pgettext("dossier", "Saved. Files and their fingerprints:"), "ok"))
        for file in made.files:
            self._done.addWidget(Label(self.theme, file.path.name, "heading"))
            self._done.addWidget(Label(self.theme, names.in_fours(file.sha256), "muted"))
        if made.signed:
            self._done.addWidget(Label(self.theme, dossiers.note_of_copy(names.in_fours(made.signed))))
        if made.undivided:
            self._done.addWidget(Label(self.theme, made.undivided))
        if made.too_large:
            self._done.addWidget(Label(self.theme, made.too_large))
            self._offer_parts(request)
        copy = Button(self.theme, "dossier.copy", pgettext("dossier", "Copy the list"), icon="copy", role="quiet")
        copy.clicked.connect(lambda: self.desk.copy(self._made))
        self._done.addWidget(flow(copy))
        package = next((file.path.parent for file in made.files if file.path.name == "manifest.json"), None)
        if package is not None:
            title = pgettext("anchor", "Time stamp for a package")
            by_time = Section(self.theme, "dossier.time", title, "", lambda: PackageTime(self.desk, "dossier.time",
                                                                                        package))  # fmt: skip
            self._done.addWidget(by_time)
        if request.complaint and request.audience != SELF:
            self._offer_to_note(request, made)
        self.desk.say(pgettext("dossier", "Saved. Files and their fingerprints:"))

    def _offer_parts(self, request: DossierRequest) -> None:
        """Offer to save what is too large for a mail once more, in parts."""
        if request.audience == LAWYER or self.parts.value():
            return

        def divide() -> None:
            self.parts.choose(_USUAL)
            self._choose()

        text = pgettext("dossier", "Save it in parts too")
        button = Button(self.theme, "dossier.save-in-parts", text, icon="save")
        button.clicked.connect(divide)
        self._done.addWidget(flow(button))

    def _offer_to_note(self, request: DossierRequest, made: Made) -> None:
        """Offer to note in the filing what was sent; to the body of the filing, where it is for one."""
        complaint = request.complaint

        def show(body: str) -> None:
            whom = body if request.audience == BOARD else ""
            self._done.addWidget(Panel("card", column(NoteSending(self.desk, complaint, whom, made),
                                                      margins=self.theme.space(3))))  # fmt: skip

        self.desk.read(self, lambda journal: complaints.body_name(complaints.get(journal, complaint).entry), show)

    @property
    def made(self) -> str:
        """The list of what was written, as ``sha256sum -c`` reads it; empty until something was."""
        return self._made


class AskOnce(QWidget):
    """Asks once more, by a tick for each kind, before what is sensitive leaves.

    These are files marked so, recordings, pictures that show what is hidden, and pages that came out blank.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._theme = desk.theme
        self._asked: dict[str, tuple[OpenPoint, ...]] = {}
        self._originals = False
        self.boxes: dict[str, Check] = {}
        self._inner = column(spacing=self._theme.space(1))
        self.setLayout(self._inner)

    def ask(self, points: Sequence[OpenPoint], *, originals: bool = False) -> None:
        """Ask for what is among these points; an answer holds as long as the same is asked.

        Where no ``originals`` leave, a recording is only told of: its sound is on no page.
        """
        heard = pgettext("dossier", "Yes, include these recordings of people.")
        silent = pgettext(
            "dossier", "Yes, the dossier may say that these recordings of people exist. Their sound is not included."
        )
        may = {
            "sensitive": pgettext("dossier", "Yes, include these files, although I marked them as sensitive."),
            "recording": heard if originals else silent,
            _SHOWN: pgettext(
                "dossier",
                "Yes, include these pages as they are, although their pictures show what is hidden in the text.",
            ),
            _BLANK: pgettext("dossier", "Yes, I looked at these files. Include their blank pages as they are."),
        }
        told_of = {code: {code} for code in may} | {"recording": {"recording-law", "recording"}}
        found = {code: tuple(each for each in points if each.code in told_of[code]) for code in may}
        found = {code: each for code, each in found.items() if each}
        if found == self._asked and originals == self._originals:
            return
        same = originals == self._originals
        before = {
            code: same and box.isChecked() and found.get(code) == self._asked[code] for code, box in self.boxes.items()
        }
        clear(self._inner)
        self._asked, self._originals, self.boxes = found, originals, {}
        for code, each in found.items():
            box = Check(f"dossier.may-leave.{code}", may[code], ticked=before.get(code, False))
            box.toggled.connect(lambda _: self.changed.emit())
            self.boxes[code] = box
            told: list[QWidget] = [Bullet(self._theme, point.message) for point in each[:AT_ONCE]]
            if len(each) > AT_ONCE:
                more = npgettext("dossier", "And {count} more.", "And {count} more.", len(each) - AT_ONCE)
                told.append(Label(self._theme, more.format(count=len(each) - AT_ONCE)))
            title = Label(self._theme, pgettext("dossier", "Asked once more before it leaves"), "heading")
            self._inner.addWidget(Panel("card", column(title, *told, box, margins=self._theme.space(3))))

    def answered(self) -> bool:
        """Say whether everything that is asked was answered."""
        return all(box.isChecked() for box in self.boxes.values())

    def said_yes(self, code: str) -> bool:
        """Say whether what is asked for under ``code`` may leave as it is."""
        return code in self.boxes and self.boxes[code].isChecked()

    def forget(self) -> None:
        """Forget the answers: they were for what has left."""
        for box in self.boxes.values():
            box.setChecked(False)


class FormText(QWidget):
    """The text for each field of a body's form, each with a button that copies it."""

    def __init__(self, desk: Desk, request: DossierRequest) -> None:
        super().__init__()
        self._desk, self._listed = desk, column(spacing=desk.theme.space(2))
        self.setLayout(self._listed)
        desk.read(self, lambda journal: dossiers.form_texts(journal, request), self._show)

    def _show(self, texts: FormTexts) -> None:
        theme, heading, answers = self._desk.theme, "", texts.answers
        if texts.note is not None:
            lines = [Label(theme, line) for line in texts.note.lines]
            told = column(Label(theme, texts.note.heading, "heading"), *lines, margins=theme.space(3))
            self._listed.addWidget(Panel("notice", told))
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
