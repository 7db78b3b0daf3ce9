"""The files attached inside a document, read without a library for PDF: the same as with one, or nothing at all."""

from __future__ import annotations

import random
import shutil
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader

sys.path.insert(0, str(Path(__file__).resolve().parent))

import verifier_alterations as changes
import verifier_samples as samples
from test_verifier_plain import outcomes, plainly

from journal_app.integrity.manifest import MANIFEST_NAME
from journal_app.verification import document, pdf_objects
from journal_app.verification.attached import Attached, attached_in
from journal_app.verification.folder import BLOCK
from journal_app.verification.pdf_objects import NotRead, Objects, Reference
from journal_app.verification.report import Outcome
from journal_app.verifier import verify


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return changes.honest(tmp_path_factory.mktemp("honest") / "package", random.Random(3))  # noqa: S311 - no secrets


def with_library(path: Path) -> list[Attached]:
    with path.open("rb") as source:
        return list(document._attached(PdfFileReader(source, strict=False)))


def test_a_document_of_this_program_is_read_as_the_library_reads_it(package: Path) -> None:
    found = attached_in(package / "dossier.pdf")
    assert list(found) == with_library(package / "dossier.pdf")
    assert MANIFEST_NAME in {each.name for each in found}


def save(path: Path, attached: dict[str, bytes], mode: pikepdf.ObjectStreamMode, version: str = "1.7") -> Path:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        for name, data in attached.items():
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)
        pdf.save(path, object_stream_mode=mode, force_version=version)
    return path


def test_the_old_form_of_the_table_is_read_too(tmp_path: Path) -> None:
    content = {"a (1).txt": bytes(3 * BLOCK + 17), "письмо.txt": b"", "b.bin": b"\0\1\2"}
    path = save(tmp_path / "old.pdf", content, pikepdf.ObjectStreamMode.disable)
    found = attached_in(path)
    assert [(each.name, each.size) for each in found] == [(each.name, each.size) for each in with_library(path)]
    assert {each.name: each.size for each in found} == {name: len(data) for name, data in content.items()}


def test_what_this_program_does_not_write_is_left_to_the_library(package: Path, tmp_path: Path) -> None:
    """Rows of the table that were compressed as a picture is: it is said, and no exhibit counts as compared."""
    path = save(tmp_path / "other.pdf", {"EX-001.txt": b"x"}, pikepdf.ObjectStreamMode.generate)
    with pytest.raises(NotRead):
        attached_in(path)
    found = plainly(path)
    assert outcomes(found, "attachments") == {Outcome.NOT_CHECKED}
    copy = Path(shutil.copytree(package, tmp_path / "package"))
    shutil.copy(path, copy / "dossier.pdf")
    samples.relist(copy)
    assert outcomes(plainly(copy), "attachments") == {Outcome.NOT_CHECKED}


def test_an_exhibit_that_nothing_signed_names_is_no_exhibit_that_agrees(package: Path, tmp_path: Path) -> None:
    """Its whole content could be exchanged: with another id in the manifest it only counted as not checked."""
    copy = Path(shutil.copytree(package, tmp_path / "package"))
    name = next(path.name for path in (copy / "exhibits").iterdir() if path.name.startswith("EX-001"))
    before, forged = (copy / "exhibits" / name).read_bytes(), b"words that nobody wrote"
    (copy / "exhibits" / name).write_bytes(forged)
    told, now = (samples.sha256_of(data).encode() for data in (before, forged))
    samples.custody_lines(copy, lambda lines: [line.replace(told, now) for line in lines])
    samples.edit_json(copy, lambda plain: plain["exhibits"][0].update(evidence="ev-other"))  # type: ignore[index]  # plain JSON
    samples.relist(copy)
    for found in (plainly(copy), verify(copy)):
        assert outcomes(found, "attachments") >= {Outcome.DIFFERS}
        assert found.exit_code == 1


