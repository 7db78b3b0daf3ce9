"""macOS: no debugger, no core, no crash report, windows left out of pictures. UNTESTED: written, reviewed, never run.

Constants are those of sys/ptrace.h, mach/exception_types.h and NSWindow.h of the macOS SDK.
"""

from __future__ import annotations

import ctypes
import platform
from typing import Any

_PT_DENY_ATTACH = 31
_EXC_MASK_CRASH, _EXC_MASK_CORPSE_NOTIFY = 1 << 10, 1 << 13
_EXCEPTION_DEFAULT = 1
_THREAD_STATE_NONE = {"arm64": 5, "x86_64": 13}  # mach/arm/thread_status.h, mach/i386/thread_status.h
_NO_PORT = 0
_SHARING_NONE, _SHARING_READ_ONLY = 0, 1  # NSWindowSharingNone, and what a window has at first
_CONCEALED = b"org.nspasteboard.ConcealedType"  # the convention of nspasteboard.org


class MacOS:  # pragma: no cover - another system
    """What can be given up on macOS. Untested there."""

    def harden(self) -> bool:
        """Write no core, send no crash report, and end rather than be attached to."""
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        system = ctypes.CDLL("/usr/lib/libSystem.B.dylib")
        task = ctypes.c_uint32.in_dll(system, "mach_task_self_")
        masks = _EXC_MASK_CRASH | _EXC_MASK_CORPSE_NOTIFY
        state = _THREAD_STATE_NONE.get(platform.machine(), 5)
        system.task_set_exception_ports(task, masks, _NO_PORT, _EXCEPTION_DEFAULT, state)
        return bool(system.ptrace(_PT_DENY_ATTACH, 0, None, 0) == 0)

    def deny_network(self) -> bool:
        """Say that it could not be done: macOS takes it from a program only where its package declares none."""
        return False

    def hide_from_capture(self, window: int, *, hidden: bool = True) -> bool:
        """Leave a window, by the NSView that Qt calls its handle, out of pictures and recordings, or in them again."""
        frame = _send(window, "window")
        if not frame:
            return False
        _send(frame, "setSharingType:", _SHARING_NONE if hidden else _SHARING_READ_ONLY)
        return True

    def swap_is_encrypted(self) -> bool | None:
        """Say that it is not known."""
        return None

    def lock_memory(self, address: int, length: int) -> bool:
        """Keep pages out of swap space (mlock(2)); that no core is written was asked for already."""
        system = ctypes.CDLL("/usr/lib/libSystem.B.dylib")
        return bool(system.mlock(ctypes.c_void_p(address), ctypes.c_size_t(length)) == 0)

    def conceal_clipboard(self) -> bool:
        """Add the type that clipboard programs agreed on for a secret to what lies on the pasteboard."""
        board = _send(_objc().objc_getClass(b"NSPasteboard"), "generalPasteboard")
        concealed = _text(_CONCEALED)
        kinds = _send(_objc().objc_getClass(b"NSArray"), "arrayWithObject:", concealed)
        _send(board, "addTypes:owner:", kinds, None)
        return bool(_send(board, "setString:forType:", _text(b""), concealed))


def _objc() -> Any:  # pragma: no cover - another system
    library = ctypes.CDLL("/usr/lib/libobjc.A.dylib")
    for name in ("objc_getClass", "sel_registerName"):
        getattr(library, name).restype = ctypes.c_void_p
        getattr(library, name).argtypes = (ctypes.c_char_p,)
    return library


def _send(receiver: int | None, name: str, *arguments: int | None) -> int | None:  # pragma: no cover - another system
    """Send a message whose arguments and answer are objects or whole numbers."""
    library = _objc()
    shape = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, *[ctypes.c_void_p] * len(arguments))
    sent: int | None = shape(("objc_msgSend", library))(receiver, library.sel_registerName(name.encode()), *arguments)
    return sent


def _text(words: bytes) -> int | None:  # pragma: no cover - another system
    library = _objc()
    shape = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)
    made: int | None = shape(("objc_msgSend", library))(
        library.objc_getClass(b"NSString"), library.sel_registerName(b"stringWithUTF8String:"), words
    )
    return made
