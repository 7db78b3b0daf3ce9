"""Every row of the contract by the installed command: what it prints, what it makes, and nothing else."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.cli import sample
from tests.cli.conftest import PASSPHRASE, Done, Run, contents, half_written, refused
from tests.services.test_exhibits import pdf
from tests.services.test_paper import words_of


def plain(done: Done) -> Any:
    """Return the one JSON document a command printed."""
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def listed(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_create_makes_an_empty_journal_and_a_sheet(run: Run, tmp_path: Path) -> None:
    done = run("create", tmp_path / "new", "--recovery-sheet", tmp_path / "sheet.pdf", "--json")
    assert plain(done) == {"journal": str(tmp_path / "new"), "recovery_sheet": str(tmp_path / "sheet.pdf")}
    with pikepdf.open(tmp_path / "sheet.pdf") as sheet:
        assert len(sheet.pages) == 1
    assert plain(run("list", tmp_path / "new", "--json")) == []
    assert not half_written(tmp_path)


def test_a_journal_is_made_in_the_empty_folder_one_stands_in(run: Run, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "journal_app", "create", ".", "--passphrase-file", "-"]
    done = subprocess.run(command, cwd=tmp_path / "here", env=environment, input=PASSPHRASE, text=True, check=False,
                          capture_output=True)  # fmt: skip
    assert (done.returncode, done.stdout) == (0, ".\n"), done.stderr
    assert run("list", tmp_path / "here").returncode == 0


def test_the_recovery_key_is_printed_only_where_a_person_reads_it(run: Run, tmp_path: Path) -> None:
    group = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{2,4}){5,}")
    quiet = run("create", tmp_path / "quiet")
    assert quiet.returncode == 0
    assert not group.search(quiet.stdout + quiet.stderr)
    secret = tmp_path / "secret"
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "journal_app", "create", str(tmp_path / "shown"), "--passphrase-file", str(secret)]
    with subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower) as process:
        os.close(follower)
        shown = _everything(leader)
        process.wait(timeout=60)
    found = group.search(shown)
    assert found
    key = tmp_path / "key"
    key.write_text(found.group(), encoding="utf-8")
    again = run("recover", tmp_path / "shown", "--recovery-key-file", key, "--new-passphrase-file", secret,
                passphrase=False)  # fmt: skip
    assert again.returncode == 0, again.stderr


def _everything(descriptor: int) -> str:
    parts = []
    while True:
        try:
            part = os.read(descriptor, 4096)
        except OSError:  # Linux says so when the other end is closed
            break
        if not part:
            break
        parts.append(part)
    os.close(descriptor)
    return b"".join(parts).decode()


def test_import_and_export_are_each_other_s_inverse(run: Run, journal: Path, empty: Path, tmp_path: Path) -> None:
    counts = plain(run("export", journal, tmp_path / "out", "--json"))
    assert counts == {"people": 3, "relationships": 1, "incidents": 4, "evidence": 6, "matches": 1, "complaints": 1,
                      "redactions": 2}  # fmt: skip
    assert plain(run("import", empty, tmp_path / "out", "--json")) == counts
    assert plain(run("export", empty, tmp_path / "out2", "--json")) == counts
    one, two = (json.loads((tmp_path / name / "journal.json").read_text()) for name in ("out", "out2"))
    assert one == two
    digests = [contents(tmp_path / name / "evidence") for name in ("out", "out2")]
    assert sorted(digests[0].values()) == sorted(digests[1].values())


def test_export_says_first_that_it_is_plain_text(run: Run, journal: Path, tmp_path: Path) -> None:
    assert run("export", journal, tmp_path / "out").stderr.startswith("This writes everything in plain text")


def test_record_revise_show_list_and_search(run: Run, journal: Path, tmp_path: Path) -> None:
    entry = {"account": "A first sentence.\nMore of it.", "occurred": "2024-05-02", "purpose": "private"}
    (tmp_path / "one.json").write_text(json.dumps(entry), encoding="utf-8")
    identifier = run("record", journal, tmp_path / "one.json").stdout.strip()
    assert identifier
    entry["account"] = "A first sentence, mended."
    (tmp_path / "two.json").write_text(json.dumps(entry), encoding="utf-8")
    assert run("revise", journal, identifier, tmp_path / "two.json").stdout == "2\n"
    shown = plain(run("show", journal, identifier, "--json"))
    assert shown["entry"]["account"] == "A first sentence, mended."
    assert [each["content"]["account"] for each in shown["versions"]] == [
        "A first sentence.\nMore of it.", "A first sentence, mended."
    ]  # fmt: skip
    assert "first sentence, mended" in run("show", journal, identifier).stdout
    rows = plain(run("list", journal, "--json"))
    assert [row["id"] for row in rows] == ["mine", "for-lawyer", "first", identifier, "second"]
    assert "mended" in run("list", journal).stdout
    assert [hit["id"] for hit in plain(run("search", journal, "mended", "--json"))] == [identifier]
    assert identifier in run("search", journal, "mend").stdout
    assert "Nothing found" in run("search", journal, "nowhere").stdout


def test_what_was_taken_in_is_told_as_json(run: Run, journal: Path, tmp_path: Path) -> None:
    entry = json.dumps({"account": "Told as JSON.", "id": "told"})
    assert plain(run("record", journal, "-", "--json", text=entry)) == {"id": "told"}
    entry = json.dumps({"account": "Told again."})
    assert plain(run("revise", journal, "told", "-", "--json", text=entry)) == {"id": "told", "revision": 2}
    (tmp_path / "a.txt").write_text("a file")
    identifiers = plain(run("attach", journal, "told", tmp_path / "a.txt", "--json"))["ids"]
    shown = plain(run("show", journal, "told", "--json"))
    assert (shown["evidence"], shown["revisions"], shown["removed"]) == (identifiers, 2, False)


def test_attach_keeps_every_byte_and_gives_it_back(run: Run, journal: Path, tmp_path: Path) -> None:
    files = [tmp_path / "a.bin", tmp_path / "b.txt"]
    files[0].write_bytes(os.urandom(3_000_000))
    files[1].write_bytes(b"")
    (tmp_path / "card.json").write_text(json.dumps({"captured_at": "2024-05", "device": "telephone"}))
    done = run("attach", journal, "first", *files, "--card", tmp_path / "card.json")
    identifiers = done.stdout.split()
    assert len(identifiers) == 2, done.stderr
    for file, identifier in zip(files, identifiers, strict=True):
        out = tmp_path / f"{identifier}.out"
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        assert plain(run("evidence", journal, identifier, out, "--json")) == {"id": identifier, "sha256": digest}
        assert out.read_bytes() == file.read_bytes()


def test_boards_say_what_is_confirmed(run: Run) -> None:
    bodies = plain(run("boards", "--json", passphrase=False))
    assert len(bodies) == 55
    assert all(isinstance(body["sections_confirmed"], bool) for body in bodies)
    assert "us-ca-bbs" in run("boards", passphrase=False).stdout


@pytest.mark.parametrize(
    ("options", "entries"),
    [
        ((), {"He wrote late", "told in a podcast"}),
        (("--complaint", "bbs"), {"He wrote late", "told in a podcast"}),
        (("--complaint", "bbs", "--board", "uk-hcpc"), {"He wrote late", "told in a podcast"}),
        (("--board", "us-ca-bbs"), {"He wrote late", "told in a podcast"}),
        (("--all", "--paper", "letter"), {"He wrote late", "told in a podcast"}),
    ],
)
def test_a_board_s_dossier(
    run: Run, journal: Path, tmp_path: Path, options: tuple[str, ...], entries: set[str]
) -> None:
    out = tmp_path / "board.pdf"
    files = plain(run("dossier", journal, "--for", "board", "-o", out, *options, "--json"))["files"]
    assert [(file["path"], file["size"]) for file in files] == [(str(out), out.stat().st_size)]
    assert files[0]["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    text = subprocess.run(["pdftotext", out, "-"], capture_output=True, text=True, check=True).stdout
    assert {entry for entry in entries if entry not in " ".join(text.split())} == set()
    with pikepdf.open(out) as opened:
        paper = 595.276 if "uk-hcpc" in options else 612  # A4 and Letter, in points
        assert float(opened.pages[0].mediabox[2]) == pytest.approx(paper, abs=0.1)
        assert "/EmbeddedFiles" not in opened.Root.get("/Names", {})
        assert not opened.is_encrypted


def test_a_copy_whose_pictures_show_a_hidden_name_is_final_only_where_it_is_said(
    run: Run, journal: Path, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(pdf(words=f"{sample.MARKS['hidden_name']} was here"))
    assert run("attach", journal, "first", letter).returncode == 0

    def said(name: str, *options: str) -> str:
        done = run("dossier", journal, "--for", "board", "-o", tmp_path / name, *options)
        assert "Page 1 of letter.pdf shows what is hidden" in done.stderr
        text = subprocess.run(["pdftotext", tmp_path / name, "-"], capture_output=True, text=True, check=True).stdout
        return " ".join(text.split())

    assert "This copy Draft" in said("draft.pdf")
    assert "This copy Final" in said("final.pdf", "--pictures-as-they-are")


def test_what_can_come_beside_a_dossier(run: Run, journal: Path, tmp_path: Path) -> None:
    (tmp_path / "copy-secret").write_text("for the copy\n")
    made = plain(
        run("dossier", journal, "--for", "board", "-o", tmp_path / "board.pdf", "--fields", tmp_path / "fields.txt",
            "--with-impact", "--encrypt-file", tmp_path / "copy-secret", "--json")
    )  # fmt: skip
    names = {Path(file["path"]).name for file in made["files"]}
    assert names == {"board.pdf", "fields.txt", "board-impact.pdf", "board-encrypted.pdf"}
    assert "He wrote late" in (tmp_path / "fields.txt").read_text()
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(tmp_path / "board-encrypted.pdf")
    secret = (tmp_path / "copy-secret").read_text().strip()
    with pikepdf.open(tmp_path / "board-encrypted.pdf", password=secret) as opened:
        assert opened.encryption.R == 6
    assert made["open_points"]
    assert made["note_of_copy"] == ""  # a body's copy is not signed, so there is nothing to say of a signature
    assert not half_written(tmp_path)


def test_what_the_note_in_a_locked_copy_says_is_told(run: Run, journal: Path, tmp_path: Path) -> None:
    (tmp_path / "copy-secret").write_text("for the copy\n")
    done = run("dossier", journal, "--for", "lawyer", "-o", tmp_path / "package", "--encrypt-file",
               tmp_path / "copy-secret", "--json")  # fmt: skip
    signed = hashlib.sha256((tmp_path / "package" / "dossier.pdf").read_bytes()).hexdigest()
    told = plain(done)["note_of_copy"]
    assert told.startswith("The locked copy carries no signature.")
    assert told.endswith(signed)
    assert told in done.stderr
    secret = (tmp_path / "copy-secret").read_text().strip()
    with pikepdf.open(tmp_path / "package-encrypted.pdf", password=secret) as opened:
        assert signed in str(opened.docinfo["/Subject"])


def test_a_lawyer_s_package_and_its_check(run: Run, journal: Path, tmp_path: Path) -> None:
    out = tmp_path / "package"
    files = plain(run("dossier", journal, "--for", "lawyer", "-o", out, "--json"))["files"]
    assert {Path(file["path"]).relative_to(out).as_posix() for file in files} == listed(out)
    fixed = {"dossier.pdf", "verify.py", "manifest.json", "SHA256SUMS", "custody.csv", "READ-ME-FIRST.txt"}
    assert fixed <= listed(out)
    assert {name for name in listed(out) - fixed if not re.fullmatch(r"exhibits/EX-\d{3}-?.*", name)} == set()
    sums = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=out, capture_output=True, text=True, check=False)
    assert sums.returncode == 0, sums.stderr
    lines = (out / "SHA256SUMS").read_text().splitlines()
    assert {line.split("  ", 1)[1] for line in lines} == listed(out) - {"SHA256SUMS"}
    for check in ([sys.executable, "-m", "journal_app.verifier", out], [sys.executable, out / "verify.py", out]):
        report = subprocess.run([*map(str, check), "--json"], capture_output=True, text=True, check=False)
        assert report.returncode == 0, report.stdout + report.stderr
        assert json.loads(report.stdout)


def test_a_complete_copy_for_oneself(run: Run, journal: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine.pdf"
    assert len(plain(run("dossier", journal, "--for", "self", "-o", out, "--json"))["files"]) == 1
    text = subprocess.run(["pdftotext", out, "-"], capture_output=True, text=True, check=True).stdout
    for word in ("private_note", "impact", "person_notes", "private_account", "log"):
        assert sample.MARKS[word] in text


def test_check_and_salvage(run: Run, journal: Path, tmp_path: Path) -> None:
    report = plain(run("check", journal, "--salvage", tmp_path / "saved", "--json"))
    assert report["problems"] == []
    assert all(line["count"] > 0 for line in report["checked"])
    assert report["salvaged"] == {"saved": 15, "lost": []}
    assert "as it was saved" in run("check", journal).stdout


def test_backup_restore_and_check(run: Run, journal: Path, tmp_path: Path) -> None:
    made = plain(run("backup", journal, tmp_path / "copy", "--json"))
    assert (made["entries"], made["files"] > 0) == (4, True)
    back = plain(run("restore", tmp_path / "copy", tmp_path / "back", "--json", passphrase=False))
    assert back["digest"] == made["digest"]
    assert plain(run("list", tmp_path / "back", "--json")) == plain(run("list", journal, "--json"))
    assert run("check", tmp_path / "back").returncode == 0


def test_passphrase_and_recover(run: Run, journal: Path, recovery_key: str, tmp_path: Path) -> None:
    (tmp_path / "new").write_text("another passphrase\n")
    (tmp_path / "newer").write_text("yet another\n")
    (tmp_path / "key").write_text(recovery_key.lower().replace("-", " ") + "\n")
    assert run("passphrase", journal, "--new-passphrase-file", tmp_path / "new").returncode == 0
    assert run("list", journal).returncode == 3
    assert run("list", journal, "--passphrase-file", tmp_path / "new", passphrase=False).returncode == 0
    done = run("recover", journal, "--recovery-key-file", tmp_path / "key", "--new-passphrase-file", tmp_path / "newer",
               passphrase=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert run("list", journal, "--passphrase-file", tmp_path / "newer", passphrase=False).returncode == 0


def test_a_new_key_where_somebody_may_know_the_old_one(
    run: Run, journal: Path, recovery_key: str, tmp_path: Path
) -> None:
    (tmp_path / "new").write_text("another passphrase\n")
    (tmp_path / "newer").write_text("yet another\n")
    (tmp_path / "key").write_text(recovery_key + "\n")
    before = plain(run("list", journal, "--json"))
    shutil.copytree(journal, tmp_path / "earlier")
    done = run("passphrase", journal, "--new-key", "--new-passphrase-file", tmp_path / "new", "--recovery-sheet",
               tmp_path / "sheet.pdf")  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")
    assert "Copies made earlier still open with the old passphrase." in done.stderr
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    old = run("recover", journal, "--recovery-key-file", tmp_path / "key", "--new-passphrase-file", tmp_path / "newer",
              passphrase=False)  # fmt: skip
    assert [run("list", journal).returncode, old.returncode, run("list", tmp_path / "earlier").returncode] == [3, 3, 0]
    new = ("--passphrase-file", tmp_path / "new")
    assert plain(run("list", journal, "--json", *new, passphrase=False)) == before
    file = next((journal / "files").iterdir())
    file.write_bytes(b"damaged")
    done = run("passphrase", journal, "--new-key", "--new-passphrase-file", tmp_path / "newer", *new, passphrase=False)
    assert "stayed as they were: 1." in done.stderr
    assert "was not kept" in done.stderr
    kept = run("passphrase", journal, "--new-key", "--keep-files", "--new-passphrase-file", tmp_path / "new",
               "--passphrase-file", tmp_path / "newer", passphrase=False)  # fmt: skip
    assert (kept.returncode, file.read_bytes()) == (0, b"damaged")


def test_a_key_file(run: Run, journal: Path, recovery_key: str, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(recovery_key + "\n")
    file, before = tmp_path / "file", plain(run("list", journal, "--json"))
    done = run("keyfile", journal, "--new", file)
    assert (done.returncode, done.stdout, file.stat().st_mode & 0o777) == (0, "", 0o600)
    assert "opens the journal without it" in done.stderr
    refused(run("list", journal), 3, "key file")
    assert plain(run("list", journal, "--json", "--key-file", file)) == before
    assert run("check", journal, "--key-file", file, "--salvage", tmp_path / "saved").returncode == 0
    assert run("passphrase", journal, "--key-file", file, "--new-key", "--new-passphrase-file",
               tmp_path / "secret").returncode == 0  # fmt: skip
    assert run("list", journal, "--key-file", file).returncode == 0
    assert "alone opens the journal" in run("keyfile", journal, "--key-file", file, "--remove").stderr
    assert run("list", journal).returncode == 0
    assert run("keyfile", journal).returncode == 2


def test_a_lost_key_file(run: Run, journal: Path, recovery_key: str, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(recovery_key + "\n")
    assert run("keyfile", journal, "--new", tmp_path / "file").returncode == 0
    done = run("recover", journal, "--recovery-key-file", tmp_path / "key", "--new-passphrase-file",
               tmp_path / "secret", passphrase=False)  # fmt: skip
    assert "The key file is not needed any more." in done.stderr
    assert run("list", journal).returncode == 0


def test_sheets_for_people_one_trusts(run: Run, journal: Path, recovery_key: str, tmp_path: Path) -> None:
    refused(run("sheet", journal), 2, "--shares")
    done = run("sheet", journal, "--recovery-sheet", tmp_path / "sheet.pdf", "--shares", tmp_path / "sheets")
    assert (done.returncode, done.stdout) == (0, "")
    told = [words_of(tmp_path / "sheets" / f"sheet-{number}.pdf") for number in (1, 3)]
    shares = [" ".join(word for _, word in sorted(_numbered(text))) for text in told]
    new = ("--new-passphrase-file", tmp_path / "secret")

    def recover(*lines: str) -> Done:
        (tmp_path / "key").write_text("\n".join(lines) + "\n")
        return run("recover", journal, "--recovery-key-file", tmp_path / "key", *new, passphrase=False)

    refused(recover(shares[0]), 5, "alone")
    refused(recover(recovery_key), 3)
    assert recover(*shares).returncode == 0
    text = "\n".join([*shares, "another passphrase"])
    done = run("recover", journal, "--recovery-key-file", "-", "--new-passphrase-file", "-", text=text,
               passphrase=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    (tmp_path / "new").write_text("another passphrase")
    assert run("list", journal, "--passphrase-file", tmp_path / "new", passphrase=False).returncode == 0


def _numbered(text: str) -> list[tuple[int, str]]:
    return [(int(number), word) for number, word in re.findall(r"^(\d+) ([a-z]+)$", text, re.MULTILINE)]


def test_a_sample_journal_with_its_three_dossiers(tmp_path: Path, run: Run) -> None:
    made = tmp_path / "sample"
    done = run("demo", made, "--json", passphrase=False)
    names = {"journal", "dossier-for-the-board.pdf", "package-for-a-lawyer", "copy-for-myself.pdf", "passphrase.txt"}
    assert {Path(path).relative_to(made).as_posix() for path in plain(done)["paths"]} == names
    assert {path.name for path in made.iterdir()} == names
    assert done.stderr == ""
    check = [sys.executable, "-m", "journal_app.verifier", str(made / "package-for-a-lawyer")]
    assert subprocess.run(check, capture_output=True, check=False).returncode == 0
    opened = run("list", made / "journal", "--json", "--passphrase-file", made / "passphrase.txt", passphrase=False)
    assert len(plain(opened)) == 27


def test_what_is_no_package_is_not_checked(tmp_path: Path, run: Run) -> None:
    check = [sys.executable, "-m", "journal_app.verifier"]
    (tmp_path / "nothing").mkdir()
    for place, code in ((tmp_path / "nothing", 5), (tmp_path / "missing", 6)):
        told = subprocess.run([*check, str(place)], capture_output=True, text=True, check=False)
        assert (told.returncode, told.stdout) == (code, "")
        assert told.stderr.count("\n") == 1
        told = subprocess.run([*check, str(place), "--json"], capture_output=True, text=True, check=False)
        assert json.loads(told.stdout)["exit_code"] == code
    assert subprocess.run(check, capture_output=True, check=False).returncode == 2


def test_the_console_scripts_are_there(journal: Path, tmp_path: Path) -> None:
    scripts = Path(sys.executable).parent
    if not (scripts / "journal-app").exists():
        pytest.skip("the package is not installed beside this Python")
    for name in ("journal-app", "journal-verify"):
        assert subprocess.run([scripts / name, "--help"], capture_output=True, check=False).returncode == 0
    done = subprocess.run([scripts / "journal-app", "list", journal, "--passphrase-file", "-"], input=PASSPHRASE + "\n",
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert "He wrote late" in done.stdout


def test_progress_is_drawn_where_standard_error_is_a_terminal(journal: Path, run: Run, tmp_path: Path) -> None:
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "journal_app", "check", str(journal), "--json", "--passphrase-file",
               str(tmp_path / "secret")]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=follower) as process:
        os.close(follower)
        assert "Checking files: " in _everything(leader)
        assert process.stdout is not None
        assert json.loads(process.stdout.read())["problems"] == []


def test_messages_and_progress_stay_out_of_a_pipe(run: Run, journal: Path, tmp_path: Path) -> None:
    done = run("dossier", journal, "--for", "board", "-o", tmp_path / "b.pdf")
    assert "\r" not in done.stderr
    assert "\x1b" not in done.stderr
    assert [line.split("  ")[1] for line in done.stdout.splitlines()] == [str(tmp_path / "b.pdf")]
