"""The licences of the program and of what it is made of, read from the files that come with each part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from journal_app import resources

_LIST = "licences/README.md"
_OWN = ("LICENSE",)  # of the program: beside ``resources`` in the source, with its own metadata where it is installed
_NAMES_OF_TEXTS = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Licensed:
    """A part of the program and the licence it comes under, as the list of licences has it."""

    name: str
    licence: str
    is_library: bool


def parts() -> tuple[Licensed, ...]:
    """Return everything the list of licences names: what is carried, then the libraries."""
    carried, _, beside = resources.read_text(_LIST).partition("## Installed beside it")
    return (*_rows(carried, is_library=False), *_rows(beside, is_library=True))


def _rows(text: str, *, is_library: bool) -> list[Licensed]:
    """Read a table: the name stands in its first column, the licence in its last."""
    lines = [line.strip().strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.replace("`", "").strip() for cell in line] for line in lines[2:]]
    return [Licensed(name=each[0], licence=each[-1], is_library=is_library) for each in cells if len(each) > 1]


def texts() -> tuple[tuple[str, Path], ...]:
    """Return what has a licence text of its own, by name, and the file: the program, what is carried, the libraries."""
    found = [("GNU General Public License", path) for path in _own()[:1]]
    for part in parts():
        if part.is_library:
            found += _of_libraries(part.name)
        else:
            found += [(part.name, path) for path in _carried(part)]
    return tuple(found)


def read(path: Path) -> str:
    """Return the text of a licence; letters that are not UTF-8 are shown as such. Raises OSError."""
    return path.read_text(encoding="utf-8", errors="replace")


def _own() -> list[Path]:
    beside = [resources.folder().parent / name for name in _OWN]
    return [each for each in (*beside, *_with_metadata("journal-app")) if each.is_file()]


def _carried(part: Licensed) -> list[Path]:
    """Return the files that the list names beside a licence (``resources/fonts/OFL.txt``)."""
    named = re.findall(r"resources/([\w./-]+\w)", part.licence)
    return [path for name in named if (path := resources.folder(name)).is_file()]


def _of_libraries(names: str) -> list[tuple[str, Path]]:
    """Return the licence texts of the libraries in one row (``a, b (with c)``), where they are installed."""
    found = []
    for name in (each.strip() for each in re.sub(r"\(.*?\)", "", names).split(",")):
        found += [(name, path) for path in _with_metadata(name)]
    return found


def _with_metadata(name: str) -> list[Path]:
    try:
        files = metadata.files(name) or []
    except metadata.PackageNotFoundError:
        return []
    named = [each for each in files if ".dist-info" in str(each.parent) and _NAMES_OF_TEXTS.search(each.name)]
    return [path for each in named if (path := Path(str(each.locate()))).is_file()]
