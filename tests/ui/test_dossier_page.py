"""The dossier in six steps on a real journal: what is asked for, what is shown, and what is written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from journal_app import i18n
from journal_app.domain.choices import DossierChoices
from journal_app.domain.complaints import ComplaintEntry, Point
from journal_app.domain.evidence import Redaction
from journal_app.domain.people import Role
from journal_app.domain.records import changed
from journal_app.services import (
    cases,
    complaints,
    dossiers,
    drafts,
    evidence,
    incidents,
    made_files,
    matches,
    people,
    preferences,
    redactions,
)
from journal_app.services.dossiers import Made, OpenPoint, Written
from journal_app.services.journal import Journal
from journal_app.store.drafts import put_preference
from journal_app.ui import names
from journal_app.ui.dossier_page import DossierPage
from journal_app.ui.dossier_sent import NoteSending
from journal_app.ui.main_window import MainPage
from journal_app.ui.names import in_fours
from journal_app.ui.open_points import OpenPoints
from journal_app.ui.order_list import OrderList
from journal_app.ui.people_page import PeoplePage, PersonEditor
from journal_app.ui.split_page import SplitPage
from journal_app.ui.widgets import Button, Label, LineField
from tests.cli.sample import MARKS
from tests.services.test_dossiers import words_of
from tests.services.test_exhibits import pdf
from tests.ui.conftest import WAIT, busy, child, opened, section, settled
from tests.ui.test_sections import labels, read
from tests.ui.test_unfinished import after_a_kill, on_disk

__all__ = ["after_a_kill"]  # a fixture


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
    page.you.contact_note.setPlainText("No letters.")
    step(qtbot, main, page, 2)
    kept = read(qtbot, main, lambda journal: people.get(journal, "me")).entry
    assert (kept.address, kept.contact_note) == ("Another street", "No letters.")


def test_entries_are_chosen_one_by_one(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 2)
    assert page.request().incidents == ("first", "second")
    ticks = page.entries._ticks
    assert ticks is not None
    qtbot.waitUntil(lambda: len(ticks.model.rows) == 4, timeout=WAIT)  # rows come in parts
    offers = {row.id: ticks.model.offer_of(row) for row in ticks.model.rows}
    assert offers["for-lawyer"].startswith("For your lawyer.")
    assert offers["mine"].startswith("For you only.")
    assert "2 entries are chosen." in labels(ticks)
    child(ticks, "dossier.entries.none").click()  # type: ignore[attr-defined]
    assert page.request().incidents == ()
    ticks.filter.setText("podcast")
    qtbot.waitUntil(lambda: [row.id for row in ticks.model.rows] == ["second"], timeout=WAIT)
    child(ticks, "dossier.entries.all").click()  # type: ignore[attr-defined]
    settled(qtbot, main)
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
    assert "a town alone, or an address someone else shares stays" in labels(page.hiding)
    assert "shot.png" in child(page.hiding, "dossier.hidden.shot").text()  # type: ignore[attr-defined]
    child(page.hiding, "dossier.hide.hale").setText("Dr. X")  # type: ignore[attr-defined]
    child(page.hiding, "dossier.hide.friend").setText("")  # type: ignore[attr-defined]
    step(qtbot, main, page, 4)
    assert read(qtbot, main, redactions.names) == {"hale": "Dr. X"}


def test_places_are_hidden(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 3)
    child(page.hiding, "dossier.place.0.name").setText("Canal Street")  # type: ignore[attr-defined]
    step(qtbot, main, page, 4)
    assert read(qtbot, main, redactions.places) == {}  # half of it is nothing yet
    step(qtbot, main, page, 3)
    assert child(page.hiding, "dossier.place.0.name").text() == "Canal Street"  # type: ignore[attr-defined]
    child(page.hiding, "dossier.place.0.shown").setText("a street")  # type: ignore[attr-defined]
    step(qtbot, main, page, 4)
    assert read(qtbot, main, redactions.places) == {"Canal Street": "a street"}
    step(qtbot, main, page, 3)
    child(page.hiding, "dossier.place.0.name").setText("")  # type: ignore[attr-defined]
    step(qtbot, main, page, 4)
    assert read(qtbot, main, redactions.places) == {}


def said(owner: QWidget) -> str:
    """Return the words that are in sight."""
    return "\n".join(each.text() for each in owner.findChildren(Label) if each.isVisible())


HALVES = [("name", "Canal Street", "this place is not hidden"), ("shown", "a street", "nothing is hidden by it")]


@pytest.mark.parametrize(("field", "words", "sentence"), HALVES)
def test_half_of_a_place_is_kept_through_a_lock_and_said(
    qtbot: QtBot, main: MainPage, after_a_kill: Callable[[], MainPage], ended: list[object],
    field: str, words: str, sentence: str,
) -> None:  # fmt: skip
    page = dossier(qtbot, main)
    step(qtbot, main, page, 3)
    qtbot.waitUntil(child(page.hiding, f"dossier.place.0.{field}").isVisible, timeout=WAIT)
    assert sentence not in said(page.hiding)
    qtbot.keyClicks(child(page.hiding, f"dossier.place.0.{field}"), words)
    assert sentence in said(page.hiding)
    qtbot.keyClick(main, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(ended), timeout=WAIT)
    again = after_a_kill()
    page = dossier(qtbot, again)
    qtbot.waitUntil(lambda: bool(page.hiding.findChildren(QWidget, f"dossier.place.0.{field}")), timeout=WAIT)
    assert child(page.hiding, f"dossier.place.0.{field}").text() == words  # type: ignore[attr-defined]  # a line
    qtbot.waitUntil(lambda: sentence in said(page.hiding), timeout=WAIT)
    assert read(qtbot, again, redactions.places) == {}


def test_places_are_in_the_draft_while_they_are_typed(
    qtbot: QtBot, main: MainPage, after_a_kill: Callable[[], MainPage]
) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 3)
    qtbot.keyClicks(child(page.hiding, "dossier.place.0.name"), "Canal Street")
    qtbot.keyClicks(child(page.hiding, "dossier.place.0.shown"), "a street")
    typed = (("Canal Street", "a street"),)
    qtbot.waitUntil(lambda: read(qtbot, main, preferences.dossier_choices).places == typed, timeout=WAIT)
    again = after_a_kill()
    page = dossier(qtbot, again)
    qtbot.waitUntil(lambda: bool(page.hiding.findChildren(QWidget, "dossier.place.0.name")), timeout=WAIT)
    step(qtbot, again, page, 4)
    assert read(qtbot, again, redactions.places) == {"Canal Street": "a street"}
    qtbot.waitUntil(lambda: read(qtbot, again, preferences.dossier_choices).places == (), timeout=WAIT)


def test_what_stands_for_a_name_is_in_the_draft_while_it_is_typed(
    qtbot: QtBot, main: MainPage, after_a_kill: Callable[[], MainPage]
) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 3)
    hidden = read(qtbot, main, redactions.names)
    someone = next(each for each in read(qtbot, main, people.facts) if each.id not in hidden)
    field = f"dossier.hide.{someone.id}"
    qtbot.waitUntil(lambda: bool(page.hiding.findChildren(QWidget, field)), timeout=WAIT)
    qtbot.keyClicks(child(page.hiding, field), "a friend")
    typed = ((someone.id, "a friend"),)
    qtbot.waitUntil(lambda: read(qtbot, main, preferences.dossier_choices).names == typed, timeout=WAIT)
    assert read(qtbot, main, redactions.names) == hidden
    again = after_a_kill()
    page = dossier(qtbot, again)
    qtbot.waitUntil(lambda: bool(page.hiding.findChildren(QWidget, field)), timeout=WAIT)
    assert child(page.hiding, field).text() == "a friend"  # type: ignore[attr-defined]  # a line
    step(qtbot, again, page, 4)
    qtbot.waitUntil(lambda: read(qtbot, again, preferences.dossier_choices).names == (), timeout=WAIT)
    assert read(qtbot, again, redactions.names) == hidden | {someone.id: "a friend"}


def test_half_of_a_place_stands_beside_those_that_are_hidden(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    read(qtbot, main, lambda journal: [redactions.hide_place(journal, "Canal Street", "a street")])
    step(qtbot, main, page, 3)
    child(page.hiding, "dossier.place.add").click()  # type: ignore[attr-defined]  # a button
    qtbot.keyClicks(child(page.hiding, "dossier.place.1.name"), "Mill Lane")
    qtbot.keyClicks(child(page.hiding, "dossier.place.0.shown"), "x")
    child(page.hiding, "dossier.place.0.shown").setText("")  # type: ignore[attr-defined]  # a line
    main.leave()
    again = DossierPage(main.desk)
    qtbot.addWidget(again)
    settled(qtbot, main)
    again.refresh()
    settled(qtbot, main)
    settled(qtbot, main)
    stands = [child(again.hiding, f"dossier.place.{n}.name").text() for n in (0, 1)]  # type: ignore[attr-defined]
    assert stands == ["Canal Street", "Mill Lane"]
    assert again.choices().places == (("Canal Street", ""), ("Mill Lane", ""))
    assert read(qtbot, main, redactions.places) == {}
    step(qtbot, main, again, 4)
    assert read(qtbot, main, redactions.places) == {}


def test_what_holds_its_own_place_is_kept_and_never_used(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    read(qtbot, main, lambda journal: [redactions.hide_place(journal, "Canal Street", "a street")])
    step(qtbot, main, page, 3)
    child(page.hiding, "dossier.place.add").click()  # type: ignore[attr-defined]  # a button
    child(page.hiding, "dossier.place.0.shown").setText("near canal-street")  # type: ignore[attr-defined]  # a line
    qtbot.keyClicks(child(page.hiding, "dossier.place.1.name"), "Mill Lane")
    qtbot.keyClicks(child(page.hiding, "dossier.place.1.shown"), "Mill Lane")
    assert "This holds the place itself" in said(page.hiding)
    step(qtbot, main, page, 4)
    assert "What stands instead of a place holds it" in labels(main)
    assert read(qtbot, main, redactions.places) == {"Canal Street": "a street"}  # as it was before
    step(qtbot, main, page, 3)
    assert rows_of(page) == [("Canal Street", "near canal-street"), ("Mill Lane", "Mill Lane")]
    child(page.hiding, "dossier.place.1.shown").setText("a lane")  # type: ignore[attr-defined]  # a line
    step(qtbot, main, page, 4)
    assert read(qtbot, main, redactions.places) == {"Canal Street": "a street", "Mill Lane": "a lane"}


TWICE = "stands in a row above already"


def rows_of(page: DossierPage) -> list[tuple[str, str]]:
    """Return what stands in the rows of places."""
    text = lambda number, key: child(page.hiding, f"dossier.place.{number}.{key}").text()  # type: ignore[attr-defined]  # noqa: E731 - a line
    count = len({each.objectName() for each in page.hiding.findChildren(QWidget) if is_place(each)})
    return [(text(number, "name"), text(number, "shown")) for number in range(count)]


def is_place(widget: QWidget) -> bool:
    return widget.objectName().startswith("dossier.place.") and widget.objectName().endswith(".name")


@pytest.mark.parametrize("second", ["the office", "a street", ""])
def test_the_same_place_in_two_rows_is_kept_through_a_lock_and_said(
    qtbot: QtBot, main: MainPage, after_a_kill: Callable[[], MainPage], ended: list[object], second: str
) -> None:
    page = dossier(qtbot, main)
    read(qtbot, main, lambda journal: [redactions.hide_place(journal, "Canal Street", "a street")])
    step(qtbot, main, page, 3)
    child(page.hiding, "dossier.place.add").click()  # type: ignore[attr-defined]  # a button
    typed = child(page.hiding, "dossier.place.1.name")
    qtbot.keyClicks(typed, "Canal Street")
    qtbot.keyClicks(child(page.hiding, "dossier.place.1.shown"), second)
    qtbot.waitUntil(lambda: TWICE in said(page.hiding), timeout=WAIT)
    assert TWICE in typed.accessibleDescription()
    assert "this place is not hidden" not in said(page.hiding)  # the row above hides it
    step(qtbot, main, page, 4)
    assert read(qtbot, main, redactions.places) == {"Canal Street": "a street"}
    step(qtbot, main, page, 3)
    both = [("Canal Street", "a street"), ("Canal Street", second)]
    assert rows_of(page) == both
    qtbot.keyClick(main, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(ended), timeout=WAIT)
    again = after_a_kill()
    page = dossier(qtbot, again)
    qtbot.waitUntil(lambda: bool(page.hiding.findChildren(QWidget, "dossier.place.1.name")), timeout=WAIT)
    assert rows_of(page) == both
    qtbot.waitUntil(lambda: TWICE in said(page.hiding), timeout=WAIT)
    assert read(qtbot, again, redactions.places) == {"Canal Street": "a street"}


def test_of_two_rows_with_the_same_place_the_first_counts_until_it_is_another(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 3)
    child(page.hiding, "dossier.place.add").click()  # type: ignore[attr-defined]  # a button
    for number, shown in enumerate(("a street", "the office")):
        qtbot.keyClicks(child(page.hiding, f"dossier.place.{number}.name"), "Canal Street")
        qtbot.keyClicks(child(page.hiding, f"dossier.place.{number}.shown"), shown)
    step(qtbot, main, page, 4)
    assert "A place stands in two rows. The first counts" in labels(main)
    assert read(qtbot, main, redactions.places) == {"Canal Street": "a street"}
    step(qtbot, main, page, 3)
    assert TWICE in said(page.hiding)
    qtbot.keyClicks(child(page.hiding, "dossier.place.0.name"), " 12")
    assert TWICE not in said(page.hiding)  # told in the other row, which nobody wrote in
    step(qtbot, main, page, 4)
    assert read(qtbot, main, redactions.places) == {"Canal Street 12": "a street", "Canal Street": "the office"}
    assert page.choices().places == ()


def test_open_points_lead_to_their_place(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 4)
    buttons = [each for each in page.check.findChildren(Button) if each.objectName().startswith("dossier.point.")]
    assert buttons
    assert "broken.png" in labels(page.check)
    there = next(each for each in buttons if "broken.png" in each.accessibleName())
    there.click()
    assert main.page is main.pages["evidence"]


def test_the_point_that_nobody_complains_leads_to_who_may_be_meant(qtbot: QtBot, main: MainPage) -> None:
    """Where a client is known it opens that person, and else the page on which one is chosen."""
    page, there = dossier(qtbot, main), main.pages["people"]
    assert isinstance(there, PeoplePage)
    for roles in ((Role.CLIENT,), ()):
        me = read(qtbot, main, lambda journal: people.get(journal, "me")).entry
        read(qtbot, main, lambda journal, me=me, roles=roles: people.put(journal, changed(me, roles=roles)))
        main.show_section("dossier")
        step(qtbot, main, page, 4)
        said = f"choose “{names.roles()[Role.COMPLAINANT]}”"
        (button,) = (each for each in page.check.findChildren(Button) if said in each.accessibleName())
        button.click()
        settled(qtbot, main)
        assert main.page is there
        if roles:
            qtbot.waitUntil(lambda: there.opened is not None, timeout=WAIT)
            assert isinstance(there.opened, PersonEditor)
            assert there.opened.name.text() == "Ana Keller"
            there.close_opened()
        assert there.opened is None


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


def test_whose_contact_details_leave_is_said(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 5)
    assert "Contact details (address, e-mail, telephone) of: Ana Keller" in labels(page.save)
    assert "Contact details are hidden of" not in labels(page.save)
    read(qtbot, main, lambda journal: [redactions.hide_name(journal, "me", "Client B")])
    step(qtbot, main, page, 5)
    assert "Contact details are hidden for: Client B" in labels(page.save)
    assert "telephone) of" not in labels(page.save)
    page.reader.readers["self"].setChecked(True)
    step(qtbot, main, page, 5)
    assert "Contact details" not in labels(page.save)


def test_a_recording_is_asked_for_by_what_of_it_leaves(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    without, with_sound = "Their sound is not included.", "Yes, include these recordings of people."
    for reader, words in (("board", without), ("lawyer", with_sound), ("self", without)):
        page.reader.readers[reader].setChecked(True)
        step(qtbot, main, page, 5)
        box = child(page.save, "dossier.may-leave.recording")
        assert words in box.text()  # type: ignore[attr-defined]  # a box
        assert not box.isChecked()  # type: ignore[attr-defined]  # an answer is for what was asked
        box.setChecked(True)  # type: ignore[attr-defined]  # as above


def test_of_a_copy_for_oneself_is_said_what_is_not_in_it(qtbot: QtBot, main: MainPage) -> None:
    """It was said to be complete, and held no original file, no earlier version and nothing that was removed."""
    page = dossier(qtbot, main)
    page.reader.readers["self"].setChecked(True)
    assert "It is no backup: the original files are not in it." in labels(page.reader)
    step(qtbot, main, page, 5)
    stays = "The original files, sound and video, earlier versions, removed entries, and what is not finished."
    assert stays in labels(page.save)
    assert "complete" not in labels(page.save) + labels(page.reader)


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
    assert "For you, not for the form" in text
    assert "The limit binds the Board, not the client" in text
    buttons = [each for each in page.save.findChildren(Button) if each.text() == "Copy"]
    assert len(buttons) > 5
    assert len({each.objectName() for each in buttons}) == len(buttons)
    buttons[0].click()
    assert QGuiApplication.clipboard().text() in text
    for button in buttons:
        button.click()
        assert "binds the Board" not in QGuiApplication.clipboard().text()
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


# ---- what was checked is what is saved


def drawn(qtbot: QtBot, main: MainPage, page: DossierPage) -> None:
    """Show the pages of the dossier in its fifth step."""
    step(qtbot, main, page, 4)
    page.check.draw()
    qtbot.waitUntil(lambda: page.check.page.count() > 5, timeout=WAIT)
    settled(qtbot, main)


def test_next_on_the_last_page_stays_there(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    drawn(qtbot, main, page)
    last = page.check.page.count() - 1
    page.check.page.setCurrentIndex(last)
    child(page.check, "dossier.page-next").click()  # type: ignore[attr-defined]  # a button
    assert page.check.page.currentIndex() == last
    assert page.check.page.currentText() == f"Page {last + 1} of {last + 1}"
    page.check.page.setCurrentIndex(0)
    child(page.check, "dossier.page-before").click()  # type: ignore[attr-defined]  # as above
    assert page.check.page.currentIndex() == 0


def test_small_pages_are_made_when_they_come_into_view_and_turn_to_a_page(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    drawn(qtbot, main, page)
    strip, count = page.check.strip, page.check.page.count()
    assert strip.pages.rowCount() == count
    qtbot.waitUntil(lambda: 0 in strip.pages.kept, timeout=WAIT)
    assert strip.currentIndex().row() == 0
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: count - 1 in strip.pages.kept, timeout=WAIT)
    assert page.check.page.currentIndex() == count - 1
    page.check.page.setCurrentIndex(1)
    assert strip.currentIndex().row() == 1
    picture = strip.pages.kept[0]
    assert 0.5 < picture.width() / strip.width_of_one < 1.5


def test_pages_of_another_reader_are_taken_away(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    drawn(qtbot, main, page)
    assert page.check._pages.isVisibleTo(page.check)
    step(qtbot, main, page, 5)
    assert "were not shown to you yet" not in labels(page.save)
    page.save.impact.setChecked(True)  # a file of its own: the pages stay what they are
    settled(qtbot, main)
    assert "were not shown to you yet" not in labels(page.save)
    page.save.paper.setCurrentIndex(2)
    page.save.paper.activated.emit(2)
    settled(qtbot, main)
    assert "were not shown to you yet" in labels(page.save)
    page.reader.readers["lawyer"].setChecked(True)
    step(qtbot, main, page, 4)
    assert not page.check._pages.isVisibleTo(page.check)
    assert "Something changed since the pages were shown" in labels(page.check)
    drawn(qtbot, main, page)
    assert "Something changed since the pages were shown" not in labels(page.check)


def test_pages_from_before_a_change_are_taken_away(qtbot: QtBot, main: MainPage, tmp_path: Path) -> None:
    page = dossier(qtbot, main)
    drawn(qtbot, main, page)
    main.desk.change(main, lambda journal: redactions.hide_name(journal, "hale", "Dr. X"))
    settled(qtbot, main)
    settled(qtbot, main)
    assert not page.check._pages.isVisibleTo(page.check)
    step(qtbot, main, page, 5)
    assert "were not shown to you yet" in labels(page.save)
    child(page.save, "dossier.look").click()  # type: ignore[attr-defined]  # a button
    assert page.step == 4
    drawn(qtbot, main, page)
    step(qtbot, main, page, 5)
    assert "were not shown to you yet" not in labels(page.save)
    page.save.save_to(tmp_path / "out.pdf")  # noted in the custody of its files, which changes no page
    qtbot.waitUntil(lambda: "out.pdf" in page.save.made, timeout=WAIT)
    settled(qtbot, main)
    assert "were not shown to you yet" not in labels(page.save)


def test_nothing_else_is_saved_than_what_was_shown(
    qtbot: QtBot, main: MainPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change that the step has not read yet stops the work instead of slipping in."""
    page = dossier(qtbot, main)
    step(qtbot, main, page, 5)
    refused: list[Exception] = []
    monkeypatch.setattr(main.desk, "show_error", refused.append)
    read(qtbot, main, lambda journal: redactions.hide_name(journal, "hale", "Dr. X"))
    page.save.save_to(tmp_path / "out.pdf")
    qtbot.waitUntil(lambda: bool(refused), timeout=WAIT)
    assert "changed since this was shown" in str(refused[0])
    assert list(tmp_path.glob("out*")) == []


