"""Writes the test vectors of the chain and the manifest with the second reading of their formats (``second.py``).

Nothing in it is random: every secret is the SHA-256 of a label. ``python -m tests.integrity.make_vectors`` in the top
folder writes the files anew.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.integrity import second

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "formats" / "vectors"
Plain = dict[str, Any]
KINDS = (
    "incident",
    "impact",
    "private-note",
    "person",
    "person-note",
    "relationship",
    "evidence",
    "match",
    "study",
    "complaint",
    "complaint-log",
    "complaint-points",
    "redaction",
    "custody",
    "anchor",
)
TIME = "2026-11-23T18:00:00Z"


def drawn(label: str, length: int = 32) -> bytes:
    return hashlib.sha256(label.encode()).digest()[:length]


LEAVES = [drawn(f"leaf {number}") for number in range(13)]
SIGNER = Ed25519PrivateKey.from_private_bytes(drawn("signing key"))
KEY = SIGNER.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


# Proofs that are refused; those that are right are the reference vectors of RFC 6962


def proof_vectors() -> Plain:
    flipped = bytes([LEAVES[0][0] ^ 1]) + LEAVES[0][1:]
    refused: list[Plain] = []

    def include(why: str, of: int, at: int, **changes: Any) -> None:
        right = {
            "leaf": LEAVES[at],
            "index": at,
            "size": of,
            "proof": second.path(at, LEAVES[:of]),
            "root": second.root(LEAVES[:of]),
        }
        refused.append({"why": why, "kind": "inclusion", **_hexed({**right, **changes})})

    def grow(why: str, old: int, new: int, **changes: Any) -> None:
        right = {
            "first": old,
            "first_root": second.root(LEAVES[:old]),
            "second": new,
            "second_root": second.root(LEAVES[:new]),
            "proof": second.growth(old, LEAVES[:new]),
        }
        refused.append({"why": why, "kind": "consistency", **_hexed({**right, **changes})})

    path, growth = second.path(5, LEAVES), second.growth(6, LEAVES)
    include("another leaf", 13, 5, leaf=LEAVES[4])
    include("one bit of the leaf", 13, 0, leaf=flipped)
    include("the place before", 13, 5, index=4)
    include("a place behind the end", 13, 5, index=13)
    include("a negative place", 13, 5, index=-1)
    include("a size of nothing", 13, 5, size=0)
    include("a size that no chain has", 13, 5, size=2**63)
    include("another root", 13, 5, root=second.root(LEAVES[:12]))
    include("one hash is missing", 13, 5, proof=path[:-1])
    include("the first hash is missing", 13, 5, proof=path[1:])
    include("one hash too many", 13, 5, proof=[*path, LEAVES[0]])
    include("two hashes are exchanged", 13, 5, proof=[path[1], path[0], *path[2:]])
    include("no hash at all", 13, 5, proof=[])
    include("a hash where there is one leaf", 1, 0, proof=[LEAVES[1]])
    include("the last leaf with the path of its neighbour", 13, 12, proof=second.path(11, LEAVES))
    include("a node shown as a leaf", 2, 0, leaf=second.root(LEAVES[:2]), root=second.root(LEAVES[:2]), size=1, index=1)
    grow("another first root", 6, 13, first_root=second.root(LEAVES[:5]))
    grow("another second root", 6, 13, second_root=second.root(LEAVES[:12]))
    grow("the roots are exchanged", 6, 13, first_root=second.root(LEAVES), second_root=second.root(LEAVES[:6]))
    grow("a first size of nothing", 6, 13, first=0)
    grow("the chain became shorter", 6, 13, first=13, second=6)
    grow("another first size", 6, 13, first=7)
    grow("one hash is missing", 6, 13, proof=growth[:-1])
    grow("the first hash is missing", 6, 13, proof=growth[1:])
    grow("one hash too many", 6, 13, proof=[*growth, LEAVES[0]])
    grow("no hash at all", 6, 13, proof=[])
    grow("two hashes are exchanged", 6, 13, proof=[growth[1], growth[0], *growth[2:]])
    grow("a hash where the sizes are the same", 6, 6, proof=[LEAVES[0]])
    grow("the same size with another root", 6, 6, second_root=second.root(LEAVES[:5]))
    grow("the start was rewritten", 6, 13, second_root=second.root([flipped, *LEAVES[1:]]))
    return {
        "about": "Proofs that show nothing and are refused. The right ones are in chain-rfc6962.json.",
        "refused": refused,
    }


def _hexed(plain: Plain) -> Plain:
    def one(value: Any) -> Any:
        return (
            value.hex()
            if isinstance(value, bytes)
            else [each.hex() for each in value]
            if isinstance(value, list)
            else value
        )

    return {name: one(value) for name, value in plain.items()}


# Revisions


def body(**changes: Any) -> Plain:
    plain = {
        "format": 1,
        "kind": "incident",
        "record_id": "a",
        "number": 1,
        "action": "created",
        "time": TIME,
        "timezone": "Europe/Berlin",
        "record": {"id": "a", "account": "Words."},
    }
    return {**plain, **changes}


def revision_vectors() -> Plain:
    sound = [body(kind=kind, record={"id": "a", "words": f"of {kind} \u00e9\U0001f642"}) for kind in KINDS]
    sound += [
        body(action="revised", number=2),
        body(action="removed", number=3, record=None),
        body(action="restored", number=2**53 + 1),
        body(timezone="", record_id="", record={}),
        body(time="2024-02-29T23:59:59Z"),
        body(time="0001-01-01T00:00:00Z"),
        body(record=[[], {}, "\u2028\x00\x7f"]),
    ]
    return {
        "about": "Revisions: body, salt and leaf, each growing a chain by one; and bodies that are no revision.",
        "revisions": [_revision(plain, number) for number, plain in enumerate(sound)],
        "root": second.root(
            [second.leaf(drawn(f"salt {n}", 16), second.write(each)) for n, each in enumerate(sound)]
        ).hex(),
        "refused": _refused_bodies(),
    }


def _revision(plain: Plain, number: int) -> Plain:
    salt, data = drawn(f"salt {number}", 16), second.write(plain)
    return {**plain, "body": data.decode(), "salt": salt.hex(), "leaf": second.leaf(salt, data).hex()}


def _refused_bodies() -> list[Plain]:
    plain = body()
    less = {name: value for name, value in plain.items() if name != "timezone"}
    changed = {
        "another format": body(format=2),
        "a format that is a truth value": body(format="1"),
        "a field is missing": less,
        "a field too many": {**plain, "salt": "00"},
        "a kind that is no text": body(kind=1),
        "an id that is no text": body(record_id=None),
        "a number that is no number": body(number="1"),
        "a number that is a truth value": body(number=True),
        "a time without its end": body(time="2026-11-23T18:00:00"),
        "a time with a zone": body(time="2026-11-23T18:00:00+00:00"),
        "a time with a fraction": body(time="2026-11-23T18:00:00.5Z"),
        "a day that is none": body(time="2023-02-29T00:00:00Z"),
        "an hour that is none": body(time="2026-11-23T24:00:00Z"),
        "a second that is none": body(time="2026-11-23T18:00:60Z"),
        "a year that is none": body(time="0000-01-01T00:00:00Z"),
        "other digits": body(time="202\u0666-11-23T18:00:00Z"),
        "a time and a line end": body(time=f"{TIME}\n"),
        "a zone that is no text": body(timezone=1),
    }
    refused = [{"why": why, "body": second.write(each).decode()} for why, each in changed.items()]
    text = second.write(plain).decode()
    written = {
        "a list": "[]",
        "a text": '"body"',
        "nothing": "",
        "spaces": text.replace(":", ": "),
        "a line end": f"{text}\n",
        "another order": "{" + ",".join(reversed(text[1:-1].split(","))) + "}",
        "a field twice": text.replace('{"action"', '{"action":"created","action"', 1),
        "a number with a fraction": text.replace('"number":1', '"number":1.0'),
    }
    return refused + [{"why": why, "body": each} for why, each in written.items()]


# Heads


def head(**changes: Any) -> Plain:
    size = changes.get("size", 13)
    plain = {
        "vault_id": drawn("vault", 16).hex(),
        "size": size,
        "root": second.root(LEAVES[: min(size, 13)]).hex(),
        "time": TIME,
        "timezone": "Europe/Berlin",
        "key": KEY,
    }
    return {**plain, **changes}


def signed(plain: Plain) -> Plain:
    return {**plain, "signature": SIGNER.sign(second.head_message(plain)).hex()}


def head_vectors() -> Plain:
    sound = [
        head(size=0),
        head(size=1),
        head(),
        head(size=2**62),
        head(timezone=""),
        head(timezone="\u00c5rhus \U0001f642"),
        head(time="2024-02-29T00:00:00Z"),
    ]
    good = signed(head())
    other = Ed25519PrivateKey.from_private_bytes(drawn("another key")).sign(second.head_message(head())).hex()
    altered = [
        ("one bit of the signature", {**good, "signature": f"{int(good['signature'], 16) ^ 1:0128x}"}),
        ("the signature of another head", {**good, "signature": signed(head(size=12))["signature"]}),
        ("the signature of another key", {**good, "signature": other}),
        ("another size", {**good, "size": 12}),
        ("another time", {**good, "time": "2026-11-23T18:00:01Z"}),
        ("another zone", {**good, "timezone": "UTC"}),
        ("another vault", {**good, "vault_id": "0" * 32}),
        ("signed without what stands before it", {**good, "signature": SIGNER.sign(second.write(head())).hex()}),
    ]
    refused = {
        "no object": [],
        "a field is missing": head(),
        "a field too many": {**good, "more": 1},
        "a short vault id": {**good, "vault_id": "00"},
        "capital digits": {**good, "root": good["root"].upper()},
        "a root that is a number": {**good, "root": 1},
        "a long root": {**good, "root": good["root"] + "0"},
        "a negative size": {**good, "size": -1},
        "a size that is a truth value": {**good, "size": True},
        "a size that no chain has": {**good, "size": 2**62 + 1},
        "a size that is a text": {**good, "size": "13"},
        "a day that is none": {**good, "time": "2026-02-30T00:00:00Z"},
        "an hour that is none": {**good, "time": "2026-11-23T24:00:00Z"},
        "no zone": {**good, "timezone": None},
        "a short key": {**good, "key": "00"},
        "a short signature": {**good, "signature": "00"},
        "a signature with a space": {**good, "signature": " " + good["signature"][1:]},
    }
    return {
        "about": "Signed heads: message, digest and signature; heads whose signature is wrong; what is no head.",
        "secret_key": drawn("signing key").hex(),
        "heads": [
            {
                "head": signed(plain),
                "message": second.head_message(plain).decode(),
                "digest": second.sha(second.head_message(plain)).hex(),
            }
            for plain in sound
        ],
        "altered": [{"why": why, "head": plain} for why, plain in altered],
        "refused": [{"why": why, "head": plain} for why, plain in refused.items()],
    }


# Manifests


def manifest(*, full: bool) -> Plain:
    digest = hashlib.sha256(b"words").hexdigest()
    plain: Plain = {
        "format": "journal-package",
        "version": 1,
        "made": TIME,
        "program": "0.1.0",
        "files": [],
        "exhibits": [],
        "head": None,
        "chain": [],
        "anchored": None,
    }
    if not full:
        return plain
    record = body(kind="evidence", record={"id": "ev-1", "sha256": digest, "size": 5})
    data, salt = second.write(record), drawn("salt of the manifest", 16)
    leaves = [*LEAVES[:4], second.leaf(salt, data), *LEAVES[5:7]]
    both = [signed(head(size=size, root=second.root(leaves[:size]).hex())) for size in (7, 6)]
    plain["files"] = [
        {"name": name, "sha256": digest, "size": 5} for name in ("dossier.pdf", "exhibits/EX-001-picture.txt")
    ]
    plain["exhibits"] = [
        {
            "label": "EX-001",
            "file": "exhibits/EX-001-picture.txt",
            "evidence": "ev-1",
            "file_name": "gr\u00f6\u00dfe.txt",
            "media_type": "text/plain",
            "sha256": digest,
            "size": 5,
            "description": "A file.",
            "incidents": ["in-1"],
            "card": {"captured_by": "me", "date_visible": True},
        }
    ]
    plain["head"] = both[0]
    plain["chain"] = [
        {
            "index": 4,
            "salt": salt.hex(),
            "body": data.decode(),
            "proof": [each.hex() for each in second.path(4, leaves)],
        }
    ]
    plain["anchored"] = {"head": both[1], "consistency": [each.hex() for each in second.growth(6, leaves)]}
    return plain


Change = Callable[[Plain], object]


def _set(*places: str | int, to: Any) -> Change:
    def change(plain: Any) -> None:
        for place in places[:-1]:
            plain = plain[place]
        plain[places[-1]] = to

    return change


def _twice(*places: str | int) -> Change:
    def change(plain: Any) -> None:
        for place in places:
            plain = plain[place]
        plain.append(plain[-1])

    return change


CHANGES: dict[str, Change] = {
    "another format": _set("format", to="journal"),
    "another version": _set("version", to=2),
    "a version that is a truth value": _set("version", to=True),
    "a time that is none": _set("made", to="2026-11-23T24:00:00Z"),
    "a program that is a number": _set("program", to=1),
    "a field is missing": lambda plain: plain.pop("chain"),
    "a field too many": _set("more", to=1),
    "files that are no list": _set("files", to={}),
    "a file that is no object": _set("files", 0, to=1),
    "a file with a field too many": _set("files", 0, "more", to=1),
    "a way out of the folder": _set("files", 0, "name", to="../dossier.pdf"),
    "an absolute name": _set("files", 0, "name", to="/dossier.pdf"),
    "a hidden name": _set("files", 0, "name", to=".dossier.pdf"),
    "an option as a name": _set("files", 0, "name", to="-rf"),
    "a name with a space": _set("files", 0, "name", to="a dossier.pdf"),
    "a name with a letter that is not ASCII": _set("files", 0, "name", to="d\u00f6ssier.pdf"),
    "a name with a line end": _set("files", 0, "name", to="dossier.pdf\n"),
    "a long name": _set("files", 0, "name", to="a" * 101),
    "a deep name": _set("files", 0, "name", to="a/b/c/d/e"),
    "an empty part of a name": _set("files", 0, "name", to="a//b"),
    "a separator of another system": _set("files", 0, "name", to="a\\b"),
    "a drive": _set("files", 0, "name", to="C:dossier.pdf"),
    "the manifest itself": _set("files", 0, "name", to="manifest.json"),
    "the list of digests": _set("files", 0, "name", to="SHA256SUMS"),
    "capital digits": _set("files", 0, "sha256", to="AB" * 32),
    "a short digest": _set("files", 0, "sha256", to="ab"),
    "a negative size": _set("files", 0, "size", to=-1),
    "a size beyond all": _set("files", 0, "size", to=2**62 + 1),
    "a size that is a text": _set("files", 0, "size", to="5"),
    "files out of order": lambda plain: plain["files"].reverse(),
    "a file twice": _twice("files"),
    "two names alike but for case": lambda plain: plain["files"].insert(
        0, {**plain["files"][0], "name": "DOSSIER.pdf"}
    ),
    "a label of another form": _set("exhibits", 0, "label", to="Exhibit 1"),
    "a label twice": _twice("exhibits"),
    "an exhibit whose file is not listed": _set("exhibits", 0, "file", to="exhibits/other.txt"),
    "an exhibit with another digest": _set("exhibits", 0, "sha256", to="ab" * 32),
    "an exhibit with another size": _set("exhibits", 0, "size", to=6),
    "an exhibit of a number": _set("exhibits", 0, "evidence", to=1),
    "an entry that is a number": _set("exhibits", 0, "incidents", to=[1]),
    "a card that is a list": _set("exhibits", 0, "card", to=[]),
    "a card with a number": _set("exhibits", 0, "card", to={"device": 1}),
    "a short salt": _set("chain", 0, "salt", to="00"),
    "a body that is an object": _set("chain", 0, "body", to={}),
    "a proof with a short hash": _set("chain", 0, "proof", to=["00"]),
    "a revision twice": _twice("chain"),
    "a negative place": _set("chain", 0, "index", to=-1),
    "a chain without its head": _set("head", to=None),
    "a head without its signature": lambda plain: plain["head"].pop("signature"),
    "a head with another form": _set("head", "size", to="7"),
    "an anchor with a field too many": _set("anchored", "more", to=1),
    "an anchor without its head": _set("anchored", "head", to=None),
    "an anchor with a short hash": _set("anchored", "consistency", to=["00"]),
}


def manifest_vectors() -> Plain:
    whole = manifest(full=True)
    sound = {
        "nothing in it": manifest(full=False),
        "everything in it": whole,
        "nothing anchored": {**whole, "anchored": None},
        "no revision shown": {**whole, "chain": []},
        "no exhibit": {**whole, "exhibits": []},
    }
    refused = []
    for why, change in CHANGES.items():
        plain = copy.deepcopy(whole)
        change(plain)
        refused.append({"why": why, "manifest": second.write(plain).decode()})
    text = second.write(whole).decode()
    refused += [
        {"why": "spaces", "manifest": text.replace(":", ": ", 1)},
        {"why": "a line end", "manifest": f"{text}\n"},
        {"why": "a list", "manifest": "[]"},
        {"why": "nothing", "manifest": ""},
        {"why": "a field twice", "manifest": text.replace('{"anchored"', '{"anchored":null,"anchored"', 1)},
    ]
    return {
        "about": "Manifests as text; the second one has everything that can stand in one, and its proofs lead to its "
        "head. Each refused one has one defect. 'sums' are lists of digests (SHA256SUMS), sound and not.",
        "manifests": [{"why": why, "manifest": second.write(each).decode()} for why, each in sound.items()],
        "refused": refused,
        **_sums(),
    }


def _sums() -> Plain:
    one, two = "ab" * 32, "01" * 32
    good = f"{one}  a.txt\n{two}  exhibits/b.txt\n"
    refused = {
        "nothing": "",
        "an empty line": "\n",
        "no line end": good[:-1],
        "an empty line at the end": f"{good}\n",
        "one space": good.replace("  ", " "),
        "a star": good.replace("  a", " *a"),
        "capital digits": good.replace("ab", "AB"),
        "a short digest": good[2:],
        "out of order": "".join(reversed(good.splitlines(keepends=True))),
        "a name twice": f"{one}  a.txt\n" * 2,
        "a way out of the folder": good.replace("a.txt", "../a.txt"),
        "line ends of another system": good.replace("\n", "\r\n"),
        "a name with a space": good.replace("a.txt", "a b.txt"),
        "a letter that is not ASCII": good.replace("a.txt", "\u00e4.txt"),
    }
    return {
        "sums": [
            {"text": good, "digests": {"a.txt": one, "exhibits/b.txt": two}},
            {"text": f"{two}  A\n", "digests": {"A": two}},
        ],
        "refused_sums": [{"why": why, "text": text} for why, text in refused.items()],
    }


def all_vectors() -> dict[str, Plain]:
    return {
        "chain-proofs.json": proof_vectors(),
        "chain-revisions.json": revision_vectors(),
        "chain-heads.json": head_vectors(),
        "manifest.json": manifest_vectors(),
    }


def encoded(plain: Plain) -> str:
    return json.dumps(plain, indent=1, ensure_ascii=True, sort_keys=False) + "\n"


if __name__ == "__main__":
    for name, plain in all_vectors().items():
        (FOLDER / name).write_text(encoded(plain), encoding="utf-8")
