"""Dates, moments and sizes as a reader says them."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.domain.date_words import (
    DateForm,
    day_in_words,
    in_words,
    moment_in_words,
    offset_in_words,
    precision_words,
    size_in_words,
    text_in_words,
)
from journal_app.domain.dates import parse_event_date

from .samples import dates


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "date not known"),
        ("2024-03-12T23:40", "12 March 2024, 23:40"),
        ("2024-03-12T23:40:05+01:00", "12 March 2024, 23:40:05 UTC+01:00"),
        ("2024-03-12T23:40Z", "12 March 2024, 23:40 UTC"),
        ("2024-03-12T03:04-03:30", "12 March 2024, 03:04 UTC-03:30"),
        ("2024-03-12", "12 March 2024"),
        ("2024-03-12?", "12 March 2024, not sure"),
        ("2023-11~", "around November 2023"),
        ("2023-21~", "around spring 2023"),
        ("2023-22", "summer 2023"),
        ("2023-23", "autumn 2023"),
        ("2023-24", "winter 2023"),
        ("2023%", "around 2023, not sure"),
        ("2023-XX", "2023"),
        ("2023-05-XX", "May 2023"),
        ("199X", "the 1990s"),
        ("199X~", "around the 1990s"),
        ("19XX", "some time between 1900 and 1999"),
        ("2024-02-02/2024-02-16", "between 2 and 16 February 2024"),
        ("2024-02-02/2024-02-02", "2 February 2024"),
        ("2024/2024", "2024"),
        ("2024-02-02T10:00/2024-02-02T10:00", "2 February 2024, 10:00"),
        ("2024-02-02~/2024-02-16", "between around 2 February 2024 and 16 February 2024"),
        ("2024-02-02/2024-03-16", "between 2 February 2024 and 16 March 2024"),
        ("2024-02-02/2024-02-16T10:00", "between 2 February 2024 and 16 February 2024, 10:00"),
        ("../2024-02", "until February 2024"),
        ("/2024-02", "at some time up to February 2024"),
        ("2024-02/..", "since February 2024"),
        ("2024-02/", "at some time from February 2024"),
    ],
)
def test_dates_in_english(text: str, words: str) -> None:
    assert in_words(parse_event_date(text), "en") == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2024-04-01", "1 de abril de 2024"),
        ("2024-04-01?", "1 de abril de 2024, sin certeza"),
        ("2024-04-01/..", "desde el 1 de abril de 2024"),
        ("2024-04-01?/..", "desde el 1 de abril de 2024, sin certeza"),
        ("2024-04-01T10:00/", "en algún momento desde el 1 de abril de 2024, 10:00"),
        ("2024-04/..", "desde abril de 2024"),
        ("2024/..", "desde 2024"),
        ("../2024-04-01", "hasta el 1 de abril de 2024"),
        ("2024-04-14~", "hacia el 14 de abril de 2024"),
        ("2024-04-14%", "hacia el 14 de abril de 2024, sin certeza"),
        ("2024-04~", "hacia abril de 2024"),
        ("2024-04-01/2024-05", "entre el 1 de abril de 2024 y mayo de 2024"),
        ("2024-04-01/2024-04-14", "entre el 1 de abril de 2024 y el 14 de abril de 2024"),
        ("2024-04-01T10:00/2024-04-01T11:00", "1 de abril de 2024, entre las 10:00 y las 11:00"),
        ("2023-21", "primavera de 2023"),
        ("2023-21~", "hacia la primavera de 2023"),
        ("2023-22/2023-24", "entre el verano de 2023 y el invierno de 2023"),
        ("../2023-23", "hasta el otoño de 2023"),
        ("199X", "años 1990"),
        ("199X~", "hacia los años 1990"),
    ],
)
def test_a_day_has_its_article_in_a_spanish_phrase(text: str, words: str) -> None:
    assert in_words(parse_event_date(text), "es") == words


def test_a_date_can_be_said_for_another_phrase() -> None:
    day = parse_event_date("2024-04-01")
    assert in_words(day, "es", inside=True) == "el 1 de abril de 2024"
    assert in_words(day, "es", DateForm.YEAR_FIRST, inside=True) == "el 2024-04-01"
    assert in_words(day, "es", DateForm.MONTH_FIRST, inside=True) == "abril 1, 2024"
    assert in_words(day, "en", inside=True) == "1 April 2024"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("2024-03-12T23:40:05", "time known to the second"),
        ("2024-03-12T23:40", "time known"),
        ("2024-03-12", "day known"),
        ("2024-03~", "month known, roughly"),
        ("2024-21?", "season known, not sure"),
        ("2024%", "year known, roughly and not sure"),
        ("199X", "decade known"),
        ("19XX", "century known"),
        ("2024/2025", "a span of time"),
        ("../2025", "a span of time"),
    ],
)
def test_how_exactly_a_date_is_known(text: str, words: str) -> None:
    assert precision_words(parse_event_date(text), "en") == words


@given(dates, st.sampled_from(["en", "en-GB", "es", "de", "fr", "ar", "he", "ja", "hi", "", "xx", "not a language"]))
def test_every_date_can_be_said_in_every_language(text: str, language: str) -> None:
    date = parse_event_date(text)
    said = in_words(date, language)
    assert said
    assert "{" not in said
    assert "{" not in precision_words(date, language)
    assert said.count("\u2068") == said.count("\u2069")
    assert ("\u2068" in said) <= (language in {"ar", "he"})


def test_other_languages_have_their_own_months() -> None:
    assert in_words(parse_event_date("2024-03-12"), "es") == "12 de marzo de 2024"
    assert in_words(parse_event_date("2024-03-12"), "de") == "12. März 2024"


def test_other_languages_name_both_days_in_full() -> None:
    assert "2. Februar 2024" in in_words(parse_event_date("2024-02-02/2024-02-16"), "de")


def test_values_are_set_apart_in_a_language_written_from_the_right() -> None:
    assert in_words(parse_event_date("2024-03-12T23:40Z"), "he").endswith("\u206823:40 UTC\u2069")


def test_empty_text_gives_empty_text() -> None:
    assert text_in_words("", "en") == ""
    assert text_in_words("2024", "en") == "2024"


def test_moments_and_days() -> None:
    moment = datetime(2026, 11, 23, 18, 0, 59, tzinfo=UTC)
    assert moment_in_words(moment, "en") == "23 November 2026, 18:00 UTC"
    west = moment.astimezone(timezone(timedelta(hours=-3, minutes=-30)))
    assert moment_in_words(west, "en") == "23 November 2026, 14:30 UTC-03:30"
    assert moment_in_words(moment.replace(hour=7, minute=5, tzinfo=None), "en") == "23 November 2026, 07:05"
    assert day_in_words(moment, "en") == "23 November 2026"
    assert day_in_words(moment, "fr") == "23 novembre 2026"


@pytest.mark.parametrize(("minutes", "text"), [(0, "UTC"), (330, "UTC+05:30"), (-60, "UTC-01:00"), (840, "UTC+14:00")])
def test_offsets(minutes: int, text: str) -> None:
    assert offset_in_words(minutes) == text


@pytest.mark.parametrize(
    ("count", "language", "text"),
    [(0, "en", "0 bytes"), (1, "en", "1 byte"), (1234567, "en", "1,234,567 bytes"), (1234567, "de", "1.234.567 bytes")],
)
def test_sizes(count: int, language: str, text: str) -> None:
    assert size_in_words(count, language) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2024-02-28T00:12/2024-02-28T00:31", "28 February 2024, between 00:12 and 00:31"),
        ("2024-02-28T23:50/2024-02-29T00:10", "between 28 February 2024, 23:50 and 29 February 2024, 00:10"),
    ],
)
def test_times_of_one_day_name_the_day_once(text: str, words: str) -> None:
    shown = in_words(parse_event_date(text), "en")
    assert "".join(letter for letter in shown if letter not in "\u2066\u2067\u2068\u2069") == words


@pytest.mark.parametrize("first", ["ja", "zh", "ko", "ar"])
def test_one_language_gives_no_words_to_another(first: str) -> None:
    told = (
        f"from journal_app.domain.date_words import month_names, text_in_words; month_names({first!r}); "
        "print(text_in_words('2023-11', 'es'), month_names('es')[3])"
    )
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["noviembre", "de", "2023", "marzo"]


@pytest.mark.parametrize(
    ("form", "language", "words"),
    [
        (DateForm.LANGUAGE, "en", "12 March 2024, 23:40"),
        (DateForm.DAY_FIRST, "en", "12 March 2024, 23:40"),
        (DateForm.MONTH_FIRST, "en", "March 12, 2024, 23:40"),
        (DateForm.YEAR_FIRST, "en", "2024-03-12, 23:40"),
        (DateForm.DAY_FIRST, "es", "12 de marzo de 2024, 23:40"),
        (DateForm.MONTH_FIRST, "es", "marzo 12, 2024, 23:40"),
        (DateForm.YEAR_FIRST, "es", "2024-03-12, 23:40"),
        ("from a later version", "en", "12 March 2024, 23:40"),
    ],
)
def test_a_day_is_written_in_the_form_that_was_chosen(form: str, language: str, words: str) -> None:
    assert text_in_words("2024-03-12T23:40", language, form) == words


def test_two_days_of_a_month_are_shortened_only_where_the_day_is_first() -> None:
    found = [text_in_words("2024-02-02/2024-02-16", "en", form) for form in DateForm]
    assert found == [
        "between 2 and 16 February 2024", "between 2 and 16 February 2024",
        "between February 2, 2024 and February 16, 2024", "between 2024-02-02 and 2024-02-16",
    ]  # fmt: skip


@given(dates, st.sampled_from(list(DateForm)), st.sampled_from(["en", "es", "ar"]))
def test_whatever_the_form_a_month_is_never_taken_for_a_day(text: str, form: DateForm, language: str) -> None:
    """A day with its month as a number is written from the year down, and in no other way."""
    assert not re.search(r"\d{1,2}[/.]\d{1,2}|\b\d{1,2}-\d{1,2}-\d{2,4}", text_in_words(text, language, form))


def test_from_a_day_to_the_same_day_is_that_day() -> None:
    assert precision_words(parse_event_date("2024-02-02/2024-02-02"), "en") == "day known"
    assert in_words(parse_event_date("2024-02-02/2024-02-02"), "es", inside=True) == "el 2 de febrero de 2024"
