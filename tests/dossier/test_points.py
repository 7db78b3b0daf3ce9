"""The open points: each is told where it is, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest
import sample_case as sample
from sample_case import first_incident

from journal_app import i18n
from journal_app.domain.complaints import StandardCited
from journal_app.domain.incident import Certainty, Quote, ResponseStep, Step, Told
from journal_app.domain.people import Person, Role
from journal_app.domain.records import Record
from journal_app.domain.studies import Asked
from journal_app.dossier.case import Audience, Case
from journal_app.dossier.name_forms import Place
from journal_app.dossier.open_point import OpenPoint
from journal_app.dossier.plan import make_plan
from journal_app.dossier.points import LARGE_FILE, too_large
from journal_app.dossier.redaction import redact


def person(number: int, **values: Any) -> tuple[Person, ...]:
    changed = msgspec.structs.replace(sample.PEOPLE[number], **values)
    return (*sample.PEOPLE[:number], changed, *sample.PEOPLE[number + 1 :])


def study(**values: Any) -> Case:
    return sample.sample(studies=(msgspec.structs.replace(sample.STUDIES[0], **values),))


def first_exhibit(problem: str = "", **values: Any) -> Case:
    case = sample.sample()
    evidence = msgspec.structs.replace(case.exhibits[0].evidence, **values)
    return replace(case, exhibits=(replace(case.exhibits[0], evidence=evidence, problem=problem),))


def two_professionals(board: str) -> Case:
    return sample.sample(board=board, people=person(4, roles=(Role.PROFESSIONAL,)))


def without_rules(board: str) -> Case:
    return sample.sample(board=board, complaint=msgspec.structs.replace(sample.COMPLAINT, standards=()))


def with_rules(*cited: StandardCited) -> Case:
    return sample.sample(complaint=msgspec.structs.replace(sample.COMPLAINT, standards=cited))


def adviser(role: Role) -> Case:
    return replace(first_incident(told=(Told(person="solberg"),)), people=person(4, roles=(role,)))


def blank(*notes: str, text: str = "") -> Case:
    page = sample.page(40, 50, "png", "L", *notes, text=text)
    return sample.sample(exhibits=(sample.exhibit("e1", "a.pdf", "application/pdf", ("i03",), (page,)),))


OTHERS = (  # people of the journal who are no part of the case
    Person(id="lindqvist", name="Greta Lindqvist"),
    Person(id="keller", name="Jonas Keller"),
    Person(id="okafor", name="Nadia Okafor", roles=(Role.LAWYER, Role.OTHER)),
)
SAMPLES: dict[str, tuple[Case, Case]] = {  # a case that has the point, and one that has not
    "no-licence-number": (sample.sample(people=person(1, licence_number="")), sample.sample()),
    "no-complainant": (sample.sample(people=person(0, roles=(Role.CLIENT,))), sample.sample()),
    "no-incidents": (sample.sample(incidents=()), sample.sample()),
    "not-agreed": (sample.sample(people=person(3, agreed_to_contact=None)), sample.sample()),
    "contact-not-agreed": (
        sample.sample(people=person(5, agreed_to_contact=False)),
        sample.sample(people=person(5, agreed_to_contact=True)),
    ),
    "contact-elsewhere": (
        first_incident(account="He stood at 12 Canal Street."),
        first_incident(account="He stood at 12 Harbor Street."),
    ),
    "one-each": (two_professionals("ie-coru"), two_professionals("us-ca-bbs")),
    "no-rule": (without_rules("us-camft-ethics"), sample.sample(board="us-camft-ethics")),
    "no-date": (first_incident(occurred=""), first_incident(occurred="2023")),
    "open-words": (
        first_incident(exact_words=(Quote(text="", evidence=("e2",)),)),
        first_incident(exact_words=(Quote(text="x"),)),
    ),
    "open-told": (
        first_incident(told=(Told(person="", answer="x"),)),
        first_incident(told=(Told(person="voss", answer="x"),)),
    ),
    "open-step": (
        first_incident(professional_response=(ResponseStep(note="x"),)),
        first_incident(professional_response=(ResponseStep(step=Step.DENIED),)),
    ),
    "open-rule": (
        with_rules(StandardCited(code="crpo-2024", ref="")),
        with_rules(StandardCited(code="crpo-2024", ref="1.7")),
    ),
    "no-study": (sample.sample(studies=()), sample.sample()),
    "study-title": (study(title="", description=" "), study(title="")),
    "study-institution": (study(institution=""), sample.sample()),
    "study-consent": (study(consent=None), sample.sample()),
    "study-copy": (study(consent=Asked.SIGNED_WITH_COPY, evidence=()), study(consent=Asked.SIGNED_WITH_COPY)),
    "unreadable": (first_exhibit(problem="The file is damaged."), first_exhibit()),
    "repaired-blank": (blank("repaired", "blank"), blank("blank")),
    "text-beside": (blank(text="covered words"), blank(text=" \n")),
    "duplicate": (
        sample.sample(exhibits=(sample.exhibits()[0], sample.exhibits()[0])),
        sample.sample(exhibits=sample.exhibits()[:2]),
    ),
    "recording": (first_exhibit(recording=True), first_exhibit()),
    "recording-law": (
        first_exhibit(recording=True),
        replace(first_exhibit(recording=True), audience=Audience.LAWYER),
    ),
    "sensitive": (first_exhibit(sensitive=True), first_exhibit()),
    "no-description": (first_exhibit(description=""), first_exhibit()),
    "telling-name": (
        first_exhibit(file_name="chat-with-ADEYEMI.png"),
        first_exhibit(file_name="chat-with-MARCUS.png"),
    ),
    "large": (
        replace(first_exhibit(size=LARGE_FILE + 1), audience=Audience.LAWYER),
        replace(first_exhibit(size=LARGE_FILE), audience=Audience.LAWYER),
    ),
    "third-party": (
        sample.sample(),
        sample.sample(incidents=tuple(sample.recorded(sample.INCIDENTS[at], at) for at in (0, 3))),
    ),
    "adviser-named": (adviser(Role.ADVOCATE), adviser(Role.OTHER)),
    "named-in-words": (first_incident(unsure="Whether GRETA had heard it."), first_incident(unsure="Ana Keller did.")),
    "name-left": (
        redact(first_incident(account="It was brandtlena."), [("Lena Brandt", "L.")]),
        redact(first_incident(account="It was Lena, lena."), [("Lena Brandt", "L.")]),
    ),
    "mask-tells": (
        redact(sample.sample(), [("Lena Brandt", "L."), ("Petra Voss", "the mother of Lena")]),
        redact(sample.sample(), [("Lena Brandt", "Lena"), ("Petra Voss", "the mother of L.")]),
    ),
    "shown-in-picture": (
        redact(blank(text="Lena Brandt was here"), [("Lena Brandt", "L.")]),
        redact(blank(text="Lena was here"), [("Petra Voss", "P.")]),
    ),
    "picture-not-read": (
        redact(first_exhibit(description="Lena at the lake"), [("Lena Brandt", "L.")]),
        redact(first_exhibit(description="Lena at the lake"), [("Petra Voss", "P.")]),
    ),
    "contact-left-out": (
        redact(sample.sample(people=person(0, email="lena@x.example")), [("Lena Brandt", "L.")]),
        redact(
            sample.sample(people=person(0, address="1 Plenary Road")), [("Lena Brandt", "L."), ("Ana Keller", "A.")]
        ),
    ),
    "details-not-sought": (
        redact(sample.sample(people=person(2, phone="4711")), [("Olu Adeyemi", "O.")]),
        redact(sample.sample(people=person(2, phone="555 867 5309")), [("Olu Adeyemi", "O.")]),
    ),
    "zone-tells": (
        redact(sample.sample(), [Place("Los Angeles", "the town")]),
        redact(sample.sample(), [Place("Oakland", "the town")]),
    ),
    "originals-whole": (
        sample.sample(Audience.LAWYER, pseudonyms=(("Lena", "L."),)),
        sample.sample(pseudonyms=(("Lena", "L."),)),
    ),
    "no-glyph-file": (first_exhibit(description="\U000130ff"), first_exhibit(description=sample.CHINESE)),
    "no-glyph": (first_incident(account="a letter \U000130ff"), first_incident(account=sample.ARABIC + sample.MIXED)),
}


@pytest.mark.parametrize("code", SAMPLES)
def test_each_open_point_is_found_where_it_is_and_only_there(code: str) -> None:
    there, absent = SAMPLES[code]
    found = [point for point in make_plan(there, OTHERS).open_points if point.code == code]
    assert found
    assert all(point.message.endswith(".") for point in found)
    assert not [point for point in make_plan(absent, OTHERS).open_points if point.code == code]


LOST = "\U000130ff"  # no bundled font has it


@pytest.mark.parametrize(
    ("case", "beside", "code"),
    [
        (first_incident(exact_words=(Quote(text=LOST, certainty=Certainty.EXACT),)), (), "no-glyph"),
        (first_incident(place=LOST), (), "no-glyph"),
        (sample.sample(people=person(3, name=LOST)), (), "no-glyph"),
        (sample.sample(matches=(msgspec.structs.replace(sample.MATCHES[0], who_could_know=LOST),)), (), "no-glyph"),
        (sample.sample(complaint=msgspec.structs.replace(sample.COMPLAINT, status=LOST)), (), "no-glyph"),
        (sample.sample(relationships=(msgspec.structs.replace(sample.RELATIONSHIPS[0], fees=LOST),)), (), "no-glyph"),
        (sample.sample(points=(msgspec.structs.replace(sample.POINTS[0], answer=LOST),)), (), "no-glyph"),
        (sample.sample(), (msgspec.structs.replace(sample.PRIVATE.impacts[0], text=LOST),), "no-glyph"),
        (sample.sample(), (msgspec.structs.replace(sample.PRIVATE.person_notes[0], notes=LOST),), "no-glyph"),
        (first_exhibit(file_name=f"{LOST}.png"), (), "no-glyph-file"),
        (sample.sample(exhibits=(replace(sample.exhibits()[5], reading=sample.note(LOST)),)), (), "no-glyph-file"),
        (blank(text=LOST), (), "no-glyph-file"),
    ],
)  # fmt: skip
def test_letters_that_cannot_be_printed_are_told_wherever_they_stand(
    case: Case, beside: tuple[Record, ...], code: str
) -> None:
    found = [point for point in make_plan(case, beside=beside).open_points if point.code.startswith("no-glyph")]
    assert [point.code for point in found] == [code]
    assert "cannot be printed" in found[0].message


def test_each_page_whose_picture_shows_a_hidden_name_is_told_with_what_stands_for_it() -> None:
    texts = ("Lena came", "Nobody", "to P. VOSS", "l.brandt@x.example", *["Lena"] * 12)
    pages = tuple(sample.page(40, 50, "png", "L", text=text) for text in texts)
    case = sample.sample(exhibits=(sample.exhibit("e1", "a.pdf", "application/pdf", ("i03",), pages),))
    shown = redact(case, [("Lena Brandt", "L."), ("Petra Voss", "a friend")])
    (point,) = [each for each in make_plan(shown).open_points if each.code == "shown-in-picture"]
    assert point.message.startswith(
        "Pages 1, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 5 more of a.pdf show what is hidden: the text beside them says "
        "\u201cL.\u201d, \u201ca friend\u201d instead, the pictures were not changed."
    )
    assert (point.kind, point.record_id) == ("evidence", "e1")
    bare = replace(case, exhibits=(replace(case.exhibits[0], pages=()),))
    assert not redact(bare, [("Lena Brandt", "L.")]).shown_pages


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ({}, True),
        ({"text": "Words that were read from it"}, False),  # what they tell is told of the page
        ({"notes": ("parts-hidden",)}, False),
    ],
)
def test_a_picture_that_nothing_was_read_from_is_told_where_its_description_names_somebody(
    page: dict[str, Any], told: bool
) -> None:
    shown = replace(sample.page(40, 50, "png", "L"), **page)
    item = sample.exhibit("e1", "a.png", "image/png", ("i03",), (shown,))
    item = replace(item, evidence=msgspec.structs.replace(item.evidence, description="With Lena, and Petra Voss"))
    case = redact(sample.sample(exhibits=(item,)), [("Lena Brandt", "L."), ("Petra Voss", "a friend")])
    found = [each for each in make_plan(case).open_points if each.code == "picture-not-read"]
    assert [(each.kind, each.record_id) for each in found] == [("evidence", "e1")] * told
    if told:
        assert found[0].message.startswith("What you wrote about a.png names what is hidden, and says “L.”, “a friend”")


def test_a_lawyer_who_is_named_to_a_body_is_told_apart() -> None:
    """That what a lawyer advised goes to the body was told as "Consider a pseudonym"."""
    confidential = "What you and a lawyer or an advocate tell each other may be confidential."
    confidential += " Check whether it belongs in this copy."
    (point,) = [each for each in make_plan(adviser(Role.LAWYER)).open_points if each.record_id == "solberg"]
    assert (point.code, point.message) == (
        "adviser-named", f"Ingrid Solberg (Lawyer) is named in 1 entry. {confidential}",
    )  # fmt: skip
    words = first_incident(afterwards="I asked Nadia Okafor.")
    (point,) = [each for each in make_plan(words, OTHERS).open_points if each.record_id == "okafor"]
    words_of_it = "Nadia Okafor (Lawyer, Other) is named in the words of an entry or a file."
    assert (point.code, point.message) == ("adviser-named", f"{words_of_it} {confidential}")
    for audience in (Audience.LAWYER, Audience.SELF):
        assert "adviser-named" not in {p.code for p in make_plan(replace(words, audience=audience), OTHERS).open_points}
    hidden = redact(adviser(Role.LAWYER), [("Ingrid Solberg", "Person A")])
    assert "adviser-named" in {each.code for each in make_plan(hidden).open_points}


@pytest.mark.parametrize(
    ("file", "tells"),
    [
        ("rosa-lind.png", True), ("Chat with Lind 2.png", True), ("LIND_2024.txt", True), ("lind2.jpg", True),
        ("a rosa.jpg", False),
        ("blinds.jpg", False), ("lindau-2024.png", False), ("prosa.txt", False), ("IMG_2041.png", False),
        ("profile.png", False), ("screenshot of the doctor.png", False),
        # Parts that are ordinary words too, and one that is also a part of the name of a party.
        ("will.pdf", False), ("Will.pdf", False), ("the will of may.pdf", False), ("may-will.png", False),
        ("will-may.png", True), ("Chat with Will.png", True), ("keller.png", False), ("jonas.png", True),
    ],
)  # fmt: skip
def test_the_name_of_a_file_tells_what_stands_in_it_as_a_name(file: str, tells: bool) -> None:
    """Letters of a name inside another word were told, and so were titles and ordinary words."""
    people = (*sample.PEOPLE, Person(id="will", name="Will May", roles=(Role.OTHER,)))
    lind = msgspec.structs.replace(people[5], name="Prof. Rosa Lind", agreed_to_contact=True)
    people = (*people[:5], lind, *people[6:])
    case = replace(first_exhibit(file_name=file), people=people, names={each.id: each.name for each in people})
    points = make_plan(case, [Person(id="jonas", name="Jonas Keller", roles=(Role.OTHER,))]).open_points
    found = [point for point in points if "in the name of a file" in point.message]
    assert bool(found) is tells
    assert [(point.code, point.kind, point.field) for point in found] == [("telling-name", "person", "pseudonym")][
        :tells
    ]


@pytest.mark.parametrize("name", ["\u200b", "\u202e", "\u0301", "\u00ad", ".", " ", "-"])
def test_a_name_without_a_letter_is_in_no_name_of_a_file(name: str) -> None:
    """One of signs that are not seen stopped every dossier, and a full stop was found in every file."""
    case, nobody = first_exhibit(file_name="a-b .png"), Person(id="nobody", name=name, roles=(Role.OTHER,))
    assert "nobody" not in {point.record_id for point in make_plan(case, [nobody]).open_points}


@pytest.mark.parametrize("audience", list(Audience))
def test_only_a_body_is_not_told_a_name_that_is_no_partys(audience: Audience) -> None:
    """As with the words of entries: a lawyer, and oneself, may know."""
    people = person(5, agreed_to_contact=True)
    case = replace(first_exhibit(file_name="lind.png"), audience=audience, people=people)
    found = [point.code for point in make_plan(case).open_points if point.record_id == "lind"]
    assert found == (["telling-name"] if audience is Audience.BOARD else [])
    parties = replace(first_exhibit(file_name="Ana Keller to Marcus Hale.png"), audience=audience)
    assert "telling-name" not in {point.code for point in make_plan(parties).open_points}


def test_one_person_is_one_point() -> None:
    """A witness who had not agreed was a point, in the entries another one, and in each name of a file one more."""
    people = person(3, agreed_to_contact=None)
    people = (*people[:5], msgspec.structs.replace(people[5], agreed_to_contact=True), *people[6:])
    files = ("petra.png", "voss.png", "lind-1.png", "lind-2.png", "grete.png", "lindqvist.png")
    exhibits = tuple(sample.exhibit(f"e{n}", file, "image/png", ("i08",), ()) for n, file in enumerate(files))
    case = sample.sample(people=people, exhibits=exhibits)
    names = {"greta": "Grete Lindqvist", "sam": "Sam Orr"}
    others = [Person(id=key, name=name, roles=(Role.OTHER,)) for key, name in names.items()]
    points = make_plan(case, others).open_points
    told = {point.record_id: point for point in points if point.kind == "person"}
    assert len(told) == len([point for point in points if point.kind == "person"])
    assert told["voss"].message == (
        "Petra Voss has not agreed to be contacted, as far as noted. Petra Voss is named in 1 entry. Consider a "
        "pseudonym."
    )
    assert (told["voss"].code, told["voss"].field) == ("not-agreed", "agreed_to_contact")
    assert told["lind"].message == (
        "Rosa Lind stands in the names of 2 files, the first: lind-1.png. Consider a pseudonym."
    )
    assert told["greta"].message.startswith("Grete Lindqvist stands in the names of 2 files, the first: grete.png.")
    assert "sam" not in told


def test_one_hidden_name_is_one_point_with_all_that_may_tell_it() -> None:
    """A name with spaces in it was three: the whole and both of its parts."""
    hidden = [("Lena Brandt", "Person A"), ("Bo Kurz", "Person B")]

    def left(account: str) -> list[str]:
        case = redact(first_incident(account=account), hidden)
        return [point.message for point in make_plan(case).open_points if point.code == "name-left"]

    (one,) = left("It was L e n a B r a n d t.")
    assert one.startswith("“L e n a B r a n d t” may tell who “Person A” is and is left as it stands in 1 place,")
    assert left("brandtlena, Brandtlena, lenas and kurzbo") == [
        (
            "These may tell who “Person A” is and are left as they stand: “brandtlena” (2 places, the first: "
            "Incident 1), “lenas” (1 place: Incident 1). To hide them, write them among the places."
        ),
        (
            "“kurzbo” may tell who “Person B” is and is left as it stands in 1 place, in: Incident 1. To hide it, "
            "write it among the places."
        ),
    ]
    assert len(left("L e n a B r a n d t, and L e n a")[0].split("“L e n a” ")) == 2  # which stands alone too
    many = " ".join(f"{letter}lena" for letter in "bcdfghjkmnpqrst")
    assert left(many)[0].count("place: Incident 1") == 12
    assert "…. To hide them" in left(many)[0]


def test_what_stands_in_place_of_a_name_tells_none() -> None:
    hidden = replace(first_exhibit(file_name="letter-Person A.txt"), pseudonyms=(("Petra Voss", "Person A"),))
    hidden = replace(hidden, people=person(3, name="Person A"))
    assert "telling-name" not in {point.code for point in make_plan(hidden).open_points}


def test_whose_contact_details_are_left_out_as_they_did_not_agree_is_told() -> None:
    def told(**values: Any) -> list[str]:
        case = sample.sample(people=person(5, **values))
        return [each.record_id for each in make_plan(case).open_points if each.code == "contact-not-agreed"]

    assert told() == ["lind"]
    assert told(address="", phone="555 0101") == ["lind"]
    assert told(address="") == []
    assert told(roles=(Role.OTHER,)) == []
    hidden = redact(sample.sample(), [("Rosa Lind", "Person B")])
    assert "contact-not-agreed" not in {each.code for each in make_plan(hidden).open_points}
    assert "contact-not-agreed" not in {each.code for each in make_plan(sample.sample(Audience.SELF)).open_points}


def elsewhere(case: Case, *beside: Record) -> list[str]:
    """Return what is told of contact details that stand elsewhere than on their page."""
    return [each.message for each in make_plan(case, beside=beside).open_points if each.code == "contact-elsewhere"]


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Write to ANA.KELLER@example.org.", True),
        ("Call (510) 555-0142 after six.", True),
        ("He waited at 12, Canal Street.", True),
        ("He waited in Oakland, at 200 Harbor Road.", False),
        ("Petra has +1 510 555 0188.", False),
    ],
)
def test_contact_details_of_who_complains_are_told_wherever_they_stand(text: str, *, tells: bool) -> None:
    """The page with them can be taken out, and they were in mail headers and in the words of an entry all the same."""
    entry = first_incident(account=text)
    mail = replace(sample.exhibits()[5], reading=sample.note(f"To: {text}"))
    point = msgspec.structs.replace(sample.POINTS[1], said=text)
    both = replace(entry, exhibits=(sample.exhibits()[0], mail), points=(point,))
    where = "Incident 1, EX-002, Reply to the professional’s answer."
    told = f"Contact details of Ana Keller also stand in: {where} "
    assert [each.startswith(told) for each in elsewhere(both)] == [True] * tells
    assert [each.startswith(told.replace(", EX-002, Reply to the professional’s answer", ""))
            for each in elsewhere(entry)] == [True] * tells  # fmt: skip
    assert elsewhere(replace(both, audience=Audience.LAWYER)) == []
    assert elsewhere(redact(both, [("Ana Keller", "A.")])) == []
    impact = msgspec.structs.replace(sample.PRIVATE.impacts[0], text=text)
    assert bool(elsewhere(replace(entry, incidents=()), impact)) == tells


def test_many_places_of_contact_details_are_counted() -> None:
    note = sample.note("ana.keller@example.org")
    mails = tuple(replace(sample.exhibit(f"m{at}", "a.txt", "text/plain", (), ()), reading=note) for at in range(1, 16))
    (told,) = elsewhere(sample.sample(exhibits=mails))
    assert "EX-011, EX-012 and 3 more. They stay there" in told


def test_what_a_body_asks_for_is_told_with_how_sure_it_is() -> None:
    def said(case: Case) -> str:
        return next(point.message for point in make_plan(case).open_points if point.code == "one-each")

    assert said(two_professionals("ie-coru")).endswith("name 2.")
    assert said(two_professionals("us-fl-mqa")).endswith("Not confirmed: check with the body.")


def test_the_list_of_samples_is_complete() -> None:
    found = {point.code for there, _ in SAMPLES.values() for point in make_plan(there, OTHERS).open_points}
    assert found == set(SAMPLES)


def test_oneself_is_not_asked_for_a_complainant_nor_warned_of_names() -> None:
    case = sample.sample(Audience.SELF, people=person(0, roles=(Role.CLIENT,)))
    codes = {point.code for point in make_plan(case, [Person(id="voss", name="Marcus Hale")]).open_points}
    assert not codes & {"no-complainant", "third-party", "named-in-words"}


@pytest.mark.parametrize("place", ["account", "exact words", "description", "file", "match", "complaint"])
def test_somebody_named_only_by_the_way_is_found_wherever_the_name_stands(place: str) -> None:
    case, name = sample.sample(), "Lindqvist"
    changed = {
        "account": first_incident(account=f"I went with {name}."),
        "exact words": first_incident(exact_words=(Quote(speaker="hale", text=name, certainty=Certainty.EXACT),)),
        "description": first_exhibit(description=f"A letter to {name}"),
        "file": sample.sample(exhibits=(sample.exhibit("e1", "a.txt", "text/plain", ("i03",), (), text=name),)),
        "match": replace(case, matches=(msgspec.structs.replace(sample.MATCHES[0], who_could_know=name),)),
        "complaint": replace(case, complaint=msgspec.structs.replace(sample.COMPLAINT, steps_taken=f"I told {name}.")),
    }
    points = [each for each in make_plan(changed[place], OTHERS).open_points if each.code == "named-in-words"]
    assert [(each.kind, each.record_id) for each in points] == [("person", "lindqvist")]


def test_who_complains_is_asked_for_in_plain_words_and_where_it_is_put_right() -> None:
    """It said that nobody had "the part of the complainant", and led nowhere."""

    def point(**values: Any) -> OpenPoint:
        return next(each for each in make_plan(sample.sample(**values)).open_points if each.code == "no-complainant")

    known = point(people=person(0, roles=(Role.CLIENT,)))
    assert known.message == (
        "It is not noted who makes the complaint. Open that person under People and choose “Person who complains”."
    )
    assert (known.kind, known.record_id, known.field) == ("person", "ana", "roles")
    nobody = point(people=sample.PEOPLE[1:])
    assert (nobody.kind, nobody.record_id, nobody.message) == ("person", "", known.message)


@pytest.mark.parametrize(
    ("window", "said"),
    [
        ("es", "Abra a esa persona en Personas y elija «Quien presenta la queja»."),
        ("en", "Abra a esa persona en People y elija «Person who complains»."),
    ],
)
def test_what_the_window_shows_is_called_as_the_window_calls_it(
    monkeypatch: pytest.MonkeyPatch, window: str, said: str
) -> None:
    """In a Spanish dossier it was the Spanish words, which an English window does not show."""
    monkeypatch.setattr(i18n._Chosen, "words", i18n.words_for(window))
    points = make_plan(sample.sample(people=sample.PEOPLE[1:], language="es")).open_points
    assert next(each for each in points if each.code == "no-complainant").message.endswith(said)


def test_rows_that_are_left_open_are_one_point_a_kind_and_entry() -> None:
    told = (Told(person="", answer="one"), Told(person="", answer="two"), Told(person="voss"))
    case = first_incident(told=told, professional_response=(ResponseStep(note="x"), ResponseStep(note="y")))
    found = [each for each in make_plan(case).open_points if each.code.startswith("open-")]
    assert [(each.kind, each.record_id, each.field) for each in found] == [
        ("incident", "i01", "told"), ("incident", "i01", "professional_response"),
    ]  # fmt: skip
    rules = with_rules(StandardCited(code="", ref="", incidents=("i01",)), StandardCited(code="crpo-2024", ref=""))
    (point,) = [each for each in make_plan(rules).open_points if each.code == "open-rule"]
    assert (point.kind, point.record_id, point.field) == ("complaint", sample.COMPLAINT.id, "standards")
    spanish = make_plan(replace(case, language="es")).open_points
    assert {each.code: each.message for each in spanish}["open-told"].endswith("no está elegido a quién se lo contó.")


def test_points_name_the_place_they_are_about() -> None:
    points = {point.code: point for point in make_plan(sample.sample()).open_points}
    assert (points["no-date"].kind, points["no-date"].record_id, points["no-date"].field) == (
        "incident", "i01", "occurred",
    )  # fmt: skip
    assert points["recording"].record_id == "e7"


@pytest.mark.parametrize(
    ("board", "told"),
    [
        ("us-ca-bbs", "Where this body is: California. Here the law often asks that everyone agrees"),
        ("us-or-mhra", "Where this body is: Oregon. What is said of the law here differs."),
        ("us-or-mhra", "Noted from lists that differ in part, looked up on 22 November 2026: rcfp.org, "),
        (
            "uk-hcpc",
            "Where this body is: United Kingdom. What was noted names no rule here",
        ),
        ("uk-hcpc", "Noted from memory, without a source (22 November 2026)."),
        (None, ""),
    ],
)
def test_a_body_s_copy_tells_once_what_recording_may_mean(board: str | None, told: str) -> None:
    case = sample.sample(board=board or "us-ca-bbs")
    case = replace(case, board=case.board if board else None)
    case = replace(
        case,
        exhibits=tuple(
            replace(each, evidence=msgspec.structs.replace(each.evidence, recording=True)) for each in case.exhibits
        ),
    )
    (point,) = [each for each in make_plan(case).open_points if each.code == "recording-law"]
    assert point.message.startswith("Ask a lawyer before a recording of people is sent")
    assert "In some places recording a conversation without consent, or passing it on, can be a crime." in point.message
    assert point.message.endswith("Not confirmed: a lawyer knows the law of the place where it was recorded.")
    assert (told in point.message) if told else ("Where this body is" not in point.message)
    spanish = make_plan(replace(case, language="es"))
    (point,) = [each for each in spanish.open_points if each.code == "recording-law"]
    assert "Consulte" in point.message
    assert "Ask" not in point.message
    assert "Here" not in point.message


def test_the_first_line_of_an_entry_without_a_date_is_cut_at_a_word() -> None:
    account = "\n  He moved his chair next to mine and put his hand on my arm, and I looked at the clock on the wall."
    case = first_incident(occurred="", account=account)
    (point,) = [each for each in make_plan(case).open_points if each.code == "no-date"]
    assert point.message == (
        "“He moved his chair next to mine and put his hand on my arm, and I looked at the\u00a0…” has no date."
    )


def test_a_copy_for_a_body_is_judged_by_what_is_made_and_not_by_originals_that_stay() -> None:
    case = first_exhibit(size=LARGE_FILE + 1)
    assert "large" not in {point.code for point in make_plan(case).open_points}
    assert too_large(case, LARGE_FILE) == ""
    assert too_large(case, LARGE_FILE + 1) == (
        "What was made is 25,000,001 bytes in size. Many e-mail systems refuse more than 25,000,000 bytes. "
        "How large a file this body accepts is not known. Ask the body how it takes more: by post, or through its own "
        "upload page where it has one. With fewer exhibits it is smaller. It can be saved in parts, each small enough "
        "to be mailed."
    )
    lawyer = too_large(replace(case, audience=Audience.LAWYER), LARGE_FILE + 1)
    assert lawyer.endswith("25,000,000 bytes. With fewer exhibits it is smaller."), "a package stays whole"
    other = too_large(replace(case, board=None), LARGE_FILE + 1)
    assert other.endswith(
        "With fewer exhibits it is smaller. It can be saved in parts, each small enough to be mailed."
    )


@pytest.mark.parametrize(
    ("code", "field"), [("no-description", "description"), ("recording", "recording"), ("sensitive", "sensitive")]
)
def test_what_is_said_of_a_file_names_the_field_where_it_is_changed(code: str, field: str) -> None:
    case = first_exhibit(description="", recording=True, sensitive=True)
    assert [each.field for each in make_plan(case).open_points if each.code == code] == [field]
