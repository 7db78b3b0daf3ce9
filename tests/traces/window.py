"""The installed window, used by a script: it starts and ends as for a person, and a clock works its pages."""

from __future__ import annotations

import os
import runpy
import shutil
import sys
import traceback
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.traces.canaries import GIVEN

BASE = Path(os.environ["DAYBOOK_JOURNEY"])
JOURNAL, CHOSEN = BASE / "home" / "Notebook", BASE / "chosen"
FILE = BASE / GIVEN["the name of a folder"] / f"{GIVEN['the name of a file']}.txt"
Acts = Generator[Callable[[], object], None, None]  # each waits for what it yields
LONGEST = 240_000
BROKEN, TOO_LONG = 3, 4


def button(owner: Any, identifier: str) -> Any:
    from PySide6.QtWidgets import QWidget

    found = [each for each in owner.findChildren(QWidget) if each.accessibleIdentifier() == identifier]
    assert found, identifier
    return found[0]


def dialog() -> Any:
    """Return the file dialog that waits, or None."""
    from PySide6.QtWidgets import QApplication, QFileDialog

    found = QApplication.activeModalWidget()
    return found if isinstance(found, QFileDialog) and found.isVisible() else None


def through_a_dialog(open_it: Callable[[], object], place: Path) -> Acts:
    """Open a file dialog, walk to where the place is, choose it, and wait until the dialog is gone."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QLineEdit

    QTimer.singleShot(0, open_it)
    yield dialog
    shown = dialog()
    shown.setDirectory(str(place.parent))
    yield lambda: shown.directory().absolutePath() == str(place.parent)
    shown.findChild(QLineEdit, "fileNameEdit").setText(str(place))
    QTimer.singleShot(0, shown.accept)
    yield lambda: dialog() is None


def unlocked(window: Any, passphrase: str) -> Acts:
    window.page.field.setText(passphrase)
    window.page.field.returnPressed.emit()
    yield lambda: window.main is not None
    done: list[object] = []
    window.main.desk.read(window.main, lambda _: None, done.append)
    yield lambda: done


def seen(name: str) -> None:
    """Keep what is on the disk at this moment, to be looked at later."""
    for folder in ("home", "runtime", "temporary"):
        shutil.copytree(BASE / folder, BASE / "seen" / name / folder)


def create(window: Any) -> Acts:
    """Make a journal and its sheet, and leave with the key that leaves."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    for identifier in ("welcome.new", "before.go-on"):
        button(window.page, identifier).click()
        yield lambda: True
    button(window.page, "where.place").setText(str(BASE / "home" / "new"))
    button(window.page, "where.go-on").click()
    yield lambda: True
    for identifier in ("passphrase.first", "passphrase.second"):
        button(window.page, identifier).setText(GIVEN["passphrase"])
    button(window.page, "passphrase.go-on").click()
    yield lambda: type(window.page).__name__ == "RecoverySheetPage"
    yield from through_a_dialog(button(window.page, "recovery.save").click, CHOSEN / "sheet.pdf")
    sys.stdout.write("-".join(window.page._key.groups) + "\n")
    button(window.page, "recovery.later").click()
    yield lambda: window.main is not None
    sys.stdout.flush()
    QTest.keyClick(window, Qt.Key.Key_F9)
    yield lambda: False


def use(window: Any) -> Acts:
    """Use the window as a person does: write, add, look, search, save, begin something, and lock."""
    yield from through_a_dialog(button(window.page, "welcome.open").click, JOURNAL)
    yield lambda: type(window.page).__name__ == "UnlockPage"
    window.page.field.setText(GIVEN["mistyped"])
    window.page.field.returnPressed.emit()
    yield window.page._problem.text
    yield from unlocked(window, GIVEN["passphrase"])
    yield from _write(window)
    yield from _look(window)
    yield from _save(window)
    yield from _begin(window)
    window.lock()


def write(window: Any) -> Acts:
    """Use it for a moment: open a journal, write, add, begin something, and lock."""
    yield from through_a_dialog(button(window.page, "welcome.open").click, JOURNAL)
    yield lambda: type(window.page).__name__ == "UnlockPage"
    yield from unlocked(window, GIVEN["passphrase"])
    yield from _write(window)
    window.restyle("dark", 110)
    yield from _begin(window)
    window.lock()


def _write(window: Any) -> Acts:
    page = window.main.pages["timeline"]
    before = len(page.model.rows)
    page.show_record("")
    yield lambda: page.editor
    page.editor.account.setPlainText(GIVEN["typed in the window"])
    page.editor.finish()
    yield lambda: len(page.model.rows) == before + 1
    page.show_record(next(row.id for row in page.model.rows if GIVEN["typed in the window"] in row.title))
    yield lambda: page.editor
    editor = page.editor
    yield from through_a_dialog(button(editor, "entry.add-file").click, FILE)
    yield lambda: len(editor.files.shown) == 1


