from __future__ import annotations

import io
import struct
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from profile_samples import (
    BENT,
    GRAY,
    LINE,
    OLDER,
    SCREEN,
    SRGB,
    TABLES,
    TEXT,
    WIDE,
    flat,
    header,
    in_parts,
    profile_of,
    tags_of,
    telling,
    with_tables,
)

from journal_app.dossier.profiles import is_usable, written_anew

FROM_LIBRARY = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
WHOLE: dict[str, tuple[bytes, int]] = {
    "sRGB": (SRGB, 3),
    "sRGB of a library": (FROM_LIBRARY, 3),
    "somebody's screen": (SCREEN, 3),
    "somebody's screen, in wide letters": (telling(FROM_LIBRARY, WIDE), 3),
    "somebody's older screen": (OLDER, 3),
    **{name: (profile, 3) for name, profile in TABLES.items()},
    **{f"gray: {name}": (profile, 1) for name, profile in GRAY.items()},
}


def put(at: int, what: bytes) -> Callable[[bytes], bytes]:
    return lambda profile: profile[:at] + what + profile[at + len(what) :]


def with_tag(name: bytes, data: bytes) -> Callable[[bytes], bytes]:
    return lambda profile: profile_of(profile[:128], tags_of(profile) | {name: data})


def without(name: bytes) -> Callable[[bytes], bytes]:
    return lambda profile: profile_of(
        profile[:128], {each: data for each, data in tags_of(profile).items() if each != name}
    )


SPOILED: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut": lambda profile: profile[:-1],
    "longer": lambda profile: profile + b"\0",
    "no signature": put(36, b"nope"),
    "version 5": put(8, b"\x05"),
    "a device link": put(12, b"link"),
    "other colours": put(16, b"CMYK"),
    "colours for no other": put(20, b"Luv "),
    "no tags": put(128, struct.pack(">I", 0)),
    "more tags than fit": put(128, struct.pack(">I", 99)),
    "a tag outside": put(136, struct.pack(">I", 1 << 30)),
    "a tag in the header": put(136, struct.pack(">I", 4)),
    "a colour missing": without(b"gXYZ"),
    "a curve missing": without(b"bTRC"),
    "colours and no way to them": put(20, b"Lab "),
    "words for white": with_tag(b"wtpt", TEXT),
    "too little white": with_tag(b"wtpt", b"XYZ \0\0\0\0\0\0\0\0"),
    "words for a curve": with_tag(b"rTRC", TEXT),
    "wide words for a curve": with_tag(b"rTRC", WIDE),
    "a curve cut short": with_tag(b"rTRC", LINE[:-1]),
    "a curve of an unknown kind": with_tag(b"rTRC", BENT[:9] + b"\5" + BENT[10:]),
    "words for adaptation": with_tag(b"chad", TEXT),
    "words for a table": with_tag(b"A2B0", TEXT),
    "a table of other colours": with_tag(b"A2B0", flat(b"mft1", 4)),
    "a table the wrong way": with_tag(b"A2B0", in_parts(b"mBA ")),
    "a table of 8 bits cut short": with_tag(b"A2B0", flat(b"mft1")[:-1]),
    "a table of 16 bits cut short": with_tag(b"A2B0", flat(b"mft2")[:-1]),
    "a table of 16 bits without curves": with_tag(b"A2B0", put(48, b"\0\1")(flat(b"mft2"))),
    "a table without a grid": with_tag(b"A2B0", put(10, b"\1")(flat(b"mft1"))),
    "a table in parts cut short": with_tag(b"A2B0", in_parts(b"mAB ")[:-8]),
    "a table in parts without the last curves": with_tag(b"A2B0", put(12, bytes(4))(in_parts(b"mAB "))),
    "a table in parts without curves of its matrix": with_tag(b"A2B0", put(20, bytes(4))(in_parts(b"mAB "))),
    "a table in parts with numbers of 3 bytes": with_tag(b"A2B0", in_parts(b"mAB ").replace(b"\2\0\0\0", b"\3\0\0\0")),
    "words for a gamut": with_tag(b"gamt", TEXT),
}  # fmt: skip


def seen_with(profile: bytes, colours: int) -> list[bytes]:
    """Return what pixels look like with a profile, in every way of showing them."""
    pixels = bytes(at * 151 % 256 for at in range(40 * 40 * colours))
    picture = Image.frombytes("RGB" if colours == 3 else "L", (40, 40), pixels)
    to = ImageCms.createProfile("LAB")
    with io.BytesIO(profile) as file:
        given = ImageCms.ImageCmsProfile(file)
        return [
            ImageCms.profileToProfile(picture, given, to, renderingIntent=intent, outputMode="LAB").tobytes()  # type: ignore[union-attr]
            for intent in ImageCms.Intent
        ]


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_profile_is_usable_and_its_colours_stay(name: str) -> None:
    profile, colours = WHOLE[name]
    assert is_usable(profile, colours)
    assert seen_with(written_anew(profile, colours), colours) == seen_with(profile, colours)


