"""The real decoding worker, started once for each probe: what is asked of it is to break out instead of to decode.

Run alone, with a request on standard input (see ``escapes.run``): loads what the worker loads, then forks for each
probe a process that runs the worker's own ``main``, on pipes of its own. With the argument ``serve`` it is the worker
itself, as the program starts it, and tries whatever it is sent.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import gc
import json
import mmap
import os
import resource
import select
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

from journal_app.services.decoding import pages, pictures, sandbox, texts, worker
from journal_app.services.decoding.protocol import HEAD, frame

LONGEST = 20.0  # seconds
LEFT_OUT = {
    "": (), "no lock": ("lock",), "no filter": ("_seccomp",), "no limits": ("_limit",),
    "filter alone": ("_landlock", "_limit"), "rules alone": ("_seccomp", "_limit"),
    "limits alone": ("_seccomp", "_landlock"),
}  # fmt: skip
LIBC = ctypes.CDLL(None, use_errno=True)
OF_ANOTHER: list[Any] = []  # the name of a file, and what came of opening it in another thread
KNOWN = (ctypes, errno, fcntl, gc, mmap, os, resource, select, signal, socket, sys, threading, time)


def call(number: int, *arguments: Any) -> int:
    """Call the kernel; raises OSError where it says no."""
    return checked(LIBC.syscall(number, *arguments))


def checked(result: int) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), "no")
    return result


def probed(request: dict[str, Any], data: bytes) -> dict[str, str]:
    """Try what was sent, in the place of the worker's decoders."""
    names = {each.__name__: each for each in KNOWN} | {
        "libc": LIBC,
        "other": OF_ANOTHER,
        "call": call,
        "checked": checked,
    }
    assert request["type"]
    try:
        exec(data.decode(), names)  # noqa: S102 - what this process is for
    except MemoryError:
        return {"device": "refused: no memory"}
    except (OSError, ValueError) as error:
        return {"device": f"refused: {errno.errorcode.get(getattr(error, 'errno', None) or 0, str(error))}"}
    return {"device": f"through: {names.get('said', '')}"}


def _beside() -> None:
    """Do what is asked for by a name in this module, again and again."""
    while True:
        if OF_ANOTHER:
            try:
                OF_ANOTHER.append(os.open(OF_ANOTHER[0], os.O_RDONLY))
            except OSError as error:
                OF_ANOTHER.append(error)
            return
        time.sleep(0.01)


def weaken(weakness: str, cpu: int) -> None:
    """Leave out a layer of the lock, or all of it."""
    for name in LEFT_OUT[weakness]:
        setattr(sandbox, name, lambda *_: None)
    sandbox.CPU_SECONDS = cpu


def tried(code: str) -> str:
    """Run one probe in a worker of its own, and return what became of it."""
    ask, asked = os.pipe()
    tell, told = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(ask, 0)
        os.dup2(told, 1)
        os.closerange(3, 256)
        worker.main()
        os._exit(99)
    os.close(ask)
    os.close(told)
    with open(asked, "wb", buffering=0) as to:  # noqa: PTH123 - a descriptor
        to.write(frame({"work": "facts", "type": "image/png"}, code.encode()))
        answer = _heard(tell)
    if not answer:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return answer or _end_of(status)


def _heard(descriptor: int) -> str:
    """Return what the worker says of the probe; empty where it ends instead."""
    data, until = b"", time.monotonic() + LONGEST
    while select.select([descriptor], [], [], max(0.0, until - time.monotonic()))[0]:
        part = os.read(descriptor, 1 << 16)
        data += part
        frames = _taken_apart(data)
        if len(frames) > 1 or (frames and frames[0].get("ready") is not True) or not part:
            break
    os.close(descriptor)
    frames = _taken_apart(data)
    if frames and frames[0].get("ready") is not True:
        return f"not started: {frames[0].get('layer')}"
    return str(frames[1].get("facts", {}).get("device", frames[1])) if len(frames) > 1 else ""


def _taken_apart(data: bytes) -> list[dict[str, Any]]:
    frames = []
    while len(data) >= HEAD.size:
        size, more = HEAD.unpack_from(data)
        if len(data) < HEAD.size + size + more:
            break
        frames.append(json.loads(data[HEAD.size : HEAD.size + size]))
        data = data[HEAD.size + size + more :]
    return frames


def _end_of(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"ended: {signal.Signals(os.WTERMSIG(status)).name}"
    return f"ended: {os.WEXITSTATUS(status)}"


def main() -> None:
    worker._handle = probed  # type: ignore[assignment]  # what it serves instead
    if sys.argv[1:2] == ["serve"]:
        if "beside" in sys.argv:  # a thread that was there before the lock, as a library may make one
            threading.Thread(target=_beside, daemon=True).start()
        if "uncounted" in sys.argv:
            sandbox._is_alone = lambda: True
        worker.main()
    wanted = json.loads(sys.stdin.buffer.readline())
    pictures.prepare()
    pages.prepare()
    texts.prepare()
    weaken(wanted["weakness"], wanted["cpu"])
    found = {}
    for name, code in wanted["probes"].items():
        Path(wanted["place"], "secret").write_text("a secret")
        found[name] = tried(code)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
