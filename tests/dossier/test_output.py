from __future__ import annotations

import stat
from pathlib import Path

import pikepdf
import pytest

from journal_app.dossier.output import encrypt_copy, replacing
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
