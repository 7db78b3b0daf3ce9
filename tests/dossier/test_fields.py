"""The text for a form: each field gets what its own words ask for, in the person's words and fixed labels alone."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

import sample_case as sample
from reading import made

from journal_app.catalogue import Board, BoardSection, Catalogue, Confidence
from journal_app.domain.incident import Involvement
from journal_app.domain.people import Person, Relationship, Role
from journal_app.domain.studies import Study
from journal_app.dossier.case import Case
from journal_app.dossier.content import Facts, Heading
from journal_app.dossier.fields import field_texts, form_answers, form_note, note_text, reached
from journal_app.dossier.labels import LABELS
from journal_app.dossier.plan import make_plan

BOARDS = Catalogue.load().boards()


CITED = (
    "California Association of Marriage and Family Therapists: CAMFT Code of Ethics, effective 7 Dec 2019, "
    "Part I, section 4\nown-code, 7"
)
REGISTERED = (
    "Registered with: Board of Behavioral Sciences\n"
    "Register looked up: 2 May 2024: current, no public record of discipline"
)
SESSIONS = (
    "First session: September 2022\nLast session: 20 March 2024\nSetting: Private practice\n"
    "Frequency: Weekly, fifty minutes"
)
SPOKEN = (
    "None so far.\nIncident: Incident 8; Told: Petra Voss – Witness; When: 13 March 2024; "
    "Answer: She said that I should keep the messages."
)

HALE = "Name: Dr. Marcus Hale\nPart in this: Professional; spoke about himself – Incident 2; listened – Incident 4"
VOSS = "Name: Petra Voss\nPart in this: Witness, Was told"


def text_of(case: Case) -> str:
    return field_texts(case, make_plan(case))


def answers(case: Case) -> dict[tuple[str, str], str]:
    """Return what stands under each field, by the heading and the field."""
    found: dict[tuple[str, str], str] = {}
    heading, fields, lines = "", list[str](), text_of(case).split("\n")
    for number, line in enumerate(lines):
        field = re.fullmatch(r"    \[(.*)\]", line)
        if number + 1 < len(lines) and lines[number + 1] == "=" * len(line) and line:
            heading, fields = line, []
        elif field:
            fields = [*fields, field[1]] if number and lines[number - 1].startswith("    [") else [field[1]]
        elif not line.startswith("==="):
            for each in fields:
                found[heading, each] = found.get((heading, each), "") + line + "\n"
    return {place: text.strip() for place, text in found.items()}


TURNED = "annex\u202egpj.exe"
STEERS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def test_a_name_that_is_pasted_turns_nothing_round() -> None:
    """The name of a file went into a form with what hides how it ends; the dossier shows it as it is written."""
    people = tuple(
        msgspec.structs.replace(each, name=f"{each.name} {TURNED}", address=TURNED, email=TURNED, phone=TURNED,
                                profession=TURNED, licence_number=TURNED, licence_body=TURNED)
        for each in sample.PEOPLE
    )  # fmt: skip
    check = msgspec.structs.replace(sample.PEOPLE[1].register_check, result=TURNED)
    people = (people[0], msgspec.structs.replace(people[1], register_check=check), *people[2:])
    cited = (msgspec.structs.replace(sample.COMPLAINT.standards[1], code=TURNED, ref=TURNED),)
    values = {
        "people": people, "names": {each.id: each.name for each in people},
        "complaint": msgspec.structs.replace(sample.COMPLAINT, standards=cited),
        "exhibits": (sample.exhibit("e1", TURNED, "image/png", ("i05",), (), description="A file"),),
        "relationships": (*sample.RELATIONSHIPS, msgspec.structs.replace(sample.RELATIONSHIPS[0], client="hale")),
    }  # fmt: skip
    tags = ("complainant", "practitioner", "witnesses", "subsequent_providers", "relationship_to_client",
            "relationship", "attachments", "rule_citations", "told", "responses", "narrative")  # fmt: skip
    for tag in tags:
        said = under(tag, **values)
        assert not STEERS.search(said), (tag, said)
    assert "annexgpj.exe; A file" in under("attachments", field="copies", **values)
    assert said_of_all(values).count("annexgpj.exe") > 20


def said_of_all(values: dict[str, Any]) -> str:
    """Return the text for the forms of all bodies."""
    texts = [text_of(sample.sample(board=board.id, **values)) for board in BOARDS]
    assert not any(map(STEERS.search, texts))
    return "".join(texts)


def test_what_a_text_opens_ends_in_its_line_where_it_is_pasted() -> None:
    """Else it turns round what stands behind it in the form."""
    opened, whole = "he said \u2067שלום", "he said \u2067שלום\u2069"
    complaint = msgspec.structs.replace(sample.COMPLAINT, outcome_sought=f"{opened}\nmore", steps_taken=opened)
    assert under("outcome_sought", field="outcome", complaint=complaint) == f"{whole}\nmore"
    incident = msgspec.structs.replace(sample.INCIDENTS[1], place=f"{opened}\nthere", known_because=opened)
    case = {"incidents": (sample.recorded(incident, 1),)}
    assert under("incident_location", field="places", **case) == f"Incident 1: {whole}, there"
    assert under("recall_basis", field="how recalled", **case) == f"Incident 1: {whole}"
    bond = msgspec.structs.replace(sample.RELATIONSHIPS[0], setting=opened)
    assert f"Setting: {whole}" in under("relationship", field="locations of therapy", relationships=(bond,))
    exhibit = sample.exhibit("e1", "a.png", "image/png", ("i05",), (), description=opened)
    assert under("attachments", field="copies", exhibits=(exhibit,)).endswith(f"a.png; {whole}")


def under(*tags: str, field: str = "anything at all", **values: Any) -> str:
    """Return what stands under one field of a form with one heading of these tags."""
    plain = sample.sample()
    assert plain.board is not None
    section = BoardSection(heading="A heading", fields=(field,), tags=tags)
    case = sample.sample(**{"board": "us-ca-bbs", **values})
    return answers(replace(case, board=replace(plain.board, sections=(section,))))["A heading", field]


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.id)
def test_every_field_of_every_form_has_its_place_and_no_words_of_the_catalogue(board: Board) -> None:
    text = text_of(sample.sample(board=board.id))
    at = [text.index(f"{section.heading}\n=") for section in board.sections]
    assert at == sorted(at)
    shown = answers(sample.sample(board=board.id))
    assert [place for section in board.sections for field in section.fields
            if not shown.get(place := (section.heading, field))] == []  # fmt: skip
    for words in (board.time_limit.text, board.privacy_note.text, board.declaration.note, *board.dossier_hints):
        assert not words or len(words) < 25 or words not in text


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.id)
def test_a_time_limit_is_quoted_to_the_person_and_apart_from_the_text_for_the_form(board: Board) -> None:
    case = sample.sample(board=board.id)
    note = form_note(case, make_plan(case))
    unsure = "The headings below are not confirmed. Compare them with what the body asks for."
    if board.time_limit.confidence is Confidence.NONE_FOUND:
        assert (note.lines if note else ()) == (() if board.sections_confirmed else (unsure,))
        return
    assert note is not None
    assert (unsure in note.lines) is not board.sections_confirmed
    note = replace(note, lines=tuple(line for line in note.lines if line != unsure))
    said = note_text(note)
    first, heading, *_, last = said.strip("\n").split("\n")
    assert (first, last, heading) == ("-" * 72, "-" * 72, "For you, not for the form")
    assert board.time_limit.text in said
    assert board.name in said
    assert "Check with the body before you rely on this." in said
    assert ("not confirmed" in said) is not board.time_limit.confirmed
    assert ("looked up on 22 November 2026" in said) is board.time_limit.confirmed
    assert not [each for each in form_answers(case, make_plan(case)) if note.heading in (each.heading, each.text)]


def test_headings_from_memory_say_so_above_the_text_for_the_form() -> None:
    """The list of the former College stood there as if it were the form of today."""
    for board, said in (("ca-bc-chcpbc", True), ("us-wa-doh", False)):
        case = sample.sample(board=board)
        assert ("The headings below are not confirmed." in note_text(form_note(case, make_plan(case)))) is said


def test_without_a_body_there_is_no_note() -> None:
    assert form_note(sample.sample(board=""), make_plan(sample.sample(board=""))) is None


def test_each_field_gets_what_it_asks_for() -> None:
    shown = answers(sample.sample())
    about = "Subject (licensee / registrant)"
    assert shown["Complainant", "full name"] == "Name: Ana Keller"
    assert shown["Complainant", "postal address"] == "Address: 12 Canal Street, Oakland, CA 94607"
    assert shown["Complainant", "telephone"] == "Telephone: +1 510 555 0142"
    assert shown["Complainant", "e-mail"] == "E-mail: ana.keller@example.org"
    assert shown[about, "name"] == "Name: Dr. Marcus Hale"
    assert shown[about, "licence type and number if known"].splitlines() == [
        "Profession: Marriage and family therapist",
        "Licence or register number: LMFT 99999",
        "Registered with: Board of Behavioral Sciences",
    ]
    assert sample.ARABIC in shown["Statement of the complaint", "as much detail as possible"]
    assert shown["Authorisations", "release of records/information for every person whose treatment is described"] == (
        "Release of records: on the body’s own form."
    )


def test_fields_with_one_answer_share_it() -> None:
    text = text_of(sample.sample())
    assert text.count("\nIncident 2 – ") == 1
    assert "    [clear first-hand account of what the complaint is about]\n    [as much detail as possible]\n" in text


@pytest.mark.parametrize(
    ("tags", "field", "wanted"),
    [
        (("outcome_sought",), "outcome", "That the board looks into it and that nobody else goes through this."),
        (("prior_steps", "other_reports"), "steps", "I told him in April that it was not right. He did not answer."),
        (("prior_steps", "other_reports"), "police, court", "None so far."),
        (("delay_explanation",), "why it took longer", "I was afraid of him until I had moved."),
        (("relationship",), "date it began", "First session: September 2022"),
        (("relationship",), "date it ended", "Last session: 20 March 2024"),
        (("complainant",), "preferred pronoun", "Nothing recorded."),
        (("complainant",), "date of birth", "Date of birth: not recorded"),
        (("complainant",), "name, address, date of birth",
         "Name: Ana Keller\nAddress: 12 Canal Street, Oakland, CA 94607\nDate of birth: not recorded"),
        (("client",), "patient's full name, date of birth, gender", "Name: Ana Keller\nDate of birth: not recorded"),
        (("pagination",), "all pages numbered", "Nothing recorded."),
        (("client", "complainant"), "patient's full name", "Name: Ana Keller"),
        (("relationship_to_client",), "relationship to the patient", "Ana Keller: Client, Complainant"),
        (("signature", "release"), "signature, date", LABELS["declaration.blank"]),
        (("declaration",), "oath", LABELS["declaration.blank"]),
        (("consent_to_share",), "agreement to sharing it", LABELS["consents.share"]),
        (("client", "relationship_to_client", "consent_to_share"), "consent or authority documents",
         "Nothing recorded."),
        (("client", "relationship_to_client", "consent_to_share"), "that person's name", "Nothing recorded."),
        (("client", "relationship_to_client", "release"), "other party's name, contact, relationship",
         "Nothing recorded."),
        (("other_reports",), "previous OCR complaint and transaction number", "Nothing recorded."),
        (("complainant", "practitioner"), "name(s) of the person(s) involved", "Name: Dr. Marcus Hale"),
        (("client", "relationship_to_client"), "name", "Name: Ana Keller"),
        (("complainant", "client"), "client's name if acting for someone", "Nothing recorded."),
        (("client", "consent_to_share"), "is the person deceased?", "Nothing recorded."),
        (("complainant", "practitioner", "narrative"), "whether anonymity is wanted", "Nothing recorded."),
        (("narrative", "prior_steps"), "additional information", "Nothing recorded."),
        (("narrative",), "failure to report", "Nothing recorded."),
        (("narrative", "rule_citations"), "what rule or duty was broken",
         CITED),
        (("practitioner",), "licence details if known",
         "Licence or register number: LMFT 99999\nRegistered with: Board of Behavioral Sciences"),
        (("practitioner",), "practitioner is on the register",
         REGISTERED),
        (("practitioner",), "person and organisation", f"{HALE}\n\nName: The Harbor Practice\nPart in this: Employer"),
        (("practitioner",), "institution(s) conducting the research or reviewing it",
         "Name: The Harbor Practice\n\nAn institute of psychotherapy"),
        (("relationship",), "reason for treatment", "Nothing recorded."),
        (("relationship",), "have you been a client or patient?", "Ana Keller: Client, Complainant"),
        (("narrative", "relationship"), "dates, times and locations of therapy where known",
         SESSIONS),
        (("prior_steps", "other_reports"), "spoken to the board before?", "Nothing recorded."),
        (("narrative", "other_reports"), "spoken to anyone else about it?",
         SPOKEN),
        (("subsequent_providers", "other_reports"), "later treatment",
         "Name: Rosa Lind\nProfession: Psychologist"),
        (("subsequent_providers",), "name, address and treatment dates of later professionals",
         "Name: Rosa Lind"),
        (("signature",), "date", "Nothing recorded."),
        (("signature", "declaration"), "signature of the complainant", LABELS["declaration.blank"]),
        (("complainant", "relationship_to_client", "consent_to_share"), "consent if for someone else",
         "Nothing recorded."),
        (("release", "consent_to_share"), "consent to access records", LABELS["consents.release.none"]),
        (("research_details",), "IRB study number", "RB-22-117"),
        (("research_details",), "title", "A house by the canal: inherited fear in one treatment"),
    ],
)  # fmt: skip
def test_a_field_is_answered_by_its_own_words(tags: tuple[str, ...], field: str, wanted: str) -> None:
    people = (*sample.PEOPLE, Person(id="harbor", name="The Harbor Practice", roles=(Role.EMPLOYER,)))
    names = {each.id: each.name for each in people}
    assert under(*tags, field=field, people=people, names=names) == wanted


def test_a_field_that_asks_for_a_day_and_a_place_gets_one_line_an_incident_and_no_account() -> None:
    """All times stood there first, and then all places."""
    for tags in (("narrative", "incident_dates", "incident_location"), ("incident_location", "incident_dates")):
        said = under(*tags, field="circumstances: dates, places").splitlines()
        assert said[0] == "Incident 2: around spring 2023; His practice, Harbor Road"
        assert said[1] == "Incident 3: November 2023"
        assert len(said) == 11
    recalled = under("narrative", "recall_basis", field="circumstances: dates, places").splitlines()
    assert recalled[0] == "Incident 2: around spring 2023; His practice, Harbor Road"
    only_place = sample.first_incident(occurred="", place="At the door")
    both = under("incident_dates", "incident_location", field="dates, places", incidents=only_place.incidents)
    assert both == "Incident 1: At the door"
    assert "Romantic or sexual advances" in under("narrative", field="type of conduct").splitlines()
    assert sample.ARABIC in under("incident_dates", "narrative", field="pertinent dates and activities")


def test_what_was_answered_is_told_where_it_is_asked_for() -> None:
    steps, answer = under("prior_steps", field="steps"), under("prior_steps", field="the response, if any")
    assert answer.splitlines()[0] == (
        "When: 15 March 2024; Step: Apologised; Note: By text; he called it a misunderstanding.; Incident: Incident 8"
    )
    assert under("prior_steps", field="your complaint to them and their answer") == f"{steps}\n{answer}"
    assert "My reply: He wrote eleven of them. REPLY-MARK" in under("after_filing", field="answer to the response")


def test_only_who_agreed_is_told_where_that_is_asked_for() -> None:
    people = (*sample.PEOPLE, Person(id="orr", name="Sam Orr", roles=(Role.WITNESS,)))
    values = {"people": people, "names": {each.id: each.name for each in people}}
    field = "details of those who have AGREED to be contacted"
    assert under("witnesses", field=field, **values) == f"{VOSS}\nTelephone: +1 510 555 0188"
    assert "Sam Orr" in under("witnesses", field="name", **values)


def test_how_somebody_can_be_reached_is_told_only_where_they_agreed_or_it_is_about_them() -> None:
    """A later provider's address went into the form though it was noted that they did not agree."""
    boss = Person(id="boss", name="The Harbor Practice", roles=(Role.EMPLOYER,), address="5 Workplace Road")
    field = "name, address and treatment dates of later professionals"

    def said(tag: str, field: str, agreed: bool | None) -> str:
        people = tuple(msgspec.structs.replace(each, agreed_to_contact=agreed) for each in (*sample.PEOPLE, boss))
        return under(tag, field=field, people=people, names={each.id: each.name for each in people})

    for agreed in (False, None):
        assert said("subsequent_providers", field, agreed) == "Name: Rosa Lind"
        assert said("practitioner", "contact of the organisation", agreed) == "Name: The Harbor Practice"
        assert "Address: Suite 4" in said("practitioner", "address", agreed)
        assert said("complainant", "telephone", agreed) == "Telephone: +1 510 555 0142"
    assert said("subsequent_providers", field, True) == "Name: Rosa Lind\nAddress: 8 Elm Court, Berkeley"
    assert "Address: 5 Workplace Road" in said("practitioner", "contact of the organisation", True)


