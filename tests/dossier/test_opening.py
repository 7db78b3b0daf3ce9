from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import msgspec
import pytest
import sample_case as sample
from reading import made, rows_of, text_of

from journal_app.domain.incident import Involvement
from journal_app.domain.people import Person, Relationship, Role
from journal_app.dossier.case import Audience, Case
from journal_app.dossier.content import Document, Facts, Heading, Node, Table, paragraphs_of
from journal_app.dossier.parties import reached
from journal_app.dossier.plan import make_plan
from journal_app.dossier.redaction import redact


def test_the_last_of_the_dates_is_the_one_that_ends_last() -> None:
    """It was the one that begins last, so that a summary told of less time than the entries."""
    dates = ("2023-11-05", "2024-01/2024-09", "2024-03-02", "")
    incidents = tuple(
        sample.recorded(msgspec.structs.replace(each, occurred=occurred, types=("unwanted-touch",)), 1)
        for each, occurred in zip(sample.INCIDENTS, dates, strict=False)
    )
    document = made(sample.sample(incidents=incidents))
    first, last = "5 November 2023", "between January 2024 and September 2024"
    at = next(at for at, node in enumerate(document.nodes) if isinstance(node, Heading) and node.key == "concerns")
    assert rows_of(document.nodes[at + 1]) == [["Non-sexual or ambiguous touch", "4", "1 ,  2 ,  3 ,  4", first, last]]
    assert f"First: {first}. Last: {last}." in text_of(document)


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (("2023-11-05", "2024-05-21/..", "2024-10-15"),
         "First: 5 November 2023. Last: 15 October 2024. No end noted: since 21 May 2024."),
        (("2023-11-05/..", "2024-05-01/..", "2024-10-15"),
         "First: since 5 November 2023. Last: 15 October 2024. No end noted: since 5 November 2023, since 1 May 2024."),
        (("2024-05-21/..", ""), "since 21 May 2024"),
        (("2024-05-21/..", "2024-06-01/.."), "No end noted: since 21 May 2024, since 1 June 2024."),
    ],
)  # fmt: skip
def test_what_has_no_end_is_not_told_as_the_last_day(dates: tuple[str, ...], told: str) -> None:
    """A summary said "Last: since 21 May 2024", though entries of October were in it."""
    incidents = tuple(
        sample.recorded(msgspec.structs.replace(each, occurred=occurred), 1)
        for each, occurred in zip(sample.INCIDENTS, dates, strict=False)
    )
    assert told in text_of(made(sample.sample(incidents=incidents))).splitlines()


@pytest.mark.parametrize(
    ("language", "dates", "told"),
    [
        ("en", ("2024-05-21/..",), ["since 21 May 2024", "No end noted"]),
        ("en", ("2024-05-21/..", "2024-06-01/..", ""),
         ["since 21 May 2024", "No end noted: since 21 May 2024, since 1 June 2024."]),
        ("en", ("2024-05-21/..", "2024-10-15"),
         ["since 21 May 2024", "15 October 2024|No end noted: since 21 May 2024."]),
        ("en", ("../2024-05-21", "2024-04-01"), ["until 21 May 2024", "until 21 May 2024"]),
        ("es", ("2024-05-21/..",), ["desde el 21 de mayo de 2024", "Sin final anotado"]),
        ("es", ("2024-05-21/..", "2024-10-15"),
         ["desde el 21 de mayo de 2024", "15 de octubre de 2024|Sin final anotado: desde el 21 de mayo de 2024."]),
    ],
)  # fmt: skip
def test_a_type_says_as_its_last_date_nothing_that_only_began(
    language: str, dates: tuple[str, ...], told: list[str]
) -> None:
    """Under "Last" stood "since 21 May 2024", also where a later day was known."""
    incidents = tuple(
        sample.recorded(msgspec.structs.replace(each, occurred=occurred, types=("unwanted-touch",)), 1)
        for each, occurred in zip(sample.INCIDENTS, dates, strict=False)
    )
    document = made(sample.sample(incidents=incidents, language=language))
    at = next(at for at, node in enumerate(document.nodes) if isinstance(node, Heading) and node.key == "concerns")
    table = document.nodes[at + 1]
    assert isinstance(table, Table)
    said = ["|".join("".join(run.text for run in each.runs) for each in cell) for cell in table.rows[0]]
    assert said[1:] == [str(len(dates)), ", ".join(str(at + 1) for at in range(len(dates))), *told]


