"""Run the tests from a fresh checkout: sets up what they need the first time, then runs pytest off-screen.

    python3 packaging/test.py                   the normal suite, two processes, without a display
    python3 packaging/test.py tests/vault -x    arguments go to pytest
    python3 packaging/test.py --full            the long runs too (hours); keeps their figures in tests/FIGURES.md
    python3 packaging/test.py --coverage        also writes .coverage for packaging/coverage_floor.py

Standard library only.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import environment as env

FIGURES = "tests/FIGURES.md"


def main(arguments: list[str]) -> int:
    """Set up, then become pytest; returns an exit code where that is not possible."""
    own = {"--full", "--coverage"}
    chosen, passed = own.intersection(arguments), [each for each in arguments if each not in own]
    try:
        python = env.ensure(env.DEVELOPMENT)
        env.ensure_system_libraries()
    except env.SetUpError as error:
        env.say(str(error))
        return 6
    except KeyboardInterrupt:
        env.say(env.STOPPED)
        return 130
    os.chdir(env.ROOT)  # pytest finds its settings and the tests from where it is started
    command = [str(python), "-m"]
    # Tests start the program hundreds of times, and what they start must not write beside it.
    subprocess.run([*command, "compileall", "-q", "-j", "2", "journal_app", "tests"], check=False)
    if "--coverage" in chosen:
        subprocess.run([*command, "coverage", "erase"], check=False)  # what an earlier run left
        command += ["coverage", "run", "-m"]
    command += ["pytest"]
    if "--full" not in chosen and not any(each.startswith("-m") for each in passed):
        command += ["-m", "not full and not conformance"]
    if not any(each.startswith("-n") for each in passed):
        alone = any("benchmarks" in each for each in passed)  # what is measured has the computer to itself
        command += ["-n", "0"] if alone else ["-n", "2", "--dist", "worksteal"]  # none waits while another has a row
    if "--full" in chosen and not any(each.startswith("--figures") for each in passed):
        command += ["--figures", FIGURES]
    typed = shlex.join(["python3", "packaging/test.py", *arguments])
    offscreen = {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1", "DAYBOOK_COMMAND": typed}
    return env.become([*command, *passed], offscreen)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
