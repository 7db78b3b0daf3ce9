"""What the process gives up before the window opens: being read by others, core dumps, the network."""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from dataclasses import dataclass

_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 4, 22, 38
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _EPERM, _KILL = 0x7FFF0000, 0x00050001, 0x80000000
_X32 = 0x40000000
_AF_UNIX = 1
# Architecture, socket, socketpair, io_uring_setup (asm/unistd_64.h, asm-generic/unistd.h).
_CALLS = {"x86_64": (0xC000003E, 41, 53, 425), "aarch64": (0xC00000B7, 198, 199, 425)}


@dataclass(frozen=True, slots=True)
class Protection:
    """What this computer let the process give up: connections, and being read by other programs of the user."""

    network: bool
    memory: bool


def protect() -> Protection:
    """Give up what is not needed, before anything else is done, and say what this computer let the process do."""
    return Protection(memory=harden(), network=deny_network())


def harden() -> bool:
    """Make files for the owner alone, and keep other programs of the same user from reading this one's memory.

    Says whether the second could be done.
    """
    os.umask(0o077)
    if not sys.platform.startswith("linux"):
        return False
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return bool(ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)


def deny_network() -> bool:
    """Let this process and all it starts make local sockets only; says whether the system could do that.

    Linux: a seccomp filter (seccomp(2)) that answers "not permitted" to every other kind of socket and to io_uring,
    which could make one unseen. It needs no privileges and cannot be taken back.
    """
    calls = _CALLS.get(platform.machine())
    if not sys.platform.startswith("linux") or calls is None:
        return False
    program = _filter(*calls)
    buffer = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    described = Program(len(program) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, 2, ctypes.byref(described), 0, 0) == 0)


def _filter(architecture: int, socket: int, socketpair: int, ring: int) -> bytes:
    """Return the filter as classic BPF: each step is an operation, two jumps and a value."""
    steps = [
        (_LOAD, 0, 0, 4), (_JUMP_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0),
        (_JUMP_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _EPERM),
        (_JUMP_EQUAL, 0, 1, ring), (_RETURN, 0, 0, _EPERM),
        (_JUMP_EQUAL, 1, 0, socket), (_JUMP_EQUAL, 0, 3, socketpair),
        (_LOAD, 0, 0, 16), (_JUMP_EQUAL, 1, 0, _AF_UNIX), (_RETURN, 0, 0, _EPERM), (_RETURN, 0, 0, _ALLOW),
    ]  # fmt: skip
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def replace_process(arguments: list[str]) -> None:
    """Become a fresh process of this program: nothing of what was in memory is left."""
    command = [sys.executable, "-m", "journal_app.ui.app", *arguments]
    if sys.platform == "win32":  # pragma: no cover - another system
        import subprocess

        subprocess.Popen(command)  # noqa: S603 - this program
        os._exit(0)
    os.execv(sys.executable, command)  # noqa: S606 - this program


def leave() -> None:
    """End the process at once."""
    os._exit(0)
