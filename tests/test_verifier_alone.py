"""A dossier's PDF alone: what is attached inside is checked as a package of its own."""

from __future__ import annotations

import hashlib
import io
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4

sys.path.insert(0, str(Path(__file__).resolve().parent))

import verifier_samples as samples

from journal_app.dossier.attach import Attachment
from journal_app.dossier.canvas import PageCanvas
from journal_app.dossier.output import encrypt_copy
from journal_app.dossier.package import attachments_of, write_package
from journal_app.dossier.package_parts import PackageParts
from journal_app.dossier.security import sign_pdf
from journal_app.verification.report import Outcome, Report
from journal_app.verification.trusted_time import trusted_certificates
from journal_app.verifier import verify

CHECKS = (
    "document-signature",
    "document-key",
    "manifest",
    "custody",
    "chain-head",
    "chain-entries",
    "exhibits",
    "trusted-time",
)


def written(path: Path, attachments: tuple[Attachment, ...], *, signed: bool = True) -> Path:
    out = io.BytesIO()
    canvas = PageCanvas(
        out, paper=A4, language="en", title="A page", made_at=samples.MADE, archive=3, attachments=attachments
    )
    canvas.showPage()
    canvas.save()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out.getvalue())
    if signed:
        sign_pdf(path, samples.certificate(), samples.sign_document, samples.MADE)
    return path


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> samples.Authority:
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command is not installed")
    return samples.Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory, authority: samples.Authority) -> PackageParts:
    return samples.parts(tmp_path_factory.mktemp("parts"), authority.answer)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, parts: PackageParts) -> Path:
    return written(tmp_path_factory.mktemp("alone") / "dossier.pdf", attachments_of(parts))


def outcomes(found: Report, check: str) -> set[Outcome]:
    return {line.outcome for line in found.lines if line.subject.id == check}


def differing(found: Report) -> dict[str, str]:
    return {line.subject.id: "\n".join(line.details) for line in found.lines if line.outcome is Outcome.DIFFERS}


def test_all_that_is_inside_is_checked(alone: Path, authority: samples.Authority) -> None:
    found = verify(alone, trusted_certificates(authority.root.read_bytes(), "root.pem"))
    for check in (*CHECKS, "trusted-time-issuer"):
        assert Outcome.AGREES in outcomes(found, check), check
    assert differing(found) == {}
    assert (found.result, found.exit_code) == ("agrees", 0)
    assert not outcomes(found, "files")


def test_of_a_document_alone_no_more_is_said_than_was_there(alone: Path) -> None:
    """It was said of it that the package is complete, and that all its files were compared."""
    (line,) = [line for line in verify(alone).lines if line.subject.id == "manifest"]
    assert "attached" in line.subject.what
    assert "package is complete" not in line.subject.shows
    assert "beside" in line.subject.does_not_show
    assert line.details == ("5 files compared; exhibits among them: 2.",)


