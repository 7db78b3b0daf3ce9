from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
import sample_case as sample
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import drawn, drawn_text, shown, streams

from journal_app.domain.readings import Block, Kind, Reading, Source
from journal_app.dossier import build
from journal_app.dossier.case import Case
from journal_app.dossier.fields import field_texts
from journal_app.dossier.inspection import prove
from journal_app.dossier.name_forms import Place, forms_of, names_to_hide
from journal_app.dossier.plan import make_plan
from journal_app.dossier.redaction import redact
from journal_app.errors import DamageFound

NAME, SHOWN = "Ingrid Solberg", "Person A"


def named_in_a_file() -> Reading:
    """Return a reading with the name in every field of a block."""
    words = "Ingrid Solberg, read by a machine"
    blocks = (
        Block(kind=Kind.FIELD, name="from", text="Ingrid Solberg <ingrid.solberg@example.org>"),
        *(Block(kind=kind, text=words, level=1) for kind in (Kind.HEADING, Kind.PARAGRAPH, Kind.QUOTE, Kind.MESSAGE,
                                                             Kind.PREFORMATTED, Kind.PICTURE)),
        Block(kind=Kind.ITEM, text=words, name="1."),
        Block(kind=Kind.ROW, cells=("Solberg", words), level=1),
        Block(kind=Kind.ROW, cells=("Solberg", words)),
        Block(kind=Kind.ATTACHMENT, name="ingrid_solberg.png", media_type="image/png", size=3, sha256="a" * 64),
    )  # fmt: skip
    return Reading(source=Source.MAIL, blocks=blocks)


def told_everywhere() -> Case:
    """Return a case with the name in every field that can hold words."""
    case = sample.sample()
    facts = ("account", "known_because", "place", "own_response", "afterwards", "unsure", "recorded_elsewhere")
    incident = msgspec.structs.replace(
        case.incidents[6].incident, **{name: f"{name}: Ingrid SOLBERG, ingrid  solberg; Solberg's." for name in facts}
    )
    evidence = msgspec.structs.replace(
        sample.exhibits()[0].evidence,
        file_name="IMG_solberg_2024.png",
        description="Ingrid Solberg at the café",
        card=msgspec.structs.replace(
            sample.CARD, url="https://example.org/u/ingrid-solberg", account="@ingridsolberg", seen_by="I. Solberg"
        ),
    )
    complaint = msgspec.structs.replace(sample.COMPLAINT, steps_taken="I asked Solberg.", other_bodies="ingrid@x.org")
    match = msgspec.structs.replace(sample.MATCHES[0], who_could_know="Only Ingrid")
    exhibit = replace(sample.exhibits()[0], evidence=evidence, reading=named_in_a_file())
    return replace(
        case,
        incidents=(*case.incidents[:6], replace(case.incidents[6], incident=incident)),
        exhibits=(exhibit, *case.exhibits[1:]),
        complaint=complaint,
        matches=(match,),
        hidden_pages=("IMG_solberg_2024.png",),
    )


def test_a_hidden_name_is_nowhere_in_the_finished_file(tmp_path: Path) -> None:
    case = redact(told_everywhere(), [(NAME, SHOWN)])
    plan = make_plan(case)
    build.build(case, plan, tmp_path / "out.pdf")
    data = (tmp_path / "out.pdf").read_bytes()
    readers = (" ".join(shown(data)), " ".join(drawn_text(data)), field_texts(case, plan))
    for text in readers:
        assert "solberg" not in text.casefold()
        assert "ingrid" not in text.casefold()
        assert SHOWN in text
    raw = b"\n".join([data, *streams(data)]).lower()
    for form in ("solberg", "ingrid"):
        assert form.encode() not in raw
        assert form.encode("utf-16-be") not in raw
    assert not [point for point in plan.open_points if "solberg" in point.message.casefold()]


def test_a_name_that_comes_through_stops_the_dossier(tmp_path: Path) -> None:
    case = sample.sample(pseudonyms=((NAME, SHOWN), ("Solberg", SHOWN)))  # claimed, but not replaced
    out = tmp_path / "out.pdf"
    out.write_bytes(b"before")
    with pytest.raises(DamageFound, match="was not kept"):
        build.build(case, make_plan(case), out)
    assert out.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["out.pdf"]


NAMES = ("سلمى الحسن", "דנה כהן", "李小雷", "Владимир Петров", "Zoë Ångström", "Nguyễn Thị Mai")


