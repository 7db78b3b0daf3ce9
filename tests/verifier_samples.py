"""Makes one good package, and one bad package for each defect, named for it.

python tests/verifier_samples.py FOLDER      writes them all into FOLDER, to look at
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from journal_app.dossier.package import write_package
from journal_app.dossier.package_parts import PackageEvent, PackageExhibit, PackageParts
from journal_app.dossier.security import sign_pdf
from journal_app.dossier.timestamps import request
from journal_app.integrity.chain import Head, SignedHead, Tree, leaf_hash, revision_body, utc_text
from journal_app.integrity.manifest import (
    AnchoredHead,
    ChainEntry,
    ExhibitEntry,
    Manifest,
    read_manifest,
    sums_text,
    write_manifest,
)
from journal_app.verification.folder import fingerprint

MADE = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
VAULT = "00112233445566778899aabbccddeeff"
CHAIN_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
DOCUMENT_KEY = ec.derive_private_key(0x1234567890ABCDEF1234567890ABCDEF, ec.SECP256R1())
ANOTHER_KEY = ec.derive_private_key(0xFEDCBA0987654321FEDCBA0987654321, ec.SECP256R1())
ANOTHER_CHAIN_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 12
LETTER = b"Dear Ms Example, I saw your message.\n" * 40


def sign_document(data: bytes) -> bytes:
    return DOCUMENT_KEY.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))


def mark(chain_key: Ed25519PrivateKey = CHAIN_KEY, key: ec.EllipticCurvePrivateKey = DOCUMENT_KEY) -> bytes:
    """Return what a certificate of ``key`` holds where ``chain_key`` signed it: an OCTET STRING of 64 bytes."""
    own = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return b"\x04\x40" + chain_key.sign(b"journal document key v1\n" + own)


def certificate(key: ec.EllipticCurvePrivateKey = DOCUMENT_KEY, *, held: bytes | None = None) -> bytes:
    """Return a certificate of ``key``; ``held`` is what it holds of a chain's signature: empty for nothing."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Journal 00112233")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7)
    builder = builder.not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
    builder = builder.not_valid_after(datetime(2046, 1, 1, tzinfo=UTC))
    held = mark() if held is None else held
    if held:
        where = x509.ObjectIdentifier("2.25.77258442806131971782660122729414113252")
        builder = builder.add_extension(x509.UnrecognizedExtension(where, held), critical=False)
    made = builder.sign(key, hashes.SHA256(), ecdsa_deterministic=True)
    return made.public_bytes(serialization.Encoding.DER)


MARKS = {
    "nothing": lambda: b"",
    "that-of-the-journal": mark,
    "that-of-another-chain": lambda: mark(ANOTHER_CHAIN_KEY, ANOTHER_KEY),
    "a-cut-one": lambda: mark(CHAIN_KEY, ANOTHER_KEY)[:-1],
    "no-der": lambda: b"\x04",
}
"""What somebody else's certificate may hold in the place of the signature of its key by the chain's."""