# ---- what is asked once more


def test_what_is_sensitive_and_recordings_are_asked_for_once_more(qtbot: QtBot, main: MainPage, tmp_path: Path) -> None:
    page = dossier(qtbot, main)
    read(qtbot, main, lambda journal: [_mark_as_sensitive(journal)])
    step(qtbot, main, page, 5)
    text = labels(page.save)
    assert "sound.wav is a recording of people." in text
    assert "without consent, or passing it on, can be a crime." in labels(page.save.asking)
    assert "shot.png is marked as sensitive." in text
    assert "broken.png" in text  # what is open is listed here too
    assert not page.save.button.isEnabled()
    for code in ("recording", "sensitive"):
        child(page.save, f"dossier.may-leave.{code}").setChecked(True)  # type: ignore[attr-defined]  # a box
    assert page.save.button.isEnabled()
    page.save.save_to(tmp_path / "out.pdf")
    qtbot.waitUntil(lambda: "out.pdf" in page.save.made, timeout=WAIT)
    settled(qtbot, main)
    assert not page.save.button.isEnabled()  # the answer was for what has left
    page.entries.chosen()
    step(qtbot, main, page, 2)
    child(page.entries, "dossier.entries.none").click()  # type: ignore[attr-defined]  # a button
    step(qtbot, main, page, 5)
    assert page.save.button.isEnabled()  # nothing of that kind is in it any more


