"""The two commands of a fresh checkout: what is locked, when an environment counts as whole, what is said when not."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sysconfig.get_path("scripts"))
RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"
PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)(?: ; .+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")
NO_DISPLAY = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
EMPTY_LOCK = "nothing-that-exists==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n"


def locked(name: str) -> dict[str, str]:
    found = {}
    for line in (ROOT / name).read_text(encoding="ascii").splitlines():
        pinned = PINNED.match(line)
        if pinned:
            found[pinned[1]] = pinned[2]
        else:
            assert HASH.match(line), line
    return found


def wanted(*extras: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"], *(each for extra in extras for each in project["optional-dependencies"][extra])]
    return {re.sub(r"[-_.]+", "-", re.split(r"[<>=~!\[; ]", each)[0]).lower() for each in named}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose libraries cannot be had, so that its set-up stops in the middle."""
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "packaging", folder / "packaging", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name in (RUNTIME, DEVELOPMENT):
        (folder / name).write_text(EMPTY_LOCK, encoding="ascii")
    return folder


def start(folder: Path, script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, folder / "packaging" / script, *arguments],
        env={**os.environ, **environment},
        cwd=folder.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def loaded(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("environment", folder / "packaging" / "environment.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def stamps(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / ".venv").glob("ready-*"))


# ---- what is locked


def test_every_library_is_pinned_by_hash_and_names_no_place() -> None:
    for name in (RUNTIME, DEVELOPMENT):
        assert locked(name)
        assert "//" not in (ROOT / name).read_text(encoding="ascii")


def test_what_the_project_names_is_locked() -> None:
    assert wanted("build") - locked(RUNTIME).keys() == set()
    assert wanted("build", "test", "check") - locked(DEVELOPMENT).keys() == set()


def test_both_locks_agree() -> None:
    runtime, development = locked(RUNTIME), locked(DEVELOPMENT)
    assert {name: version for name, version in runtime.items() if development.get(name) != version} == {}


def test_what_only_tests_need_is_not_in_the_program() -> None:
    assert (wanted("test", "check") - wanted("build")) & locked(RUNTIME).keys() == set()


def test_the_qt_binding_that_loses_none_is_not_locked() -> None:
    assert locked(RUNTIME)["pyside6-essentials"].startswith("6.11.")


def test_the_licence_of_every_installed_library_is_named() -> None:
    text = (ROOT / "resources" / "licences" / "README.md").read_text(encoding="utf-8").lower()
    table = text.partition("## installed beside it")[2]
    first_cells = " ".join(line.split("|")[1] for line in table.splitlines() if line.startswith("|"))
    named = set(re.findall(r"[a-z0-9-]+", first_cells))
    assert sorted(locked(RUNTIME).keys() - named) == []


# ---- whole or not at all


def test_an_interrupted_set_up_is_not_taken_for_whole(checkout: Path) -> None:
    for attempt in ("first", "second"):
        ended = start(checkout, "run.py", "--version", PIP_NO_INDEX="1", UV_NO_INDEX="1", UV_OFFLINE="1")
        assert ended.returncode == 6, attempt
        assert ended.stdout == ""
        assert "It was not possible to install the libraries" in ended.stderr
        assert "run the same command again" in ended.stderr
        assert "Traceback" not in ended.stderr
        assert stamps(checkout) == []


def test_a_stamp_of_another_lock_does_not_count(checkout: Path) -> None:
    environment = loaded(checkout)
    environment.PYTHON.parent.mkdir(parents=True)
    environment.PYTHON.symlink_to(sys.executable)
    environment._write(environment._stamp(RUNTIME), environment._digest(RUNTIME))
    assert environment._is_finished(RUNTIME)
    assert not environment._is_finished(DEVELOPMENT)
    (checkout / RUNTIME).write_text(EMPTY_LOCK.replace("1.0", "1.1"), encoding="ascii")
    assert not environment._is_finished(RUNTIME)


def test_the_tests_environment_also_runs_the_program(checkout: Path) -> None:
    environment = loaded(checkout)
    environment.PYTHON.parent.mkdir(parents=True)
    environment.PYTHON.symlink_to(sys.executable)
    environment._write(environment._stamp(DEVELOPMENT), environment._digest(DEVELOPMENT))
    assert environment._is_finished(RUNTIME)
    assert environment.ensure(RUNTIME) == environment.PYTHON


def test_an_environment_whose_python_is_gone_does_not_count(checkout: Path) -> None:
    environment = loaded(checkout)
    environment.PYTHON.parent.mkdir(parents=True)
    environment.PYTHON.symlink_to(checkout / "gone")
    environment._write(environment._stamp(RUNTIME), environment._digest(RUNTIME))
    assert not environment._is_finished(RUNTIME)


def test_the_environment_of_another_checkout_is_left_as_it_is(checkout: Path, tmp_path: Path) -> None:
    environment, others = loaded(checkout), tmp_path / "environment of another"
    others.mkdir()
    (checkout / ".venv").symlink_to(others)
    environment._write(environment._stamp(DEVELOPMENT), "of another checkout")
    ended = start(checkout, "run.py", "--version", PIP_NO_INDEX="1", UV_NO_INDEX="1", UV_OFFLINE="1")
    assert ended.returncode == 6
    assert [each.name for each in others.iterdir()] == [environment._stamp(DEVELOPMENT).name]
    assert not (checkout / ".venv").is_symlink()


def test_what_a_tool_is_told_makes_no_new_environment(checkout: Path) -> None:
    environment, project = loaded(checkout), checkout / "pyproject.toml"
    before = environment._digest(RUNTIME)
    project.write_text(project.read_text(encoding="utf-8") + "\n# for a tool\n", encoding="utf-8")
    assert environment._digest(RUNTIME) == before
    project.write_text(project.read_text(encoding="utf-8").replace("journal-app =", "journal =", 1), encoding="utf-8")
    assert environment._digest(RUNTIME) != before


@pytest.mark.skipif(sys.platform == "win32", reason="the lock is looked at by the means of POSIX")
def test_two_starts_do_not_set_up_at_once(checkout: Path) -> None:
    import fcntl

    environment = loaded(checkout)
    with (checkout / ".venv.lock").open("wb") as held, (checkout / ".venv.lock").open("rb") as other:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert not environment._locked(other.fileno())
        fcntl.flock(held, fcntl.LOCK_UN)
        assert environment._locked(other.fileno())


# ---- what is said


def test_without_a_display_it_says_so_and_offers_the_demo(checkout: Path) -> None:
    ended = start(checkout, "run.py", **NO_DISPLAY)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "There is no display here" in ended.stderr
    assert "packaging/run.py demo" in ended.stderr
    assert not (checkout / ".venv").exists()


def test_missing_system_libraries_are_named_as_debian_names_them(checkout: Path) -> None:
    environment = loaded(checkout)
    environment.SYSTEM_LIBRARIES = (("libc.so.6", "libc6"), ("libnothing-that-exists.so.1", "libnothing1"))
    expected = ["libnothing1"] if sys.platform.startswith("linux") else []
    assert environment.missing_system_libraries() == expected


def test_a_system_without_apt_is_told_the_names(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(checkout))
    environment = loaded(checkout)
    with pytest.raises(environment.SetUpError, match="On Debian they are named: libnothing1"):
        environment._install_packages(["libnothing1"], "for the window")


def test_a_person_who_may_not_install_gets_the_one_line(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apt = checkout / "apt-get"
    apt.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    apt.chmod(0o700)
    monkeypatch.setenv("PATH", str(checkout))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    environment = loaded(checkout)
    with pytest.raises(environment.SetUpError, match="\n  sudo apt-get install -y libnothing1"):
        environment._install_packages(["libnothing1"], "for the window")


# ---- the finished environment

finished = pytest.mark.skipif(
    not loaded(ROOT)._is_finished(RUNTIME), reason="these tests run in another environment than .venv"
)


@finished
def test_both_commands_are_installed() -> None:
    for name in ("journal-app", "journal-verify"):
        shown = subprocess.run([BIN / name, "--help"], capture_output=True, text=True, check=False)
        assert shown.returncode == 0
        assert shown.stdout.startswith(f"usage: {name}")


@finished
def test_arguments_and_exit_code_pass_through() -> None:
    version = start(ROOT, "run.py", "--version")
    assert (version.returncode, version.stderr) == (0, "")
    assert version.stdout.startswith("journal-app ")
    assert start(ROOT, "run.py", "no-such-command").returncode == 2


@finished
@pytest.mark.skipif(sys.platform == "win32", reason="the time is taken from what POSIX tells of children")
def test_a_second_start_adds_less_than_a_third_of_a_second() -> None:
    """Processor time, for other work on the machine stretches the time on the wall; neither command waits."""
    import resource

    plain = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}

    def used() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return children.ru_utime + children.ru_stime

    def least(*command: str | Path) -> float:
        times = []
        for _ in range(5):
            before = used()
            subprocess.run([*command, "--version"], env=plain, capture_output=True, check=True)
            times.append(used() - before)
        return min(times)

    assert least(sys.executable, ROOT / "packaging" / "run.py") - least(BIN / "journal-app") < 0.3