def test_of_several_relationships_each_says_between_whom_it_was() -> None:
    people = (*sample.PEOPLE, Person(id="moss", name="Dr. June Moss", roles=(Role.PROFESSIONAL,)))
    values = {"people": people, "names": {each.id: each.name for each in people}}
    bond = Relationship(client="ana", professional="moss", first_session="2020")
    bonds = (*sample.RELATIONSHIPS, bond, Relationship(client="ana", professional="lind"))
    assert under("relationship", field="date it began", relationships=bonds, **values).splitlines() == [
        *("Client: Ana Keller", "Professional: Dr. Marcus Hale", "First session: September 2022", ""),
        *("Client: Ana Keller", "Professional: Dr. June Moss", "First session: 2020"),
    ]


def test_dates_and_places_are_told_by_incident() -> None:
    dates = under("incident_dates", field="dates").splitlines()
    assert "Incident 2: around spring 2023" in dates
    assert "Incident 1: date not known" not in dates
    assert "Incident 2: His practice, Harbor Road" in under("incident_location", field="places").splitlines()
    assert "Incident 3: My telephone bill of that month." in under("recall_basis", field="how recalled").splitlines()


def test_what_was_chosen_is_told_by_its_name() -> None:
    assert "Romantic or sexual advances" in under("issues", field="issues").splitlines()
    assert "CAMFT Code of Ethics" in under("rule_citations", field="sections")
    assert "Exhibit EX-001: podcast.png; A podcast" in under("attachments", field="copies").splitlines()
    assert "Who this is about: Dr. Marcus Hale" in under("summary", field="concise summary")
    long = "I wrote to the clinic. " * 40
    said = under(
        "summary", field="concise summary", complaint=msgspec.structs.replace(sample.COMPLAINT, steps_taken=long)
    )
    assert f"What was done so far: {long.strip()}" in said  # a form has no page to go to
    assert "Incident 12" in under("research_details", field="study")


