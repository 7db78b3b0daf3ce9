from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, fields, replace
from datetime import date
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app import resources
from journal_app.catalogue import (
    Board,
    BoardSection,
    Catalogue,
    Code,
    Confidence,
    Fact,
    Filing,
    Question,
    TimeLimit,
)
from journal_app.errors import BadInput
from journal_app.i18n import words_for
from journal_app.recordings import RecordingRule

CATALOGUE = Catalogue.load()
TAGS = sorted({tag for section in CATALOGUE.sections() for tag in section.tags})
SCHEMAS = {
    "board": "boards/*.json",
    "code": "codes/*.json",
    "incident-types": "incident_types.json",
    "support": "support.json",
    "recording": "recording.json",
    "dossier-sections": "dossier_sections.json",
}


def plain_boards() -> list[dict[str, Any]]:
    return [resources.read_json(f"catalogue/boards/{board.id}.json") for board in CATALOGUE.boards()]


@pytest.mark.parametrize(("schema", "files"), SCHEMAS.items())
def test_every_file_is_what_its_schema_says(schema: str, files: str) -> None:
    plain = resources.read_json(f"formats/catalogue-{schema}.schema.json")
    jsonschema.Draft202012Validator.check_schema(plain)
    checker = jsonschema.Draft202012Validator(plain, format_checker=jsonschema.FormatChecker())
    found = sorted(resources.path("catalogue").glob(files))
    assert found
    for path in found:
        told = path.relative_to(resources.path("catalogue")).as_posix()
        problems = checker.iter_errors(resources.read_json(f"catalogue/{told}"))
        assert [f"{told}: {error.json_path}: {error.message}" for error in problems] == []


def test_every_file_of_the_catalogue_has_a_schema() -> None:
    root = resources.path("catalogue")
    described = {path for files in SCHEMAS.values() for path in root.glob(files)}
    assert set(root.rglob("*.json")) == described


def test_a_schema_refuses_what_it_does_not_know() -> None:
    checker = jsonschema.Draft202012Validator(resources.read_json("formats/catalogue-board.schema.json"))
    plain = resources.read_json("catalogue/boards/us-ca-bbs.json")
    assert checker.is_valid(plain)
    assert not checker.is_valid({**plain, "fax": "1"})
    assert not checker.is_valid({**plain, "confidence": "certain"})
    assert not checker.is_valid({key: value for key, value in plain.items() if key != "sources"})
    assert not checker.is_valid({**plain, "sources": []})


def test_nothing_is_missing() -> None:
    assert len(CATALOGUE.boards()) == 55
    assert len(CATALOGUE.codes()) == 18
    assert len(CATALOGUE.incident_types()) == 38
    assert len(CATALOGUE.groups()) == 8
    assert len(CATALOGUE.core_prompts()) == 13
    assert len(CATALOGUE.support()) == 39
    assert [section.no for section in CATALOGUE.sections()] == [str(number) for number in range(18)]
    assert len(resources.read_json("catalogue/recording.json")["places"]) == 24


def test_every_id_is_unique_and_names_its_file() -> None:
    boards = [board.id for board in CATALOGUE.boards()]
    codes = [code.id for code in CATALOGUE.codes()]
    types = [kind.id for kind in CATALOGUE.incident_types()]
    support = [each.id for each in CATALOGUE.support()]
    for listed in (boards, codes, types, support):
        assert len(set(listed)) == len(listed)
    for folder, listed in (("boards", boards), ("codes", codes)):
        assert set(listed) == {path.stem for path in resources.path(f"catalogue/{folder}").iterdir()}


def test_the_catalogue_is_read_once() -> None:
    assert Catalogue.load() is CATALOGUE
    assert CATALOGUE.boards() is CATALOGUE.boards()


