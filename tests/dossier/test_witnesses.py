"""Who saw or was told something: one list, with the part of each, wherever a dossier names them."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import sample_case as sample
from reading import made, rows_of

from journal_app.catalogue import BoardSection
from journal_app.domain.incident import Involvement, Told
from journal_app.domain.people import Person, Role
from journal_app.dossier.case import Case
from journal_app.dossier.content import Document, Heading, Table
from journal_app.dossier.fields import field_texts
from journal_app.dossier.plan import make_plan

THEA = Person(id="thea", name="Thea Lindqvist", roles=(Role.TOLD,))
JOAN = Person(id="joan", name="Joan Ahmadi", roles=(Role.LATER_PROVIDER, Role.TOLD))
RUI = Person(id="rui", name="Rui Marques", roles=(Role.OTHER,))
NORDEN = Person(id="norden", name="Ilse Norden", roles=(Role.OTHER,))
LAWYER = Person(id="okafor", name="Nadia Okafor", roles=(Role.LAWYER,))
LISTED = ["Petra Voss", "Thea Lindqvist", "Joan Ahmadi", "Rui Marques"]


def case() -> Case:
    people = (*sample.PEOPLE, THEA, JOAN, RUI, NORDEN, LAWYER)
    editor = Involvement(person="norden", part="editor")
    named = {
        "i02": {"people": (Involvement(person="thea", part="heard the message"), Involvement(person="hale"))},
        "i03": {"told": (Told(person="thea"), Told(person="rui", when="2024"), Told(person="ana"))},
        "i04": {"people": (Involvement(person="thea", part="sat with me"), editor)},
        "i05": {"told": (Told(person="joan"), Told(person="okafor", answer="Keep it."), Told(person=""))},
    }
    incidents = tuple(
        replace(each, incident=msgspec.structs.replace(each.incident, **named.get(each.incident.id, {})))
        for each in sample.sample().incidents
    )
    return sample.sample(people=people, names={each.id: each.name for each in people}, incidents=incidents)


def tables(document: Document, key: str) -> list[list[list[str]]]:
    """Return the cells of the tables under a heading of level 1."""
    nodes = list(document.nodes)
    at = next(at for at, node in enumerate(nodes) if isinstance(node, Heading) and node.key == key)
    rest = nodes[at + 1 :]
    end = next((n for n, node in enumerate(rest) if isinstance(node, Heading) and node.level == 1), len(rest))
    return [rows_of(node) for node in rest[:end] if isinstance(node, Table)]


def test_one_list_names_who_saw_or_was_told_something_with_the_part_of_each() -> None:
    listed, told = tables(made(case()), "section-7")
    assert [row[:2] for row in listed] == [
        ["Petra Voss", "Witness, Was told"],
        ["Thea Lindqvist", "Was told heard the message  –  Incident 2 sat with me  –  Incident 4"],
        ["Joan Ahmadi", "Later provider, Was told"],
        ["Rui Marques", "Was told"],
    ]
    assert [row[2] for row in listed] == [
        "Yes On a page of their own that can be taken out. Contact details ,  p.\u00a0 ", *["Not asked"] * 3,
    ]  # fmt: skip
    assert [row[3] for row in listed] == [
        "Incident 8", "Incident 2 ,  Incident 3 ,  Incident 4", "Incident 5", "Incident 3",
    ]  # fmt: skip
    who = [(row[0], row[1]) for row in told]
    assert who == [
        ("Incident 3", "Thea Lindqvist"),
        ("Incident 3", "Rui Marques"),
        ("Incident 3", "Ana Keller  –  Client, Complainant"),
        ("Incident 5", "Joan Ahmadi  –  Later provider"),
        ("Incident 5", "Nadia Okafor  –  Lawyer"),
        ("Incident 5", "Not given"),
        ("Incident 8", "Petra Voss  –  Witness"),
    ]


def test_who_agreed_to_be_contacted_is_said_to_stand_on_the_page_for_it_only_where_they_do() -> None:
    """Of a witness stood that they agreed, and not where it is said how they can be reached."""
    people = tuple(msgspec.structs.replace(each, phone="") if each.id == "voss" else each for each in sample.PEOPLE)
    (listed, _) = tables(made(sample.sample(people=people)), "section-7")
    assert [row[2] for row in listed] == ["Yes"]


def test_the_chronology_names_the_same() -> None:
    (rows,) = tables(made(case()), "section-5")
    found = {
        row[0].split()[0]: [name for name in (*LISTED, "Okafor", "Norden", "Keller") if name in row[5]] for row in rows
    }
    assert {number: there for number, there in found.items() if there} == {
        "2": ["Thea Lindqvist"], "3": ["Thea Lindqvist", "Rui Marques"], "4": ["Thea Lindqvist"],
        "5": ["Joan Ahmadi"], "8": ["Petra Voss"],
    }  # fmt: skip


def test_the_text_for_a_form_names_the_same_with_their_parts() -> None:
    whole = case()
    assert whole.board is not None
    section = BoardSection(heading="Witnesses", fields=("name and address of witnesses",), tags=("witnesses",))
    asking = replace(whole, board=replace(whole.board, sections=(section,)))
    said = field_texts(asking, make_plan(asking))
    assert [line.removeprefix("Name: ") for line in said.splitlines() if line.startswith("Name: ")] == LISTED
    assert "Part in this: Was told; heard the message – Incident 2; sat with me – Incident 4" in said
    assert "Name: Petra Voss\nPart in this: Witness, Was told\n" in said


def test_without_anybody_there_is_no_list() -> None:
    nobody = sample.sample(people=sample.PEOPLE[:3], incidents=sample.sample().incidents[:2])
    assert tables(made(nobody), "section-7") == []
