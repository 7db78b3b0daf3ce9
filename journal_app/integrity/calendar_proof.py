"""What an OpenTimestamps proof says it is about; what it proves of a time is not looked at here.

The detached form of python-opentimestamps 0.4.5 (core/timestamp.py, core/op.py): 31 fixed bytes, the major version, the
operation the file was hashed with, its digest, and then the steps of the proof. Those lead to a block of Bitcoin, which
nobody has who does not use a network.
"""

from __future__ import annotations

MAGIC = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94"
LARGEST_PROOF = 1 << 16
"""Bytes; finished proofs have some hundreds for each calendar that was asked."""
OVER_SHA256 = MAGIC + b"\x01\x08"
"""How one begins: the fixed bytes, the major version, the operation (SHA-256)."""


def proved_digest(data: bytes) -> bytes | None:
    """Return the SHA-256 that a detached proof starts from; None where ``data`` is none of this version over one."""
    start = len(OVER_SHA256)
    if not data.startswith(OVER_SHA256) or not start + 32 < len(data) <= LARGEST_PROOF:
        return None
    return data[start : start + 32]
