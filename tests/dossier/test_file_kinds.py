"""What a file is, in words: everything that is found in files has some, and the media type stands in the custody."""

from __future__ import annotations

import re

import pytest
import sample_case as sample
from reading import made, rows_of, text_of

from journal_app.dossier.case import Audience
from journal_app.dossier.content import Heading
from journal_app.dossier.file_kinds import KIND_LABELS, kind_by_name, kind_of, kind_of_file
from journal_app.dossier.labels import LABELS
from journal_app.services.decoding import kinds

FOUND = {
    *(kind for _, _, kind in kinds._SIGNATURES), *kinds._RIFF.values(), *kinds._TEXT_ENDINGS.values(),
    *kinds.PICTURES, *kinds.TEXTS, *kinds._ARCHIVES, *kinds._OFFICE, kinds.PDF, kinds.EMPTY, kinds.UNKNOWN,
    *(f"{kinds._OFFICE_FAMILIES[0]}{kind}" for _, kind in kinds._OPEN_XML), "audio/mp4", "video/mp4", "video/3gpp",
}  # fmt: skip


def test_every_kind_that_is_found_has_words_of_its_own() -> None:
    keys = [kind_of(kind) for kind in sorted(FOUND)]
    assert keys == [f"kind.{kind}" for kind in sorted(FOUND)]
    assert len({KIND_LABELS[key] for key in keys}) == len(keys)


def test_other_kinds_have_the_words_of_their_family() -> None:
    assert KIND_LABELS[kind_of_file("image/x-new")] == "Picture"
    assert KIND_LABELS[kind_of_file("text/calendar")] == "Text"
    assert kind_of("model/mesh") == kind_of("image/x-new") == "", "what a sender calls a file is not changed"
    assert KIND_LABELS[kind_of_file("model/mesh")] == "File of an unknown kind"
    assert KIND_LABELS[kind_by_name("a.DOCX", "application/zip")] == "Word document (DOCX)"
    assert KIND_LABELS[kind_by_name("a.zip", "application/zip")] == "ZIP archive"


@pytest.mark.parametrize("audience", list(Audience))
def test_media_types_stand_in_the_custody_alone(audience: Audience) -> None:
    """A clerk read image/png and application/x-empty beside every file."""
    case = sample.sample(audience)
    document = made(case, **sample.parts_for(audience))
    at = next(at for at, node in enumerate(document.nodes) if isinstance(node, Heading) and node.key == "custody")
    media_type = re.compile(r"\b(?:image|application|text|message|audio|video)/[a-z]")
    assert "PNG picture, 12," in text_of(document)
    head, custody = text_of(document).split("Custody of the exhibits")
    assert not [line for line in head.splitlines() if media_type.search(line)]
    rows = rows_of(document.nodes[at + 1])
    told = {row[0]: row[2] for row in reversed(rows)}
    assert told["EX-001"] == "Added to the journal image/png"
    assert [row[2] for row in rows].count(LABELS["custody.checked"]) == len(case.exhibits)
    assert custody.count("audio/mp4") == 1
