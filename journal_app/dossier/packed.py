"""Objects that stand together in streams (ISO 32000-1, 7.5.7): which of them need no look of their own.

Most objects of a tagged document are elements of its structure. A library makes each of them an object in memory to
show it; the text of a whole stream of them tells at once that nothing that is looked for stands in any.
"""

from __future__ import annotations

import re
from array import array

import pikepdf

_PACKED = 2  # the kind of an entry of the cross-reference stream (ISO 32000-1, table 18)
_ESCAPE = b"#"  # a name may be written with it so that its letters do not show (ISO 32000-1, 7.3.5)


def quiet(pdf: pikepdf.Pdf, telling: re.Pattern[bytes]) -> bytes:
    """Return, by the numbers of objects, 1 for those in a stream in whose text nothing of ``telling`` stands.

    Which stream an object stands in is what the file's own cross-reference stream says, for this is how every reader
    finds it. All others are 0: objects that stand by themselves, those of a stream with an escaped name, and all of a
    file that has another table or more than one. Raises pikepdf.PdfError where a stream cannot be read.
    """
    holders = _holders(pdf)
    silent: dict[int, bool] = {0: False}
    for number in set(holders) - {0}:
        stream = pdf.get_object(number, 0)
        text = stream.read_bytes() if isinstance(stream, pikepdf.Stream) else _ESCAPE
        silent[number] = _ESCAPE not in text and telling.search(text) is None
    return bytes(silent[number] for number in holders)


def _holders(pdf: pikepdf.Pdf) -> array[int]:
    """Return, by the numbers of objects, that of the stream each stands in, 0 for none; empty where it is not known."""
    size = int(pdf.trailer.Size)
    table = pdf.get_object(size - 1, 0)  # where this program writes it
    found = array("L")
    if (
        not isinstance(table, pikepdf.Stream)
        or table.get("/Type") != "/XRef"
        or {"/Prev", "/Index"} & set(table.keys())
    ):
        return found
    kind, place, index = (int(width) for width in table.W)
    data, step = table.read_bytes(), kind + place + index
    if kind != 1 or len(data) != size * step:
        return found
    for at in range(0, len(data), step):
        found.append(int.from_bytes(data[at + 1 : at + 1 + place], "big") if data[at] == _PACKED else 0)
    return found
