"""The key that signed a document against the key of the chain: whoever alters one has to sign it anew."""

from __future__ import annotations

from collections.abc import Sequence

from journal_app.i18n import pgettext
from journal_app.integrity.chain import SignedHead
from journal_app.verification.cms import OCTETS, NotDer, only_value
from journal_app.verification.report import Findings, Line
from journal_app.verification.subjects import the_document_key

DOCUMENT_KEY_PREFIX = b"journal document key v1\n"
"""What is signed begins with this; the key (SubjectPublicKeyInfo, RFC 5280, 4.1.2.7) follows."""
SIGNED_BY_CHAIN = "2.25.77258442806131971782660122729414113252"
"""The extension of a certificate that holds the signature of its key by the chain's (ITU-T X.667: from a UUID)."""


def check_document_key(certificates: Sequence[bytes], signed: SignedHead | None) -> tuple[Line, ...]:
    """Check that the key of the chain signed the key of each certificate (DER) that signed the document.

    Where no signature of the document agreed there are no certificates, and nothing is checked.
    """
    findings = Findings(the_document_key())
    if not certificates:
        findings.not_checked(pgettext("verification", "No signature of the document was found to agree."))
    elif signed is None:
        findings.not_checked(pgettext("verification", "The package names no state of a chain."))
    elif all(_is_vouched_for(each, bytes.fromhex(signed.head.key)) for each in certificates):
        findings.agrees(pgettext("verification", "The key of the chain signed the key of the certificate."))
    else:
        text = pgettext("verification", "The key of the chain did not sign the key of the certificate.")
        findings.differs(text)
    return findings.lines()


def _is_vouched_for(certificate: bytes, key: bytes) -> bool:
    # Where a signature was found to agree, the package is there.
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    try:
        read = x509.load_der_x509_certificate(certificate)
        value = read.extensions.get_extension_for_oid(x509.ObjectIdentifier(SIGNED_BY_CHAIN)).value.public_bytes()
        own = read.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        signature = only_value(value, OCTETS).inside
        Ed25519PublicKey.from_public_bytes(key).verify(signature, DOCUMENT_KEY_PREFIX + own)
    except (
        x509.ExtensionNotFound,
        x509.DuplicateExtension,
        InvalidSignature,
        UnsupportedAlgorithm,
        NotDer,
        ValueError,
    ):
        return False
    return True
