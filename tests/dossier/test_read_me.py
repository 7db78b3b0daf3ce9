from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import verifier_samples as samples

from journal_app.dossier.read_me import readme_text
from journal_app.i18n import words_for
from journal_app.integrity.claims import all_claims


def test_the_first_page_says_what_a_pass_does_not_show(tmp_path: Path) -> None:
    parts = samples.parts(tmp_path)
    text = readme_text(parts)
    assert all(claim in text for claim in all_claims(anchored=False))
    assert "anchor" not in text
    assert all(claim in readme_text(replace(parts, answer=b"answer")) for claim in all_claims())
    assert "sha256sum -c SHA256SUMS" in text
    assert "is the time up to which the dossier was recorded, not that of signing." in text
    assert "verify.py" in text
    assert "!" not in text
    assert readme_text(parts, words_for("xx").text) == text
    assert "nothing is hidden in them" not in text
    assert "nothing is hidden in them" in readme_text(replace(parts, hidden=True))
    assert "nothing is hidden in them" not in readme_text(replace(parts, hidden=True, exhibits=()))
    short = readme_text(samples.parts(tmp_path, stamped=False))
    assert "timestamp" not in short
    assert "State of the chain" not in readme_text(replace(parts, head=None, chain=(), anchored=None))


def test_the_first_page_says_when_in_words_of_the_dossier_s_language(tmp_path: Path) -> None:
    """It gave a moment as machines write it."""
    parts = samples.parts(tmp_path)
    assert parts.head is not None
    head = replace(parts.head, head=replace(parts.head.head, time="2026-03-01T12:00:00Z"))
    assert "revisions, 1 March 2026, 12:00:00 UTC, fingerprint" in readme_text(replace(parts, head=head))
    spanish = replace(parts, head=head, language="es")
    assert "1 de marzo de 2026, 12:00:00 UTC" in readme_text(spanish, words_for("es").text)


def test_the_first_page_says_how_many_revisions_are_here_and_which(tmp_path: Path) -> None:
    """It said that the manifest lists "the recorded revisions", of which a third was left out."""
    parts = samples.parts(tmp_path, stamped=False)
    text = readme_text(parts)
    assert "and 5 of the 7 revisions in the journal’s chain" in text
    assert "those that hold a hidden name" in text
    assert "No check compares the words printed in dossier.pdf with the revisions." in text
    whole = readme_text(replace(parts, **samples.whole_chain()))
    assert "1 of the 1 revisions" in whole
    assert "left out" not in whole.casefold().split("how to check it")[0]
    without = readme_text(replace(parts, head=None, chain=()))
    assert "revisions" not in without
