"""A real encrypted database with the newest schema, and a ledger to write to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from journal_app.store.database import Database
from journal_app.vault.connection import Connection

from .writing import Writer, connect


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Connection]:
    connection = connect(tmp_path / "journal.db", create=True)
    yield connection
    connection.close()


@pytest.fixture
def writer(empty: Connection) -> Writer:
    return Writer(empty)


@pytest.fixture
def database(writer: Writer) -> Database:
    return writer.database


@pytest.fixture
def again(empty: Connection) -> Iterator[Callable[[], Connection]]:
    """Open the same file once more, as after a restart."""
    opened: list[Connection] = []

    def reopen() -> Connection:
        empty.close()
        opened.append(connect(empty.path))
        return opened[-1]

    yield reopen
    for connection in opened:
        connection.close()