@pytest.mark.parametrize("board", Catalogue.load().boards(), ids=lambda board: board.id)
def test_a_name_is_a_name_and_what_was_not_found_is_no_fact(board: Board) -> None:
    """Names held advice, which stood in copies for the body, and facts said “Not visible.”."""
    assert not re.search(r"\b(NOT|not|members only|generic|formerly|until|now under|check)\b", board.name)
    facts = (board.anonymity, board.attachments_guidance, board.privacy_note, board.after_filing, board.form_title)
    texts = [*(each.text for each in facts), board.declaration.note, board.records_release.note, board.time_limit.text]
    nothing = r"\bvisible\b|^n/a$|^Not (specified|stated|applicable)\b|^From memory\.$|cut off|masked|excerpt"
    assert not [each for each in (*texts, *board.how_to_file) if re.search(nothing, each)]
    assert len({each.kind for each in board.declaration.by_route}) != 1


@pytest.mark.parametrize("board", Catalogue.load().boards(), ids=lambda board: board.id)
def test_how_a_complaint_is_made_is_what_the_form_and_the_ways_to_file_say(board: Board) -> None:
    said = f"{board.form_title.text} {' '.join(board.how_to_file)}".casefold()
    no_form = re.match("no(ne)?\\b", board.form_title.text.casefold()) or not re.search(
        "form|online|request|packet", said
    )
    alone = {Filing.WRITING, Filing.NOT_KNOWN, Filing.SIGNPOST}
    assert (board.filing in alone) == bool(no_form), said
    assert (board.body_type == "guidance-only") == (board.filing in {Filing.NOT_KNOWN, Filing.SIGNPOST})
    told = {"telephone", "form on request"} & set(board.how_to_file)  # a form is not the only way
    if told or re.search("letter|form or e-mail|written or verbal|form by post or e-mail", said):
        assert board.filing is Filing.FORM_OR_WRITING


@pytest.mark.parametrize("board", ["uk-hcpc", "ie-coru", "au-ahpra", "nz-hdc", "au-nsw-hccc", "au-pacfa"])
def test_a_body_that_takes_free_writing_is_not_said_to_take_its_form_alone(board: str) -> None:
    """The cover said that the dossier accompanies the body's own form, where a letter or an e-mail does as well."""
    assert CATALOGUE.board(board).filing is Filing.FORM_OR_WRITING


def test_boards_stand_by_country_region_and_name() -> None:
    keys = [(board.country, board.region, board.name) for board in CATALOGUE.boards()]
    assert keys == sorted(keys)


def test_a_board_is_found_by_its_id() -> None:
    board = CATALOGUE.board("us-ca-bbs")
    assert board.name == "California Board of Behavioral Sciences (BBS)"
    assert (board.country, board.region) == ("United States", "California")
    assert board.form_url == Fact(
        text="https://www.bbs.ca.gov/consumers/consumer_complaints.html",
        confidence=Confidence.SOURCED,
        checked_on=date(2026, 11, 22),
    )
    assert [section.heading for section in board.sections][:2] == ["Complainant", "Subject (licensee / registrant)"]
    assert board.time_limit.years == 7
    assert "4990.32" in board.time_limit.text
    assert board.records_release.answer is True
    assert board.respondent_gets_copy.answer is None


@given(st.text(max_size=30).filter(lambda text: text not in {board.id for board in CATALOGUE.boards()}))
def test_an_unknown_board_is_refused_by_name(identifier: str) -> None:
    with pytest.raises(BadInput) as raised:
        CATALOGUE.board(identifier)
    assert identifier in raised.value.message
    assert "boards" in raised.value.advice
    assert raised.value.field == "board"


def test_what_crosses_floors_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        CATALOGUE.board("us-ca-bbs").name = "other"  # type: ignore[misc]  # this is what must not work


# How far a fact is known


def facts_of(board: Board) -> dict[str, Fact]:
    found = {each.name: getattr(board, each.name) for each in fields(board)}
    return {name: value for name, value in found.items() if isinstance(value, Fact)}


