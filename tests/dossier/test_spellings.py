"""Other spellings of a hidden name: each is told with how it stands and where, and can be hidden from there."""

from __future__ import annotations

import io
import re
import unicodedata
from pathlib import Path

import msgspec
import pytest
import sample_case as sample
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reading import drawn

from journal_app import resources
from journal_app.dossier import build
from journal_app.dossier.case import Case
from journal_app.dossier.inspection import prove
from journal_app.dossier.name_forms import Place, names_to_hide
from journal_app.dossier.plan import make_plan
from journal_app.dossier.redaction import redact, redact_record, remaining_in
from journal_app.errors import DamageFound

SHOWN = "Person A"


def told(text: str, *hidden: tuple[str, str]) -> Case:
    incident = msgspec.structs.replace(sample.INCIDENTS[3], account=f"A day.\n{text}")
    case = sample.sample(
        people=sample.PEOPLE[1:], incidents=(sample.recorded(incident, 1),), exhibits=(), matches=(), points=()
    )
    return redact(case, hidden)


def left(text: str, name: str) -> list[str]:
    """Return what is told of a text in which a name is hidden, as it is written there."""
    return [each.written for each in told(text, (name, SHOWN)).remaining]


def account(case: Case) -> str:
    return case.incidents[0].incident.account.removeprefix("A day.\n")


SPELLINGS = [
    # Letters without a second form.
    ("Mia Sørensen", "She met Sorensen then", "Sorensen"),
    ("Mia Sørensen", "She met Sörensen then", "Sörensen"),
    ("Łukasz Nowak", "with LUKASZ again", "LUKASZ"),
    ("Đặng Minh", "with Dang again", "Dang"),
    ("Guðrún Ara", "with Gudrun again", "Gudrun"),
    ("Þórunn Ara", "with Thorunn again", "Thorunn"),
    ("Ægir Lund", "with Aegir again", "Aegir"),
    ("Mia Kjær", "with Kjaer again", "Kjaer"),
    ("Ħanna Borg", "with Hanna again", "Hanna"),
    ("Yıldız Kaya", "with Yildiz again", "Yildiz"),
    ("Mia Sorensen", "with Sørensen again", "Sørensen"),
    # Letters written out, and the other way.
    ("Jo Müller", "with Mueller again", "Mueller"),
    ("Jo Müller", "to @lenamueller1", "lenamueller"),
    ("Mia Sørensen", "with Soerensen again", "Soerensen"),
    ("Mia Åberg", "with Aaberg again", "Aaberg"),
    ("Jo Jönköping", "with Joenkoping again", "Joenkoping"),
    ("Jo Mueller", "with Müller again", "Müller"),
    ("Jo Mueller", "with Mullers again", "Mullers"),
    ("Jo Baer", "with Bär again", "Bär"),
    ("Mia Loew", "with Löw again", "Löw"),
    # Parted.
    ("Lena Solberg", "with Sol-berg again", "Sol-berg"),
    ("Lena Solberg", "with Sol\u2011berg again", "Sol\u2011berg"),
    ("Lena Solberg", "with Sol-\nberg again", "Sol- berg"),
    ("Lena Solberg", "with Sol\u00ad\nberg again", "Sol- berg"),
    ("Lena Solberg", "with Eva-Sol-berg again", "Sol-berg"),
    ("Jo Müller", "with Muel-ler again", "Muel-ler"),
    ("Lena Solberg", "with S o l b e r g again", "S o l b e r g"),
    ("Lena Solberg", "with S.o.l.b.e.r.g again", "S.o.l.b.e.r.g"),
    ("李小雷", "李 小 雷", "李 小 雷"),
    # Initials.
    ("Lena Solberg", "with L.S. again", "L.S."),
    ("Lena Solberg", "with L. S. again", "L. S."),
    ("Lena Solberg", "with L.S again", "L.S"),
    ("Lena Solberg", "with l.s. again", "l.s."),
    ("Lena Solberg", "with LS again", "LS"),
    ("Lena Solberg", "LS_2024.png", "LS"),
    ("Łukasz Żak", "with L.Z. again", "L.Z."),
    ("Łukasz Żak", "with ŁŻ again", "ŁŻ"),
    ("Anna Maria Keller", "with A.M.K. again", "A.M.K."),
    ("Anna Maria Keller", "with A. K. again", "A. K."),
    ("Anna-Lena Kurz", "with A.-L. K. again", "A.-L. K."),
    ("דנה כהן", "עם ד.כ. שוב", "ד.כ."),
    ("Lena Solberg", "with L Solberg again", "L Solberg"),
    ("Lena Solberg", "with Lena S again", "Lena S"),
    ("Lena Solberg", "with Solberg, L again", "Solberg, L"),
    ("Lena Solberg", "with Lena S. Then", "Lena S."),
    # Endings, and what stands in a link.
    ("Lena Solberg", "the Solbergs again", "Solbergs"),
    ("Lena Solberg", "with Solbergová again", "Solbergová"),
    ("Анна Иванова", "видела Анну вчера", "Анну"),
    ("Анна Иванова", "видела Иванову вчера", "Иванову"),
    ("Андрей Чайковский", "без Чайковского вчера", "Чайковского"),
    ("Jo Müller", "https://x.example/m%C3%BCller?id=1", "m%C3%BCller"),
    ("Ida Brandt", "to @idabrandts", "idabrandts"),
]