def test_an_answer_holds_only_for_what_was_asked(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 5)
    child(page.save, "dossier.may-leave.recording").setChecked(True)  # type: ignore[attr-defined]  # a box
    assert page.save.button.isEnabled()
    read(qtbot, main, lambda journal: [_mark_as_sensitive(journal)])
    step(qtbot, main, page, 5)
    assert child(page.save, "dossier.may-leave.recording").isChecked()  # type: ignore[attr-defined]  # as above
    assert not page.save.button.isEnabled()


def test_a_page_whose_picture_shows_a_hidden_name_is_asked_for_once_more(
    qtbot: QtBot, main: MainPage, tmp_path: Path
) -> None:
    page = dossier(qtbot, main)
    new = [evidence.NewFile(name="letter.pdf", source=pdf(words="Marcus Hale wrote this"))]
    (identifier,) = read(qtbot, main, lambda journal: evidence.attach(journal, "first", new))
    read(qtbot, main, lambda journal: redactions.hide_name(journal, "hale", "Dr. X"))
    step(qtbot, main, page, 5)
    assert "Page 1 of letter.pdf shows what is hidden" in labels(page.save.asking)
    child(page.save, "dossier.may-leave.recording").setChecked(True)  # type: ignore[attr-defined]  # a box
    assert not page.save.button.isEnabled()
    page.save.save_to(tmp_path / "draft.pdf")  # as no button does
    qtbot.waitUntil(lambda: "draft.pdf" in page.save.made, timeout=WAIT)
    settled(qtbot, main)
    for code in ("recording", "shown-in-picture"):
        child(page.save, f"dossier.may-leave.{code}").setChecked(True)  # type: ignore[attr-defined]  # as above
    assert page.save.button.isEnabled()
    page.save.save_to(tmp_path / "final.pdf")
    qtbot.waitUntil(lambda: "final.pdf" in page.save.made, timeout=WAIT)
    settled(qtbot, main)
    words = [" ".join(words_of(tmp_path / f"{name}.pdf").split()) for name in ("draft", "final")]
    assert ["This copy Draft" in words[0], "This copy Final" in words[1]] == [True, True]
    points = page.save.points._points
    at = next(at for at, each in enumerate(points) if each.code == "shown-in-picture")
    gone: list[tuple[str, str]] = []
    main.desk.go.connect(lambda *place: gone.append(place))
    child(page.save, f"dossier.still-open.{at}").click()  # type: ignore[attr-defined]  # a button
    assert gone == [("evidence", identifier)]


