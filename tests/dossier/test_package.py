from __future__ import annotations

import hashlib
import io
import os
import shutil
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import verifier_samples as samples

from journal_app.dossier.package import write_package
from journal_app.dossier.package_parts import PackageExhibit
from journal_app.errors import BadInput, Cancelled, DamageFound, StorageTrouble
from journal_app.integrity.manifest import ManifestMismatch, is_package_name, read_manifest
from journal_app.verifier import verify


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_package_holds_what_the_contract_names(tmp_path: Path) -> None:
    written = write_package(tmp_path / "package", samples.parts(tmp_path, lambda _: b"answer"))
    found = everything(tmp_path / "package")
    assert set(found) == {
        "READ-ME-FIRST.txt",
        "SHA256SUMS",
        "custody.csv",
        "dossier.pdf",
        "exhibits/EX-001-Bildschirmfoto-Groe-1.png",
        "exhibits/EX-002.txt",
        "manifest.json",
        "timestamp.tsq",
        "timestamp.tsr",
        "verify.py",
    }
    assert {file.name: (file.sha256, file.size) for file in written} == {
        name: (hashlib.sha256(data).hexdigest(), len(data)) for name, data in found.items()
    }
    assert found["exhibits/EX-002.txt"] == samples.LETTER
    manifest = read_manifest(found["manifest.json"])
    assert [exhibit.file_name for exhibit in manifest.exhibits] == ["Bildschirmfoto, Größe 1.PNG", "письмо.txt"]
    assert manifest.exhibits[0].card == {"captured_by": "me", "date_visible": True}
    assert verify(samples.good(tmp_path / "other" / "package")).exit_code == 0


def test_no_private_word_is_in_it(tmp_path: Path) -> None:
    folder = samples.good(tmp_path / "package")
    assert not any(b"stays here" in data for data in everything(folder).values())


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="the sha256sum command is not installed")
def test_sha256sum_reads_the_list(tmp_path: Path) -> None:
    folder = samples.good(tmp_path / "package")
    command = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    assert ran.stdout.count(": OK") == len(everything(folder)) - 1


