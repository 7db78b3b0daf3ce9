"""A time stamp for a dossier that was handed over: one hash leaves, a new package comes, the one before stays."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import verifier_samples as samples

from journal_app.domain.complaints import ComplaintEntry, SentFile
from journal_app.dossier import timestamps
from journal_app.dossier.security import signature_of
from journal_app.errors import BadInput, DamageFound, JournalError
from journal_app.services import complaints, dossier_time, dossiers, made_files
from journal_app.services.dossiers import DossierRequest
from journal_app.services.journal import Journal
from journal_app.store import drafts
from journal_app.verification.report import Outcome
from journal_app.verifier import verify

from .keeping import PASSPHRASE, Clock, refused


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> samples.Authority:
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command is not installed")
    return samples.Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, started_folder: Path) -> Path:
    """A folder with a journal and the package that was made from it; tests copy both."""
    place = tmp_path_factory.mktemp("built")
    shutil.copytree(started_folder, place / "journal")
    with Journal.open(place / "journal", PASSPHRASE, clock=Clock()) as journal:
        filing = ComplaintEntry(id="c", board="us-ca-bbs", professional="professional", incidents=("first",))
        complaints.put(journal, filing)
        dossiers.build(journal, DossierRequest(audience="lawyer", complaint="c"), place / "package")
    return place


@pytest.fixture
def started(built: Path, tmp_path: Path, clock: Clock) -> Iterator[Journal]:
    folder = Path(shutil.copytree(built / "journal", tmp_path / "journal"))
    with Journal.open(folder, PASSPHRASE, clock=clock) as journal:
        yield journal


@pytest.fixture
def package(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built / "package", tmp_path / "package"))


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_request_is_one_hash_of_the_signature(started: Journal, package: Path, tmp_path: Path) -> None:
    before = everything(package)
    told = dossier_time.request(started, package, tmp_path / "a.tsq")
    asked = (tmp_path / "a.tsq").read_bytes()
    value = signature_of(package / "dossier.pdf", started.vault.document_signer.certificate)
    assert timestamps.requested_digest(asked) == hashlib.sha256(value).digest()
    assert len(asked) < 80
    assert told == hashlib.sha256(before["dossier.pdf"]).hexdigest()
    assert everything(package) == before


def test_the_answer_makes_a_new_package_and_leaves_the_one_before(
    started: Journal, package: Path, tmp_path: Path, authority: samples.Authority
) -> None:
    before = everything(package)
    dossier_time.request(started, package, tmp_path / "a.tsq")
    (tmp_path / "a.tsr").write_bytes(authority.answer((tmp_path / "a.tsq").read_bytes()))
    made = dossier_time.answer(started, package, tmp_path / "a.tsr", tmp_path / "new")
    after = everything(tmp_path / "new")
    assert everything(package) == before
    assert {name for name in after if after[name] != before[name]} == {"dossier.pdf", "manifest.json", "SHA256SUMS"}
    assert after.keys() == before.keys()
    assert (made.before, made.document) == tuple(
        hashlib.sha256(each["dossier.pdf"]).hexdigest() for each in (before, after)
    )
    assert {each.path: each.sha256 for each in made.files} == {
        tmp_path / "new" / name: hashlib.sha256(data).hexdigest() for name, data in after.items()
    }
    found = verify(tmp_path / "new")
    assert found.result == "agrees"
    (told,) = [line for line in found.lines if line.subject.id == "document-time"]
    assert (told.outcome, made.before in "".join(told.details)) == (Outcome.AGREES, True)
    assert made.time in dossier_time.in_words(made)
    assert made.authority == "CN=Test-Time"
    assert "depends on who issued it" in dossier_time.in_words(made)
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_the_new_package_can_be_noted_as_sent(
    started: Journal, package: Path, tmp_path: Path, authority: samples.Authority
) -> None:
    dossier_time.request(started, package, tmp_path / "a.tsq")
    (tmp_path / "a.tsr").write_bytes(authority.answer((tmp_path / "a.tsq").read_bytes()))
    made = dossier_time.answer(started, package, tmp_path / "a.tsr", tmp_path / "new")
    newest = made_files.not_noted(started, "c", ())[0].files
    assert SentFile(name="new/dossier.pdf", sha256=made.document) in newest
    drafts.put_preference(started.database, "made-for-filings", {"c": [7, {"files": [{"other": 1}]}], "d": []})
    again = dossier_time.answer(started, package, tmp_path / "a.tsr", tmp_path / "again")
    assert again.document == made.document  # equal input gives equal bytes
    assert made_files.not_noted(started, "c", ()) == ()


def _spoilt(package: Path) -> None:
    """Change a letter of the document, and make the lists fit again."""
    path = package / "dossier.pdf"
    path.write_bytes(path.read_bytes() + b"%\n")
    samples.relist(package)


def _unsigned(package: Path) -> None:
    """Take the appended signature away, and make the lists fit again."""
    path = package / "dossier.pdf"
    content = path.read_bytes()
    path.write_bytes(content[: content.rindex(b"%%EOF", 0, content.rindex(b"%%EOF"))] + b"%%EOF\n")
    samples.relist(package)


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        (shutil.rmtree, BadInput, "whole package"),
        (lambda package: (package / "dossier.pdf").unlink(), BadInput, "whole package"),
        (lambda package: (package / "dossier.pdf").write_bytes(b"words"), BadInput, "whole package"),
        (lambda package: samples.flip(package / "manifest.json", 5), BadInput, "whole package"),
        (lambda package: samples.flip(package / "dossier.pdf", -1), DamageFound, "not the file that the package lists"),
        (_spoilt, BadInput, "not as this journal signed it"),
        (_unsigned, BadInput, "no signature that can be read"),
    ],
    ids=["gone", "no-document", "no-pdf", "manifest", "document", "relisted", "unsigned"],
)
def test_what_is_no_package_as_it_was_made_is_refused(
    started: Journal, package: Path, tmp_path: Path, change: Callable[[Path], object], error: type[JournalError],
    said: str,
) -> None:  # fmt: skip
    change(package)
    (tmp_path / "a.tsr").write_bytes(b"answer")
    for work in (
        lambda: dossier_time.request(started, package, tmp_path / "a.tsq"),
        lambda: dossier_time.answer(started, package, tmp_path / "a.tsr", tmp_path / "new"),
    ):
        with refused(error, started) as caught:
            work()
        assert said in caught.value.message
    assert not (tmp_path / "a.tsq").exists()
    assert not (tmp_path / "new").exists()


def test_an_exhibit_that_was_changed_stops_it(
    started: Journal, package: Path, tmp_path: Path, authority: samples.Authority
) -> None:
    dossier_time.request(started, package, tmp_path / "a.tsq")
    (tmp_path / "a.tsr").write_bytes(authority.answer((tmp_path / "a.tsq").read_bytes()))
    samples.flip(package / "custody.csv")
    with refused(DamageFound, started) as caught:
        dossier_time.answer(started, package, tmp_path / "a.tsr", tmp_path / "new")
    assert "custody.csv" in caught.value.message
    assert not (tmp_path / "new").exists()


def test_a_package_of_another_journal_is_refused(started: Journal, tmp_path: Path) -> None:
    from journal_app.dossier.package import attachments_of, write_package

    parts = samples.parts(tmp_path, stamped=False)
    from dataclasses import replace

    from test_verifier_alone import written

    document = written(tmp_path / "own.pdf", attachments_of(parts))
    write_package(tmp_path / "other", replace(parts, document=document))
    with refused(BadInput, started) as caught:
        dossier_time.request(started, tmp_path / "other", tmp_path / "a.tsq")
    assert "not as this journal signed it" in caught.value.message


def test_an_answer_about_something_else_or_a_second_one_is_refused(
    started: Journal, package: Path, tmp_path: Path, authority: samples.Authority
) -> None:
    (tmp_path / "other.tsr").write_bytes(authority.answer(timestamps.request(bytes(32), 7)))
    with refused(BadInput, started) as caught:
        dossier_time.answer(started, package, tmp_path / "other.tsr", tmp_path / "new")
    assert "not about the signature of this dossier" in caught.value.message
    dossier_time.request(started, package, tmp_path / "a.tsq")
    right = authority.answer((tmp_path / "a.tsq").read_bytes())
    for number, data in enumerate((b"", right[:-20], right[:-1] + bytes([right[-1] ^ 1]))):
        (tmp_path / f"{number}.tsr").write_bytes(data)
        with refused(BadInput, started):
            dossier_time.answer(started, package, tmp_path / f"{number}.tsr", tmp_path / "new")
    assert not (tmp_path / "new").exists()
    (tmp_path / "a.tsr").write_bytes(right)
    dossier_time.answer(started, package, tmp_path / "a.tsr", tmp_path / "new")
    with refused(BadInput, started) as caught:
        dossier_time.answer(started, tmp_path / "new", tmp_path / "a.tsr", tmp_path / "third")
    assert "carries a time stamp already" in caught.value.message


def test_one_that_has_no_room_is_refused(
    started: Journal, tmp_path: Path, authority: samples.Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journal_app.dossier.security.RESERVED", 2200)
    dossiers.build(started, DossierRequest(audience="lawyer", every=True), tmp_path / "small")
    dossier_time.request(started, tmp_path / "small", tmp_path / "a.tsq")
    (tmp_path / "a.tsr").write_bytes(authority.answer((tmp_path / "a.tsq").read_bytes()))
    with refused(BadInput, started) as caught:
        dossier_time.answer(started, tmp_path / "small", tmp_path / "a.tsr", tmp_path / "new")
    assert "has not the room" in caught.value.message
    assert not (tmp_path / "new").exists()
