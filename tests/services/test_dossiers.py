"""Dossiers: what is in, what stays, whose names are hidden, and that everything appears or nothing does."""

from __future__ import annotations

import hashlib
import io
import random
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from PIL import Image

from journal_app.domain.complaints import ComplaintEntry, LogEntry, Point, Reply, Sending, SentFile
from journal_app.domain.custody import CustodyEvent
from journal_app.domain.evidence import Redaction, WaitingFiles
from journal_app.domain.incident import Incident, IncidentEntry, Involvement, Purpose, Quote, ResponseStep, Step
from journal_app.domain.matches import Match, PrivateSide, PublicSide
from journal_app.domain.people import PersonEntry, Relationship, Role
from journal_app.domain.records import changed
from journal_app.dossier.case import Audience
from journal_app.dossier.security import sign_pdf
from journal_app.errors import BadInput, Cancelled, Damaged, StorageTrouble
from journal_app.integrity import manifest
from journal_app.integrity.chain import read_revision
from journal_app.services import (
    anchors,
    backups,
    cases,
    complaints,
    dossiers,
    drafts,
    evidence,
    hidden_names,
    incidents,
    made_files,
    matches,
    people,
    preparing,
    redactions,
    renditions,
)
from journal_app.services.dossiers import DossierRequest, Made
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.services.media import NoRendition
from journal_app.verification.report import Outcome
from journal_app.verifier import verify

from .keeping import (
    CLIENT,
    ENTRY,
    PASSPHRASE,
    PROFESSIONAL,
    Clock,
    Stops,
    on_disk,
    picture,
    refused,
    revised,
    state,
    unwritable,
)

MADE = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BOARD, LAWYER, SELF = (DossierRequest(audience=each) for each in ("board", "lawyer", "self"))
FRIEND = PersonEntry(id="friend", name="Wanda Lund", roles=(Role.TOLD,))
COMPLAINT = ComplaintEntry(
    id="c",
    board="us-ca-bbs",
    professional="professional",
    incidents=("first", "second"),
    outcome_sought="That it is looked into.",
    log=(LogEntry(when="2026-01-05", what="Wanda Lund rang the body."),),
)


