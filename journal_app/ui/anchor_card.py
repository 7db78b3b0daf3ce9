"""What lets others know the state of the journal without a word of it: slips, time stamps, proofs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from journal_app.domain.custody import Anchor
from journal_app.i18n import pgettext
from journal_app.services import anchors
from journal_app.services.journal import Journal
from journal_app.services.media import Pixels
from journal_app.ui import file_dialog, names
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.package_time import PackageTime
from journal_app.ui.printing import SCALE, Draw, PrintRow, pages
from journal_app.ui.showing import reveal
from journal_app.ui.start_pages import told
from journal_app.ui.widgets import Button, Label, Panel, Section, column, held


class AnchorCard(QWidget):
    """A slip to keep or to give away; and, for who knows them, time stamps and proofs by file exchange."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.theme = desk, desk.theme
        self._said, self._problem = Label(self.theme, "", "ok"), Label(self.theme, "", "danger")
        self._kept = Label(self.theme, "", "muted")
        reveal(self._kept, shown=False)
        about = pgettext(
            "anchor",
            "A fingerprint of the whole journal, kept by somebody else or sent by post with a postmark, can show "
            "later that all of this was there by then. No word of the journal is in it.",
        )
        slip = self._button("slip", pgettext("anchor", "Save a fingerprint slip"), "save", self.save_slip)
        more = Section(self.theme, "anchor.more", pgettext("anchor", "Time stamps and proofs"), "", self._by_exchange)
        space = self.theme.space
        paper = PrintRow(self.theme, "anchor.print", pgettext("anchor", "Print a slip"), self._slip_page)
        title = Label(self.theme, pgettext("anchor", "To show one day what was already here"), "heading")
        parts = [title, Label(self.theme, about), flow(slip), paper, more, self._problem, self._said, self._kept]
        self.setLayout(column(Panel("card", column(*parts, margins=space(4), spacing=space(2)))))

    def _by_exchange(self) -> QWidget:
        about = pgettext(
            "anchor",
            "This program uses no network. Carry the file it writes to a service on another device, and bring back "
            "what the service gives you. Only a fingerprint leaves.",
        )
        request = self._button("request", pgettext("anchor", "Write a request"), "send", self.save_request)
        answer = self._button("answer", pgettext("anchor", "Take in its answer"), "download", self.take_answer)
        state = self._button("state", pgettext("anchor", "Write the state file"), "send", self.save_state)
        proof = self._button("proof", pgettext("anchor", "Take in its proof"), "download", self.take_proof)
        parts = (
            Label(self.theme, about), Label(self.theme, pgettext("anchor", "A time stamp (RFC 3161)")),
            flow(request, answer), Label(self.theme, pgettext("anchor", "OpenTimestamps")), flow(state, proof),
            Label(self.theme, pgettext("anchor", "A package for a lawyer")), PackageTime(self.desk, "anchor.package"),
        )  # fmt: skip
        return held(column(*parts, spacing=self.theme.space(2)))

    def _button(self, key: str, text: str, icon: str, act: Callable[[], None]) -> Button:
        button = Button(self.theme, f"anchor.{key}", text, icon=icon)
        button.clicked.connect(act)
        return button

    def refresh(self) -> None:
        """Read which anchors the journal keeps."""
        self.desk.read(self, anchors.anchors, self._show)

    def _show(self, kept: tuple[Anchor, ...]) -> None:
        self._kept.say("\n".join(in_words(each) for each in kept))
        reveal(self._kept, bool(kept))

    def save_slip(self) -> None:
        """Save a slip of the state of now."""
        title = pgettext("anchor", "Choose a place for the slip")
        self._save(
            title, "slip.pdf", anchors.slip, pgettext("anchor", "Saved. Print it, or give somebody a copy of the file.")
        )

    def _slip_page(self, done: Callable[[Draw], bool], failed: Callable[[Exception], None]) -> None:
        def drawn(journal: Journal) -> tuple[Pixels, ...]:
            _, data = anchors.slip_page(journal)
            return journal.decoder.page_pixels(data, first=0, count=1, scale=SCALE)

        def print_(found: tuple[Pixels, ...]) -> None:
            if done(pages(found)):
                self.desk.change(self, anchors.note_slip)

        self.desk.read(self, drawn, print_, failed)

    def save_request(self) -> None:
        """Write a request for a time stamp."""
        title = pgettext("anchor", "Choose a place for the request")
        done = pgettext("anchor", "Written. Bring its answer back when you have it.")
        self._save(title, "request.tsq", anchors.request, done)

    def save_state(self) -> None:
        """Write what an OpenTimestamps program takes."""
        title = pgettext("anchor", "Choose a place for the state file")
        done = pgettext("anchor", "Written. Bring the proof back when you have it.")
        self._save(title, "state", anchors.state_file, done)

    def take_answer(self) -> None:
        """Take in the answer to a request."""
        done = pgettext(
            "anchor",
            "Taken in. It says that this was there no later than the time it names. How far "
            "that can be relied on depends on who issued it.",
        )
        self._take(pgettext("anchor", "Choose the answer"), anchors.answer, done)

    def take_proof(self) -> None:
        """Keep a proof as it came."""
        done = pgettext("anchor", "The proof is kept. Its time was not checked here.")
        self._take(pgettext("anchor", "Choose the proof"), anchors.keep_proof, done)

    def _save(self, title: str, name: str, write: Callable[[Journal, Path], object], done: str) -> None:
        place = file_dialog.place_to_save(self, title, name)
        if place is not None:
            self._do(lambda journal: write(journal, place), done)

    def _take(self, title: str, take: Callable[[Journal, Path], object], done: str) -> None:
        found = file_dialog.files_to_open(self, title)
        if found:
            self._do(lambda journal: take(journal, found[0]), done)

    def _do(self, work: Callable[[Journal], object], done: str) -> None:
        self.say()
        self.desk.change(self, work, lambda _: self.say(done), lambda error: self.say(problem=told(error)))

    def say(self, said: str = "", *, problem: str = "") -> None:
        """Tell what was done, or why it was not."""
        self._said.say(said)
        self._problem.say(problem)


def in_words(anchor: Anchor) -> str:
    """Return what the journal keeps of one anchor; a proof is never given a date."""
    if anchor.proof:
        text = pgettext("anchor", "Proof over {size} revisions: kept, not checked here.")
    elif anchor.answer:
        text = pgettext("anchor", "Time stamp over {size} revisions: {time}, from {authority}.")
    else:
        text = pgettext("anchor", "Time stamp over {size} revisions: asked for, not answered yet.")
    return text.format(size=anchor.size, time=names.date_text(anchor.time), authority=anchor.authority)
