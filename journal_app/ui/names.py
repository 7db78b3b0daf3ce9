"""The words of the window for the fixed values of the records: each stands here once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from journal_app import i18n
from journal_app.domain.custody import CustodyEvent
from journal_app.domain.date_words import DateForm, in_words, moment_in_words, native_name, text_in_words
from journal_app.domain.dates import EventDate, Precision, parse_event_date
from journal_app.domain.incident import Certainty, Channel, IncidentEntry, Purpose, Step
from journal_app.domain.people import Role
from journal_app.domain.spoken import OFFERED
from journal_app.domain.studies import Asked
from journal_app.i18n import dates_in_use, language_in_use, pgettext
from journal_app.services.incidents import first_line

IN_WRITING = "in-writing"


def moment(noted: datetime) -> str:
    """Return a moment the program noted, by this computer's clock and its offset from UTC."""
    return moment_in_words(noted.astimezone(), language_in_use(), dates_in_use())


def languages(*, own: bool = True) -> list[tuple[str, str]]:
    """Return the languages the program has words in, by their own names; that of the computer first, where ``own``."""
    mine = [("", pgettext("look", "Like the desktop"))] if own else []
    return [*mine, *((tag, native_name(tag)) for tag in i18n.languages())]


def written_languages(same: str) -> list[tuple[str, str]]:
    """Return the languages a person may write in, by their own names; ``same`` are the words for leaving it open."""
    return [("", same), *OFFERED.items()]


def media(kind: str) -> str:
    """Return the words for a kind of file, given its media type."""
    whole = {
        "application/pdf": pgettext("media", "PDF document"),
        "message/rfc822": pgettext("media", "E-mail"),
        "application/mbox": pgettext("media", "Mail box"),
        "text/html": pgettext("media", "Saved page"),
        "multipart/related": pgettext("media", "Saved page"),
        "text/csv": pgettext("media", "Table"),
    }
    kinds = {
        "image": pgettext("media", "Picture"),
        "text": pgettext("media", "Text"),
        "audio": pgettext("media", "Sound"),
        "video": pgettext("media", "Video"),
    }
    return whole.get(kind) or kinds.get(kind.partition("/")[0], pgettext("media", "File"))


def channels() -> dict[str, str]:
    """Return the words for each way something was said or done."""
    return {
        Channel.IN_SESSION: pgettext("channel", "In session"),
        Channel.IN_PERSON_ELSEWHERE: pgettext("channel", "In person, elsewhere"),
        Channel.PHONE: pgettext("channel", "Telephone"),
        Channel.VIDEO: pgettext("channel", "Video call"),
        Channel.TEXT_MESSAGE: pgettext("channel", "Text message"),
        Channel.EMAIL: pgettext("channel", "E-mail"),
        Channel.LETTER: pgettext("channel", "Letter"),
        Channel.SOCIAL_MEDIA: pgettext("channel", "Social media"),
        Channel.PUBLIC_POST: pgettext("channel", "Public post"),
        Channel.THIRD_PARTY: pgettext("channel", "Through a third person"),
        Channel.OTHER: pgettext("channel", "Other"),
    }


def steps() -> dict[str, str]:
    """Return the words for each step of a professional's response."""
    return {
        Step.ACKNOWLEDGED: pgettext("step", "Acknowledged it"),
        Step.APOLOGISED: pgettext("step", "Apologised"),
        Step.SOUGHT_SUPERVISION: pgettext("step", "Sought supervision"),
        Step.REFERRED: pgettext("step", "Referred me to somebody else"),
        Step.RESTORED_BOUNDARIES: pgettext("step", "Restored boundaries"),
        Step.REVIEWED_REGULARLY: pgettext("step", "Came back to it regularly"),
        Step.DENIED: pgettext("step", "Denied it"),
        Step.BLAMED_CLIENT: pgettext("step", "Said it was my doing"),
        Step.RETALIATED: pgettext("step", "Acted against me"),
        Step.NO_RESPONSE: pgettext("step", "Did not respond"),
    }


def purposes() -> dict[str, str]:
    """Return the words for whom an entry is meant, as they stand on its card."""
    return {
        Purpose.PRIVATE: pgettext("entry", "only you"),
        Purpose.FOR_MY_LAWYER: pgettext("entry", "for your lawyer"),
        Purpose.FOR_A_COMPLAINT: pgettext("entry", "in the complaint"),
    }


def audiences() -> dict[str, str]:
    """Return the words for whom an entry is meant, as a choice."""
    return {
        Purpose.PRIVATE: pgettext("entry", "For: only you"),
        Purpose.FOR_MY_LAWYER: pgettext("entry", "For: your lawyer"),
        Purpose.FOR_A_COMPLAINT: pgettext("entry", "For: the complaint"),
    }


def certainties() -> dict[str, str]:
    """Return the words for how sure somebody is of exact words."""
    return {
        Certainty.EXACT: pgettext("entry", "Word for word"),
        Certainty.IN_SUBSTANCE: pgettext("entry", "The sense of it"),
    }


def sureness() -> dict[str, str]:
    """Return the answers to how exact words are known; what is in writing is exact, with the file that shows it."""
    return {
        IN_WRITING: pgettext("entry", "I have it in writing or recorded"),
        Certainty.EXACT: pgettext("entry", "Word for word as I remember"),
        Certainty.IN_SUBSTANCE: pgettext("entry", "The sense of it"),
    }


def values() -> dict[str, str]:
    """Return the words for every fixed value that a field of an entry can hold."""
    return {**channels(), **steps(), **purposes(), **certainties(), **asked()}


