"""The check of a time stamp inside a document, over its signature, with pyHanko and with cryptography alone."""

from __future__ import annotations

import builtins
import contextlib
import hashlib
import io
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

sys.path.insert(0, str(Path(__file__).resolve().parent))

import verifier_samples as samples
from test_verifier_alone import written
from test_verifier_plain import Maker

from journal_app.dossier import timestamps
from journal_app.dossier.package import attachments_of, write_package_again
from journal_app.dossier.package_parts import PackageParts
from journal_app.dossier.security import put_time_stamp, signature_of
from journal_app.integrity.at_once import at_once
from journal_app.verification import cms
from journal_app.verification.pdf_signature import Room, stamp_beside
from journal_app.verification.report import Outcome, Report
from journal_app.verification.trusted_time import trusted_certificates
from journal_app.verifier import verify

BIG = ("pyhanko", "pyhanko_certvalidator", "asn1crypto")
TIME, ISSUER = "document-time", "document-time-issuer"
KIND = cms.SIGNATURE_TIME_STAMP
STAMP_CONTENT = "1.2.840.113549.1.9.16.1.4"  # what a time-stamp token holds (RFC 3161, 2.4.2)


@contextlib.contextmanager
def without(*names: str) -> Iterator[None]:
    """Let imports of these libraries not succeed."""
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name.split(".", maxsplit=1)[0] in names:
            raise ImportError(name)
        return real(name, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(builtins, "__import__", refuse)
        yield


def plainly(place: Path) -> Report:
    with without(*BIG):
        return verify(place)


STEP = 23  # of the digits in the room; a longer look tries each of them
BOTH = pytest.mark.parametrize("check", [verify, plainly], ids=["pyhanko", "cryptography"])


def outcomes(found: Report, check: str) -> set[Outcome]:
    return {line.outcome for line in found.lines if line.subject.id == check}


def details(found: Report, check: str) -> str:
    return "\n".join(detail for line in found.lines if line.subject.id == check for detail in line.details)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> samples.Authority:
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command is not installed")
    return samples.Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command is not installed")
    return Maker(tmp_path_factory.mktemp("maker"))


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> PackageParts:
    return samples.parts(tmp_path_factory.mktemp("parts"), stamped=False)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory, parts: PackageParts) -> Path:
    """A dossier as it was handed over, without a time stamp."""
    return written(tmp_path_factory.mktemp("signed") / "dossier.pdf", attachments_of(parts))


def token_for(document: Path, authority: samples.Authority) -> bytes:
    value = signature_of(document, samples.certificate())
    answer = authority.answer(timestamps.request(hashlib.sha256(value).digest(), 5))
    return timestamps.token_over(answer, value)[0]


@pytest.fixture(scope="module")
def token(signed: Path, authority: samples.Authority) -> bytes:
    return token_for(signed, authority)


@pytest.fixture(scope="module")
def stamped(tmp_path_factory: pytest.TempPathFactory, signed: Path, token: bytes) -> Path:
    """The same dossier with a time stamp over its signature."""
    return stamp(signed, token, tmp_path_factory.mktemp("stamped") / "dossier.pdf")


def stamp(signed: Path, token: bytes, out: Path) -> Path:
    with out.open("wb") as stream:
        put_time_stamp(signed, token, stream)
    return out


def attribute(kind: str, *values: bytes) -> bytes:
    first, second, *rest = map(int, kind.split("."))
    inside = bytearray([40 * first + second])
    for number in rest:
        digits = [number & 0x7F]
        while number := number >> 7:
            digits.append(number & 0x7F | 0x80)
        inside += bytes(reversed(digits))
    name = cms.encoded(cms.OBJECT, bytes(inside))
    return cms.encoded(cms.SEQUENCE, name + cms.encoded(cms.SET, b"".join(values)))


def beside(signed: Path, unsigned: bytes, out: Path) -> Path:
    """Write the document with anything at all in the place of the unsigned attributes."""
    content = signed.read_bytes()
    room = list(re.finditer(rb"/Contents <([0-9A-F]+)>", content))[-1]
    what, explicit = cms.only_value(cms.first_value(bytes.fromhex(room[1].decode()))[0].whole, cms.SEQUENCE).parts()
    *before, signers = cms.only_value(explicit.inside, cms.SEQUENCE).parts()
    signer = cms.encoded(cms.SEQUENCE, cms.only_value(signers.inside, cms.SEQUENCE).inside + unsigned)
    data = b"".join(each.whole for each in before) + cms.encoded(cms.SET, signer)
    whole = what.whole + cms.encoded(cms.CONTEXT_0, cms.encoded(cms.SEQUENCE, data))
    digits = cms.encoded(cms.SEQUENCE, whole).hex().upper().encode()
    out.write_bytes(content[: room.start(1)] + digits.ljust(len(room[1]), b"0") + content[room.end(1) :])
    return out


