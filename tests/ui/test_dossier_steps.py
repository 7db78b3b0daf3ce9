"""The step of a dossier about oneself: whom it takes for that, and what it adds to what is known of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from journal_app.domain.people import PersonEntry, Role
from journal_app.domain.records import changed
from journal_app.services import drafts, people
from journal_app.ui.dossier_page import DossierPage
from journal_app.ui.dossier_steps import YouStep
from journal_app.ui.main_window import MainPage
from tests.ui.conftest import WAIT, child, settled
from tests.ui.test_dossier_page import dossier, step
from tests.ui.test_sections import labels, read

AARON = PersonEntry(id="aaron", name="Aaron B.", roles=(Role.CLIENT,), phone="555", notes="It happened to him too.")


def nobody_complains(qtbot: QtBot, main: MainPage, *others: PersonEntry) -> None:
    """Leave nobody who complains: the one in the journal is a witness, and there are others."""
    me = read(qtbot, main, lambda journal: people.get(journal, "me")).entry
    others = (changed(me, name="Somebody", roles=(Role.WITNESS,)), *others)
    read(qtbot, main, lambda journal: [people.put(journal, each) for each in others])


def about_you(qtbot: QtBot, main: MainPage) -> DossierPage:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 1)
    return page


def fields(you: YouStep) -> list[str]:
    return [you.name.text(), you.address.text(), you.email.text(), you.phone.text()]


def named(qtbot: QtBot, main: MainPage, name: str) -> list[PersonEntry]:
    return [each for each in read(qtbot, main, people.everyone) if each.name == name]


def test_another_client_is_not_taken_for_who_complains(qtbot: QtBot, main: MainPage) -> None:
    """Their record was filled in, and written over with the name and the address of who complains."""
    nobody_complains(qtbot, main, AARON)
    page = about_you(qtbot, main)
    assert fields(page.you) == ["", "", "", ""]
    qtbot.keyClicks(page.you.name, "Ursula K.")
    qtbot.keyClicks(page.you.address, "12 Canal Street")
    step(qtbot, main, page, 2)
    assert named(qtbot, main, "Aaron B.") == [AARON]
    (me,) = named(qtbot, main, "Ursula K.")
    assert (me.address, Role.COMPLAINANT in me.roles) == ("12 Canal Street", True)


def test_who_is_here_as_a_client_can_say_so(qtbot: QtBot, main: MainPage) -> None:
    nobody_complains(qtbot, main, AARON)
    page = about_you(qtbot, main)
    child(page.you, "dossier.me.aaron").click()  # type: ignore[attr-defined]  # a button
    assert fields(page.you) == ["Aaron B.", "", "", "555"]
    assert page.you.name.hasFocus()
    assert "Marcus Hale" in labels(page.you)
    qtbot.waitUntil(lambda: page.you.findChild(type(page.you), "dossier.me.aaron") is None, timeout=WAIT)
    step(qtbot, main, page, 2)
    assert named(qtbot, main, "Aaron B.") == [changed(AARON, roles=(Role.CLIENT, Role.COMPLAINANT))]
    assert read(qtbot, main, drafts.keys) == ()


def test_who_is_here_as_a_client_by_the_same_name_is_the_same(qtbot: QtBot, main: MainPage) -> None:
    nobody_complains(qtbot, main, AARON)
    page = about_you(qtbot, main)
    qtbot.keyClicks(page.you.name, "aaron b.")
    qtbot.keyClicks(page.you.address, "12 Canal Street")
    step(qtbot, main, page, 2)
    now = changed(AARON, name="aaron b.", address="12 Canal Street", roles=(Role.CLIENT, Role.COMPLAINANT))
    assert read(qtbot, main, lambda journal: people.get(journal, "aaron")).entry == now
    assert named(qtbot, main, "aaron b.") == [now]


def test_what_was_begun_without_a_name_goes_on_with_who_was_added_since(qtbot: QtBot, main: MainPage) -> None:
    """Else the same person was there twice, one of them without what the other had."""
    nobody_complains(qtbot, main)
    page = about_you(qtbot, main)
    qtbot.keyClicks(page.you.address, "12 Canal Street")
    step(qtbot, main, page, 2)
    ursula = changed(AARON, id="ursula", name="Ursula K.", address="Old Road", roles=(Role.CLIENT, Role.COMPLAINANT))
    read(qtbot, main, lambda journal: people.put(journal, ursula))
    again = DossierPage(main.desk)
    qtbot.addWidget(again)
    for each in (page, again):
        step(qtbot, main, each, 1)
        assert fields(each.you) == ["Ursula K.", "12 Canal Street", "", "555"]
    step(qtbot, main, page, 2)
    assert named(qtbot, main, "Ursula K.") == [changed(ursula, address="12 Canal Street")]


def test_what_was_written_elsewhere_meanwhile_stays(qtbot: QtBot, main: MainPage) -> None:
    """A name that was taken away holds the step open for long; notes were written over with those of before."""
    page = about_you(qtbot, main)
    page.you.name.selectAll()
    qtbot.keyClick(page.you.name, Qt.Key.Key_Delete)
    step(qtbot, main, page, 2)
    me = read(qtbot, main, lambda journal: people.get(journal, "me")).entry
    noted = changed(me, notes="Something new.")
    read(qtbot, main, lambda journal: people.put(journal, noted))
    step(qtbot, main, page, 1)
    assert page.you.name.text() == ""
    qtbot.keyClicks(page.you.name, "Ana K.")
    step(qtbot, main, page, 2)
    assert read(qtbot, main, lambda journal: people.get(journal, "me")).entry == changed(noted, name="Ana K.")


def test_the_keyboard_stays_on_a_professional_while_the_step_is_read_again(qtbot: QtBot, main: MainPage) -> None:
    page = about_you(qtbot, main)
    there = child(page.you, "dossier.open.hale")
    there.setFocus()
    main.desk.changed.emit()
    settled(qtbot, main)
    settled(qtbot, main)
    assert child(page.you, "dossier.open.hale") is there
    assert there.hasFocus()