def roles() -> dict[str, str]:
    """Return the words for what a person is in what happened."""
    return {
        Role.CLIENT: pgettext("role", "Client"),
        Role.COMPLAINANT: pgettext("role", "Person who complains"),
        Role.PROFESSIONAL: pgettext("role", "Professional"),
        Role.SUPERVISOR: pgettext("role", "Supervisor"),
        Role.EMPLOYER: pgettext("role", "Employer or practice"),
        Role.WITNESS: pgettext("role", "Witness"),
        Role.LATER_PROVIDER: pgettext("role", "Later therapist or doctor"),
        Role.LAWYER: pgettext("role", "Lawyer"),
        Role.ADVOCATE: pgettext("role", "Advocate"),
        Role.TOLD: pgettext("role", "Somebody I told"),
        Role.OTHER: pgettext("role", "Other"),
    }


def custody() -> dict[str, str]:
    """Return the words for what was done with a file."""
    return {
        CustodyEvent.ADDED: pgettext("custody", "Added"),
        CustodyEvent.CHECKED: pgettext("custody", "Checked"),
        CustodyEvent.GIVEN_BACK: pgettext("custody", "Original given out"),
        CustodyEvent.EXPORTED: pgettext("custody", "Put into a dossier"),
        CustodyEvent.ERASED: pgettext("custody", "Erased for good"),
    }


def country(name: str) -> str:
    """Return a country as the catalogue names it, or what it names in its place, in words."""
    return pgettext("country", name)


def countries(named: Iterable[str]) -> list[tuple[str, str]]:
    """Return each country once, as the catalogue names it and in words, in the order of the words."""
    return sorted(((name, country(name)) for name in set(named)), key=lambda each: each[1].casefold())


def other_body() -> str:
    """Return what a body is called that the program knows nothing of."""
    return pgettext("body", "Another body")


def region(name: str) -> str:
    """Return the part of a country that a body is there for, in words."""
    return pgettext("region", name) if name else ""


def way_to_file(way: str) -> str:
    """Return a way to file that the catalogue knows, in words."""
    return pgettext("way to file", way)


def kinds() -> dict[str, str]:
    """Return the words for each kind of record, as a search names what it found."""
    return {
        "incident": pgettext("kind", "Entry"),
        "evidence": pgettext("kind", "File"),
        "person": pgettext("kind", "Person"),
        "match": pgettext("kind", "Match"),
        "study": pgettext("kind", "Study"),
        "complaint": pgettext("kind", "Filing"),
    }


def asked() -> dict[str, str]:
    """Return the words for whether agreement was asked for, and how it was answered."""
    return {
        Asked.NOT_ASKED.value: pgettext("study", "I was not asked"),
        Asked.REFUSED.value: pgettext("study", "I was asked and refused"),
        Asked.NO_ANSWER.value: pgettext("study", "I was asked and gave no answer"),
        Asked.AGREED.value: pgettext("study", "I was asked and agreed, without signing"),
        Asked.SIGNED_WITH_COPY.value: pgettext("study", "I signed something and have a copy"),
        Asked.SIGNED_WITHOUT_COPY.value: pgettext("study", "I signed something and have no copy"),
        Asked.NOT_SURE.value: pgettext("study", "I am not sure"),
    }


def short(text: str, most: int = 70) -> str:
    """Return a text in at most about ``most`` letters, cut between words."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def date(occurred: EventDate, *, inside: bool = False) -> str:
    """Return a date as the person knows it, in words; ``inside`` as it stands after a preposition."""
    return in_words(occurred, language_in_use(), dates_in_use(), inside=inside)


def heading(when: EventDate) -> str:
    """Return under what a date stands in a list: its month, or what is known where that is no month, as its year.

    Of an interval its beginning counts, or its end where that alone is known; empty where nothing is.
    """
    point, side = when.start or when.end, when.text.split("/")[0 if when.start else -1]
    if point is None:
        return ""
    year = f"{point.year:04d}"
    if point.month is not None:
        return date(parse_event_date(f"{year}-{point.month:02d}"))
    return date(parse_event_date(year if point.precision is Precision.YEAR else side.rstrip("~?%")))


def date_text(text: str) -> str:
    """Return a date that is kept as text, in words; empty where there is none."""
    return text_in_words(text, language_in_use(), dates_in_use())


def date_forms() -> list[tuple[str, str]]:
    """Return the ways a day can be written in the window, each with how it looks."""
    shown = parse_event_date("2024-03-12")
    words = {
        DateForm.LANGUAGE: pgettext("look", "As in the language: {date}"),
        DateForm.DAY_FIRST: pgettext("look", "Day, month, year: {date}"),
        DateForm.MONTH_FIRST: pgettext("look", "Month, day, year: {date}"),
        DateForm.YEAR_FIRST: pgettext("look", "Year, month, day: {date}"),
    }
    return [(form, text.format(date=in_words(shown, language_in_use(), form))) for form, text in words.items()]


def entry(occurred: EventDate, first_line: str) -> str:
    """Return what an entry is called where it is named alone: its date, and how it begins."""
    return f"{date(occurred)}: {short(first_line)}"


def entry_of(written: IncidentEntry) -> str:
    """Return what an entry is called, as it is written now."""
    return entry(parse_event_date(written.occurred), first_line(written.account))


def in_fours(digits: str) -> str:
    """Return the digits of a fingerprint in groups of four, as they are read aloud."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
