"""Copies made and restored, killed at random moments, cut and altered: what is accepted is whole, and the same."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from journal_app.domain.incident import IncidentEntry
from journal_app.errors import JournalError
from journal_app.services import audit, backups, evidence, incidents
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.vault import backup
from journal_app.vault.backup import digest_of
from journal_app.vault.header_files import HEADER, HEADER_COPY
from journal_app.vault.keyslots import FLOOR_COST
from tests.faults import copier
from tests.figures import Safety, share

PASSPHRASE = "a passphrase for tests"  # noqa: S105 - opens nothing but test journals
LATEST = 1.5  # seconds after its first breath at which a copier is killed at the latest
WHAT = "copies looked at after a kill while copying or restoring: one is gone, or one that is not whole is accepted"
SPOILT = "copies cut, altered, swapped or with a file missing: one is accepted"


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A journal with a few entries and files."""
    made, _ = Journal.create(tmp_path / "journal", PASSPHRASE, cost=FLOOR_COST)
    with made:
        for number in range(4):
            identifier = incidents.record(made, IncidentEntry(account=f"Entry {number}."))
            evidence.attach(made, identifier, [NewFile(name="noise", source=random.Random(number).randbytes(20_000))])  # noqa: S311
    return tmp_path / "journal"


def copy_and_kill(journal: Path, place: Path, after: float, weakness: str = "") -> list[str]:
    """Let a copier work, kill it (SIGKILL) so many seconds after it began, and return what it said."""
    command = [sys.executable, "-m", "tests.faults.copier", str(journal), str(place), PASSPHRASE, weakness]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        killer = threading.Timer(after, process.kill)
        killer.start()
        said = [line.strip() for line in process.stdout if line.endswith("\n")]
        killer.join()
    assert process.returncode == -9
    return said


def gone(place: Path, last: str) -> list[str]:
    """Return what is not there although the ``last`` that a copier said was that it is."""
    promised = {"copied": ("copy",), "back": ("copy", "back")}.get(last, ())
    return [f"{name} is gone" for name in promised if not (place / name).exists()]


def accepted(copy: Path, digest: str, passphrase: str | None = None) -> str:
    """Restore a copy and return what is wrong with what was accepted; empty where it is whole or was refused.

    A copy that was just being removed may lack one of its two headers: the other is enough, and a check names it.
    """
    gone = {name for name in (HEADER, HEADER_COPY) if not (copy / name).exists()}
    target = copy.with_name("judged")
    try:
        backups.restore(copy, target, passphrase=passphrase)
    except JournalError:
        return "something is left" if target.exists() else ""
    alike = not gone and digest and digest_of(target) == digest
    other = "" if alike else differs(target, gone) if gone or not digest else "another digest"
    shutil.rmtree(target)
    return f"accepted, and not the same: {other}" if other else ""


def differs(folder: Path, gone: frozenset[str] | set[str] = frozenset()) -> str:
    """Return in what a restored journal is not the one that was copied: four entries, four files, all sound.

    ``gone`` names what was not in the copy and has to be named by the check, and nothing else with it.
    """
    found = audit.check(folder, PASSPHRASE).problems
    problems = [each for each in found if each.where not in gone]
    if {each.where for each in found} < gone:
        return f"the check does not name {gone}"
    with Journal.open(folder, PASSPHRASE, read_only=True) as journal:
        counts = len(incidents.timeline(journal)), len(evidence.everything(journal))
    return f"{problems} {counts}" if problems or counts != (4, 4) else ""


def spoil(copy: Path, chance: random.Random) -> None:
    """Take a file away, cut it, change a bit of it, or put another of the copy in its place.

    One of the two headers is only taken away: the other is enough.
    """
    names = [path for path in sorted(copy.rglob("*")) if path.is_file() and path.stat().st_size]
    place = chance.choice(names)
    if place.name in {HEADER, HEADER_COPY}:
        place.unlink()
        return
    data = bytearray(place.read_bytes())
    match chance.choice(("gone", "cut", "flip", "swap")):
        case "gone":
            place.unlink()
        case "cut":
            place.write_bytes(data[: chance.randrange(len(data))])
        case "flip":
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            place.write_bytes(data)
        case _:
            place.write_bytes(chance.choice([path for path in names if path != place]).read_bytes())