@BOTH
def test_it_is_told_with_its_time_and_what_the_document_was_before(
    signed: Path, stamped: Path, check: Callable[[Path], Report]
) -> None:
    found = check(stamped)
    assert (found.result, outcomes(found, TIME)) == ("agrees", {Outcome.AGREES})
    assert re.search(r"existed no later than \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.", details(found, TIME))
    assert hashlib.sha256(signed.read_bytes()).hexdigest() in details(found, TIME)
    assert details(found, ISSUER).startswith("The time stamp names as its issuer: CN=Test-Time.")
    assert outcomes(found, ISSUER) == {Outcome.NOT_CHECKED}
    assert outcomes(found, "document-signature") == {Outcome.AGREES}


def test_it_covers_the_chain_that_the_document_names(signed: Path, stamped: Path) -> None:
    (before,) = [line for line in verify(signed).lines if line.subject.id == "chain-entries"]
    (after,) = [line for line in verify(stamped).lines if line.subject.id == "chain-entries"]
    assert "not made anew" in before.subject.does_not_show
    assert "not made anew" not in after.subject.does_not_show
    assert outcomes(verify(signed), "trusted-time") == {Outcome.NOT_CHECKED}
    assert outcomes(verify(stamped), "trusted-time") == set()
    assert verify(stamped).claims != verify(signed).claims
    assert not outcomes(verify(signed), TIME)


def test_who_issued_it_is_compared_with_the_certificates_that_are_trusted(
    stamped: Path, authority: samples.Authority, tmp_path: Path
) -> None:
    trusted = verify(stamped, trusted_certificates(authority.root.read_bytes(), "root.pem"))
    assert outcomes(trusted, ISSUER) == {Outcome.AGREES}
    other = samples.Authority(tmp_path / "other").root.read_bytes()
    found = verify(stamped, trusted_certificates(other, "other.pem"))
    assert (found.exit_code, outcomes(found, ISSUER)) == (1, {Outcome.DIFFERS})
    (entries,) = [line for line in found.lines if line.subject.id == "chain-entries"]
    assert "not made anew" in entries.subject.does_not_show


def test_a_package_is_written_again_with_it_and_nothing_else_is_another(
    parts: PackageParts, signed: Path, token: bytes, tmp_path: Path
) -> None:
    from dataclasses import replace

    from journal_app.dossier.package import write_package

    write_package(tmp_path / "package", replace(parts, document=signed))
    assert verify(tmp_path / "package").result == "agrees"
    stamp(tmp_path / "package" / "dossier.pdf", token, tmp_path / "stamped.pdf")
    write_package_again(tmp_path / "again", tmp_path / "package", tmp_path / "stamped.pdf")
    found = verify(tmp_path / "again")
    assert (found.result, outcomes(found, TIME)) == ("agrees", {Outcome.AGREES})
    assert outcomes(found, "trusted-time") == set()
    assert outcomes(plainly(tmp_path / "again"), TIME) == {Outcome.AGREES}
    told = subprocess.run([sys.executable, tmp_path / "again" / "verify.py", tmp_path / "again"],
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert (told.returncode, "The time stamp (RFC 3161) inside the document" in told.stdout) == (0, True)
    sums = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=tmp_path / "again", check=False)
    assert sums.returncode == 0


def test_no_byte_outside_the_room_is_another(signed: Path, stamped: Path) -> None:
    before, after = signed.read_bytes(), stamped.read_bytes()
    room = list(re.finditer(rb"/Contents <([0-9A-F]+)>", before))[-1]
    assert len(before) == len(after)
    assert before[: room.start(1)] == after[: room.start(1)]
    assert before[room.end(1) :] == after[room.end(1) :]


