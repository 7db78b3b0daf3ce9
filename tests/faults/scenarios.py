"""Twelve commands that are run with one system call failing: what each is given, and what it has to have done."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from journal_app.domain.evidence import Evidence
from journal_app.domain.incident import IncidentEntry
from journal_app.errors import JournalError, WrongSecret
from journal_app.services import audit, drafts, evidence, interchange
from journal_app.services.journal import Journal
from journal_app.services.remains import SHAPES
from journal_app.store import evidence as evidence_store
from journal_app.store import revisions
from journal_app.store.revisions import Standing
from journal_app.vault.keyslots import FLOOR_COST
from tests.cli import sample
from tests.faults.serving import SYNCING, Ended

PASSPHRASE, OTHER = "a passphrase for tests", "another passphrase"
NEW_FILE = b"A new file.\n" * 9000
Facts = dict[str, str]
POINTS = (  # the open points of the dossier
    "sound.wav cannot be shown as a page.",
    "sound.wav is a recording of people. Ask a lawyer before it leaves.",
    "sound.wav has no description for readers who cannot see it.",
    "broken.png cannot be shown as a page.",
    "The package holds the originals as they are: nothing is hidden in them.",
)
NOTICES = ("This writes everything in plain text",)  # told before the work
EVENTS = {"custody", "anchor"}  # what was noted last of these may be newer without any loss


@dataclass(frozen=True, slots=True)
class Scenario:
    """One command: its arguments, what it makes, and whether it did its work on a journal."""

    name: str
    arguments: tuple[str, ...]
    makes: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()  # the records that may be as before, or as they were asked to be
    done: Callable[[Path, Facts], bool] = field(default=lambda place, facts: True)
    promise: str = ""  # the names of what has to be on the disk when it tells of success; empty for everything
    tells: tuple[str, ...] = ()  # what it says of its work once that is done, before its result


def _opens_empty(place: Path, _: Facts) -> bool:
    with Journal.open(place / "new", PASSPHRASE) as journal:
        return audit.check_open(journal).problems == () and (place / "sheet.pdf").read_bytes()[-6:] == b"%%EOF\n"


def _account(identifier: str, text: str) -> Callable[[Path, Facts], bool]:
    return lambda _, facts: text in facts.get(f"incident {identifier}", "")


def _file_is_in(_: Path, facts: Facts) -> bool:
    return hashlib.sha256(NEW_FILE).hexdigest() in facts.values()


def _exported(place: Path, _: Facts) -> bool:
    whole = json.loads((place / "out" / "journal.json").read_bytes())
    return all(
        hashlib.sha256((place / "out" / "evidence" / each["file"]).read_bytes()).hexdigest() == each["sha256"]
        for each in whole["evidence"]
    )


def _package(place: Path, _: Facts) -> bool:
    from journal_app.verifier import verify

    return verify(place / "out").result == "agrees"


def _copy(name: str) -> Callable[[Path, Facts], bool]:
    def done(place: Path, facts: Facts) -> bool:
        with Journal.open(place / name, PASSPHRASE) as journal:
            return audit.check_open(journal).problems == () and lost(everything_in(journal), facts, ()) == ""

    return done


def _imported(_: Path, facts: Facts) -> bool:
    return "incident brought" in facts


SECRET = ("--passphrase-file", "secret")
SCENARIOS = (
    Scenario("create", ("create", "new", *SECRET, "--recovery-sheet", "sheet.pdf"), ("new", "sheet.pdf"),
             done=_opens_empty),
    Scenario("open", ("list", "journal", *SECRET)),
    Scenario("record", ("record", "journal", "entry.json", *SECRET), touches=("incident new-entry",),
             done=_account("new-entry", "A new entry")),
    Scenario("revise", ("revise", "journal", "first", "again.json", *SECRET), touches=("incident first",
             "impact first", "private-note first"), done=_account("first", "Seen again")),
    Scenario("attach", ("attach", "journal", "first", "file.txt", "shot.png", *SECRET), done=_file_is_in),
    Scenario("import", ("import", "journal", "folder", *SECRET), done=_imported),
    Scenario("export", ("export", "journal", "out", *SECRET), ("out",), done=_exported),
    Scenario("dossier", ("dossier", "journal", "--for", "lawyer", "--all", "-o", "out", *SECRET), ("out",),
             done=_package, tells=POINTS),
    Scenario("backup", ("backup", "journal", "out", *SECRET), ("out",), done=_copy("out")),
    Scenario("restore", ("restore", "journal", "out", *SECRET), ("out",), done=_copy("out")),
    Scenario("passphrase", ("passphrase", "journal", *SECRET, "--new-passphrase-file", "other"),
             promise="header"),  # what the database learns of it behind that, it learns at the next opening too
    Scenario("check", ("check", "journal", *SECRET)),
)  # fmt: skip


def make(place: Path) -> Path:
    """Make a journal with one of everything, and all that the commands are given; returns the folder to be copied."""
    place.mkdir(parents=True)
    (place / "secret").write_text(PASSPHRASE + "\n")
    (place / "other").write_text(OTHER + "\n")
    (place / "entry.json").write_text(json.dumps({"id": "new-entry", "account": "A new entry."}))
    (place / "again.json").write_text(json.dumps({"account": "Seen again.", "impact": "Less."}))
    (place / "file.txt").write_bytes(NEW_FILE)
    folder = sample.write(place / "whole")
    shutil.copy(folder / "evidence" / "clear.png", place / "shot.png")
    brought = {"format": "journal-interchange", "version": 1, "people": [{"id": "b", "name": "B", "roles": ["told"]}],
               "incidents": [{"id": "brought", "account": "Brought in."}],
               "evidence": [{"id": "brought-file", "file": "note.txt", "incidents": ["brought"]}]}  # fmt: skip
    (place / "folder" / "evidence").mkdir(parents=True)
    (place / "folder" / "journal.json").write_text(json.dumps(brought))
    (place / "folder" / "evidence" / "note.txt").write_bytes(b"Another note, brought in.\n" * 40)
    with Journal.create(place / "journal", PASSPHRASE, cost=FLOOR_COST)[0] as journal:
        interchange.import_folder(journal, folder)
        drafts.save(journal, "begun", IncidentEntry(account="Begun."))
    shutil.rmtree(folder)
    return place


def load_everything(place: Path) -> None:
    """Run every command once in this process, so that nothing of the program is left to be loaded."""
    from journal_app.cli import main

    for scenario in SCENARIOS:
        made = make(place / scenario.name)
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
            code = main(placed(scenario.arguments, made))
        assert code == 0, (scenario.name, code, out.getvalue(), err.getvalue())
        shutil.rmtree(made)


def placed(arguments: tuple[str, ...], place: Path) -> list[str]:
    """Return the arguments with the names of files as places."""
    names = {"journal", "new", "out", "folder", "secret", "other", "entry.json", "again.json", "file.txt", "shot.png",
             "sheet.pdf"}  # fmt: skip
    return [str(place / each) if each in names and at else each for at, each in enumerate(arguments)]


# ---- the judge


def everything_in(journal: Journal) -> Facts:
    """Return all that stands in a journal: each record, each draft, and the digest of each original as it is read.

    Where the bytes of an original are stored is no part of it: a file that is added again takes the place of a stored
    copy that cannot be read, and is the same to the byte.
    """
    facts: Facts = {}
    for kind in SHAPES:
        for each in revisions.all_standing(journal.database, kind, removed=True):
            kept = {name: value for name, value in each.revision.plain.items() if name != "blob"}
            plain = json.dumps(kept, sort_keys=True)
            facts[f"{kind} {each.revision.record_id}"] = f"{plain} {'removed' if each.removed else ''}"
            if kind == "evidence":
                facts[f"original {each.revision.record_id}"] = _original(journal, each)
    for key in drafts.keys(journal):
        facts[f"draft {key}"] = str(drafts.load(journal, key, IncidentEntry))
    return facts


def _original(journal: Journal, item: Standing) -> str:
    """Return the digest of an original as it is read; of one that is removed, what was done with it last."""
    if item.removed:
        notes = evidence_store.custody(journal.database, item.revision.record_id)
        return "; ".join(note.event for _, note in notes[-1:])
    return hashlib.sha256(evidence.read_original(journal, item.revision.record(Evidence))).hexdigest()


def lost(now: Facts, before: Facts, touched: tuple[str, ...]) -> str:
    """Return the name of something that was there before and is not any more, or is another; empty where all is."""
    for name, value in before.items():
        if name not in now:
            return f"{name} is gone"
        if now[name] != value and name.partition(" ")[0] not in EVENTS and name not in touched:
            return f"{name} is another"
    return ""


class Judge:
    """Looks at what a command left behind after one call of it failed."""

    def __init__(self, place: Path) -> None:
        """``place`` is as it was before any command."""
        self.place = place
        self.names = {path.name for path in place.iterdir()}
        with Journal.open(place / "journal", PASSPHRASE) as journal:
            self.before = everything_in(journal)

    def broken(self, scenario: Scenario, place: Path, ended: Ended) -> str:
        """Return what is not as it has to be; empty where all is well."""
        return "; ".join(filter(None, (*self._said(scenario, ended), *self._left(scenario, place, ended))))

    def _said(self, scenario: Scenario, ended: Ended) -> Iterator[str]:
        allowed = {0, 5, 6}
        if scenario.name == "check":
            allowed.add(1)
        if "EACCES" in ended.failed and ended.failed.startswith("flock"):
            allowed.add(4)
        if ended.code not in allowed:
            yield f"ended with {ended.code}: {ended.err}"
        elif ended.code == 0 and _sync_of_a_file(ended.failed, scenario.promise):
            yield "a sync that failed was taken for a success"
        elif ended.code in {5, 6}:
            line = ended.err.splitlines()[-1] if ended.err else ""
            lines = ended.err.count("\n") - ended.err.startswith(NOTICES)
            # Where only the result could not be written out, what the command says of its work stands before that.
            if ended.failed.startswith("write(1<") and tuple(ended.err.splitlines()[:-1]) == scenario.tells:
                lines -= len(scenario.tells)
            if lines != 1 or len(re.findall(r"\.(?:\s|$)", line)) != 2 or not line.isprintable():
                yield f"said {ended.err!r}"

    def _left(self, scenario: Scenario, place: Path, ended: Ended) -> Iterator[str]:
        try:
            facts = self._facts(scenario, place, ended)
        except JournalError as error:
            yield f"the journal does not open: {error}"
            return
        except ValueError as error:
            yield str(error)
            return
        yield lost(facts, self.before, scenario.touches)
        there = [name for name in scenario.makes if (place / name).exists()]
        if ended.code == 0 or there:
            yield "" if _is_done(scenario, place, facts) else "the work is not done, or only half of it"
        yield from (f"{path.relative_to(place)} was left" for path in place.rglob("*") if ".part" in path.name)
        strange = {path.name for path in place.iterdir()} - self.names - set(scenario.makes)
        yield f"left {strange}" if strange else ""

    def _facts(self, scenario: Scenario, place: Path, ended: Ended) -> Facts:
        """Return all that is in the journal afterwards; raises ValueError with what a check of it found."""
        with self._opened(scenario, place, ended) as journal:
            problems = audit.check_open(journal).problems
            if problems:
                raise ValueError("; ".join(f"{each.where}: {each.what}" for each in problems))
            return everything_in(journal)

    def _opened(self, scenario: Scenario, place: Path, ended: Ended) -> Journal:
        if scenario.name != "passphrase":
            return Journal.open(place / "journal", PASSPHRASE)
        try:
            return Journal.open(place / "journal", OTHER)
        except WrongSecret:
            if ended.code == 0:
                raise
            return Journal.open(place / "journal", PASSPHRASE)


def _is_done(scenario: Scenario, place: Path, facts: Facts) -> bool:
    try:
        return scenario.done(place, facts)
    except (OSError, ValueError, KeyError, JournalError):
        return False


def _sync_of_a_file(failed: str, promise: str) -> bool:
    """Say whether it was the sync of a file a success promises, with something in it, and not of a folder's names.

    The reserve is room, and the note of how far the journal had come is written again whenever it is behind.
    """
    found = re.match(rf"({'|'.join(SYNCING)})\(\d+<(.*?)>", failed)
    if found is None or Path(found[2]).is_dir() or re.search(r"/\w+\.part-\w+$", found[2]):
        return False
    name = Path(found[2]).name
    return name.startswith(promise) and name not in {"reserve", "reserve.part", "state.part"}
