"""What is remembered while one document is made, so that nothing is done twice; never more than a given number."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(dict[Key, Value]):
    """A dictionary of at most ``most`` values: where it is full, all are forgotten, and those in use come back soon."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def __setitem__(self, key: Key, value: Value) -> None:
        """Keep a value."""
        if len(self) >= self._most:
            self.clear()
        super().__setitem__(key, value)
