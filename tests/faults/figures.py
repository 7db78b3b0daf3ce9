"""Where a run leaves its figures: one file of JSON for each, in ``build/figures``."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "figures"


def tell(figure: str, part: str, *, full: bool, ran: int, broken: int, what: str) -> None:
    """Keep what one test of a figure ran and found; ``part`` is the group, or the weakness of a control."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    when = datetime.now(UTC).isoformat(timespec="seconds")
    told = {"figure": figure, "part": part, "full": full, "ran": ran, "broken": broken, "what": what, "when": when}
    name = "-".join([figure, part, "full" if full else "sample"]).replace(" ", "_")
    (FOLDER / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
