"""Builds verify.py: the recipient's check as one readable file, from the sources of the check itself."""

from __future__ import annotations

import ast
from importlib.resources import files

PARTS = (
    "errors",
    "integrity/at_once",
    "integrity/canonical",
    "integrity/chain",
    "integrity/claims",
    "integrity/manifest",
    "integrity/calendar_proof",
    "integrity/custody",
    "verification/report",
    "verification/subjects",
    "verification/folder",
    "verification/contents",
    "verification/chain_check",
    "verification/pdf_objects",
    "verification/attached",
    "verification/cms",
    "verification/stamps",
    "verification/pdf_signature",
    "verification/document_key",
    "verification/trusted_time",
    "verification/document_time",
    "verification/document",
    "verification/calendar_time",
    "verification/inside",
    "verifier",
)
"""In the order in which each part needs only those before it."""

_OPENING = '''\
#!/usr/bin/env python3
"""Checks this package: python3 verify.py FOLDER [--json] [--trust CERTIFICATES]

Needs Python 3.11 or newer, no network, and no other part of the program that made the package. With the Python
package "cryptography" it also checks signatures and time stamps; with "pyhanko" also who issued a time stamp, and
documents in forms that the program does not write. Without them it says what it left out. It reads the folder and
changes nothing. It is the same check as the command journal-verify, put together from its parts.

SPDX-License-Identifier: GPL-3.0-or-later
"""

from __future__ import annotations

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # no module is taken from the folder that is checked

'''

_WORDS = '''\
def pgettext(context: str, message: str) -> str:
    """Return ``message`` as it is: this file speaks English."""
    return message


def npgettext(context: str, one: str, many: str, count: int) -> str:
    """Return the message for ``count`` things in English."""
    return one if count == 1 else many
'''


class NotBundled(Exception):
    """The parts cannot stand in one file: two of them use one name for two things. This is our bug."""


def verify_source() -> str:
    """Return the text of verify.py; the same program always gives the same text."""
    imports: dict[str, set[str]] = {}
    taken = {"pgettext": "words", "npgettext": "words"}
    bodies = []
    for part in PARTS:
        text = files("journal_app").joinpath(part + ".py").read_text(encoding="utf-8")
        tree = ast.parse(text)
        for node in tree.body:
            for module, name in _imported(node):
                imports.setdefault(module, set()).add(name)
            for name in _defined(node):
                if taken.setdefault(name, part) != part:
                    raise NotBundled(f"{name} in {part} and {taken[name]}")
        bodies.append(_without_imports(tree, text))
    return "\n".join([_OPENING, _import_lines(imports), "\n", _WORDS, "\n", "\n\n".join(bodies)])


def _without_imports(tree: ast.Module, text: str) -> str:
    """Return a module as a chapter: its first line as a heading, then everything but its imports."""
    lines = text.splitlines()
    start = 0
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            start = node.end_lineno or 0
    opening = (ast.get_docstring(tree) or "").split("\n", 1)[0]
    body = "\n".join(lines[start:]).strip("\n")
    return f"# ---- {opening}\n\n\n{body}\n"


def _imported(node: ast.stmt) -> list[tuple[str, str]]:
    """Return what ``node`` imports from outside, as module and name; a whole module has no name."""
    if isinstance(node, ast.Import):
        return [(name.name, "") for name in node.names]
    if not isinstance(node, ast.ImportFrom) or node.module == "__future__":
        return []
    if any(name.asname for name in node.names):
        raise NotBundled(ast.unparse(node))
    module = node.module or ""
    return [] if module.split(".")[0] == "journal_app" else [(module, name.name) for name in node.names]


def _import_lines(imports: dict[str, set[str]]) -> str:
    whole = [f"import {module}" for module, names in sorted(imports.items()) if "" in names]
    parts = [
        f"from {module} import {', '.join(sorted(names - {''}, key=_import_order))}"
        for module, names in sorted(imports.items())
        if names - {""}
    ]
    return "\n".join([*whole, *parts])


def _import_order(name: str) -> tuple[bool, str]:
    """Sort constants first, then classes, then functions, as the sources do."""
    return not name.isupper(), name


def _defined(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Assign):
        return {each.id for target in node.targets for each in ast.walk(target) if isinstance(each, ast.Name)}
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return {node.target.id}
    return set()