def test_equal_parts_give_equal_bytes_in_another_process(tmp_path: Path) -> None:
    here = everything(samples.good(tmp_path / "a" / "package"))
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); import verifier_samples as samples;"
        "samples.good(Path(sys.argv[2]))"
    )
    tests = str(Path(samples.__file__).parent)
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", code, tests, str(tmp_path / "b" / "package")], check=True, env=environment)
    assert everything(tmp_path / "b" / "package") == here


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    folder = samples.good(tmp_path / "package")
    for path in (folder, *folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_package_without_exhibits(tmp_path: Path) -> None:
    parts = replace(samples.parts(tmp_path, stamped=False), exhibits=(), events=())
    write_package(tmp_path / "package", parts)
    assert not (tmp_path / "package" / "exhibits").exists()
    assert verify(tmp_path / "package").exit_code == 0


# ---- nothing is left where it cannot be written


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_exists_is_not_overwritten(tmp_path: Path, kind: str) -> None:
    parts = samples.parts(tmp_path)
    target = tmp_path / "package"
    if kind == "folder":
        target.mkdir()
    elif kind == "file":
        target.write_text("mine")
    else:
        target.symlink_to(tmp_path / "nowhere")
    before = set(tmp_path.iterdir())
    with pytest.raises(BadInput, match="exists already"):
        write_package(target, parts)
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("data", [b"other bytes", b""])
def test_an_exhibit_that_changed_stops_it(tmp_path: Path, data: bytes) -> None:
    parts = samples.parts(tmp_path)
    other = replace(parts.exhibits[1], open=lambda: io.BytesIO(data))
    with pytest.raises(DamageFound, match="EX-002"):
        write_package(tmp_path / "package", replace(parts, exhibits=(parts.exhibits[0], other)))
    assert [path.name for path in tmp_path.iterdir()] == ["finished.pdf"]


def test_it_can_be_stopped(tmp_path: Path) -> None:
    class Stop:
        def report(self, stage: str, done: int, total: int) -> None:
            assert stage
            assert total == 2
            if done == 1:
                raise Cancelled("Stopped.", "Nothing was written.")

    with pytest.raises(Cancelled):
        write_package(tmp_path / "package", samples.parts(tmp_path), progress=Stop())
    assert [path.name for path in tmp_path.iterdir()] == ["finished.pdf"]


def test_a_missing_document_is_storage_trouble(tmp_path: Path) -> None:
    parts = replace(samples.parts(tmp_path), document=tmp_path / "absent.pdf")
    with pytest.raises(StorageTrouble, match="nothing was left behind"):
        write_package(tmp_path / "package", parts)
    assert [path.name for path in tmp_path.iterdir()] == ["finished.pdf"]


def test_a_missing_parent_is_storage_trouble(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble):
        write_package(tmp_path / "absent" / "package", samples.parts(tmp_path))


def test_an_event_a_spreadsheet_would_run_is_not_written(tmp_path: Path) -> None:
    parts = samples.parts(tmp_path)
    with pytest.raises(ManifestMismatch):
        write_package(tmp_path / "package", replace(parts, events=(replace(parts.events[0], detail="=1+1"),)))
    assert [path.name for path in tmp_path.iterdir()] == ["finished.pdf"]


PRIVATE = {
    "private note": ("private-note", {"text": "x"}),
    "person note": ("person-note", {"text": "x"}),
    "impact": ("impact", {"text": "x"}),
    "private entry": ("incident", {"id": "in-1", "account": "x"}),
    "private entry, said": ("incident", {"id": "in-1", "account": "x", "purpose": "private"}),
}


@pytest.mark.parametrize("name", PRIVATE)
def test_a_private_revision_never_leaves(tmp_path: Path, name: str) -> None:
    kind, record = PRIVATE[name]
    parts = samples.parts(tmp_path)
    body = samples.revision(kind, "in-1", record).decode()
    with pytest.raises(ValueError, match="private"):
        write_package(tmp_path / "package", replace(parts, chain=(replace(parts.chain[0], body=body),)))
    assert [path.name for path in tmp_path.iterdir()] == ["finished.pdf"]


def test_a_removed_record_may_be_shown(tmp_path: Path) -> None:
    parts = samples.parts(tmp_path)
    body = samples.revision("incident", "in-1", None).decode()
    write_package(tmp_path / "package", replace(parts, chain=(replace(parts.chain[0], body=body),)))
    assert verify(tmp_path / "package").exit_code == 1  # this body was never in that chain


# ---- names


@given(st.text(max_size=60), st.text(max_size=12))
def test_every_name_is_safe(file_name: str, extension: str) -> None:
    exhibit = replace(samples.exhibits()[0], file_name=file_name, extension=extension)
    assert is_package_name(exhibit.name)
    assert exhibit.name.startswith("exhibits/EX-001")


@pytest.mark.parametrize(
    ("file_name", "extension", "name"),
    [
        ("IMG_0001.JPG", "jpg", "EX-001-IMG-0001.jpg"),
        ("../../etc/passwd", "", "EX-001-passwd"),
        ("C:\\Users\\ann\\shot.png", "png", "EX-001-shot.png"),
        ("照片.heic", "HEIC", "EX-001.heic"),
        ("é" * 90, "pdf", f"EX-001-{'e' * 40}.pdf"),
        (".hidden", "txt", "EX-001-hidden.txt"),
        ("CON", "txt", "EX-001-CON.txt"),
    ],
)
def test_names_stay_readable(file_name: str, extension: str, name: str) -> None:
    exhibit: PackageExhibit = replace(samples.exhibits()[0], file_name=file_name, extension=extension)
    assert exhibit.name == f"exhibits/{name}"


def test_times_are_written_in_utc(tmp_path: Path) -> None:
    parts = samples.parts(tmp_path)
    later = replace(parts.events[2], time=samples.MADE + timedelta(microseconds=5))
    write_package(tmp_path / "package", replace(parts, events=(*parts.events[:2], later)))
    assert b"2026-03-01T12:00:00Z,exported" in (tmp_path / "package" / "custody.csv").read_bytes()
