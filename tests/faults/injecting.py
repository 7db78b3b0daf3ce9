"""Makes one system call of a child fail: the kernel asks this process about each call of a name (seccomp_unotify(2)).

Ten times as fast as a tracer, which stops a process at every call it makes, whatever its name.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import select
import socket
import struct
from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from fcntl import ioctl
from pathlib import Path

# asm/unistd_64.h of x86_64, and which argument names the file: a descriptor, or a path in the memory of the child.
_DESCRIPTORS = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "pread64": 17, "pwrite64": 18, "sendfile": 40,
    "fcntl": 72, "flock": 73, "fsync": 74, "fdatasync": 75, "ftruncate": 77, "fchmod": 91, "fstatfs": 138,
    "getdents64": 217, "fallocate": 285, "copy_file_range": 326, "getcwd": 79,
}  # fmt: skip
_PATHS = {
    "stat": 4, "lstat": 6, "access": 21, "rename": 82, "mkdir": 83, "rmdir": 84, "unlink": 87, "readlink": 89,
    "chmod": 90, "statfs": 137,
}  # fmt: skip
_PATHS_BEHIND = {
    "openat": 257, "newfstatat": 262, "unlinkat": 263, "fchmodat": 268, "utimensat": 280, "faccessat2": 439,
}  # fmt: skip
NUMBERS = {**_DESCRIPTORS, **_PATHS, **_PATHS_BEHIND}
_NAMES = {number: name for name, number in NUMBERS.items()}
_ARCHITECTURE = 0xC000003E  # AUDIT_ARCH_X86_64
_LOAD, _JUMP_EQUAL, _RETURN, _ALLOW, _ASK = 0x20, 0x15, 0x06, 0x7FFF0000, 0x7FC00000
_NO_NEW_PRIVS, _SECCOMP, _SET_FILTER, _NEW_LISTENER = 38, 317, 1, 8
# linux/seccomp.h: what is asked (id, pid, flags, call, architecture, place, six arguments), and what is answered.
_ASKED, _ANSWER = struct.Struct("=QIIiIQ6Q"), struct.Struct("=QqiI")
_RECEIVE, _SEND, _GO_ON = 0xC0502100, 0xC0182101, 1


def missing() -> str:
    """Return what this system lacks for it, or nothing."""
    known = platform.system() == "Linux" and platform.machine() == "x86_64" and hasattr(os, "pidfd_open")
    return "" if known else "the kernel cannot ask here"


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def ask_about(calls: Collection[str], to: socket.socket) -> None:
    """Have the kernel ask about these calls of this process; sends what it asks through, and waits for one byte."""
    numbers = [NUMBERS[each] for each in calls]
    steps = [(_LOAD, 0, 0, 4), (_JUMP_EQUAL, 1, 0, _ARCHITECTURE), (_RETURN, 0, 0, _ALLOW), (_LOAD, 0, 0, 0)]
    for number in numbers:
        steps += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ASK)]
    steps.append((_RETURN, 0, 0, _ALLOW))
    program = b"".join(struct.pack("HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(program, len(program))
    described = _Program(len(steps), ctypes.cast(buffer, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    refused = libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    listener = -1 if refused else libc.syscall(_SECCOMP, _SET_FILTER, _NEW_LISTENER, ctypes.byref(described))
    if listener < 0:
        raise OSError(ctypes.get_errno(), "the kernel cannot ask")
    socket.send_fds(to, [b"?"], [listener])
    to.recv(1)


@dataclass
class Watch:
    """What is answered to the calls of one child, and what it called; its threads and children go on unasked.

    ``call`` fails with ``error`` where it is made for the ``when``-th time, with "1+" from the first time on.
    """

    child: int
    call: str = ""
    error: str = ""
    when: str = ""
    calls: Counter[str] = field(default_factory=Counter)
    failed: str = ""

    def until_it_ends(self, through: socket.socket) -> None:
        """Let the child begin, and answer until it has ended."""
        _, (listener, *_), _, _ = socket.recv_fds(through, 1, 1)
        ended = os.pidfd_open(self.child)
        try:
            poll = select.poll()
            for each in (listener, ended):
                poll.register(each, select.POLLIN)
            through.send(b"!")
            while ready := dict(poll.poll()):
                if ready.get(listener, 0) & select.POLLIN:
                    self._answer(listener)
                elif ended in ready:
                    return
        finally:
            os.close(listener)
            os.close(ended)

    def _answer(self, listener: int) -> None:
        asked = bytearray(_ASKED.size)
        with suppress(FileNotFoundError):  # who asked was killed meanwhile
            ioctl(listener, _RECEIVE, asked)
            number, process, _, call, _, _, *arguments = _ASKED.unpack(asked)
            fails = process == self.child and self._fails(_NAMES[call], arguments)
            answer = (number, 0, -getattr(errno, self.error), 0) if fails else (number, 0, 0, _GO_ON)
            ioctl(listener, _SEND, _ANSWER.pack(*answer))

    def _fails(self, name: str, arguments: list[int]) -> bool:
        self.calls[name] += 1
        if name != self.call or self.when not in {str(self.calls[name]), "1+"}:
            return False
        self.failed = self.failed or f"{name}({self._written(name, arguments)}) = -1 {self.error}"
        return True

    def _written(self, name: str, arguments: list[int]) -> str:
        """Return the file a call is about, a descriptor as strace writes it: ``5</a/path>``."""
        if name in _DESCRIPTORS:
            number = arguments[0] & 0xFFFFFFFF
            with suppress(OSError):
                return f"{number}<{Path(f'/proc/{self.child}/fd/{number}').readlink()}>"
            return str(number)
        with suppress(OSError), Path(f"/proc/{self.child}/mem").open("rb") as memory:
            memory.seek(arguments[name in _PATHS_BEHIND])
            return repr(os.pread(memory.fileno(), 256, memory.tell()).partition(b"\0")[0].decode(errors="replace"))
        return ""
