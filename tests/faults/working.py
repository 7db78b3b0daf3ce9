"""Everything a person can change in a journal, one thing after the other, each announced before and told after.

A line of output is ``begin`` or ``done`` and a JSON object: what is touched, and a word that has to stand in it then.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import random
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from journal_app.domain.complaints import ComplaintEntry, LogEntry
from journal_app.domain.custody import CustodyEvent
from journal_app.domain.evidence import Redaction
from journal_app.domain.incident import IncidentEntry
from journal_app.domain.matches import Match, PrivateSide, PublicSide
from journal_app.domain.people import PersonEntry, Relationship, Role
from journal_app.services import (
    anchors,
    backups,
    complaints,
    dossiers,
    drafts,
    erasing,
    evidence,
    incidents,
    interchange,
    keys,
    matches,
    paper,
    people,
    redactions,
)
from journal_app.services.dossiers import DossierRequest
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal, NewRecoveryKey
from journal_app.store.database import Database
from journal_app.vault import blobs, connection

Told = dict[str, str]
REMOVED, ERASED, ANY = "removed", CustodyEvent.ERASED.value, "*"
SLOW = 16 << 20  # bytes whose digest takes about as long as a disk for a file


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens a journal together: a passphrase, and the name of the key file; empty where none is needed."""

    passphrase: str
    key_file: str = ""

    @property
    def word(self) -> str:
        return f"{self.passphrase}|{self.key_file}"

    @classmethod
    def of(cls, word: str) -> Opening:
        return cls(*word.split("|"))


class Work:
    """The work on one journal; what leaves it is put into ``out``, what comes in is taken from ``given``.

    ``opening`` and ``recovery`` open it; its key files are kept in ``keys``.
    """

    def __init__(
        self, journal: Journal, place: Path, chance: random.Random, *, opening: Opening, recovery: str, careless: bool
    ) -> None:
        self.journal, self.chance, self.careless = journal, chance, careless
        self.given, self.out, self.keys = (place / name for name in ("given", "out", "keys"))
        self.opening, self.recovery = opening, recovery
        self.entries: list[str] = []

    def new(self, what: str) -> str:
        return f"{what}{self.chance.getrandbits(48):x}"

    def does(self, do: Callable[[], object], **told: str) -> None:
        """Announce what will be so, do it, and tell that it is; a key may name its kind with ``__``."""
        self.tells({key.replace("__", " "): value for key, value in told.items()}, do)

    def tells(self, told: Told, do: Callable[[], object]) -> None:
        _say("begin", told)
        if self.careless:
            _say("done", told)
        do()
        _say("done", told)


def _say(what: str, told: Told) -> None:
    os.write(1, f"{what} {json.dumps(told)}\n".encode())


def _entry(work: Work) -> str:
    if not work.entries:
        record(work)
    return work.chance.choice(work.entries)


def record(work: Work) -> None:
    name, word = work.new("entry"), work.new("word")
    entry = IncidentEntry(id=name, account=f"It was {word}.", impact=f"It {word}.", private_note=f"Mine: {word}")
    told = {f"{kind} {name}": word for kind in ("incident", "impact", "private-note")}
    work.tells(told, lambda: incidents.record(work.journal, entry))
    work.entries.append(name)


def revise(work: Work) -> None:
    name, word = _entry(work), work.new("word")
    entry = IncidentEntry(id=name, account=f"It was {word}. " * work.chance.choice((1, 300)))
    told = {f"incident {name}": word, f"impact {name}": REMOVED, f"private-note {name}": REMOVED}
    work.tells(told, lambda: incidents.revise(work.journal, name, entry))


def remove(work: Work) -> None:
    name = _entry(work)
    work.tells({f"incident {name}": REMOVED}, lambda: incidents.remove(work.journal, name))
    work.entries.remove(name)


def attach(work: Work) -> None:
    name, data = _entry(work), work.chance.randbytes(work.chance.choice((300, 70_000)))
    new = [NewFile(name="noise.bin", source=data)]
    told = {f"some {work.new('file')}": hashlib.sha256(data).hexdigest()}
    work.tells(told, lambda: evidence.attach(work.journal, name, new))


