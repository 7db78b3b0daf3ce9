"""What the disk did not take yet: drafts that are held in memory until it does."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime

from journal_app.domain.records import Record


class Unkept:
    """The drafts of one open journal that could not be kept, by their keys; None is one that is to be forgotten.

    Every thread may ask. Who writes drafts holds ``writing``: an older one must not come after a newer one of its key.
    """

    def __init__(self) -> None:
        self.writing = threading.RLock()
        self._held: dict[str, Record | None] = {}
        self.whole_at: datetime | None = None  # when nothing was held last, as far as somebody looked

    def __bool__(self) -> bool:
        """Whether anything is held."""
        return bool(self._held)

    def is_settled(self) -> bool:
        """Whether nobody is writing just now; while somebody is, what is held may be on the disk in a moment."""
        if not self.writing.acquire(blocking=False):
            return False
        self.writing.release()
        return True

    def hold(self, wanted: Mapping[str, Record | None]) -> None:
        """Hold these in place of what is held under their keys."""
        self._held = {**self._held, **wanted}

    def let_go(self, key: str) -> None:
        """Hold nothing under ``key`` any more: something newer is on the disk, or nothing is wanted there."""
        self._held = {each: draft for each, draft in self._held.items() if each != key}

    def held(self) -> Mapping[str, Record | None]:
        """Return what is held now; it does not change any more."""
        return self._held
