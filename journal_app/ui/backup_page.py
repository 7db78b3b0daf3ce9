"""Backup: copies of the journal, checks of it and of them, and what lets others know its state."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from journal_app.i18n import npgettext, pgettext
from journal_app.progress import Progress
from journal_app.services import audit, backups
from journal_app.services.audit import CheckReport, Salvaged
from journal_app.services.backups import BackupMade
from journal_app.services.findings import Finding, findings
from journal_app.services.journal import Journal
from journal_app.services.safekeeping import Safekeeping, safekeeping
from journal_app.ui import check_words, file_dialog
from journal_app.ui.anchor_card import AnchorCard
from journal_app.ui.copy_card import CopyCard
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.page import Page
from journal_app.ui.reading_width import for_reading
from journal_app.ui.showing import reveal
from journal_app.ui.start_pages import told
from journal_app.ui.widgets import Button, Label, Panel, Scroll, column, held


class BackupPage(Page):
    """What keeps the journal safe, from top to bottom: copy, check, try a copy, save what is left, anchor."""

    @staticmethod
    def named() -> tuple[str, str]:
        """Return the name of the section and that of its icon."""
        return pgettext("section", "Backup"), "hard-drive"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        space = self.theme.space
        self.copies, self.anchors = CopyCard(desk), AnchorCard(desk)
        cards = (self._copy_card(), self._check_card(), self.copies, self._salvage_card(), self.anchors)
        page = held(column(*cards, 1, margins=space(4), spacing=space(4)))
        self.setLayout(column(Scroll(for_reading(self.theme, page))))

    def _card(self, title: str, *parts: QWidget) -> Panel:
        space = self.theme.space
        return Panel("card", column(Label(self.theme, title, "heading"), *parts, margins=space(4), spacing=space(2)))

    def refresh(self) -> None:
        """Read what the journal has noted of its own keeping."""
        self.desk.read(self, safekeeping, self._show)
        self.anchors.refresh()

    def _show(self, kept: Safekeeping) -> None:
        lines = [copied_in_words(kept), tried_in_words(kept), anchored_in_words(kept)]
        self._kept.say("\n".join(lines))

    # ---- a copy

    def _copy_card(self) -> Panel:
        make = Button(self.theme, "backup.copy", pgettext("settings", "Make a copy"), icon="hard-drive", role="primary")
        make.clicked.connect(self.back_up)
        self._kept, self._copied = Label(self.theme, ""), Label(self.theme, "", "ok")
        about = pgettext("settings", "The copy is locked like the journal. Keep it on a USB stick, in another place.")
        title = pgettext("settings", "Copy of the journal")
        return self._card(title, self._kept, Label(self.theme, about), flow(make), self._copied)

    def back_up(self) -> None:
        """Make a copy at a place the person chooses."""
        title = pgettext("settings", "Choose a place for the copy")
        place = file_dialog.place_to_save(self, title, pgettext("settings", "Notebook copy"))
        if place is None:
            return

        def copied(made: BackupMade) -> None:
            entries = npgettext("settings", "{count} entry", "{count} entries", made.entries)
            files = npgettext("settings", "{count} file", "{count} files", made.files)
            text = pgettext(
                "settings",
                "Copied and checked: {entries}, {files}. If the copy is on a USB stick, you can unplug the stick now. "
                "Plug it in again and use “Look through a copy” once: that shows that the stick has kept it.",
            )
            counts = entries.format(count=made.entries), files.format(count=made.files)
            self._copied.say(text.format(entries=counts[0], files=counts[1]))

        self.desk.long(
            self, pgettext("settings", "Making a copy"),
            lambda journal, progress: backups.back_up(journal, place, progress), copied,
        )  # fmt: skip

    # ---- a check

    def _check_card(self) -> Panel:
        check = Button(self.theme, "backup.check", pgettext("backup", "Check this journal"), icon="shield")
        check.clicked.connect(self.check)
        self._whole, self._damaged = Label(self.theme, "", "ok"), Label(self.theme, "", "danger")
        self._looked_at, self._next = Label(self.theme, "", "muted"), Label(self.theme, "")
        for label in (self._looked_at, self._next):
            reveal(label, shown=False)
        about = pgettext(
            "backup", "Every page, every saved version and every file is read and compared. Nothing is changed."
        )
        title = pgettext("backup", "Is everything as it was saved?")
        parts = (self._whole, self._damaged, self._next, self._looked_at)
        return self._card(title, Label(self.theme, about), flow(check), *parts)

    def check(self) -> None:
        """Read everything, and say what was found."""

        def work(journal: Journal, progress: Progress) -> tuple[CheckReport, tuple[Finding, ...]]:
            report = audit.check_open(journal, progress)
            return report, findings(journal, report)

        self._tell("", "", "")
        self.desk.long(
            self, pgettext("backup", "Checking the journal"), work, lambda found: self._checked(*found), self._stopped
        )

    def _checked(self, report: CheckReport, found: tuple[Finding, ...]) -> None:
        self.copies.wanted = frozenset((each.kind, each.record) for each in found if each.kind)
        self._tell("" if found else audit.whole(), check_words.damage(found), check_words.looked_at(report))
        if found:
            self._next.say(
                pgettext("backup", "Leave the journal as it is, and look through a copy: below it says what it holds.")
            )
            reveal(self._next, shown=True)

    def _stopped(self, error: Exception) -> None:
        self._tell("", told(error), "")

    def _tell(self, whole: str, damaged: str, looked_at: str) -> None:
        self._whole.say(whole)
        self._damaged.say(damaged)
        self._looked_at.say(looked_at)
        reveal(self._looked_at, bool(looked_at))
        reveal(self._next, shown=False)

    # ---- what can still be read

    def _salvage_card(self) -> Panel:
        save = Button(self.theme, "backup.salvage", pgettext("backup", "Save what can be read"), icon="save")
        save.clicked.connect(self.salvage)
        self._saved, self._lost = Label(self.theme, "", "ok"), Label(self.theme, "", "danger")
        about = Label(self.theme, salvage_in_words())
        title = pgettext("backup", "When something is damaged")
        return self._card(title, about, flow(save), self._saved, self._lost)

    def salvage(self) -> None:
        """Write everything readable into a new folder the person chooses."""
        place = place_for_salvage(self)
        if place is None:
            return
        self._saved.say("")
        self._lost.say("")

        def saved(made: Salvaged) -> None:
            self._saved.say(saved_in_words(made))
            self._lost.say(check_words.lost(made.lost))

        self.desk.long(
            self, pgettext("backup", "Saving what can be read"),
            lambda journal, progress: audit.salvage_open(journal, place, progress), saved,
            lambda error: self._lost.say(told(error)),
        )  # fmt: skip


def salvage_in_words() -> str:
    """Return what is said before anything is saved in plain."""
    return pgettext(
        "backup",
        "The last version of everything that can still be read goes into a new folder, with a list of what cannot. "
        "Earlier versions, when they were written, and removed entries are not in it. Keep the damaged journal. That "
        "folder is not locked: whoever gets it can read it.",
    )


def place_for_salvage(owner: QWidget) -> Path | None:
    """Ask where to save what can be read."""
    title = pgettext("backup", "Choose a place for what can be read")
    return file_dialog.place_to_save(owner, title, pgettext("backup", "Saved notes"))


def saved_in_words(made: Salvaged) -> str:
    """Return how much was saved, and that it is not locked."""
    text = pgettext("backup", "Saved: {count} records and files. The folder is not locked.")
    begun = pgettext("backup", "What was begun and not finished is in {name}.").format(name=audit.DRAFTS)
    return " ".join([text.format(count=made.saved), *([begun] if made.drafts else [])])


def copied_in_words(kept: Safekeeping) -> str:
    """Return when a copy was made last."""
    if kept.copied is None:
        return pgettext("backup", "No copy was made yet.")
    return pgettext("backup", "A copy was last made on {date}.").format(date=check_words.day(kept.copied))


def tried_in_words(kept: Safekeeping) -> str:
    """Return when a copy was last tried out, and whether that is worth doing now."""
    if kept.tried is None:
        said = pgettext("backup", "No copy was tried out yet.")
    else:
        said = pgettext("backup", "A copy was last tried out on {date}.").format(date=check_words.day(kept.tried))
    due = pgettext("backup", "Trying one out every 90 days shows that it still opens.")
    return f"{said} {due}" if kept.trial_due else said


def anchored_in_words(kept: Safekeeping) -> str:
    """Return when the state was last noted outside, and whether that is worth doing now."""
    if kept.anchored is None:
        said = pgettext("backup", "No fingerprint of the journal was saved or printed yet.")
    else:
        said = pgettext("backup", "A fingerprint of the journal was last saved or printed on {date}.").format(
            date=check_words.day(kept.anchored)
        )
    due = pgettext("backup", "Once a month is enough to show later what was there by then.")
    return f"{said} {due}" if kept.anchor_due else said
