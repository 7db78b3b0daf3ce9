from __future__ import annotations

from pathlib import Path

import pikepdf
import sample_case as sample
from reading import drawn, shown

from journal_app.dossier.attach import Attachment, attach
from journal_app.dossier.security import inspect


def attached(path: Path) -> bytes:
    path.write_bytes(drawn(sample.sample(exhibits=())))
    files = [
        Attachment(name="EX-001.png", media_type="image/png", description="A picture", read=lambda: b"first"),
        Attachment(name="EX-002-письмо.txt", media_type="text/plain", description="", read=lambda: b"second"),
    ]
    attach(path, files, sample.MADE_AT)
    return path.read_bytes()


def test_originals_are_inside_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "dossier.pdf"
    data = attached(path)
    with pikepdf.open(path) as pdf:
        assert {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments} == {
            "EX-001.png": b"first",
            "EX-002-письмо.txt": b"second",
        }
        assert [spec.AFRelationship for spec in pdf.Root.AF] == ["/Source", "/Source"]
        assert pdf.attachments["EX-001.png"].get_file().mime_type == "image/png"
    assert attached(tmp_path / "again.pdf") == data
    assert inspect(path, attachments=True) == ()
    assert len(shown(data)) > 5
    assert sorted(each.name for each in tmp_path.iterdir()) == ["again.pdf", "dossier.pdf"]
