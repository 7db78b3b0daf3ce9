"""Dates, moments, sizes and languages in words, in the language of whoever reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_date_format, get_month_names
from babel.numbers import format_decimal

from journal_app.domain.dates import DatePoint, EventDate, Precision, parse_event_date
from journal_app.i18n import Words, words_for


class DateForm(StrEnum):
    """How a day is written; its month is a word, or stands in the middle, so that it is never taken for the day."""

    LANGUAGE = ""
    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    YEAR_FIRST = "year-first"


_TIMES = frozenset({Precision.MINUTE, Precision.SECOND})


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def is_from_right(language: str) -> bool:
    """Say whether a language is written from right to left, by the Unicode Common Locale Data Repository."""
    return str(_locale(language).text_direction) == "rtl"


class _Phrases:
    """The phrases and the calendar of one language.

    In a language written from right to left every inserted value is set apart by U+2068 and U+2069 (Unicode
    bidirectional algorithm, isolates), for else "12 March 2024" is turned round. Elsewhere nothing is added.
    """

    def __init__(self, language: str, form: str = DateForm.LANGUAGE) -> None:
        self.words: Words = words_for(language)
        self.form = form
        self.locale = _locale(language)
        self._isolated = is_from_right(language)

    def fill(self, phrase: str, **values: str) -> str:
        """Put ``values`` into the translated ``phrase``."""
        if self._isolated:
            values = {name: f"\u2068{value}\u2069" for name, value in values.items()}
        return phrase.format(**values)

    def day(self, moment: date) -> str:
        """Return a day; its month is always a word, so that 3/12 and 12/3 cannot be mistaken for each other."""
        return format_date(moment, self._pattern(), locale=self.locale)

    def _pattern(self) -> str:
        """Return the pattern of a day (Unicode LDML, part 4); the language's own where it is of the form wanted."""
        is_day_first = self.locale.language == "en" and self.locale.territory != "US"
        own = "d MMMM y" if is_day_first else str(get_date_format("long", locale=self.locale))
        beginnings = {DateForm.DAY_FIRST: "d", DateForm.MONTH_FIRST: "M"}
        patterns = {
            DateForm.DAY_FIRST: "d MMMM y",
            DateForm.MONTH_FIRST: "MMMM d, y",
            DateForm.YEAR_FIRST: "yyyy-MM-dd",
        }
        wanted = next((each for each in DateForm if each == self.form), DateForm.LANGUAGE)
        if wanted is DateForm.LANGUAGE or own.startswith(beginnings.get(wanted, "never")):
            return own
        return patterns[wanted]

    @property
    def begins_with_month(self) -> bool:
        """Whether a day is written with the name of its month first."""
        return self._pattern().startswith("M")

    @property
    def begins_with_day(self) -> bool:
        """Whether a day is written with its number first."""
        return self._pattern().startswith("d")


def in_words(date: EventDate, language: str, form: str = DateForm.LANGUAGE, *, inside: bool = False) -> str:
    """Return a date as a reader would say it: ``12 March 2024, 23:40``, ``around November 2023``, and so on.

    ``form`` is a ``DateForm``; one that is not known is that of the language. ``inside`` gives it as it stands after a
    preposition, where some languages put an article: Spanish ``el 12 de marzo``.
    """
    phrases, date = _Phrases(language, form), _at_once(date)
    text, fill, inside = phrases.words.text, phrases.fill, inside or date.is_interval
    start = _point(date.start, phrases, inside=inside) if date.start else ""
    end = _point(date.end, phrases, inside=inside) if date.end else ""
    if not start and not end:
        return text("date", "date not known")
    if not date.is_interval:
        return start
    if not start:
        phrase = text("date", "until {end}") if date.open_start else text("date", "at some time up to {end}")
        return fill(phrase, end=end)
    if not end:
        phrase = text("date", "since {start}") if date.open_end else text("date", "at some time from {start}")
        return fill(phrase, start=start)
    if date.start and date.end and _are_times_of_one_day(date.start, date.end):
        phrase, day = text("date", "{day}, between {start} and {end}"), phrases.day(date.start.earliest)
        return fill(phrase, day=day, start=_clock(date.start, phrases), end=_clock(date.end, phrases))
    is_short = phrases.locale.language == "en" and phrases.begins_with_day
    if date.start and date.end and is_short and _are_days_of_one_month(date.start, date.end):
        start = str(date.start.day)
    return fill(text("date", "between {start} and {end}"), start=start, end=end)


