"""A time stamp by file exchange (RFC 3161): the request that is carried out, the answer that is carried in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms, core, tsp  # type: ignore[import-untyped]  # the library has no types

from journal_app.errors import BadInput
from journal_app.i18n import pgettext

MAX_ANSWER = 1 << 20
"""Bytes; answers have about 2,300, or some thousands with a long certificate path."""
NONCE_BITS = 64
_GRANTED = ("granted", "granted_with_mods")


@dataclass(frozen=True)
class StampFacts:
    """What an answer says: its time (UTC), the issuer's name, its serial number and the policy it names."""

    time: datetime
    authority: str
    serial: int
    policy: str


class _Answer(core.Sequence):  # type: ignore[misc]  # the library has no types
    """RFC 3161 section 2.4.2; the library wants the token even where the authority gave none."""

    _fields = [  # noqa: RUF012 - the library needs a list it can fill in
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


def request(digest: bytes, nonce: int) -> bytes:
    """Return the request (DER, the content of a ``.tsq`` file) for a time stamp over ``digest``.

    ``digest`` is a SHA-256, such as ``Head.digest()``: only it and ``nonce`` (64 random bits, drawn by the caller)
    leave the journal. The authority is asked to put its certificate into the answer.
    """
    if len(digest) != 32 or not 0 <= nonce < 1 << NONCE_BITS:
        raise ValueError("a SHA-256 and a number of 64 bits are needed")
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
    asked = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    return bytes(asked.dump())


def requested_digest(tsq: bytes) -> bytes:
    """Return the digest that the request ``tsq`` is about; raises BadInput where it is no request of this program."""
    return _asked(tsq)[0]


def read_answer(tsq: bytes, tsr: bytes) -> StampFacts:
    """Return what the answer ``tsr`` to the request ``tsq`` says.

    Checked are the status, that it answers this request (digest and nonce), and that the signature of the issuer
    covers it; who the issuer is stays for the reader to judge. Nothing is fetched. Raises BadInput otherwise.
    """
    digest, nonce = _asked(tsq)
    signed, info, about = _read(tsr)
    if about != ("sha256", digest, nonce):
        raise _refused(pgettext("error", "This answer belongs to another request; nothing was taken in."))
    return _checked(signed, info)


def stated(tsr: bytes) -> tuple[bytes, datetime]:
    """Return the SHA-256 an answer is about, and its time (UTC), whoever asked for it.

    Its issuer's signature is checked as by :func:`read_answer`. Raises BadInput where it is no such answer.
    """
    signed, info, (algorithm, digest, _) = _read(tsr)
    if algorithm != "sha256":
        raise _refused(pgettext("error", "This file is not a time stamp answer; nothing was taken in."))
    return digest, _checked(signed, info).time


def token_over(tsr: bytes, signature: bytes) -> tuple[bytes, StampFacts]:
    """Return the time-stamp token (DER) in an answer about the SHA-256 of ``signature``, and what it says.

    The nonce is not compared: nothing else has this signature, so whatever names it is about it. The issuer's signature
    is checked as by :func:`read_answer`. Raises BadInput where it is no answer, or about something else.
    """
    signed, info, (algorithm, digest, _) = _read(tsr)
    if (algorithm, digest) != ("sha256", hashlib.sha256(signature).digest()):
        message = pgettext("error", "This answer is not about the signature of this dossier; nothing was written.")
        advice = pgettext("error", "Choose the answer to the request that was written for this package.")
        raise BadInput(message, advice, field="answer")
    token: bytes = _Answer.load(tsr)["time_stamp_token"].dump()
    return token, _checked(signed, info)


def _read(tsr: bytes) -> tuple[Any, Any, tuple[str, bytes, int | None]]:
    """Return what is signed, the information in it, and what that is about."""
    if len(tsr) > MAX_ANSWER:
        raise _refused(pgettext("error", "This file is too large to be an answer; nothing was taken in."))
    try:
        status, signed, info = _opened(tsr)
        about = _about(info) if info is not None else None
    except Exception as error:  # foreign bytes: the library has no closed set of errors
        raise _refused(pgettext("error", "This file is not a time stamp answer; nothing was taken in.")) from error
    if about is None:
        text = pgettext("error", "The authority gave no time; its answer is “{status}”; nothing was taken in.")
        raise _refused(text.format(status=status))
    return signed, info, about


def _checked(signed: Any, info: Any) -> StampFacts:
    try:
        time: datetime = info["gen_time"].native
        from journal_app.dossier.security import check_token  # large, and only an answer is checked

        authority = check_token(signed)
        return StampFacts(time.astimezone(UTC), authority, info["serial_number"].native, info["policy"].dotted)
    except Exception as error:  # foreign bytes: the library has no closed set of errors
        text = pgettext("error", "This answer is not what its issuer signed; nothing was taken in.")
        raise _refused(text) from error


def _asked(tsq: bytes) -> tuple[bytes, int]:
    try:
        asked = tsp.TimeStampReq.load(tsq, strict=True)
        algorithm, digest, nonce = _about(asked)
    except Exception as error:  # foreign bytes: the library has no closed set of errors
        raise _not_ours() from error
    if algorithm != "sha256" or len(digest) != 32 or nonce is None:
        raise _not_ours()
    return digest, nonce


def _opened(tsr: bytes) -> tuple[str, Any, Any]:
    answer = _Answer.load(tsr, strict=True)
    status = str(answer["status"]["status"].native)
    if status not in _GRANTED:
        return status, None, None
    signed = answer["time_stamp_token"]["content"]
    return status, signed, signed["encap_content_info"]["content"].parsed


def _about(asked: Any) -> tuple[str, bytes, int | None]:
    """Return algorithm, digest and nonce of a request or of the information in an answer."""
    imprint = asked["message_imprint"]
    algorithm = str(imprint["hash_algorithm"]["algorithm"].native)
    return algorithm, bytes(imprint["hashed_message"].native), asked["nonce"].native


def _refused(message: str) -> BadInput:
    advice = pgettext("error", "Send the request file to the authority again and bring back its newest answer.")
    return BadInput(message, advice, field="answer")


def _not_ours() -> BadInput:
    message = pgettext("error", "This file is not a time stamp request of this program; nothing was taken in.")
    return BadInput(message, pgettext("error", "Make a new request and send that one."), field="request")
