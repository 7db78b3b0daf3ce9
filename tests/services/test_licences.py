"""The licences: everything the program is made of is named, and each text is the one that came with its part."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from journal_app import resources
from journal_app.services import licences

ROOT = Path(__file__).resolve().parents[2]


def test_everything_that_is_locked_and_carried_is_named() -> None:
    parts = licences.parts()
    libraries = " ".join(part.name.lower() for part in parts if part.is_library)
    locked = re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(locked) > 30
    assert [name for name in locked if name not in libraries.replace("_", "-")] == []
    carried = " ".join(part.name for part in parts if not part.is_library)
    assert all(name in carried for name in ("Noto fonts", "Lucide icons", "English word list"))
    assert all(part.licence for part in parts)


def test_the_texts_are_read_from_the_files_that_came_with_the_parts() -> None:
    texts = dict(licences.texts())
    assert licences.read(texts["GNU General Public License"]).strip() == (ROOT / "LICENSE").read_text().strip()
    assert ("Noto fonts", resources.folder("fonts") / "OFL.txt") in licences.texts()
    assert "ISC License" in licences.read(texts["Lucide icons"])
    for library in ("reportlab", "cryptography", "msgspec", "babel", "pillow"):
        assert "Copyright" in licences.read(texts[library]) or "licen" in licences.read(texts[library]).lower()
    assert all(path.is_file() for path in texts.values())


def test_a_library_that_is_not_installed_has_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "licences").mkdir()
    table = "| a | b | c |\n|---|---|---|\n"
    carried, library = "| art | x | MIT, `resources/none.txt` |\n", "| no-such-library | x | MIT |\n"
    listed = f"{table}{carried}## Installed beside it\n{table}{library}"
    (tmp_path / "licences" / "README.md").write_text(listed)
    monkeypatch.setattr(resources, "_PLACES", (tmp_path,))
    assert [part.name for part in licences.parts()] == ["art", "no-such-library"]
    assert [name for name, _ in licences.texts() if name != "GNU General Public License"] == []
