"""A sentence that tells of a mistake has a sign beside it, which says so to who does not see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible

from journal_app.ui.main_window import MainPage
from journal_app.ui.sign import Sign
from journal_app.ui.widgets import Label

MISTAKE = "The date is not complete: When it was published. Choose “I am not sure” to leave it open."
ELSEWHERE = "התאריך אינו שלם. " * 5


def shown(main: MainPage, words: str, role: str) -> Label:
    """Show a sentence in the window, as high as it asks to be at a width of 300 pixels."""
    label = Label(main.theme, "", role)
    label.setParent(main)
    assert label.findChild(Sign) is None
    label.say(words)
    label.resize(300, label.heightForWidth(300))
    label.show()
    label.raise_()
    return label


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize(("words", "is_right"), [(MISTAKE, False), (ELSEWHERE, True)], ids=["read on", "read back"])
def test_a_mistake_has_a_sign_before_its_words(
    open_window: Callable[..., MainPage], words: str, is_right: bool, percent: int
) -> None:
    main = open_window(percent=percent)
    label = shown(main, words, "danger")
    sign = label.findChild(Sign)
    assert isinstance(sign, Sign)
    assert QAccessible.queryAccessibleInterface(sign).text(QAccessible.Text.Name) == "Look here"
    place = sign.geometry()
    assert label.rect().contains(place)
    assert (place.left() == 0, place.right() == label.rect().right()) == (not is_right, is_right)
    inked = sign.grab().toImage()
    colours = {inked.pixelColor(x, y).name() for x in range(inked.width()) for y in range(inked.height())}
    assert main.theme.tokens.danger.lower() in colours
    assert label.indent() > sign.width()
    lines = label.height() // label.fontMetrics().lineSpacing()
    assert lines >= 2  # as many as the words take beside the sign
    label.say("")
    label.say(words)
    assert label.findChildren(Sign) == [sign]


def test_what_tells_of_no_mistake_has_none(main: MainPage) -> None:
    assert shown(main, "Saved.", "ok").findChild(Sign) is None
