"""What was shaped is let go of with its document: a key that was printed, and words that were read."""

from __future__ import annotations

import io

import pytest
import sample_case as sample
from reading import drawn, made

from journal_app.dossier.build import render
from journal_app.dossier.glyphs import shaped
from journal_app.dossier.recovery_sheet import recovery_sheet, share_sheet
from journal_app.errors import Cancelled


def _kept() -> int:
    return int(shaped.cache_info().currsize)


def test_a_recovery_key_that_was_printed_is_kept_nowhere() -> None:
    shaped("K7QM2", "NotoSansMono-Regular", rtl=False)
    assert _kept() > 0
    recovery_sheet(["K7QM2", "X3WPL"] * 4)
    assert _kept() == 0
    share_sheet(["canal", "lantern"] * 6, 1, 3)
    assert _kept() == 0


def test_no_word_of_a_dossier_is_kept() -> None:
    drawn(sample.sample(exhibits=()))
    assert _kept() == 0


@pytest.mark.parametrize("page", [2, 4])
@pytest.mark.parametrize("writing", [False, True], ids=["measured", "written"])
def test_nor_of_one_that_was_stopped(page: int, *, writing: bool) -> None:
    class Stops:
        def report(self, stage: str, done: int, total: int) -> None:
            if bool(total) is writing and done == page:
                assert _kept() > 0
                raise Cancelled("Stopped.", "Begin again.")

    case = sample.sample(exhibits=())
    with pytest.raises(Cancelled):
        render(case, made(case), io.BytesIO(), progress=Stops())
    assert _kept() == 0
