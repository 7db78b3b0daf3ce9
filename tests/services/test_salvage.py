"""Salvage: whatever is damaged, everything else comes out, and what is lost is named by kind and id."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from journal_app.domain.complaints import ComplaintEntry, LogEntry, Point, Reply
from journal_app.domain.incident import IncidentEntry, Involvement
from journal_app.domain.interchange import SOURCE, Interchange, read_interchange
from journal_app.domain.matches import Match, PrivateSide, PublicSide
from journal_app.domain.people import PersonEntry, Relationship, Role
from journal_app.domain.records import changed
from journal_app.domain.studies import Study
from journal_app.errors import BadInput, Cancelled, Damaged, JournalError, NewerFormat, WrongSecret
from journal_app.services import (
    audit,
    complaints,
    drafts,
    evidence,
    incidents,
    interchange,
    matches,
    people,
    redactions,
    studies,
)
from journal_app.services.audit import Salvaged
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.services.remains import Remains
from journal_app.store import fragments
from journal_app.vault.keyslots import FLOOR_COST
from journal_app.vault.vault import Vault

from .keeping import CLIENT, ENTRY, PASSPHRASE, PROFESSIONAL, Clock, Stops, on_disk, refused

PAGE = 4096
ENTRIES = 12


@pytest.fixture(scope="session")
def full_folder(made: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal whose records fill many pages of the database, with at least one of each kind."""
    folder = tmp_path_factory.mktemp("full") / "journal"
    shutil.copytree(made[0], folder)
    with Journal.open(folder, PASSPHRASE, clock=Clock()) as journal:
        for person in (CLIENT, PROFESSIONAL, PersonEntry(id="witness", name="Wanda", roles=(Role.WITNESS,))):
            people.put(journal, person)
        people.put_relationship(journal, Relationship(client="client", professional="professional", fees="80"))
        incidents.record(journal, ENTRY)
        for number in range(ENTRIES):
            entry = IncidentEntry(
                id=f"entry-{number:02d}",
                account=f"Entry {number}. " + "What was said, word for word. " * 60,
                occurred=f"2024-01-{number + 1:02d}",
                people=(Involvement(person="professional"),),
                private_note=f"Private {number}.",
            )
            incidents.record(journal, entry)
        incidents.revise(journal, "entry-03", changed(incidents.get(journal, "entry-03").entry, place="The station."))
        incidents.record(journal, IncidentEntry(id="removed", account="Taken off the timeline.", private_note="Too."))
        incidents.remove(journal, "removed")
        new = [NewFile(name=f"note-{number}.txt", source=b"note %d" % number) for number in range(3)]
        files = evidence.attach(journal, "first", new)
        matches.put(journal, Match(id="m", private=PrivateSide(incident="first"), public=PublicSide(), evidence=files))
        studies.put(journal, Study(id="s", title="A case", incidents=("first",), evidence=files))
        complaints.put(
            journal,
            ComplaintEntry(
                id="c",
                board="us-ca-bbs",
                professional="professional",
                incidents=("first",),
                log=(LogEntry(what="x"),),
                replies=(Reply(evidence=files[0]),),
                points=(Point(said="x", letter=files[1], incidents=("first",)),),
            ),
        )
        redactions.hide_name(journal, "witness", "W.")
    return folder


@pytest.fixture
def full(full_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(full_folder, tmp_path / "full"))


