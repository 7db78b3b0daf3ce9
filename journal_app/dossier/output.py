"""How a finished document takes its place: whole or not at all; and its encrypted copy."""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pikepdf

from journal_app.durable import sync_folder
from journal_app.errors import BadInput, StorageTrouble
from journal_app.i18n import pgettext


def encrypt_copy(path: Path, passphrase: str, out: Path, *, note: str = "{sha256}") -> str:
    """Write a copy of the PDF at ``path`` to ``out``, encrypted with AES-256 (revision 6, ISO 32000-2).

    The copy opens with ``passphrase`` alone; nothing is readable without it, the metadata included. A signature would
    not be valid in it, so it is taken out, and the description of the copy is ``note``, in which {sha256} is that of
    the signed original. PDF/A forbids encryption, so the original is kept beside it. Returns that SHA-256; empty where
    nothing was signed, and so no note written. Raises BadInput for an empty passphrase or a file that is no PDF,
    StorageTrouble where it cannot be written.
    """
    if not passphrase:
        message = pgettext("error", "An encrypted copy needs a passphrase; no copy was made.")
        raise BadInput(message, pgettext("error", "Give a passphrase of several words."))
    key = unicodedata.normalize("NFKC", passphrase)  # the heart of SASLprep, which readers apply to what is typed
    lock = pikepdf.Encryption(owner=key, user=key, R=6, aes=True, metadata=True)
    signed = ""
    try:
        with pikepdf.open(path) as pdf, replacing(out) as copy:
            if _without_signature(pdf):
                with path.open("rb") as original:
                    signed = hashlib.file_digest(original, "sha256").hexdigest()
                with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:  # and the same in the other place
                    metadata["dc:description"] = note.format(sha256=signed)
            pdf.save(copy, encryption=lock, linearize=False)
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise no_pdf(path) from error
    return signed


def _without_signature(pdf: pikepdf.Pdf) -> bool:
    """Take the fields of signatures out of a document, and say whether there were any; it has no other fields."""
    fields = pdf.Root.get("/AcroForm", pikepdf.Dictionary()).get("/Fields", pikepdf.Array())
    signed = {each.objgen for each in fields if each.get("/FT") == "/Sig"}
    if not signed:
        return False
    for page in pdf.pages:
        kept = [each for each in page.obj.get("/Annots", []) if each.objgen not in signed]
        if kept:
            page.obj.Annots = pikepdf.Array(kept)
        elif "/Annots" in page.obj:
            del page.obj.Annots
    del pdf.Root.AcroForm
    return True


def no_pdf(path: Path) -> BadInput:
    """Return the error for a file that cannot be read as a PDF."""
    message = pgettext("error", "{name} cannot be read as a PDF; nothing was written.")
    return BadInput(message.format(name=path.name), pgettext("error", "Make the document again."), source=path.name)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a new file that takes the place of ``path`` when the block ends well; otherwise it leaves nothing.

    Raises StorageTrouble where the disk does not take it.
    """
    draft = None
    try:
        number, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")  # mode 0600
        with os.fdopen(number, "w+b") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        Path(draft).replace(path)
        sync_folder(path.parent)
    except OSError as error:
        _remove(draft)
        message = pgettext("error", "{name} could not be written; nothing was changed.")
        advice = pgettext("error", "Check that there is space and that you may write there, then try again.")
        raise StorageTrouble(message.format(name=path.name), advice) from error
    except BaseException:
        _remove(draft)
        raise


def _remove(draft: str | None) -> None:
    if draft is not None:
        Path(draft).unlink(missing_ok=True)
