"""The window after a lock: a fresh process that knows nothing but the journal's folder, closed before Qt is loaded."""

from __future__ import annotations

import gc
import sys

from journal_app import platform_guard


def main() -> int:
    """Open the window for the folder named, if any, and return the exit code when it ends."""
    gc.disable()  # cycles.py
    protection = platform_guard.protect()
    from journal_app.ui.app import run
    from journal_app.ui.safety import place_told

    return run(place_told(sys.argv[1:]), protection)


if __name__ == "__main__":
    sys.exit(main())
