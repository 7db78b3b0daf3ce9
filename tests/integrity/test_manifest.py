from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app import resources
from journal_app.integrity import manifest as m
from journal_app.integrity.canonical import NotCanonical, canonical, parse_canonical
from journal_app.integrity.chain import SignedHead

HASH = "ab" * 32
HEAD = SignedHead.from_plain(resources.read_json("formats/vectors/chain-revision.json")["head"])
FILE = m.ManifestFile("exhibits/EX-001.png", HASH, 5)
EXHIBIT = m.ExhibitEntry(
    label="EX-001",
    file=FILE.name,
    evidence="ev-1",
    file_name="größe.png",
    media_type="image/png",
    sha256=HASH,
    size=5,
    description="A picture.",
    incidents=("in-1",),
    card={"captured_by": "me", "date_visible": True},
)
FULL = m.Manifest(
    made="2026-11-23T18:00:00Z",
    program="0.1.0",
    files=(m.ManifestFile("dossier.pdf", HASH, 1), FILE),
    exhibits=(EXHIBIT,),
    head=HEAD,
    chain=(m.ChainEntry(0, "00" * 16, "{}", (HASH,)), m.ChainEntry(2, "01" * 16, "{}", ())),
    anchored=m.AnchoredHead(HEAD, (HASH,)),
)
SMALL = m.Manifest(made="2026-11-23T18:00:00Z", program="0.1.0", files=())


@pytest.mark.parametrize("manifest", [FULL, SMALL])
def test_what_was_written_reads_back(manifest: m.Manifest) -> None:
    assert m.read_manifest(m.write_manifest(manifest)) == manifest


Change = Callable[[dict[str, Any]], object]
CHANGES: dict[str, Change] = {
    "format": lambda plain: plain.update(format="other"),
    "version": lambda plain: plain.update(version=True),
    "made": lambda plain: plain.update(made="yesterday"),
    "program": lambda plain: plain.update(program=1),
    "chain|missing": lambda plain: plain.pop("chain"),
    "extra": lambda plain: plain.update(extra=1),
    "files": lambda plain: plain.update(files={}),
    "files[0]": lambda plain: plain["files"].insert(0, 5),
    "files[0].name": lambda plain: plain["files"][0].update(name="../x"),
    "files[0].sha256": lambda plain: plain["files"][0].update(sha256="AB" * 32),
    "files[1].size": lambda plain: plain["files"][1].update(size=-1),
    "files[1].more": lambda plain: plain["files"][1].update(more=1),
    "files[0].name|itself": lambda plain: plain["files"][0].update(name="manifest.json"),
    "files|unsorted": lambda plain: plain["files"].reverse(),
    "files|twice": lambda plain: plain["files"].append(plain["files"][-1]),
    "files|same but for case": lambda plain: plain["files"].insert(0, {**plain["files"][0], "name": "DOSSIER.pdf"}),
    "exhibits": lambda plain: plain["exhibits"].append(plain["exhibits"][0]),
    "exhibits[0].label": lambda plain: plain["exhibits"][0].update(label="one"),
    "exhibits[0].card": lambda plain: plain["exhibits"][0].update(card=[]),
    "exhibits[0].card|value": lambda plain: plain["exhibits"][0].update(card={"a": 1}),
    "exhibits[0].incidents[0]": lambda plain: plain["exhibits"][0].update(incidents=[1]),
    "exhibits[0]|digest": lambda plain: plain["exhibits"][0].update(sha256="cd" * 32),
    "exhibits[0].more": lambda plain: plain["exhibits"][0].update(more=1),
    "chain[0].salt": lambda plain: plain["chain"][0].update(salt="00"),
    "chain[0].proof[0]": lambda plain: plain["chain"][0].update(proof=["00"]),
    "chain[0].more": lambda plain: plain["chain"][0].update(more=1),
    "chain|order": lambda plain: plain["chain"].reverse(),
    "head": lambda plain: plain["head"].update(size="3"),
    "head|none": lambda plain: plain.update(head=None),
    "anchored.head": lambda plain: plain["anchored"].update(head={}),
    "anchored.more": lambda plain: plain["anchored"].update(more=1),
}


@pytest.mark.parametrize("name", CHANGES)
def test_another_form_is_refused_by_name(name: str) -> None:
    plain = parse_canonical(m.write_manifest(FULL))
    CHANGES[name](plain)
    with pytest.raises(m.ManifestMismatch) as found:
        m.read_manifest(canonical(plain))
    assert found.value.place == name.split("|", 1)[0]


def test_a_manifest_that_is_no_object_is_refused() -> None:
    with pytest.raises(m.ManifestMismatch, match=r"manifest\.json"):
        m.read_manifest(b"[]")
    with pytest.raises(NotCanonical):
        m.read_manifest(b"{ }")


def test_what_could_not_be_read_is_not_written() -> None:
    with pytest.raises(m.ManifestMismatch):
        m.write_manifest(replace(FULL, files=()))


NAMES = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,9}(/[A-Za-z0-9_][A-Za-z0-9._-]{0,9})?", fullmatch=True)


@given(st.dictionaries(NAMES, st.just(HASH), min_size=1))
def test_sums_read_back(files: dict[str, str]) -> None:
    listed = [m.ManifestFile(name, digest, 0) for name, digest in files.items()]
    assert m.read_sums(m.sums_text(listed)) == files


@given(st.dictionaries(NAMES, st.just(HASH), min_size=1, max_size=3), st.data())
def test_a_flipped_bit_in_sums_changes_the_list_or_is_refused(files: dict[str, str], data: st.DataObject) -> None:
    written = bytearray(m.sums_text([m.ManifestFile(name, digest, 0) for name, digest in files.items()]))
    at = data.draw(st.integers(0, len(written) - 1))
    written[at] ^= 1 << data.draw(st.integers(0, 7))
    try:
        found = m.read_sums(bytes(written))
    except m.ManifestMismatch:
        return
    assert found != files


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "../x",
        "a/../b",
        "a//b",
        "a/",
        ".hidden",
        "-rf",
        "a b",
        "a\\b",
        "C:x",
        "ä",
        "a\n",
        "x" * 101,
        5,
    ],
)
def test_names_that_lead_elsewhere_are_refused(name: object) -> None:
    assert not m.is_package_name(name)