@pytest.mark.parametrize(("name", "text", "written"), SPELLINGS)
def test_another_spelling_is_told_as_it_is_written_and_can_be_hidden_as_such(
    name: str, text: str, written: str
) -> None:
    case = told(text, (name, SHOWN))
    assert written in [each.written for each in case.remaining]
    assert {each.places[0] for each in case.remaining} == {("incident", sample.INCIDENTS[3].id)}
    messages = [each.message for each in make_plan(case).open_points if each.code == "name-left"]
    assert any(f"“{written}”" in each and "Incident 1" in each for each in messages)
    again = told(text, (name, SHOWN), *(Place(each.written, SHOWN) for each in case.remaining))
    assert again.remaining == ()
    assert SHOWN in account(again)
    assert written not in account(again)


def test_what_is_told_does_not_stop_a_dossier_nor_does_hiding_it(tmp_path: Path) -> None:
    names = [(name, f"Person {number}") for number, (name, _, _) in enumerate(SPELLINGS)]
    case = told("\n".join(text for _, text, _ in SPELLINGS), *names)
    assert build.build(case, make_plan(case), tmp_path / "told.pdf").pages > 1
    places = [Place(each.written, each.shown) for each in case.remaining]
    case = told("\n".join(text for _, text, _ in SPELLINGS), *names, *places)
    assert build.build(case, make_plan(case), tmp_path / "hidden.pdf").pages > 1


@pytest.mark.parametrize("text", ["Mueller", "MUELLER", "Muller"])
def test_another_spelling_that_was_not_told_stops_a_dossier(text: str) -> None:
    with pytest.raises(DamageFound, match="was not kept"):
        prove(io.BytesIO(drawn(told(f"It was {text}."))), names_to_hide("Jo Müller"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("with L. Solberg again", "with Person A again"),
        ("with Solberg, L. again", "with Person A again"),
        ("with Solberg L.", "with Person A"),
        ("with Lena S. again", "with Person A again"),
        ("L. M. Solberg", "Person A"),
        ("m.solberg@x.example, L.Solberg", "Person A, Person A"),
        # Somebody else, or a new sentence: only the part that was replaced already.
        ("with Lena, S. Miller and I", "with Person A, S. Miller and I"),
        ("K. Solberg, Solberg, K.", "K. Person A, Person A, K."),
        ("I told Lena. S. came", "I told Person A. S. came"),
        ("plan S. Solberg", "plan S. Person A"),
        ("Solberg's l.", "Person A's l."),
    ],
)
def test_initials_beside_a_part_of_the_name_go_with_it(text: str, wanted: str) -> None:
    assert account(told(text, ("Lena Mia Solberg", SHOWN))) == wanted


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Jo Baer", "at the bar, barley, bear, bars"),
        ("Mia Maas", "nada más, mas, a mass"),
        ("Jo Mueller", "the schmullery"),  # no longer word for letters that were taken for one
        ("Lena Solberg", "L. said. S. said. L.S.D., A.L.S.; ls -la; Ls; LSD; ELS; L.L.; S.L."),
        ("Lena Solberg", "sol- und berg; sol - berg; a so-l; S o l b"),
        ("Ursula Smith", "in the US, us too, the USA"),
        ("Ida Thorne", "IT, it, ID"),
        ("Anna Meyer", "at 5 a.m. and 6 am, AM"),
        ("Ed Gray", "e.g. this"),
        ("Анна Иванова", "он иван, аня, инна, иваны"),
        ("Lena Ibsen", "I told Lena I was late, Lena A"),
        ("Jo Müller", "100%, 5%20, %zz"),
    ],
)
def test_what_is_another_word_is_not_told(name: str, text: str) -> None:
    assert left(text, name) == []


