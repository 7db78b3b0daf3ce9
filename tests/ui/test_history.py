"""What changed from version to version, word by word, and in parts."""

from __future__ import annotations

import re
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from journal_app.domain.incident import IncidentEntry
from journal_app.services import incidents
from journal_app.ui import history
from journal_app.ui.history import History, compared
from journal_app.ui.in_parts import AT_ONCE
from journal_app.ui.main_window import MainPage
from journal_app.ui.widgets import Button, Panel
from tests.ui.conftest import child, settled
from tests.ui.test_sections import labels, read


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("one two three", "one 2 three four", "one [\u2212two][+2] three [+four]"),
        ("one two", "two", "[\u2212one] two"),
        ("two", "one two", "[+one] two"),
        ("one two", "one", "one [\u2212two]"),
        ("one\n\ntwo", "one\n\nand two", "one\n\n[+and] two"),
        ("one two", "one\n\ntwo", "one\n\ntwo"),
    ],
)
def test_two_texts_are_compared(old: str, new: str, expected: str) -> None:
    assert compared(old, new) == expected


_TEXTS = st.lists(st.sampled_from(["I", "saw", "him", "there", "again"]), min_size=1, max_size=300)


@given(_TEXTS, _TEXTS)
def test_both_texts_can_be_read_in_what_is_compared(old: list[str], new: list[str]) -> None:
    said = compared(" ".join(old), "\n".join(new))
    assert re.sub(r"\[\u2212[^]]*\]|\[\+|\]", " ", said).split() == new
    assert re.sub(r"\[\+[^]]*\]|\[\u2212|\]", " ", said).split() == old


def test_very_long_texts_are_compared_by_lines() -> None:
    lines = [f"line {number} of a very long account" for number in range(20_000)]
    changed = [*lines[:7], "line 7 was another", *lines[8:]]
    said = compared("\n".join(lines), "\n".join(changed))
    assert "[\u2212line 7 of a very long account][+line 7 was another]" in said


def test_versions_are_compared_beside_the_window(qtbot: QtBot, main: MainPage, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(AT_ONCE + 3):
        entry = IncidentEntry(account=f"He wrote late, {number}.")
        read(qtbot, main, lambda journal, entry=entry: incidents.revise(journal, "first", entry))
    where: list[threading.Thread] = []

    def compares(old: str, new: str) -> str:
        where.append(threading.current_thread())
        return compared(old, new)

    monkeypatch.setattr(history, "compared", compares)
    shown = History(main.desk, "incident", "first")
    qtbot.addWidget(shown)
    settled(qtbot, main)
    assert where
    assert threading.main_thread() not in where
    before = len(shown.findChildren(Panel))
    assert before == AT_ONCE
    more = child(shown, "versions.more")
    assert isinstance(more, Button)
    more.click()
    assert len(shown.findChildren(Panel)) > before
    assert "He wrote late, [\u22120.][+1.]" in labels(shown)