def test_pages_that_came_out_blank_are_asked_for_once_more_and_then_are_in_a_final_copy(
    qtbot: QtBot, main: MainPage, tmp_path: Path
) -> None:
    """A damaged document kept the dossier a draft for ever, whoever had looked at it."""
    page = dossier(qtbot, main)
    whole = pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    new = [evidence.NewFile(name="letter.pdf", source=whole[: whole.rindex(b"startxref")])]
    read(qtbot, main, lambda journal: evidence.attach(journal, "first", new))
    step(qtbot, main, page, 5)
    assert "letter.pdf was damaged." in labels(page.save.asking)
    child(page.save, "dossier.may-leave.recording").setChecked(True)  # type: ignore[attr-defined]  # a box
    assert not page.save.button.isEnabled()
    page.save.save_to(tmp_path / "draft.pdf")  # as no button does
    qtbot.waitUntil(lambda: "draft.pdf" in page.save.made, timeout=WAIT)
    settled(qtbot, main)
    for code in ("recording", "repaired-blank"):
        child(page.save, f"dossier.may-leave.{code}").setChecked(True)  # type: ignore[attr-defined]  # as above
    assert page.save.button.isEnabled()
    page.save.save_to(tmp_path / "final.pdf")
    qtbot.waitUntil(lambda: "final.pdf" in page.save.made, timeout=WAIT)
    settled(qtbot, main)
    words = [" ".join(words_of(tmp_path / f"{name}.pdf").split()) for name in ("draft", "final")]
    assert ["This copy Draft" in words[0], "This copy Final" in words[1]] == [True, True]
    assert "This page came out blank." in words[1]


