"""A dossier in parts: each small enough to be mailed, and beside them the list of their fingerprints."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from journal_app.domain.date_words import size_in_words
from journal_app.dossier import dividing
from journal_app.dossier.case import Audience
from journal_app.dossier.inspection import Reader
from journal_app.dossier.output import encrypt_copy
from journal_app.dossier.plan import Plan
from journal_app.errors import BadInput
from journal_app.i18n import language_in_use, pgettext
from journal_app.progress import Progress
from journal_app.services import files
from journal_app.services.appearing import Scratch
from journal_app.services.cases import Snapshot

SMALLEST, LARGEST = dividing.SMALLEST, dividing.LARGEST
"""The least and the most bytes a part may be wanted to have."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Parts that were written: where each is now, how large they are, and what their page numbers begin with."""

    documents: tuple[Path, ...]
    sizes: tuple[int, ...]
    prefix: str


def refuse_package(audience: str) -> None:
    """Raise BadInput for a lawyer's package, which stays whole: its parts would prove nothing."""
    if audience == Audience.LAWYER:
        message = pgettext(
            "error", "A package for a lawyer is not divided, as it is checked as a whole; nothing was written."
        )
        raise BadInput(message, pgettext("error", "Choose a copy for a body or for yourself where parts are needed."))


def write(
    scratch: Scratch,
    snapshot: Snapshot,
    plan: Plan,
    out: Path,
    size: int,
    *,
    another: Reader | None,
    progress: Progress,
    passphrase: str | None = None,
) -> Shares | None:
    """Write a dossier in parts of at most ``size`` bytes, to appear beside where ``out`` would be; None if it is one.

    With a ``passphrase``, an encrypted copy of each part appears too. Raises BadInput where it cannot be cut so small.
    """
    hidden = scratch.part(out, keep=False).parent
    parts, prefix = dividing.build_parts(
        snapshot.case, plan, hidden, size, private=snapshot.private, another=another, progress=progress
    )
    if not parts:
        return None
    stem = out.stem if out.suffix == ".pdf" else out.name
    lines, documents, width = [], [], len(str(len(parts)))
    for number, each in enumerate(parts, 1):
        place = out.with_name(f"{stem}-part-{number:0{width}d}-of-{len(parts)}.pdf")
        documents.append(each.path.rename(scratch.part(place)))
        lines.append(f"{each.sha256}  {place.name}\n")
        if passphrase is not None:
            encrypt_copy(documents[-1], passphrase, scratch.part(place.with_name(f"{place.stem}-encrypted.pdf")))
    with files.new_file(scratch.part(out.with_name(f"{stem}-parts.txt"))) as stream:
        stream.write("".join(lines).encode())
    return Shares(tuple(documents), tuple(each.size for each in parts), prefix)


def undivided(size: int) -> str:
    """Return what is told where a dossier is small enough as it is."""
    said = pgettext("dossier", "It takes no more than {size}, so it is one file and not in parts.")
    return said.format(size=size_in_words(size, language_in_use()))
