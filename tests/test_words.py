"""The catalogues of words: nothing is forgotten, nothing is put together wrongly, and the tone stays calm."""

from __future__ import annotations

import errno
import re
import string
import sys
from pathlib import Path

import pytest
from babel.messages import pofile
from babel.messages.catalog import Message

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "packaging"))

import words

from journal_app import resources
from journal_app.domain.date_words import text_in_words
from journal_app.i18n import language_in_use, languages, system_language, use_language, words_for

LANGUAGES = [tag for tag in languages() if tag != "en"]
BANNED = {
    "en": r"please|simply|oops|sorry|invalid|failed|are you sure|abuser|perpetrator|alleged|victim|survivor",
    "es": r"por favor|simplemente|lo sentimos|inválid|fall[oó]|está segur|agresor|víctima|presunt|superviviente",
}


def catalogue(language: str) -> list[Message]:
    path = words.LOCALE / language / "LC_MESSAGES" / f"{words.NAME}.po"
    with path.open("rb") as file:
        return [each for each in pofile.read_po(file, locale=language) if each.id]


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_there_is_another_language() -> None:
    assert "es" in LANGUAGES


def test_the_files_are_those_of_the_words_of_now() -> None:
    assert [path.name for path, data in words.files().items() if path.read_bytes() != data] == []


def test_every_kind_of_call_is_collected() -> None:
    found = set(words.collected())
    for message in (
        ("dossier", "Complaint dossier"),
        ("dossier section", "Exhibits"),
        ("open point", "{file} is marked as sensitive."),
        ("open point", "No entry is included."),
        ("date", "around {date}"),
        ("size", ("{count} byte", "{count} bytes")),
        ("error", "{name} exists already; nothing was written."),
    ):
        assert message in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_translated(language: str) -> None:
    assert [each.id for each in catalogue(language) if not all(forms(each.string))] == []


