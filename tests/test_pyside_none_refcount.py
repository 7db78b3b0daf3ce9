"""The pinned Qt binding keeps its references to None: with 6.12.0 on Python 3.11 each void call loses one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from typing import Any

import pytest

from tests import figures

FULL = 100_000  # of each call
# Since Python 3.12 None is immortal (PEP 683): its count never moves, so nothing can be lost or shown there.
mortal = pytest.mark.skipif(sys.version_info >= (3, 12), reason="None cannot lose references since Python 3.12")

PROBE = """
import ctypes, json, sys
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QTimer, Qt
from PySide6.QtGui import QPainter, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPlainTextEdit, QPushButton, QTableView,
    QTableWidget, QTableWidgetItem, QWidget,
)

class Model(QAbstractTableModel):
    def rowCount(self, parent=QModelIndex()): return 10
    def columnCount(self, parent=QModelIndex()): return 2
    def data(self, index, role=Qt.ItemDataRole.DisplayRole): return None

class Filter(QObject):
    def eventFilter(self, watched, event): return False

app = QApplication([])
times = int(sys.argv[1])
table, listing, label, editor = QTableWidget(10, 6), QListWidget(), QLabel(), QPlainTextEdit()
items, timer, button, watcher = QStandardItemModel(), QTimer(), QPushButton(), Filter()
items.appendRow(QStandardItem("x"))
model, view, host = Model(), QTableView(), QWidget()
view.setModel(model)
view.show()
layout = QHBoxLayout(host)
pixmap = QPixmap(10, 10)
painter = QPainter(pixmap)
lose = ctypes.pythonapi.Py_DecRef
lose.argtypes, lose.restype = [ctypes.py_object], None
keep = ctypes.pythonapi.Py_IncRef
keep.argtypes, keep.restype = [ctypes.py_object], None

CALLS = {
    "QTableWidget.setItem": lambda n: table.setItem(n % 10, 0, QTableWidgetItem("x")),
    "QListWidget.addItem": lambda n: listing.addItem(QListWidgetItem("x")),
    "QLabel.setText": lambda n: label.setText("x"),
    "QPlainTextEdit.setPlainText": lambda n: editor.setPlainText("x"),
    "QStandardItem.setData": lambda n: items.item(0).setData("x", Qt.ItemDataRole.UserRole),
    "QLayout.addWidget": lambda n: layout.addWidget(button),
    "QAbstractItemModel.index": lambda n: model.index(0, 0),
    "QTimer.stop": lambda n: timer.stop(),
    "QObject.installEventFilter": lambda n: button.installEventFilter(watcher),
    "QPainter.drawLine": lambda n: painter.drawLine(0, 0, 1, 1),
    "QApplication.processEvents": lambda n: app.processEvents(),
    "a model that answers None": lambda n: model.data(model.index(0, 0)),
}

def change(call, count):
    for number in range(20):
        call(number)  # what is made once, at the first call, is no change a call
    before = sys.getrefcount(None)
    for number in range(count):
        call(number)
    return (sys.getrefcount(None) - before) / count

def painted(number):
    view.viewport().repaint()

found = {name: change(call, times) for name, call in CALLS.items()}
found["a view that paints a model answering None"] = change(painted, max(times // 20, 20))
for _ in range(1000):
    keep(None)  # what the control takes away
control = change(lambda n: lose(None), 1000)
painter.end()
print(json.dumps({"found": found, "control": control}))
"""


def measured(times: int, seconds: int) -> Any:
    """Run the probe in a process of its own, which a lost None aborts, and return what it counted."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(times)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def assert_nothing_is_lost(times: int, seconds: int) -> None:
    counted, full = measured(times, seconds), times == FULL
    lost = {name: each for name, each in counted["found"].items() if abs(each) > 0.2}
    sees = abs(counted["control"] + 1) < 0.05
    figures.tell("R1", "calls of the window library", full=full, ran=len(counted["found"]), broken=len(lost),
                 what=f"each made {times:,} times; one loses references to None, or the process ends")  # fmt: skip
    figures.caught("R1", "a call that loses one each time", by=int(sees), part="calls of the window library")
    assert sees, "the probe does not see a lost reference"
    assert lost == {}


def test_the_binding_is_the_one_that_was_looked_at() -> None:
    assert version("PySide6-Essentials").startswith("6.11.")
    assert version("shiboken6") == version("PySide6-Essentials")


@mortal
def test_none_keeps_its_references() -> None:
    assert_nothing_is_lost(1000, 60)


@mortal
@pytest.mark.full
def test_none_keeps_its_references_over_a_million_calls() -> None:
    assert_nothing_is_lost(FULL, 1800)
