"""What stands in a journal cannot steer the terminal it is shown in: controls are shown as signs, never obeyed."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from pathlib import Path

import pytest

from journal_app import cli
from journal_app.domain import controls
from journal_app.domain.incident import IncidentEntry, Purpose
from journal_app.domain.people import PersonEntry, Role
from journal_app.services import incidents, interchange, people
from journal_app.services.journal import Journal
from tests import figures
from tests.cli.conftest import PASSPHRASE, Run
from tests.ui import hostile


def obeyed(text: str) -> list[str]:
    """Return what a terminal would obey: controls but line ends and tabs, and what turns a line round."""
    turning = {"\u061c", "\u200e", "\u200f", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
    return sorted(
        letter for letter in set(text) - {"\n", "\t"} if unicodedata.category(letter) == "Cc" or letter in turning
    )


@pytest.fixture
def steering(empty: Path, tmp_path: Path) -> Path:
    """A journal with the strings in its fields, and an entry that begins with all of them."""
    folder = tmp_path / "folder"
    (folder / "evidence").mkdir(parents=True)
    (folder / "evidence" / "0.txt").write_text("words", encoding="utf-8")
    (folder / "journal.json").write_text(json.dumps(hostile.document(Path("/trap/trap.png"), 1)), encoding="utf-8")
    whole = " ".join(["one \x9b31m two \x85 three \x7f", *hostile.strings(Path("/trap/trap.png"))])
    with Journal.open(empty, PASSPHRASE) as journal:
        interchange.import_folder(journal, folder)
        incidents.record(journal, incidents.IncidentEntry(id="all", account=whole, place=whole, tags=(whole,)))
    return empty


def test_no_command_lets_words_steer_the_terminal(run: Run, steering: Path) -> None:
    commands = [("list",), ("show", "all"), ("search", "red")]
    with Journal.open(steering, PASSPHRASE) as journal:
        words = incidents.get(journal, "all").entry.account
    wrong, plain = [], []
    for command, *more in commands:
        for options in ((), ("--json",)):
            done = run(command, steering, *more, *options)
            assert done.returncode == 0, done.stderr
            wrong += [f"{command} {' '.join(more)} {options}: {each!r}" for each in obeyed(done.stdout + done.stderr)]
            plain += [json.loads(done.stdout)] if options else []
    figures.tell("S6", "commands", full=True, ran=2 * len(commands), broken=len(wrong),
                 what="outputs of commands, as text and as JSON, that hold something a terminal obeys")  # fmt: skip
    assert wrong == []
    assert obeyed(words)
    assert plain[1]["entry"]["account"] == words  # escaped in JSON, so nothing of it is lost


def test_what_is_said_beside_the_output_does_not_steer_either(run: Run, empty: Path, tmp_path: Path) -> None:
    """Open points and errors name people, entries and files as they are written."""
    turned = "Dr. annex\u202egpj\u2066 \x9b31m\x1b[31m"
    with Journal.open(empty, PASSPHRASE) as journal:
        people.put(journal, PersonEntry(id="p", name=turned, roles=(Role.PROFESSIONAL,)))
        entry = IncidentEntry(id="one", account=turned, purpose=Purpose.FOR_A_COMPLAINT)
        incidents.record(journal, entry)
    done = run("dossier", empty, "--for", "board", "--all", "-o", tmp_path / "out.pdf")
    assert done.returncode == 0, done.stderr
    assert "Dr. annex" in done.stderr
    said = done.stderr
    for command, *more in (("show", turned), ("attach", "one", tmp_path / turned), ("list", f"--{turned}"), (turned,)):
        done = run(command, empty, *more)
        assert done.returncode != 0
        said += done.stderr
    assert said.count("annex") == 7
    assert obeyed(said) == []


def test_an_import_tells_what_it_replaces_and_nothing_of_it_steers(run: Run, empty: Path, tmp_path: Path) -> None:
    words, by = "I did\nnot\x1b[2K \u202eagree", "I\x9b31m agreed\n\npeople: 7"
    plain = {"format": "journal-interchange", "version": 1, "redactions": [{"place": words, "replace_with": by}],
             "people": [{"id": "p", "name": "Ida\x1b[A", "pseudonym": "Person A"}]}  # fmt: skip
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "journal.json").write_text(json.dumps(plain), encoding="utf-8")
    again = Path(shutil.copytree(empty, tmp_path / "again"))
    done = run("import", empty, tmp_path / "folder")
    assert done.returncode == 0, done.stderr
    assert obeyed(done.stdout + done.stderr) == []
    first, second = done.stderr.splitlines()[-2:]
    assert first.startswith("“I did not")
    assert first.endswith("agreed people: 7” in what leaves.")
    assert second.startswith("“Ida")
    assert second.endswith("is replaced by “Person A” in what goes to a body.")
    done = run("import", again, tmp_path / "folder", "--json")
    assert obeyed(done.stdout + done.stderr) == []
    assert json.loads(done.stdout)["redactions"] == 1
    assert done.stderr.splitlines()[-2].startswith("“I did not")


def test_an_output_that_steers_is_caught() -> None:
    assert obeyed("a\nb\tc \N{REPLACEMENT CHARACTER}") == []
    assert obeyed("\x1b[31m red \x9b0m \x07 \r") == ["\x07", "\r", "\x1b", "\x9b"]


def test_a_terminal_that_hands_words_on_as_they_are_is_caught(
    steering: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same journal through the same command, in this process, without what keeps words from steering."""
    (steering.parent / "secret").write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    show = ["show", str(steering), "all", "--passphrase-file", str(steering.parent / "secret")]
    for weakness in ("", "words as they are"):
        if weakness:
            monkeypatch.setattr(controls, "STEERING", re.compile("(?!)"))
        assert cli.main(show) == 0
        found = obeyed(capsys.readouterr().out)
        assert bool(found) is bool(weakness)
    figures.caught("S6", "words as they are", by=len(found), part="commands")
