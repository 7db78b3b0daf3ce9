"""Every bad input by the installed command: its exit code, two sentences, and a journal that is as it was."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from journal_app.services.journal import Journal
from tests.cli import sample
from tests.cli.conftest import PASSPHRASE, Done, Run, contents, half_written

Change = Callable[[dict[str, Any]], object]


def refused(done: Done, code: int, *named: str) -> None:
    """Check a refusal: its code, two sentences or more on standard error, nothing on standard output."""
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    warning = "This writes everything in plain text"  # what export says before it begins
    assert done.stderr.count("\n") == 1 + done.stderr.startswith(warning), done.stderr
    assert len(re.findall(r"[.?](?:\s|$)", done.stderr)) >= 2, done.stderr
    for name in named:
        assert name in done.stderr


@pytest.fixture
def unchanged(journal: Path, tmp_path: Path) -> Iterator[Path]:
    """The journal, which is the same after the test, byte for byte, with nothing half written beside it."""
    before = contents(journal)
    yield journal
    assert contents(journal) == before
    assert half_written(tmp_path) == []


def setting(path: str, value: object) -> Change:
    """Return a change that sets one field; a path such as ``incidents.0.occurred``."""
    *way, last = path.split(".")

    def change(plain: dict[str, Any]) -> None:
        place: Any = plain
        for step in way:
            place = place[int(step)] if step.isdigit() else place[step]
        place[int(last) if last.isdigit() else last] = value

    return change


def dropping(path: str) -> Change:
    *way, last = path.split(".")

    def change(plain: dict[str, Any]) -> None:
        place: Any = plain
        for step in way:
            place = place[int(step)] if step.isdigit() else place[step]
        del place[last]

    return change


def again(kind: str) -> Change:
    return lambda plain: plain[kind].append(dict(plain[kind][0]))


BAD_FOLDERS: list[tuple[str, Change, str]] = [
    ("unknown key at the top", setting("extra", 1), "extra"),
    *((f"unknown key in {kind}", setting(f"{kind}.0.extra", 1), f"{kind}[0].extra")
      for kind in ("people", "relationships", "incidents", "evidence", "matches", "complaints", "redactions")),
    ("unknown key deep inside", setting("incidents.0.exact_words.0.extra", 1), "exact_words[0].extra"),
    *((f"{kind} without {field}", dropping(f"{kind}.0.{field}"), f"{kind}[0].{field}")
      for kind, field in (("people", "id"), ("people", "name"), ("relationships", "client"), ("incidents", "id"),
                          ("incidents", "account"), ("evidence", "file"), ("matches", "private"),
                          ("matches", "public"), ("complaints", "board"), ("complaints", "professional"))),
    ("a number for a text", setting("incidents.0.account", 5), "incidents[0].account"),
    ("a text for a list", setting("incidents.0.tags", "one"), "incidents[0].tags"),
    ("a text for yes or no", setting("people.0.agreed_to_contact", "yes"), "agreed_to_contact"),
    ("an empty account", setting("incidents.0.account", " \n"), "incidents[0].account"),
    ("a date that is none", setting("incidents.0.occurred", "12/03/2024"), "incidents[0].occurred"),
    ("a day that is none", setting("incidents.0.occurred", "2023-02-29"), "incidents[0].occurred"),
    ("a date on a card", setting("evidence.0.card.captured_at", "soon"), "captured_at"),
    ("a time zone that is none", setting("incidents.0.timezone", "Mars/Base"), "timezone"),
    ("an unknown channel", setting("incidents.0.channel", "pigeon"), "channel"),
    ("an unknown purpose", setting("incidents.0.purpose", "public"), "purpose"),
    ("an unknown role", setting("people.0.roles", ["king"]), "roles"),
    ("an unknown step", setting("incidents.0.professional_response.0.step", "moved"), "step"),
    ("an unknown type", setting("incidents.0.types", ["no-such-type"]), "types[0]"),
    ("an unknown person", setting("incidents.0.people.0.person", "nobody"), "people[0].person"),
    ("an unknown speaker", setting("incidents.0.exact_words.0.speaker", "nobody"), "speaker"),
    ("an unknown incident of a file", setting("evidence.0.incidents", ["none"]), "evidence[0].incidents[0]"),
    ("an unknown incident of a match", setting("matches.0.private.incident", "none"), "private.incident"),
    ("an unknown file of a match", setting("matches.0.evidence", ["none"]), "evidence[0]"),
    ("an unknown incident of a complaint", setting("complaints.0.incidents", ["none"]), "incidents[0]"),
    ("an unknown body", setting("complaints.0.board", "no-such-board"), "complaints[0].board"),
    ("an unknown professional", setting("complaints.0.professional", "nobody"), "professional"),
    ("an unknown file to hide in", setting("redactions.1.evidence", "none"), "redactions[1].evidence"),
    ("an unknown person to hide", setting("redactions.0.person", "nobody"), "redactions[0].person"),
    ("a box without size", setting("redactions.1.boxes", [[0, 0, 0, 5]]), "boxes"),
    ("a page before the first", setting("redactions.1.page", 0), "page"),
    *((f"{kind} with one id twice", again(kind), kind)
      for kind in ("people", "incidents", "evidence", "matches", "complaints")),
    ("a digest that does not fit", setting("evidence.0.sha256", "0" * 64), "evidence[0].sha256"),
    ("a file that is not there", setting("evidence.0.file", "gone.png"), "gone.png"),
    ("a way out of the folder", setting("evidence.0.file", "../journal.json"), "file"),
    ("a whole path", setting("evidence.0.file", "/etc/hostname"), "file"),
    ("a number too large", setting("redactions.1.page", 10**40), "redactions[1].page"),
    ("another format", setting("format", "something-else"), "format"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "named"), [case[1:] for case in BAD_FOLDERS], ids=[case[0] for case in BAD_FOLDERS])
def test_a_bad_folder_is_refused_by_file_and_field(
    run: Run, tmp_path: Path, empty: Path, change: Change, named: str
) -> None:
    document = sample.document()
    change(document)
    before = contents(empty)
    refused(run("import", empty, sample.write(tmp_path / "folder", document)), 5, named)
    assert contents(empty) == before
    assert half_written(tmp_path) == []


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    from journal_app.vault.keyslots import FLOOR_COST

    Journal.create(tmp_path / "empty", PASSPHRASE, cost=FLOOR_COST)[0].close()
    return tmp_path / "empty"


@pytest.mark.parametrize(
    "text",
    [b"", b"not json", b"\xff\xfe{}", b"[]", b'{"format": "journal-interchange", "version": 1', b"[" * 100_000, b"null",
     b'{"format": "journal-interchange", "version": NaN}'],
)  # fmt: skip
def test_a_document_that_is_none(run: Run, empty: Path, tmp_path: Path, text: bytes) -> None:
    (tmp_path / "folder" / "evidence").mkdir(parents=True)
    (tmp_path / "folder" / "journal.json").write_bytes(text)
    before = contents(empty)
    refused(run("import", empty, tmp_path / "folder"), 5, "journal.json")
    assert contents(empty) == before


def test_a_key_that_stands_twice(run: Run, unchanged: Path) -> None:
    text = '{"account": "one", "account": "two"}'
    done = run("record", unchanged, "-", text=text)
    refused(done, 5, "account")


def test_a_newer_folder(run: Run, unchanged: Path, tmp_path: Path) -> None:
    document = {**sample.document(), "version": 2, "unheard_of": []}
    refused(run("import", unchanged, sample.write(tmp_path / "folder", document)), 7)


def test_a_folder_whose_ids_are_in_the_journal(run: Run, unchanged: Path, tmp_path: Path) -> None:
    refused(run("import", unchanged, sample.write(tmp_path / "folder")), 5, "people[0].id")


def test_a_link_out_of_the_folder(run: Run, empty: Path, tmp_path: Path) -> None:
    folder = sample.write(tmp_path / "folder")
    (folder / "evidence" / "shot.png").unlink()
    (folder / "evidence" / "shot.png").symlink_to("/etc/hostname")
    before = contents(empty)
    refused(run("import", empty, folder), 5, "shot.png")
    assert contents(empty) == before


def test_no_folder_at_all(run: Run, unchanged: Path, tmp_path: Path) -> None:
    refused(run("import", unchanged, tmp_path / "nowhere"), 5)


ENTRIES: list[tuple[dict[str, Any], str]] = [
    ({"account": "x", "unknown": 1}, "unknown"),
    ({"occurred": "2024"}, "account"),
    ({"account": "x", "id": "first"}, "id"),
    ({"account": "x", "id": ""}, ""),
    ({"account": "x", "id": "a\nb"}, "id"),
    ({"account": "x", "types": ["none"]}, "types[0]"),
]


@pytest.mark.parametrize(("entry", "named"), [each for each in ENTRIES if each[1]])
def test_a_bad_entry(run: Run, unchanged: Path, tmp_path: Path, entry: dict[str, Any], named: str) -> None:
    (tmp_path / "entry.json").write_text(json.dumps(entry))
    refused(run("record", unchanged, tmp_path / "entry.json"), 5, "entry.json", named)


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
             "FOLDER": "full", "ENTRY": "entry.json"}  # fmt: skip
    places = {"JOURNAL": unchanged, **{word: tmp_path / name for word, name in names.items()}}
    (tmp_path / "there").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "something").write_text("mine")
    (tmp_path / "entry.json").write_text('{"account": "An entry."}')
    before = {path for path in tmp_path.rglob("*") if not path.is_relative_to(unchanged)}
    given = [places.get(each, str(tmp_path / each) if each.startswith("NOWHERE") else each) for each in arguments]
    refused(run(*given), 5)
    assert {path for path in tmp_path.rglob("*") if not path.is_relative_to(unchanged)} == before
    assert (tmp_path / "there").read_text() == "mine"


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",), ("list",), ("dossier", "JOURNAL", "--for", "nobody", "-o", "x"), ("dossier", "JOURNAL"),
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


@pytest.mark.parametrize("secret", [b"wrong\n", b" a passphrase for tests\n"])
def test_a_wrong_passphrase(run: Run, unchanged: Path, tmp_path: Path, secret: bytes) -> None:
    (tmp_path / "other").write_bytes(secret)
    refused(run("list", unchanged, "--passphrase-file", tmp_path / "other", passphrase=False), 3)
    refused(run("check", unchanged, "--passphrase-file", tmp_path / "other", passphrase=False), 3)


@pytest.mark.parametrize("secret", [b"", b"\n", b"\xff\xfe\n"])
def test_a_passphrase_that_is_none(run: Run, unchanged: Path, tmp_path: Path, secret: bytes) -> None:
    (tmp_path / "other").write_bytes(secret)
    refused(run("list", unchanged, "--passphrase-file", tmp_path / "other", passphrase=False), 5)


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


def test_a_journal_whose_database_is_damaged(run: Run, journal: Path) -> None:
    database = next(path for path in journal.iterdir() if path.suffix == ".db" or "database" in path.name)
    data = bytearray(database.read_bytes())
    data[100:164] = os.urandom(64)
    database.write_bytes(data)
    before = contents(journal)
    refused(run("list", journal), 6)
    checked = run("check", journal)
    assert checked.returncode in {1, 6}
    assert contents(journal) == before


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


def test_a_folder_that_cannot_be_written(run: Run, unchanged: Path, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        place = Path("/proc/nowhere.pdf")  # nobody can make a file there, not even the superuser
    else:
        (tmp_path / "closed").mkdir(mode=0o500)
        place = tmp_path / "closed" / "b.pdf"
    done = run("dossier", unchanged, "--for", "board", "-o", place)
    assert done.returncode in {5, 6}
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_an_output_inside_the_journal(run: Run, unchanged: Path) -> None:
    refused(run("dossier", unchanged, "--for", "board", "-o", unchanged / "b.pdf"), 5)
    refused(run("dossier", unchanged, "--for", "lawyer", "-o", unchanged / "files" / "p"), 5)
    refused(run("export", unchanged, unchanged / "out"), 5)
    refused(run("backup", unchanged, unchanged / "copy"), 5)
    refused(run("evidence", unchanged, "shot", unchanged / "shot.png"), 5)
    refused(run("anchor", unchanged, "--request", unchanged / "a.tsq"), 5)
    refused(run("anchor", unchanged, "--slip", unchanged / "a.pdf"), 5)
    refused(run("check", unchanged, "--salvage", unchanged / "saved"), 5)


def test_a_part_to_be_hidden_on_a_page_that_is_not_there(run: Run, tmp_path: Path) -> None:
    document = sample.document()
    document["redactions"][1]["page"] = 2
    assert run("create", tmp_path / "new").returncode == 0
    assert run("import", tmp_path / "new", sample.write(tmp_path / "folder", document)).returncode == 0
    refused(run("dossier", tmp_path / "new", "--for", "board", "-o", tmp_path / "b.pdf"), 5, "shot.png", "2")
    assert not (tmp_path / "b.pdf").exists()
