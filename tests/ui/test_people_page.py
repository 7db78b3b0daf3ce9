"""Writing about people: whose time as a client it is, and that looking at it notes nothing."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from journal_app.domain.people import PersonEntry, Relationship, Role
from journal_app.domain.records import changed
from journal_app.services import drafts, people
from journal_app.ui.main_window import MainPage
from journal_app.ui.people_page import PersonEditor
from tests.ui.conftest import WAIT, child, opened, section
from tests.ui.test_sections import labels, read


def time_with(qtbot: QtBot, main: MainPage, person: str) -> PersonEditor:
    """Open somebody, and in it the time as their client."""
    page = section(qtbot, main, "people")
    page.close_opened()
    editor = opened(qtbot, page, person)
    assert isinstance(editor, PersonEditor)
    child(editor, "person.bond.head").setChecked(True)  # type: ignore[attr-defined]  # a button
    return editor


def finish(qtbot: QtBot, main: MainPage, editor: PersonEditor) -> None:
    editor.finish()
    qtbot.waitUntil(lambda: section(qtbot, main, "people").opened is None, timeout=WAIT)


def test_looking_at_the_time_as_their_client_notes_none(qtbot: QtBot, main: MainPage) -> None:
    """A dossier said that somebody had been the client of one whose licence number had been added."""
    two = PersonEntry(id="two", name="Dr. Two", roles=(Role.PROFESSIONAL,))
    read(qtbot, main, lambda journal: people.put(journal, two))
    before = read(qtbot, main, people.relationships)
    editor = time_with(qtbot, main, "two")
    qtbot.keyClicks(editor.licence, "123")
    finish(qtbot, main, editor)
    assert read(qtbot, main, lambda journal: people.get(journal, "two")).entry.licence_number == "123"
    assert read(qtbot, main, people.relationships) == before
    editor = time_with(qtbot, main, "two")
    qtbot.keyClicks(child(editor, "person.bond.fees"), "80")
    finish(qtbot, main, editor)
    assert [each for each in read(qtbot, main, people.relationships) if each not in before] == [
        Relationship(client="me", professional="two", fees="80")
    ]


def test_the_time_as_their_client_is_written_for_who_complains(qtbot: QtBot, main: MainPage) -> None:
    """Another client, who comes before by name, was given it; so was what was being written then."""
    aaron = PersonEntry(id="aaron", name="Aaron B.", roles=(Role.CLIENT,))
    two = PersonEntry(id="two", name="Dr. Two", roles=(Role.PROFESSIONAL,))
    begun = Relationship(client="aaron", professional="two", fees="80")
    read(qtbot, main, lambda journal: [people.put(journal, each) for each in (aaron, two)])
    read(qtbot, main, lambda journal: [drafts.save(journal, "relationship:two", begun)])
    editor = time_with(qtbot, main, "two")
    assert "This is kept for" not in labels(editor)
    finish(qtbot, main, editor)
    bonds = read(qtbot, main, people.relationships)
    assert [each for each in bonds if each.professional == "two"] == [changed(begun, client="me")]


def test_whose_time_it_is_is_said_where_they_do_not_complain(qtbot: QtBot, main: MainPage) -> None:
    me = read(qtbot, main, lambda journal: people.get(journal, "me")).entry
    read(qtbot, main, lambda journal: people.put(journal, changed(me, roles=(Role.CLIENT,))))
    assert "This is kept for Ana Keller." in labels(time_with(qtbot, main, "hale"))
    two = [PersonEntry(id="aaron", name="Aaron B.", roles=(Role.CLIENT,)),
           PersonEntry(id="two", name="Dr. Two", roles=(Role.PROFESSIONAL,))]  # fmt: skip
    read(qtbot, main, lambda journal: [people.put(journal, each) for each in two])
    editor = time_with(qtbot, main, "two")
    assert "choose “Person who complains”" in labels(editor)
    assert child(editor, "person.bond.head").isVisible()


def test_how_contact_is_safe_is_kept(qtbot: QtBot, main: MainPage) -> None:
    editor = opened(qtbot, section(qtbot, main, "people"), "me")
    assert isinstance(editor, PersonEditor)
    child(editor, "person.reach.head").setChecked(True)  # type: ignore[attr-defined]  # a button
    qtbot.keyClicks(editor.contact_note, "No letters. Call after six.")
    finish(qtbot, main, editor)
    assert (
        read(qtbot, main, lambda journal: people.get(journal, "me")).entry.contact_note == "No letters. Call after six."
    )


def test_when_a_later_therapist_treated_somebody_is_asked_and_kept(qtbot: QtBot, main: MainPage) -> None:
    read(qtbot, main, lambda journal: [people.put(journal, PersonEntry(id="joan", name="Joan"))])
    editor = opened(qtbot, section(qtbot, main, "people"), "joan")
    assert isinstance(editor, PersonEditor)
    assert not child(editor, "person.treated.head").isVisible()
    child(editor, "person.roles.later-provider").click()  # type: ignore[attr-defined]  # a box
    assert child(editor, "person.treated.head").isVisible()
    child(editor, "person.treated.head").setChecked(True)  # type: ignore[attr-defined]  # a button
    editor.treated_from.show_text("2024-05~")
    editor.treated_until.show_text("2024-13")
    editor.touched()
    editor.finish()
    assert "The date is not complete: Until." in labels(editor)
    editor.treated_until.show_text("2025-02-03")
    finish(qtbot, main, editor)
    kept = read(qtbot, main, lambda journal: people.get(journal, "joan")).entry
    assert (kept.treated_from, kept.treated_until) == ("2024-05~", "2025-02-03")
    put = changed(kept, roles=())
    read(qtbot, main, lambda journal: [people.put(journal, put)])
    again = opened(qtbot, section(qtbot, main, "people"), "joan")
    assert child(again, "person.treated.head").isVisible()  # what is noted stays in sight
