"""What is known of a body where it is chosen: every fact with whether it is confirmed, and what was not found."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from shiboken6 import delete

from journal_app import i18n
from journal_app.catalogue import Catalogue
from journal_app.ui.body_facts import BodyFacts
from journal_app.ui.main_window import MainPage
from journal_app.ui.widgets import Label, Section

UNSURE = "Not confirmed. Check with the board before you rely on this."


@pytest.fixture
def told(main: MainPage) -> Callable[[str], list[str]]:
    """Return what gives the words shown of a body, in their order."""

    def words(board: str) -> list[str]:
        facts = BodyFacts(main.desk, "test", board)
        for part in facts.findChildren(Section):
            part.open()
        said = [each.text() for each in facts.findChildren(Label)]
        delete(facts)  # which stands in no window: every later change of style would be asked of it
        return said

    return words


def test_each_way_of_filing_stands_with_how_it_is_signed(told: Callable[[str], list[str]]) -> None:
    said = told("us-mn-psychology")
    assert said[said.index("Ways to file") + 1] == "online form\nmail\nfax\nin person"
    signed = said[said.index("Signature") + 1].splitlines()
    assert signed[:2] == ["paper form: Before a notary", "online form: No signature or oath was found"]
    oath = told("us-ma-bhpl")
    assert oath[oath.index("Signature") + 1].splitlines()[:2] == [
        "complaint to the allied mental health board: Under oath", "complaint to another board: A plain signature",
    ]  # fmt: skip
    initialled = told("us-wa-doh")  # it asks for no signature
    assert initialled[initialled.index("Signature") + 1] == "No oath was found; pages are to be initialled."
    assert "https://mn.gov/boards/psychology/public/complaints/" in said[said.index("Read at") + 1]


def test_what_was_read_stands_beside_where_it_was_and_that_it_may_be_old(told: Callable[[str], list[str]]) -> None:
    """An older page of about 2017, and the draft of a form, looked like what the body says today."""
    read = told("us-ca-bbs")
    assert "https://bbs.ca.gov./consumers/consumer_complaints.html – what to include, " in read[-2]
    assert " – older filing page (about 2017)" in read[-2]
    assert read[-1].endswith(", in archived copies that may be old.")
    assert told("us-hhs-ocr")[-2].splitlines()[0].endswith(" – text of the draft form (2022 ICR)")
    unread = told("uk-ico")  # what is known of it is from memory
    assert "Read at" not in unread
    assert "archived" not in unread[-1]


def test_what_has_to_be_known_of_the_name_stands_before_it_is_asked_for(told: Callable[[str], list[str]]) -> None:
    said = told("uk-bps-signpost")
    assert said.index("Not a regulator.") < said.index("Ways to file")
    assert UNSURE in said


def test_a_time_limit_that_was_not_found_is_not_said_to_be_none(told: Callable[[str], list[str]]) -> None:
    said = told("uk-bps-signpost")
    assert said[said.index("Time limit") + 1].endswith("That does not mean that there is none: ask the body.")
    unfound = "That no limit was found does not mean that there is none: ask the body."
    for board in Catalogue.load().boards():
        said = told(board.id)
        shown = said[said.index("Time limit") + 1]
        if board.time_limit.text:
            assert shown == (board.time_limit.text if board.time_limit.found else f"{board.time_limit.text}\n{unfound}")
            assert not (board.time_limit.found and re.match("None (stated|was found)\\b(?!.*from memory)", shown))


def test_that_no_copy_is_given_is_not_said_of_all_that_comes_after(told: Callable[[str], list[str]]) -> None:
    """Confirmed stood there that they get none: of a summary, and of what becomes evidence, they do."""
    boards = [board for board in Catalogue.load().boards() if board.respondent_gets_copy.answer is False]
    assert {"us-ca-medical", "us-mi-lara", "ca-qc-opq"} <= {board.id for board in boards}
    for board in boards:
        said = told(board.id)
        assert "does not get a copy of the complaint at first." in said[said.index("Copy for the other side") + 1]
        assert "Who gets to read it" in said


def test_whom_a_body_covers_and_how_far_it_is_known_are_told(told: Callable[[str], list[str]]) -> None:
    """Nothing said that Ireland’s registers for counsellors were still being prepared."""
    for board in Catalogue.load().boards():
        said = told(board.id)
        at = said.index("Whom it covers")
        assert said[at + 1] == "\n".join(board.professions)
        assert (said[at + 2] == UNSURE) == (board.confidence != "sourced")
        noted = said[said.index("How far this is known") + 1] if "How far this is known" in said else ""
        assert noted == board.confidence_note


def test_what_matters_to_the_person_is_told_where_a_body_is_chosen(told: Callable[[str], list[str]]) -> None:
    """It stood among hints that are for the dossier, or in a note that nothing showed."""
    wanted = {
        "us-hhs-ohrp": "Most research in a private practice falls outside",
        "ca-bc-chcpbc": "counsellors are not yet regulated",
        "au-pacfa": "may be stronger routes",
        "nz-hdc": "A free independent advocate is available.",
        "uk-gmc": "Several doctors can go on one form.",
        "us-mn-mft": "Other Minnesota boards",
    }
    assert {board for board, words in wanted.items() if words in "\n".join(told(board))} == set(wanted)


def test_the_words_of_the_program_for_a_body_are_spanish(
    main: MainPage, told: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a body says of itself stays in its language; the country, the region and the ways to file do not."""
    monkeypatch.setattr(i18n._Chosen, "words", i18n.words_for("es"))
    facts = BodyFacts(main.desk, "test", "us-mn-psychology")
    countries = [facts.country.itemText(number) for number in range(1, facts.country.count())]
    assert countries == [
        "Australia", "Canadá", "Estados Unidos", "Irlanda", "Nueva Zelanda", "Países Bajos", "Reino Unido",
    ]  # fmt: skip
    assert facts.country.value() == "United States"
    said = told("us-mn-psychology")
    assert said[said.index("Vías de presentación") + 1] == "formulario en línea\ncorreo postal\nfax\nen persona"
    signed = said[said.index("Firma") + 1].splitlines()
    assert signed[0].startswith("formulario en papel: ")
    facts.choose("au-nsw-hccc")
    assert facts.body.currentText().endswith("(Nueva Gales del Sur)")
    delete(facts)


def test_every_way_to_file_is_said_in_spanish() -> None:
    same = {"fax"}
    ways = {way for board in Catalogue.load().boards() for way in board.how_to_file}
    assert {way for way in ways if i18n.words_for("es").text("way to file", way) == way} == same


def test_another_country_tells_that_the_body_is_chosen_no_more(main: MainPage) -> None:
    """A form that was not told kept no draft of it, and its body came back at the next opening."""
    facts = BodyFacts(main.desk, "test", "us-mn-psychology")
    told = list[str]()
    facts.changed.connect(lambda: told.append(facts.value()))
    facts.country.choose("Canada")
    facts.country.activated.emit(0)
    assert told == [""]
    facts.country.choose("Australia")
    facts.country.activated.emit(0)
    assert told == [""], "no body was chosen before, and none is"
    delete(facts)
