"""The chronology: a row an incident that a glance takes in."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import sample_case as sample
from reading import made, rows_of, text_of

from journal_app.domain.incident import Involvement
from journal_app.domain.people import Person, Role
from journal_app.dossier.content import Table


def test_a_row_of_the_chronology_is_no_longer_than_a_glance() -> None:
    """A long word on a date and a hundred witnesses in the narrowest column filled eight pages."""
    crowd = tuple(Person(id=f"w{at:03d}", name=f"Witness {at}", roles=(Role.WITNESS,)) for at in range(100))
    known = "My calendar of that year says so, in red, on the page of that week, beside the number of the bus. " * 9
    incident = msgspec.structs.replace(
        sample.INCIDENTS[0], known_because=f"{known}\nAnd my sister.",
        people=tuple(Involvement(person=each.id) for each in crowd),
    )  # fmt: skip
    people = (*sample.PEOPLE, *crowd)
    files = tuple(sample.exhibit(f"e{at}", f"{at}.png", "image/png", ("i01",), ()) for at in range(30))
    case = sample.sample(
        incidents=(sample.recorded(incident, 1),), people=people, exhibits=files,
        names={each.id: each.name for each in people},
    )  # fmt: skip
    document = made(case)
    table = next(node for node in document.nodes if isinstance(node, Table) and node.header[1] == "Date")
    known_cell, beside = table.rows[0][2], table.rows[0][5]
    (said,) = ("".join(run.text for run in each.runs) for each in known_cell)
    assert said.startswith("My calendar of that year says so")
    assert said.endswith("…")
    assert len(said) <= 101
    assert ["".join(run.text for run in each.runs) for each in beside] == [
        ", ".join(f"EX-{at:03d}" for at in range(1, 9)), "and 22 more",
        *(f"Witness {at}" for at in range(4)), "and 96 more",
    ]  # fmt: skip
    whole = text_of(document)
    assert "And my sister." in whole  # in the statement
    assert all(f"Witness {at}\n" in whole for at in range(100))
    one_more = msgspec.structs.replace(incident, people=incident.people[:5], known_because="My bill.\nAnd my sister.")
    document = made(replace(case, incidents=(sample.recorded(one_more, 1),), exhibits=files[:8]))
    table = next(node for node in document.nodes if isinstance(node, Table) and node.header[1] == "Date")
    assert rows_of(table)[0][2] == "My bill.\u00a0…"
    assert len(table.rows[0][5]) == 1 + 5, "one name is no longer than the words that would stand for it"
