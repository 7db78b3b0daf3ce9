"""The recovery sheet: it holds the key that opens the journal, and there is no journal without it."""

from __future__ import annotations

import itertools
import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from journal_app.dossier import recovery_sheet
from journal_app.errors import BadInput
from journal_app.services import paper
from journal_app.services.journal import Journal

from .keeping import PASSPHRASE, refused


def words_of(pdf: Path) -> str:
    return subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout


def test_the_sheet_holds_the_key_that_opens_the_journal(folder: Path, tmp_path: Path) -> None:
    with Journal.open(folder, PASSPHRASE) as journal:
        key = journal.new_recovery_key()
    paper.write_sheet(key, tmp_path / "sheet.pdf")
    words = words_of(tmp_path / "sheet.pdf")
    assert [group for group in key.groups if group not in words] == []
    with pikepdf.open(tmp_path / "sheet.pdf") as sheet:
        assert len(sheet.pages) == 1
    Journal.check_recovery_key(folder, " ".join(key.groups))


def test_a_sheet_is_never_written_over_something(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "sheet.pdf").write_bytes(b"mine")
    with Journal.open(folder, PASSPHRASE) as journal:
        key = journal.new_recovery_key()
        with refused(BadInput, journal):
            paper.write_sheet(key, tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").read_bytes() == b"mine"


def test_a_sheet_is_never_written_into_the_folder_it_opens(folder: Path) -> None:
    """It lay beside what it opens, and the window said to print it and then delete the file."""
    with Journal.open(folder, PASSPHRASE) as journal:
        key = journal.new_recovery_key()
        for write in (paper.write_sheet, paper.write_shares):
            with refused(BadInput, journal):
                write(key, folder / "sheet.pdf")
        with refused(BadInput, journal):
            paper.write_share(paper.divide(key), 1, folder / "sheet.pdf")


def test_a_journal_and_its_sheet_are_made_together(tmp_path: Path) -> None:
    journal, key = paper.create_with_sheet(tmp_path / "new", PASSPHRASE, tmp_path / "sheet.pdf")
    journal.close()
    assert key.groups[0] in words_of(tmp_path / "sheet.pdf")
    Journal.check_recovery_key(tmp_path / "new", key.text)


def test_there_is_no_journal_where_its_sheet_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "there.pdf").write_bytes(b"mine")
    for place in (tmp_path / "there.pdf", tmp_path / "no" / "sheet.pdf"):
        with refused(BadInput):
            paper.create_with_sheet(tmp_path / "new", PASSPHRASE, place)
    assert sorted(path.name for path in tmp_path.iterdir() if "home" not in path.name) == ["there.pdf"]


def test_there_is_no_sheet_where_there_is_no_journal(tmp_path: Path) -> None:
    with refused(BadInput):
        paper.create_with_sheet(tmp_path / "new", "", tmp_path / "sheet.pdf")
    assert not (tmp_path / "sheet.pdf").exists()
    assert not (tmp_path / "new").exists()


def test_a_journal_whose_sheet_breaks_off_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(recovery_sheet, "recovery_sheet", breaks)
    with pytest.raises(MemoryError):
        paper.create_with_sheet(tmp_path / "new", PASSPHRASE, tmp_path / "sheet.pdf")
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "sheet.pdf").exists()


def test_any_two_of_three_sheets_open_the_journal(folder: Path, tmp_path: Path) -> None:
    with Journal.open(folder, PASSPHRASE) as journal:
        key = journal.new_recovery_key()
    paper.write_shares(key, tmp_path / "sheets")
    found = []
    for number in (1, 2, 3):
        text = words_of(tmp_path / "sheets" / f"sheet-{number}.pdf")
        assert f"Sheet {number} of 3" in text
        said = set(re.findall(r"\w+", text.casefold()))  # whole words: one of those to copy may be "keyboard"
        assert said.isdisjoint({"journal", "recovery", "passphrase", "key"})
        numbered = dict(re.findall(r"^(\d+) ([a-z]+)$", text, re.MULTILINE))
        found.append(" ".join(numbered[str(place)] for place in range(1, 24)))
    for two in itertools.combinations(found, 2):
        Journal.check_recovery_key(folder, "\n".join(two))
    with refused(BadInput):
        Journal.check_recovery_key(folder, found[0])
    with refused(BadInput):
        paper.write_shares(key, tmp_path / "sheets")
    assert sorted(path.name for path in (tmp_path / "sheets").iterdir()) == [
        "sheet-1.pdf",
        "sheet-2.pdf",
        "sheet-3.pdf",
    ]