@pytest.mark.parametrize(
    ("count", "told"),
    [(1, "1"), (9, "1, 2, 3, 4, 5, 6, 7, 8, 9"), (10, "1, 2, 3, 4, 5, 6, 7, 8|and 2 more")],
)
def test_a_type_names_the_incidents_it_was_chosen_for(count: int, told: str) -> None:
    """Under “Main concerns” stood how many incidents had a type, and not which."""
    incidents = tuple(
        sample.recorded(msgspec.structs.replace(sample.INCIDENTS[3], id=f"i{at}", types=("unwanted-touch",)), 1)
        for at in range(count)
    )
    document = made(sample.sample(incidents=incidents, matches=()))
    at = next(at for at, node in enumerate(document.nodes) if isinstance(node, Heading) and node.key == "concerns")
    table = document.nodes[at + 1]
    assert isinstance(table, Table)
    assert table.header[2] == "Incidents"
    assert "|".join("".join(run.text for run in each.runs) for each in table.rows[0][2]) == told
    linked = [run.link for each in table.rows[0][2] for run in each.runs if run.link]
    assert linked == [f"incident-{number}" for number in range(1, min(count, 8 if count > 9 else 9) + 1)]


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("I told him in April.", "I told him in April."),
        ("I told him in April.\n\nHe did not answer.",
         "I told him in April.\u00a0… Steps already taken ,  p.\u00a0 "),
        ("word " * 60 + "END", "word " * 47 + "word\u00a0… Steps already taken ,  p.\u00a0 "),
        ("", None),
    ],
)  # fmt: skip
def test_the_summary_only_begins_what_was_done_so_far(steps: str, told: str | None) -> None:
    """A long account of it filled the page of the summary, and stood a second time in its own section."""
    case = sample.sample(complaint=msgspec.structs.replace(sample.COMPLAINT, steps_taken=steps))
    nodes = under(made(case), "1")
    assert facts_of(nodes)[0].get("What was done so far") == told
    linked = [
        run.link for node in nodes for each in paragraphs_of(node) for run in each.runs if run.link == "section-9"
    ]
    assert linked == ["section-9"] * (told is not None and "…" in told)
    assert facts_of(under(made(case), "9"))[0].get("Steps already taken") == (" ".join(steps.split("\n\n")) or None)


SECOND = Person(
    id="moss", name="Dr. June Moss", roles=(Role.PROFESSIONAL,), profession="Psychiatrist", licence_number="MD 12345",
    address="1 Mill Lane",
)  # fmt: skip


def with_a_second_professional(**values: object) -> Case:
    bond = Relationship(client="ana", professional="moss", setting="A clinic", consents="None.")
    people = (*sample.PEOPLE, SECOND)
    plain = {"people": people, "names": {each.id: each.name for each in people}}
    return sample.sample(**{**plain, "relationships": (*sample.RELATIONSHIPS, bond), **values})


def under(document: Document, number: str) -> list[Node]:
    """Return what stands under the heading of a section, up to the next one."""
    nodes = list(document.nodes)
    at = next(at for at, node in enumerate(nodes) if isinstance(node, Heading) and node.key == f"section-{number}")
    after = (at + 1 + n for n, node in enumerate(nodes[at + 1 :]) if isinstance(node, Heading) and node.level == 1)
    return nodes[at + 1 : next(after, len(nodes))]


def facts_of(nodes: Iterable[Node]) -> list[dict[str, str]]:
    return [
        {name: " ".join(run.text for each in paras for run in each.runs) for name, paras in node.rows}
        for node in nodes
        if isinstance(node, Facts)
    ]


