"""The words of every expected failure: what happened and whether anything was lost, then what to do next."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from journal_app import services

ROOT = Path(services.__file__).parent
# How a message says that nothing, or nothing more, was lost.
KEPT = re.compile(r"[Nn]othing (half written |more )?(was|is)|left as it is|is kept")
# Words that blame, hurry or frighten.
UNKIND = re.compile(
    r"\b(please|simply|just|oops|sorry|invalid|failed|fail|illegal|fatal|are you sure)\b|!", re.IGNORECASE
)


def texts(name: str) -> list[tuple[str, str]]:
    """Return every text of the services that is given to a variable of this name, with its place."""
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and [each.id for each in node.targets if isinstance(each, ast.Name)] == [
                name
            ]:
                found += [(f"{path.stem}:{node.lineno}", text) for text in told(node.value)]
    return found


def told(tree: ast.AST) -> list[str]:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    return [
        str(ast.literal_eval(call.args[1]))
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "pgettext" and ast.literal_eval(call.args[0]) == "error"
    ]


def every_text() -> list[tuple[str, str]]:
    return [
        (path.stem, text)
        for path in sorted(ROOT.rglob("*.py"))
        for text in told(ast.parse(path.read_text(encoding="utf-8")))
    ]


@pytest.mark.parametrize(("place", "text"), texts("message"), ids=lambda value: str(value)[:40])
def test_a_message_says_what_happened_and_what_became_of_the_rest(place: str, text: str) -> None:
    assert KEPT.search(text), place
    assert text.endswith(".")


@pytest.mark.parametrize(("place", "text"), texts("advice"), ids=lambda value: str(value)[:40])
def test_advice_is_one_thing_to_do(place: str, text: str) -> None:
    assert re.match(r"(Add|Check|Choose|Free|Look|Make|Open|Put|Run|Say|Wait)\b", text), place


def test_every_text_is_a_calm_whole_sentence() -> None:
    assert len(every_text()) > 40
    assert [each for each in every_text() if UNKIND.search(each[1]) or not each[1].endswith(".")] == []