@pytest.mark.parametrize("name", NAMES)
def test_names_of_all_scripts_are_hidden_and_found(name: str) -> None:
    # Not in the first line, which also stands in the bookmarks as plain text.
    account = f"That day.\nHe spoke of {name} again; {name} cried."
    incident = msgspec.structs.replace(sample.INCIDENTS[3], account=account)
    plain = sample.sample(incidents=(sample.recorded(incident, 1),))
    with pytest.raises(DamageFound):
        prove(io.BytesIO(drawn(plain)), names_to_hide(name))
    prove(io.BytesIO(drawn(redact(plain, [(name, SHOWN)]))), names_to_hide(name))


def text_after(text: str, *pairs: tuple[str, str]) -> str:
    incident = msgspec.structs.replace(sample.INCIDENTS[3], account=text)
    case = redact(sample.sample(incidents=(sample.recorded(incident, 1),)), pairs)
    return case.incidents[0].incident.account


def test_a_common_word_that_is_also_a_name_stays() -> None:
    assert text_after("Will said that he will come.", ("Will Third", "W.")) == "W. said that he will come."
    assert text_after("A third of it. Third left.", ("Will Third", "W.")) == "A third of it. W. left."
    assert text_after("Goodwill and Willpower", ("Will Third", "W.")) == "Goodwill and Willpower"


def test_a_replacement_is_never_replaced_again() -> None:
    pairs = (("Anna Person", "Anna P."), ("Bo Anna", "Person B"))
    assert text_after("Anna Person met Bo Anna.", *pairs) == "Anna P. met Person B."


def test_other_forms_of_one_text_are_found() -> None:
    assert text_after("Zoe\u0308 came.", ("Zoë Hall", "Z.")) == "Z. came."
    assert text_after("Sol\u00adberg came.", (NAME, SHOWN)) == "Person A came."


def test_titles_are_no_names() -> None:
    assert names_to_hide("Dr. Ada van Hill") == ("Dr. Ada van Hill", "Ada Hill", "Hill", "Ada")
    assert names_to_hide("Prof.Dr.Solberg") == ("Prof.Dr.Solberg", "Solberg")
    assert names_to_hide("Mr") == ("Mr",)


def test_words_in_a_name_that_are_no_part_of_it_are_not_looked_for() -> None:
    assert names_to_hide("Solberg\u2019s mother") == ("Solberg\u2019s mother", "Solberg")
    assert names_to_hide("Lena Solberg from work") == ("Lena Solberg from work", "Solberg", "Lena")
    assert names_to_hide("Maria dos Santos") == ("Maria dos Santos", "Santos", "Maria")
    assert names_to_hide("J's mother") == ("J's mother", "J's")


def test_without_pseudonyms_a_case_stays_as_it_is() -> None:
    case = sample.sample()
    assert redact(case, []) is case
    prove(io.BytesIO(), [])


def test_ids_dates_and_digests_stay() -> None:
    case = redact(sample.sample(), [("Ana Keller", "A. K."), ("ana hale", "x")])
    assert [each.incident.id for each in case.incidents] == [each.id for each in sample.INCIDENTS]
    assert case.people[0].id == "ana"
    assert case.named("ana") == "A. K."
    assert case.exhibits[0].evidence.sha256 == sample.exhibits()[0].evidence.sha256


@settings(deadline=None)
@given(st.text(alphabet="ab SolbergIngrid_.-@/1é", max_size=60))
def test_after_replacing_no_whole_name_is_left(text: str) -> None:
    assert "ingrid solberg" not in text_after(text + " ", (NAME, "X")).casefold()


def test_a_place_is_hidden_as_a_whole_alone() -> None:
    place = Place("The Blue House, Canal Street", "a house")
    assert forms_of(place)[0] == "The Blue House, Canal Street"
    assert forms_of(Place(" ", "x")) == ()
    assert forms_of((NAME, SHOWN)) == names_to_hide(NAME)
    incident = sample.INCIDENTS[0]
    told = msgspec.structs.replace(
        incident,
        place="The Blue House, Canal Street",
        account="In the blue house, Canal Street. A Blue door, a Canal.",
    )
    case = sample.sample(incidents=(sample.recorded(told, 1),))
    hidden = redact(case, [place, (NAME, SHOWN)])
    assert hidden.incidents[0].incident.place == "a house"
    assert hidden.incidents[0].incident.account == "In a house. A Blue door, a Canal."
    assert ("The Blue House, Canal Street", "a house") in hidden.pseudonyms


