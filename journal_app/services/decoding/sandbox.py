"""The lock on the decoding worker: from here on it can compute, read its pipe and write its pipe, and nothing else.

Linux only: resource limits, no new privileges, Landlock (Documentation/userspace-api/landlock.rst) and a seccomp
filter (seccomp(2)). Where a layer is missing the worker does not start: a foreign file is never decoded unlocked.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys

MEMORY = 1 << 30
CPU_SECONDS = 20
OPEN_FILES = 16

_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 4, 22, 38
_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446
_KILL, _ALLOW, _ERRNO = 0x80000000, 0x7FFF0000, 0x00050000
_EACCES, _ENOSYS = 13, 38
_LOAD, _JUMP_EQUAL, _JUMP_SET, _RETURN = 0x20, 0x15, 0x45, 0x06

# System calls a decoder needs once everything is imported, by architecture (asm/unistd_64.h, asm-generic/unistd.h).
_ARCHITECTURES: dict[str, tuple[int, dict[str, int]]] = {
    "x86_64": (
        0xC000003E,
        {
            "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11,
            "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "pread64": 17, "readv": 19,
            "writev": 20, "sched_yield": 24, "mremap": 25, "madvise": 28, "getpid": 39, "exit": 60,
            "getrusage": 98, "sigaltstack": 131, "gettid": 186, "futex": 202, "sched_getaffinity": 204,
            "clock_gettime": 228, "clock_nanosleep": 230, "exit_group": 231, "getrandom": 318, "membarrier": 324,
            "rseq": 334, "set_robust_list": 273,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "read": 63, "write": 64, "close": 57, "fstat": 80, "lseek": 62, "mmap": 222, "mprotect": 226,
            "munmap": 215, "brk": 214, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139,
            "pread64": 67, "readv": 65, "writev": 66, "sched_yield": 124, "mremap": 216, "madvise": 233,
            "getpid": 172, "exit": 93, "getrusage": 165, "sigaltstack": 132, "gettid": 178, "futex": 98,
            "sched_getaffinity": 123, "clock_gettime": 113, "clock_nanosleep": 115, "exit_group": 94,
            "getrandom": 278, "membarrier": 283, "rseq": 293, "set_robust_list": 99,
        },
    ),
}  # fmt: skip
# Libraries ask for these without needing the answer: they are told "no" and the worker lives on.
_REFUSED: dict[str, dict[str, int]] = {
    "x86_64": {
        "open": 2, "stat": 4, "lstat": 6, "ioctl": 16, "access": 21, "dup": 32, "uname": 63, "fcntl": 72,
        "getdents": 78, "getcwd": 79, "readlink": 89, "getdents64": 217, "openat": 257, "newfstatat": 262,
        "readlinkat": 267, "prlimit64": 302, "statx": 332, "faccessat2": 439,
    },
    "aarch64": {
        "dup": 23, "fcntl": 25, "ioctl": 29, "faccessat": 48, "openat": 56, "getdents64": 61, "readlinkat": 78,
        "newfstatat": 79, "uname": 160, "getcwd": 17, "prlimit64": 261, "statx": 291, "faccessat2": 439,
    },
}  # fmt: skip
# A thread of the same process is under the same lock, so it may be made (the HEIC decoder cannot do without one);
# a process may not. The flags of clone3 lie in memory where a filter cannot see them, so it is said not to exist
# and the C library asks clone instead.
_THREAD: dict[str, int] = {"x86_64": 56, "aarch64": 220}
_ABSENT: dict[str, dict[str, int]] = {"x86_64": {"clone3": 435}, "aarch64": {"clone3": 435}}
_CLONE_THREAD = 0x00010000
# Memory may be asked for and its rights changed, but what is written into it may never be run (mman.h).
_OF_MEMORY = ("mmap", "mprotect")
_PROT_EXEC = 4


_THREADS = "/proc/self/task"


class CannotLock(Exception):
    """A layer of the lock is missing on this system; the text names it."""


def missing_layer() -> str:
    """Return the name of a layer this system lacks, or nothing where all are there."""
    if not sys.platform.startswith("linux"):
        return "Linux"
    if platform.machine() not in _ARCHITECTURES or struct.calcsize("P") != 8:
        return "processor"
    if ctypes.CDLL(None, use_errno=True).syscall(_LANDLOCK_CREATE, 0, 0, 1) < 1:
        return "Landlock"
    return ""


def lock() -> None:
    """Give up everything but computing and the pipes that are open; raises CannotLock where a layer is missing."""
    lacking = missing_layer()
    if lacking:
        raise CannotLock(lacking)
    if not _is_alone():
        raise CannotLock("threads")
    try:
        _limit()
    except (OSError, ValueError):
        raise CannotLock("limits") from None
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0):
        raise CannotLock("prctl")
    _landlock(libc)
    _seccomp(libc)


def _is_alone() -> bool:
    """Say whether no other thread runs: Landlock and the filter hold for the one that asks and those it makes later."""
    try:
        return len(os.listdir(_THREADS)) == 1  # noqa: PTH208 - names are enough
    except OSError:
        return False


def _limit() -> None:
    """Set the limits, or keep those that are lower already."""
    import resource

    for kind, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (lowest, lowest))


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


def _landlock(libc: ctypes.CDLL) -> None:
    """Handle every access this kernel knows and allow none of them."""
    version = libc.syscall(_LANDLOCK_CREATE, 0, 0, 1)
    bits = {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16)
    rules = _Ruleset(files=(1 << bits) - 1, network=3 if version >= 4 else 0, scoped=3 if version >= 6 else 0)
    size = 8 if version < 4 else (16 if version < 6 else 24)
    descriptor = libc.syscall(_LANDLOCK_CREATE, ctypes.byref(rules), size, 0)
    if descriptor < 0:
        raise CannotLock("Landlock")
    refused = libc.syscall(_LANDLOCK_RESTRICT, descriptor, 0)
    os.close(descriptor)
    if refused:
        raise CannotLock("Landlock")


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def filter_program(machine: str) -> bytes:
    """Return the seccomp filter (classic BPF) for an architecture: a list of calls, everything else kills."""
    architecture, allowed = _ARCHITECTURES[machine]
    steps = [(_LOAD, 0, 0, 4), (_JUMP_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    for name in _OF_MEMORY:
        steps += [
            (_JUMP_EQUAL, 0, 4, allowed[name]),
            (_LOAD, 0, 0, 32),  # the low half of the third argument
            (_JUMP_SET, 0, 1, _PROT_EXEC),
            (_RETURN, 0, 0, _ERRNO | _EACCES),
            (_RETURN, 0, 0, _ALLOW),
        ]
    verdicts = (
        (allowed, _ALLOW),
        (_REFUSED[machine], _ERRNO | _EACCES),
        (_ABSENT[machine], _ERRNO | _ENOSYS),
    )
    for calls, verdict in verdicts:
        for number in calls.values():
            steps += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, verdict)]
    steps += [
        (_JUMP_EQUAL, 0, 3, _THREAD[machine]),
        (_LOAD, 0, 0, 16),  # the low half of the first argument
        (_JUMP_SET, 0, 1, _CLONE_THREAD),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _KILL),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _seccomp(libc: ctypes.CDLL) -> None:
    program = filter_program(platform.machine())
    buffer = ctypes.create_string_buffer(program, len(program))
    described = _Program(len(program) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    if libc.prctl(_PR_SET_SECCOMP, 2, ctypes.byref(described), 0, 0):
        raise CannotLock("seccomp")
