from __future__ import annotations

import builtins
import contextlib
import io
import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent))

import verifier_samples as samples

from journal_app.dossier.package import write_package
from journal_app.errors import BadInput, JournalError, StorageTrouble
from journal_app.integrity.chain import fingerprint_groups
from journal_app.integrity.claims import all_claims
from journal_app.integrity.manifest import Manifest, ManifestFile
from journal_app.verification import document, folder, report
from journal_app.verification.folder import BLOCK
from journal_app.verification.report import Outcome, Report
from journal_app.verification.trusted_time import trusted_certificates
from journal_app.verifier import main, verify

CHECKS = (
    "files",
    "manifest",
    "custody",
    "chain-head",
    "chain-entries",
    "exhibits",
    "document-signature",
    "document-key",
    "attachments",
    "trusted-time",
)
NEEDS_OPENSSL = pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl command is not installed")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> samples.Authority:
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command is not installed")
    return samples.Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def unstamped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good package with a request for a time and no answer; tests copy it before they change it."""
    return samples.good(tmp_path_factory.mktemp("unstamped") / "package")


@pytest.fixture(scope="module")
def stamped(tmp_path_factory: pytest.TempPathFactory, authority: samples.Authority) -> Path:
    return samples.good(tmp_path_factory.mktemp("stamped") / "package", authority.answer)


@pytest.fixture
def package(unstamped: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(unstamped, tmp_path / "package"))


@pytest.fixture
def stamped_package(stamped: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(stamped, tmp_path / "package"))


def outcomes(found: Report, check: str) -> set[Outcome]:
    return {line.outcome for line in found.lines if line.subject.id == check}


def details(found: Report, check: str, outcome: Outcome) -> str:
    return "\n".join(
        detail
        for line in found.lines
        if line.subject.id == check and line.outcome is outcome
        for detail in line.details
    )


def test_a_good_package_agrees_in_every_check(stamped: Path, authority: samples.Authority) -> None:
    before = {path: path.read_bytes() for path in stamped.rglob("*") if path.is_file()}
    found = verify(stamped, trusted_certificates(authority.root.read_bytes(), "root.pem"))
    for check in (*CHECKS, "trusted-time-issuer"):
        assert Outcome.AGREES in outcomes(found, check), check
        assert Outcome.DIFFERS not in outcomes(found, check), check
    assert (found.result, found.exit_code) == ("agrees", 0)
    assert "no later than" in details(found, "trusted-time", Outcome.AGREES)
    assert {path: path.read_bytes() for path in stamped.rglob("*") if path.is_file()} == before


def test_without_a_time_stamp_no_check_shows_anything_of_an_anchor(unstamped: Path, tmp_path: Path) -> None:
    """What was shown since the last anchor stood under AGREES in a package that has none."""
    never_asked = samples.good(tmp_path / "package", stamped=False)
    for package, said in ((unstamped, "a time stamp was asked for"), (never_asked, "")):
        found = verify(package)
        shown = [line.subject.shows for line in found.lines if line.outcome is Outcome.AGREES]
        assert said in " ".join(shown)
        assert not any("anchor" in each for each in (*shown, *found.claims))
        (entries,) = [line.subject for line in found.lines if line.subject.id == "chain-entries"]
        assert "not made anew" in entries.does_not_show
        assert found.claims == all_claims(anchored=False)
        assert json.loads(report.as_json(found))["claims"] == list(found.claims)


def test_the_chain_shows_more_where_a_time_stamp_covers_it(
    stamped: Path, stamped_package: Path, authority: samples.Authority, tmp_path: Path
) -> None:
    found = verify(stamped)
    assert found.claims == all_claims()
    (entries,) = [line.subject for line in found.lines if line.subject.id == "chain-entries"]
    assert (entries.shows, "not made anew" in entries.does_not_show) == (all_claims()[1], False)
    assert "comes from outside" in details(found, "trusted-time-issuer", Outcome.NOT_CHECKED)
    others = tmp_path / "others.der"
    others.write_bytes(samples.certificate())
    doubted = [verify(stamped, trusted_certificates(others.read_bytes(), "others.der"))]
    samples.flip(stamped_package / "timestamp.tsr")
    samples.relist(stamped_package)
    doubted.append(verify(stamped_package))
    for each in doubted:
        (entries,) = [line.subject for line in each.lines if line.subject.id == "chain-entries"]
        assert "not made anew" in entries.does_not_show
        assert each.claims == all_claims()


def test_how_many_of_the_revisions_are_there_is_told(unstamped: Path, tmp_path: Path) -> None:
    """Each revision was said to agree, of 86 among 133; and nobody had compared the words that are printed."""
    found = verify(unstamped)
    told = details(found, "chain-entries", Outcome.AGREES)
    assert "5 of the chain’s 7 revisions are in this package" in told
    assert "Why the others are left out cannot be seen" in told
    (entries,) = [line.subject for line in found.lines if line.subject.id == "chain-entries"]
    assert "That the words printed in dossier.pdf are those of the revisions" in entries.does_not_show
    whole = replace(samples.parts(tmp_path), **samples.whole_chain())
    write_package(tmp_path / "package", whole)
    told = details(verify(tmp_path / "package"), "chain-entries", Outcome.AGREES)
    assert told == "1 of the chain’s 1 revisions is in this package, and was compared."


def test_it_is_told_why_an_exhibit_may_have_no_record(package: Path) -> None:
    samples.relist(package, lambda manifest: replace(manifest, chain=manifest.chain[:2]))
    reason, *names = details(verify(package), "exhibits", Outcome.NOT_CHECKED).splitlines()
    assert reason.startswith("A record is left out of a package where it holds a hidden name, or names an incident")
    assert names == [
        "exhibits/EX-002.txt: no record of it is among the revisions in the package.",
        "Nothing that is signed was found to name these files, so nothing is shown of them.",
    ]


def test_openssl_agrees_about_the_time(stamped: Path, authority: samples.Authority) -> None:
    assert authority.accepts(stamped / "timestamp.tsq", stamped / "timestamp.tsr")


def test_what_is_unproved_is_not_checked(unstamped: Path) -> None:
    found = verify(unstamped)
    assert found.exit_code == 0
    assert outcomes(found, "trusted-time") == {Outcome.AGREES, Outcome.NOT_CHECKED}
    assert "no answer" in details(found, "trusted-time", Outcome.NOT_CHECKED)
    assert "no record" in details(found, "custody", Outcome.NOT_CHECKED)


@pytest.mark.parametrize("defect", samples.DEFECTS, ids=lambda defect: defect.name)
def test_every_defect_is_found_and_named(defect: samples.Defect, package: Path) -> None:
    defect.spoil(package)
    found = verify(package)
    assert defect.names in details(found, defect.check, Outcome.DIFFERS)
    assert (found.result, found.exit_code) == ("differs", defect.exit_code)


def test_there_is_a_defect_for_every_check() -> None:
    assert {defect.check for defect in samples.DEFECTS} == set(CHECKS)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_flipped_bit_anywhere_is_found_and_its_file_named(stamped: Path, tmp_path: Path, data: Any) -> None:
    names = sorted(path.relative_to(stamped).as_posix() for path in stamped.rglob("*") if path.is_file())
    name = data.draw(st.sampled_from(names))
    size = (stamped / name).stat().st_size
    copy = fresh_copy(stamped, tmp_path)
    samples.flip(copy / name, data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, 7)))
    found = verify(copy)
    assert found.exit_code == 1
    assert name in details(found, "files", Outcome.DIFFERS)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_content_whatever_makes_it_stumble(stamped: Path, tmp_path: Path, data: Any) -> None:
    copy = fresh_copy(stamped, tmp_path)
    names = sorted(path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file())
    for name in data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)):
        mutate(copy / name, data)
    if data.draw(st.booleans()):
        with contextlib.suppress(JournalError, OSError, KeyError):  # somebody makes the lists fit again
            samples.relist(copy)
    out, err = io.StringIO(), io.StringIO()
    code = run(["--json", str(copy)], out, err)
    assert code in (0, 1, 5, 6)
    assert json.loads(out.getvalue())["exit_code"] == code
    assert "Traceback" not in err.getvalue()


def mutate(path: Path, data: Any) -> None:
    content = bytearray(path.read_bytes())
    way = data.draw(st.sampled_from(["flip", "cut", "insert", "replace", "empty", "zero", "remove"]))
    at = data.draw(st.integers(0, max(0, len(content) - 1)))
    if way == "flip" and content:
        content[at] ^= data.draw(st.integers(1, 255))
    elif way == "cut":
        del content[at:]
    elif way == "insert":
        content[at:at] = data.draw(st.binary(max_size=40))
    elif way == "zero":
        content[at : at + 64] = bytes(64)
    elif way == "replace":
        content = bytearray(data.draw(st.binary(max_size=200)))
    elif way == "empty":
        content.clear()
    if way == "remove":
        path.unlink()
    else:
        path.write_bytes(content)


def fresh_copy(source: Path, scratch: Path) -> Path:
    copy = scratch / "copy"
    if copy.exists():
        shutil.rmtree(copy)
    return Path(shutil.copytree(source, copy))


def run(arguments: list[str], out: Any, err: Any) -> int:
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = out, err
    try:
        return main(arguments)
    finally:
        sys.stdout, sys.stderr = before


@pytest.mark.parametrize("spoil", [samples.flip, Path.unlink])
def test_what_another_file_stands_for_is_nowhere_said_to_agree(package: Path, spoil: Callable[[Path], None]) -> None:
    """The manifest's word for it was compared, and the report said that each exhibit is the file that was recorded."""
    spoil(package / samples.PICTURE_NAME)
    found = verify(package)
    for check in ("files", "manifest", "exhibits", "attachments"):
        assert Outcome.AGREES not in outcomes(found, check), check
        assert samples.PICTURE_NAME.rsplit("/", 1)[-1] in details(found, check, Outcome.DIFFERS), check


