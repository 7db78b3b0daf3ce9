"""Languages a person may write in."""

from __future__ import annotations

import pytest

from journal_app.domain.date_words import native_name
from journal_app.domain.spoken import OFFERED, is_language_tag
from journal_app.i18n import languages


def test_each_that_is_offered_has_its_own_name_and_they_stand_in_order() -> None:
    assert {tag: name.casefold() for tag, name in OFFERED.items()} == {
        tag: native_name(tag).casefold() for tag in OFFERED
    }
    assert list(OFFERED.values()) == sorted(OFFERED.values(), key=str.casefold)
    assert all(is_language_tag(tag) for tag in OFFERED)
    assert set(languages()) <= set(OFFERED)


@pytest.mark.parametrize("tag", ["es", "pt-BR", "zh-Hant-TW", "de-1996", "gsw"])
def test_tags_of_languages(tag: str) -> None:
    assert is_language_tag(tag)


@pytest.mark.parametrize("text", ["", "e", "Spanish", "ES", "es_ES", "es-", "-es", "es ", "es\n", "es-" + "a" * 9])
def test_what_is_no_tag(text: str) -> None:
    assert not is_language_tag(text)


def test_a_name_begins_with_a_capital_that_its_script_has() -> None:
    assert native_name("es").startswith("E")
    assert native_name("ka") == "ქართული", "large letters of Georgian are for whole lines, and few fonts have them"
