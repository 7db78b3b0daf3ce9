from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from journal_app.errors import Damaged, JournalError, NewerFormat, StorageTrouble
from journal_app.vault import copy_list
from journal_app.vault.backup import back_up, restore
from journal_app.vault.vault import Vault

from .conftest import PASSPHRASE

LIST = "copy.json"
HEADERS = ("header.json", "header.bak")


@pytest.fixture
def older(vault: Vault, tmp_path: Path) -> Path:
    """A copy of the vault, made before the next one: with one file less, an older database and an older header."""
    return made(vault, tmp_path / "older", 2)


@pytest.fixture
def copy(older: Path, vault: Vault, tmp_path: Path) -> Path:
    vault.change_passphrase("another")
    return made(vault, tmp_path / "copy", 3)


def made(vault: Vault, place: Path, count: int) -> Path:
    database = vault.connect()
    database.execute("CREATE TABLE IF NOT EXISTS lines (text TEXT)")
    database.execute("INSERT INTO lines VALUES ('one more')")
    back_up(vault, database, place, [vault.blobs.add(io.BytesIO(b"x" * size)) for size in range(count)])
    database.close()
    return place


def of(copy: Path) -> list[str]:
    return [each["name"] for each in json.loads((copy / LIST).read_bytes())["files"]]


def a_file(copy: Path) -> str:
    return next(name for name in of(copy) if name.startswith("files/"))


def rewritten(copy: Path, change: Callable[[dict], None]) -> None:  # type: ignore[type-arg]
    plain = json.loads((copy / LIST).read_bytes())
    change(plain)
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    (copy / LIST).write_bytes(text.encode() + b"\n")


def test_a_copy_lists_every_file_it_holds(copy: Path, vault: Vault) -> None:
    there = {str(path.relative_to(copy)) for path in copy.rglob("*") if path.is_file()}
    assert set(of(copy)) == there - {LIST, "lock", "journal.db-journal"}
    listed = copy_list.read(copy)
    assert listed is not None
    assert listed.is_marked_by(vault.seals)
    assert copy_list.is_copy(copy)
    assert not copy_list.is_copy(vault.folder)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "gone": lambda path: path.unlink(),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "emptied": lambda path: path.write_bytes(b""),
    "grown": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "altered": lambda path: path.write_bytes(path.read_bytes()[:-9] + bytes([path.read_bytes()[-9] ^ 1]) + b"x" * 8),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "a link": lambda path: (path.unlink(), path.symlink_to("lock")),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_what_is_not_as_it_was_made_is_not_restored(
    copy: Path, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    for name in (*(name for name in of(copy) if name not in HEADERS), HEADERS):
        spoilt = Path(shutil.copytree(copy, tmp_path / "spoilt"))
        for each in [name] if isinstance(name, str) else name:
            damage(spoilt / each)
        with pytest.raises(JournalError):
            restore(spoilt, tmp_path / "restored")
        assert not list(tmp_path.glob("restored*"))
        shutil.rmtree(spoilt)
    assert restore(copy, tmp_path / "restored").listed


def test_files_of_another_copy_do_not_pass(copy: Path, older: Path, tmp_path: Path) -> None:
    for names in (("journal.db",), HEADERS, HEADERS[:1], HEADERS[1:]):
        mixed = Path(shutil.copytree(copy, tmp_path / "mixed"))
        for name in names:
            shutil.copy(older / name, mixed / name)
        with pytest.raises(Damaged):
            restore(mixed, tmp_path / "restored")
        shutil.rmtree(mixed)
    shutil.copy(older / LIST, copy / LIST)
    with pytest.raises(Damaged):
        restore(copy, tmp_path / "restored")
    assert restore(older, tmp_path / "restored").listed


def test_two_files_that_changed_places_do_not_pass(copy: Path, tmp_path: Path) -> None:
    one, two = (copy / name for name in of(copy) if name.startswith("files/") and (copy / name).stat().st_size == 43)
    first = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(first)
    with pytest.raises(Damaged, match="files/"):
        restore(copy, tmp_path / "restored")


def test_one_copy_of_the_header_is_enough(copy: Path, tmp_path: Path) -> None:
    for name in HEADERS:
        sound = (copy / name).read_bytes()
        (copy / name).unlink()
        assert restore(copy, tmp_path / f"without {name}").listed
        (copy / name).write_bytes(b"{")
        assert restore(copy, tmp_path / f"damaged {name}").listed
        (copy / name).write_bytes(sound)
        Vault.open(tmp_path / f"damaged {name}", "another").close()


@pytest.mark.parametrize(
    "change",
    [
        lambda plain: plain["files"].pop(),
        lambda plain: plain["files"].reverse(),
        lambda plain: plain["files"].append(plain["files"][-1]),
        lambda plain: plain["files"][0].update(name="../outside"),
        lambda plain: plain["files"][0].update(name="files/../../outside"),
        lambda plain: plain["files"][0].update(size=-1),
        lambda plain: plain["files"][0].update(size=1e400),
        lambda plain: plain["files"][0].update(sha256="no digest"),
        lambda plain: plain["files"][0].update(more=1),
        lambda plain: plain.update(files=3),
        lambda plain: plain.update(format="other"),
        lambda plain: plain.update(version=0),
        lambda plain: plain.pop("mark"),
    ],
)
def test_a_list_of_another_form_is_refused(
    copy: Path,
    tmp_path: Path,
    change: Callable[[dict], None],  # type: ignore[type-arg]
) -> None:
    rewritten(copy, change)
    with pytest.raises(Damaged, match=LIST):
        restore(copy, tmp_path / "restored")


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b" " * (copy_list.LARGEST + 1)])
def test_a_list_that_is_none_is_refused(copy: Path, tmp_path: Path, data: bytes) -> None:
    (copy / LIST).write_bytes(data)
    with pytest.raises(Damaged, match=LIST):
        restore(copy, tmp_path / "restored")


def test_a_list_of_a_newer_program_is_left_alone(copy: Path, tmp_path: Path) -> None:
    rewritten(copy, lambda plain: plain.update(version=2))
    with pytest.raises(NewerFormat):
        restore(copy, tmp_path / "restored")


def test_a_list_that_cannot_be_read(copy: Path, tmp_path: Path) -> None:
    (copy / LIST).unlink()
    (copy / LIST).mkdir()
    with pytest.raises(StorageTrouble):
        restore(copy, tmp_path / "restored")


def test_a_forged_list_carries_no_mark_of_the_vault(copy: Path, vault: Vault) -> None:
    gone = a_file(copy)
    (copy / gone).unlink()
    rewritten(copy, lambda plain: plain.update(files=[each for each in plain["files"] if each["name"] != gone]))
    listed = copy_list.read(copy)
    assert listed is not None
    assert not listed.is_marked_by(vault.seals)


def test_a_copy_without_a_list_is_restored_and_said_to_have_none(copy: Path, tmp_path: Path) -> None:
    (copy / LIST).unlink()
    assert not restore(copy, tmp_path / "restored").listed
    assert not (tmp_path / "restored" / LIST).exists()


def test_what_is_restored_is_no_copy(copy: Path, tmp_path: Path) -> None:
    restore(copy, tmp_path / "restored")
    assert not (tmp_path / "restored" / LIST).exists()
    assert (tmp_path / "restored" / "lock").is_file()
    with pytest.raises(JournalError):
        Vault.open(tmp_path / "restored", PASSPHRASE)
    Vault.open(tmp_path / "restored", "another").close()
