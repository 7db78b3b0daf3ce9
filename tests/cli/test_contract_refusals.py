"""Every bad document by the installed command: its exit code, what it names, and a journal that is as it was."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli import sample
from tests.cli.conftest import Run, contents, half_written, refused

Change = Callable[[dict[str, Any]], object]


def setting(path: str, value: object) -> Change:
    """Return a change that sets one field; a path such as ``incidents.0.occurred``."""
    *way, last = path.split(".")

    def change(plain: dict[str, Any]) -> None:
        place: Any = plain
        for step in way:
            place = place[int(step)] if step.isdigit() else place[step]
        place[int(last) if last.isdigit() else last] = value

    return change


def dropping(path: str) -> Change:
    *way, last = path.split(".")

    def change(plain: dict[str, Any]) -> None:
        place: Any = plain
        for step in way:
            place = place[int(step)] if step.isdigit() else place[step]
        del place[last]

    return change


def again(kind: str) -> Change:
    return lambda plain: plain[kind].append(dict(plain[kind][0]))


BAD_FOLDERS: list[tuple[str, Change, str]] = [
    ("unknown key at the top", setting("extra", 1), "extra"),
    *((f"unknown key in {kind}", setting(f"{kind}.0.extra", 1), f"{kind}[0].extra")
      for kind in ("people", "relationships", "incidents", "evidence", "matches", "complaints", "redactions")),
    ("unknown key deep inside", setting("incidents.0.exact_words.0.extra", 1), "exact_words[0].extra"),
    *((f"{kind} without {field}", dropping(f"{kind}.0.{field}"), f"{kind}[0].{field}")
      for kind, field in (("people", "id"), ("people", "name"), ("relationships", "client"), ("incidents", "id"),
                          ("incidents", "account"), ("evidence", "file"), ("matches", "private"),
                          ("matches", "public"), ("complaints", "board"), ("complaints", "professional"))),
    ("a number for a text", setting("incidents.0.account", 5), "incidents[0].account"),
    ("a text for a list", setting("incidents.0.tags", "one"), "incidents[0].tags"),
    ("a text for yes or no", setting("people.0.agreed_to_contact", "yes"), "agreed_to_contact"),
    ("an empty account", setting("incidents.0.account", " \n"), "incidents[0].account"),
    ("a date that is none", setting("incidents.0.occurred", "12/03/2024"), "incidents[0].occurred"),
    ("a day that is none", setting("incidents.0.occurred", "2023-02-29"), "incidents[0].occurred"),
    ("a date on a card", setting("evidence.0.card.captured_at", "soon"), "captured_at"),
    ("a time zone that is none", setting("incidents.0.timezone", "Mars/Base"), "timezone"),
    ("an unknown channel", setting("incidents.0.channel", "pigeon"), "channel"),
    ("an unknown purpose", setting("incidents.0.purpose", "public"), "purpose"),
    ("an unknown role", setting("people.0.roles", ["king"]), "roles"),
    ("an unknown step", setting("incidents.0.professional_response.0.step", "moved"), "step"),
    ("an unknown type", setting("incidents.0.types", ["no-such-type"]), "types[0]"),
    ("an unknown person", setting("incidents.0.people.0.person", "nobody"), "people[0].person"),
    ("an unknown speaker", setting("incidents.0.exact_words.0.speaker", "nobody"), "speaker"),
    ("an unknown incident of a file", setting("evidence.0.incidents", ["none"]), "evidence[0].incidents[0]"),
    ("an unknown incident of a match", setting("matches.0.private.incident", "none"), "private.incident"),
    ("an unknown file of a match", setting("matches.0.evidence", ["none"]), "evidence[0]"),
    ("an unknown incident of a complaint", setting("complaints.0.incidents", ["none"]), "incidents[0]"),
    ("an unknown body", setting("complaints.0.board", "no-such-board"), "complaints[0].board"),
    ("an unknown professional", setting("complaints.0.professional", "nobody"), "professional"),
    ("an unknown file to hide in", setting("redactions.1.evidence", "none"), "redactions[1].evidence"),
    ("an unknown person to hide", setting("redactions.0.person", "nobody"), "redactions[0].person"),
    ("a box without size", setting("redactions.1.boxes", [[0, 0, 0, 5]]), "boxes"),
    ("a page before the first", setting("redactions.1.page", 0), "page"),
    *((f"{kind} with one id twice", again(kind), kind)
      for kind in ("people", "incidents", "evidence", "matches", "complaints")),
    ("a digest that does not fit", setting("evidence.0.sha256", "0" * 64), "evidence[0].sha256"),
    ("a file that is not there", setting("evidence.0.file", "gone.png"), "gone.png"),
    ("a way out of the folder", setting("evidence.0.file", "../journal.json"), "file"),
    ("a whole path", setting("evidence.0.file", "/etc/hostname"), "file"),
    *((f"a place of a file: {file!r}", setting("evidence.0.file", file), "evidence[0].file")
      for file in ("", ".", "..", "sub", "evidence/shot.png", "sub/../note.txt", "a\nb.png", "C:\\a.png", "x" * 300)),
    ("a digest that is none", setting("evidence.0.sha256", "xyz"), "evidence[0].sha256"),
    ("a box of half pixels", setting("redactions.1.boxes", [[0.5, 0, 5, 5]]), "redactions[1].boxes[0][0]"),
    ("a box before the edge", setting("redactions.1.boxes", [[-1, 0, 5, 5]]), "redactions[1].boxes[0]"),
    ("a box of three numbers", setting("redactions.1.boxes", [[1, 0, 5]]), "redactions[1].boxes[0]"),
    ("a list nested deep", setting("incidents.0.tags", json.loads("[" * 400 + "]" * 400)), "incidents[0].tags"),
    ("a version that is text", setting("version", "1"), "version"),
    ("a version before the first", setting("version", 0), "version"),
    ("no version", dropping("version"), "version"),
    ("no format", dropping("format"), "format"),
    ("a number too large", setting("redactions.1.page", 10**40), "redactions[1].page"),
    ("another format", setting("format", "something-else"), "format"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "named"), [case[1:] for case in BAD_FOLDERS], ids=[case[0] for case in BAD_FOLDERS])
def test_a_bad_folder_is_refused_by_file_and_field(
    run: Run, tmp_path: Path, empty: Path, change: Change, named: str
) -> None:
    document = sample.document()
    change(document)
    before = contents(empty)
    folder = sample.write(tmp_path / "folder", document)
    (folder / "evidence" / "sub").mkdir()
    refused(run("import", empty, folder), 5, "journal.json", named)
    assert contents(empty) == before
    assert half_written(tmp_path) == []


@pytest.mark.parametrize(
    "text",
    [b"", b"not json", b"\xff\xfe{}", b"[]", b'{"format": "journal-interchange", "version": 1', b"[" * 100_000, b"null",
     b'{"format": "journal-interchange", "version": NaN}'],
)  # fmt: skip
def test_a_document_that_is_none(run: Run, empty: Path, tmp_path: Path, text: bytes) -> None:
    (tmp_path / "folder" / "evidence").mkdir(parents=True)
    (tmp_path / "folder" / "journal.json").write_bytes(text)
    before = contents(empty)
    refused(run("import", empty, tmp_path / "folder"), 5, "journal.json")
    assert contents(empty) == before


def test_a_key_that_stands_twice(run: Run, unchanged: Path, tmp_path: Path) -> None:
    text = '{"account": "one", "account": "two"}'
    refused(run("record", unchanged, "-", text=text), 5, "account")
    inside = '{"account": "x", "exact_words": [{"text": "a", "text": "b"}]}'
    refused(run("revise", unchanged, "first", "-", text=inside), 5, "field text")
    folder = sample.write(tmp_path / "folder")
    whole = (folder / "journal.json").read_text().replace('"certainty": ', '"certainty": "exact", "certainty": ')
    (folder / "journal.json").write_text(whole)
    refused(run("import", unchanged, folder), 5, "journal.json", "certainty")


@pytest.mark.parametrize(
    "text",
    ['{"account": NaN}', '{"account": "x", "tags": [1e999]}', '{"account": "\\ud800"}', '{"account": "x"} {}', "null",
     '{"account": "x", "tags": ' + "[" * 500 + "]" * 500 + "}", '{"account": ' + "[" * 100_000,
     '{"account": "x", "occurred": "' + "9" * 100_000 + '"}'],
    ids=["NaN", "infinite", "half a sign", "two documents", "null", "nested", "nested without end", "a long date"],
)  # fmt: skip
def test_an_entry_that_is_no_document(run: Run, unchanged: Path, text: str) -> None:
    refused(run("record", unchanged, "-", text=text), 5, "standard input")


def test_a_newer_folder(run: Run, unchanged: Path, tmp_path: Path) -> None:
    document = {**sample.document(), "version": 2, "unheard_of": []}
    refused(run("import", unchanged, sample.write(tmp_path / "folder", document)), 7)


def test_a_folder_whose_ids_are_in_the_journal(run: Run, unchanged: Path, tmp_path: Path) -> None:
    refused(run("import", unchanged, sample.write(tmp_path / "folder")), 5, "people[0].id")


@pytest.mark.parametrize("leads_to", ["/etc/passwd", "/etc", "shot.png", "../journal.json", "/dev/zero"])
def test_a_link_out_of_the_folder(run: Run, empty: Path, tmp_path: Path, leads_to: str) -> None:
    document = sample.document()
    if leads_to == "/etc":
        document["evidence"][0]["file"] = "shot.png/passwd"
    folder = sample.write(tmp_path / "folder", document)
    (folder / "evidence" / "shot.png").unlink()
    (folder / "evidence" / "shot.png").symlink_to(leads_to)
    before = contents(empty)
    refused(run("import", empty, folder), 5, "evidence[0].file", "shot.png")
    assert contents(empty) == before


def test_what_is_no_file_is_not_waited_for(run: Run, empty: Path, tmp_path: Path) -> None:
    folder = sample.write(tmp_path / "folder")
    before = contents(empty)
    for path, named in (
        (folder / "evidence" / "shot.png", "evidence[0].file"),
        (folder / "journal.json", "journal.json"),
    ):
        path.unlink()
        os.mkfifo(path)
        refused(run("import", empty, folder), 5, named)
    assert contents(empty) == before


def test_no_folder_at_all(run: Run, unchanged: Path, tmp_path: Path) -> None:
    refused(run("import", unchanged, tmp_path / "nowhere"), 5)


ENTRIES: list[tuple[dict[str, Any], str]] = [
    ({"account": "x", "unknown": 1}, "unknown"),
    ({"occurred": "2024"}, "account"),
    ({"account": "x", "id": "first"}, "id"),
    ({"account": "x", "id": ""}, ""),
    ({"account": "x", "id": "a\nb"}, "id"),
    ({"account": "x", "types": ["none"]}, "types[0]"),
]


@pytest.mark.parametrize(("entry", "named"), [each for each in ENTRIES if each[1]])
def test_a_bad_entry(run: Run, unchanged: Path, tmp_path: Path, entry: dict[str, Any], named: str) -> None:
    (tmp_path / "entry.json").write_text(json.dumps(entry))
    refused(run("record", unchanged, tmp_path / "entry.json"), 5, "entry.json", named)


LOST: list[tuple[dict[str, Any], str]] = [
    ({"evidence": "shot", "page": 2, "boxes": [[0, 0, 5, 5]]}, "shot.png"),
    ({"evidence": "shot", "page": 1, "boxes": [[4000, 3000, 5, 5]]}, "shot.png"),
    ({"evidence": "shot", "page": 1, "boxes": [[0, 0, 5, 5], [0, 300, 5, 5]]}, "shot.png"),
    ({"evidence": "note", "page": 1, "boxes": [[0, 0, 5, 5]]}, "note.txt"),
]


@pytest.mark.parametrize(("redaction", "named"), LOST)
def test_what_would_be_hidden_nowhere(
    run: Run, empty: Path, tmp_path: Path, redaction: dict[str, Any], named: str
) -> None:
    document = sample.document()
    document["redactions"][1] = redaction
    assert run("import", empty, sample.write(tmp_path / "folder", document)).returncode == 0
    before = contents(empty)
    refused(run("dossier", empty, "--for", "board", "-o", tmp_path / "b.pdf"), 5, named, str(redaction["page"]))
    assert contents(empty) == before
    assert not (tmp_path / "b.pdf").exists()
    assert half_written(tmp_path) == []