def _look(window: Any) -> Acts:
    main = window.main
    main.show_section("evidence")
    page = main.pages["evidence"]
    yield lambda: page.model.rows
    for identifier, there in (("photo", lambda viewer: viewer.canvas.isVisible()),
                              ("note", lambda viewer: viewer.words.isVisible())):  # fmt: skip
        before = page.opened
        page.show_record(identifier)
        yield lambda before=before: page.opened is not None and page.opened is not before
        viewer = page.opened.viewer
        viewer.cover.click()
        yield lambda there=there, viewer=viewer: there(viewer)
    name = CHOSEN / f"{GIVEN['the name of an export']}.txt"
    yield from through_a_dialog(button(page.opened, "evidence.save").click, name)
    yield name.exists
    main.search.setText(GIVEN["searched in the window"])
    yield lambda: main.page is main.found
    main.search.setText(GIVEN["typed in the window"])
    yield lambda: main.found.model.rows
    main.search.clear()


def _save(window: Any) -> Acts:
    window.main.show_section("dossier")
    page = window.main.pages["dossier"]
    page.reader.readers["self"].setChecked(True)
    page.show_step(4)
    page.show_step(5)
    yield page.save.button.isEnabled
    name = CHOSEN / "from the window.pdf"
    yield from through_a_dialog(page.save.button.click, name)
    yield lambda: name.name in page.save.made
    window.main.show_section("backup")
    yield from through_a_dialog(button(window.main, "backup.copy").click, BASE / "home" / "second copy")
    yield (BASE / "home" / "second copy" / "header.json").exists
    window.restyle("dark", 110)


def _begin(window: Any) -> Acts:
    main = window.main
    main.show_section("people")
    page = main.pages["people"]
    page.show_record("")
    yield lambda: page.editor
    button(page.editor, "person.name").setText(GIVEN["a draft of a person"])
    main.show_section("timeline")
    page = main.pages["timeline"]
    yield lambda: page.model.rows
    page.show_record("")
    yield lambda: page.editor
    page.editor.account.setPlainText(GIVEN["a draft"])
    page.editor.touched()
    page.editor._keep()
    done: list[object] = []
    main.desk.read(main, lambda _: None, done.append)
    yield lambda: done
    seen("open")


def again(window: Any) -> Acts:
    """Open once more after the lock, find what was begun, and leave."""
    from journal_app.services.drafts import NEW

    seen("locked")
    yield from unlocked(window, GIVEN["passphrase"])
    page = window.main.pages["timeline"]
    yield lambda: page.model.row_of(NEW) == 0
    window.quick_exit()


PARTS: dict[str, Callable[[Any], Acts]] = {"create": create, "use": use, "write": write, "again": again}


def works(part: str) -> Callable[[Any], int]:
    """Return what takes the place of the application's waiting: it waits, and works the window."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    waits = QApplication.exec

    def run(application: Any) -> int:
        from PySide6.QtWidgets import QMainWindow

        (window,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, QMainWindow))
        acts, waiting = PARTS[part](window), [window.isVisible]

        def act() -> None:
            try:
                if waiting[0]():
                    waiting[0] = next(acts)
            except ValueError as error:  # a dialog that was opened by this very step waits
                if "already executing" not in str(error):
                    ended(BROKEN)
            except BaseException:
                ended(BROKEN)

        def ended(code: int) -> None:
            traceback.print_exc()
            traceback.print_stack(acts.gi_frame)
            sys.stderr.flush()
            os._exit(code)

        clock, end = QTimer(window), QTimer(window)
        clock.timeout.connect(act)
        clock.start(5)
        end.timeout.connect(lambda: ended(TOO_LONG))
        end.start(LONGEST)
        return int(waits())

    return run


def main() -> None:
    """Become the installed program; what replaces it after a lock is worked on in the same way."""
    from PySide6.QtWidgets import QApplication

    part, *module = sys.argv[1:]
    QApplication.exec = works(part)  # type: ignore[method-assign, assignment]
    replace = os.execv

    def become(program: str, command: list[str]) -> None:
        replace(program, [program, __file__, "again", *command[command.index("-m") + 1 :]])

    os.execv = become  # type: ignore[assignment]
    sys.argv[1:] = module[1:]
    runpy.run_module(module[0] if module else "journal_app", run_name="__main__")


if __name__ == "__main__":
    main()