SHORT = [
    ("12 Canal Street", "I was at 12 Canal St. then.", "I was at a house. then."),
    ("12 Canal St.", "I was at 12 Canal Street then.", "I was at a house then."),
    ("12 Canal St", "Both 12 CANAL STR and 12, canal street.", "Both a house and a house."),
    ("4 Harbour Road", "Near 4 Harbour Rd, by car.", "Near a house, by car."),
    ("4 Harbour Rd.", "Near 4 Harbour Road, by car.", "Near a house, by car."),
    ("35 North Park Avenue", "At 35 N. Park Ave, twice.", "At a house, twice."),
    ("35 N Park Av", "At 35 North Park Avenue, twice.", "At a house, twice."),
    ("9 Mill Lane, Apt. 3", "At 9 Mill Ln apartment 3.", "At a house."),
    ("Harbor Boulevard", "On Harbor Blvd one day.", "On a house one day."),
    ("Calle Mayor, 12", "Vivo en C/ Mayor 12.", "Vivo en a house."),
    ("C/ Mayor, 12", "Vivo en la calle Mayor 12.", "Vivo en la a house."),
    ("Avenida de la Constitución 4", "En Avda. de la Constitución, 4.", "En a house."),
    ("Avda. Constitución 4", "En la avenida Constitución, 4.", "En la a house."),
    ("Plaza de España 1", "En Pza. de España 1.", "En a house."),
    ("Paseo del Prado 8", "En Pº del Prado, 8.", "En a house."),
    ("Ctra. de Burgos 7", "Carretera de Burgos, 7", "a house"),
    ("Travesía Luna 2", "Trva. Luna 2", "a house"),
]


@pytest.mark.parametrize(("place", "text", "wanted"), SHORT)
def test_a_place_is_found_with_its_words_for_streets_in_full_or_short(place: str, text: str, wanted: str) -> None:
    """A street that was hidden as "Street" stood there as "St."."""
    told = msgspec.structs.replace(sample.INCIDENTS[0], place=text, account=f"Before. {text}")
    case = redact(sample.sample(incidents=(sample.recorded(told, 1),)), [Place(place, "a house")])
    assert case.incidents[0].incident.place == wanted
    assert case.incidents[0].incident.account == f"Before. {wanted}"


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("12 Canal Street", "112 Canal St, 12 Canal Stop, 12 Canals St, 12 St. Canal, and Canal St"),
        ("Street", "St., str and the street of others: a street"),
        ("North Avenue", "N Ave"),
        ("12 Court", "12 ct"),
    ],
)
def test_what_is_another_place_stays(place: str, text: str) -> None:
    told = msgspec.structs.replace(sample.INCIDENTS[0], account=text)
    case = redact(sample.sample(incidents=(sample.recorded(told, 1),)), [Place(place, "X")])
    said = case.incidents[0].incident.account
    assert said == (text.replace("street", "X") if place == "Street" else text)


def test_a_place_that_comes_through_written_short_stops_the_dossier(tmp_path: Path) -> None:
    told = msgspec.structs.replace(sample.INCIDENTS[0], account="I was at 12 Canal St. then.")
    place = Place("12 Canal Street", "a house")
    claimed = tuple((form, "a house") for form in forms_of(place))  # and not replaced
    case = sample.sample(incidents=(sample.recorded(told, 1),), pseudonyms=claimed)
    with pytest.raises(DamageFound, match="was not kept"):
        build.build(case, make_plan(case), tmp_path / "out.pdf")
    assert list(tmp_path.iterdir()) == []
    hidden = redact(replace(case, pseudonyms=()), [place])
    build.build(hidden, make_plan(hidden), tmp_path / "out.pdf")
    assert "12 canal" not in " ".join(shown((tmp_path / "out.pdf").read_bytes())).casefold()


def test_the_ways_of_writing_a_place_are_few() -> None:
    """Each is looked for in every text and in the finished file."""
    long = Place("S. Ave. St. Dr. Ct. Pl. Canal Rd. Ln. Cir. Ter. Sq.", "X")
    assert len(forms_of(long)) <= 65
    assert len(set(forms_of(long))) == len(forms_of(long))
