from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.errors import BadInput, Damaged, JournalError, NewerFormat, StorageTrouble
from journal_app.vault.header import Header
from journal_app.vault.header_files import Copies, read_headers
from journal_app.vault.keyslots import FLOOR_COST, Slot, SlotKind

SLOT = Slot(kind=SlotKind.PASSPHRASE, cost=FLOOR_COST, salt=bytes(16), nonce=bytes(12), wrapped=bytes(48))
OLD = Header(vault_id="00" * 16, created=datetime(2026, 1, 1, tzinfo=UTC), generation=1, slots=(SLOT,)).sealed(b"key")
NEW = replace(OLD, generation=2).sealed(b"key")
LATER = NEW.encode().replace(b'"version":1', b'"version":2').replace(b'"generation":2', b'"generation":3')


def test_two_equal_copies() -> None:
    copies = Copies((OLD.encode(), OLD.encode()))
    assert copies.usable == (OLD,)
    assert copies.problems == ()


@pytest.mark.parametrize("stored", [(OLD, NEW), (NEW, OLD)])
def test_two_generations_newest_first(stored: tuple[Header, Header]) -> None:
    copies = Copies((stored[0].encode(), stored[1].encode()))
    assert copies.usable == (NEW, OLD)
    assert copies.problems == ("header.json, header.bak",)


def test_one_damaged_copy_is_named() -> None:
    assert Copies((b"", OLD.encode())).problems == ("header.json",)
    assert Copies((OLD.encode(), b"{}")).problems == ("header.bak",)


def test_two_damaged_copies() -> None:
    with pytest.raises(Damaged):
        Copies((b"", b"{}"))


@pytest.mark.parametrize("stored", [(LATER, NEW.encode()), (NEW.encode(), LATER), (LATER, LATER), (LATER, b"")])
def test_a_newer_program_was_here(stored: tuple[bytes, bytes]) -> None:
    with pytest.raises(NewerFormat):
        Copies(stored)


@given(st.integers(0, len(OLD.encode()) * 8 - 1), st.booleans())
def test_any_flipped_bit_in_one_copy_costs_nothing(bit: int, first: bool) -> None:
    data = bytearray(OLD.encode())
    data[bit // 8] ^= 1 << bit % 8
    stored = (bytes(data), OLD.encode())
    copies = Copies(stored if first else (stored[1], stored[0]))
    assert [header for header in copies.usable if header.is_sealed_by(b"key")] == [OLD]
    assert copies.problems


def test_a_version_that_flipped_to_a_newer_one_is_damage_in_either_copy() -> None:
    flipped = OLD.encode().replace(b'"version":1', b'"version":3')
    assert Copies((flipped, OLD.encode())).problems == ("header.json",)
    assert Copies((OLD.encode(), flipped)).problems == ("header.bak",)


def test_places_without_a_journal(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "header.json").mkdir()
    for place in (tmp_path, tmp_path / "gone", tmp_path / "file"):
        with pytest.raises(BadInput):
            read_headers(place)


def test_a_folder_that_cannot_be_looked_into(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble):
        read_headers(tmp_path / ("n" * 300))


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "header.json")
    (tmp_path / "header.bak").write_bytes(OLD.encode())
    assert read_headers(tmp_path).problems == ("header.json",)


def test_a_copy_that_cannot_be_read_counts_as_damaged(tmp_path: Path) -> None:
    (tmp_path / "header.json").symlink_to("/proc/self/mem")  # a file by its type; reading it fails
    (tmp_path / "header.bak").write_bytes(OLD.encode())
    copies = read_headers(tmp_path)
    assert copies.usable == (OLD,)


def test_a_huge_copy_is_not_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "header.json").open("wb") as stream:
        stream.truncate(1 << 40)
    with pytest.raises(JournalError):
        read_headers(tmp_path)
