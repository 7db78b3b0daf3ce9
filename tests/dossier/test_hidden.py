"""What of a hidden person could tell who they are: contact details, other letters, words that hold a name."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
import sample_case as sample
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import drawn, shown

from journal_app.domain.people import Person, Role
from journal_app.domain.readings import Block, Kind, Reading, Source
from journal_app.dossier import build
from journal_app.dossier.case import Audience, Case
from journal_app.dossier.contact_details import details
from journal_app.dossier.fields import field_texts
from journal_app.dossier.inspection import prove
from journal_app.dossier.name_forms import Detail, Place, names_to_hide
from journal_app.dossier.plan import make_plan
from journal_app.dossier.redaction import redact, remaining_in
from journal_app.dossier.second_look import SecondLook, without_keys
from journal_app.dossier.spellings import skeleton
from journal_app.errors import DamageFound

NAME, SHOWN = "Lena Brandt", "Person A"
LENA = Person(
    id="lena", name=NAME, roles=(Role.WITNESS,), agreed_to_contact=True, address="12 Lena Street\nOakland",
    email="lena@x.example", phone="0777 123", licence_number="REG 55 123",
)  # fmt: skip


def case_of(account: str = "A day.", words: tuple[str, ...] = (), **values: object) -> Case:
    incident = msgspec.structs.replace(sample.INCIDENTS[3], account=account)
    blocks = tuple(Block(kind=Kind.PREFORMATTED, text=line) for line in words)
    chat = replace(sample.exhibits()[5], reading=Reading(source=Source.TEXT, blocks=blocks))
    people = (*sample.PEOPLE, LENA)
    plain = {
        "incidents": (sample.recorded(incident, 1),), "exhibits": (chat,), "people": people,
        "names": {each.id: each.name for each in people}, "points": (),
    }  # fmt: skip
    return sample.sample(**{**plain, **values})


def hidden(case: Case) -> Case:
    return redact(case, [(NAME, SHOWN)])


def account_after(text: str, *names: tuple[str, str]) -> str:
    return redact(case_of(text), names or [(NAME, SHOWN)]).incidents[0].incident.account


def points(case: Case, code: str) -> list[str]:
    return [each.message for each in make_plan(case).open_points if each.code == code]


# ---- contact details


@pytest.mark.parametrize("roles", [(Role.WITNESS,), (Role.COMPLAINANT,), (Role.CLIENT,), (Role.SUPERVISOR,),
                                   (Role.LATER_PROVIDER,), (Role.PROFESSIONAL,)])  # fmt: skip
def test_how_a_hidden_person_can_be_reached_is_nowhere(roles: tuple[Role, ...]) -> None:
    people = (*sample.PEOPLE, msgspec.structs.replace(LENA, roles=roles))
    case = hidden(case_of(people=people))
    texts = [" ".join(shown(drawn(case))), field_texts(case, make_plan(case))]
    for text in texts:
        for told in ("0777", "Street", "x.example", "REG 55"):
            assert told not in text.replace("Canal Street", "")
    assert "Hidden in this copy" in texts[0]


def test_those_who_are_not_hidden_keep_theirs() -> None:
    text = " ".join(shown(drawn(hidden(case_of()))))
    for told in ("12 Canal Street", "ana.keller@example.org", "+1 510 555 0142", "+1 510 555 0188", "LMFT 99999"):
        assert told in text


def test_what_one_household_shares_stays_with_who_is_not_hidden() -> None:
    ana = msgspec.structs.replace(sample.PEOPLE[0], phone="0777 123")
    case = hidden(case_of("Ring 0777 123 at night.", people=(ana, *sample.PEOPLE[1:], LENA)))
    assert case.incidents[0].incident.account == "Ring 0777 123 at night."
    assert "0777 123" in " ".join(shown(drawn(case)))


def test_an_address_is_found_and_shared_with_its_street_in_full_or_short() -> None:
    case = hidden(case_of("She lives at 12 Lena St, I said."))
    assert case.incidents[0].incident.account == "She lives at Person A, I said."
    lena = msgspec.structs.replace(LENA, address="12 Harbour St.")
    ana = msgspec.structs.replace(sample.PEOPLE[0], address="12 Harbour Street")
    shared = hidden(case_of("At 12 Harbour Street.", people=(ana, *sample.PEOPLE[1:], lena)))
    assert shared.incidents[0].incident.account == "At 12 Harbour Street."


def test_an_address_of_somebody_else_that_holds_a_hidden_name_is_left_out_whole() -> None:
    ana = msgspec.structs.replace(sample.PEOPLE[0], email="brandt-and-keller@example.org")
    case = hidden(case_of(people=(ana, *sample.PEOPLE[1:], LENA)))
    assert case.people[0].email == ""
    assert case.hides("ana", "email")
    assert case.people[0].address


def test_letters_of_a_name_in_a_longer_word_take_no_address_away() -> None:
    ana = msgspec.structs.replace(sample.PEOPLE[0], address="1 Plenary Road")
    case = hidden(case_of(people=(ana, *sample.PEOPLE[1:])))
    assert case.people[0].address == "1 Plenary Road"
    assert [(each.word, each.places[0]) for each in case.remaining] == [("plenary", ("person", "ana"))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ring 0777 123.", "Ring Person A."),
        ("Ring 0777-123 or 07 77 12 3.", "Ring Person A or Person A."),
        ("mail LENA@X.example now", "mail Person A now"),
        ("mail lena.brandt@home.example now", "mail Person A now"),
        ("at 12 Lena  street, in Oakland", "at Person A, in Oakland"),
        ("12 Lena Street\nOakland it is", "Person A it is"),
        ("listed as reg-55-123", "listed as Person A"),
        ("1 0777 1234 and 112 Canal", "1 0777 1234 and 112 Canal"),
    ],
)
def test_details_are_replaced_as_a_whole_in_every_text(text: str, wanted: str) -> None:
    assert account_after(text) == wanted


def test_a_number_is_found_with_and_without_its_country() -> None:
    person = msgspec.structs.replace(LENA, phone="+49 170 555 0199", email="", address="", licence_number="")
    case = case_of("00491705550199, (0170) 555-0199, 170 5550199, 170 555 0198", people=(person,))
    assert hidden(case).incidents[0].incident.account == "Person A, Person A, Person A, 170 555 0198"


def test_only_what_is_long_enough_is_looked_for() -> None:
    assert details("", "", "112", "L-1") == ()
    assert details("Flat 2", "no address", "ring twice", "") == ("Flat 2",)
    assert details("San Francisco", "", "", "") == ()  # a town
    assert details("Canal House\nOakland", "", "", "") == ("Canal House Oakland",)
    assert details("12 Lena Street\nOakland", "a@b.de", "0777 123", "REG-1") == (
        "a@b.de", "0777 123", "12 Lena Street Oakland", "12 Lena Street",
    )  # fmt: skip


NUMBER, PLACE = "a short number", "a town, or a street without its number"
LICENCE, ACCOUNT = "a short licence number", "a user name"
NOT_SOUGHT = [  # a detail, and what of it is looked for in no text
    ("phone", "0777 123", []),
    ("phone", "0777 12", [NUMBER]),
    ("phone", "555 867 5309; 4711", [NUMBER]),
    ("phone", "555 867 5309 (2), in the evening", []),
    ("email", "a@x.example", []),
    ("email", "lena_b on Signal", [ACCOUNT]),
    ("email", "0777 123", []),
    ("address", "12 Canal Street", []),
    ("address", "94607 Oakland", []),
    ("address", "12 Canal Street\nOakland", [PLACE]),
    ("address", "Oakland", [PLACE]),
    ("address", "Canal House\nOakland", [PLACE]),
    ("address", "1 Oak", [PLACE]),
    ("licence_number", "LMFT 12345", []),
    ("licence_number", "L-12", [LICENCE]),
]


@pytest.mark.parametrize(("field", "given", "kinds"), NOT_SOUGHT)
def test_what_of_the_details_is_not_looked_for_is_told_without_its_words(
    field: str, given: str, kinds: list[str]
) -> None:
    """All of them were said to be replaced in every text."""
    bare = {"address": "", "email": "", "phone": "", "licence_number": ""}
    case = hidden(case_of(f"At {given}.", people=(msgspec.structs.replace(LENA, **{**bare, field: given}),)))
    told = points(case, "details-not-sought")
    wanted = f"Of {SHOWN}, this was not looked for in the words: {'; '.join(kinds)}. Look for it in the pages."
    assert told == [wanted] * bool(kinds)


def test_what_somebody_who_is_not_hidden_has_as_well_is_told_to_stay() -> None:
    bare = {"address": "12 Canal Street", "email": "", "phone": "4711", "licence_number": ""}
    ana = msgspec.structs.replace(sample.PEOPLE[0], address="12 canal street")
    people = (msgspec.structs.replace(LENA, **bare), ana, *sample.PEOPLE[1:2])
    case = hidden(case_of("At 12 Canal Street.", people=people))
    assert case.incidents[0].incident.account == "At 12 Canal Street."
    (told,) = points(case, "details-not-sought")
    assert f"{NUMBER}; what somebody who is not hidden has as well." in told


# Details as people write them, what an entry says of them, and what leaves.
WRITTEN = [
    ("phone", "555-867-5309 (mobile)", "Ring 555 867 5309 now", "Ring Person A now"),
    ("phone", "ext. 4 of 555-867-5309", "Ring 555 867 5309 now", "Ring Person A now"),
    ("phone", "555 867 5309, work 555 301 4422", "555 867 5309 or 5553014422", "Person A or Person A"),
    ("phone", "555 867 5309 / 555 301 4422", "555 867 5309 or 5553014422", "Person A or Person A"),
    ("phone", "555 867 5309; 555 301 4422", "555 867 5309 or 5553014422", "Person A or Person A"),
    ("phone", "555 867 5309\n555 301 4422", "555 867 5309 or 5553014422", "Person A or Person A"),
    ("phone", "+1 555 867 5309 +1 555 301 4422", "555 867 5309 or 5553014422", "Person A or Person A"),
    ("phone", "555 867 5309 555 301 4422", "555 867 5309 or 5553014422", "Person A or Person A"),
    ("phone", "555 867 5309 (2)", "Ring 555 867 5309 now", "Ring Person A now"),
    ("phone", "0170/555 0199", "0170 5550199 or 0170/555-0199", "Person A or Person A"),
    ("phone", "555\u2013867\u20135309", "Ring 555-867-5309 now", "Ring Person A now"),
    ("phone", "\u200e555-867-5309", "Ring 555\u2011867\u20115309 now", "Ring Person A now"),
    ("phone", "\u0660\u0665\u0660 \u0661\u0662\u0663 \u0664\u0665\u0666\u0667", "Ring 050 123 4567", "Ring Person A"),
    ("phone", "050 123 4567", "\u0660\u0665\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667 it is", "Person A it is"),
    ("phone", "a@x.example, 555 867 5309", "a@x.example, 555 867 5309", "Person A, Person A"),
    ("email", "a@x.example, b@y.example", "to a@x.example and B@y.example", "to Person A and Person A"),
    ("email", "Lena S. <a@x.example>", "to a@x.example then", "to Person A then"),
    ("email", "mailto:a@x.example", "to a@x.example then", "to Person A then"),
    ("address", "Flat 3B, 12 Canal Street, London", "A flat 3b at 12 canal street.", "A flat 3b at Person A."),
    ("address", "Apt 4\n12 Canal Street\nOakland", "In apt 4, 12 Canal Street.", "In apt 4, Person A."),
    ("address", "Calle Mayor, 12, 28013 Madrid", "En Calle Mayor 12, piso 2.", "En Person A, piso 2."),
    ("address", "12, Canal Street, London", "At 12 Canal Street, 12 times.", "At Person A, 12 times."),
    ("licence_number", "LMFT 12345 (California)", "LMFT 12345 of California", "Person A of California"),
    ("licence_number", "LMFT 12345; LPCC 6789", "LPCC-6789, lmft 12345", "Person A, Person A"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "given", "text", "wanted"), WRITTEN)
def test_details_are_found_in_whatever_way_they_were_written(field: str, given: str, text: str, wanted: str) -> None:
    bare = {"address": "", "email": "", "phone": "", "licence_number": ""}
    case = hidden(case_of(text, people=(msgspec.structs.replace(LENA, **{**bare, field: given}),)))
    assert case.incidents[0].incident.account == wanted
    prove(io.BytesIO(drawn(case)), dict(case.pseudonyms))


def test_a_number_as_it_is_dialled_nearby_is_told(tmp_path: Path) -> None:
    person = msgspec.structs.replace(LENA, phone="+1 555 867 5309")
    case = hidden(case_of("A call to 867-5309 at 8:67.", people=(person,)))
    (told,) = points(case, "name-left")
    assert "“867-5309”" in told
    assert build.build(case, make_plan(case), tmp_path / "out.pdf").pages > 1
    assert hidden(case_of("A call to 867-5308.", people=(person,))).remaining == ()


@pytest.mark.parametrize("text", ["Ring 0777 123 then", "lena@x.example", "12 Lena Street, Oakland", "0777-123"])
def test_a_detail_that_comes_through_stops_the_dossier(text: str) -> None:
    forms = dict.fromkeys(details(LENA.address, LENA.email, LENA.phone, ""), SHOWN)
    with pytest.raises(DamageFound, match="Person A"):
        prove(io.BytesIO(drawn(case_of(f"One.\n{text}.", people=sample.PEOPLE))), forms)
    other = case_of("One.\nRing 0777 124 at 13 Canal Street.", people=sample.PEOPLE)
    prove(io.BytesIO(drawn(other)), forms)


def test_a_hidden_licence_number_is_not_said_to_be_missing() -> None:
    case = redact(case_of(), [("Dr. Marcus Hale", "the therapist")])
    assert "no-licence-number" not in {each.code for each in make_plan(case).open_points}
    assert "LMFT" not in " ".join(shown(drawn(case)))


# ---- names as people write them

OF_A_NAME = [
    ("Solberg,Lena", "Solberg and Lena", "* and *"),
    ("Dr.Solberg", "Solberg, Dr. Solberg", "*, *"),
    ("L.Solberg", "Solberg, L. Solberg", "*, *"),
    ("Lena Solberg/Hansen", "Lena met Solberg met Hansen", "* met * met *"),
    ("Lena Solberg\u2010Hansen", "Lena met Solberg met Hansen met Solberg-Hansen", "* met * met * met *"),
    ("Lena Solberg\u2011Hansen", "Lena met Solberg met Hansen", "* met * met *"),
    ("Lena Solberg\u2013Hansen", "Lena met Solberg met Hansen", "* met * met *"),
    ("Lena Solberg;Hansen", "Hansen", "*"),
    ("Lena&Tom", "Lena met Tom", "* met *"),
    ("Lena_Solberg", "Lena met Solberg", "* met *"),
    ("Lena\u00b7Solberg", "Lena met Solberg", "* met *"),
    ("Lena Solberg (Leni)", "Leni met Lena Solberg (Leni), (Lena Solberg Leni)", "* met *, (*)"),
    ("Lena \u201cLeni\u201d", "\u201cLeni\u201d, Lena \u201cLeni\u201d", "\u201c*\u201d, *"),
    ("@lena.solberg", "to @lena.solberg, Solberg", "to *, *"),
    ("lena.solberg@example.org", "Lena; an example; lena.solberg@example.org", "*; an example; *"),
    ("Solberg's mother", "Solberg, a mother, Solberg's mother", "*, a mother, *"),
    ("Solberg\u2019s neighbour", "Solberg's car, a neighbour", "*'s car, a neighbour"),
    ("lena's mother", "Lena, a mother", "*, a mother"),
    ("Lena and Tom from work", "Tom and she, from her work; And Lena", "* and she, from her work; And *"),
    ("Lena Rose", "Rose said a rose", "* said a rose"),
    ("Lena rose", "Rose said a rose", "* said a rose"),
    ("Fay O'Neill", "O\u2019Neill, Neill, o'neill", "*, *, *"),
    ("D'Arcy", "a d\u2019arcy", "a *"),
    ("\u674e\u00b7\u5c0f\u96f7", "\u5c0f\u96f7", "*"),
    (
        '\u05e6\u05d4"\u05dc \u05db\u05d4\u05df',
        "\u05e6\u05d4\u05d5\u05d1 \u05db\u05d4\u05df",
        "\u05e6\u05d4\u05d5\u05d1 *",
    ),
]


@pytest.mark.parametrize(("name", "text", "wanted"), OF_A_NAME)
def test_parts_of_a_name_are_found_whatever_parts_them(name: str, text: str, wanted: str) -> None:
    case = redact(case_of(f"One.\n{text}.", people=sample.PEOPLE), [(name, SHOWN)])
    assert case.incidents[0].incident.account == f"One.\n{wanted}.".replace("*", SHOWN)
    prove(io.BytesIO(drawn(case)), dict(case.pseudonyms), told=[each.word for each in case.remaining])


def test_what_stands_for_a_name_with_brackets_is_nothing_but_that() -> None:
    people = (*sample.PEOPLE, msgspec.structs.replace(LENA, name="Lena Brandt (Leni)"))
    names = {each.id: each.name for each in people}
    assert redact(case_of(people=people, names=names), [("Lena Brandt (Leni)", SHOWN)]).named("lena") == SHOWN


@pytest.mark.parametrize(
    ("name", "text"), [("LenaSolberg", "Solberg"), ("LenaSolberg", "lena"), ("The Solbergs\u2019 son", "Solberg")]
)
def test_parts_that_only_a_capital_or_an_ending_sets_apart_are_told(name: str, text: str) -> None:
    case = redact(case_of(f"Then {text} came."), [(name, SHOWN)])
    assert [each.written for each in case.remaining if each.places[0].kind == "incident"] == [text]


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(["Lena", "Solberg", "Hansen"]), min_size=2, max_size=3, unique=True),
       st.sampled_from([*" ,;/&+_.|-:()\u00b7\u2010\u2011\u2013", ", ", " / ", " (", "\u00a0"]))  # fmt: skip
def test_no_part_of_a_name_is_left(parts: list[str], between: str) -> None:
    text = ", ".join(each for part in parts for each in (part, part.lower(), part.upper(), f"{part}'s"))
    case = redact(case_of(text), [(between.join(parts), SHOWN)])
    after = case.incidents[0].incident.account.lower()
    assert not [part for part in parts if part.lower() in after]


# ---- letters


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("lena wrote this, LeNa too, LENA", "Person A wrote this, Person A too, Person A"),
        ("\uff2c\uff45\uff4e\uff41 came", "Person A came"),
        ("Le\u200bna came, le\u2060na\u200b", "Person A came, Person A\u200b"),
        ("Le\u00adna B\u200dr\u200ba\u200bndt", "Person A"),
        ("lena and brandt", "Person A and Person A"),
        ("BRANDT, lena; lena_brandt.png", "Person A, Person A; Person A.png"),
        ("lenabrandt and plenary", "Person A and plenary"),
        ("LENA\u2167 is Lena\uff42", "Person A\u2167 is Person A\uff42"),
        ("Lena\u3055\u3093, \u5229Lena", "Person A\u3055\u3093, \u5229Person A"),
    ],
)
def test_a_name_is_replaced_in_any_letters(text: str, wanted: str) -> None:
    assert account_after(text) == wanted
    assert account_after(f"“{text}”") == f"“{wanted}”"


def test_marks_in_a_name_may_be_written_in_one_or_in_two() -> None:
    assert account_after("zoe\u0308 and ZO\u00cb", ("Zo\u00eb Hall", "Z.")) == "Z. and Z."
    assert account_after("d\u2019arcy, D'Arcy", ("Fay D'Arcy", "F.")) == "F., F."
    assert account_after("ANNA and anna-lena", ("Anna-Lena Kurz", "K.")) == "K. and K."


def test_a_name_that_is_a_common_word_is_left_in_small_letters_and_told() -> None:
    case = redact(case_of("Will said he will come, will he. WILL! WiLl.", ("will said so",)), [("Will Kurz", "W.")])
    assert case.incidents[0].incident.account == "W. said he will come, will he. W.! W.."
    (told,) = points(case, "name-left")
    assert "“will”" in told
    assert "3 places" in told
    assert "Incident 1" in told
    said = "A name is replaced where it stands as a separate word. Words that may not be a name are not replaced."
    without = redact(case_of("Nobody."), [("Will Kurz", "W.")])
    assert all(said in " ".join(shown(drawn(each))) for each in (case, without))  # the same, so that it tells nothing


def test_a_place_hides_a_common_word_too() -> None:
    assert account_after("she will, Will", ("Will Kurz", "W."), Place("will", "W.")) == "she W., W."


@pytest.mark.parametrize("word", ["brandtlena", "lenab", "lenas", "helena", "mylena", "Lenchen Bo"])
def test_a_longer_word_with_a_name_in_it_is_told_with_its_place(word: str) -> None:
    case = redact(case_of("A day.", (f"hello @{word}",)), [(NAME, SHOWN), ("Bo Lenchen", "B.")])
    told = points(case, "name-left")
    if word == "Lenchen Bo":
        assert any("“Bo”" in each for each in told)
        return
    (message,) = told
    assert f"“{word}”" in message
    assert "EX-001" in message
    assert case.remaining[0].places[0].kind == "evidence"


def test_ordinary_words_tell_nobody() -> None:
    assert points(redact(case_of("A remark."), [("Mark Kurz", "M.")]), "name-left") == []


def test_a_short_name_is_looked_for_where_it_may_be_one() -> None:
    def left(text: str) -> set[str]:
        return {each.word for each in redact(case_of(text), [("Ida Sun", "I.")]).remaining}

    assert left("They said that Friday was validated.") == set()
    assert left("@idab wrote to Idas mother") == {"idab", "idas"}


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="leLE\u200b\uff4e\u2060nNaA brdtBRDT_.-@/1\u00ad\u0301", max_size=40))
def test_no_text_keeps_a_name_in_silence(text: str) -> None:
    """Read by a third reading: bare letters alone, in any order of words."""
    case = hidden(case_of(f"x {text}"))
    after = skeleton(case.incidents[0].incident.account.replace(SHOWN, "\x00"))
    told = {each.word for each in case.remaining}
    for word in "".join(letter if letter.isalpha() else " " for letter in after).split():
        assert not ("lena" in word or "brandt" in word) or word in told


def test_free_words_of_a_match_and_of_a_provision_are_looked_through() -> None:
    match = msgspec.structs.replace(sample.MATCHES[0])
    match = msgspec.structs.replace(match, private=msgspec.structs.replace(match.private, channel="a call with lena"))
    cited = msgspec.structs.replace(sample.COMPLAINT.standards[1], ref="lena's rule")
    known = sample.COMPLAINT.standards[0]
    complaint = msgspec.structs.replace(sample.COMPLAINT, standards=(known, cited))
    case = hidden(case_of(matches=(match,), complaint=complaint))
    assert case.matches[0].private.channel == "a call with Person A"
    assert case.complaint is not None
    assert case.complaint.standards == (known, msgspec.structs.replace(cited, ref="Person A's rule"))


def test_what_stands_for_one_name_and_holds_another_is_told() -> None:
    names = [(NAME, SHOWN), ("Petra Kurz", "Lena's mother"), ("Ana Keller", "Ana K.")]
    case = redact(case_of("Petra told Ana."), names)
    assert case.incidents[0].incident.account == "Lena's mother told Ana K.."
    (told,) = [each for each in make_plan(case).open_points if each.code == "mask-tells"]
    assert "“Lena's mother” stands for a name and holds what “Person A” stands for." in told.message


def test_records_beside_a_case_are_told_of_too() -> None:
    log = msgspec.structs.replace(sample.LOG, entries=(msgspec.structs.replace(sample.LOG.entries[0], what="helena"),))
    (left,) = remaining_in([log], [(NAME, SHOWN)])
    assert (left.word, left.places[0].kind) == ("helena", "log")
    assert remaining_in([log], []) == ()


# ---- the proof


def test_what_the_person_was_told_of_does_not_stop_a_dossier(tmp_path: Path) -> None:
    for audience in (Audience.BOARD, Audience.LAWYER):
        case = replace(hidden(case_of("One.\nHelena and brandtlena.", ("@lenab",))), audience=audience)
        assert build.build(case, make_plan(case), tmp_path / f"{audience}.pdf").pages > 1


@pytest.mark.parametrize("text", ["lena came", "LENA", "LeNa", "\uff2c\uff45\uff4e\uff41", "Le\u200bna", "a lena_x"])
def test_a_name_in_other_letters_stops_a_dossier_whose_build_does_not_replace_it(text: str) -> None:
    with pytest.raises(DamageFound, match="was not kept"):
        prove(io.BytesIO(drawn(case_of(f"One.\n{text}."))), names_to_hide(NAME))


def test_the_error_says_who_and_where(tmp_path: Path) -> None:
    case = replace(case_of("One.\nLena came.", ("Lena wrote",)), pseudonyms=(("Lena", SHOWN),))
    with pytest.raises(DamageFound) as caught:
        build.build(case, make_plan(case), tmp_path / "out.pdf")
    assert f"“{SHOWN}”" in caught.value.message
    assert "incident 1" in caught.value.message
    assert "EX-001" in caught.value.message
    assert "Lena" not in caught.value.message


@pytest.mark.parametrize("name", ["Ann Lang", "Root Page", "Art Figure", "Rose Link", "May Will", "Li Head", "Al Data"])
def test_a_name_that_documents_are_built_with_makes_none_impossible(tmp_path: Path, name: str) -> None:
    person = msgspec.structs.replace(LENA, name=name)
    first, last = name.split()
    case = case_of(f"{name} came. {last} spoke.", people=(*sample.PEOPLE, person))
    case = redact(case, [(name, "somebody")])
    assert case.incidents[0].incident.account == "somebody came. somebody spoke."
    build.build(case, make_plan(case), tmp_path / f"{first}.pdf")


@pytest.mark.parametrize("name", ["Ann Page", "Jo Draft"])
def test_a_name_that_stands_in_the_margins_makes_no_dossier_impossible(tmp_path: Path, name: str) -> None:
    """The words in the margins of each page were taken for the name."""
    case = redact(case_of(f"{name} came.", exhibits=(), matches=(), people=sample.PEOPLE), [(name, "somebody")])
    build.build(case, make_plan(case), tmp_path / "out.pdf")


def test_a_second_look_finds_whole_names_and_details_parted_otherwise() -> None:
    look = SecondLook([("Lena Brandt", "A"), ("12 Lena Street", "B"), ("0777 123", "C"), ("\u674e\u5c0f\u96f7", "D")])
    assert {
        hit.shown for hit in look.find("LENA. BRANDT at 12, lena-street: 0777/12.3 \u674e\u5c0f\u96f7\u8bf4")
    } == set("ABCD")
    assert list(look.find("Lena, Brandy; 112 Lena Street 4; 10777 123")) == []
    assert Detail("x", "y").name == "x"


def test_the_keys_of_a_record_say_nothing_and_those_a_person_wrote_do() -> None:
    written = '{"Lena": "I miss you"}'
    record = json.dumps({"incident": "x", "record": {"account": written, "size": 7}})
    manifest = json.dumps({"chain": [{"body": record, "index": 3}], "files": []})
    for text in (record, manifest):
        said = without_keys(text)
        assert written in said
        assert "account" not in said
        assert "7" in said.split()
    assert without_keys("a, b") == "a, b"
    assert without_keys('{"chain": [{"body": "no JSON"}]}') == '{"chain": [{"body": "no JSON"}]}'
