"""A whole journey with the installed program in a fresh home, each step in a process of its own that is watched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path

from tests.cli import sample
from tests.faults import sheets
from tests.traces import calls
from tests.traces.calls import Call
from tests.traces.canaries import GIVEN

ROOT = Path(__file__).resolve().parents[2]
PROGRAM, VERIFIER = (str(Path(sysconfig.get_path("scripts")) / name) for name in ("journal-app", "journal-verify"))
WINDOW = [sys.executable, str(Path(__file__).with_name("window.py"))]
FOLDERS = {
    "HOME": "home",
    "XDG_CONFIG_HOME": "home/.config",
    "XDG_DATA_HOME": "home/.local/share",
    "XDG_STATE_HOME": "home/.local/state",
    "XDG_CACHE_HOME": "home/.cache",
    "XDG_RUNTIME_DIR": "runtime",
    "TMPDIR": "temporary",
}
Step = tuple[str, list[str], list[str]]  # what it is called, its command, the lines it reads


@dataclass
class Journey:
    """One journey below ``base``: what was given, where the program may leave traces, and what the steps did."""

    base: Path
    calls: list[Call] = field(default_factory=list)
    early: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    before: set[Path] = field(default_factory=set)

    @property
    def journal(self) -> Path:
        return self.base / "home" / "Notebook"

    @property
    def given(self) -> Path:
        return self.base / GIVEN["the name of a folder"]

    @property
    def chosen(self) -> Path:
        return self.base / "chosen"

    @property
    def traces(self) -> list[Path]:
        """Everywhere a trace may stay; what the person chose to write and had before is beside it."""
        return [self.base / name for name in ("home", "runtime", "temporary", "seen")]

    def words(self) -> dict[str, str]:
        """What must stand nowhere: all that was given, and the recovery keys that the program made."""
        made = {}
        for step, said in self.said.items():
            for line in said.splitlines():
                if line.count("-") == 8:
                    made[f"the recovery key of {step}"] = line.strip()
                    made[f"the bare recovery key of {step}"] = line.strip().replace("-", "")
        for sheet in sorted(self.chosen.glob("sheet*.pdf")):
            made[f"the recovery key on {sheet.name}"] = sheets.key_on(sheet)
        return {**GIVEN, **made}

    def prepare(self) -> None:
        for name in {*FOLDERS.values(), "seen", "chosen"}:
            (self.base / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        self.before = {each for each in self.base.rglob("*") if each.is_dir()}
        for each in self.before:
            each.chmod(0o700)
        sample.write(self.given, document())
        (self.given / f"{GIVEN['the name of a file']}.txt").write_text(GIVEN["words in a file"], encoding="utf-8")
        (self.given / "entry.json").write_text(json.dumps({"id": "one", "account": GIVEN["an account"]}))
        (self.given / "revised.json").write_text(json.dumps({"id": "one", "account": GIVEN["revised"]}))
        (self.given / "card.json").write_text(json.dumps({"captured_by": GIVEN["who took a picture"]}))
        (self.given / "passphrase.txt").write_text(GIVEN["passphrase"] + "\n")
        (self.given / "last.txt").write_text(GIVEN["the last passphrase"] + "\n")
        (self.given / "copy.txt").write_text(GIVEN["the passphrase of a copy"] + "\n")

    def share_texts(self) -> list[str]:
        """Return the words on the sheets that were made for people one trusts, as they are typed."""
        return sheets.lines_in(self.chosen / "shares")

    def take(self, steps: list[Step], weaker: str = "") -> None:
        """Take the steps; ``weaker`` names a module of the tests that is loaded into the program first."""
        for name, command, lines in steps:
            log = self.base / f"{len(self.said):02}.trace"
            told = subprocess.run(
                calls.watched(log, command),
                input="".join(f"{line}\n" for line in lines),
                env=self._environment(weaker),
                cwd=self.base / "home",
                umask=0,  # what the program makes is private whatever the person's own is
                capture_output=True,
                text=True,
                check=False,
                timeout=600,
            )
            assert told.returncode == 0, (name, told.returncode, told.stdout, told.stderr)
            self.said[name] = told.stdout + told.stderr
            done = calls.read(log)
            assert done, name
            self.early += [f"{name}: {place}" for place in calls.before_the_umask(done, self.base)]
            self.calls += done
            log.unlink()

    def _environment(self, weaker: str) -> dict[str, str]:
        folders = {variable: str(self.base / name) for variable, name in FOLDERS.items()}
        kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
        more = {"DAYBOOK_WEAKER": weaker, "PYTHONPATH": str(Path(__file__).parent / "weaker")} if weaker else {}
        return {
            **kept, **folders, **more, "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen",
            "PYTHONDONTWRITEBYTECODE": "1", "DAYBOOK_JOURNEY": str(self.base),
        }  # fmt: skip


def document() -> dict[str, object]:
    """Return the sample journal with words of its own in what a person writes."""
    plain = sample.document()
    plain["people"][1]["name"] = GIVEN["a name"]
    plain["incidents"][1]["place"] = GIVEN["a place"]
    return plain


def create(journey: Journey) -> list[Step]:
    journal, sheet = str(journey.journal), str(journey.chosen / "first.pdf")
    command = [PROGRAM, "create", journal, "--recovery-sheet", sheet, *_first()]
    return [("create", command, [GIVEN["passphrase"]])]


def take_in(journey: Journey) -> list[Step]:
    command = [PROGRAM, "import", str(journey.journal), str(journey.given), *_first()]
    return [("import", command, [GIVEN["passphrase"]])]


def commands(journey: Journey) -> list[Step]:
    """Return every command there is, after ``create`` and ``import``, in most of its ways."""
    journal, home, out, given = str(journey.journal), journey.base / "home", journey.chosen, journey.given
    known, new = [GIVEN["passphrase"]], [GIVEN["new passphrase"]]
    file = str(given / f"{GIVEN['the name of a file']}.txt")
    name = GIVEN["the name of an export"]

    def step(command: str, *arguments: object, lines: list[str] = known, called: str = "") -> Step:
        return called or command, [PROGRAM, command, *map(str, arguments), *_first()], lines

    secret, key = given / "new.txt", given / "key.txt"
    secret.write_text(GIVEN["new passphrase"] + "\n")
    key.write_text(journey.words()["the recovery key of window create"] + "\n")
    return [
        step("record", journal, given / "entry.json"),
        step("revise", journal, "one", given / "revised.json"),
        ("piped", [PROGRAM, "record", journal, "-", "--passphrase-file", str(given / "passphrase.txt")],
         [json.dumps({"id": "piped", "account": GIVEN["an account from a pipe"]})]),
        ("boards", [PROGRAM, "boards"], []),
        step("attach", journal, "one", file),
        step("attach", journal, "one", given / "evidence" / "note.txt", "--card", given / "card.json", called="card"),
        step("evidence", journal, "photo", out / f"{name}.jpg"),
        step("list", journal),
        step("show", journal, "first"),
        step("search", journal, GIVEN["searched by a command"]),
        step("dossier", journal, "--for", "board", "-o", out / f"{name}.pdf", "--fields", out / "fields.txt",
             "--with-impact", "--encrypt-file", given / "copy.txt", called="board"),
        step("dossier", journal, "--for", "board", "--all", "-o", out / "other.pdf", "--language", "es", "--paper",
             "letter", "--with-reply", "--pictures-as-they-are", "--blank-pages-as-they-are", called="board again"),
        step("dossier", journal, "--for", "lawyer", "-o", out / name, called="lawyer"),
        ("verify", [VERIFIER, str(out / name)], []),
        step("dossier", journal, "--for", "self", "-o", out / "self.pdf", called="self"),
        step("dossier", journal, "--for", "self", "-o", out / "divided.pdf", "--parts", "1MB", "--words-language", "es",
             called="self, in parts"),
        step("anchor", journal, "--request", out / "time.tsq", called="request"),
        step("anchor", journal, "--package", out / name, "--request", out / "package.tsq", called="request, package"),
        step("anchor", journal, "--slip", out / "slip.pdf", called="slip"),
        step("anchor", journal, "--state", out / "state", called="state"),
        step("check", journal),
        step("check", journal, "--salvage", out / "saved", called="salvage"),
        step("export", journal, out / "plain"),
        step("backup", journal, home / "copy"),
        step("list", home / "copy", called="list of a copy"),
        step("evidence", home / "copy", "photo", out / "of a copy.jpg", called="evidence of a copy"),
        step("export", home / "copy", out / "of a copy", called="export of a copy"),
        step("check", home / "copy", called="check of a copy"),
        step("check", journal, "--copy", home / "copy", called="check with a copy"),
        step("keyfile", journal, "--new", out / "key"),
        step("show", journal, "first", "--key-file", out / "key", called="show with a key file"),
        step("keyfile", journal, "--remove", "--key-file", out / "key", called="no key file"),
        step("sheet", journal, "--recovery-sheet", out / "sheet-again.pdf", "--shares", out / "shares"),
        ("restore", [PROGRAM, "restore", str(home / "copy"), str(home / "again")], []),
        step("passphrase", home / "again", "--new-passphrase-file", secret),
        step("list", home / "again", lines=new, called="list again"),
        step("passphrase", home / "again", "--new-key", "--new-passphrase-file", given / "passphrase.txt", lines=new,
             called="new key"),
        step("passphrase", home / "again", "--new-key", "--keep-files", "--recovery-sheet", out / "sheet-new-key.pdf",
             "--new-passphrase-file", secret, called="new key, same files"),
        ("recover", [PROGRAM, "recover", str(home / "new"), "--recovery-key-file", str(key),
                     "--new-passphrase-file", str(secret)], []),
        ("demo", [PROGRAM, "demo", str(out / "demo")], []),
    ]  # fmt: skip


def answered(journey: Journey, shares: list[str], answer: Path, proof: Path) -> list[Step]:
    """Return the commands that need what the others made: an answer to the request, a proof of the state, shares."""
    journal, given, known = str(journey.journal), journey.given, [GIVEN["passphrase"]]
    (given / "shares.txt").write_text("".join(f"{each}\n" for each in shares[:2]))
    return [
        ("answer", [PROGRAM, "anchor", journal, "--answer", str(answer), *_first()], known),
        ("proof", [PROGRAM, "anchor", journal, "--proof", str(proof), *_first()], known),
        ("check with an answer", [PROGRAM, "check", journal, "--answer", str(answer), *_first()], known),
        ("recover with shares", [PROGRAM, "recover", journal, "--recovery-key-file", str(given / "shares.txt"),
                                 "--new-passphrase-file", str(given / "last.txt")], []),
        ("the last list", [PROGRAM, "list", journal, *_first()], [GIVEN["the last passphrase"]]),
        ("restore, read", [PROGRAM, "restore", str(journey.base / "home" / "copy"),
                           str(journey.base / "home" / "once more"), *_first()], known),
    ]  # fmt: skip


def _first() -> list[str]:
    return ["--passphrase-file", "-"]


def one_entry(journey: Journey) -> list[Step]:
    """Return the shortest step that writes."""
    record = [PROGRAM, "record", str(journey.journal), str(journey.given / "entry.json"), *_first()]
    return [("record", record, [GIVEN["passphrase"]])]


def window(part: str) -> list[Step]:
    """Return a step with the window: ``part`` is a name in ``window.py``."""
    return [(f"window {part}", [*WINDOW, part], [])]