@pytest.mark.parametrize("wanted", [4, pytest.param(500, marks=pytest.mark.full)])
def test_only_what_is_whole_is_accepted(
    journal: Path, tmp_path: Path, wanted: int, safety: Callable[[str], Safety]
) -> None:
    chance, place, ran, broken = random.Random(wanted), tmp_path / "place", 0, list[str]()  # noqa: S311 - no secrets
    place.mkdir()
    mine = share(wanted) if wanted > 4 else wanted
    while ran < mine:
        said = copy_and_kill(journal, place, chance.uniform(0, LATEST))
        last = said[-1].split()[0] if said else ""
        broken += gone(place, last)
        if (place / "copy").exists():
            ran += 1
            broken += filter(None, [accepted(place / "copy", "")])
        if last == "back":
            ran += 1
            broken += filter(None, [differs(place / "back")])
        for name in ("copy", "back"):
            shutil.rmtree(place / name, ignore_errors=True)
    with Journal.open(journal, PASSPHRASE) as opened:
        made = backups.back_up(opened, place / "copy")
    assert backups.restore(place / "copy", place / "back").digest == made.digest
    assert audit.check(place / "back", PASSPHRASE).problems == ()
    assert {path.name for path in place.iterdir()} == {"copy", "back"}  # what killed makers left is gone
    safety("R9").found(WHAT, full=wanted > 4, ran=ran, broken=len(broken), wanted=wanted, part=WHAT)
    assert broken == []


@pytest.mark.parametrize("wanted", [6, pytest.param(2000, marks=pytest.mark.full)])
def test_no_spoilt_copy_is_accepted(
    journal: Path, tmp_path: Path, wanted: int, safety: Callable[[str], Safety]
) -> None:
    chance = random.Random(wanted)  # noqa: S311 - places, no secrets
    with Journal.open(journal, PASSPHRASE) as opened:
        made = backups.back_up(opened, tmp_path / "copy")
    mine = share(wanted) if wanted > 6 else wanted
    broken = [found for _ in range(mine) if (found := spoilt_once(tmp_path / "copy", made.digest, chance))]
    safety("R9").found(SPOILT, full=wanted > 6, ran=mine, broken=len(broken), wanted=wanted, part=SPOILT)
    assert broken == []


def spoilt_once(copy: Path, digest: str, chance: random.Random) -> str:
    spoilt = Path(shutil.copytree(copy, copy.with_name("spoilt")))
    spoil(spoilt, chance)
    found = accepted(spoilt, digest)
    shutil.rmtree(spoilt)
    return found


@pytest.mark.parametrize("wanted", [4, pytest.param(400, marks=pytest.mark.full)])
def test_no_copy_that_was_cut_off_before_its_list_is_accepted(
    journal: Path, tmp_path: Path, wanted: int, safety: Callable[[str], Safety]
) -> None:
    """The list is the last that is written of a copy: what somebody else copies of it may end before."""
    chance, broken = random.Random(wanted), list[str]()  # noqa: S311 - places, no secrets
    with Journal.open(journal, PASSPHRASE) as opened:
        made = backups.back_up(opened, tmp_path / "copy")
    for number in range(wanted):
        cut = Path(shutil.copytree(tmp_path / "copy", tmp_path / "cut"))
        (cut / "copy.json").unlink()
        for path in chance.sample(sorted((cut / "files").iterdir()), chance.randrange(1, 4)):
            path.unlink()
        if found := accepted(cut, made.digest, PASSPHRASE if number % 2 else None):
            broken.append(found)
        shutil.rmtree(cut)
    safety("R9").found(SPOILT, full=wanted > 4, ran=wanted, broken=len(broken), wanted=wanted)
    assert broken == []


def test_a_build_that_skips_the_proof_is_caught(
    journal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, safety: Callable[[str], Safety]
) -> None:
    chance = random.Random(1)  # noqa: S311 - places, no secrets
    with Journal.open(journal, PASSPHRASE) as opened:
        made = backups.back_up(opened, tmp_path / "copy")
    monkeypatch.setattr(backup, "_names_on", lambda _, folder: sorted(backup.contents(folder)))
    monkeypatch.setattr(backup, "_compare", lambda *_: None)
    broken = [found for _ in range(8) if (found := spoilt_once(tmp_path / "copy", made.digest, chance))]
    safety("R9").control("the list of a copy is not looked at", caught=len(broken) > 3, part=SPOILT)
    assert len(broken) > 3


MOST_KILLS = 40  # for a control


@pytest.mark.parametrize("weakness", copier.WEAKNESSES)
def test_a_weaker_build_is_caught_by_a_kill(
    journal: Path, tmp_path: Path, weakness: str, safety: Callable[[str], Safety]
) -> None:
    chance, place, broken, tries = random.Random(2), tmp_path / "place", list[str](), 0  # noqa: S311 - no secrets
    while not broken and tries < MOST_KILLS:
        place.mkdir()
        tries += 1
        said = copy_and_kill(journal, place, chance.uniform(0, LATEST), weakness)
        broken += gone(place, said[-1].split()[0] if said else "")
        if (place / "copy").exists():
            broken += filter(None, [accepted(place / "copy", "")])
        shutil.rmtree(place)
    safety("R9").control(weakness, caught=bool(broken), part=WHAT)
    assert broken
