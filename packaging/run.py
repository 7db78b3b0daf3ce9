"""Start the program from a fresh checkout: sets up what it needs the first time, then runs journal-app.

    python3 packaging/run.py                    opens the window
    python3 packaging/run.py demo somewhere     makes a sample journal and its dossiers in the folder "somewhere"

All arguments are passed on to journal-app. Standard library only.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import environment as env

NO_DISPLAY = (
    "There is no display here, so the window cannot open. Nothing was changed.\n"
    "To see what the program makes without a window, run: python3 packaging/run.py demo some-new-folder"
)


def main(arguments: list[str]) -> int:
    """Set up, then become journal-app with ``arguments``; returns an exit code where that is not possible."""
    opens_window = not arguments
    try:
        if opens_window and not _has_display():
            env.say(NO_DISPLAY)
            return 2
        env.ensure(env.RUNTIME)
        if opens_window:
            env.ensure_system_libraries()
    except env.SetUpError as error:
        env.say(str(error))
        return 6
    except KeyboardInterrupt:
        env.say(env.STOPPED)
        return 130
    return env.become(
        [str(env.PYTHON), "-I", "-m", "journal_app", *arguments]
    )  # -I: no module from where it is started


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