def test_only_what_was_read_in_a_source_is_confirmed() -> None:
    assert len(facts_of(CATALOGUE.board("us-ca-bbs"))) == 10
    for confidence in Confidence:
        fact = Fact(text="x", confidence=confidence, checked_on=date(2026, 11, 22))
        assert fact.confirmed == (confidence is Confidence.SOURCED)
    for board in CATALOGUE.boards():
        known: Fact | Question | TimeLimit
        answers = (board.records_release, board.respondent_gets_copy, board.one_complaint_per_practitioner)
        for known in (*facts_of(board).values(), *answers, board.time_limit):
            assert known.confirmed == (known.confidence is Confidence.SOURCED)


def test_no_fact_says_that_it_is_from_memory_and_counts_as_confirmed() -> None:
    for board in CATALOGUE.boards():
        known: list[Fact | TimeLimit] = [*facts_of(board).values(), board.time_limit]
        assert not [fact for fact in known if fact.confirmed and re.search("from memory", fact.text, re.IGNORECASE)]
        release, declared = board.records_release, board.declaration
        assert not (release.confirmed and re.search("from memory", release.note, re.IGNORECASE))
        assert declared.confidence is not Confidence.SOURCED or "memory" not in declared.note.casefold()


def test_how_far_a_body_is_known_is_said_to_the_person() -> None:
    noted = {board.id: board.confidence_note for board in CATALOGUE.boards() if board.confidence_note}
    assert len(noted) == 23
    assert [note for note in noted.values() if re.search(r"\bsourced\b|corpus|archived|not used|must be", note)] == []


def test_every_fact_rests_on_sources_of_its_file() -> None:
    known: Board | Code
    for known in (*CATALOGUE.boards(), *CATALOGUE.codes()):
        assert known.sources
        assert all(source.url for source in known.sources)
        assert {source.read.partition(" read ")[0] for source in known.sources} <= {"", "archived copy"}
        assert known.checked_on == date(2026, 11, 22)


def test_a_telephone_number_that_is_not_confirmed_is_not_given_out() -> None:
    kept = {plain["id"]: plain["form"]["phone"] for plain in plain_boards() if plain["form"]["phone"]["value"]}
    assert {fact["confidence"] for fact in kept.values()} > {"sourced"}
    for board in CATALOGUE.boards():
        fact = kept.get(board.id)
        assert board.phone.text == (fact["value"] if fact and fact["confidence"] == "sourced" else "")


def test_a_contact_from_memory_is_nowhere_in_the_support_list() -> None:
    plain = resources.read_json("catalogue/support.json")["resources"]
    hidden = [each["contact"] for each in plain if each["contact"] and each["contact_confidence"] != "sourced"]
    assert len(hidden) == 13
    # An id or a web address that was read in a source may happen to hold the same digits.
    said = "\n".join(repr(replace(each, id="", url="")) for each in CATALOGUE.support())
    assert [number for number in hidden if number in said] == []
    shown = {each.id: each.contact for each in CATALOGUE.support() if each.contact}
    assert shown["988-us"] == "988 (call, text, chat)"
    assert len(shown) == 5


def test_an_address_of_support_says_whether_it_is_confirmed() -> None:
    confirmed = {each.id for each in CATALOGUE.support() if each.url_confirmed}
    assert "tell" in confirmed
    assert "samaritans" not in confirmed


# Types of entry and codes


def test_codes_name_known_types_and_every_type_has_a_known_group() -> None:
    types = CATALOGUE.incident_type_ids
    named = {kind for code in CATALOGUE.codes() for each in code.provisions for kind in each.incident_types}
    assert named <= types
    groups = {identifier for identifier, _ in CATALOGUE.groups()}
    assert {kind.group for kind in CATALOGUE.incident_types()} == groups


def test_no_prompt_has_to_be_answered() -> None:
    plain = resources.read_json("catalogue/incident_types.json")["core_prompts"]
    assert not any(prompt["required"] for prompt in plain)
    assert CATALOGUE.core_prompts()[0] == ("start", "Where would you like to start?")