def describe(work: Work) -> None:
    word, item = work.new("word"), evidence.get(work.journal, "note").evidence
    changed = msgspec.structs.replace(item, description=word)
    work.tells({"evidence note": word}, lambda: evidence.describe(work.journal, changed))


def take_in(work: Work) -> None:
    names = [work.new("brought") for _ in range(20)]
    folder, data = work.given / work.new("folder"), work.chance.randbytes(2_000)
    (folder / "evidence").mkdir(parents=True)
    (folder / "evidence" / "noise.bin").write_bytes(data)
    plain = {"format": "journal-interchange", "version": 1,
             "incidents": [{"id": name, "account": f"Brought: {name}."} for name in names],
             "evidence": [{"id": work.new("noise"), "file": "noise.bin", "incidents": names[:1]}]}  # fmt: skip
    (folder / "journal.json").write_text(json.dumps(plain))
    told = {f"incident {name}": f"Brought: {name}" for name in names}
    told[f"some {folder.name}"] = hashlib.sha256(data).hexdigest()
    work.tells(told, lambda: interchange.import_folder(work.journal, folder))


def person(work: Work) -> None:
    name, word = work.chance.choice(("other", "third")), work.new("Name")
    entry = PersonEntry(id=name, name=word, roles=(Role.TOLD,), notes=f"About {word}.")
    told = {f"person {name}": word, f"person-note {name}": word}
    work.tells(told, lambda: people.put(work.journal, entry))


def relationship(work: Work) -> None:
    word = work.new("word")
    pair = Relationship(client="me", professional="hale", setting=word)
    work.tells({f"relationship {pair.id}": word}, lambda: people.put_relationship(work.journal, pair))


def match(work: Work) -> None:
    word = work.new("word")
    one = Match(id="pair", private=PrivateSide(text=word), public=PublicSide(text=word))
    work.tells({"match pair": word}, lambda: matches.put(work.journal, one))


def complaint(work: Work) -> None:
    word = work.new("word")
    one = ComplaintEntry(id="bbs", board="us-ca-bbs", professional="hale", incidents=("first",), outcome_sought=word,
                         log=(LogEntry(what=word),))  # fmt: skip
    work.tells({"complaint bbs": word, "complaint-log bbs": word}, lambda: complaints.put(work.journal, one))


def hide(work: Work) -> None:
    word = work.new("a friend ")
    key = f"redaction {Redaction(person='friend', replace_with=word).id}"
    work.tells({key: word}, lambda: redactions.hide_name(work.journal, "friend", word))


def hide_parts(work: Work) -> None:
    left, top = work.chance.randrange(290), work.chance.randrange(190)  # the picture has 300 by 200
    key = f"redaction {Redaction(evidence='clear', page=1, boxes=((left, top, 9, 9),)).id}"
    before = redactions.boxes(work.journal, "clear").get(1, ())
    told = {f"redaction {Redaction(evidence='clear', page=1, boxes=before).id}": REMOVED} if before else {}
    told[key] = f"{left}, {top}, 9, 9"
    work.tells(told, lambda: redactions.hide_parts(work.journal, "clear", 1, [(left, top, 9, 9)]))


def draft(work: Work) -> None:
    key, word = work.chance.choice(("new", "second")), work.new("word")
    work.tells({f"draft {key}": word}, lambda: drafts.save(work.journal, key, IncidentEntry(account=word)))


def ask_for_a_time(work: Work) -> None:
    name = work.new("asked")
    work.tells({f"request {name}": ANY}, lambda: anchors.request(work.journal, work.out / name))


def answered(work: Work) -> None:
    data = (work.given / "answer.tsr").read_bytes()
    told = {f"some {work.new('answer')}": base64.b64encode(data).decode()}
    work.tells(told, lambda: anchors.answer(work.journal, work.given / "answer.tsr"))


def _opens_with(work: Work, opening: Opening, do: Callable[[], object]) -> None:
    work.tells({"opening": opening.word}, do)
    work.opening = opening