def _at_once(date: EventDate) -> EventDate:
    """Return an interval from a point to that same point as the point: it reads "12 March", not "12 to 12 March"."""
    same = date.is_interval and date.start is not None and date.start == date.end
    return replace(date, is_interval=False) if same else date


def _are_times_of_one_day(start: DatePoint, end: DatePoint) -> bool:
    timed = {Precision.MINUTE, Precision.SECOND}.issuperset({start.precision, end.precision})
    one = (start.year, start.month, start.day, start.offset) == (end.year, end.month, end.day, end.offset)
    return timed and one and not (start.approximate or start.uncertain or end.approximate or end.uncertain)


def _are_days_of_one_month(start: DatePoint, end: DatePoint) -> bool:
    plain = {Precision.DAY}.issuperset({start.precision, end.precision}) and (start.year, start.month) == (
        end.year, end.month
    )  # fmt: skip
    return plain and not (start.approximate or start.uncertain or end.approximate or end.uncertain)


def text_in_words(edtf: str, language: str, form: str = DateForm.LANGUAGE) -> str:
    """Return an EDTF text as :func:`in_words` does; empty text gives empty text."""
    return in_words(parse_event_date(edtf), language, form) if edtf else ""


def precision_words(date: EventDate, language: str) -> str:
    """Return how exactly a date is known: ``day known``, ``year known, roughly``; empty for the unknown date."""
    phrases, date = _Phrases(language), _at_once(date)
    text = phrases.words.text
    if date.is_unknown:
        return ""
    if date.is_interval or date.start is None:
        return text("date precision", "a span of time")
    plain = _precision(date.start.precision, phrases.words)
    if date.start.approximate and date.start.uncertain:
        return phrases.fill(text("date precision", "{precision}, roughly and not sure"), precision=plain)
    if date.start.approximate:
        return phrases.fill(text("date precision", "{precision}, roughly"), precision=plain)
    if date.start.uncertain:
        return phrases.fill(text("date precision", "{precision}, not sure"), precision=plain)
    return plain


def _precision(precision: Precision, words: Words) -> str:
    return {
        Precision.SECOND: words.text("date precision", "time known to the second"),
        Precision.MINUTE: words.text("date precision", "time known"),
        Precision.DAY: words.text("date precision", "day known"),
        Precision.MONTH: words.text("date precision", "month known"),
        Precision.SEASON: words.text("date precision", "season known"),
        Precision.YEAR: words.text("date precision", "year known"),
        Precision.DECADE: words.text("date precision", "decade known"),
        Precision.CENTURY: words.text("date precision", "century known"),
    }[precision]


def _point(point: DatePoint, phrases: _Phrases, *, inside: bool) -> str:
    text, plain = phrases.words.text, _plain(point, phrases, inside=inside or point.approximate)
    if point.approximate and point.uncertain:
        return phrases.fill(text("date", "around {date}, not sure"), date=plain)
    if point.approximate:
        return phrases.fill(text("date", "around {date}"), date=plain)
    if point.uncertain:
        return phrases.fill(text("date", "{date}, not sure"), date=plain)
    return plain


def _plain(point: DatePoint, phrases: _Phrases, *, inside: bool) -> str:
    text, year = phrases.words.text, str(point.year)
    if point.precision in _TIMES:
        day, clock = _day(point, phrases, inside=inside), _clock(point, phrases)
        return phrases.fill(text("date", "{day}, {time}"), day=day, time=clock)
    if point.precision is Precision.DAY:
        return _day(point, phrases, inside=inside)
    if point.precision is Precision.MONTH:
        month = _months(phrases.locale)[point.earliest.month]
        return phrases.fill(text("date", "{month} {year}"), month=month, year=year)
    if point.precision is Precision.SEASON:
        return phrases.fill(_season(point.season, phrases.words, inside=inside), year=year)
    return year if point.precision is Precision.YEAR else _years(point, phrases, inside=inside)