def test_no_prompt_asks_why() -> None:
    prompts = [text for _, text in CATALOGUE.core_prompts()]
    prompts += [prompt for kind in CATALOGUE.incident_types() for prompt in kind.prompts]
    assert [prompt for prompt in prompts if re.match("why", prompt, re.IGNORECASE)] == []


def test_standards_are_of_the_country_and_about_the_types() -> None:
    found = CATALOGUE.standards(["online-surveillance"], "United States")
    assert found
    assert {each.code.country for each in found} == {"United States"}
    assert all("online-surveillance" in each.provision.incident_types for each in found)
    assert CATALOGUE.standards(["online-surveillance"], "Nowhere") == ()
    assert CATALOGUE.standards([], "United States") == ()


def test_one_standard_is_found_by_code_and_reference() -> None:
    found = CATALOGUE.standard("apa-2017", "3.05")
    assert found is not None
    assert found.provision.topic == "multiple-relationships"
    assert found.provision.confirmed
    assert CATALOGUE.standard("apa-2017", "99.99") is None
    assert CATALOGUE.standard("no-such-code", "3.05") is None


def code(start: date, end: date | None) -> Code:
    known = CATALOGUE.codes()[0]
    values = {each.name: getattr(known, each.name) for each in fields(known)}
    return Code(**{**values, "effective_from": start, "effective_until": end})


def test_an_edition_is_in_force_from_its_first_to_its_last_day() -> None:
    edition = code(date(2010, 1, 1), date(2016, 12, 31))
    assert edition.in_force(date(2010, 1, 1), date(2016, 12, 31)) is True
    assert edition.in_force(date(2009, 12, 31), date(2009, 12, 31)) is False
    assert edition.in_force(date(2017, 1, 1), date(2018, 1, 1)) is False
    assert code(date(2010, 1, 1), None).in_force(date(2100, 1, 1), date(2100, 1, 1)) is True


def test_nobody_can_say_it_of_days_that_lie_only_partly_in_it() -> None:
    """A year in which an edition began was told to the body as outside of it."""
    edition = code(date(2010, 3, 1), date(2016, 6, 30))
    assert edition.in_force(date(2010, 1, 1), date(2010, 12, 31)) is None
    assert edition.in_force(date(2016, 6, 30), date(2016, 7, 1)) is None
    assert edition.in_force(date(2000, 1, 1), date(2020, 1, 1)) is None
    assert edition.in_force(None, date(2012, 1, 1)) is None
    assert edition.in_force(date(2012, 1, 1), None) is None
    assert edition.in_force(None, date(2009, 12, 31)) is False
    assert edition.in_force(date(2016, 7, 1), None) is False
    going = code(date(2010, 3, 1), None)
    assert going.in_force(date(2012, 1, 1), None) is True
    assert going.in_force(date(2010, 1, 1), None) is None
    assert going.in_force(None, None) is None


def test_the_days_of_an_edition_are_confirmed_only_where_they_were_read() -> None:
    """A year alone, told as its first of January, stood there as if it had been read."""
    assert {each.id for each in CATALOGUE.codes() if each.dates_confirmed} == {"psyba-2025"}


def test_an_older_edition_gives_way_to_the_newer_one() -> None:
    replaced = [edition for edition in CATALOGUE.codes() if edition.effective_until]
    assert replaced
    for edition in replaced:
        assert edition.effective_until is not None
        assert edition.in_force(edition.effective_until, edition.effective_until) is True
        assert edition.in_force(date.max, date.max) is False


# A body's own order


def test_every_tag_of_a_heading_is_served_by_a_section() -> None:
    used = {tag for board in CATALOGUE.boards() for section in board.sections for tag in section.tags}
    assert used <= set(TAGS)


def test_without_a_body_the_sections_stand_in_their_own_order() -> None:
    placed = CATALOGUE.sections_for(None)
    assert tuple(each.section for each in placed) == CATALOGUE.sections()
    assert {each.heading for each in placed} == {""}