def passphrase(work: Work) -> None:
    new = Opening(work.new("passphrase "), work.opening.key_file)
    _opens_with(work, new, lambda: keys.change_passphrase(work.journal, work.opening.passphrase, new.passphrase))


def key_file(work: Work) -> None:
    new = Opening(work.opening.passphrase, work.new("key"))
    _opens_with(work, new, lambda: keys.add_key_file(work.journal, new.passphrase, work.keys / new.key_file))


def no_key_file(work: Work) -> None:
    if not work.opening.key_file:
        key_file(work)
    new = Opening(work.opening.passphrase)
    _opens_with(work, new, lambda: keys.remove_key_file(work.journal, new.passphrase))


def recover(work: Work) -> None:
    new, folder = Opening(work.new("passphrase ")), work.journal.folder
    work.journal.close()

    def do() -> None:
        work.journal = Journal.recover(folder, work.recovery, new.passphrase)

    _opens_with(work, new, do)


def _new_recovery(work: Work, name: str, **places: Path) -> None:
    def do() -> None:
        work.recovery = keys.write_new_sheets(work.journal, work.opening.passphrase, **places).text

    work.tells({"recovery": name, f"sheet {name}": ANY}, do)


def sheet(work: Work) -> None:
    name = f"{work.new('sheet')}.pdf"
    _new_recovery(work, name, sheet=work.out / name)


def divided_sheets(work: Work) -> None:
    name = work.new("sheets")
    _new_recovery(work, name, divided=work.out / name)


def erase(work: Work) -> None:
    """Add a file and erase it: what was told of it in between is that it is there."""
    data = work.chance.randbytes(work.chance.choice((300, 70_000)))
    (item,) = evidence.attach(work.journal, _entry(work), [NewFile(name="gone.bin", source=data)])
    _say("done", {f"original {item}": hashlib.sha256(data).hexdigest()})
    work.tells({f"original {item}": ERASED}, lambda: erasing.erase(work.journal, item))


def backup(work: Work) -> None:
    name = work.new("copy")
    work.tells({f"backup {name}": ANY}, lambda: backups.back_up(work.journal, work.out / name))


def export(work: Work) -> None:
    name = work.new("export")
    work.tells({f"export {name}": ANY}, lambda: interchange.export_folder(work.journal, work.out / name))


def give_back(work: Work) -> None:
    name = work.new("given")
    work.tells({f"given {name}": ANY}, lambda: evidence.copy_original(work.journal, "photo", work.out / name))


def for_a_body(work: Work) -> None:
    name, asked = f"{work.new('dossier')}.pdf", DossierRequest(audience="board", every=True)
    work.tells({f"dossier {name}": ANY}, lambda: dossiers.build(work.journal, asked, work.out / name))


def for_a_lawyer(work: Work) -> None:
    name, asked = work.new("package"), DossierRequest(audience="lawyer", every=True)
    work.tells({f"package {name}": ANY}, lambda: dossiers.build(work.journal, asked, work.out / name))


OPERATIONS: tuple[Callable[[Work], None], ...] = (
    record, revise, remove, attach, describe, take_in, person, relationship, match, complaint, hide, hide_parts, draft,
    ask_for_a_time, answered, passphrase, backup, export, give_back, for_a_body, for_a_lawyer,
    key_file, no_key_file, recover, sheet, divided_sheets, erase,
)  # fmt: skip


def each_of(operations: tuple[Callable[[Work], None], ...]) -> Callable[[Work], None]:
    """Return what does each thing once, and tells when it is done."""

    def all_of_them(work: Work) -> None:
        for operation in operations:
            operation(work)
            os.write(1, f"took {operation.__name__}\n".encode())

    return all_of_them


# ---- weaker builds


def _rollback_in_memory() -> None:
    connection._SETTINGS = tuple(
        ("journal_mode", "MEMORY", "memory") if each[0] == "journal_mode" else each for each in connection._SETTINGS
    )


