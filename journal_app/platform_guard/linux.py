"""Linux: no dumps, no reading by other programs of the same user, and a filter that lets only local sockets be made."""

from __future__ import annotations

import ctypes
import os
import struct

_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 4, 22, 38
_MADV_DONTDUMP, _MADV_WIPEONFORK = 16, 18  # asm-generic/mman-common.h
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_EPERM = 1
_CALL, _ARCHITECTURE, _FIRST = 0, 4, 16  # where they stand in struct seccomp_data, the first argument's low half
_X32 = 0x40000000
_AF_UNIX = 1
# Architecture, socket, socketpair, io_uring_setup (asm/unistd_64.h, asm-generic/unistd.h).
_CALLS = {"x86_64": (0xC000003E, 41, 53, 425), "aarch64": (0xC00000B7, 198, 199, 425)}
# By these a process knows the filter that it brought with it through exec: a ring of so many entries, which is more
# than any kernel makes (IORING_MAX_ENTRIES), is refused with a number that is no error of any kernel (errno.h ends at
# 133, and a filter may answer up to 4095).
_MARK, _KNOWN = 0x6A6F7572, 3101


class Linux:
    """What can be given up on Linux; it needs no privileges."""

    def harden(self) -> bool:
        """Write no core, and let no other program of the user read or trace this one; exec takes both back."""
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        return bool(ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)

    def deny_network(self) -> bool:
        """Let this process and all it starts make local sockets only; says whether the system could do that.

        A seccomp filter (seccomp(2)) answers "not permitted" to every other kind of socket and to io_uring, which
        could make one unseen. It cannot be taken back and outlives exec, so it is put in place once: a kernel takes
        only so many of them (MAX_INSNS_PER_PATH), and a process that locks often would use them up.
        """
        calls = _CALLS.get(os.uname().machine)
        if calls is None or struct.calcsize("P") != 8:
            return False
        libc = ctypes.CDLL(None, use_errno=True)
        return _is_denied(libc, calls[-1]) or _put_in_place(libc, _filter(*calls))

    def hide_from_capture(self, window: int, *, hidden: bool = True) -> bool:
        """Say that it could not be done: neither X11 nor Wayland lets a program ask for it."""
        del window, hidden
        return False

    def swap_is_encrypted(self) -> bool | None:
        """Say whether all swap space is encrypted."""
        from journal_app.platform_guard.linux_swap import swap_is_encrypted

        return swap_is_encrypted()

    def lock_memory(self, address: int, length: int) -> bool:
        """Keep pages out of swap space, of dumps, and, as zeros, of what a fork takes along (mlock(2), madvise(2)).

        Says whether the first was done: without privileges the limit RLIMIT_MEMLOCK holds.
        """
        libc, place, room = ctypes.CDLL(None), ctypes.c_void_p(address), ctypes.c_size_t(length)
        for advice in (_MADV_DONTDUMP, _MADV_WIPEONFORK):
            libc.madvise(place, room, advice)
        return bool(libc.mlock(place, room) == 0)

    def conceal_clipboard(self) -> bool:
        """Say that nothing was done: here a MIME type says it."""
        return False


def _is_denied(libc: ctypes.CDLL, ring: int) -> bool:
    """Say whether this very filter holds already; the question makes no socket and no ring."""
    return bool(libc.syscall(ring, _MARK, None) == -1 and ctypes.get_errno() == _KNOWN)


def _put_in_place(libc: ctypes.CDLL, program: bytes) -> bool:
    buffer = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    described = Program(len(program) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, 2, ctypes.byref(described), 0, 0) == 0)


def _filter(architecture: int, socket: int, socketpair: int, ring: int) -> bytes:
    """Return the filter as classic BPF: each step is an operation, two jumps and a value."""
    refused = (_RETURN, 0, 0, _ERRNO | _EPERM)
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE), (_JUMP_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, _CALL),
        (_JUMP_AT_LEAST, 0, 1, _X32), refused,
        (_JUMP_EQUAL, 0, 4, ring),
        (_LOAD, 0, 0, _FIRST), (_JUMP_EQUAL, 0, 1, _MARK), (_RETURN, 0, 0, _ERRNO | _KNOWN), refused,
        (_JUMP_EQUAL, 1, 0, socket), (_JUMP_EQUAL, 0, 3, socketpair),
        (_LOAD, 0, 0, _FIRST), (_JUMP_EQUAL, 1, 0, _AF_UNIX), refused, (_RETURN, 0, 0, _ALLOW),
    ]  # fmt: skip
    return b"".join(struct.pack("HBBI", *step) for step in steps)