@pytest.fixture(scope="session")
def filing_folder(started_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal with a complaint, entries for every reader, files, a match, and somebody whose name is hidden."""
    folder = Path(shutil.copytree(started_folder, tmp_path_factory.mktemp("filing") / "journal"))
    with Journal.open(folder, PASSPHRASE, clock=Clock()) as journal:
        if not journal.decoder.available():
            pytest.skip("a layer of the worker's lock is missing on this system")
        people.put(journal, FRIEND)
        people.put(journal, PersonEntry(id="stranger", name="Otto Nobody", roles=(Role.OTHER,)))
        people.put_relationship(journal, Relationship(client="client", professional="professional", fees="80"))
        incidents.revise(journal, "first", changed(ENTRY, impact="Wanda Lund sat with me."))
        told = IncidentEntry(
            id="second", account="Wanda Lund heard it.", occurred="2024-05", people=(Involvement(person="friend"),),
            purpose=Purpose.FOR_A_COMPLAINT,
        )  # fmt: skip
        incidents.record(journal, told)
        incidents.record(journal, IncidentEntry(id="law", account="For counsel.", purpose=Purpose.FOR_MY_LAWYER))
        incidents.record(journal, IncidentEntry(id="mine", account="For nobody else."))
        new = [NewFile(name="shot.png", source=picture()), NewFile(name="note.txt", source=b"plain words")]
        shot, _ = evidence.attach(journal, "first", new, description="A page")
        evidence.attach(journal, "mine", [NewFile(name="own.png", source=picture("blue"))])
        side = PrivateSide(incident="first", text="the blue house")
        matches.put(journal, Match(id="m", private=side, public=PublicSide(incident="second"), evidence=(shot,)))
        matches.put(journal, Match(id="n", private=side, public=PublicSide(incident="mine")))
        complaints.put(journal, COMPLAINT)
        redactions.hide_name(journal, "friend", "a friend")
        redactions.hide_parts(journal, shot, 1, [(0, 0, 9, 9)])
        preparing.prepare(journal)
    return folder


@pytest.fixture
def filing(filing_folder: Path, tmp_path: Path, clock: Clock) -> Iterator[Journal]:
    folder = Path(shutil.copytree(filing_folder, tmp_path / "filing"))
    with Journal.open(folder, PASSPHRASE, clock=clock) as journal:
        yield journal


def words_of(pdf: Path) -> str:
    shown = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(shown.split())


def written(made: Made) -> dict[str, Path]:
    """Return the written files by name, after comparing what is said of each with what is there."""
    for each in made.files:
        data = each.path.read_bytes()
        assert (each.sha256, each.size) == (hashlib.sha256(data).hexdigest(), len(data))
    return {each.path.name: each.path for each in made.files}


@pytest.mark.parametrize(
    ("request_", "included", "staying", "files"),
    [
        (BOARD, ("first", "second"), 2, ["shot.png", "note.txt"]),
        (LAWYER, ("first", "second"), 2, ["shot.png", "note.txt"]),
        (DossierRequest(audience="lawyer", every=True), ("first", "second", "law"), 1, None),
        (SELF, ("first", "second", "law", "mine"), 0, None),
        (DossierRequest(audience="board", incidents=("second", "law", "mine")), ("second",), 3, []),
        (DossierRequest(audience="board", complaint="c", board="us-wa-doh"), ("first", "second"), 2, None),
    ],
)
def test_what_is_in_and_what_stays(
    filing: Journal, request_: DossierRequest, included: tuple[str, ...], staying: int, files: list[str] | None
) -> None:
    before = state(filing)
    plan = dossiers.prepare(filing, request_)
    assert plan.included == included
    assert plan.staying == staying
    names = [evidence.get(filing, identifier).evidence.file_name for _, identifier in plan.exhibits]
    assert files is None or names == files
    assert [label for label, _ in plan.exhibits] == [f"EX-{number:03d}" for number in range(1, len(names) + 1)]
    assert state(filing) == before
    assert plan.draft is False


def test_a_match_goes_out_only_with_both_its_entries(filing: Journal) -> None:
    assert [each.id for each in cases.collect(filing, BOARD).case.matches] == ["m"]
    assert [each.id for each in cases.collect(filing, SELF).case.matches] == ["m", "n"]


LEFT_OUT = [
    (BOARD, True), (LAWYER, True), (DossierRequest(audience="board", every=True), True),
    (DossierRequest(audience="board", no_complaint=True, every=True, matches_left_out=("m",)), False),
]  # fmt: skip


@pytest.mark.parametrize(("request_", "kept"), LEFT_OUT)
def test_of_a_match_that_is_left_out_nothing_leaves(
    filing: Journal, tmp_path: Path, request_: DossierRequest, kept: bool
) -> None:
    """What was said in therapy went along with its entries, though nobody had chosen it."""
    people.put(filing, PersonEntry(id="told", name="Gerta Told", roles=(Role.OTHER,)))
    (shot,) = evidence.attach(filing, "mine", [NewFile(name="said.txt", source=b"file of the match")])
    sides = {
        "private": PrivateSide(incident="first", text="zqsaidintherapy", told_to="told"),
        "public": PublicSide(incident="second", text="zqsaidinpublic"),
    }
    matches.put(filing, Match(id="m", evidence=(shot,), **sides))

    def words(name: str) -> str:
        (folder := tmp_path / name).mkdir()
        dossiers.build(filing, request_, folder / ("package" if request_.audience == "lawyer" else "out.pdf"))
        found = [each for each in folder.rglob("*") if each.is_file()]
        read = (each.read_text() for each in found if each.suffix in {".json", ".txt", ".csv"})
        return " ".join([*map(words_of, folder.rglob("*.pdf")), *read])

    told = ("zqsaidintherapy", "zqsaidinpublic", "Gerta Told", "file of the match")
    if kept:
        plan = dossiers.prepare(filing, request_)
        assert (plan.matches, plan.left_out) == (1, 0)
        text = words("before")
        assert [each in text for each in told] == [True] * 4
        complaints.leave_out(filing, "c", "m", left_out=True)
    plan = dossiers.prepare(filing, request_)
    assert (plan.matches, plan.left_out) == (0, 1)
    assert shot not in {identifier for _, identifier in plan.exhibits}
    text = words("after")
    assert [each in text for each in told] == [False] * 4


def test_matches_go_along_with_their_entries_and_to_oneself_all_of_them(filing: Journal) -> None:
    def along(request: DossierRequest) -> list[tuple[str, bool]]:
        return [(each.match.id, each.left_out) for each in dossiers.matches_along(filing, request)]

    complaints.leave_out(filing, "c", "m", left_out=True)
    assert along(BOARD) == along(LAWYER) == [("m", True)]
    assert along(replace(BOARD, incidents=("first", "mine"))) == []
    assert along(SELF) == [("m", False), ("n", False)]
    plan = dossiers.prepare(filing, SELF)
    assert (plan.matches, plan.left_out) == (2, 0)
    incidents.remove(filing, "second")
    assert along(BOARD) == []


def test_what_is_said_to_stay_is_in_no_copy_for_oneself(filing: Journal, tmp_path: Path) -> None:
    incidents.revise(
        filing, "mine", changed(incidents.get(filing, "mine").entry, account="For me.", private_note="zqn")
    )
    incidents.record(filing, IncidentEntry(id="gone", account="Zqremoved."))
    incidents.remove(filing, "gone")
    drafts.save(filing, "law", changed(incidents.get(filing, "law").entry, account="Zqbegun."))
    dossiers.build(filing, SELF, tmp_path / "self.pdf")
    text = words_of(tmp_path / "self.pdf")
    for told in ("For me.", "zqn", "For counsel."):
        assert told in text
    for stays in ("For nobody else.", "Zqremoved.", "Zqbegun."):
        assert stays not in text
    with pikepdf.open(tmp_path / "self.pdf") as pdf:
        assert list(pdf.attachments) == []


def test_a_file_that_shows_exact_words_or_a_step_goes_out_with_its_entry(filing: Journal) -> None:
    quote, step = evidence.attach(
        filing, "mine", [NewFile(name=name, source=name.encode()) for name in ("quote.txt", "step.txt")]
    )
    shown = Quote(text="Come by.", evidence=(quote,)), ResponseStep(step=Step.DENIED, evidence=(step,))
    entry = incidents.get(filing, "second").entry
    incidents.revise(filing, "second", changed(entry, exact_words=shown[:1], professional_response=shown[1:]))
    files = [identifier for _, identifier in dossiers.prepare(filing, BOARD).exhibits]
    assert {quote, step} <= set(files)
    only_law = dossiers.prepare(filing, DossierRequest(audience="lawyer", every=True, incidents=("law",)))
    assert not {quote, step} & {identifier for _, identifier in only_law.exhibits}


def test_nobody_leaves_whom_nothing_names(filing: Journal) -> None:
    assert {each.id for each in cases.collect(filing, BOARD).case.people} == {"client", "professional", "friend"}
    assert "stranger" in {each.id for each in cases.collect(filing, SELF).case.people}
    people.put(filing, PersonEntry(id="stranger", name="Otto Nobody", roles=(Role.WITNESS,), agreed_to_contact=True))
    assert "stranger" not in {each.id for each in cases.collect(filing, BOARD).case.people}


@pytest.mark.parametrize(("country", "paper"), [("us-ca-bbs", "letter"), ("uk-bacp", "a4")])
def test_the_paper_is_that_of_the_body(filing: Journal, country: str, paper: str) -> None:
    request = DossierRequest(audience="board", board=country)
    assert cases.collect(filing, request).case.paper == paper
    assert cases.collect(filing, DossierRequest(audience="board", board=country, paper="a4")).case.paper == "a4"


def test_which_complaint_is_meant_is_asked_where_it_is_not_clear(filing: Journal, started: Journal) -> None:
    with refused(BadInput, started) as caught:
        dossiers.prepare(started, BOARD)
    assert "no complaint" in caught.value.message
    complaints.put(filing, changed(COMPLAINT, id="d", board="uk-bacp", log=()))
    with refused(BadInput, filing) as caught:
        dossiers.prepare(filing, BOARD)
    assert "--complaint" in caught.value.advice
    assert dossiers.prepare(filing, DossierRequest(audience="board", board="uk-bacp")).included == ("first", "second")
    assert dossiers.prepare(filing, DossierRequest(audience="board", complaint="d")).included == ("first", "second")
    assert dossiers.prepare(filing, DossierRequest(audience="board", every=True)).included == ("first", "second")


@pytest.mark.parametrize(
    "request_",
    [
        DossierRequest(audience="board", complaint="nowhere"),
        DossierRequest(audience="board", board="no-such-body"),
        DossierRequest(audience="board", language="xx"),
    ],
)
def test_what_is_not_known_is_told(filing: Journal, request_: DossierRequest) -> None:
    with refused(BadInput, filing):
        dossiers.prepare(filing, request_)


def test_a_dossier_without_a_complaint_names_the_professional(started: Journal) -> None:
    case = cases.collect(started, DossierRequest(audience="board", every=True, board="us-ca-bbs")).case
    assert case.complaint is None
    assert {each.id for each in case.people} == {"client", "professional"}
    assert [each.incident.id for each in case.incidents] == ["first"]


def test_what_was_removed_and_put_back_or_meant_for_another_was_not_revised(
    started: Journal, clock: Clock, tmp_path: Path
) -> None:
    """A body that reads of revisions asks what stood there before; nothing else did."""
    request, shown = DossierRequest(audience="board", every=True, board="us-ca-bbs"), tmp_path / "shown.pdf"
    for purpose in (Purpose.PRIVATE, Purpose.FOR_A_COMPLAINT):
        clock.forward(days=1)
        incidents.mean_for(started, "first", purpose)
    incidents.remove(started, "first")
    clock.forward(days=1)
    incidents.restore(started, "first")
    dossiers.build(started, request, shown)
    words = words_of(shown)
    assert "Revised" not in words
    assert "None of 1." in words
    view = incidents.get(started, "first")
    assert (view.versions, view.last_written, view.revisions) == (1, view.first_recorded, 5)
    shown.unlink()
    incidents.revise(started, "first", changed(ENTRY, account="He asked me to meet him."))
    clock.forward(days=9)
    incidents.remove(started, "first")
    incidents.restore(started, "first")
    dossiers.build(started, request, shown)
    assert "Revised once, on March 4, 2026" in words_of(shown)


@pytest.mark.parametrize("request_", [BOARD, LAWYER], ids=lambda each: each.audience)
def test_a_dossier_that_cannot_be_noted_is_not_there(filing: Journal, tmp_path: Path, request_: DossierRequest) -> None:
    """It is told that nothing was changed; what lay there all the same was found by nobody, or by somebody else."""
    out, fields = tmp_path / "there" / "out.pdf", tmp_path / "there" / "fields.txt"
    out.parent.mkdir()
    with refused(StorageTrouble, filing), unwritable(filing):
        dossiers.build(filing, request_, out, fields=fields)
    assert list(out.parent.iterdir()) == []


@pytest.mark.parametrize("request_", [BOARD, LAWYER, SELF], ids=lambda each: each.audience)
def test_a_dossier_is_made_of_a_copy_too(filing: Journal, tmp_path: Path, request_: DossierRequest) -> None:
    """Nothing can be noted in the copy, as where it gives a file back; it stays as it was made."""
    backups.back_up(filing, tmp_path / "copy")
    before = on_disk(tmp_path / "copy")
    with Journal.open(tmp_path / "copy", PASSPHRASE, clock=Clock()) as copy:
        assert copy.read_only
        made = dossiers.build(copy, request_, tmp_path / "from copy.pdf")
    assert on_disk(tmp_path / "copy") == before
    assert made.files
    written(made)


def test_a_dossier_is_a_draft_until_what_stops_filing_is_settled(filing: Journal, tmp_path: Path) -> None:
    assert dossiers.prepare(filing, BOARD).draft is False
    people.put(filing, changed(CLIENT, roles=(Role.CLIENT,)))
    plan = dossiers.prepare(filing, BOARD)
    assert plan.draft
    assert "no-complainant" in {point.code for point in plan.open_points}
    dossiers.build(filing, BOARD, tmp_path / "draft.pdf")
    assert "This copy Draft" in words_of(tmp_path / "draft.pdf")
    (tmp_path / "preview.pdf").write_bytes(dossiers.preview(filing, BOARD).pages)
    assert words_of(tmp_path / "preview.pdf") == words_of(tmp_path / "draft.pdf")
    people.put(filing, CLIENT)
    dossiers.build(filing, BOARD, tmp_path / "final.pdf")
    assert "This copy Final" in words_of(tmp_path / "final.pdf")
    assert dossiers.prepare(filing, DossierRequest(audience="board", incidents=())).draft


def test_a_preview_is_what_is_written_and_leaves_no_mark(filing: Journal, tmp_path: Path) -> None:
    before = state(filing)
    preview = dossiers.preview(filing, BOARD).pages
    assert state(filing) == before
    dossiers.build(filing, BOARD, tmp_path / "board.pdf")
    assert (tmp_path / "board.pdf").read_bytes() == preview


def test_what_is_sent_is_judged_by_its_size(filing: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = dossiers.build(filing, BOARD, tmp_path / "small.pdf")
    assert (small.too_large, dossiers.preview(filing, BOARD).too_large) == ("", "")
    monkeypatch.setattr("journal_app.dossier.points.LARGE_FILE", small.files[0].size - 1)
    assert "Many e-mail systems refuse more than" in dossiers.preview(filing, BOARD).too_large
    assert "Many e-mail systems refuse more than" in dossiers.preview(filing, SELF).too_large
    assert dossiers.preview(filing, LAWYER).too_large == ""  # the originals are told of in its plan
    for made in (
        dossiers.build(filing, BOARD, tmp_path / "board.pdf"),
        dossiers.build(filing, DossierRequest(audience="lawyer"), tmp_path / "package"),
    ):
        assert "Many e-mail systems refuse more than" in made.too_large
        assert made.open_points[-1] == made.too_large
        assert all(made.open_points)


def test_the_body_gets_one_file_and_the_rest_beside_it(filing: Journal, tmp_path: Path) -> None:
    request = DossierRequest(audience="board", with_impact=True)
    made = dossiers.build(
        filing, request, tmp_path / "board.pdf", fields=tmp_path / "fields.txt", encrypt_passphrase=PASSPHRASE
    )
    files = written(made)
    assert set(files) == {"board.pdf", "fields.txt", "board-impact.pdf", "board-encrypted.pdf"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files.values()} == {0o600}
    board = words_of(files["board.pdf"]) + files["fields.txt"].read_text()
    assert files["fields.txt"].read_text().startswith("-" * 72 + "\nFor you, not for the form\n")
    assert "not for the form" not in words_of(files["board.pdf"])
    assert "He asked me to meet him." in board
    for private in (
        "sat with me",
        "Only for me",
        "two phones",
        "rang the body",
        "For counsel",
        "For nobody",
        "own.png",
    ):
        assert private not in board
    assert "sat with me" in words_of(files["board-impact.pdf"])
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(files["board-encrypted.pdf"])
    with (
        pikepdf.open(files["board-encrypted.pdf"], password=PASSPHRASE) as opened,
        pikepdf.open(files["board.pdf"]) as own,
    ):
        assert len(opened.pages) == len(own.pages)


def test_hidden_names_are_hidden_in_everything_that_leaves(filing: Journal, tmp_path: Path) -> None:
    request = DossierRequest(audience="board", with_impact=True)
    dossiers.build(filing, request, tmp_path / "board.pdf", fields=tmp_path / "fields.txt")
    dossiers.build(filing, LAWYER, tmp_path / "package")
    texts = [words_of(tmp_path / name) for name in ("board.pdf", "board-impact.pdf", "package/dossier.pdf")]
    texts.append((tmp_path / "fields.txt").read_text())
    for text in texts:
        assert "Wanda" not in text
        assert "Lund" not in text
    assert "a friend sat with me." in texts[1]
    assert "a friend rang the body." in texts[2]
    dossiers.build(filing, SELF, tmp_path / "self.pdf")
    assert "Wanda Lund rang the body." in words_of(tmp_path / "self.pdf")


def test_what_the_record_of_a_hidden_person_said_before_is_hidden_too(filing: Journal, tmp_path: Path) -> None:
    """A record that was brought up to date showed again what was hidden in every entry of before."""
    said = "Call Hilde Ohm at 555 867 5309, old@x.example, 12 Canal Street; Ohm rang. Ida is with Otto Nobody."
    first = PersonEntry(
        id="friend", name="Hilde Ohm", roles=(Role.TOLD,), phone="555 867 5309", email="old@x.example",
        address="12 Canal Street\nOakland",
    )  # fmt: skip
    for entry in (
        first,
        changed(first, name="Otto Nobody"),
        *(changed(first, name=name, phone="1") for name in ("Later provider", "The client", "A friend")),
        FRIEND,
    ):
        people.put(filing, entry)
    incidents.revise(filing, "second", changed(incidents.get(filing, "second").entry, account=said))
    dossiers.build(filing, BOARD, tmp_path / "board.pdf", fields=tmp_path / "fields.txt")
    dossiers.build(filing, LAWYER, tmp_path / "package")
    board = words_of(tmp_path / "board.pdf")
    texts = [board, words_of(tmp_path / "package" / "dossier.pdf"), (tmp_path / "fields.txt").read_text()]
    for text in (*texts, (tmp_path / "package" / "manifest.json").read_text()):
        for told in ("Ohm", "Hilde", "867 5309", "old@", "Canal"):
            assert told not in text
    # What is somebody else's name today stays theirs.
    assert "Call a friend at a friend, a friend, a friend; a friend rang. Ida is with Otto Nobody." in board


def test_what_somebody_else_has_today_stays_though_a_hidden_person_had_it_before(filing: Journal) -> None:
    people.put(filing, changed(FRIEND, name="Wanda Berg", phone="555 867 5309", email="old@x.example"))
    people.put(filing, FRIEND)
    people.put(filing, changed(CLIENT, phone="555 867 5309"))
    hidden = hidden_names.names(filing, Audience.BOARD)
    told = Incident(id="x", account="Wanda Berg; Berg at 555 867 5309 or old@x.example")
    assert CLIENT.name.endswith("Berg")
    assert hidden_names.in_record(told, hidden).account == "a friend; Berg at 555 867 5309 or a friend"


def test_a_hidden_name_in_a_file_and_in_what_is_said_of_it_leaves_in_the_original_alone(
    filing: Journal, tmp_path: Path
) -> None:
    """The package could not be made at all: the name was found in the record of the file, and in the file itself."""
    new = [NewFile(name="chat.txt", source=b"Wanda Lund: I will come.")]
    evidence.attach(filing, "first", new, description="To Wanda Lund")
    dossiers.build(filing, LAWYER, tmp_path / "package")
    folder = tmp_path / "package"
    holding = {each.name for each in folder.rglob("*") if each.is_file() and b"Lund" in each.read_bytes()}
    originals = [each for each in holding if each.startswith("EX-")]
    assert len(originals) == 1
    assert holding <= {*originals, "dossier.pdf"}  # in which the originals are attached as they are
    with pikepdf.open(folder / "dossier.pdf") as pdf:
        lists = {name: pdf.attachments[name].get_file().read_bytes() for name in ("manifest.json", "custody.csv")}
        assert not any(b"Lund" in data for data in lists.values())
    said = {(line.subject.id, line.outcome): line.details for line in verify(folder).lines}
    assert Outcome.DIFFERS not in {outcome for _, outcome in said}
    _, not_checked = said["exhibits", Outcome.NOT_CHECKED]  # its record holds the name, and stays
    assert originals[0] in not_checked


def test_a_short_name_takes_no_records_with_it_that_only_hold_its_letters(filing: Journal, tmp_path: Path) -> None:
    def chained(name: str) -> list[str]:
        dossiers.build(filing, LAWYER, tmp_path / name)
        chain = manifest.read_manifest((tmp_path / name / "manifest.json").read_bytes()).chain
        kinds = [read_revision(entry.body.encode()).kind for entry in chain]
        return [kind for kind in kinds if kind != "custody"]  # where each export is noted

    before = chained("before")
    people.put(filing, PersonEntry(id="cid", name="Cid", roles=(Role.TOLD,)))  # its letters are in "incident"
    redactions.hide_name(filing, "cid", "a colleague")
    assert "incident" in before
    assert chained("after") == before


def test_contact_details_leave_and_are_hidden_as_it_is_said(filing: Journal, tmp_path: Path) -> None:
    """Of somebody whose name was replaced they were printed, and their name was replaced inside of them."""
    people.put(filing, changed(CLIENT, address="3 Elm Road", phone="030 555 0177"))
    willing = PersonEntry(
        id="friend", name="Wanda Lund", roles=(Role.TOLD, Role.WITNESS), agreed_to_contact=True,
        address="12 Wanda Street", email="lund@x.example", phone="0777 123",
    )  # fmt: skip
    people.put(filing, willing)
    incidents.revise(filing, "second", changed(incidents.get(filing, "second").entry, account="Call 0777-123."))
    evidence.attach(filing, "first", [NewFile(name="chat.txt", source=b"wanda wrote from lund@x.example")])
    request = DossierRequest(audience="board", with_impact=True)
    plan = dossiers.prepare(filing, request)
    assert plan.contacts == plan.form_contacts == ("Ida Berg",)
    assert plan.without_contacts == ("a friend",)
    dossiers.build(filing, request, tmp_path / "board.pdf", fields=tmp_path / "fields.txt")
    dossiers.build(filing, LAWYER, tmp_path / "package")
    package = tmp_path / "package"
    texts = [words_of(tmp_path / name) for name in ("board.pdf", "board-impact.pdf", "package/dossier.pdf")]
    texts += [path.read_text() for path in (tmp_path / "fields.txt", *package.glob("*.txt"), *package.glob("*.[jc]s*"))]
    for text in texts:
        for told in ("Wanda", "wanda", "Street", "x.example", "0777"):
            assert told not in text
    assert "3 Elm Road" in texts[0]
    assert "Call a friend." in texts[0]
    assert "a friend wrote from a friend" in texts[0]
    assert "Hidden in this copy" in texts[0]


def test_that_originals_are_whole_is_said_in_every_place(filing: Journal, tmp_path: Path) -> None:
    made = dossiers.build(filing, LAWYER, tmp_path / "package")
    assert [each for each in made.open_points if "nothing is hidden in them" in each]
    assert "nothing is hidden in them" in (tmp_path / "package" / "READ-ME-FIRST.txt").read_text()
    text = words_of(tmp_path / "package" / "dossier.pdf")
    assert "Hidden in these pages alone" in text
    assert "hidden in this copy." not in text
    board = dossiers.build(filing, BOARD, tmp_path / "board.pdf")
    assert not [each for each in board.open_points if "nothing is hidden" in each]
    assert "Hidden in these pages alone" not in words_of(tmp_path / "board.pdf")


def test_the_encrypted_copy_of_a_signed_dossier_names_the_original(filing: Journal, tmp_path: Path) -> None:
    made = dossiers.build(filing, LAWYER, tmp_path / "package", encrypt_passphrase=PASSPHRASE)
    signed = hashlib.sha256((tmp_path / "package" / "dossier.pdf").read_bytes()).hexdigest()
    with pikepdf.open(tmp_path / "package-encrypted.pdf", password=PASSPHRASE) as pdf:
        assert str(pdf.docinfo["/Subject"]).endswith(f"Fingerprint (SHA-256) of the signed original: {signed}")
        assert "/AcroForm" not in pdf.Root
    assert made.signed == signed
    assert dossiers.note_of_copy(made.signed).endswith(f"the signed original: {signed}")


def test_no_note_is_told_of_where_nothing_was_signed(filing: Journal, tmp_path: Path) -> None:
    assert dossiers.build(filing, LAWYER, tmp_path / "package").signed == ""
    assert dossiers.build(filing, BOARD, tmp_path / "board.pdf", encrypt_passphrase=PASSPHRASE).signed == ""
    with pikepdf.open(tmp_path / "board-encrypted.pdf", password=PASSPHRASE) as pdf:
        assert "SHA-256" not in str(pdf.docinfo.get("/Subject", ""))


def _answered(journal: Journal) -> str:
    """Note what was sent, what came back and an answer point by point; returns the id of the file it stands in."""
    (letter,) = evidence.attach(journal, "", [NewFile(name="letter.txt", source=b"He denies it. Wanda Lund knows.")])
    entry = changed(
        complaints.get(journal, "c").entry,
        sendings=(Sending(to="The body, for Wanda Lund", files=(SentFile(name="dossier.pdf", sha256="ab" * 32),)),),
        replies=(Reply(sender="Clerk", words="REPLY-MARK of Wanda Lund", evidence=letter),),
        points=(
            Point(said="SAID-MARK", answer="Wanda Lund saw it.", letter=letter, incidents=("second", "mine")),
        ),
    )  # fmt: skip
    complaints.put(journal, entry)
    return letter


def test_the_answer_point_by_point_goes_where_the_person_says(filing: Journal, tmp_path: Path) -> None:
    letter = _answered(filing)
    for audience in ("board", "lawyer"):
        without = cases.collect(filing, DossierRequest(audience=audience))
        assert without.case.points == ()
        assert letter not in {each.evidence.id for each in without.case.exhibits}
        case = cases.collect(filing, DossierRequest(audience=audience, with_reply=True)).case
        assert [each.incidents for each in case.points] == [("second",)]  # and nothing that stays
        assert letter in {each.evidence.id for each in case.exhibits}
    assert len(cases.collect(filing, SELF).case.points) == 1
    request = DossierRequest(audience="board", with_reply=True)
    dossiers.build(filing, request, tmp_path / "board.pdf")
    dossiers.build(filing, replace(request, audience="lawyer"), tmp_path / "package")
    dossiers.build(filing, SELF, tmp_path / "self.pdf")
    board, lawyer, own = (words_of(tmp_path / name) for name in ("board.pdf", "package/dossier.pdf", "self.pdf"))
    for text in (board, lawyer):
        assert "SAID-MARK" in text
        assert "a friend saw it." in text
        assert "Wanda" not in text
    assert "REPLY-MARK" not in board
    assert "ab" * 32 not in board
    assert "REPLY-MARK of a friend" in lawyer
    assert "The body, for a friend" in lawyer
    assert "REPLY-MARK of Wanda Lund" in own


def test_entries_and_exhibits_stand_in_the_order_that_is_asked_for(filing: Journal) -> None:
    def order(request: DossierRequest) -> tuple[list[str], list[str]]:
        case = cases.collect(filing, request).case
        return [each.incident.id for each in case.incidents], [each.evidence.file_name for each in case.exhibits]

    assert order(BOARD) == (["first", "second"], ["shot.png", "note.txt"])
    assert order(replace(BOARD, order=("second", "gone"))) == (["second", "first"], ["shot.png", "note.txt"])
    note = next(each.evidence.id for each in evidence.everything(filing) if each.evidence.file_name == "note.txt")
    turned = replace(BOARD, order=("second",), exhibit_order=(note,))
    assert order(turned) == (["second", "first"], ["note.txt", "shot.png"])
    plan = dossiers.prepare(filing, turned)
    assert plan.exhibits[0] == ("EX-001", note)
    assert plan.included == ("second", "first")


def test_an_exhibit_stands_with_the_first_incident_that_cites_it_in_whatever_way(filing: Journal) -> None:
    """A file that only a quote, a step or a match names came last, behind those of all incidents."""

    def files() -> list[str]:
        return [each.evidence.file_name for each in cases.collect(filing, BOARD).case.exhibits]

    new = [NewFile(name=f"{name}.txt", source=name.encode()) for name in ("step", "quote", "match")]
    step, quote, match = evidence.attach(filing, "mine", new)
    evidence.attach(filing, "second", [NewFile(name="second.txt", source=b"second")])
    assert files() == ["shot.png", "note.txt", "second.txt"]
    spoken = Quote(text="Come by.", speaker="professional", evidence=(quote,))
    incidents.revise(filing, "first", changed(ENTRY, exact_words=(spoken,)))
    answered = ResponseStep(step=Step.DENIED, evidence=(step,))
    entry = incidents.get(filing, "second").entry
    incidents.revise(filing, "second", changed(entry, professional_response=(answered,)))
    sides = {"private": PrivateSide(incident="first"), "public": PublicSide(incident="second")}
    matches.put(filing, Match(id="last", evidence=(match,), **sides))
    assert files() == ["shot.png", "note.txt", "quote.txt", "match.txt", "step.txt", "second.txt"]


def test_the_chronology_stays_in_the_order_of_the_dates(filing: Journal, tmp_path: Path) -> None:
    dossiers.build(filing, replace(BOARD, order=("second", "first")), tmp_path / "turned.pdf")
    text = words_of(tmp_path / "turned.pdf")
    rows = text[text.rindex("First line of the account") :]
    assert rows.index("March 12, 2024") < rows.index("May 2024")


def test_a_hidden_place_is_in_nothing_that_leaves(filing: Journal, tmp_path: Path) -> None:
    entry = changed(incidents.get(filing, "second").entry, place="Canal Street 9", account="Outside Canal Street 9.")
    incidents.revise(filing, "second", entry)
    redactions.hide_place(filing, "Canal Street 9", "a street")
    dossiers.build(filing, BOARD, tmp_path / "board.pdf")
    dossiers.build(filing, LAWYER, tmp_path / "package")
    for name in ("board.pdf", "package/dossier.pdf"):
        assert "Outside a street." in words_of(tmp_path / name)
        assert "Canal" not in words_of(tmp_path / name)
    assert "Canal" not in (tmp_path / "package" / "manifest.json").read_text()
    dossiers.build(filing, SELF, tmp_path / "self.pdf")
    assert "Outside Canal Street 9." in words_of(tmp_path / "self.pdf")


def test_a_pseudonym_is_for_the_body_alone(filing: Journal) -> None:
    redactions.hide_name(filing, "friend", "")
    people.put(filing, PersonEntry(id="friend", name="Wanda Lund", roles=(Role.TOLD,), pseudonym="Person F"))
    shown = {request.audience: cases.collect(filing, request).case.named("friend") for request in (BOARD, LAWYER, SELF)}
    assert shown == {"board": "Person F", "lawyer": "Wanda Lund", "self": "Wanda Lund"}


def test_the_log_goes_to_a_lawyer_and_never_to_a_body(filing: Journal) -> None:
    assert cases.collect(filing, BOARD).lawyer is None
    snapshot = cases.collect(filing, LAWYER)
    assert snapshot.lawyer is not None
    assert snapshot.lawyer.log is not None
    assert snapshot.private is None
    complaints.put(filing, changed(COMPLAINT, log=()))
    without = cases.collect(filing, LAWYER).lawyer
    assert without is not None
    assert without.log is None
    assert cases.collect(filing, DossierRequest(audience="lawyer", every=True, complaint="")).lawyer is not None


def test_the_copy_for_oneself_holds_everything(filing: Journal, tmp_path: Path) -> None:
    dossiers.build(filing, SELF, tmp_path / "self.pdf")
    words = words_of(tmp_path / "self.pdf")
    for own in ("Only for me", "Keeps two phones", "For nobody else", "For counsel", "rang the body", "sat with me"):
        assert own in words


def test_a_lawyer_s_package_passes_its_own_check(filing: Journal, tmp_path: Path) -> None:
    files = written(dossiers.build(filing, LAWYER, tmp_path / "package"))
    assert {"dossier.pdf", "manifest.json", "SHA256SUMS"} <= set(files)
    shown = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "package", capture_output=True, text=True, check=False
    )
    assert shown.returncode == 0, shown.stdout
    originals = {path.read_bytes() for path in (tmp_path / "package" / "exhibits").iterdir()}
    assert originals == {picture(), b"plain words"}


def chain_of(folder: Path) -> list[Any]:
    chain = manifest.read_manifest((folder / "manifest.json").read_bytes()).chain
    return [read_revision(entry.body.encode()) for entry in chain]


def test_an_entry_that_was_private_before_goes_to_a_lawyer_without_its_private_revisions(
    filing: Journal, tmp_path: Path
) -> None:
    """One entry that had ever been private stopped every package, for its earlier revisions stay."""
    entry = IncidentEntry(account="He hugged me.", occurred="2024-04-01")
    was = incidents.record(filing, entry)
    incidents.mean_for(filing, was, Purpose.FOR_MY_LAWYER)
    dossiers.build(filing, replace(LAWYER, every=True), tmp_path / "package")
    mine = [facts.record for facts in chain_of(tmp_path / "package") if facts.record_id == was]
    assert [record["purpose"] for record in mine] == ["for-my-lawyer"]
    assert verify(tmp_path / "package").exit_code == 0


def test_who_alters_a_document_cannot_sign_it_anew_for_the_journal(filing: Journal, tmp_path: Path) -> None:
    """The certificate was tied to nothing: an altered document with a signature of its own agreed in the check."""
    dossiers.build(filing, LAWYER, tmp_path / "package")
    document = tmp_path / "alone.pdf"
    shutil.copyfile(tmp_path / "package" / "dossier.pdf", document)
    for place in (tmp_path / "package", document):
        agreed = [line.outcome for line in verify(place).lines if line.subject.id == "document-key"]
        assert agreed == [Outcome.AGREES]
    with pikepdf.open(document, allow_overwriting_input=True) as pdf:
        del pdf.Root["/AcroForm"], pdf.pages[0]["/Annots"]  # the signature before
        pdf.save(document)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Journal")])
    key = ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, MADE, MADE + timedelta(days=9))
    certificate = builder.sign(key, SHA256()).public_bytes(Encoding.DER)
    sign_pdf(document, certificate, partial(key.sign, signature_algorithm=ec.ECDSA(SHA256())), MADE)
    differing = {line.subject.id for line in verify(document).lines if line.outcome is Outcome.DIFFERS}
    assert differing == {"document-key"}


def test_a_file_is_told_of_without_the_entries_that_stay(filing: Journal, tmp_path: Path) -> None:
    """Its record named the ids of all entries it belongs to, also of private ones."""
    stays = incidents.record(filing, IncidentEntry(account="Only for me."))
    (file,) = evidence.attach(filing, "first", [NewFile(name="both.txt", source=b"seen twice")])
    known = evidence.get(filing, file).evidence
    evidence.describe(filing, changed(known, incidents=("first", stays)))
    dossiers.build(filing, LAWYER, tmp_path / "package")
    holding = [
        each for each in (tmp_path / "package").rglob("*") if each.is_file() and stays.encode() in each.read_bytes()
    ]
    assert holding == []
    with pikepdf.open(tmp_path / "package" / "dossier.pdf") as pdf:
        assert stays.encode() not in pdf.attachments["manifest.json"].get_file().read_bytes()
    assert file in {facts.record_id for facts in chain_of(tmp_path / "package")}  # as it was before
    assert verify(tmp_path / "package").exit_code == 0


@pytest.mark.parametrize("account", ['As I copied it. "wanda": I miss you', '{"Wanda Lund": "I miss you"}'])
def test_a_hidden_name_in_quotes_before_a_colon_is_no_key_of_the_program(
    filing: Journal, tmp_path: Path, account: str
) -> None:
    """The revision was not left out, and stopped the package for good; what looks like JSON is the person's too."""
    was = incidents.record(filing, IncidentEntry(account=account, purpose=Purpose.FOR_MY_LAWYER))
    dossiers.build(filing, replace(LAWYER, every=True), tmp_path / "package")
    assert was not in {facts.record_id for facts in chain_of(tmp_path / "package")}
    told = (tmp_path / "package" / "manifest.json").read_text(encoding="utf-8").casefold()
    assert "wanda" not in told


def test_each_dossier_is_one_more_event_of_each_of_its_files(filing: Journal, tmp_path: Path) -> None:
    before = {view.evidence.file_name: view.custody for view in evidence.everything(filing)}
    count = revised(filing)
    dossiers.build(filing, BOARD, tmp_path / "board.pdf")
    after = {view.evidence.file_name: view.custody for view in evidence.everything(filing)}
    assert revised(filing) == count + 2
    for name in ("shot.png", "note.txt"):
        assert after[name][:-1] == before[name]
        assert after[name][-1].note.event is CustodyEvent.EXPORTED
    assert after["own.png"] == before["own.png"]


def test_a_dossier_made_again_has_the_same_bytes(filing: Journal, tmp_path: Path, clock: Clock) -> None:
    for name in ("one.pdf", "two.pdf"):
        dossiers.build(filing, BOARD, tmp_path / name)
        clock.forward(days=1)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


@pytest.mark.parametrize("there", ["out", "fields", "impact", "encrypted"])
def test_nothing_is_overwritten_and_nothing_appears(filing: Journal, tmp_path: Path, there: str) -> None:
    names = {"out": "b.pdf", "fields": "f.txt", "impact": "b-impact.pdf", "encrypted": "b-encrypted.pdf"}
    (tmp_path / names[there]).write_bytes(b"mine")
    with refused(BadInput, filing):
        dossiers.build(
            filing, DossierRequest(audience="board", with_impact=True), tmp_path / "b.pdf",
            fields=tmp_path / "f.txt", encrypt_passphrase=PASSPHRASE,
        )  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([names[there], "filing"])
    assert (tmp_path / names[there]).read_bytes() == b"mine"


def test_two_outputs_never_take_one_place(filing: Journal, tmp_path: Path) -> None:
    with refused(BadInput, filing):
        dossiers.build(filing, BOARD, tmp_path / "b.pdf", fields=tmp_path / "b.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["filing"]


def test_nothing_is_written_into_the_journal_or_where_no_folder_is(filing: Journal, tmp_path: Path) -> None:
    for place in (filing.folder / "b.pdf", tmp_path / "no" / "b.pdf"):
        with refused(BadInput, filing):
            dossiers.build(filing, BOARD, place)


@pytest.mark.parametrize("at", [0, 2])
def test_stopping_leaves_nothing(filing: Journal, tmp_path: Path, at: int) -> None:
    with refused(Cancelled, filing):
        dossiers.build(filing, LAWYER, tmp_path / "package", progress=Stops(at))
    assert [path.name for path in tmp_path.iterdir()] == ["filing"]


def test_a_damaged_original_stops_a_package(filing: Journal, tmp_path: Path) -> None:
    item = evidence.everything(filing)[0].evidence
    (filing.vault.blobs.folder / item.blob).unlink()
    with refused(Damaged, filing):
        dossiers.build(filing, LAWYER, tmp_path / "package")
    assert [path.name for path in tmp_path.iterdir()] == ["filing"]


def test_a_text_that_cannot_be_read_is_told_in_its_place(started: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> str:
        raise NoRendition("too-slow")

    evidence.attach(started, "first", [NewFile(name="note.txt", source=b"words")])
    monkeypatch.setattr(renditions, "reading", stopped)
    case = cases.collect(started, DossierRequest(audience="board", every=True)).case
    assert case.exhibits[0].problem == "This file took too long to be shown."


def test_a_part_hidden_on_a_page_that_is_not_there_stops_the_dossier(filing: Journal) -> None:
    item = evidence.everything(filing)[0].evidence
    lost = Redaction(evidence=item.id, page=7, boxes=((0, 0, 5, 5),))
    with filing.change() as ledger:
        ledger.append("redaction", lost.id, lost)
    with refused(BadInput, filing) as caught:
        dossiers.prepare(filing, BOARD)
    assert "page 7" in caught.value.message


def test_an_empty_journal_gives_an_empty_copy(empty: Journal, tmp_path: Path) -> None:
    made = dossiers.build(empty, SELF, tmp_path / "self.pdf")
    assert [each.path.name for each in made.files] == ["self.pdf"]
    assert revised(empty) == 0


def test_a_package_holds_the_trusted_time_that_was_asked_for(filing: Journal, tmp_path: Path) -> None:
    anchors.request(filing, tmp_path / "a.tsq")
    files = written(dossiers.build(filing, LAWYER, tmp_path / "package"))
    assert (tmp_path / "a.tsq").read_bytes() in {path.read_bytes() for path in files.values()}


def test_a_complete_copy_holds_every_complaint(filing: Journal) -> None:
    complaints.put(
        filing, ComplaintEntry(id="zz", board="uk-hcpc", professional=COMPLAINT.professional, outcome_sought="Another.")
    )
    snapshot = cases.collect(filing, SELF)
    assert snapshot.case.complaint is not None
    assert snapshot.private is not None
    held = [snapshot.case.complaint.id, *(each.id for each in snapshot.private.complaints)]
    assert sorted(held) == sorted(each.entry.id for each in complaints.everything(filing))


def test_hidden_names_are_looked_for_by_a_second_reader(
    filing: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    words = filing.decoder.words_of_pages

    def heard(data: bytes) -> Iterator[str]:
        for page in words(data):
            read.append(page)
            yield page

    monkeypatch.setattr(filing.decoder, "words_of_pages", heard)
    dossiers.build(filing, BOARD, tmp_path / "board.pdf")
    assert "a friend" in " ".join(read)
    read.clear()
    dossiers.build(filing, SELF, tmp_path / "self.pdf")
    assert read == []  # nothing is hidden from oneself


def test_pages_that_cannot_be_read_again_are_not_kept(
    filing: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(data: bytes) -> Iterator[str]:
        raise NoRendition("stopped")

    monkeypatch.setattr(filing.decoder, "words_of_pages", stopped)
    with refused(StorageTrouble, filing):  # a pipe to the reader that failed once is no damage that was found
        dossiers.build(filing, BOARD, tmp_path / "board.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["filing"]


def test_without_a_lock_for_the_second_reader_the_first_is_left(
    filing: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was left without a word."""
    assert "read-once" not in {each.code for each in dossiers.prepare(filing, BOARD).open_points}
    monkeypatch.setattr(filing.decoder, "available", lambda: False)
    made = dossiers.build(filing, BOARD, tmp_path / "board.pdf")
    assert "a friend" in words_of(made.files[0].path)
    assert [each for each in made.open_points if "in one way only" in each]
    assert "read-once" not in {each.code for each in dossiers.prepare(filing, SELF).open_points}


def test_everything_of_a_package_speaks_the_language_of_the_dossier(filing: Journal, tmp_path: Path) -> None:
    dossiers.build(filing, DossierRequest(audience="lawyer", every=True, language="es"), tmp_path / "paquete")
    assert (tmp_path / "paquete" / "READ-ME-FIRST.txt").read_text(encoding="utf-8").startswith("LÉAME PRIMERO\n")


def test_a_name_of_hexadecimal_letters_makes_no_package_impossible(filing: Journal, tmp_path: Path) -> None:
    """It was found between the digits of a digest, so that nothing could be sent to a lawyer at all."""
    people.put(filing, PersonEntry(id="ada", name="Ada Bea Abe Cade Dee Fae Ebba", roles=(Role.TOLD,)))
    redactions.hide_name(filing, "ada", "a colleague")
    for number in range(20):
        entry = IncidentEntry(account="A day.", occurred="2024-05", purpose=Purpose.FOR_MY_LAWYER)
        incidents.record(filing, changed(entry, id=f"n{number}"))
    evidence.attach(filing, "first", [NewFile(name=f"{n}.png", source=picture(size=(50 + n, 30))) for n in range(9)])
    made = dossiers.build(filing, replace(LAWYER, every=True), tmp_path / "package")
    chain = manifest.read_manifest((tmp_path / "package" / "manifest.json").read_bytes()).chain
    assert made.files
    assert len([entry for entry in chain if read_revision(entry.body.encode()).kind == "evidence"]) == 11


def test_ids_that_hold_a_hidden_name_stay(filing: Journal, tmp_path: Path) -> None:
    """Ids of an import are its maker's; in the lists of a package one with a hidden name stopped it."""
    told = incidents.get(filing, "second").entry
    incidents.record(filing, changed(told, id="with-wanda", account="She was there."))
    complaints.put(filing, changed(COMPLAINT, incidents=("first", "with-wanda")))
    evidence.attach(filing, "with-wanda", [NewFile(name="own.txt", source=b"words")])
    dossiers.build(filing, LAWYER, tmp_path / "package")
    data = (tmp_path / "package" / "manifest.json").read_bytes()
    assert b"wanda" not in data.lower()
    assert [each.incidents for each in manifest.read_manifest(data).exhibits] == [
        ("first",),
        ("first",),
        ("incident-2",),
    ]
    outcomes = {line.outcome for line in verify(tmp_path / "package").lines}
    assert Outcome.DIFFERS not in outcomes


@pytest.mark.parametrize("before", ["W.L. heard it.", "WL heard it.", "Wan-da heard it.", "W\u00e4nda heard it."])
def test_an_earlier_revision_with_another_spelling_of_a_hidden_name_stays(
    filing: Journal, tmp_path: Path, before: str
) -> None:
    told = incidents.get(filing, "second").entry
    for account in (before, "It was heard."):
        incidents.revise(filing, "second", changed(told, account=account))
    dossiers.build(filing, LAWYER, tmp_path / "package")
    data = (tmp_path / "package" / "manifest.json").read_bytes()
    bodies = [each.body for each in manifest.read_manifest(data).chain]
    assert not [body for body in bodies if before in body]
    assert [body for body in bodies if "It was heard." in body]


def test_a_mail_that_names_a_kind_of_file_after_somebody_stops_no_dossier(filing: Journal, tmp_path: Path) -> None:
    mail = (
        b"From: a@x.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: text/plain\r\n\r\nWords.\r\n--x\r\nContent-Type: image/x-lund\r\n"
        b"Content-Disposition: attachment; filename=a.png\r\n\r\nwords\r\n--x--\r\n"
    )
    evidence.attach(filing, "first", [NewFile(name="mail.eml", source=mail)])
    dossiers.build(filing, BOARD, tmp_path / "board.pdf")
    assert "lund" not in words_of(tmp_path / "board.pdf").casefold()
    assert "image/x-a friend" in words_of(tmp_path / "board.pdf")


@pytest.mark.parametrize(
    "account",
    [
        "Ms Lu\ufffend heard it.", "Ms Lu\x02nd heard it.", "Ms Lu\ufff9nd heard it.", "Ms Lu\ufeffnd heard it.",
        "Ms Lu\xad\nnd heard it.", "Ms Lu\ufffe\nnd heard it.",
    ],
)  # fmt: skip
def test_what_is_not_seen_inside_a_hidden_name_keeps_no_record_in_the_package(
    filing: Journal, tmp_path: Path, account: str
) -> None:
    """The pages, which drop it, hid the name; the list of records, which did not, held it."""
    was = incidents.record(filing, IncidentEntry(account=account, purpose=Purpose.FOR_MY_LAWYER))
    dossiers.build(filing, replace(LAWYER, every=True), tmp_path / "package")
    assert was not in {facts.record_id for facts in chain_of(tmp_path / "package")}
    with pikepdf.open(tmp_path / "package" / "dossier.pdf") as pdf:
        assert was.encode() not in pdf.attachments["manifest.json"].get_file().read_bytes()
    assert verify(tmp_path / "package").exit_code == 0


def all_of(pdf: Path) -> list[str]:
    """Return what the pages of a document say, and each of its strings and streams as it is written."""
    found = [words_of(pdf)]
    with pikepdf.open(pdf) as opened:
        found += [str(each) for each in opened.docinfo.values()]
        for item in opened.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") != "/Image":
                found.append(item.read_bytes().decode("latin-1"))
            elif isinstance(item, pikepdf.Object):
                found += [bytes(item.unparse()).decode("latin-1"), item.unparse().decode("utf-16-be", "ignore")]
    return found


@pytest.fixture
def berlin(empty: Journal) -> Journal:
    """A journal kept in Berlin, which is hidden, with an entry for a body and a file."""
    empty.timezone = "Europe/Berlin"
    if not empty.decoder.available():
        pytest.skip("a layer of the worker's lock is missing on this system")
    people.put(empty, CLIENT)
    people.put(empty, PROFESSIONAL)
    entry = IncidentEntry(
        id="first", account="It was in Berlin.", occurred="2024-07-01T23:40", timezone="Europe/Berlin",
        people=(Involvement(person="professional"),), purpose=Purpose.FOR_A_COMPLAINT,
    )  # fmt: skip
    incidents.record(empty, entry)
    evidence.attach(empty, "first", [NewFile(name="shot.png", source=picture())], description="A page")
    complaints.put(empty, changed(COMPLAINT, incidents=("first",), log=()))
    redactions.hide_place(empty, "Berlin", "the town")
    preparing.prepare(empty)
    return empty


def test_a_hidden_town_is_no_time_zone_of_what_goes_to_a_body(berlin: Journal, tmp_path: Path) -> None:
    """It stood in the facts of each entry, in the chronology, and in the method."""
    request = DossierRequest(audience="board", with_impact=True)
    made = dossiers.build(berlin, request, tmp_path / "board.pdf", fields=tmp_path / "fields.txt")
    words = words_of(tmp_path / "board.pdf")
    assert words.count("UTC+02:00") == 2  # in July
    assert "Time zone of that computer: UTC+01:00." in words  # in January, when it was kept
    assert not [each for each in all_of(tmp_path / "board.pdf") if "berlin" in each.casefold()]
    assert "berlin" not in words_of(tmp_path / "board-impact.pdf").casefold()
    assert "berlin" not in (tmp_path / "fields.txt").read_text(encoding="utf-8").casefold()
    assert "UTC+02:00" in (tmp_path / "fields.txt").read_text(encoding="utf-8")
    (told,) = [each for each in made.open_points if "Europe/Berlin" in each]
    assert "The package" not in told


def test_a_hidden_town_in_the_time_zone_of_the_journal_takes_no_file_out_of_the_chain(
    berlin: Journal, tmp_path: Path
) -> None:
    """No record was left in a package, so that no exhibit could be compared with the chain."""
    berlin.timezone = "Europe/Vienna"  # later records are told apart from those that hold the name
    incidents.revise(berlin, "first", changed(incidents.get(berlin, "first").entry, account="It was there."))
    made = dossiers.build(berlin, LAWYER, tmp_path / "package")
    (told,) = [each for each in made.open_points if "Europe/Berlin" in each]
    assert "The package" in told
    assert "berlin" not in words_of(tmp_path / "package" / "dossier.pdf").casefold()
    assert "berlin" not in (tmp_path / "package" / "custody.csv").read_text(encoding="utf-8").casefold()
    chain = chain_of(tmp_path / "package")
    assert {facts.kind for facts in chain} == {"evidence", "custody"}  # the entry says where it was
    assert {facts.timezone for facts in chain} == {"Europe/Berlin"}
    assert "Berlin" not in str([facts.record for facts in chain])
    result = verify(tmp_path / "package")
    assert result.exit_code == 0
    assert Outcome.NOT_CHECKED not in {line.outcome for line in result.lines if line.subject.id == "exhibits"}


def test_what_is_not_finished_is_told_of_and_is_not_in_it(filing: Journal, tmp_path: Path) -> None:
    """The person filed without the sentence they wrote the day before, and nothing had said so."""
    plain, before = dossiers.preview(filing, BOARD).pages, dossiers.prepare(filing, BOARD)
    assert not before.begun
    entry = incidents.get(filing, "first").entry
    shot, own = incidents.get(filing, "first").evidence[0], incidents.get(filing, "mine").evidence[0]
    drafts.save(filing, "first", changed(entry, account="Written since."))
    for identifier in (shot, own):
        item = evidence.get(filing, identifier).evidence
        drafts.save(filing, f"evidence:{identifier}", changed(item, description="Written since."))
    drafts.save(filing, "person:friend", changed(FRIEND, profession="Baker"))
    drafts.save(filing, "person:stranger", PersonEntry(id="stranger", name="Otto"))
    drafts.save(filing, "relationship:professional", Relationship(client="client", professional="professional"))
    for identifier in ("m", "n"):
        drafts.save(filing, f"match:{identifier}", matches.get(filing, identifier).match)
    drafts.save(filing, "complaint:c", changed(COMPLAINT, outcome_sought="Written since."))
    plan = dossiers.prepare(filing, BOARD)
    told = plan.open_points[len(before.open_points) :]
    assert (plan.begun, plan.open_points[: len(before.open_points)]) == (True, before.open_points)
    assert sorted((each.kind, each.record_id) for each in told) == sorted([
        ("incident", "first"), ("evidence", shot), ("person", "friend"), ("person", "professional"), ("match", "m"),
        ("complaint", "c"),
    ])  # fmt: skip
    words, ends = {each.record_id: each.message for each in told}, ": changes are kept that are not finished. "
    ends += "They are not in this dossier."
    assert (words["first"], words[shot]) == (f"“{entry.account.splitlines()[0]}”{ends}", f"EX-001{ends}")
    assert words["friend"] == f"a friend{ends}"  # as in the other points: what is hidden stands in none
    assert dossiers.preview(filing, BOARD).pages == plain
    assert set(words.values()) <= set(dossiers.build(filing, BOARD, tmp_path / "d.pdf").open_points)


@pytest.mark.parametrize(
    ("key", "kind"),
    [("new", "incident"), ("files:new", "incident"), ("person:", "person"), ("match:", "match")],
)
def test_something_new_that_is_not_finished_is_told_of(filing: Journal, key: str, kind: str) -> None:
    before = dossiers.prepare(filing, BOARD).open_points
    drafts.save(filing, key, IncidentEntry(account="Begun."))
    plan = dossiers.prepare(filing, BOARD)
    (told,) = plan.open_points[len(before) :]
    assert (told.code, told.kind, told.record_id, plan.begun) == ("begun-new", kind, "", True)
    assert "not finished" in told.message


def test_files_that_wait_for_an_entry_are_told_of(filing: Journal) -> None:
    before = dossiers.prepare(filing, BOARD).open_points
    drafts.save(filing, "files:second", WaitingFiles(files=("f",)))
    (told,) = dossiers.prepare(filing, BOARD).open_points[len(before) :]
    assert (told.kind, told.record_id) == ("incident", "second")


PARTS = 1_500_000  # bytes: two of the pictures below fit, with all pages that have none


def with_scans(journal: Journal, count: int = 4) -> None:
    """Add pictures that no compression makes smaller, of about 600,000 bytes each."""
    for number in range(count):
        image = Image.frombytes("RGB", (500, 400), random.Random(number).randbytes(600_000))  # noqa: S311
        out = io.BytesIO()
        image.save(out, "PNG")
        evidence.attach(journal, "first", [NewFile(name=f"scan-{number}.png", source=out.getvalue())])
    preparing.prepare(journal)


def test_a_dossier_that_is_too_large_comes_in_parts(filing: Journal, tmp_path: Path) -> None:
    with_scans(filing)
    (tmp_path / "out").mkdir()
    request = DossierRequest(audience="board", with_impact=True)
    made = dossiers.build(
        filing, request, tmp_path / "out" / "board.pdf", fields=tmp_path / "out" / "form.txt",
        encrypt_passphrase=PASSPHRASE, in_parts=PARTS,
    )  # fmt: skip
    there = written(made)
    parts = [f"board-part-{number}-of-2.pdf" for number in (1, 2)]
    locked = [name.replace(".pdf", "-encrypted.pdf") for name in parts]
    assert set(there) == {*parts, *locked, "board-parts.txt", "form.txt", "board-impact.pdf"}
    assert {each.name for each in (tmp_path / "out").iterdir()} == set(there)
    assert {stat.S_IMODE(path.stat().st_mode) for path in there.values()} == {0o600}
    assert all(there[name].stat().st_size <= PARTS for name in parts)
    checked = subprocess.run(["sha256sum", "-c", "board-parts.txt"], cwd=tmp_path / "out", capture_output=True,
                             text=True, check=True)  # fmt: skip
    assert checked.stdout.split() == [parts[0] + ":", "OK", parts[1] + ":", "OK"]
    for name in locked:
        with pikepdf.open(there[name], password=PASSPHRASE) as pdf:
            assert pdf.encryption.R == 6
    prefix = re.search(r"([A-Z]+-[0-9A-F]{6})-000001", words_of(there[parts[0]]))
    assert prefix is not None
    assert f"{prefix[1]}-I-000001" in words_of(there["board-impact.pdf"])
    assert all("a friend" in words_of(there[name]) for name in parts[:1])
    assert all("Wanda" not in words_of(there[name]) for name in parts)
    assert made.undivided == ""


def test_what_leaves_in_parts_is_noted_and_can_be_noted_as_sent(filing: Journal, tmp_path: Path) -> None:
    with_scans(filing)
    made = dossiers.build(filing, BOARD, tmp_path / "board.pdf", in_parts=PARTS)
    (kept,) = made_files.not_noted(filing, "c", ())
    assert [(file.name, file.sha256) for file in kept.files] == [(file.path.name, file.sha256) for file in made.files]
    exhibits = {identifier for _, identifier in dossiers.prepare(filing, BOARD).exhibits}
    for view in evidence.everything(filing):
        events = [each.note.event for each in view.custody]
        assert (CustodyEvent.EXPORTED in events) == (view.evidence.id in exhibits)


def test_what_is_small_enough_stays_one_file_and_that_is_told(filing: Journal, tmp_path: Path) -> None:
    made = dossiers.build(filing, BOARD, tmp_path / "board.pdf", in_parts=PARTS)
    assert list(written(made)) == ["board.pdf"]
    assert made.undivided == "It takes no more than 1,500,000 bytes, so it is one file and not in parts."
    dossiers.build(filing, BOARD, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "board.pdf").read_bytes()


def test_a_package_is_not_divided(filing: Journal, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="A package for a lawyer is not divided"):
        dossiers.build(filing, LAWYER, tmp_path / "package", in_parts=PARTS)
    assert list(tmp_path.glob("package*")) == []


@pytest.mark.parametrize("at", [3, 20, 60])
def test_parts_that_are_stopped_leave_nothing(filing: Journal, tmp_path: Path, at: int) -> None:
    with_scans(filing)
    (tmp_path / "out").mkdir()
    with pytest.raises(Cancelled):
        dossiers.build(filing, BOARD, tmp_path / "out" / "board.pdf", in_parts=PARTS, progress=Stops(at))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_part_takes_the_place_of_nothing(filing: Journal, tmp_path: Path) -> None:
    """One file that is there already, and none of the others appears."""
    with_scans(filing)
    (tmp_path / "out").mkdir()
    there = tmp_path / "out" / "board-part-2-of-2.pdf"
    there.write_text("mine")
    with pytest.raises(BadInput, match="is there already"):
        dossiers.build(filing, BOARD, tmp_path / "out" / "board.pdf", in_parts=PARTS)
    assert [(each.name, each.read_text()) for each in (tmp_path / "out").iterdir()] == [(there.name, "mine")]
