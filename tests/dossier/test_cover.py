"""The cover: what this dossier is, to whom it goes, and whose it is."""

from __future__ import annotations

import pytest
import sample_case as sample
from reading import made, text_of

from journal_app.dossier.case import Audience
from journal_app.dossier.content import Document, Facts


def cover_of(document: Document) -> dict[str, str]:
    """Return what stands on the cover under each label."""
    facts = next(node for node in document.nodes if isinstance(node, Facts))
    return {name: " ".join(run.text for each in paras for run in each.runs) for name, paras in facts.rows}


FORM = "This dossier accompanies the body's own complaint form. It does not replace that form."
EITHER = "This dossier accompanies the complaint, made on the body's own form or in writing. It does not replace it."
WRITING = "This dossier accompanies the complaint, made in writing. It does not replace it."
UNKNOWN = "This dossier accompanies the complaint. It does not replace a form, where the body has one of its own."
SIGNPOST = (
    "This body is a signpost and no regulator: complaints go to another one. This dossier accompanies no form of it."
)


@pytest.mark.parametrize(
    ("board", "told"),
    [
        ("us-ca-bbs", FORM), ("nl-tuchtcollege", EITHER), ("nz-pbanz", WRITING), ("na-asppb-generic", UNKNOWN),
        ("uk-bps-signpost", SIGNPOST), ("", UNKNOWN),
    ],
)  # fmt: skip
def test_the_purpose_names_a_form_only_where_the_body_has_one(board: str, told: str) -> None:
    """It spoke of the body's own complaint form where there is none, and of that of a signpost."""
    document = made(sample.sample(board=board))
    assert cover_of(document)["Purpose"] == told
    assert ("body's own form" in text_of(document)) == (told in {FORM, EITHER})


@pytest.mark.parametrize("audience", [Audience.LAWYER, Audience.SELF])
def test_for_others_the_purpose_is_theirs_whatever_the_body(audience: Audience) -> None:
    document = made(sample.sample(audience, board="uk-bps-signpost"), **sample.parts_for(audience))
    assert "signpost" not in cover_of(document)["Purpose"]