def test_others_read_it_as_a_signature_with_a_time_stamp(
    stamped: Path, authority: samples.Authority, caplog: pytest.LogCaptureFixture
) -> None:
    (root,) = trusted_certificates(authority.root.read_bytes(), "root.pem")
    from asn1crypto import x509

    trust = ValidationContext(trust_roots=[x509.Certificate.load(root)], allow_fetching=False)
    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    with stamped.open("rb") as source:
        (found,) = PdfFileReader(source).embedded_regular_signatures
        status = at_once(async_validate_pdf_signature(found, nobody, ts_validation_context=trust))
        assert (status.intact, status.valid) == (True, True)
        stamp_status = status.timestamp_validity
        assert stamp_status is not None
        assert (stamp_status.intact, stamp_status.valid, stamp_status.trusted) == (True, True, True)
    caplog.clear()  # the library tells that the journal made its certificate itself


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="the pdfsig command is not installed")
def test_pdfsig_still_takes_the_signature(stamped: Path) -> None:
    told = subprocess.run(["pdfsig", stamped], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid." in told
    assert "Total document signed" in told


def test_openssl_takes_the_token_over_the_value_of_the_signature(
    signed: Path, token: bytes, authority: samples.Authority, tmp_path: Path
) -> None:
    (tmp_path / "value").write_bytes(signature_of(signed, samples.certificate()))
    (tmp_path / "token").write_bytes(token)
    told = subprocess.run(
        ["openssl", "ts", "-verify", "-data", tmp_path / "value", "-in", tmp_path / "token", "-token_in",
         "-CAfile", authority.root],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr


@BOTH
def test_one_of_another_document_is_named(
    signed: Path, authority: samples.Authority, tmp_path: Path, check: Callable[[Path], Report]
) -> None:
    other = samples.document(tmp_path / "other.pdf", {"a.txt": b"other"})
    found = check(stamp(signed, token_for(other, authority), tmp_path / "swapped.pdf"))
    assert (found.exit_code, outcomes(found, TIME)) == (1, {Outcome.DIFFERS})
    assert "about another signature" in details(found, TIME)
    assert "no later than" not in details(found, TIME)


@BOTH
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda token: cms.encoded(cms.SEQUENCE, cms.only_value(token, cms.SEQUENCE).inside[:-40]), "cannot be read"),
        (lambda token: cms.encoded(cms.SEQUENCE, b""), "cannot be read"),
        (lambda token: token[:-1] + bytes([token[-1] ^ 1]), "what its issuer signed"),
        (lambda token: token.replace(b"Test-Root", b"Test-Rood", 1), "what its issuer signed"),
    ],
    ids=["cut", "empty", "signature", "certificate"],
)
def test_one_that_is_altered_is_named(
    signed: Path, token: bytes, tmp_path: Path, change: Callable[[bytes], bytes], said: str,
    check: Callable[[Path], Report],
) -> None:  # fmt: skip
    unsigned = cms.encoded(cms.UNSIGNED, attribute(KIND, change(token)))
    found = check(beside(signed, unsigned, tmp_path / "altered.pdf"))
    assert (found.exit_code, outcomes(found, TIME)) == (1, {Outcome.DIFFERS})
    assert said in details(found, TIME)
    assert outcomes(found, "document-signature") == {Outcome.AGREES}


@BOTH
@pytest.mark.parametrize(
    "attributes",
    [
        lambda token: attribute(KIND, token) * 2,
        lambda token: attribute(KIND, token, token),
        lambda _: attribute(KIND),
        lambda token: attribute("1.2.840.113549.1.9.16.2.15", token),
        lambda _: attribute(KIND, b"\x04\x02hi"),
        lambda _: b"",
    ],
    ids=["twice", "two-values", "no-value", "another-kind", "no-token", "empty"],
)
def test_what_is_no_time_stamp_beside_the_signature_is_named(
    signed: Path, token: bytes, tmp_path: Path, attributes: Callable[[bytes], bytes], check: Callable[[Path], Report]
) -> None:
    found = check(beside(signed, cms.encoded(cms.UNSIGNED, attributes(token)), tmp_path / "odd.pdf"))
    assert (found.exit_code, outcomes(found, "document-signature")) == (1, {Outcome.DIFFERS})
    assert "no time stamp, and that nothing signed" in details(found, "document-signature")


