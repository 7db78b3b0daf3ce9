"""Windows: a closed process, no error reports, windows left out of pictures. UNTESTED: written, reviewed, never run.

Constants are those of winnt.h, werapi.h, accctrl.h and winuser.h of the Windows SDK.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

_SYNCHRONIZE, _PROCESS_TERMINATE, _PROCESS_QUERY_LIMITED_INFORMATION = 0x00100000, 0x0001, 0x1000
_ALLOWED = _SYNCHRONIZE | _PROCESS_TERMINATE | _PROCESS_QUERY_LIMITED_INFORMATION
_SE_KERNEL_OBJECT, _DACL_SECURITY_INFORMATION, _PROTECTED_DACL = 6, 0x00000004, 0x80000000
_ACL_REVISION, _ACL_ROOM = 2, 256
_WIN_WORLD_SID, _WIN_OWNER_RIGHTS_SID, _SID_ROOM = 1, 71, 68  # WinWorldSid, WinCreatorOwnerRightsSid, largest size
_SEM_FAILCRITICALERRORS, _SEM_NOGPFAULTERRORBOX = 0x0001, 0x0002
_WER_NOHEAP, _WER_NO_UI = 1, 32
_WDA_NONE, _WDA_MONITOR, _WDA_EXCLUDEFROMCAPTURE = 0x00, 0x01, 0x11


class Windows:  # pragma: no cover - another system
    """What can be given up on Windows. Untested there."""

    def harden(self) -> bool:
        """Let no other program of the user open the process for reading, and put no memory into error reports."""
        kernel = _library("kernel32")
        kernel.SetErrorMode(_SEM_FAILCRITICALERRORS | _SEM_NOGPFAULTERRORBOX)
        unreported = _library("wer").WerSetFlags(_WER_NOHEAP | _WER_NO_UI) == 0
        return _close_process(kernel, _library("advapi32")) and unreported

    def deny_network(self) -> bool:
        """Say that it could not be done: Windows takes it from a program only where its package declares none."""
        return False

    def hide_from_capture(self, window: int, *, hidden: bool = True) -> bool:
        """Leave a window out of pictures and recordings; before Windows 10 version 2004 it is black in them."""
        ask = _library("user32").SetWindowDisplayAffinity
        ask.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
        if not hidden:
            return bool(ask(window, _WDA_NONE))
        return bool(ask(window, _WDA_EXCLUDEFROMCAPTURE)) or bool(ask(window, _WDA_MONITOR))

    def swap_is_encrypted(self) -> bool | None:
        """Say that it is not known: only an administrator may ask."""
        return None

    def lock_memory(self, address: int, length: int) -> bool:
        """Keep pages out of the paging file (VirtualLock); error reports leave the heap out already."""
        return bool(_library("kernel32").VirtualLock(ctypes.c_void_p(address), ctypes.c_size_t(length)))

    def conceal_clipboard(self) -> bool:
        """Say that nothing was done: here registered formats say it, which the window sets as MIME types."""
        return False


def _library(name: str) -> Any:  # pragma: no cover - another system
    """Return a system library from the system's own folder, never from the current one."""
    if sys.platform == "win32":
        return ctypes.WinDLL(f"{name}.dll", winmode=0x00000800)  # LOAD_LIBRARY_SEARCH_SYSTEM32
    raise OSError(name)


def _close_process(kernel: Any, security: Any) -> bool:  # pragma: no cover - another system
    """Give the process an access list on which everyone may wait for it, end it and ask for its name, and no more.

    The owner is named too: without that they could give themselves more (winnt.h, OWNER RIGHTS, S-1-3-4).
    """
    acl = ctypes.create_string_buffer(_ACL_ROOM)
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    security.SetSecurityInfo.argtypes = (
        ctypes.c_void_p, ctypes.c_int, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p,
        ctypes.c_void_p,
    )  # fmt: skip
    if not security.InitializeAcl(acl, _ACL_ROOM, _ACL_REVISION):
        return False
    for known in (_WIN_WORLD_SID, _WIN_OWNER_RIGHTS_SID):
        sid, room = ctypes.create_string_buffer(_SID_ROOM), ctypes.c_uint32(_SID_ROOM)
        if not security.CreateWellKnownSid(known, None, sid, ctypes.byref(room)):
            return False
        if not security.AddAccessAllowedAce(acl, _ACL_REVISION, _ALLOWED, sid):
            return False
    what = _DACL_SECURITY_INFORMATION | _PROTECTED_DACL
    process = kernel.GetCurrentProcess()
    return bool(security.SetSecurityInfo(process, _SE_KERNEL_OBJECT, what, None, None, acl, None) == 0)
