from __future__ import annotations

import io

import pikepdf
import sample_case as sample
import segno
from reading import shown

from journal_app.dossier.recovery_sheet import recovery_sheet, share_sheet
from journal_app.dossier.slip import fingerprint_slip
from journal_app.integrity.chain import fingerprint_groups
from journal_app.integrity.claims import all_claims

GROUPS = ("7H2K", "Q4ZN", "0XRT", "9WVB", "C3DM", "EGJP", "A1SY", "8F5K42")


def test_the_sheet_holds_the_key_twice_and_no_word_of_what_it_opens() -> None:
    data = recovery_sheet(GROUPS)
    (text,) = shown(data)
    assert all(group in text for group in GROUPS)
    telling = ("daybook", "journal", "dossier", "recovery", "passphrase", "key")
    assert not [word for word in telling if word in text.casefold()]
    assert b"daybook" not in data.lower()
    assert "Date" in text
    code = segno.make("-".join(GROUPS), error="m", micro=False)
    dark = sum(sum(row) for row in code.matrix)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (page,) = pdf.pages
        squares = [step for step in pikepdf.parse_content_stream(page) if str(step.operator) == "re"]
        assert len(squares) == dark
        assert "/XObject" not in page.obj.Resources
        assert str(pdf.docinfo.Title) == "Sheet"
    assert recovery_sheet(GROUPS) == data


def test_a_share_tells_nothing_of_what_it_is_a_part_of() -> None:
    words = tuple(f"{letter}word" for letter in "abcdefghijklmnopqrstuvw")
    data = share_sheet(words, 2, 3)
    (text,) = shown(data)
    assert all(f"{number} {word}" in text for number, word in enumerate(words, 1))
    assert "Sheet 2 of 3" in text
    telling = ("daybook", "journal", "dossier", "recovery", "passphrase", "key")
    assert not [word for word in telling if word in text.casefold()]
    code = segno.make(" ".join(words).upper(), error="m", micro=False)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (page,) = pdf.pages
        squares = [step for step in pikepdf.parse_content_stream(page) if str(step.operator) == "re"]
        assert len(squares) == sum(sum(row) for row in code.matrix)
        assert str(pdf.docinfo.Title) == "Sheet"
    assert share_sheet(words, 2, 3, "es") != data


def test_the_slip_gives_the_root_in_groups_and_what_it_shows() -> None:
    data = fingerprint_slip(sample.HEAD.head)
    (text,) = shown(data)
    assert all(group in text for group in fingerprint_groups(sample.HEAD.head.root))
    assert "57 revisions" in text
    assert "3 June 2024, 09:30:00 UTC. Time zone of that computer: America/Los_Angeles." in text
    (spanish,) = shown(fingerprint_slip(sample.HEAD.head, "es"))
    assert "3 de junio de 2024, 09:30:00 UTC. Zona horaria de aquel equipo: America/Los_Angeles." in spanish
    assert all(sentence.split(".")[0][:30] in text for sentence in all_claims())
    assert fingerprint_slip(sample.HEAD.head) == data