def _file_after_its_record() -> None:
    """Write each file as soon as the record of it is committed: whole, if nothing comes between."""
    real, waiting, execute = blobs.written_whole, list[tuple[Path, bytes]](), connection.Connection.execute

    class Kept:
        def __init__(self) -> None:
            self.data = bytearray()

        def write(self, data: bytes) -> None:
            self.data += data

    @contextmanager
    def later(target: Path) -> Any:
        kept = Kept()
        yield kept
        waiting.append((target, bytes(kept.data)))

    def then(self: connection.Connection, sql: str, parameters: Any = ()) -> Any:
        rows = execute(self, sql, parameters)
        if sql == "COMMIT":
            for path, data in waiting:
                hashlib.sha256(bytes(SLOW))  # memory stands for the disk here, and is too quick to be killed in
                with real(path) as stream:
                    stream.write(data)
            waiting.clear()
        return rows

    blobs.written_whole = later
    connection.Connection.execute = then  # type: ignore[method-assign]  # the same, and what waited for it


def _under_their_own_name() -> None:
    from journal_app.services import files

    @contextmanager
    def at_once(out: Path) -> Any:
        out.mkdir()
        yield out

    files.new_folder = at_once  # type: ignore[assignment]  # without a neighbour that takes the name at the end


def _key_file_after_the_header() -> None:
    """Ask for a key file first, and write it then."""

    def add(journal: Journal, passphrase: str, out: Path) -> None:
        data = os.urandom(64)
        journal.vault.change_passphrase(passphrase, key_file=hashlib.sha256(data).digest())
        hashlib.sha256(bytes(SLOW))
        out.write_bytes(data)

    keys.add_key_file = add


def _sheet_after_the_key() -> None:
    """Put a recovery key in place that stands nowhere, and write its sheet then."""

    def write(journal: Journal, _: str, *, sheet: Path | None = None, divided: Path | None = None) -> NewRecoveryKey:
        made = journal.new_recovery_key()
        for place, wanted in ((sheet, paper.write_sheet), (divided, paper.write_shares)):
            if place is not None:
                wanted(made, place)
        return made

    keys.write_new_sheets = write


def _file_before_its_record() -> None:
    """Remove what is to be erased, and forget its key then."""
    forget = erasing.evidence_store.forget_keys

    def first(database: Database, identifier: str, gone: tuple[str, ...]) -> None:
        for file_id in gone:
            erasing_from[-1].vault.blobs.remove(file_id)
        hashlib.sha256(bytes(SLOW))
        forget(database, identifier, gone)

    erasing_from, erase = list[Journal](), erasing.erase

    def do(journal: Journal, identifier: str) -> None:
        erasing_from.append(journal)
        erase(journal, identifier)

    erasing.erase = do  # type: ignore[assignment]  # as it is called here
    erasing.evidence_store.forget_keys = first  # type: ignore[assignment]  # the same, and the files before


def _two_steps_of_recovery() -> None:
    """Take the key file away first, and set the passphrase then."""
    change = Journal.change_passphrase

    def in_two(self: Journal, new: str) -> None:
        self.vault.change_passphrase(os.urandom(8).hex())
        hashlib.sha256(bytes(SLOW))
        change(self, new)

    Journal.change_passphrase = in_two  # type: ignore[method-assign]  # the same in the end


WEAKNESSES: dict[str, Callable[[], None]] = {
    "says kept before it is": lambda: None,
    "rollback journal in memory": _rollback_in_memory,
    "record before its file": _file_after_its_record,
    "outputs written under their own name": _under_their_own_name,
    "key file after the header": _key_file_after_the_header,
    "sheet after its key": _sheet_after_the_key,
    "file gone before its record": _file_before_its_record,
    "recovered in two steps": _two_steps_of_recovery,
}
# What a weaker build does otherwise; the others do it in most of all that is done.
SHOWS_IN: dict[str, tuple[Callable[[Work], None], ...]] = {
    "record before its file": (attach, take_in),
    "outputs written under their own name": (backup, export, for_a_lawyer, divided_sheets),
    "key file after the header": (key_file,),
    "sheet after its key": (sheet, divided_sheets),
    "file gone before its record": (erase,),
    "recovered in two steps": (recover,),
}