def document(path: Path, attached: dict[str, bytes], *, signed: bool = True) -> Path:
    """Write a one-page PDF with ``attached`` files inside."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        for name, data in attached.items():
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)
        pdf.save(path, deterministic_id=True)
    if signed:
        sign_pdf(path, certificate(), sign_document, MADE)
    return path


def revision(kind: str, record_id: str, record: dict[str, object] | None) -> bytes:
    return revision_body(
        kind=kind,
        record_id=record_id,
        number=1,
        action="created",
        time=utc_text(MADE),
        timezone="Europe/Berlin",
        record=record,
    )


def sha256_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def bodies() -> list[bytes]:
    picture = {"id": "ev-1", "sha256": sha256_of(PICTURE), "size": len(PICTURE)}
    letter = {"id": "ev-2", "sha256": sha256_of(LETTER), "size": len(LETTER)}
    added = {"evidence": "ev-1", "event": "added", "detail": sha256_of(PICTURE), "program": "0.1.0"}
    return [
        revision("incident", "in-1", {"id": "in-1", "account": "She wrote “hello” 🙂.", "purpose": "for-a-complaint"}),
        revision("private-note", "in-1", {"id": "in-1", "text": "stays here"}),
        revision("evidence", "ev-1", picture),
        revision("evidence", "ev-2", letter),
        revision("custody", "ev-1", added),
        revision("incident", "in-2", {"id": "in-2", "account": "Another.", "purpose": "for-my-lawyer"}),
        revision("anchor", "an-1", {"id": "an-1"}),
    ]


def salts(count: int) -> list[bytes]:
    return [bytes([number]) * 16 for number in range(count)]


def signed_head(tree: Tree) -> SignedHead:
    key = CHAIN_KEY.public_key().public_bytes_raw().hex()
    head = Head(VAULT, tree.size, tree.root().hex(), utc_text(MADE), "Europe/Berlin", key)
    return SignedHead(head, CHAIN_KEY.sign(head.message()).hex())


def chain(chosen: Sequence[int], anchored_size: int) -> tuple[SignedHead, tuple[ChainEntry, ...], AnchoredHead]:
    texts = bodies()
    leaves = [leaf_hash(salt, body) for salt, body in zip(salts(len(texts)), texts, strict=True)]
    tree, earlier = Tree(leaves), Tree(leaves[:anchored_size])
    entries = tuple(
        ChainEntry(
            at,
            salts(len(texts))[at].hex(),
            texts[at].decode(),
            tuple(step.hex() for step in tree.inclusion_proof(at)),
        )
        for at in chosen
    )
    proof = tuple(step.hex() for step in tree.consistency_proof(anchored_size))
    return signed_head(tree), entries, AnchoredHead(signed_head(earlier), proof)


def whole_chain() -> dict[str, Any]:
    """Return the parts of a package for a chain of one revision, which is in it."""
    tree = Tree([leaf_hash(salts(1)[0], bodies()[0])])
    entry = ChainEntry(0, salts(1)[0].hex(), bodies()[0].decode(), ())
    return {"head": signed_head(tree), "chain": (entry,), "anchored": None, "request": b"", "answer": b""}


def exhibits() -> tuple[PackageExhibit, ...]:
    def one(label: str, evidence: str, name: str, media: str, data: bytes) -> PackageExhibit:
        return PackageExhibit(
            label=label,
            extension=name.rsplit(".", 1)[-1],
            evidence=evidence,
            file_name=name,
            media_type=media,
            sha256=sha256_of(data),
            size=len(data),
            open=lambda: io.BytesIO(data),
            description="A picture of a message.",
            incidents=("in-1",),
            card={"captured_by": "me", "date_visible": True},
        )

    return (
        one("EX-001", "ev-1", "Bildschirmfoto, Größe 1.PNG", "image/png", PICTURE),
        one("EX-002", "ev-2", "письмо.txt", "text/plain", LETTER),
    )


def exhibit_entry(exhibit: PackageExhibit, data: bytes) -> ExhibitEntry:
    """Return what a manifest says of ``exhibit`` with the bytes ``data``."""
    return ExhibitEntry(
        label=exhibit.label,
        file=exhibit.name,
        evidence=exhibit.evidence,
        file_name=exhibit.file_name,
        media_type=exhibit.media_type,
        sha256=sha256_of(data),
        size=len(data),
    )


def without_nonce(tsq: bytes) -> bytes:
    """Return the request ``tsq`` as a program asks that sends no nonce."""
    asked = tsp.TimeStampReq.load(tsq)
    plain = {"version": "v1", "message_imprint": asked["message_imprint"], "cert_req": True}
    return tsp.TimeStampReq(plain).dump()


def events() -> tuple[PackageEvent, ...]:
    return (
        PackageEvent("EX-001", MADE, "added", sha256_of(PICTURE), "0.1.0"),
        PackageEvent("EX-002", MADE, "added", sha256_of(LETTER), "0.1.0"),
        PackageEvent("EX-001", MADE, "exported", "", "0.1.0"),
    )


def parts(scratch: Path, answer: Callable[[bytes], bytes] | None = None, *, stamped: bool = True) -> PackageParts:
    """Return the parts of the good package; ``answer`` turns a request into an answer."""
    attached = {"EX-001-Bildschirmfoto-Groe-1.png": PICTURE, "EX-002.txt": LETTER}
    head, entries, anchored = chain((0, 2, 3, 4, 5), 6)
    asked = request(anchored.head.head.digest(), 0x1122334455667788)
    made = PackageParts(
        document=document(scratch / "finished.pdf", attached),
        exhibits=exhibits(),
        events=events(),
        made=MADE,
        program="0.1.0",
        head=head,
        chain=entries,
    )
    if not stamped:
        return made
    return replace(made, anchored=anchored, request=asked, answer=answer(asked) if answer else b"")


def good(folder: Path, answer: Callable[[bytes], bytes] | None = None, *, stamped: bool = True) -> Path:
    """Write the good package into ``folder`` and return it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    write_package(folder, parts(folder.parent, answer, stamped=stamped))
    return folder


# ---- what somebody who knows the format would do: change it and make the lists fit again


