"""What is loaded when the window that asks for the passphrase can be seen: what asking needs, and no more."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from journal_app.services.journal import Journal
from journal_app.vault.keyslots import FLOOR_COST
from tests.ui.conftest import PASSPHRASE

OWN = frozenset({
    "journal_app", "journal_app.durable", "journal_app.errors", "journal_app.i18n", "journal_app.platform_guard",
    "journal_app.platform_guard.linux", "journal_app.platform_guard.linux_swap", "journal_app.resources",
    "journal_app.services",
    "journal_app.services.elsewhere", "journal_app.settings", "journal_app.ui", "journal_app.ui.__main__",
    "journal_app.ui.ahead",
    "journal_app.ui.app", "journal_app.ui.button", "journal_app.ui.cycles", "journal_app.ui.defects",
    "journal_app.ui.dress",
    "journal_app.ui.fields", "journal_app.ui.first_start", "journal_app.ui.flow",
    "journal_app.ui.given", "journal_app.ui.heard", "journal_app.ui.icons", "journal_app.ui.idle",
    "journal_app.ui.jobs", "journal_app.ui.leaving", "journal_app.ui.page_stack", "journal_app.ui.private_folder",
    "journal_app.ui.reading_order", "journal_app.ui.reading_width", "journal_app.ui.safety",
    "journal_app.ui.second_start",
    "journal_app.ui.shortcuts", "journal_app.ui.showing", "journal_app.ui.speech",
    "journal_app.ui.start_pages", "journal_app.ui.theme", "journal_app.ui.tokens",
    "journal_app.ui.tries",
    "journal_app.ui.unlock_page", "journal_app.ui.unlocking", "journal_app.ui.watches", "journal_app.ui.widgets",
    "journal_app.vault",
    "journal_app.vault.files", "journal_app.vault.lock",
})  # fmt: skip
NOT_UI = frozenset(name for name in OWN if not name.startswith("journal_app.ui."))
FOREIGN = frozenset({"PySide6", "shiboken6", "shibokensupport", "platformdirs"})

# Ends as the real program would, with what is loaded when the first window was painted.
SHOWN = """
import json, sys
before = set(sys.modules)
from journal_app.ui import __main__ as again, app
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, app.unlocking.UnlockPage):
            places = {name: str(getattr(module, "__file__", "") or "") for name, module in sys.modules.items()}
            print(json.dumps({name: place for name, place in places.items() if name not in before}), flush=True)
            QApplication.exit(0)
        return False

watch = Watch()
start = app.Window.start
def started(window, folder):
    QApplication.instance().installEventFilter(watch)
    start(window, folder)
app.Window.start = started
sys.exit(again.main())
"""


def loaded(folder: Path) -> dict[str, str]:
    """Return every module, and its file, that a start on ``folder`` loads until its first window is painted."""
    ran = subprocess.run([sys.executable, "-c", SHOWN, str(folder)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, str] = json.loads(ran.stdout)
    return found


def too_much(modules: dict[str, str]) -> set[str]:
    """Return what asking for a passphrase does not need: other parts of the program, and foreign libraries."""
    own = {name for name in modules if name.partition(".")[0] == "journal_app"} - OWN
    foreign = {name.partition(".")[0] for name, place in modules.items() if "site-packages" in place}
    return own | (foreign - FOREIGN - {"journal_app"})


def test_nothing_is_loaded_that_asking_for_the_passphrase_does_not_need(tmp_path: Path) -> None:
    Journal.create(tmp_path / "journal", PASSPHRASE, cost=FLOOR_COST)[0].close()
    found = loaded(tmp_path / "journal")
    assert "PySide6.QtWidgets" in found
    assert too_much(found) == set()


def test_the_pages_bring_only_themselves_to_the_thread_of_the_window() -> None:
    names = "set(sys.modules)"
    told = (
        f"import json, sys; from journal_app.ui import ahead, app; ahead._import(ahead.BESIDE); before = {names}; "
        f"ahead._import(ahead.HERE); pages = {names}; print(json.dumps([sorted(before), sorted(pages - before)]))"
    )
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    before, pages = json.loads(ran.stdout)
    assert "journal_app.services.journal" in before
    assert [name for name in before if name.startswith("journal_app.ui.")] == sorted(OWN & set(before) - NOT_UI)
    own = [name for name in pages if name.startswith("journal_app.")]
    assert own == [name for name in own if name.startswith("journal_app.ui.")]
    foreign = {name.partition(".")[0] for name in pages} - sys.stdlib_module_names
    assert foreign == {"journal_app", "PySide6"}


def test_an_open_journal_holds_nothing_that_only_draws_pages_or_judges_passphrases() -> None:
    """Together it took 32 MiB of memory for as long as the window was there, and with it the network of Python."""
    told = (
        "import json, sys; from journal_app.ui import ahead, app; ahead._import(ahead.BESIDE); "
        "ahead._import(ahead.HERE); print(json.dumps(sorted(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    there = set(json.loads(ran.stdout))
    assert "journal_app.services.dossiers" in there
    assert there.isdisjoint({"reportlab", "pikepdf", "PIL", "zxcvbn", "segno", "ssl", "http.client", "urllib.request"})


def test_what_is_too_much_is_seen() -> None:
    assert too_much({"journal_app.services.dossiers": "/x.py"}) == {"journal_app.services.dossiers"}
    assert too_much({"reportlab.lib": "/y/site-packages/reportlab/lib.py"}) == {"reportlab"}
    assert too_much({"json": "/usr/lib/python3/json/__init__.py", "journal_app.i18n": "/x.py"}) == set()
