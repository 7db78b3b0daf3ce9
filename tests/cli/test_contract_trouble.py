"""What stands in a command's way: places, secrets, damage, permissions; its exit code, and nothing changed."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from journal_app import cli
from journal_app.services.journal import Journal
from tests.cli import sample
from tests.cli.conftest import PASSPHRASE, Done, Run, contents, half_written, refused


@pytest.mark.parametrize(
    "arguments",
    [
        ("revise", "JOURNAL", "nobody", "ENTRY"),
        ("show", "JOURNAL", "nobody"),
        ("evidence", "JOURNAL", "nobody", "OUT"),
        ("attach", "JOURNAL", "nobody", "ENTRY"),
        ("attach", "JOURNAL", "first", "MISSING"),
        ("attach", "JOURNAL", "first", "ENTRY", "MISSING"),
        ("attach", "JOURNAL", "first", "FOLDER"),
        ("attach", "JOURNAL", "first", "ENTRY", "--card", "CARD"),
        ("record", "JOURNAL", "MISSING"),
        ("dossier", "JOURNAL", "--for", "board", "-o", "OUT", "--board", "no-such-board"),
        ("dossier", "JOURNAL", "--for", "board", "-o", "OUT", "--complaint", "nobody"),
        ("dossier", "JOURNAL", "--for", "board", "-o", "THERE"),
        ("dossier", "JOURNAL", "--for", "lawyer", "-o", "THERE"),
        ("dossier", "JOURNAL", "--for", "board", "-o", "NOWHERE/b.pdf"),
        ("dossier", "JOURNAL", "--for", "board", "-o", "OUT", "--fields", "THERE"),
        ("dossier", "JOURNAL", "--for", "board", "-o", "OUT", "--language", "xx"),
        ("evidence", "JOURNAL", "shot", "THERE"),
        ("evidence", "JOURNAL", "shot", "NOWHERE/out"),
        ("export", "JOURNAL", "FOLDER"),
        ("backup", "JOURNAL", "FOLDER"),
        ("anchor", "JOURNAL", "--request", "THERE"),
        ("anchor", "JOURNAL", "--answer", "ENTRY"),
        ("anchor", "JOURNAL", "--answer", "MISSING"),
        ("anchor", "JOURNAL", "--slip", "THERE"),
        ("check", "JOURNAL", "--salvage", "FOLDER"),
        ("create", "JOURNAL"),
        ("create", "JOURNAL/inner"),
        ("create", "NEW", "--recovery-sheet", "NEW"),
        ("create", "NEW", "--recovery-sheet", "NEW/sheet.pdf"),
        ("create", "NEW", "--recovery-sheet", "NOWHERE/sheet.pdf"),
        ("create", "NEW", "--recovery-sheet", "JOURNAL/sheet.pdf"),
        ("dossier", "JOURNAL", "--for", "board", "-o", "OUT", "--fields", "OUT"),
        ("dossier", "JOURNAL", "--for", "board", "-o", "OUT", "--fields", "IMPACT", "--with-impact"),
        ("dossier", "JOURNAL", "--for", "board", "-o", "OUT", "--fields", "JOURNAL/fields.txt"),
        ("dossier", "JOURNAL", "--for", "board", "-o", "OUT", "--encrypt-file", "MISSING"),
        ("dossier", "JOURNAL", "--for", "board", "-o", "OUT", "--encrypt-file", "EMPTY"),
        ("export", "JOURNAL", "NOWHERE/out"),
        ("import", "JOURNAL", "ENTRY"),
        ("create", "FOLDER"),
        ("create", "NOWHERE/new"),
        ("create", "NEW", "--recovery-sheet", "THERE"),
        ("list", "FOLDER"),
        ("list", "MISSING"),
        ("list", "ENTRY"),
    ],
    ids=" ".join,
)
def test_what_does_not_fit_is_refused(run: Run, unchanged: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "card.json").write_text('{"captured_at": "soon"}')
    names = {"CARD": "card.json", "OUT": "out.pdf", "THERE": "there", "NEW": "new", "MISSING": "missing",
             "FOLDER": "full", "ENTRY": "entry.json", "EMPTY": "empty.txt", "IMPACT": "out-impact.pdf"}  # fmt: skip
    places = {"JOURNAL": unchanged, **{word: tmp_path / name for word, name in names.items()}}
    (tmp_path / "empty.txt").touch()
    (tmp_path / "there").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "something").write_text("mine")
    (tmp_path / "entry.json").write_text('{"account": "An entry."}')
    before = {path for path in tmp_path.rglob("*") if not path.is_relative_to(unchanged)}
    given = [_placed(each, places, tmp_path) for each in arguments]
    refused(run(*given), 5)
    assert {path for path in tmp_path.rglob("*") if not path.is_relative_to(unchanged)} == before
    assert (tmp_path / "there").read_text() == "mine"


def _placed(word: str, places: dict[str, Path], folder: Path) -> str:
    first, _, rest = word.partition("/")
    if first == "NOWHERE":
        return str(folder / word)
    return str(places[first] / rest) if first in places else word


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",), ("create", ""), ("dossier", "JOURNAL", "--for", "board", "-o", ""),
        ("anchor", "JOURNAL", "--slip="),
        ("backup", "JOURNAL", ""), ("list",), ("dossier", "JOURNAL", "--for", "nobody", "-o", "x"),
        ("dossier", "JOURNAL"),
        ("anchor", "JOURNAL"), ("anchor", "JOURNAL", "--request", "a", "--slip", "b"),
        ("list", "JOURNAL", "--nonsense"),
        ("dossier", "JOURNAL", "--for", "self", "-o", "x", "--fields", "y"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage(run: Run, unchanged: Path, arguments: tuple[str, ...]) -> None:
    refused(run(*[unchanged if each == "JOURNAL" else each for each in arguments]), 2)


def test_no_terminal_and_no_file(run: Run, unchanged: Path) -> None:
    refused(run("list", unchanged, passphrase=False), 2, "--passphrase-file")


@pytest.mark.parametrize("option", [("--keep-files",), ("--recovery-sheet", "sheet.pdf")])
def test_what_belongs_to_a_new_key(run: Run, unchanged: Path, tmp_path: Path, option: tuple[str, ...]) -> None:
    refused(run("passphrase", unchanged, "--new-passphrase-file", tmp_path / "secret", *option), 2, "--new-key")


@pytest.mark.parametrize("secret", [b"wrong\n", b" a passphrase for tests\n"])
def test_a_wrong_passphrase(run: Run, unchanged: Path, tmp_path: Path, secret: bytes) -> None:
    (tmp_path / "other").write_bytes(secret)
    refused(run("list", unchanged, "--passphrase-file", tmp_path / "other", passphrase=False), 3)
    refused(run("check", unchanged, "--passphrase-file", tmp_path / "other", passphrase=False), 3)


@pytest.mark.parametrize("secret", [b"", b"\n", b"\xff\xfe\n"])
def test_a_passphrase_that_is_none(run: Run, unchanged: Path, tmp_path: Path, secret: bytes) -> None:
    (tmp_path / "other").write_bytes(secret)
    refused(run("list", unchanged, "--passphrase-file", tmp_path / "other", passphrase=False), 5)


def test_standard_input_gives_a_line_to_each_that_asks(run: Run, journal: Path, tmp_path: Path) -> None:
    def both(*arguments: object, text: str) -> Done:
        return run(*arguments, "--passphrase-file", "-", passphrase=False, text=text)

    (tmp_path / "a.txt").write_text("a file")
    before = contents(journal)
    refused(both("passphrase", journal, "--new-passphrase-file", "-", text=PASSPHRASE), 5)
    refused(both("record", journal, "-", text=PASSPHRASE), 5, "standard input")
    refused(both("attach", journal, "first", tmp_path / "a.txt", "--card", "-", text=PASSPHRASE), 5, "standard input")
    made = both("dossier", journal, "--for", "board", "-o", tmp_path / "b.pdf", "--encrypt-file", "-", text=PASSPHRASE)
    refused(made, 5)
    assert contents(journal) == before
    card = PASSPHRASE + '\n{"device": "telephone"}'
    assert both("attach", journal, "first", tmp_path / "a.txt", "--card", "-", text=card).returncode == 0
    assert both("passphrase", journal, "--new-passphrase-file", "-", text=f"{PASSPHRASE}\nother\n").returncode == 0
    assert both("list", journal, text="other\n").returncode == 0


def test_a_wrong_recovery_key(run: Run, unchanged: Path, recovery_key: str, tmp_path: Path) -> None:
    from journal_app.vault.recovery import RecoveryKey

    def recover(text: str) -> Done:
        (tmp_path / "key").write_text(text)
        return run("recover", unchanged, "--recovery-key-file", tmp_path / "key", "--new-passphrase-file",
                   tmp_path / "secret", passphrase=False)  # fmt: skip

    refused(recover(RecoveryKey.new().text), 3)
    slip = ("B" if recovery_key[0] != "B" else "C") + recovery_key[1:]
    refused(recover(slip), 5)
    refused(recover("nothing like it"), 5)


def test_a_journal_that_is_open_elsewhere(run: Run, journal: Path) -> None:
    with Journal.open(journal, PASSPHRASE):
        before = contents(journal)
        refused(run("list", journal), 4)
        refused(run("record", journal, "-", text='{"account": "x"}'), 4)
        assert contents(journal) == before


def test_a_journal_of_a_newer_version(run: Run, journal: Path) -> None:
    headers = [path for path in journal.iterdir() if path.name.startswith("header")]
    assert len(headers) == 2
    for path in headers:
        path.write_text(json.dumps({**json.loads(path.read_text()), "version": 99}))
    before = contents(journal)
    refused(run("list", journal), 7)
    assert contents(journal) == before


def test_a_database_of_a_newer_version(run: Run, journal: Path) -> None:
    with Journal.open(journal, PASSPHRASE) as opened, opened.connection.transaction():
        opened.connection.execute("INSERT INTO schema_version (number, applied_at) VALUES (99, '2026-01-01T00:00:00Z')")
    before = contents(journal)
    refused(run("list", journal), 7)
    refused(run("record", journal, "-", text='{"account": "x"}'), 7)
    refused(run("check", journal), 7)
    assert contents(journal) == before


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _overwrite(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:100] + bytes(64) + data[164:])


def _lose_headers(journal: Path) -> None:
    for name in ("header.json", "header.bak"):
        (journal / name).write_text("{}")


DAMAGE: dict[str, Callable[[Path], None]] = {
    "overwritten": lambda journal: _overwrite(journal / "journal.db"),
    "cut": lambda journal: _cut(journal / "journal.db"),
    "emptied": lambda journal: os.truncate(journal / "journal.db", 0),
    "gone": lambda journal: (journal / "journal.db").unlink(),
    "without headers": _lose_headers,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_journal(run: Run, journal: Path, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    damage(journal)
    before = contents(journal)
    refused(run("list", journal), 6)
    refused(run("export", journal, tmp_path / "out"), 6)
    checked = run("check", journal, "--json")
    assert checked.returncode == 1, checked.stderr
    assert checked.stderr == ""
    assert json.loads(checked.stdout)["problems"]
    assert contents(journal) == before
    assert not (tmp_path / "out").exists()


def test_a_stored_file_that_is_gone(run: Run, journal: Path, tmp_path: Path) -> None:
    for path in (journal / "files").iterdir():
        path.unlink()
    before = contents(journal)
    refused(run("evidence", journal, "shot", tmp_path / "shot.png"), 6)
    refused(run("dossier", journal, "--for", "lawyer", "-o", tmp_path / "package"), 6)
    refused(run("backup", journal, tmp_path / "copy"), 6)
    (journal / "files").rmdir()
    assert run("check", journal).returncode == 1
    assert contents(journal) == before
    assert {path.name for path in tmp_path.iterdir()} == {"journal", "secret"}


def test_more_than_one_complaint(run: Run, journal: Path, tmp_path: Path) -> None:
    document = {"format": "journal-interchange", "version": 1,
                "people": [{"id": "other", "name": "Other", "roles": ["professional"]}],
                "complaints": [{"id": "second", "board": "uk-hcpc", "professional": "other"}]}  # fmt: skip
    assert run("import", journal, sample.write(tmp_path / "folder", document)).returncode == 0
    before = contents(journal)
    refused(run("dossier", journal, "--for", "board", "-o", tmp_path / "b.pdf"), 5, "--complaint")
    assert contents(journal) == before
    assert not (tmp_path / "b.pdf").exists()


def test_no_space_left(journal: Path, tmp_path: Path) -> None:
    """A limit on the size of files stands for a full disk: the kernel refuses the write in the same place."""
    (tmp_path / "secret").write_text(PASSPHRASE)
    before = contents(journal)
    file = tmp_path / "large.bin"
    file.write_bytes(os.urandom(40 << 20))
    command = [sys.executable, "-m", "journal_app", "attach", journal, "first", file, "--passphrase-file",
               tmp_path / "secret"]  # fmt: skip

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (16 << 20, 16 << 20))

    done = subprocess.run([*map(str, command)], preexec_fn=limit, capture_output=True, text=True, check=False)
    refused(done, 6)
    assert contents(journal) == before
    assert half_written(tmp_path) == []


# The superuser may read and write everything; without these powers the kernel asks as it asks everybody.
ORDINARY = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()
needs_setpriv = pytest.mark.skipif(bool(ORDINARY) and shutil.which("setpriv") is None, reason="needs setpriv")


@needs_setpriv
@pytest.mark.parametrize(
    "arguments",
    [
        ("dossier", "JOURNAL", "--for", "board", "-o", "OUT"), ("dossier", "JOURNAL", "--for", "lawyer", "-o", "OUT"),
        ("export", "JOURNAL", "OUT"), ("backup", "JOURNAL", "OUT"), ("evidence", "JOURNAL", "shot", "OUT"),
        ("anchor", "JOURNAL", "--request", "OUT"), ("anchor", "JOURNAL", "--slip", "OUT"),
        ("check", "JOURNAL", "--salvage", "OUT"), ("create", "OUT"), ("create", "NEW", "--recovery-sheet", "OUT"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_folder_that_may_not_be_written(
    run: Run, unchanged: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    places = {"JOURNAL": unchanged, "OUT": closed / "out", "NEW": tmp_path / "new"}
    refused(run(*[places.get(each, each) for each in arguments], before=ORDINARY), 6)
    assert {path.name for path in tmp_path.iterdir()} == {"closed", "journal", "secret"}


@needs_setpriv
def test_what_may_not_be_read(run: Run, journal: Path, tmp_path: Path) -> None:
    folder = sample.write(tmp_path / "folder")
    before = contents(journal)

    def closed(path: Path, code: int, *arguments: object, named: str = "") -> None:
        mode = path.stat().st_mode
        path.chmod(0)
        refused(run(*arguments, before=ORDINARY), code, named)
        path.chmod(mode)

    closed(folder / "journal.json", 5, "import", journal, folder, named="journal.json")
    closed(folder / "journal.json", 5, "attach", journal, "first", folder / "journal.json", named="journal.json")
    closed(tmp_path / "secret", 5, "list", journal, named="secret")
    closed(journal / "journal.db", 6, "list", journal)
    closed(journal, 6, "list", journal)
    assert contents(journal) == before


@needs_setpriv
def test_a_file_to_take_in_that_may_not_be_read(run: Run, empty: Path, tmp_path: Path) -> None:
    folder = sample.write(tmp_path / "folder")
    before = contents(empty)
    for path in (folder / "evidence" / "note.txt", folder / "evidence"):
        path.chmod(0)
        refused(run("import", empty, folder, before=ORDINARY), 5)
        path.chmod(0o700)
    assert contents(empty) == before


def test_a_result_that_cannot_be_written(run: Run, unchanged: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "journal_app", "list", unchanged, "--passphrase-file", tmp_path / "secret"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(list(map(str, command)), stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    done.stdout = ""
    refused(done, 6)


def test_an_output_inside_the_journal(run: Run, unchanged: Path) -> None:
    refused(run("dossier", unchanged, "--for", "board", "-o", unchanged / "b.pdf"), 5)
    refused(run("dossier", unchanged, "--for", "lawyer", "-o", unchanged / "files" / "p"), 5)
    refused(run("export", unchanged, unchanged / "out"), 5)
    refused(run("backup", unchanged, unchanged / "copy"), 5)
    refused(run("evidence", unchanged, "shot", unchanged / "shot.png"), 5)
    refused(run("anchor", unchanged, "--request", unchanged / "a.tsq"), 5)
    refused(run("anchor", unchanged, "--slip", unchanged / "a.pdf"), 5)
    refused(run("check", unchanged, "--salvage", unchanged / "saved"), 5)


def test_no_complaint(run: Run, empty: Path, tmp_path: Path) -> None:
    before = contents(empty)
    for reader in ("board", "lawyer"):
        refused(run("dossier", empty, "--for", reader, "-o", tmp_path / "out"), 5)
    assert contents(empty) == before
    assert {path.name for path in tmp_path.iterdir()} == {"empty", "secret"}


def test_a_copy_that_cannot_be_brought_back(run: Run, unchanged: Path, tmp_path: Path) -> None:
    (tmp_path / "no-copy").mkdir()
    (tmp_path / "a-file").write_text("x")
    back = tmp_path / "back"
    for copy, place in (("missing", back), ("no-copy", back), ("a-file", back), ("journal", tmp_path / "no-copy"),
                        ("journal", unchanged / "inner"), ("journal", tmp_path / "nowhere" / "back")):  # fmt: skip
        if place.name == "no-copy":
            (place / "something").touch()
        done = run("restore", tmp_path / copy, place, passphrase=False)
        refused(done, 5)
        assert not back.exists()


def test_half_a_copy_is_not_brought_back(run: Run, journal: Path, tmp_path: Path) -> None:
    (journal / "journal.db").unlink()
    before = contents(journal)
    refused(run("restore", journal, tmp_path / "back", passphrase=False), 6)
    assert contents(journal) == before
    assert {path.name for path in tmp_path.iterdir()} == {"journal", "secret"}


def test_a_sample_is_put_into_a_new_folder_only(run: Run, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    refused(run("demo", tmp_path / "full", passphrase=False), 5, "full")
    refused(run("demo", tmp_path / "nowhere" / "sample", passphrase=False), 5, "sample")
    assert {path.name for path in tmp_path.iterdir()} == {"full", "secret"}


def test_a_message_that_cannot_be_written_takes_nothing_from_the_work(journal: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(PASSPHRASE)
    (tmp_path / "new").write_text("another passphrase")
    command = [sys.executable, "-m", "journal_app", "passphrase", journal, "--passphrase-file", tmp_path / "secret",
               "--new-passphrase-file", tmp_path / "new"]  # fmt: skip
    with Path("/dev/full").open("wb") as full:
        assert subprocess.run(list(map(str, command)), stderr=full, check=False).returncode == 0
    Journal.open(journal, "another passphrase").close()


def test_a_disk_that_does_not_answer_is_no_mistake_of_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise OSError(errno.EIO, "")

    monkeypatch.setattr("journal_app.services.bodies.everything", fail)
    code = cli.main(["boards"])
    told = capsys.readouterr()
    refused(subprocess.CompletedProcess([], code, told.out, told.err), 6, "EIO")
