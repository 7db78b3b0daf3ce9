"""The published vectors, the program, and a second reading of the formats: all three agree on every one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from journal_app import resources
from journal_app.errors import JournalError
from journal_app.integrity import canonical as canonical_module
from journal_app.integrity import chain
from journal_app.integrity import manifest as manifests
from journal_app.integrity.canonical import canonical, parse_canonical
from journal_app.integrity.chain import ChainMismatch, Frontier, SignedHead, Tree
from tests import figures
from tests.integrity import make_vectors, second
from tests.integrity.second import Refused

Plain = dict[str, Any]
NAMES = ("canonical-values", "canonical-refused", "chain-rfc6962", "chain-proofs", "chain-revision", "chain-revisions")
VECTORS: dict[str, Plain] = {
    name: resources.read_json(f"formats/vectors/{name}.json") for name in (*NAMES, "chain-heads", "manifest")
}
HASH = bytes.fromhex
Judge = tuple[Callable[[], object], Callable[[], object]]  # what the program says, what the second reading says


def answer(call: Callable[[], object]) -> object:
    """Return what a call gives, or ``refused``; anything but a refusal that is meant goes through."""
    try:
        return call()
    except (JournalError, Refused):
        return "refused"


# ---- every vector: what is published, and what both say of it


def canonical_vectors() -> Iterator[tuple[str, object, Judge]]:
    for case in VECTORS["canonical-values"]["values"]:
        value, data = case["value"], HASH(case["canonical"])
        yield f"writes {case['canonical'][:20]}", data, (lambda v=value: canonical(v), lambda v=value: second.write(v))
        yield (
            f"reads {case['canonical'][:20]}",
            value,
            (lambda d=data: parse_canonical(d), lambda d=data: second.read(d)),
        )
    for text in VECTORS["canonical-refused"]["refused"]:
        data = HASH(text)
        yield f"refuses {text[:20]}", "refused", (lambda d=data: parse_canonical(d), lambda d=data: second.read(d))


def included(leaf: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> Judge:
    def program() -> bool:
        try:
            chain.verify_inclusion(leaf, index, size, proof, root)
        except ChainMismatch:
            return False
        return True

    return program, lambda: second.is_included(leaf, index, size, proof, root)


def grown(first: int, old: bytes, last: int, new: bytes, proof: list[bytes]) -> Judge:
    def program() -> bool:
        try:
            chain.verify_consistency(first, old, last, new, proof)
        except ChainMismatch:
            return False
        return True

    return program, lambda: second.is_grown(first, old, last, new, proof)


def proof_vectors() -> Iterator[tuple[str, object, Judge]]:
    reference = VECTORS["chain-rfc6962"]
    leaves = [second.sha(b"\x00", HASH(data)) for data in reference["data"]]
    roots = [second.sha(), *(HASH(root) for root in reference["roots"])]
    for size in range(1, len(roots)):
        some = leaves[:size]
        yield f"root of {size}", roots[size], (lambda s=some: Tree(s).root(), lambda s=some: second.root(s))
    for case in reference["inclusion"]:
        index, size, proof = case["index"], case["size"], [HASH(each) for each in case["proof"]]
        name, some = f"path of {index} in {size}", leaves[:size]
        yield (
            name,
            proof,
            (lambda s=some, i=index: list(Tree(s).inclusion_proof(i)), lambda s=some, i=index: second.path(i, s)),
        )
        yield f"{name} leads", True, included(leaves[index], index, size, proof, roots[size])
    for case in reference["consistency"]:
        first, last, proof = case["first"], case["second"], [HASH(each) for each in case["proof"]]
        name, some = f"growth from {first} to {last}", leaves[:last]
        yield (
            name,
            proof,
            (lambda s=some, f=first: list(Tree(s).consistency_proof(f)), lambda s=some, f=first: second.growth(f, s)),
        )
        yield f"{name} leads", True, grown(first, roots[first], last, roots[last], proof)
    for case in VECTORS["chain-proofs"]["refused"]:
        proof = [HASH(each) for each in case["proof"]]
        if case["kind"] == "inclusion":
            judge = included(HASH(case["leaf"]), case["index"], case["size"], proof, HASH(case["root"]))
        else:
            judge = grown(case["first"], HASH(case["first_root"]), case["second"], HASH(case["second_root"]), proof)
        yield f"{case['kind']}: {case['why']}", False, judge


FACTS = ("kind", "record_id", "number", "action", "time", "timezone", "record")


def revision_vectors() -> Iterator[tuple[str, object, Judge]]:
    stored = VECTORS["chain-revisions"]
    leaves: list[bytes] = []
    for case in [*stored["revisions"], VECTORS["chain-revision"]]:
        facts, body, salt = {name: case[name] for name in FACTS}, case["body"].encode(), HASH(case["salt"])
        name = f"{case['kind']} {case['action']} {case['number']} {case['time']}"
        written = {"format": 1, **facts}
        yield f"{name} written", body, (lambda f=facts: chain.revision_body(**f), lambda w=written: second.write(w))
        yield f"{name} read", facts, (lambda b=body: vars(chain.read_revision(b)), lambda b=body: _facts(b))
        yield (
            f"{name} leaf",
            HASH(case["leaf"]),
            (lambda s=salt, b=body: chain.leaf_hash(s, b), lambda s=salt, b=body: second.leaf(s, b)),
        )
        leaves.append(HASH(case["leaf"]))
    del leaves[-1]  # the one of another file
    yield "root of all", HASH(stored["root"]), (lambda: Tree(leaves).root(), lambda: second.root(leaves))
    yield (
        "frontier of all",
        second.frontier(leaves),
        (lambda: _frontier(leaves).to_bytes(), lambda: second.frontier(leaves)),
    )
    for case in stored["refused"]:
        body = case["body"].encode()
        yield (
            f"no revision: {case['why']}",
            "refused",
            (lambda b=body: chain.read_revision(b), lambda b=body: second.revision(b)),
        )


def _facts(body: bytes) -> Plain:
    return {name: second.revision(body)[name] for name in FACTS}


def _frontier(leaves: list[bytes]) -> Frontier:
    found = Frontier()
    for leaf in leaves:
        found = found.append(leaf)
    return found


def _is_head(plain: object) -> bool:
    try:
        return SignedHead.from_plain(plain).to_plain() == plain
    except ChainMismatch:
        return False


def is_signed(key: str, signature: str, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(HASH(key)).verify(HASH(signature), message)
    except InvalidSignature:
        return False
    return True


def head_vectors() -> Iterator[tuple[str, object, Judge]]:
    stored = VECTORS["chain-heads"]
    reference = VECTORS["chain-revision"]
    whole = {"head": reference["head"], "message": reference["message"], "digest": reference["digest"]}
    for case in [*stored["heads"], whole]:
        plain, message = case["head"], case["message"].encode()
        name = f"head of {plain['size']} {plain['timezone']}"
        yield f"{name} message", message, (lambda p=plain: _program(p), lambda p=plain: second.head_message(p))
        yield f"{name} digest", HASH(case["digest"]), (
            lambda p=plain: SignedHead.from_plain(p).head.digest(), lambda m=message: second.sha(m))  # fmt: skip
        yield f"{name} form", True, (lambda p=plain: _is_head(p), lambda p=plain: second.is_head(p))
        yield f"{name} signature", True, _signature(plain)
    for case in stored["altered"]:
        yield f"altered head: {case['why']}", False, _signature(case["head"])
    for case in stored["refused"]:
        yield (
            f"no head: {case['why']}",
            False,
            (lambda p=case["head"]: _is_head(p), lambda p=case["head"]: second.is_head(p)),
        )


def _program(plain: Plain) -> bytes:
    return SignedHead.from_plain(plain).head.message()


def _signature(plain: Plain) -> Judge:
    key, signature = plain["key"], plain["signature"]
    return (
        lambda: is_signed(key, signature, _program(plain)),
        lambda: is_signed(key, signature, second.head_message(plain)),
    )


def _read_and_written(text: str) -> bytes:
    return manifests.write_manifest(manifests.read_manifest(text.encode()))


def manifest_vectors() -> Iterator[tuple[str, object, Judge]]:
    stored = VECTORS["manifest"]
    for case in stored["manifests"]:
        text = case["manifest"]
        judge = lambda t=text: _read_and_written(t), lambda t=text: second.write(second.manifest(t.encode()))
        yield f"manifest: {case['why']}", text.encode(), judge
    for case in stored["refused"]:
        data = case["manifest"].encode()
        yield f"no manifest: {case['why']}", "refused", (
            lambda d=data: manifests.read_manifest(d), lambda d=data: second.manifest(d))  # fmt: skip
    for case in stored["sums"]:
        data = case["text"].encode()
        yield (
            f"sums of {len(case['digests'])}",
            case["digests"],
            (lambda d=data: manifests.read_sums(d), lambda d=data: second.sums(d)),
        )
    for case in stored["refused_sums"]:
        data = case["text"].encode("utf-8")
        yield (
            f"no sums: {case['why']}",
            "refused",
            (lambda d=data: manifests.read_sums(d), lambda d=data: second.sums(d)),
        )


ROOMS = (canonical_vectors, proof_vectors, revision_vectors, head_vectors, manifest_vectors)


def told_apart() -> list[str]:
    """Return every vector on which the program or the second reading says something else than is published."""
    wrong = []
    for room in ROOMS:
        for name, published, (program, other) in room():
            for who, call in (("program", program), ("second reading", other)):
                if answer(call) != published:
                    wrong.append(f"{who}: {name}")
    return wrong


def test_all_three_agree_on_every_vector() -> None:
    wrong, ran = told_apart(), sum(1 for room in ROOMS for _ in room())
    figures.tell("S10", "chain and manifest", full=True, ran=ran, broken=len(wrong),
                 what="published vectors on which the program or a second reading of the formats differs")  # fmt: skip
    assert wrong == []


def test_the_stored_vectors_are_the_ones_the_script_makes() -> None:
    for name, plain in make_vectors.all_vectors().items():
        path = resources.folder("formats") / "vectors" / name
        assert path.read_text(encoding="utf-8") == make_vectors.encoded(plain), name


def test_what_a_manifest_shows_leads_to_its_head() -> None:
    whole = json.loads(VECTORS["manifest"]["manifests"][1]["manifest"])
    (entry,), head, anchored = whole["chain"], whole["head"], whole["anchored"]
    leaf = second.leaf(HASH(entry["salt"]), entry["body"].encode())
    proof = [HASH(each) for each in entry["proof"]]
    assert second.is_included(leaf, entry["index"], head["size"], proof, HASH(head["root"]))
    growth, before = [HASH(each) for each in anchored["consistency"]], anchored["head"]
    assert second.is_grown(before["size"], HASH(before["root"]), head["size"], HASH(head["root"]), growth)
    assert is_signed(head["key"], head["signature"], second.head_message(head))


def counted(plain: object) -> int:
    """Count the vectors of a file: what stands in its lists as a case of its own, and what it gives by name."""
    if not isinstance(plain, dict):
        return 0
    own = sum(isinstance(plain.get(name), str) for name in ("body", "header", "message"))
    lists = [value for name, value in plain.items() if isinstance(value, list) and name not in {"data", "slots"}]
    return own + sum(len(each) for each in lists) + sum(counted(value) for value in plain.values())


def test_there_are_as_many_vectors_as_promised() -> None:
    counts = {
        path.name: counted(json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(Path(resources.folder("formats"), "vectors").glob("*.json"))
    }
    assert min(counts.values()) > 0, counts
    assert sum(counts.values()) >= 450, counts
    malformed = json.dumps([*VECTORS.values()]).count('"why"')
    assert malformed >= 130


# ---- beyond the vectors: whatever is drawn, both say the same

TEXT = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_both_write_the_same_bytes_and_read_them(value: Any) -> None:
    data = second.write(value)
    assert canonical(value) == data
    assert (parse_canonical(data), second.read(data)) == (value, value)


@given(VALUES, st.data())
def test_both_refuse_the_same_bytes(value: Any, data: st.DataObject) -> None:
    written = bytearray(second.write(value))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(written)))
        new = data.draw(
            st.sampled_from([b"", b" ", b",", b"0", b"-", b"\\u0041", b"\\n", b'"', b"}", b"]", b"\xc3"])
            | st.binary(max_size=2)
        )
        written[at : at + data.draw(st.integers(0, 2))] = new
    assert answer(lambda: parse_canonical(bytes(written))) == answer(lambda: second.read(bytes(written)))


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.data())
def test_both_make_the_same_trees_and_judge_the_same_proofs(leaves: list[bytes], data: st.DataObject) -> None:
    size = len(leaves)
    tree, root = Tree(leaves), second.root(leaves)
    assert (tree.root(), _frontier(leaves).to_bytes()) == (root, second.frontier(leaves))
    index, first = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    path, growth = second.path(index, leaves), second.growth(first, leaves)
    assert (list(tree.inclusion_proof(index)), list(tree.consistency_proof(first))) == (path, growth)
    numbers = st.integers(-1, size + 2)
    for judge in (
        included(leaves[index], data.draw(numbers), data.draw(numbers), _changed(path, data), root),
        grown(data.draw(numbers), second.root(leaves[:first]), data.draw(numbers), root, _changed(growth, data)),
        included(leaves[index], index, size, path, root),
        grown(first, second.root(leaves[:first]), size, root, growth),
    ):
        program, other = judge
        assert program() == other()
    assert program()


def _changed(proof: list[bytes], data: st.DataObject) -> list[bytes]:
    change = data.draw(st.sampled_from(["none", "shorter", "longer", "exchanged"]))
    return {"none": proof, "shorter": proof[1:], "longer": [*proof, bytes(32)], "exchanged": proof[::-1]}[change]


WHOLE = json.loads(VECTORS["manifest"]["manifests"][1]["manifest"])


@given(st.data())
def test_both_refuse_the_same_manifests(data: st.DataObject) -> None:
    plain = json.loads(json.dumps(WHOLE))
    for _ in range(data.draw(st.integers(1, 2))):
        _alter(plain, data)
    written = second.write(plain)
    program = answer(lambda: manifests.write_manifest(manifests.read_manifest(written)))
    assert program == answer(lambda: second.write(second.manifest(written)))


def _alter(plain: Any, data: st.DataObject) -> None:
    """Change one thing somewhere inside."""
    keys = sorted(plain) if isinstance(plain, dict) else list(range(len(plain)))
    if not keys:
        return
    key = data.draw(st.sampled_from(keys))
    if isinstance(plain[key], dict | list) and plain[key] and data.draw(st.integers(0, 3)):
        _alter(plain[key], data)
        return
    others = st.sampled_from(
        [None, True, 0, 1, -1, 2**62, "", "a", "EX-002", "ab" * 32, [], {}, "dossier.pdf", "2024-02-29T00:00:00Z"]
    )
    plain[key] = data.draw(others)


# ---- what the vectors have to catch: a program that is a little other


def _by_code_point(key: object) -> bytes:
    return str(key).encode("utf-32-be")


def _unsalted(salt: bytes, body: bytes) -> bytes:
    return second.sha(b"\x00", body)


def _unmarked(left: bytes, right: bytes) -> bytes:
    return second.sha(left, right)


WEAKER: dict[str, tuple[object, str, object]] = {
    "keys in the order of code points": (canonical_module, "_utf16", _by_code_point),
    "deeper than allowed": (canonical_module, "MAX_DEPTH", 65),
    "as the library writes it": (canonical_module, "_ordered", lambda value, _: value),
    "a leaf without its salt": (chain, "leaf_hash", _unsalted),
    "a node without its mark": (chain, "node_hash", _unmarked),
    "any time": (chain, "is_utc_text", lambda text: isinstance(text, str)),
    "capital digits": (chain, "_HEX", re.compile("[0-9A-Fa-f]+")),
    "a head without what stands before it": (chain, "HEAD_PREFIX", b""),
    "any name": (manifests, "is_package_name", lambda name: isinstance(name, str)),
    "names in any order": (manifests, "_agree", lambda manifest: None),
    "sums with any name": (manifests, "_SUMS_LINE", re.compile(r"([0-9a-fA-F]{64})  ?([!-~]{1,403})")),
}


@pytest.mark.parametrize("weakness", WEAKER)
def test_a_weaker_program_is_caught(monkeypatch: pytest.MonkeyPatch, weakness: str) -> None:
    module, name, other = WEAKER[weakness]
    monkeypatch.setattr(module, name, other)
    wrong = told_apart()
    figures.caught("S10", weakness, by=len(wrong), part="chain and manifest")
    assert wrong
    assert all(each.startswith("program") for each in wrong)
