"""What a command says in terminals and shells as they are: other encodings, pipes for secrets, a report that stays."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from journal_app.domain.incident import IncidentEntry
from journal_app.domain.people import PersonEntry
from journal_app.services import drafts, files, incidents
from journal_app.services.journal import Journal

from .conftest import PASSPHRASE, Done, Run, refused

ACCOUNT = "Er sagte “später” — 東京 \N{OCTOPUS}."


@pytest.fixture
def foreign(empty: Path) -> Path:
    with Journal.open(empty, PASSPHRASE) as journal:
        incidents.record(journal, IncidentEntry(id="first", account=ACCOUNT))
    return empty


def spoken(encoding: str, secret: Path, *arguments: object) -> Done:
    """Run a command under a terminal that is set to another encoding than UTF-8."""
    command = [sys.executable, "-m", "journal_app", *map(str, arguments)]
    command += ["--passphrase-file", str(secret)] if secret.name else []
    return subprocess.run(
        command, capture_output=True, text=True, encoding=encoding.partition(":")[0], check=False, timeout=120,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "ascii:strict"])
def test_letters_a_terminal_does_not_have_are_escaped(foreign: Path, run: Run, tmp_path: Path, encoding: str) -> None:
    """The command did its work, and then it was said that the program made a mistake."""
    for arguments in (("list", foreign), ("search", foreign, "東京"), ("show", foreign, "first")):
        done = spoken(encoding, tmp_path / "secret", *arguments)
        assert (done.returncode, done.stderr) == (0, "")
        assert "\\u6771\\u4eac \\U0001f419." in done.stdout
    done = spoken(encoding, tmp_path / "secret", "show", foreign, "first", "--json")
    assert done.returncode == 0, done.stderr
    assert ACCOUNT in json.dumps(json.loads(done.stdout), ensure_ascii=False)
    assert spoken(encoding, Path(), "check", "--help").returncode == 0


def test_a_name_of_other_bytes_is_told(run: Run, empty: Path, tmp_path: Path) -> None:
    with Journal.open(empty, PASSPHRASE) as journal:
        incidents.record(journal, IncidentEntry(id="first", account="A call."))
    target = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.pdf")
    Path(tmp_path / "secret").write_text(f"{PASSPHRASE}\n")
    for options in ((), ("--json",)):
        done = spoken("utf-8:strict", tmp_path / "secret", "dossier", empty, "--for", "self", "-o", target, *options)
        assert done.returncode == 0, done.stderr
        assert "caf\\udce9.pdf" in done.stdout
        Path(target).unlink()


def test_a_secret_may_come_through_a_pipe_of_the_shell(made: tuple[Path, str], journal: Path, tmp_path: Path) -> None:
    def ask(script: str) -> Done:
        command = script.replace("journal-app", f"{sys.executable} -m journal_app")
        return subprocess.run(
            ["bash", "-c", command, "-", journal, PASSPHRASE, made[1]],
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    assert ask('journal-app list "$1" --passphrase-file <(printf "%s\\n" "$2")').returncode == 0
    done = ask(
        'journal-app recover "$1" --recovery-key-file <(printf "%s\\n" "$3") --new-passphrase-file <(echo the second)'
    )
    assert done.returncode == 0, done.stderr
    assert ask('journal-app list "$1" --passphrase-file <(echo the second)').returncode == 0


def test_a_place_without_a_name_is_named(run: Run, unchanged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(unchanged.parent)
    refused(run("record", unchanged, "."), 5, unchanged.parent.name)
    assert files.name_of(Path("/")) == "/"


def test_where_salvaging_is_refused_nothing_was_checked_first(run: Run, journal: Path, tmp_path: Path) -> None:
    damage(journal)
    (tmp_path / "there").mkdir()
    for target in (tmp_path / "there", tmp_path / "nowhere" / "saved"):
        refused(run("check", journal, "--salvage", target, passphrase=False), 5, target.name)


def damage(journal: Path) -> None:
    one = min((journal / "files").iterdir(), key=lambda path: path.stat().st_size)
    one.write_bytes(bytes(one.stat().st_size))


def test_what_a_check_found_is_told_though_salvaging_goes_wrong(run: Run, journal: Path, tmp_path: Path) -> None:
    damage(journal)
    few = ("prlimit", "--fsize=1000")  # of every file that is written from here on
    done = run("check", journal, "--salvage", tmp_path / "saved", before=few)
    assert done.returncode == 6
    assert "as it was saved" in done.stdout
    done = run("check", journal, "--salvage", tmp_path / "saved", "--json", before=few)
    assert done.returncode == 6
    report = json.loads(done.stdout)
    assert report["salvaged"] is None
    assert report["problems"]
    assert not (tmp_path / "saved").exists()


def test_what_was_begun_and_not_finished_is_counted(run: Run, journal: Path, tmp_path: Path) -> None:
    with Journal.open(journal, PASSPHRASE) as opened:
        drafts.save(opened, "person new", PersonEntry(id="p", name="Begun"))
    done = run("check", journal, "--salvage", tmp_path / "saved", "--json")
    assert json.loads(done.stdout)["salvaged"]["drafts"] == 1


def test_a_copy_that_is_not_there_is_no_mismatch(run: Run, unchanged: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    for place in (tmp_path / "nowhere", tmp_path / "other"):
        refused(run("check", unchanged, "--copy", place, passphrase=False), 5, place.name)


def test_files_belong_to_an_entry_that_is_named(run: Run, unchanged: Path, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("words")
    refused(run("attach", unchanged, "", tmp_path / "one.txt"), 2, "ID")


def test_where_the_id_of_a_file_stands_is_said(run: Run, unchanged: Path, tmp_path: Path) -> None:
    refused(run("evidence", unchanged, "nothing", tmp_path / "out"), 5, "“show”")
    refused(run("show", unchanged, "nothing"), 5, "“list”")
