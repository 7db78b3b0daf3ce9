"""Checks of a time stamp (RFC 3161): what was asked, what was answered, who answered. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from journal_app.errors import BadInput
from journal_app.i18n import pgettext
from journal_app.integrity.at_once import at_once
from journal_app.integrity.chain import ChainMismatch, Head, verify_consistency
from journal_app.integrity.manifest import ANSWER_NAME, PROOF_NAME, REQUEST_NAME, AnchoredHead, Manifest
from journal_app.verification.chain_check import check_signature
from journal_app.verification.cms import NotCovered, NotDer, UnknownKind, subject_of
from journal_app.verification.folder import Survey
from journal_app.verification.report import Findings, Line, Outcome, shown
from journal_app.verification.stamps import read_request, read_stamp
from journal_app.verification.subjects import no_time_stamp, the_authority, the_request, the_trusted_time

MAX_TOKEN = 1 << 20
"""Answers have about 2,300 bytes, or some thousands with a long certificate path."""
GRANTED = ("granted", "granted_with_mods")


@dataclass(frozen=True)
class Stamp:
    """What a time stamp says: its time, the name of its authority, whether a chosen certificate vouches for it.

    The last is None where the library that follows certificates is not there.
    """

    time: datetime
    authority: str
    trusted: bool | None


class _Differs(Exception):
    """A part of the time stamp is not what it should be."""


def check_trusted_time(
    survey: Survey, manifest: Manifest, roots: tuple[bytes, ...], *, covered: bool = False
) -> tuple[Line, ...]:
    """Check the time stamp of a package; ``roots`` are the certificates (DER) that the reader trusts.

    ``covered`` says that a time stamp inside the document covers the chain as well: then none is missed here.
    """
    there = [name for name in (REQUEST_NAME, ANSWER_NAME) if name in survey.files]
    anchored, head = manifest.anchored, manifest.head
    if not there and anchored is None and covered:
        return ()
    if not there:
        findings = Findings(no_time_stamp())
        if anchored and PROOF_NAME not in survey.files:
            findings.differs(pgettext("verification", "timestamp.tsq is missing."))
        else:
            findings.not_checked(pgettext("verification", "The package has no time stamp."))
        return findings.lines()
    findings, issuer = (
        Findings(the_trusted_time() if ANSWER_NAME in there else the_request()),
        Findings(the_authority()),
    )
    if anchored is None or head is None or REQUEST_NAME not in there:
        findings.differs(pgettext("verification", "{name} belongs to nothing in the package.").format(name=there[0]))
        return findings.lines()
    check_anchored(anchored, head.head, findings)
    request = survey.read(REQUEST_NAME, MAX_TOKEN) or b""
    answer = survey.read(ANSWER_NAME, MAX_TOKEN) or b"" if ANSWER_NAME in there else None
    _check_stamp(anchored.head.head, request, answer, roots, findings, issuer)
    return (*findings.lines(), *issuer.lines())


def is_stamped(lines: Iterable[Line]) -> bool:
    """Say whether the ``lines`` about the time stamp tell of one that agrees and has no issuer but a trusted one.

    Where no certificates were given, who issued it is open, which a line of its own says.
    """
    found = {(line.subject, line.outcome) for line in lines}
    return (the_trusted_time(), Outcome.AGREES) in found and (the_authority(), Outcome.DIFFERS) not in found


def is_without_stamp(lines: Iterable[Line]) -> bool:
    """Say whether the ``lines`` tell that no time stamp is there, if only one that was asked for, or nothing of any."""
    told = [line.subject for line in lines if line.subject.id == the_trusted_time().id]
    return not told or any(each in (the_request(), no_time_stamp()) for each in told)


def check_anchored(anchored: AnchoredHead, head: Head, findings: Findings) -> None:
    """Check that the head that was asked for is signed, and that the chain grew from it."""
    check_signature(anchored.head, findings)
    earlier = anchored.head.head
    proof = [bytes.fromhex(step) for step in anchored.consistency]
    try:
        verify_consistency(earlier.size, bytes.fromhex(earlier.root), head.size, bytes.fromhex(head.root), proof)
        grew = (earlier.vault_id, earlier.key) == (head.vault_id, head.key)
    except ChainMismatch:
        grew = False
    if not grew:
        findings.differs(pgettext("verification", "manifest.json: the chain did not grow from the stamped state."))


def _check_stamp(
    head: Head, request: bytes, answer: bytes | None, roots: tuple[bytes, ...], findings: Findings, issuer: Findings
) -> None:
    try:
        stamp = _stamp_of(head.digest(), request, answer, roots)
    except ImportError:
        findings.not_checked(pgettext("verification", "The Python package “cryptography” is not installed here."))
        return
    except UnknownKind:
        findings.not_checked(pgettext("verification", "The Python package “pyhanko” is not installed here."))
        return
    except _Differs as difference:
        findings.differs(str(difference))
        return
    if stamp is None:
        findings.not_checked(pgettext("verification", "A time was asked for; no answer is in the package."))
        return
    time = stamp.time.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    text = pgettext("verification", "The time stamp says that the first {size} revisions existed no later than {time}.")
    findings.agrees(text.format(size=head.size, time=time))
    check_issuer(stamp, issuer, asked=bool(roots))


def check_issuer(stamp: Stamp, issuer: Findings, *, asked: bool) -> None:
    """Note whether a certificate that the reader trusts vouches for the issuer; ``asked`` where any was given."""
    text = pgettext("verification", "The time stamp names as its issuer: {name}.")
    named = text.format(name=shown(stamp.authority))
    if stamp.trusted:
        issuer.agrees(named)
    elif asked and stamp.trusted is not None:
        issuer.differs(named)
    else:
        issuer.not_checked(named)
        if stamp.trusted is None:
            issuer.not_checked(pgettext("verification", "The Python package “pyhanko” is not installed here."))
        else:
            text = pgettext("verification", "Name the certificates you trust with --trust to check the issuer.")
            issuer.not_checked(text)
        issuer.not_checked(pgettext("verification", "Without that, nothing shows that the time comes from outside."))


def _stamp_of(digest: bytes, request: bytes, answer: bytes | None, roots: tuple[bytes, ...]) -> Stamp | None:
    """Return what the ``answer`` says of the ``digest``; None without one.

    Raises _Differs, and without the library for time stamps UnknownKind or ImportError: then cryptography alone has to
    do, and certificates are followed to nobody.
    """
    try:
        nonce = _asked(request, digest)
        return None if answer is None else _answered(answer, digest, nonce, roots)
    except ImportError:
        return _stamp_plainly(digest, request, answer)


def _stamp_plainly(digest: bytes, request: bytes, answer: bytes | None) -> Stamp | None:
    name = REQUEST_NAME
    try:
        asked = read_request(request)
        if (asked.method, asked.digest) != ("sha256", digest):
            raise _Differs(_about_something_else())
        if answer is None:
            return None
        name = ANSWER_NAME
        stamp = read_stamp(answer)
    except NotDer:
        raise _Differs(_not_readable(name)) from None
    except NotCovered:
        raise _Differs(_not_signed()) from None
    if stamp is None:
        raise _Differs(_no_time())
    if stamp.about != asked:
        raise _Differs(_no_answer())
    return Stamp(stamp.time, stamp.signer.name, None)


def _asked(request: bytes, digest: bytes) -> int | None:
    """Return the nonce of ``request``; raises _Differs where it did not ask for ``digest``."""
    from asn1crypto import tsp  # type: ignore[import-untyped]  # the reader may not have it

    try:
        asked = tsp.TimeStampReq.load(request, strict=True)
        imprint, nonce = _imprint(asked["message_imprint"]), asked["nonce"].native
    except Exception:  # foreign bytes: the library has no closed set of errors
        raise _Differs(_not_readable(REQUEST_NAME)) from None
    if imprint != ("sha256", digest):
        raise _Differs(_about_something_else())
    return int(nonce) if nonce is not None else None


def _answered(answer: bytes, digest: bytes, nonce: int | None, roots: tuple[bytes, ...]) -> Stamp:
    """Return what ``answer`` says; raises _Differs where it is not an intact answer to the request."""
    from asn1crypto import tsp  # the reader may not have it

    try:
        response = tsp.TimeStampResp.load(answer, strict=True)
        status = response["status"]["status"].native
        signed = response["time_stamp_token"]["content"] if status in GRANTED else None
        info = signed["encap_content_info"]["content"].parsed if signed is not None else None
        about = None if info is None else (*_imprint(info["message_imprint"]), info["nonce"].native)
        stamp = None if info is None else validated(signed, info["gen_time"].native, digest, roots)
    except ImportError:
        raise
    except Exception:  # foreign bytes: the library has no closed set of errors
        raise _Differs(_not_readable(ANSWER_NAME)) from None
    if about is None:
        raise _Differs(_no_time())
    if about != ("sha256", digest, nonce):
        raise _Differs(_no_answer())
    if stamp is None:
        raise _Differs(_not_signed())
    return stamp


def validated(signed: Any, time: datetime, digest: bytes, roots: tuple[bytes, ...]) -> Stamp | None:
    """Return the stamp, or None where its signature does not cover what it says. Nothing is fetched."""
    from asn1crypto import x509  # the reader may not have it
    from pyhanko.sign.validation.generic_cms import validate_tst_signed_data  # or not this
    from pyhanko.sign.validation.status import TimestampSignatureStatus
    from pyhanko_certvalidator import ValidationContext

    trusted = [x509.Certificate.load(root) for root in roots]
    context = ValidationContext(trust_roots=trusted, allow_fetching=False, moment=time)
    found = at_once(validate_tst_signed_data(signed, context, lambda _: digest))
    status = TimestampSignatureStatus(**found)
    if not (status.intact and status.valid):
        return None
    certificate = status.signing_cert
    name = subject_of(certificate.dump(), certificate.subject.human_friendly)
    return Stamp(time, name, bool(status.trusted))


def _imprint(imprint: Any) -> tuple[str, bytes]:
    return str(imprint["hash_algorithm"]["algorithm"].native), bytes(imprint["hashed_message"].native)


def _about_something_else() -> str:
    text = pgettext("verification", "{name} is about something else than the state of the chain.")
    return text.format(name=REQUEST_NAME)


def _no_time() -> str:
    return pgettext("verification", "timestamp.tsr: the authority did not give a time.")


def _no_answer() -> str:
    return pgettext("verification", "timestamp.tsr is not the answer to timestamp.tsq.")


def _not_signed() -> str:
    return pgettext("verification", "timestamp.tsr is not what its issuer signed.")


def _not_readable(name: str) -> str:
    return pgettext("verification", "{name} cannot be read as what it should be.").format(name=name)


def trusted_certificates(data: bytes, source: str) -> tuple[bytes, ...]:
    """Return the certificates (DER) in ``data``, a PEM file with one or more, or one in DER.

    Raises BadInput where there is none, or where the libraries to read it are not installed.
    """
    try:
        from asn1crypto import pem, x509  # the reader may not have it

        found = [part[2] for part in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
        for der in found:
            x509.Certificate.load(der, strict=True).native  # noqa: B018 - reads every field
    except Exception:  # foreign bytes: the library has no closed set of errors
        found = []
    if not found:
        message = pgettext("error", "{source} holds no certificate that can be read here; nothing was changed.")
        advice = pgettext("error", "Name a file with the authority’s root certificate, in PEM or DER.")
        raise BadInput(message.format(source=shown(source)), advice, source=source)
    return tuple(found)
