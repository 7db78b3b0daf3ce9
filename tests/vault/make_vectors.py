"""Writes the test vectors of the vault's formats: an own reading of ``resources/formats/vault.md``.

It shares no code with the program, so that a mistake in the one shows against the other. Nothing in it is random:
every secret is the SHA-256 of a label. ``python tests/vault/make_vectors.py`` writes the files anew.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
import unicodedata
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "formats" / "vectors"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHUNK = 1048576
Plain = dict[str, Any]
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # where it is run as a script
from tests.vault import slip39  # noqa: E402


def drawn(label: str, length: int = 32) -> bytes:
    return b"".join(hashlib.sha256(f"{label}/{part}".encode()).digest() for part in range(length // 32 + 1))[:length]


def hkdf(key: bytes, salt: bytes, info: str, length: int) -> bytes:
    """RFC 5869, section 2."""
    secret = hmac.digest(salt, key, "sha256")
    out = block = b""
    number = 1
    while len(out) < length:
        block = hmac.digest(secret, block + info.encode() + bytes([number]), "sha256")
        out, number = out + block, number + 1
    return out[:length]


def compact(plain: Plain) -> str:
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


# Recovery keys


def recovery_text(raw: bytes) -> str:
    number = int.from_bytes(raw, "big")
    letters = ""
    for _ in range(32):
        number, digit = divmod(number, 32)
        letters = ALPHABET[digit] + letters
    check = int.from_bytes(raw, "big") % 1021
    letters += ALPHABET[check // 32] + ALPHABET[check % 32]
    return "-".join(letters[start : start + 4] for start in range(0, 34, 4))


def recovery_vectors() -> Plain:
    raws = [bytes(20), bytes([255] * 20), bytes(19) + b"\x01", *(drawn(f"recovery {n}", 20) for n in range(9))]
    good = recovery_text(raws[3])
    bare = good.replace("-", "")
    other = "0" if bare[5] != "0" else "2"
    refused = [
        ("empty", ""),
        ("one group is missing", good[5:]),
        ("one character too many", good + "0"),
        ("the check characters are missing", good[:-3]),
        ("one character is another", bare[:5] + other + bare[6:]),
        ("the check characters are another key's", good[:-2] + ("00" if good[-2:] != "00" else "01")),
        ("U is not in the alphabet", "U" + good[1:]),
        ("a sign that is no letter", "*" + good[1:]),
    ]
    spellings = [good.lower(), bare, good.replace("-", " "), f"  {good}\n", good.replace("0", "O").replace("1", "l")]
    return {
        "about": "Recovery keys: 20 bytes and how they are written; spellings that give the same key; what is refused.",
        "keys": [{"raw": raw.hex(), "text": recovery_text(raw)} for raw in raws],
        "spellings": [{"raw": raws[3].hex(), "text": text} for text in spellings],
        "refused": [{"why": why, "text": text} for why, text in refused],
    }


# Slots and the header


def make_slot(
    kind: str,
    secret: bytes,
    vault_key: bytes,
    associated: str,
    label: str,
    cost: tuple[int, int, int],
    key_file: bytes | None = None,
) -> Plain:
    memory, passes, lanes = cost
    salt, nonce = drawn(label + " salt", 16), drawn(label + " nonce", 12)
    key = hash_secret_raw(secret, salt, passes, memory, lanes, 32, Type.ID)
    kdf = {"name": "argon2id", "memory": memory, "passes": passes, "lanes": lanes, "salt": salt.hex()}
    if key_file is None:
        wrapped = AESGCM(key).encrypt(nonce, vault_key, f"{kind}\0{associated}".encode())
        return {"kind": kind, "kdf": kdf, "nonce": nonce.hex(), "wrapped": wrapped.hex()}
    both = hkdf(key + hashlib.sha256(key_file).digest(), salt, info("key file"), 32)
    wrapped = AESGCM(both).encrypt(nonce, vault_key, f"{kind}+key-file\0{associated}".encode())
    return {"kind": kind, "kdf": kdf, "nonce": nonce.hex(), "wrapped": wrapped.hex(), "key_file": True}


def sealed(content: Plain, key: bytes) -> str:
    mac = hmac.digest(key, compact(content).encode(), "sha256").hex()
    return compact({**content, "mac": mac}) + "\n"


VAULT_KEY = drawn("vault key")
VAULT_ID = drawn("vault id", 16)
# The first accent is a mark of its own, which NFC joins with its letter.
PASSPHRASE = "Cafe\u0301 am Nachmittag, f\u00fcnf W\u00f6rter"  # noqa: S105 - a published test value
KEY_FILE = drawn("key file", 64)
RECOVERY = drawn("recovery of the header", 20)
IDENTITY = {"format": "journal-vault", "version": 1, "vault": VAULT_ID.hex(), "created": "2026-03-01T09:30:00+01:00"}
FLOOR = (65536, 1, 1)


def secret_bytes(passphrase: str) -> bytes:
    return unicodedata.normalize("NFC", passphrase).encode()


def info(use: str) -> str:
    return f"journal vault 1: {use}"


def header_vectors() -> Plain:
    associated = compact(IDENTITY)
    slots = [
        make_slot("passphrase", secret_bytes(PASSPHRASE), VAULT_KEY, associated, "slot 1", (65536, 2, 1)),
        make_slot("recovery-key", RECOVERY, VAULT_KEY, associated, "slot 2", FLOOR),
    ]
    content = {**IDENTITY, "generation": 3, "slots": slots}
    key = hkdf(VAULT_KEY, VAULT_ID, info("header"), 32)
    lengths = {"header": 32, "database": 48, "evidence keys": 32, "chain signing": 32, "document signing": 48}
    return {
        "about": "A whole header, the secrets that open it, the keys that follow from it, and headers that are refused "
        "before anything is derived. 'as' says how. 'altered' ones can be read, but their MAC is wrong.",
        "vault_key": VAULT_KEY.hex(),
        "passphrase": PASSPHRASE,
        "recovery_key": recovery_text(RECOVERY),
        "associated": associated,
        "header": sealed(content, key),
        "keys": {use: hkdf(VAULT_KEY, VAULT_ID, info(use), length).hex() for use, length in lengths.items()},
        "refused": refused_headers(content, key),
        "altered": [
            {"why": "generation", "header": compact({**content, "generation": 4, "mac": "00" * 32}) + "\n"},
            {"why": "the MAC of an earlier generation", "header": older_mac(content, key)},
            {"why": "one slot taken out", "header": without_recovery(content, key)},
        ],
        "another_vault_key": another_vault_key(associated),
    }


def another_vault_key(associated: str) -> Plain:
    """The same vault under another vault key: what signs is that of the first one."""
    new = drawn("another vault key")
    seeds = hkdf(VAULT_KEY, VAULT_ID, info("chain signing"), 32) + hkdf(
        VAULT_KEY, VAULT_ID, info("document signing"), 48
    )
    nonce = drawn("seeds nonce", 12)
    bound = f"signing seeds\0{associated}".encode()
    wrapped = AESGCM(hkdf(new, VAULT_ID, info("signing seeds"), 32)).encrypt(nonce, seeds, bound)
    slots = [make_slot("passphrase", b"another", new, associated, "slot 3", FLOOR)]
    sealing = {"nonce": nonce.hex(), "wrapped": wrapped.hex()}
    content = {**IDENTITY, "generation": 4, "slots": slots, "seeds": sealing}
    key = hkdf(new, VAULT_ID, info("header"), 32)
    damaged = {
        "seeds that are nothing": {**content, "seeds": None},
        "seeds that are a list": {**content, "seeds": []},
        "seeds of no bytes": {**content, "seeds": {**sealing, "wrapped": ""}},
        "seeds with another key": {**content, "seeds": {**sealing, "more": 1}},
        "a nonce that is too short": {**content, "seeds": {**sealing, "nonce": "00"}},
    }
    return {
        "vault_key": new.hex(),
        "passphrase": "another",
        "header": sealed(content, key),
        "chain signing": seeds[:32].hex(),
        "document signing": seeds[32:].hex(),
        "refused": [{"why": why, "header": sealed(plain, key)} for why, plain in damaged.items()],
        "altered": [
            {"why": "a bit of the seeds", "header": sealed({**content, "seeds": {**sealing, "nonce": "00" * 12}}, key)},
            {
                "why": "the seeds taken out",
                "header": compact(
                    {**IDENTITY, "generation": 4, "slots": slots, "mac": json.loads(sealed(content, key))["mac"]}
                )
                + "\n",
            },
        ],
    }


def older_mac(content: Plain, key: bytes) -> str:
    mac = json.loads(sealed({**content, "generation": 2}, key))["mac"]
    return compact({**content, "mac": mac}) + "\n"


def without_recovery(content: Plain, key: bytes) -> str:
    mac = json.loads(sealed(content, key))["mac"]
    return compact({**content, "slots": content["slots"][:1], "mac": mac}) + "\n"


def refused_headers(content: Plain, key: bytes) -> list[Plain]:
    good = sealed(content, key)
    first, second = content["slots"]

    def with_kdf(**changes: Any) -> str:
        return sealed({**content, "slots": [{**first, "kdf": {**first["kdf"], **changes}}, second]}, key)

    def with_slot(**changes: Any) -> str:
        return sealed({**content, "slots": [{**first, **changes}, second]}, key)

    damaged = {
        "empty": "",
        "not JSON": "header",
        "not UTF-8": "\udcff",
        "a list": "[]\n",
        "a number": "1\n",
        "cut in the middle": good[:200],
        "no line end": good[:-1],
        "two line ends": good + "\n",
        "spaces": json.dumps(json.loads(good), sort_keys=True) + "\n",
        "keys in another order": json.dumps(dict(reversed(json.loads(good).items())), separators=(",", ":")) + "\n",
        "an unknown key": sealed({**content, "note": ""}, key),
        "a key twice": good.replace('{"created"', '{"generation":3,"created"'),
        "another format": sealed({**content, "format": "vault"}, key),
        "version 0": sealed({**content, "version": 0}, key),
        "version true": sealed({**content, "version": True}, key),
        "version 1.0": sealed({**content, "version": 1.0}, key),
        "version as text": sealed({**content, "version": "2"}, key),
        "vault id too short": sealed({**content, "vault": "00"}, key),
        "vault id in capitals": sealed({**content, "vault": "AB" * 16}, key),
        "vault id a number": sealed({**content, "vault": 5}, key),
        "created without a zone": sealed({**content, "created": "2026-03-01T09:30:00"}, key),
        "created is no time": sealed({**content, "created": "yesterday"}, key),
        "created is a number": sealed({**content, "created": 5}, key),
        "generation 0": sealed({**content, "generation": 0}, key),
        "generation below 0": sealed({**content, "generation": -1}, key),
        "generation true": sealed({**content, "generation": True}, key),
        "generation 2 to the 53": sealed({**content, "generation": 2**53}, key),
        "generation with 5,000 digits": good.replace('"generation":3', '"generation":' + "9" * 5000),
        "generation not finite": good.replace('"generation":3', '"generation":1e999'),
        "no slots": sealed({**content, "slots": []}, key),
        "nine slots": sealed({**content, "slots": [first] * 9}, key),
        "two slots of one kind": sealed({**content, "slots": [first, first]}, key),
        "slots are a text": sealed({**content, "slots": "ab"}, key),
        "a slot is null": sealed({**content, "slots": [None]}, key),
        "an unknown slot": with_slot(kind="key-file"),
        "a slot's kind is a list": with_slot(kind=[]),
        "another derivation": with_kdf(name="argon2i"),
        "memory below the floor": with_kdf(memory=65535),
        "memory above the limit": with_kdf(memory=1048577),
        "memory beyond all bounds": with_kdf(memory=2**63),
        "memory with a fraction": with_kdf(memory=65536.5),
        "memory as text": with_kdf(memory="65536"),
        "memory not finite": good.replace('"memory":65536', '"memory":1e999', 1),
        "no passes": with_kdf(passes=0),
        "17 passes": with_kdf(passes=17),
        "no lanes": with_kdf(lanes=0),
        "5 lanes": with_kdf(lanes=5),
        "salt too short": with_kdf(salt="00"),
        "salt missing": good.replace('"salt"', '"sald"', 1),
        "nonce too long": with_slot(nonce="00" * 13),
        "wrapped key too short": with_slot(wrapped="00" * 47),
        "wrapped key is no hexadecimal": with_slot(wrapped="zz" * 48),
        "a key file that is not needed": with_slot(key_file=False),
        "a key file that is a number": with_slot(key_file=1),
        "a key file with the recovery key": sealed({**content, "slots": [first, {**second, "key_file": True}]}, key),
        "MAC too long": good.replace('"mac":"', '"mac":"0'),
        "no MAC": compact(content) + "\n",
    }
    newer = {
        "version 2": sealed({**content, "version": 2}, key),
        "version 2 with other content": '{"format":"journal-vault","version":2}',
        "version 2 to the 70": sealed({**content, "version": 2**70}, key),
    }
    return [
        *({"why": why, "as": "damaged", "header": text} for why, text in damaged.items()),
        *({"why": why, "as": "newer", "header": text} for why, text in newer.items()),
    ]


def slot_vectors() -> Plain:
    associated = compact(IDENTITY)
    kinds = [
        ("passphrase", PASSPHRASE, secret_bytes(PASSPHRASE), FLOOR),
        ("passphrase", unicodedata.normalize("NFC", PASSPHRASE), secret_bytes(PASSPHRASE), (65536, 1, 4)),
        ("passphrase", "a", b"a", (131072, 2, 2)),
        ("passphrase", "\U0001f512 " * 100, secret_bytes("\U0001f512 " * 100), FLOOR),
        ("recovery-key", recovery_text(RECOVERY), RECOVERY, FLOOR),
    ]
    good = [
        {"secret": shown, "slot": make_slot(kind, secret, VAULT_KEY, associated, f"slot {number}", cost)}
        for number, (kind, shown, secret, cost) in enumerate(kinds)
    ]
    with_file = make_slot(
        "passphrase", secret_bytes(PASSPHRASE), VAULT_KEY, associated, "slot 9", FLOOR, key_file=KEY_FILE
    )
    file, digest = {"key_file": KEY_FILE.hex()}, hashlib.sha256(KEY_FILE).digest()
    good += [
        {"secret": PASSPHRASE, **file, "slot": with_file},
        {"secret": PASSPHRASE, **file, "slot": good[0]["slot"]},  # one that is not needed is left out
    ]
    slot = good[0]["slot"]
    assert isinstance(slot, dict)
    wrapped = bytes.fromhex(slot["wrapped"])
    flipped = bytes([wrapped[0] ^ 1]) + wrapped[1:]
    closed = [
        {"why": "another passphrase", "secret": PASSPHRASE + " ", "slot": slot, "associated": associated},
        {"why": "one bit of the wrapped key", "secret": PASSPHRASE, "slot": {**slot, "wrapped": flipped.hex()},
         "associated": associated},
        {"why": "another nonce", "secret": PASSPHRASE, "slot": {**slot, "nonce": "00" * 12}, "associated": associated},
        {"why": "another cost", "secret": PASSPHRASE, "slot": {**slot, "kdf": {**slot["kdf"], "passes": 2}},
         "associated": associated},
        {"why": "another vault", "secret": PASSPHRASE, "slot": slot,
         "associated": compact({**IDENTITY, "vault": "00" * 16})},
        {"why": "no key file", "secret": PASSPHRASE, "slot": with_file, "associated": associated},
        {"why": "another key file", "secret": PASSPHRASE, "key_file": KEY_FILE[:-1].hex(), "slot": with_file,
         "associated": associated},
        {"why": "the digest in place of the file", "secret": PASSPHRASE, "key_file": digest.hex(), "slot": with_file,
         "associated": associated},
        {"why": "the right key file and another passphrase", "secret": "a", **file, "slot": with_file,
         "associated": associated},
        {"why": "the mark of the key file taken out", "secret": PASSPHRASE, "associated": associated,
         "slot": {name: value for name, value in with_file.items() if name != "key_file"}},
    ]  # fmt: skip
    return {
        "about": "Key slots: each secret opens its slot and gives the vault key; the closed ones give nothing.",
        "vault_key": VAULT_KEY.hex(),
        "associated": associated,
        "open": good,
        "closed": closed,
    }


# Evidence files


def content_of(size: int) -> bytes:
    """Bytes 0 to 250 in turn: no chunk is like another."""
    return (bytes(range(251)) * (size // 251 + 1))[:size]


def padded_length(length: int) -> int:
    """Round up to a multiple of 2 to the (E - S), E = floor(log2 length), S = floor(log2 E) + 1."""
    if length < 2:
        return length
    e = length.bit_length() - 1
    s = e.bit_length()
    unit: int = 2 ** (e - s)
    return -(-length // unit) * unit


def chunk_file(
    content: bytes, *, file_id: bytes, key: bytes, prefix: bytes, algorithm: int = 1, **changes: Any
) -> bytes:
    total = changes.get("total", padded_length(len(content) + 8))
    stated = changes.get("stated", len(content))
    plain = content + bytes(total - len(content) - 8) + stated.to_bytes(8, "big")
    cipher = AESGCM(key) if algorithm == 1 else ChaCha20Poly1305(key)
    parts = [plain[start : start + CHUNK] for start in range(0, len(plain), CHUNK)]
    out = b"JRNLFILE" + bytes([1, algorithm]) + prefix
    for counter, part in enumerate(parts):
        last = changes.get("last", counter == len(parts) - 1)
        number = counter + changes.get("counter", 0)
        out += cipher.encrypt(prefix + number.to_bytes(4, "big") + bytes([last]), part, file_id)
    return out


def wrapped_key(key: bytes, file_id: bytes, label: str) -> bytes:
    nonce = drawn(label + " wrapping nonce", 12)
    return nonce + AESGCM(drawn("wrapping key")).encrypt(nonce, key, b"evidence key\0" + file_id)


def described(label: str, size: int) -> Plain:
    file_id, key = drawn(label + " id", 16), drawn(label + " key")
    content = content_of(size)
    return {
        "file_id": file_id.hex(), "key": key.hex(), "prefix": drawn(label + " prefix", 7).hex(), "size": size,
        "sha256": hashlib.sha256(content).hexdigest(), "wrapped_key": wrapped_key(key, file_id, label).hex(),
    }  # fmt: skip


def written(plain: Plain, algorithm: int, **changes: Any) -> bytes:
    parts = {name: bytes.fromhex(plain[name]) for name in ("file_id", "key", "prefix")}
    return chunk_file(content_of(plain["size"]), algorithm=algorithm, **parts, **changes)


def file_vectors() -> Plain:
    sizes = [0, 1, 8, 100, 1000]
    large = [CHUNK - 9, CHUNK - 8, CHUNK - 7, CHUNK, CHUNK + 1, 2 * CHUNK - 8, 3 * CHUNK + 12345]
    small_files, large_files = [], []
    for algorithm in (1, 2):
        for size in sizes:
            plain = described(f"file {algorithm} {size}", size)
            small_files.append({**plain, "algorithm": algorithm, "file": written(plain, algorithm).hex()})
    for number, size in enumerate(large):
        plain, algorithm = described(f"large {size}", size), 1 + number % 2
        digest = hashlib.sha256(written(plain, algorithm)).hexdigest()
        large_files.append({**plain, "algorithm": algorithm, "file_sha256": digest})
    return {
        "about": "Evidence files. The content is the bytes 0 to 250 in turn, 'size' of them. Large files are given by "
        "the SHA-256 of the whole file. Each refused file stands for one defect of the file named 'sound'.",
        "wrapping_key": drawn("wrapping key").hex(),
        "files": small_files,
        "large": large_files,
        "refused": refused_files(),
    }


def refused_files() -> Plain:
    sound = described("sound", 1000)
    good = written(sound, 1)

    def flipped(place: int) -> bytes:
        return good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :]

    files = {
        "empty": b"",
        "the start alone": good[:17],
        "cut in the start": good[:10],
        "one byte missing": good[:-1],
        "one byte too many": good + b"\0",
        "twice": good + good,
        "another magic": flipped(0),
        "version 0": flipped(8),
        "version 2": good[:8] + b"\x02" + good[9:],
        "an unknown algorithm": good[:9] + b"\x03" + good[10:],
        "the other algorithm": good[:9] + b"\x02" + good[10:],
        "another prefix": flipped(10),
        "a bit of the content": flipped(17),
        "a bit of the padding": flipped(17 + 1005),
        "a bit of the length": flipped(len(good) - 17),
        "a bit of the tag": flipped(len(good) - 1),
        "the length inside is another": written(sound, 1, stated=999),
        "the length inside is beyond the file": written(sound, 1, stated=2**63),
        "not padded": written(sound, 1, total=1008),
        "padded too far": written(sound, 1, total=4096),
        "the last chunk is not marked": written(sound, 1, last=False),
        "the first chunk is missing": written(sound, 1, counter=1),
        "another file's id": written({**sound, "file_id": "00" * 16}, 1),
        "another key": written({**sound, "key": "00" * 32}, 1),
    }
    keys = {
        "empty": b"",
        "too short": bytes.fromhex(sound["wrapped_key"])[:20],
        "one bit": bytes.fromhex(sound["wrapped_key"])[:-1] + bytes([int(sound["wrapped_key"][-2:], 16) ^ 1]),
        "another file's": wrapped_key(bytes.fromhex(sound["key"]), bytes(16), "sound"),
    }
    return {
        "sound": {**sound, "algorithm": 1, "file": good.hex()},
        "files": [{"why": why, "file": data.hex()} for why, data in files.items()],
        "wrapped_keys": [{"why": why, "wrapped_key": data.hex()} for why, data in keys.items()],
    }


# Shares


def share_vectors() -> Plain:
    def of(raw: bytes, label: str, **changes: int) -> list[str]:
        return slip39.shares(raw, lambda part, length: drawn(f"{label} {part}", length), **changes)

    raw = drawn("shared", 20)
    good, other = of(raw, "one"), of(raw, "two")
    words = good[0].split()
    slip = next(word for word in slip39.WORDS if word not in words)
    refused = {
        "one share alone": good[:1],
        "the same share twice": [good[0], good[0].upper()],
        "shares of two times": [good[0], other[1]],
        "a word is another": [" ".join([*words[:9], slip, *words[10:]]), good[1]],
        "two words are swapped": [" ".join([*words[:8], words[9], words[8], *words[10:]]), good[1]],
        "a word is missing": [" ".join(words[:-1]), good[1]],
        "a word that is none": [" ".join([*words[:9], "zzzz", *words[10:]]), good[1]],
        "hours of stretching": of(raw, "slow", exponent=15)[:2],
        "three would be needed": of(raw, "three", threshold=3)[:2],
        "one of several groups": of(raw, "groups", groups=2)[:2],
        "of a secret of another length": of(drawn("longer", 32), "longer")[:2],
        "a share and a recovery key": [good[0], recovery_text(raw)],
    }
    return {
        "about": "Shares of a recovery key: any two of the three give it, in any order and case, words cut to four "
        "letters. The refused ones give nothing.",
        "keys": [{"raw": each.hex(), "shares": of(each, each.hex())} for each in (raw, bytes(20), drawn("s", 20))],
        "refused": [{"why": why, "lines": lines} for why, lines in refused.items()],
    }


def all_vectors() -> dict[str, Plain]:
    return {
        "vault-recovery.json": recovery_vectors(),
        "vault-header.json": header_vectors(),
        "vault-slots.json": slot_vectors(),
        "vault-files.json": file_vectors(),
        "vault-shares.json": share_vectors(),
    }


def encoded(plain: Plain) -> str:
    return json.dumps(plain, indent=1, ensure_ascii=True, sort_keys=False) + "\n"


if __name__ == "__main__":
    for name, plain in all_vectors().items():
        (FOLDER / name).write_text(encoded(plain), encoding="utf-8")
