from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import verifier_samples as samples

from journal_app.dossier.security import NotSigned, sign_pdf
from journal_app.vault.signing import ChainSigner, DocumentSigner
from journal_app.verifier import verify

TIME = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)
CERTIFICATE = samples.certificate()


@pytest.fixture
def unsigned(tmp_path: Path) -> Path:
    path = tmp_path / "dossier.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = "Statement"
        pdf.docinfo["/Title"] = "Statement"
        pdf.docinfo["/ModDate"] = "D:20260101000000Z"
        pdf.docinfo["/Producer"] = "neutral"
        pdf.save(path, deterministic_id=True, min_version="1.7")
    return path


def sign(path: Path, time: datetime = TIME) -> bytes:
    sign_pdf(path, CERTIFICATE, samples.sign_document, time)
    return path.read_bytes()


def test_the_unsigned_file_is_a_prefix(unsigned: Path) -> None:
    before = unsigned.read_bytes()
    signed = sign(unsigned)
    assert signed.startswith(before)
    assert len(signed) > len(before)
    assert stat.S_IMODE(unsigned.stat().st_mode) == 0o600
    assert [path.name for path in unsigned.parent.iterdir()] == ["dossier.pdf"]


_ASKED: list[str] = []


@pytest.fixture
def sockets() -> Iterator[list[str]]:
    """Every socket that is made in the test, by what the interpreter tells of it (PEP 578); a hook stays for good."""
    if not _ASKED:
        sys.addaudithook(lambda event, _: _ASKED.append(event) if event.startswith("socket.") else None)
    _ASKED[:] = ["watched"]
    yield _ASKED
    _ASKED[:] = ["watched"]


def test_no_socket_is_made_to_sign_or_to_check(unsigned: Path, sockets: list[str]) -> None:
    """One that could not be closed was told on standard error, behind what the program said."""
    sign(unsigned)
    assert verify(unsigned).result == "agrees"
    assert sockets == ["watched"]
    for end in socket.socketpair():
        end.close()
    assert "socket.__new__" in sockets


def test_equal_input_gives_equal_bytes(unsigned: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.pdf"
    shutil.copy(unsigned, other)
    assert sign(unsigned) == sign(other)
    shutil.copy(unsigned, other)


def test_equal_input_gives_equal_bytes_in_another_process(unsigned: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.pdf"
    shutil.copy(unsigned, other)
    code = (
        "import sys; from pathlib import Path; from datetime import *; sys.path.insert(0, sys.argv[1]);"
        "import verifier_samples as s; from journal_app.dossier.security import sign_pdf;"
        "sign_pdf(Path(sys.argv[2]), s.certificate(), s.sign_document, datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "3", "TZ": "America/Lima"}
    subprocess.run(
        [sys.executable, "-c", code, str(Path(samples.__file__).parent), str(other)], check=True, env=environment
    )
    assert sign(unsigned) == other.read_bytes()


def test_information_and_version_stay_as_they_were(unsigned: Path) -> None:
    with pikepdf.open(unsigned) as pdf:
        before = dict(pdf.docinfo), pdf.pdf_version, pdf.Root.Metadata.read_bytes()
    sign(unsigned)
    with pikepdf.open(unsigned) as pdf:
        assert (dict(pdf.docinfo), pdf.pdf_version, pdf.Root.Metadata.read_bytes()) == before
        assert "/Extensions" not in pdf.Root
        assert "/Version" not in pdf.Root


def test_the_signature_is_pades_and_invisible(unsigned: Path) -> None:
    sign(unsigned)
    with pikepdf.open(unsigned) as pdf:
        field = pdf.Root.AcroForm.Fields[0]
        assert field.V.SubFilter == "/ETSI.CAdES.detached"
        left, bottom, right, top = (float(edge) for edge in field.Rect)
        assert left == right < 0  # outside the page and without extent: no picture, no place in the structure
        assert bottom == top < 0
        assert int(field.F) & 4  # printed
        assert "20260504030201" in str(field.V.M)
        assert "/AP" not in field
        assert "/Name" not in field.V


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="the pdfsig command is not installed")
def test_another_program_finds_the_signature_whole(unsigned: Path) -> None:
    sign(unsigned)
    ran = subprocess.run(["pdfsig", str(unsigned)], capture_output=True, text=True, check=False)
    assert "Signature is Valid" in ran.stdout
    assert "Total document signed" in ran.stdout
    assert "Journal 00112233" in ran.stdout


def test_the_vaults_own_signer_fits(unsigned: Path) -> None:
    signer = DocumentSigner(
        bytes(range(48)), vault_id=samples.VAULT, created=TIME - timedelta(days=1), chain=ChainSigner(bytes(32))
    )
    sign_pdf(unsigned, signer.certificate, signer.sign, TIME)
    assert verify(unsigned).exit_code == 0


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_flipped_bit_in_what_is_signed_is_found(unsigned: Path, data: st.DataObject) -> None:
    signed = unsigned.with_name("signed.pdf")
    if not signed.exists():
        shutil.copy(unsigned, signed)
        sign(signed)
    altered = bytearray(signed.read_bytes())
    start = altered.rindex(b"/Contents <") + len(b"/Contents ")
    end = altered.index(b">", start) + 1
    covered = st.integers(0, start - 1) | st.integers(end, len(altered) - 1)  # the signature cannot cover itself
    altered[data.draw(covered)] ^= 1 << data.draw(st.integers(0, 7))
    path = unsigned.with_name("altered.pdf")
    path.write_bytes(altered)
    assert verify(path).result != "agrees"


@pytest.mark.parametrize("content", [b"", b"no pdf", b"%PDF-1.7\n"])
def test_what_is_no_pdf_stays_as_it_was(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    with pytest.raises(NotSigned, match="as it was"):
        sign(path)
    assert path.read_bytes() == content
    assert [each.name for each in tmp_path.iterdir()] == ["x.pdf"]


def test_a_document_without_an_identifier_is_signed(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    content = path.read_bytes()
    start = content.index(b"/ID [")
    end = content.index(b"]", start) + 1
    path.write_bytes(content[:start] + b" " * (end - start) + content[end:])
    copy = tmp_path / "y.pdf"
    shutil.copy(path, copy)
    assert sign(path) == sign(copy)
    assert verify(path).exit_code == 0


def test_a_time_without_a_zone_is_our_mistake(unsigned: Path) -> None:
    with pytest.raises(ValueError, match="time zone"):
        sign(unsigned, datetime(2026, 1, 1))  # noqa: DTZ001 - refused


def test_the_key_is_asked_once(unsigned: Path) -> None:
    asked: list[bytes] = []

    def remember(data: bytes) -> bytes:
        asked.append(data)
        return samples.sign_document(data)

    sign_pdf(unsigned, CERTIFICATE, remember, TIME)
    assert len(asked) == 1
