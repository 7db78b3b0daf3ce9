"""The known bodies, with every fact and whether it is confirmed, as plain data for those who ask."""

from __future__ import annotations

from typing import Any

from journal_app.catalogue import Board, Catalogue, Fact


def everything() -> list[dict[str, Any]]:
    """Return all known bodies as plain JSON, by country, region and name."""
    return [plain(board) for board in Catalogue.load().boards()]


def plain(board: Board) -> dict[str, Any]:
    """Return one body as plain JSON; each fact says whether it is confirmed, and an unknown one is null."""
    facts = ("form_title", "form_url", "postal_address", "email", "phone", "attachments_guidance", "anonymity",
             "privacy_note", "after_filing", "rule_citation")  # fmt: skip
    questions = ("respondent_gets_copy", "one_complaint_per_practitioner", "records_release")
    return {
        "id": board.id,
        "name": board.name,
        "name_note": board.name_note,
        "country": board.country,
        "region": board.region,
        "professions": list(board.professions),
        "body_type": board.body_type,
        "filing": board.filing,
        "how_to_file": list(board.how_to_file),
        "how_to_file_confirmed": board.how_to_file_confidence == "sourced",
        "sections": [{"heading": each.heading, "fields": list(each.fields)} for each in board.sections],
        "sections_confirmed": board.sections_confirmed,
        "facts": {name: _fact(getattr(board, name)) for name in facts},
        "answers": {
            name: {"answer": asked.answer, "note": asked.note, "confirmed": asked.confirmed}
            for name, asked in ((name, getattr(board, name)) for name in questions)
        },
        "declaration": {"kind": board.declaration.kind, "required": board.declaration.required,
                        "note": board.declaration.note,
                        "by_route": {each.route: each.kind for each in board.declaration.by_route},
                        "confidence": board.declaration.confidence},
        "time_limit": {"text": board.time_limit.text, "confirmed": board.time_limit.confirmed,
                       "found": board.time_limit.found},
        "hints": list(board.dossier_hints),
        "confidence": board.confidence,
        "confidence_note": board.confidence_note,
        "checked_on": board.checked_on.isoformat(),
        "sources": [source.url for source in board.sources],
    }  # fmt: skip


def _fact(fact: Fact) -> dict[str, Any] | None:
    return {"text": fact.text, "confirmed": fact.confirmed} if fact.text else None
