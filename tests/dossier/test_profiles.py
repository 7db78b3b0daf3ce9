from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageCms

from journal_app import resources
from journal_app.dossier.profiles import is_usable

SRGB = resources.read_bytes("colour/sRGB.icc")


def put(at: int, what: bytes) -> Callable[[bytes], bytes]:
    return lambda profile: profile[:at] + what + profile[at + len(what) :]


SPOILED: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut": lambda profile: profile[:-1],
    "longer": lambda profile: profile + b"\0",
    "no signature": put(36, b"nope"),
    "version 5": put(8, b"\x05"),
    "a device link": put(12, b"link"),
    "other colours": put(16, b"CMYK"),
    "no tags": put(128, struct.pack(">I", 0)),
    "more tags than fit": put(128, struct.pack(">I", 99)),
    "a tag outside": put(136, struct.pack(">I", 1 << 30)),
    "a tag in the header": put(136, struct.pack(">I", 4)),
}


def test_whole_profiles_are_usable() -> None:
    assert is_usable(SRGB, 3)
    assert is_usable(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), 3)


def test_a_profile_of_other_colours_is_not() -> None:
    assert not is_usable(SRGB, 1)


@pytest.mark.parametrize("how", SPOILED)
def test_a_spoiled_profile_is_not_usable(how: str) -> None:
    assert not is_usable(SPOILED[how](SRGB), 3)


@given(st.binary(max_size=400), st.sampled_from([1, 3]))
def test_no_bytes_make_it_stumble(profile: bytes, colours: int) -> None:
    assert not is_usable(profile, colours)
