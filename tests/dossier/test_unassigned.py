"""A character that this Python's Unicode tables do not know stands beside right-to-left text without harm."""

from __future__ import annotations

from journal_app.dossier.lines import levels_of


def test_an_unknown_character_runs_from_left_to_right() -> None:
    levels, right_to_left = levels_of("\U00010c00\U00018d09")
    assert right_to_left == [True, True]
    assert [level % 2 for level in levels] == [1, 0]
