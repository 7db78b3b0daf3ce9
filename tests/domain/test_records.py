"""Records: what fits their shape comes back as it was, what does not is refused by file and field."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal_app.domain.incident import Incident
from journal_app.domain.people import Person, PersonEntry, Role
from journal_app.domain.records import (
    Record,
    bad_field,
    compound_id,
    from_plain,
    json_schema,
    parse_json,
    to_plain,
    without_nulls,
)
from journal_app.errors import BadInput

from .samples import documents, entries, people_entries, texts


@settings(deadline=None, max_examples=40)  # a whole document takes long to draw
@given(st.one_of(people_entries, documents(), entries(texts, ["a", "b"])))
def test_a_record_comes_back_from_its_plain_form_and_from_json(record: Record) -> None:
    plain = to_plain(record)
    assert from_plain(type(record), plain) == record
    data = json.dumps(plain, ensure_ascii=False).encode()
    assert from_plain(type(record), parse_json(data, source="x")) == record


def test_fields_with_their_default_are_left_out() -> None:
    assert to_plain(Person(id="p", name="N")) == {"id": "p", "name": "N"}
    assert to_plain(Person(id="p", name="N", agreed_to_contact=False))["agreed_to_contact"] is False


def test_a_null_is_a_missing_value() -> None:
    plain = {"id": "p", "name": "N", "roles": None, "notes": None, "agreed_to_contact": None, "register_check": None}
    assert from_plain(PersonEntry, plain) == PersonEntry(id="p", name="N")
    assert without_nulls({"a": [None, {"b": None}], "c": (1,)}) == {"a": [None, {}], "c": [1]}


def test_records_are_frozen_and_compared_by_value() -> None:
    person = Person(id="p", name="N", roles=(Role.CLIENT,))
    assert person == Person(id="p", name="N", roles=(Role.CLIENT,))
    with pytest.raises(AttributeError):
        person.name = "M"  # type: ignore[misc]  # that it cannot be set is what is tested


@pytest.mark.parametrize(
    ("plain", "field", "reason"),
    [
        ({"id": "p", "name": "N", "secret": 1}, "secret", "not known"),
        ({"id": "p", "name": "N", "register_check": {"a` - at `$.b": 1}}, "register_check.a` - at `$.b", "not known"),
        ({"id": "p", "name": "N", "x\x1b[2J" + "y" * 100: 1}, "x?[2J" + "y" * 75, "not known"),
        ({"id": "p"}, "name", "required"),
        ({"id": "p", "name": None}, "name", "required"),
        ({"id": "p", "name": 7}, "name", "str, int"),
        ({"id": "p", "name": "N", "roles": "client"}, "roles", "array, str"),
        ({"id": "p", "name": "N", "roles": ["client", "king"]}, "roles[1]", "one of the values"),
        ({"id": "p", "name": "N", "roles": [None]}, "roles[0]", "not of the kind"),
        ({"id": "p", "name": "N", "agreed_to_contact": "yes"}, "agreed_to_contact", "bool"),
        ({"id": "p", "name": "N", "agreed_to_contact": 1}, "agreed_to_contact", "bool"),
        ({"id": "p", "name": "N", "register_check": {"date": 1}}, "register_check.date", "str, int"),
        ({"id": "p", "name": "N", "register_check": {"day": ""}}, "register_check.day", "not known"),
        ([], "", "not of the kind"),
        ("text", "", "not of the kind"),
        (None, "", "not of the kind"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_by_file_and_field(plain: Any, field: str, reason: str) -> None:
    with pytest.raises(BadInput) as refused:
        from_plain(PersonEntry, plain, source="file.json")
    assert (refused.value.source, refused.value.field) == ("file.json", field)
    assert refused.value.message.startswith(f"file.json, field {field}: " if field else "file.json: ")
    assert reason in refused.value.message
    assert refused.value.message.endswith("; nothing was changed.")


@pytest.mark.parametrize("value", ["unknown field `whisper`", "missing required field `whisper`", "x - at `$.whisper`"])
def test_content_never_reaches_an_error(value: str) -> None:
    for plain in ({"id": "p", "name": "N", "roles": [value]}, {"id": "p", "name": "N", "register_check": value}):
        with pytest.raises(BadInput) as refused:
            from_plain(PersonEntry, plain, source="file.json")
        assert "whisper" not in str(refused.value) + refused.value.field


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(_JSON)
def test_any_json_is_a_record_or_refused(plain: Any) -> None:
    with contextlib.suppress(BadInput):
        assert from_plain(Incident, plain).account


@given(st.fixed_dictionaries({}, optional={name: st.text(max_size=9) for name in ("place", "afterwards", "unsure")}),
       st.sampled_from(sorted(Incident.__struct_fields__)), st.none() | _JSON)  # fmt: skip
def test_a_record_with_anything_in_one_field_is_taken_as_it_is_or_that_field_is_named(
    given_: dict[str, str], field: str, value: Any
) -> None:
    sound = {"id": "i", "account": "He said it.", "occurred": "2024-03", **given_}
    assert from_plain(Incident, sound) == Incident(**sound)  # type: ignore[arg-type]  # all of them text
    refused = ""
    try:
        taken = to_plain(from_plain(Incident, {**sound, field: value}))
    except BadInput as error:
        refused = error.field
    if refused:
        assert refused.startswith(field)
        return
    assert taken.pop(field, value) == value or value in ([], (), "", None, False)
    assert taken.items() >= {name: text for name, text in sound.items() if name != field and text}.items()


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff{}", b"[" * 5000, b'{"a": NaN}', b'"\\ud800"', b"{'a': 1}", b"1e999", "{}".encode("utf-16")],
)
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        parse_json(data, source="file.json")
    assert "file.json is not readable as JSON" in refused.value.message
    assert refused.value.source == "file.json"


def test_a_byte_order_mark_is_passed_over() -> None:
    assert parse_json(b'\xef\xbb\xbf{"a": 1}', source="x") == {"a": 1}


@given(st.lists(st.text(), min_size=1, max_size=3), st.lists(st.text(), min_size=1, max_size=3))
def test_two_lists_of_parts_never_make_one_id(first: list[str], second: list[str]) -> None:
    assert (compound_id(*first) == compound_id(*second)) == (first == second)


def test_a_refusal_without_a_source_and_the_schema_of_a_record() -> None:
    assert bad_field("", "id", "Reason.").message == "-, field id: Reason; nothing was changed."
    assert json_schema(Person)["$defs"]["Person"]["additionalProperties"] is False
