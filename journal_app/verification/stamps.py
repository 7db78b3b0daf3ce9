"""Time stamps (RFC 3161) read without a library for them; who may issue one is checked elsewhere."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from journal_app.verification.cms import (
    DIGESTS,
    INTEGER,
    OCTETS,
    SEQUENCE,
    TIME,
    NotDer,
    Signer,
    Value,
    check_signed,
    encapsulated,
    object_name,
    only_value,
    whole_number,
)

STATUS_GRANTED = (0, 1)  # granted, granted with modifications (RFC 3161, 2.4.2)
WRITTEN_TIME = re.compile(r"(\d{14})(?:\.(\d+))?Z", re.ASCII)


@dataclass(frozen=True)
class About:
    """What a request or an answer is about: the digest, its method by name ("" for a rare one), and the nonce."""

    method: str
    digest: bytes
    nonce: int | None


@dataclass(frozen=True)
class ReadStamp:
    """What an answer says, its time aware, and who signed it; nobody vouches for the signer."""

    about: About
    time: datetime
    signer: Signer


def read_request(data: bytes) -> About:
    """Return what the request ``data`` (TimeStampReq, RFC 3161, 2.4.1) is about; raises NotDer."""
    parts = only_value(data, SEQUENCE).parts()
    if len(parts) < 2:
        raise NotDer("parts are missing")
    return _about(parts[1], parts[2:])


def read_stamp(data: bytes) -> ReadStamp | None:
    """Return what the answer ``data`` (TimeStampResp) says; None where the authority gave no time.

    Raises what ``check_signed`` raises.
    """
    parts = only_value(data, SEQUENCE).parts()
    if not parts or not (status := parts[0].expect(SEQUENCE).parts()):
        raise NotDer("no status")
    if whole_number(status[0]) not in STATUS_GRANTED:
        return None
    if len(parts) != 2:
        raise NotDer("no token")
    return read_token(parts[1].whole)


def read_token(token: bytes) -> ReadStamp:
    """Return what the time stamp ``token`` (a ContentInfo) says. Raises what ``check_signed`` raises."""
    info = encapsulated(token)
    told = only_value(info, SEQUENCE).parts()
    if len(told) < 5:
        raise NotDer("parts are missing")
    digests = {name: hashlib.new(name, info).digest() for name in DIGESTS.values()}
    return ReadStamp(_about(told[2], told[5:]), _time(told[4]), check_signed(token, digests))


def _about(imprint: Value, rest: list[Value]) -> About:
    """Return the imprint and the nonce, the only INTEGER among the ``rest``."""
    parts = imprint.expect(SEQUENCE).parts()
    if len(parts) != 2 or not (method := parts[0].expect(SEQUENCE).parts()):
        raise NotDer("no imprint")
    nonces = [whole_number(each) for each in rest if each.tag == INTEGER]
    digest = parts[1].expect(OCTETS).inside
    return About(DIGESTS.get(object_name(method[0]), ""), digest, nonces[0] if nonces else None)


def _time(value: Value) -> datetime:
    written = WRITTEN_TIME.fullmatch(value.expect(TIME).inside.decode("ascii", "replace"))
    if written is None:
        raise NotDer("no time")
    try:
        time = datetime.strptime(written[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise NotDer("no time") from None
    return time.replace(microsecond=int((written[2] or "0")[:6].ljust(6, "0")))
