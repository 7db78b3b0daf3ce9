"""The lock: which system calls the filter lets through, and that a missing layer is named."""

from __future__ import annotations

import platform
import struct
import sys

import pytest

from journal_app.services.decoding import sandbox

ALLOW, KILL, REFUSE, ABSENT = 0x7FFF0000, 0x80000000, 0x0005000D, 0x00050026
THREAD = 0x00010000


def verdict(machine: str, call: int, argument: int = 0, architecture: int | None = None) -> int:
    """Run the filter as the kernel does (classic BPF) and return what it says of one system call."""
    own = sandbox._ARCHITECTURES[machine][0]
    data = struct.pack("<IIQQ", call, own if architecture is None else architecture, 0, argument)
    steps = list(struct.iter_unpack("HBBI", sandbox.filter_program(machine)))
    at, value = 0, 0
    while True:
        code, yes, no, number = steps[at]
        at += 1
        if code == 0x20:
            (value,) = struct.unpack_from("<I", data, number)
        elif code == 0x15:
            at += yes if value == number else no
        elif code == 0x45:
            at += yes if value & number else no
        else:
            assert code == 0x06
            return int(number)


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_call_has_one_verdict(machine: str) -> None:
    allowed = set(sandbox._ARCHITECTURES[machine][1].values())
    refused = set(sandbox._REFUSED[machine].values())
    absent = set(sandbox._ABSENT[machine].values())
    thread = sandbox._THREAD[machine]
    assert not allowed & (refused | absent | {thread})
    for call in range(500):
        wanted = ALLOW if call in allowed else REFUSE if call in refused else ABSENT if call in absent else KILL
        assert verdict(machine, call) == wanted, call
    assert verdict(machine, thread) == KILL


def clone_flags(machine: str, flags: int) -> int:
    own = sandbox._ARCHITECTURES[machine][0]
    data = struct.pack("<IIQQ", sandbox._THREAD[machine], own, 0, flags)
    assert data[16:20] == struct.pack("<I", flags)
    return verdict(machine, sandbox._THREAD[machine], flags)


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_a_thread_may_be_made_and_a_process_may_not(machine: str) -> None:
    assert clone_flags(machine, THREAD | 0x100) == ALLOW
    assert clone_flags(machine, 0x11) == KILL


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_calls_of_another_architecture_end_the_worker(machine: str) -> None:
    assert verdict(machine, 0, architecture=0x40000003) == KILL


def test_what_reaches_outside_is_never_let_through() -> None:
    calls = sandbox._ARCHITECTURES["x86_64"][1]
    outside = {"open", "openat", "socket", "connect", "execve", "fork", "kill", "ptrace", "unlink", "rename", "sendmsg"}
    assert not outside & set(calls)


def test_a_missing_layer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    if not sys.platform.startswith("linux"):
        assert sandbox.missing_layer() == "Linux"
        return
    assert sandbox.missing_layer() in {"", "Landlock", "processor"}
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert sandbox.missing_layer() == "processor"
    with pytest.raises(sandbox.CannotLock, match="processor"):
        sandbox.lock()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert sandbox.missing_layer() == "Linux"
