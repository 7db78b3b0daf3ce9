"""Originals inside the lawyer's document: attached byte for byte, under the names they have in the package."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pikepdf

from journal_app.dossier.security import replacing


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One original: its name in the package without a folder, its media type, what it is, and its bytes."""

    name: str
    media_type: str
    description: str
    read: Callable[[], bytes]


def attach(path: Path, attachments: Iterable[Attachment], made_at: datetime) -> None:
    """Attach files to the document at ``path`` in place; equal input gives equal bytes.

    The attachments are marked as the source of what the pages show (PDF 2.0, table 43, AFRelationship).
    """
    date = pikepdf.models.metadata.encode_pdf_date(made_at.astimezone(UTC))
    with pikepdf.open(path) as pdf:
        files = pikepdf.Array()
        for each in attachments:
            spec = pikepdf.AttachedFileSpec(
                pdf, each.read(), filename=each.name, mime_type=each.media_type, description=each.description,
                creation_date=date, mod_date=date, relationship=pikepdf.Name.Source,
            )  # fmt: skip
            pdf.attachments[each.name] = spec
            files.append(spec.obj)
        pdf.Root.AF = files
        with replacing(path) as out:
            pdf.save(
                out, deterministic_id=True, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.preserve
            )
