"""Typed records: frozen values that check their own shape at the border, and their plain JSON form."""

from __future__ import annotations

import codecs
import json
import re
from typing import Any, TypeVar

import msgspec

from journal_app.errors import BadInput
from journal_app.i18n import pgettext

R = TypeVar("R", bound="Record")

_LONGEST_NAME = 80
_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<where>[^`]*)`)?$", re.DOTALL)
# Whole texts only: a value that happens to look like one of them must not be taken for the name of a field.
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>.*)`", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(?P<name>.*)`", re.DOTALL)


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of everything that crosses a floor: frozen, compared by value, unknown keys refused by name.

    A record has plain fields only: text, whole numbers, truth values, enumerations, tuples and other records.
    Fields that hold their default are left out of the plain form, so that a later version may add a field
    without changing the canonical bytes of what was written before.
    """


def to_plain(record: Record) -> dict[str, Any]:
    """Return the plain JSON form of ``record``: dictionaries, lists, text, whole numbers, truth values."""
    plain: dict[str, Any] = msgspec.to_builtins(record)
    return plain


def from_plain(kind: type[R], plain: object, *, source: str = "") -> R:
    """Return ``plain`` (parsed JSON) as a record of ``kind``.

    A null stands for a missing value. Raises BadInput that names ``source`` and the field, never its content.
    """
    try:
        return msgspec.convert(without_nulls(plain), kind)
    except msgspec.ValidationError as error:
        raise _as_bad_input(str(error), source) from None
    except RecursionError:
        raise bad_field(source, "", pgettext("error", "It is nested deeper than any document of a journal.")) from None


def changed(record: R, **fields: Any) -> R:
    """Return a copy of ``record`` with other values in some of its fields."""
    return msgspec.structs.replace(record, **fields)


def quoted(text: str) -> str:
    """Return a text as it stands in the JSON this program writes, to be looked for there as a whole."""
    return json.dumps(text, ensure_ascii=False)


def parse_json(data: bytes, *, source: str) -> Any:
    """Return the parsed JSON of ``data`` (UTF-8, a byte order mark is passed over); raises BadInput otherwise."""
    try:
        return msgspec.json.decode(data.removeprefix(codecs.BOM_UTF8))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        message = pgettext("error", "{source} is not readable as JSON in UTF-8; nothing was changed.")
        advice = pgettext("error", "Check that the file is complete and saved as UTF-8 text, then try again.")
        raise BadInput(message.format(source=source), advice, source=source) from None


def parse_document(data: bytes, *, source: str) -> Any:
    """Return the parsed JSON of a document somebody gives; unlike :func:`parse_json` a key may not stand twice.

    RFC 8259, section 4 leaves open what a second one means; here one of the two would be lost. Raises BadInput
    naming the key.
    """
    plain = parse_json(data, source=source)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise bad_field(source, key[:_LONGEST_NAME], pgettext("error", "This key stands twice in one object."))
            seen.add(key)
        return {}

    try:
        json.loads(data.removeprefix(codecs.BOM_UTF8), object_pairs_hook=once)
    except RecursionError:
        raise bad_field(source, "", pgettext("error", "It is nested deeper than any document of a journal.")) from None
    return plain


def json_schema(kind: type[Record]) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of ``kind`` as this program reads it."""
    return msgspec.json.schema(kind)


def without_nulls(plain: object) -> object:
    """Return ``plain`` without the keys whose value is null; lists keep their length."""
    if isinstance(plain, dict):
        return {key: without_nulls(value) for key, value in plain.items() if value is not None}
    if isinstance(plain, list | tuple):
        return [without_nulls(value) for value in plain]
    return plain


def compound_id(*parts: str) -> str:
    """Return one id made of several, so that no two lists of parts make the same (escaped as in RFC 6901)."""
    return "/".join(part.replace("~", "~0").replace("/", "~1") for part in parts)


def bad_field(source: str, field: str, reason: str) -> BadInput:
    """Return the error for ``field`` of ``source`` (empty: the whole of it); ``reason`` is a sentence of its own."""
    if field:
        place = pgettext("error", "{source}, field {field}: {reason}; nothing was changed.")
        advice = pgettext("error", "Correct this field, then try again.")
    else:
        place = pgettext("error", "{source}: {reason}; nothing was changed.")
        advice = pgettext("error", "Correct this, then try again.")
    text = place.format(source=source or "-", field=field, reason=reason.rstrip("."))
    return BadInput(text, advice, source=source, field=field)


def _as_bad_input(text: str, source: str) -> BadInput:
    found = _PLACE.match(text)
    what, where = (found["what"], found["where"] or "") if found else (text, "")
    for pattern, reason in (
        (_UNKNOWN, pgettext("error", "This field is not known.")),
        (_MISSING, pgettext("error", "This field is required.")),
    ):
        named = pattern.fullmatch(what)
        if named:
            name = "".join(letter if letter.isprintable() else "?" for letter in named["name"][:_LONGEST_NAME])
            field = f"{where}.{name}" if where else name
            return bad_field(source, field, reason)
    if what.startswith("Invalid enum value"):
        return bad_field(source, where, pgettext("error", "This is not one of the values this field can have."))
    reason = pgettext("error", "The value is not of the kind this field needs ({what}).")
    return bad_field(source, where, reason.format(what=_without_values(what)))


def _without_values(what: str) -> str:
    """Keep only the names of types from a decoder's text, so that no content reaches an error."""
    return ", ".join(re.findall(r"`([a-z| ]+)`", what)) or pgettext("error", "another type")