@pytest.mark.parametrize("name", WHOLE)
def test_no_word_and_no_device_stays(name: str) -> None:
    profile, colours = WHOLE[name]
    anew = written_anew(profile, colours)
    for form in ("Lena", "Tromholt", "C02XK1ABJGH5", "iPad"):
        for coding in ("utf-8", "utf-16-be", "utf-16-le"):
            assert form.encode(coding) not in anew
    head = bytearray(128)
    head[:4], head[8:10], head[12:24], head[36:40] = anew[:4], profile[8:10], profile[12:24], b"acsp"
    head[24:36] = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    head[64:68], head[68:80] = profile[64:68], bytes.fromhex("0000f6d6000100000000d32d")
    assert anew[:128] == bytes(head)


@pytest.mark.parametrize("name", WHOLE)
def test_what_makes_colours_stays_and_nothing_stands_between(name: str) -> None:
    profile, colours = WHOLE[name]
    anew = written_anew(profile, colours)
    before, after = tags_of(profile), tags_of(anew)
    assert after.keys() - {b"desc", b"cprt"} <= before.keys()
    assert not after.keys() & {b"mmod", b"dscm", b"dmnd", b"dmdd", b"priv", b"vcgt", b"chrm", b"lumi"}
    for tag, data in after.items():
        if tag not in {b"desc", b"cprt"} and data[:4] not in {b"mAB ", b"mBA "}:
            assert before[tag].startswith(data)
    (count,) = struct.unpack(">I", anew[128:132])
    listed = sorted({(start, size) for _, start, size in struct.iter_unpack(">4sII", anew[132 : 132 + 12 * count])})
    assert listed[0][0] == 132 + 12 * count
    for (start, size), (following, _) in pairwise([*listed, (len(anew), 0)]):
        assert following - start - size in range(4)
        assert anew[start + size : following] == bytes(following - start - size)
    assert struct.unpack(">I", anew[:4]) == (len(anew),)


@pytest.mark.parametrize("name", WHOLE)
def test_what_was_written_anew_stays_as_it_is(name: str) -> None:
    profile, colours = WHOLE[name]
    anew = written_anew(profile, colours)
    assert written_anew(anew, colours) == anew


@pytest.mark.parametrize(("profile", "kinds"), [(OLDER, (b"desc", b"text")), (SCREEN, (b"mluc", b"mluc"))])
def test_what_it_says_of_itself_is_as_its_version_wants(profile: bytes, kinds: tuple[bytes, bytes]) -> None:
    anew = written_anew(profile, 3)
    tags = tags_of(anew)
    assert (tags[b"desc"][:4], tags[b"cprt"][:4]) == kinds
    with io.BytesIO(anew) as file:
        found = ImageCms.ImageCmsProfile(file)
        assert ImageCms.getProfileDescription(found).strip() == "RGB"
        assert ImageCms.getProfileCopyright(found).strip() == "n/a"


def test_two_screens_of_the_same_colours_have_the_same_profile() -> None:
    assert written_anew(SCREEN, 3) == written_anew(telling(SRGB, TEXT.replace(b"Lena", b"Anna")), 3)


def test_words_between_the_parts_of_a_table_are_left_out() -> None:
    assert written_anew(TABLES["in parts with words between"], 3) == written_anew(
        with_tables(4, in_parts(b"mAB "), in_parts(b"mBA ")), 3
    )


def test_a_table_may_have_its_last_curves_alone() -> None:
    curves = b"mAB \0\0\0\0\3\3\0\0" + struct.pack(">5I", 32, 0, 0, 0, 0) + BENT * 3
    profile = with_tables(4, curves, in_parts(b"mBA "))
    assert tags_of(written_anew(profile, 3))[b"A2B0"] == curves
    apart = profile_of(header(4, b"GRAY"), {b"A2B0": curves[:8] + b"\1" + curves[9:]})
    assert not is_usable(apart, 1)


def test_a_profile_of_other_colours_is_not_usable() -> None:
    assert not is_usable(SRGB, 1)


@pytest.mark.parametrize("how", SPOILED)
def test_a_spoiled_profile_is_not_usable(how: str) -> None:
    assert not is_usable(SPOILED[how](SRGB), 3)


@given(st.binary(max_size=400), st.sampled_from([1, 3]))
def test_no_bytes_make_it_stumble(profile: bytes, colours: int) -> None:
    assert not is_usable(profile, colours)


@settings(max_examples=300)
@given(st.data())
def test_no_damage_makes_it_stumble(data: st.DataObject) -> None:
    profile, colours = WHOLE[data.draw(st.sampled_from(sorted(WHOLE)))]
    at = data.draw(st.integers(0, len(profile) - 5))
    anew = written_anew(profile[:at] + data.draw(st.binary(max_size=4)) + profile[at + 4 :], colours)
    assert not anew or written_anew(anew, colours) == anew
