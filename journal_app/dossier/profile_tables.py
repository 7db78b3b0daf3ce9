"""What makes the colours of a colour profile: numbers, curves and tables, each read as what it is and written anew.

ICC.1:2022, whose clauses are named here. What stands between or behind them is left out.
"""

from __future__ import annotations

import struct

_FEWEST, _MOST = 2, 4096  # entries of the curves of a table of 16 bits (10.10); of a grid each way, at least as many
_PARAMETERS = {0: 1, 1: 3, 2: 4, 3: 5, 4: 7}  # of the kinds of parametric curves (10.18)
_MATRIX = 36
_TWELVE = 48  # bytes of a matrix with its offsets


class Unknown(Exception):
    """The data is not of a kind that makes colours, or not whole."""


def numbers(data: bytes, kind: bytes, size: int) -> bytes:
    """Return data of a kind that has so many bytes of numbers."""
    if data[:4] != kind:
        raise Unknown
    return kind + bytes(4) + _cut(data, 8, size)


def curve(data: bytes, at: int) -> bytes:
    """Return the curve that begins at a place (10.6 and 10.18)."""
    kind = data[at : at + 4]
    if kind == b"curv":
        (count,) = struct.unpack(">I", _cut(data, at + 8, 4))
        return b"curv\0\0\0\0" + _cut(data, at + 8, 4 + 2 * count)
    if kind == b"para":
        (function,) = struct.unpack(">H", _cut(data, at + 8, 2))
        if function not in _PARAMETERS:
            raise Unknown
        return b"para\0\0\0\0" + struct.pack(">HH", function, 0) + _cut(data, at + 12, 4 * _PARAMETERS[function])
    raise Unknown


def table(data: bytes, inputs: int, outputs: int, kind: bytes) -> bytes:
    """Return a table from some colours to others: in 8 or 16 bits, or in parts of the ``kind`` of this direction."""
    if len(data) < 32 or tuple(data[8:10]) != (inputs, outputs):
        raise Unknown
    if data[:4] in {b"mft1", b"mft2"}:
        return _flat(data, inputs, outputs)
    if data[:4] == kind:
        return _in_parts(data, inputs, outputs)
    raise Unknown


def _flat(data: bytes, inputs: int, outputs: int) -> bytes:
    """Return a table with its matrix and curves in one piece (10.10 and 10.11)."""
    before, after, width, lengths = 256, 256, 1, b""
    if data[10] < _FEWEST:
        raise Unknown
    if data[:4] == b"mft2":
        lengths = _cut(data, 12 + _MATRIX, 4)
        before, after = struct.unpack(">HH", lengths)
        width = 2
        if not (_FEWEST <= before <= _MOST and _FEWEST <= after <= _MOST):
            raise Unknown
    size = width * (before * inputs + data[10] ** inputs * outputs + after * outputs)
    head = data[:4] + bytes(4) + data[8:11] + b"\0" + _cut(data, 12, _MATRIX)
    return head + lengths + _cut(data, len(head) + len(lengths), size)


def _in_parts(data: bytes, inputs: int, outputs: int) -> bytes:
    """Return a table whose parts lie where it says (10.12 and 10.13), one behind the other."""
    kind = data[:4]
    b, matrix, m, grid, a = struct.unpack(">5I", _cut(data, 12, 20))
    near, far = (outputs, inputs) if kind == b"mAB " else (inputs, outputs)  # to the colours of all profiles, and away
    if not b or bool(matrix) != bool(m) or bool(grid) != bool(a) or (not grid and inputs != outputs):
        raise Unknown
    parts = (
        _curves(data, b, near),
        _cut(data, matrix, _TWELVE) if matrix else b"",
        _curves(data, m, near) if m else b"",
        _grid(data, grid, inputs, outputs) if grid else b"",
        _curves(data, a, far) if a else b"",
    )
    places, out = [], b""
    for part in parts:
        places.append(32 + len(out) if part else 0)
        out += part + bytes(-len(part) % 4)
    return kind + bytes(4) + bytes((inputs, outputs, 0, 0)) + struct.pack(">5I", *places) + out


def _curves(data: bytes, at: int, count: int) -> bytes:
    """Return curves that stand one behind the other, each filled up to four bytes."""
    found = b""
    for _ in range(count):
        each = curve(data, at + len(found))
        found += each + bytes(-len(each) % 4)
    return found


def _grid(data: bytes, at: int, inputs: int, outputs: int) -> bytes:
    """Return the grid of a table (10.12.3): how many points each way, the bytes of each number, the numbers."""
    points, width = _cut(data, at, inputs), _cut(data, at + 16, 1)
    if width not in {b"\1", b"\2"} or min(points) < _FEWEST:
        raise Unknown
    size = outputs * width[0]
    for each in points:
        size *= each
    return points + bytes(16 - inputs) + width + bytes(3) + _cut(data, at + 20, size)


def _cut(data: bytes, at: int, size: int) -> bytes:
    """Return so many bytes from a place."""
    found = data[at : at + size]
    if len(found) != size:
        raise Unknown
    return found