@pytest.fixture(scope="session")
def whole(full_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Interchange:
    """What an export of the undamaged journal gives."""
    place = tmp_path_factory.mktemp("whole")
    with Journal.open(Path(shutil.copytree(full_folder, place / "journal")), PASSPHRASE) as journal:
        interchange.export_folder(journal, place / "out")
    return read_interchange((place / "out" / SOURCE).read_bytes())


def salvaged(journal: Path, target: Path) -> tuple[Salvaged, Interchange]:
    found = audit.salvage(journal, PASSPHRASE, target)
    return found, read_interchange((target / SOURCE).read_bytes())


def spoil(folder: Path, kind: str, identifier: str, body: bytes = b"{}", number: int = 0) -> None:
    """Put other bytes in place of the versions of a record (or one of them), as a fault of a program could."""
    with Journal.open(folder, PASSPHRASE) as journal, journal.connection.transaction():
        journal.database.execute("DROP TRIGGER revisions_stay")
        journal.database.execute(
            "UPDATE revisions SET body = ? WHERE kind = ? AND record_id = ? AND (number = ? OR 0 = ?)",
            (body, kind, identifier, number, number),
        )


def test_a_sound_journal_comes_out_whole(full: Path, tmp_path: Path, whole: Interchange) -> None:
    before = {name: digest for name, digest in on_disk(full).items() if name != "lock"}
    found, document = salvaged(full, tmp_path / "out")
    assert document == whole
    assert found.lost == ()
    assert found.saved == 3 + ENTRIES + 1 + 1 + 3 + 1 + 1
    assert {name: digest for name, digest in on_disk(full).items() if name != "lock"} == before


@pytest.mark.parametrize(
    ("kind", "identifier", "lost"),
    [
        ("incident", "entry-07", ("incident entry-07",)),
        ("person", "professional", ("person professional",)),
        ("private-note", "entry-07", ("private-note entry-07",)),
        ("relationship", "client/professional", ("relationship client/professional",)),
        ("match", "m", ("match m",)),
        ("study", "s", ("study s",)),
        ("complaint", "c", ("complaint c", "complaint-log c", "complaint-points c")),
        ("complaint-points", "c", ("complaint-points c",)),
        ("complaint-log", "c", ("complaint-log c",)),
        ("redaction", "person/witness", ("redaction person/witness",)),
    ],
)
@pytest.mark.parametrize("body", [b"{}", b"\xff not JSON"])
def test_a_record_that_cannot_be_read_costs_no_other(
    full: Path, tmp_path: Path, whole: Interchange, kind: str, identifier: str, lost: tuple[str, ...], body: bytes
) -> None:
    spoil(full, kind, identifier, body)
    found, document = salvaged(full, tmp_path / "out")
    assert found.lost == lost
    for name in ("people", "relationships", "incidents", "evidence", "matches", "studies", "complaints", "redactions"):
        wanted, there = getattr(whole, name), getattr(document, name)
        assert {each.id for each in there} <= {each.id for each in wanted}
        touched = {identifier, *([identifier.split("/", maxsplit=1)[0]] if kind == "relationship" else [])}
        assert [each for each in wanted if each.id not in touched] == [each for each in there if each.id not in touched]


def begun(target: Path) -> dict[str, object]:
    """Return what was begun and not finished, by its keys."""
    return {each["key"]: each["written"] for each in json.loads((target / "drafts.json").read_text())["drafts"]}


def test_what_was_begun_and_not_finished_comes_out(full: Path, tmp_path: Path) -> None:
    with Journal.open(full, PASSPHRASE) as journal:
        drafts.save(journal, "new", IncidentEntry(account="Half a sen"))
        drafts.save(journal, "person:", PersonEntry(id="", name="Rui"))
        drafts.save(journal, "person:witness", PersonEntry(id="witness", name="W"))
        journal.database.execute("UPDATE drafts SET body = 'not JSON' WHERE key = 'person:witness'")
        journal.unkept.hold(
            {"match:": Match(id="", private=PrivateSide(text="held"), public=PublicSide()), "person:": None}
        )
        of_open = audit.salvage_open(journal, tmp_path / "of-open")
    found, document = salvaged(full, tmp_path / "out")
    assert begun(tmp_path / "out") == {"new": {"account": "Half a sen"}, "person:": {"id": "", "name": "Rui"}}
    assert found.drafts == 2
    assert found.lost == of_open.lost == ("what was begun and not finished, person:witness",)
    assert list(begun(tmp_path / "of-open")) == ["new", "match:"]
    with Journal.create(tmp_path / "again", PASSPHRASE, cost=FLOOR_COST)[0] as again:
        interchange.import_folder(again, tmp_path / "out")
        assert len(incidents.timeline(again)) == len(document.incidents)


def test_begun_writing_on_a_page_that_cannot_be_read_is_named(full: Path, tmp_path: Path) -> None:
    with Journal.open(full, PASSPHRASE) as journal:
        for number in range(40):
            entry = IncidentEntry(account=f"Begun {number}. " + "What was said, word for word. " * 60)
            drafts.save(journal, f"entry-{number:02d}", entry)
    sound, ways = (full / "journal.db").read_bytes(), set[tuple[bool, bool]]()
    for page in range(1, len(sound) // PAGE):
        data = bytearray(sound)
        data[page * PAGE + 700] ^= 1
        (full / "journal.db").write_bytes(data)
        vault = Vault.open(full, PASSPHRASE, key_file=b"", read_only=True)
        left = Remains(vault)
        try:
            kept = {each["key"] for each in left.drafts({})}
        except JournalError as error:  # the plan of the whole database is on the first pages
            assert type(error) is Damaged  # noqa: PT017 - no third outcome is right
            continue
        finally:
            left.close()
            vault.close()
        named = {text.partition(", ")[2] for text in left.lost}
        if "" not in named:
            assert kept | named == {f"entry-{number:02d}" for number in range(40)}, page
            assert not kept & named
        ways.add((bool(kept), bool(named)))
    assert {(True, False), (True, True)} <= ways


def test_where_nothing_of_it_can_be_read_that_is_said(
    full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> list[str]:
        raise Damaged("Not as it was saved.", "Open a backup.")

    monkeypatch.setattr(fragments, "PLACES_OF_DRAFTS", (refuse, refuse))
    found, _ = salvaged(full, tmp_path / "out")
    assert found.lost == ("what was begun and not finished",)
    assert not (tmp_path / "out" / "drafts.json").exists()


def test_what_belongs_to_a_lost_entry_still_comes_out(full: Path, tmp_path: Path) -> None:
    spoil(full, "incident", "first")
    found, document = salvaged(full, tmp_path / "out")
    (entry,) = (each for each in document.incidents if each.id == "first")
    assert (entry.impact, entry.private_note, entry.tags) == ("I could not sleep.", "Only for me.", ("red",))
    assert entry.account == "This entry could not be read."
    assert document.evidence[0].incidents == ("first",)
    assert document.complaints[0].incidents == ("first",)
    assert found.saved == 3 + ENTRIES + 1 + 3 + 1 + 1


def test_a_lost_person_stands_without_a_name_where_others_name_them(full: Path, tmp_path: Path) -> None:
    spoil(full, "person", "professional")
    _, document = salvaged(full, tmp_path / "out")
    (person,) = (each for each in document.people if each.id == "professional")
    assert (person.name, person.notes) == ("Not readable", "Keeps two phones.")


def test_an_earlier_version_comes_out_where_the_last_is_lost(full: Path, tmp_path: Path) -> None:
    spoil(full, "incident", "entry-03", number=2)
    found, document = salvaged(full, tmp_path / "out")
    assert found.lost == ("incident entry-03: the last version. An earlier one was saved.",)
    (entry,) = (each for each in document.incidents if each.id == "entry-03")
    assert entry.account.startswith("Entry 3.")
    assert entry.place == ""


def test_a_lost_earlier_version_costs_nothing_that_stands(full: Path, tmp_path: Path, whole: Interchange) -> None:
    spoil(full, "incident", "entry-03", number=1)
    found, document = salvaged(full, tmp_path / "out")
    assert document == whole
    assert len(found.lost) == 1
    assert "of the chain" in found.lost[0]


def test_a_record_that_was_changed_is_not_passed_off_as_saved(full: Path, tmp_path: Path) -> None:
    with Journal.open(full, PASSPHRASE) as journal, journal.connection.transaction():
        journal.database.execute("DROP TRIGGER revisions_stay")
        journal.database.execute(
            "UPDATE revisions SET body = CAST(replace(CAST(body AS TEXT), 'Entry 7.', 'Entry 8.') AS BLOB)"
            " WHERE record_id = 'entry-07' AND kind = 'incident'"
        )
    found, document = salvaged(full, tmp_path / "out")
    assert found.lost == ("incident entry-07",)
    assert not [each for each in document.incidents if each.id == "entry-07" and "Entry" in each.account]


@pytest.mark.parametrize("how", ["altered", "gone", "no key"])
def test_a_damaged_file_is_named_and_the_rest_comes_out(
    full: Path, tmp_path: Path, whole: Interchange, how: str
) -> None:
    with Journal.open(full, PASSPHRASE) as journal:
        item = evidence.everything(journal)[1].evidence
        place = journal.vault.blobs.folder / item.blob
        if how == "no key":
            with journal.connection.transaction():
                journal.database.execute("DELETE FROM blobs WHERE file_id = ?", (item.blob,))
    if how == "gone":
        place.unlink()
    elif how == "altered":
        data = bytearray(place.read_bytes())
        data[30] ^= 1
        place.write_bytes(data)
    found, document = salvaged(full, tmp_path / "out")
    assert found.lost == (f"evidence {item.id} (note-1.txt)",)
    assert [each.id for each in document.evidence] == [each.id for each in whole.evidence if each.id != item.id]
    assert item.id not in document.matches[0].evidence
    assert document.incidents == whole.incidents
    files = sorted(path.name for path in (tmp_path / "out" / "evidence").rglob("*.txt"))
    assert files == ["note-0.txt", "note-2.txt"]
    assert found.saved == 3 + ENTRIES + 1 + 1 + 2 + 1 + 1


@pytest.mark.parametrize("part", range(2))
def test_no_page_that_cannot_be_read_costs_what_is_on_the_others(
    full_folder: Path, tmp_path: Path, whole: Interchange, part: int
) -> None:
    wanted = {each.id: each for each in whole.incidents}
    sound = (full_folder / "journal.db").read_bytes()
    pages, losses = range(1 + part, len(sound) // PAGE, 2), list[int]()
    folder = Path(shutil.copytree(full_folder, tmp_path / "full"))
    for page in pages:
        data = bytearray(sound)
        data[page * PAGE + 700] ^= 1
        (folder / "journal.db").write_bytes(data)
        try:
            found, document = salvaged(folder, tmp_path / f"out-{page}")
        except JournalError as error:
            assert type(error) is Damaged  # noqa: PT017 - either outcome is right, a third one is not
            assert not (tmp_path / f"out-{page}").exists()
            continue
        there = {each.id: each for each in document.incidents}
        gone = {text.split(" ")[1].rstrip(":") for text in found.lost if text.startswith("incident ")}
        for identifier, entry in wanted.items():
            if identifier not in gone:
                assert there[identifier].account == entry.account, (page, identifier)
                if f"private-note {identifier}" not in found.lost:
                    assert there[identifier] == entry
        losses.append(len(gone))
    # The first pages hold the plan of the whole database: without them there is nothing to open.
    assert len(pages) - len(losses) <= 4
    # One page leads to all others of the records; without it every entry is named. Any other costs a few entries.
    assert {loss for loss in losses if loss > 4} <= {ENTRIES + 2}
    assert sum(loss > 4 for loss in losses) <= 1
    assert any(0 < loss <= 4 for loss in losses)


def test_a_database_that_cannot_be_opened_is_told(full: Path, tmp_path: Path) -> None:
    (full / "journal.db").write_bytes(b"\1" * PAGE * 4)
    with refused(Damaged):
        audit.salvage(full, PASSPHRASE, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_wrong_passphrase_saves_nothing(full: Path, tmp_path: Path) -> None:
    with refused(WrongSecret):
        audit.salvage(full, "another", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_newer_journal_is_left_alone(full: Path, tmp_path: Path) -> None:
    with Journal.open(full, PASSPHRASE) as journal, journal.connection.transaction():
        journal.database.execute("INSERT INTO schema_version VALUES (9999, '')")
    with refused(NewerFormat):
        audit.salvage(full, PASSPHRASE, tmp_path / "out")


@pytest.mark.parametrize("inside", [True, False])
def test_nothing_is_overwritten(full: Path, tmp_path: Path, *, inside: bool) -> None:
    target = full / "out" if inside else tmp_path / "there"
    if not inside:
        target.mkdir()
    with refused(BadInput):
        audit.salvage(full, PASSPHRASE, target)
    assert inside is not target.exists()


def test_stopping_leaves_nothing(full: Path, tmp_path: Path) -> None:
    for at in range(3):
        with refused(Cancelled):
            audit.salvage(full, PASSPHRASE, tmp_path / "out", Stops(at))
        assert [path.name for path in tmp_path.iterdir()] == ["full"]


def test_an_empty_journal_gives_an_empty_folder(folder: Path, tmp_path: Path) -> None:
    found, document = salvaged(folder, tmp_path / "out")
    assert found == Salvaged(saved=0, lost=())
    assert document.people == ()