def test_it_is_told_where_the_listed_file_still_is(package: Path) -> None:
    samples.flip(package / samples.PICTURE_NAME)
    told = details(verify(package), "attachments", Outcome.DIFFERS)
    assert "is the file that is listed; the one beside the document is not." in told
    (package / samples.PICTURE_NAME).unlink()
    told = details(verify(package), "attachments", Outcome.DIFFERS)
    assert "is attached inside the document; the file beside it is missing." in told


def test_the_state_of_the_chain_is_told_as_it_is_printed(unstamped: Path) -> None:
    """The reader was to compare a fingerprint, and only the key was told."""
    manifest = samples.read_manifest((unstamped / "manifest.json").read_bytes())
    assert manifest.head is not None
    told = details(verify(unstamped), "chain-head", Outcome.AGREES)
    head = manifest.head.head
    assert told.splitlines() == [
        f"Journal {head.vault_id}, {head.size} revisions, {head.time}.",
        f"Fingerprint (SHA-256): {' '.join(fingerprint_groups(head.root))}",
        f"Key: {head.key}",
    ]


@pytest.mark.parametrize("spoil", [Path.unlink, samples.flip])
def test_what_needs_the_manifest_is_told_as_not_checked_without_it(
    package: Path, spoil: Callable[[Path], None]
) -> None:
    """All lines but three were gone, as if there were nothing more to check."""
    spoil(package / "manifest.json")
    found = verify(package)
    for check in ("custody", "chain-head", "chain-entries", "exhibits", "attachments", "trusted-time"):
        assert outcomes(found, check) == {Outcome.NOT_CHECKED}, check
        assert "manifest.json could not be read" in details(found, check, Outcome.NOT_CHECKED)
    assert outcomes(found, "document-signature") == {Outcome.AGREES}
    (package / "dossier.pdf").unlink()
    assert "dossier.pdf is missing" in details(verify(package), "document-signature", Outcome.DIFFERS)