def test_a_body_gets_its_own_order_and_words() -> None:
    placed = CATALOGUE.sections_for(CATALOGUE.board("us-ca-bbs"))
    assert [(each.section and each.section.no, each.heading) for each in placed][:5] == [
        ("0", ""),
        ("1", ""),
        ("2", "Complainant"),
        ("3", "Subject (licensee / registrant)"),
        ("4", "Statement of the complaint"),
    ]
    assert placed[2].fields == ("full name", "postal address", "telephone", "e-mail")


@pytest.mark.parametrize("board", CATALOGUE.boards(), ids=lambda board: board.id)
def test_no_heading_and_no_field_of_a_body_is_lost(board: Board) -> None:
    placed = CATALOGUE.sections_for(board)
    said = [line for each in placed for line in (each.heading, *each.fields)]
    for section in board.sections:
        assert any(section.heading == line or line.startswith(f"{section.heading}: ") for line in said)
        for field in section.fields:
            assert any(field == line or line.endswith(f": {field}") for line in said)


@pytest.mark.parametrize("board", CATALOGUE.boards(), ids=lambda board: board.id)
def test_every_heading_stands_in_the_bodys_order_and_nothing_but_the_method_after_the_signature(board: Board) -> None:
    placed = CATALOGUE.sections_for(board)
    named = [each.heading for each in placed if each.heading]
    assert list(dict.fromkeys(named)) == [section.heading for section in board.sections]
    numbers = [each.section.no if each.section else each.heading for each in placed]
    last = [number for number in numbers[numbers.index("15") + 1 :] if number not in {"16", "17"}]
    assert last == (["If acting for someone else"] if board.id == "ca-bc-chcpbc" else [])


@pytest.mark.parametrize("board", CATALOGUE.boards(), ids=lambda board: board.id)
def test_nothing_that_belongs_before_the_exhibits_stands_behind_their_pages_unasked(board: Board) -> None:
    """In 29 bodies the professional, the witnesses or the standards stood behind all pages of exhibits."""
    placed = [each for each in CATALOGUE.sections_for(board) if each.section]
    numbers = [int(each.section.no) for each in placed if each.section]
    at = numbers.index(11)
    behind = [number for number, each in zip(numbers[at:], placed[at:], strict=True) if not each.heading]
    led = placed[at].heading
    assert not led or at > numbers.index(15) or min(behind) > 11
    if led and led == placed[numbers.index(6)].heading:  # the account comes first
        assert not [each for each in placed[2 : numbers.index(6)] if not each.heading]


@pytest.mark.parametrize("board", CATALOGUE.boards(), ids=lambda board: board.id)
def test_no_heading_for_a_person_stands_over_consents_or_the_signature(board: Board) -> None:
    people = {"complainant", "client"}
    of_people = {section.heading for section in board.sections if people & set(section.tags)}
    led = {each.section.no: each.heading for each in CATALOGUE.sections_for(board) if each.section}
    assert not {led["14"], led["15"]} & of_people


def with_sections(sections: list[BoardSection]) -> Board:
    known = CATALOGUE.board("us-ca-bbs")
    values = {each.name: getattr(known, each.name) for each in fields(known)}
    return Board(**{**values, "sections": tuple(sections)})


headings = st.lists(
    st.builds(
        BoardSection,
        heading=st.text(min_size=1, max_size=8),
        fields=st.lists(st.text(min_size=1, max_size=5), max_size=3).map(tuple),
        tags=st.lists(st.sampled_from(TAGS), min_size=1, max_size=4).map(tuple),
    ),
    max_size=8,
    unique_by=lambda section: section.heading,
)


