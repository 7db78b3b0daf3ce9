"""What a process gives up: seen in processes of their own, for what is given up cannot be had back."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from journal_app.platform_guard import Nowhere, System, linux, macos, windows
from tests import figures

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="written for Linux alone")

PROTECT = "from journal_app import platform_guard; told = platform_guard.protect(); "
STATE = """
import ctypes, json, os, resource
text = open('/proc/self/status').read()
print(json.dumps({
    'dumpable': ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), 'core': resource.getrlimit(resource.RLIMIT_CORE),
    'umask': os.umask(0), 'status': text,
}))
"""

# Tries every kind of socket there is a number for, and says of each what came of it.
SOCKETS = """
import ctypes, errno, json, socket
kinds = {each.name: int(each) for each in socket.SocketKind if each.name.startswith('SOCK_')
         and each.name not in ('SOCK_CLOEXEC', 'SOCK_NONBLOCK')}
found = {}
def tried(name, make):
    try:
        make().close()
        found[name] = ''
    except OSError as error:
        found[name] = errno.errorcode.get(error.errno, str(error.errno))
for family in socket.AddressFamily:
    for kind, number in kinds.items():
        for flags in (0, socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK):
            name = f'{family.name} {kind} {flags}'
            tried(name, lambda: socket.socket(family, number | flags, 0))
for family in (socket.AF_INET, socket.AF_INET6):
    for name, kind, protocol in (
        ('ICMP', socket.SOCK_DGRAM, 1), ('ICMPv6', socket.SOCK_DGRAM, 58), ('raw ICMP', socket.SOCK_RAW, 1),
        ('UDPLITE', socket.SOCK_DGRAM, 136), ('MPTCP', socket.SOCK_STREAM, 262), ('SCTP', socket.SOCK_STREAM, 132),
    ):
        tried(f'{family.name} {name}', lambda: socket.socket(family, kind, protocol))
tried('AF_INET a pair', lambda: [each.close() for each in socket.socketpair(socket.AF_INET, socket.SOCK_STREAM)][0])
libc = ctypes.CDLL(None, use_errno=True)
ring = libc.syscall(425, 1, ctypes.create_string_buffer(120))
found['a ring'] = '' if ring >= 0 else errno.errorcode[ctypes.get_errno()]
print(json.dumps(found))
"""


def told_by(program: str, *before: str) -> dict[str, object]:
    """Run a program of its own and return the JSON it prints."""
    ran = subprocess.run([*before, sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, object] = json.loads(ran.stdout.splitlines()[-1])
    return found


def filters(status: object) -> int:
    """Return how many filters stand in what the kernel tells of a process; it tells so since Linux 5.10."""
    found = re.search(r"^Seccomp_filters:\s+(\d+)", str(status), re.MULTILINE)
    if found is None:
        pytest.skip("this kernel does not tell how many filters there are")
    return int(found[1])


def sockets(program: str) -> dict[str, str]:
    return {name: str(came) for name, came in told_by(program).items()}


def is_foreign(name: str) -> bool:
    return not name.startswith("AF_UNIX")


def test_a_process_is_closed() -> None:
    told = told_by(PROTECT + STATE)
    assert (told["dumpable"], told["core"], told["umask"]) == (0, [0, 0], 0o077)
    assert told_by(STATE)["dumpable"] == 1, "the control: a process that gives up nothing can be read"


def test_no_socket_but_a_local_one_can_be_made() -> None:
    free, denied = sockets(SOCKETS), sockets(PROTECT + SOCKETS)
    could = [name for name, came in free.items() if not came and is_foreign(name)]
    made = [name for name, came in denied.items() if not came and is_foreign(name)]
    refused = {came for name, came in denied.items() if is_foreign(name)}
    figures.tell(
        "S3", "sockets of every kind", full=True, ran=len(denied), broken=len(made),
        what="kinds of socket that a process without a network gets",
    )  # fmt: skip
    figures.caught("S3", "without the filter", by=len(could), part="sockets of every kind")
    assert {"AF_INET SOCK_STREAM 0", "AF_INET SOCK_DGRAM 0"} <= set(could), "the control: without it they open"
    assert made == []
    assert refused == {"EPERM"}
    assert all(not denied[f"AF_UNIX {kind} 0"] for kind in ("SOCK_STREAM", "SOCK_DGRAM", "SOCK_SEQPACKET"))


def test_what_a_process_starts_has_no_network_either() -> None:
    again = PROTECT + f"import os, sys; os.execv(sys.executable, [sys.executable, '-c', {SOCKETS!r}])"
    assert {came for name, came in sockets(again).items() if is_foreign(name)} == {"EPERM"}


@pytest.mark.parametrize("times", [3, pytest.param(1500, marks=pytest.mark.full)])
def test_the_filter_is_put_in_place_once_however_often_the_process_is_replaced(times: int) -> None:
    """A kernel takes some 1,200 of them; a process that brought its own with it adds none."""
    outer = filters(Path("/proc/self/status").read_text())
    program = f"""
