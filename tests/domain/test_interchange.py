"""The interchange document: what is written is read again, and every refusal names file and field."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # has no type information
import pytest
from hypothesis import given, settings

from journal_app import resources
from journal_app.domain.incident import IncidentEntry
from journal_app.domain.interchange import Interchange, check_entry, is_good_id, read_interchange, schema
from journal_app.domain.records import to_plain
from journal_app.errors import BadInput, NewerFormat

from .samples import documents

SCHEMA = resources.folder("formats") / "interchange.schema.json"

WHOLE: dict[str, Any] = {
    "format": "journal-interchange",
    "version": 1,
    "people": [
        {"id": "ana", "name": "Ana", "roles": ["client", "complainant"], "register_check": {"date": "2024"}},
        {"id": "doc", "name": "Doc", "roles": ["professional"]},
    ],
    "relationships": [{"client": "ana", "professional": "doc", "first_session": "2023-01", "last_session": ""}],
    "incidents": [
        {
            "id": "i1", "account": "What happened.", "occurred": "2024-03-12T23:40", "timezone": "Europe/Madrid",
            "exact_words": [{"speaker": "doc", "text": "x", "certainty": "exact"}], "channel": "phone",
            "people": [{"person": "doc"}], "told": [{"person": "ana", "when": "2024~"}],
            "professional_response": [{"step": "denied", "when": "2024-03"}], "purpose": "for-a-complaint",
        },
    ],
    "evidence": [{"id": "e1", "file": "a/b.png", "incidents": ["i1"], "sha256": "AB" * 32,
                  "card": {"captured_at": "2024", "date_visible": "partly", "original_kept": True}}],
    "matches": [{"id": "m1", "private": {"incident": "i1", "when": "2024", "told_to": "doc"},
                 "public": {"incident": "i1", "when": "2024", "first_seen": "2024"}, "evidence": ["e1"]}],
    "studies": [{"id": "s1", "title": "A case", "published": "2023", "found": "2024-05~", "consent": "not-asked",
                 "incidents": ["i1"], "evidence": ["e1"]}],
    "complaints": [{"id": "c1", "board": "b", "professional": "doc", "incidents": ["i1"],
                    "matches_left_out": ["m1"], "standards": [{"code": "x", "ref": "1", "incidents": ["i1"]}],
                    "log": [{"when": "2024", "what": "w", "due": "2025"}]}],
    "redactions": [{"evidence": "e1", "page": 2, "boxes": [[0, 0, 5, 5]]}, {"person": "ana", "replace_with": "A."}],
}  # fmt: skip


def _read(plain: Any) -> Interchange:
    return read_interchange(json.dumps(plain).encode())


def _changed(path: str, value: Any) -> dict[str, Any]:
    """Return the whole document with one value, named like ``incidents.0.occurred``, put in place of another."""
    plain = copy.deepcopy(WHOLE)
    at: Any = plain
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in way:
        at = at[part]
    at[last] = value
    return plain


@settings(deadline=None, max_examples=25)  # a whole document takes long to draw
@given(documents())
def test_what_is_written_is_read_again(document: Interchange) -> None:
    plain = json.loads(json.dumps(to_plain(document)))
    assert _read(plain) == document
    jsonschema.Draft202012Validator(schema()).validate(plain)


def test_the_whole_document_is_read() -> None:
    document = _read(WHOLE)
    assert [len(getattr(document, name)) for name in list(WHOLE)[2:]] == [2, 1, 1, 1, 1, 1, 1, 2]


def test_every_list_may_be_missing_or_null() -> None:
    least = {"format": "journal-interchange", "version": 1}
    assert _read(least) == _read({**least, **dict.fromkeys(list(WHOLE)[2:])}) == Interchange(**least)  # type: ignore[arg-type]  # the two words are these


BAD: list[tuple[str, Any, str]] = [
    ("format", "other", "format"),
    ("version", 0, "version"),
    ("version", "1", "version"),
    ("version", True, "version"),
    ("extra", [], "extra"),
    ("people.0.shoe_size", 44, "people[0].shoe_size"),
    ("people.0.id", "", "people[0].id"),
    ("people.0.id", " ana", "people[0].id"),
    ("people.0.id", "a\nb", "people[0].id"),
    ("people.0.id", "a" * 201, "people[0].id"),
    ("people.1.id", "ana", "people[1].id"),
    ("incidents.0.id", "ana", "incidents[0].id"),
    ("evidence.0.id", "i1", "evidence[0].id"),
    ("people.0.register_check.date", "soon", "people[0].register_check.date"),
    ("people.0.treated_from", "soon", "people[0].treated_from"),
    ("people.0.treated_until", "then", "people[0].treated_until"),
    ("relationships.0.client", "nobody", "relationships[0].client"),
    ("relationships.0.professional", "nobody", "relationships[0].professional"),
    ("relationships.0.first_session", "12/3/24", "relationships[0].first_session"),
    ("relationships.0.last_session", "never", "relationships[0].last_session"),
    ("relationships", [{"client": "ana", "professional": "doc"}] * 2, "relationships[1]"),
    ("incidents.0.account", " \n", "incidents[0].account"),
    ("incidents.0.account", None, "incidents[0].account"),
    ("incidents.0.id", None, "incidents[0].id"),
    ("incidents.0.occurred", "2024-02-30", "incidents[0].occurred"),
    ("incidents.0.timezone", "Madrid", "incidents[0].timezone"),
    ("incidents.0.channel", "pigeon", "incidents[0].channel"),
    ("incidents.0.exact_words.0.speaker", "nobody", "incidents[0].exact_words[0].speaker"),
    ("incidents.0.people.0.person", "nobody", "incidents[0].people[0].person"),
    ("incidents.0.told.0.person", "nobody", "incidents[0].told[0].person"),
    ("incidents.0.told.0.when", "?", "incidents[0].told[0].when"),
    ("incidents.0.professional_response.0.when", "?", "incidents[0].professional_response[0].when"),
    ("incidents.0.professional_response.0.step", "fled", "incidents[0].professional_response[0].step"),
    ("incidents.0.professional_response.0.evidence", ["e2"], "incidents[0].professional_response[0].evidence[0]"),
    ("incidents.0.exact_words.0.evidence", ["e1", "e2"], "incidents[0].exact_words[0].evidence[1]"),
    ("incidents.0.recorded_at", "2020", "incidents[0].recorded_at"),
    ("evidence.0.incidents.0", "i2", "evidence[0].incidents[0]"),
    ("evidence.0.file", "", "evidence[0].file"),
    ("evidence.0.file", ".", "evidence[0].file"),
    ("evidence.0.file", "/etc/passwd", "evidence[0].file"),
    ("evidence.0.file", "a/../../b", "evidence[0].file"),
    ("evidence.0.file", "a\\b", "evidence[0].file"),
    ("evidence.0.file", "a\0b", "evidence[0].file"),
    ("evidence.0.sha256", "abc", "evidence[0].sha256"),
    ("evidence.0.sha256", "g" * 64, "evidence[0].sha256"),
    ("evidence.0.card.captured_at", "x", "evidence[0].card.captured_at"),
    ("evidence.0.card.date_visible", 1, "evidence[0].card.date_visible"),
    ("matches.0.private", None, "matches[0].private"),
    ("matches.0.private.incident", "i2", "matches[0].private.incident"),
    ("matches.0.private.told_to", "nobody", "matches[0].private.told_to"),
    ("matches.0.private.when", "x", "matches[0].private.when"),
    ("matches.0.public.incident", "i2", "matches[0].public.incident"),
    ("matches.0.public.first_seen", "x", "matches[0].public.first_seen"),
    ("matches.0.evidence.0", "e2", "matches[0].evidence[0]"),
    ("studies.0.id", "m1", "studies[0].id"),
    ("studies.0.incidents.0", "i2", "studies[0].incidents[0]"),
    ("studies.0.evidence.0", "e2", "studies[0].evidence[0]"),
    ("studies.0.published", "x", "studies[0].published"),
    ("studies.0.found", "then", "studies[0].found"),
    ("studies.0.consent", "maybe", "studies[0].consent"),
    ("complaints.0.professional", "nobody", "complaints[0].professional"),
    ("complaints.0.incidents.0", "i2", "complaints[0].incidents[0]"),
    ("complaints.0.matches_left_out.0", "m2", "complaints[0].matches_left_out[0]"),
    ("complaints.0.matches_left_out.0", "", "complaints[0].matches_left_out[0]"),
    ("complaints.0.standards.0.incidents.0", "i2", "complaints[0].standards[0].incidents[0]"),
    ("complaints.0.log.0.when", "x", "complaints[0].log[0].when"),
    ("complaints.0.log.0.due", "x", "complaints[0].log[0].due"),
    ("redactions.0.evidence", "e2", "redactions[0].evidence"),
    ("redactions.0.evidence", "", "redactions[0]"),
    ("redactions.0.person", "ana", "redactions[0]"),
    ("redactions.0.page", 0, "redactions[0].page"),
    ("redactions.0.boxes.0", [0, 0, 0, 5], "redactions[0].boxes[0]"),
    ("redactions.0.boxes.0", [-1, 0, 5, 5], "redactions[0].boxes[0]"),
    ("redactions.0.boxes.0", [0, 0, 5], "redactions[0].boxes[0]"),
    ("redactions.0.boxes.0", [0, 0, 5, 5.5], "redactions[0].boxes[0][3]"),
    ("redactions.1.person", "nobody", "redactions[1].person"),
    ("redactions.1.replace_with", "", "redactions[1].replace_with"),
    ("redactions.0", {"person": "ana", "replace_with": "B."}, "redactions[1].person"),
    ("redactions.0", {"place": "x"}, "redactions[0].replace_with"),
    ("redactions.0.place", "x", "redactions[0]"),
    ("redactions", [{"place": "x", "replace_with": "y"}] * 2, "redactions[1].place"),
    (
        "complaints.0.sendings",
        [{"to": "x", "files": [{"name": "a", "sha256": "b"}]}],
        "complaints[0].sendings[0].files[0].sha256",
    ),
    ("complaints.0.sendings", [{"way": "x"}], "complaints[0].sendings[0].to"),
    ("complaints.0.points", [{"said": "x", "letter": "nowhere"}], "complaints[0].points[0].letter"),
    ("complaints.0.points", [{"said": "x", "incidents": ["nowhere"]}], "complaints[0].points[0].incidents[0]"),
    ("complaints.0.points", [{"said": "x", "evidence": ["nowhere"]}], "complaints[0].points[0].evidence[0]"),
    ("complaints.0.points", [{"letter": "e1"}], "complaints[0].points[0].said"),
    ("complaints.0.replies", [{"evidence": "nowhere"}], "complaints[0].replies[0].evidence"),
    ("complaints.0.replies", [{"when": "soon"}], "complaints[0].replies[0].when"),
]


@pytest.mark.parametrize(("path", "value", "field"), BAD)
def test_every_refusal_names_file_and_field(path: str, value: Any, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        _read(_changed(path, value))
    assert (refused.value.source, refused.value.field) == ("journal.json", field)
    assert field in refused.value.message
    assert "journal.json" in refused.value.message


def test_a_later_version_is_named_as_such() -> None:
    for version in (2, 10**30):
        with pytest.raises(NewerFormat) as refused:
            _read({**WHOLE, "version": version, "unheard_of": 1})
        assert "journal.json" in refused.value.message


def test_two_hidden_places_on_one_page_stay_two() -> None:
    boxes = [{"evidence": "e1", "page": 2, "boxes": [[at, 0, 5, 5]]} for at in (0, 50)]
    assert len({each.id for each in _read(_changed("redactions", boxes)).redactions}) == 2


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (IncidentEntry(account=""), "account"),
        (IncidentEntry(account="x", timezone="Madrid"), "timezone"),
        (IncidentEntry(account="x", occurred="x"), "occurred"),
    ],
)
def test_one_entry_alone_is_checked_by_field(entry: IncidentEntry, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_entry(entry, {"ana"}.__contains__, source="entry.json")
    assert (refused.value.source, refused.value.field) == ("entry.json", field)


def test_a_whole_entry_passes_alone() -> None:
    check_entry(IncidentEntry(account="x", timezone="UTC", occurred="2024"), {"ana"}.__contains__, source="entry.json")


@pytest.mark.parametrize(("name", "good"), [("i1", True), ("i 1", True), ("ü", True), ("", False), ("\u200b", False)])
def test_what_can_name_a_record(name: str, good: bool) -> None:
    assert is_good_id(name) is good


def test_the_published_schema_is_the_one_this_program_reads() -> None:
    text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    assert SCHEMA.read_text(encoding="utf-8") == text


def test_the_schema_takes_what_the_program_takes() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    validator = jsonschema.Draft202012Validator(schema())
    validator.validate(WHOLE)
    validator.validate({"format": "journal-interchange", "version": 1, "people": None})
    validator.validate(_changed("people.0.agreed_to_contact", None))
    validator.validate(_changed("evidence.0.card", None))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("format", "other"), ("version", 2), ("extra", []), ("people.0.shoe_size", 44), ("people.0.name", 7),
        ("people.0.roles", ["king"]), ("incidents.0.channel", "pigeon"), ("incidents.0.recorded_at", "2020"),
        ("matches.0.private", None), ("redactions.0.boxes.0", [0, 0, 5]), ("evidence.0.card.date_visible", 1),
        ("studies.0.consent", "maybe"),
        ("incidents.0.id", None),
    ],
)  # fmt: skip
def test_the_schema_refuses_what_the_program_refuses(path: str, value: Any) -> None:
    validator = jsonschema.Draft202012Validator(schema())
    assert not validator.is_valid(_changed(path, value))
    with pytest.raises((BadInput, NewerFormat)):
        _read(_changed(path, value))