def _day(point: DatePoint, phrases: _Phrases, *, inside: bool) -> str:
    day, phrase = phrases.day(point.earliest), phrases.words.text("date in a phrase", "{day}")
    return phrases.fill(phrase, day=day) if inside and not phrases.begins_with_month else day


def _years(point: DatePoint, phrases: _Phrases, *, inside: bool) -> str:
    text, year = phrases.words.text, str(point.year)
    if point.precision is Precision.DECADE:
        alone = text("date", "the {year}s")
        return phrases.fill(text("date in a phrase", "the {year}s") if inside else alone, year=year)
    phrase = text("date", "some time between {first} and {last}")
    return phrases.fill(phrase, first=year, last=str(point.latest.year))


def _season(season: int | None, words: Words, *, inside: bool) -> str:
    text = words.text
    alone = {21: text("date", "spring {year}"), 22: text("date", "summer {year}"), 23: text("date", "autumn {year}")}
    after = {
        21: text("date in a phrase", "spring {year}"),
        22: text("date in a phrase", "summer {year}"),
        23: text("date in a phrase", "autumn {year}"),
    }
    winter = text("date in a phrase", "winter {year}") if inside else text("date", "winter {year}")
    return (after if inside else alone).get(season or 0, winter)


def _clock(point: DatePoint, phrases: _Phrases) -> str:
    pattern = "HH:mm:ss" if point.precision is Precision.SECOND else "HH:mm"
    time = format_time(point.earliest.time(), pattern, locale=phrases.locale)
    if point.offset is not None:
        time += " " + offset_in_words(point.offset)
    return time


def offset_in_words(minutes: int) -> str:
    """Return an offset from UTC given in minutes as ``UTC+01:00``."""
    if minutes == 0:
        return "UTC"
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def moment_in_words(moment: datetime, language: str, form: str = DateForm.LANGUAGE) -> str:
    """Return a moment the program noted, with its offset from UTC: ``23 November 2026, 18:00 UTC``."""
    phrases, zone = _Phrases(language, form), moment.utcoffset()
    time = format_time(moment.time(), "HH:mm", locale=phrases.locale)
    if zone is not None:
        time += " " + offset_in_words(int(zone.total_seconds() // 60))
    return phrases.fill(phrases.words.text("date", "{day}, {time}"), day=phrases.day(moment.date()), time=time)


def day_in_words(moment: datetime, language: str) -> str:
    """Return the day of a moment: ``23 November 2026``."""
    return _Phrases(language).day(moment.date())


def size_in_words(count: int, language: str) -> str:
    """Return a number of bytes with its unit, thousands grouped."""
    phrases = _Phrases(language)
    said = phrases.words.plural("size", "{count} byte", "{count} bytes", count)
    return phrases.fill(said, count=grouped(count, language))


def grouped(count: int, language: str) -> str:
    """Return a number with the mark between its thousands, where the language has one."""
    return format_decimal(count, locale=_locale(language))


def native_name(tag: str) -> str:
    """Return the name of a language in that language, beginning with a capital: ``English``, ``Español``."""
    name = _locale(tag).get_display_name() or tag
    return name[:1].title() + name[1:]  # and not upper: Georgian has large letters for whole lines alone


def month_names(language: str) -> dict[int, str]:
    """Return the names of the months, 1 to 12, as they stand alone."""
    return _months(_locale(language))


def _months(locale: Locale) -> dict[int, str]:
    """Return the names of the months, 1 to 12, in the form they have in a date.

    Babel 2.18.0 keeps the form they have alone in one place for all languages that have no other: whichever was
    asked for first gives its words to the rest. In the languages the program speaks the two are the same.
    """
    names = get_month_names("wide", context="format", locale=locale)
    return {number: str(names[number]) for number in range(1, 13)}
