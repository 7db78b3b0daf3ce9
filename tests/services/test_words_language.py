"""The language of the person's words in a finished dossier: read by its own voice, and the same bytes each time."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pikepdf
import pytest

from journal_app.errors import BadInput
from journal_app.services import dossiers, preferences
from journal_app.services.dossiers import DossierRequest
from journal_app.services.journal import Journal

from .keeping import refused


def tongues(path: Path) -> Counter[str]:
    """Return how many parts of the structure have which language, that of the document among them as "document"."""
    with pikepdf.open(path) as pdf:
        found = [str(each["/Lang"]) for each in pdf.objects if _is_element(each)]
        return Counter([*found, f"document {pdf.Root.Lang}"])


def _is_element(found: pikepdf.Object) -> bool:
    return isinstance(found, pikepdf.Dictionary) and "/S" in found and "/Lang" in found


def test_it_is_that_of_the_journal_and_one_dossier_may_have_another(started: Journal, tmp_path: Path) -> None:
    """All words of whoever wrote Spanish and filed in English were tagged as English."""

    def made(name: str, language: str = "en", words: str = "") -> Counter[str]:
        request = DossierRequest(audience="lawyer", every=True, language=language, words_language=words)
        dossiers.build(started, request, tmp_path / name)
        return tongues(tmp_path / name / "dossier.pdf")

    assert made("before").keys() == {"document en"}
    preferences.keep_words_language(started, "es")
    spanish = made("spanish")
    assert (spanish["document en"], spanish["es"] > 0) == (1, True)
    assert made("german", words="de").keys() == {"document en", "de"}
    assert "es" not in made("same", language="es")
    made("again")
    same = [(tmp_path / name / "dossier.pdf").read_bytes() for name in ("spanish", "again")]
    assert same[0] == same[1]
    with refused(BadInput, started) as caught:
        made("odd", words="no such tag")
    assert caught.value.field == "words-language"
    assert not (tmp_path / "odd").exists()


@pytest.mark.parametrize("audience", ["board", "self"])
def test_it_is_in_every_kind_of_dossier(started: Journal, tmp_path: Path, audience: str) -> None:
    preferences.keep_words_language(started, "fr")
    request = DossierRequest(audience=audience, every=True, board="us-ca-bbs" if audience == "board" else "")
    dossiers.build(started, request, tmp_path / "out.pdf")
    assert tongues(tmp_path / "out.pdf")["fr"] > 0
