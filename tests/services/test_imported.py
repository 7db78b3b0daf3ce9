"""What an import puts in place of words: it undoes nothing that is hidden, and is told until it is written anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from journal_app.domain.evidence import Redaction
from journal_app.domain.people import PersonEntry, Role
from journal_app.domain.records import changed
from journal_app.errors import BadInput
from journal_app.services import dossiers, hidden_names, imported, incidents, interchange, people, redactions
from journal_app.services.dossiers import DossierRequest
from journal_app.services.imported import Brought
from journal_app.services.journal import Journal

from .keeping import ENTRY, refused
from .test_interchange import document, written

SAID = "I did not agree. I said no, twice, in Tromholt."
BOARD, LAWYER, SELF = (DossierRequest(audience=each, every=True) for each in ("board", "lawyer", "self"))


@pytest.fixture
def hiding(started: Journal) -> Journal:
    """A journal in which a place and two names are hidden, one of them from a body alone."""
    people.put(started, PersonEntry(id="friend", name="Wanda Lund", roles=(Role.TOLD,), phone="+1 555 867 5309"))
    people.put(started, PersonEntry(id="other", name="Otto Kern", roles=(Role.OTHER,), pseudonym="Person B"))
    incidents.revise(started, "first", changed(ENTRY, account=SAID))
    redactions.hide_place(started, "Tromholt", "the town")
    redactions.hide_name(started, "friend", "a friend")
    return started


def bring(journal: Journal, folder: Path, **lists: list[dict[str, Any]]) -> interchange.Counts:
    return interchange.import_folder(journal, written(folder, document(**lists)))


def told(journal: Journal, request: DossierRequest = BOARD) -> list[str]:
    points = dossiers.prepare(journal, request).open_points
    return [each.message for each in points if each.code == "imported-words"]


def place(words: str, shown: str) -> dict[str, str]:
    return {"place": words, "replace_with": shown}


UNDOING: list[tuple[list[dict[str, str]], str, str]] = [
    ([place("Tromholt", "another town")], "redactions[0].place", "This id is in the journal already."),
    ([place("Bergen", "a"), place("TROMHOLT", "another town")], "redactions[1].place", "hidden in the journal already"),
    ([place("Trom-holt", "another town")], "redactions[0].place", "hidden in the journal already"),
    ([place("Wanda Lund", "she")], "redactions[0].place", "hidden in the journal already"),
    ([place("lund", "she")], "redactions[0].place", "hidden in the journal already"),
    ([place("in Tromholt", "in Tromholt")], "redactions[0].replace_with", "holds the place itself"),
    ([place("Bergen", "bergen, by the sea")], "redactions[0].replace_with", "holds the place itself"),
    ([place("in Tromholt", "at tromholt")], "redactions[0].replace_with", "holds what is hidden in the journal"),
    ([place("that town", "Lund’s town")], "redactions[0].replace_with", "holds what is hidden in the journal"),
    ([place("that one", "Otto")], "redactions[0].replace_with", "holds what is hidden in the journal"),
    ([place("that one", "5558675309")], "redactions[0].replace_with", "holds what is hidden in the journal"),
]


@pytest.mark.parametrize(("hidden", "field", "reason"), UNDOING)
def test_what_is_hidden_is_neither_changed_nor_shown_again(
    hiding: Journal, tmp_path: Path, hidden: list[dict[str, str]], field: str, reason: str
) -> None:
    before = hidden_names.names(hiding, dossiers.Audience.BOARD)
    with refused(BadInput, hiding) as caught:
        bring(hiding, tmp_path / "in", redactions=hidden)
    assert caught.value.field == field  # type: ignore[attr-defined]
    assert reason.rstrip(".") in caught.value.message
    assert hidden_names.names(hiding, dossiers.Audience.BOARD) == before


@pytest.mark.parametrize("more", [{"pseudonym": "Wanda L."}, {"pseudonym": "W. Lund"}])
def test_a_second_person_of_the_same_name_does_not_show_it(
    hiding: Journal, tmp_path: Path, more: dict[str, str]
) -> None:
    with refused(BadInput, hiding) as caught:
        bring(hiding, tmp_path / "in", people=[{"id": "again", "name": "Wanda Lund", **more}])
    assert caught.value.field == "people[0].pseudonym"  # type: ignore[attr-defined]


def test_somebody_with_a_hidden_telephone_number_does_not_show_it(hiding: Journal, tmp_path: Path) -> None:
    """What two people share is shown where one of them is."""
    someone = {"id": "x", "name": "Zed", "email": "zed@example.org", "phone": "+1 555 867 5309"}
    with refused(BadInput, hiding) as caught:
        bring(hiding, tmp_path / "one", people=[someone])
    assert caught.value.field == "people[0].phone"  # type: ignore[attr-defined]
    bring(hiding, tmp_path / "two", people=[someone], redactions=[{"person": "x", "replace_with": "Z."}])


def test_a_place_that_was_hidden_once_is_not_hidden_again_by_an_import(hiding: Journal, tmp_path: Path) -> None:
    redactions.hide_place(hiding, "Tromholt", "")
    with refused(BadInput, hiding):
        bring(hiding, tmp_path / "in", redactions=[place("Tromholt", "another town")])


def test_what_an_import_replaces_is_told_one_by_one(hiding: Journal, tmp_path: Path) -> None:
    someone = {"id": "x", "name": "said no", "roles": ["other"], "pseudonym": "said yes"}
    hidden = {"id": "y", "name": "twice", "roles": ["other"], "pseudonym": "z"}
    counts = bring(
        hiding, tmp_path / "in", people=[someone, hidden, {"id": "n", "name": "Nemo"}],
        evidence=[], redactions=[place("did not agree", "agreed"), {"person": "y", "replace_with": "once"}],
    )  # fmt: skip
    assert counts.brought == (
        Brought(words="did not agree", by="agreed"),
        Brought(words="twice", by="once"),
        Brought(words="said no", by="said yes", body_alone=True),
    )


def test_what_an_import_replaces_stands_under_the_open_points(hiding: Journal, tmp_path: Path) -> None:
    assert told(hiding) == []  # what the person hid is what the person wants
    bring(hiding, tmp_path / "in", redactions=[place("did not agree", "agreed"), place("nowhere", "somewhere")])
    for request in (BOARD, LAWYER):
        (point,) = told(hiding, request)
        assert point.startswith("“agreed” stands in place of “did not agree” in 1 place")
    assert told(hiding, SELF) == []  # nothing is replaced there


def test_what_is_written_anew_or_taken_away_is_told_no_more(hiding: Journal, tmp_path: Path) -> None:
    bring(hiding, tmp_path / "one", redactions=[place("did not agree", "agreed")])
    bring(hiding, tmp_path / "two", redactions=[place("said no", "said\nyes"), place("I", "they")])
    assert [point.partition(" in ")[0] for point in told(hiding)] == [
        "“agreed” stands",
        "“said yes” stands",
        "“they” stands",
    ]
    assert "in 2 places" in told(hiding)[2]
    redactions.hide_place(hiding, "said no", "")
    redactions.hide_place(hiding, "I", "we")
    assert len(told(hiding)) == 1
    redactions.hide_place(hiding, "did not agree", "")
    assert told(hiding) == []
    redactions.hide_place(hiding, "did not agree", "agreed")  # by the person this time
    assert told(hiding) == []


def test_a_name_of_somebody_who_is_no_part_of_it_is_told(hiding: Journal, tmp_path: Path) -> None:
    someone = {"id": "x", "name": "said no", "roles": ["other"], "pseudonym": "said yes"}
    hidden = {"id": "y", "name": "did not", "roles": ["other"]}
    bring(hiding, tmp_path / "in", people=[someone, hidden], redactions=[{"person": "y", "replace_with": "did"}])
    assert len(told(hiding)) == 2
    (point,) = told(hiding, LAWYER)  # a pseudonym is for a body
    assert "“did” stands in place of “did not”" in point


def test_a_name_that_stands_among_the_people_is_not_told(empty: Journal, tmp_path: Path) -> None:
    there = [{"id": "a", "name": "Ida Berg", "roles": ["client", "complainant"]},
             {"id": "b", "name": "Tom Reed", "roles": ["professional"], "pseudonym": "Dr. X"},
             {"id": "c", "name": "Wanda Lund", "roles": ["told"]}]  # fmt: skip
    entry = {"id": "i", "account": "Tom Reed told Wanda Lund.", "purpose": "for-a-complaint",
             "people": [{"person": "b"}, {"person": "c"}]}  # fmt: skip
    bring(empty, tmp_path / "in", people=there, incidents=[entry], redactions=[{"person": "c", "replace_with": "Ms Y"}])
    assert told(empty) == []


def test_parts_of_pictures_replace_no_words(empty: Journal, tmp_path: Path) -> None:
    hidden = Redaction(evidence="e", boxes=((0, 0, 1, 1),))
    plain = document(evidence=[{"id": "e", "file": "a.txt"}],
                     redactions=[{"evidence": "e", "page": 1, "boxes": [[0, 0, 1, 1]]}])  # fmt: skip
    counts = interchange.import_folder(empty, written(tmp_path / "in", plain, {"a.txt": b"a"}))
    assert counts.brought == ()
    assert redactions.boxes(empty, "e") == {1: hidden.boxes}
    assert imported._noted(empty) == []
