"""Readings of every kind for the dossier's tests: a mail, a mail box, a saved page, a table, recordings."""

from __future__ import annotations

from journal_app.domain.readings import Block, Field, Kind, Note, Reading, Source

HEBREW = "הוא אמר שלא אספר לאף אחד."
JAPANESE = "誰にも言わないでください。"


def field(name: Field, text: str) -> Block:
    return Block(kind=Kind.FIELD, name=name, text=text)


def row(*cells: str, level: int = 0) -> Block:
    return Block(kind=Kind.ROW, cells=cells, level=level)


MAIL = Reading(
    source=Source.MAIL,
    blocks=(
        field(Field.FROM, "Marcus Hale <hale@example.org>"), field(Field.TO, "Ana Keller <ana.keller@example.org>"),
        field(Field.DATE, "Tue, 12 Mar 2024 23:40:00 -0700"), field(Field.SUBJECT, "Saturday"),
        field(Field.MESSAGE_ID, "<20240312.1@example.org>"),
        Block(kind=Kind.PARAGRAPH, text="Dear Ana,\nI would like to see you on Saturday, outside of the practice."),
        Block(kind=Kind.QUOTE, text="I do not think that I should come.", level=1),
        Block(kind=Kind.PARAGRAPH, text=HEBREW),
        Block(kind=Kind.ATTACHMENT, name="map of the house.png", media_type="image/png", size=48213, sha256="3f" * 32),
        Block(kind=Kind.ATTACHMENT, media_type="application/pdf", size=0, sha256="e3" * 32),
        Block(kind=Kind.MESSAGE, text="Re: Saturday", level=1),
        field(Field.FROM, "Ana Keller <ana.keller@example.org>"),
        Block(kind=Kind.PARAGRAPH, text="No."), Block(kind=Kind.MESSAGE, level=2),
    ),
    notes=(Note.OTHER_FORM, Note.DAMAGED_PART),
)  # fmt: skip

PAGE = Reading(
    source=Source.PAGE,
    blocks=(
        field(Field.TITLE, "Notes from the consulting room"), field(Field.SAVED_FROM, "https://example.org/notes/31"),
        Block(kind=Kind.HEADING, text="A blue house", level=1),
        Block(kind=Kind.PARAGRAPH, text="Somebody told me of a house [https://example.org/houses?id=" + "9" * 90 + "]"),
        Block(kind=Kind.PICTURE, text="A house at the water"), Block(kind=Kind.PICTURE),
        Block(kind=Kind.HEADING, text="What I took from it", level=4),
        Block(kind=Kind.ITEM, text="that a house is never empty", level=1),
        Block(kind=Kind.ITEM, text=JAPANESE, level=2),
        Block(kind=Kind.ITEM, text="and " + "a long item " * 60, level=1, name="12."),
        Block(kind=Kind.RULE), Block(kind=Kind.QUOTE, text="Nobody knows where it stands.", level=2),
        Block(kind=Kind.PREFORMATTED, text="first line\n   second line"),
        row("When", "What", "", level=1), row("9 January", "told to me", "x"), row("23 January", "", HEBREW),
        row("a", "b", level=2), row("c", "d"),
    ),
    notes=(Note.HIDDEN_LEFT_OUT, Note.CUT),
)  # fmt: skip

BOX = Reading(
    source=Source.MAILBOX,
    blocks=(Block(kind=Kind.MESSAGE, text="Saturday", level=1), field(Field.FROM, "hale@example.org")),
    notes=(Note.NO_HEAD, Note.NO_WORDS, Note.MORE_PARTS, Note.MORE_MESSAGES), messages=61,
)  # fmt: skip

TABLE = Reading(
    source=Source.TABLE,
    blocks=(
        row(*(f"column {number}" for number in range(9)), level=1), row("1", *[""] * 7, "9"),
        *(row(f"2024-03-{at % 28 + 1:02}", "Hale", "words " * (at % 40), level=int(not at)) for at in range(700)),
        row("h" * 200, "long head", level=1), row("x", "y"), row("", "only a head", level=1),
    ),
)  # fmt: skip

RECORDING = Reading(
    source=Source.RECORDING,
    blocks=(field(Field.DURATION, "0:01:15"), field(Field.SAMPLE_RATE, "44100 Hz"), field(Field.CHANNELS, "2"),
            field(Field.BIT_RATE, "128 kbit/s"), field(Field.TITLE, "Harbor Road 12")),
)  # fmt: skip
SILENT = Reading(source=Source.RECORDING, notes=(Note.NO_FACTS,))
NOTED = Reading(
    source=Source.TEXT,
    blocks=(Block(kind=Kind.PREFORMATTED, text="12.03.24, 21:04 - M: Come\n12.03.24, 21:05 - A: No"),),
    notes=(Note.OLD_ENCODING, Note.LOST_LETTERS),
)  # fmt: skip
FROM_MARKUP = Reading(source=Source.MAIL, blocks=(Block(kind=Kind.PARAGRAPH, text="words"),), notes=(Note.FROM_MARKUP,))
READINGS = {
    "mail": MAIL, "page": PAGE, "box": BOX, "table": TABLE, "recording": RECORDING, "silent": SILENT, "noted": NOTED,
    "markup": FROM_MARKUP,
}  # fmt: skip
