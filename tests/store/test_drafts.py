"""Drafts and preferences: kept, replaced, forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal_app.store import drafts

from .writing import NOW, Writer


def test_a_draft_is_kept_until_it_is_done(writer: Writer) -> None:
    database = writer.database
    assert drafts.get(database, "new") is None
    drafts.put(database, "new", {"account": "A", "tags": ["x"]}, NOW)
    drafts.put(database, "i1", {}, NOW - timedelta(minutes=1))
    assert drafts.get(database, "new") == {"account": "A", "tags": ["x"]}
    assert drafts.keys(database) == ("i1", "new")
    drafts.put(database, "new", {"account": "B"}, NOW + timedelta(minutes=1))
    assert drafts.get(database, "new") == {"account": "B"}
    drafts.discard(database, "new")
    drafts.discard(database, "new")
    assert drafts.keys(database) == ("i1",)


def test_a_draft_names_a_record_in_the_database_and_before_it_is_there(writer: Writer) -> None:
    plain = {"files": ["file-1"], "account": "file-2"}
    drafts.put(writer.database, "new", plain, NOW)
    for identifier, named in (("file-1", True), ("file-2", True), ("file", False)):
        assert drafts.names(plain, identifier) is named
        assert drafts.keys_naming(writer.database, identifier) == (("new",) if named else ())


@pytest.mark.parametrize("identifier", ['a"b', "a\\b", "é", "Ω/1"])
def test_a_draft_names_a_record_whatever_is_in_its_id(writer: Writer, identifier: str) -> None:
    """An import may bring such ids."""
    plain = {"files": [identifier]}
    drafts.put(writer.database, "new", plain, NOW)
    assert drafts.names(plain, identifier)
    assert drafts.keys_naming(writer.database, identifier) == ("new",)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_kept_in_a_draft(writer: Writer, key: str, text: str) -> None:
    drafts.put(writer.database, key, {"account": text}, NOW)
    assert drafts.get(writer.database, key) == {"account": text}


@pytest.mark.parametrize("value", [None, True, 0, "text", ["a", 1], {"a": {"b": None}}])
def test_preferences(writer: Writer, value: Any) -> None:
    assert drafts.preference(writer.database, "name") is None
    assert drafts.preference(writer.database, "name", "default") == "default"
    drafts.put_preference(writer.database, "name", "before")
    drafts.put_preference(writer.database, "name", value)
    assert drafts.preference(writer.database, "name", "default") == value
