"""The one entrance: the window without a sub-command, the command line with one."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program and return its exit code; Qt is imported only where the window opens."""
    if len(sys.argv) == 1:
        from journal_app.ui.app import run

        return run(None)
    from journal_app.cli import main as run_command

    return run_command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
