"""The lock: which system calls the filter lets through, and that a missing layer is named."""

from __future__ import annotations

import platform
import struct
import sys
from pathlib import Path

import pytest

from journal_app.services.decoding import sandbox

ALLOW, KILL, REFUSE, ABSENT = 0x7FFF0000, 0x80000000, 0x0005000D, 0x00050026
THREAD = 0x00010000


def verdict(machine: str, call: int, argument: int = 0, architecture: int | None = None, *, third: int = 0) -> int:
    """Run the filter as the kernel does (classic BPF) and return what it says of one system call."""
    own = sandbox._ARCHITECTURES[machine][0]
    data = struct.pack("<IIQQQQ", call, own if architecture is None else architecture, 0, argument, 0, third)
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
@pytest.mark.parametrize("call", ["mmap", "mprotect"])
def test_memory_may_be_had_and_never_run(machine: str, call: str) -> None:
    number = sandbox._ARCHITECTURES[machine][1][call]
    for rights in range(8):
        wanted = REFUSE if rights & 4 else ALLOW
        assert verdict(machine, number, third=rights) == wanted
        assert verdict(machine, number, third=rights | 1 << 40) == wanted


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_calls_of_another_architecture_end_the_worker(machine: str) -> None:
    assert verdict(machine, 0, architecture=0x40000003) == KILL


def test_what_reaches_outside_is_never_let_through() -> None:
    calls = sandbox._ARCHITECTURES["x86_64"][1]
    outside = {"open", "openat", "socket", "connect", "execve", "fork", "kill", "ptrace", "unlink", "rename", "sendmsg"}
    assert not outside & set(calls)


class Kernel:
    """Stands for the C library: says no to one call, yes to all others, and remembers what it was asked."""

    def __init__(self, refuses: str, version: int = 6) -> None:
        self.refuses, self.version, self.asked = refuses, version, list[str]()

    def _answer(self, name: str, yes: int = 0) -> int:
        self.asked.append(name)
        return -1 if name == self.refuses else yes

    def syscall(self, number: int, *arguments: object) -> int:
        if number == 446:
            return self._answer("restrict")
        return self._answer("create", 1_000) if arguments[1] else self._answer("version", self.version)

    def prctl(self, option: int, *_: object) -> int:
        return self._answer({38: "no new rights", 4: "no dumps", 22: "filter"}[option])


LAYERS = {"version": "Landlock", "create": "Landlock", "restrict": "Landlock", "no new rights": "prctl",
          "no dumps": "prctl", "filter": "seccomp"}  # fmt: skip


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the layers are those of Linux")
@pytest.mark.parametrize("refuses", ["", *LAYERS, "limits", "threads"])
def test_where_a_layer_cannot_be_had_nothing_is_served(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, refuses: str
) -> None:
    kernel = Kernel(refuses)
    limits: list[int] = []

    def limited(kind: int, _: tuple[int, int]) -> None:
        if refuses == "limits":
            raise ValueError("not allowed to raise maximum limit")
        limits.append(kind)

    monkeypatch.setattr("resource.setrlimit", limited)
    monkeypatch.setattr(sandbox.ctypes, "CDLL", lambda *_, **__: kernel)
    monkeypatch.setattr(sandbox.os, "close", lambda _: None)
    for number in range(2 if refuses == "threads" else 1):
        (tmp_path / str(number)).touch()
    monkeypatch.setattr(sandbox, "_THREADS", str(tmp_path))
    if not refuses:
        sandbox.lock()  # the control: where nothing is refused it goes through, and every layer was asked for
        assert set(kernel.asked) == set(LAYERS)
        assert len(limits) == 5
        return
    with pytest.raises(sandbox.CannotLock, match=LAYERS.get(refuses, refuses)):
        sandbox.lock()
    assert refuses in {"limits", "threads"} or kernel.asked[-1] == refuses
    assert ("filter" in kernel.asked) == (refuses == "filter")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="threads are counted as Linux lists them")
def test_where_threads_cannot_be_counted_there_may_be_some(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sandbox, "_THREADS", str(tmp_path / "missing"))
    assert not sandbox._is_alone()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limits are those of Linux")
def test_a_lower_limit_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    found: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (7, 7 if kind != resource.RLIMIT_CPU else -1))
    monkeypatch.setattr(resource, "setrlimit", found.__setitem__)
    sandbox._limit()
    assert found[resource.RLIMIT_AS] == (7, 7)
    assert found[resource.RLIMIT_CPU] == (sandbox.CPU_SECONDS, sandbox.CPU_SECONDS)
    assert found[resource.RLIMIT_CORE] == (0, 0)


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
