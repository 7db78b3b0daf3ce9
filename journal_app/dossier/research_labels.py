"""The fixed neutral labels of the research annex."""

from __future__ import annotations

RESEARCH_LABELS: dict[str, str] = {
    "study": "Study {n}",
    "study.any": "Studies",
    "study.incidents": "Incidents about research",
    "study.title": "Title of the study or publication",
    "study.institution": "Institution",
    "study.committee": "Ethics or review committee",
    "study.number": "Number given by the committee",
    "study.published-in": "Where it was published or shown",
    "study.published": "Date of publication",
    "study.description": "What it is about",
    "study.found": "Found on",
    "study.learned": "How the complainant learned of it",
    "study.information": "What the client was told of it",
    "study.consent": "Agreement of the client",
    "study.consent-words": "What was asked and answered",
    "study.recognisable": "What of the client can be recognised in it",
    "study.consent.not-asked": "Not asked for",
    "study.consent.refused": "Asked for and refused",
    "study.consent.no-answer": "Asked for, no answer given",
    "study.consent.agreed": "Asked for and given, nothing signed",
    "study.consent.signed-with-copy": "Signed, copy kept",
    "study.consent.signed-without-copy": "Signed, no copy kept",
    "study.consent.not-sure": "The complainant is not sure",
}
