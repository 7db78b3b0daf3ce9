"""Preferences: kept inside the journal, and safe where something odd is kept."""

from __future__ import annotations

import pytest

from journal_app.errors import BadInput
from journal_app.services import preferences
from journal_app.services.journal import Journal
from journal_app.services.preferences import Glances
from journal_app.store import drafts

from .keeping import PASSPHRASE


def test_a_journal_locks_after_five_minutes_until_told_otherwise(empty: Journal) -> None:
    assert preferences.lock_minutes(empty) == 5
    preferences.set_lock_minutes(empty, 30)
    empty.close()
    with Journal.open(empty.folder, PASSPHRASE) as again:
        assert preferences.lock_minutes(again) == 30


@pytest.mark.parametrize("kept", [0, -1, 10_000, "never", None])
def test_a_journal_never_stays_open_for_ever(empty: Journal, kept: object) -> None:
    drafts.put_preference(empty.database, "lock-minutes", kept)
    assert preferences.lock_minutes(empty) == 5


def test_a_sheet_that_was_put_off_is_remembered(empty: Journal) -> None:
    assert not preferences.sheet_postponed(empty)
    preferences.postpone_sheet(empty, postponed=True)
    assert preferences.sheet_postponed(empty)
    preferences.postpone_sheet(empty, postponed=False)
    assert not preferences.sheet_postponed(empty)


def test_what_others_may_see_at_a_glance_is_kept(empty: Journal) -> None:
    assert preferences.glances(empty) == Glances(cover=False, leave_out=True)
    chosen = Glances(cover=True, leave_out=False)
    preferences.keep_glances(empty, chosen)
    assert preferences.glances(empty) == chosen


def test_the_language_of_the_words_is_kept_and_nothing_but_a_tag(empty: Journal) -> None:
    assert preferences.words_language(empty) == ""
    preferences.keep_words_language(empty, "pt-BR")
    assert preferences.words_language(empty) == "pt-BR"
    for odd in ("Spanish", "es_ES", "e", "es\n", "es-"):
        with pytest.raises(BadInput):
            preferences.keep_words_language(empty, odd)
    assert preferences.words_language(empty) == "pt-BR"
    preferences.keep_words_language(empty, "")
    assert preferences.words_language(empty) == ""


@pytest.mark.parametrize("kept", [None, 7, "no such tag", ["es"]])
def test_an_odd_language_that_is_kept_is_that_of_the_dossier(empty: Journal, kept: object) -> None:
    drafts.put_preference(empty.database, "words-language", kept)
    assert preferences.words_language(empty) == ""
