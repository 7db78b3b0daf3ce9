"""How the program and its decoding worker talk: frames of a small JSON head and raw data, over two pipes."""

from __future__ import annotations

import json
import struct
from typing import Any

HEAD = struct.Struct(">IQ")  # bytes of JSON, bytes of data
MOST_JSON = 8 << 20
MOST_DATA = 1 << 29  # of one answer, all its frames together
MOST_FRAMES = 200  # pages or frames of one answer
LONGEST_PAGE = 2400  # pixels of the longer side of a page that is drawn
PIXELS = "pixels"  # the type of an answer of raw rows: 8 bits, gray or red, green and blue, without padding


def frame(head: dict[str, Any], data: bytes = b"") -> bytes:
    """Return one frame."""
    text = json.dumps(head).encode()
    return HEAD.pack(len(text), len(data)) + text + data
