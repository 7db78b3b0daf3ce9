"""Ways out of the locked worker, each a few lines that run in it, and what became of them."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

WORKER = Path(__file__).with_name("probed_worker.py")
ABSTRACT = "\\0daybook-probe-{here}"
REFUSED = ("refused: ", "ended: SIGSYS")
THROUGH = ("through: ", "ended: 0")

# The numbers of system calls for which the C library has no function (asm/unistd_64.h, asm-generic/unistd.h).
_NUMBERS = {
    "x86_64": {
        "clone": 56, "tgkill": 234, "keyctl": 250, "add_key": 248, "bpf": 321, "perf": 298, "userfaultfd": 323,
        "settimeofday": 164, "process_vm_readv": 310, "pkey_mprotect": 329, "kcmp": 312, "name_to_handle_at": 303,
    },
    "aarch64": {
        "clone": 220, "tgkill": 131, "keyctl": 219, "add_key": 217, "bpf": 280, "perf": 241, "userfaultfd": 282,
        "settimeofday": 170, "process_vm_readv": 270, "pkey_mprotect": 288, "kcmp": 272, "name_to_handle_at": 264,
    },
}  # fmt: skip
NUMBERS = _NUMBERS.get(platform.machine(), _NUMBERS["x86_64"])

_FORKED = "\nif not child: os._exit(0)\nos.waitpid(child, 0)"
_BLOCK = "block = mmap.mmap(-1, 4096)\nplace = ctypes.addressof(ctypes.c_char.from_buffer(block))\n"
FILES = {
    "read a file": "said = os.read(os.open('{place}/secret', os.O_RDONLY), 9)",
    "write into a file": "os.write(os.open('{place}/secret', os.O_WRONLY), b'x')",
    "make a file": "os.open('{place}/made', os.O_CREAT | os.O_WRONLY)",
    "list a folder": "said = os.listdir('{place}')",
    "remove a file": "os.unlink('{place}/secret')",
    "rename a file": "os.rename('{place}/secret', '{place}/other')",
    "make a folder": "os.mkdir('{place}/folder')",
    "make a link": "os.symlink('/', '{place}/link')",
    "make a pipe": "os.mkfifo('{place}/pipe')",
    "run a program": "os.execv('/bin/true', ['true'])",
    "read the memory of the program": "os.open('/proc/{here}/mem', os.O_RDONLY)",
    "read what the program was started with": "said = os.read(os.open('/proc/{here}/environ', os.O_RDONLY), 9)",
    "open a device": "os.open('/dev/null', os.O_RDWR)",
}
SCOPED = {  # what Landlock keeps apart since its sixth version
    "talk to a socket without a name": "socket.socket(socket.AF_UNIX).connect('" + ABSTRACT + "')",
    "signal the program": "os.kill({here}, 0)",
}
LIMITED = {
    "take 2 GiB": "kept = mmap.mmap(-1, 2 << 30)",
    "write to a file that is open": "os.write(2, b'x')",
    "open 30 descriptors": "kept = [os.dup(0) for _ in range(30)]",
}
PROBES = FILES | SCOPED | LIMITED | {
    "look at a file": "said = os.stat('{place}/secret').st_size",
    "change who may read a file": "os.chmod('{place}/secret', 0o777)",
    "cut a file": "os.truncate('{place}/secret', 0)",
    "go to another folder": "os.chdir('{place}')",
    "make another folder the root": "os.chroot('{place}')",
    "a handle of a file": "buffer = ctypes.create_string_buffer(136)\nbuffer[0] = 128\n"
                          "call({name_to_handle_at}, -100, b'{place}', buffer, ctypes.byref(ctypes.c_int()), 0)",
    "an internet socket": "socket.socket(socket.AF_INET)",
    "an internet socket of version 6": "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
    "a socket of the kernel": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)",
    "a socket for raw packets": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "a socket to the host": "socket.socket(socket.AF_VSOCK)",
    "talk to a socket with a name": "socket.socket(socket.AF_UNIX).connect('{place}/listens')",
    "a pair of sockets": "socket.socketpair()",
    "a process by fork": "child = os.fork()" + _FORKED,
    "a process by clone": "child = call({clone}, 17, 0, 0, 0, 0)" + _FORKED,
    "a process by clone3": "what = (ctypes.c_uint64 * 11)(0, 0, 0, 0, 17)\nchild = call(435, what, 88)" + _FORKED,
    "a program beside": "os.waitpid(os.posix_spawn('/bin/true', ['true'], {{}}), 0)",
    "a program from memory": "kept = os.memfd_create('x')\nos.write(kept, open('/bin/true', 'rb').read())\n"
                             "os.execve(kept, ['x'], {{}})",
    "a file in memory": "os.memfd_create('x')",
    "memory that runs": "mmap.mmap(-1, 4096, prot=7)",
    "make memory run": _BLOCK + "checked(libc.mprotect(ctypes.c_void_p(place), 4096, 5))",
    "make memory run with a key": _BLOCK + "call({pkey_mprotect}, ctypes.c_void_p(place), 4096, 5, -1)",
    "trace": "checked(libc.ptrace(0, 0, 0, 0))",
    "read the memory of a process": _BLOCK + "part = (ctypes.c_uint64 * 2)(place, 16)\n"
                                             "call({process_vm_readv}, os.getpid(), part, 1, part, 1, 0)",
    "signal a thread": "call({tgkill}, {here}, {here}, 0)",
    "hold a process": "call(434, {here}, 0)",
    "compare processes": "call({kcmp}, os.getpid(), os.getpid(), 0, 0, 1)",
    "look at the limits of the program": "said = resource.prlimit({here}, resource.RLIMIT_NOFILE)",
    "raise a limit": "resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))",
    "become another user": "os.setresuid(-1, -1, -1)",
    "be dumped": "checked(libc.prctl(4, 1, 0, 0, 0))",
    "keep capabilities": "checked(libc.prctl(8, 0, 0, 0, 0))",
    "a namespace of users": "checked(libc.unshare(0x10000000))",
    "a namespace of names": "checked(libc.unshare(0x04000000))",
    "the keys of the session": "call({keyctl}, 0, -3, 0)",
    "keep a key": "call({add_key}, b'user', b'daybook-probe', b'x', 1, -1)",
    "a map of the kernel": "call({bpf}, 0, (ctypes.c_uint32 * 18)(2, 4, 4, 1), 72)",
    "count what the processor does": "what = (ctypes.c_uint32 * 32)(1, 128)\ncall({perf}, what, 0, -1, -1, 0)",
    "a ring to the kernel": "call(425, 1, (ctypes.c_uint32 * 30)())",
    "answer faults": "call({userfaultfd}, 1)",
    "watch files": "checked(libc.inotify_init1(0))",
    "shared memory": "kept = checked(libc.shmget(0, 4096, 0o1600))\nchecked(libc.shmctl(kept, 0, 0))",
    "a queue of messages": "kept = checked(libc.msgget(0, 0o1600))\nchecked(libc.msgctl(kept, 0, 0))",
    "the clock": "call({settimeofday}, 0, 0)",
    "how the clock is kept": "checked(libc.adjtimex(ctypes.create_string_buffer(208)))",
    "another personality": "checked(libc.personality(0xffffffff))",
    "the name of the computer": "said = os.uname().nodename",
    "who it belongs to": "said = os.getuid()",
    "another priority": "os.setpriority(os.PRIO_PROCESS, 0, 5)",
    "command a device": "fcntl.ioctl(0, 0x541B, bytes(4))",
    "another descriptor": "os.dup(0)",
    "how a descriptor is held": "fcntl.fcntl(0, fcntl.F_GETFL)",
    "a timer": "signal.setitimer(signal.ITIMER_REAL, 100)",
}  # fmt: skip


def run(probes: dict[str, str], place: Path, *, weakness: str = "", cpu: int = 20) -> dict[str, str]:
    """Run probes in workers of their own and return what became of each; ``place`` is where they may try.

    Standard error of the workers is a file in it, and it has a file with a secret before each probe.
    """
    values = {"place": place, "here": os.getpid(), **NUMBERS}
    wanted = {
        "weakness": weakness, "cpu": cpu, "place": str(place),
        "probes": {name: code.format(**values) for name, code in probes.items()},
    }  # fmt: skip
    with (place / "errors").open("wb") as errors:
        done = subprocess.run(
            [sys.executable, "-I", str(WORKER)], input=json.dumps(wanted).encode(), stdout=subprocess.PIPE,
            stderr=errors, env={"LC_ALL": "C.UTF-8"}, cwd="/", timeout=300, check=True,
        )  # fmt: skip
    found: dict[str, str] = json.loads(done.stdout)
    return found


def is_refused(outcome: str) -> bool:
    """Say whether a probe came to nothing: the kernel said no, or ended the worker for asking."""
    return outcome.startswith(REFUSED)


def is_through(outcome: str) -> bool:
    """Say whether a probe did what it tried; a program run in the worker's place ends well."""
    return outcome.startswith(THROUGH)