def test_a_relationship_says_between_whom_it_was() -> None:
    document = made(with_a_second_professional())
    first, second = facts_of(under(document, "4"))
    assert list(first.items())[:2] == [("Client", "Ana Keller"), ("Professional", "Dr. Marcus Hale")]
    assert second == {
        "Client": "Ana Keller", "Professional": "Dr. June Moss", "Setting": "A clinic", "Consent papers": "None.",
    }  # fmt: skip
    *_, papers = (node for node in under(document, "12") if isinstance(node, Facts))  # behind what is noted of a study
    said = ["|".join("".join(run.text for run in each.runs) for each in paras) for _, paras in papers.rows]
    assert said == [
        "Ana Keller, Dr. Marcus Hale|A form about confidentiality, in September 2022",
        "Ana Keller, Dr. June Moss|None.",
    ]


def test_every_professional_stands_in_the_dossier() -> None:
    """A second one was left out. Whom the complaint is about stands alone under the heading that asks for them."""
    document = made(with_a_second_professional())
    assert [each["Name"] for each in facts_of(under(document, "3"))] == ["Dr. Marcus Hale", "Olu Adeyemi"]
    assert facts_of(under(document, "8")) == [
        {
            "Name": "Dr. June Moss", "Part in this": "Professional", "Profession": "Psychiatrist",
            "Licence or register number": "MD 12345",
        }
    ]  # fmt: skip
    (table,) = (node for node in under(document, "8") if isinstance(node, Table))
    assert [row[0] for row in rows_of(table)] == ["Rosa Lind"]


def test_without_a_complaint_no_professional_is_singled_out() -> None:
    document = made(with_a_second_professional(audience=Audience.SELF, complaint=None))
    names = ["Dr. Marcus Hale", "Dr. June Moss"]
    assert [each["Name"] for each in facts_of(under(document, "3"))] == [*names, "Olu Adeyemi"]
    assert not facts_of(under(document, "8"))
    assert facts_of(under(document, "1"))[0]["Who this is about"] == (
        "Dr. Marcus Hale, Marriage and family therapist Dr. June Moss, Psychiatrist"
    )
    cover = next(node for node in document.nodes if isinstance(node, Facts))
    wanted = {"Professional", "Licence or register number"}
    assert [(name, paras[0].runs[0].text) for name, paras in cover.rows if name in wanted] == [
        *(("Professional", names[0]), ("Licence or register number", "LMFT 99999")),
        *(("Professional", names[1]), ("Licence or register number", "MD 12345")),
    ]


def test_who_is_a_supervisor_too_stands_once() -> None:
    both = msgspec.structs.replace(sample.PEOPLE[1], roles=(Role.PROFESSIONAL, Role.SUPERVISOR))
    people = (sample.PEOPLE[0], both, *sample.PEOPLE[2:])
    assert [each["Name"] for each in facts_of(under(made(sample.sample(people=people)), "3"))] == [
        "Dr. Marcus Hale", "Olu Adeyemi",
    ]  # fmt: skip


OTHER_CLIENT = Person(id="patient", name="Olga Patient", roles=(Role.CLIENT,))


def with_another_client(**values: object) -> Case:
    people = (OTHER_CLIENT, *sample.PEOPLE)
    heard = msgspec.structs.replace(sample.INCIDENTS[0], people=(Involvement(person="patient", part="sat outside"),))
    incidents = (sample.recorded(heard, 1), *sample.sample().incidents[1:])
    plain = {"people": people, "names": {each.id: each.name for each in people}, "incidents": incidents}
    return sample.sample(**{**plain, **values})


def test_another_client_who_is_named_is_no_party() -> None:
    """Every client of the journal was printed under the complainant, and gave the pages their letters."""
    case = with_another_client()
    document = made(case)
    assert [each["Name"] for each in facts_of(under(document, "2"))] == ["Ana Keller"]
    assert document.prefix.startswith("AK-")
    assert "Olga Patient (sat outside)" in text_of(document)
    points = {(each.code, each.record_id) for each in make_plan(case).open_points}
    assert ("third-party", "patient") in points
    whole = made(with_another_client(audience=Audience.SELF))
    assert [each["Name"] for each in facts_of(under(whole, "2"))] == ["Olga Patient", "Ana Keller"]
    assert whole.prefix.startswith("AK-")