def test_a_form_that_asks_for_the_study_gets_what_is_known_of_each_and_nothing_where_there_is_none() -> None:
    said = under("research_details", field="brief description").splitlines()
    assert said[0] == "Study 1"
    assert "What the client was told of it: Nothing. He never spoke of writing." in said
    assert "Agreement of the client: Not asked for" in said
    assert any(line.startswith("Incident: Incident 12") for line in said)
    assert under("research_details", field="IRB study number", studies=()) == "Nothing recorded."
    assert under("research_details", field="brief description", studies=()).startswith("Incident: Incident 12")
    bare = Study(id="s2", committee_number="7")
    several = under("research_details", field="IRB study number", studies=(*sample.STUDIES, bare))
    assert several == "Study 1: RB-22-117\nStudy 2: 7"
    assert "Study 1" in under("research_details", field="")


def test_a_field_for_one_kind_of_document_is_not_answered_with_every_exhibit() -> None:
    """Under "court documents" stood every screenshot; what kind of document a file is, is not recorded."""
    several = "Exhibits: EX-001–EX-008. Which of them are of this kind is not recorded."
    for field in ("court documents", "correspondence", "copies of bills, statements", "police report"):
        assert under("attachments", field=field) == several
    one = (sample.exhibit("e9", "a.png", "image/png", (), ()),)
    said = under("attachments", field="court documents", exhibits=one, matches=(), points=())
    assert said == "Exhibits: EX-001. Which of them are of this kind is not recorded."
    assert under("attachments", field="court documents", exhibits=(), matches=(), points=()) == "Nothing recorded."
    for field in ("copies of bills, correspondence and similar papers", "copies of photos, letters, bills"):
        assert under("attachments", field=field).splitlines()[0] == "Exhibit EX-001: podcast.png; A podcast"


