from __future__ import annotations

import hashlib
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
import sample_case as sample
from reading import drawn

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import verifier_samples as samples

from journal_app.dossier.case import Audience, LawyerParts
from journal_app.dossier.output import encrypt_copy, replacing
from journal_app.dossier.security import sign_pdf
from journal_app.errors import BadInput, StorageTrouble


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


# ---- the encrypted copy


def test_an_encrypted_copy_opens_with_its_passphrase_alone(unsigned: Path, tmp_path: Path) -> None:
    out = tmp_path / "copy.pdf"
    encrypt_copy(unsigned, "größe of a 🙂 horse", out)
    assert b"Statement" not in out.read_bytes()
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(out)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(out, password="another")  # noqa: S106 - not a secret
    with pikepdf.open(out, password="größe of a 🙂 horse") as pdf:  # noqa: S106 - not a secret
        assert (pdf.encryption.R, pdf.encryption.bits) == (6, 256)
        assert pdf.encryption.stream_method.name == "aesv3"
        assert pdf.docinfo["/Title"] == "Statement"
        assert len(pdf.pages) == 1


def test_a_passphrase_typed_in_another_form_is_the_same(unsigned: Path, tmp_path: Path) -> None:
    encrypt_copy(unsigned, "gro\u0308\u00dfe", tmp_path / "copy.pdf")
    with pikepdf.open(tmp_path / "copy.pdf", password="gr\u00f6\u00dfe") as pdf:  # noqa: S106 - not a secret
        assert len(pdf.pages) == 1


def test_the_copy_of_a_signed_document_has_no_signature_and_names_the_original(tmp_path: Path) -> None:
    """It held a signature that was dead: its byte ranges were those of another file."""
    path, out = tmp_path / "dossier.pdf", tmp_path / "copy.pdf"
    path.write_bytes(drawn(sample.sample(Audience.LAWYER, exhibits=()), lawyer=LawyerParts(log=sample.LOG)))
    with pikepdf.open(path) as pdf:
        annotations = [len(page.obj.get("/Annots", [])) for page in pdf.pages]
    sign_pdf(path, samples.certificate(), samples.sign_document, sample.MADE_AT)
    signed = encrypt_copy(path, "a passphrase", out, note="Of the signed original: {sha256}")
    assert signed == hashlib.sha256(path.read_bytes()).hexdigest()
    told = f"Of the signed original: {hashlib.sha256(path.read_bytes()).hexdigest()}"
    with pikepdf.open(out, password="a passphrase") as pdf:  # noqa: S106 - not a secret
        assert "/AcroForm" not in pdf.Root
        assert [len(page.obj.get("/Annots", [])) for page in pdf.pages] == annotations
        assert not [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/ByteRange" in each]
        assert pdf.docinfo["/Subject"] == told
        with pdf.open_metadata() as metadata:
            assert metadata["dc:description"] == told
            assert metadata["dc:title"] == pdf.docinfo["/Title"]
            assert metadata["pdfaid:part"] == "3"
    if shutil.which("qpdf") is not None:
        subprocess.run(["qpdf", "--check", "--password=a passphrase", str(out)], check=True, capture_output=True)
    if shutil.which("pdfsig") is not None:
        shown = subprocess.run(
            ["pdfsig", "-upw", "a passphrase", str(out)], capture_output=True, text=True, check=False
        )
        assert "does not contain any signatures" in shown.stdout + shown.stderr


def test_a_document_without_a_signature_is_copied_as_it_is(unsigned: Path, tmp_path: Path) -> None:
    assert encrypt_copy(unsigned, "a passphrase", tmp_path / "copy.pdf", note="of {sha256}") == ""
    with pikepdf.open(tmp_path / "copy.pdf", password="a passphrase") as pdf:  # noqa: S106 - not a secret
        assert "/Subject" not in pdf.docinfo


def test_an_empty_passphrase_makes_no_copy(unsigned: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no copy was made"):
        encrypt_copy(unsigned, "", tmp_path / "copy.pdf")
    assert not (tmp_path / "copy.pdf").exists()


def test_what_is_no_pdf_makes_no_copy(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"no pdf")
    with pytest.raises(BadInput, match=r"x\.pdf"):
        encrypt_copy(tmp_path / "x.pdf", "a passphrase", tmp_path / "copy.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["x.pdf"]


# ---- writing


def test_a_folder_that_is_not_there_is_storage_trouble(unsigned: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble, match=r"copy\.pdf could not be written"):
        encrypt_copy(unsigned, "a passphrase", tmp_path / "absent" / "copy.pdf")


def test_a_write_that_stops_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"before")

    def stop() -> None:
        with replacing(path) as out:
            out.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    assert path.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["x"]
