from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from journal_app import resources
from journal_app.errors import BadInput, Damaged, NewerFormat
from journal_app.vault import header as headers
from journal_app.vault import keyslots, seeds
from journal_app.vault.blobs import BlobStore, StoredBlob
from journal_app.vault.header import Header
from journal_app.vault.keyslots import KeyCost, Secret, Slot, SlotKind, WithKeyFile
from journal_app.vault.recovery import RecoveryKey

from . import make_vectors

Plain = dict[str, Any]


def stored(name: str) -> Plain:
    plain: Plain = resources.read_json(f"formats/vectors/vault-{name}.json")
    return plain


RECOVERY, HEADER, SLOTS, FILES = (stored(name) for name in ("recovery", "header", "slots", "files"))


def why(case: Plain) -> str:
    return str(case["why"])


def test_the_stored_vectors_are_the_ones_the_script_makes() -> None:
    for name, plain in make_vectors.all_vectors().items():
        path = resources.folder("formats") / "vectors" / name
        assert path.read_text(encoding="utf-8") == make_vectors.encoded(plain), name


# Recovery keys


@pytest.mark.parametrize("case", RECOVERY["keys"], ids=lambda case: case["raw"][:8])
def test_recovery_keys(case: Plain) -> None:
    assert RecoveryKey(bytes.fromhex(case["raw"])).text == case["text"]
    assert RecoveryKey.parse(case["text"]).raw.hex() == case["raw"]


@pytest.mark.parametrize("case", RECOVERY["spellings"], ids=range(len(RECOVERY["spellings"])))
def test_recovery_keys_as_typed(case: Plain) -> None:
    assert RecoveryKey.parse(case["text"]).raw.hex() == case["raw"]


@pytest.mark.parametrize("case", RECOVERY["refused"], ids=why)
def test_recovery_keys_refused(case: Plain) -> None:
    with pytest.raises(BadInput):
        RecoveryKey.parse(case["text"])


# The header


def sound_header() -> Header:
    return headers.decode(HEADER["header"].encode())


def opened(header: Header, secret: str | RecoveryKey) -> bytes:
    kind = SlotKind.RECOVERY if isinstance(secret, RecoveryKey) else SlotKind.PASSPHRASE
    slot = next(slot for slot in header.slots if slot.kind is kind)
    key = keyslots.unwrap(slot, secret, associated=header.associated)
    assert key is not None
    return bytes(key)


def test_the_header_opens_with_both_secrets_and_its_mac_is_right() -> None:
    header = sound_header()
    assert header.associated.decode() == HEADER["associated"]
    assert header.encode().decode() == HEADER["header"]
    assert opened(header, HEADER["passphrase"]).hex() == HEADER["vault_key"]
    assert opened(header, RecoveryKey.parse(HEADER["recovery_key"])).hex() == HEADER["vault_key"]
    assert header.is_sealed_by(bytes.fromhex(HEADER["keys"]["header"]))


@pytest.mark.parametrize("use", HEADER["keys"])
def test_the_keys_that_follow(use: str) -> None:
    expected = bytes.fromhex(HEADER["keys"][use])
    made = keyslots.expand(
        bytes.fromhex(HEADER["vault_key"]),
        salt=sound_header().salt,
        info=f"journal vault 1: {use}",
        length=len(expected),
    )
    assert made == expected


@pytest.mark.parametrize("case", HEADER["refused"], ids=why)
def test_headers_refused_before_deriving(case: Plain) -> None:
    expected = {"damaged": Damaged, "newer": NewerFormat}[case["as"]]
    with pytest.raises(expected):
        headers.decode(case["header"].encode("utf-8", "surrogateescape"))


@pytest.mark.parametrize("case", HEADER["altered"], ids=why)
def test_altered_headers_have_a_wrong_mac(case: Plain) -> None:
    header = headers.decode(case["header"].encode())
    assert not header.is_sealed_by(bytes.fromhex(HEADER["keys"]["header"]))


ANOTHER = HEADER["another_vault_key"]


def test_under_another_vault_key_the_first_one_still_signs() -> None:
    header = headers.decode(ANOTHER["header"].encode())
    key = opened(header, ANOTHER["passphrase"])
    assert key.hex() == ANOTHER["vault_key"]
    assert header.is_sealed_by(header.derived(key, "header", 32))
    assert tuple(seed.hex() for seed in seeds.of(header, key)) == (
        ANOTHER["chain signing"],
        ANOTHER["document signing"],
    )
    assert [seed.hex() for seed in seeds.of(sound_header(), bytes.fromhex(HEADER["vault_key"]))] == [
        HEADER["keys"]["chain signing"],
        HEADER["keys"]["document signing"],
    ]


