from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from journal_app.dossier import verify_source
from journal_app.dossier.verify_source import NotBundled


def test_it_is_one_readable_file() -> None:
    text = verify_source.verify_source()
    tree = ast.parse(text)
    assert "journal_app" not in text
    assert all(len(line) <= 120 for line in text.splitlines())
    defined = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert len(defined) == len(set(defined))
    assert "verify_inclusion" in defined
    assert text == verify_source.verify_source()


def test_it_needs_the_standard_library_alone_to_start() -> None:
    tree = ast.parse(verify_source.verify_source())
    modules = {name.name for node in tree.body if isinstance(node, ast.Import) for name in node.names}
    modules |= {node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)}
    assert {module.split(".")[0] for module in modules} <= set(sys.stdlib_module_names)


def test_every_part_of_the_check_is_in_it() -> None:
    here = Path(verify_source.__file__).parents[1]
    parts = {
        f"{folder}/{path.stem}" for folder in ("integrity", "verification") for path in (here / folder).glob("*.py")
    }
    assert {part for part in parts if not part.endswith("__init__")} <= set(verify_source.PARTS)


@pytest.mark.parametrize("given", ["NAME = 1", "OTHER, NAME = 1, 2", "NAME: int = 1"])
def test_two_things_of_one_name_are_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: str) -> None:
    (tmp_path / "one.py").write_text(f'"""One."""\nimport os.path\n{given}\n')
    (tmp_path / "two.py").write_text('"""Two."""\nfrom journal_app.one import NAME\nNAME = 2\n')
    monkeypatch.setattr(verify_source, "files", lambda _: tmp_path)
    monkeypatch.setattr(verify_source, "PARTS", ("one", "two"))
    with pytest.raises(NotBundled, match="NAME in two and one"):
        verify_source.verify_source()


def test_another_name_for_an_import_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text('"""One."""\nfrom os import path as way\n')
    monkeypatch.setattr(verify_source, "files", lambda _: tmp_path)
    monkeypatch.setattr(verify_source, "PARTS", ("one",))
    with pytest.raises(NotBundled, match="as way"):
        verify_source.verify_source()
