from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from journal_app.vault.signing import ChainSigner, DocumentSigner
from journal_app.verification.document_key import DOCUMENT_KEY_PREFIX, SIGNED_BY_CHAIN

CREATED = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
ID = "0123456789abcdef" * 2
CHAIN = ChainSigner(bytes(range(32)))


@given(st.binary(min_size=32, max_size=32), st.binary(), st.binary())
def test_chain_signatures(seed: bytes, message: bytes, other: bytes) -> None:
    signer = ChainSigner(seed)
    signature = signer.sign(message)
    Ed25519PublicKey.from_public_bytes(signer.public_key).verify(signature, message)
    assert signer.verify(message, signature)
    assert signer.verify(other, signature) is (other == message)
    assert not signer.verify(message, bytes(64))


def test_the_published_vector_of_ed25519() -> None:
    """RFC 8032, section 7.1, test 2."""
    signer = ChainSigner(bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
    assert signer.public_key.hex() == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    assert signer.sign(b"\x72").hex() == (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )


@pytest.mark.parametrize("material", [bytes(48), b"\xff" * 48, bytes(range(48))])
def test_document_signatures(material: bytes) -> None:
    signer = DocumentSigner(material, vault_id=ID, created=CREATED, chain=CHAIN)
    key = x509.load_der_x509_certificate(signer.certificate).public_key()
    assert isinstance(key, EllipticCurvePublicKey)
    signature = signer.sign(b"document")
    key.verify(signature, b"document", ECDSA(SHA256()))
    with pytest.raises(InvalidSignature):
        key.verify(signature, b"another", ECDSA(SHA256()))


def test_the_same_journal_always_signs_the_same() -> None:
    one = DocumentSigner(bytes(range(48)), vault_id=ID, created=CREATED, chain=CHAIN)
    two = DocumentSigner(
        bytes(range(48)), vault_id=ID, created=CREATED.astimezone(timezone(timedelta(hours=5))), chain=CHAIN
    )
    assert one.certificate == two.certificate
    assert one.sign(b"document") == two.sign(b"document")


def test_the_certificate_names_the_journal_and_nobody() -> None:
    certificate = x509.load_der_x509_certificate(
        DocumentSigner(bytes(range(48)), vault_id=ID, created=CREATED, chain=CHAIN).certificate
    )
    assert certificate.subject.rfc4514_string() == "CN=Journal 01234567"
    assert certificate.issuer == certificate.subject
    assert certificate.not_valid_before_utc == CREATED
    assert certificate.not_valid_after_utc == CREATED + timedelta(days=365 * 30)
    certificate.verify_directly_issued_by(certificate)
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_the_chain_signs_the_key_of_the_certificate_as_the_check_reads_it() -> None:
    """The writer and the recipient's tool share no code here: this holds them to one form."""
    certificate = DocumentSigner(bytes(range(48)), vault_id=ID, created=CREATED, chain=CHAIN).certificate
    read = x509.load_der_x509_certificate(certificate)
    held = read.extensions.get_extension_for_oid(x509.ObjectIdentifier(SIGNED_BY_CHAIN))
    assert not held.critical  # a reader that does not know it still takes the certificate
    value = held.value.public_bytes()
    assert (value[:2], len(value)) == (b"\x04\x40", 66)
    own = read.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    Ed25519PublicKey.from_public_bytes(CHAIN.public_key).verify(value[2:], DOCUMENT_KEY_PREFIX + own)


@pytest.mark.parametrize("vault_id", ["0" * 32, "f" * 32])
def test_a_serial_number_is_always_allowed(vault_id: str) -> None:
    signer = DocumentSigner(bytes(range(48)), vault_id=vault_id, created=CREATED, chain=CHAIN)
    assert 0 < x509.load_der_x509_certificate(signer.certificate).serial_number < 2**159
