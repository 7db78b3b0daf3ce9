"""What a package leaves out whole: it is never told less of than pages hide."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal_app.domain.incident import Incident
from journal_app.domain.records import to_plain
from journal_app.dossier import fonts
from journal_app.dossier.name_forms import Place
from journal_app.dossier.redaction import Swap, redact_record
from journal_app.dossier.withheld import holds_name, is_withheld
from journal_app.integrity.chain import revision_body

HIDDEN = [("Lena Solberg", "a friend"), ("Will", "W."), Place("Berlin", "the town")]
SWAP = Swap(HIDDEN)


def body(account: str = "A day.", zone: str = "UTC", **values: Any) -> str:
    incident = Incident(id="i", account=account, **values)
    return revision_body(
        kind="incident", record_id="i", number=1, action="created", time="2024-05-02T10:00:00Z", timezone=zone,
        record=to_plain(incident),
    ).decode()  # fmt: skip


@pytest.mark.parametrize("unseen", ["\ufffe", "\uffff", "\ufff9", "\ufffb", "\x02", "\x7f", "\x85", "\xad", "\xad\n"])
def test_a_name_parted_by_what_is_not_seen_keeps_its_record(unseen: str) -> None:
    """The text of a file that PDFium gave has U+FFFE for a hyphen at the end of a line."""
    assert is_withheld(SWAP, body(f"Ms Sol{unseen}berg was there."))
    assert holds_name(SWAP, f"Sol{unseen}berg")


@pytest.mark.parametrize("between", ["\ufffe\n", "\x02\r\n", "\xad "])
def test_a_name_parted_at_the_end_of_a_line_is_told_of(between: str) -> None:
    swap = Swap(HIDDEN)
    swap.text(f"Ms Sol{between}berg was there.")
    assert [each.shown for each in swap.remaining()] == ["a friend"]


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(["Sol", "berg", "Lena", "will", "Will", " ", "\n", "\ufffe", "\xad", "\x02", "e\u0301",
                         "\u3042", "-", "@x.example", "Ber", "lin", "\u00df", "\uff2c", "ena", "\u2026", "\ufb01"])
    ).map("".join)
)  # fmt: skip
def test_what_pages_change_stays(account: str) -> None:
    """The two looked at different texts: the pages at what can be set, the other at what was written."""
    incident = Incident(id="i", account=account)
    if redact_record(incident, HIDDEN).account != fonts.clean(account):
        assert is_withheld(SWAP, body(account))


def test_the_zone_of_the_computer_keeps_no_record_and_that_of_an_entry_does() -> None:
    assert not is_withheld(SWAP, body(zone="Europe/Berlin"))
    assert is_withheld(SWAP, body(timezone="Europe/Berlin"))
    assert is_withheld(SWAP, body("In Berlin.", zone="Europe/Berlin"))
    head = {"root": "ab" * 32, "time": "2024-05-02T10:00:00Z", "timezone": "Europe/Berlin"}
    listed = {"head": head, "chain": [{"body": body(zone="Europe/Berlin")}]}
    assert not holds_name(SWAP, json.dumps(listed))


def test_a_record_that_was_removed_and_one_that_says_nothing_go_out() -> None:
    removed = revision_body(
        kind="incident", record_id="i", number=2, action="removed", time="2024-05-02T10:00:00Z", timezone="UTC",
        record=None,
    )  # fmt: skip
    assert not is_withheld(SWAP, removed.decode())
    assert not is_withheld(SWAP, body("Nobody knew."))
