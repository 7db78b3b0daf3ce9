"""What is known of the law on recordings of people, by place: only good for a warning, never for a permission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from journal_app import resources
from journal_app.catalogue_facts import Confidence
from journal_app.i18n import Words

_FILE = "catalogue/recording.json"


class RecordingRule(StrEnum):
    """What the lists of recording laws say of a place."""

    ALL_PARTY = "all-party"
    DISPUTED = "disputed"
    ONE_PARTY = "one-party"
    PARTICIPANT_MAY = "participant-may"
    OFFENCE = "offence"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingNote:
    """A warning about a recording of people made in a place; it never says that a recording is lawful.

    ``place`` is the name of the place the warning is for, empty where nothing is known of it; ``detail`` says what
    was noted of it, ``basis`` from what, with {date} where the day it was looked up belongs. Both are empty where
    nothing was.
    """

    warning: str
    place: str
    detail: str
    basis: str
    confidence: Confidence
    checked_on: date

    @property
    def confirmed(self) -> bool:
        """Whether the note was read in a named source."""
        return self.confidence is Confidence.SOURCED


def places() -> tuple[tuple[str, str], ...]:
    """Return country and region of every place that something is noted of; the region is empty for all of a country.

    Beside regions of the same country it is empty for those that are left.
    """
    return tuple((each["country_name"], each["region_name"] or "") for each in resources.read_json(_FILE)["places"])


def note(country: str, region: str, words: Words) -> RecordingNote:
    """Return the warning for a recording made in a place; ``country`` and ``region`` are names or ISO 3166 codes.

    It warns and never says that a recording is lawful. A place the list does not know gets the warning too.
    """
    plain = resources.read_json(_FILE)
    for wanted in (region.casefold(), ""):
        for place in plain["places"]:
            if _names_of(place, "country") & {country.casefold()} and wanted in _names_of(place, "region"):
                return _note(place, plain, words)
    return _note(None, plain, words)


def _names_of(place: dict[str, Any], what: str) -> set[str]:
    return {(place[what] or "").casefold(), (place[f"{what}_name"] or "").casefold()}


def _note(place: dict[str, Any] | None, plain: dict[str, Any], words: Words) -> RecordingNote:
    warning = words.text(
        "recording note",
        "Ask a lawyer before a recording of people is sent, shown or published. "
        "In some places recording a conversation without consent, or passing it on, can be a crime. "
        "Where the people were in different places, go by the stricter law.",
    )
    confidence = Confidence(place["confidence"]) if place else Confidence.NONE_FOUND
    return RecordingNote(
        warning=warning,
        place=_named(place, words) if place else "",
        detail=_detail(RecordingRule(place["rule"]), words) if place else "",
        basis=_basis(confidence, plain, words) if place else "",
        confidence=confidence,
        checked_on=date.fromisoformat(plain["checked_on"]),
    )


def _named(place: dict[str, Any], words: Words) -> str:
    region, country = place["region_name"], place["country_name"]
    return words.text("region", region) if region else words.text("country", country)


def _detail(rule: RecordingRule, words: Words) -> str:
    if rule is RecordingRule.ALL_PARTY:
        return words.text("recording note", "Here the law often asks that everyone agrees to a recording.")
    if rule is RecordingRule.DISPUTED:
        return words.text("recording note", "What is said of the law here differs. Take it that everyone has to agree.")
    if rule is RecordingRule.OFFENCE:
        return words.text("recording note", "Here recording private words without consent can be an offence.")
    return words.text(
        "recording note",
        "What was noted names no rule here that everyone has to agree. That permits nothing: using a recording or "
        "passing it on can be restricted all the same.",
    )


def _basis(confidence: Confidence, plain: dict[str, Any], words: Words) -> str:
    if confidence is Confidence.FROM_MEMORY:
        return words.text("recording note", "Noted from memory, without a source ({date}).")
    read = ", ".join(dict.fromkeys(urlsplit(each["url"]).netloc.removeprefix("www.") for each in plain["sources"]))
    return words.text(
        "recording note", "Noted from lists that differ in part, looked up on {date}: {sources}."
    ).replace("{sources}", read)
