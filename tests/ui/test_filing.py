"""A filing with everything that came after: rules named, what was sent, what came back, and their answer by points."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from journal_app.catalogue import Catalogue, Code
from journal_app.domain.complaints import (
    OTHER_BODY,
    ComplaintEntry,
    LogEntry,
    Point,
    Reply,
    Sending,
    SentFile,
    StandardCited,
)
from journal_app.domain.people import Role
from journal_app.domain.records import changed
from journal_app.services import complaints, incidents, people, standards
from journal_app.services.dossiers import OpenPoint
from journal_app.services.journal import Journal
from journal_app.ui.chooser import Chooser
from journal_app.ui.filing_page import FilingEditor
from journal_app.ui.filing_parts import about
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.open_points import OpenPoints
from journal_app.ui.timeline_page import TimelinePage
from journal_app.ui.widgets import Button, Choice, LineField, TextField
from tests.ui.conftest import WAIT, child, opened, section, settled
from tests.ui.test_sections import labels, open_all, read, tick


def filing(qtbot: QtBot, main: MainPage, identifier: str = "bbs") -> FilingEditor:
    """Open a filing with all its parts."""
    editor = opened(qtbot, section(qtbot, main, "filing"), identifier)
    assert isinstance(editor, FilingEditor)
    open_all(qtbot, main, editor)
    settled(qtbot, main)
    return editor


def write(owner: QWidget, identifier: str, text: str) -> None:
    field = child(owner, identifier)
    if isinstance(field, TextField):
        field.setPlainText(text)
    else:
        assert isinstance(field, LineField)
        field.setText(text)
        field.textEdited.emit(text)


def choose_in(qtbot: QtBot, main: MainPage, owner: QWidget, identifier: str, value: str) -> None:
    """Open a list of entries or files and tick one with the keyboard."""
    child(owner, f"{identifier}.open").setChecked(True)  # type: ignore[attr-defined]  # a button
    settled(qtbot, main)
    chooser = next(each for each in owner.findChildren(Chooser) if each.identifier == identifier)
    tick(qtbot, main, chooser, value)
    settled(qtbot, main)


def stored(qtbot: QtBot, main: MainPage) -> ComplaintEntry:
    return read(qtbot, main, lambda journal: complaints.get(journal, "bbs")).entry


def test_a_form_that_is_open_brings_no_match_back_that_was_left_out(qtbot: QtBot, main: MainPage) -> None:
    editor = filing(qtbot, main)
    read(qtbot, main, lambda journal: [complaints.leave_out(journal, "bbs", "house", left_out=True)])
    write(editor, "filing.outcome", "That somebody reads it.")
    editor.finish()
    settled(qtbot, main)
    assert stored(qtbot, main).outcome_sought == "That somebody reads it."
    assert stored(qtbot, main).matches_left_out == ("house",)


def test_a_filing_can_be_to_a_body_the_program_knows_nothing_of(qtbot: QtBot, main: MainPage) -> None:
    """To an employer, an insurer or the police, with its reference, replies and dates like any other."""
    editor = filing(qtbot, main)
    country = child(editor, "filing.country")
    assert isinstance(country, Choice)
    country.choose(OTHER_BODY)
    country.activated.emit(country.currentIndex())
    assert not child(editor, "filing.body").isVisible()
    assert "The program knows nothing of this body" in labels(editor)
    editor.finish()
    assert "Write the name of the body first." in labels(editor)
    write(editor, "filing.body-name", "My employer ")
    write(editor, "filing.reference", "B-17")
    editor.finish()
    settled(qtbot, main)
    entry = stored(qtbot, main)
    assert (entry.board, entry.board_name, entry.reference_number) == (OTHER_BODY, "My employer", "B-17")
    page = section(qtbot, main, "filing")
    qtbot.waitUntil(lambda: any("My employer" in row.title for row in page.model.rows), timeout=WAIT)
    again = filing(qtbot, main)
    assert child(again, "filing.body-name").text() == "My employer"  # type: ignore[attr-defined]  # a field
    back = child(again, "filing.country")
    assert isinstance(back, Choice)
    back.choose("United States")
    back.activated.emit(back.currentIndex())
    body = child(again, "filing.body")
    assert isinstance(body, Choice)
    body.choose("us-ca-bbs")
    body.activated.emit(body.currentIndex())
    again.finish()
    settled(qtbot, main)
    assert (stored(qtbot, main).board, stored(qtbot, main).board_name) == ("us-ca-bbs", "")


def test_a_dossier_without_a_filing_names_no_other_body(qtbot: QtBot, main: MainPage) -> None:
    """The name stands in a filing; without one the neutral order is that of no body."""
    main.show_section("dossier")
    country = child(main, "dossier.country")
    assert isinstance(country, Choice)
    assert country.findData(OTHER_BODY) < 0


def test_what_came_after_is_written(qtbot: QtBot, main: MainPage) -> None:
    editor = filing(qtbot, main)
    write(editor, "filing.log.0.what", "A letter came.")
    write(editor, "filing.log.0.source", "Their letter of 3 May")
    child(editor, "filing.log.0.done").setChecked(True)  # type: ignore[attr-defined]  # a box
    write(editor, "filing.sent.0.to", "The board")
    write(editor, "filing.sent.0.way", "By post")
    write(editor, "filing.reply.0.words", "We have it.")
    write(editor, "filing.reply.0.sender", "The clerk")
    choose_in(qtbot, main, editor, "filing.reply.0.file", "photo")
    write(editor, "filing.point.0.said", "I never wrote.")
    write(editor, "filing.point.0.answer", "Here are the messages.")
    choose_in(qtbot, main, editor, "filing.point.0.letter", "photo")
    choose_in(qtbot, main, editor, "filing.point.0.entries", "first")
    choose_in(qtbot, main, editor, "filing.point.0.files", "shot")
    editor.finish()
    settled(qtbot, main)
    entry = stored(qtbot, main)
    kept = entry.log[-1] if entry.log else None
    assert kept is not None
    assert (entry.log[0].what, entry.log[0].source, entry.log[0].done) == (
        "A letter came.",
        "Their letter of 3 May",
        True,
    )
    assert entry.sendings == (Sending(to="The board", way="By post"),)
    assert entry.replies == (Reply(words="We have it.", sender="The clerk", evidence="photo"),)
    point = Point(said="I never wrote.", answer="Here are the messages.", letter="photo", incidents=("first",),
                  evidence=("shot",))  # fmt: skip
    assert entry.points == (point,)


def test_what_was_sent_stands_with_its_fingerprints_and_is_copied(qtbot: QtBot, main: MainPage) -> None:
    sent = Sending(to="The board", when="2026-01-06", files=(SentFile(name="dossier.pdf", sha256="ab" * 32),))
    read(qtbot, main, lambda journal: [complaints.note_sending(journal, "bbs", sent)])
    editor = filing(qtbot, main)
    assert "abab abab" in labels(editor)
    child(editor, "filing.sent.0.copy").click()  # type: ignore[attr-defined]  # a button
    assert QGuiApplication.clipboard().text() == f"{'ab' * 32}  dossier.pdf"
    QGuiApplication.clipboard().clear()
    write(editor, "filing.sent.0.note", "With a receipt.")
    editor.finish()
    settled(qtbot, main)
    assert stored(qtbot, main).sendings == (changed(sent, note="With a receipt."),)  # the files stay as they were


def test_a_rule_is_named_with_its_edition_and_where_that_was_read(qtbot: QtBot, main: MainPage) -> None:
    editor = filing(qtbot, main)
    number = len(stored(qtbot, main).standards)
    child(editor, "filing.standard.add").click()  # type: ignore[attr-defined]  # a button
    code = child(editor, f"filing.standard.{number}.code")
    ref = child(editor, f"filing.standard.{number}.ref")
    assert isinstance(code, Choice)
    assert isinstance(ref, Choice)
    first = next(each for each in Catalogue.load().codes() if each.country == "United States")
    assert code.itemData(1) in {each.id for each in Catalogue.load().codes() if each.country == "United States"}
    code.choose(first.id)
    code.activated.emit(code.currentIndex())
    ref.choose(first.provisions[0].ref)
    ref.activated.emit(ref.currentIndex())
    text = labels(editor)
    assert first.provisions[0].paraphrase in text
    assert first.sources[0].url in text
    assert "This edition" in text
    choose_in(qtbot, main, editor, f"filing.standard.{number}.entries", "first")
    editor.finish()
    settled(qtbot, main)
    cited = StandardCited(code=first.id, ref=first.provisions[0].ref, incidents=("first",))
    assert stored(qtbot, main).standards[-1] == cited


def test_editions_in_force_on_the_day_of_the_entries_come_first_and_none_is_chosen(
    qtbot: QtBot, main: MainPage
) -> None:
    editor = filing(qtbot, main)
    number = len(stored(qtbot, main).standards)
    child(editor, "filing.standard.add").click()  # type: ignore[attr-defined]  # a button
    settled(qtbot, main)
    code = child(editor, f"filing.standard.{number}.code")
    assert isinstance(code, Choice)
    assert code.value() == ""
    chosen = editor.entries.values()
    wanted = read(qtbot, main, lambda journal: standards.offered(journal, chosen, "United States"))
    assert [code.itemData(at) for at in range(code.count())] == ["", *(each.id for each in wanted)]
    first = wanted[0]
    assert code.itemText(1).startswith(f"{first.title}, {first.edition}: since ")
    code.choose("nasw-2021")
    choose_in(qtbot, main, editor, f"filing.standard.{number}.entries", "first")
    assert code.value() == "nasw-2021"  # what was chosen stays chosen


def test_a_rule_of_ones_own_stays_as_it_is(qtbot: QtBot, main: MainPage) -> None:
    own = StandardCited(code="house rules", ref="7", incidents=("second",))

    def add(journal: Journal) -> list[str]:
        return [complaints.put(journal, changed(complaints.get(journal, "bbs").entry, standards=(own,)))]

    read(qtbot, main, add)
    editor = filing(qtbot, main)
    editor.outcome.setPlainText("Another.")
    editor.finish()
    settled(qtbot, main)
    assert stored(qtbot, main).standards == (own,)


@pytest.mark.parametrize("code", Catalogue.load().codes(), ids=lambda code: code.id)
def test_every_provision_says_when_its_edition_was_in_force_and_where_it_was_read(code: Code) -> None:
    """Most provisions are from memory: they said that they had been read in the first source of their code."""
    for provision in code.provisions:
        lines = about(code, provision.ref)
        assert lines[0] == provision.paraphrase
        assert any("in force" in line for line in lines)
        assert any("These dates are not confirmed." in line for line in lines) == (not code.dates_confirmed)
        read = [line for line in lines if line.startswith("Read in archived copies")]
        assert bool(read) == any(code.sources[0].url in line for line in lines) == provision.confirmed
        assert any("Not confirmed. Check with" in line for line in lines) == (not provision.confirmed)
        assert code.status_note in lines
    assert about(None, "1") == []
    assert "Not confirmed. Check" not in "".join(about(code, ""))


def test_what_is_told_of_an_edition_is_meant_for_the_person() -> None:
    notes = {code.id: code.status_note for code in Catalogue.load().codes()}
    assert "from early 2027" in notes["bacp-2018"]
    assert [note for note in notes.values() if re.search("release|re-check|[Ss]how |verify", note)] == []


def test_a_professional_is_added_where_one_is_needed(qtbot: QtBot, main: MainPage) -> None:
    editor = filing(qtbot, main, "")
    child(editor, "filing.add-person").click()  # type: ignore[attr-defined]  # a button
    child(editor, "filing.new-person").click()  # type: ignore[attr-defined]  # as above
    assert "A name or an initial is needed." in labels(editor)
    name = child(editor, "filing.new-name")
    qtbot.keyClicks(name, "Dr. Ito")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.professional.currentText() == "Dr. Ito", timeout=WAIT)
    (added,) = [each for each in read(qtbot, main, people.everyone) if each.name == "Dr. Ito"]
    assert editor.professional.value() == added.id
    assert "professional" in added.roles


def test_the_open_point_of_a_rule_leads_to_its_place(qtbot: QtBot, main: MainPage) -> None:
    main.desk.wanted_field = "standards"
    main.desk.go.emit("filing", "bbs")
    page = section(qtbot, main, "filing")
    qtbot.waitUntil(lambda: isinstance(page.opened, FilingEditor), timeout=WAIT)
    settled(qtbot, main)
    assert main.desk.wanted_field == ""
    assert child(page.opened, "filing.standards.head").isChecked()  # type: ignore[arg-type,attr-defined]  # a button
    assert page.opened.findChild(QWidget, "filing.standard.add") is not None  # type: ignore[union-attr]  # it is open


OPEN = [("told", "told"), ("professional_response", "response"), ("exact_words", "words")]


@pytest.mark.parametrize(("field", "part"), OPEN)
def test_the_open_point_of_a_row_leads_to_its_place(qtbot: QtBot, main: MainPage, field: str, part: str) -> None:
    page, points = section(qtbot, main, "timeline"), OpenPoints(main.desk, "points")
    qtbot.addWidget(points)
    points.show_points([OpenPoint(code="open", message="Open.", kind="incident", record_id="second", field=field)])
    child(points, "points.0").click()  # type: ignore[attr-defined]  # a button
    qtbot.waitUntil(lambda: isinstance(page.opened, IncidentEditor), timeout=WAIT)
    settled(qtbot, main)
    head = child(page.opened, f"entry.{part}.head")  # type: ignore[arg-type]  # it is open
    assert head.isChecked()  # type: ignore[attr-defined]  # a button
    assert (head.hasFocus(), main.desk.wanted_field) == (True, "")


def test_days_are_kept_with_where_they_stand(qtbot: QtBot, main: MainPage) -> None:
    log = (LogEntry(when="2024-06-20", what="Letter", due="2024-07-20", source="their letter of 20 June"),)

    def add(journal: Journal) -> list[str]:
        return [complaints.put(journal, changed(complaints.get(journal, "bbs").entry, log=log))]

    read(qtbot, main, add)
    editor = filing(qtbot, main)
    assert child(editor, "filing.log.0.source").text() == "their letter of 20 June"  # type: ignore[attr-defined]  # a field
    assert editor.record().log == log


def test_a_person_is_added_in_an_entry(qtbot: QtBot, main: MainPage) -> None:
    editor = opened(qtbot, section(qtbot, main, "timeline"), "second")
    assert isinstance(editor, IncidentEditor)
    open_all(qtbot, main, editor)
    child(editor, "entry.who.add-person").click()  # type: ignore[attr-defined]  # a button
    name = child(editor, "entry.who.new-name")
    qtbot.keyClicks(name, "Rui")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(each.name == "Rui" for each in read(qtbot, main, people.everyone)), timeout=WAIT)
    settled(qtbot, main)
    (added,) = [each for each in read(qtbot, main, people.everyone) if each.name == "Rui"]
    assert child(editor, f"entry.who.{added.id}").isChecked()  # type: ignore[attr-defined]  # a box
    editor.finish()
    settled(qtbot, main)
    assert added.id in read(qtbot, main, lambda journal: incidents.get(journal, "second")).entry.people_ids


# ---- days that were named


def test_days_that_were_named_are_listed_after_unlocking_soonest_first(qtbot: QtBot, main: MainPage) -> None:
    timeline = main.pages["timeline"]
    assert isinstance(timeline, TimelinePage)
    log = tuple(LogEntry(what=f"thing {month}", due=f"2031-{month:02d}-01") for month in (5, 3, 9, 7))
    log = (*log, LogEntry(what="done", due="2030-01-01", done=True), LogEntry(when="2026-01-01", what="no day"))

    def add(journal: Journal) -> str:
        return complaints.put(journal, changed(complaints.get(journal, "bbs").entry, log=log))

    assert not timeline.dues.isVisibleTo(timeline)
    main.desk.change(main, add)
    settled(qtbot, main)
    settled(qtbot, main)
    assert timeline.dues.isVisibleTo(timeline)
    shown = [each.text() for each in timeline.dues.findChildren(Button)]
    assert shown == ["1 March 2031", "1 May 2031", "1 July 2031", "1 more date"]
    said = [each.accessibleName() for each in timeline.dues.findChildren(Button)]
    assert [text.partition(". ")[0] for text in said[:3]] == [
        "1 March 2031: thing 3", "1 May 2031: thing 5", "1 July 2031: thing 7",
    ]  # fmt: skip
    assert [each for each in ("thing 3", "thing 5", "thing 7") if each not in labels(timeline.dues)] == []
    child(timeline.dues, "due.more").click()  # type: ignore[attr-defined]  # a button
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert [each.text() for each in timeline.dues.findChildren(Button)][-1] == "1 September 2031"
    assert "thing 9" in labels(timeline.dues)
    child(timeline.dues, "due.0").click()  # type: ignore[attr-defined]  # as above
    page = main.pages["filing"]
    qtbot.waitUntil(lambda: isinstance(page.opened, FilingEditor), timeout=WAIT)  # type: ignore[attr-defined]  # a list
    assert child(page.opened, "filing.after.head").isChecked()  # type: ignore[attr-defined]  # a button


def test_the_card_says_when_it_was_sent_last(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "filing")
    assert page.model.rows[0].above == "Not sent, as far as noted"
    for when, said in (("", "Sent"), ("2026-02-03", "Sent: 3 February 2026"), ("2025", "Sent: 3 February 2026")):
        sent = Sending(to="The board", when=when)
        main.desk.change(main, lambda journal, sent=sent: complaints.note_sending(journal, "bbs", sent))  # type: ignore[misc]  # bound now
        settled(qtbot, main)
        settled(qtbot, main)
        assert page.model.rows[0].above == said


def whom(editor: FilingEditor) -> list[str]:
    return [editor.professional.itemText(at) for at in range(editor.professional.count())]


def test_a_filing_can_be_about_anybody_with_professionals_first(qtbot: QtBot, main: MainPage) -> None:
    people_known = read(qtbot, main, people.facts)
    editor = filing(qtbot, main)
    first = [each.name for each in people_known if Role.PROFESSIONAL in each.roles]
    rest = [each.name for each in people_known if Role.PROFESSIONAL not in each.roles]
    assert whom(editor) == ["–", *first, *rest]
    assert (first, len(rest)) == (["Marcus Hale"], 2)
    page = section(qtbot, main, "filing")
    editor.professional.choose("friend")
    editor.professional.activated.emit(editor.professional.currentIndex())
    editor.finish()
    qtbot.waitUntil(lambda: page.opened is None, timeout=WAIT)
    assert stored(qtbot, main).professional == "friend"


@pytest.mark.parametrize("typed", ["Marcus Hale", " marcus  hale "])
def test_somebody_who_is_there_already_is_not_added_again(qtbot: QtBot, main: MainPage, typed: str) -> None:
    editor, before = filing(qtbot, main), read(qtbot, main, people.names)
    child(editor, "filing.add-person").click()  # type: ignore[attr-defined]  # a button
    name = child(editor, "filing.new-name")
    qtbot.keyClicks(name, typed)
    qtbot.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Somebody with this name is in the list already." in labels(editor), timeout=WAIT)
    assert read(qtbot, main, people.names) == before
    assert isinstance(name, LineField)
    assert (name.text(), name.hasFocus()) == (typed, True)
    qtbot.keyClicks(name, " jr.")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.professional.currentText().endswith("jr."), timeout=WAIT)
    assert len(read(qtbot, main, people.names)) == len(before) + 1


def test_a_filing_is_saved_although_one_of_its_entries_was_removed(qtbot: QtBot, main: MainPage) -> None:
    before = stored(qtbot, main)
    gone = before.incidents[0]
    read(qtbot, main, lambda journal: incidents.remove(journal, gone))
    editor = filing(qtbot, main)
    editor.outcome.setPlainText("That somebody reads it.")
    editor.finish()
    settled(qtbot, main)
    assert stored(qtbot, main) == changed(before, outcome_sought="That somebody reads it.")
    child(filing(qtbot, main), "filing.entries.none").click()  # type: ignore[attr-defined]  # a button
    main.pages["filing"].close_opened()  # type: ignore[attr-defined]  # a page with a list
    settled(qtbot, main)
    assert gone not in stored(qtbot, main).incidents
