"""Each section on a real journal: what is shown, what is written, and that it is there afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from journal_app.domain.incident import Purpose
from journal_app.domain.readings import Block, Kind, Note, Reading, Source
from journal_app.services import complaints, evidence, incidents, matches, people, redactions
from journal_app.services.drafts import NEW
from journal_app.services.evidence import names_of
from journal_app.services.journal import Journal
from journal_app.ui.cards import Card
from journal_app.ui.chooser import Chooser
from journal_app.ui.evidence_page import EvidenceEditor, EvidencePage
from journal_app.ui.filing_page import FilingEditor
from journal_app.ui.history import History
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.matches_page import MatchEditor
from journal_app.ui.people_page import PersonEditor
from journal_app.ui.reading_view import AT_ONCE, ReadingView
from journal_app.ui.ticks import Check
from journal_app.ui.timeline_page import TimelinePage
from journal_app.ui.widgets import Button, Choice, Label, LineField, Section, TextField
from tests.cli import sample
from tests.ui.conftest import PASSPHRASE, WAIT, child, opened, section, settled

T = TypeVar("T")


def read(qtbot: QtBot, main: MainPage, work: Callable[[Journal], T]) -> T:
    """Return something read from the open journal."""
    found: list[T] = []
    main.desk.read(main, work, found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=WAIT)
    return found[0]


def open_all(qtbot: QtBot, main: MainPage, owner: object) -> None:
    """Open every part of a form."""
    for part in owner.findChildren(Section):  # type: ignore[attr-defined]
        part.open()
    settled(qtbot, main)


def row_of(chooser: Chooser, identifier: str) -> Card:
    """Return one row of a list to tick from."""
    return next(each for each in chooser.model.rows if each.id == identifier)


def tick(qtbot: QtBot, main: MainPage, chooser: Chooser, identifier: str) -> None:
    """Tick a row of a list with the keyboard."""
    qtbot.waitUntil(lambda: chooser.model.row_of(identifier) >= 0, timeout=WAIT)
    chooser.list.setCurrentIndex(chooser.model.index(chooser.model.row_of(identifier)))
    qtbot.keyClick(chooser.list, Qt.Key.Key_Space)


def labels(owner: object) -> str:
    return "\n".join(each.text() for each in owner.findChildren(Label))  # type: ignore[attr-defined]


# ---- timeline and entries


def test_an_entry_is_written_with_all_its_parts(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "timeline")
    editor = opened(qtbot, page, "")
    assert isinstance(editor, IncidentEditor)
    open_all(qtbot, main, editor)
    editor.account.setPlainText("He telephoned.")
    editor.when.show_text("2024-05-02T10:15")
    editor.purpose.choose(Purpose.FOR_A_COMPLAINT.value)
    for identifier, value in (("entry.how.channel", "phone"), ("entry.quote.0.speaker", "hale"),
                              ("entry.quote.0.sure", "exact"), ("entry.told.0.person", "friend"),
                              ("entry.step.0.step", "denied")):  # fmt: skip
        choice = child(editor, identifier)
        assert isinstance(choice, Choice)
        choice.choose(value)
        choice.activated.emit(choice.currentIndex())
    texts = {
        "entry.quote.0.text": "Hello.",
        "entry.told.0.answer": "Listened.",
        "entry.step.0.note": "By phone.",
        "entry.own.text": "Hung up.",
        "entry.impact.text": "No sleep.",
        "entry.private.note": "For me.",
    }
    for identifier, text in texts.items():
        field = child(editor, identifier)
        assert isinstance(field, TextField)
        field.setPlainText(text)
    tags = child(editor, "entry.private.tags")
    assert isinstance(tags, LineField)
    tags.setText("one, two ,")
    for identifier in ("entry.who.hale", "entry.type.romantic-or-sexual-advances"):
        box = child(editor, identifier)
        assert isinstance(box, Check)
        box.setChecked(True)
    part = child(editor, "entry.who.hale.part")
    assert isinstance(part, LineField)
    part.setText("called")
    editor.finish()
    qtbot.waitUntil(lambda: len(page.model.rows) == 5, timeout=WAIT)
    identifier = next(row.id for row in page.model.rows if "telephoned" in row.title)
    entry = read(qtbot, main, lambda journal: incidents.get(journal, identifier)).entry
    assert (entry.account, entry.occurred, entry.channel) == ("He telephoned.", "2024-05-02T10:15", "phone")
    assert [(each.text, each.speaker, each.certainty) for each in entry.exact_words] == [("Hello.", "hale", "exact")]
    assert [(each.person, each.answer) for each in entry.told] == [("friend", "Listened.")]
    assert [(each.step, each.note) for each in entry.professional_response] == [("denied", "By phone.")]
    assert (entry.own_response, entry.impact, entry.private_note) == ("Hung up.", "No sleep.", "For me.")
    assert (entry.tags, entry.types) == (("one", "two"), ("romantic-or-sexual-advances",))
    assert [(each.person, each.part) for each in entry.people] == [("hale", "called")]


def test_a_type_that_is_chosen_says_what_helps_to_stay_safe(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "timeline")
    editor = opened(qtbot, page, "")
    open_all(qtbot, main, editor)
    box = child(editor, "entry.type.threats")
    assert isinstance(box, Check)
    said = next(kind.safety_note for kind in page.desk.catalogue.incident_types() if kind.id == "threats")
    (note,) = [each for each in editor.findChildren(Label) if each.text() == said]
    shown = [note.isVisibleTo(editor)]
    for _ in range(2):
        box.click()
        shown.append(note.isVisibleTo(editor))
    assert shown == [False, True, False]


def test_a_type_that_is_chosen_says_what_it_means_and_where_that_was_read(qtbot: QtBot, main: MainPage) -> None:
    """Also for those who use no mouse: a tooltip does not open by the keyboard."""
    page = section(qtbot, main, "timeline")
    editor = opened(qtbot, page, "")
    open_all(qtbot, main, editor)
    kind = page.desk.catalogue.incident_types()[0]
    box = child(editor, f"entry.type.{kind.id}")
    assert isinstance(box, Check)

    def shown() -> list[bool]:
        wanted = (kind.definition, f"Read at: {', '.join(kind.sources)}")
        found = [each for each in editor.findChildren(Label) if each.text().replace("\u200b", "") in wanted]
        return [each.isVisibleTo(editor) for each in found]

    assert shown() == [False, False]
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert shown() == [True, True]


def test_an_entry_that_is_only_looked_at_is_not_changed(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "timeline")
    before = read(qtbot, main, lambda journal: incidents.get(journal, "first"))
    editor = opened(qtbot, page, "first")
    open_all(qtbot, main, editor)
    assert isinstance(editor, IncidentEditor)
    assert not editor.dirty
    editor.finish()
    main.show_section("people")
    assert read(qtbot, main, lambda journal: incidents.get(journal, "first")) == before


@pytest.mark.parametrize(
    "text", ["2024-03-12?", "2004-06-01/2004-06-20~", "2024-03-12T23:40:10+01:00", "2023-21~", "/2020", "156X"]
)
def test_a_date_nobody_touched_stays_as_it_was_given(qtbot: QtBot, main: MainPage, text: str) -> None:
    entry = incidents.IncidentEntry(account="Dated.", occurred=text)
    identifier = read(qtbot, main, lambda journal: incidents.record(journal, entry))
    page = section(qtbot, main, "timeline")
    editor = opened(qtbot, page, identifier)
    assert isinstance(editor, IncidentEditor)
    editor.account.setPlainText("Dated, and mended.")
    editor.finish()
    settled(qtbot, main)
    after = read(qtbot, main, lambda journal: incidents.get(journal, identifier)).entry
    assert (after.account, after.occurred) == ("Dated, and mended.", text)


def test_going_elsewhere_saves_what_is_whole_and_keeps_the_rest(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "timeline")
    editor = opened(qtbot, page, "second")
    assert isinstance(editor, IncidentEditor)
    editor.account.setPlainText("It was told in a podcast, twice.")
    main.show_section("people")
    entry = read(qtbot, main, lambda journal: incidents.get(journal, "second"))
    assert (entry.entry.account, entry.revisions) == ("It was told in a podcast, twice.", 2)
    editor = opened(qtbot, page, "")
    assert isinstance(editor, IncidentEditor)
    child(editor, "entry.private.head").click()  # type: ignore[attr-defined]
    note = child(editor, "entry.private.note")
    assert isinstance(note, TextField)
    note.setPlainText("not a sentence yet")
    main.show_section("timeline")
    page.close_opened()
    qtbot.waitUntil(lambda: page.model.row_of(NEW) == 0, timeout=WAIT)
    assert "Not finished" in page.model.rows[0].sentence
    again = opened(qtbot, page, NEW)
    assert isinstance(again, IncidentEditor)
    assert again.record().private_note == "not a sentence yet"


def test_an_entry_without_a_sentence_or_with_half_a_date_says_so(qtbot: QtBot, main: MainPage) -> None:
    editor = opened(qtbot, section(qtbot, main, "timeline"), "")
    assert isinstance(editor, IncidentEditor)
    editor.touched()
    editor.finish()
    assert "One sentence is enough, and it is needed." in labels(editor)
    editor.account.setPlainText("One.")
    assert "One sentence is enough, and it is needed." not in labels(editor), "it is there now"
    editor.when.kind.choose("day")
    editor.when.first.day.choose("03")
    editor.when._changed()
    editor.finish()
    assert "The date is not complete" in labels(editor)


def test_versions_are_shown_word_by_word(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "timeline")
    editor = opened(qtbot, page, "first")
    assert isinstance(editor, IncidentEditor)
    editor.account.setPlainText("He wrote very late.")
    editor.finish()
    settled(qtbot, main)
    history = History(main.desk, "incident", "first")
    qtbot.addWidget(history)
    settled(qtbot, main)
    text = labels(history)
    assert "He wrote [+very] late." in text
    assert "Marcus Hale" in text
    assert "hale" not in text.replace("Hale", "").split()


@pytest.mark.parametrize(
    ("kind", "identifier", "expected"),
    [
        (
            "person",
            "hale",
            ["Person: first written", "Name or initial: \u2068Marcus Hale", "First session: \u20682022"],
        ),
        ("match", "house", ["What I said in private · Words: \u2068the blue house", "Files: \u2068A message"]),
        ("evidence", "shot", ["By whom: \u2068Ana Keller", "Entries: \u206812 March 2024, 23:40: He wrote late."]),
        ("complaint", "bbs", ["Body: \u2068California Board of Behavioral Sciences", "About whom: \u2068Marcus Hale"]),
    ],
)
def test_versions_of_everything_are_told_in_words(
    qtbot: QtBot, main: MainPage, kind: str, identifier: str, expected: list[str]
) -> None:
    history = History(main.desk, kind, identifier)
    qtbot.addWidget(history)
    settled(qtbot, main)
    text = labels(history)
    assert [each for each in expected if each not in text] == []
    assert not [word for word in ("hale", "first", "us-ca-bbs") if f"\u2068{word}" in text]


@pytest.mark.parametrize(
    ("key", "identifier"), [("people", "hale"), ("matches", "house"), ("evidence", "shot"), ("filing", "bbs")]
)
def test_each_page_has_its_versions(qtbot: QtBot, main: MainPage, key: str, identifier: str) -> None:
    page = section(qtbot, main, key)
    editor = opened(qtbot, page, identifier)
    open_all(qtbot, main, editor)
    settled(qtbot, main)
    (history,) = editor.findChildren(History)
    assert "first written" in labels(history)


def test_a_person_leads_to_the_entries_they_are_in(qtbot: QtBot, main: MainPage) -> None:
    editor = opened(qtbot, section(qtbot, main, "people"), "hale")
    open_all(qtbot, main, editor)
    settled(qtbot, main)
    button = child(editor, "person.entry.first")
    assert isinstance(button, Button)
    assert "He wrote late." in button.accessibleName()
    with qtbot.waitSignal(main.desk.go, timeout=WAIT) as went:
        button.click()
    assert went.args == ["timeline", "first"]


def test_an_entry_is_removed_and_brought_back(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "timeline")
    assert isinstance(page, TimelinePage)
    editor = opened(qtbot, page, "second")
    open_all(qtbot, main, editor)
    button = child(editor, "entry.remove")
    assert isinstance(button, Button)
    button.click()
    qtbot.waitUntil(lambda: page.model.row_of("second") < 0, timeout=WAIT)
    page.shown.choose("removed")
    page.refresh()
    qtbot.waitUntil(lambda: page.model.row_of("second") == 0, timeout=WAIT)
    editor = opened(qtbot, page, "second")
    assert isinstance(editor, IncidentEditor)
    assert "stays off the timeline until you bring it back." in labels(editor)
    assert "The earlier text is kept." not in labels(editor)  # there is none: it was only removed
    editor.account.setPlainText("Changed while it was removed.")
    editor.finish()
    qtbot.waitUntil(lambda: page.opened is None, timeout=WAIT)
    settled(qtbot, main)
    view = read(qtbot, main, lambda journal: incidents.get(journal, "second"))
    assert (view.removed, view.entry.account) == (True, "Changed while it was removed.")
    editor = opened(qtbot, page, "second")
    assert "Changed 1 time, last" in labels(editor)
    again = child(editor, "entry.restore")
    assert isinstance(again, Button)
    again.click()
    settled(qtbot, main)
    view = read(qtbot, main, lambda journal: incidents.get(journal, "second"))
    assert (view.removed, view.entry.account) == (False, "Changed while it was removed.")


def test_the_timeline_shows_what_is_chosen(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "timeline")
    assert isinstance(page, TimelinePage)
    for choice, there in (("private", ["mine"]), ("for-my-lawyer", ["for-lawyer"]), ("no-date", ["mine"]),
                          ("for-a-complaint", ["first", "second"])):  # fmt: skip
        page.shown.choose(choice)
        page.refresh()
        qtbot.waitUntil(lambda there=there: [row.id for row in page.model.rows] == there, timeout=WAIT)
    page.person.choose("friend")
    page.refresh()
    qtbot.waitUntil(lambda: [row.id for row in page.model.rows] == ["first"], timeout=WAIT)
    page.shown.choose("private")
    page.refresh()
    qtbot.waitUntil(lambda: not page.model.rows, timeout=WAIT)
    assert "No entry matches" in labels(page)


def test_files_are_added_by_list_drop_and_paste(qtbot: QtBot, main: MainPage, tmp_path: Path) -> None:
    page = section(qtbot, main, "timeline")
    editor = opened(qtbot, page, "second")
    assert isinstance(editor, IncidentEditor)
    (tmp_path / "dropped.txt").write_text("dropped")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(tmp_path / "dropped.txt"))])
    before = len(editor.files.shown)
    editor._take(dropped)
    qtbot.waitUntil(lambda: len(editor.files.shown) == before + 1, timeout=WAIT)
    pasted = QMimeData()
    pasted.setData("image/png", (sample.write(tmp_path / "folder") / "evidence" / "photo.jpg").read_bytes() + b"pasted")
    editor._take(pasted)
    qtbot.waitUntil(lambda: len(editor.files.shown) == before + 2, timeout=WAIT)
    words = QMimeData()
    words.setText("Pasted words. ")
    editor._take(words)
    assert "Pasted words." in editor.account.text()
    names = read(qtbot, main, lambda journal: [
        evidence.get(journal, each).evidence.file_name for each in incidents.get(journal, "second").evidence
    ])  # fmt: skip
    assert {"dropped.txt", "pasted picture.png"} <= set(names)


@pytest.mark.parametrize("identifier", ["second", ""])
def test_what_is_written_while_a_file_is_taken_in_is_kept(
    qtbot: QtBot, main: MainPage, tmp_path: Path, identifier: str
) -> None:
    page = section(qtbot, main, "timeline")
    editor = opened(qtbot, page, identifier)
    assert isinstance(editor, IncidentEditor)
    (tmp_path / "slow.bin").write_bytes(bytes(5_000_000))
    editor.account.setPlainText("Begun.")
    editor._attach(names_of([tmp_path / "slow.bin"]))
    editor.account.setPlainText("Begun, and gone on.")
    before = len(editor.files.shown)
    qtbot.waitUntil(lambda: len(editor.files.shown) == before + 1, timeout=WAIT)
    page.close_opened()
    settled(qtbot, main)
    rows = read(qtbot, main, incidents.timeline)
    (mine,) = [row for row in rows if row.first_line.startswith("Begun")]
    assert (mine.first_line, mine.files > 0) == ("Begun, and gone on.", True)


def test_a_file_can_come_before_the_first_sentence(qtbot: QtBot, main: MainPage, tmp_path: Path) -> None:
    page = section(qtbot, main, "timeline")
    editor = opened(qtbot, page, "")
    assert isinstance(editor, IncidentEditor)
    (tmp_path / "early.txt").write_text("early")
    editor._attach(names_of([tmp_path / "early.txt"]))
    qtbot.waitUntil(lambda: bool(editor._waiting), timeout=WAIT)
    editor.account.setPlainText("And now the sentence.")
    editor.finish()
    settled(qtbot, main)  # until then its card may be that of the draft
    (identifier,) = [row.id for row in read(qtbot, main, incidents.timeline) if "now the sentence" in row.first_line]
    qtbot.waitUntil(lambda: any(row.id == identifier for row in page.model.rows), timeout=WAIT)
    assert len(page.model.rows) == 5
    assert len(read(qtbot, main, lambda journal: incidents.get(journal, identifier)).evidence) == 1


def test_a_picture_s_own_date_is_offered_and_not_applied(qtbot: QtBot, main: MainPage, tmp_path: Path) -> None:
    page = section(qtbot, main, "timeline")
    photo = sample.write(tmp_path / "folder") / "evidence" / "photo.jpg"
    (tmp_path / "again.jpg").write_bytes(photo.read_bytes() + b"\0")
    read(qtbot, main, lambda journal: evidence.attach(journal, "mine", names_of([tmp_path / "again.jpg"])))
    editor = opened(qtbot, page, "mine")
    assert isinstance(editor, IncidentEditor)
    qtbot.waitUntil(lambda: editor.findChild(Button, "entry.use-date") is not None, timeout=WAIT)
    assert editor.record().occurred == ""
    child(editor, "entry.use-date").click()  # type: ignore[attr-defined]
    assert editor.record().occurred == "2024-07-04T10:00:00"


def test_an_entry_with_hundreds_of_files_makes_a_part_of_them_at_once(qtbot: QtBot, main: MainPage) -> None:
    new = [evidence.NewFile(name=f"{number}.txt", source=b"%d" % number) for number in range(35)]
    read(qtbot, main, lambda journal: evidence.attach(journal, "mine", new[:-1]))
    editor = opened(qtbot, section(qtbot, main, "timeline"), "mine")
    assert isinstance(editor, IncidentEditor)

    def shown() -> list[str]:
        found = [each for each in editor.files.findChildren(Button) if each.text() == "Details of the file"]
        return [each.accessibleName().rpartition(": ")[2] for each in found]

    names = [each.name for each in new]
    qtbot.waitUntil(lambda: shown() == names[:10], timeout=WAIT)
    assert "34 files" in labels(editor)
    for upto in (20, 30, 34):
        more = next(each for each in editor.files.findChildren(Button) if each.text().startswith("Show "))
        more.click()
        assert shown() == names[:upto]
    added = read(qtbot, main, lambda journal: evidence.attach(journal, "mine", new[-1:]))
    editor.files.show_files((*editor.files.shown, *added), offer_date=False)
    qtbot.waitUntil(lambda: shown() == names, timeout=WAIT)


def test_every_date_that_a_picture_carries_is_offered(qtbot: QtBot, main: MainPage, tmp_path: Path) -> None:
    photo = (sample.write(tmp_path / "folder") / "evidence" / "photo.jpg").read_bytes()
    assert photo.count(b"2024:07:04") > 0
    (tmp_path / "one.jpg").write_bytes(photo + b"\0")
    (tmp_path / "two.jpg").write_bytes(photo.replace(b"2024:07:04", b"2023:05:06") + b"\0")
    (tmp_path / "again.jpg").write_bytes(photo + b"\0\0")
    names = names_of(tmp_path / f"{each}.jpg" for each in ("one", "two", "again"))
    read(qtbot, main, lambda journal: evidence.attach(journal, "mine", names))
    editor = opened(qtbot, section(qtbot, main, "timeline"), "mine")
    assert isinstance(editor, IncidentEditor)
    qtbot.waitUntil(lambda: editor.findChild(Button, "entry.use-date.1") is not None, timeout=WAIT)
    assert editor.findChild(Button, "entry.use-date.2") is None
    child(editor, "entry.use-date.1").click()  # type: ignore[attr-defined]  # a button
    assert editor.record().occurred == "2023-05-06T10:00:00"
    assert not child(editor, "entry.use-date").isVisible()


def test_what_a_recording_needs_is_said_when_it_is_marked(qtbot: QtBot, main: MainPage) -> None:
    editor = opened(qtbot, section(qtbot, main, "evidence"), "shot")
    warning = main.desk.catalogue.recording_note("").warning
    (note,) = (each for each in editor.findChildren(Label) if each.text() == warning)
    box = child(editor, "evidence.recording")
    assert isinstance(box, Check)
    seen = [note.isVisible()]
    for _ in range(2):
        box.click()
        seen.append(note.isVisible())
    assert seen == [False, True, False]


def test_what_is_noted_of_the_law_of_a_place_is_shown_and_changes_nothing(qtbot: QtBot, main: MainPage) -> None:
    editor = opened(qtbot, section(qtbot, main, "evidence"), "sound")
    place, before = child(editor, "evidence.recording-place"), editor.record()
    assert isinstance(place, Choice)
    assert "Not confirmed" not in labels(editor)
    place.choose("Germany\n")
    said = labels(editor)
    assert "Here recording private words without consent can be an offence. Noted from memory, without a source" in said
    assert "Not confirmed: a lawyer knows the law of that place." in said
    place.choose("United States\nCalifornia")
    assert "Noted from lists that differ in part, looked up on 22 November 2026: rcfp.org" in labels(editor)
    assert editor.record() == before


def test_pictures_are_covered_until_asked_for(qtbot: QtBot, main: MainPage) -> None:
    editor = opened(qtbot, section(qtbot, main, "timeline"), "first")
    settled(qtbot, main)
    button = child(editor, "entry.file.shot.show")
    assert isinstance(button, Button)
    shown = [each for each in editor.findChildren(Label) if each.accessibleName() == "Covered picture. A message"]
    assert len(shown) == 1
    assert shown[0].pixmap().isNull()
    button.click()
    qtbot.waitUntil(lambda: not shown[0].pixmap().isNull(), timeout=WAIT)
    button.click()
    assert shown[0].pixmap().isNull()


# ---- evidence


def test_a_file_is_described(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "evidence")
    assert isinstance(page, EvidencePage)
    editor = opened(qtbot, page, "clear")
    assert isinstance(editor, EvidenceEditor)
    open_all(qtbot, main, editor)
    editor.description.setPlainText("A clear picture.")
    editor.lines["device"].setText("telephone")
    editor.captured_at.show_text("2024-05")
    editor.sensitive.setChecked(True)
    tick(qtbot, main, editor.entries, "second")
    editor.finish()
    settled(qtbot, main)
    item = read(qtbot, main, lambda journal: evidence.get(journal, "clear")).evidence
    assert (item.description, item.card.device, item.card.captured_at) == ("A clear picture.", "telephone", "2024-05")
    assert (item.sensitive, item.incidents) == (True, ("first", "second"))


def test_the_details_of_a_file(qtbot: QtBot, main: MainPage, tmp_path: Path) -> None:
    editor = opened(qtbot, section(qtbot, main, "evidence"), "photo")
    assert isinstance(editor, EvidenceEditor)
    open_all(qtbot, main, editor)
    qtbot.waitUntil(lambda: "contains the location (GPS)" in labels(editor), timeout=WAIT)
    digest = read(qtbot, main, lambda journal: evidence.get(journal, "photo")).evidence.sha256
    assert digest in labels(editor).replace(" ", "")
    child(editor, "evidence.copy").click()  # type: ignore[attr-defined]
    assert QGuiApplication.clipboard().text() == digest
    QGuiApplication.clipboard().clear()
    editor.give_out(tmp_path / "out.jpg")
    settled(qtbot, main)
    assert (tmp_path / "out.jpg").stat().st_size > 0


def test_a_recording_says_what_to_think_of(qtbot: QtBot, main: MainPage) -> None:
    editor = opened(qtbot, section(qtbot, main, "evidence"), "sound")
    assert main.desk.catalogue.recording_note("").warning in labels(editor)


def test_the_words_of_a_file_are_shown_in_their_structure(qtbot: QtBot, main: MainPage) -> None:
    mail = (
        b"From: Tom <tom@example.org>\nDate: Tue, 12 Mar 2024 23:40:00 -0700\nSubject: Saturday\n"
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\n\n"
        b"<h1>Dear A.</h1><p>Come <a href='https://x.org'>here</a><hr><ol><li>soon</ol><blockquote>no</blockquote>"
        b"<img alt='A house'><table><tr><td>a<td>b</table><script>evil()</script>\n"
        b"--x\nContent-Type: image/png; name=map.png\n\n123\n--x\nContent-Type: message/rfc822\n\n"
        b"Subject: Earlier\n\nwords\n--x--"
    )
    file = evidence.NewFile(name="mail.eml", source=mail)
    (identifier,) = read(qtbot, main, lambda journal: evidence.attach(journal, "first", [file]))
    editor = opened(qtbot, section(qtbot, main, "evidence"), identifier)
    assert isinstance(editor, EvidenceEditor)
    editor.viewer.cover.click()
    qtbot.waitUntil(lambda: "Subject: Saturday" in labels(editor.viewer), timeout=WAIT)
    shown = labels(editor.viewer)
    for part in ("From: Tom <tom@example.org>", "Dear A.", "Come here [https://x.org]", "1. soon", "> no", "a | b",
                 "– – –",
                 "A picture that is not shown: A house", "Attached: map.png (image/png, 3 bytes)", "Message: Earlier",
                 "This is the program’s own rendering of the words."):  # fmt: skip
        assert part in shown
    assert "evil" not in shown
    editor.viewer.cover.click()
    qtbot.waitUntil(lambda: "Saturday" not in labels(editor.viewer), timeout=WAIT)


def test_a_long_note_is_shown_bit_by_bit(qtbot: QtBot, main: MainPage) -> None:
    view = ReadingView(main.desk.theme)
    qtbot.addWidget(view)
    blocks = tuple(Block(kind=Kind.PARAGRAPH, text=f"no. {number}") for number in range(AT_ONCE + 1))
    view.say(Reading(source=Source.MAILBOX, blocks=blocks, notes=tuple(Note), messages=2))
    shown = labels(view)
    assert "2 messages are in this file." in shown
    assert "Only the first messages are shown; the original is kept." in shown
    assert f"no. {AT_ONCE - 1}" in shown
    assert f"no. {AT_ONCE}" not in shown
    view.more.click()
    assert f"no. {AT_ONCE}" in labels(view)
    assert view.more.isHidden()


def test_a_name_that_says_something_else_is_told(qtbot: QtBot, main: MainPage) -> None:
    file = evidence.NewFile(name="words.pdf", source=b"words")
    (identifier,) = read(qtbot, main, lambda journal: evidence.attach(journal, "first", [file]))
    editor = opened(qtbot, section(qtbot, main, "evidence"), identifier)
    open_all(qtbot, main, editor)
    assert "The name says application/pdf; the content is text/plain." in labels(editor)


def test_parts_are_hidden_on_a_copy(qtbot: QtBot, main: MainPage) -> None:
    editor = opened(qtbot, section(qtbot, main, "evidence"), "clear")
    assert isinstance(editor, EvidenceEditor)
    viewer = editor.viewer
    viewer.cover.click()
    qtbot.waitUntil(viewer.canvas.isVisible, timeout=WAIT)
    viewer.hide_parts.click()
    viewer._add_box((10, 20, 30, 40))
    viewer._add_box((0, 0, 5, 5))
    child(viewer, "viewer.box.1.away").click()  # type: ignore[attr-defined]
    child(viewer, "viewer.box.0.0").setValue(15)  # type: ignore[attr-defined]
    child(viewer, "viewer.box.check").click()  # type: ignore[attr-defined]
    settled(qtbot, main)
    assert "as it would leave" in viewer.canvas.accessibleName()
    child(viewer, "viewer.box.save").click()  # type: ignore[attr-defined]
    settled(qtbot, main)
    assert read(qtbot, main, lambda journal: redactions.boxes(journal, "clear")) == {1: ((15, 20, 30, 40),)}
    viewer.cover.click()
    assert not viewer.canvas.isVisible()


@pytest.mark.parametrize("way", ["another file", "covered", "done", "locked"])
def test_parts_that_were_drawn_are_hidden_however_the_file_is_left(
    qtbot: QtBot, main: MainPage, folder: Path, way: str
) -> None:
    """They were lost without a word, and whoever drew over a name could believe that it is hidden."""
    page = section(qtbot, main, "evidence")
    editor = opened(qtbot, page, "clear")
    assert isinstance(editor, EvidenceEditor)
    viewer = editor.viewer
    viewer.cover.click()
    qtbot.waitUntil(viewer.canvas.isVisible, timeout=WAIT)
    viewer.hide_parts.click()
    viewer._add_box((10, 20, 30, 40))
    window = main.window()
    if way == "another file":
        opened(qtbot, page, "shot")
    elif way == "covered":
        viewer.cover.click()
    elif way == "done":
        editor.finish()
    else:
        window.lock()  # type: ignore[attr-defined]  # the window
        with Journal.open(folder, PASSPHRASE) as journal:
            assert redactions.boxes(journal, "clear") == {1: ((10, 20, 30, 40),)}
        return
    settled(qtbot, main)
    assert read(qtbot, main, lambda journal: redactions.boxes(journal, "clear")) == {1: ((10, 20, 30, 40),)}


def test_parts_that_are_given_up_are_not_hidden(qtbot: QtBot, main: MainPage) -> None:
    editor = opened(qtbot, section(qtbot, main, "evidence"), "clear")
    assert isinstance(editor, EvidenceEditor)
    viewer = editor.viewer
    viewer.cover.click()
    qtbot.waitUntil(viewer.canvas.isVisible, timeout=WAIT)
    viewer.hide_parts.click()
    viewer._add_box((10, 20, 30, 40))
    child(viewer, "viewer.box.stop").click()  # type: ignore[attr-defined]  # a button
    settled(qtbot, main)
    editor.finish()
    settled(qtbot, main)
    assert read(qtbot, main, lambda journal: redactions.boxes(journal, "clear")) == {}


def test_words_and_what_cannot_be_shown(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "evidence")
    for identifier, told in (("note", "With two lines"), ("broken", "could not be read"), ("sound", "no page to show")):
        editor = opened(qtbot, page, identifier)
        assert isinstance(editor, EvidenceEditor)
        editor.viewer.cover.click()
        qtbot.waitUntil(lambda told=told, viewer=editor.viewer: told in labels(viewer), timeout=WAIT)


def test_files_are_added_and_filtered(qtbot: QtBot, main: MainPage, tmp_path: Path) -> None:
    page = section(qtbot, main, "evidence")
    assert isinstance(page, EvidencePage)
    (tmp_path / "loose.bin").write_bytes(b"\0\1\2")
    page.add(names_of([tmp_path / "loose.bin"]))
    qtbot.waitUntil(lambda: page.opened is not None, timeout=WAIT)
    for kind, names in (("loose", {"loose.bin"}), ("text", {"A note"}), ("other", {"loose.bin", "sound.wav"})):
        page.kind.choose(kind)
        page.refresh()
        wanted = {f"\u2068{name}\u2069" for name in names}
        qtbot.waitUntil(lambda wanted=wanted: {row.title for row in page.model.rows} == wanted, timeout=WAIT)


# ---- matches, people, filing


def test_a_match_is_written(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "matches")
    assert "176 days between them." in page.model.rows[0].below
    editor = opened(qtbot, page, "")
    assert isinstance(editor, MatchEditor)
    editor.finish()
    editor.touched()
    editor.finish()
    assert "words on one of the two sides" in labels(editor)
    editor.private_text.setPlainText("what I said")
    editor.private_when.show_text("2024-01-01")
    editor.public_text.setPlainText("what was posted")
    editor.public_when.show_text("2024-01-02")
    child(editor, "match.private.entry.open").setChecked(True)  # type: ignore[attr-defined]  # a button
    chooser = editor.private_entry.findChild(Chooser)
    assert isinstance(chooser, Chooser)
    tick(qtbot, main, chooser, "first")
    settled(qtbot, main)
    assert "He wrote late." in labels(editor.private_entry)
    editor.told_to.choose("hale")
    open_all(qtbot, main, editor)
    tick(qtbot, main, editor.files, "photo")
    editor.who.setPlainText("My sister.")
    editor.finish()
    qtbot.waitUntil(lambda: len(page.model.rows) == 2, timeout=WAIT)
    found = next(each for each in read(qtbot, main, matches.everything) if each.match.id != "house")
    assert found.gap == (1, 1, False)
    assert (found.match.private.incident, found.match.private.told_to) == ("first", "hale")
    assert (found.match.evidence, found.match.who_could_know) == (("photo",), "My sister.")


def test_a_match_is_removed(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "matches")
    editor = opened(qtbot, page, "house")
    open_all(qtbot, main, editor)
    child(editor, "match.remove").click()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: not page.model.rows, timeout=WAIT)


def test_a_person_is_written(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "people")
    editor = opened(qtbot, page, "hale")
    assert isinstance(editor, PersonEditor)
    open_all(qtbot, main, editor)
    editor.licence.setText("LMFT 12345")
    editor.checked_on.show_text("2024-09-01")
    editor.checked.setText("active")
    editor.agreed.choose("no")
    ended = child(editor, "person.bond.ended")
    assert isinstance(ended, TextField)
    ended.setPlainText("By his letter.")
    editor.finish()
    settled(qtbot, main)
    entry = read(qtbot, main, lambda journal: people.get(journal, "hale")).entry
    assert (entry.licence_number, entry.agreed_to_contact) == ("LMFT 12345", False)
    assert entry.register_check is not None
    assert (entry.register_check.date, entry.register_check.result) == ("2024-09-01", "active")
    (bond,) = read(qtbot, main, people.relationships)
    assert (bond.first_session, bond.how_it_ended) == ("2022-09", "By his letter.")


def test_a_new_person_needs_a_name(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "people")
    editor = opened(qtbot, page, "")
    assert isinstance(editor, PersonEditor)
    editor.roles.boxes["witness"].setChecked(True)
    editor.finish()
    assert "A name or an initial is needed." in labels(editor)
    editor.name.setText("Rui")
    editor.finish()
    qtbot.waitUntil(lambda: len(page.model.rows) == 4, timeout=WAIT)


def test_a_filing_is_written(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "filing")
    editor = opened(qtbot, page, "")
    assert isinstance(editor, FilingEditor)
    editor.touched()
    editor.finish()
    assert "Choose the body first." in labels(editor)
    editor.body.country.choose("United Kingdom")
    editor.body._offer("uk-hcpc")
    editor.finish()
    assert "Choose the professional first." in labels(editor)
    editor.professional.choose("hale")
    open_all(qtbot, main, editor)
    assert "Not confirmed" in labels(editor) or "Looked up" in labels(editor)
    tick(qtbot, main, editor.entries, "first")
    assert editor.entries.model.offer_of(row_of(editor.entries, "mine"))
    editor.outcome.setPlainText("An answer.")
    what = child(editor, "filing.log.0.what")
    assert isinstance(what, TextField)
    what.setPlainText("Letter sent.")
    editor.finish()
    qtbot.waitUntil(lambda: len(page.model.rows) == 2, timeout=WAIT)
    entry = next(each.entry for each in read(qtbot, main, complaints.everything) if each.entry.id != "bbs")
    assert (entry.board, entry.professional, entry.incidents) == ("uk-hcpc", "hale", ("first",))
    assert (entry.outcome_sought, [each.what for each in entry.log]) == ("An answer.", ["Letter sent."])


def test_a_filing_keeps_what_is_not_offered(qtbot: QtBot, main: MainPage) -> None:
    def widen(journal: Journal) -> None:
        from journal_app.domain.records import changed

        entry = complaints.get(journal, "bbs").entry
        complaints.put(journal, changed(entry, incidents=(*entry.incidents, "for-lawyer")))

    read(qtbot, main, lambda journal: [widen(journal)])
    editor = opened(qtbot, section(qtbot, main, "filing"), "bbs")
    assert isinstance(editor, FilingEditor)
    editor.outcome.setPlainText("Another.")
    editor.finish()
    settled(qtbot, main)
    entry = read(qtbot, main, lambda journal: complaints.get(journal, "bbs")).entry
    assert set(entry.incidents) == {"first", "second", "for-lawyer"}
    assert json.dumps(list(entry.incidents)).count("first") == 1


# ---- search


def test_a_search_finds_everything_and_goes_there(qtbot: QtBot, main: MainPage) -> None:
    for words, kind, place in (("late", "incident", "timeline"), ("blue", "match", "matches"),
                               ("Marcus", "person", "people"), ("ground", "evidence", "evidence")):  # fmt: skip
        main.search.setText(words)
        qtbot.waitUntil(lambda: main.page is main.found, timeout=WAIT)
        qtbot.waitUntil(
            lambda kind=kind: any(row.id.startswith(f"{kind} ") for row in main.found.model.rows), timeout=WAIT
        )
        main.found.show_record(next(row.id for row in main.found.model.rows if row.id.startswith(f"{kind} ")))
        assert main.page is main.pages[place]
        settled(qtbot, main)
    main.search.setText("nowhere to be found")
    qtbot.waitUntil(lambda: main.page is main.found and "Nothing found" in labels(main.found), timeout=WAIT)
    main.search.clear()
    qtbot.waitUntil(lambda: main.page is not main.found, timeout=WAIT)


def test_who_will_see_it_stands_beside_what_is_written_of_people_files_and_matches(
    qtbot: QtBot, main: MainPage
) -> None:
    """What is said is what a dossier does: a page of its own for those who agreed, files with where they came from."""
    person = opened(qtbot, section(qtbot, main, "people"), "me")
    assert "Goes into a dossier, on a page of its own" in labels(person)  # she complains
    assert "Goes into a dossier they are part of" in labels(person)
    hale = opened(qtbot, main.pages["people"], "hale")  # type: ignore[arg-type]  # a page with a list
    assert labels(hale).count("Goes into a dossier about them") == 2  # how to reach him, and the time as his client
    box = child(hale, "person.roles.professional")
    assert isinstance(box, Check)
    box.click()
    assert "Only if they agreed, on a page of its own" in labels(hale)
    box.click()
    assert labels(hale).count("Goes into a dossier about them") == 2
    file = opened(qtbot, section(qtbot, main, "evidence"), "shot")
    assert labels(file).count("Goes where the file goes") == 2  # what it shows, and where it came from
    match = opened(qtbot, section(qtbot, main, "matches"), "house")
    assert "Goes where all entries go that it names" in labels(match)
    assert "Goes where the match goes" in labels(match)
