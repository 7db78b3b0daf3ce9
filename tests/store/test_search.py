"""Search: any text is a fair query, and what the person wrote is found in any script."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal_app.domain.complaints import (
    Complaint,
    ComplaintLog,
    ComplaintPoints,
    LogEntry,
    Point,
    Reply,
    Sending,
    SentFile,
)
from journal_app.domain.custody import CustodyEvent, CustodyNote
from journal_app.domain.evidence import Evidence, Redaction, SourceCard
from journal_app.domain.incident import Impact, Incident, Involvement, PrivateNote, Quote, ResponseStep, Step, Told
from journal_app.domain.matches import Match, PrivateSide, PublicSide
from journal_app.domain.people import Person, PersonNote, RegisterCheck, Relationship
from journal_app.domain.studies import Asked, Study
from journal_app.store import database as database_module
from journal_app.store import folding, search, timeline
from journal_app.store.database import Database, migrations, prepare
from journal_app.vault.connection import Connection, Row

from .writing import NOW, Writer


def _hits(database: Database, query: str) -> list[tuple[str, str]]:
    return sorted((hit.kind, hit.record_id) for hit in search.find(database, query))


def _write(writer: Writer, *accounts: str, first: int = 0) -> None:
    with writer.change() as ledger:
        for index, account in enumerate(accounts, first):
            ledger.append("incident", f"i{index}", Incident(id=f"i{index}", account=account))


@pytest.fixture
def full(writer: Writer) -> Database:
    with writer.change() as ledger:
        ledger.append(
            "incident",
            "i",
            Incident(
                id="i",
                account="t01",
                known_because="t02",
                place="t03",
                own_response="t04",
                afterwards="t05",
                unsure="t06",
                recorded_elsewhere="t07",
                exact_words=(Quote(text="t08"),),
                people=(Involvement(person="idword", part="t09"),),
                told=(Told(person="idword", answer="t10"),),
                professional_response=(ResponseStep(step=Step.DENIED, note="t11"),),
                types=("typeword",),
            ),
        )
        ledger.append("impact", "i", Impact(incident="i", text="t12"))
        ledger.append("private-note", "i", PrivateNote(incident="i", text="t13", tags=("t14", "t15 t16")))
        ledger.append(
            "person",
            "p",
            Person(
                id="p",
                name="t20",
                pseudonym="t21",
                profession="t22",
                licence_number="t23",
                licence_body="t24",
                register_check=RegisterCheck(result="t25"),
                address="t26",
                email="t27",
                phone="t28",
            ),
        )
        ledger.append("person", "q", Person(id="q", name="t17"))
        ledger.append("person-note", "p", PersonNote(person="p", notes="t29"))
        ledger.append(
            "relationship",
            "p/q",
            Relationship(
                client="p",
                professional="q",
                setting="t30",
                frequency="t31",
                fees="t32",
                consents="t33",
                how_it_ended="t34",
            ),
        )
        ledger.append(
            "evidence",
            "e",
            Evidence(
                id="e",
                file_name="t40.png",
                sha256="0" * 64,
                size=1,
                blob="b",
                media_type="image/png",
                description="t41",
                card=SourceCard(
                    captured_by="t42",
                    device="t43",
                    application="t44",
                    url="t45",
                    account="t46",
                    seen_by="t47",
                    date_visible="t48",
                    original_kept="t49",
                ),
            ),
        )
        ledger.append(
            "match",
            "m",
            Match(
                id="m",
                private=PrivateSide(text="t50"),
                public=PublicSide(text="t51", url="t52", account="t53"),
                who_could_know="t54",
            ),
        )
        study = Study(
            id="s", title="t80", description="t81", published_in="t82", url="t83", learned="t84", institution="t85",
            committee="t86", committee_number="t87", information="t88", consent_words="t89", recognisable="t90",
            consent=Asked.SIGNED_WITH_COPY, found="2024-05",
        )  # fmt: skip
        ledger.append("study", "s", study)
        ledger.append(
            "complaint",
            "c",
            Complaint(
                id="c",
                board="boardword",
                professional="p",
                outcome_sought="t60",
                steps_taken="t61",
                delay_explanation="t62",
                other_bodies="t63",
                status="t64",
                reference_number="t65",
            ),
        )
        log = ComplaintLog(
            complaint="c", entries=(LogEntry(what="t66", source="t67"),),
            sendings=(Sending(to="t68", way="t69", note="t70", files=(SentFile(name="t71", sha256="ab" * 32),)),),
            replies=(Reply(sender="t72", words="t73"),),
        )  # fmt: skip
        ledger.append("complaint-log", "c", log)
        points = ComplaintPoints(complaint="c", points=(Point(said="t74", answer="t75"),))
        ledger.append("complaint-points", "c", points)
        ledger.append("redaction", "r", Redaction(person="p", replace_with="hiddenword"))
        ledger.append("custody", "e", CustodyNote(evidence="e", event=CustodyEvent.ADDED, detail="detailword"))
    return writer.database  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "where"),
    [(range(1, 17), ("incident", "i")), (range(20, 30), ("person", "p")), (range(30, 35), ("person", "q")),
     (range(40, 50), ("evidence", "e")), (range(50, 55), ("match", "m")), (range(60, 76), ("complaint", "c")),
     (range(80, 91), ("study", "s"))],
)  # fmt: skip
def test_every_text_a_person_wrote_is_found_as_what_it_belongs_to(
    full: Database, numbers: range, where: tuple[str, str]
) -> None:
    for number in numbers:
        assert _hits(full, f"t{number:02d}") == [where]


@pytest.mark.parametrize(
    "word", ["idword", "typeword", "boardword", "hiddenword", "detailword", "denied", "image", "signed"]
)
def test_ids_and_fixed_words_are_not_searched(full: Database, word: str) -> None:
    assert search.find(full, word) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("canal", [0]), ("CANAL", [0]), ("can", [0]), ("anal", []), ("walked canal", [0]), ("canal walked", [0]),
        ("canal nothing", []), ("cafe", [1, 2]), ("café", [1, 2]), ("cafe\u0301", [1, 2]), ("don't", [3]),
        ("don’t", [3]), ("Straße", [4]), ("東京", [5]), ("行き", [5]), ("東京 tower", [5]), ("東京 canal", []),
        ("ไป", [6]), ("😀", [7]), ("नमस्ते", [8]), ("नम", [8]), ("سلام", [9]), ("canal AND walked", []),
        ('"canal"', [0]), ("canal*", [0]), ("words:canal", []), ("-canal", [0]), ("(canal", [0]), ("3/4", [10]),
        ("a_b", [10]), ("100%", [10]), ("co-worker", [10]), ("x@example.org", [10]),
        ("", []), ("   ", []), ("—", []), ("\0", []), ("canal\0walk", [0]), ("\ud800", []), ("*", []), ('"', []),
    ],
)  # fmt: skip
def test_queries(writer: Writer, query: str, found: list[int]) -> None:
    _write(
        writer,
        "We walked along the canal.", "The café.", "Cafe\u0301s were open.", "I don't know.", "die Straße",
        "私は東京に行きました tower", "ผมไปตลาด", "emoji 😀 here", "नमस्ते दुनिया", "سلام عليكم",
        "3/4 of a_b: 100% co-worker x@example.org",
    )  # fmt: skip
    assert [int(identifier[1:]) for _, identifier in _hits(writer.database, query)] == found


WAYS = [
    ("محمّد قال لي", "محمد"), ("שָׁלוֹם לך", "שלום"), ("καλημέρα σας", "καλημερα"), ("ΛΌΓΟΣ", "λόγος"),
    ("Ёлка стояла", "елка"), ("Straße 5", "strasse"), ("Strasse 5", "straße"), ("İstanbul gecesi", "istanbul"),
    ("ISPARTA", "ısparta"), (unicodedata.normalize("NFD", "がっこうで会った"), "がっこう"),
    ("がっこうで会った", unicodedata.normalize("NFD", "がっこう")),
    (unicodedata.normalize("NFD", "한글 파일"), "한글"),
    ("the ther\u00adapist", "therapist"), ("Lineで言った", "lineで"),
    ("lineで言った", "Lineで"), ("東京（とうきょう）", "東京（とう"),
    ("\ufb01nally", "finally"), ("Ødegård", "odegard"), ("đường", "duong"), ("ʻokina hawaiʻi", "hawaii"),
    ("①番", "1番"), ("ａｂｃ", "abc"), ("Œuvre", "oeuvre"), ("می\u200cخواهم", "میخواهم"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "query"), WAYS)
def test_words_are_found_in_whatever_way_they_are_written(writer: Writer, written: str, query: str) -> None:
    _write(writer, written, "something else")
    assert _hits(writer.database, query) == [("incident", "i0")]
    assert timeline.ids(writer.database, timeline.Sought(words=query)) == ["i0"]
    [hit] = search.find(writer.database, query)
    assert hit.snippet == " ".join(written.split())  # and not what it was folded to
    _write(writer, "something else")
    assert _hits(writer.database, query) == []


def test_what_is_shown_around_a_folded_word_is_what_was_written(writer: Writer) -> None:
    _write(writer, "слово " * 50 + "Ёлка стояла" + " слово" * 50)
    [hit] = search.find(writer.database, "елка стояла")
    assert "слово Ёлка стояла слово" in hit.snippet
    assert len(hit.snippet) <= 60


def test_only_texts_that_need_it_are_kept_folded(writer: Writer) -> None:
    _write(writer, "Plain words.", "El café de mañana… “así”", "naïve Müller — don’t", "Grüße, Straße")
    assert writer.database.execute("SELECT words FROM search_folded") == [("grusse, strasse",)]


def test_a_folded_form_goes_with_its_words_and_stays_with_a_removed_entry(writer: Writer) -> None:
    _write(writer, "Straße", "Ёлка", "Plain words.")
    _write(writer, "Now it is plain.")
    with writer.change() as ledger:
        ledger.remove("incident", "i1")
        ledger.append("incident", "i2", Incident(id="i2", account="Größe: ﬁne"))
    words = writer.database.execute("SELECT words FROM search_folded ORDER BY rowid")
    assert words == [("елка",), ("grosse: fine",)]


def test_an_index_from_before_is_folded_once(empty: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(empty, NOW, migrations()[:4])
    with monkeypatch.context() as patched:
        patched.setattr(folding, "keep", lambda *_: None)
        patched.setattr(database_module, "_own_migrations", lambda: migrations()[:4])
        before = Writer(empty)
        _write(before, "Ёлка", "plain", "Straße")
        with before.change() as ledger:
            ledger.remove("incident", "i2")
    prepare(empty, NOW)
    assert _hits(empty, "елка") == [("incident", "i0")]
    assert _hits(empty, "plain") == [("incident", "i1")]
    assert _hits(empty, "strasse") == []
    assert timeline.ids(empty, timeline.Sought(words="strasse", removed=True)) == ["i2"]


@pytest.mark.parametrize("word", ["canal", "secretword"])
def test_a_removed_entry_is_found_among_the_removed(writer: Writer, word: str) -> None:
    _write(writer, "We walked along the canal.")
    with writer.change() as ledger:
        ledger.append("private-note", "i0", PrivateNote(incident="i0", text="secretword"))
        ledger.remove("incident", "i0")
    assert timeline.ids(writer.database, timeline.Sought(words=word, removed=True)) == ["i0"]
    assert timeline.ids(writer.database, timeline.Sought(words=word)) == search.find(writer.database, word) == []


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_text_is_a_fair_query(database: Database, query: str) -> None:
    assert search.find(database, query) == []


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.from_regex(r"[a-z]{3,8}", fullmatch=True))
def test_any_text_can_be_kept_and_a_word_of_it_found(writer: Writer, around: str, word: str) -> None:
    account = f"{around} {word}"
    with writer.change() as ledger:
        ledger.append("incident", "i", Incident(id="i", account=account))
    assert _hits(writer.database, word) == [("incident", "i")]


def test_only_the_latest_words_are_found(writer: Writer) -> None:
    _write(writer, "first")
    with writer.change() as ledger:
        ledger.append("incident", "i0", Incident(id="i0", account="second"))
    assert _hits(writer.database, "first") == []
    assert _hits(writer.database, "second") == [("incident", "i0")]


def test_a_removed_entry_is_not_found_nor_are_its_private_parts(writer: Writer) -> None:
    _write(writer, "canal")
    with writer.change() as ledger:
        ledger.append("impact", "i0", Impact(incident="i0", text="canal 東京"))
    assert len(search.find(writer.database, "canal")) == 1
    with writer.change() as ledger:
        ledger.remove("incident", "i0")
    assert search.find(writer.database, "canal") == search.find(writer.database, "東京") == []
    with writer.change() as ledger:
        ledger.restore("incident", "i0")
    assert len(search.find(writer.database, "canal")) == 1


def test_the_words_around_are_shown(writer: Writer) -> None:
    _write(writer, "word " * 50 + "canal\n\n  house " + "word " * 50, "あ" * 50 + "東京" + "い" * 50)
    [hit] = search.find(writer.database, "canal")
    assert "word canal house word" in hit.snippet
    assert hit.snippet.startswith("…")
    assert len(hit.snippet) < 120
    [hit] = search.find(writer.database, "東京")
    assert "あ東京い" in hit.snippet
    assert len(hit.snippet) == 60


@pytest.mark.parametrize("query", ["canal", "cana", "canal house", "house can"])
def test_however_many_are_found_the_database_is_asked_as_often(
    writer: Writer, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    """The words around were asked for entry by entry, and each time the index put its list together anew."""
    asked: list[str] = []
    execute = Connection.execute

    def counted(self: Connection, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        asked.append(sql.partition(" IN (")[0])
        return execute(self, sql, parameters)

    monkeypatch.setattr(Connection, "execute", counted)
    text = "canal before a house"
    _write(writer, text)
    asked.clear()
    assert len(search.find(writer.database, query)) == 1
    once = [*asked]
    _write(writer, *(text for _ in range(9)), first=1)
    asked.clear()
    found = search.find(writer.database, query)
    assert len(found) == 10
    assert {hit.snippet for hit in found} == {text}
    assert asked == once


def test_the_best_stands_first(writer: Writer) -> None:
    _write(writer, "canal " + "word " * 200, "canal canal canal", "word")
    assert [hit.record_id for hit in search.find(writer.database, "canal")] == ["i1", "i0"]


def test_where_very_many_are_found_the_newest_stand_first(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_RANKED", 2)
    _write(writer, "canal canal", "canal house house", "canal", "house")
    assert [hit.record_id for hit in search.find(writer.database, "canal")] == ["i2", "i1", "i0"]
    assert [hit.record_id for hit in search.find(writer.database, "house")] == ["i3", "i1"]


def test_no_more_are_found_than_anybody_reads(writer: Writer) -> None:
    _write(writer, "canal 東京", "canal 東京", "canal 東京")
    for query in ("canal", "東京", "canal 東京"):
        assert len(search.find(writer.database, query, most=2)) == 2


@pytest.mark.parametrize("rows", [1, 2, 3, 4, 100])
def test_the_parts_of_an_entry_count_as_one(writer: Writer, monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    """Entries whose private parts hold the words as well took the places of others: half of them was not found."""
    monkeypatch.setattr(search, "_ROWS_AT_ONCE", rows)
    _write(writer, "canal", "canal", "canal")
    with writer.change() as ledger:
        for name in ("i0", "i1", "i2"):
            ledger.append("impact", name, Impact(incident=name, text="canal canal"))
            ledger.append("private-note", name, PrivateNote(incident=name, text="canal canal canal"))
    assert sorted(hit.record_id for hit in search.find(writer.database, "canal", most=3)) == ["i0", "i1", "i2"]
    assert len(search.find(writer.database, "canal", most=2)) == 2


def test_a_relationship_goes_with_the_professional_in_it(full: Database, writer: Writer) -> None:
    with writer.change() as ledger:
        ledger.remove("person", "q")
    assert _hits(full, "t30") == []
