"""The whole chain by the installed command: create, import, record, dossier, check; and what it refuses."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from journal_app import resources
from journal_app.services import interchange
from journal_app.services.journal import Journal
from journal_app.vault.keyslots import FLOOR_COST

PASSPHRASE = "a passphrase for tests"  # noqa: S105 - opens nothing but test journals
PRIVATE = ("flattered for a moment", "the night", "Keeps two phones", "It may have been by chance")


def run(*arguments: object, text: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "journal_app", *map(str, arguments)]
    return subprocess.run(command, input=text or PASSPHRASE + "\n", capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chain") / "journal"
    with Journal.create(folder, PASSPHRASE, cost=FLOOR_COST)[0] as opened:
        interchange.import_folder(opened, resources.path("demo"))
    return folder


def contents(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def words_of(pdf: Path) -> str:
    with pikepdf.open(pdf) as opened:
        streams = [item.read_bytes() for item in opened.objects if isinstance(item, pikepdf.Stream)
                   and item.get("/Subtype") != "/Image"]  # fmt: skip
    raw = b"\n".join(streams).decode("latin-1")
    found = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    return raw + " ".join(found.split())


def test_a_journal_is_made_filled_and_listed(tmp_path: Path) -> None:
    place = tmp_path / "new"
    made = run("create", place, "--recovery-sheet", tmp_path / "sheet.pdf", "--passphrase-file", "-")
    assert (made.returncode, made.stdout.strip()) == (0, str(place))
    with pikepdf.open(tmp_path / "sheet.pdf") as sheet:
        assert len(sheet.pages) == 1
    entry = json.dumps({"account": "One sentence.", "occurred": "2024-03-12T23:40"})
    recorded = run("record", place, "-", "--json", "--passphrase-file", "-", text=f"{PASSPHRASE}\n{entry}")
    identifier = json.loads(recorded.stdout)["id"]
    listed = json.loads(run("list", place, "--json", "--passphrase-file", "-").stdout)
    assert [row["id"] for row in listed] == [identifier]
    found = run("search", place, "sentence", "--passphrase-file", "-")
    assert identifier in found.stdout


def test_the_board_gets_one_plain_document_without_private_words(journal: Path, tmp_path: Path) -> None:
    out = tmp_path / "board.pdf"
    made = run("dossier", journal, "--for", "board", "-o", out, "--fields", tmp_path / "fields.txt",
               "--with-impact", "--json", "--passphrase-file", "-")  # fmt: skip
    assert made.returncode == 0, made.stderr
    listed = json.loads(made.stdout)["files"]
    digests = {Path(each["path"]).name: each["sha256"] for each in listed}
    assert digests["board.pdf"] == hashlib.sha256(out.read_bytes()).hexdigest()
    words = words_of(out) + (tmp_path / "fields.txt").read_text()
    for private in (*PRIVATE, "could not go into that street", "Called the board", "Rui", "Marques"):
        assert private not in words
    assert "I would like to know you outside of this room." in words
    assert "could not go into that street" in words_of(tmp_path / "board-impact.pdf")


def test_a_lawyer_gets_a_package_that_the_recipient_can_check(journal: Path, tmp_path: Path) -> None:
    made = run("dossier", journal, "--for", "lawyer", "-o", tmp_path / "package", "--passphrase-file", "-")
    assert made.returncode == 0, made.stderr
    check = [sys.executable, "-m", "journal_app.verifier", str(tmp_path / "package"), "--json"]
    assert subprocess.run(check, capture_output=True, check=False).returncode == 0
    plain = b"".join(path.read_bytes() for path in sorted((tmp_path / "package").glob("*.*")) if path.suffix != ".pdf")
    words = plain.decode() + words_of(tmp_path / "package" / "dossier.pdf")
    assert not [private for private in PRIVATE if private in words]
    altered = tmp_path / "package" / "exhibits"
    exhibit = sorted(altered.iterdir())[0]
    data = bytearray(exhibit.read_bytes())
    data[len(data) // 2] ^= 1
    exhibit.write_bytes(data)
    assert subprocess.run(check, capture_output=True, check=False).returncode == 1


def test_everything_comes_out_and_goes_in_again(journal: Path, tmp_path: Path) -> None:
    given = run("export", journal, tmp_path / "out", "--json", "--passphrase-file", "-")
    counts = json.loads(given.stdout)
    assert counts["incidents"] == 27
    with Journal.create(tmp_path / "again", PASSPHRASE, cost=FLOOR_COST)[0]:
        pass
    taken = run("import", tmp_path / "again", tmp_path / "out", "--json", "--passphrase-file", "-")
    assert json.loads(taken.stdout) == counts
    assert run("check", tmp_path / "again", "--passphrase-file", "-").returncode == 0


def test_a_copy_is_proved_and_brought_back(journal: Path, tmp_path: Path) -> None:
    made = run("backup", journal, tmp_path / "copy", "--json", "--passphrase-file", "-")
    back = run("restore", tmp_path / "copy", tmp_path / "back", "--json")
    assert json.loads(made.stdout)["digest"] == json.loads(back.stdout)["digest"]
    assert run("check", tmp_path / "back", "--passphrase-file", "-").returncode == 0


def test_an_original_comes_back_byte_for_byte(journal: Path, tmp_path: Path) -> None:
    out = tmp_path / "original.png"
    assert run("evidence", journal, "messages-2024-02-27", out, "--passphrase-file", "-").returncode == 0
    assert out.read_bytes() == resources.path("demo/evidence/messages-2024-02-27.png").read_bytes()


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"account": "x", "unknown": 1}, "unknown"),
        ({"occurred": "2024"}, "account"),
        ({"account": "   "}, "account"),
        ({"account": "x", "occurred": "yesterday"}, "occurred"),
        ({"account": "x", "people": [{"person": "nobody"}]}, "people[0].person"),
        ({"account": "x", "types": ["no-such-type"]}, "types[0]"),
        ({"account": "x", "purpose": "public"}, "purpose"),
        ({"account": "x", "timezone": "Mars/Base"}, "timezone"),
        ({"account": 5}, "account"),
    ],
)
def test_bad_input_is_named_and_changes_nothing(journal: Path, entry: dict[str, object], field: str) -> None:
    before = contents(journal)
    refused = run("record", journal, "-", "--passphrase-file", "-", text=f"{PASSPHRASE}\n{json.dumps(entry)}")
    assert (refused.returncode, refused.stdout) == (5, "")
    assert field in refused.stderr
    assert "Traceback" not in refused.stderr
    assert contents(journal) == before


def test_each_refusal_has_its_exit_code(journal: Path, tmp_path: Path) -> None:
    assert run("list", journal, "--passphrase-file", "-", text="wrong\n").returncode == 3
    assert run("list", tmp_path / "nothing", "--passphrase-file", "-").returncode == 5
    assert run("list", journal).returncode == 2
    assert run("nonsense").returncode == 2
    with Journal.open(journal, PASSPHRASE):
        assert run("list", journal, "--passphrase-file", "-").returncode == 4
    assert run("create", journal, "--passphrase-file", "-").returncode == 5
    there = tmp_path / "there.pdf"
    there.write_bytes(b"mine")
    assert run("dossier", journal, "--for", "board", "-o", there, "--passphrase-file", "-").returncode == 5
    assert there.read_bytes() == b"mine"
    assert not list(tmp_path.glob(".part*"))


def test_boards_are_listed_with_what_is_confirmed() -> None:
    listed = json.loads(run("boards", "--json").stdout)
    assert len(listed) == 55
    assert {"text", "confirmed"} == set(next(board for board in listed if board["facts"]["phone"])["facts"]["phone"])


def test_a_complaint_to_a_body_that_is_not_known_is_taken_in_and_given_out(tmp_path: Path) -> None:
    assert "\nanother-body " in run("boards").stdout
    place, folder = tmp_path / "journal", tmp_path / "folder"
    with Journal.create(place, PASSPHRASE, cost=FLOOR_COST)[0]:
        pass
    given = {
        "format": "journal-interchange", "version": 1,
        "people": [{"id": "doc", "name": "Dr. M. Hale", "roles": ["professional"]}],
        "incidents": [{"id": "first", "account": "He wrote late.", "purpose": "for-a-complaint"}],
        "complaints": [{"id": "c", "board": "another-body", "board_name": "Northern Insurance", "professional": "doc",
                        "incidents": ["first"]}],
    }  # fmt: skip
    folder.mkdir()
    (folder / "journal.json").write_text(json.dumps(given), encoding="utf-8")
    assert run("import", place, folder, "--passphrase-file", "-").returncode == 0
    out = tmp_path / "out.pdf"
    done = run("dossier", place, "--for", "board", "--board", "another-body", "-o", out, "--passphrase-file", "-")
    assert done.returncode == 0, done.stderr
    assert "Northern Insurance" in words_of(out)
    assert run("export", place, tmp_path / "again", "--passphrase-file", "-").returncode == 0
    again = json.loads((tmp_path / "again" / "journal.json").read_text(encoding="utf-8"))
    assert (again["complaints"][0]["board"], again["complaints"][0]["board_name"]) == (
        "another-body", "Northern Insurance",
    )  # fmt: skip


def test_every_command_explains_itself() -> None:
    commands = "create import export record revise attach list show search evidence boards dossier check anchor"
    more = "backup restore passphrase recover demo"
    shown = run("--help").stdout
    assert [name for name in f"{commands} {more}".split() if name not in shown] == []
    assert run("dossier", "--help").returncode == 0


def test_no_command_needs_qt(journal: Path) -> None:
    code = (
        "import sys, runpy; sys.argv = ['journal-app', 'list', sys.argv[1], '--passphrase-file', '-'];"
        "sys.stdout = sys.stderr;\n"
        "try:\n    runpy.run_module('journal_app', run_name='__main__')\n"
        "except SystemExit as end:\n    assert end.code == 0\n"
        "assert not [name for name in sys.modules if name.startswith('PySide6')]"
    )
    done = subprocess.run([sys.executable, "-c", code, str(journal)], input=PASSPHRASE + "\n", text=True, check=False)
    assert done.returncode == 0
