"""The vault key lies in a page of its own, which the system keeps out of swap space, dumps and forks where it can."""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from journal_app import platform_guard
from journal_app.platform_guard import Nowhere
from journal_app.vault.key_page import KeyPage, wipe
from journal_app.vault.vault import Vault

from .conftest import PASSPHRASE

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads what Linux tells of memory")
KEY = bytes(range(1, 33))


def flags(memory: bytearray | memoryview) -> set[str]:
    """Return what the kernel notes of the mapping that memory lies in (proc(5), VmFlags in smaps)."""
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    found = set[str]()
    inside = False
    for line in Path("/proc/self/smaps").read_text().splitlines():
        if area := re.match(r"([0-9a-f]+)-([0-9a-f]+) ", line):
            inside = int(area[1], 16) <= address < int(area[2], 16)
        elif inside and line.startswith("VmFlags:"):
            found = set(line.split()[1:])
    return found


def in_a_fork(ask: Callable[[], bool]) -> bool:
    """Return what a child of this process answers."""
    child = os.fork()
    if not child:
        code = 2
        try:
            code = int(ask())
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, 1}
    return bool(code)


def test_a_key_moves_in_and_is_wiped_where_it_was() -> None:
    source = bytearray(KEY)
    page = KeyPage(source)
    assert (bytes(page.key), bytes(source)) == (KEY, bytes(32))
    assert bytearray(KEY) == page.key
    wipe(page.key)
    assert not any(page.key)


@linux
def test_the_page_goes_to_no_swap_space_no_dump_and_no_fork() -> None:
    page, other = KeyPage(bytearray(KEY)), bytearray(KEY)
    assert page.is_locked
    assert {"lo", "dd", "wf"} <= flags(page.key)
    assert flags(other).isdisjoint({"lo", "dd", "wf"}), "the control: other memory is not kept out of anything"
    assert in_a_fork(lambda: any(other))
    assert not in_a_fork(lambda: any(page.key))
    assert bytes(page.key) == KEY


@linux
@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() != 0, reason="only root may become somebody else")
def test_beyond_the_limit_it_is_said_and_the_key_is_held() -> None:
    import resource

    def refused() -> bool:
        resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, 0))
        os.setuid(65534)  # root is held to no limit
        page = KeyPage(bytearray(KEY))
        return not page.is_locked and bytes(page.key) == KEY

    assert in_a_fork(refused)


@linux
def test_the_key_of_a_vault_lies_in_such_a_page_until_it_is_closed(folder: Path) -> None:
    vault = Vault.open(folder, PASSPHRASE)
    key = vault._key
    assert vault.key_is_locked
    assert "lo" in flags(key)
    assert any(key)
    vault.close()
    assert not any(key)


def test_a_vault_opens_where_nothing_can_be_kept_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform_guard, "here", Nowhere)
    vault = Vault.open(folder, PASSPHRASE)
    assert not vault.key_is_locked
    vault.connect().close()
    vault.close()
