"""Studies in the window: an entry about research leads to them, and what is written there is kept like everything."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from journal_app.domain.studies import Asked, Study
from journal_app.services import drafts, studies
from journal_app.services.dossiers import OpenPoint
from journal_app.services.journal import Journal
from journal_app.ui.entry_studies import EntryStudies
from journal_app.ui.main_window import MainPage
from journal_app.ui.open_points import OpenPoints
from journal_app.ui.split_page import SplitPage
from journal_app.ui.studies_page import StudyEditor
from journal_app.ui.widgets import Button
from tests.ui.conftest import WAIT, child, opened, section, settled
from tests.ui.test_sections import labels, open_all, read, tick

RESEARCH = "entry.type.research-use-without-consent"


def part(editor: QWidget) -> EntryStudies:
    found = editor.findChild(EntryStudies)
    assert isinstance(found, EntryStudies)
    return found


def button(owner: QWidget, identifier: str) -> Button:
    found = child(owner, identifier)
    assert isinstance(found, Button)
    return found


def put(qtbot: QtBot, main: MainPage, study: Study) -> None:
    def work(journal: Journal) -> list[str]:
        return [studies.put(journal, study)]

    read(qtbot, main, work)


def editing(qtbot: QtBot, main: MainPage) -> StudyEditor:
    page = main.pages["studies"]
    assert isinstance(page, SplitPage)
    qtbot.waitUntil(lambda: isinstance(page.opened, StudyEditor), timeout=WAIT)
    assert isinstance(page.opened, StudyEditor)
    return page.opened


def test_an_entry_about_research_leads_to_a_new_study_that_belongs_to_it(qtbot: QtBot, main: MainPage) -> None:
    entry = opened(qtbot, section(qtbot, main, "timeline"), "first")
    settled(qtbot, main)
    assert not part(entry).isVisible()
    open_all(qtbot, main, entry)
    child(entry, RESEARCH).click()  # type: ignore[attr-defined]  # a box
    assert part(entry).isVisible()
    part(entry).section.open()
    button(entry, "entry.research.new").click()
    editor = editing(qtbot, main)
    assert main.page is main.pages["studies"]
    assert button(main, "nav.timeline").isChecked()
    assert editor.entries.values() == ("first",)
    editor.touched()
    editor.finish()
    assert "Write down one thing you know of it first." in labels(editor)
    editor.title.setText("Dreams of a client")
    editor.institution.setText("An institute")
    editor.committee.setText("Its board")
    editor.number.setText("RB-22-117")
    editor.published_in.setText("A journal")
    editor.published.show_text("2024-02")
    editor.url.setText("https://example.org")
    editor.found.show_text("2024-05-01")
    editor.learned.setPlainText("A friend sent it.")
    editor.information.setPlainText("Nothing.")
    editor.description.setPlainText("One case.")
    editor.consent.choose(Asked.NOT_ASKED.value)
    editor.consent_words.setPlainText("There was no question.")
    editor.recognisable.setPlainText("My work.")
    open_all(qtbot, main, editor)
    tick(qtbot, main, editor.files, "photo")
    editor.finish()
    page = main.pages["studies"]
    assert isinstance(page, SplitPage)
    qtbot.waitUntil(lambda: len(page.model.rows) == 1, timeout=WAIT)
    (study,) = read(qtbot, main, studies.everything)
    assert study == Study(
        id=study.id, title="Dreams of a client", description="One case.", published_in="A journal",
        published="2024-02", url="https://example.org", found="2024-05-01", learned="A friend sent it.",
        institution="An institute", committee="Its board", committee_number="RB-22-117", information="Nothing.",
        consent=Asked.NOT_ASKED, consent_words="There was no question.", recognisable="My work.",
        incidents=("first",), evidence=("photo",),
    )  # fmt: skip


def test_an_entry_shows_its_studies_and_opens_them(qtbot: QtBot, main: MainPage) -> None:
    put(qtbot, main, Study(id="s", title="Dreams & more", incidents=("first", "second")))
    entry = opened(qtbot, section(qtbot, main, "timeline"), "second")
    qtbot.waitUntil(lambda: part(entry).isVisible(), timeout=WAIT)
    part(entry).section.open()
    shown = button(entry, "entry.research.1")
    assert shown.accessibleName() == "Dreams & more"
    shown.click()
    assert editing(qtbot, main).title.text() == "Dreams & more"


def test_a_new_entry_says_that_the_study_comes_after_it(qtbot: QtBot, main: MainPage) -> None:
    entry = opened(qtbot, section(qtbot, main, "timeline"), "")
    open_all(qtbot, main, entry)
    child(entry, RESEARCH).click()  # type: ignore[attr-defined]  # a box
    part(entry).section.open()
    assert "Press “Done” first." in labels(part(entry))
    assert part(entry).findChild(Button, "entry.research.new") is None


def test_a_begun_study_is_kept_and_takes_up_the_entry_from_which_it_is_opened(qtbot: QtBot, main: MainPage) -> None:
    read(qtbot, main, lambda journal: [drafts.save(journal, "study:", Study(id="", title="Half a ti"))])
    main.desk.go.emit("studies", "\nfirst")
    editor = editing(qtbot, main)
    assert (editor.title.text(), editor.entries.values()) == ("Half a ti", ("first",))
    main.show_section("people")
    settled(qtbot, main)
    (study,) = read(qtbot, main, studies.everything)  # what can be saved is: stopping anywhere is finishing
    assert (study.title, study.incidents) == ("Half a ti", ("first",))


def test_a_study_is_removed_and_brought_back(qtbot: QtBot, main: MainPage) -> None:
    study = Study(id="s", title="Dreams of a client", consent=Asked.NOT_SURE)
    put(qtbot, main, study)
    page = section(qtbot, main, "studies")
    editor = opened(qtbot, page, "s")
    assert isinstance(editor, StudyEditor)
    open_all(qtbot, main, editor)
    settled(qtbot, main)
    assert "Were you asked whether you agree?: \u2068I am not sure" in labels(editor)
    button(editor, "study.remove").click()
    qtbot.waitUntil(lambda: not page.model.rows, timeout=WAIT)
    main.undo.click()
    qtbot.waitUntil(lambda: len(page.model.rows) == 1, timeout=WAIT)
    assert read(qtbot, main, studies.everything) == (study,)


def test_a_search_finds_a_study_and_goes_there(qtbot: QtBot, main: MainPage) -> None:
    put(qtbot, main, Study(id="s", institution="An unmistakable institute"))
    main.search.setText("unmistakable")
    qtbot.waitUntil(lambda: [row.id for row in main.found.model.rows] == ["study s"], timeout=WAIT)
    main.found.show_record("study s")
    assert editing(qtbot, main).institution.text() == "An unmistakable institute"


def test_the_bodies_that_are_there_for_research_are_told_with_how_sure_that_is(qtbot: QtBot, main: MainPage) -> None:
    put(qtbot, main, Study(id="s", title="Dreams of a client"))
    editor = opened(qtbot, section(qtbot, main, "studies"), "s")
    open_all(qtbot, main, editor)
    known = main.desk.catalogue.board("us-hhs-ohrp")
    said = labels(editor)
    assert known.name in said
    assert known.after_filing.text in said
    assert ("Not confirmed." in said) == (not known.after_filing.confirmed)
    assert "ask that body" in said


def test_a_long_title_is_cut_on_the_button_that_opens_the_study(qtbot: QtBot, main: MainPage) -> None:
    put(qtbot, main, Study(id="s", title="A very long title of an article " * 6, incidents=("second",)))
    entry = opened(qtbot, section(qtbot, main, "timeline"), "second")
    qtbot.waitUntil(lambda: part(entry).isVisible(), timeout=WAIT)
    part(entry).section.open()
    assert button(entry, "entry.research.1").text() == "A very long title of an article A very long title …"


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("title", "study.title"), ("institution", "study.institution"), ("consent", "study.consent"),
        ("incidents", "study.entries"), ("evidence", "study.files"), ("", "study.title"),
    ],
)  # fmt: skip
def test_an_open_point_leads_to_the_field_of_a_study(qtbot: QtBot, main: MainPage, field: str, wanted: str) -> None:
    put(qtbot, main, Study(id="s", title="Dreams", incidents=("first",)))
    main.window().activateWindow()
    points = OpenPoints(main.desk, "points")
    qtbot.addWidget(points)
    points.show_points([OpenPoint(code="any", message="Look here.", kind="study", record_id="s", field=field)])
    button(points, "points.0").click()

    def there() -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and focus.accessibleIdentifier().startswith(wanted) and focus.isVisible()

    qtbot.waitUntil(there, timeout=WAIT)
    assert main.desk.wanted_field == ""


def test_what_is_written_of_a_study_is_said_to_be_kept(qtbot: QtBot, main: MainPage) -> None:
    put(qtbot, main, Study(id="s", title="Dreams", incidents=("first",)))
    editor = opened(qtbot, section(qtbot, main, "studies"), "s")
    assert isinstance(editor, StudyEditor)
    editor.title.setText("Dreams of a client")
    editor.touched()
    qtbot.waitUntil(lambda: editor.kept.text() != "", timeout=WAIT)
    assert editor.kept.isVisible()