def test_initials_that_stand_for_the_name_are_not_told() -> None:
    for mask in ("L.S.", "L. S.", "LS", "Client LS"):
        assert told("with L.S. and LS", ("Lena Solberg", mask)).remaining == ()


def test_hidden_initials_take_no_other_words_with_them() -> None:
    case = told("I saw a. I went. As AI, A.I. and A. I. are", ("Jo Kern", SHOWN), Place("A.I.", "X"))
    assert account(case) == "I saw a. I went. As AI, X and X are"
    assert account(told("ls, LS, L S, L.-S., xls, l.s.d.", Place("L.S.", "X"))) == "X, X, X, X, xls, l.s.d."
    assert account(told("till 5 pm, P.M. came", Place("P.M.", "X"))) == "till 5 pm, X came"


@pytest.mark.parametrize("text", ["A. ", "a.", "a ", "a-", "Sol-\n", "%41", "xlena", "\u00e9"])
def test_a_text_of_one_thing_again_and_again_is_looked_through(text: str) -> None:
    """Rows of letters are looked at a few at a time: all that can be taken from a long one are too many."""
    assert left(text * 30_000, "Lena Solberg") == (["xlena" * 30_000] if text == "xlena" else [])


# ---- rules, by what is drawn

LATIN = "abcdefghijklmnoprstuvyzäöüøåæœłđðþßéñç"
NAMES = st.one_of(
    st.text(LATIN, min_size=5, max_size=10),
    st.text("абвгдежзийклмнопрстуфхцчшьюя", min_size=5, max_size=10),
    st.text("αβγδεζηθικλμνοπρστυφχψω", min_size=5, max_size=10),
    st.text("אבגדהוזחטילמנסעפצקרשת", min_size=3, max_size=8),
    st.text("李王张刘陈杨赵黄周吴小雷明伟芳", min_size=3, max_size=4),
).map(lambda each: each[0].upper() + each[1:])
OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
PLAIN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss"}
OTHER_WORDS = """
    ella dijo que no más quería verme después del miércoles porque había niños además también según mañana él señor
    reunión corazón teléfono médico página lágrimas ayuda noche tarde casa puerta habitación preguntó contestó salió
    ich habe gestern über die Straße gehen müssen größer schön heißt Öffnung Übung Mädchen böse fröhlich zurück
    hun gikk på den måten før øyet løp rødt blå gjør æren først
    nie wiem który się źle łatwo żeby móc później ręka ciąża
    она сказала что больше не хочет меня видеть после среды потому была ночь рука дверь вопрос
"""
WORDS = [*resources.read_text("words/english.txt").split(), *OTHER_WORDS.split()]


def bare(text: str) -> str:
    """Return letters without marks, by other means than the program's."""
    letters = "".join(PLAIN.get(each, each) for each in text.lower())
    return "".join(each for each in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(each))