def test_pages_that_are_large_are_told_before_they_are_saved(
    qtbot: QtBot, main: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That a mail system may refuse it was told of what had been saved."""
    page = dossier(qtbot, main)
    monkeypatch.setattr("journal_app.dossier.points.LARGE_FILE", 10)
    step(qtbot, main, page, 4)
    assert "Many e-mail systems" not in labels(page.check)
    page.check.draw()
    qtbot.waitUntil(lambda: "Many e-mail systems" in labels(page.check), timeout=WAIT)
    settled(qtbot, main)
    step(qtbot, main, page, 4)
    assert "Many e-mail systems" in labels(page.check)  # the same pages
    page.save.paper.choose("letter")
    step(qtbot, main, page, 4)
    assert "Many e-mail systems" not in labels(page.check)


def _mark_as_sensitive(journal: Journal) -> None:
    evidence.describe(journal, changed(evidence.get(journal, "shot").evidence, sensitive=True))


def test_many_open_points_are_shown_in_parts(qtbot: QtBot, main: MainPage) -> None:
    points = [OpenPoint(code="no-date", message=f"Point {n}.", kind="incident", record_id="first") for n in range(95)]
    shown = OpenPoints(main.desk, "test.point")
    qtbot.addWidget(shown)
    shown.show_points(points)
    assert "Point 29." in labels(shown)
    assert "Point 30." not in labels(shown)
    for text in ("Show 65 more", "Show 35 more", "Show 5 more"):
        more = child(shown, "test.point.more")
        assert more.text() == text  # type: ignore[attr-defined]  # a button
        more.click()  # type: ignore[attr-defined]  # as above
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert "Point 94." in labels(shown)
    assert shown.findChild(QWidget, "test.point.more") is None


# ---- what is kept of the choices


def test_what_is_chosen_survives_another_look_and_a_lock(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    page.reader.readers["lawyer"].setChecked(True)
    page.reader.language.choose("es")
    step(qtbot, main, page, 2)
    ticks = page.entries._ticks
    assert ticks is not None
    ticks.model.tick(["second"], wanted=False)
    ticks.model.tick(["for-lawyer"], wanted=True)
    page.save.paper.choose("letter")
    page.entries.order = ("second", "first")
    main.leave()
    again = DossierPage(main.desk)
    qtbot.addWidget(again)
    settled(qtbot, main)
    assert again.step == 2
    again.refresh()
    settled(qtbot, main)
    settled(qtbot, main)
    assert again.request() == page.request()
    request = again.request()
    assert (request.audience, request.complaint, request.language) == ("lawyer", "bbs", "es")
    assert (request.incidents, request.paper, request.order) == (("first", "for-lawyer"), "letter", ("second", "first"))


def test_what_is_chosen_before_the_choices_of_the_last_time_are_read_stays(qtbot: QtBot, main: MainPage) -> None:
    """“My lawyer” turned back into a body, behind the back of who had gone on to the next step."""
    before = DossierChoices(reader="board", filing="bbs", paper="letter", with_reply=True, impact=True, step=3)
    read(qtbot, main, lambda journal: [preferences.keep_dossier_choices(journal, before)])
    end = busy(main)
    main.show_section("dossier")
    page = main.pages["dossier"]
    assert isinstance(page, DossierPage)
    child(page, "dossier.for.lawyer").click()  # type: ignore[attr-defined]  # a button
    child(page, "dossier.next").click()  # type: ignore[attr-defined]  # a button
    end.set()
    settled(qtbot, main)
    settled(qtbot, main)
    now = changed(before, reader="lawyer", step=1)
    assert page.choices() == now
    qtbot.waitUntil(lambda: read(qtbot, main, preferences.dossier_choices) == now, timeout=WAIT)


def test_what_a_filing_names_later_is_ticked_where_nothing_was_changed(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 2)
    assert page.request().incidents == ("first", "second")
    assert page.choices().entries is None  # it is what the filing names, and follows it
    fewer = lambda journal: [  # noqa: E731 - one step of the test
        complaints.put(journal, changed(complaints.get(journal, "bbs").entry, incidents=("first",)))
    ]
    read(qtbot, main, fewer)
    step(qtbot, main, page, 2)
    assert page.request().incidents == ("first",)


def test_choices_of_another_version_are_not_taken_up(qtbot: QtBot, main: MainPage) -> None:
    read(qtbot, main, lambda journal: [put_preference(journal.database, "dossier", {"reader": "board", "new": 1})])
    assert read(qtbot, main, preferences.dossier_choices) == DossierChoices()


# ---- matches


def matches_of(page: DossierPage) -> dict[str, bool]:
    """Return which matches are listed, and which of them are ticked."""
    model = page.entries.matches.model
    return {row.id: row.id in model.ticked for row in model.rows} if page.entries.matches.isVisible() else {}


def test_a_match_that_goes_along_is_listed_and_can_be_left_out(
    qtbot: QtBot, main: MainPage, after_a_kill: Callable[[], MainPage], ended: list[object]
) -> None:
    """What was said in therapy went to the body with its entries, and no step named it."""
    page = dossier(qtbot, main)
    step(qtbot, main, page, 5)
    assert "1 match is in it." in labels(page.save)
    assert "left out" not in labels(page.save)
    step(qtbot, main, page, 2)
    qtbot.waitUntil(lambda: matches_of(page) == {"house": True}, timeout=WAIT)
    shown = page.entries.matches.model.data(page.entries.matches.model.index(0))
    assert "the blue house" in str(shown)
    assert "176 days between them." in str(shown)
    assert "An entry goes only if you choose it." in labels(page.entries)
    page.entries.matches.list.setFocus()
    qtbot.keyClick(page.entries.matches.list, Qt.Key.Key_Space)
    settled(qtbot, main)
    assert read(qtbot, main, lambda journal: complaints.get(journal, "bbs")).entry.matches_left_out == ("house",)
    step(qtbot, main, page, 4)
    assert "1 match is left out." in labels(page.check)
    step(qtbot, main, page, 5)
    assert "1 match is left out." in labels(page.save)
    assert "match is in it" not in labels(page.save)
    step(qtbot, main, page, 2)
    qtbot.keyClick(main, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(ended), timeout=WAIT)
    again = after_a_kill()
    page = dossier(qtbot, again)
    qtbot.waitUntil(lambda: matches_of(page) == {"house": False}, timeout=WAIT)
    page.entries.matches.model.toggle(0)
    settled(qtbot, again)
    assert read(qtbot, again, lambda journal: complaints.get(journal, "bbs")).entry.matches_left_out == ()
    qtbot.waitUntil(lambda: matches_of(page) == {"house": True}, timeout=WAIT)


def test_without_a_filing_a_match_that_is_left_out_is_kept_with_the_choices(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    page.reader.filing.choose("")
    step(qtbot, main, page, 2)
    ticks = page.entries._ticks
    assert ticks is not None
    ticks.model.tick(["first"], wanted=True)
    settled(qtbot, main)
    assert matches_of(page) == {}
    ticks.model.tick(["second"], wanted=True)
    qtbot.waitUntil(lambda: matches_of(page) == {"house": True}, timeout=WAIT)
    page.entries.matches.model.toggle(0)
    settled(qtbot, main)
    assert matches_of(page) == {"house": False}
    assert page.request().matches_left_out == ("house",)
    assert read(qtbot, main, lambda journal: complaints.get(journal, "bbs")).entry.matches_left_out == ()
    main.leave()
    again = DossierPage(main.desk)
    qtbot.addWidget(again)
    settled(qtbot, main)
    settled(qtbot, main)
    assert again.entries.left_out == ("house",)
    page.entries.matches.model.toggle(0)
    assert page.request().matches_left_out == ()
    page.reader.readers["self"].setChecked(True)
    step(qtbot, main, page, 2)
    assert matches_of(page) == {}


def test_a_match_that_could_not_be_left_out_is_ticked_again(
    qtbot: QtBot, main: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 2)
    qtbot.waitUntil(lambda: matches_of(page) == {"house": True}, timeout=WAIT)
    told: list[Exception] = []
    monkeypatch.setattr(main.desk, "show_error", told.append)
    read(qtbot, main, lambda journal: [matches.remove(journal, "house")])
    page.entries.matches.model.toggle(0)
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    settled(qtbot, main)
    assert matches_of(page) == {}


# ---- order


def test_entries_and_exhibits_are_moved(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 2)
    child(page.entries, "dossier.order.head").setChecked(True)  # type: ignore[attr-defined]  # a button
    settled(qtbot, main)
    settled(qtbot, main)
    entries, exhibits = page.entries.findChildren(OrderList)
    assert entries.values() == ("first", "second")
    entries.list.setFocus()
    qtbot.keyClick(entries.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settled(qtbot, main)
    settled(qtbot, main)
    assert page.request().order == ("second", "first")
    assert entries.values() == ("second", "first")
    before = exhibits.values()
    assert len(before) > 2
    exhibits.list.setCurrentIndex(exhibits.list.model().index(0, 0))
    child(exhibits, "dossier.order.exhibits.down").click()  # type: ignore[attr-defined]  # as above
    settled(qtbot, main)
    assert page.request().exhibit_order == (before[1], before[0], *before[2:])
    plan = read(qtbot, main, lambda journal: dossiers.prepare(journal, page.request()))
    assert [identifier for _, identifier in plan.exhibits] == list(exhibits.values())
    child(entries, "dossier.order.entries.usual").click()  # type: ignore[attr-defined]  # as above
    settled(qtbot, main)
    assert page.request().order == ()
    assert entries.values() == ("first", "second")
    child(entries, "dossier.order.entries.up").click()  # type: ignore[attr-defined]  # the first stays the first
    assert entries.values() == ("first", "second")


def test_a_row_is_dragged(qtbot: QtBot, main: MainPage) -> None:
    """What a drop does: the row is put in at its new place, then taken from its old one."""
    shown = OrderList(main.theme, "test", "Rows", "By date")
    qtbot.addWidget(shown)
    shown.show_rows([("a", "A"), ("b", "B"), ("c", "C")])
    told: list[tuple[str, ...]] = []
    shown.changed.connect(lambda: told.append(shown.values()))
    model = shown.list.model()
    data = model.mimeData([model.index(2, 0)])
    assert model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    model.removeRow(3)
    assert told == [("c", "a", "b")]


# ---- a locked copy, and what was sent


def test_a_locked_copy_is_made_with_a_passphrase_typed_twice(qtbot: QtBot, main: MainPage, tmp_path: Path) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 5)
    locked = page.save.locked
    locked.wanted.setChecked(True)
    assert not locked.is_whole()
    typed = "one two three"
    locked.first.setText(typed)
    locked.second.setText("one two")
    assert not locked.is_whole()
    assert "The two differ." in labels(locked)
    locked.second.setText(typed)
    assert locked.is_whole()
    page.save.save_to(tmp_path / "out.pdf")
    qtbot.waitUntil(lambda: "out.pdf" in page.save.made, timeout=WAIT)
    assert (locked.first.text(), locked.second.text()) == ("", "")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(tmp_path / "out-encrypted.pdf")
    pikepdf.open(tmp_path / "out-encrypted.pdf", password=typed).close()
    assert "signature" not in labels(page.save)  # a body's copy has none, so nothing is said of one


def test_what_the_note_in_a_locked_copy_says_is_told_before_and_after(
    qtbot: QtBot, main: MainPage, tmp_path: Path
) -> None:
    page = dossier(qtbot, main)
    page.reader.readers["lawyer"].setChecked(True)
    step(qtbot, main, page, 5)
    page.save.locked.wanted.setChecked(True)
    assert "It carries no signature. A note in its properties says so" in labels(page.save.locked)
    typed = "one two three"
    page.save.locked.first.setText(typed)
    page.save.locked.second.setText(typed)
    page.save.save_to(tmp_path / "out")
    qtbot.waitUntil(lambda: "dossier.pdf" in page.save.made, timeout=WAIT)
    signed = hashlib.sha256((tmp_path / "out" / "dossier.pdf").read_bytes()).hexdigest()
    assert f"names the fingerprint (SHA-256) of the signed original: {in_fours(signed)}" in labels(page.save)
    page.reader.readers["board"].setChecked(True)
    step(qtbot, main, page, 5)
    assert "It carries no signature." not in labels(page.save.locked)


def test_what_was_saved_is_noted_in_the_filing_where_the_person_says_so(
    qtbot: QtBot, main: MainPage, tmp_path: Path
) -> None:
    draft = ComplaintEntry(id="bbs", board="us-ca-bbs", professional="hale", outcome_sought="Being written.")
    read(qtbot, main, lambda journal: [drafts.save(journal, "complaint:bbs", draft)])
    page = dossier(qtbot, main)
    step(qtbot, main, page, 5)
    page.save.save_to(tmp_path / "out.pdf")
    qtbot.waitUntil(lambda: page.save.findChild(NoteSending) is not None, timeout=WAIT)
    settled(qtbot, main)
    assert read(qtbot, main, lambda journal: complaints.get(journal, "bbs")).entry.sendings == ()
    note = page.save.findChild(NoteSending)
    assert isinstance(note, NoteSending)
    note.whom.setText("")
    note.note()
    assert "Write to whom you sent it first." in labels(note)
    note.whom.setText("The board")
    note.way.setText("By post")
    note.when.show_text("2026-03-04")
    child(note, "dossier.sent.note").click()  # type: ignore[attr-defined]  # a button
    qtbot.waitUntil(lambda: "Noted in the filing." in labels(note), timeout=WAIT)
    (sent,) = read(qtbot, main, lambda journal: complaints.get(journal, "bbs")).entry.sendings
    assert (sent.to, sent.way, sent.when) == ("The board", "By post", "2026-03-04")
    digest = hashlib.sha256((tmp_path / "out.pdf").read_bytes()).hexdigest()
    assert [(each.name, each.sha256) for each in sent.files] == [("out.pdf", digest)]
    kept = read(qtbot, main, lambda journal: [drafts.load(journal, "complaint:bbs", ComplaintEntry)])[0]
    assert kept is not None
    assert (kept.sendings, kept.outcome_sought) == ((sent,), "Being written.")
    child(note, "dossier.sent.go").click()  # type: ignore[attr-defined]  # as above
    assert main.page is main.pages["filing"]


def test_what_was_saved_is_noted_later_too(qtbot: QtBot, main: MainPage, tmp_path: Path) -> None:
    """After a lock its fingerprints stood nowhere."""
    page = dossier(qtbot, main)
    step(qtbot, main, page, 5)
    page.save.save_to(tmp_path / "out.pdf")
    qtbot.waitUntil(lambda: page.save.findChild(NoteSending) is not None, timeout=WAIT)
    filing = section(qtbot, main, "filing")
    editor = opened(qtbot, filing, "bbs")
    child(editor, "filing.sent.head").click()  # type: ignore[attr-defined]  # a button
    settled(qtbot, main)
    assert "Made here, and not noted as sent" in labels(editor)
    child(editor, "filing.made.0").click()  # type: ignore[attr-defined]  # as above
    to = child(editor, "filing.sent.1.to")
    assert isinstance(to, LineField)
    assert to.hasFocus()
    qtbot.keyClicks(to, "The board")
    filing.close_opened()
    settled(qtbot, main)
    (sent,) = read(qtbot, main, lambda journal: complaints.get(journal, "bbs")).entry.sendings
    digest = hashlib.sha256((tmp_path / "out.pdf").read_bytes()).hexdigest()
    assert (sent.to, [(each.name, each.sha256) for each in sent.files]) == ("The board", [("out.pdf", digest)])
    editor = opened(qtbot, filing, "bbs")
    child(editor, "filing.sent.head").click()  # type: ignore[attr-defined]  # as above
    settled(qtbot, main)
    assert editor.findChild(Button, "filing.made.0") is None


def test_what_is_being_noted_as_sent_is_there_after_a_kill(
    qtbot: QtBot, main: MainPage, after_a_kill: Callable[[], MainPage], tmp_path: Path
) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 5)
    page.save.save_to(tmp_path / "out.pdf")
    qtbot.waitUntil(lambda: page.save.findChild(NoteSending) is not None, timeout=WAIT)
    note = page.save.findChild(NoteSending)
    assert isinstance(note, NoteSending)
    qtbot.keyClicks(note.way, "By post")
    qtbot.waitUntil(lambda: (on_disk(qtbot, main, "sending:bbs") or {}).get("way") == "By post", timeout=WAIT)
    again = after_a_kill()
    filing = section(qtbot, again, "filing")
    editor = opened(qtbot, filing, "bbs")
    child(editor, "filing.sent.head").click()  # type: ignore[attr-defined]  # a button
    settled(qtbot, again)
    child(editor, "filing.made.0").click()  # type: ignore[attr-defined]  # as above
    filing.close_opened()
    settled(qtbot, again)
    (sent,) = read(qtbot, again, lambda journal: complaints.get(journal, "bbs")).entry.sendings
    assert (sent.to, sent.way, [each.name for each in sent.files]) == (note.whom.text(), "By post", ["out.pdf"])
    assert read(qtbot, again, drafts.keys) == ()
    child(note, "dossier.sent.note").click()  # type: ignore[attr-defined]  # as above
    qtbot.waitUntil(lambda: "Noted in the filing." in labels(note), timeout=WAIT)
    assert read(qtbot, main, drafts.keys) == ()


def test_what_may_be_refused_for_its_size_is_told_with_the_files(
    qtbot: QtBot, main: MainPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 5)
    page.save.save_to(tmp_path / "small.pdf")
    qtbot.waitUntil(lambda: "small.pdf" in page.save.made, timeout=WAIT)
    assert "Many e-mail systems" not in labels(page.save)
    monkeypatch.setattr("journal_app.dossier.points.LARGE_FILE", 1000)
    page.save.save_to(tmp_path / "out.pdf")
    qtbot.waitUntil(lambda: "out.pdf" in page.save.made, timeout=WAIT)
    unknown = "How large a file this body accepts is not known."
    assert f"Many e-mail systems refuse more than 1,000 bytes. {unknown}" in labels(page.save)


def test_of_a_package_the_files_that_name_the_others_are_noted() -> None:
    root = Path("/somewhere/package")
    names = ("package/dossier.pdf", "package/manifest.json", "package/exhibits/EX-001.png", "package-impact.pdf")
    made = Made(files=tuple(Written(path=root.parent / name, sha256="ab" * 32, size=1) for name in names),
                open_points=())  # fmt: skip
    noted = {"package/dossier.pdf", "package/manifest.json", "package-impact.pdf"}
    assert {each.name for each in made_files.sent_files(made.files)} == noted


def test_the_answer_is_offered_where_the_filing_has_one(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 2)
    assert not page.entries.with_reply.isVisibleTo(page.entries)
    point = Point(said="No.", answer="Yes.")
    answered = lambda journal: [  # noqa: E731 - one step of the test
        complaints.put(journal, changed(complaints.get(journal, "bbs").entry, points=(point,)))
    ]
    read(qtbot, main, answered)
    step(qtbot, main, page, 2)
    assert page.entries.with_reply.isVisibleTo(page.entries)
    assert not page.request().with_reply
    page.entries.with_reply.setChecked(True)
    assert page.request().with_reply
    step(qtbot, main, page, 5)
    assert "Their answer, point by point, and what you say to it." in labels(page.save)
    page.reader.readers["self"].setChecked(True)
    assert not page.request().with_reply


# ---- the list of the steps


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_name_of_a_step_has_room_for_its_heavier_letters(
    qtbot: QtBot, open_window: Callable[..., MainPage], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(i18n._Chosen, "words", i18n.words_for(language))
    main = open_window()
    page = dossier(qtbot, main)
    for number in range(6):
        step(qtbot, main, page, number)
        button = child(page, f"dossier.step.{number + 1}")
        words = QFontMetrics(main.theme.font(1.0, strong=True)).horizontalAdvance(button.text())  # type: ignore[attr-defined]
        around = 2 * main.theme.space(2)  # left and right of the words
        assert button.width() >= words + around


def test_what_is_not_finished_is_told_of_with_the_way_there(qtbot: QtBot, main: MainPage) -> None:
    def begin(journal: Journal) -> list[None]:
        entry = incidents.get(journal, "first").entry
        drafts.save(journal, "first", changed(entry, account=f"{entry.account} He came to my door."))
        return [drafts.save(journal, "new", changed(entry, id="", account="A new one."))]

    read(qtbot, main, begin)
    page = dossier(qtbot, main)
    step(qtbot, main, page, 2)
    ticks = page.entries._ticks
    assert ticks is not None
    qtbot.waitUntil(lambda: len(ticks.model.rows) == 4, timeout=WAIT)
    marked = {row.id for row in ticks.model.rows if "changes not finished" in row.sentence}
    assert marked == {"first"}
    step(qtbot, main, page, 5)
    assert "What is not finished." in labels(page.save)
    points = [each for each in page.save.points._points if "not finished" in each.message]
    assert [(each.kind, each.record_id) for each in points] == [("incident", "first"), ("incident", "")]
    page.save.points._go(points[0])
    timeline = main.pages["timeline"]
    assert isinstance(timeline, SplitPage)
    qtbot.waitUntil(lambda: timeline.editor is not None and timeline.editor.dirty, timeout=WAIT)
    timeline.close_opened()
    settled(qtbot, main)
    page.save.points._go(points[1])
    qtbot.waitUntil(lambda: timeline.isVisible() and timeline.model.rows[0].above == "Not finished", timeout=WAIT)


def test_a_place_that_was_taken_away_is_no_row_above(qtbot: QtBot, main: MainPage) -> None:
    read(qtbot, main, lambda journal: redactions.hide_place(journal, "Canal Street", "a street"))
    page = dossier(qtbot, main)
    step(qtbot, main, page, 3)
    child(page.hiding, "dossier.place.add").click()  # type: ignore[attr-defined]  # a button
    for key, text in (("name", "Canal Street"), ("shown", "a road")):
        qtbot.keyClicks(child(page.hiding, f"dossier.place.1.{key}"), text)
    assert "stands in a row above already" in labels(page.hiding)
    child(page.hiding, "dossier.place.0.remove").click()  # type: ignore[attr-defined]  # as above
    assert "stands in a row above already" not in labels(page.hiding)
    step(qtbot, main, page, 4)
    assert read(qtbot, main, redactions.places) == {"Canal Street": "a road"}


def test_a_step_that_is_turned_to_begins_at_its_title(qtbot: QtBot, main: MainPage) -> None:
    """The focus stayed on Next, and who cannot see was told nothing."""
    page = dossier(qtbot, main)
    for place in (1, 2, 3, 4, 5):
        child(page, "dossier.next").click()  # type: ignore[attr-defined]  # a button
        assert page.step == place
        assert page.steps[place].heading.hasFocus()
    for place in (4, 3):
        child(page, "dossier.before").click()  # type: ignore[attr-defined]  # as above
        assert page.steps[place].heading.hasFocus()
    for place in (2, 1, 0):
        main._back()  # the key for going back
        assert page.step == place
        assert page.steps[place].heading.hasFocus()
    main._back()
    assert main.search.hasFocus()


@pytest.mark.parametrize("place", [4, 5])
def test_a_disk_that_does_not_answer_is_told_without_where_the_journal_lies(
    qtbot: QtBot, main: MainPage, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error", "/home/ana/Notebook/journal.db")

    page = dossier(qtbot, main)
    monkeypatch.setattr(dossiers, "prepare", broken)
    step(qtbot, main, page, place)
    shown = labels(page.steps[place])
    assert "Something could not be read or written; what was saved before is whole. Check the disks" in shown
    assert "Notebook" not in shown