def test_where_the_signature_cannot_be_checked_an_unrecorded_exhibit_is_too_little(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(shutil.copytree(package, tmp_path / "package"))
    assert plainly(copy).exit_code == 0
    monkeypatch.setattr(document, "is_covered", lambda _: False)
    assert plainly(copy).exit_code == 0
    samples.edit_json(copy, lambda plain: plain.update(chain=[]))
    samples.document(copy / "dossier.pdf", {})
    samples.relist(copy)
    found = plainly(copy)
    assert (found.result, found.exit_code) == ("not-enough-checked", 5)


# ---- forms that are none


def pdf(*objects: bytes, root: bytes = b"<< /Root 1 0 R >>", entries: Callable[[bytes], bytes] = bytes) -> bytes:
    """Return a file of ``objects`` in their order, with a table in the old form."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + entries(table) + b"trailer\n" + root + b"\nstartxref\n%d\n%%%%EOF\n" % len(out)


TREE = b"<< /Names << /EmbeddedFiles << /Names [(a.txt) 2 0 R] >> >> >>"
SPEC = b"<< /F (a.txt) /EF << /F 3 0 R >> >>"
FILE = b"<< /Length 5 >>\nstream\nwords\nendstream"
GOOD = (TREE, SPEC, FILE)


def read(tmp_path: Path, data: bytes) -> tuple[Attached, ...]:
    (tmp_path / "one.pdf").write_bytes(data)
    return attached_in(tmp_path / "one.pdf")


@pytest.mark.parametrize(
    "objects",
    [
        GOOD,
        (TREE, SPEC, b"<< /Length 13 /Filter /FlateDecode >>\nstream\n" + zlib.compress(b"words") + b"\nendstream"),
        (TREE, SPEC, b"<< /Length 13 /Filter [/FlateDecode] >>stream\r\n" + zlib.compress(b"words") + b"endstream"),
        (TREE, b"<< /UF <feff0061002e007400780074> /EF << /F 3 0 R >> >>", FILE),
        (TREE, rb"<< /F (\141\.t\x\164) % a remark" + b"\n /#45F << /F 3 0 R >> /A [true null -1.5 <1>] >>", FILE),
        (b"<< /Names << /EmbeddedFiles << /Kids [4 0 R] >> >> >>", SPEC, FILE, b"<< /Names [(a) 2 0 R] >>"),
    ],
)
def test_one_file_in_each_way(tmp_path: Path, objects: tuple[bytes, ...]) -> None:
    (found,) = read(tmp_path, pdf(*objects))
    assert (found.name, found.size, found.sha256) == ("a.txt", 5, samples.sha256_of(b"words"))


def test_a_document_with_nothing_attached(tmp_path: Path) -> None:
    assert read(tmp_path, pdf(b"<< >>")) == ()
    assert read(tmp_path, pdf(b"<< /Names << >> >>")) == ()


@pytest.mark.parametrize("file", [b"/Filter /ASCIIHexDecode", b"/Filter /FlateDecode /DecodeParms << >>"])
def test_a_file_in_another_encoding_is_named_and_not_read(tmp_path: Path, file: bytes) -> None:
    (found,) = read(tmp_path, pdf(TREE, SPEC, b"<< /Length 5 %b >>\nstream\nwords\nendstream" % file))
    assert (found.name, found.sha256) == ("a.txt", None)


DEEP = b"[" * 30 + b"]" * 30


@pytest.mark.parametrize(
    "objects",
    [
        (b"[1]",),
        (b"<< /Names 9 0 R >>",),
        (b"<< /A 1 /A 2 >>",),
        (b"<< /A >>",),
        (b"<< 1 2 >>",),
        (b"<< /A >",),
        (b">>",),
        (DEEP,),
        (b"<< /A (never ends",),
        (b"<< /Names << /EmbeddedFiles << /Kids 1 >> >> >>",),
        (b"<< /Names << /EmbeddedFiles << /Names 1 >> >> >>",),
        (b"<< /Names << /EmbeddedFiles 2 0 R >> >>", b"<< /Kids [2 0 R] >>"),
        (TREE, b"[1]", FILE),
        (TREE, b"<< /EF << /F 3 0 R >> >>", FILE),
        (TREE, SPEC, b"<< >>"),
        (TREE, SPEC, b"[]\nstream\nwords\nendstream"),
        (TREE, SPEC, b"<< /Length (5) >>\nstream\nwords\nendstream"),
        (TREE, SPEC, b"<< /Length -5 >>\nstream\nwords\nendstream"),
        (TREE, SPEC, b"<< /Length 99999999999999999999 >>\nstream\nwords\nendstream"),
        (TREE, SPEC, b"<< /Length 9007199254740991 >>\nstream\nwords\nendstream"),
        (TREE, SPEC, b"<< /Length 4 >>\nstream\nwords\nendstream"),
        (TREE, SPEC, b"<< /Length 5 /Filter /FlateDecode >>\nstream\nwords\nendstream"),
    ],
)
def test_objects_that_are_not_read(tmp_path: Path, objects: tuple[bytes, ...]) -> None:
    with pytest.raises(NotRead):
        read(tmp_path, pdf(*objects))


@pytest.mark.parametrize(
    "root",
    [
        b"<< >>",
        b"[1]",
        b"<< /Root 1 0 R /Encrypt 2 0 R >>",
        b"<< /Root 1 0 R /XRefStm 9 >>",
        b"<< /Root 1 0 R /Prev 99 >>",
        b"<< /Root 1 0 R /Prev (9) >>",
    ],
)
def test_ends_that_are_not_read(tmp_path: Path, root: bytes) -> None:
    with pytest.raises(NotRead):
        read(tmp_path, pdf(*GOOD, root=root))


def test_a_table_that_names_itself_as_the_one_before(tmp_path: Path) -> None:
    data = pdf(*GOOD)
    start = data.rindex(b"xref\n0 ")
    with pytest.raises(NotRead):
        read(tmp_path, pdf(*GOOD, root=b"<< /Root 1 0 R /Prev %d >>" % start))


@pytest.mark.parametrize("told", [(b"65535 f", b"65535 x"), (b"n \n", b"f \n"), (b"xref", b"xxxx"), (b"0 4", b"1 4")])
def test_tables_that_are_not_read(tmp_path: Path, told: tuple[bytes, bytes]) -> None:
    with pytest.raises(NotRead):
        read(tmp_path, pdf(*GOOD, entries=lambda table: table.replace(*told)))


@pytest.mark.parametrize("data", [b"", b"words", b"%PDF-1.7\nstartxref\n3\n%%EOF\nmore"])
def test_files_that_are_none(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(NotRead):
        read(tmp_path, data)


# ---- tables and objects that stand in streams


def stream(entries: bytes, data: bytes, number: int) -> bytes:
    packed = zlib.compress(data)
    head = b"%d 0 obj\n<< %b /Filter /FlateDecode /Length %d >>\nstream\n" % (number, entries, len(packed))
    return head + packed + b"\nendstream\nendobj\n"


def packed(
    *, table: bytes = b"/Type /XRef /W [1 2 1] /Size 4 /Root 1 0 R", holder: bytes = b"/Type /ObjStm /N 2 /First 8",
    inside: bytes = b"1 0 2 6 << >> (two)", row: bytes = b"\2\0\3\0", second: bytes = b"\2\0\3\1",
) -> bytes:  # fmt: skip
    """Return a file whose objects 1 and 2 stand in the stream 3."""
    out = b"%PDF-1.7\n"
    place = len(out)
    out += stream(holder, inside, 3)
    rows = b"\0\0\0\0" + row + second + b"\1" + place.to_bytes(2, "big") + b"\0"
    return out + stream(table, rows, 4) + b"startxref\n%d\n%%%%EOF\n" % len(out)


def test_objects_that_stand_together() -> None:
    objects = Objects(packed())
    assert objects.at(Reference(1)) == {}
    assert objects.at(Reference(2)) == b"two"
    assert objects.at(7) == 7


@pytest.mark.parametrize(
    "data",
    [
        packed(table=b"/Type /Other /W [1 2 1] /Size 4"),
        packed(table=b"/Type /XRef /W [1 2] /Size 4"),
        packed(table=b"/Type /XRef /W [0 2 2] /Size 4"),
        packed(table=b"/Type /XRef /W [1 99 1] /Size 4"),
        packed(table=b"/Type /XRef /W 1 /Size 4"),
        packed(table=b"/Type /XRef /W [1 2 1] /Size 5"),
        packed(table=b"/Type /XRef /W [1 2 1] /DecodeParms << >> /Size 4"),
        packed(row=b"\2\0\3\1"),
        packed(row=b"\2\0\3\7"),
        packed(row=b"\2\0\1\0"),
        packed(row=b"\1\0\1\0"),
        packed(row=b"\3\0\3\0"),
        packed(holder=b"/Type /Other /N 2 /First 8"),
        packed(holder=b"/Type /ObjStm /N 1 /First 8"),
        packed(holder=b"/Type /ObjStm /N 2 /First 8", inside=b"1 0 2 x << >> (two)"),
        packed(row=b"\1\0\11\0"),
    ],
)
def test_streams_of_objects_that_are_not_read(data: bytes) -> None:
    with pytest.raises(NotRead):
        Objects(data).at(Reference(1))


def test_what_inflates_to_more_than_any_list_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_objects, "MOST_UNPACKED", 10)
    with pytest.raises(NotRead):
        Objects(packed())


@given(st.data())
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_damage_is_read_or_refused(package: Path, tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray((package / "dossier.pdf").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1) | st.integers(len(content) - 9000, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    try:
        assert all(each.name is not None for each in read(tmp_path, bytes(content)))
    except NotRead:
        return
