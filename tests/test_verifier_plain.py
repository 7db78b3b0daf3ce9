"""The check where only cryptography is installed: it has to see what the check with pyHanko sees, and never more."""

from __future__ import annotations

import builtins
import contextlib
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent))

import verifier_samples as samples

from journal_app.verification import cms, document, stamps
from journal_app.verification.pdf_signature import SignatureFindings, check_whole_file
from journal_app.verification.report import Outcome, Report
from journal_app.verifier import verify

BIG = ("pyhanko", "pyhanko_certvalidator", "asn1crypto")
COMPARED = ("document-signature", "trusted-time")
NEEDS_OPENSSL = pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl command is not installed")


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


def plainly(package: Path) -> Report:
    with without(*BIG):
        return verify(package)


def outcomes(found: Report, check: str) -> set[Outcome]:
    return {line.outcome for line in found.lines if line.subject.id == check}


def details(found: Report, check: str) -> str:
    return "\n".join(detail for line in found.lines if line.subject.id == check for detail in line.details)


@pytest.fixture(scope="module")
def stamped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good package with a time stamp; tests copy it before they change it."""
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command is not installed")
    place = tmp_path_factory.mktemp("plain")
    return samples.good(place / "package", samples.Authority(place / "authority").answer)


@pytest.fixture
def package(stamped: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(stamped, tmp_path / "package"))


def test_the_signature_and_the_time_are_checked(stamped: Path) -> None:
    found, beside = plainly(stamped), verify(stamped)
    assert outcomes(found, "document-signature") == outcomes(found, "trusted-time") == {Outcome.AGREES}
    assert outcomes(found, "trusted-time-issuer") == {Outcome.NOT_CHECKED}
    assert details(found, "attachments") == details(beside, "attachments")
    for check in COMPARED:
        assert details(found, check) == details(beside, check)
    assert details(found, "document-signature").startswith("Certificate CN=Journal 00112233, fingerprint ")
    issuers = [details(each, "trusted-time-issuer").splitlines()[0] for each in (found, beside)]
    assert issuers == ["The time stamp names as its issuer: CN=Test-Time."] * 2
    assert found.exit_code == 0


@pytest.mark.parametrize("defect", [each for each in samples.DEFECTS if each.check in COMPARED], ids=lambda it: it.name)
def test_it_finds_what_the_other_finds(package: Path, defect: samples.Defect) -> None:
    defect.spoil(package)
    assert outcomes(plainly(package), defect.check) == outcomes(verify(package), defect.check) == {Outcome.DIFFERS}


def answered(package: Path, change: Callable[[bytes], bytes]) -> Report:
    path = package / "timestamp.tsr"
    path.write_bytes(change(path.read_bytes()))
    samples.relist(package)
    return plainly(package)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda _: b"0\0", "cannot be read"),
        (lambda answer: answer[:-1] + bytes([answer[-1] ^ 1]), "what its issuer signed"),
        (lambda _: bytes.fromhex("30053003020102"), "did not give a time"),
    ],
)
def test_answers_that_differ(package: Path, change: Callable[[bytes], bytes], said: str) -> None:
    found = answered(package, change)
    assert outcomes(found, "trusted-time") == {Outcome.DIFFERS}
    assert said in details(found, "trusted-time")


def test_an_answer_to_another_request(package: Path) -> None:
    path = package / "timestamp.tsq"
    path.write_bytes(samples.without_nonce(path.read_bytes()))
    samples.relist(package)
    found = plainly(package)
    assert "not the answer" in details(found, "trusted-time")


def test_a_request_without_an_answer(package: Path) -> None:
    (package / "timestamp.tsr").unlink()
    samples.relist(package)
    found = plainly(package)
    assert Outcome.DIFFERS not in outcomes(found, "trusted-time")
    assert "no answer" in details(found, "trusted-time")


def test_an_answer_signed_in_another_way_is_left_to_the_library(package: Path, maker: Maker) -> None:
    signed = maker.signed("rsa", "-md sha256 -noattr", words=token_info(package))
    found = answered(package, lambda _: der(0x30, der(0x30, ZERO), signed))
    assert Outcome.NOT_CHECKED in outcomes(found, "trusted-time")
    assert Outcome.DIFFERS not in outcomes(found, "trusted-time")
    assert "no later than" not in details(found, "trusted-time")
    assert "pyhanko" in details(found, "trusted-time")


def token_info(package: Path) -> bytes:
    return cms.encapsulated(cms.only_value((package / "timestamp.tsr").read_bytes(), 0x30).parts()[1].whole)


def test_without_cryptography_nothing_is_claimed(stamped: Path) -> None:
    with without(*BIG, "cryptography"):
        found = verify(stamped)
    for check in COMPARED:
        assert outcomes(found, check) == {Outcome.NOT_CHECKED}
        assert "cryptography" in details(found, check)


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_bit_of_a_signed_document(stamped: Path, tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray((stamped / "dossier.pdf").read_bytes())
    room = content.rindex(b"/Contents <")
    near = st.integers(room, room + 4000) | st.integers(0, len(content) - 1)
    content[data.draw(near)] ^= 1 << data.draw(st.integers(0, 7))
    path = tmp_path / "one.pdf"
    path.write_bytes(content)
    assert Outcome.AGREES not in looked_at(path)


def test_every_digit_of_a_signature(stamped: Path, tmp_path: Path) -> None:
    """Versions, lists of methods and the name of the certificate are signed by nobody: also there a bit is named."""
    content = (stamped / "dossier.pdf").read_bytes()
    room = content.rindex(b"/Contents <") + len(b"/Contents ")
    used = len(content[room : content.index(b">", room)].rstrip(b"0"))
    path = tmp_path / "one.pdf"
    unnamed = list[int]()
    for at in range(room, room + used + 4):
        altered = bytearray(content)
        altered[at] ^= 1 << at % 4
        path.write_bytes(altered)
        found = looked_at(path)
        if at % 64 == 0:
            found |= outcomes(verify(path), "document-signature")
        if Outcome.AGREES in found:
            unnamed.append(at)
    assert used > 1000
    assert unnamed == []


def looked_at(path: Path) -> set[Outcome]:
    findings = SignatureFindings()
    check_whole_file(path, findings)
    return {line.outcome for line in findings.lines()}


@pytest.mark.parametrize("check", [verify, plainly], ids=["pyhanko", "cryptography"])
def test_of_a_document_without_a_signature_its_fingerprint_is_told_and_nothing_of_an_anchor(
    tmp_path: Path, check: Callable[[Path], Report]
) -> None:
    """A body’s copy has neither signature nor chain; a clerk was told what the last anchor covers, not what to do."""
    path = samples.document(tmp_path / "plain.pdf", {}, signed=False)
    found = check(path)
    assert found.result == "nothing-checked"
    assert hashlib.sha256(path.read_bytes()).hexdigest() in details(found, "document-signature")
    assert not any("anchor" in each for each in found.claims)


def test_a_document_without_a_signature(tmp_path: Path) -> None:
    assert looked_at(samples.document(tmp_path / "plain.pdf", {}, signed=False)) == {Outcome.NOT_CHECKED}


@pytest.mark.parametrize("content", [b"", b"%P", b"words"])
def test_what_is_no_document(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "no.pdf").write_bytes(content)
    assert looked_at(tmp_path / "no.pdf") == {Outcome.DIFFERS}


@pytest.mark.parametrize(
    "places",
    [b"1 3 9 2", b"0 3 4 2", b"0 3 9 999999", b"0 3 9000000 2", b"0 2 8 2", b"0 3 8 2", b"0 3 99999999999999 2"],
)
def test_places_that_are_none_of_this_file(tmp_path: Path, places: bytes) -> None:
    path = tmp_path / "odd.pdf"
    path.write_bytes(b"%PDF-1.7 <0000> /ByteRange [" + places + b"]")
    assert looked_at(path) == {Outcome.NOT_CHECKED}


@pytest.mark.parametrize(
    ("digits", "found"),
    [
        (b"3000", Outcome.DIFFERS),
        (b"zz00", Outcome.DIFFERS),
        (b"\xff\xff00", Outcome.DIFFERS),
        (b"30000000", Outcome.DIFFERS),
    ],
)
def test_a_room_with_no_signature_in_it(tmp_path: Path, digits: bytes, found: Outcome) -> None:
    path = tmp_path / "odd.pdf"
    start, tail = len(b"%PDF-1.7\n"), b" /ByteRange [0 000009 %06d %06d]"
    after = start + len(digits) + 2
    length = len(tail % (0, 0))
    path.write_bytes(b"%PDF-1.7\n<" + digits + b">" + tail % (after, length))
    assert looked_at(path) == {found}


def test_no_bit_of_what_a_time_stamp_says_can_be_changed(stamped: Path) -> None:
    honest = (stamped / "timestamp.tsr").read_bytes()
    told = stamps.read_stamp(honest)
    assert told is not None
    assert told.about.method == "sha256"
    for part in (told.about.digest, told.time.strftime("%Y%m%d%H%M%S").encode()):
        (start,) = [found.start() for found in re.finditer(re.escape(part), honest)]
        for place in range(start * 8, (start + len(part)) * 8):
            content = bytearray(honest)
            content[place // 8] ^= 1 << place % 8
            with pytest.raises((cms.NotDer, cms.NotCovered, cms.UnknownKind)):
                stamps.read_stamp(bytes(content))


@given(st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_bit_of_a_time_stamp(stamped: Path, data: st.DataObject) -> None:
    """What is still taken says the same: only bits that nobody signs, such as a version, may differ."""
    honest = (stamped / "timestamp.tsr").read_bytes()
    content = bytearray(honest)
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        found = stamps.read_stamp(bytes(content))
    except (cms.NotDer, cms.NotCovered, cms.UnknownKind):
        return
    assert found is None or found == stamps.read_stamp(honest) is not None


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for read in (stamps.read_request, stamps.read_stamp, cms.encapsulated):
        with contextlib.suppress(cms.NotDer, cms.NotCovered, cms.UnknownKind):
            read(content)


# ---- shapes of DER (X.690)


@pytest.mark.parametrize(
    "content",
    ["", "30", "1f00", "3080", "3002", "308100", "30817f", "30820001", "3085000000000100", "308200800102", "30050201"],
)
def test_lengths_that_are_refused(content: str) -> None:
    with pytest.raises(cms.NotDer):
        cms.only_value(bytes.fromhex(content), cms.SEQUENCE)


def test_what_follows_the_end_is_refused() -> None:
    with pytest.raises(cms.NotDer):
        cms.only_value(bytes.fromhex("300000"), cms.SEQUENCE)
    with pytest.raises(cms.NotDer):
        cms.only_value(bytes.fromhex("3100"), cms.SEQUENCE)
    with pytest.raises(cms.NotDer):
        cms.only_value(b"0\x82" + (30_000).to_bytes(2, "big") + bytes(30_000), cms.SEQUENCE).parts()


@pytest.mark.parametrize(
    ("content", "name"),
    [("2a864886f70d010702", cms.SIGNED_DATA), ("8837", "2.999"), ("55", "2.5"), ("27", "0.39"), ("78", "2.40")],
)
def test_object_identifiers(content: str, name: str) -> None:
    inside = bytes.fromhex(content)
    assert cms.object_name(cms.Value(cms.OBJECT, inside, b"")) == name


@pytest.mark.parametrize("inside", [b"", b"\x88"])
def test_object_identifiers_without_an_end(inside: bytes) -> None:
    with pytest.raises(cms.NotDer):
        cms.object_name(cms.Value(cms.OBJECT, inside, b""))


def test_numbers() -> None:
    assert cms.whole_number(cms.Value(cms.INTEGER, b"\xff", b"")) == -1
    with pytest.raises(cms.NotDer):
        cms.whole_number(cms.Value(cms.INTEGER, b"", b""))


# ---- structures that are not as the standards want them


def der(tag: int, *parts: bytes) -> bytes:
    inside = b"".join(parts)
    size = len(inside)
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag]) + (bytes([size]) if size < 128 else bytes([128 + len(digits)]) + digits) + inside


def named(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    inside = bytearray()
    for number in (40 * first + second, *rest):
        digits = [number & 0x7F]
        while number := number >> 7:
            digits.append(number & 0x7F | 0x80)
        inside += bytes(reversed(digits))
    return der(cms.OBJECT, bytes(inside))


ONE, ZERO, NULL, EMPTY = der(2, b"\1"), der(2, b"\0"), der(5), der(0x30)
SHA256 = der(0x30, named("2.16.840.1.101.3.4.2.1"))


def signed_data(signers: bytes, *between: bytes, content: bytes = der(0x30, named(cms.DATA))) -> bytes:
    data = der(0x30, ONE, der(0x31, SHA256), content, *between, der(0x31, signers))
    return der(0x30, named(cms.SIGNED_DATA), der(0xA0, data))


def signer(attributes: bytes, identifier: bytes = der(0x30, EMPTY, ONE)) -> bytes:
    ecdsa = der(0x30, named("1.2.840.10045.4.3.2"))
    return der(0x30, ONE, identifier, SHA256, der(0xA0, attributes), ecdsa, der(4, b"signature"))


def attribute(kind: str, *values: bytes) -> bytes:
    return der(0x30, named(kind), der(0x31, *values))


RIGHT = attribute(cms.CONTENT_TYPE, named(cms.DATA)) + attribute(
    cms.MESSAGE_DIGEST, der(4, hashlib.sha256(b"words").digest())
)
NO_CERTIFICATE = der(0x30, der(0x30, ONE, EMPTY, EMPTY))


@pytest.mark.parametrize(
    "data",
    [
        der(0x30, named(cms.DATA), der(0xA0, EMPTY)),
        der(0x30, named(cms.SIGNED_DATA)),
        der(0x30, named(cms.SIGNED_DATA), der(0xA0, EMPTY)),
        signed_data(signer(RIGHT), content=EMPTY),
        signed_data(signer(RIGHT), der(0xA2)),
        signed_data(signer(attribute(cms.CONTENT_TYPE, named(cms.DATA)))),
        signed_data(signer(RIGHT + attribute(cms.CONTENT_TYPE, named(cms.DATA)))),
        signed_data(signer(RIGHT + attribute("1.2.3"))),
        signed_data(signer(RIGHT), der(0xA0, der(0x30))),
        signed_data(signer(RIGHT), der(0xA0, NO_CERTIFICATE)),
    ],
)
def test_signed_data_that_is_none(data: bytes) -> None:
    with pytest.raises(cms.NotDer):
        cms.check_signed(data, digests(b"words"))


def test_a_certificate_with_another_name_is_not_the_one() -> None:
    other = der(0x30, der(0x30, ZERO, EMPTY, EMPTY))
    with pytest.raises(cms.NotCovered):
        cms.check_signed(signed_data(signer(RIGHT), der(0xA0, other)), digests(b"words"))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (der(0x30, der(0x30, named("1.3.14.3.2.26")), der(4, b"x")), cms.UnknownKind),
        (der(0x30, SHA256, der(4, b"x")), cms.NotCovered),
        (der(0x30, der(4, b"x")), cms.NotCovered),
        (der(0x30, SHA256), cms.NotCovered),
        (EMPTY, cms.NotDer),
    ],
)
def test_the_certificate_that_is_named_among_what_is_signed(told: bytes, expected: type[Exception]) -> None:
    attributes = RIGHT + attribute(cms.SIGNING_CERTIFICATE_2, der(0x30, der(0x30, told)))
    with pytest.raises(expected):
        cms.check_signed(signed_data(signer(attributes), der(0xA0, NO_CERTIFICATE)), digests(b"words"))


IMPRINT = der(0x30, SHA256, der(4, bytes(32)))


@pytest.mark.parametrize(
    "data",
    [EMPTY, der(0x30, ONE), der(0x30, ONE, EMPTY), der(0x30, ONE, der(0x30, EMPTY, der(4))), der(0x30, ONE, NULL)],
)
def test_requests_that_are_none(data: bytes) -> None:
    with pytest.raises(cms.NotDer):
        stamps.read_request(data)


def test_a_request_for_another_kind_of_digest() -> None:
    rare = der(0x30, der(0x30, named("1.3.14.3.2.26")), der(4, bytes(20)))
    assert stamps.read_request(der(0x30, ONE, rare)) == stamps.About("", bytes(20), None)


def token(info: bytes) -> bytes:
    content = der(0x30, named("1.2.840.113549.1.9.16.1.4"), der(0xA0, der(4, info)))
    data = der(0x30, der(2, b"\3"), der(0x31, SHA256), content, der(0x31, signer(RIGHT)))
    return der(0x30, der(0x30, ZERO), der(0x30, named(cms.SIGNED_DATA), der(0xA0, data)))


@pytest.mark.parametrize(
    "data",
    [
        EMPTY,
        der(0x30, EMPTY),
        der(0x30, der(0x30, ZERO)),
        token(EMPTY),
        *(
            token(der(0x30, ONE, named("1.2.3"), IMPRINT, ONE, der(0x18, time)))
            for time in (b"", b"20261128", b"20261399000000Z", "2026112800000\u0661Z".encode())
        ),
    ],
)
def test_answers_that_are_none(data: bytes) -> None:
    with pytest.raises(cms.NotDer):
        stamps.read_stamp(data)


def test_a_time_with_a_fraction_in_a_token_that_nobody_signed() -> None:
    info = der(0x30, ONE, named("1.2.3"), IMPRINT, ONE, der(0x18, b"20261128120000.5Z"))
    with pytest.raises(cms.NotCovered):
        stamps.read_stamp(token(info))


def test_an_authority_that_gave_no_time() -> None:
    assert stamps.read_stamp(der(0x30, der(0x30, der(2, b"\2")))) is None


# ---- signatures of every kind, made with the openssl command


SIGN = "cms -sign -binary -outform DER -in words -out out"


class Maker:
    """Signs words with the openssl command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        curve = "EC -pkeyopt ec_paramgen_curve:"
        kinds = {"rsa": "RSA", "ec": f"{curve}P-384", "rare": f"{curve}secp160r1"}
        for name, kind in kinds.items():
            self.run(f"genpkey -algorithm {kind} -out {name}.key")
            self.run(f"req -x509 -new -key {name}.key -days 3650 -subj /CN=Test-{name} -out {name}.pem")

    def signed(self, name: str, options: str = "-md sha256", words: bytes = b"words") -> bytes:
        (self.folder / "words").write_bytes(words)
        self.run(f"{SIGN} -nodetach -signer {name}.pem -inkey {name}.key {options}")
        return (self.folder / "out").read_bytes()

    def run(self, command: str) -> None:
        subprocess.run(["openssl", *command.split()], cwd=self.folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command is not installed")
    return Maker(tmp_path_factory.mktemp("maker"))


def digests(content: bytes) -> dict[str, bytes]:
    return {name: hashlib.new(name, content).digest() for name in cms.DIGESTS.values()}


@pytest.mark.parametrize("options", ["-md sha256", "-md sha384", "-md sha512", "-md sha256 -cades"])
@pytest.mark.parametrize("name", ["rsa", "ec"])
def test_what_openssl_signed(maker: Maker, name: str, options: str) -> None:
    signed = maker.signed(name, options)
    assert cms.encapsulated(signed) == b"words"
    assert cms.check_signed(signed, digests(b"words")).name == f"CN=Test-{name}"
    with pytest.raises(cms.NotCovered):
        cms.check_signed(signed, digests(b"other words"))
    with pytest.raises(cms.NotCovered):
        cms.check_signed(signed[:-1] + bytes([signed[-1] ^ 1]), digests(b"words"))


@pytest.mark.parametrize(
    "options",
    [
        "-md sha1", "-md sha256 -keyid", "-md sha256 -noattr", "-md sha256 -keyopt rsa_padding_mode:pss",
        "-md sha256 -signer ec.pem -inkey ec.key",
    ],
)  # fmt: skip
def test_kinds_that_are_not_read_are_not_judged(maker: Maker, options: str) -> None:
    with pytest.raises(cms.UnknownKind):
        cms.check_signed(maker.signed("rsa", options), digests(b"words"))


def test_keys_that_the_library_does_not_know_are_not_judged(maker: Maker) -> None:
    with pytest.raises(cms.UnknownKind):
        cms.check_signed(maker.signed("rare"), digests(b"words"))


def test_a_name_that_cryptography_does_not_read_is_told_in_another_way() -> None:
    assert cms.subject_of(b"0\0", "Common Name: Somebody") == "Common Name: Somebody"


def test_a_document_signed_in_a_way_that_is_not_read_here_is_left_to_the_library(maker: Maker) -> None:
    assert document._problem_of_form(maker.signed("rsa", "-md sha256 -keyid")) == ""
    assert "not what was signed" in document._problem_of_form(maker.signed("rsa", "-md sha256 -nocerts"))


def test_a_signature_without_its_certificate(maker: Maker) -> None:
    with pytest.raises(cms.NotCovered):
        cms.check_signed(maker.signed("rsa", "-md sha256 -nocerts"), digests(b"words"))


def test_a_content_that_stands_elsewhere(maker: Maker) -> None:
    (maker.folder / "words").write_bytes(b"words")
    maker.run(f"{SIGN} -signer ec.pem -inkey ec.key -md sha256")
    signed = (maker.folder / "out").read_bytes()
    assert cms.check_signed(signed, digests(b"words")).name == "CN=Test-ec"
    with pytest.raises(cms.NotDer):
        cms.encapsulated(signed)
