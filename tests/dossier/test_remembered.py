"""What is remembered has a bound."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from journal_app.dossier.remembered import Remembered


@given(st.lists(st.integers(0, 9)), st.integers(1, 6))
def test_never_more_than_the_bound_and_always_what_was_kept(keys: list[int], most: int) -> None:
    kept: Remembered[int, str] = Remembered(most)
    for key in keys:
        kept[key] = str(key)
        assert kept[key] == str(key)
        assert len(kept) <= most
        assert all(value == str(each) for each, value in kept.items())
