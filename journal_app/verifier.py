"""The recipient's tool: checks a package, and says what that shows and what it does not show."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TextIO

from journal_app.errors import BadInput, JournalError, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.integrity.manifest import DOSSIER_NAME, MANIFEST_NAME, SUMS_NAME, Manifest
from journal_app.verification.calendar_time import check_calendar_proof
from journal_app.verification.chain_check import check_chain
from journal_app.verification.contents import check_contents, left_open
from journal_app.verification.document import Looked, check_document, check_signature_alone, missing, not_looked_into
from journal_app.verification.document_time import is_document_stamped
from journal_app.verification.folder import Survey, not_a_package, opened, survey
from journal_app.verification.inside import check_inside
from journal_app.verification.pdf_signature import is_meant_as_pdf
from journal_app.verification.report import Line, Report, as_json, as_text, escaped, shown
from journal_app.verification.subjects import the_attachments
from journal_app.verification.trusted_time import (
    check_trusted_time,
    is_stamped,
    is_without_stamp,
    trusted_certificates,
)

MAX_CERTIFICATES = 1 << 20


def verify(package: Path, roots: tuple[bytes, ...] = ()) -> Report:
    """Check the package folder ``package``, or a dossier's PDF alone, and return what was found.

    ``roots`` are the certificates (DER) the reader trusts for time stamps. Nothing is changed, nothing is
    fetched. Raises BadInput where it is neither, StorageTrouble where something cannot be read.
    """
    with _quiet():
        lines = _lines(package, roots)
        stamped = is_document_stamped(lines) or not is_without_stamp(lines)
        return Report(shown(package.absolute().name), lines, stamped=stamped)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command ``journal-verify``; returns the exit code of the contract."""
    options = _parser().parse_args(arguments)
    try:
        report = verify(options.package, _roots(options.trust))
    except JournalError as error:
        return _tell(error, as_document=options.json)
    try:
        _write(sys.stdout, as_json(report) if options.json else as_text(report))
    except OSError:
        message = pgettext("error", "The result could not be written; nothing was changed.")
        return _tell(StorageTrouble(message, pgettext("error", "Run the check again.")), as_document=False)
    return report.exit_code


def _lines(package: Path, roots: tuple[bytes, ...]) -> tuple[Line, ...]:
    if package.is_file():
        if not is_meant_as_pdf(package):
            raise not_a_package(package)
        return check_inside(package, roots)
    found = survey(package)
    if not found.files.keys() & {MANIFEST_NAME, SUMS_NAME}:
        return check_inside(_only_document(found), roots)
    contents = check_contents(found)
    if contents.manifest is None:
        document = found.root / DOSSIER_NAME
        signature = check_signature_alone(document) if DOSSIER_NAME in found.files else missing(DOSSIER_NAME)
        return (*contents.lines, *signature, *left_open(the_attachments()))
    return (*contents.lines, *_check_parts(found, contents.manifest, roots))


def _check_parts(found: Survey, manifest: Manifest, roots: tuple[bytes, ...]) -> tuple[Line, ...]:
    listed = {file.name: file for file in manifest.files}.get(DOSSIER_NAME)
    if listed is not None and found.files.get(DOSSIER_NAME) == listed:
        document = check_document(found.root / DOSSIER_NAME, manifest, found.files, roots)
    else:
        document = Looked(not_looked_into(DOSSIER_NAME, listed=listed is not None))
    times = check_trusted_time(found, manifest, roots, covered=document.stamped)
    stamped = document.stamped or is_stamped(times)
    return (
        *check_chain(manifest, found.files, stamped=stamped, covered=document.covers),
        *document.lines,
        *times,
        *check_calendar_proof(found, manifest),
    )


def _only_document(found: Survey) -> Path:
    names = [name for name in found.files if name.casefold().endswith(".pdf")]
    if len(names) != 1 or len(found.files) != 1 or found.strange:
        message = pgettext("error", "{name} is not a package: it has neither SHA256SUMS nor manifest.json.")
        advice = pgettext("error", "Name the folder that holds them, or a PDF alone.")
        raise BadInput(message.format(name=shown(found.root.name)), advice, source=found.root.name)
    return found.root / names[0]


def _roots(files: Sequence[Path]) -> tuple[bytes, ...]:
    found: list[bytes] = []
    for file in files:
        with opened(file) as source:
            found.extend(trusted_certificates(source.read(MAX_CERTIFICATES), file.name))
    return tuple(found)


class _Parser(argparse.ArgumentParser):
    """Says what it did not understand without what would steer a terminal."""

    def error(self, message: str) -> NoReturn:
        super().error(escaped(message))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="journal-verify",
        description=pgettext("verification", "Checks a package without changing it and without using a network."),
        epilog=pgettext(
            "verification",
            "Ends with 0: all that was checked agrees. 1: something differs. 2: wrong usage. 5: not a package, or"
            " too little could be checked. 6: something cannot be read.",
        ),
    )
    parser.add_argument(
        "package", metavar="PACKAGE", type=Path, help=pgettext("verification", "the package folder, or a PDF alone")
    )
    parser.add_argument("--json", action="store_true", help=pgettext("verification", "print one JSON document"))
    parser.add_argument(
        "--trust",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help=pgettext("verification", "certificates you trust for time stamps, PEM or DER"),
    )
    return parser


def _tell(error: JournalError, *, as_document: bool) -> int:
    """Say what went wrong; with ``as_document`` as JSON too, so that a program always gets one document."""
    if as_document:
        document = {
            "format": "journal-verification",
            "version": 1,
            "result": "error",
            "exit_code": error.exit_code,
            "message": error.message,
            "advice": error.advice,
            "checks": [],
        }
        _write(sys.stdout, json.dumps(document, indent=1))
    _write(sys.stderr, str(error))
    return error.exit_code


def _write(out: TextIO, text: str) -> None:
    """Write ``text`` and a line end; signs that the terminal cannot show, or would obey, are escaped."""
    encoding = out.encoding or "utf-8"
    out.write(escaped(text, kept="\n").encode(encoding, "backslashreplace").decode(encoding) + "\n")
    out.flush()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries' log lines away from the reader: what they found stands in the report."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


if __name__ == "__main__":
    sys.exit(main())
