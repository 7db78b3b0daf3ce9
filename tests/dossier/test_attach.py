from __future__ import annotations

import hashlib
import io

import pikepdf
import pytest
import sample_case as sample
from reading import made, shown

from journal_app.dossier.attach import Attachment
from journal_app.dossier.build import render
from journal_app.dossier.inspection import inspect
from journal_app.errors import DamageFound


def original(name: str, media_type: str, data: bytes, description: str = "") -> Attachment:
    return Attachment(
        name=name, media_type=media_type, description=description, size=len(data),
        sha256=hashlib.sha256(data).hexdigest(), open=lambda: io.BytesIO(data),
    )  # fmt: skip


FILES = (
    original("EX-001.png", "image/png", b"first", "A picture"),
    original("EX-002-письмо.txt", "text/plain", b"second" * 400_000),
    original("EX-010.bin", "application/x-empty", b""),
)


def attached(files: tuple[Attachment, ...] = FILES) -> bytes:
    case = sample.sample(exhibits=())
    out = io.BytesIO()
    render(case, made(case), out, attachments=files)
    return out.getvalue()


def test_originals_are_inside_byte_for_byte() -> None:
    data = attached()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments} == {
            "EX-001.png": b"first",
            "EX-002-письмо.txt": b"second" * 400_000,
            "EX-010.bin": b"",
        }
        assert [spec.AFRelationship for spec in pdf.Root.AF] == ["/Source"] * 3
        assert [str(spec.get("/Desc", "")) for spec in pdf.Root.AF] == ["A picture", "", ""]
        assert pdf.attachments["EX-001.png"].get_file().mime_type == "image/png"
        assert pdf.attachments["EX-001.png"].get_file().size == 5
        assert pdf.check_pdf_syntax() == []
    assert attached() == data
    assert b"second" * 400_000 in data
    assert len(shown(data)) > 5


def test_attached_files_are_found_where_none_belong(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("attached") / "dossier.pdf"
    path.write_bytes(attached())
    assert inspect(path, attachments=True) == ()
    assert {each.where for each in inspect(path)} == {"/EmbeddedFiles", "/EF"}


@pytest.mark.parametrize("data", [b"firsT", b"firs", b"first!"])
def test_a_file_that_is_not_as_it_was_recorded_is_never_attached(data: bytes) -> None:
    changed = Attachment(
        name="EX-001.png", media_type="image/png", description="", size=5,
        sha256=hashlib.sha256(b"first").hexdigest(), open=lambda: io.BytesIO(data),
    )  # fmt: skip
    with pytest.raises(DamageFound, match=r"EX-001\.png is not the file that was recorded"):
        attached((changed,))