def test_whose_therapy_it_is_about_stands_beside_who_complains() -> None:
    mother = Person(id="mother", name="Mo Keller", roles=(Role.COMPLAINANT,))
    ana = msgspec.structs.replace(sample.PEOPLE[0], roles=(Role.CLIENT,))
    people = (OTHER_CLIENT, mother, ana, *sample.PEOPLE[1:])
    values = {"people": people, "names": {each.id: each.name for each in people}}
    for bonds, names in ((sample.RELATIONSHIPS, ["Mo Keller", "Ana Keller"]), ((), [each.name for each in people[:3]])):
        document = made(sample.sample(relationships=bonds, **values))
        assert [each["Name"] for each in facts_of(under(document, "2"))] == names
        assert document.prefix.startswith("MK-")


def test_supervisors_and_employers_stand_under_a_heading_of_their_own() -> None:
    """They stood under the heading of the body that asks for the licensee."""
    boss = Person(id="boss", name="The Harbor Practice", roles=(Role.EMPLOYER,))
    people = (*sample.PEOPLE, boss)
    document = made(sample.sample(people=people, names={each.id: each.name for each in people}))
    nodes = under(document, "3")
    at = next(at for at, node in enumerate(nodes) if isinstance(node, Heading))
    assert isinstance(title := nodes[at], Heading)
    assert (title.text, title.level) == ("Supervisors and employers", 2)
    assert [each["Name"] for each in facts_of(nodes[:at])] == ["Dr. Marcus Hale"]
    assert [(each["Name"], each["Part in this"]) for each in facts_of(nodes[at:])] == [
        ("Olu Adeyemi", "Supervisor"), ("The Harbor Practice", "Employer"),
    ]  # fmt: skip
    alone = made(sample.sample(people=sample.PEOPLE[:2]))
    assert not [node for node in under(alone, "3") if isinstance(node, Heading)]


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2024-05~", "2025-02-03", "From: around May 2024. Until: 3 February 2025"),
        ("2024-05", "", "From: May 2024"),
        ("", "2025", "Until: 2025"),
    ],
)
def test_a_later_provider_is_told_with_when_they_treated_the_client(first: str, last: str, told: str) -> None:
    later = [each for each in sample.PEOPLE if Role.LATER_PROVIDER in each.roles]
    other = Person(id="una", name="Una Roe", roles=(Role.LATER_PROVIDER,))
    dated = msgspec.structs.replace(later[0], treated_from=first, treated_until=last)
    people = (*(each for each in sample.PEOPLE if each not in later), dated, other)
    document = made(sample.sample(people=people, names={each.id: each.name for each in people}))
    (table,) = (node for node in under(document, "8") if isinstance(node, Table))
    assert table.header == ("Name", "Profession", "Treated the client")
    assert rows_of(table) == [["Rosa Lind", "Psychologist", told], ["Una Roe", "Not given", "Not given"]]


def test_another_professional_is_told_with_when_they_treated_the_client() -> None:
    case = with_a_second_professional()
    people = tuple(
        msgspec.structs.replace(each, treated_until="2021") if Role.PROFESSIONAL in each.roles else each
        for each in case.people
    )
    (facts,) = facts_of(under(made(replace(case, people=people)), "8"))
    assert facts["Treated the client"] == "Until: 2021"


def everybody_reachable(agreed: bool | None, **values: object) -> Case:
    """Return the case with a professional, a later provider, a supervisor and an employer who all have an address."""
    boss = Person(id="boss", name="The Harbor Practice", roles=(Role.EMPLOYER,))
    there = [*with_a_second_professional().people, boss]
    people = tuple(
        msgspec.structs.replace(each, address=f"{each.id} Street", agreed_to_contact=agreed) for each in there
    )
    names = {each.id: each.name for each in people}
    return with_a_second_professional(**{"people": people, "names": names, **values})