def test_an_apostrophe_has_one_form() -> None:
    """Both stood beside each other on one page. The words of bodies and codes stay as they were taken down."""
    facts = "".join(path.read_text() for path in sorted(resources.folder("catalogue").rglob("*.json")))
    messages = [text for each in catalogue(LANGUAGES[0]) for text in forms(each.id)]
    helps = [path.read_text() for path in sorted(resources.folder("help").glob("*.md"))]
    straight = [text for text in (*messages, *helps) if re.search(r"\w'\w|s' ", text) and text not in facts]
    assert straight == []
    assert any("’" in text for text in messages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_help_text_is_translated(language: str) -> None:
    english = {path.name for path in resources.folder("help").glob("*.md")}
    assert {path.name for path in (resources.folder("help") / language).glob("*.md")} == english


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LC_ALL": "es_MX.UTF-8", "LANG": "en_GB.UTF-8"}, "es"),
        ({"LC_MESSAGES": "es", "LANG": "en_GB.UTF-8"}, "es"),
        ({"LANG": "es_ES@euro"}, "es"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "es_ES.UTF-8"}, "es"),
    ],
)
def test_the_language_of_the_computer(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert system_language() == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_has_its_place_in_every_form(language: str) -> None:
    for each in catalogue(language):
        wanted = {frozenset(places(text)) for text in forms(each.id)}
        for text in forms(each.string):
            assert not text or frozenset(places(text)) in wanted, text


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_the_tone_is_calm(language: str) -> None:
    messages = catalogue(LANGUAGES[0])
    said = [text for each in messages for text in forms(each.id if language == "en" else each.string)]
    banned = re.compile(rf"\b(?:{BANNED[language]})", re.IGNORECASE)
    assert [text for text in said if banned.search(text)] == []
    assert [text for text in said if re.search("[!¡]", text)] == []


def test_a_sentence_ends_as_the_english_one_does() -> None:
    ends = "….:?)"
    for each in catalogue("es"):
        for english, spanish in zip(forms(each.id), forms(each.string), strict=True):
            if spanish and len(english) > 4 and english.rstrip()[-1] in ends:
                assert spanish.rstrip()[-1] == english.rstrip()[-1], spanish


# Words that are spelt otherwise in the United States: American spelling, Merriam-Webster.
BRITISH = re.compile(
    r"licen[c]e|practis|apologis|sexualis|recognis|organis|analys|colour|favour|honour|behaviour|neighbour|catalogue|"
    r"defence|offence|centre|grey|counsell|labell|cancell|travell|judgement|programme|enrol(?!l)|cheque|whilst",
    re.IGNORECASE,
)
FILED = {"dossier", "dossier section", "incident type", "incident type definition", "step", "recording note", "date"}
IN_THE_WINDOW = "Write what to print in place of a name"  # of the same context, and never in a filing


def test_what_goes_to_the_united_states_is_spelt_as_there() -> None:
    spelt, british = words_for("en-US"), 0
    for context, message in words.collected():
        if context in FILED:
            for text in forms(message):
                if BRITISH.search(text) and not text.startswith(IN_THE_WINDOW):
                    british += 1
                    assert not BRITISH.search(spelt.text(context, text)), text
    assert british > 10
    assert spelt.text("dossier", "Licence or register number") == "License or register number"
    assert words_for("en").text("dossier", "Licence or register number") == "Licence or register number"
    assert "en-US" not in languages()


def test_another_spelling_changes_nothing_else() -> None:
    path = words.LOCALE / "en_US" / "LC_MESSAGES" / f"{words.NAME}.po"
    with path.open("rb") as file:
        spelt = {each.id: each.string for each in pofile.read_po(file) if each.id}
    assert spelt
    for british, american in spelt.items():
        said = zip(str(british).split(), str(american).split(), strict=True)
        assert all(one == other or BRITISH.search(one) for one, other in said), british


def test_dates_are_said_as_in_the_united_states() -> None:
    assert text_in_words("2024-03-12", "en-US") == "March 12, 2024"
    assert text_in_words("2024-03-12/2024-03-14", "en-US") == "between March 12, 2024 and March 14, 2024"
    assert text_in_words("2024-03-12", "en") == "12 March 2024"


def test_dates_are_said_in_spanish() -> None:
    assert text_in_words("2024-03-12T23:40", "es") == "12 de marzo de 2024, 23:40"
    assert text_in_words("2023-11~", "es") == "hacia noviembre de 2023"
    assert text_in_words("2024-02-06/2024-02-20", "es") == "entre el 6 de febrero de 2024 y el 20 de febrero de 2024"
    assert words_for("es").plural("size", "{count} byte", "{count} bytes", 2) == "{count} bytes"


def test_words_that_cannot_be_read_leave_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """What has to be said then is said, and a start does not end with it."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "")

    before = language_in_use()
    monkeypatch.setenv("LC_ALL", "es_ES.UTF-8")
    with monkeypatch.context() as patched:
        patched.setattr("journal_app.i18n._listed", fail)
        assert system_language() == "en"
        patched.setattr("journal_app.i18n.words_for", lambda tag: words_for(tag) if tag == "en" else fail())
        use_language("es")
        assert language_in_use() == "en"
    use_language(before)


# The word of RFC 3161; the word for all that fixes a state outside: time stamps, slips, proofs; and that for a slip.
ONE_WORD = {"time stamps?": "sellos? de tiempo", "anchors?": "anclas?", "slips?(?! in )": "papel con la huella"}
OTHERS = (r"\btrusted times?\b|\btimestamps?\b(?!\.)", r"\bhoras? (?:de confianza|confirmadas?)\b|\brecibo\b")


def test_one_thing_has_one_word() -> None:
    """In Spanish a time stamp was a time of confidence, a time confirmed from outside, and a stamp of time."""
    for each in catalogue("es"):
        for english, spanish in zip(forms(each.id), forms(each.string), strict=True):
            for word, same in ONE_WORD.items():
                found = [
                    re.search(rf"\b{each}", text, re.IGNORECASE) for each, text in ((word, english), (same, spanish))
                ]
                assert (found[0] is None) is (found[1] is None), (english, spanish)
            for other, text in zip(OTHERS, (english, spanish), strict=True):
                assert not re.search(other, text, re.IGNORECASE), text