def test_all_files_are_counted_and_the_exhibits_among_them(unstamped: Path) -> None:
    told = details(verify(unstamped), "manifest", Outcome.AGREES)
    assert told == "7 files compared; exhibits among them: 2."


# ---- the document alone


def test_a_pdf_alone_is_checked_for_its_signature(unstamped: Path, tmp_path: Path) -> None:
    alone = tmp_path / "only" / "dossier.pdf"
    alone.parent.mkdir()
    shutil.copy(unstamped / "dossier.pdf", alone)
    for path in (alone, alone.parent):
        found = verify(path)
        assert outcomes(found, "document-signature") == {Outcome.AGREES}
        assert outcomes(found, "attachments") == {Outcome.NOT_CHECKED}
        assert found.exit_code == 0


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("letter.txt", b"Dear Ms Example", 5),
        ("letter", b"", 5),
        ("letter.pdf", b"Dear Ms Example", 1),
        ("LETTER.PDF", b"", 1),
        ("letter.txt", b"\n%PDF-1.7 and no more", 1),
    ],
)
def test_what_is_no_pdf_is_bad_input_and_no_difference(
    tmp_path: Path, name: str, content: bytes, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Any file was called a document that differs, where nobody had said that it was one."""
    (tmp_path / name).write_bytes(content)
    assert main([str(tmp_path / name)]) == code
    told = capsys.readouterr()
    assert ("neither a package folder nor a PDF" in told.err) is (code == 5)


def test_an_unsigned_pdf_alone_is_no_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = samples.document(tmp_path / "board.pdf", {}, signed=False)
    assert main([str(path)]) == 5
    assert "Nothing here could be checked" in capsys.readouterr().out


def test_a_document_that_differs_is_not_opened(package: Path) -> None:
    samples.flip(package / "dossier.pdf", 100)
    found = verify(package)
    assert outcomes(found, "document-signature") == {Outcome.NOT_CHECKED}
    (package / "dossier.pdf").unlink()
    assert outcomes(verify(package), "attachments") == {Outcome.NOT_CHECKED}


def test_attachments_in_other_encodings(package: Path) -> None:
    path = package / "dossier.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        plain = pikepdf.Stream(pdf, samples.LETTER)
        hexed = pikepdf.Stream(pdf, samples.PICTURE.hex().encode() + b">", Filter=pikepdf.Name.ASCIIHexDecode)
        specs = [
            ("EX-001-Bildschirmfoto-Groe-1.png", hexed),
            ("EX-002.txt", plain),
            ("else\u202e.txt", pikepdf.Stream(pdf, b"x")),
        ]
        names = pikepdf.Array()
        for name, stream in specs:
            names.append(pikepdf.String(name))
            file = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F=name, EF=pikepdf.Dictionary(F=stream))
            names.append(pdf.make_indirect(file))
        kid = pdf.make_indirect(pikepdf.Dictionary(Names=names))
        pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Kids=[kid]))
        pdf.save(path, static_id=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    samples.relist(package)
    found = verify(package)
    assert "1 attached file compared" in details(found, "attachments", Outcome.AGREES)
    assert "1 exhibit is not attached" in details(found, "attachments", Outcome.NOT_CHECKED)
    left = details(found, "attachments", Outcome.NOT_CHECKED)
    assert "EX-001" in left
    assert "else\\u202e.txt" in left
    assert outcomes(found, "document-signature") == {Outcome.DIFFERS}
    assert "every one in a package is signed" in details(found, "document-signature", Outcome.DIFFERS)


def test_a_large_attachment_is_inflated_in_blocks(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    big = bytes(3 * BLOCK + 17)
    path = samples.document(tmp_path / "big.pdf", {"EX-001.bin": big})
    exhibit = replace(samples.exhibits()[0], file_name="", extension="bin")
    entry = samples.exhibit_entry(exhibit, big)
    file = ManifestFile(entry.file, entry.sha256, entry.size)
    manifest = Manifest(made="2026-03-01T12:00:00Z", program="0.1.0", files=(file,), exhibits=(entry,))
    lines = document.check_document(path, manifest, {file.name: file}).lines
    assert [line.outcome for line in lines] == [
        Outcome.AGREES,
        Outcome.NOT_CHECKED,
        Outcome.AGREES,
        Outcome.NOT_CHECKED,
    ]
    assert lines[1].details == ("The package names no state of a chain.",)
    assert lines[3].details == ("No manifest.json is attached inside the document.",)
    caplog.clear()  # the library's lines on a certificate nobody vouches for; ``verify`` keeps them from the reader


# ---- the chain and the time


def test_the_notes_of_a_mac_beside_a_file_are_named_and_not_counted(package: Path) -> None:
    """A Mac writes them on a stick by itself, and an honest package was called altered."""
    notes = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        "
    (package / "._dossier.pdf").write_bytes(notes)
    (package / "._exhibits").write_bytes(notes)
    found = verify(package)
    assert found.exit_code == 0
    left = details(found, "files", Outcome.NOT_CHECKED)
    assert "._dossier.pdf" in left
    assert "._exhibits" in left
    for name, data in (
        ("._else.pdf", notes),
        ("._manifest.json", b"# other notes"),
        ("._verify.py", notes + bytes(1 << 20)),
    ):
        (package / name).write_bytes(data)
        assert name in details(verify(package), "files", Outcome.DIFFERS)
        (package / name).unlink()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("manifest.json", "manifest.json was changed, or its line in SHA256SUMS was."),
        ("custody.csv", "SHA256SUMS was changed: its line for custody.csv is not what manifest.json says."),
    ],
)
def test_a_changed_line_of_the_list_is_told(package: Path, name: str, told: str) -> None:
    sums = (package / "SHA256SUMS").read_text()
    line = next(line for line in sums.splitlines(keepends=True) if line.endswith(f"  {name}\n"))
    (package / "SHA256SUMS").write_text(sums.replace(line, f"{'0' * 64}  {name}\n"))
    assert told in details(verify(package), "files", Outcome.DIFFERS)


def test_a_package_without_a_chain(tmp_path: Path) -> None:
    parts = replace(samples.parts(tmp_path, stamped=False), head=None, chain=())
    write_package(tmp_path / "package", parts)
    found = verify(tmp_path / "package")
    for check in ("chain-head", "chain-entries", "exhibits", "trusted-time"):
        assert outcomes(found, check) == {Outcome.NOT_CHECKED}, check
    assert found.exit_code == 5  # no chain vouches for the key that signed the document


def test_custody_that_is_proved_in_full_leaves_nothing_open(tmp_path: Path) -> None:
    parts = samples.parts(tmp_path)
    write_package(tmp_path / "package", replace(parts, exhibits=parts.exhibits[:1], events=parts.events[:1]))
    assert outcomes(verify(tmp_path / "package"), "custody") == {Outcome.AGREES}


def test_a_removed_evidence_record_proves_nothing(package: Path) -> None:
    samples.relist(package, lambda manifest: replace(manifest, chain=manifest.chain[:1]))
    found = verify(package)
    assert outcomes(found, "exhibits") == {Outcome.NOT_CHECKED}
    assert (found.result, found.exit_code) == ("not-enough-checked", 5)
    assert "compared with nothing that is signed" in " ".join(report.as_text(found).split())


def test_custody_of_a_removed_record_is_no_event(package: Path) -> None:
    text = samples.revision("custody", "ev-1", None).decode()
    samples.swap_chain(package, lambda entry: replace(entry, body=text), at=3)
    found = verify(package)
    assert Outcome.DIFFERS not in outcomes(found, "custody")
    assert Outcome.DIFFERS in outcomes(found, "chain-entries")


def test_a_request_that_was_promised_is_missing(package: Path) -> None:
    (package / "timestamp.tsq").unlink()
    samples.relist(package)
    assert "timestamp.tsq" in details(verify(package), "trusted-time", Outcome.DIFFERS)


def test_an_answer_alone_belongs_to_nothing(stamped_package: Path) -> None:
    (stamped_package / "timestamp.tsq").unlink()
    samples.relist(stamped_package)
    assert "timestamp.tsr" in details(verify(stamped_package), "trusted-time", Outcome.DIFFERS)


def test_the_stamp_of_another_journal_is_found(package: Path) -> None:
    def changed(manifest: Manifest) -> Manifest:
        assert manifest.anchored is not None
        head = replace(manifest.anchored.head.head, vault_id="f" * 32)
        signed = replace(manifest.anchored.head, head=head, signature=samples.CHAIN_KEY.sign(head.message()).hex())
        return replace(manifest, anchored=replace(manifest.anchored, head=signed))

    samples.relist(package, changed)
    assert "did not grow" in details(verify(package), "trusted-time", Outcome.DIFFERS)


def spoiled_answer(package: Path, answer: bytes) -> str:
    (package / "timestamp.tsr").write_bytes(answer)
    samples.relist(package)
    found = verify(package)
    assert found.exit_code == 1
    return details(found, "trusted-time", Outcome.DIFFERS)


def test_an_answer_that_cannot_be_read(stamped_package: Path) -> None:
    assert "timestamp.tsr cannot be read" in spoiled_answer(stamped_package, b"0\x00")


def test_an_answer_larger_than_any(stamped_package: Path) -> None:
    assert "timestamp.tsr cannot be read" in spoiled_answer(stamped_package, bytes((1 << 20) + 1))


def test_an_answer_to_another_request(stamped_package: Path, authority: samples.Authority) -> None:
    other = authority.answer(samples.request(bytes(32), 5))
    assert "not the answer" in spoiled_answer(stamped_package, other)


def test_an_answer_without_a_time(stamped_package: Path) -> None:
    answer = (stamped_package / "timestamp.tsr").read_bytes()
    granted, rejected = bytes.fromhex("3003020100"), bytes.fromhex("3003020102")
    assert granted in answer[:12]
    assert "did not give a time" in spoiled_answer(stamped_package, answer.replace(granted, rejected, 1))


def test_an_answer_that_was_altered(stamped_package: Path) -> None:
    answer = bytearray((stamped_package / "timestamp.tsr").read_bytes())
    answer[-1] ^= 1  # the last byte of the signature
    assert "what its issuer signed" in spoiled_answer(stamped_package, bytes(answer))


def test_a_request_without_a_nonce_is_fine(stamped_package: Path, authority: samples.Authority) -> None:
    asked = samples.without_nonce((stamped_package / "timestamp.tsq").read_bytes())
    (stamped_package / "timestamp.tsq").write_bytes(asked)
    (stamped_package / "timestamp.tsr").write_bytes(authority.answer(asked))
    samples.relist(stamped_package)
    assert outcomes(verify(stamped_package), "trusted-time") == {Outcome.AGREES}


def test_an_issuer_nobody_vouches_for(
    stamped: Path, authority: samples.Authority, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcomes(verify(stamped), "trusted-time-issuer") == {Outcome.NOT_CHECKED}
    other = tmp_path / "other.der"
    other.write_bytes(samples.certificate())
    assert main([str(stamped), "--trust", str(other)]) == 1
    assert main([str(stamped), "--trust", str(other), "--trust", str(authority.root)]) == 0
    capsys.readouterr()


@pytest.mark.parametrize("content", [b"", b"-----BEGIN CERTIFICATE-----\n", b"0\x00", b"text"])
def test_certificates_that_are_none(
    unstamped: Path, tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "trust.pem"
    path.write_bytes(content)
    assert main([str(unstamped), "--trust", str(path)]) == 5
    assert "trust.pem" in capsys.readouterr().err


# ---- without the libraries


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports of the optional libraries do not succeed."""
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name.split(".", maxsplit=1)[0] in ("cryptography", "pyhanko", "pyhanko_certvalidator", "asn1crypto"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)


@pytest.mark.usefixtures("bare")
def test_without_the_libraries_it_says_what_it_left_out(stamped: Path) -> None:
    found = verify(stamped)
    assert found.exit_code == 0
    for check in ("files", "manifest", "custody", "chain-entries", "exhibits"):
        assert Outcome.AGREES in outcomes(found, check)
    for check in ("chain-head", "document-signature", "trusted-time"):
        assert outcomes(found, check) == {Outcome.NOT_CHECKED}
    assert Outcome.AGREES in outcomes(found, "attachments")


def test_without_pyhanko_alone(stamped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyhanko.sign.validation.generic_cms", None)
    found = verify(stamped)
    assert outcomes(found, "trusted-time") == {Outcome.AGREES}
    assert outcomes(found, "trusted-time-issuer") == {Outcome.NOT_CHECKED}


# ---- the folder


def test_what_was_not_understood_does_not_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turned = "annex\u202egpj.exe\x1b[31m"
    with pytest.raises(SystemExit):
        main([str(tmp_path), f"--{turned}"])
    (tmp_path / turned).mkdir()
    assert main([str(tmp_path / turned)]) == 5
    assert main([str(tmp_path / f"{turned}.pdf")]) == 6
    told = capsys.readouterr()
    assert told.err.count("annex\\u202egpj.exe\\x1b[31m") == 3
    assert all(sign.isprintable() or sign == "\n" for sign in told.out + told.err)


def test_a_folder_that_is_no_package(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert main([str(tmp_path), "--json"]) == 5
    told = capsys.readouterr()
    assert json.loads(told.out)["exit_code"] == 5
    assert "neither SHA256SUMS nor manifest.json" in told.err


@pytest.mark.parametrize("name", ["absent", "absent\n\x1b[31m"])
def test_a_folder_that_is_not_there(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / name)]) == 6
    assert "\x1b" not in capsys.readouterr().err


def test_a_device_is_no_package() -> None:
    with pytest.raises(BadInput):
        verify(Path(os.devnull))


def test_a_pipe_does_not_hold_it_up(package: Path) -> None:
    os.mkfifo(package / "pipe")
    assert "pipe" in details(verify(package), "files", Outcome.DIFFERS)


def test_a_link_in_the_place_of_an_exhibit_is_not_followed(package: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (package / samples.PICTURE_NAME).rename(outside)
    (package / samples.PICTURE_NAME).symlink_to(outside)
    found = verify(package)
    assert "link" in details(found, "files", Outcome.DIFFERS)
    assert samples.PICTURE_NAME in details(found, "manifest", Outcome.DIFFERS)


def test_a_link_opened_directly_is_refused(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    with pytest.raises(StorageTrouble), folder.opened(tmp_path / "link"):
        pass
    with pytest.raises(StorageTrouble), folder.opened(Path(os.devnull)):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(package: Path) -> None:
    (package / "custody.csv").chmod(0)
    with pytest.raises(StorageTrouble):
        verify(package)


def test_a_leftover_of_a_file_browser_is_no_defect(package: Path) -> None:
    (package / ".DS_Store").write_bytes(b"x")
    found = verify(package)
    assert ".DS_Store" in details(found, "files", Outcome.NOT_CHECKED)
    assert found.exit_code == 0


@pytest.mark.parametrize("name", ["a\nb", "\x1b[2J", "\u202efdp.exe", "x" * 250, "-rf", "\udcff\udcfe"])
def test_odd_names_are_shown_safely(package: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (package / name).write_text("x")
    assert main([str(package)]) == 1
    shown = capsys.readouterr().out
    assert not any(sign in shown for sign in ("\x1b", "\u202e", "\udcff", "a\nb"))


def test_a_folder_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / "package"
    (deep / "/".join("d" * (folder.DEEPEST + 2))).mkdir(parents=True)
    with pytest.raises(BadInput, match="more than a package"):
        verify(deep)
    wide = tmp_path / "wide"
    wide.mkdir()
    for number in range(4):
        (wide / str(number)).touch()
    monkeypatch.setattr(folder, "MAX_ENTRIES", 3)
    with pytest.raises(BadInput, match="more than a package"):
        verify(wide)


# ---- the command


def test_the_table_says_what_is_shown_and_what_is_not(unstamped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(unstamped)]) == 0
    told = capsys.readouterr()
    text = " ".join(told.out.split())
    assert all(claim in text for claim in all_claims(anchored=False))
    assert "AGREES" in text
    assert "NOT CHECKED" in text
    assert "does not show" in text
    assert "points were not checked" in text
    assert told.err == ""
    assert all(len(line) <= report.WIDTH for line in told.out.splitlines())


def test_the_document_for_programs(unstamped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(unstamped), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["format"] == "journal-verification"
    assert told["result"] == "agrees"
    assert {check["id"] for check in told["checks"]} == set(CHECKS)
    assert {check["outcome"] for check in told["checks"]} == {"agrees", "not-checked"}


def test_wrong_usage_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 2
    capsys.readouterr()


def test_a_full_disk_behind_the_output_is_told(unstamped: Path) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, text)

    err = io.StringIO()
    assert run([str(unstamped)], Full(), err) == 6
    assert "could not be written" in err.getvalue()


def test_a_narrow_terminal_encoding_is_no_obstacle(package: Path) -> None:
    (package / "größe.txt").write_text("x")
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    assert run([str(package)], out, io.StringIO()) == 1
    assert b"gr\\xf6\\xdfe.txt" in raw.getvalue()


def test_log_lines_of_libraries_stay_away(unstamped: Path, caplog: pytest.LogCaptureFixture) -> None:
    before = logging.root.manager.disable
    verify(unstamped)
    assert not caplog.records
    assert logging.root.manager.disable == before


def lines_of(*found: tuple[Outcome, int]) -> Report:
    subject = report.Subject("one", "What.", "Shows.", "Does not.")
    return Report("name", tuple(report.Line(subject, outcome, ("detail",) * count) for outcome, count in found))


def test_long_lists_are_cut_and_counted() -> None:
    text = report.as_text(lines_of((Outcome.DIFFERS, report.SHOWN_DETAILS + 3)))
    assert text.count("detail") == report.SHOWN_DETAILS
    assert "and 3 more" in text


def test_no_check_at_all_is_no_pass() -> None:
    assert lines_of().exit_code == 5
    assert lines_of((Outcome.NOT_CHECKED, 1)).exit_code == 5
    assert "not checked" not in report.as_text(lines_of((Outcome.AGREES, 1)))


# ---- the same check as one file


def run_bundle(python: str, package: Path, *options: str) -> subprocess.CompletedProcess[str]:
    script = str(package / "verify.py")
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    command = [python, *options, script, str(package), "--json"]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, cwd=package.parent, timeout=120
    )


@pytest.mark.parametrize("spoiled", [False, True])
def test_the_one_file_gives_the_same_verdicts(stamped_package: Path, spoiled: bool) -> None:
    if spoiled:
        samples.flip(stamped_package / samples.PICTURE_NAME)
    ran = run_bundle(sys.executable, stamped_package)
    expected = verify(stamped_package)
    assert ran.stderr == ""
    assert ran.stdout == report.as_json(expected) + "\n"
    assert ran.returncode == expected.exit_code


def test_the_one_file_without_libraries_says_so(stamped_package: Path) -> None:
    ran = run_bundle(sys.executable, stamped_package, "-I", "-S")
    told = json.loads(ran.stdout)
    left = {check["id"] for check in told["checks"] if check["outcome"] == "not-checked"}
    assert {"chain-head", "document-signature", "attachments", "trusted-time"} <= left
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_one_file_takes_no_module_from_the_folder_it_checks(stamped_package: Path) -> None:
    (stamped_package / "hashlib.py").write_text("raise SystemExit(0)\n")
    (stamped_package / "cryptography.py").write_text("raise SystemExit(0)\n")
    ran = run_bundle(sys.executable, stamped_package)
    assert ran.returncode == 1
    assert "hashlib.py is in the package, but SHA256SUMS does not list it." in ran.stdout


@pytest.fixture(autouse=True)
def _same_paths() -> Iterator[None]:
    """The bundle is run as its own process; nothing of it may stay in this one."""
    before = list(sys.path)
    yield
    assert sys.path == before
