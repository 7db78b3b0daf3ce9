"""Honest packages of every kind, and what somebody may do to one: with its lists left as they are, or made to fit."""

from __future__ import annotations

import hashlib
import io
import json
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import verifier_samples as samples
from reportlab.lib.pagesizes import A4

from journal_app.dossier.canvas import PageCanvas
from journal_app.dossier.package import attachments_of, write_package
from journal_app.dossier.package_parts import PackageEvent, PackageExhibit, PackageParts
from journal_app.dossier.security import sign_pdf
from journal_app.dossier.timestamps import request
from journal_app.integrity.chain import Tree, leaf_hash
from journal_app.integrity.manifest import AnchoredHead, ChainEntry

KINDS = (("png", "image/png"), ("txt", "text/plain"), ("bin", "application/octet-stream"), ("", "audio/wav"))
LISTS = {"manifest.json", "SHA256SUMS"}  # are made to fit
NAMES = ("Bildschirmfoto, Größe 1", "письмо", "a note", "صورة", "x" * 120)


def honest(folder: Path, chance: random.Random, answer: Callable[[bytes], bytes] | None = None) -> Path:
    """Write a package such as the program makes into the new ``folder``; ``answer`` gives it a trusted time."""
    contents = {
        f"ev-{number}": chance.randbytes(chance.choice((0, 1, 900, 20_000))) for number in range(chance.randint(1, 4))
    }
    exhibits = tuple(_exhibit(number, name, data, chance) for number, (name, data) in enumerate(contents.items(), 1))
    said = {"id": "in-1", "account": f"Said: {chance.random()} “so” 🙂.", "purpose": "for-a-complaint"}
    bodies = [samples.revision("incident", "in-1", said)]
    events = []
    for exhibit in exhibits:
        record = {"id": exhibit.evidence, "sha256": exhibit.sha256, "size": exhibit.size}
        added = {"evidence": exhibit.evidence, "event": "added", "detail": exhibit.sha256, "program": "0.1.0"}
        bodies += [samples.revision("evidence", exhibit.evidence, record),
                   samples.revision("custody", exhibit.evidence, added)]  # fmt: skip
        events.append(PackageEvent(exhibit.label, samples.MADE, "added", exhibit.sha256, "0.1.0"))
    private = len(bodies)
    bodies += [samples.revision("private-note", "in-1", {"id": "in-1", "text": "stays"})] * chance.randint(0, 3)
    salts = [chance.randbytes(16) for _ in bodies]
    leaves = [leaf_hash(salt, body) for salt, body in zip(salts, bodies, strict=True)]
    tree, size = Tree(leaves), chance.randint(1, len(leaves))
    chain = tuple(
        ChainEntry(at, salts[at].hex(), bodies[at].decode(), tuple(step.hex() for step in tree.inclusion_proof(at)))
        for at in range(private)
    )
    parts = PackageParts(
        document=folder, exhibits=exhibits, events=tuple(events), made=samples.MADE, program="0.1.0",
        head=samples.signed_head(tree), chain=chain,
    )  # fmt: skip
    if chance.random() < 0.5 or answer:
        proof = tuple(step.hex() for step in tree.consistency_proof(size))
        anchored = AnchoredHead(samples.signed_head(Tree(leaves[:size])), proof)
        asked = request(anchored.head.head.digest(), chance.getrandbits(63))
        parts = replace(parts, anchored=anchored, request=asked, answer=answer(asked) if answer else b"")
    return _written(folder, parts)


def _exhibit(number: int, evidence: str, data: bytes, chance: random.Random) -> PackageExhibit:
    ending, media = chance.choice(KINDS)
    return PackageExhibit(
        label=f"EX-{number:03d}", extension=ending, evidence=evidence, media_type=media,
        file_name=f"{chance.choice(NAMES)}.{ending}".rstrip("."), sha256=hashlib.sha256(data).hexdigest(),
        size=len(data), open=lambda: io.BytesIO(data), description=f"Seen {chance.random()}.", incidents=("in-1",),
        card={"captured_by": "me", "date_visible": chance.random() < 0.5},
    )  # fmt: skip


def _written(folder: Path, parts: PackageParts) -> Path:
    document, out = folder.with_name(f"{folder.name}.pdf"), io.BytesIO()
    canvas = PageCanvas(out, paper=A4, language="en", title="A page", made_at=samples.MADE, archive=3,
                        attachments=attachments_of(parts))  # fmt: skip
    canvas.showPage()
    canvas.save()
    document.write_bytes(out.getvalue())
    sign_pdf(document, samples.certificate(), samples.sign_document, samples.MADE)
    write_package(folder, replace(parts, document=document))
    document.unlink()
    return folder


