"""Dates, moments and sizes in words, in the language of whoever reads them."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_month_names
from babel.numbers import format_decimal

from journal_app.domain.dates import DatePoint, EventDate, Precision, parse_event_date
from journal_app.i18n import Words, words_for

_TIMES = frozenset({Precision.MINUTE, Precision.SECOND})


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def in_words(date: EventDate, language: str) -> str:
    """Return a date as a reader would say it: ``12 March 2024, 23:40``, ``around November 2023``, and so on."""
    words = words_for(language)
    if date.is_unknown:
        return words.text("date", "date not known")
    if not date.is_interval and date.start is not None:
        return _point(date.start, language, words)
    if date.start is None and date.end is not None:
        text = "until {end}" if date.open_start else "at some time up to {end}"
        return words.text("date", text).format(end=_point(date.end, language, words))
    if date.end is None and date.start is not None:
        text = "since {start}" if date.open_end else "at some time from {start}"
        return words.text("date", text).format(start=_point(date.start, language, words))
    assert date.start is not None  # noqa: S101 - the other cases returned above
    assert date.end is not None  # noqa: S101 - the other cases returned above
    start, end = _point(date.start, language, words), _point(date.end, language, words)
    return words.text("date", "between {start} and {end}").format(start=start, end=end)


def text_in_words(edtf: str, language: str) -> str:
    """Return an EDTF text as :func:`in_words` does; empty text gives empty text."""
    return in_words(parse_event_date(edtf), language) if edtf else ""


def _point(point: DatePoint, language: str, words: Words) -> str:
    plain = _plain(point, language, words)
    if point.approximate and point.uncertain:
        return words.text("date", "around {date}, not sure").format(date=plain)
    if point.approximate:
        return words.text("date", "around {date}").format(date=plain)
    if point.uncertain:
        return words.text("date", "{date}, not sure").format(date=plain)
    return plain


def _plain(point: DatePoint, language: str, words: Words) -> str:
    locale, year = _locale(language), str(point.year)
    if point.precision in _TIMES or point.precision is Precision.DAY:
        return _day(point, locale, words)
    if point.precision is Precision.MONTH and point.month is not None:
        month = get_month_names("wide", context="stand-alone", locale=locale)[point.month]
        return words.text("date", "{month} {year}").format(month=month, year=year)
    if point.precision is Precision.SEASON:
        return _season(point.season, words).format(year=year)
    if point.precision is Precision.DECADE:
        return words.text("date", "the {year}s").format(year=year)
    if point.precision is Precision.CENTURY:
        return words.text("date", "some time between {first} and {last}").format(first=year, last=point.latest.year)
    return year


def _season(season: int | None, words: Words) -> str:
    if season == 21:
        return words.text("date", "spring {year}")
    if season == 22:
        return words.text("date", "summer {year}")
    if season == 23:
        return words.text("date", "autumn {year}")
    return words.text("date", "winter {year}")


def _day(point: DatePoint, locale: Locale, words: Words) -> str:
    # The month is always a word, so that 3/12 and 12/3 cannot be mistaken for each other.
    english = locale.language == "en"
    day = format_date(point.earliest, "d MMMM y" if english else "long", locale=locale)
    if point.precision is Precision.DAY:
        return day
    time = format_time(
        point.earliest.time(), "HH:mm:ss" if point.precision is Precision.SECOND else "HH:mm", locale=locale
    )
    if point.offset is not None:
        time += " " + offset_in_words(point.offset)
    return words.text("date", "{day}, {time}").format(day=day, time=time)


def offset_in_words(minutes: int) -> str:
    """Return an offset from UTC given in minutes as ``UTC+01:00``."""
    if minutes == 0:
        return "UTC"
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def moment_in_words(moment: datetime, language: str) -> str:
    """Return a moment the program noted, with its offset from UTC: ``23 November 2026, 18:00 UTC``."""
    locale = _locale(language)
    pattern = "d MMMM y" if locale.language == "en" else "long"
    day = format_date(moment, pattern, locale=locale)
    zone = moment.utcoffset()
    named = offset_in_words(int(zone.total_seconds() // 60)) if zone is not None else ""
    text = words_for(language).text("date", "{day}, {time}")
    return text.format(day=day, time=f"{moment:%H:%M} {named}".strip())


def day_in_words(moment: datetime, language: str) -> str:
    """Return the day of a moment: ``23 November 2026``."""
    locale = _locale(language)
    return format_date(moment, "d MMMM y" if locale.language == "en" else "long", locale=locale)


def size_in_words(count: int, language: str) -> str:
    """Return a number of bytes with its unit, thousands grouped."""
    number = format_decimal(count, locale=_locale(language))
    return words_for(language).plural("size", "{count} byte", "{count} bytes", count).format(count=number)
