"""Copies by the installed command: read as they are, brought back only whole, and held against what is known."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

from journal_app.services import anchors
from journal_app.services.journal import Journal

from .conftest import PASSPHRASE, Run, contents, half_written, refused


@pytest.fixture
def copy(run: Run, journal: Path, tmp_path: Path) -> Path:
    assert run("backup", journal, tmp_path / "copy").returncode == 0
    return tmp_path / "copy"


def everything(folder: Path) -> dict[str, tuple[str, int, int]]:
    """Return digest, mode and time of every file and folder of a copy, its lock too."""
    found = {}
    for path in (folder, *folder.rglob("*")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        found[str(path)] = (digest, path.stat().st_mode, path.stat().st_mtime_ns)
    return found


def test_a_copy_is_read_as_it_is(run: Run, journal: Path, copy: Path, tmp_path: Path) -> None:
    before = everything(copy)
    for arguments in (("list",), ("show", "first"), ("search", "late"), ("check",)):
        told = run(arguments[0], copy, *arguments[1:], "--json")
        assert told.returncode == 0, told.stderr
        assert told.stdout == run(arguments[0], journal, *arguments[1:], "--json").stdout
        reading = "This is a copy of a journal, so it is open for reading only.\n"
        assert told.stderr == ("" if arguments[0] == "check" else reading)
    for number, source in enumerate((copy, journal)):
        assert run("export", source, tmp_path / f"out-{number}").returncode == 0
        assert run("evidence", source, "shot", tmp_path / f"shot-{number}").returncode == 0
    assert contents(tmp_path / "out-0") == contents(tmp_path / "out-1")
    assert everything(copy) == before


def test_nothing_is_written_into_a_copy(run: Run, copy: Path, tmp_path: Path) -> None:
    before = everything(copy)
    (tmp_path / "new").write_text("another passphrase")
    for arguments in (("record", copy, "-"), ("attach", copy, "first", tmp_path / "new"),
                      ("passphrase", copy, "--new-passphrase-file", tmp_path / "new"),
                      ("anchor", copy, "--request", tmp_path / "a.tsq")):  # fmt: skip
        done = run(*arguments, text='{"account": "x"}')
        assert done.returncode == 6, done.stderr
        assert "open for reading only" in done.stderr
    assert everything(copy) == before
    assert half_written(tmp_path) == []


def test_half_a_copy_is_refused_by_name_and_leaves_nothing(run: Run, copy: Path, tmp_path: Path) -> None:
    for name in [*sorted(path.name for path in (copy / "files").iterdir()), "journal.db", "state"]:
        place = copy / name if (copy / name).exists() else copy / "files" / name
        kept = place.rename(tmp_path / "kept")
        refused(run("restore", copy, tmp_path / "back", passphrase=False), 6)
        refused(run("restore", copy, tmp_path / "back"), 6)
        kept.rename(place)
    assert {path.name for path in tmp_path.iterdir()} == {"journal", "secret", "copy"}
    done = run("restore", copy, tmp_path / "back", passphrase=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_copy_without_its_list_is_restored_only_with_what_opens_it(run: Run, copy: Path, tmp_path: Path) -> None:
    (copy / "copy.json").unlink()
    refused(run("restore", copy, tmp_path / "back", passphrase=False), 5)
    assert not (tmp_path / "back").exists()
    proved = run("restore", copy, tmp_path / "proved", "--json")
    assert (proved.returncode, json.loads(proved.stdout)["proof"], proved.stderr) == (0, "opened", "")


def test_a_wrong_passphrase_restores_nothing(run: Run, copy: Path, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("another")
    done = run("restore", copy, tmp_path / "back", "--passphrase-file", tmp_path / "other", passphrase=False)
    refused(done, 3)
    assert not (tmp_path / "back").exists()


def test_an_older_copy_shows_against_what_is_known(run: Run, journal: Path, tmp_path: Path) -> None:
    older = Path(shutil.copytree(journal, tmp_path / "older"))
    assert run("record", journal, "-", text='{"account": "Later."}').returncode == 0
    with Journal.open(journal, PASSPHRASE) as opened:
        head = anchors.current_head(opened).head
    assert run("backup", journal, tmp_path / "copy").returncode == 0
    slip = ("--slip", head.size, head.root[:4], head.root[4:8])
    for known in (slip, ("--copy", tmp_path / "copy")):
        assert run("check", journal, *known).returncode == 0
        done = run("check", older, *known)
        assert done.returncode == 1
        assert f"The latest known state had {head.size} saved versions" in done.stdout
    assert run("check", older).returncode == 0
    refused(run("check", older, "--slip", head.size), 5)
    os.truncate(tmp_path / "secret", 5)
    refused(run("check", older, "--answer", tmp_path / "secret", passphrase=False), 5)