def test_a_field_that_asks_for_the_heading_gets_what_that_asks_for() -> None:
    whole = under("complainant", "practitioner", "narrative", field="mandatory sections")
    assert "Profession: Marriage and family therapist" in whole
    assert "Register looked up" in whole
    assert sample.ARABIC in whole


def test_a_witness_is_reached_only_where_they_agreed() -> None:
    field = "name, address, telephone"
    assert "+1 510 555 0188" in under("witnesses", field=field)
    people = tuple(
        msgspec.structs.replace(each, agreed_to_contact=None) if each.id == "voss" else each for each in sample.PEOPLE
    )
    assert under("witnesses", field=field, people=people) == VOSS


def test_without_a_complaint_its_fields_are_empty_and_the_professional_is_told() -> None:
    for tag, field in (("outcome_sought", "outcome"), ("prior_steps", "steps"), ("rule_citations", "code")):
        assert under(tag, field=field, complaint=None) == "Nothing recorded."
    assert under("practitioner", field="name", complaint=None) == "Name: Dr. Marcus Hale"
    assert under("relationship", field="date it began", relationships=()) == "Nothing recorded."
    assert under("relationship", field="setting", relationships=()) == "Nothing recorded."


def test_a_heading_without_fields_is_answered_too() -> None:
    case = sample.sample()
    assert case.board is not None
    bare = BoardSection(heading="Outcome", fields=(), tags=("outcome_sought",))
    bond = BoardSection(heading="Therapy", fields=(), tags=("relationship",))
    text = text_of(replace(case, board=replace(case.board, sections=(bare, bond))))
    assert text.startswith("Outcome\n=======\nThat the board looks into it and that nobody else goes through this.\n")
    assert "Frequency: Weekly, fifty minutes" in text


