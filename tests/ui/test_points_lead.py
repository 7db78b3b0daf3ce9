"""An open point leads to the very field it speaks of, in every section."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journal_app.services.dossiers import OpenPoint
from journal_app.ui.main_window import MainPage
from journal_app.ui.open_points import OpenPoints
from tests.ui.conftest import WAIT, child

LEADS = [
    ("person", "hale", "licence_number", "person.licence"),
    ("person", "friend", "agreed_to_contact", "person.agreed"),
    ("person", "friend", "pseudonym", "person.pseudonym"),
    ("person", "hale", "address", "person.address"),
    ("person", "friend", "roles", "person.roles.client"),
    ("person", "friend", "", "person.name"),
    ("evidence", "shot", "description", "evidence.description"),
    ("evidence", "shot", "recording", "evidence.recording"),
    ("evidence", "shot", "sensitive", "evidence.sensitive"),
    ("incident", "mine", "occurred", "entry.when.kind"),
    ("incident", "mine", "account", "entry.account"),
]


@pytest.mark.parametrize(("kind", "record", "field", "wanted"), LEADS)
def test_a_point_leads_to_its_field(
    qtbot: QtBot, main: MainPage, kind: str, record: str, field: str, wanted: str
) -> None:
    main.window().activateWindow()
    points = OpenPoints(main.desk, "points")
    qtbot.addWidget(points)
    points.show_points([OpenPoint(code="any", message="Look here.", kind=kind, record_id=record, field=field)])
    child(points, "points.0").click()  # type: ignore[attr-defined]  # a button

    def there() -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and focus.accessibleIdentifier() == wanted and focus.isVisible()

    qtbot.waitUntil(there, timeout=WAIT)
    assert main.desk.wanted_field == ""
