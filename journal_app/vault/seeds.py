"""The seeds of what signs: they follow from the first vault key, and go with the vault when it gets another."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from journal_app.errors import Damaged
from journal_app.i18n import pgettext
from journal_app.vault.header import CHAIN_SEED_BYTES, DOCUMENT_SEED_BYTES, Header, SealedSeeds
from journal_app.vault.keyslots import NONCE_BYTES, KeyBytes

Seeds = tuple[bytes, bytes]  # of the chain's signer, 32 bytes; of the documents' signer, 48 bytes


def of(header: Header, vault_key: KeyBytes) -> Seeds:
    """Return the seeds of a vault; raises Damaged where the sealed ones are not what was written."""
    if header.seeds is None:
        chain = header.derived(vault_key, "chain signing", CHAIN_SEED_BYTES)
        return chain, header.derived(vault_key, "document signing", DOCUMENT_SEED_BYTES)
    try:
        both = _cipher(header, vault_key).decrypt(header.seeds.nonce, header.seeds.wrapped, _bound(header))
    except InvalidTag:
        message = pgettext(
            "error",
            "The header of this journal was damaged or changed by something else, so it was not opened; "
            "nothing was changed now.",
        )
        raise Damaged(message, pgettext("error", "Open a backup of the journal.")) from None
    return both[:CHAIN_SEED_BYTES], both[CHAIN_SEED_BYTES:]


def sealed(seeds: Seeds, header: Header, vault_key: KeyBytes) -> SealedSeeds:
    """Seal the seeds for a vault key; ``header`` is the one they will stand in."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return SealedSeeds(nonce=nonce, wrapped=_cipher(header, vault_key).encrypt(nonce, b"".join(seeds), _bound(header)))


def _cipher(header: Header, vault_key: KeyBytes) -> AESGCM:
    return AESGCM(header.derived(vault_key, "signing seeds", 32))


def _bound(header: Header) -> bytes:
    return b"signing seeds\0" + header.associated
