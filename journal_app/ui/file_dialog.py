"""The one file dialog: the program's own, which keeps no list of what was opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from journal_app.i18n import pgettext


def keep_no_traces(folder: Path) -> None:
    """Send what the dialog would remember to a private folder that goes with the program."""
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(folder))


def files_to_open(parent: QWidget, title: str) -> list[Path]:
    """Return the files chosen; empty where none were."""
    dialog = _dialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return _chosen(dialog)


def folder_to_open(parent: QWidget, title: str) -> Path | None:
    """Return the folder chosen, or None."""
    dialog = _dialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, on=True)
    return next(iter(_chosen(dialog)), None)


def place_to_save(parent: QWidget, title: str, name: str) -> Path | None:
    """Return the place chosen for a new file or folder, or None."""
    dialog = _dialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, on=True)
    dialog.selectFile(name)
    return next(iter(_chosen(dialog)), None)


def _dialog(parent: QWidget, title: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(Path.home()))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog, on=True)
    dialog.resize(min(parent.window().width(), 760), min(parent.window().height(), 520))
    dialog.setSidebarUrls([])
    dialog.setHistory([])
    dialog.setLabelText(QFileDialog.DialogLabel.Reject, pgettext("button", "Cancel"))
    return dialog


def _chosen(dialog: QFileDialog) -> list[Path]:
    if dialog.exec() != QFileDialog.DialogCode.Accepted:
        return []
    return [Path(name) for name in dialog.selectedFiles()]