def cased(text: str, number: int) -> str:
    return (text.lower(), text.upper(), text.title(), text)[number % 4]


def is_found(text: str, name: str) -> bool:
    """Say whether a text in which a name was hidden tells of it, or has it no more."""
    incident = msgspec.structs.replace(sample.INCIDENTS[3], account=f"x {text} y")
    told_of = remaining_in([incident], [(name, SHOWN)])
    return bool(told_of) or redact_record(incident, [(name, SHOWN)]).account == f"x {SHOWN} y"


@settings(deadline=None, max_examples=60)
@given(NAMES, st.integers(0, 3))
def test_letters_without_marks_are_found(name: str, case: int) -> None:
    assert is_found(cased(bare(name), case), f"{name} Kurz")


@settings(deadline=None, max_examples=60)
@given(st.text(LATIN, min_size=5, max_size=10), st.integers(0, 3))
def test_letters_written_out_are_found_and_the_other_way(name: str, case: int) -> None:
    written = "".join(OUT.get(each, each) for each in name)
    assume(not re.search("[aeou]{3}", bare(written)))  # which of them belong together cannot be known
    assert is_found(cased(written, case), f"{name.title()} Kurz")
    assert is_found(cased(bare(written), case), f"{name.title()} Kurz")
    if len(bare(name)) >= 4:
        assert is_found(cased(name, case), f"{written.title()} Kurz")


@settings(deadline=None, max_examples=60)
@given(NAMES, st.data())
def test_a_parted_name_is_found(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(name) - 1))
    hyphen = data.draw(st.sampled_from(["-", "\u2010", "\u2011", "\u00ad", "-\n", "\u00ad\n", "\u2010\n  "]))
    assert is_found(name[:at] + hyphen + name[at:], f"{name} Kurz")
    if len(bare(name)) == len(name):
        assert is_found(data.draw(st.sampled_from([" ", ".", "-", "_", " . "])).join(name), f"{name} Kurz")


@settings(deadline=None, max_examples=60)
@given(NAMES, NAMES, st.sampled_from(["{}.{}.", "{}. {}.", "{}.-{}."]))
def test_initials_are_found(first: str, last: str, way: str) -> None:
    assert is_found(way.format(first[0], last[0]), f"{first} {last}")
    assert is_found(f"{first[0]}. {last}", f"{first} {last}")
    assert is_found(f"{last}, {first[0]}.", f"{first} {last}")


@settings(deadline=None, max_examples=60)
@given(NAMES, NAMES, st.sampled_from(["{}.{}@x.example", "@{}{}", "{}_{}.png", "{}-{}-2024", "IMG{}{}"]))
def test_addresses_and_file_names_are_found(first: str, last: str, way: str) -> None:
    text = way.format(first.lower(), last.lower())
    case = told(text, (f"{first} {last}", SHOWN))
    assert case.remaining or last.lower() not in account(case)


HIDDEN = """
    Lena Solberg, Jo Müller, Mia Mueller, Łukasz Żak, Søren Kjær, Anna Iversen, Анна Иванова, José Núñez, Michael Baer,
    李小雷, Mia Loew, Zoë Ångström, Manuel Maas, Eva Boer, Guðrún Þór, Raquel Aasen
"""


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from([each.strip() for each in HIDDEN.split(",")]),
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", ", ", ". ", "-", " - ", "\n"]))),
)
def test_no_other_words_are_told(name: str, drawn_words: list[tuple[str, str]]) -> None:
    text = "".join(word + between for word, between in drawn_words)
    parts = [bare(each) for each in name.split()]
    pieces = re.split(r"[\W\d_]+", bare(text))
    joined = {"".join(pieces[at:to]) for at in range(len(pieces)) for to in range(at + 1, min(at + 5, len(pieces)) + 1)}
    shorter = {re.sub("[aou]e|aa", lambda found: found[0][0], each) for each in parts}
    if not any(part in word for part in {*parts, *shorter} for word in joined):
        assert left(text, name) == []