@pytest.mark.parametrize("case", ANOTHER["refused"], ids=why)
def test_seeds_refused_before_deriving(case: Plain) -> None:
    with pytest.raises(Damaged):
        headers.decode(case["header"].encode())


@pytest.mark.parametrize("case", ANOTHER["altered"], ids=why)
def test_altered_seeds_are_noticed(case: Plain) -> None:
    header, key = headers.decode(case["header"].encode()), bytes.fromhex(ANOTHER["vault_key"])
    if header.is_sealed_by(header.derived(key, "header", 32)):
        with pytest.raises(Damaged):
            seeds.of(header, key)


# Slots


def slot_of(plain: Plain) -> Slot:
    kdf = plain["kdf"]
    return Slot(
        kind=SlotKind(plain["kind"]), key_file=plain.get("key_file", False),
        cost=KeyCost(memory=kdf["memory"], passes=kdf["passes"], lanes=kdf["lanes"]),
        salt=bytes.fromhex(kdf["salt"]), nonce=bytes.fromhex(plain["nonce"]), wrapped=bytes.fromhex(plain["wrapped"]),
    )  # fmt: skip


def secret_of(case: Plain) -> Secret:
    if "key_file" in case:
        return WithKeyFile(case["secret"], hashlib.sha256(bytes.fromhex(case["key_file"])).digest())
    return RecoveryKey.parse(case["secret"]) if case["slot"]["kind"] == "recovery-key" else str(case["secret"])


@pytest.mark.parametrize("case", SLOTS["open"], ids=range(len(SLOTS["open"])))
def test_slots_that_open(case: Plain) -> None:
    key = keyslots.unwrap(slot_of(case["slot"]), secret_of(case), associated=SLOTS["associated"].encode())
    assert key is not None
    assert key.hex() == SLOTS["vault_key"]


@pytest.mark.parametrize("case", SLOTS["closed"], ids=why)
def test_slots_that_stay_closed(case: Plain) -> None:
    assert keyslots.unwrap(slot_of(case["slot"]), secret_of(case), associated=case["associated"].encode()) is None


# Evidence files


def blob_of(plain: Plain) -> StoredBlob:
    return StoredBlob(
        file_id=plain["file_id"], sha256=plain["sha256"], size=plain["size"],
        wrapped_key=bytes.fromhex(plain["wrapped_key"]),
    )  # fmt: skip


def put(folder: Path, plain: Plain, data: bytes) -> BlobStore:
    (folder / plain["file_id"]).write_bytes(data)
    return BlobStore(folder, bytes.fromhex(FILES["wrapping_key"]))


@pytest.mark.parametrize("case", FILES["files"], ids=lambda case: f"{case['algorithm']}-{case['size']}")
def test_small_files(tmp_path: Path, case: Plain) -> None:
    store = put(tmp_path, case, bytes.fromhex(case["file"]))
    store.verify(blob_of(case))
    with store.open(blob_of(case)) as stream:
        assert stream.read() == make_vectors.content_of(case["size"])


@pytest.mark.parametrize("case", FILES["large"], ids=lambda case: str(case["size"]))
def test_large_files(tmp_path: Path, case: Plain) -> None:
    data = make_vectors.written(case, case["algorithm"])
    assert hashlib.sha256(data).hexdigest() == case["file_sha256"]
    put(tmp_path, case, data).verify(blob_of(case))


@pytest.mark.parametrize("case", FILES["refused"]["files"], ids=why)
def test_malformed_files(tmp_path: Path, case: Plain) -> None:
    sound = FILES["refused"]["sound"]
    store = put(tmp_path, sound, bytes.fromhex(case["file"]))
    with pytest.raises(Damaged):
        store.verify(blob_of(sound))


@pytest.mark.parametrize("case", FILES["refused"]["wrapped_keys"], ids=why)
def test_malformed_wrapped_keys(tmp_path: Path, case: Plain) -> None:
    sound = FILES["refused"]["sound"]
    store = put(tmp_path, sound, bytes.fromhex(sound["file"]))
    store.verify(blob_of(sound))
    with pytest.raises(Damaged):
        store.open(blob_of({**sound, "wrapped_key": case["wrapped_key"]}))


def test_there_are_as_many_as_promised() -> None:
    counts = json.dumps([RECOVERY, HEADER, SLOTS, FILES]).count('"why"')
    assert counts > 90
