"""The fixed neutral labels of a dossier in parts."""

from __future__ import annotations

PART_LABELS: dict[str, str] = {
    "parts.title": "{title}, part {n} of {total}",
    "parts.index": "All parts",
    "parts.part": "Part",
    "parts.pages": "Pages",
    "parts.holds": "What it holds",
    "parts.sha": "Fingerprint (SHA-256)",
    "parts.exhibits": "Exhibits {first} to {last}",
    "parts.continued": " (continued)",
    "parts.itself": "A file cannot hold its own fingerprint. It stands in the list beside the parts.",
    "parts.later": "In the list beside the parts",
    "parts.note": (
        "Page numbers run on from part to part. No link leads into another part: its number stands beside the page."
    ),
    # in place of a link into another part
    "parts.there": " (part {n})",
    "parts.place": " (part {n}, page {page})",
}