# ---- alterations

Alteration = Callable[[Path, random.Random], None]


def names_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        whole.update(f"{path.relative_to(folder)}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"folder")
    return whole.hexdigest()


def content(folder: Path, chance: random.Random, names: list[str] | None = None) -> None:
    """Change the bytes of one file."""
    path = folder / chance.choice(names or names_in(folder))
    data = bytearray(path.read_bytes())
    at = chance.randrange(len(data) + 1)
    way = chance.choice(("flip", "cut", "insert", "zero", "append", "replace", "double"))
    if way == "flip" and data:
        data[at % len(data)] ^= 1 << chance.randrange(8)
    elif way == "cut":
        del data[at:]
    elif way == "insert":
        data[at:at] = chance.choice((b"\n", b" ", b"\0", chance.randbytes(9)))
    elif way == "zero":
        data[at : at + 40] = bytes(len(data[at : at + 40]))
    elif way == "append":
        data += chance.choice((b"\n", b" ", b"\0", b"# a remark\n", chance.randbytes(30)))
    elif way == "double":
        data += bytes(data)
    else:
        data = bytearray(chance.randbytes(chance.randint(0, 60)))
    path.write_bytes(data)


def whole_files(folder: Path, chance: random.Random) -> None:
    """Take away, add, rename or exchange whole files."""
    names = names_in(folder)
    one, two = chance.sample(names, 2)
    way = chance.choice(("remove", "add", "folder", "rename", "exchange", "link"))
    if way == "remove":
        (folder / one).unlink()
    elif way == "add":
        shutil.copy(folder / one, folder / f"more-{chance.randrange(9)}.txt")
    elif way == "folder":
        (folder / "more").mkdir()
    elif way == "rename":
        (folder / one).rename(folder / f"{one}-{chance.randrange(9)}")
    elif way == "link":
        (folder / "a-link").symlink_to(folder / one)
    else:
        first, second = (folder / one).read_bytes(), (folder / two).read_bytes()
        (folder / one).write_bytes(second)
        (folder / two).write_bytes(first)


def told_otherwise(folder: Path, chance: random.Random) -> None:
    """Change one value that the manifest tells, and the digest of the manifest with it."""
    path = folder / "manifest.json"
    plain = json.loads(path.read_bytes())
    where, key = chance.choice(list(_values(plain)))
    value = where[key]
    if isinstance(value, bool):
        where[key] = not value
    elif isinstance(value, int):
        where[key] = value + chance.choice((-1, 1))
    else:
        at = chance.randrange(len(value) + 1)
        where[key] = value[:at] + chance.choice("a0. ") + value[at + chance.randint(0, 1) :]
    path.write_bytes(json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
    fit_sums(folder)


def fit_sums(folder: Path) -> None:
    """Make the list of digests fit the manifest."""
    path = folder / "manifest.json"
    sums = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    fitting = f"{hashlib.sha256(path.read_bytes()).hexdigest()}  manifest.json"
    lines = [fitting if line.endswith("  manifest.json") else line for line in sums]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _values(plain: Any) -> Any:
    for key, value in plain.items() if isinstance(plain, dict) else enumerate(plain):
        if isinstance(value, dict | list):
            yield from _values(value)
        elif value is not None:
            yield plain, key


def made_to_fit(folder: Path, chance: random.Random) -> None:
    """Change or add one file, or take the document away, then make the manifest and the list of digests fit."""
    way = chance.choice(("change", "change", "change", "add", "remove"))
    if way == "add":
        (folder / "exhibits" / f"EX-{chance.randrange(900, 999)}-more.txt").write_bytes(chance.randbytes(9))
    elif way == "remove":
        (folder / "dossier.pdf").unlink()
    else:
        content(folder, chance, [name for name in names_in(folder) if name not in LISTS])
    samples.relist(folder)


def signed_anew(folder: Path, chance: random.Random) -> None:
    """Alter the page of the document and sign it with another key, then make the lists fit."""
    samples.sign_anew(folder / "dossier.pdf", chance.choice(list(samples.MARKS.values()))())
    samples.relist(folder)


ALTERATIONS: tuple[Alteration, ...] = (content, whole_files, told_otherwise, made_to_fit, signed_anew)


def altered(folder: Path, copy: Path, chance: random.Random, alteration: Alteration) -> Path:
    """Return a copy that really differs."""
    before = digest(folder)
    while True:
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy)
        alteration(copy, chance)
        if digest(copy) != before:
            return copy