def test_an_unknown_provision_is_told_as_the_person_wrote_it() -> None:
    cited = msgspec.structs.replace(sample.COMPLAINT.standards[0], code="an old code", ref="4 (b)")
    complaint = msgspec.structs.replace(sample.COMPLAINT, standards=(cited,))
    assert under("rule_citations", field="code", complaint=complaint) == "an old code, 4 (b)"


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.id)
def test_who_can_be_reached_by_the_text_is_said_of_just_those(board: Board) -> None:
    """It named people whose address, e-mail and telephone no field asks for."""
    people = tuple(
        msgspec.structs.replace(
            each, address=f"{each.id} Street", email=f"{each.id}@x.example", phone=f"+{number}00 {number}"
        )
        for number, each in enumerate(sample.PEOPLE, 1)
    )
    for agreed in (True, None):
        there = tuple(msgspec.structs.replace(each, agreed_to_contact=agreed) for each in people)
        case = sample.sample(board=board.id, people=there)
        text = text_of(case)
        printed = [each.name for each in there if any(map(text.__contains__, (each.address, each.email, each.phone)))]
        assert list(reached(case)) == [case.named(each.id) for each in there if each.name in printed]
    hidden = replace(case, left_out={each.id: frozenset({"address", "email", "phone"}) for each in people})
    assert reached(hidden) == ()


