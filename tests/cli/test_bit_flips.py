"""One bit changed anywhere in a journal: its check names it, and whatever is shown is as it was saved, or an error."""

from __future__ import annotations

import functools
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from journal_app.errors import JournalError
from journal_app.services import audit, evidence, incidents, interchange, versions
from journal_app.services.journal import Journal
from journal_app.vault import blobs, connection, keyslots, vault
from journal_app.vault.blobs import TAG
from journal_app.vault.keyslots import FLOOR_COST
from tests.cli import sample
from tests.cli.conftest import PASSPHRASE, Run
from tests.faults.conftest import room
from tests.figures import Safety, share

__all__ = ["room"]

# Only these carry no meaning: the lock is empty, and the reserve is noise that gives its room to a full disk.
MEANINGLESS = {"lock", "reserve"}
HEADERS = {"header.json", "header.bak"}
GROUPS = 4  # so that they run beside each other
WHAT = "bits changed anywhere: the check does not name it, or something wrong is shown"
MOST_TRIES = 2000  # for a control: about one bit in a hundred of a database without seals shows something wrong
Shown = dict[str, object]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive a key once for the same passphrase and salt, and take a small reserve: it is made anew in each copy."""
    monkeypatch.setattr(keyslots, "hash_secret_raw", functools.cache(keyslots.hash_secret_raw))
    monkeypatch.setattr(vault, "RESERVE_BYTES", 4096)


def files_of(journal: Path) -> list[Path]:
    found = sorted(path.relative_to(journal) for path in journal.rglob("*") if path.is_file())
    return [path for path in found if path.name not in MEANINGLESS and (journal / path).stat().st_size]


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def verdict(folder: Path) -> str:
    """Return what the check says: the places it names, the refusal to open, or nothing."""
    try:
        report = audit.check(folder, PASSPHRASE)
    except JournalError as error:
        return type(error).__name__
    return ", ".join(problem.where for problem in report.problems)


def shown(folder: Path) -> Shown:
    """Return what list, show, search and evidence give; what they refuse is left out."""
    found: Shown = {}
    try:
        journal = Journal.open(folder, PASSPHRASE)
    except JournalError:
        return found
    with journal:
        for name, read in READ.items():
            try:
                found[name] = read(journal)
            except JournalError:
                continue
    return found


def _entry(name: str) -> Callable[[Journal], object]:
    return lambda journal: (incidents.get(journal, name), versions.history(journal, "incident", name))


def _file(name: str) -> Callable[[Journal], object]:
    return lambda journal: (
        evidence.get(journal, name),
        evidence.read_original(journal, evidence.get(journal, name).evidence),
    )


READ: dict[str, Callable[[Journal], object]] = {
    "list": incidents.timeline,
    **{f"show {name}": _entry(name) for name in ("first", "second", "for-lawyer", "mine")},
    **{f"evidence {name}": _file(name) for name in ("shot", "clear", "photo", "note", "broken", "sound")},
    **{f"search {word}": functools.partial(incidents.search, query=word) for word in ("late", "podcast", "Hale")},
}


def broken(made: Path, names: list[Path], chance: random.Random, before: Shown, place: Path) -> Iterator[str]:
    """Yield for each bit that is changed what is wrong then; empty where all is well. The files take turns."""
    for number in range(chance.randrange(len(names)), 1 << 30):
        name = names[number % len(names)]
        shutil.copytree(made, place, ignore=shutil.ignore_patterns("reserve"))
        flip(place / name, chance)
        try:
            found = "; ".join(filter(None, _wrong(made, before, place)))
        except Exception as error:  # whatever it is, it is not what a person is told
            found = repr(error)
        yield f"{name}: {found}" if found else ""
        shutil.rmtree(place)


def _wrong(made: Path, before: Shown, place: Path) -> Iterator[str]:
    yield "" if verdict(place) else "nothing is named"
    wrong = [part for part, value in shown(place).items() if value != before[part]]
    yield f"wrong: {', '.join(wrong)}" if wrong else ""
    whole = all((place / each).read_bytes() == (made / each).read_bytes() for each in HEADERS)
    yield "" if whole else "a header is not mended from its copy"


@pytest.mark.parametrize("group", range(GROUPS))
@pytest.mark.parametrize("flips", [40, pytest.param(20_000, marks=pytest.mark.full)])
def test_a_bit_flip_is_named_and_nothing_wrong_is_shown(
    made: tuple[Path, str], room: Path, group: int, flips: int, safety: Callable[[str], Safety]
) -> None:
    names, full = files_of(made[0]), flips > 1000
    assert {path.name for path in names} > {*HEADERS, "journal.db"}
    before = shown(made[0])
    assert set(before) == set(READ)
    mine = (share(flips) if full else flips) // GROUPS
    looks = broken(made[0], names, random.Random(group), before, room / "copy")  # noqa: S311 - places, no secrets
    found = [look for look, _ in zip(looks, range(mine), strict=False)]
    wrong = list(filter(None, found))
    safety("R6").found(WHAT, full=full, ran=len(found), broken=len(wrong), wanted=flips // GROUPS)
    assert wrong == []
    assert len(found) == mine


# ---- weaker builds


class _Unchecked:
    """AES-GCM without its check: the stream alone (NIST SP 800-38D, 6.5: the first counter of the text is 2)."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def decrypt(self, nonce: bytes, sealed: bytes, _: bytes) -> bytes:
        stream = Cipher(algorithms.AES(self._key), modes.CTR(nonce + (2).to_bytes(4, "big"))).decryptor()
        return stream.update(sealed[:-TAG])


