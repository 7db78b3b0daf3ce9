"""The custody table of a package: what was done with each exhibit, one row for each event."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields

from journal_app.integrity.chain import is_utc_text
from journal_app.integrity.manifest import CUSTODY_NAME, refused

FORMULA_SIGNS = ("=", "+", "-", "@")
"""A spreadsheet may run a cell that starts with one of these (OWASP, CSV injection)."""


@dataclass(frozen=True)
class CustodyRow:
    """One event: the exhibit's label, its file in the package and SHA-256, then when, what, and by which version.

    ``time`` has the form of ``Head.time``; ``event`` and ``detail`` are fixed words or digests.
    """

    exhibit: str
    file: str
    sha256: str
    time: str
    event: str
    detail: str
    program: str


def custody_text(rows: Iterable[CustodyRow]) -> bytes:
    """Return the bytes of ``custody.csv`` (RFC 4180, UTF-8, a header row), rows in the order given.

    Raises ManifestMismatch for a row that ``read_custody`` refuses.
    """
    data = _written(rows)
    read_custody(data)
    return data


def read_custody(data: bytes) -> tuple[CustodyRow, ...]:
    """Return the rows of ``data``; raises ManifestMismatch, naming the line, for what this program does not write."""
    try:
        table = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise refused(CUSTODY_NAME) from None
    rows = []
    for number, cells in enumerate(table, start=1):
        if number == 1 and cells == _columns():
            continue
        if number == 1 or len(cells) != len(_columns()) or not all(map(_plain, cells)):
            raise refused(f"{CUSTODY_NAME}:{number}")
        row = CustodyRow(*cells)
        if not is_utc_text(row.time):
            raise refused(f"{CUSTODY_NAME}:{number}")
        rows.append(row)
    if _written(rows) != data:  # another way of quoting or ending lines, or nothing at all
        raise refused(CUSTODY_NAME)
    return tuple(rows)


def _written(rows: Iterable[CustodyRow]) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(_columns())
    table.writerows(astuple(row) for row in rows)
    return text.getvalue().encode("utf-8")


def _columns() -> list[str]:
    return [field.name for field in fields(CustodyRow)]


def _plain(cell: str) -> bool:
    return cell.isprintable() and not cell.startswith(FORMULA_SIGNS)