def with_addresses(document: Document) -> dict[str, list[str]]:
    """Return whose address stands under which heading of level 1."""
    found: dict[str, list[str]] = {}
    heading = ""
    for node in document.nodes:
        if isinstance(node, Heading) and node.level == 1:
            heading = node.key
        for each in paragraphs_of(node):
            if whole := re.search(r"(\w+) Street", "".join(run.text for run in each.runs)):
                found.setdefault(heading, []).append(whole[1])
    return found


@pytest.mark.parametrize("audience", [Audience.BOARD, Audience.LAWYER])
def test_an_address_stands_only_on_the_page_with_contact_details_and_only_where_it_was_agreed(
    audience: Audience,
) -> None:
    """Where a therapist of today lives stood in a column of its own, on a page that cannot be taken out."""
    refused = everybody_reachable(False, audience=audience)
    assert with_addresses(made(refused)) == {"section-3": ["hale"], "contacts": ["ana"]}
    assert reached(refused) == ("Ana Keller", "Dr. Marcus Hale")
    agreed = everybody_reachable(True, audience=audience)
    others = ["ana", "hale", "adeyemi", "voss", "solberg", "lind", "moss", "boss"]
    assert with_addresses(made(agreed)) == {"section-3": ["hale"], "contacts": others}
    assert reached(agreed) == tuple(agreed.named(each) for each in others)
    on_it = "On a page of their own that can be taken out."
    document = made(agreed)
    told = [each["Contact details"] for each in facts_of(under(document, "3"))[1:]]
    assert [each.startswith(on_it) for each in told] == [True, True]
    (table,) = (node for node in under(document, "8") if isinstance(node, Table))
    assert rows_of(table) == [["Rosa Lind", "Psychologist", told[0]]]
    (table,) = (node for node in under(made(refused), "8") if isinstance(node, Table))
    assert rows_of(table) == [["Rosa Lind", "Psychologist"]]


def test_a_complete_copy_holds_every_address() -> None:
    for values in ({}, {"complaint": None}):
        found = with_addresses(made(everybody_reachable(None, audience=Audience.SELF, **values)))
        everybody = {"ana", "hale", "adeyemi", "voss", "solberg", "lind", "moss", "boss"}
        assert {each for names in found.values() for each in names} == everybody


def test_where_somebody_works_is_told_of_whom_it_is_about() -> None:
    case = everybody_reachable(None, complaint=None)
    assert with_addresses(made(case)) == {"contacts": ["ana"]}  # of two professionals nobody is singled out
    one = replace(case, people=tuple(each for each in case.people if each.id != "moss"))
    assert with_addresses(made(one)) == {"section-3": ["hale"], "contacts": ["ana"]}


def test_how_the_professional_can_be_reached_at_work_stands_with_them() -> None:
    """Forms ask for the telephone; the text for them had it, the dossier had not."""
    hale = msgspec.structs.replace(sample.PEOPLE[1], email="office@hale.example", phone="555 0118")
    people = (sample.PEOPLE[0], hale, *sample.PEOPLE[2:])
    case = sample.sample(people=people)
    told = facts_of(under(made(case), "3"))[0]
    assert {name: told[name] for name in ("Address", "E-mail", "Telephone")} == {
        "Address": "Suite 4, 200 Harbor Road, Oakland", "E-mail": "office@hale.example", "Telephone": "555 0118",
    }  # fmt: skip
    alone = msgspec.structs.replace(hale, address="", email="")
    assert "Dr. Marcus Hale" in reached(sample.sample(people=(people[0], alone, *people[2:])))
    hidden = redact(case, [("Dr. Marcus Hale", "Dr. X")])
    told = facts_of(under(made(hidden), "3"))[0]
    assert {told[name] for name in ("Address", "E-mail", "Telephone")} == {"Hidden in this copy"}
    assert reached(hidden) == ("Ana Keller", "Petra Voss")
