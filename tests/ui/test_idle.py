"""Nobody there: work that goes on puts the lock off, for an hour at most."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from journal_app.ui import idle
from journal_app.ui.heard import Heard
from journal_app.ui.idle import IdleWatch

MINUTE = 60_000


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[IdleWatch]:
    parent = QObject(qapp)
    made = IdleWatch(parent, Heard(parent), 5)
    yield made
    made.stop()
    parent.deleteLater()


def test_work_that_goes_on_begins_the_time_anew(watch: IdleWatch) -> None:
    watch._timer.start(MINUTE)  # four minutes later
    watch.goes_on()
    assert watch._timer.interval() == 5 * MINUTE
    assert watch.minutes == 5


def test_the_hour_after_the_last_touch_is_the_end_of_it(watch: IdleWatch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle, "LONGEST", 2 * MINUTE)  # as 58 minutes after it
    watch._timer.start(MINUTE)
    watch.goes_on()
    assert MINUTE < watch._timer.interval() <= 2 * MINUTE
    watch._timer.start(3 * MINUTE)  # a time that is chosen is never cut short
    watch.goes_on()
    assert watch._timer.interval() == 3 * MINUTE
    assert watch.minutes == 5


def test_after_the_hour_nothing_puts_it_off(watch: IdleWatch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle, "LONGEST", -1)
    watch._timer.start(MINUTE)
    watch.goes_on()
    assert watch._timer.interval() == MINUTE


def test_a_watch_that_ended_stays_ended(watch: IdleWatch) -> None:
    watch.stop()
    watch.goes_on()
    assert not watch._timer.isActive()
