"""Help: its pages and the support list are found by their words, and what is needed elsewhere is copied."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from journal_app import i18n
from journal_app.catalogue import Catalogue
from journal_app.ui.help_page import HelpPage, HelpView
from journal_app.ui.main_window import MainPage
from journal_app.ui.widgets import Label, Section

from .conftest import WAIT, child
from .test_walk import clipped


@pytest.fixture
def page(main: MainPage) -> HelpPage:
    main.show_section("help")
    page = main.pages["help"]
    assert isinstance(page, HelpPage)
    return page


def visible(page: HelpPage) -> list[str]:
    return [each._title for each in page.findChildren(Section) if each.isVisibleTo(page)]


def test_a_search_leaves_the_parts_that_hold_its_words(qtbot: QtBot, page: HelpPage) -> None:
    everything = visible(page)
    page.search.setText("recovery SHEET")
    qtbot.waitUntil(lambda: visible(page) == ["What is protected, and what is not"], timeout=WAIT)
    page.search.setText("")
    qtbot.waitUntil(lambda: visible(page) == everything, timeout=WAIT)
    page.search.setText("zzzz")
    qtbot.waitUntil(lambda: visible(page) == [], timeout=WAIT)
    assert page.view._none.text() == "Nothing found for “zzzz” in help and support."


def test_somebody_who_listens_is_found_by_what_they_do(qtbot: QtBot, page: HelpPage) -> None:
    page.search.setText("list of lawyers e-mail responders")
    qtbot.waitUntil(lambda: len(visible(page)) == 1, timeout=WAIT)
    button = child(page, "help.tell.copy")
    assert isinstance(button, QPushButton)
    button.click()
    assert QApplication.clipboard().text() == "https://www.therapyabuse.org/"


def test_somebody_who_listens_is_found_by_their_address(qtbot: QtBot, page: HelpPage) -> None:
    page.search.setText("www.therapyabuse.org")
    qtbot.waitUntil(lambda: len(visible(page)) == 1, timeout=WAIT)


def test_a_page_is_copied_whole(page: HelpPage) -> None:
    next(each for each in page.findChildren(Section) if each._title == "Keeping evidence").open()
    button = child(page, "help.evidence.copy")
    assert isinstance(button, QPushButton)
    button.click()
    copied = QApplication.clipboard().text()
    assert copied.startswith("Keeping evidence\n\nFiles are kept exactly as they were.")
    assert copied.rstrip().endswith("against the law.")


def test_those_who_listen_are_told_of_in_spanish(main: MainPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What they are called and where they are reached stays; the country and what is said of them does not."""
    monkeypatch.setattr(i18n._Chosen, "words", i18n.words_for("es"))
    view = HelpView(main.theme, Catalogue.load(), print, main.desk.shortcuts)
    for each in view.findChildren(Section):
        each.open()
    titles = [each._title for each in view.findChildren(Section)]
    countries = titles[titles.index("Australia") :]
    assert countries == [
        "Australia", "Canadá", "Canadá (Ontario)", "EE. UU.", "EE. UU. (California)",
        "EE. UU. (direcciones .edu)", "EE. UU. e internacional", "EE. UU. y por correo electrónico",
        "Internacional", "Irlanda", "Nueva Zelanda", "Reino Unido", "Reino Unido (Inglaterra y Gales)",
        "Reino Unido e Irlanda", "Unión Europea",
    ]  # fmt: skip
    said = [each.text() for each in view.findChildren(Label)]
    assert "Samaritans" in said
    assert "988 (llamada, mensaje, chat)" in said
    told = {
        text
        for each in Catalogue.load().support()
        for text in (each.what, each.for_whom, each.cost, each.staleness_note)
    }
    assert sorted(told & set(said) - {""}) == []
    view.search.setText("crisis dia y noche")
    view.look()
    assert [each._title for each in view.findChildren(Section) if not each.isHidden()]


def test_nobody_is_sent_to_those_who_are_gone_and_doubt_is_said(main: MainPage) -> None:
    view = HelpView(main.theme, Catalogue.load(), print, main.desk.shortcuts)
    for each in view.findChildren(Section):
        each.open()
    said = [each.text() for each in view.findChildren(Label)]
    support = Catalogue.load().support()
    assert {each.id for each in support if each.is_gone} == {"basta", "popan-witness", "whoa"}
    assert not any(each.name in said for each in support if each.is_gone)
    assert "BASTA" not in "".join(part.text for part in view._countries)
    doubts = ("Not confirmed. Check before you rely on this.", "Whether they are still there is not confirmed.")
    for each in support:
        if not each.is_gone:
            panel = next(label.parentWidget() for label in view.findChildren(Label) if label.text() == each.name)
            lines = [label.text() for label in panel.findChildren(Label)]
            assert any(doubt in lines for doubt in doubts) is not (
                each.is_there and each.url_confirmed and each.confidence == "sourced"
            )


def test_what_has_to_be_known_of_those_who_listen_is_told(main: MainPage) -> None:
    """That the association that may judge the case runs the line stood nowhere."""
    view = HelpView(main.theme, Catalogue.load(), print, main.desk.shortcuts)
    for each in view.findChildren(Section):
        each.open()
    for each in Catalogue.load().support():
        if not each.is_gone:
            panel = next(label.parentWidget() for label in view.findChildren(Label) if label.text() == each.name)
            assert not each.staleness_note or each.staleness_note in {
                label.text() for label in panel.findChildren(Label)
            }
    notes = {each.id: each.staleness_note for each in Catalogue.load().support()}
    assert "may judge the case" in notes["bacp-get-help"]
    assert "may be illegal" in notes["boundaryviolations-blog"]
    assert [note for note in notes.values() if re.search("verify|the app|from memory|sourced|design model", note)] == []


@pytest.mark.parametrize("language", i18n.languages())
def test_nothing_is_cut_in_a_small_window_with_large_text(
    qapp: QApplication, open_window: Callable[..., MainPage], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(i18n._Chosen, "words", i18n.words_for(language))
    main = open_window(percent=200, size=(640, 480))
    main.show_section("help")
    for part in main.pages["help"].findChildren(Section):
        part.open()
    for _ in range(3):  # a changed text asks for another layout, which asks its surroundings
        qapp.processEvents()
    assert clipped(main) == []


def test_it_is_said_where_it_is_not_known_when_somebody_can_be_reached(main: MainPage) -> None:
    said = Catalogue.load().support()
    assert any(each.is_always_there for each in said)
    main.show_help()
    view = main.pages["help"].findChild(HelpView)
    assert isinstance(view, HelpView)
    unknown = "When they can be reached is not known."
    for each in said:
        if each.contact and not each.is_gone:
            card = view._support(each)
            told = [label.text() for label in card.findChildren(Label)]
            assert (unknown in told) is not each.is_always_there, each.name
            card.deleteLater()


def test_the_words_of_a_dossier_are_explained_and_what_undo_does(page: HelpPage) -> None:
    for word, told in (("exhibit", "An exhibit is a file"), ("custody", "Custody is the list"),
                       ("takes back the last change", "Files that were added stay")):  # fmt: skip
        page.search.setText(word)
        page.view.look()
        shown = [label.text() for label in page.findChildren(Label) if label.isVisible()]
        assert any(told in text for text in shown), word
