"""A time stamp for a dossier that was made and signed: asked for and answered by files, put into a package beside."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from journal_app.dossier import timestamps
from journal_app.dossier.package import manifest_of, write_package_again
from journal_app.errors import StorageTrouble
from journal_app.i18n import pgettext
from journal_app.integrity.chain import utc_text
from journal_app.integrity.manifest import DOSSIER_NAME, Manifest
from journal_app.progress import SILENT, Progress
from journal_app.services import files, made_files
from journal_app.services.appearing import appearing
from journal_app.services.dossier_plan import Written
from journal_app.services.journal import Journal
from journal_app.vault import randomness


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """A package with a time stamp inside its document.

    ``document`` and ``before`` are the SHA-256 of ``dossier.pdf`` there and in the package it was made from; ``time``
    has the form of ``Head.time``, ``authority`` is who names itself as the issuer, vouched for by nobody.
    """

    files: tuple[Written, ...]
    document: str
    before: str
    time: str
    authority: str


def request(journal: Journal, package: Path, out: Path) -> str:
    """Write a request for a time stamp over the signature of the document in ``package``; return its SHA-256.

    Only a hash leaves. Raises BadInput where it is no package of this journal, or carries a time stamp already, and
    DamageFound where it is not as it was made.
    """
    from journal_app.dossier.security import signature_of  # large, and only needed here

    files.refuse_target(out, journal.folder)
    before = _document_of(manifest_of(package))
    signature = signature_of(package / DOSSIER_NAME, journal.vault.document_signer.certificate)
    nonce = int.from_bytes(randomness.salt()[:8], "big")
    with files.new_file(out) as stream:
        stream.write(timestamps.request(hashlib.sha256(signature).digest(), nonce))
    return before


def answer(journal: Journal, package: Path, source: Path, out: Path, *, progress: Progress = SILENT) -> Stamped:
    """Write a new package ``out``: the one at ``package`` with the time stamp in the answer inside its document.

    ``package`` stays as it is: it may have been handed over. The new one appears whole or not at all. Raises
    BadInput where the answer is about something else or has no room, what :func:`request` raises, and StorageTrouble.
    """
    from journal_app.dossier.security import put_time_stamp, signature_of  # large, and only needed here

    files.refuse_target(out, journal.folder)
    given = files.read(source, limit=timestamps.MAX_ANSWER)
    before = _document_of(manifest_of(package))
    signature = signature_of(package / DOSSIER_NAME, journal.vault.document_signer.certificate)
    token, facts = timestamps.token_over(given, signature)
    with appearing(out.parent) as scratch:
        document = scratch.part(out.with_name(f"{out.name}.pdf"), keep=False)
        with files.new_file(document) as stream:
            put_time_stamp(package / DOSSIER_NAME, token, stream)
        written = write_package_again(scratch.part(out), package, document, progress=progress)
    made = tuple(Written(path=out / each.name, sha256=each.sha256, size=each.size) for each in written)
    stamped = Stamped(
        files=made, document=next(each.sha256 for each in written if each.name == DOSSIER_NAME),
        before=before, time=utc_text(facts.time), authority=facts.authority,
    )  # fmt: skip
    _keep(journal, stamped)
    return stamped


def in_words(made: Stamped, time: str = "") -> str:
    """Return what a person is told of a package that was stamped: what it shows, and which copy is which.

    ``time`` is how its time is shown, where that is not as it is kept.
    """
    return pgettext(
        "anchor",
        "The time stamp says that this dossier existed no later than {time}, from {authority}. How far that can be "
        "relied on depends on who issued it. The package it was made from stays as it was. The document in the new one "
        "has another fingerprint (SHA-256), and a check of it names the one before.",
    ).format(time=time or made.time, authority=made.authority)


def _document_of(manifest: Manifest) -> str:
    return next(each.sha256 for each in manifest.files if each.name == DOSSIER_NAME)


def _keep(journal: Journal, stamped: Stamped) -> None:
    """Keep it beside what was made for the same filing, to be noted as sent; it is there without that too."""
    complaint = made_files.filing_of(journal, stamped.before)
    if complaint:
        with suppress(StorageTrouble):
            made_files.keep(journal, complaint, made_files.sent_files(stamped.files))