def test_one_that_is_taken_out_leaves_the_document_as_it_was_handed_over(
    signed: Path, stamped: Path, tmp_path: Path
) -> None:
    content = list(re.finditer(rb"/Contents <([0-9A-F]+)>", stamped.read_bytes()))[-1][1]
    data = cms.first_value(bytes.fromhex(content.decode()))[0].whole
    bare = cms.without_unsigned(data).hex().upper().encode().ljust(len(content), b"0")
    assert stamped.read_bytes().replace(content, bare) == signed.read_bytes()


def test_digits_in_small_letters_are_told_as_they_were(signed: Path, stamped: Path) -> None:
    """Another program may have written them so; a digest is of the letters that stand there."""
    small = [lowered(path.read_bytes()) for path in (signed, stamped)]
    room = list(re.finditer(rb"/Contents <([0-9a-f]+)>", small[1]))[-1]
    data = cms.first_value(bytes.fromhex(room[1].decode()))[0].whole
    found = stamp_beside(io.BytesIO(small[1]), Room(room.start(1) - 1, room.end(1) + 1, len(small[1])), data)
    assert found is not None
    assert found.before == hashlib.sha256(small[0]).hexdigest()


def lowered(content: bytes) -> bytes:
    room = list(re.finditer(rb"/Contents <([0-9A-F]+)>", content))[-1]
    return content[: room.start(1)] + room[1].lower() + content[room.end(1) :]


def test_of_a_signature_that_is_not_read_here_nothing_beside_it_is_told(maker: Maker) -> None:
    assert stamp_beside(io.BytesIO(b""), Room(0, 0, 0), maker.signed("rsa", "-md sha256 -keyid")) is None


def test_one_that_is_signed_in_another_way_is_left_to_the_library(
    signed: Path, token: bytes, maker: Maker, tmp_path: Path
) -> None:
    other = maker.signed("rsa", f"-md sha256 -keyid -econtent_type {STAMP_CONTENT}", words=cms.encapsulated(token))
    path = beside(signed, cms.encoded(cms.UNSIGNED, attribute(KIND, other)), tmp_path / "other.pdf")
    found = plainly(path)
    assert outcomes(found, TIME) == {Outcome.NOT_CHECKED}
    assert "pyhanko" in details(found, TIME)
    assert outcomes(found, ISSUER) == set()
    assert outcomes(found, "trusted-time") == {Outcome.NOT_CHECKED}
    assert outcomes(verify(path), TIME) == {Outcome.AGREES}  # its form is not read here, its signature is by pyHanko


def test_every_digit_of_a_time_stamp_that_stands_alone(stamped: Path, tmp_path: Path) -> None:
    """Nothing but its issuer signs it, and nobody lists the file: still no altered bit leaves a time that agrees."""
    content = stamped.read_bytes()
    room = list(re.finditer(rb"/Contents <([0-9A-F]+)>", content))[-1]
    used = len(room[1].rstrip(b"0"))
    path, unnamed = tmp_path / "one.pdf", list[int]()
    for at in range(room.start(1) + 1750, room.start(1) + used + 2, STEP):
        altered = bytearray(content)
        altered[at] ^= 1 << at % 4
        path.write_bytes(altered)
        found = [plainly(path)] + [verify(path)] * (at % 16 == 0)
        unnamed += [at for each in found if Outcome.AGREES in outcomes(each, TIME)]
    assert used > 3000
    assert unnamed == []


def test_a_document_with_the_smaller_room_of_before_is_taken_too(
    tmp_path: Path, authority: samples.Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journal_app.dossier.security.RESERVED", 8192)
    path = samples.document(tmp_path / "small.pdf", {})
    again = stamp(path, token_for(path, authority), tmp_path / "again.pdf")
    assert outcomes(verify(again), TIME) == {Outcome.AGREES}
    assert re.search(rb"/Contents <[0-9A-F]{8192}>", again.read_bytes())


@BOTH
def test_a_document_signed_anew_does_not_keep_it(
    stamped: Path, token: bytes, tmp_path: Path, check: Callable[[Path], Report]
) -> None:
    """Whoever alters the document needs another signature, which the time stamp is not about."""
    path = Path(shutil.copy(stamped, tmp_path / "anew.pdf"))
    samples.sign_anew(path, samples.mark(samples.CHAIN_KEY, samples.ANOTHER_KEY))
    found = check(stamp(path, token, tmp_path / "again.pdf"))
    assert "about another signature" in details(found, TIME)
