"""The language of a paragraph, where its script tells it and never otherwise."""

from __future__ import annotations

import pytest

from journal_app.dossier.content import (
    Contents,
    Facts,
    Heading,
    Items,
    NewPage,
    Origin,
    Para,
    Picture,
    Run,
    SignatureLines,
    Table,
    known,
    label,
    own,
    para,
    paragraphs_of,
)
from journal_app.dossier.languages import language_of, spoken


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("הוא הלך הביתה", "he"),
        ("เขาไปแล้ว", "th"),
        ("Έφυγε χθες", "el"),
        ("그가 말했다", "ko"),
        ("그가 漢字로 말했다", "ko"),
        ("彼は帰りました", "ja"),
        ("カタカナ", "ja"),
        ("他说想见我", "zh"),
        ("Նա գնաց", "hy"),
        ("ის წავიდა", "ka"),
        ("قال لي إنه يريد أن نلتقي", "ar"),
        ("قَالَ لِي", "ar"),
        ("او گفت که پیش من بیا", "fa"),
        ("اس نے کہا کہ وہ یہاں ہے", "ur"),
        ("ئۇ ماڭا دېدى ۋە", ""),
        ("He went home", ""),
        ("Er ging heim, ça va, naïve", ""),
        ("Он ушёл", ""),
        ("Він пішов", ""),
        ("वह गया", ""),
        ("অ", ""),
        ("ⵣ ᐁ", ""),
        ("הוא said that he went", ""),
        ("WhatsApp: הוא אמר שילך הביתה מיד", "he"),
        ("12:30 – !? 😀", ""),
        ("", ""),
        ("µ Ω", ""),
    ],
)
def test_a_script_tells_its_language_or_nothing(text: str, language: str) -> None:
    assert language_of(text) == language


WORDS = para(own("הוא הלך"))


def test_every_node_carries_it_and_only_where_it_differs() -> None:
    nodes = [
        WORDS,
        Heading(level=1, runs=WORDS.runs, key="a"),
        Facts(rows=(("label", (WORDS, para(own("He went")))),)),
        Table(header=("a",), rows=(((WORDS,),),), widths=(1.0,)),
        Items(rows=(("", WORDS),)),
        Picture(label="a", key="a", number=1, total=1, exhibit=0, page=0, facts=(WORDS,), alternative="a"),
        SignatureLines(labels=("a",)), Contents(), NewPage(),
    ]  # fmt: skip
    told = [{each.language for each in paragraphs_of(node)} - {""} for node in spoken(nodes, "en")]
    assert told == [{"he"}] * 6 + [set()] * 3
    assert all(not each.language for node in spoken(nodes, "he-IL") for each in paragraphs_of(node))


def test_words_of_the_catalogue_are_in_its_own_language() -> None:
    """Whatever the document's; words of others beside them leave it open."""
    alone, mixed = para(known("Board of Psychology")), para(label("Organismo: "), known("Board of Psychology"))
    assert [each.language for each in spoken([alone, mixed], "es")] == ["en", ""]
    assert [each.language for each in spoken([alone, mixed], "en")] == ["", ""]


def test_a_language_that_is_known_stays() -> None:
    assert spoken([Para(runs=(Run(text="Он ушёл"),), language="ru")], "en") == [
        Para(runs=(Run(text="Он ушёл"),), language="ru")
    ]


def test_the_persons_words_are_in_the_language_that_was_said_of_them() -> None:
    """Whoever wrote Spanish and filed in English had all her words read by an English voice."""
    mine, fixed = para(own("Me escribió por la noche.")), para(label("What happened"))
    theirs = para(Run(text="See you tomorrow", origin=Origin.EXHIBIT))
    mostly = para(label("1. "), own("Me escribió por la noche."))
    hardly = para(label("The words of the professional, as they are remembered: "), own("Sí"))
    hebrew = para(own("הוא הלך"))
    nodes = [mine, fixed, theirs, mostly, hardly, hebrew, para(known("Board of Psychology"))]
    assert [each.language for each in spoken(nodes, "en", "es")] == ["es", "", "", "es", "", "he", ""]
    assert [each.language for each in spoken(nodes, "en-US", "en")] == ["", "", "", "", "", "he", ""]
    assert [each.language for each in spoken(nodes, "es", "es-MX")] == ["", "", "", "", "", "he", "en"]
    assert [each.language for each in spoken(nodes, "en")] == ["", "", "", "", "", "he", ""]
    assert spoken(nodes, "en", "es") == spoken(spoken(nodes, "en", "es"), "en", "es")
