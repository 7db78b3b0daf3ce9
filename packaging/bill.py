"""The bill of materials: every part the program is made of, with version, digests and licence, as CycloneDX 1.6."""

from __future__ import annotations

import hashlib
import re
import uuid
from pathlib import Path
from typing import Any

from locks import ROOT, RUNTIME, Locked, locked

Plain = dict[str, Any]
LICENCES = Path("resources", "licences", "README.md")
_HOME = uuid.UUID("0b8e2f5e-6c53-4c0c-9d0f-3f0b6d1f7a11")  # a name space of the project's own (RFC 9562, section 6.5)


def bill(root: Path, bundled: dict[str, str]) -> Plain:
    """Return the bill of the tree at ``root``; ``bundled`` names what sqlcipher3 carries, with versions.

    The same tree gives the same bill. Raises KeyError for a library without a licence in the table of licences.
    """
    libraries = locked(RUNTIME, root)
    carried, beside = _licences((root / LICENCES).read_text(encoding="utf-8"))
    version = re.search(r'__version__ = "(.+?)"', (root / "journal_app" / "__init__.py").read_text(encoding="utf-8"))
    digest = hashlib.sha256((root / RUNTIME).read_bytes()).hexdigest()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_HOME, digest)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "journal-app",
                "name": "journal-app",
                "version": version[1] if version else "",
                "licenses": [{"expression": "GPL-3.0-or-later"}],
            }
        },
        "components": [
            *(_library(each, beside[each.name], bundled) for each in libraries),
            *(_part(name, licence) for name, licence in carried.items()),
        ],
    }


def _library(library: Locked, licence: str, bundled: dict[str, str]) -> Plain:
    purl = f"pkg:pypi/{library.name}@{library.version}"
    plain: Plain = {
        "type": "library",
        "bom-ref": purl,
        "name": library.name,
        "version": library.version,
        "purl": purl,
        "licenses": [{"license": {"name": licence}}],
        # One for each file of that version, of which an environment takes one.
        "properties": [{"name": "file:sha256", "value": digest} for digest in library.digests],
    }
    if library.marker:
        plain["properties"].append({"name": "marker", "value": library.marker})
    if library.name == "sqlcipher3":
        inside = [{"type": "library", "bom-ref": f"{purl}#{name}", "name": name, "version": version}
                  for name, version in bundled.items()]  # fmt: skip
        plain["components"] = inside
    return plain


def _part(name: str, licence: str) -> Plain:
    return {"type": "data", "bom-ref": f"carried/{name}", "name": name, "licenses": [{"license": {"name": licence}}]}


def _licences(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the licences of what is carried and of what is installed beside it, from the two tables."""
    first, _, second = text.partition("## Installed beside it")
    carried = {cells[0]: cells[-1].replace("`", "") for cells in _rows(first)}
    beside: dict[str, str] = {}
    for cells in _rows(second):
        names = [each.strip().lower() for each in re.sub(r"\(.*?\)", "", cells[0]).split(",")]
        each_its_own = [part.strip() for part in cells[-1].split(";")]
        if len(each_its_own) != len(names):
            each_its_own = [cells[-1]] * len(names)
        beside |= dict(zip(names, each_its_own, strict=True))
    return carried, beside


def _rows(text: str) -> list[list[str]]:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return [row for row in rows[2:] if len(row) > 1]


def missing(made: Plain, root: Path = ROOT) -> list[str]:
    """Return what the lock names and the bill does not, or names otherwise."""
    listed = {
        (each["name"], each.get("version", ""), tuple(note["value"] for note in each.get("properties", ())
                                                      if note["name"] == "file:sha256"))
        for each in made["components"] if each.get("licenses")
    }  # fmt: skip
    return [f"{each.name} {each.version}" for each in locked(RUNTIME, root)
            if (each.name, each.version, each.digests) not in listed]  # fmt: skip