@given(headings)
def test_every_section_stands_once_whatever_a_body_asks_for(sections: list[BoardSection]) -> None:
    placed = CATALOGUE.sections_for(with_sections(sections))
    found = [each.section for each in placed if each.section is not None]
    assert sorted(each.no for each in found) == sorted(each.no for each in CATALOGUE.sections())
    assert [each.no for each in found[:2]] == ["0", "1"]
    assert [each.section for each in placed[:2]] == found[:2]
    order = [section.heading for section in sections]
    led = [order.index(each.heading) for each in placed[2:] if each.heading]
    assert led == sorted(led)
    assert set(led) == set(range(len(sections)))
    said = [line for each in placed for line in (each.heading, *each.fields)]
    for section in sections:
        assert section.heading in said or any(line.startswith(f"{section.heading}: ") for line in said)


# Recordings

NO_RULE = (
    "What was noted names no rule here that everyone has to agree. That permits nothing: using a recording or passing "
    "it on can be restricted all the same."
)


@pytest.mark.parametrize(
    ("country", "region", "place", "detail"),
    [
        ("US", "CA", "California", "Here the law often asks that everyone agrees to a recording."),
        ("United States", "California", "California", "Here the law often asks that everyone agrees to a recording."),
        ("us", "vt", "Vermont", "What is said of the law here differs. Take it that everyone has to agree."),
        ("US", "TX", "United States", NO_RULE),
        ("CA", "", "Canada", NO_RULE),
        ("Germany", "", "Germany", "Here recording private words without consent can be an offence."),
        ("NL", "", "Netherlands", NO_RULE),
        ("AU", "NSW", "Australia", "What is said of the law here differs. Take it that everyone has to agree."),
        ("JP", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_a_recording_is_always_warned_of(country: str, region: str, place: str, detail: str) -> None:
    note = CATALOGUE.recording_note(country, region)
    assert note.warning.startswith("Ask a lawyer before a recording of people is sent")
    assert note.warning.endswith("Where the people were in different places, go by the stricter law.")
    assert (note.place, note.detail) == (place, detail)
    assert not note.confirmed
    assert note.checked_on == date(2026, 11, 22)


def test_a_recording_is_warned_of_in_the_language_that_is_asked_for() -> None:
    note = CATALOGUE.recording_note("US", "CA", words_for("es"))
    assert note.warning != CATALOGUE.recording_note("US", "CA").warning
    assert note.detail != CATALOGUE.recording_note("US", "CA").detail


@given(st.text(max_size=10), st.text(max_size=10))
def test_no_place_is_ever_said_to_allow_a_recording(country: str, region: str) -> None:
    note = CATALOGUE.recording_note(country, region)
    assert not re.search(r"\bmay record|one-party|lawful|allowed", note.warning + note.detail + note.basis)
    assert bool(note.detail) == bool(note.basis) == bool(note.place)


def test_what_a_note_rests_on_and_since_when_is_said() -> None:
    """What is from memory says so; lists name where they stand."""
    memory = CATALOGUE.recording_note("DE").basis
    assert memory == "Noted from memory, without a source ({date})."
    lists = CATALOGUE.recording_note("US", "CA").basis
    assert lists.startswith("Noted from lists that differ in part, looked up on {date}: rcfp.org, ")
    plain = resources.read_json("catalogue/recording.json")
    for place in plain["places"]:
        note = CATALOGUE.recording_note(place["country"], place["region"] or "")
        assert not note.confirmed
        assert ("memory" in note.basis) == (place["confidence"] == "from-memory")
    assert len(CATALOGUE.recording_places()) == len(plain["places"])
    assert ("United States", "California") in CATALOGUE.recording_places()
    assert ("United States", "") in CATALOGUE.recording_places()


def test_every_rule_of_the_list_is_known() -> None:
    places = resources.read_json("catalogue/recording.json")["places"]
    assert {place["rule"] for place in places} == {str(rule) for rule in RecordingRule}
    for place in places:
        note = CATALOGUE.recording_note(place["country"], place["region"] or "")
        assert note.place == (place["region_name"] or place["country_name"])


def test_what_the_guidance_rests_on_names_its_sources() -> None:
    text = resources.read_text("catalogue/evidence_guidance.md")
    assert text.count("<http") > 40
    assert "Nothing here is legal advice" in text