def relist(folder: Path, change: Callable[[Manifest], Manifest] = lambda manifest: manifest) -> None:
    """Change the manifest of ``folder``, then make manifest.json and SHA256SUMS fit the files again."""
    manifest = change(read_manifest((folder / "manifest.json").read_bytes()))
    names = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("manifest.json", "SHA256SUMS")
    )
    files = {name: fingerprint(folder / name, name) for name in names}
    told = tuple(
        replace(exhibit, sha256=files[exhibit.file].sha256, size=files[exhibit.file].size)
        for exhibit in manifest.exhibits
    )
    (folder / "manifest.json").write_bytes(
        write_manifest(replace(manifest, files=tuple(files.values()), exhibits=told))
    )
    listed = [*files.values(), fingerprint(folder / "manifest.json", "manifest.json")]
    (folder / "SHA256SUMS").write_bytes(sums_text(listed))


def edit_json(folder: Path, change: Callable[[dict[str, object]], None]) -> None:
    path = folder / "manifest.json"
    plain = json.loads(path.read_bytes())
    change(plain)
    path.write_bytes(json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def flip(path: Path, at: int = -1, bit: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << bit
    path.write_bytes(data)


def swap_chain(folder: Path, change: Callable[[ChainEntry], ChainEntry], at: int = 0) -> None:
    def changed(manifest: Manifest) -> Manifest:
        entries = [change(entry) if number == at else entry for number, entry in enumerate(manifest.chain)]
        return replace(manifest, chain=tuple(entries))

    relist(folder, changed)


def custody_lines(folder: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    path = folder / "custody.csv"
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))


@dataclass(frozen=True)
class Defect:
    """One way to spoil a package: the check that must find it, and what the report must name."""

    name: str
    spoil: Callable[[Path], object]
    check: str
    names: str
    exit_code: int = 1


def _rename_sums_line(folder: Path) -> None:
    sums = (folder / "SHA256SUMS").read_bytes()
    (folder / "SHA256SUMS").write_bytes(sums.replace(b"  verify.py", b"  ../verify.py"))


def _exchange_exhibit(folder: Path) -> None:
    (folder / "exhibits" / "EX-002.txt").write_bytes(b"another letter")
    relist(folder)


def _other_root(folder: Path) -> None:
    head = signed_head(Tree([bytes(32)] * 7))
    relist(folder, lambda manifest: replace(manifest, head=head, anchored=None))


def _unsigned_head(folder: Path) -> None:
    def changed(manifest: Manifest) -> Manifest:
        assert manifest.head is not None
        later = replace(manifest.head.head, time="2026-03-02T12:00:00Z")
        return replace(manifest, head=replace(manifest.head, head=later))

    relist(folder, changed)


def _bad_key(folder: Path) -> None:
    def changed(manifest: Manifest) -> Manifest:
        assert manifest.head is not None
        return replace(manifest, head=replace(manifest.head, head=replace(manifest.head.head, key="ff" * 32)))

    relist(folder, changed)


def _other_anchor(folder: Path) -> None:
    def changed(manifest: Manifest) -> Manifest:
        assert manifest.anchored is not None
        return replace(manifest, anchored=replace(manifest.anchored, consistency=()))

    relist(folder, changed)


def _append_to_document(folder: Path) -> None:
    path = folder / "dossier.pdf"
    with path.open("rb") as source:
        later = IncrementalPdfFileWriter(source)
        later.root["/Changed"] = generic.BooleanObject(True)
        later.update_root()
        out = io.BytesIO()
        later.write(out)
    path.write_bytes(out.getvalue())
    relist(folder)


def _alter_signed_document(folder: Path) -> None:
    path = folder / "dossier.pdf"
    path.write_bytes(path.read_bytes().replace(b"/MediaBox [ 0 0 612", b"/MediaBox [ 0 0 312", 1))
    relist(folder)


def _fill_free_room(folder: Path) -> None:
    path = folder / "dossier.pdf"
    content = path.read_bytes()
    end = content.index(b">", content.rindex(b"/Contents <"))
    path.write_bytes(content[: end - 2] + b"41" + content[end:])
    relist(folder)


def _exchange_attachment(folder: Path) -> None:
    attached = {"EX-001-Bildschirmfoto-Groe-1.png": PICTURE, "EX-002.txt": b"another letter"}
    document(folder / "dossier.pdf", attached)
    relist(folder)


def sign_anew(path: Path, held: bytes) -> None:
    """Alter the signed document at ``path``, and sign it with ANOTHER_KEY, whose certificate holds ``held``.

    What was appended with the signature before is cut off.
    """
    signed = path.read_bytes()
    before = signed[: signed.rindex(b"%%EOF", 0, signed.rindex(b"%%EOF"))] + b"%%EOF\n"
    at = before.rindex(b"startxref")
    path.write_bytes(before[:at] + b"%altered\n" + before[at:])
    sign = partial(ANOTHER_KEY.sign, signature_algorithm=ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    sign_pdf(path, certificate(ANOTHER_KEY, held=held), sign, MADE)


def _sign_anew(folder: Path, held: bytes) -> None:
    sign_anew(folder / "dossier.pdf", held)
    relist(folder)


def _no_pdf(folder: Path) -> None:
    (folder / "dossier.pdf").write_bytes(b"this is no PDF")
    relist(folder)


def _spoil_request(folder: Path) -> None:
    (folder / "timestamp.tsq").write_bytes(b"\x30\x03nothing")
    relist(folder)


def _request_of_something_else(folder: Path) -> None:
    (folder / "timestamp.tsq").write_bytes(request(bytes(32), 1))
    relist(folder)


def _take_request(folder: Path) -> None:
    (folder / "timestamp.tsq").unlink()
    relist(folder)


def _stamp_of_nothing(folder: Path) -> None:
    relist(folder, lambda manifest: replace(manifest, anchored=None))


def _another_event(folder: Path) -> None:
    custody_lines(folder, lambda lines: [line.replace(b",added,", b",checked,") for line in lines])
    relist(folder)


def _event_of_nothing(folder: Path) -> None:
    custody_lines(folder, lambda lines: [*lines, lines[1].replace(b"EX-001,", b"EX-009,")])
    relist(folder)


def _no_event(folder: Path) -> None:
    custody_lines(folder, lambda lines: [line for line in lines if not line.startswith(b"EX-002")])
    relist(folder)


def _formula(folder: Path) -> None:
    custody_lines(folder, lambda lines: [line.replace(b",exported,,", b",exported,=1+1,") for line in lines])
    relist(folder)


PICTURE_NAME = "exhibits/EX-001-Bildschirmfoto-Groe-1.png"

DEFECTS = (
    Defect("exhibit-one-bit", lambda folder: flip(folder / PICTURE_NAME), "files", PICTURE_NAME),
    Defect("document-one-bit", lambda folder: flip(folder / "dossier.pdf", 200), "files", "dossier.pdf"),
    Defect("readme-one-bit", lambda folder: flip(folder / "READ-ME-FIRST.txt"), "files", "READ-ME-FIRST.txt"),
    Defect("sums-one-digit", lambda folder: flip(folder / "SHA256SUMS", 3, 0), "files", "SHA256SUMS"),
    Defect("sums-one-space", lambda folder: flip(folder / "SHA256SUMS", 64, 0), "files", "SHA256SUMS"),
    Defect("sums-cut", lambda folder: (folder / "SHA256SUMS").write_bytes(b""), "files", "SHA256SUMS"),
    Defect("sums-missing", lambda folder: (folder / "SHA256SUMS").unlink(), "files", "SHA256SUMS"),
    Defect("sums-path-outside", _rename_sums_line, "files", "SHA256SUMS"),
    Defect("exhibit-missing", lambda folder: (folder / PICTURE_NAME).unlink(), "manifest", PICTURE_NAME),
    Defect("file-added", lambda folder: (folder / "extra.txt").write_text("x"), "files", "extra.txt"),
    Defect("file-added-unnamed", lambda folder: (folder / "extra.txt").write_text("x"), "manifest", "extra.txt"),
    Defect("folder-added", lambda folder: (folder / "more").mkdir(), "files", "more"),
    Defect("link-added", lambda folder: (folder / "link").symlink_to("/etc/passwd"), "files", "link"),
    Defect("manifest-missing", lambda folder: (folder / "manifest.json").unlink(), "manifest", "manifest.json"),
    Defect("manifest-one-bit", lambda folder: flip(folder / "manifest.json", 5), "manifest", "manifest.json"),
    Defect(
        "manifest-one-size",
        lambda folder: edit_json(folder, lambda plain: plain["files"][0].update(size=1)),  # type: ignore[index]
        "manifest",
        "READ-ME-FIRST.txt",
    ),
    Defect("custody-missing", lambda folder: (folder / "custody.csv").unlink(), "custody", "custody.csv"),
    Defect("custody-other-event", _another_event, "custody", "EX-001"),
    Defect("custody-unknown-exhibit", _event_of_nothing, "custody", "line 5"),
    Defect("custody-no-event", _no_event, "custody", "EX-002"),
    Defect("custody-formula", _formula, "custody", "custody.csv:4"),
    Defect("head-not-signed", _unsigned_head, "chain-head", "manifest.json"),
    Defect("head-key-of-nobody", _bad_key, "chain-head", "manifest.json"),
    Defect("head-of-another-chain", _other_root, "chain-entries", "revision 0"),
    Defect(
        "revision-altered",
        lambda folder: swap_chain(folder, lambda entry: replace(entry, body=entry.body.replace("hello", "hullo"))),
        "chain-entries",
        "revision 0",
    ),
    Defect(
        "revision-no-body",
        lambda folder: swap_chain(folder, lambda entry: replace(entry, body="{}")),
        "chain-entries",
        "revision 0",
    ),
    Defect(
        "revision-other-salt",
        lambda folder: swap_chain(folder, lambda entry: replace(entry, salt="ff" * 16), at=4),
        "chain-entries",
        "revision 5",
    ),
    Defect("exhibit-exchanged", _exchange_exhibit, "exhibits", "exhibits/EX-002.txt"),
    Defect("document-not-what-was-signed", _alter_signed_document, "document-signature", "signed"),
    Defect("document-appended", _append_to_document, "document-signature", "added"),
    Defect("document-filled-room", _fill_free_room, "document-signature", "kept free"),
    Defect("document-no-pdf", _no_pdf, "document-signature", "dossier.pdf"),
    *(
        Defect(f"document-signed-anew-with-{name}", partial(_sign_anew, held=held()), "document-key", "did not sign")
        for name, held in MARKS.items()
    ),
    Defect("attachment-exchanged", _exchange_attachment, "attachments", "EX-002.txt"),
    Defect("request-unreadable", _spoil_request, "trusted-time", "timestamp.tsq"),
    Defect("request-of-something-else", _request_of_something_else, "trusted-time", "timestamp.tsq"),
    Defect("request-missing", _take_request, "trusted-time", "timestamp"),
    Defect("request-of-no-state", _stamp_of_nothing, "trusted-time", "timestamp.tsq"),
    Defect("state-did-not-grow", _other_anchor, "trusted-time", "manifest.json"),
)


class Authority:
    """A time-stamping authority made with the ``openssl`` command, for tests only."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        (folder / "tsa.cnf").write_text(
            "[tsa]\ndefault_tsa = one\n[one]\nserial = serial\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\n"
            "digests = sha256\nordering = yes\ntsa_name = yes\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n"
            "[stamp]\nextendedKeyUsage = critical,timeStamping\nkeyUsage = critical,digitalSignature\n"
            "basicConstraints = critical,CA:FALSE\nsubjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\n"
            "[root]\nbasicConstraints = critical,CA:TRUE\nkeyUsage = critical,keyCertSign\n"
            "subjectKeyIdentifier = hash\n"
            "[req]\ndistinguished_name = name\n[name]\n"
        )
        (folder / "serial").write_text("01\n")
        self._run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out root.key")
        self._run("req -x509 -new -key root.key -sha256 -days 3650 -subj /CN=Test-Root -config tsa.cnf"
                  " -extensions root -out root.pem")  # fmt: skip
        self._run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out stamp.key")
        self._run("req -new -key stamp.key -subj /CN=Test-Time -config tsa.cnf -out stamp.csr")
        self._run("x509 -req -in stamp.csr -CA root.pem -CAkey root.key -set_serial 2 -sha256 -days 3650"
                  " -extfile tsa.cnf -extensions stamp -out stamp.pem")  # fmt: skip

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    def answer(self, tsq: bytes) -> bytes:
        """Return the answer to the request ``tsq``."""
        (self.folder / "in.tsq").write_bytes(tsq)
        self._run("ts -reply -config tsa.cnf -section one -queryfile in.tsq -signer stamp.pem -inkey stamp.key"
                  " -out out.tsr")  # fmt: skip
        return (self.folder / "out.tsr").read_bytes()

    def accepts(self, tsq: Path, tsr: Path) -> bool:
        """Tell what ``openssl ts -verify`` thinks of an answer."""
        command = ["openssl", "ts", "-verify", "-queryfile", tsq, "-in", tsr, "-CAfile", self.root]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def _run(self, command: str) -> None:
        subprocess.run(["openssl", *command.split()], cwd=self.folder, check=True, capture_output=True)


def main(target: Path) -> None:
    """Write the good package and every bad one below ``target``."""
    good(target / "good")
    for defect in DEFECTS:
        defect.spoil(good(target / defect.name))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