import os, sys
{PROTECT}
left = int(os.environ['LEFT'])
if not told.network:
    sys.exit(f'not protected with {{left}} to go')
if left:
    os.environ['LEFT'] = str(left - 1)
    os.execv(sys.executable, [sys.executable, '-S', '-c', os.environ['AGAIN']])
{STATE}
"""
    roots = os.pathsep.join([str(Path(__file__).resolve().parents[1])])
    environment = {**os.environ, "AGAIN": program, "LEFT": str(times), "PYTHONPATH": roots}
    ran = subprocess.run(
        [sys.executable, "-S", "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert (filters(told["status"]) - outer, told["dumpable"]) == (1, 0)


def test_another_filter_is_not_taken_for_this_one() -> None:
    """One that refuses rings, as containers do, says nothing of sockets."""
    other = (
        "import ctypes; from journal_app.platform_guard import linux; libc = ctypes.CDLL(None, use_errno=True); "
        "linux._MARK += 1; assert linux._put_in_place(libc, linux._filter(*linux._CALLS['x86_64'])); linux._MARK -= 1; "
    )
    if os.uname().machine != "x86_64":
        pytest.skip("written with the numbers of one processor")
    outer = filters(Path("/proc/self/status").read_text())
    told = told_by(other + PROTECT + STATE)
    assert filters(told["status"]) - outer == 2


def test_a_processor_that_is_not_known_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(machine="another"))
    assert not linux.Linux().deny_network()


@pytest.mark.parametrize(("module", "system"), [(windows, windows.Windows), (macos, macos.MacOS)])
def test_another_system_answers_the_same_questions_and_says_that_it_was_never_run(
    module: ModuleType, system: type
) -> None:
    asked = [name for name in vars(System) if not name.startswith("_")]
    assert sorted(asked) == [
        "conceal_clipboard", "deny_network", "harden", "hide_from_capture", "lock_memory", "swap_is_encrypted",
    ]  # fmt: skip
    assert [name for name in asked if name not in vars(system)] == []
    assert "UNTESTED" in str(module.__doc__)
    assert not system().deny_network()


def test_what_cannot_be_done_is_said() -> None:
    for system in (Nowhere(), linux.Linux()):
        assert not system.hide_from_capture(1)
        assert not system.hide_from_capture(1, hidden=False)
        assert not system.conceal_clipboard()
    assert not Nowhere().harden()
    assert not Nowhere().lock_memory(0, 0)
    assert Nowhere().swap_is_encrypted() is None


@pytest.mark.parametrize("arguments", [["--version"], ["boards"]])
def test_every_command_is_closed_before_it_does_anything(arguments: list[str]) -> None:
    """Its first own module after the guard is the command line: what is set by then is set for all it does."""
    program = (
        f"import sys; sys.argv[1:] = {arguments!r}; from journal_app import __main__ as entrance\n"
        "import journal_app.cli as cli\n"
        f"def state(*_):\n    exec({STATE!r}, {{}})\n    return 0\n"
        "cli.main = state\n"
        "sys.exit(entrance.main())"
    )
    told = told_by(program)
    outer = filters(Path("/proc/self/status").read_text())
    assert (told["dumpable"], told["core"], told["umask"]) == (0, [0, 0], 0o077)
    assert filters(told["status"]) - outer == 1


def test_the_commands_of_today_work_without_a_network(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "journal_app", "boards"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
