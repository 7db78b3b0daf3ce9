"""Random choices come from what is offered."""

from __future__ import annotations

from journal_app.vault import randomness


def test_choices_are_among_those_offered() -> None:
    words = randomness.choose(("one", "two", "three"), 50)
    assert len(words) == 50
    assert set(words) <= {"one", "two", "three"}
    assert {randomness.one_of(3) for _ in range(200)} == {0, 1, 2}