def test_nobody_is_reached_without_a_body() -> None:
    assert reached(sample.sample(board="")) == ()


def test_a_form_that_asks_when_later_professionals_treated_somebody_gets_it() -> None:
    later = [each for each in sample.PEOPLE if Role.LATER_PROVIDER in each.roles]
    people = tuple(
        msgspec.structs.replace(each, treated_from="2024-05", treated_until="2025-02") if each in later else each
        for each in sample.PEOPLE
    )
    field = "name, address and treatment dates of later professionals"
    said = under("subsequent_providers", field=field, people=people)
    assert said == "Name: Rosa Lind\nTreated the client: From: May 2024. Until: February 2025"
    assert under("subsequent_providers", field="names", people=people) == "Name: Rosa Lind"


def test_nobody_s_contact_stands_where_only_a_name_is_asked_for() -> None:
    people = [each for each in sample.PEOPLE if Role.LATER_PROVIDER in each.roles]
    shown = under("subsequent_providers", field="names")
    assert shown == "\n\n".join(f"Name: {each.name}" for each in people)


def test_what_stands_on_lines_of_its_own_in_the_dossier_is_set_off_in_one_line() -> None:
    """Two people, and two types of entry, ran into each other: "Marcus Hale a colleague at work"."""
    people = (Involvement(person="hale"), Involvement(person="voss", part="heard it"))
    types = ("unwanted-touch", "romantic-or-sexual-advances")
    lines = {"place": "His practice\nHarbor Road", "known_because": "It was.\nSo"}
    case = sample.first_incident(people=people, types=types, **lines)
    said = under("narrative", field="facts", incidents=case.incidents).splitlines()
    assert "People: Dr. Marcus Hale; Petra Voss (heard it)" in said
    assert "Types (complainant’s choice): Non-sexual or ambiguous touch; Romantic or sexual advances" in said
    assert "Place: His practice; Harbor Road" in said
    assert "How the date is known: It was. So" in said