def _chunks_not_authenticated(monkeypatch: pytest.MonkeyPatch) -> None:
    real = blobs._Reader.__init__

    def unchecked(self: Any, stream: Any, blob: Any, key: bytes) -> None:
        real(self, stream, blob, key)
        self._cipher = _Unchecked(key)

    monkeypatch.setattr(blobs._Reader, "__init__", unchecked)


def _digests_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    _chunks_not_authenticated(monkeypatch)
    monkeypatch.setattr(evidence, "read_blob", lambda store, row, _: store.open(evidence.as_blob(row)).read())


def _pages_not_authenticated(monkeypatch: pytest.MonkeyPatch) -> None:
    first, *others = connection._SETTINGS
    monkeypatch.setattr(connection, "_SETTINGS", (first, ("cipher_use_hmac", "OFF", "0"), *others))


WEAKNESSES = {
    "chunks of files not authenticated": (_chunks_not_authenticated, "files", "nothing is named"),
    "chunks not authenticated, digests not compared": (_digests_not_compared, "files", "wrong: evidence"),
    "pages of the database not authenticated": (_pages_not_authenticated, "journal.db", "wrong: "),
}


@pytest.mark.parametrize("weakness", WEAKNESSES)
def test_a_weaker_build_is_caught(
    room: Path, monkeypatch: pytest.MonkeyPatch, weakness: str, safety: Callable[[str], Safety]
) -> None:
    weaken, where, says = WEAKNESSES[weakness]
    weaken(monkeypatch)
    with Journal.create(room / "made", PASSPHRASE, cost=FLOOR_COST)[0] as journal:
        interchange.import_folder(journal, sample.write(room / "folder"))
    names = [name for name in files_of(room / "made") if name.parts[0] == where]
    looks = broken(room / "made", names, random.Random(1), shown(room / "made"), room / "copy")  # noqa: S311 - as above
    caught = any(says in look for look, _ in zip(looks, range(MOST_TRIES), strict=False))
    safety("R6").control(weakness, caught=caught)
    assert caught


def test_a_journal_nobody_touched_is_clean(journal: Path) -> None:
    assert verdict(journal) == ""


def test_the_command_names_the_file_and_says_so_by_its_code(run: Run, journal: Path) -> None:
    kept = next(path for path in sorted((journal / "files").iterdir()) if path.stat().st_size > 1000)
    flip(kept, random.Random(1))  # noqa: S311 - a place, no secret
    done = run("check", journal)
    assert done.returncode == 1
    assert any(name in done.stdout for name in ("shot.png", "clear.png", "photo.jpg", "sound.wav"))
