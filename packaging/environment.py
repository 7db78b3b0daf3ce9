"""The program's own Python environment: made from the lock file, whole or not at all. Standard library only."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"
WINDOWS = sys.platform == "win32"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")

# What the window needs of the system: shared object, Debian package. Debian 13 and Ubuntu 24.04 name one of the
# packages libglib2.0-0t64; apt takes the older name for it there too.
SYSTEM_LIBRARIES = (
    ("libEGL.so.1", "libegl1"),
    ("libGL.so.1", "libgl1"),
    ("libglib-2.0.so.0", "libglib2.0-0"),
    ("libdbus-1.so.3", "libdbus-1-3"),
    ("libfontconfig.so.1", "libfontconfig1"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
    ("libxcb-cursor.so.0", "libxcb-cursor0"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ("libxcb-icccm.so.4", "libxcb-icccm4"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    ("libxcb-shape.so.0", "libxcb-shape0"),
    ("libwayland-cursor.so.0", "libwayland-cursor0"),
)
STOPPED = "Stopped before the set-up was complete. Nothing is lost; the same command begins it anew."
APT_WAIT = "DPkg::Lock::Timeout=120"  # seconds; another installation may be running


class SetUpError(Exception):
    """The environment cannot be made; the text says what is missing and the one line that mends it."""


def say(text: str) -> None:
    """Tell the person what is going on, on standard error, so that output stays the program's own."""
    print(text, file=sys.stderr, flush=True)


def ensure(lock: str) -> Path:
    """Make or complete the environment for ``lock`` and return its Python; raises SetUpError.

    A stamp with the digest of what the environment was made from is written last and taken away first. Without
    it, the environment counts as unfinished and is made anew; with it, this costs a few milliseconds.
    """
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:2]))
        raise SetUpError(f"Python 3.11 or newer is needed; this is Python {found}. Install it, then try again.")
    if _is_finished(lock):
        return PYTHON
    with _alone():
        if not _is_finished(lock):  # another start may have finished it while this one waited
            _make(lock)
    return PYTHON


def _is_finished(lock: str) -> bool:
    """Whether the environment holds what ``lock`` names, and its Python still exists (a system update moves it)."""
    covering = (RUNTIME, DEVELOPMENT) if lock == RUNTIME else (DEVELOPMENT,)
    return PYTHON.exists() and any(_stamped(name) == _digest(name) for name in covering)


def _stamped(lock: str) -> str:
    try:
        return _stamp(lock).read_text(encoding="ascii")
    except FileNotFoundError:
        return ""


def _stamp(lock: str) -> Path:
    return VENV / f"ready-{Path(lock).stem}.txt"


def _digest(lock: str) -> str:
    seen = hashlib.sha256()
    for part in ((ROOT / lock).read_bytes(), _project_table(), f"{ROOT}\0{sys.version_info[:2]}".encode()):
        seen.update(len(part).to_bytes(8, "big") + part)
    return seen.hexdigest()


def _project_table() -> bytes:
    """Return the lines of pyproject.toml that say what is installed, without the settings of the tools."""
    text = (ROOT / "pyproject.toml").read_bytes()
    return text.partition(b"\n[tool.ruff]")[0]


def _make(lock: str) -> None:
    if VENV.is_symlink():  # of another checkout: the name is taken away, and nothing in it
        VENV.unlink()
    usable = _is_finished(RUNTIME) and (shutil.which("uv") or _succeeds([str(PYTHON), "-c", "import pip"]))
    for name in (RUNTIME, DEVELOPMENT):
        _stamp(name).unlink(missing_ok=True)
    if not usable:
        _make_new()
    say("Installing what is needed. This happens once and takes a minute or two.")
    _install(lock)
    _write(_stamp(lock), _digest(lock))


def _make_new() -> None:
    if VENV.exists():
        shutil.rmtree(VENV)
    uv = shutil.which("uv")
    if uv:
        _run([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)], "make the environment")
        return
    if not _has_ensurepip():
        _install_packages([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"], "to make the environment")
        if not _has_ensurepip():
            raise SetUpError(
                f"This Python ({sys.executable}) cannot make environments: it lacks ensurepip. Use the Python of "
                "your system or a complete one, then run the same command with it."
            )
    _run([sys.executable, "-m", "venv", str(VENV)], "make the environment")


def _has_ensurepip() -> bool:
    return _succeeds([sys.executable, "-c", "import ensurepip, venv"])


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def _install(lock: str) -> None:
    uv = shutil.which("uv")
    if uv:
        # As pip does by itself: a start that has to translate every module takes twice as long.
        install = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", str(PYTHON)]
    else:
        install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    # Ready-made packages only: nothing is compiled here, and no foreign set-up script is run.
    _run([*install, "--only-binary", ":all:", "--require-hashes", "-r", str(ROOT / lock)], "install the libraries")
    _run([*install, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], "install the program")


def _run(command: list[str], purpose: str) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
    if done.returncode != 0:
        raise SetUpError(
            f"It was not possible to {purpose}; the lines above say why. Nothing of yours was touched. "
            "Check the connection to the package index, then run the same command again."
        )


def _write(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    with part.open("w", encoding="ascii") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other start is setting up; the lock ends with the process that holds it, however it ends."""
    with (ROOT / ".venv.lock").open("a+b") as file:
        waited = False
        while not _locked(file.fileno()):
            if not waited:
                say("Another start is setting things up. Waiting for it.")
            waited = True
            time.sleep(0.5)
        yield


def _locked(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def missing_system_libraries() -> list[str]:
    """Return the Debian names of the system libraries that the window needs and that cannot be loaded."""
    if not sys.platform.startswith("linux"):
        return []
    missing = []
    for shared_object, package in SYSTEM_LIBRARIES:
        try:
            ctypes.CDLL(shared_object)
        except OSError:
            missing.append(package)
    return missing


def ensure_system_libraries() -> None:
    """Install the missing system libraries where that is possible, or raise SetUpError with the line to run."""
    missing = missing_system_libraries()
    if missing:
        _install_packages(missing, "for the window")


def _install_packages(packages: list[str], purpose: str) -> None:
    line = f"apt-get install -y {' '.join(packages)}"
    if not shutil.which("apt-get"):
        raise SetUpError(
            f"Some system packages are missing {purpose}. On Debian they are named: {' '.join(packages)}. "
            "Install what your system calls them, then run the same command again."
        )
    if os.geteuid() != 0:
        raise SetUpError(f"Some system packages are missing {purpose}. Run this line, then try again:\n  sudo {line}")
    say(f"Installing system packages {purpose}: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", APT_WAIT]
    for command in ([*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
    if done.returncode != 0:  # an update without a connection does no harm where the packages are known already
        raise SetUpError(f"The system packages could not be installed. Run this line, then try again:\n  {line}")


def become(command: list[str], extra: dict[str, str] | None = None) -> int:
    """Replace this process by ``command``; on Windows run it and return its exit code."""
    environment = {**os.environ, **(extra or {})}
    if not WINDOWS:
        os.execve(command[0], command, environment)  # noqa: S606 - no shell is wanted: arguments stay what they are
    return subprocess.run(command, env=environment, check=False).returncode