def test_who_somebody_complains_for_is_told_where_that_is_asked_for() -> None:
    """ "That person's name", asked where it is filed for somebody else, was answered with one's own."""
    mother = Person(id="mother", name="Mo Keller", roles=(Role.COMPLAINANT,))
    ana = msgspec.structs.replace(sample.PEOPLE[0], roles=(Role.CLIENT,), agreed_to_contact=None)
    people = (mother, ana, *sample.PEOPLE[1:])
    values = {"people": people, "names": {each.id: each.name for each in people}}
    tags = ("client", "relationship_to_client", "consent_to_share")
    assert under(*tags, field="that person's name", **values) == "Name: Ana Keller"
    assert under(*tags, field="relationship (parent, representative)", **values) == "Ana Keller: Client"
    both = "Name: Mo Keller\nPart in this: Complainant\n\nName: Ana Keller\nPart in this: Client"
    assert under("complainant", "client", field="names", **values) == both


def test_who_had_a_part_in_it_is_told_with_that_part_and_everybody_is() -> None:
    """Under "what happened, when, who" stood bare names, and not that of the professional."""
    tags = ("narrative", "incident_dates", "witnesses", "complainant")
    lines = under(*tags, field="what happened, when, who").splitlines()
    assert lines[-6:] == [
        "Ana Keller: Client, Complainant",
        "Dr. Marcus Hale: Professional; spoke about himself – Incident 2; listened – Incident 4",
        "Olu Adeyemi: Supervisor",
        "Petra Voss: Witness, Was told",
        "Ingrid Solberg: sat at the next table – Incident 7",
        "Rosa Lind: Later provider",
    ]
    assert sample.ARABIC in lines


def test_what_a_form_has_to_tick_is_told_by_the_types_that_were_chosen() -> None:
    """ "Complaint type" had nothing in the text, and all the statements in the dossier."""
    shown = answers(sample.sample(board="us-hhs-ohrp"))
    types = shown["Complaint type", "study problem"]
    assert "Romantic or sexual advances" in types.splitlines()
    assert shown["Complaint type", "other"] == "Nothing recorded."
    document = made(sample.sample(board="us-hhs-ohrp"))
    nodes = list(document.nodes)
    at = next(at for at, node in enumerate(nodes) if isinstance(node, Heading) and node.text == "Complaint type")
    (listed,) = [node for node in nodes[at + 1 : at + 2] if isinstance(node, Facts)]
    assert ["".join(run.text for run in each.runs) for each in listed.rows[0][1]] == types.splitlines()
    assert next(node for node in nodes[at + 2 :] if isinstance(node, Heading)).level == 1


def test_there_is_no_text_without_a_body() -> None:
    assert text_of(sample.sample(board="")) == ""