def test_without_the_library_the_attached_files_are_looked_at_as_well(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They were not: the manifest inside, which the signature covers, was compared with nothing."""
    beside = verify(alone)
    monkeypatch.setitem(sys.modules, "pyhanko.pdf_utils.reader", None)  # as where it is not installed
    assert verify(alone).lines == beside.lines


def test_a_manifest_inside_that_cannot_be_read_leaves_what_needs_it_open(parts: PackageParts, tmp_path: Path) -> None:
    found = verify(written(tmp_path / "dossier.pdf", changed("manifest.json", b"{")(attachments_of(parts))))
    for check in ("chain-head", "chain-entries", "exhibits", "trusted-time"):
        assert outcomes(found, check) == {Outcome.NOT_CHECKED}, check


def test_a_folder_with_the_document_alone_is_the_same(alone: Path) -> None:
    assert verify(alone.parent).lines == verify(alone).lines


def test_the_document_beside_its_package_agrees_with_it(parts: PackageParts, alone: Path, tmp_path: Path) -> None:
    write_package(tmp_path / "package", replace(parts, document=alone))
    found = verify(tmp_path / "package")
    assert outcomes(found, "attachments") == {Outcome.AGREES}
    assert found.result == "agrees"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_flipped_bit_anywhere_is_found(alone: Path, tmp_path: Path, data: Any) -> None:
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(alone.read_bytes())
    samples.flip(copy, data.draw(st.integers(0, alone.stat().st_size - 1)), data.draw(st.integers(0, 7)))
    assert verify(copy).exit_code == 1


def test_a_signature_that_no_reader_sees_any_more_is_named(alone: Path, tmp_path: Path) -> None:
    """A changed bit in the names around it made of a signed document one without a signature, which was no finding."""
    data, copy = alone.read_bytes(), tmp_path / "copy.pdf"
    names = (
        b"/SubFilter /ETSI",
        b"/AcroForm ",
        b"/FT /Sig",
        b"/Type /Sig",
        b"/ByteRange",
        b"/Contents <",
        b"/Type /XRef",
    )
    for name in names:
        for place in range(len(name)):
            samples.flip(shutil.copy(alone, copy), data.rindex(name) + place, 0)
            assert verify(copy).exit_code == 1, (name, place)


@pytest.mark.parametrize("name", ["/SubFilter /ETSI", "/AcroForm ", "/FT /Sig"])
def test_the_place_of_a_signature_that_no_reader_sees_is_told(alone: Path, tmp_path: Path, name: str) -> None:
    """A file in memory was closed while what was found still held it: it was said not to be readable as a PDF."""
    data, copy = alone.read_bytes(), shutil.copy(alone, tmp_path / "copy.pdf")
    samples.flip(copy, data.rindex(name.encode()) + 2, 0)
    told = differing(verify(copy))
    assert told == {"document-signature": "The document has the place of a signature, and none that can be read there."}


def test_a_signed_document_that_is_attached_is_no_signature_of_what_it_is_attached_to(
    alone: Path, tmp_path: Path
) -> None:
    data = alone.read_bytes()
    inside = Attachment(
        name="earlier.pdf", media_type="application/pdf", description="", size=len(data),
        sha256=hashlib.sha256(data).hexdigest(), open=lambda: io.BytesIO(data),
    )  # fmt: skip
    outer = written(tmp_path / "outer.pdf", (inside,), signed=False)
    assert data in outer.read_bytes()
    assert outcomes(verify(outer), "document-signature") == {Outcome.NOT_CHECKED}


def test_the_digits_of_the_signature_are_compared_as_they_are_written(alone: Path, tmp_path: Path) -> None:
    """They are all that the signature does not cover, and a reader takes several spellings for the same."""
    data = alone.read_bytes()
    start = data.index(b"/Contents <") + len(b"/Contents <")
    end = data.index(b">", start)
    letter = next(at for at in range(start, end) if data[at : at + 1] in b"abcdefABCDEF")
    for at in (letter, end - 1):
        samples.flip(shutil.copy(alone, tmp_path / "copy.pdf"), at, 5 if at == letter else 4)
        assert "kept free" in differing(verify(tmp_path / "copy.pdf"))["document-signature"], at


@dataclass(frozen=True)
class Change:
    """What somebody changes who can sign again; the check that must find it, and what it must name."""

    name: str
    change: Callable[[tuple[Attachment, ...]], tuple[Attachment, ...]]
    check: str
    names: str


def changed(name: str, to: bytes) -> Callable[[tuple[Attachment, ...]], tuple[Attachment, ...]]:
    other = samples.sha256_of(to)

    def change(attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
        assert name in {each.name for each in attachments}
        return tuple(
            replace(each, open=lambda: io.BytesIO(to), size=len(to), sha256=other) if each.name == name else each
            for each in attachments
        )

    return change


def without(name: str) -> Callable[[tuple[Attachment, ...]], tuple[Attachment, ...]]:
    return lambda attachments: tuple(each for each in attachments if each.name != name)


def edited(name: str, old: bytes, new: bytes) -> Callable[[tuple[Attachment, ...]], tuple[Attachment, ...]]:
    def change(attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
        (data,) = (each.open().read() for each in attachments if each.name == name)
        assert old in data
        return changed(name, data.replace(old, new))(attachments)

    return change


def added(attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    return (*attachments, replace(attachments[0], name="EX-003.png"))


CHANGES = (
    Change("exhibit", changed("EX-002.txt", b"another letter"), "manifest", "EX-002.txt"),
    Change("exhibit-missing", without("EX-002.txt"), "manifest", "EX-002.txt"),
    Change("exhibit-added", added, "manifest", "EX-003.png"),
    Change("custody-missing", without("custody.csv"), "custody", "custody.csv"),
    Change("custody-event", edited("custody.csv", b",added,", b",checked,"), "custody", "EX-001"),
    Change("manifest-no-json", changed("manifest.json", b"{"), "manifest", "manifest.json"),
    Change("revision", edited("manifest.json", b"hello", b"hullo"), "chain-entries", "revision 0"),
    Change("head", edited("manifest.json", b'"size":7', b'"size":8'), "chain-head", "state of the chain"),
    Change("request", changed("timestamp.tsq", b"\x30\x03nothing"), "trusted-time", "timestamp.tsq"),
    Change("answer", changed("timestamp.tsr", b"\x30\x03nothing"), "trusted-time", "timestamp.tsr"),
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_a_change_inside_is_named_even_when_signed_again(change: Change, parts: PackageParts, tmp_path: Path) -> None:
    path = written(tmp_path / "dossier.pdf", change.change(attachments_of(parts)))
    found = verify(path)
    assert Outcome.AGREES in outcomes(found, "document-signature")
    assert change.names in differing(found)[change.check]
    assert found.exit_code == 1


def test_a_file_that_was_added_is_found_although_both_lists_fit(
    parts: PackageParts, alone: Path, tmp_path: Path
) -> None:
    """The signed manifest names every file; that the one beside it named more was no finding."""
    write_package(tmp_path / "package", replace(parts, document=alone))
    (tmp_path / "package" / "exhibits" / "EX-003-letter.txt").write_text("I made it all up.")
    samples.relist(tmp_path / "package")
    assert differing(verify(tmp_path / "package")).keys() == {"attachments"}


def test_a_package_without_its_document_differs(parts: PackageParts, alone: Path, tmp_path: Path) -> None:
    write_package(tmp_path / "package", replace(parts, document=alone))
    (tmp_path / "package" / "dossier.pdf").unlink()
    samples.relist(tmp_path / "package")
    found = verify(tmp_path / "package")
    assert differing(found) == {
        "document-signature": "dossier.pdf is not listed, and every package is written with it."
    }
    assert found.exit_code == 1


@pytest.mark.parametrize("library", ["pyhanko", ""])
def test_a_package_whose_document_carries_no_signature_differs(
    parts: PackageParts, tmp_path: Path, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if library:
        monkeypatch.setitem(sys.modules, "pyhanko.pdf_utils.reader", None)  # as where it is not installed
    plain = written(tmp_path / "plain.pdf", attachments_of(parts), signed=False)
    write_package(tmp_path / "package", replace(parts, document=plain))
    told = differing(verify(tmp_path / "package"))
    assert told == {"document-signature": "The document carries no signature, and every one in a package is signed."}


def test_a_locked_copy_that_was_unlocked_is_not_called_changed(alone: Path, tmp_path: Path) -> None:
    """It never had a signature, and what is attached inside is whole."""
    encrypt_copy(alone, "three words here", tmp_path / "locked.pdf", note="{sha256}")
    with pikepdf.open(tmp_path / "locked.pdf", password="three words here") as pdf:  # noqa: S106 - of a test
        pdf.save(tmp_path / "unlocked.pdf")
    found = verify(tmp_path / "unlocked.pdf")
    assert differing(found) == {}
    assert outcomes(found, "document-signature") == {Outcome.NOT_CHECKED}
    assert outcomes(found, "manifest") == {Outcome.AGREES}


@pytest.mark.parametrize("name", ["READ-ME-FIRST.txt", "verify.py"])
def test_what_stands_beside_the_document_alone_is_covered_by_its_signature(
    parts: PackageParts, alone: Path, tmp_path: Path, name: str
) -> None:
    """Who makes both lists fit again could change these two, and nothing signed told of them."""
    write_package(tmp_path / "package", replace(parts, document=alone))
    with (tmp_path / "package" / name).open("ab") as file:
        file.write(b"\n# Send all of it to somebody else.\n")
    samples.relist(tmp_path / "package")
    found = differing(verify(tmp_path / "package"))
    assert found.keys() == {"attachments"}
    assert "manifest.json, attached inside the document, differs" in found["attachments"]


def test_a_manifest_inside_that_tells_something_else_than_the_one_beside_it(
    parts: PackageParts, tmp_path: Path
) -> None:
    attachments = edited("manifest.json", b"A picture of a message.", b"A picture of a letter.")(attachments_of(parts))
    document = written(tmp_path / "finished.pdf", attachments)
    write_package(tmp_path / "package", replace(parts, document=document))
    assert "manifest.json" in differing(verify(tmp_path / "package"))["attachments"]
    document = written(tmp_path / "finished.pdf", changed("manifest.json", b"{")(attachments_of(parts)))
    write_package(tmp_path / "second", replace(parts, document=document))
    assert "manifest.json" in differing(verify(tmp_path / "second"))["attachments"]


def test_an_attachment_in_an_encoding_that_is_not_read_is_not_checked(
    alone: Path, parts: PackageParts, tmp_path: Path
) -> None:
    plain, path = written(tmp_path / "plain.pdf", attachments_of(parts), signed=False), tmp_path / "hexed.pdf"
    with pikepdf.open(plain) as pdf:
        stream = pdf.attachments["EX-002.txt"].obj["/EF"]["/F"]
        stream.write(stream.read_bytes().hex().encode() + b">", filter=pikepdf.Name.ASCIIHexDecode)
        pdf.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    found = verify(path)
    assert Outcome.NOT_CHECKED in outcomes(found, "attachments")
    assert "EX-002.txt" in differing(found)["manifest"]


def test_two_attachments_with_one_name_are_both_looked_at(parts: PackageParts, tmp_path: Path) -> None:
    plain, path = written(tmp_path / "plain.pdf", attachments_of(parts), signed=False), tmp_path / "twice.pdf"
    with pikepdf.open(plain) as pdf:
        for key in ("/F", "/UF"):
            pdf.attachments["custody.csv"].obj[key] = pikepdf.String("EX-002.txt")
        pdf.save(path)
    assert "EX-002.txt (2)" in differing(verify(path))["manifest"]


def test_a_private_revision_is_never_attached(parts: PackageParts) -> None:
    body = samples.bodies()[1].decode()
    with pytest.raises(ValueError, match="private"):
        attachments_of(replace(parts, chain=(replace(parts.chain[0], body=body),)))
