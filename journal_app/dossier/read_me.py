"""READ-ME-FIRST: what is in a package, how to check it, and what a check shows and does not show."""

from __future__ import annotations

from collections.abc import Iterable

from journal_app.domain.date_words import text_in_words
from journal_app.dossier.package_parts import PackageParts
from journal_app.i18n import pgettext
from journal_app.integrity.chain import fingerprint_groups
from journal_app.integrity.claims import Translate, all_claims


def readme_text(parts: PackageParts, translate: Translate = pgettext) -> str:
    """Return the text of READ-ME-FIRST: what is here, how to check it, what a pass does not show.

    ``translate`` finds the words of the dossier's language.
    """
    pgettext = translate  # so that the messages are found where texts are collected for translation
    with_program = pgettext(
        "package",
        "With Python 3.11 or newer: python3 verify.py . (in this folder). It needs no network. With the Python"
        " package cryptography it also checks the signatures, with pyhanko also who issued a time stamp;"
        " without them it says what it left out."
        " You need not trust the copy of verify.py in this folder: journal-verify does the same check, and compares"
        " that copy and this text with what the signature of dossier.pdf covers.",
    )
    without = pgettext(
        "package",
        "Without this program: sha256sum -c SHA256SUMS compares every file (on a Mac: shasum -a 256 -c SHA256SUMS; on"
        " Windows: certutil -hashfile FILE SHA256, file by file). A PDF reader shows the signature of dossier.pdf; it"
        " will call the signer unknown, because the journal made the certificate itself. The time it shows for the"
        " signature is the time up to which the dossier was recorded, not that of signing.",
    )
    opening = pgettext("package", "Open the exhibits with care, as any file that came from someone else.")
    blocks = [
        pgettext("package", "READ ME FIRST"),
        _section(pgettext("package", "What is here"), _here(parts, translate)),
        _section(pgettext("package", "How to check it"), [with_program, without]),
        _section(pgettext("package", "What a check shows, and what it does not"), _claims(parts, translate)),
        opening,
    ]
    if parts.head is not None:
        head = pgettext("package", "State of the chain: {size} revisions, {time}, fingerprint")
        time = text_in_words(parts.head.head.time, parts.language)  # as machines read it, it stands in the manifest
        blocks.append(head.format(size=parts.head.head.size, time=time))
        blocks.append(" ".join(fingerprint_groups(parts.head.head.root)))
    return "\n\n".join(blocks) + "\n"


def _here(parts: PackageParts, translate: Translate) -> list[str]:
    """Return what is in a package, a sentence or two for each thing."""
    pgettext = translate
    here = [
        pgettext("package", "dossier.pdf is the document to read. The same originals are attached inside it."),
        pgettext("package", "exhibits holds each exhibit as the original file, byte for byte."),
        *_in_the_manifest(parts, translate),
        pgettext("package", "custody.csv tells what was done with each exhibit, and when."),
        pgettext("package", "SHA256SUMS lists the fingerprints of all files. verify.py checks all of this."),
    ]  # fmt: skip
    if parts.hidden and parts.exhibits:
        here.append(
            pgettext("package", "Names or parts of pictures are hidden in the pages of dossier.pdf alone. The"
                                " originals, here and attached inside it, are whole: nothing is hidden in them.")
        )  # fmt: skip
    if parts.request:
        here.append(
            pgettext("package", "timestamp.tsq is a request for a time stamp; timestamp.tsr, if there, its answer.")
        )
    if parts.proof:
        here.append(
            pgettext("package", "timestamp.ots is an OpenTimestamps proof. It was kept as it came, and not checked.")
        )
    here.append(
        pgettext("package", "dossier.pdf keeps room for a time stamp from outside. Where one was put in later, a copy"
                            " of the package was made for it: dossier.pdf, manifest.json and SHA256SUMS differ there"
                            " from those handed over before. A check of that copy names the time, which covers the"
                            " chain too, and the fingerprint that dossier.pdf had before.")
    )  # fmt: skip
    return here


def _in_the_manifest(parts: PackageParts, translate: Translate) -> list[str]:
    """Return what is in the manifest: how many of the revisions, and which are left out; the count tells no more."""
    pgettext = translate
    if parts.head is None:
        return [
            pgettext("package", "manifest.json lists every file with its fingerprint (SHA-256), and where each exhibit"
                                " came from.")
        ]  # fmt: skip
    told = pgettext("package", "manifest.json lists every file with its fingerprint (SHA-256), where each exhibit came"
                               " from, and {count} of the {size} revisions in the journal’s chain, each with its place"
                               " there.")  # fmt: skip
    found = [told.format(count=len(parts.chain), size=parts.head.head.size)]
    if len(parts.chain) < parts.head.head.size:
        found.append(
            pgettext("package", "These are revisions of the incidents, the exhibits and their custody. Left out are"
                                " those of all else, private ones, those that hold a hidden name, and those of exhibits"
                                " that name an incident which is no part of this package.")
        )  # fmt: skip
    return found


def _claims(parts: PackageParts, translate: Translate) -> tuple[str, ...]:
    pgettext = translate
    claims = all_claims(translate, anchored=bool(parts.answer))
    if not parts.chain:
        return claims
    return (*claims, pgettext("package", "No check compares the words printed in dossier.pdf with the revisions."))


def _section(title: str, lines: Iterable[str]) -> str:
    return "\n".join([title, *(f"- {line}" for line in lines)])
