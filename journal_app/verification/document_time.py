"""Checks of a time stamp inside a document, over its signature (RFC 3161, appendix A). Nothing is fetched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC

from journal_app.i18n import pgettext
from journal_app.verification.cms import DIGESTS, NotCovered, NotDer, UnknownKind, check_form
from journal_app.verification.pdf_signature import Beside
from journal_app.verification.report import Findings, Line, Outcome
from journal_app.verification.stamps import read_token
from journal_app.verification.subjects import the_document_authority, the_document_time
from journal_app.verification.trusted_time import Stamp, check_issuer, validated


class _StampRefused(Exception):
    """The time stamp is not what it should be."""


def check_document_time(stamps: Sequence[Beside], roots: tuple[bytes, ...]) -> tuple[Line, ...]:
    """Check each time stamp that stands beside a signature which was found to agree; no lines where none does.

    ``roots`` are the certificates (DER) that the reader trusts.
    """
    findings, issuer = Findings(the_document_time()), Findings(the_document_authority())
    for each in stamps:
        _check_over(each, roots, findings, issuer)
    return (*findings.lines(), *issuer.lines())


def is_document_stamped(lines: Iterable[Line]) -> bool:
    """Say whether the ``lines`` tell of a time stamp inside the document that agrees, with no issuer but a trusted one.

    Where no certificates were given, who issued it is open, which a line of its own says.
    """
    found = {(line.subject, line.outcome) for line in lines}
    times, issuers = the_document_time(), the_document_authority()
    return (times, Outcome.AGREES) in found and (issuers, Outcome.DIFFERS) not in found


def _check_over(beside: Beside, roots: tuple[bytes, ...], findings: Findings, issuer: Findings) -> None:
    try:
        stamp = _stamp_over(beside, roots)
    except UnknownKind:
        findings.not_checked(pgettext("verification", "The Python package “pyhanko” is not installed here."))
        return
    except _StampRefused as refused:
        findings.differs(str(refused))
        return
    time = stamp.time.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    text = pgettext("verification", "It says that the signature of the document existed no later than {time}.")
    findings.agrees(text.format(time=time))
    text = pgettext("verification", "Fingerprint (SHA-256) of the document before its time stamp: {digest}.")
    findings.agrees(text.format(digest=beside.before))
    check_issuer(stamp, issuer, asked=bool(roots))


def _stamp_over(beside: Beside, roots: tuple[bytes, ...]) -> Stamp:
    """Return what the time stamp says; raises _StampRefused, and without the library for time stamps UnknownKind."""
    try:
        return _token_with_library(beside, roots)
    except ImportError:
        return _token_plainly(beside)


def _token_with_library(beside: Beside, roots: tuple[bytes, ...]) -> Stamp:
    from asn1crypto import cms  # type: ignore[import-untyped]  # the reader may not have it

    try:
        signed = cms.ContentInfo.load(beside.token, strict=True)["content"]
        info = signed["encap_content_info"]["content"].parsed
        imprint = info["message_imprint"]
        method, digest = imprint["hash_algorithm"]["algorithm"].native, bytes(imprint["hashed_message"].native)
        _check_imprint(beside, method, digest)
        _check_form_of(beside.token)
        stamp = validated(signed, info["gen_time"].native, digest, roots)
    except (ImportError, _StampRefused):
        raise
    except Exception:  # foreign bytes: the library has no closed set of errors
        raise _StampRefused(_token_not_readable()) from None
    if stamp is None:
        raise _StampRefused(_token_not_signed())
    return stamp


def _check_form_of(token: bytes) -> None:
    """Raise where what nothing signs in the ``token`` is not as it should be, unless it is of a rarer kind."""
    try:
        check_form(token)
    except NotCovered:
        raise _StampRefused(_token_not_signed()) from None
    except UnknownKind:
        return


def _token_plainly(beside: Beside) -> Stamp:
    try:
        told = read_token(beside.token)
    except NotDer:
        raise _StampRefused(_token_not_readable()) from None
    except NotCovered:
        raise _StampRefused(_token_not_signed()) from None
    _check_imprint(beside, told.about.method, told.about.digest)
    return Stamp(told.time, told.signer.name, None)


def _check_imprint(beside: Beside, method: str, digest: bytes) -> None:
    if method not in DIGESTS.values() or hashlib.new(method, beside.signature).digest() != digest:
        raise _StampRefused(pgettext("verification", "The time stamp inside the document is about another signature."))


def _token_not_signed() -> str:
    return pgettext("verification", "The time stamp inside the document is not what its issuer signed.")


def _token_not_readable() -> str:
    return pgettext("verification", "The time stamp inside the document cannot be read as what it should be.")
