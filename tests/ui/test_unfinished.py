"""What was typed is found again: kept while it is written, listed as not finished, and gone when it is emptied."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from journal_app.domain.complaints import ComplaintEntry
from journal_app.domain.evidence import Redaction
from journal_app.domain.people import PersonEntry, Role
from journal_app.domain.records import changed
from journal_app.services import dossiers, drafts, evidence, people, redactions
from journal_app.services.dossiers import DossierRequest
from journal_app.services.drafts import Pad
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.store import drafts as draft_store
from journal_app.ui.app import Window
from journal_app.ui.editor import Editor
from journal_app.ui.evidence_page import EvidenceEditor
from journal_app.ui.filing_page import FilingEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.matches_page import MatchEditor
from journal_app.ui.people_page import PersonEditor
from journal_app.ui.split_page import SplitPage
from journal_app.ui.unlock_page import UnlockPage
from journal_app.ui.widgets import TextField
from tests.ui.conftest import PASSPHRASE, WAIT, busy, child, opened, section, settled
from tests.ui.test_sections import read


def on_disk(qtbot: QtBot, main: MainPage, key: str) -> dict[str, object] | None:
    """Return a draft as it is on the disk, and not what is held in memory until then."""
    return read(qtbot, main, lambda journal: [draft_store.get(journal.database, key)])[0]


Typing = Callable[[QtBot, QWidget], None]


def _person(qtbot: QtBot, editor: QWidget) -> None:
    assert isinstance(editor, PersonEditor)
    qtbot.keyClicks(editor.name, "Rui")


def _match(qtbot: QtBot, editor: QWidget) -> None:
    assert isinstance(editor, MatchEditor)
    qtbot.keyClicks(editor.public_text, "a blue door")


def _filing(qtbot: QtBot, editor: QWidget) -> None:
    assert isinstance(editor, FilingEditor)
    child(editor, "filing.account.head").click()  # type: ignore[attr-defined]  # a button
    qtbot.keyClicks(editor.outcome, "That somebody reads it.")


def words(editor: QWidget) -> str:
    """Return what stands in the field that was typed in."""
    if isinstance(editor, PersonEditor):
        return editor.name.text()
    if isinstance(editor, MatchEditor):
        return editor.public_text.text()
    assert isinstance(editor, FilingEditor)
    return editor.outcome.text()


def empty(editor: QWidget) -> None:
    """Take away what was typed."""
    if isinstance(editor, PersonEditor):
        editor.name.setText("")
        editor.touched()
    elif isinstance(editor, MatchEditor):
        editor.public_text.setPlainText("")
    else:
        assert isinstance(editor, FilingEditor)
        editor.outcome.setPlainText("")


SECTIONS = [
    ("people", "person:", _person, "Rui"), ("matches", "match:", _match, "a blue door"),
    ("filing", "complaint:", _filing, "That somebody reads it."),
]  # fmt: skip


@pytest.fixture
def after_a_kill(
    qtbot: QtBot, folder: Path, tmp_path: Path, make_window: Callable[..., Window]
) -> Callable[[], MainPage]:
    """Return what opens, in a window of its own, the files as they are on the disk at that moment."""

    def again() -> MainPage:
        shutil.copytree(folder, tmp_path / "killed")
        window = make_window()
        window.start(tmp_path / "killed")
        page = window.page
        assert isinstance(page, UnlockPage)
        page.field.setText(PASSPHRASE)
        page.field.returnPressed.emit()
        qtbot.waitUntil(lambda: window.main is not None, timeout=WAIT)
        assert window.main is not None
        return window.main

    return again


@pytest.mark.parametrize(("key", "draft", "write", "text"), SECTIONS)
def test_something_new_is_found_after_a_kill(
    qtbot: QtBot, main: MainPage, after_a_kill: Callable[[], MainPage], key: str, draft: str, write: Typing, text: str
) -> None:
    page = section(qtbot, main, key)
    write(qtbot, opened(qtbot, page, ""))
    qtbot.waitUntil(lambda: draft in read(qtbot, main, drafts.keys), timeout=WAIT)
    again = section(qtbot, after_a_kill(), key)
    first = again.model.rows[0]
    assert (first.above, first.title) == ("Not finished", f"\u2068{text}\u2069")
    assert first.sentence.endswith("Kept as you left it. It is in no dossier until it is done.")
    again.list.activated.emit(again.model.index(0))
    qtbot.waitUntil(lambda: again.opened is not None, timeout=WAIT)
    assert again.opened is not None
    assert words(again.opened) == text


@pytest.mark.parametrize(("key", "draft", "write", "text"), SECTIONS)
def test_something_new_that_is_emptied_again_is_not_listed(
    qtbot: QtBot, main: MainPage, key: str, draft: str, write: Typing, text: str
) -> None:
    page = section(qtbot, main, key)
    count = len(page.model.rows)
    editor = opened(qtbot, page, "")
    write(qtbot, editor)
    if isinstance(editor, PersonEditor):  # with a name, or with words on a side, it would be whole
        editor.name.setText("")
        editor.profession.setText(text)
    if isinstance(editor, MatchEditor):
        editor.public_text.setPlainText("")
        editor.who.setPlainText(text)
    page.close_opened()
    qtbot.waitUntil(lambda: len(page.model.rows) == count + 1, timeout=WAIT)
    assert text in page.model.rows[0].title
    editor = opened(qtbot, page, "")
    assert isinstance(editor, Editor)
    assert draft in read(qtbot, main, drafts.keys)
    if isinstance(editor, PersonEditor):
        editor.profession.setText("")
    if isinstance(editor, MatchEditor):
        editor.who.setPlainText("")
    empty(editor)
    page.close_opened()
    qtbot.waitUntil(lambda: len(page.model.rows) == count, timeout=WAIT)
    assert draft not in read(qtbot, main, drafts.keys)


def test_changes_of_a_saved_record_are_marked(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "people")
    editor = opened(qtbot, page, "hale")
    assert isinstance(editor, PersonEditor)
    qtbot.keyClicks(editor.licence, "X")
    qtbot.waitUntil(lambda: "person:hale" in read(qtbot, main, drafts.keys), timeout=WAIT)
    page.refresh()
    qtbot.waitUntil(lambda: any("changes not finished" in row.below for row in page.model.rows), timeout=WAIT)
    (marked,) = [row for row in page.model.rows if "changes not finished" in row.below]
    assert marked.id == "hale"
    editor.finish()
    qtbot.waitUntil(lambda: not any("not finished" in row.below for row in page.model.rows), timeout=WAIT)


def test_typing_that_never_pauses_is_kept_too(qtbot: QtBot, main: MainPage) -> None:
    editor = opened(qtbot, section(qtbot, main, "people"), "")
    assert isinstance(editor, PersonEditor)

    def typed_and_kept() -> bool:
        qtbot.keyClicks(editor.name, "a")
        return "person:" in read(qtbot, main, drafts.keys)

    qtbot.waitUntil(typed_and_kept, timeout=WAIT)


def test_the_time_as_their_client_is_found_after_a_kill(
    qtbot: QtBot, main: MainPage, after_a_kill: Callable[[], MainPage]
) -> None:
    editor = opened(qtbot, section(qtbot, main, "people"), "hale")
    child(editor, "person.bond.head").click()  # type: ignore[attr-defined]  # a button
    qtbot.keyClicks(child(editor, "person.bond.ended"), "By letter.")
    qtbot.waitUntil(lambda: "relationship:hale" in read(qtbot, main, drafts.keys), timeout=WAIT)
    again = after_a_kill()
    page = section(qtbot, again, "people")
    editor = opened(qtbot, page, "hale")
    assert isinstance(editor, PersonEditor)
    ended = child(editor, "person.bond.ended")
    assert isinstance(ended, TextField)
    assert ended.text() == "By letter."
    page.close_opened()
    settled(qtbot, again)
    (bond,) = read(qtbot, again, people.relationships)
    assert (bond.first_session, bond.how_it_ended) == ("2022-09", "By letter.")
    assert read(qtbot, again, drafts.keys) == ()


def test_the_time_as_the_client_of_somebody_new_is_found_after_a_kill_and_only_theirs(
    qtbot: QtBot, main: MainPage, after_a_kill: Callable[[], MainPage]
) -> None:
    before = len(read(qtbot, main, people.relationships))
    begun = PersonEntry(id="", name="Rui", roles=(Role.PROFESSIONAL,))
    read(qtbot, main, lambda journal: [drafts.save(journal, "person:", begun)])
    editor = opened(qtbot, section(qtbot, main, "people"), "")
    child(editor, "person.bond.head").click()  # type: ignore[attr-defined]  # a button
    qtbot.keyClicks(child(editor, "person.bond.ended"), "By letter.")
    qtbot.waitUntil(lambda: "relationship:" in read(qtbot, main, drafts.keys), timeout=WAIT)
    again = after_a_kill()
    page = section(qtbot, again, "people")
    editor = opened(qtbot, page, "")
    assert isinstance(editor, PersonEditor)
    ended = child(editor, "person.bond.ended")
    assert isinstance(ended, TextField)
    assert ended.text() == "By letter."
    editor.finish()
    qtbot.waitUntil(lambda: page.opened is None, timeout=WAIT)
    settled(qtbot, again)
    bonds = read(qtbot, again, people.relationships)
    (rui,) = (key for key, name in read(qtbot, again, people.names) if name == "Rui")
    assert [each.how_it_ended for each in bonds if each.professional == rui] == ["By letter."]
    assert len(bonds) == before + 1
    assert read(qtbot, again, drafts.keys) == ()
    read(qtbot, again, lambda journal: [drafts.save(journal, "person:", changed(begun, name="Ada"))])
    other = opened(qtbot, page, "")
    child(other, "person.bond.head").click()  # type: ignore[attr-defined]  # a button
    ended = child(other, "person.bond.ended")
    assert isinstance(ended, TextField)
    assert ended.text() == ""


def test_the_time_as_the_client_of_nobody_named_yet_is_kept(qtbot: QtBot, main: MainPage) -> None:
    (bond,) = read(qtbot, main, people.relationships)
    written = changed(bond, professional="", how_it_ended="By letter.")
    read(qtbot, main, lambda journal: [drafts.save(journal, "relationship:", written)])
    editor = opened(qtbot, section(qtbot, main, "people"), "")
    ended = child(editor, "person.bond.ended")
    assert isinstance(ended, TextField)
    assert ended.text() == "By letter."
    main.pages["people"].close_opened()  # type: ignore[attr-defined]  # a page with a list
    settled(qtbot, main)
    assert set(read(qtbot, main, drafts.keys)) == {"person:", "relationship:"}


def test_a_filing_that_was_begun_has_the_name_of_its_body(qtbot: QtBot, main: MainPage) -> None:
    begun = ComplaintEntry(id="", board="us-ca-bbs", professional="")
    main.desk.change(main, lambda journal: drafts.save(journal, "complaint:", begun))
    settled(qtbot, main)
    page = section(qtbot, main, "filing")
    assert isinstance(page, SplitPage)
    qtbot.waitUntil(lambda: len(page.model.rows) == 2, timeout=WAIT)
    assert page.model.rows[0].title == page.model.rows[1].title


@pytest.mark.parametrize("damaged", [False, True])
def test_a_file_added_to_an_entry_stays_there_when_an_older_draft_of_it_is_saved(
    qtbot: QtBot, main: MainPage, *, damaged: bool
) -> None:
    """A draft holds the whole record; what it says of the entries is from when it began."""
    page = section(qtbot, main, "evidence")
    item = read(qtbot, main, lambda journal: evidence.get(journal, "clear")).evidence
    data = read(qtbot, main, lambda journal: evidence.read_original(journal, item))
    written = changed(item, description="Begun before.")

    def add(journal: Journal) -> object:
        drafts.save(journal, "evidence:clear", written)
        if damaged:  # so that its copy is put anew too
            journal.vault.blobs.remove(item.blob)
        return evidence.attach(journal, "second", [NewFile(name="again.png", source=data)])

    assert "second" not in item.incidents
    assert read(qtbot, main, add) == ("clear",)
    editor = opened(qtbot, page, "clear")
    child(editor, "evidence.back").click()  # type: ignore[attr-defined]  # a button
    settled(qtbot, main)
    after = read(qtbot, main, lambda journal: evidence.get(journal, "clear")).evidence
    assert after.incidents == (*item.incidents, "second")
    assert after.description == "Begun before."
    assert "evidence:clear" not in read(qtbot, main, drafts.keys)


def test_parts_that_were_drawn_are_hidden_after_a_kill(
    qtbot: QtBot, main: MainPage, after_a_kill: Callable[[], MainPage]
) -> None:
    """What was drawn was gone, and nothing told of it."""
    editor = opened(qtbot, section(qtbot, main, "evidence"), "clear")
    assert isinstance(editor, EvidenceEditor)
    viewer = editor.viewer
    viewer.cover.click()
    qtbot.waitUntil(viewer.canvas.isVisible, timeout=WAIT)
    viewer.hide_parts.click()
    end = busy(main)  # nor does it wait for other work
    pad = Pad(main.window()._journal)  # type: ignore[attr-defined]  # the window's own
    viewer._add_box((10, 20, 30, 40))
    qtbot.waitUntil(lambda: draft_store.get(pad.database, "hidden:clear") is not None, timeout=WAIT)
    pad.close()
    end.set()
    again = after_a_kill()
    plan = read(qtbot, again, lambda journal: [dossiers.prepare(journal, DossierRequest(audience="board"))])[0]
    assert [(each.kind, each.record_id) for each in plan.open_points if each.code == "begun"] == [("evidence", "clear")]
    opened(qtbot, section(qtbot, again, "evidence"), "clear")
    settled(qtbot, again)
    assert read(qtbot, again, lambda journal: redactions.boxes(journal, "clear")) == {1: ((10, 20, 30, 40),)}
    assert read(qtbot, again, drafts.keys) == ()
    child(viewer, "viewer.box.stop").click()  # type: ignore[attr-defined]  # a button
    qtbot.waitUntil(lambda: read(qtbot, main, drafts.keys) == (), timeout=WAIT)


def test_a_part_that_cannot_be_hidden_any_more_is_let_go_of(qtbot: QtBot, main: MainPage) -> None:
    drawn = Redaction(evidence="clear", boxes=((9_000, 9_000, 5, 5),))
    read(qtbot, main, lambda journal: [drafts.save(journal, "hidden:clear", drawn)])
    opened(qtbot, section(qtbot, main, "evidence"), "clear")
    settled(qtbot, main)
    assert read(qtbot, main, drafts.keys) == ()
    assert read(qtbot, main, lambda journal: redactions.boxes(journal, "clear")) == {}
