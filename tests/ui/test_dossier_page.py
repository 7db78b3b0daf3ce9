"""The dossier in six steps on a real journal: what is asked for, what is shown, and what is written."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from journal_app.domain.evidence import Redaction
from journal_app.services import cases, drafts, people, redactions
from journal_app.services.journal import Journal
from journal_app.ui.dossier_page import DossierPage
from journal_app.ui.main_window import MainPage
from journal_app.ui.widgets import Button
from tests.cli.sample import MARKS
from tests.ui.conftest import WAIT, child, settled
from tests.ui.test_sections import labels, read


def dossier(qtbot: QtBot, main: MainPage) -> DossierPage:
    main.show_section("dossier")
    page = main.pages["dossier"]
    assert isinstance(page, DossierPage)
    qtbot.waitUntil(lambda: page.reader.filing.count() == 2, timeout=WAIT)
    return page


def step(qtbot: QtBot, main: MainPage, page: DossierPage, place: int) -> None:
    page.show_step(place)
    settled(qtbot, main)
    settled(qtbot, main)


def test_the_only_filing_is_offered_first(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    assert (page.request().audience, page.request().complaint, page.request().incidents) == ("board", "bbs", None)
    page.reader.filing.choose("")
    page.reader._show()
    page.reader.body.country.choose("United Kingdom")
    page.reader.body._offer("uk-hcpc")
    assert (page.request().complaint, page.request().board) == ("", "uk-hcpc")


def test_about_you_is_kept(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 1)
    assert page.you.name.text() == "Ana Keller"
    assert "Marcus Hale" in labels(page.you)
    page.you.address.setPlainText("Another street")
    step(qtbot, main, page, 2)
    assert read(qtbot, main, lambda journal: people.get(journal, "me")).entry.address == "Another street"


def test_entries_are_chosen_one_by_one(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 2)
    assert page.request().incidents == ("first", "second")
    ticks = page.entries._ticks
    assert ticks is not None
    assert "Not offered: this entry is for your lawyer." in labels(ticks)
    child(ticks, "dossier.entries.none").click()  # type: ignore[attr-defined]
    assert page.request().incidents == ()
    ticks._filter.setText("podcast")
    child(ticks, "dossier.entries.all").click()  # type: ignore[attr-defined]
    assert page.request().incidents == ("second",)
    step(qtbot, main, page, 4)
    assert "1 entry is in it." in labels(page.check)
    step(qtbot, main, page, 2)
    assert page.request().incidents == ("second",)
    page.reader.readers["self"].setChecked(True)
    step(qtbot, main, page, 2)
    assert "every entry" in labels(page.entries)
    assert page.request().incidents is None


def test_names_are_hidden(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 3)
    assert "shot.png" in child(page.hiding, "dossier.hidden.shot").text()  # type: ignore[attr-defined]
    child(page.hiding, "dossier.hide.hale").setText("Dr. X")  # type: ignore[attr-defined]
    child(page.hiding, "dossier.hide.friend").setText("")  # type: ignore[attr-defined]
    step(qtbot, main, page, 4)
    assert read(qtbot, main, redactions.names) == {"hale": "Dr. X"}


def test_open_points_lead_to_their_place(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 4)
    buttons = [each for each in page.check.findChildren(Button) if each.objectName().startswith("dossier.point.")]
    assert buttons
    assert "broken.png" in labels(page.check)
    there = next(each for each in buttons if "broken.png" in each.accessibleName())
    there.click()
    assert main.page is main.pages["evidence"]


def test_the_real_pages_are_shown(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 4)
    page.check.draw()
    qtbot.waitUntil(lambda: page.check.page.count() > 5, timeout=WAIT)
    assert page.check.canvas.accessibleName() == "Page 1"
    last = page.check.page.count() - 1
    page.check.page.setCurrentIndex(last)
    qtbot.waitUntil(lambda: page.check.canvas.accessibleName() == f"Page {last + 1}", timeout=WAIT)


def test_what_leaves_is_said_and_saved(qtbot: QtBot, main: MainPage, tmp_path: Path) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 5)
    text = labels(page.save)
    for words in (
        "2 entries are in it.",
        "Parts are hidden in: shot.png",
        "2 entries stay here.",
        "may receive a copy",
    ):
        assert words in text
    page.save.impact.setChecked(True)
    page.save.fields.setChecked(True)
    settled(qtbot, main)
    page.save.save_to(tmp_path / "out.pdf")
    qtbot.waitUntil(lambda: "out.pdf" in page.save.made, timeout=WAIT)
    names = {path.name for path in tmp_path.glob("out*")}
    assert names == {"out.pdf", "out-impact.pdf", "out-form.txt"}
    digest = hashlib.sha256((tmp_path / "out.pdf").read_bytes()).hexdigest()
    assert f"{digest}  out.pdf" in page.save.made
    child(page.save, "dossier.copy").click()  # type: ignore[attr-defined]
    assert digest in QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()


def test_a_lawyer_gets_a_package(qtbot: QtBot, main: MainPage, tmp_path: Path) -> None:
    page = dossier(qtbot, main)
    page.reader.readers["lawyer"].setChecked(True)
    step(qtbot, main, page, 5)
    assert "nothing is hidden in them" in labels(page.save)
    page.save.save_to(tmp_path / "package")
    qtbot.waitUntil(lambda: "manifest.json" in page.save.made, timeout=WAIT)
    assert (tmp_path / "package" / "dossier.pdf").exists()


def test_what_cannot_be_made_is_said_in_the_step(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    read(qtbot, main, lambda journal: [_hide_nowhere(journal)])
    step(qtbot, main, page, 4)
    assert "which it does not have" in labels(page.check)
    step(qtbot, main, page, 5)
    assert not page.save.button.isEnabled()


def _hide_nowhere(journal: Journal) -> None:
    redaction = Redaction(evidence="shot", page=7, boxes=((0, 0, 5, 5),))
    with journal.change() as ledger:
        ledger.append("redaction", redaction.id, redaction)


def test_without_a_filing_nothing_is_in_it_until_it_is_chosen(qtbot: QtBot, main: MainPage) -> None:
    """The journal has one complaint, to another body: neither its entries nor its words may slip in."""
    page = dossier(qtbot, main)
    page.reader.filing.choose("")
    page.reader._show()
    page.reader.body.country.choose("United Kingdom")
    page.reader.body._offer("uk-hcpc")
    for reader in ("board", "lawyer"):
        page.reader.readers[reader].setChecked(True)
        snapshot = read(qtbot, main, lambda journal: cases.collect(journal, page.request()))
        assert (snapshot.included, snapshot.case.complaint) == ((), None)
        assert snapshot.lawyer is None


def test_the_text_for_each_field_can_be_copied(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 5)
    child(page.save, "dossier.form.head").setChecked(True)  # type: ignore[attr-defined]
    settled(qtbot, main)
    text = labels(page.save)
    assert "He wrote late." in text
    assert "zqprivatenote" not in text
    buttons = [each for each in page.save.findChildren(Button) if each.text() == "Copy"]
    assert len(buttons) > 5
    assert len({each.objectName() for each in buttons}) == len(buttons)
    buttons[0].click()
    assert QGuiApplication.clipboard().text() in text
    QGuiApplication.clipboard().clear()


def test_a_draft_is_called_one(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 4)
    assert "Marked as a draft" not in labels(page.check)
    step(qtbot, main, page, 2)
    child(page.entries, "dossier.entries.none").click()  # type: ignore[attr-defined]
    step(qtbot, main, page, 4)
    assert "Marked as a draft" in labels(page.check)


# ---- about you, without a name


def you(qtbot: QtBot, main: MainPage) -> DossierPage:
    """Show the step about the person, with a name taken away and an address typed."""
    page = dossier(qtbot, main)
    step(qtbot, main, page, 1)
    page.you.name.selectAll()
    qtbot.keyClick(page.you.name, Qt.Key.Key_Delete)
    page.you.address.setPlainText("Back door, 12 Canal Street")
    return page


def test_what_is_written_about_you_without_a_name_is_kept_and_told(qtbot: QtBot, main: MainPage) -> None:
    page = you(qtbot, main)
    step(qtbot, main, page, 2)
    step(qtbot, main, page, 1)
    assert (page.you.name.text(), page.you.address.text()) == ("", "Back door, 12 Canal Street")
    assert "A name or an initial is needed" in labels(page.you)
    again = DossierPage(main.desk)
    qtbot.addWidget(again)
    step(qtbot, main, again, 1)
    assert (again.you.name.text(), again.you.address.text()) == ("", "Back door, 12 Canal Street")
    assert "A name or an initial is needed" in labels(again.you)
    assert read(qtbot, main, lambda journal: people.get(journal, "me")).entry.address == "12 Canal Street"


def test_with_a_name_it_is_saved_and_nothing_is_left_over(qtbot: QtBot, main: MainPage) -> None:
    page = you(qtbot, main)
    step(qtbot, main, page, 2)
    step(qtbot, main, page, 1)
    qtbot.keyClicks(page.you.name, "A. K.")
    step(qtbot, main, page, 2)
    entry = read(qtbot, main, lambda journal: people.get(journal, "me")).entry
    assert (entry.name, entry.address, entry.notes) == ("A. K.", "Back door, 12 Canal Street", MARKS["person_notes"])
    assert read(qtbot, main, drafts.keys) == ()
    step(qtbot, main, page, 1)
    assert "A name or an initial is needed" not in labels(page.you)


def test_what_is_written_about_you_is_kept_while_it_is_written(qtbot: QtBot, main: MainPage) -> None:
    page = you(qtbot, main)
    qtbot.waitUntil(lambda: read(qtbot, main, drafts.keys) != (), timeout=WAIT)
    assert read(qtbot, main, lambda journal: people.get(journal, "me")).entry.name == "Ana Keller"
    qtbot.keyClicks(page.you.name, "Ana Keller")
    page.you.address.setPlainText("12 Canal Street")
    step(qtbot, main, page, 2)
    assert read(qtbot, main, drafts.keys) == ()
