from __future__ import annotations

from journal_app.integrity import claims


def test_there_are_four_sentences() -> None:
    found = claims.all_claims()
    assert len(set(found)) == 4
    assert all(text.endswith(".") and "!" not in text for text in found)
    assert "no later than" in claims.what_an_anchor_shows()
    assert "order" in claims.what_the_chain_shows()
    assert "same" in claims.what_a_fingerprint_shows()
    assert "true" in claims.what_nothing_shows()


def test_without_a_time_stamp_nothing_is_said_of_an_anchor() -> None:
    """A package without one said that nothing was changed since the last anchor, which none of its checks can show."""
    found = claims.all_claims(anchored=False)
    assert len(set(found)) == 4
    assert not any("anchor" in text or "nothing that" in text for text in found)
    assert "does not show that it was not made anew" in found[2]
    assert (found[0], found[3]) == (claims.what_a_fingerprint_shows(), claims.what_nothing_shows())


def test_the_words_of_another_language_are_used() -> None:
    assert claims.all_claims(lambda context, message: f"{context}:{len(message)}")[0].startswith("claim:")
