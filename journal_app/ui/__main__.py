"""The window after a lock: a fresh process that knows nothing but the journal's folder, closed before Qt is loaded."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from journal_app import platform_guard


def main() -> int:
    """Open the window for the folder named, if any, and return the exit code when it ends."""
    gc.disable()  # cycles.py
    protection = platform_guard.protect()
    from journal_app.ui.app import run

    return run(Path(sys.argv[1]) if len(sys.argv) > 1 else None, protection)


if __name__ == "__main__":
    sys.exit(main())
