"""The one entrance: the window without a sub-command, the command line with one."""

import gc
import os
import sys


def main() -> int:
    """Run the program and return its exit code; it is closed to others before anything else is loaded.

    Qt is imported only where the window opens.
    """
    _look_for_nothing_here()
    from journal_app import platform_guard

    protection = platform_guard.protect()
    if len(sys.argv) == 1:
        gc.disable()  # ui/cycles.py
        from journal_app.ui.app import run

        return run(None, protection)
    from journal_app.cli import main as run_command

    return run_command(sys.argv[1:])


def _look_for_nothing_here() -> None:
    """Take no module from the current folder, which may be anybody's, unless the program itself lies in it.

    Written without a module that is not loaded when Python starts: it could lie there.
    """
    try:
        here = os.getcwd()  # noqa: PTH109 - pathlib is not loaded yet
    except OSError:  # a folder that was deleted holds nothing
        return
    own = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - as above
    installed = here.startswith((sys.prefix, sys.base_prefix))
    sys.path[:] = [each for each in sys.path if installed or each == own or os.path.abspath(each) != here]  # noqa: PTH100


if __name__ == "__main__":
    sys.exit(main())
