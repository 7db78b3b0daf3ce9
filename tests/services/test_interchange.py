"""Interchange folders: everything in or nothing, everything out, and what goes out can come in again."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from domain.samples import documents
from hypothesis import HealthCheck, given, settings

from journal_app import resources
from journal_app.domain.complaints import OTHER_BODY, ComplaintEntry, StandardCited
from journal_app.domain.evidence import EvidenceEntry
from journal_app.domain.incident import IncidentEntry, Quote, ResponseStep, Step
from journal_app.domain.interchange import FORMAT, SOURCE, VERSION, Interchange, read_interchange
from journal_app.domain.matches import Match, PrivateSide, PublicSide
from journal_app.domain.records import changed, to_plain
from journal_app.errors import BadInput, Cancelled, Damaged, NewerFormat
from journal_app.services import complaints, evidence, incidents, interchange, matches, people, preferences, references
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal

from .keeping import ENTRY, PASSPHRASE, Clock, Listens, Stops, refused, revised

# Texts of any script and ids that differ are found by trying; the journal is the same for all examples.
CHECKS = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much]


def written(folder: Path, document: Interchange | dict[str, Any], files: dict[str, bytes] | None = None) -> Path:
    """Return a folder with this document and these files of evidence."""
    folder.mkdir(parents=True)
    plain = document if isinstance(document, dict) else to_plain(document)
    (folder / SOURCE).write_text(json.dumps(plain), encoding="utf-8")
    for name, data in (files or {}).items():
        place = folder / "evidence" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return folder


def read(folder: Path) -> Interchange:
    return read_interchange((folder / SOURCE).read_bytes())


def by_id(document: Interchange) -> dict[str, Any]:
    """Return a document in which neither order nor the names of files count."""
    plain = to_plain(document)
    for item in plain.get("evidence", []):
        del item["file"]
    for name in ("people", "incidents", "evidence", "matches", "studies", "complaints", "redactions", "relationships"):
        plain[name] = sorted(plain.get(name, []), key=lambda each: json.dumps(each, sort_keys=True))
    return plain


def document(**lists: list[dict[str, Any]]) -> dict[str, Any]:
    return {"format": "journal-interchange", "version": 1, **lists}


def _body(name: str) -> dict[str, str]:
    named = bool(name.strip())
    return {"board": OTHER_BODY if named else "us-ca-bbs", "board_name": name if named else ""}


@settings(max_examples=12, suppress_health_check=CHECKS)
@given(given=documents())
def test_in_and_out_and_in_again_is_the_same(
    made: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory, given: Interchange
) -> None:
    place = tmp_path_factory.mktemp("round")
    data = b"the words of a file"
    given = changed(
        given,
        incidents=tuple(changed(each, types=()) for each in given.incidents),
        people=tuple(changed(each, name=each.name if each.name.strip() else "A") for each in given.people),
        complaints=tuple(changed(each, **_body(each.board_name)) for each in given.complaints),
        evidence=tuple(changed(each, sha256=hashlib.sha256(data).hexdigest()) for each in given.evidence),
    )
    source, seen = written(place / "first", given, {"a/b.txt": data}), [given]
    for number in range(2):
        folder = Path(shutil.copytree(made[0], place / f"journal-{number}"))
        with Journal.open(folder, PASSPHRASE, clock=Clock()) as journal:
            counts = interchange.import_folder(journal, source)
            source = place / f"out-{number}"
            assert interchange.export_folder(journal, source) == counts
        seen.append(read(source))
    assert by_id(seen[0]) == by_id(seen[1])
    assert seen[1] == seen[2]


def test_the_sample_goes_through_unchanged(sample: Journal, empty: Journal, tmp_path: Path) -> None:
    counts = interchange.export_folder(sample, tmp_path / "one")
    given = read(resources.path("demo"))
    assert (counts.incidents, counts.evidence, counts.people) == (
        len(given.incidents),
        len(given.evidence),
        len(given.people),
    )
    assert interchange.import_folder(empty, tmp_path / "one") == counts
    interchange.export_folder(empty, tmp_path / "two")
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file())
    assert len(files) == counts.evidence + 1
    assert [
        name for name in files if (tmp_path / "one" / name).read_bytes() != (tmp_path / "two" / name).read_bytes()
    ] == []


def test_an_import_is_one_change_at_the_time_of_the_journal(empty: Journal, clock: Clock) -> None:
    clock.forward(days=40)
    interchange.import_folder(empty, resources.path("demo"))
    assert len(empty.database.execute("SELECT * FROM heads")) == 1
    recorded = {incidents.get(empty, row.id).first_recorded for row in incidents.timeline(empty)}
    assert recorded == {clock.now}


@pytest.mark.parametrize(
    ("plain", "field"),
    [
        (document(incidents=[{"id": "a", "account": "x", "types": ["no-such-type"]}]), "incidents[0].types[0]"),
        (
            document(
                people=[{"id": "p", "name": "P"}], complaints=[{"id": "c", "board": "no-such", "professional": "p"}]
            ),
            "complaints[0].board",
        ),
        (document(people=[{"id": "client", "name": "P"}]), "people[0].id"),
        (document(incidents=[{"id": "first", "account": "x"}]), "incidents[0].id"),
        (document(evidence=[{"id": "e", "file": "a.txt", "sha256": "ab" * 32}]), "evidence[0].sha256"),
    ],
)
def test_what_does_not_fit_the_journal_is_named_and_nothing_goes_in(
    started: Journal, tmp_path: Path, plain: dict[str, Any], field: str
) -> None:
    folder = written(tmp_path / "in", plain, {"a.txt": b"a"})
    with refused(BadInput, started) as caught:
        interchange.import_folder(started, folder)
    assert (caught.value.source, caught.value.field) == (SOURCE, field)  # type: ignore[attr-defined]


def test_an_id_that_was_ever_used_is_not_used_again(started: Journal, tmp_path: Path) -> None:
    incidents.remove(started, "first")
    folder = written(tmp_path / "in", document(incidents=[{"id": "first", "account": "Another."}]))
    with refused(BadInput, started) as caught:
        interchange.import_folder(started, folder)
    assert caught.value.field == "incidents[0].id"  # type: ignore[attr-defined]


def test_a_newer_folder_is_left_alone(started: Journal, tmp_path: Path) -> None:
    with refused(NewerFormat, started):
        interchange.import_folder(started, written(tmp_path / "in", {**document(), "version": 2}))


def test_a_folder_without_its_document_is_refused(started: Journal, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with refused(BadInput, started) as caught:
        interchange.import_folder(started, tmp_path / "in")
    assert "journal.json is not there" in caught.value.message


def test_a_missing_file_takes_everything_back(started: Journal, tmp_path: Path) -> None:
    plain = document(
        incidents=[{"id": "a", "account": "x"}],
        evidence=[{"id": "e", "file": "a.txt"}, {"id": "f", "file": "gone/b.txt"}],
    )
    with refused(BadInput, started) as caught:
        interchange.import_folder(started, written(tmp_path / "in", plain, {"a.txt": b"a"}))
    assert "b.txt is not there" in caught.value.message


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_link_that_leads_out_of_the_folder_is_refused(started: Journal, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"not meant")
    folder = written(tmp_path / "in", document(evidence=[{"id": "e", "file": "a.txt"}]), {"b.txt": b""})
    (folder / "evidence" / "a.txt").symlink_to(tmp_path / "secret")
    with refused(BadInput, started) as caught:
        interchange.import_folder(started, folder)
    assert "outside the folder" in caught.value.message


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
@pytest.mark.parametrize("place", ["elsewhere", "in/within"])
def test_a_folder_of_evidence_that_is_a_link_is_refused(started: Journal, tmp_path: Path, place: str) -> None:
    folder = written(tmp_path / "in", document(evidence=[{"id": "e", "file": "a.txt"}]), {"a.txt": b"not meant"})
    (folder / "evidence").rename(tmp_path / place)
    (folder / "evidence").symlink_to(tmp_path / place)
    with refused(BadInput, started) as caught:
        interchange.import_folder(started, folder)
    assert "evidence[0].file" in caught.value.message
    assert "The folder evidence is only a link to another place" in caught.value.message


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_folder_that_is_reached_by_a_link_is_taken_in(started: Journal, tmp_path: Path) -> None:
    written(tmp_path / "in", document(evidence=[{"id": "e", "file": "a.txt"}]), {"a.txt": b"a"})
    (tmp_path / "by-link").symlink_to(tmp_path / "in")
    assert interchange.import_folder(started, tmp_path / "by-link").evidence == 1


def test_stopping_an_import_leaves_nothing(started: Journal) -> None:
    with refused(Cancelled, started):
        interchange.import_folder(started, resources.path("demo"), Stops(3))


def test_stopping_an_export_leaves_nothing(sample: Journal, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    with refused(Cancelled, sample):
        interchange.export_folder(sample, tmp_path / "out", Stops(2))
    assert sorted(tmp_path.iterdir()) == before


def test_nothing_is_overwritten(started: Journal, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with refused(BadInput, started):
        interchange.export_folder(started, tmp_path / "out")
    with refused(BadInput, started):
        interchange.export_folder(started, started.folder / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_damaged_file_stops_an_export_and_nothing_is_written(started: Journal, tmp_path: Path) -> None:
    (identifier,) = evidence.attach(started, "first", [NewFile(name="a.txt", source=b"a")])
    (started.vault.blobs.folder / evidence.get(started, identifier).evidence.blob).unlink()
    with refused(Damaged, started):
        interchange.export_folder(started, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_not_the_one_in_its_record_does_not_go_out(started: Journal, tmp_path: Path) -> None:
    both = [NewFile(name="a.txt", source=b"a"), NewFile(name="b.txt", source=b"b")]
    first, second = (evidence.get(started, each).evidence for each in evidence.attach(started, "first", both))
    with started.change() as ledger:
        ledger.append("evidence", first.id, changed(first, blob=second.blob))
    with refused(Damaged, started):
        interchange.export_folder(started, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_was_removed_is_not_named_in_what_goes_out(started: Journal, tmp_path: Path, empty: Journal) -> None:
    (file,) = evidence.attach(started, "first", [NewFile(name="a.txt", source=b"a")])
    shown = (Quote(text="said", evidence=(file,)),)
    incidents.record(started, IncidentEntry(id="second", account="y", exact_words=shown))
    matches.put(
        started,
        Match(id="m", private=PrivateSide(incident="first"), public=PublicSide(incident="second"), evidence=(file,)),
    )
    matches.put(started, Match(id="gone", private=PrivateSide(), public=PublicSide()))
    complaints.put(
        started,
        ComplaintEntry(
            id="c",
            board="us-ca-bbs",
            professional="professional",
            incidents=("first", "second"),
            matches_left_out=("gone", "m"),
            standards=(StandardCited(code="x", ref="1", incidents=("first",)),),
        ),
    )
    incidents.remove(started, "first")
    matches.remove(started, "gone")
    interchange.export_folder(started, tmp_path / "out")
    given = read(tmp_path / "out")  # raises where something named is not there
    assert [each.id for each in given.incidents] == ["second"]
    assert given.evidence[0].incidents == ()
    assert (given.matches[0].private.incident, given.matches[0].public.incident) == ("", "second")
    assert given.matches[0].evidence == (file,)
    assert given.incidents[0].exact_words == shown
    assert given.complaints[0].matches_left_out == ("m",)
    assert (given.complaints[0].incidents, given.complaints[0].standards[0].incidents) == (("second",), ())
    interchange.import_folder(empty, tmp_path / "out")


def test_words_and_steps_name_no_file_that_is_not_there(empty: Journal, tmp_path: Path) -> None:
    entry = IncidentEntry(
        id="i", account="x", exact_words=(Quote(text="said", evidence=("lost", "kept")),),
        professional_response=(ResponseStep(step=Step.DENIED, evidence=("lost",)),),
    )  # fmt: skip
    kept = EvidenceEntry(id="kept", file="kept.txt")
    whole = Interchange(format=FORMAT, version=VERSION, incidents=(entry,), evidence=(kept,))
    (after,) = references.settled(whole).incidents
    assert (after.exact_words[0].evidence, after.professional_response[0].evidence) == (("kept",), ())
    folder = written(tmp_path / "in", to_plain(references.settled(whole)), {"kept.txt": b"x"})
    interchange.import_folder(empty, folder)


def test_private_words_go_out_to_the_person_and_come_in_apart(started: Journal, tmp_path: Path, empty: Journal) -> None:
    interchange.export_folder(started, tmp_path / "out")
    interchange.import_folder(empty, tmp_path / "out")
    assert incidents.get(empty, "first").entry == ENTRY
    assert people.get(empty, "professional").entry.notes == "Keeps two phones."
    assert revised(empty) == revised(started)


def test_each_imported_file_has_one_custody_event(empty: Journal) -> None:
    interchange.import_folder(empty, resources.path("demo"))
    for view in evidence.everything(empty):
        assert [each.note.event for each in view.custody] == ["added"]
        assert view.custody[0].note.detail == view.evidence.sha256


def test_an_import_tells_how_far_it_is(empty: Journal) -> None:
    heard = Listens()
    counts = interchange.import_folder(empty, resources.path("demo"), heard)
    assert heard.reports[-1][1:] == (counts.evidence, counts.evidence)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("shot.png", "shot.png"),
        ('a/b\\c:"d".png', "a_b_c__d_.png"),
        ("..", "file"),
        ("...", "file"),
        ("", "file"),
        (" . ", "file"),
        ("a\nb\0.txt", "a_b_.txt"),
        ("x" * 300 + ".jpeg", "x" * 95 + ".jpeg"),
        ("x" * 300, "x" * 100),
        ("CON.txt", "_CON.txt"),
        ("nul", "_nul"),
        ("a.", "a"),
        ("\udcff.txt", "_.txt"),
    ],
)
def test_a_file_goes_out_under_a_name_every_system_takes(name: str, safe: str) -> None:
    assert interchange.safe_name(name) == safe


@pytest.mark.parametrize("name", ["\U0001f512" * 120 + ".png", "字" * 120, "é" * 200 + ".j"])
def test_a_long_name_in_any_script_fits(started: Journal, tmp_path: Path, name: str) -> None:
    assert len(interchange.safe_name(name).encode()) <= 240
    evidence.attach(started, "first", [NewFile(name=name, source=b"a")])
    interchange.export_folder(started, tmp_path / "out")
    assert read(tmp_path / "out").evidence[0].file.endswith(interchange.safe_name(name))


@pytest.mark.skipif(os.name != "posix", reason="elsewhere names are always text")
def test_a_name_that_is_no_text_is_taken_in_as_text(started: Journal, tmp_path: Path) -> None:
    place = os.fsencode(tmp_path) + b"/shot-\xff.txt"
    with open(place, "wb") as stream:  # noqa: PTH123 - a path of bytes
        stream.write(b"a")
    (identifier,) = evidence.attach(started, "first", evidence.names_of([os.fsdecode(place)]))
    assert evidence.get(started, identifier).evidence.file_name == "shot-\ufffd.txt"
    interchange.export_folder(started, tmp_path / "out")


LONG = "a name that is longer than every system takes, " * 4 + "and more.wav"


@pytest.mark.parametrize("name", ["a: what he said?.wav", LONG, "CON.wav", "plain.wav", " .wav", "x/y.wav"])
@pytest.mark.parametrize("recording", [True, False])
def test_what_is_known_of_a_file_comes_back(
    started: Journal, empty: Journal, tmp_path: Path, name: str, *, recording: bool
) -> None:
    """Twice, so that nothing changes at the second time either."""
    sound = NewFile(name=name, source=b"OggS....")
    (identifier,) = evidence.attach(started, "first", [sound])
    before = changed(evidence.get(started, identifier).evidence, recording=recording)
    evidence.describe(started, before)
    interchange.export_folder(started, tmp_path / "out")
    interchange.import_folder(empty, tmp_path / "out")
    after = evidence.get(empty, identifier).evidence
    assert changed(after, blob=before.blob) == before
    interchange.export_folder(empty, tmp_path / "again")
    assert (tmp_path / "again" / SOURCE).read_bytes() == (tmp_path / "out" / SOURCE).read_bytes()
    (item,) = read(tmp_path / "out").evidence
    assert (item.recording, item.no_recording) == (recording, not recording)
    assert bool(item.file_name) == (name != "plain.wav")


@pytest.mark.parametrize(("said", "kept"), [({}, True), ({"recording": False}, True), ({"no_recording": True}, False)])
def test_a_file_of_sound_is_a_recording_unless_it_is_said_that_it_is_none(
    empty: Journal, tmp_path: Path, said: dict[str, Any], *, kept: bool
) -> None:
    there = document(evidence=[{"id": "e", "file": "a.ogg", **said}])
    interchange.import_folder(empty, written(tmp_path / "in", there, {"a.ogg": b"OggS...."}))
    assert evidence.get(empty, "e").evidence.recording is kept


def test_the_language_of_the_words_goes_along_and_a_choice_made_here_stays(
    started: Journal, empty: Journal, tmp_path: Path
) -> None:
    preferences.keep_words_language(started, "es")
    interchange.export_folder(started, tmp_path / "out")
    assert json.loads((tmp_path / "out" / "journal.json").read_bytes())["words_language"] == "es"
    interchange.import_folder(empty, tmp_path / "out")
    assert preferences.words_language(empty) == "es"
    plain = {"format": "journal-interchange", "version": 1, "words_language": "de"}
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "journal.json").write_text(json.dumps(plain), encoding="utf-8")
    interchange.import_folder(empty, tmp_path / "other")
    assert preferences.words_language(empty) == "es"
    (tmp_path / "other" / "journal.json").write_text(
        json.dumps({**plain, "words_language": "Deutsch"}), encoding="utf-8"
    )
    with pytest.raises(BadInput) as caught:
        interchange.import_folder(empty, tmp_path / "other")
    assert caught.value.field == "words_language"
